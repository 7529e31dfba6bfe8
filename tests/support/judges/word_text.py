"""What a Word document says, with the words inside content controls, which the library passes over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn


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
