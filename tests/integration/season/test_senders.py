"""Whose file one is that does not say so itself: what the officer has written into the log comes before its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, it_is, receive
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.edition.season_settings import SETTINGS

PDF, WORD = b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOG, HEAD = "so-theo-doi.csv", "tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu,ket_qua_kiem_tra,ngay_cua_tep"
SAME = "Không có gì thay đổi từ lần kiểm tra"
Write = Callable[..., None]


@pytest.fixture
def season(tmp_path: Path) -> Path:
    (tmp_path / SETTINGS).write_text('bo_bieu_mau = "2011"\nky = "6t"\n', encoding="utf-8")
    receive(tmp_path / "2-nhan-ve", "so-y-te.xlsx", at.filled("so-y-te"))
    return tmp_path


@pytest.fixture
def log(season: Path) -> Write:
    def write(*lines: str) -> None:
        (season / LOG).write_text("\n".join((HEAD, *lines, "")), encoding="utf-8")

    return write


def files(vstbcpn: Program, *asked: object) -> dict[str, dict[str, Any]]:
    code, out, err = vstbcpn("validate", *asked, "--format", "json")
    assert out, (code, err)
    return {f["path"]: f for f in json.loads(out)["files"]}


def unit(file: dict[str, Any]) -> str:
    return file["unit"]["code"] if file["unit"] else ""


def codes(file: dict[str, Any]) -> list[str]:
    return [f["code"] for f in file["findings"]]


# ------------------------------------------------------------------------------------- what the officer says is counted
@pytest.mark.parametrize("written", ["so-noi-vu", "Sở Nội vụ tỉnh Lạng Sơn"])
def test_what_the_log_says_comes_before_the_name(written: str, season: Path, log: Write, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "Bao cao So Tu phap.pdf", PDF)
    log(f"Bao cao So Tu phap.pdf,08/06/2011,{written},,,")
    found = files(vstbcpn)["Bao cao So Tu phap.pdf"]
    assert (unit(found), codes(found), found["status"]) == ("so-noi-vu", ["VS102", "VS143"], "unreadable")
    told = found["findings"][1]
    assert told["severity"] == "notice"
    assert "so-theo-doi.csv, dòng 2" in told["message"]
    assert "Sở Nội vụ" in told["message"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scan.pdf", PDF),
        ("bao cao.doc", WORD),
        ("rong.xlsx", b""),
        ("tin.txt", "Báo cáo không có tệp Excel".encode()),
        ("hong.xlsx", at.filled("so-noi-vu")[:3000]),
        ("~$bao cao.xlsx", bytes(165)),
    ],
)
def test_receive_with_a_unit_is_counted(name: str, content: bytes, season: Path, vstbcpn: Program) -> None:
    mail = receive(season / "thu", name, content)
    assert vstbcpn("receive", mail, "--date", "8/6/2011", "--unit", "Sở Nội vụ")[0] == ExitCode.OK
    found = files(vstbcpn)[name]
    assert unit(found) == "so-noi-vu"
    assert [f["severity"] for f in found["findings"]] == ["error", "notice"]


def test_receive_tells_the_unit_of_the_line(season: Path, log: Write, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "Bao cao So Tu phap.pdf", PDF)
    log("Bao cao So Tu phap.pdf,,Sở Nội vụ,,,")
    _, out, _ = vstbcpn("receive", "Bao cao So Tu phap.pdf", "--date", "8/6/2011")
    assert out == "Bao cao So Tu phap.pdf: nhận ngày 08/6/2011, Sở Nội vụ\n"
    assert unit(files(vstbcpn)["Bao cao So Tu phap.pdf"]) == "so-noi-vu"
    mail = receive(season / "thu", "Bao cao So Tu phap.pdf", PDF + b"%")  # another file of this name
    assert "Sở Tư pháp" in vstbcpn("receive", mail, "--date", "8/6/2011")[1]


def test_several_files_of_one_unit_in_one_command(season: Path, vstbcpn: Program) -> None:
    pages = [receive(season / "thu", f"trang {n}.jpg", b"\xff\xd8\xff\xe0" + bytes([n])) for n in (1, 2)]
    assert vstbcpn("receive", *pages, "--date", "8/6/2011", "--unit", "so-noi-vu")[0] == ExitCode.OK
    found = files(vstbcpn)
    assert [unit(found[p.name]) for p in pages] == ["so-noi-vu", "so-noi-vu"]


def test_the_workbook_of_the_unit_takes_the_place_of_its_scan(season: Path, log: Write, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "scan.pdf", PDF)
    log("scan.pdf,08/06/2011,so-y-te,,,")
    found = files(vstbcpn)
    assert (found["scan.pdf"]["status"], codes(found["scan.pdf"])) == ("superseded", ["VS111", "VS102", "VS143"])
    assert found["so-y-te.xlsx"]["status"] == "accepted"


def test_every_command_says_the_same(season: Path, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "scan.pdf", PDF)
    assert vstbcpn("receive", "scan.pdf", "--date", "8/6/2011", "--unit", "so-noi-vu")[0] == ExitCode.OK
    code, out, _ = vstbcpn("validate", "--feedback")
    assert code == ExitCode.ERRORS
    assert "1 đơn vị gửi tệp chưa dùng được; còn 68 đơn vị chưa gửi." in out
    given = season / "4-phan-hoi" / "dot-1" / "so-noi-vu"
    text = next(given.glob("*tin-nhan.txt")).read_text("utf-8-sig")
    assert "đã nhận tệp “scan.pdf” của Sở Nội vụ" in text
    assert "sổ theo dõi" not in text
    assert [p.name for p in given.rglob("*.xlsx")] == ["2011-6T_so-noi-vu.xlsx"]
    assert vstbcpn("remind", "--output", "don-doc")[0] in (ExitCode.OK, ExitCode.WARNINGS)
    letter = next((season / "don-doc").rglob("so-noi-vu/*.txt")).read_text("utf-8-sig")
    assert "scan.pdf" in letter
    said = json.loads(vstbcpn("status", "--format", "json")[1])
    assert {u["code"]: u["standing"] for u in said["units"]}["so-noi-vu"] == "unusable"
    assert "scan.pdf" in vstbcpn("trace", "so-noi-vu")[1] + vstbcpn("trace", "don-vi")[1]
    vstbcpn("consolidate")
    manifest = json.loads((season / "3-ket-qua" / "manifest.json").read_text("utf-8"))
    assert {i["path"]: i["unit"] for i in manifest["inputs"]}["scan.pdf"] == "so-noi-vu"


def test_a_unit_left_out_or_taken_back_after_it_was_named(season: Path, log: Write, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "scan.pdf", PDF)
    log("scan.pdf,08/06/2011,so-noi-vu,,,", ",,so-noi-vu,loại trừ,,đang sáp nhập")
    assert files(vstbcpn)["scan.pdf"]["status"] == "excluded"


# ----------------------------------------------------------------------------------------- what the file says itself
def test_the_stamp_counts_and_both_units_are_told(season: Path, log: Write, vstbcpn: Program) -> None:
    log("so-y-te.xlsx,08/06/2011,Sở Nội vụ,,,")
    found = files(vstbcpn)["so-y-te.xlsx"]
    assert (unit(found), codes(found), found["status"]) == ("so-y-te", ["VS144"], "accepted")
    told = found["findings"][0]
    assert all(word in told["message"] for word in ("Sở Y tế", "Sở Nội vụ", "so-theo-doi.csv, dòng 2"))
    assert vstbcpn("validate")[0] == ExitCode.OK


@pytest.mark.parametrize("written", ["so-y-te", "SYT", "Sở Y tế cũ", "đã gọi chị Hoa"])
def test_what_a_line_of_a_stamped_file_says_is_never_an_error(
    written: str, season: Path, log: Write, vstbcpn: Program
) -> None:
    log(f"so-y-te.xlsx,08/06/2011,{written},,,")
    assert codes(files(vstbcpn)["so-y-te.xlsx"]) == []


# --------------------------------------------------------------------------------------------------- what is no unit
@pytest.mark.parametrize("written", ["Sở Nội vũ trụ", "phòng tổng hợp", "Sở"])
def test_a_unit_that_cannot_be_meant_is_told_with_its_line(
    written: str, season: Path, log: Write, vstbcpn: Program
) -> None:
    receive(season / "2-nhan-ve", "scan.pdf", PDF)
    log("so-y-te.xlsx,08/06/2011,,,,", f"scan.pdf,08/06/2011,{written},,,")
    code, out, err = vstbcpn("validate")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "so-theo-doi.csv, dòng 3" in err
    assert "Đề nghị" in err


def ended(season: Path, *, called: str = "Sở Nội vụ") -> None:
    """The register of the office, in which the unit reports no more, under this name."""
    lines = register_path("2011").read_text(encoding="utf-8-sig").splitlines()
    head = lines[0].split(",")
    changed = next(n for n, line in enumerate(lines) if line.startswith("so-noi-vu,"))
    cells = dict(zip(head, lines[changed].split(","), strict=True)) | {"name": called, "valid_until": "2011-01-31"}
    lines[changed] = ",".join(cells.values())
    (season / "don-vi.csv").write_text("\n".join((*lines, "")), encoding="utf-8")


def test_a_unit_that_reports_no_more_is_told_as_elsewhere(season: Path, log: Write, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "scan.pdf", PDF)
    log("scan.pdf,08/06/2011,so-noi-vu,,,")
    ended(season)
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.USAGE
    assert "so-theo-doi.csv, dòng 2: Đơn vị “Sở Nội vụ” (so-noi-vu) không thuộc diện báo cáo kỳ này" in err


@pytest.mark.parametrize("name", ["Bao cao So Noi vu.pdf", "so-noi-vu.pdf"])
@pytest.mark.parametrize("called", ["Sở Nội vụ", "Sở Nội vụ và Lao động"])
def test_what_the_program_has_entered_is_never_an_error(name: str, called: str, season: Path, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", name, PDF)
    assert unit(files(vstbcpn)[name]) == "so-noi-vu"
    assert "Sở Nội vụ" in entered(season)[name]
    ended(season, called=called)
    assert unit(files(vstbcpn)[name]) == ""


# ------------------------------------------------------------------------------------------------ what is judged anew
def entered(season: Path) -> dict[str, list[Any]]:
    rows = load_workbook(season / "so-theo-doi.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    return {str(row[1]): list(row) for row in rows if row[1]}


def name_sender(season: Path, file: str, unit: str) -> None:
    book = load_workbook(season / "so-theo-doi.xlsx")
    row = next(r for r in book.worksheets[0].iter_rows() if r[1].value == file)
    row[2].value = unit
    book.save(season / "so-theo-doi.xlsx")


def test_what_the_program_enters_is_no_reason_to_judge_anew(season: Path, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "Bao cao So Noi vu.pdf", PDF)
    receive(season / "2-nhan-ve", "scan.pdf", PDF + b"2")
    receive(season / "2-nhan-ve" / "hai", "so-y-te.xlsx", at.filled("so-noi-vu"))
    first = vstbcpn("validate")
    assert "Sở Nội vụ" in entered(season)["Bao cao So Noi vu.pdf"]
    second = vstbcpn("validate")
    assert second[:2] == first[:2]
    assert SAME in second[2]


def test_another_unit_in_the_log_is_judged_anew_and_taken_back(season: Path, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "Bao cao So Noi vu.pdf", PDF)
    first = vstbcpn("validate")
    for written, meant in (("Sở Tư pháp", "so-tu-phap"), ("so-xay-dung", "so-xay-dung")):
        name_sender(season, "Bao cao So Noi vu.pdf", written)
        assert unit(files(vstbcpn)["Bao cao So Noi vu.pdf"]) == meant
        assert SAME in vstbcpn("validate")[2]
    name_sender(season, "so-y-te.xlsx", "so-tu-phap")
    assert "VS144" in codes(files(vstbcpn)["so-y-te.xlsx"])
    name_sender(season, "so-y-te.xlsx", "Sở Y tế")
    name_sender(season, "Bao cao So Noi vu.pdf", "Sở Nội vụ")
    assert vstbcpn("validate")[:2] == first[:2]


# ------------------------------------------------------------------------------------------- which line, which file
def test_of_several_lines_of_a_file_the_last_that_names_a_unit_counts(
    season: Path, log: Write, vstbcpn: Program
) -> None:
    receive(season / "2-nhan-ve", "scan.pdf", PDF)
    log("scan.pdf,08/06/2011,so-tu-phap,,,", "SCAN.PDF,,so-noi-vu,,,", "scan.pdf,,,,,ghi chú")
    assert unit(files(vstbcpn)["scan.pdf"]) == "so-noi-vu"
    it_is("2011-06-09")
    assert vstbcpn("receive", "scan.pdf", "--date", "9/6/2011", "--unit", "so-xay-dung")[0] == ExitCode.OK
    found = files(vstbcpn)["scan.pdf"]
    assert (unit(found), found["received"]) == ("so-xay-dung", "2011-06-09")


def test_a_line_cannot_say_which_of_two_files_of_one_name_it_means(season: Path, log: Write, vstbcpn: Program) -> None:
    for folder, own in (("a", "so-noi-vu"), ("b", "so-tu-phap")):
        receive(season / "2-nhan-ve" / folder, "bc.xlsx", at.filled(own))
    receive(season / "2-nhan-ve" / "c", "bc.xlsx", at.filled("so-xay-dung")[:3000])
    log("bc.xlsx,08/06/2011,Sở Nội vụ,,,")
    found = files(vstbcpn)
    assert [codes(found[f"{f}/bc.xlsx"]) for f in "abc"] == [[], [], ["VS103"]]


def test_each_of_two_folders_has_its_log(tmp_path: Path, vstbcpn: Program) -> None:
    for folder, own in (("mot", "so-noi-vu"), ("hai", "so-tu-phap")):
        receive(tmp_path / folder, f"{folder}.pdf", PDF + folder.encode())
        (tmp_path / folder / LOG).write_text(f"tep,ngay_nhan,don_vi\n{folder}.pdf,,{own}\n", encoding="utf-8")
    found = files(vstbcpn, "mot", "hai", "--edition", "2011", "--period", "6t")
    assert {p: unit(f) for p, f in found.items()} == {"mot.pdf": "so-noi-vu", "hai.pdf": "so-tu-phap"}
