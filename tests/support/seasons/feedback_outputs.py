"""What goes back to a unit, as its texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx

from tests.support.forms.giving_back import UNIT
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.submission import CellRef, Key

STEM = f"2011-6t_{UNIT}"
ROUND = "dot-1"
LIST = f"{ROUND}/danh-sach.xlsx"
INSIDE = f"{ROUND}/{UNIT}"
COPY, SLIP, TEXT = (f"{INSIDE}/{STEM}_{end}" for end in ("da-danh-dau.xlsx", "phieu-phan-hoi.docx", "tin-nhan.txt"))


def last_slip(folder: Path, name: str = SLIP) -> Path:
    """The slip, or another of its files, of the last round in which the unit was answered."""
    return max(folder.glob(f"dot-*/{UNIT}/{Path(name).name}"))


def lines_of(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [c for t in document.tables for r in t.rows for c in r.cells]
    return [p.text for p in (*document.paragraphs, *(p for c in cells for p in c.paragraphs)) if p.text]


def finding(code: str, at_cell: str = "D12", fact: str = "Ô ghi “x”.", **more: Any) -> Finding:
    place = Place(CellRef("NV6", int(at_cell[1:]), 4), Key(more.pop("key", "T6.05"), more.pop("row", 0)))
    severity = more.pop("severity", Severity.ERROR)
    return Finding(code, "x", severity, fact, "Đề nghị sửa.", place, **more)
