"""Which texts of a sheet may be codes of another issue: the edition's own codes say what such a code looks like."""

from __future__ import annotations

import pytest

from tests.support.seasons import season
from vstbcpn_cli.workbook.form.other_issue import OtherIssue
from vstbcpn_cli.workbook.reading.locate import CodeBook
from vstbcpn_cli.workbook.reading.other_issue_marks import marks_of

LETTERS = ("KH-01", "KH-02", "KH-B1", "KH-B1.so_luong")
NUMBERS = ("1.1", "1.2", "2.B1", "2.B1.ngay")


def found(known: tuple[str, ...] | frozenset[str], text: str) -> bool:
    """Whether a text with words beside it is taken for the code of a line of the other issue."""
    return bool(marks_of({(5, 1): text, (5, 2): "Nhãn"}, known, OtherIssue()).lines)


@pytest.mark.parametrize(
    ("known", "code"),
    [
        *((LETTERS, "KH-03"), (LETTERS, "TC-01"), (LETTERS, "KH-03b"), (LETTERS, "KH-B2.ngay")),
        *((NUMBERS, "1.3"), (NUMBERS, "3.01"), (NUMBERS, "12.1"), (NUMBERS, "2.B2.so_luong")),
    ],
)
def test_a_code_that_looks_like_those_of_its_edition_is_one(known: tuple[str, ...], code: str) -> None:
    assert found(known, code)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        *((LETTERS, "T5.04b"), (LETTERS, "KH"), (LETTERS, "KH-01"), (LETTERS, "KH-1-2-3-4"), (LETTERS, "Kh-01")),
        *((NUMBERS, "T5.04b"), (NUMBERS, "1.1.1.1.1"), (NUMBERS, "1"), (NUMBERS, "a.1"), (NUMBERS, "1.1 người")),
    ],
)
def test_any_other_text_is_none(known: tuple[str, ...], text: str) -> None:
    assert not found(known, text)


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        *(("T5.04b", True), ("T8.01", True), ("T12.01", True), ("T7.B2.so_dtts", True)),
        *(("12.5", False), ("05.6.2011", False), ("TP.HCM", False), ("www.a.vn", False), ("38-KH", False)),
    ],
)
def test_what_looks_like_a_code_of_the_form_in_use(text: str, is_code: bool) -> None:
    assert found(CodeBook(season.edition()).known, text) is is_code
