"""What a cell with a problem may have been meant to say: the values between which the office decides."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vstbcpn_cli.edition.fields import FieldType
from vstbcpn_cli.model.problems import Meaning
from vstbcpn_cli.model.submission import State
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell
from vstbcpn_cli.workbook.reading.content.meanings import meanings
from vstbcpn_cli.workbook.reading.content.values import Expected, read_cell

INT, NUM, PCT, MONEY, DATE, CHOICE = (
    *(FieldType.INT, FieldType.NUM, FieldType.PCT, FieldType.MONEY),
    *(FieldType.DATE, FieldType.CHOICE),
)
CHOICES = ("Đã ban hành", "Chưa ban hành", "Đang xây dựng")
PERIOD = (dt.date(2010, 11, 16), dt.date(2011, 5, 31))


def meant(cell: RawCell, kind: FieldType, measure: str = "", **more: Any) -> tuple[Meaning, ...]:
    expected = Expected(kind, CHOICES if kind is CHOICE else (), measure, **more)
    read = read_cell(cell, expected)
    return next((found for told in read.problems if (found := meanings(cell, expected, told, read))), ())


def text(words: str) -> RawCell:
    return RawCell(CellKind.TEXT, words)


def number(stored: str, shape: NumberShape = NumberShape.GENERAL) -> RawCell:
    return RawCell(CellKind.NUMBER, stored, shape=shape)


@pytest.mark.parametrize(
    ("words", "kind", "measure", "found"),
    [
        ("1.035", NUM, "", (1035, Decimal("1.035"))),
        ("1,035", MONEY, "triệu đồng", (1035, Decimal("1.035"))),
        ("1.035 triệu đồng", MONEY, "triệu đồng", (1035, Decimal("1.035"))),
        ("1.035", INT, "người", (1035,)),
        ("6 người", INT, "người", (6,)),
        ("12 cán bộ", INT, "người", (12,)),
        ("1.200 cán bộ", INT, "người", (1200,)),
        ("5 lớp", INT, "người", ()),
        ("862 nghìn đồng", MONEY, "triệu đồng", (Decimal("0.862"),)),
        ("12 con", MONEY, "triệu đồng", ()),
        ("12, trong đó nữ 3", INT, "người", (12,)),
        ("14 (mười lăm)", INT, "người", (14, 15)),
        ("15%", INT, "người", (15,)),
        ("khoảng 10", INT, "người", ()),
        ("10 đến 12", INT, "người", ()),
        ("12/25/2010", DATE, "", (dt.date(2010, 12, 25),)),
        ("13/25/2010", DATE, "", ()),
        ("Đã ban hanhh", CHOICE, "", ("Đã ban hành",)),
        ("khác", CHOICE, "", ()),
    ],
)
def test_what_a_text_may_mean(words: str, kind: FieldType, measure: str, found: tuple[Meaning, ...]) -> None:
    assert meant(text(words), kind, measure) == found


@pytest.mark.parametrize(
    ("cell", "kind", "found"),
    [
        (number("1.234"), INT, (1234,)),
        (number("12.5"), INT, (12500,)),  # “12.500” typed into an English Excel, as the finding says
        (number("0.5"), INT, ()),
        (number("0.15", NumberShape.PERCENT), INT, (15,)),
        (number("0.15", NumberShape.PERCENT), NUM, (15, Decimal("0.15"))),
        (number("0.2692"), PCT, (Decimal("0.2692"), Decimal("26.92"))),
        (number("17", NumberShape.DATE), INT, (17,)),
        (number("0.25", NumberShape.DATE), INT, ()),
        (number("17", NumberShape.ANOTHER), INT, (17,)),
        (number("17"), INT, ()),
    ],
)
def test_what_a_number_may_mean(cell: RawCell, kind: FieldType, found: tuple[Meaning, ...]) -> None:
    assert meant(cell, kind, "%" if kind is PCT else "") == found


def test_a_day_outside_the_period_may_be_the_swapped_one() -> None:
    swapped = number("40854", NumberShape.DATE)  # 7/11/2011, in a period that ends in May
    assert meant(swapped, DATE, window=(PERIOD[0], dt.date(2011, 7, 31))) == (
        dt.date(2011, 7, 11),
        dt.date(2011, 11, 7),
    )


WORDS = st.one_of(
    st.text("0123456789., %-người", max_size=12),
    st.from_regex(r"[1-9][0-9]{0,2}[.,][0-9]{3}( người| cán bộ|%)?", fullmatch=True),
)


@given(WORDS, st.sampled_from([INT, NUM, PCT, MONEY, DATE]))
def test_a_meaning_is_always_an_answer_that_the_field_takes(words: str, kind: FieldType) -> None:
    measure = {PCT: "%", MONEY: "triệu đồng", INT: "người"}.get(kind, "")
    found = meant(text(words), kind, measure)
    assert len(found) <= 2 and len(set(found)) == len(found)
    for one in found:
        stored = RawCell(CellKind.NUMBER, f"{one:f}") if isinstance(one, int | Decimal) else text(f"{one:%d/%m/%Y}")
        read = read_cell(stored, Expected(kind, (), measure))
        assert (read.state, read.value) == (State.VALUE, one)
