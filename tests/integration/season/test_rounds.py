"""What goes out in rounds: feedback and reminders, each unit in a folder of its own, the old ones left as they were."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.giving_back import UNIT, faulty
from tests.support.judges.word_text import nameless_tables
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.feedback_outputs import lines_of
from vstbcpn_cli.runtime import clock

Today = Callable[[str], None]
REGISTER = """code,name,kind,group,email,phone,contact,address,lead_for
so-y-te,Sở Y tế,SN,so,soyte@langson.example,0205 3812 345,bà Lê Thị Hoa,50 Đinh Tiên Hoàng,
so-noi-vu,Sở Nội vụ,SN,so,,,,,T4.M1.QH;T4.M1.HT;T4.M2;T4.08
hoi-lhpn,Hội Liên hiệp Phụ nữ tỉnh,DT,doan-the,,,,,T5.14a;T5.14b
"""


@pytest.fixture
def today(vstbcpn: Program, monkeypatch: pytest.MonkeyPatch) -> Today:
    def is_now(day: str) -> None:
        monkeypatch.setattr(clock, "today", lambda: dt.date.fromisoformat(day))

    return is_now


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Of three units one is to correct, one has sent what cannot be used, one is silent."""
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "so-y-te.xlsx", faulty())
    receive(folder, "so-noi-vu.xlsx", at.filled("so-noi-vu")[:9000])
    (tmp_path / "don-vi.csv").write_text(REGISTER, encoding="utf-8")
    return folder


def held(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if "luu/" not in name}


def listed(path: Path) -> dict[str, tuple[str, str]]:
    """Folder and files of each unit, by its code."""
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return {str(r[1]): (str(r[8]), str(r[9])) for r in rows if isinstance(r[0], int)}


# ------------------------------------------------------------------------------------------------------------- feedback
def test_a_round_has_what_is_new_and_leaves_the_old_ones(vstbcpn: Program, inbox: Path, today: Today) -> None:
    out = inbox.parent / "4-phan-hoi"
    today("2011-06-08")
    err = vstbcpn("validate", inbox, "--units", "don-vi.csv", "--feedback")[2]
    assert "Đợt phản hồi thứ 1, mỗi đơn vị một thư mục; danh sách: 4-phan-hoi/dot-1/danh-sach.xlsx" in err
    first = held(out)
    assert {n.split("/")[1] for n in first if n.startswith("dot-1/") and n.count("/") == 2} == {UNIT, "so-noi-vu"}
    receive(inbox, "hoi.xlsx", at.filled("hoi-lhpn"), "2011-06-09")
    today("2011-06-09")
    vstbcpn("validate", inbox, "--units", "don-vi.csv", "--feedback")
    second = held(out)
    assert {n: c for n, c in second.items() if n.startswith("dot-1/")} == {
        n: c for n, c in first.items() if n.startswith("dot-1/")
    }
    assert {n.split("/")[1] for n in second if n.startswith("dot-2/") and n.count("/") == 2} == {"hoi-lhpn"}
    assert set(listed(out / "dot-2" / "danh-sach.xlsx")) == {"hoi-lhpn"}
    today("2011-06-10")
    said = vstbcpn("validate", inbox, "--units", "don-vi.csv", "--feedback")[2]
    assert "Không có phản hồi mới kể từ đợt 2" in said
    assert held(out) == second


def test_on_the_same_day_the_round_is_written_once_more(vstbcpn: Program, inbox: Path, today: Today) -> None:
    out = inbox.parent / "4-phan-hoi"
    today("2011-06-08")
    for _ in range(2):
        vstbcpn("validate", inbox, "--units", "don-vi.csv", "--feedback")
    first = held(out)
    vstbcpn("validate", inbox, "--units", "don-vi.csv", "--feedback")
    assert held(out) == first
    assert not (out / "dot-2").exists()


def test_the_right_form_goes_with_what_cannot_be_used_and_is_no_return(
    vstbcpn: Program, inbox: Path, today: Today
) -> None:
    today("2011-06-08")
    vstbcpn("validate", inbox, "--units", "don-vi.csv", "--feedback")
    made = inbox.parent / "4-phan-hoi" / "dot-1"
    folder, files = listed(made / "danh-sach.xlsx")["so-noi-vu"]
    assert folder == "so-noi-vu"
    assert set(files.split("\n")) == {p.name for p in (made / "so-noi-vu").iterdir()}
    (form,) = (made / "so-noi-vu").glob("*.xlsx")
    assert not list((made / UNIT).glob("2011-6T*"))
    assert any(
        f"Kèm theo phiếu này là biểu mẫu đúng của đơn vị ({form.name})." in x
        for x in lines_of(next(form.parent.glob("*.docx")))
    )
    (inbox.parent / "4-phan-hoi").rename(inbox / "phan-hoi")
    document = json.loads(vstbcpn("validate", inbox, "--units", "don-vi.csv", "--format", "json")[1])
    assert [f["path"] for f in document["files"]] == ["so-noi-vu.xlsx", "so-y-te.xlsx"]


def test_no_reply_is_asked_for_a_day_that_is_over(vstbcpn: Program, inbox: Path, today: Today) -> None:
    today("2011-06-20")
    code, _, err = vstbcpn("validate", inbox, "--feedback", "--reply-by", "15/6/2011")
    assert code == 2
    assert "Ngày 15/6/2011 ở --reply-by đã qua (hôm nay là 20/6/2011)" in err
    err = vstbcpn("validate", inbox, "--feedback")[2]
    assert "Nếu cần ghi một ngày: thêm --reply-by 27/06/2011." in err


# ------------------------------------------------------------------------------------------------------------ reminders
def test_everybody_who_has_not_sent_gets_a_letter_and_a_message(vstbcpn: Program, inbox: Path, today: Today) -> None:
    today("2011-06-13")
    code, out, err = vstbcpn("remind", inbox, "--units", "don-vi.csv")
    assert code == 0
    made = inbox.parent / "4-phan-hoi" / "don-doc" / "lan-1"
    assert out.strip() == "4-phan-hoi/don-doc/lan-1/2011-6t_cong-van-don-doc.docx"
    assert "Đề xuất ngày gửi: chậm nhất ngày 20/6/2011." in err
    dispatch = lines_of(inbox.parent / out.strip())
    assert any(
        "1/3 đơn vị, trong đó 1 đơn vị cần chỉnh lý số liệu; còn 1 đơn vị chưa gửi và 1 đơn vị đã gửi nhưng tệp" in x
        for x in dispatch
    )
    assert [x for x in dispatch if x in ("Sở Y tế", "Sở Nội vụ", "Hội Liên hiệp Phụ nữ tỉnh")]
    assert not any("lần đôn đốc" in x for x in dispatch)
    assert (
        dispatch[[x.startswith("V/v") for x in dispatch].index(True)]
        == "V/v đôn đốc gửi báo cáo sơ kết 6 tháng đầu năm 2011"
    )
    letter = lines_of(made / UNIT / "2011-6t_so-y-te_thu.docx")
    assert not [fault for path in made.rglob("*.docx") for fault in nameless_tables(path)]
    assert "Địa chỉ: 50 Đinh Tiên Hoàng" in letter
    assert any("Số liệu còn 2 lỗi" in x for x in letter)
    message = (made / "hoi-lhpn" / "2011-6t_hoi-lhpn_tin-nhan.txt").read_text("utf-8-sig")
    assert message.startswith("Kính gửi Hội Liên hiệp Phụ nữ tỉnh: ")
    assert "chậm nhất ngày 20/6/2011" in message
    assert [p.name for p in made.rglob("*.xlsx") if p.name != "danh-sach.xlsx"] == ["2011-6T_so-noi-vu.xlsx"]
    rows = listed(made / "danh-sach.xlsx")
    assert set(rows) == {UNIT, "so-noi-vu", "hoi-lhpn"}
    assert all(set(files.split("\n")) == {p.name for p in (made / folder).iterdir()} for folder, files in rows.values())


def test_a_second_reminder_says_that_it_is_one(vstbcpn: Program, inbox: Path, today: Today) -> None:
    out = inbox.parent / "4-phan-hoi" / "don-doc"
    receive(inbox, "hoi.xlsx", at.filled("hoi-lhpn"), "2011-06-17")
    today("2011-06-13")
    vstbcpn("remind", inbox, "--units", "don-vi.csv", "--as-of", "13/6/2011")
    first = held(out)
    vstbcpn("remind", inbox, "--units", "don-vi.csv", "--as-of", "13/6/2011")
    assert held(out) == first
    (inbox / "hoi.xlsx").unlink()
    today("2011-06-20")
    vstbcpn("remind", inbox, "--units", "don-vi.csv", "--reply-by", "24/6/2011")
    second = held(out)
    assert {n: c for n, c in second.items() if n.startswith("lan-1/")} == {
        n: c for n, c in first.items() if n.startswith("lan-1/")
    }
    dispatch = lines_of(out / "lan-2" / "2011-6t_cong-van-don-doc.docx")
    assert "V/v đôn đốc lần thứ 2 gửi báo cáo sơ kết 6 tháng đầu năm 2011" in dispatch
    assert any("đã đôn đốc lần thứ 1 vào ngày 13/6/2011; đây là lần đôn đốc thứ 2." in x for x in dispatch)
    text = (out / "lan-2" / UNIT / "2011-6t_so-y-te_tin-nhan.txt").read_text("utf-8-sig")
    assert text.startswith("Ban VSTBCPN tỉnh đôn đốc lần thứ 2 (lần trước ngày 13/6/2011).")
    today("2011-06-22")
    vstbcpn("remind", inbox, "--units", "don-vi.csv", "--again")
    assert not (out / "lan-3").exists()


def test_a_letter_edited_in_word_keeps_what_was_written(vstbcpn: Program, inbox: Path, today: Today) -> None:
    today("2011-06-13")
    path = inbox.parent / vstbcpn("remind", inbox, "--units", "don-vi.csv")[1].strip()
    document = docx.Document(str(path))
    mine = next(p for p in document.paragraphs if p.text.startswith("Đề nghị các đơn vị quan tâm"))
    mine.runs[0].text = "Rất mong các đơn vị lưu ý thời hạn trên./."
    for run in mine.runs[1:]:
        run.text = ""
    document.save(str(path))
    receive(inbox, "hoi.xlsx", at.filled("hoi-lhpn"), "2011-06-13")
    vstbcpn("remind", inbox, "--units", "don-vi.csv")
    said = lines_of(path)
    assert "Rất mong các đơn vị lưu ý thời hạn trên./." in said
    assert not any("chưa gửi," in x for x in said)
    assert not (path.parent / "hoi-lhpn").exists()


def test_where_nobody_is_left_nothing_is_written(vstbcpn: Program, inbox: Path, today: Today) -> None:
    for unit in ("so-y-te", "so-noi-vu", "hoi-lhpn"):
        receive(inbox, f"{unit}.xlsx", at.filled(unit))
    code, out, err = vstbcpn("remind", inbox, "--units", "don-vi.csv")
    assert (code, out) == (0, "")
    assert "Không còn đơn vị nào phải đôn đốc." in err
    assert not (inbox.parent / "4-phan-hoi").exists()
