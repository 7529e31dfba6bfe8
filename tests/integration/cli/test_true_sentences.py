"""Sentences are true in every case that leads to them, and what they advise can be done and helps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.giving_back import UNIT, answered, faulty
from tests.support.forms.said_of_cells import found
from tests.support.programs.command_line import Program, receive, wrong
from tests.support.seasons.feedback_outputs import SLIP, TEXT, lines_of
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.workbook.form.sheet_plan import Role


def text_of(folder: Path, part: str) -> str:
    (path,) = folder.glob(f"dot-1/{part}*/*{part}*.txt")
    return path.read_text("utf-8-sig")


# ------------------------------------------------------------------------------------------------- what goes back
def test_a_file_that_is_no_report_of_the_period_is_not_called_one(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    receive(inbox, "Bao cao So Noi vu.pdf", b"%PDF-1.4\n")
    vstbcpn("validate", inbox, "--feedback", "ra")
    said = text_of(tmp_path / "ra", "so-noi-vu")
    assert "đã nhận tệp “Bao cao So Noi vu.pdf” của Sở Nội vụ" in said
    assert "đã nhận báo cáo" not in said
    assert "đã nhận báo cáo sơ kết 6 tháng đầu năm 2011 của Sở Y tế" in text_of(tmp_path / "ra", "so-y-te")


def test_whoever_is_asked_to_send_again_is_told_why(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so noi vu.xlsx", b"")
    vstbcpn("validate", inbox, "--feedback", "ra")
    said = text_of(tmp_path / "ra", "so noi vu")
    assert "Kết quả: Tệp rỗng, không có nội dung. Đề nghị gửi lại tệp gốc." in said
    (slip,) = (tmp_path / "ra").glob("dot-1/so noi vu*/*so noi vu*.docx")
    assert any("Tệp rỗng" in line for line in lines_of(slip))


def test_a_sheet_under_another_name_is_not_called_faultless(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so-y-te.xlsx", faulty())
    vstbcpn("validate", inbox, "--feedback", "dung")
    assert any("không có điểm cần xử lý: " in line for line in lines_of(tmp_path / "dung" / SLIP))
    workbook = load_workbook(inbox / "so-y-te.xlsx")
    workbook["NV6"].title = "NV6 (sửa)"
    workbook.save(tmp_path / "doi.xlsx")
    receive(inbox, "so-y-te.xlsx", (tmp_path / "doi.xlsx").read_bytes())
    vstbcpn("validate", inbox, "--feedback", "doi")
    assert not any("điểm cần xử lý: " in line and "NV6" in line for line in lines_of(tmp_path / "doi" / SLIP))


def test_a_slip_says_that_faulty_figures_are_not_added_up(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    vstbcpn("validate", inbox, "--feedback", "ra")
    lines = " ".join(lines_of(tmp_path / "ra" / SLIP))
    assert "Nội dung ở các ô còn lỗi chưa được tổng hợp vào báo cáo của tỉnh." in lines
    assert "dùng được để tổng hợp" not in lines
    receive(inbox, "so-y-te.xlsx", at.filled(UNIT))
    vstbcpn("validate", inbox, "--feedback", "ra")
    assert "chưa được tổng hợp" not in " ".join(lines_of(tmp_path / "ra" / SLIP))
    assert (tmp_path / "ra" / TEXT).is_file()


# ------------------------------------------------------------------------------------------- what clears a finding
def test_an_explanation_clears_what_the_advice_says_it_clears() -> None:
    same = "Tập huấn nghiệp vụ bình đẳng giới"
    twice = {"T6.B1.ten_lop": same, "T5.B2.ten": same}
    cells = {at.spot(UNIT, code, number=1): text for code, text in twice.items()}
    told = found(at.typed(at.filled(UNIT), cells), "VS424")
    assert told
    for one in told:
        assert "nếu là hai hoạt động khác nhau thì ghi rõ ở cột “Giải trình”" in one.advice
        assert one.place.key is not None
        spot = at.spot(UNIT, one.place.key.code, Role.EXPLANATION, number=one.place.key.row)
        explained = found(at.typed(at.filled(UNIT), {**cells, spot: "Hai lớp ở hai huyện"}), "VS424")
        assert [f.severity for f in explained] == [Severity.NOTICE]
        assert explained[0].advice == "Đề nghị giữ nguyên; cơ quan thường trực xem xét giải trình này."


def test_a_part_without_its_whole_is_told_with_the_reason_beside_it() -> None:
    reason = at.spot(UNIT, "T3.M1.CB02.tong", Role.REASON)
    content = at.typed(answered({"T3.M1.CB02.tong": None, "T3.M1.CB02.nu": 3}), {reason: "Chưa có số liệu"})
    (told,) = found(content, "VS402")
    assert told.fact.endswith("còn trống, lý do là “Chưa có số liệu”.")
    assert told.advice.startswith("Đề nghị nhập “")
    assert " hoặc xóa “" in told.advice
    assert found(answered({"T3.M1.CB02.tong": 9, "T3.M1.CB02.nu": 3}), "VS402") == []


# ------------------------------------------------------------------------------------------------ on the screen
@pytest.mark.full
def test_the_next_step_is_told_with_everything_this_run_was_given(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    receive(inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu"))
    vstbcpn("consolidate", inbox, "-o", "truoc", "--period", "6t")
    _, out, _ = vstbcpn("validate", inbox, "--as-of", "9/6/2011")
    steps = [line for line in out.splitlines() if "vstbcpn validate" in line or "vstbcpn consolidate" in line]
    assert len(steps) == 3
    assert all("--as-of 2011-06-09" in step for step in steps)


@pytest.mark.skipif(os.name == "nt", reason="no pipes among the files")
def test_what_is_neither_file_nor_folder_is_no_fault_of_the_disk(vstbcpn: Program, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong")
    code, _, err = vstbcpn("validate", "ong")
    assert code == 4
    assert err == "Không đọc được “ong”. Đây không phải tệp hay thư mục. Đề nghị kiểm tra lại đường dẫn.\n"


def test_a_unit_without_a_file_is_not_called_a_wrong_code(vstbcpn: Program, inbox: Path) -> None:
    assert "Đơn vị này chưa có tệp dùng được." in vstbcpn("trace", "so-noi-vu", inbox)[2]
    assert "kiểm tra lại tên trang tính và địa chỉ ô" in vstbcpn("trace", "NV6!Z999", inbox)[2]


def test_strict_says_why_no_report_was_made(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    code, _, err = vstbcpn("consolidate", inbox, "-o", "kq", "--strict", "--as-of", "9/6/2011")
    assert code == 11
    assert "được tính (--strict không tính đơn vị còn lỗi) nên chưa lập báo cáo" in err
    assert err.rstrip().endswith("--as-of 2011-06-09")
