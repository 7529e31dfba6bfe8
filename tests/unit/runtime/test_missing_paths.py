"""What is said of a path that is not there: where it was looked for, what is missing, what lies there instead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support.programs.links import needs_links
from vstbcpn_cli.runtime.missing_paths import held, nearest, not_found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The only folder with letters that a similar name could be found in."""
    made = tmp_path / "mua"
    made.mkdir()
    return made


def test_the_nearest_name_is_told_marks_and_capitals_apart(folder: Path) -> None:
    for name in ("Sở Y tế.xlsx", "huyen-trang-dinh.xlsx"):
        (folder / name).touch()
    assert not_found(folder / "so y te.xlsx") == (
        f"Không tìm thấy “so y te.xlsx” trong thư mục “{folder}”; tên gần nhất ở đó là “Sở Y tế.xlsx”."
    )


def test_without_a_near_name_the_first_three_are_told_and_how_many_more(folder: Path) -> None:
    for name in ("d", "b", "c", "a", "e"):
        (folder / name).touch()
    assert not_found(folder / "mau.docx", "mẫu Word") == (
        f"Không tìm thấy mẫu Word “mau.docx” trong thư mục “{folder}”; ở đó có “a”, “b”, “c” và 2 tên khác."
    )


def test_what_is_there_but_no_file_is_not_told_as_the_nearest_name(folder: Path) -> None:
    (folder / "bieu-mau.xlsx").mkdir()
    assert not_found(folder / "bieu-mau.xlsx") == f"“{folder / 'bieu-mau.xlsx'}” là thư mục, không phải tệp."


@needs_links
def test_a_link_that_leads_nowhere_is_told_as_one(folder: Path) -> None:
    (folder / "loi-tat.xlsx").symlink_to(folder / "khong-con.xlsx")
    assert not_found(folder / "loi-tat.xlsx") == f"“{folder / 'loi-tat.xlsx'}” là lối tắt tới một tệp không còn ở đó."


def test_names_of_the_system_and_of_an_open_document_are_not_told(folder: Path) -> None:
    for name in (".DS_Store", "~$bao-cao.docx"):
        (folder / name).touch()
    assert not_found(folder / "bao-cao.docx").endswith("; thư mục này trống.")


def test_a_folder_on_the_way_that_is_missing_is_told_as_one(folder: Path) -> None:
    for what in ("", "mẫu Word"):
        told = not_found(folder / "mau" / "word" / "bao-cao.docx", what)
        assert told == f"Không tìm thấy thư mục “mau” trong thư mục “{folder}”; thư mục này trống."


def test_a_file_on_the_way_is_no_folder(folder: Path) -> None:
    (folder / "mau").touch()
    assert not_found(folder / "mau" / "bao-cao.docx") == f"“{folder / 'mau'}” là tệp, không phải thư mục."


def test_a_path_is_told_in_full_as_it_was_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert not_found("a.docx") == f"Không tìm thấy “a.docx” trong thư mục “{folder}”; thư mục này trống."
    assert not_found("a\u202e\n.docx").startswith("Không tìm thấy “a\n.docx” trong")


def test_a_folder_that_may_not_be_looked_into_has_no_names_to_tell(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_: object) -> NoReturn:
        raise PermissionError

    monkeypatch.setattr(os, "listdir", closed)
    assert not_found(folder / "a.docx") == f"Không tìm thấy “a.docx” trong thư mục “{folder}”."


def test_where_one_stands_may_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> NoReturn:
        raise FileNotFoundError

    monkeypatch.setattr(os.path, "abspath", gone)
    assert not_found("a.docx") == "Không tìm thấy “a.docx”, vì thư mục hiện tại không còn."


def test_three_names_are_told_whole() -> None:
    assert held([]) == "thư mục này trống"
    assert held(["a"]) == "ở đó có “a”"
    assert held(["a", "b", "c"]) == "ở đó có “a”, “b”, “c”"
    assert held(["a", "b", "c", "d"]) == "ở đó có “a”, “b”, “c” và 1 tên khác"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("nam", "nam"),
        ("NAM", "nam"),
        ("năm", "nam"),
        ("6 tháng", "6t"),
        ("6t-2011", "6t"),
        ("9T", "9t"),
        ("ban_tinh", "ban-tinh"),
        ("bantinh", "ban-tinh"),
        ("ban tỉnh", "ban-tinh"),
        ("ban", ""),
        ("hoàn toàn khác", ""),
        ("", ""),
    ],
)
def test_the_known_word_nearest_to_one_that_was_meant(asked: str, found: str) -> None:
    assert nearest(asked, ["6t", "9t", "nam", "ban-tinh"]) == found


def test_of_several_near_words_the_one_that_begins_so_is_meant() -> None:
    assert nearest("T5.1", ["T15.1", "T5.10"]) == "T5.10"
    assert nearest("a", []) == ""


def test_the_letter_o_is_the_digit_it_was_typed_for() -> None:
    """Every code of this length is as close, letter by letter."""
    assert nearest("T1.O5", ["T7.05", "T1.05", "T1.06"]) == "T1.05"
    assert nearest("T1.05", ["T7.05", "T1.O5"]) == "T1.O5"


def test_a_drive_that_is_not_there_has_nothing_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only Windows has such paths: here the root is taken away."""
    monkeypatch.setattr(os.path, "lexists", lambda _: False)
    monkeypatch.setattr(Path, "is_dir", lambda _: False)
    assert not_found("/") == f"Không tìm thấy “{Path('/').absolute()}”."
    assert not_found("/a/b") == f"Không tìm thấy “{Path('/a/b').absolute()}”."
