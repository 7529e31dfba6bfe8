"""What a Word document says, with the words inside content controls, which the library passes over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

_SIGNS = {qn("w:br"): "\n", qn("w:tab"): "\t"}
_TEXT, _RUN, _MOVED_AWAY = qn("w:t"), qn("w:r"), qn("w:moveFrom")


def plain_document(path: Path) -> Any:
    """The document with every content control exchanged for what it holds."""
    document = Document(str(path))
    for control in [*document.element.body.iter(qn("w:sdt"))]:
        for element in control.find(qn("w:sdtContent")):
            control.addprevious(element)
        control.getparent().remove(control)
    return document


def controls_of(path: Path) -> list[tuple[str, str, str]]:
    """Tag, title and words of every content control, in reading order."""
    found = []
    for control in Document(str(path)).element.body.iter(qn("w:sdt")):
        named = control.find(qn("w:sdtPr"))
        tag, title = (named.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("tag", "alias"))
        found.append((tag, title, "".join(t.text or "" for t in control.iter(qn("w:t")))))
    return found


def text_of(paragraph: Any) -> str:
    """What an element of a paragraph says, in content controls too, as if its tracked changes were accepted."""
    nodes = (n for n in paragraph.iter(_TEXT, *_SIGNS) if n.getparent().tag == _RUN)
    return "".join(_SIGNS.get(n.tag) or n.text or "" for n in nodes if not is_moved_away(n.getparent()))


def is_moved_away(run: Any) -> bool:
    """Whether a tracked move has taken a run from here."""
    above = run.getparent()
    return above is not None and bool(above.tag == _MOVED_AWAY)


def nameless_tables(path: Path) -> list[str]:
    """The words of tables that do not say what they are, and of tables with a head that do not say what is in them."""
    faults = []
    for table in Document(str(path)).element.body.iter(qn("w:tbl")):
        told = {e.tag: e.get(qn("w:val"), "") for e in table.find(qn("w:tblPr"))}
        headed = table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        described = told.get(qn("w:tblDescription"), "").startswith("Các cột: ")
        if len(told.get(qn("w:tblCaption"), "").split()) < 2 or headed != described:
            faults.append(" ".join(t.text or "" for t in table.iter(_TEXT))[:60])
    return faults
