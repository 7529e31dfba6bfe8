"""Until when units are asked to reply: never a day that is over, the same words in everything that names a deadline."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.giving_back import faulty
from tests.support.forms.returned import typed
from tests.support.programs.command_line import Program, bearing, receive
from tests.support.seasons.feedback_outputs import COPY, SLIP, TEXT, lines_of
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.runtime import clock

SOON = "trong thời gian sớm nhất"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """One file to be mended, and one of another unit; the second came later."""
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "so y te.xlsx", faulty(), "2011-06-07")
    return folder


def later(inbox: Path, day: str) -> None:
    receive(inbox, "hoi nong dan.xlsx", b"%PDF-1.4\n", day)


def said(folder: Path) -> dict[str, str]:
    """What the unit is told in each of the three papers."""
    book = load_workbook(folder / COPY)
    return {
        "slip": "\n".join(lines_of(folder / SLIP)),
        "text": (folder / TEXT).read_text("utf-8-sig"),
        "copy": "\n".join(str(row[0]) for row in book["PhanHoi"].iter_rows(max_col=1, values_only=True)),
    }


@pytest.mark.parametrize(
    ("last", "options", "words", "told"),
    [
        ("2011-06-08", (), "trước ngày 10/6/2011", "gửi lại trước ngày 10/6/2011."),
        ("2011-06-09", (), "trước ngày 10/6/2011", "gửi lại trước ngày 10/6/2011."),
        ("2011-06-10", (), SOON, "Nếu cần ghi một ngày: thêm --reply-by 17/06/2011."),
        ("2011-06-08", ("--as-of", "20/6/2011"), SOON, "Nếu cần ghi một ngày: thêm --reply-by 27/06/2011."),
        ("2011-06-20", ("--as-of", "9/6/2011"), "trước ngày 10/6/2011", "gửi lại trước ngày 10/6/2011."),
        ("2011-06-20", ("--reply-by", "24/6/2011"), "chậm nhất ngày 24/6/2011", "lại chậm nhất ngày 24/6/2011."),
        ("2011-06-20", ("--reply-by", "2011-06-20"), "trong ngày 20/6/2011", "lại trong ngày 20/6/2011."),
        ("2011-06-08", ("--reply-by", "8/6/2011"), "trong ngày 08/6/2011", "lại trong ngày 08/6/2011."),
        ("2011-06-08", ("--reply-by", "9/6/2011"), "chậm nhất ngày 09/6/2011", "lại chậm nhất ngày 09/6/2011."),
        (
            "2011-06-20",
            ("--as-of", "21/6/2011", "--reply-by", "21/6/2011"),
            "trong ngày 21/6/2011",
            "lại trong ngày 21/6/2011.",
        ),
    ],
)
def test_a_unit_is_asked_to_reply_by_a_day_that_is_not_over(
    vstbcpn: Program, inbox: Path, tmp_path: Path, last: str, options: tuple[str, ...], words: str, told: str
) -> None:
    later(inbox, last)
    _, _, err = vstbcpn("validate", inbox, "--feedback", "ra", *options)
    assert told in err
    for paper, text in said(tmp_path / "ra").items():
        assert f"Đề nghị gửi lại tệp đã chỉnh lý {words}." in text, paper
        others = ("trước ngày", "chậm nhất ngày", "trong ngày", SOON)
        assert not [o for o in others if o in text and not words.startswith(o)], paper


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), SOON),
        (("--as-of", "9/6/2011"), "trước ngày 10/6/2011"),
        (("--reply-by", "24/6/2011"), "chậm nhất ngày 24/6"),
    ],
    ids=["no day", "as of a day", "the day of replies"],
)
def test_no_day_is_asked_for_that_is_over_today(
    vstbcpn: Program, inbox: Path, tmp_path: Path, options: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2011, 6, 20))
    vstbcpn("validate", inbox, "--feedback", "ra", *options)
    for paper, text in said(tmp_path / "ra").items():
        assert f"Đề nghị gửi lại tệp đã chỉnh lý {words}" in text, paper


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--reply-by", "19/6/2011"), "đã qua (hôm nay là 20/6/2011), đơn vị không kịp gửi"),
        (("--reply-by", "24/6/2011", "--as-of", "25/6/2011"), "sớm hơn ngày ghi ở --as-of (25/6/2011)"),
        (("--reply-by", "31/6/2011"), "“31/6/2011” của “--reply-by”"),
        (("--reply-by", "ngày mai"), "“ngày mai” của “--reply-by”"),
    ],
)
def test_a_day_that_is_over_or_none_is_refused_before_anything_is_written(
    vstbcpn: Program, inbox: Path, tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    later(inbox, "2011-06-20")
    code, out, err = vstbcpn("validate", inbox, "--feedback", "ra", "--report", "tong-quan.html", *options)
    assert (code, out) == (2, "")
    assert why in err
    assert "Đề nghị ghi" in err
    assert not (tmp_path / "tong-quan.html").exists()
    assert not list((tmp_path / "ra").glob("*"))


def test_a_file_with_a_wrong_clock_moves_no_day_and_the_log_puts_it_right(vstbcpn: Program, inbox: Path) -> None:
    bearing(inbox, "hoi nong dan.xlsx", b"%PDF-1.4\n", "2031-01-01")
    code, out, err = vstbcpn("validate", inbox, "--reply-by", "24/6/2011")
    assert code != 2
    assert "tính đến 07/6/2011" in out
    assert "Tệp “hoi nong dan.xlsx” mang ngày 01/01/2031 chưa tới" in err
    assert "tạm tính là nhận ngày 07/6/2011" in err
    assert "Đề nghị ghi ngày nhận đúng của tệp này vào sổ theo dõi" in err
    log = inbox / "so-theo-doi.csv"
    log.write_text("tep,ngay_nhan\nhoi nong dan.xlsx,08/06/2011\n", encoding="utf-8")
    _, out, err = vstbcpn("validate", inbox, "--reply-by", "24/6/2011")
    assert "tính đến 08/6/2011" in out
    assert "chưa tới" not in err
    log.write_text("tep,ngay_nhan\nhoi nong dan.xlsx,25/06/2011\n", encoding="utf-8")
    code, _, err = vstbcpn("validate", inbox, "--reply-by", "24/6/2011")
    assert code == 2
    assert "so-theo-doi.csv, dòng 2: ngày 25/6/2011 chưa tới; theo đồng hồ của máy, hôm nay là 08/6/2011." in err


def test_a_day_that_has_not_come_is_the_same_tomorrow(
    vstbcpn: Program, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearing(inbox, "hoi.xlsx", at.filled("hoi-khuyen-hoc"), "2031-01-01")
    made = []
    for day in (8, 12):
        monkeypatch.setattr(clock, "today", lambda day=day: dt.date(2011, 6, day))
        assert vstbcpn("consolidate", inbox, "-o", "ra", "--copy", "signing")[0] == ExitCode.WARNINGS
        made.append({p.name: p.read_bytes() for p in (tmp_path / "ra").iterdir() if p.is_file()})
    assert made[0] == made[1]
    assert json.loads(made[0]["manifest.json"])["as_of"] == "2011-06-07"


def test_a_wrong_clock_takes_no_round_of_feedback_for_a_later_one(
    vstbcpn: Program, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bearing(inbox, "hoi.xlsx", typed(at.filled("hoi-khuyen-hoc"), {("NV6", 900, 1): "ghi chú lạc"}), "2031-01-01")
    vstbcpn("validate", inbox, "--feedback", "ra")
    given = (tmp_path / "ra" / "dot-1" / "danh-sach.xlsx").read_bytes()
    receive(inbox, "so noi vu.xlsx", b"%PDF-1.4\n", "2011-06-09")
    bearing(inbox, "so y te.xlsx", at.filled("so-y-te"), "2011-06-09")
    vstbcpn("validate", inbox, "--feedback", "ra")
    assert (tmp_path / "ra" / "dot-1" / "danh-sach.xlsx").read_bytes() == given
    assert (tmp_path / "ra" / "dot-2").is_dir()


def test_screen_page_and_lists_name_both_days_in_the_same_words(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    later(inbox, "2011-06-12")
    page, lists = tmp_path / "tong-quan.html", tmp_path / "tong-quan.xlsx"
    _, out, _ = vstbcpn("validate", inbox, "--report", page, "--reply-by", "24/6/2011")
    assert "hạn gửi trước ngày 10/6/2011, đã quá hạn 3 ngày; đề nghị đơn vị gửi lại chậm nhất ngày 24/6/2011" in out
    text = re.sub("<[^>]*>", "", page.read_text("utf-8"))
    assert "Hạn gửi: trước ngày 10/6/2011; tính đến ngày 12/6/2011 đã quá hạn 3 ngày. " in text
    assert "Đề nghị đơn vị gửi lại: chậm nhất ngày 24/6/2011." in text
    vstbcpn("validate", inbox, "--report", lists, "--reply-by", "24/6/2011")
    cells = [str(c.value) for sheet in load_workbook(lists) for row in sheet["A1:A4"] for c in row]
    told = [c for c in cells if "hạn gửi" in c]
    assert len(told) == 3
    assert all("hạn gửi trước ngày 10/6/2011; đề nghị đơn vị gửi lại chậm nhất ngày 24/6/2011" in t for t in told)
    vstbcpn("validate", inbox, "--report", page)
    assert "gửi lại: " not in page.read_text("utf-8")
