"""Marked copies of returned workbooks, and what stands in them."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree as ET

from tests.support.forms import returned as at
from tests.support.judges.package_rules import M
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef

LIST = "PhanHoi"


def sheet_of(content: bytes, name: str) -> ET.Element:
    parts = at.unpacked(content)
    return ET.fromstring(parts[at.sheet_parts(parts)[name]])


def cells(content: bytes, name: str) -> dict[str, ET.Element]:
    return {c.get("r", ""): c for c in sheet_of(content, name).iter(f"{M}c")}


def texts(content: bytes, name: str = LIST) -> dict[str, str]:
    return {a: "".join(c.itertext()) for a, c in cells(content, name).items() if "".join(c.itertext())}


def fill_of(content: bytes, at_cell: CellRef) -> str:
    """The colour of a cell by its own style."""
    styles = ET.fromstring(at.unpacked(content)["xl/styles.xml"])
    xfs, fills = styles.find(f"{M}cellXfs"), styles.find(f"{M}fills")
    assert xfs is not None
    assert fills is not None
    style = int(cells(content, at_cell.sheet)[at_cell.address].get("s", "0"))
    front = fills[int(xfs[style].get("fillId", "0"))].find(f".//{M}fgColor")
    return front.get("rgb", "") if front is not None else ""


def notes_of(content: bytes, name: str) -> dict[str, str]:
    parts = at.unpacked(content)
    part = at.sheet_parts(parts)[name]
    folder, _, own = part.rpartition("/")
    links = ET.fromstring(parts.get(f"{folder}/_rels/{own}.rels", b"<a/>"))
    for link in links:
        if link.get("Type", "").endswith("/comments"):
            root = ET.fromstring(parts["xl/" + link.get("Target", "").replace("../", "")])
            return {c.get("ref", ""): "".join(t.text or "" for t in c.iter(f"{M}t")) for c in root.iter(f"{M}comment")}
    return {}


@cache
def judged(content: bytes) -> tuple[Finding, ...]:
    return at.findings(content)
