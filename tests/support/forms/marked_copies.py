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
    front = _look_of(content, at_cell, "fill").find(f".//{M}fgColor")
    return front.get("rgb", "") if front is not None else ""


def edges_of(content: bytes, at_cell: CellRef) -> list[tuple[str, str]]:
    """How thick the lines around a cell are by its own style, and their colours: left, right, top, bottom."""
    border = _look_of(content, at_cell, "border")
    lines = [border.find(f"{M}{side}") for side in ("left", "right", "top", "bottom")]
    colours = [line.find(f"{M}color") if line is not None else None for line in lines]
    return [
        (line.get("style", "") if line is not None else "", colour.get("rgb", "") if colour is not None else "")
        for line, colour in zip(lines, colours, strict=True)
    ]


def _look_of(content: bytes, at_cell: CellRef, part: str) -> ET.Element:
    styles = ET.fromstring(at.unpacked(content)["xl/styles.xml"])
    xfs, looks = styles.find(f"{M}cellXfs"), styles.find(f"{M}{part}s")
    assert xfs is not None
    assert looks is not None
    style = int(cells(content, at_cell.sheet)[at_cell.address].get("s", "0"))
    return looks[int(xfs[style].get(f"{part}Id", "0"))]


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
