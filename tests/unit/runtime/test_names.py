"""File names every system can keep, whatever a register holds."""

from __future__ import annotations

import random
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.forms.name_vectors import VECTORS, valid_on_windows
from vstbcpn_cli.runtime.file_names import folded, refused_by_windows, safe_name, safe_names


@pytest.mark.parametrize(
    ("code", "title", "expected"),
    [
        ("so-y-te", "2011-6T", "2011-6T_so-y-te.xlsx"),
        ("Sở Y tế", "", "Sở Y tế.xlsx"),
        ("a/b:c", "x", "x_a-b-c.xlsx"),
        ("a", "x. ", "x_a.xlsx"),
        ("nul.txt", "", "_nul.txt.xlsx"),
        ("console", "", "console.xlsx"),
        ("", "", "_.xlsx"),
        ("a\x00\u202eb", "", "ab.xlsx"),
    ],
)
def test_a_name(code: str, title: str, expected: str) -> None:
    assert safe_name(code, title, ".xlsx") == expected


def test_a_long_code_is_cut_and_told_apart() -> None:
    one, other = (safe_name("d" * n, "2011-6T", ".xlsx") for n in (300, 301))
    assert one != other
    assert len(one) == len(other) == 100
    assert len(safe_name("ữ" * 90, "", ".xlsx").encode()) <= 200


def test_a_long_title_gives_way_to_the_code() -> None:
    name = safe_name("so-y-te", "ữ" * 200, ".xlsx")
    assert name.endswith("ữ_so-y-te.xlsx")
    assert valid_on_windows(name)


def test_names_that_would_meet_are_all_told_apart_whatever_the_order() -> None:
    titles = {"Sở Y tế": "t", "SỞ Y TẾ": "t", "so-y-te": "t"}
    names = safe_names(titles, ".xlsx")
    assert names["so-y-te"] == "t_so-y-te.xlsx"
    assert len({folded(n) for n in names.values()}) == 3
    shuffled = list(titles)
    random.Random(1).shuffle(shuffled)
    assert safe_names({c: titles[c] for c in shuffled}, ".xlsx") == names


@pytest.mark.parametrize(("code", "title"), VECTORS)
def test_a_name_is_valid_on_windows(code: str, title: str) -> None:
    assert valid_on_windows(safe_name(code, title, ".xlsx"))


@given(st.text(alphabet=st.characters()), st.text())
def test_any_code_gives_a_name(code: str, title: str) -> None:
    name = safe_name(code, title, ".xlsx")
    assert 0 < len(name) <= 100
    assert len(name.encode()) <= 200
    assert not set(name) & set('<>:"/\\|?*\0')


@pytest.mark.parametrize(
    "path",
    [
        *("CON", "aux", "NUL.xlsx", "com1.tar.gz", "LPT¹", "Con .xlsx", r"D:\kỳ\prn\ra", "ra.", "ra ", r"ra.\b", "..."),
        *("tong:quan.html", r"D:\a?b", "a|b", "a*", 'a"b', "a\tb", "C:nul"),
    ],
)
def test_a_path_that_windows_refuses(path: str) -> None:
    assert refused_by_windows(PureWindowsPath(path))


@pytest.mark.parametrize(
    "path",
    [
        *(
            "ra",
            "..",
            ".",
            r"..\3-ket-qua",
            r"C:\kỳ 6 tháng\ra",
            "C:ra",
            r"\\may-chu\chung\ra",
            r"\\?\C:\ra",
            ".staging-a",
        ),
        *("console", "com10", "bao-cao_2011-6t.docx", "", r"C:\ "[:-1], r"\\?\UNC\may-chu\chung\ra"),
    ],
)
def test_a_path_that_windows_takes(path: str) -> None:
    assert not refused_by_windows(PureWindowsPath(path))
