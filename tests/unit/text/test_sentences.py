"""Spaces, brackets and the mark at the end of a sentence."""

from __future__ import annotations

from vstbcpn_cli.report.document.text import tidied
from vstbcpn_cli.text.sentences import bracketed, ended


def test_one_line_tidies_spaces_only() -> None:
    assert tidied("  Mở  5 lớp \n ( nữ 3 ) , đạt 60% .") == "Mở 5 lớp (nữ 3), đạt 60%."
    assert tidied("A&B <x> {{ 7*7 }}") == "A&B <x> {{ 7*7 }}"


def test_brackets_that_follow_each_other_stay_as_a_unit_has_written_them() -> None:
    assert tidied("Mở 5 lớp (đạt 50%)  ( cả năm ) .") == "Mở 5 lớp (đạt 50%) (cả năm)."


def test_notes_never_leave_empty_brackets() -> None:
    assert bracketed("", "") == ""
    assert bracketed("a", "", "b") == "(a; b)"


def test_a_sentence_ends_once() -> None:
    assert ended("") == ""
    assert ended("Đã làm ") == "Đã làm."
    assert ended("Đã làm.") == "Đã làm."
    assert ended("Đã làm. […]") == "Đã làm. […]"
