"""Which files a command reads, what it passes over, and on which day each was received."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from pathlib import Path

import pytest
from openpyxl import Workbook

from vstbcpn_cli.commands.log import read_log
from vstbcpn_cli.commands.sources import Sources, gather
from vstbcpn_cli.schema.faults import ConfigurationError


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def shown(sources: Sources) -> list[str]:
    return [f.shown for f in sources.files]


def test_a_folder_is_searched_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    put(tmp_path, "b.xlsx", "A.xlsx", "huyen/c.xlsx", "huyen/sau/d.xls", "anh.jpg", "bao cao.pdf", "bao cao.docx")
    assert shown(gather([str(tmp_path)])) == [
        "A.xlsx",
        "anh.jpg",
        "b.xlsx",
        "bao cao.docx",
        "bao cao.pdf",
        "huyen/c.xlsx",
        "huyen/sau/d.xls",
    ]


def test_what_is_no_return_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "ghi-chu.txt", "README.md", "vstbcpn.toml", "don-vi.xlsx", ".an/b.xlsx", ".DS_Store")
    (tmp_path / "so-theo-doi.csv").write_text("tep,ngay_nhan\n", encoding="utf-8")
    assert shown(gather([str(tmp_path)])) == ["a.xlsx"]


def test_lock_files_are_skipped_and_said_so(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "~$a.xlsx", "huyen/~$b.xlsx")
    sources = gather([str(tmp_path)])
    assert shown(sources) == ["a.xlsx"]
    assert sources.passed.locks == ("huyen/~$b.xlsx", "~$a.xlsx")


def test_a_file_the_officer_names_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    put(tmp_path, "~$a.xlsx", "so.txt")
    sources = gather([str(tmp_path / "~$a.xlsx"), str(tmp_path / "so.txt")])
    assert shown(sources) == ["so.txt", "~$a.xlsx"]
    assert [f.named for f in sources.files] == [True, True]
    assert sources.passed.locks == ()


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "b.xlsx")
    assert shown(gather([str(tmp_path / "a.xlsx"), str(tmp_path), str(tmp_path / "*.xlsx")])) == ["a.xlsx", "b.xlsx"]


def test_patterns(tmp_path: Path) -> None:
    put(tmp_path, "BC 1.xlsx", "BC 2.xlsx", "khac.xlsx", "~$BC 1.xlsx", "BC thu muc/x.xlsx")
    assert shown(gather([str(tmp_path / "BC*")])) == ["BC 1.xlsx", "BC 2.xlsx"]
    assert shown(gather([str(tmp_path / "BC ?.xlsx")])) == ["BC 1.xlsx", "BC 2.xlsx"]
    assert shown(gather([str(tmp_path / "BC [2].xlsx")])) == ["BC 2.xlsx"]
    assert shown(gather([str(tmp_path / "khong-co*.xlsx")])) == []


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    put(tmp_path, "BC [2].xlsx", "BC 2.xlsx")
    assert shown(gather([str(tmp_path / "BC [2].xlsx")])) == ["BC [2].xlsx"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        gather([str(tmp_path / "khong-co.xlsx")])
    assert "khong-co.xlsx" in str(missing.value)


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "lan 1/bc.xlsx", "lan 2/bc.xlsx")
    names = shown(gather([str(tmp_path / "lan 1" / "bc.xlsx"), str(tmp_path / "lan 2" / "bc.xlsx")]))
    assert len(set(names)) == 2


def test_two_files_of_one_name_in_two_folders_of_one_name_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "lan 1/huyen/bc.xlsx", "lan 2/huyen/bc.xlsx")
    paths = [tmp_path / f"lan {n}" / "huyen" / "bc.xlsx" for n in (1, 2)]
    assert shown(gather([str(p) for p in paths])) == [p.as_posix() for p in paths]


# ------------------------------------------------------------------------------------------------- received dates
def day_of(sources: Sources, name: str) -> tuple[dt.date, bool]:
    receipt = sources.receipt(next(f for f in sources.files if f.path.name == name))
    return receipt.day, receipt.from_log


def at_noon(path: Path, moment: dt.datetime) -> None:
    os.utime(path, (moment.timestamp(),) * 2)


def test_the_day_of_the_log_goes_before_that_of_the_file(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "b.xlsx")
    (tmp_path / "so-theo-doi.csv").write_text(
        "tep,ngay_nhan,ghi_chu\na.xlsx,09/06/2011,gửi qua Zalo\n", encoding="utf-8"
    )
    at_noon(tmp_path / "a.xlsx", dt.datetime(2011, 6, 20, 5, tzinfo=dt.UTC))
    at_noon(tmp_path / "b.xlsx", dt.datetime(2011, 6, 20, 5, tzinfo=dt.UTC))
    sources = gather([str(tmp_path)])
    assert day_of(sources, "a.xlsx") == (dt.date(2011, 6, 9), True)
    assert day_of(sources, "b.xlsx") == (dt.date(2011, 6, 20), False)


def test_the_day_of_a_file_is_the_day_in_vietnam(tmp_path: Path) -> None:
    put(tmp_path, "khuya.xlsx", "sang.xlsx")
    at_noon(tmp_path / "khuya.xlsx", dt.datetime(2011, 6, 9, 16, 59, tzinfo=dt.UTC))
    at_noon(tmp_path / "sang.xlsx", dt.datetime(2011, 6, 9, 17, 1, tzinfo=dt.UTC))
    sources = gather([str(tmp_path)])
    assert day_of(sources, "khuya.xlsx")[0] == dt.date(2011, 6, 9)
    assert day_of(sources, "sang.xlsx")[0] == dt.date(2011, 6, 10)


def test_the_log_names_files_in_any_case_and_any_unicode_form(tmp_path: Path) -> None:
    put(tmp_path, "Huyện Lộc Bình.XLSX")
    spread = unicodedata.normalize("NFD", "huyện lộc bình.xlsx")
    (tmp_path / "so-theo-doi.csv").write_text(f"tep,ngay_nhan\n{spread},2011-06-09\n", encoding="utf-8")
    assert day_of(gather([str(tmp_path)]), "Huyện Lộc Bình.XLSX") == (dt.date(2011, 6, 9), True)


def test_the_log_of_the_folder_of_a_named_file_and_of_a_pattern_is_read_along(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx")
    (tmp_path / "so-theo-doi.csv").write_text("tep;ngay_nhan\na.xlsx;09/06/2011\n", encoding="utf-8-sig")
    assert day_of(gather([str(tmp_path / "a.xlsx")]), "a.xlsx") == (dt.date(2011, 6, 9), True)
    assert day_of(gather([str(tmp_path / "*.xlsx")]), "a.xlsx") == (dt.date(2011, 6, 9), True)


def test_a_log_kept_in_excel(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tep", " ngay_nhan "])
    sheet.append(["a.xlsx", dt.datetime(2011, 6, 9)])  # noqa: DTZ001 - as Excel stores a day
    sheet.append(["b.xlsx", "10/06/2011"])
    sheet.append(["c.xlsx", None])
    sheet.append([None, "11/06/2011"])
    book.save(tmp_path / "so-theo-doi.xlsx")
    assert read_log(tmp_path / "so-theo-doi.xlsx").days == {
        "a.xlsx": dt.date(2011, 6, 9),
        "b.xlsx": dt.date(2011, 6, 10),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tep,ghi_chu\na.xlsx,x\n", ("dòng 1", "ngay_nhan")),
        ("ngay_nhan\n09/06/2011\n", ("dòng 1", "“tep”")),
        ("", ("dòng 1", "“tep”")),
        ("tep,ngay_nhan\na.xlsx,09/06/2011\nb.xlsx,mùng 9\n", ("dòng 3", "“mùng 9”")),
        ("tep,ngay_nhan\n\n\na.xlsx,31/06/2011\n", ("dòng 4", "“31/06/2011”")),
    ],
)
def test_a_faulty_log_is_named_with_its_line(text: str, words: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "so-theo-doi.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        read_log(path)
    assert "so-theo-doi.csv" in str(refused.value)
    assert all(word in str(refused.value) for word in words)


def test_a_log_that_is_no_text_and_one_that_is_no_workbook(tmp_path: Path) -> None:
    for name, content in (("so-theo-doi.csv", b"\xff\xfe\x00t"), ("so-theo-doi.xlsx", b"khong phai zip")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ConfigurationError) as refused:
            read_log(tmp_path / name)
        assert name in str(refused.value)
