"""What the form reads in a cell of text is what the program reads there, whatever the regional settings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.forms import returned as at
from tests.support.judges.spreadsheet import Book
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.form.typed_values import value_of
from vstbcpn_cli.workbook.form.validation import Validations
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell
from vstbcpn_cli.workbook.reading.content.values import Expected, read_cell

EPOCH = dt.date(1899, 12, 30)
NUMBERS = st.text("0123456789.,", min_size=1, max_size=9)
DAYS = st.builds(
    "{}{}{}{}{}".format,
    st.integers(0, 33),
    st.sampled_from("/-."),
    st.sampled_from([0, 1, 2, 3, 6, 9, 12, 13]),
    st.sampled_from("/-."),
    st.sampled_from(["2011", "2010", "2012", "11", "05", "1900"]),
)


def understood(kind: FieldType, text: str) -> object:
    """What the formula of the form makes of a text; "" for nothing of its kind."""
    book = Book({("S", 1, 1): RawCell(CellKind.TEXT, text)}, {}, {})
    return book.result("S", value_of(kind, "A1"))


def read(kind: FieldType, text: str) -> object:
    """What the program reads, as a spreadsheet counts; "" where it refuses."""
    cell = RawCell(CellKind.TEXT, text, "", NumberShape.TEXT)
    found = read_cell(cell, Expected(kind, measure="", years=(1900, 2100))).value
    if isinstance(found, dt.date):
        return float((found - EPOCH).days)
    return "" if found is None else float(str(found))


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (FieldType.INT, "1200", 1200),
        (FieldType.INT, "1.200", 1200),
        (FieldType.INT, "78.000", 78_000),
        (FieldType.INT, "12.345.678", 12_345_678),
        (FieldType.INT, "05", 5),
        (FieldType.INT, " 12 ", 12),
        (FieldType.INT, "12,5", ""),
        (FieldType.INT, "1.2", ""),
        (FieldType.INT, "1/2", ""),
        (FieldType.INT, "5%", ""),
        (FieldType.MONEY, "12,5", 12.5),
        (FieldType.MONEY, "12.5", 12.5),
        (FieldType.MONEY, "1.470,7", 1470.7),
        (FieldType.MONEY, "1.234.567,25", 1_234_567.25),
        (FieldType.MONEY, "0,125", 0.125),
        (FieldType.MONEY, "1.234", ""),
        (FieldType.MONEY, "1,234", ""),
        (FieldType.PCT, "26,92", 26.92),
        (FieldType.DATE, "8/6/2011", 40702),
        (FieldType.DATE, "08-06-11", 40702),
        (FieldType.DATE, "8.6.2011", 40702),
        (FieldType.DATE, "25/5/2011", 40688),
        (FieldType.DATE, "31/2/2011", ""),
        (FieldType.DATE, "5/13/2011", ""),
        (FieldType.DATE, "8/2011", ""),
    ],
)
def test_people_get_what_they_mean(kind: FieldType, text: str, meant: object) -> None:
    assert understood(kind, text) == meant
    assert read(kind, text) == meant


@settings(max_examples=400)
@given(st.sampled_from([FieldType.INT, FieldType.MONEY, FieldType.PCT]), NUMBERS)
@example(FieldType.MONEY, "1.2.345")
@example(FieldType.MONEY, "0.000,0")
@example(FieldType.PCT, "00.000,00")
@example(FieldType.MONEY, "0.123,4")
@example(FieldType.MONEY, "10000..00")
@example(FieldType.MONEY, "410.500,,3")
@example(FieldType.INT, "12.3456.789")
def test_a_number_of_the_form_is_that_of_the_program(kind: FieldType, text: str) -> None:
    found = understood(kind, text)
    if found != "" and not (kind is FieldType.PCT and (float(str(found)) > 100 or 0 < float(str(found)) < 1)):
        assert read(kind, text) == found


@settings(max_examples=400)
@given(DAYS)
def test_a_day_of_the_form_is_that_of_the_program(text: str) -> None:
    found = understood(FieldType.DATE, text)
    if found != "":
        assert read(FieldType.DATE, text) == found


def test_numbers_and_dates_that_are_pasted_stay_what_they_are() -> None:
    for kind in (FieldType.INT, FieldType.MONEY, FieldType.DATE):
        book = Book({("S", 1, 1): RawCell(CellKind.NUMBER, "40702")}, {}, {})
        assert book.result("S", value_of(kind, "A1")) == 40702


# ------------------------------------------------------------------------------------------ what is refused at once
REFUSED = {
    FieldType.INT: ("12 lớp", "khoảng 50", "12,5", "7/26", "1.2", "-3"),
    FieldType.MONEY: ("12 triệu", "1.234", "1,234", "7/26", "một trăm"),
    FieldType.PCT: ("khoảng 30", "7/26"),
    FieldType.DATE: ("tháng 5", "2011", "quý II"),
}
TAKEN = {
    FieldType.INT: ("0", "12", "1.200", "78.000", "05"),
    FieldType.MONEY: ("0", "12,5", "12.5", "1.470,7", "1.234.567"),
    FieldType.PCT: ("0", "26,92", "30"),
    FieldType.DATE: ("8/6/2011", "25/5/2011", "25-5-2011", "08/06/11"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_cell_refuses_what_nobody_can_read_and_takes_the_rest(kind: FieldType) -> None:
    applies = at.applies_to("huyen-loc-binh")
    slots = (s for p in place(applies) for s in p.slots if s.role is Role.VALUE and s.open and not s.prefilled)
    slot = next(s for s in slots if s.spec is not None and s.spec.type is kind)
    checks = Validations(applies.edition.words)
    checks.add(slot, "", also_below=False)
    [(options, [(row, column, *_)])] = checks.all()
    assert options["validate"] == "custom"
    assert len(options["value"]) <= 255

    def takes(text: str) -> object:
        book = Book({("S", row + 1, column + 1): RawCell(CellKind.TEXT, text)}, {}, {})
        return book.result("S", options["value"])

    assert {text: bool(takes(text)) for text in TAKEN[kind] if takes(text) is not True and takes(text) != 1} == {}
    assert [text for text in REFUSED[kind] if takes(text) is True or takes(text) == 1] == []


def test_what_is_computed_with_is_exact() -> None:
    assert Decimal(str(understood(FieldType.MONEY, "1470,7"))) == Decimal("1470.7")
