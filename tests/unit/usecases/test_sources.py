"""Which files a command reads, what it passes over, and on which day each was received."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import unicodedata
from pathlib import Path

import pytest

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.runtime import clock
from vstbcpn_cli.usecases.intake import generated_files
from vstbcpn_cli.usecases.intake.directory_walk import Folders
from vstbcpn_cli.usecases.intake.sources import Sources, gather
from vstbcpn_cli.usecases.season.receipt_log import read_log


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


def test_what_lies_in_the_folder_of_another_season_is_no_return_of_this_one(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "2031-q1/vstbcpn.toml", "2031-q1/2-nhan-ve/b.xlsx", "2031-q1/2-nhan-ve/ghi.md")
    (tmp_path / "2031-q1/so-theo-doi.csv").write_text("tep,ngay_nhan\nmat.xlsx,01/4/2031\n", encoding="utf-8")
    sources = gather([str(tmp_path)])
    assert (shown(sources), sources.passed.seasons) == (["a.xlsx"], ("2031-q1/2-nhan-ve/b.xlsx",))
    assert (sources.logs, sources.passed.unmatched) == ((), ()), "its log speaks of its own files"
    assert shown(gather([str(tmp_path / "2031-q1")])) == ["2-nhan-ve/b.xlsx"]


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


def test_a_log_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "so-theo-doi.csv").write_bytes(b"\xff\xfe\x00t")
    with pytest.raises(ConfigurationError, match=r"so-theo-doi\.csv"):
        read_log(tmp_path / "so-theo-doi.csv")


# ------------------------------------------------------------------------------- what a folder hides from a reader
links = pytest.mark.skipif(os.name == "nt", reason="making links is a right of its own on Windows")


@links
def test_a_folder_that_a_link_leads_to_is_searched_once(tmp_path: Path) -> None:
    put(tmp_path, "nhan/a.xlsx", "o-mang/b.xlsx")
    (tmp_path / "nhan" / "mang").symlink_to(tmp_path / "o-mang", target_is_directory=True)
    (tmp_path / "o-mang" / "vong").symlink_to(tmp_path / "nhan", target_is_directory=True)
    assert shown(gather([str(tmp_path / "nhan")])) == ["a.xlsx", "mang/b.xlsx"]


@links
@pytest.mark.parametrize("link", [".a", ".staging-abcdefgh", "1-gui/.a", ".an/b"])
def test_a_hidden_link_takes_nothing_from_a_visible_folder(tmp_path: Path, link: str) -> None:
    put(tmp_path, "1-gui/a.xlsx", "2-nhan-ve/b.xlsx")
    for name in (".an/d.xlsx", "2-nhan-ve/.an/c.xlsx"):
        put(tmp_path, name)
        (tmp_path / name).write_bytes(b"PK\x03\x04")
    before = gather([str(tmp_path)])
    (tmp_path / link).symlink_to(tmp_path / "2-nhan-ve", target_is_directory=True)
    after = gather([str(tmp_path)])
    assert shown(after) == shown(before) == ["1-gui/a.xlsx", "2-nhan-ve/b.xlsx"]
    assert after.passed.hidden == before.passed.hidden == (".an/d.xlsx", "2-nhan-ve/.an/c.xlsx")


@links
def test_a_hidden_folder_with_a_visible_name_is_read(tmp_path: Path) -> None:
    put(tmp_path, ".an/b.xlsx")
    (tmp_path / "nhan").symlink_to(tmp_path / ".an", target_is_directory=True)
    sources = gather([str(tmp_path)])
    assert (shown(sources), sources.passed.hidden) == (["nhan/b.xlsx"], ())


@links
def test_a_link_whose_file_is_gone_is_still_a_file_to_read(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx")
    (tmp_path / "b.xlsx").symlink_to(tmp_path / "mat.xlsx")
    (tmp_path / "c.xlsx").symlink_to(tmp_path / "c.xlsx")
    sources = gather([str(tmp_path)])
    assert shown(sources) == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert day_of(sources, "b.xlsx") == (dt.date(1970, 1, 1), False)


def test_a_folder_inside_that_may_not_be_read_stands_for_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.xlsx", "khoa/b.xlsx")
    scandir = os.scandir

    def closed(path: Path) -> object:
        if Path(path).name == "khoa":
            raise PermissionError(13, "closed", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert shown(gather([str(tmp_path)])) == ["a.xlsx", "khoa"]


@pytest.mark.parametrize("asked", ["is_dir", "is_file"])
def test_a_file_that_cannot_be_asked_about_is_a_file_to_read(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.xlsx")

    class Unasked:
        name, path = "a.xlsx", str(tmp_path / "a.xlsx")

        def is_dir(self) -> bool:
            return self._told("is_dir", answer=False)

        def is_file(self) -> bool:
            return self._told("is_file", answer=True)

        def _told(self, question: str, *, answer: bool) -> bool:
            if question == asked:
                raise OSError(36, "too long")
            return answer

    monkeypatch.setattr(os, "scandir", lambda _: contextlib.closing(_Listed([Unasked()])))
    assert list(Folders().files(tmp_path)) == [tmp_path / "a.xlsx"]


class _Listed(list[object]):
    def close(self) -> None:
        """As a listing of the system."""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx")
    os.mkfifo(tmp_path / "p.xlsx")
    assert shown(gather([str(tmp_path)])) == ["a.xlsx"]
    with pytest.raises(OSError, match="neither a file"):
        gather([str(tmp_path / "p.xlsx")])


def test_what_windows_keeps_on_every_drive_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "a.xlsx", "$RECYCLE.BIN/S-1/b.xlsx", "System Volume Information/c.xlsx")
    assert shown(gather([str(tmp_path)])) == ["a.xlsx"]


@pytest.mark.parametrize(("seconds", "year"), [(-1.0e13, 1970), (1.0e13, 2100)])
def test_a_day_no_calendar_has(seconds: float, year: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.xlsx")
    stat = Path.stat

    def damaged(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = list(stat(path, follow_symlinks=follow_symlinks))
        found[8] = seconds
        return os.stat_result(found)

    monkeypatch.setattr(Path, "stat", damaged)
    monkeypatch.setattr(clock, "today", lambda: dt.date(2100, 12, 31))
    sources = gather([str(tmp_path)])
    monkeypatch.undo()
    assert day_of(sources, "a.xlsx")[0].year == year


def test_a_file_of_ours_that_cannot_be_read_is_a_file_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.xlsx")
    outputs = {"outputs": [{"path": "a.xlsx", "sha256": "0"}]}
    (tmp_path / "bieu-mau.json").write_text(json.dumps(outputs), encoding="utf-8")

    def closed(path: Path) -> str:
        raise PermissionError(13, "closed", str(path))

    monkeypatch.setattr(generated_files, "sha256", closed)
    assert shown(gather([str(tmp_path)])) == ["a.xlsx"]
