"""What an officer is told of a season is true after each step: counts that add up, whom one waits for, what counts."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.giving_back import faulty
from tests.support.programs.command_line import SPOILED, Program, receive
from tests.support.seasons.feedback_outputs import lines_of
from vstbcpn_cli.runtime import clock
from vstbcpn_cli.usecases.intake import reader_process

REGISTER = """code,name,kind,group
so-y-te,Sở Y tế,SN,so
so-noi-vu,Sở Nội vụ,SN,so
so-tu-phap,Sở Tư pháp,SN,so
so-cong-thuong,Sở Công thương,SN,so
so-xay-dung,Sở Xây dựng,SN,so
hoi-lhpn,Hội Liên hiệp Phụ nữ tỉnh,DT,doan-the
"""
LOG = """tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu
,2011-06-08,so-cong-thuong,Không phát sinh,Nguyễn Thị Lan,
,,so-xay-dung,Loại trừ,Nguyễn Thị Lan,Giải thể
"""
THE_REST = ("--units", "don-vi.csv", "--period", "6t")


@pytest.fixture
def inbox(tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of six units one has to correct, one sent what cannot be used, two are silent, one has nothing, one is left out."""
    monkeypatch.setattr(clock, "today", lambda: dt.date(2011, 6, 9))
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "so-y-te.xlsx", faulty())
    receive(folder, "so-noi-vu.xlsx", at.filled("so-noi-vu")[:9000])
    (tmp_path / "don-vi.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "so-theo-doi.csv").write_text(LOG, encoding="utf-8")
    return folder


def test_the_counts_of_a_reminder_add_up(vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn("remind", inbox, *THE_REST)
    assert code == 0, err
    dispatch = "\n".join(lines_of(Path(out.strip())))
    assert (
        "1/5 đơn vị, trong đó 1 đơn vị cần chỉnh lý số liệu; 1 đơn vị xác nhận không phát sinh; còn 2 đơn vị chưa gửi và "
        "1 đơn vị đã gửi nhưng tệp chưa dùng được."
    ) in dispatch


def test_days_left_are_those_from_today(vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, seen in ((8, ", còn 1 ngày"), (9, "; hôm nay 09/6/2011, đúng ngày cuối")):
        monkeypatch.setattr(clock, "today", lambda day=day: dt.date(2011, 6, day))
        heading = next(x for x in vstbcpn("validate", inbox, *THE_REST)[1].splitlines() if "TỔNG KẾT" in x)
        assert heading.endswith(f"tính đến 08/6/2011, hạn gửi trước ngày 10/6/2011{seen}")
    heading = next(x for x in vstbcpn("status", inbox, *THE_REST)[1].splitlines() if "TÌNH HÌNH" in x)
    assert heading.endswith("tính đến 09/6/2011, hạn gửi trước ngày 10/6/2011, đúng ngày cuối")


def test_what_a_nil_unit_had_sent_is_not_its_source(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-cong-thuong.pdf", b"%PDF-1.4\n")
    said = vstbcpn("trace", "don-vi", inbox, *THE_REST)[1]
    head, unit = said[said.index("Xác nhận không phát sinh") :].splitlines()[:2]
    assert (head, unit.strip()) == ("Xác nhận không phát sinh (1 đơn vị):", "Sở Công thương")
    assert "so-cong-thuong.pdf" not in said


def test_who_has_sent_after_the_day_is_not_only_a_silent_one(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2011, 6, 13))
    receive(inbox, "so-tu-phap.xlsx", at.filled("so-tu-phap"), "2011-06-12")
    _, _, err = vstbcpn("validate", inbox, *THE_REST, "--as-of", "9/6/2011", "--report", "t.html")
    assert "Chưa tính “so-tu-phap.xlsx” của Sở Tư pháp vì nhận ngày 12/6/2011, sau ngày --as-of" in err
    page = re.sub("<[^>]*>", "", Path("t.html").read_text(encoding="utf-8"))
    assert "Sở Tư phápTệp “so-tu-phap.xlsx” nhận ngày 12/6/2011, sau ngày tính, nên chưa tính.Chưa gửi" in page


def test_what_has_not_come_is_the_only_rest_where_it_is(vstbcpn: Program, inbox: Path) -> None:
    (inbox / "so-theo-doi.csv").unlink()
    (inbox / "so-noi-vu.xlsx").unlink()
    receive(inbox, "so-y-te.xlsx", at.filled("so-y-te"))
    dispatch = "\n".join(lines_of(Path(vstbcpn("remind", inbox, *THE_REST)[1].strip())))
    assert "báo cáo của 1/6 đơn vị; còn 5 đơn vị chưa gửi." in dispatch


def test_who_has_feedback_is_waited_for_and_not_asked_once_more(vstbcpn: Program, inbox: Path) -> None:
    _, out, _ = vstbcpn("validate", inbox, *THE_REST)
    assert "Đề nghị 1 đơn vị chỉnh lý" in out
    assert "Đề nghị gửi lại 1 tệp chưa dùng được." in out
    vstbcpn("validate", inbox, *THE_REST, "--feedback")
    _, out, _ = vstbcpn("validate", inbox, *THE_REST)
    assert "Chờ 2 đơn vị gửi lại theo phản hồi đã lập; xem và in theo từng đơn vị: vstbcpn validate" in out
    assert "Đề nghị gửi lại 1 tệp" not in out
    assert "chỉnh lý; xem" not in out


def test_a_state_has_the_same_name_in_every_table(vstbcpn: Program, inbox: Path) -> None:
    for command in ("validate", "status"):
        heads = next(line for line in vstbcpn(command, inbox, *THE_REST)[1].splitlines() if "Đã nhận" in line)
        assert "Không phát sinh" in heads
        assert "Loại trừ" in heads


def test_a_unit_is_asked_for_nothing_where_only_this_machine_fails(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    denied = SPOILED.replace("la.xlsx", "so-noi-vu.xlsx").format(fault="raise PermissionError(13, 'Permission denied')")
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", denied))
    vstbcpn("validate", inbox, *THE_REST, "--feedback")
    _, out, _ = vstbcpn("status", inbox, *THE_REST)
    assert "Chờ 1 đơn vị gửi lại; phản hồi đã lập" in out
    assert "cho 3 đơn vị chưa gửi hoặc chưa gửi lại" in out
    dispatch = "\n".join(lines_of(Path(vstbcpn("remind", inbox, *THE_REST)[1].strip())))
    assert "báo cáo của 2/5 đơn vị, trong đó 1 đơn vị cần chỉnh lý số liệu" in dispatch
    assert "Sở Nội vụ" not in dispatch


def test_a_nil_return_of_a_unit_that_has_sent_says_what_counts(vstbcpn: Program, tmp_path: Path) -> None:
    assert vstbcpn("init", "mua", "--period", "6t")[0] == 0
    folder = tmp_path / "mua"
    receive(folder / "2-nhan-ve", "bao cao y te.xlsx", at.filled("so-y-te"))
    said = ("--by", "Nguyễn Thị Lan", "--date", "8/6/2011")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setattr(clock, "today", lambda: dt.date(2011, 6, 9))
        vstbcpn("validate")
        _, out, err = vstbcpn("nil", "Sở Y tế", *said)
        other = vstbcpn("nil", "Sở Nội vụ", *said)[2]
    assert "Không phát sinh: Sở Y tế" in out
    assert "Sổ theo dõi đã có tệp của đơn vị này: “bao cao y te.xlsx”." in err
    assert "đã có tệp" not in other
