"""A file that cannot be read is the unit's of which its name speaks: the unit has sent something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Register
from vstbcpn_cli.usecases.intake.unit_from_file_name import named_unit, nearest_unit

EDITION = season.edition()
PDF = b"%PDF-1.4\n"


def unit_of(file: str, register: Register | None = None) -> str:
    return named_unit(file, (register or at.register()).units, EDITION)


@pytest.mark.parametrize(
    ("file", "unit"),
    [
        ("Bao cao So Y te.pdf", "so-y-te"),
        ("so-y-te.jpg", "so-y-te"),
        ("SoYTe_6T_2011.pdf", "so-y-te"),
        ("Sở Y tế tỉnh Lạng Sơn (1).docx", "so-y-te"),
        ("2-nhan-ve/Huyện Cao Lộc/scan.pdf", ""),
        ("H. Cao Lộc 6T.pdf", "huyen-cao-loc"),
        ("Van Quan - bao cao nam.pdf", "huyen-van-quan"),
        ("TP. Lạng Sơn.pdf", "tp-lang-son"),
        ("Sở LĐ-TB&XH.pdf", "so-ldtbxh"),
        ("Hội Nông dân.pdf", "hoi-nong-dan"),
        ("Công an huyện Cao Lộc.pdf", ""),
        ("Hội LHPN Cao Lộc.pdf", ""),
        ("Xã Tân Liên, huyện Cao Lộc.pdf", ""),
        ("UBND huyện Cao Lộc - báo cáo.pdf", "huyen-cao-loc"),
        ("Lạng Sơn 2011.pdf", ""),
        ("Báo cáo thanh tra.pdf", ""),
        ("Sở Nội vụ và Sở Y tế.pdf", ""),
        ("Trường Trung cấp Y tế.pdf", ""),
        ("scan0001.pdf", ""),
    ],
)
def test_the_unit_in_the_name_of_a_file(file: str, unit: str) -> None:
    assert unit_of(file) == unit


def test_every_unit_is_known_by_its_name_and_by_its_code() -> None:
    for unit in at.register().units:
        assert unit_of(f"BC {unit.name} - 6T.pdf") == unit.code
        assert unit_of(f"{unit.code} (2).pdf") == unit.code


def test_a_unit_that_sends_only_a_scan_has_sent_something(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "Bao cao So Noi vu.pdf", PDF)
    code, out, _ = vstbcpn("validate", inbox, "--feedback", "phan-hoi")
    assert code == 11
    assert "1 đơn vị gửi tệp chưa dùng được; còn 68 đơn vị chưa gửi." in out
    assert "LƯU Ý VS132 Tệp chưa dùng được, theo tên tệp thì do Sở Nội vụ gửi." in out
    told = (Path("phan-hoi") / "dot-1/so-noi-vu/2011-6t_so-noi-vu_tin-nhan.txt").read_text("utf-8-sig")
    assert "đã nhận tệp “Bao cao So Noi vu.pdf” của Sở Nội vụ" in told
    assert "theo tên tệp" not in told


def test_a_scan_beside_the_workbook_asks_for_nothing(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "So Y te (ban ky).pdf", PDF, "2011-06-20")
    code, out, _ = vstbcpn("validate", inbox, "--format", "json")
    assert code == 0
    files = {f["path"]: f for f in json.loads(out)["files"]}
    scan = files["So Y te (ban ky).pdf"]
    assert (scan["status"], scan["unit"]["code"]) == ("superseded", "so-y-te")
    assert [f["code"] for f in scan["findings"]] == ["VS111", "VS102", "VS132"]
    assert "tệp được dùng là “so-y-te.xlsx”" in scan["findings"][0]["message"]


def test_a_scan_in_time_does_not_make_a_late_workbook_one_in_time(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "So Noi vu (ban ky).pdf", PDF, "2011-06-08")
    receive(inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu"), "2011-06-20")
    assert "1 đơn vị gửi chậm (theo ngày của tệp)" in vstbcpn("validate", inbox)[1]


def test_a_damaged_workbook_beside_a_good_one_is_still_asked_for(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "So Y te ban cuoi.xlsx", at.filled("so-y-te")[:3000])
    code, out, _ = vstbcpn("validate", inbox)
    assert code == 11
    assert "Đề nghị gửi lại 1 tệp chưa dùng được." in out


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("Hội phụ nữ", "hoi-lhpn"),
        ("hoi phu nu", "hoi-lhpn"),
        ("Đoàn thanh niên", "tinh-doan"),
        ("doan TN", "tinh-doan"),
        ("Đoàn TNCS Hồ Chí Minh", "tinh-doan"),
        ("Mặt trận Tổ quốc", "ubmttq-tinh"),
        ("mat tran to quoc", "ubmttq-tinh"),
        ("Mặt trận tỉnh", "ubmttq-tinh"),
        ("Hội cựu binh", "hoi-ccb"),
    ],
)
def test_the_nearest_is_the_one_everybody_calls_so(asked: str, unit: str) -> None:
    near = nearest_unit(asked, at.register().units)
    assert near is not None
    assert near.code == unit
