"""`validate --feedback`: what goes back to each unit, the slip and the text, the second return, one whole set."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.forms.giving_back import UNIT, answered, faulty, feedback, labels, words
from tests.support.hostile.naughty import texts as naughty
from tests.support.judges.read_outputs import acting
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from tests.support.seasons.feedback_outputs import COPY, LIST, ROUND, SLIP, TEXT, finding, last_slip, lines_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.feedback.short_text import LONGEST_TEXT, short_text
from vstbcpn_cli.report.feedback.slip import TEMPLATE, render_slip
from vstbcpn_cli.report.feedback.wording import FOLDER, FeedbackWords, MarkedCopy
from vstbcpn_cli.report.word_template.read_back import DamagedReportError
from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.usecases.feedback_history import RECORD, in_order, last_before


def content_of(folder: Path) -> dict[str, bytes]:
    """Everything but the originals that are laid by, by its name from this folder on."""
    found = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("luu/")}


def slip(tmp_path: Path, made: FeedbackWords, copy: MarkedCopy = MarkedCopy.MADE) -> list[str]:
    path = tmp_path / "phieu.docx"
    render_slip(made, season.COMMON / TEMPLATE, path, copy, COPY)
    return lines_of(path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "so y te.xlsx", faulty())
    return folder


# -------------------------------------------------------------------------------------------------------- the set
def test_each_unit_gets_its_file_a_slip_and_a_text(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "hoi.xlsx", at.filled("hoi-lhpn"))
    receive(inbox, "phieu.pdf", b"%PDF-1.4\n")
    code, _, err = vstbcpn("validate", inbox, "--feedback", "ra")
    assert code == 11
    made = content_of(tmp_path / "ra")
    others = {n for n in made if UNIT not in n}
    assert {COPY, SLIP, TEXT, RECORD} <= set(made)
    other = f"{ROUND}/hoi-lhpn/2011-6t_hoi-lhpn"
    assert {f"{other}_phieu-phan-hoi.docx", f"{other}_tin-nhan.txt", LIST, RECORD} <= others
    assert sorted(n.rpartition("_")[2] for n in others if n.endswith("docx")) == ["phieu-phan-hoi.docx"] * 2
    assert f"Đã ghi {len(made)} tệp vào ra." in err
    assert at.findings(made[COPY]) == at.findings(faulty())
    text = made[TEXT].decode("utf-8-sig")
    assert made[TEXT].startswith(b"\xef\xbb\xbf")
    lines = text.splitlines()
    told = lines[lines.index("Kết quả: 2 lỗi cần sửa, 1 cảnh báo cần kiểm tra lại:") + 1 :]
    assert [line.partition(": ")[0] for line in told if line.startswith("- NV6 ")] == [
        "- NV6 D13",
        "- NV6 D15",
        "- NV6 D14",
    ]
    assert (inbox / "so y te.xlsx").read_bytes() == faulty()


@pytest.mark.full
def test_the_same_returns_give_the_same_bytes(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    vstbcpn("validate", inbox, "--feedback", "a", "--quiet")
    vstbcpn("validate", inbox, "--feedback", "b", "--quiet")
    first = content_of(tmp_path / "a")
    assert content_of(tmp_path / "b") == first
    vstbcpn("validate", inbox, "--feedback", "a", "--quiet")
    assert content_of(tmp_path / "a") == first


def test_feedback_is_never_written_over_a_return(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, COPY, faulty())
    (inbox / "so y te.xlsx").unlink()
    before = content_of(inbox)
    code, out, err = vstbcpn("validate", inbox, "--feedback", inbox)
    assert (code, out) == (4, "")
    assert "Đây là tệp đầu vào của lần chạy này" in err
    assert content_of(inbox) == before


@pytest.mark.full
def test_a_copy_somebody_worked_on_is_kept_beside_the_new_one(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    folder = tmp_path / "phan-hoi"
    assert vstbcpn("validate", inbox, "--feedback", folder)[0] == 11
    (copy,) = folder.rglob("*da-danh-dau.xlsx")
    assert vstbcpn("validate", inbox, "--feedback", folder)[0] == 11
    copy.write_bytes(at.filled("so-y-te"))
    before = content_of(folder)
    code, _, err = vstbcpn("validate", inbox, "--feedback", folder)
    assert code == 11
    kept = copy.with_name(f"{copy.stem} (bản đã sửa).xlsx").relative_to(folder).as_posix()
    assert f"được giữ lại với tên “{Path(kept).name}”" in err
    after = content_of(folder)
    assert after.keys() == {*before, kept}
    assert after[kept] == at.filled("so-y-te")


def test_a_return_where_no_copy_was_ever_written_stops_the_feedback(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "phan-hoi"
    vstbcpn("validate", inbox, "--feedback", folder)
    (copy,) = folder.rglob("*da-danh-dau.xlsx")
    copy.write_bytes(at.filled("so-y-te"))
    (folder / "phan-hoi.json").unlink()
    before = content_of(folder)
    code, _, err = vstbcpn("validate", inbox, "--feedback", folder)
    assert code == 4
    assert "có thể là tệp đơn vị gửi về" in err
    assert content_of(folder) == before


def test_a_set_that_cannot_be_written_leaves_nothing(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "ra" / SLIP).mkdir(parents=True)
    assert vstbcpn("validate", inbox, "--feedback", "ra")[0] == 4
    assert list(content_of_files(tmp_path / "ra")) == []


def content_of_files(folder: Path) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file()]


@pytest.mark.full
def test_feedback_beside_the_returns_is_no_return_until_it_is_corrected(vstbcpn: Program, inbox: Path) -> None:
    _, out, _ = vstbcpn("validate", inbox, "--feedback", inbox / "phan-hoi")
    again = vstbcpn("validate", inbox)[1]
    assert "--feedback" in again, "the next step of a run without it"
    assert [line for line in out.splitlines() if "Lập tệp" not in line][:10] == again.splitlines()[:10]
    assert "Tổng cộng 1 tệp" in again
    corrected = at.typed((inbox / "phan-hoi" / COPY).read_bytes(), {at.spot(UNIT, "T6.04"): 3})
    receive(inbox / "phan-hoi", COPY, corrected, "2011-06-09")
    assert "Tổng cộng 2 tệp" in vstbcpn("validate", inbox)[1]


def test_a_file_without_faults_gets_a_receipt_and_no_copy(vstbcpn: Program, tmp_path: Path) -> None:
    receive(tmp_path, "y te.xlsx", at.filled(UNIT))
    assert vstbcpn("validate", "y te.xlsx", "--feedback", "ra")[0] == 0
    assert set(content_of(tmp_path / "ra")) == {SLIP, TEXT, LIST, RECORD}
    said = lines_of(last_slip(tmp_path / "ra"))
    assert "Kết quả: ĐÃ TIẾP NHẬN" in said
    assert "Không có điểm cần xử lý." in said
    assert "Đơn vị không phải gửi lại tệp báo cáo." in said


@pytest.mark.full
def test_a_copy_that_is_out_of_date_goes_unless_somebody_worked_on_it(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    for worked_on in (False, True):
        shutil.rmtree(tmp_path / "ra", ignore_errors=True)
        receive(inbox, "so y te.xlsx", faulty())
        vstbcpn("validate", inbox, "--feedback", "ra")
        if worked_on:
            (tmp_path / "ra" / COPY).write_bytes(b"x")
        receive(inbox, "so y te.xlsx", at.filled(UNIT))
        vstbcpn("validate", inbox, "--feedback", "ra")
        assert (tmp_path / "ra" / COPY).exists() is worked_on


def test_a_file_of_no_unit_is_named_by_its_stem_and_its_content(vstbcpn: Program, tmp_path: Path) -> None:
    receive(tmp_path, "CON bao:cao?.pdf" if os.name != "nt" else "CON bao cao.pdf", b"%PDF-1.4\n")
    assert vstbcpn("validate", ".", "--feedback", "ra")[0] == 11
    names = sorted(n for n in content_of(tmp_path / "ra") if n not in (RECORD, LIST))
    assert len(names) == 2
    assert all(
        Path(n).name.startswith("2011-6t_CON bao") and "e3b0" not in n and not set(n) & set(':?"') for n in names
    )
    said = lines_of(tmp_path / "ra" / names[0])
    assert "Kết quả: ĐỀ NGHỊ GỬI LẠI" in said
    assert any("PDF" in line and "Đề nghị gửi kèm tệp Excel gốc" in line for line in said)


def test_two_copies_of_a_foreign_file_get_names_of_their_own(vstbcpn: Program, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        receive(tmp_path / folder, "anh.png", b"\x89PNG")
    assert vstbcpn("validate", "a", "b", "--feedback", "ra")[0] == 11
    assert len(content_of(tmp_path / "ra")) == 6


def test_a_marked_workbook_with_macros_keeps_their_ending(vstbcpn: Program, tmp_path: Path) -> None:
    types = at.unpacked(faulty())["[Content_Types].xml"]
    usual = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert usual in types
    content = at.edited(
        faulty(),
        "[Content_Types].xml",
        lambda c: c.replace(usual, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    )
    receive(tmp_path, "a.xlsm", content)
    vstbcpn("validate", "a.xlsm", "--feedback", "ra")
    assert COPY.replace("xlsx", "xlsm") in content_of(tmp_path / "ra")


def test_what_only_the_office_needs_to_know_is_told_to_no_unit(vstbcpn: Program, tmp_path: Path) -> None:
    content = answered({"T1.14": "Liên hệ chị Lan, CCCD 020187001234"})
    assert [f.rule for f in at.findings(content)] == ["personal-data"]
    receive(tmp_path, "y te.xlsx", content)
    stamp = at.unpacked(at.filled(UNIT))
    stranger = {n: c.replace(b"/so-y-te/", b"/so-la/") for n, c in stamp.items()}
    receive(tmp_path, "la.xlsx", at.packed(stranger))
    _, out, err = vstbcpn("validate", "y te.xlsx", "la.xlsx", "--feedback", "ra")
    assert "VS336" in out
    assert "VS107" in out
    assert set(content_of(tmp_path / "ra")) == {SLIP, TEXT, LIST, RECORD}
    assert "Chưa lập phản hồi cho la.xlsx" in err
    assert "VS336" not in (tmp_path / "ra" / RECORD).read_text("utf-8")
    assert {n for n, r in rules().items() if r.for_the_office} == {
        "asked-by-other-issue",
        "booked-by-log",
        "booked-by-name",
        "computed-otherwise",
        "counted-otherwise",
        "earlier-issue",
        "excluded",
        "identical-blocks",
        "log-names-another",
        "newer-form",
        "nil-but-sent",
        "personal-data",
        "superseded",
        "program-fault",
        "read-crash",
        "read-not-started",
        "read-timeout",
        "unknown-unit",
        "unreadable",
    }


def test_an_old_format_has_its_whole_list_in_the_slip(tmp_path: Path) -> None:
    made = words(faulty())
    said = slip(tmp_path, made, MarkedCopy.FORMAT)
    assert any("Lưu thành “Excel Workbook (*.xlsx)”" in line for line in said)
    assert [line[:2] for line in said if line[:1].isdigit()] == ["1.", "2.", "3."]


# -------------------------------------------------------------------------------------------------- the second return
@pytest.mark.full
def test_the_second_return_says_what_is_mended_what_remains_and_what_is_new(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    vstbcpn("validate", inbox, "--feedback", "ra")
    right = int(at.accepted(at.filled(UNIT)).values["T6.06"].raw)
    second = at.typed(
        (tmp_path / "ra" / COPY).read_bytes(),
        {at.spot(UNIT, "T6.06"): right, at.spot(UNIT, "T6.05"): 6, at.spot(UNIT, "T6.07"): "vài"},
    )
    later = tmp_path / "lan 2"
    later.mkdir()
    receive(later, "so y te.xlsx", second, "2011-06-09")
    vstbcpn("validate", later, "--feedback", "ra")
    said = lines_of(last_slip(tmp_path / "ra"))
    compared = (
        "So với tệp gửi trước (“so y te.xlsx”, ngày nhận 08/6/2011): đã sửa 2 điểm, còn 1 điểm, có thêm 1 điểm mới."
    )
    assert compared in said
    assert "Đã sửa: NV6 D14; NV6 D15." in said
    assert any("ô D13 – lỗi VS304 (còn từ lần trước):" in line for line in said)
    assert any("ô D16 – lỗi VS304 (mới):" in line for line in said)
    assert compared in last_slip(tmp_path / "ra", TEXT).read_text("utf-8-sig")
    record = json.loads((tmp_path / "ra" / RECORD).read_text("utf-8"))
    assert [f["received"] for f in record["units"][0]["files"]] == ["2011-06-08", "2011-06-09"]
    first = content_of(tmp_path / "ra")
    vstbcpn("validate", later, "--feedback", "ra")
    assert content_of(tmp_path / "ra") == first


def test_two_files_of_one_run_are_compared_too(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so y te (sua).xlsx", at.filled(UNIT), "2011-06-09")
    vstbcpn("validate", inbox, "--feedback", "ra")
    assert not [n for n in content_of(tmp_path / "ra") if "danh-dau" in n]
    assert any("đã sửa 3 điểm, không còn điểm cần xử lý." in line for line in lines_of(last_slip(tmp_path / "ra")))


def test_a_file_is_compared_with_the_last_one_received_before_it() -> None:
    files = [EarlierFeedback(f"{n}.xlsx", str(n), f"2011-06-0{n}", ()) for n in (4, 2, 6)]
    ordered = in_order([*files, files[0]], [])
    assert [f.sha256 for f in ordered] == ["2", "4", "6"]
    found = [
        last_before(ordered, EarlierFeedback(f"{sha}.xlsx", sha, day, ()))
        for sha, day in [("x", "2011-06-05"), ("4", "2011-06-04")]
    ]
    assert found == [files[0], files[1]]
    assert last_before(ordered, EarlierFeedback("x", "x", "2011-06-01", ())) is None


def test_a_form_after_a_blank_one_has_mended_that(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "trong.xlsx", at.blank(UNIT), "2011-06-01")
    vstbcpn("validate", inbox, "--feedback", "ra")
    said = lines_of(last_slip(tmp_path / "ra"))
    assert any("“trong.xlsx”, ngày nhận 01/6/2011): đã sửa 1 điểm, có thêm 3 điểm mới" in s for s in said)
    assert "Đã sửa: VS109 (Tệp còn trống như lúc phát hành)." in said


@pytest.mark.parametrize(
    ("before", "now", "mended", "remaining"),
    [
        ([finding("VS1")], [finding("VS1", "D99")], 0, 1),
        ([finding("VS1")], [finding("VS2")], 0, 1),
        ([finding("VS1", constraint="R01")], [finding("VS1", constraint="R02")], 0, 1),
        ([finding("VS1", row=3, value="x")], [finding("VS1", row=2, value="x")], 0, 1),
        ([finding("VS1", row=3, value="x")], [finding("VS1", row=2, value="y")], 0, 0),
        ([finding("VS1", severity=Severity.NOTICE)], [], 0, 0),
        ([finding("VS1", severity=Severity.WARNING)], [finding("VS1")], 0, 1),
        ([finding("VS1", severity=Severity.WARNING)], [finding("VS1", severity=Severity.NOTICE)], 1, 0),
        ([finding("VS1", severity=Severity.NOTICE)], [finding("VS1", severity=Severity.WARNING)], 0, 0),
    ],
)
def test_a_finding_is_known_again_by_what_it_is_about(
    before: list[Finding], now: list[Finding], mended: int, remaining: int
) -> None:
    earlier = EarlierFeedback("a.xlsx", "0", "2011-06-01", tuple(map(ToldFinding.of, before)))
    found = feedback(at.filled(UNIT), before=earlier, findings=now)
    assert (len(found.mended), len(found.remaining)) == (mended, remaining)


def elsewhere(code: str, sheet: str, cell: str = "", **more: Any) -> Finding:
    """A finding of no answer: in a cell beside the form, or of a sheet or file as a whole."""
    place = Place(CellRef(sheet, int(cell[1:]), 4)) if cell else Place()
    return Finding(code, "x", Severity.ERROR, more.pop("fact", "Ô ghi “x”."), "Đề nghị sửa.", place, **more)


def table(code: str, row: int, column: str = "so_nu", **more: Any) -> Finding:
    return finding(code, key=f"T6.B1.{column}", row=row, **more)


@pytest.mark.parametrize(
    ("before", "now", "mended", "remaining"),
    [
        pytest.param([finding("VS304", value="vài")], [finding("VS301")], 0, 1, id="emptied"),
        pytest.param([finding("VS304", "D14")], [finding("VS301", "F20")], 0, 1, id="emptied and moved"),
        pytest.param([finding("VS301"), finding("VS304")], [finding("VS301")], 0, 1, id="one of two faults"),
        pytest.param([finding("VS301")], [finding("VS301"), finding("VS401")], 0, 1, id="a further fault"),
        pytest.param([finding("VS301")], [finding("VS301", severity=Severity.NOTICE)], 1, 0, id="explained"),
        pytest.param([finding("VS301")], [finding("VS301", key="T6.06")], 1, 0, id="another cell"),
        pytest.param([table("VS304", 2, value="x")], [table("VS301", 3)], 0, 0, id="emptied below an inserted row"),
        pytest.param([table("VS304", 2, value="x")], [table("VS304", 3, value="x")], 0, 1, id="row inserted"),
        pytest.param([table("VS304", 2, value="x")], [finding("VS309", key="T6.B1")], 0, 0, id="table emptied"),
        pytest.param([table("VS304", 2, value="x")], [], 0, 0, id="row taken out"),
        pytest.param([finding("VS304")], [elsewhere("VS201", "", value="NV6")], 0, 0, id="sheet deleted"),
        pytest.param([finding("VS304")], [elsewhere("VS201", "", value="NV5")], 1, 0, id="another sheet deleted"),
        pytest.param(
            [elsewhere("VS206", "NV6", "D99", value="x")],
            [elsewhere("VS206", "NV6 (2)", "D99", value="x")],
            0,
            1,
            id="sheet renamed",
        ),
        pytest.param(
            [elsewhere("VS206", "NV6", "D99", value="x")],
            [elsewhere("VS208", "NV6", "D99", value="y")],
            0,
            1,
            id="beside the form, said otherwise",
        ),
        pytest.param(
            [elsewhere("VS206", "NV6", "D99", value="x")],
            [elsewhere("VS206", "NV5", "D99", value="y")],
            1,
            0,
            id="beside the form, elsewhere",
        ),
        pytest.param(
            [elsewhere("VS109", "", fact="Tệp còn trống.")],
            [elsewhere("VS120", "", fact="Tệp nặng.")],
            1,
            0,
            id="of the file",
        ),
    ],
)
def test_mended_is_where_nothing_is_to_be_mended_any_more(
    before: list[Finding], now: list[Finding], mended: int, remaining: int
) -> None:
    earlier = EarlierFeedback("a.xlsx", "0", "2011-06-01", tuple(map(ToldFinding.of, before)))
    found = feedback(at.filled(UNIT), before=earlier, findings=now)
    assert (len(found.mended), len(found.remaining)) == (mended, remaining)


@pytest.mark.parametrize("now", [table("VS301", 3, "so_nam"), finding("VS309", key="T6.B")], ids=["column", "table"])
def test_what_stands_in_another_column_or_table_leaves_a_row_mended(now: Finding) -> None:
    content = at.filled(UNIT)
    earlier = EarlierFeedback("a.xlsx", "0", "2011-06-01", (ToldFinding.of(table("VS304", 1, value="x")),))
    found = feedback(content, before=earlier.with_rows(at.accepted(content)), findings=[now])
    assert (len(found.mended), len(found.remaining)) == (1, 0)


def test_a_cell_that_was_emptied_is_not_mended(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so y te.xlsx", at.typed(at.filled(UNIT), {at.spot(UNIT, "T6.05"): "vài người"}))
    vstbcpn("validate", inbox, "--feedback", "ra")
    receive(inbox, "so y te.xlsx", at.typed(at.filled(UNIT), {at.spot(UNIT, "T6.05"): None}), "2011-06-09")
    vstbcpn("validate", inbox, "--feedback", "ra")
    said = lines_of(last_slip(tmp_path / "ra"))
    assert any("ô D14" in line and "(còn từ lần trước)" in line for line in said)
    assert not [line for line in said if "Đã sửa" in line or "đã sửa" in line]


# ---------------------------------------------------------------------------------------------- sent once more
@pytest.mark.full
def test_an_identical_file_sent_again_is_told_as_such(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    vstbcpn("validate", inbox, "--feedback", "ra")
    first = lines_of(last_slip(tmp_path / "ra"))
    assert not [line for line in first if "giống hệt" in line]
    receive(inbox, "so y te.xlsx", faulty(), "2011-06-09")
    for _ in range(2):
        vstbcpn("validate", inbox, "--feedback", "ra")
        said = lines_of(last_slip(tmp_path / "ra"))
        assert "Tệp này giống hệt tệp gửi trước (“so y te.xlsx”, ngày nhận 08/6/2011): còn 3 điểm." in said
        assert sum("(còn từ lần trước)" in line for line in said) == 3
        assert not [line for line in said if "(mới)" in line or "ã sửa" in line]


@pytest.mark.full
def test_a_correction_sent_again_is_compared_with_itself(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    """What its first sending was new in is no news the second time."""
    vstbcpn("validate", inbox, "--feedback", "ra")
    second = at.typed(at.filled(UNIT), {at.spot(UNIT, "T6.07"): "vài"})
    for day, expected in (("2011-06-09", "(mới)"), ("2011-06-10", "(còn từ lần trước)")):
        receive(inbox, "so y te.xlsx", second, day)
        vstbcpn("validate", inbox, "--feedback", "ra")
        assert any("ô D16" in line and expected in line for line in lines_of(last_slip(tmp_path / "ra")))
    record = json.loads((tmp_path / "ra" / RECORD).read_text("utf-8"))
    assert [f["received"][-2:] for f in record["units"][0]["files"]] == ["08", "09", "10"]


@pytest.mark.parametrize(
    ("name", "day", "again"),
    [
        ("so y te.xlsx", "2011-06-08", False),
        ("doi ten.xlsx", "2011-06-08", False),
        ("so y te.xlsx", "2011-06-09", True),
    ],
    ids=["run again", "renamed by the officer", "received again"],
)
def test_only_what_came_again_was_sent_again(
    name: str, day: str, again: bool, vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    vstbcpn("validate", inbox, "--feedback", "ra")
    (inbox / "so y te.xlsx").unlink()
    receive(inbox, name, faulty(), day)
    vstbcpn("validate", inbox, "--feedback", "ra")
    assert any("giống hệt" in line for line in lines_of(last_slip(tmp_path / "ra"))) is again


def test_the_same_file_twice_in_one_run(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so y te (2).xlsx", faulty(), "2011-06-08")
    vstbcpn("validate", inbox, "--feedback", "ra")
    assert any("giống hệt tệp gửi trước" in line for line in lines_of(last_slip(tmp_path / "ra")))


@pytest.mark.parametrize(
    "broken",
    ["{", "[]", '{"format": "vstbcpn-phan-hoi", "version": 2}', '{"format": "vstbcpn-phan-hoi", "version": 1}'],
)
def test_a_record_that_was_changed_is_named(vstbcpn: Program, inbox: Path, tmp_path: Path, broken: str) -> None:
    (tmp_path / "ra").mkdir()
    (tmp_path / "ra" / RECORD).write_text(broken, "utf-8")
    code, _, err = vstbcpn("validate", inbox, "--feedback", "ra")
    assert code == 2
    assert err.splitlines()[-1].startswith(f"{RECORD}: ")
    assert content_of_files(tmp_path / "ra") == [RECORD]


# ------------------------------------------------------------------------------------------------------- the words
def test_a_list_too_long_for_the_page_says_how_many_are_left(tmp_path: Path) -> None:
    many = [finding(f"VS{n}", f"D{n}", f"Ô ghi “{'chữ ' * 30}{n}”.", key=f"T6.{n}") for n in range(10, 70)]
    said = slip(tmp_path, words(faulty(), findings=many))
    points = [line for line in said if line[:1].isdigit()]
    assert (
        said[said.index(points[-1]) + 1]
        == f"… và {60 - len(points)} điểm khác, xem trang tính “PhanHoi” của tệp kèm theo."
    )
    assert 3 <= len(points) < 12
    everything = slip(tmp_path, words(faulty(), findings=many), MarkedCopy.FORMAT)
    assert len([line for line in everything if line[:1].isdigit()]) == 60


def test_the_same_fault_over_many_cells_is_one_line(tmp_path: Path) -> None:
    many = [finding("VS1", f"D{n}", key=f"T6.{n}") for n in range(10, 30)]
    said = slip(tmp_path, words(faulty(), findings=many))
    assert [line for line in said if line[:1].isdigit()] == [
        "1. Trang tính NV6, ô D10, D11, D12, D13, D14, D15, D16, D17, D18, D19, D20, D21 và 8 ô khác – lỗi VS1: Ô ghi “x”. Đề nghị sửa."
    ]


def test_texts_of_strangers_stay_texts_in_the_slip(tmp_path: Path) -> None:
    strange = [finding(f"VS{n}", f"D{n}", f"Ô ghi “{t[:80]}”.") for n, t in enumerate(naughty(), 1) if t.strip()]
    said = slip(tmp_path, words(faulty(), findings=strange), MarkedCopy.FORMAT)
    assert len([line for line in said if "Ô ghi" in line]) == len({f.fact for f in strange})
    assert any("{{ 7*7 }}" in line for line in said)
    assert acting(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_the_name_of_a_file_stays_a_text_in_the_slip_and_the_short_text(tmp_path: Path) -> None:
    made = words(faulty(), name="=1+1 {{ 7*7 }} {% x %} <b>&\u202e\x1b[31m.xlsx")
    shown = "“=1+1 {{ 7*7 }} {% x %} <b>& [31m.xlsx”"
    assert shown in short_text(made, season.COMMON / FOLDER, MarkedCopy.MADE)
    assert any(shown.strip("“”") in line for line in slip(tmp_path, made))
    assert acting(tmp_path) == []


def test_the_slip_counts_what_is_only_to_be_noted(tmp_path: Path) -> None:
    one, *_ = feedback(faulty()).findings
    told = slip(tmp_path, words(faulty(), findings=[replace(one, severity=Severity.NOTICE)]))
    assert any("Có 1 lưu ý" in line for line in told), told


def test_the_short_text_is_short(tmp_path: Path) -> None:
    many = [finding("VS1", f"D{n}", f"Ô ghi “{n}”.") for n in range(10, 70)]
    for made in (words(faulty()), words(faulty(), findings=many), words(at.filled(UNIT))):
        for copy in MarkedCopy:
            assert 0 < len(short_text(made, season.COMMON / FOLDER, copy)) <= LONGEST_TEXT


def test_a_text_that_is_missing_or_wrong_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "phan-hoi"
    folder.mkdir()
    with pytest.raises(ConfigurationError, match=r"phan-hoi/tin-nhan\.j2"):
        short_text(words(faulty()), folder, MarkedCopy.MADE)
    (folder / "tin-nhan.j2").write_text("{{ don_vj }}", "utf-8")
    with pytest.raises(
        ConfigurationError, match=r"phan-hoi/tin-nhan\.j2, dòng 1, đoạn “{{ don_vj }}”: không có tên “don_vj”.*“don_vi”"
    ):
        short_text(words(faulty()), folder, MarkedCopy.MADE)


def test_words_with_a_place_nobody_fills_are_refused_by_their_key() -> None:
    raw = json.loads(json.dumps(labels().raw))
    raw["ghi_chu"]["muc"] = "{muc_do}: {loi}"
    with pytest.raises(ConfigurationError, match=r"khóa “ghi_chu\.muc” có chỗ điền \{…\} không dùng được"):
        FeedbackWords(Labels(raw, "phan-hoi/nhan.toml"), feedback(faulty())).markings()


@pytest.mark.parametrize(("key", "value"), [("ten", "a/b"), ("ten", "x" * 32), ("cot", ["STT"])])
def test_words_a_sheet_cannot_have_are_refused(key: str, value: object) -> None:
    raw = json.loads(json.dumps(labels().raw))
    raw["trang"][key] = value
    with pytest.raises(ConfigurationError, match=rf"khóa “trang\.{key}”"):
        FeedbackWords(Labels(raw, "phan-hoi/nhan.toml"), feedback(faulty())).markings()


def test_a_slip_that_lost_a_line_is_no_slip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.report.feedback.slip.paragraphs_of", lambda _: iter(["khác"]))
    with pytest.raises(DamagedReportError):
        slip(tmp_path, words(faulty()))


# ------------------------------------------------------------------------------------------- what asks for nothing now
NEXT_TIME = sorted(rule.name for rule in rules().values() if rule.next_time)


def test_a_warning_that_speaks_only_of_the_next_report_says_so_of_itself() -> None:
    """Its advice begins with the next time, and asks for no look at this one."""
    warnings = [r for r in rules().values() if r.severity is Severity.WARNING and isinstance(r, ProblemRule)]
    told = [r.name for r in warnings for words in [r.advice.removeprefix("Đề nghị ")] if words.startswith("lần sau")]
    assert set(told) <= set(NEXT_TIME)
    for name in NEXT_TIME:
        assert "lần sau" in rules()[name].advice or "lần gửi sau" in rules()[name].advice, name  # type: ignore[attr-defined]
        assert "kiểm tra" not in rules()[name].advice, name  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cells", "name", "fact"),
    [
        ({"T6.04": "không"}, "gui-ve.xlsx", "Ô ghi “không”, được hiểu là 0"),
        ({"T6.05": "6 người"}, "gui-ve.xlsx", "Ô ghi “6 người”"),
        ({"T6.04": "-", "T6.05": "6 người"}, "gui-ve.xlsx", "Ô ghi “-”, được hiểu là 0"),
    ],
)
def test_nothing_is_asked_for_where_only_the_next_report_is_spoken_of(
    cells: dict[str, str], name: str, fact: str, tmp_path: Path
) -> None:
    made = words(answered(cells), name=name)
    assert [f.severity for f in made.feedback.judged.findings] == [Severity.WARNING] * len(cells)
    assert made.feedback.to_mend == ()
    assert made.result == "tiep_nhan"
    said = slip(tmp_path, made, MarkedCopy.NEEDLESS)
    text = short_text(made, season.COMMON / FOLDER, MarkedCopy.NEEDLESS)
    remarks = [line for line in said if line.startswith("Lưu ý cho lần sau: ")]
    assert len(remarks) == len(cells)
    assert any(fact in line for line in remarks)
    assert "Kết quả: ĐÃ TIẾP NHẬN" in said
    assert "Đơn vị không phải gửi lại tệp báo cáo." in said
    assert "Những điểm đề nghị xử lý:" not in said
    assert "Lưu ý cho lần sau: Ô ghi" in text
    for paper in (text, "\n".join(said)):
        assert "cảnh báo" not in paper.casefold()
        assert "gửi lại" not in paper.replace("không phải gửi lại", "")
        assert "Đề nghị lần sau" in paper


def test_beside_what_is_to_be_mended_it_is_a_remark(tmp_path: Path) -> None:
    made = words(answered({"T6.04": "không", "T6.05": "khoảng 50"}))
    assert made.counts() == "1 lỗi cần sửa, 1 lưu ý"
    said = slip(tmp_path, made)
    points = said[said.index("Những điểm đề nghị xử lý:") + 1 :]
    assert [p[:2] for p in points if p[:1].isdigit()] == ["1."]
    assert any(line.startswith("Lưu ý cho lần sau: Trang tính NV6, ô ") for line in said)
    assert any("Đề nghị gửi lại tệp đã chỉnh lý" in line for line in said)


def test_another_format_alone_asks_for_nothing_now(vstbcpn: Program, tmp_path: Path) -> None:
    folder = tmp_path / "nhan"
    folder.mkdir()
    sample = season.FOLDERS.parent / "sample_submissions" / "so TTTT bc 6 thang dau nam.ods"
    receive(folder, sample.name, sample.read_bytes())
    vstbcpn("validate", folder, "--feedback", "ra", "--reply-by", "20/6/2011")
    made = tmp_path / "ra"
    (letter,), (message,) = made.glob(f"{ROUND}/*/*.docx"), made.glob(f"{ROUND}/*/*.txt")
    papers = ["\n".join(lines_of(letter)), message.read_text("utf-8-sig")]
    for paper in papers:
        assert "OpenDocument (.ods)" in paper
        assert "gửi lại" not in paper.replace("không phải gửi lại", "")
        assert "20/6/2011" not in paper
    assert not list(made.rglob("*da-danh-dau*"))


# --------------------------------------------------------------------------------- the same file, beside those of others
def both_claim(unit: str) -> bytes:
    """A good form with a document that two units say they have issued."""
    row = {"loai": "Công văn", "so_ky_hieu": "15/LN-SYT-HPN", "ngay_ban_hanh": dt.date(2011, 3, 14), "nhom": "Khác"}
    row |= {"co_quan_ban_hanh": "Sở Y tế", "trich_yeu": "Phối hợp khám sức khỏe"}
    cells = {at.spot(unit, f"T1.B1.{key}", number=19): value for key, value in row.items()}
    return at.typed(at.filled(unit), cells)


def compared_file(said: list[ToldFinding], content: bytes, before: bytes | None = None) -> FeedbackWords:
    """The file with one finding from a comparison with other units, sent after another (itself without a value)."""
    own = [f for f in feedback(content).findings if not f.compared]
    beside = replace(finding("VS507", "D12", "Cao hơn nhiều.", severity=Severity.WARNING), compared=True)
    sha = feedback(content if before is None else before).judged.outcome.file.sha256
    return words(content, findings=[*own, beside], before=EarlierFeedback("a.xlsx", sha, "2011-06-01", tuple(said)))


def test_what_others_have_sent_makes_no_new_fault_of_a_file() -> None:
    told = list(map(ToldFinding.of, feedback(faulty()).findings))
    for before in (faulty(), at.filled(UNIT)):
        made = compared_file(told, faulty(), before)
        line = made.compared()[0]
        assert "còn 3 điểm, có 1 điểm lần trước chưa nêu." in line
        assert "mới" not in line
        assert [made.since(n) for n, f in enumerate(made.feedback.findings) if f.code == "VS507"] == [
            "lần trước chưa nêu"
        ]


def test_what_was_told_of_it_before_remains() -> None:
    beside = ToldFinding.of(replace(finding("VS507", "D12", "Cao hơn.", severity=Severity.WARNING), compared=True))
    made = compared_file([beside, *map(ToldFinding.of, feedback(faulty()).findings)], faulty())
    assert "còn 4 điểm." in made.compared()[0]


@pytest.mark.full
def test_a_file_sent_again_keeps_what_was_told_of_it(vstbcpn: Program, tmp_path: Path) -> None:
    """The season rule speaks of the file that counts: of the first one on the first day, of the second on the next."""
    folder = tmp_path / "nhan"
    folder.mkdir()
    for unit in ("so-y-te", "hoi-lhpn"):  # a document both claim as theirs
        receive(folder, f"{unit}.xlsx", both_claim(unit), "2011-06-06")
    vstbcpn("validate", folder, "--feedback", "ra", "--quiet")
    record = json.loads((tmp_path / "ra" / RECORD).read_text("utf-8"))
    first = {u["unit"]: [s["code"] for f in u["files"] for s in f["findings"]] for u in record["units"]}
    assert "VS501" in first["so-y-te"]
    receive(folder, "so-y-te lan 2.xlsx", (folder / "so-y-te.xlsx").read_bytes(), "2011-06-07")
    _, out, _ = vstbcpn("validate", folder, "--feedback", "ra", "--format", "json")
    document = json.loads(out)
    text = last_slip(tmp_path / "ra", TEXT).read_text("utf-8-sig")
    assert "giống hệt tệp gửi trước" in text
    assert "mới" not in text
    assert "chưa nêu" not in text
    files = {f["path"]: f for f in document["files"]}
    codes = {path: [x["code"] for x in f["findings"]] for path, f in files.items()}
    assert files["so-y-te.xlsx"]["status"] == "superseded"
    assert "VS501" not in codes["so-y-te.xlsx"]
    assert "VS501" in codes["so-y-te lan 2.xlsx"]
    ran = [r for r in document["rules"] if (r["code"], r["constraint"]) == ("VS501", "R25")]
    assert {(r["found"], r["skipped"]["not_counted"]) for r in ran} == {(2, 1)}


def test_no_unit_is_told_of_the_hidden_sheet() -> None:
    made = words(at.typed(at.filled(UNIT), {("_meta", 40, 9): "ghi lạc"}))
    assert [str(f.place.cell) for f in made.feedback.judged.findings] == ["_meta!I40"]
    assert made.feedback.findings == ()
    assert made.result == "tiep_nhan"
