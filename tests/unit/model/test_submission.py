"""Values that carry their place: addresses, keys, states, and the way back from a key to its answer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from vstbcpn_cli.model.submission import (
    CellRef,
    Key,
    Observation,
    SourceFile,
    Stamp,
    State,
    Submission,
    TableAnswer,
    TableRow,
    column_letters,
)

AT = CellRef("NV6", 12, 4)


def answer(value: Any, code: str = "T6.05", row: int = 0, **more: Any) -> Observation:
    return Observation(Key(code, row), State.VALUE, value, **{"cell": AT, **more})


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_columns_as_spreadsheets_count(number: int, letters: str) -> None:
    assert column_letters(number) == letters


def test_a_cell_and_a_key_in_words() -> None:
    assert (AT.address, str(AT), str(CellRef("NV 1", 1, 28))) == ("D12", "NV6!D12", "NV 1!AB1")
    assert (str(Key("T6.05")), str(Key("T6.B1.so_nu", 3))) == ("T6.05", "T6.B1.so_nu[3]")


@pytest.mark.parametrize(
    ("value", "number", "date", "text"),
    [
        (12, 12, None, "12"),
        (Decimal("12.50"), Decimal("12.50"), None, "12.50"),
        (0, 0, None, "0"),
        (True, None, None, "Có"),
        (False, None, None, "Không"),
        (dt.date(2011, 6, 10), None, dt.date(2011, 6, 10), "2011-06-10"),
        ("", None, None, ""),
        ("Chủ trì", None, None, "Chủ trì"),
    ],
)
def test_what_an_answer_is(value: Any, number: Any, date: Any, text: str) -> None:
    found = answer(value)
    assert (found.number, found.date, found.text, found.given, found.empty) == (number, date, text, True, False)


@pytest.mark.parametrize("state", [s for s in State if s is not State.VALUE])
def test_an_answer_without_a_value_is_neither_zero_nor_text(state: State) -> None:
    found = Observation(Key("T6.05"), state, 5, AT)
    assert (found.number, found.date, found.text, found.given) == (None, None, "", False)
    assert found.empty is (state is State.EMPTY)


def test_the_typed_cells_behind_a_computed_value() -> None:
    one, two = answer(1), answer(2, cell=CellRef("NV6", 13, 4))
    inner = Observation(Key("T6.01"), State.VALUE, 3, parts=(one, two))
    assert list(Observation(Key("T6.02"), State.VALUE, 3, parts=(inner,)).cells()) == [AT, CellRef("NV6", 13, 4)]
    assert list(one.cells()) == [AT]


def row(number: int, role: str = "Chủ trì") -> TableRow:
    cells = {"vai_tro": answer(role, "T6.B1.vai_tro", number), "nhom": answer("x", "T6.B1.nhom", number, cell=None)}
    return TableRow(number, CellRef("NV6", 30 + number, 2), cells)


def form() -> Submission:
    tables = {
        "T6.B1": TableAnswer("T6.B1", (row(1), row(2, "Phối hợp"))),
        "T6.B2": TableAnswer("T6.B2", (), answer(True, "T6.B2")),
        "T7.B1": TableAnswer("T7.B1"),
    }
    values = {"T6.05": answer(5), "T6.01": Observation(Key("T6.01"), State.VALUE, 1)}
    nil = {"T5": answer(True, "T5.khong_phat_sinh")}
    return Submission(SourceFile("a.xlsx"), Stamp(), "so-y-te", "6t", values, tables, nil)


def test_a_row_matches_where_every_column_has_an_accepted_answer() -> None:
    assert row(1).matches({"vai_tro": ("Chủ trì", "Phối hợp")})
    assert row(1).matches({})
    assert not row(1).matches({"vai_tro": ("Phối hợp",)})
    assert not row(1).matches({"cap": ("tỉnh",)})


def test_a_table_is_touched_by_a_row_or_by_a_nil() -> None:
    assert [t.untouched for t in form().tables.values()] == [False, False, True]


def test_only_answers_that_stand_in_a_cell_are_told() -> None:
    found = [str(o.key) for o in form().observations()]
    assert found == ["T6.05", "T6.B1.vai_tro[1]", "T6.B1.vai_tro[2]", "T6.B2", "T5.khong_phat_sinh"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Key("T6.05"), 5),
        (Key("T6.B1.vai_tro", 2), "Phối hợp"),
        (Key("T9.99"), None),
        (Key("T6.B1.vai_tro", 3), None),
        (Key("T6.B1.cap", 1), None),
        (Key("T9.B9.cap", 1), None),
    ],
)
def test_the_way_back_from_a_key(key: Key, value: object) -> None:
    found = form().find(key)
    assert (found.value if found else None) == value
