"""Spaces, brackets and the mark at the end of a sentence."""

from __future__ import annotations

from vstbcpn_cli.report.document.text import tidied
from vstbcpn_cli.text.sentences import ONE_LINE, PARAGRAPH, bracketed, ended


def test_one_line_tidies_spaces_only() -> None:
    assert tidied("  Mở  5 lớp \n ( nữ 3 ) , đạt 60% .", ONE_LINE) == "Mở 5 lớp (nữ 3), đạt 60%."
    assert tidied("A&B <x> {{ 7*7 }}", ONE_LINE) == "A&B <x> {{ 7*7 }}"


def test_paragraph_joins_brackets_that_follow_each_other() -> None:
    text = tidied("Có 5 lớp (đạt 50%) (số liệu của 2/3 đơn vị) .", PARAGRAPH)
    assert text == "Có 5 lớp (đạt 50%; số liệu của 2/3 đơn vị)."


def test_notes_never_leave_empty_brackets() -> None:
    assert bracketed("", "") == ""
    assert bracketed("a", "", "b") == "(a; b)"


def test_a_sentence_ends_once() -> None:
    assert ended("") == ""
    assert ended("Đã làm ") == "Đã làm."
    assert ended("Đã làm.") == "Đã làm."
    assert ended("Đã làm. […]") == "Đã làm. […]"
