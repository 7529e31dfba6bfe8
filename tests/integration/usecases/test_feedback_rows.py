"""The second return of a unit that has taken out, moved or mended rows of a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import course, table_typed
from tests.support.forms.giving_back import UNIT
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.feedback_outputs import last_slip, lines_of
from vstbcpn_cli.usecases.feedback_history import RECORD

FIRST = course(ten_lop="Lớp ở Lộc Bình")
MORE_WOMEN = course(ten_lop="Lớp ở Chi Lăng", so_nu=50)
NO_NUMBER = course(ten_lop="Lớp ở Cao Lộc", so_nu="vài")
LAST = course(ten_lop="Lớp ở Bắc Sơn")
BEFORE = [FIRST, MORE_WOMEN, NO_NUMBER, LAST]


def form(rows: list[dict[str, object]]) -> bytes:
    return table_typed(at.filled(UNIT), "T6.B1", rows)


@pytest.fixture
def inbox(vstbcpn: Program, tmp_path: Path) -> Path:
    """A folder in which the first return was answered."""
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "so y te.xlsx", form(BEFORE))
    vstbcpn("validate", folder, "--feedback", "ra")
    return folder


def compared(vstbcpn: Program, inbox: Path, rows: list[dict[str, object]]) -> str:
    receive(inbox, "so y te.xlsx", form(rows), "2011-06-09")
    vstbcpn("validate", inbox, "--feedback", "ra")
    (said,) = [s for s in lines_of(last_slip(inbox.parent / "ra")) if s.startswith("So với tệp gửi trước")]
    return said.partition("): ")[2]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIRST, {**NO_NUMBER, "so_nu": 22}, LAST], "đã sửa 1 điểm, 1 điểm không còn đối chiếu được, không"),
        ([FIRST, {**MORE_WOMEN, "so_nu": 22}, {**NO_NUMBER, "so_nu": 22}, LAST], "đã sửa 2 điểm, không"),
        ([NO_NUMBER, {**MORE_WOMEN, "so_nu": 22}, FIRST, LAST], "đã sửa 1 điểm, còn 1 điểm."),
        ([FIRST, LAST], "2 điểm không còn đối chiếu được, không"),
    ],
    ids=["deleted", "mended", "moved", "both deleted"],
)
def test_a_row_that_was_taken_out_is_not_mended(
    rows: list[dict[str, object]], expected: str, vstbcpn: Program, inbox: Path
) -> None:
    assert compared(vstbcpn, inbox, rows).startswith(expected)


def test_a_sum_with_a_row_that_is_not_read_is_not_mended(vstbcpn: Program, tmp_path: Path) -> None:
    folder, much = tmp_path / "2-nhan-ve", course(ten_lop="Lớp ở Lộc Bình", kinh_phi=60)
    folder.mkdir()
    receive(folder, "so y te.xlsx", form([much, course(ten_lop="Lớp ở Bắc Sơn", kinh_phi=6, vai_tro="Phối hợp")]))
    vstbcpn("validate", folder, "--feedback", "ra")
    now = [
        course(ten_lop="Lớp ở Lộc Bình", kinh_phi=20),
        course(ten_lop="Lớp ở Bắc Sơn", kinh_phi=6, vai_tro="Tổ trưởng"),
    ]
    assert compared(vstbcpn, folder, now).startswith("1 điểm không còn đối chiếu được")


def test_a_record_of_an_earlier_version_is_read_and_says_nothing_of_rows(vstbcpn: Program, inbox: Path) -> None:
    record = inbox.parent / "ra" / RECORD
    document = json.loads(record.read_text("utf-8"))
    for file in document["units"][0]["files"]:
        assert [*file.pop("rows")] == ["T6.B1"]
    record.write_text(json.dumps(document), "utf-8")
    said = compared(vstbcpn, inbox, [FIRST, {**NO_NUMBER, "so_nu": 22}, LAST])
    assert said.startswith("2 điểm không còn đối chiếu được, không")


def test_the_record_has_prints_and_no_words_of_the_rows_it_tells(vstbcpn: Program, inbox: Path) -> None:
    text = (inbox.parent / "ra" / RECORD).read_text("utf-8")
    assert len(json.loads(text)["units"][0]["files"][0]["rows"]["T6.B1"]) == len(BEFORE)
    assert "Lớp ở" not in text
