"""Whoever types as people in Vietnam do gets what was meant, with the regional settings of Vietnam and of the US."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.judges.agreement import FAILED, Comparison
from tests.support.programs import libreoffice
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
UNIT = "huyen-loc-binh"
TYPED: dict[FieldType, tuple[tuple[str, object], ...]] = {
    FieldType.INT: (("1.200", 1200), ("78.000", 78_000), ("12", 12)),
    FieldType.MONEY: (("12,5", Decimal("12.5")), ("12.5", Decimal("12.5")), ("1.470,7", Decimal("1470.7"))),
    FieldType.DATE: (("8/3/2011", dt.date(2011, 3, 8)), ("25/5/2011", dt.date(2011, 5, 25))),
    FieldType.PCT: (("26,92", Decimal("26.92")), ("30", Decimal(30))),
}


@pytest.mark.parametrize("locale", ["en-US", "vi-VN"])
def test_what_is_typed_is_what_is_meant(locale: str, tmp_path: Path) -> None:
    """Every field and the first row of every table, each typed in one of these ways: in the cell, in the self-check and
    in what is read."""
    slots = [
        s for p in place(at.applies_to(UNIT)) for s in p.slots if s.role is Role.VALUE and s.open and s.number <= 1
    ]
    sheets = {id(s): p.name for p in place(at.applies_to(UNIT)) for s in p.slots}
    assert sheets
    typed = []
    for n, slot in enumerate(s for s in slots if s.spec is not None and s.spec.type in TYPED and not s.prefilled):
        ways = TYPED[slot.spec.type] if slot.spec else ()
        typed.append((at.spot(UNIT, slot.code, number=slot.number), *ways[n % len(ways)], slot))
    source, saved = tmp_path / "dien.xlsx", tmp_path / "gui-ve.xlsx"
    source.write_bytes(at.filled(UNIT))
    office = libreoffice.Office(locale=locale)
    steps = [("enter", *spot, text) for spot, text, *_ in typed]
    office.do("edit", source=str(source), target=str(saved), filter_name=libreoffice.XLSX, steps=steps)
    office.stop()
    found = at.accepted(saved.read_bytes())
    read = {
        slot.code: found.tables[slot.code.rpartition(".")[0]].rows[0].cells[slot.code.rpartition(".")[2]]
        if slot.number
        else found.values[slot.code]
        for *_, slot in typed
    }
    assert {
        slot.code: (text, read[slot.code].value) for _, text, meant, slot in typed if read[slot.code].value != meant
    } == {}
    assert {slot.code: read[slot.code].raw for _, text, _, slot in typed if read[slot.code].raw != text} == {}
    lines = Comparison(saved.read_bytes(), "6t").lines
    codes = {slot.code for *_, slot in typed}
    assert [str(x) for x in lines if x.of_content and x.code in codes and x.state == FAILED] == []
    assert len(typed) > 60
