"""A season folder as it is in life: the program's own files, the log, nothing received yet, files that do not open."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import os
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.forms import returned as at
from tests.support.hostile.hostile_formats import compound, excel97
from tests.support.judges.published import faults
from tests.support.programs.command_line import SPOILED, Program, receive
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.usecases.intake import reader_process
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark
from vstbcpn_cli.usecases.intake.sources import gather


def paths(out: str) -> list[str]:
    return [f["path"] for f in json.loads(out)["files"]]


@pytest.fixture
def season_folder(vstbcpn: Program, inbox: Path, tmp_path: Path) -> Iterator[Path]:
    """Everything the program writes, in and beside the folder of the returned files."""
    receive(inbox, "hoi-lhpn.xlsx", at.typed(at.filled("hoi-lhpn"), {at.spot("hoi-lhpn", "T1.06"): "khoảng 5"}))
    vstbcpn("make-template", "so-y-te", "so-gddt")
    vstbcpn("init", ".", "--edition", "2011")
    assert vstbcpn("validate", "2-nhan-ve", "--report", "tong-quan.xlsx")[0] == ExitCode.ERRORS
    assert vstbcpn("validate", "2-nhan-ve", "--feedback", "phan-hoi", "--report", "tong-quan.html", "--quiet")[0]
    assert vstbcpn("consolidate", "2-nhan-ve", "-o", "2-nhan-ve")[0] == ExitCode.WARNINGS
    yield tmp_path


def test_what_the_program_wrote_is_no_return_and_is_counted_once(vstbcpn: Program, season_folder: Path) -> None:
    _, out, err = vstbcpn("validate", ".", "--format", "json")
    assert paths(out) == ["2-nhan-ve/hoi-lhpn.xlsx", "2-nhan-ve/so-y-te.xlsx"]
    told = json.loads(out)
    assert faults(told) == []
    assert {"1-gui-don-vi/so-y-te/2011-6T_so-y-te.xlsx", "tong-quan.html", "tong-quan.xlsx"} < set(told["skipped"])
    assert {"mau-bao-cao/bao-cao.docx", "2-nhan-ve/phu-luc_2011-6t.xlsx"} < set(told["skipped"])
    assert err.count("do phần mềm ghi ra") == 1
    assert len(set(told["skipped"])) == len(told["skipped"])
    texts = [n for n in told["skipped"] if n.endswith(".txt")]
    assert sorted(n.rpartition("_")[2] for n in texts) == ["thu-gui.txt"] * 2 + ["tin-nhan.txt"] * 2
    claimed = sorted(["mau-bao-cao/bao-cao.docx", *texts])
    assert f"Bỏ qua {len(told['skipped']) - len(claimed)} tệp do phần mềm ghi ra" in err
    assert (
        f"Chưa đọc {len(claimed)} tệp vì tệp ghi chép hoặc thư mục chứa tệp cho biết đó là tệp của phần mềm "
        f"(thư gửi, tin nhắn, mẫu báo cáo, biểu mẫu của kỳ khác): {'; '.join(claimed)}. Đề nghị" in err
    )


@pytest.mark.full
def test_our_files_are_known_when_they_were_moved_or_saved_again(vstbcpn: Program, season_folder: Path) -> None:
    apart = season_folder / "khac"
    apart.mkdir()
    for made in ("2-nhan-ve/bao-cao_2011-6t.docx", "2-nhan-ve/phu-luc_2011-6t.xlsx", "tong-quan.xlsx"):
        parts = at.unpacked((season_folder / made).read_bytes())
        (apart / Path(made).name).write_bytes(at.packed(parts))
    shutil.copy(next((season_folder / "phan-hoi").glob("dot-1/*/*_phieu-phan-hoi.docx")), apart / "phieu.docx")
    assert all(bears_our_mark(p) for p in apart.iterdir())
    code, out, err = vstbcpn("validate", "khac")
    assert (code, out) == (ExitCode.NO_SUBMISSION, "")
    assert "có 4 tệp do phần mềm ghi ra, không phải tệp đơn vị gửi về." in err


@pytest.mark.full
def test_a_blank_that_comes_back_untouched_is_told_to_its_unit(vstbcpn: Program, season_folder: Path) -> None:
    shutil.copy(season_folder / "1-gui-don-vi" / "so-gddt" / "2011-6T_so-gddt.xlsx", season_folder / "2-nhan-ve")
    told = json.loads(vstbcpn("validate", ".", "--format", "json")[1])
    (blank,) = [f for f in told["files"] if f["path"].endswith("so-gddt.xlsx")]
    assert [f["code"] for f in blank["findings"]] == ["VS109"]


@pytest.mark.full
def test_what_a_unit_has_filled_in_is_read_also_among_the_blanks(vstbcpn: Program, season_folder: Path) -> None:
    receive(season_folder / "1-gui-don-vi" / "so-gddt", "2011-6T_so-gddt.xlsx", at.filled("so-gddt"))
    _, out, _ = vstbcpn("validate", ".", "--format", "json")
    assert "1-gui-don-vi/so-gddt/2011-6T_so-gddt.xlsx" in paths(out)


def test_blanks_made_one_by_one_are_all_on_record(vstbcpn: Program) -> None:
    for unit in ("so-y-te", "so-gddt"):
        vstbcpn("make-template", unit, "-o", "ra")
    assert [f.claimed for f in gather(["ra"]).files] == [True] * 3
    code, _, err = vstbcpn("validate", "ra")
    assert code == ExitCode.NO_SUBMISSION
    assert "Trong đó có 5 tệp do phần mềm ghi ra, không phải tệp đơn vị gửi về." in err


def test_without_a_path_the_returned_files_of_the_season_are_read(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox.parent, "la.xlsx", at.filled("hoi-lhpn"))
    (inbox.parent / "so-theo-doi.csv").write_text("tep,ngay_nhan\nso-y-te.xlsx,07/06/2011\n", encoding="utf-8")
    told = json.loads(vstbcpn("validate", "--format", "json")[1])
    assert [(f["path"], f["received"], f["received_from"]) for f in told["files"]] == [
        ("so-y-te.xlsx", "2011-06-07", "log")
    ]


# ------------------------------------------------------------------------------------------------------- the log
def test_a_line_of_the_log_without_a_file_is_told_with_the_nearest_name(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "lhpn báo cáo (sửa).xlsx", at.filled("hoi-lhpn"))
    lines = ["tep,ngay_nhan", "so-y-te.xlsx,07/06/2011", "lhpn bao cao.xlsx,08/06/2011", "khac hẳn.xlsx,08/06/2011"]
    (inbox / "so-theo-doi.csv").write_text("\n".join(lines), encoding="utf-8")
    _, out, err = vstbcpn("validate", inbox, "--format", "json")
    told = json.loads(out)
    assert faults(told) == []
    assert told["unmatched"] == [
        {"place": "so-theo-doi.csv, dòng 3", "path": "lhpn bao cao.xlsx", "nearest": "lhpn báo cáo (sửa).xlsx"},
        {"place": "so-theo-doi.csv, dòng 4", "path": "khac hẳn.xlsx", "nearest": ""},
    ]
    assert "dòng 3: không có tệp “lhpn bao cao.xlsx” trong thư mục; tên gần nhất là “lhpn báo cáo (sửa).xlsx”." in err
    assert "dòng 4: không có tệp “khac hẳn.xlsx” trong thư mục. Đề nghị ghi đúng tên tệp" in err


def test_of_one_file_that_is_named_the_log_of_its_folder_is_not_blamed_for_the_others(inbox: Path) -> None:
    receive(inbox, "b.xlsx", b"x")
    (inbox / "so-theo-doi.csv").write_text("tep,ngay_nhan\nb.xlsx,07/06/2011\n", encoding="utf-8")
    assert gather([str(inbox / "so-y-te.xlsx")]).passed.unmatched == ()


# ------------------------------------------------------------------------------------------------- nothing to read
@pytest.mark.parametrize("command", [("validate",), ("consolidate", "-o", "ra")])
def test_files_that_all_came_later_are_not_missing(command: tuple[str, ...], vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn(command[0], inbox, *command[1:], "--as-of", "01/06/2011")
    assert (code, out) == (ExitCode.NO_SUBMISSION, "")
    assert err.startswith("Cả 1 tệp đều nhận sau ngày ")
    assert "Không tìm thấy" not in err


def test_a_file_that_does_not_open_is_the_business_of_the_office(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(inbox, "la.xlsx", at.filled("hoi-lhpn"))
    denied = SPOILED.format(fault="raise PermissionError(13, 'Permission denied')")
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", denied))
    code, out, err = vstbcpn("validate", inbox, "--feedback", "ra")
    assert code == ExitCode.IO
    assert "LỖI VS116 Không mở được tệp trên máy đang dùng: không có quyền đọc tệp." in out
    assert "Mở quyền đọc cho 1 tệp không mở được trên máy này rồi chạy lại." in out
    assert "gửi lại 1 tệp" not in out
    assert "Chưa lập phản hồi cho la.xlsx" in err


def test_a_folder_that_may_not_be_read_is_no_empty_one(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refused(path: str | Path = ".") -> Any:
        if inbox.name not in str(path):
            return listed(path)
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", refused)
    code, _, err = vstbcpn("validate", "2-nhan-ve")
    assert code == ExitCode.IO
    assert err == "Không đọc được “2-nhan-ve”. Chưa có quyền đọc. Đề nghị mở quyền đọc hoặc chọn nơi khác.\n"


# ------------------------------------------------------------------------------------------- several files of a unit
def test_two_copies_of_one_day_are_one_report(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te (2).xlsx", at.filled("so-y-te"))
    _, out, _ = vstbcpn("validate", inbox)
    assert "Đơn vị gửi hơn một bản của cùng một báo cáo trong một ngày; tệp được dùng là “so-y-te.xlsx”" in out
    assert "Đề nghị giữ lại một bản để tiện theo dõi." in out
    assert "nhận sau" not in out


def test_of_two_different_files_of_one_day_the_reason_is_said(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te (2).xlsx", at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T1.06"): 9}))
    moment = dt.datetime(2011, 6, 8, 5, tzinfo=dt.UTC).timestamp()
    for path in inbox.iterdir():
        os.utime(path, (moment, moment))
    _, out, _ = vstbcpn("validate", inbox)
    assert "nhận cùng ngày cho cùng kỳ nên tệp xếp sau theo tên được dùng; tệp được dùng là “so-y-te.xlsx”, hai" in out
    assert "nếu không, ghi “loại trừ” tệp đó ở sổ theo dõi." in out


# ------------------------------------------------------------------------- what is read does not hang on its name
@pytest.mark.parametrize(
    "name",
    [
        *("don-vi.xlsx", "DON-VI.XLSX", "so-theo-doi.xlsx", ".BC So GDDT.xlsx", "~$BC So GDDT.xlsx", "Thumbs.db"),
        *("TinhDoan.xlsx.tmp", "bc.log", "bc.bak", "bc", "bc.txt", "bc.csv", "don-vi.csv", "phieu.json", ".DS_Store"),
    ],
)
def test_a_filled_form_is_read_whatever_it_is_called(name: str, vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, name, at.filled("so-gddt"))
    code, out, _ = vstbcpn("validate", inbox, "--format", "json")
    told = {f["path"]: f for f in json.loads(out)["files"]}
    assert code == ExitCode.OK
    assert told[name]["unit"]["code"] == "so-gddt"
    assert told[name]["status"] == "accepted"
    assert json.loads(out)["skipped"] == []


@pytest.mark.parametrize("name", ["cu.tmp", ".cu", "~$cu.xls", "don-vi.xlsx"])
def test_an_old_workbook_and_an_archive_are_read_whatever_they_are_called(
    name: str, vstbcpn: Program, inbox: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("So GDDT.xlsx", at.filled("so-gddt"))
    receive(inbox, name, packed.getvalue())
    assert name in paths(vstbcpn("validate", inbox, "--format", "json")[1])
    receive(inbox, name, excel97([(0, 0, 1.0)]))
    if name != "don-vi.xlsx":  # no form at all, so that it may be the list of the office
        assert name in paths(vstbcpn("validate", inbox, "--format", "json")[1])


def test_what_is_no_workbook_is_passed_over_by_its_name(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "._BC So GDDT.xlsx", b"\x00\x05\x16\x07" + bytes(100))  # what a Mac puts beside a file
    receive(inbox, "Thumbs.db", compound("Catalog", bytes(9000)))
    receive(inbox, ".~lock.a.xlsx#", b"Ann,,;")
    receive(inbox, "~WRL0001.tmp", compound("WordDocument", bytes(9000)))
    receive(inbox, "~$a.xlsx", b"\x05Admin" + b" " * 159)
    register = [["code", "name", "kind", "group"], ["so-gddt", "Sở GDĐT", "SN", "so"]]
    for listed, lines in (("don-vi.xlsx", register), ("so-theo-doi.xlsx", [["tep", "ngay_nhan"]])):
        book = Workbook()
        assert book.active is not None
        for line in lines:
            book.active.append(line)
        book.save(inbox / listed)
    code, out, _ = vstbcpn("validate", inbox, "--format", "json")
    assert (code, paths(out)) == (ExitCode.OK, ["so-y-te.xlsx"])
    assert json.loads(out)["skipped"] == ["~$a.xlsx"]


def test_a_workbook_in_a_hidden_folder_is_named(vstbcpn: Program, inbox: Path) -> None:
    for folder in (".an", ".an/sau", ".staging-1"):
        (inbox / folder).mkdir()
        receive(inbox / folder, "a.xlsx", at.filled("so-gddt"))
    receive(inbox / ".an", "b.txt", b"x")
    _, out, err = vstbcpn("validate", inbox, "--format", "json")
    assert paths(out) == ["so-y-te.xlsx"]
    assert json.loads(out)["skipped"] == [".an/a.xlsx", ".an/sau/a.xlsx", ".staging-1/a.xlsx"]
    assert "Chưa đọc “.an/a.xlsx” vì nằm trong thư mục ẩn." in err


@pytest.mark.full
def test_what_the_program_made_ready_itself_stays_quiet_in_a_hidden_folder(
    vstbcpn: Program, season_folder: Path
) -> None:
    (season_folder / ".staging-1" / "new").mkdir(parents=True)
    for n, made in enumerate((season_folder / "1-gui-don-vi").rglob("*.xlsx")):
        shutil.copy(made, season_folder / ".staging-1" / "new" / str(n))
    shutil.copy(
        next((season_folder / "phan-hoi").glob("dot-1/*/*_phieu-phan-hoi.docx")), season_folder / ".staging-1" / "a"
    )
    assert ".staging-1" not in vstbcpn("validate", ".", "--format", "json")[2]


# ------------------------------------------------------------------------------- by what is in it, never by its name
def tarred(content: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        entry = tarfile.TarInfo("bao-cao.xlsx")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return made.getvalue()


FILLED = at.filled("so-gddt")
PAGE = "<html><body><table><tr><td>T5.04</td><td>12</td></tr></table></body></html>"
LETTER = b"From: a@langson.gov.vn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
HELD = {
    "gzip": gzip.compress(FILLED),
    "bzip2": bz2.compress(FILLED),
    "xz": lzma.compress(FILLED),
    "tar": tarred(FILLED),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(500),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(500),
    "excel-2003": b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "page": PAGE.encode(),
    "page in utf-16": PAGE.encode("utf-16"),
    "letter": LETTER,
    "outlook": compound("__substg1.0_3701000D", bytes(9000)),
    "junk before": b"junk\n" * 9 + FILLED,
    "much junk before": b"junk\n" * 9000 + FILLED,
    "pdf": b"%PDF-1.7\n%" + bytes(99),
}


@pytest.mark.parametrize("suffix", [".log", ".json", ".tmp", ".bak", ".docx", ".pdf", ".md", ".db", ".xls", ""])
def test_whatever_may_hold_figures_is_read_or_named(vstbcpn: Program, inbox: Path, suffix: str) -> None:
    for name, content in HELD.items():
        receive(inbox, f"{name}{suffix}", content)
    receive(inbox, f".an{suffix}", HELD["gzip"])
    told = json.loads(vstbcpn("validate", inbox, "--format", "json")[1])
    by_name = {f["path"]: f["findings"][0] for f in told["files"] if f["path"] != "so-y-te.xlsx"}
    assert by_name.keys() == {f"{name}{suffix}" for name in HELD} | {f".an{suffix}"}
    assert {f["code"] for f in by_name.values()} <= {"VS102", "VS103"}
    assert all(f["advice"] for f in by_name.values())
    for name in ("gzip", "bzip2", "xz", "tar", "rar", "7z"):
        assert "giải nén để lấy tệp Excel" in by_name[f"{name}{suffix}"]["message"]
    for name in ("letter", "outlook"):
        assert "mở thư để lấy tệp Excel đính kèm" in by_name[f"{name}{suffix}"]["message"]
    for name in ("page", "page in utf-16", "excel-2003"):
        assert "mở bằng Excel rồi lưu" in by_name[f"{name}{suffix}"]["message"]


NOTES = {
    "a.log": b"2011-06-01 12:00 From: a@langson.gov.vn\nFrom: b@langson.gov.vn\n",
    "b.json": '{"từ": "https://docs.google.com/spreadsheets/d/1", "xml": "urn:schemas-microsoft-com:office:spreadsheet"}'
    "".encode(),
    "c.md": b"<img src='a.png'>\n\nFrom: somebody\n",
    "d.tmp": bytes(300),
    "e.ini": b"From: me\nplain words\n",
    "thumbs.db": compound("Catalog", bytes(9000)),
}


@pytest.mark.parametrize("name", NOTES)
def test_notes_and_records_stay_quiet(vstbcpn: Program, inbox: Path, name: str) -> None:
    receive(inbox, name, NOTES[name])
    _, out, err = vstbcpn("validate", inbox, "--format", "json")
    assert paths(out) == ["so-y-te.xlsx"]
    assert name not in err
