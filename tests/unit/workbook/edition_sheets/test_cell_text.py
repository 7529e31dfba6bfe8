"""The values of an edition in one cell: what is shown is meant again; what cannot be meant is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.workbook.edition_sheets.cell_text import UnreadableCellError, meant, shown
from vstbcpn_cli.workbook.edition_sheets.layout import SheetColumn, words_for

_WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
_TEXT = st.lists(_WORD, min_size=1, max_size=4).map(" ".join).map(clean)
_NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_.]{0,10}", fullmatch=True)
_NUMBER = st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6).filter(lambda n: not n.is_integer())
_MARK = st.sampled_from(sorted(words_for("mark")))
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": _TEXT,
    "int": st.integers(-(10**9), 10**9),
    "number": _NUMBER,
    "date": st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    "any": _NUMBER | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    "bool": st.booleans(),
    "word": _MARK,
    "marks": _MARK | st.dictionaries(_NAME, _MARK, min_size=1, max_size=4),
    "list": st.lists(_TEXT, min_size=1, max_size=5),
    "map": st.dictionaries(_NAME, _TEXT, min_size=1, max_size=4),
    "lists": st.dictionaries(_NAME, st.lists(_TEXT, min_size=1, max_size=4), min_size=1, max_size=3),
    "pairs": st.lists(st.tuples(_NAME, _NAME).map(list), min_size=1, max_size=3),
}


def _column(form: str) -> SheetColumn:
    return SheetColumn("x", "X", form, words_for("mark") if form in ("word", "marks") else None)


@pytest.mark.parametrize("form", _VALUES)
def test_what_is_shown_is_meant_again(form: str) -> None:
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
    @given(_VALUES[form])
    def check(value: Any) -> None:
        assert meant(_column(form), shown(_column(form), value)) == value

    check()


@pytest.mark.parametrize(
    ("form", "typed", "value"),
    [
        ("bool", "x", True),
        ("bool", "KHÔNG", False),
        ("date", "5/6/2012", dt.date(2012, 6, 5)),
        ("date", "05.06.2012", dt.date(2012, 6, 5)),
        ("date", "5-6-2012", dt.date(2012, 6, 5)),
        ("date", dt.datetime.fromisoformat("2012-06-05T12:00"), dt.date(2012, 6, 5)),
        ("number", "6,5", 6.5),
        ("int", 30.0, 30),
        ("text", 1.0, "1"),
        ("text", dt.date(2012, 6, 5), "05/06/2012"),
        ("word", "Bắt buộc", "B"),
        ("word", "b?", "B?"),
        ("marks", "SN=bắt buộc; DT = K", {"SN": "B", "DT": "K"}),
        ("list", "xã;phường ; thị trấn;", ["xã", "phường", "thị trấn"]),
        ("list", "xã\nphường", ["xã", "phường"]),
        ("lists", "vai_tro = Chủ trì | Phối hợp", {"vai_tro": ["Chủ trì", "Phối hợp"]}),
        ("map", "", None),
    ],
)
def test_what_people_type_is_understood(form: str, typed: Any, value: Any) -> None:
    assert meant(_column(form), typed) == value


@pytest.mark.parametrize(
    ("form", "typed", "told"),
    [
        ("bool", "có lẽ", "Đề nghị chọn “Có” hoặc “Không”"),
        ("date", "31/2/2012", "không phải một ngày có thật"),
        ("int", "3,5", "không phải số nguyên"),
        ("number", "nhiều", "không phải một con số"),
        ("number", True, "không phải một con số"),
        ("word", "bat buoc lam", "giá trị gần nhất là “bắt buộc”"),
        ("marks", "SN = bắt", "Đề nghị chọn một trong"),
        ("map", "SN", "chưa có dấu “=”"),
        ("map", "SN = a; SN = b", "“SN” ghi hai lần"),
        ("list", '"xã; phường', "Dấu ngoặc kép trong ô chưa đóng"),
        ("pairs", "nu tong", "không phải một tỷ lệ"),
    ],
)
def test_what_cannot_be_meant_is_told(form: str, typed: Any, told: str) -> None:
    with pytest.raises(UnreadableCellError, match=told.replace("(", r"\(")):
        meant(_column(form), typed)
