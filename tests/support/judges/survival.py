"""What is left of a form that another program has saved."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from openpyxl.utils import range_boundaries

from tests.support.forms import returned as at
from vstbcpn_cli.model.submission import META_SHEET
from vstbcpn_cli.workbook.form.stamp_token import PROPERTY, parse_token
from vstbcpn_cli.workbook.ooxml.package import read_package

M = f"{{{at.MAIN}}}"
ALL, FEWER, NONE = "all", "fewer", "none"


# -------------------------------------------------------------------------------------------------- what there is
def things(content: bytes) -> dict[str, int]:
    """How many there are of each thing that a form relies on."""
    parts = at.unpacked(content)
    roots = {name: ET.fromstring(parts[part]) for name, part in at.sheet_parts(parts).items()}
    found = _of_the_book(content, ET.fromstring(parts["xl/workbook.xml"]))
    found |= _of_the_stamp(content)
    found |= _of_validations([e for r in roots.values() for e in r.iter(f"{M}dataValidation")])
    found |= _of_protection(roots.values())

    def count(tag: str, **having: str) -> int:
        elements = [e for root in roots.values() for e in root.iter(f"{M}{tag}")]
        return sum(all(e.get(k) in v.split("|") for k, v in having.items()) for e in elements)

    return found | {
        "entry cells open": _open_cells(roots, ET.fromstring(parts["xl/styles.xml"])),
        "coloured cells": sum(
            _area(e.get("sqref", "")) for r in roots.values() for e in r.iter(f"{M}conditionalFormatting")
        ),
        "merged areas": count("mergeCell"),
        "links": count("hyperlink"),
        "frozen panes": count("pane", state="frozen"),
        "filters": count("autoFilter"),
        "pages across": count("pageSetup", orientation="landscape"),
        "pages fitted to the paper": count("pageSetUpPr", fitToPage="1|true"),
        "formulas": sum(c.find(f"{M}f") is not None for r in roots.values() for c in r.iter(f"{M}c")),
        "stored results": sum(bool(c.findtext(f"{M}v")) for c in _formula_cells(roots["NV1"])),
    }


def _formula_cells(root: ET.Element) -> list[ET.Element]:
    return [c for c in root.iter(f"{M}c") if c.find(f"{M}f") is not None]


def _of_the_book(content: bytes, book: ET.Element) -> dict[str, int]:
    raw = read_package(content)
    names = [e.get("name", "") for e in book.iter(f"{M}definedName")]
    # The states of the lines stand on the sheets they are about; a program that cannot store one leaves an error there.
    calculated = [c.formula for s in raw.sheets for c in s.cells.values() if c.formula]
    return {
        "sheets": len(raw.sheets),
        "sheets in their order": int([s.name for s in raw.sheets][:3] == ["HuongDan", "TT", "NV1"]),
        "hidden sheets": sum(s.hidden for s in raw.sheets),
        "codes": sum(
            bool(c.text) and not c.formula for s in raw.sheets for (_, column), c in s.cells.items() if column == 1
        ),
        "lists by name": sum(n.startswith("ds_") for n in names),
        "repeated heading rows": sum(n == "_xlnm.Print_Titles" for n in names),
        "formulas of the self-check": sum(f.upper() not in ("NA()", "#N/A") for f in calculated),
    }


def _of_the_stamp(content: bytes) -> dict[str, int]:
    raw = read_package(content)
    stamped = {s.name for s in raw.sheets if any(parse_token(c.text, "") for c in s.cells.values())}
    footers = [
        e
        for n, c in at.unpacked(content).items()
        if n.startswith("xl/worksheets/sheet")
        for e in ET.fromstring(c).iter(f"{M}oddFooter")
    ]
    return {
        "stamp on the hidden sheet": int(META_SHEET in stamped),
        "stamp in the properties": int(parse_token(raw.properties.get(PROPERTY, ""), "") is not None),
        "stamp in the keywords": int(parse_token(raw.keywords, "") is not None),
        "stamp printed on the sheets": len(stamped - {META_SHEET}),
        "stamp in the footers": sum(parse_token(e.text or "", "") is not None for e in footers),
    }


def _of_validations(found: list[ET.Element]) -> dict[str, int]:
    def cells(chosen: Iterable[ET.Element]) -> int:
        return sum(_area(e.get("sqref", "")) for e in chosen)

    return {
        "cells with a validation": cells(found),
        "cells with a list": cells(e for e in found if e.findtext(f"{M}formula1", "").startswith("ds_")),
        "cells with a prompt": cells(e for e in found if e.get("prompt")),
        "cells that refuse with our words": cells(e for e in found if e.get("error")),
        "cells that only warn": cells(e for e in found if e.get("errorStyle") == "warning"),
    }


def _of_protection(roots: Iterable[ET.Element]) -> dict[str, int]:
    found = [e for r in roots for e in r.iter(f"{M}sheetProtection")]
    allowed = ("sort", "autoFilter", "formatColumns", "formatRows", "insertRows")
    return {"protected sheets": sum(e.get("sheet") in ("1", "true") for e in found)} | {
        f"sheets where {key} is allowed": sum(e.get(key) in ("0", "false") for e in found) for key in allowed
    }


def _open_cells(roots: dict[str, ET.Element], styles: ET.Element) -> int:
    formats = styles.find(f"{M}cellXfs")
    assert formats is not None
    marks = [e.find(f"{M}protection") for e in formats]
    unlocked = {n for n, mark in enumerate(marks) if mark is not None and mark.get("locked") in ("0", "false")}
    return sum(int(c.get("s", "0")) in unlocked for n, r in roots.items() if n != "_meta" for c in r.iter(f"{M}c"))


def _area(areas: str) -> int:
    total = 0
    for left, top, right, bottom in map(range_boundaries, areas.split()):
        total += ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
    return total


def left_of(name: str, now: int, before: int) -> str:
    if name == "stored results":
        return ALL if now >= before else FEWER
    return ALL if now >= before else NONE if now == 0 else FEWER
