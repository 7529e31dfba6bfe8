"""What a table of a Word file is called for somebody who cannot see it: the title that a screen reader says first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_LONGEST = 120
"""Characters of a title made of the words of the table."""


def columns_told(columns: Iterable[str]) -> str:
    """What is in a table of figures, by the heads of its columns."""
    return f"Các cột: {'; '.join(columns)}."


def name_table(table: Any, title: str, columns: Sequence[str] = ()) -> None:
    """Gives the `w:tbl` its title, and with `columns` its description, where the schema wants them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = table.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        table.insert(0, properties)
    last = properties.find(qn("w:tblPrChange"))
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", columns_told(columns) if columns else "")):
        if text:
            made = OxmlElement(tag)
            made.set(qn("w:val"), text)
            properties.append(made) if last is None else last.addprevious(made)


def name_the_rest(roots: Iterable[Any], title: str) -> None:
    """Gives every table that tells nothing of itself a title: `title` and the first of its own words."""
    from docx.oxml.ns import qn

    for table in (t for root in roots for t in root.iter(qn("w:tbl"))):
        properties = table.find(qn("w:tblPr"))
        told = () if properties is None else (e.tag for e in properties)
        if not {qn("w:tblCaption"), qn("w:tblDescription")} & set(told):
            said = ("".join(t.text or "" for t in p.iter(qn("w:t"))).strip() for p in table.iter(qn("w:p")))
            words = "; ".join(filter(None, said))
            name_table(table, f"{title}: {words}"[:_LONGEST] if words else title)
