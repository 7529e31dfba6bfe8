"""The log that writes itself: what the program books, and that nothing of the officer is changed by it."""

from __future__ import annotations

import datetime as dt
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from tests.support.forms import returned as at
from tests.support.forms.returned import spot, typed
from tests.support.programs import libreoffice
from tests.support.programs.command_line import Program, bearing, it_is, receive, wrong
from tests.support.programs.killed_runs import killed_after
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.season_settings import SETTINGS
from vstbcpn_cli.usecases.season.log_lines import EXCLUDED, PENDING, Booking, Books
from vstbcpn_cli.usecases.season.log_writing import write_log
from vstbcpn_cli.usecases.season.receipt_log import read_log
from vstbcpn_cli.usecases.season.run_journal import NAME as JOURNAL

FIRST = 'bo_bieu_mau = "2011"\nky = "6t"\n'
LOG = "so-theo-doi.xlsx"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    (tmp_path / SETTINGS).write_text(FIRST, encoding="utf-8")
    (tmp_path / "2-nhan-ve").mkdir()
    receive(tmp_path / "2-nhan-ve", "y-te.xlsx", at.filled("so-y-te"))
    return tmp_path


def lines(path: Path) -> list[list[Any]]:
    """The rows with content of the log as a program reads it."""
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [list(row) for row in rows if any(v is not None for v in row)]


def own_log(folder: Path) -> Path:
    """A log as an officer keeps it: looks, an order, a note, a filter, a column and a sheet of his own."""
    it_is("2011-06-09")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tệp", "Ngày nhận", "Tình trạng", "Điện thoại đã gọi", "Ghi chú"])
    sheet.append(["hoi.xlsx", dt.datetime(2011, 6, 9), None, "025.3812", "giữ nguyên"])  # noqa: DTZ001 - as stored
    sheet.append([None, None, None, "=1+1", None])
    sheet["B2"].number_format = "d-m-yy"
    sheet["A2"].font = Font(bold=True, color="FF0000")
    sheet["D2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A2"].comment = Comment("hỏi lại chị Hoa", "văn thư")
    sheet.column_dimensions["A"].width = 41
    sheet.auto_filter.ref = "A1:E2"
    sheet.freeze_panes = "B2"
    book.create_sheet("Danh bạ").append(["Chị Hoa", "025.3812"])
    book.save(folder / LOG)
    return folder / LOG


# ------------------------------------------------------------------------------------------------- what validate books
def test_each_new_file_is_entered_once_with_its_day_and_state(season: Path, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "sgd.xlsx", wrong(), "2011-06-09")
    receive(season / "2-nhan-ve", "anh.jpg", b"\xff\xd8\xff\xe0", "2011-06-09")  # a form that was photographed
    code, before, err = vstbcpn("validate", "--format", "json")
    assert code == ExitCode.ERRORS
    assert "Đã ghi 3 dòng ở sổ theo dõi so-theo-doi.xlsx" in err
    found = {row[1]: row for row in lines(season / LOG)[1:]}
    assert set(found) == {"anh.jpg", "sgd.xlsx", "y-te.xlsx"}
    day = dt.datetime(2011, 6, 8)  # noqa: DTZ001 - as Excel stores a day
    assert found["y-te.xlsx"][2:4] == ["Sở Y tế", day]
    assert found["y-te.xlsx"][7] in ("Đã có tệp thay thế", "Đã nhận")
    written = (season / LOG).read_bytes()
    again = vstbcpn("validate", "--format", "json")
    assert again[1] == before
    assert "Đã ghi" not in again[2]
    assert (season / LOG).read_bytes() == written


def test_the_day_of_a_file_of_a_wrong_clock_is_left_to_the_officer(season: Path, vstbcpn: Program) -> None:
    bearing(season / "2-nhan-ve", "hoi.xlsx", at.filled("hoi-khuyen-hoc"), "2031-01-01")
    for _ in range(2):
        _, out, err = vstbcpn("validate", "--format", "json")
        assert "Tệp “hoi.xlsx” mang ngày 01/01/2031 chưa tới" in err
        assert {f["path"]: f["received"] for f in json.loads(out)["files"]}["hoi.xlsx"] == "2011-06-08"
        ((_, _, unit, day, *_, result, own),) = [r[:9] for r in lines(season / LOG)[1:] if r[1] == "hoi.xlsx"]
        assert (unit, day, result) == ("Hội Khuyến học tỉnh", None, "Đã nhận")
        assert own == dt.datetime(2031, 1, 1)  # noqa: DTZ001 - as Excel stores a day
    assert vstbcpn("receive", "hoi.xlsx", "--date", "7/6/2011")[0] == ExitCode.OK
    _, out, err = vstbcpn("validate", "--format", "json")
    assert "chưa tới" not in err
    found = {f["path"]: (f["received"], f["received_from"]) for f in json.loads(out)["files"]}
    assert found["hoi.xlsx"] == ("2011-06-07", "log")


def test_a_file_of_a_day_before_the_period_is_told_and_can_be_left_out(season: Path, vstbcpn: Program) -> None:
    bearing(season / "2-nhan-ve", "hoi.xlsx", at.filled("hoi-khuyen-hoc"), "1980-01-01")
    for _ in range(2):
        err = vstbcpn("validate")[2]
        assert "Tệp “hoi.xlsx” mang ngày 01/01/1980 trước kỳ báo cáo (đồng hồ của máy lưu tệp có thể sai), chưa" in err
        ((day, own),) = [(r[3], r[8]) for r in lines(season / LOG)[1:] if r[1] == "hoi.xlsx"]
        assert (day, own) == (None, dt.datetime(1980, 1, 1))  # noqa: DTZ001 - as Excel stores a day
    log = load_workbook(season / LOG)
    (line,) = [row for row in log.worksheets[0].iter_rows() if row[1].value == "hoi.xlsx"]
    line[3].value = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - as a version before this one has entered it
    log.save(season / LOG)
    code, _, err = vstbcpn("exclude", "hoi.xlsx", "--reason", "Số liệu của năm trước", "--by", "Lan")
    assert code == ExitCode.OK, err
    assert vstbcpn("validate")[0] != 2


def test_the_day_stays_and_the_state_follows(season: Path, vstbcpn: Program) -> None:
    vstbcpn("validate")
    path = receive(season / "2-nhan-ve", "y-te.xlsx", wrong(), "2011-07-20")
    _, out, err = vstbcpn("validate", "--format", "json")
    said = json.loads(out)["files"][0]
    assert (said["received"], said["received_from"]) == ("2011-06-08", "file")
    assert lines(season / LOG)[1][7] == "Yêu cầu chỉnh lý"
    assert "1 tệp có ngày muộn hơn ngày nhận trong sổ theo dõi: “y-te.xlsx” (20/7/2011, sổ ghi 08/6/2011)." in err
    assert vstbcpn("receive", "y-te.xlsx", "--date", "8/6/2011")[0] == ExitCode.OK  # the office has looked at it
    assert "muộn hơn ngày nhận" not in vstbcpn("validate")[2]
    os.utime(path, (0, 0))
    assert json.loads(vstbcpn("validate", "--format", "json")[1])["files"][0]["received"] == "2011-06-08"


def test_a_correction_under_the_same_name_makes_no_unit_late(season: Path, vstbcpn: Program) -> None:
    vstbcpn("validate")
    receive(season / "2-nhan-ve", "y-te.xlsx", typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): 6}), "2011-07-20")
    said = json.loads(vstbcpn("status", "--format", "json")[1])
    assert {u["code"]: u["timeliness"] for u in said["units"]}["so-y-te"] == "on_time"
    assert vstbcpn("receive", "y-te.xlsx", "--date", "20/7/2011")[0] == ExitCode.OK  # no earlier one had come in time
    said = json.loads(vstbcpn("status", "--format", "json")[1])
    assert {u["code"]: u["timeliness"] for u in said["units"]}["so-y-te"] == "late"


def test_what_the_officer_writes_over_the_day_is_his(season: Path, vstbcpn: Program) -> None:
    vstbcpn("validate")
    book = load_workbook(season / LOG)
    book.worksheets[0]["D2"] = dt.datetime(2011, 6, 6)  # noqa: DTZ001 - as Excel stores a day
    book.save(season / LOG)
    said = json.loads(vstbcpn("validate", "--format", "json")[1])["files"][0]
    assert (said["received"], said["received_from"]) == ("2011-06-06", "log")


def test_other_commands_read_the_log_and_never_write_it(season: Path, vstbcpn: Program) -> None:
    for words in (("trace", "don-vi"), ("status",), ("remind",)):
        assert vstbcpn(*words)[0] in (ExitCode.OK, ExitCode.WARNINGS)
    assert not (season / LOG).exists()


def test_a_file_from_elsewhere_or_of_another_edition_is_not_booked(season: Path, vstbcpn: Program) -> None:
    (season / "khac").mkdir()
    receive(season / "khac", "khac.xlsx", at.filled("so-y-te"))
    vstbcpn("validate", "khac")
    vstbcpn("validate", "--period", "6t")
    assert not (season / LOG).exists()


# ---------------------------------------------------------------------------------------------- what the officer keeps
@pytest.mark.parametrize("saved", ["openpyxl", "libreoffice"])
def test_nothing_of_the_officer_is_changed(saved: str, season: Path, vstbcpn: Program, tmp_path: Path) -> None:
    receive(season / "2-nhan-ve", "hoi.xlsx", at.filled("hoi-khuyen-hoc"))
    own = own_log(season)
    if saved == "libreoffice":
        if libreoffice.missing():
            pytest.skip(libreoffice.missing())
        own.write_bytes(libreoffice.resave(own, tmp_path / "luu.xlsx").read_bytes())
        (tmp_path / "luu.xlsx").unlink()
    with zipfile.ZipFile(own) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    was = load_workbook(own)
    before = {
        c.coordinate: (c.value, c.font.b, c.fill.fgColor.rgb, c.number_format) for r in was.worksheets[0] for c in r
    }
    assert vstbcpn("validate")[0] == ExitCode.OK
    with zipfile.ZipFile(own) as package:
        changed = {n for n in package.namelist() if parts.get(n) != package.read(n)}
    assert all(n in ("xl/worksheets/sheet1.xml", "xl/workbook.xml") for n in changed), changed
    book = load_workbook(own)
    sheet = book.worksheets[0]
    after = {c.coordinate: (c.value, c.font.b, c.fill.fgColor.rgb, c.number_format) for r in sheet for c in r}
    assert {k: v for k, v in before.items() if after[k] != v and v[0] is not None} == {}
    assert sheet["A2"].comment is not None
    assert "chị Hoa" in sheet["A2"].comment.text
    assert sheet.column_dimensions["A"].width == pytest.approx(41, abs=1)
    assert sheet.freeze_panes == was.worksheets[0].freeze_panes
    assert book["Danh bạ"]["A1"].value == "Chị Hoa"
    assert sheet["D3"].value == "=1+1"
    heads = [c.value for c in sheet[1]]
    assert heads[:5] == ["Tệp", "Ngày nhận", "Tình trạng", "Điện thoại đã gọi", "Ghi chú"]
    assert heads[5:] == ["Đơn vị", "Kết quả kiểm tra", "Ngày của tệp"]
    new = next(r for r in lines(own) if r[0] == "y-te.xlsx")
    assert new[1] == dt.datetime(2011, 6, 8)  # noqa: DTZ001 - as Excel stores a day
    assert read_log(own).days["hoi.xlsx"] == dt.date(2011, 6, 9)
    if saved == "openpyxl" and not libreoffice.missing():
        opened = libreoffice.opened([own])
        assert opened


def test_a_table_of_excel_takes_in_the_new_lines(season: Path, vstbcpn: Program) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Tep", "Ngay nhan", "Tinh trang", "Ket qua kiem tra", "Ngay cua tep", "Don vi"],
        ["a.xlsx", "1/6/2011"],
    ):
        sheet.append(row)
    sheet.add_table(Table(displayName="So", ref="A1:F2"))
    book.save(season / LOG)
    vstbcpn("validate")
    made = load_workbook(season / LOG).worksheets[0]
    assert made.tables["So"].ref == "A1:F3"
    assert made["A3"].value == "y-te.xlsx"
    assert made["B3"].value == "08/06/2011"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_log_in_csv_stays_one(encoding: str, newline: str, delimiter: str, season: Path, vstbcpn: Program) -> None:
    kept = ["tep,ngay_nhan,tinh_trang,rieng", 'a.xlsx,"1/6/2011" ,,"dòng', 'thứ hai"', "b.xlsx, 2/6/2011,,x"]
    text = newline.join(line.replace(",", delimiter) for line in kept)
    path = season / "so-theo-doi.csv"
    path.write_bytes(text.encode(encoding))
    vstbcpn("validate")
    made = path.read_bytes().decode(encoding)
    assert "\ufeff" not in made
    assert made.startswith(text.split(newline)[0] + delimiter)
    rest = text.partition(newline)[2]
    assert rest + newline in made
    assert made.endswith(newline)
    assert delimiter.join(["y-te.xlsx", "08/06/2011"]) in made
    assert not (season / LOG).exists()
    log = read_log(path)
    assert log.days["y-te.xlsx"] == dt.date(2011, 6, 8)
    assert vstbcpn("exclude", "b.xlsx", "--reason", "nháp", "--by", "An")[0] == ExitCode.USAGE
    receive(season / "2-nhan-ve", "b.xlsx", at.filled("hoi-khuyen-hoc"))
    assert vstbcpn("exclude", "b.xlsx", "--reason", "nháp", "--by", "An")[0] == ExitCode.OK
    assert [line.of for line in read_log(path).files] == ["b.xlsx"]
    assert "thứ hai" in path.read_bytes().decode(encoding)


# --------------------------------------------------------------------------------------------------- open elsewhere
@pytest.mark.parametrize("lock", ["~$so-theo-doi.xlsx", ".~lock.so-theo-doi.xlsx#"])
def test_while_it_is_open_elsewhere_nothing_is_lost(lock: str, season: Path, vstbcpn: Program) -> None:
    own = own_log(season)
    before = own.read_bytes()
    (season / lock).touch()
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.OK
    assert lock in err
    assert "Đề nghị đóng sổ" in err
    assert vstbcpn("nil", "hội khuyến học tỉnh", "--by", "ông An", "--date", "8/6/2011")[0] == ExitCode.OK
    assert own.read_bytes() == before
    os.utime(season / "2-nhan-ve" / "y-te.xlsx", (0, 0))
    said = json.loads(vstbcpn("validate", "--format", "json")[1])
    assert said["files"][0]["received"] == "2011-06-08"
    assert [r["unit"]["code"] for r in said["recorded"]] == ["hoi-khuyen-hoc"]
    (season / lock).unlink()
    vstbcpn("validate", "--quiet")
    assert not (season / PENDING).exists()
    log = read_log(own)
    assert log.days["y-te.xlsx"] == dt.date(2011, 6, 8)
    assert [n.of for n in log.nil] == ["Hội Khuyến học tỉnh"]


@pytest.mark.parametrize("reason", ["held", "denied"])
def test_a_log_the_system_lets_nobody_write_is_never_said_to_be_deleted(
    reason: str, season: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing lies beside it that says that it is open: the file told of is the log itself."""
    from vstbcpn_cli.runtime.output_error import OutputError
    from vstbcpn_cli.usecases.season import log_writing

    own = own_log(season)

    def refused(*_: object) -> None:
        raise OutputError(own, reason)

    monkeypatch.setattr(log_writing, "_book", refused)
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.OK
    assert "Sổ theo dõi đang mở ở phần mềm khác hoặc chỉ cho đọc (so-theo-doi.xlsx) nên chưa ghi vào sổ" in err
    assert "Đề nghị đóng sổ; nếu sổ không mở thì bỏ chế độ chỉ đọc của tệp." in err
    assert "thì xóa tệp" not in err
    assert (season / PENDING).is_file()


def test_what_waits_and_was_changed_by_hand_is_told(season: Path, vstbcpn: Program) -> None:
    own_log(season)
    (season / PENDING).write_text('{"bookings": []}', encoding="utf-8")
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.USAGE
    assert PENDING in err


def test_a_log_that_cannot_be_written_does_not_stop_the_check(
    season: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vstbcpn_cli.runtime.output_error import OutputError
    from vstbcpn_cli.usecases.season import bookings

    def full(*_: object) -> None:
        raise OutputError(season / LOG, "full")

    monkeypatch.setattr(bookings, "write_log", full)
    code, out, err = vstbcpn("validate")
    assert code == ExitCode.OK
    assert "TỔNG KẾT" in out
    assert "Ổ đĩa đã đầy" in err


def test_a_log_on_its_way_when_another_run_was_killed_is_no_missing_one(
    season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = own_log(season)
    officers = lines(log)[:2]
    booking = Booking(Books.STATE, "so-y-te.xlsx", {}, state=EXCLUDED)
    killed_after(1, season, monkeypatch, lambda _: write_log(log, [booking]))
    assert not log.exists()
    write_log(log, [booking])
    assert lines(log)[:2] == officers
    assert lines(log)[2][:3] == ["so-y-te.xlsx", None, EXCLUDED]


# ------------------------------------------------------------------------------------------------------- the commands
def test_receive_books_and_copies_what_lies_elsewhere(season: Path, vstbcpn: Program) -> None:
    mail = season / "thu"
    mail.mkdir()
    one = receive(mail, "y-te.xlsx", at.filled("hoi-khuyen-hoc"), "2011-06-11")
    code, out, _ = vstbcpn("receive", one, "--date", "9/6/2011")
    assert code == ExitCode.OK
    assert "y-te (2).xlsx: nhận ngày 09/6/2011, Hội Khuyến học tỉnh" in out
    assert (season / "2-nhan-ve" / "y-te (2).xlsx").read_bytes() == one.read_bytes()
    assert (season / "2-nhan-ve" / "y-te.xlsx").read_bytes() == at.filled("so-y-te")
    assert vstbcpn("receive", one, "--date", "10/6/2011")[0] == ExitCode.OK
    assert len(list((season / "2-nhan-ve").iterdir())) == 2
    said = {f["path"]: f for f in json.loads(vstbcpn("validate", "--format", "json")[1])["files"]}
    assert (said["y-te (2).xlsx"]["received"], said["y-te (2).xlsx"]["received_from"]) == ("2011-06-10", "log")
    assert len(lines(season / LOG)) == 3


def test_what_a_run_that_was_cut_off_had_made_ready_is_no_copy(season: Path, vstbcpn: Program) -> None:
    mail = receive(season / "thu", "hoi.xlsx", at.filled("hoi-khuyen-hoc"))
    receive(season / "2-nhan-ve" / ".staging-x", "hoi.xlsx", mail.read_bytes())
    assert vstbcpn("receive", mail, "--date", "8/6/2011")[0] == ExitCode.OK
    assert (season / "2-nhan-ve" / "hoi.xlsx").read_bytes() == mail.read_bytes()


@pytest.mark.parametrize("asked", ["2-nhan-ve/y-te.xlsx", "y-te.xlsx"])
def test_receive_corrects_the_day_that_was_entered(asked: str, season: Path, vstbcpn: Program) -> None:
    vstbcpn("validate")
    assert vstbcpn("receive", asked, "--date", "2011-06-02")[0] == ExitCode.OK
    said = json.loads(vstbcpn("validate", "--format", "json")[1])["files"][0]
    assert (said["received"], said["received_from"]) == ("2011-06-02", "log")
    assert len(lines(season / LOG)) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("receive", "2-nhan-ve/y-te.xlsx"), "--date"),
        (("receive", "2-nhan-ve/y-te.xlsx", "--date", "1/6/2021"), "01/6/2021"),
        (("receive", "2-nhan-ve/y-te.xlsx", "--date", "9/6/2011"), "Ngày 09/6/2011 chưa tới"),
        (("nil", "Hội Khuyến học tỉnh", "--by", "An", "--date", "9/6/2011"), "hôm nay là 08/6/2011. Đề nghị ghi đúng"),
        (("receive", "2-nhan-ve/y-te.xlsx", "--date", "1/6/2011", "--unit", "Sở Xây dựng"), "Sở Y tế"),
        (("receive", "2-nhan-ve/y-te.xlsx", "--date", "1/6/2011", "--unit", "Sở Lạ"), "Sở Lạ"),
        (("exclude", "y-tee.xlsx", "--reason", "x", "--by", "An"), "“y-te.xlsx”"),
        (("exclude", "y-te.xlsx", "--by", "An"), "--reason"),
        (("exclude", "y-te.xlsx", "--reason", "x"), "--by"),
        (("exclude", "y-te.xlsx", "--undo"), "không có dòng"),
        (("nil", "so-la", "--by", "An", "--date", "1/6/2011"), "so-la"),
        (("nil", "Sở Xây dựng", "--by", "An"), "--date"),
        (("nil", "Sở Xây dựng", "--undo"), "không có dòng"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    words: tuple[str, ...], told: str, season: Path, vstbcpn: Program
) -> None:
    code, out, err = vstbcpn(*words)
    assert (code, out) == (ExitCode.USAGE, ""), err
    assert told in err
    assert "Đề nghị" in err
    assert sorted(p.name for p in season.iterdir()) == ["2-nhan-ve", JOURNAL, SETTINGS]


def test_a_file_that_is_not_there_is_told(season: Path, vstbcpn: Program) -> None:
    code, _, err = vstbcpn("receive", "khong-co.xlsx", "--date", "1/6/2011")
    assert code == ExitCode.IO
    assert "khong-co.xlsx" in err


@pytest.mark.parametrize("begun", [True, False])
def test_leaving_out_and_taking_it_back(begun: bool, season: Path, vstbcpn: Program) -> None:
    if begun:
        vstbcpn("validate")
    assert vstbcpn("exclude", "Y-TE.xlsx", "--reason", "bản nháp", "--by", "bà Hoa")[0] == ExitCode.OK
    said = json.loads(vstbcpn("validate", "--format", "json")[1])["files"][0]
    assert (said["status"], said["received"]) == ("excluded", "2011-06-08")
    assert vstbcpn("exclude", "y-te.xlsx", "--reason", "bản nháp", "--by", "bà Hoa")[0] == ExitCode.USAGE
    assert vstbcpn("exclude", "y-te.xlsx", "--undo")[0] == ExitCode.OK
    said = json.loads(vstbcpn("validate", "--format", "json")[1])["files"][0]
    assert (said["status"], said["received"]) == ("accepted", "2011-06-08")


def test_a_unit_by_any_spelling_with_nil_and_exclusion(season: Path, vstbcpn: Program) -> None:
    assert vstbcpn("nil", "so xay dung", "--by", "ông An", "--date", "8/6/2011", "--note", "CV 12")[0] == ExitCode.OK
    code, _, err = vstbcpn("exclude", "Sở Xây dựng", "--reason", "x", "--by", "An")
    assert code == ExitCode.USAGE
    assert "đã có dòng" in err
    said = json.loads(vstbcpn("validate", "--format", "json")[1])["recorded"]
    assert [(r["unit"]["code"], r["by"], r["date"], r["words"]) for r in said] == [
        ("so-xay-dung", "ông An", "2011-06-08", "CV 12")
    ]
    assert vstbcpn("nil", "SXD", "--undo")[0] == ExitCode.OK
    assert json.loads(vstbcpn("validate", "--format", "json")[1])["recorded"] == []
    assert vstbcpn("exclude", "SXD", "--reason", "sáp nhập", "--by", "An")[0] == ExitCode.OK


def test_a_line_of_the_officer_with_the_code_is_known(season: Path, vstbcpn: Program) -> None:
    head = "tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu\n"
    (season / "so-theo-doi.csv").write_text(head + ",08/06/2011,so-xay-dung,không phát sinh,An,\n", encoding="utf-8")
    assert vstbcpn("nil", "Sở Xây dựng", "--by", "B", "--date", "9/6/2011")[0] == ExitCode.USAGE
    assert vstbcpn("nil", "Sở Xây dựng", "--undo")[0] == ExitCode.OK
    assert (season / "so-theo-doi.csv").read_text(encoding="utf-8") == head


def test_outside_a_season_the_way_there_is_told(tmp_path: Path, vstbcpn: Program) -> None:
    code, _, err = vstbcpn("nil", "Sở Y tế", "--by", "An", "--date", "8/6/2011")
    assert code == ExitCode.USAGE
    assert "vstbcpn init" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [("--as-of", "30/6/2011"), ("2-nhan-ve/y-te.xlsx",), ("--edition", "2011")])
def test_a_look_at_a_part_books_nothing(options: tuple[str, ...], season: Path, vstbcpn: Program) -> None:
    assert vstbcpn("validate", *options)[0] == ExitCode.OK
    assert not (season / LOG).exists()
    assert vstbcpn("validate", ".")[0] == ExitCode.OK
    assert (season / LOG).exists()
