"""The office's log: what is left out with its reason, confirmed nil returns, and how every output says them alike."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from openpyxl import Workbook, load_workbook

from tests.support.forms import returned as at
from tests.support.judges import schemas
from tests.support.judges.published import faults
from tests.support.programs.command_line import Program, receive
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import Recorded, Timeliness, UnitStanding
from vstbcpn_cli.model.findings import Status
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.usecases.intake.intake import Intake, setting_for, take_in
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.usecases.season.receipt_log import read_log
from vstbcpn_cli.usecases.tracing.model import Traced, TraceStanding
from vstbcpn_cli.usecases.tracing.query import answer_to

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
HEAD = "tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu"
NIL = ",08/06/2011,hoi-khuyen-hoc,không phát sinh,ông Hoàng Văn An,"
LEFT_OUT = "so-y-te.xlsx,,,loại trừ,,Đơn vị đề nghị rút lại."
FLOW, STOCK = "T1.06", "T3.M1.CB01.tong"


def write(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "so-theo-doi.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def taken(folder: Path, as_of: dt.date | None = None) -> Intake:
    sources = gather([str(folder)]).until(as_of)
    return take_in(setting_for("2011", "6t", None, sources.files), sources, None, lambda *_: None, jobs=1)


def found(intake: Intake) -> dict[str, tuple[Status, list[str]]]:
    return {j.outcome.file.path: (j.status, [f.code for f in j.findings]) for j in intake.judged}


def standing(intake: Intake, unit: str) -> UnitStanding:
    return intake.coverage.standing(next(u for u in intake.coverage.units if u.unit.code == unit))


# ------------------------------------------------------------------------------------------------------ the lines
def test_a_log_of_files_and_days_is_enough(tmp_path: Path) -> None:
    log = read_log(write(tmp_path, "a.xlsx,09/06/2011", "b.xlsx,", head="tep,ngay_nhan"))
    assert (log.days, log.files, log.units, log.nil) == ({"a.xlsx": dt.date(2011, 6, 9)}, (), (), ())


def test_what_a_line_says(tmp_path: Path) -> None:
    lines = (NIL, LEFT_OUT, ",,so-khcn,LOẠI TRỪ,,đang sáp nhập", "b.xlsx,09/06/2011,so-tnmt,,,ghi chú")
    log = read_log(write(tmp_path, *lines))
    assert log.days == {"b.xlsx": dt.date(2011, 6, 9)}
    assert [(n.place, n.of, n.recorded) for n in log.nil] == [
        ("so-theo-doi.csv, dòng 2", "hoi-khuyen-hoc", Recorded("", "ông Hoàng Văn An", dt.date(2011, 6, 8)))
    ]
    assert [(n.of, n.recorded.words) for n in log.files] == [("so-y-te.xlsx", "Đơn vị đề nghị rút lại")]
    assert [(n.of, n.recorded.words) for n in log.units] == [("so-khcn", "đang sáp nhập")]


def test_a_log_kept_in_excel_with_headings_as_people_write_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Tệp", "Đơn vị", "Ngày nhận", "Tình trạng", "Người ghi", "Ghi chú"])
    sheet.append([1, None, "Hội Khuyến học tỉnh", dt.datetime(2011, 6, 8), "Không phát sinh", "bà Lý Thị Hoa"])  # noqa: DTZ001 - as Excel stores a day
    book.save(tmp_path / "so-theo-doi.xlsx")
    receive(tmp_path, "so-y-te.xlsx", at.filled("so-y-te"))
    assert [u.unit.code for u in taken(tmp_path).coverage.nil] == ["hoi-khuyen-hoc"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((",08/06/2011,hoi-khuyen-hoc,đã gọi,a,",), ("dòng 2", "“đã gọi”")),
        (("", ",08/06/2011,hoi-khuyen-hoc,không phát sinh,,b"), ("dòng 3", "“Người ghi”")),
        ((",,hoi-khuyen-hoc,không phát sinh,a,",), ("dòng 2", "“Ngày nhận”")),
        ((",hôm qua,hoi-khuyen-hoc,không phát sinh,a,",), ("dòng 2", "“hôm qua”")),
        (("so-y-te.xlsx,08/06/2011,so-y-te,không phát sinh,a,",), ("dòng 2", "không ghi tên tệp")),
        ((",08/06/2011,,không phát sinh,a,",), ("dòng 2", "mã đơn vị")),
        (("so-y-te.xlsx,,,loại trừ,,",), ("dòng 2", "lý do", "“Ghi chú”")),
        ((",,so-y-te,loại trừ,,",), ("dòng 2", "lý do")),
        ((",,,loại trừ,,x",), ("dòng 2", "tên tệp hoặc mã đơn vị")),
        ((",08/06/2011,so-y-te,,a,",), ("dòng 2", "“so-y-te”", "“Tình trạng”")),
        (("so-yte.xlsx,,,loại trừ,,x",), ("dòng 2", "“so-yte.xlsx”")),
        ((",08/06/2011,so-la,không phát sinh,a,",), ("dòng 2", "“so-la”", "vstbcpn units")),
        ((",,so-la,loại trừ,,x",), ("dòng 2", "“so-la”")),
        ((NIL, NIL), ("dòng 3", "hoi-khuyen-hoc")),
        ((NIL, ",,hoi-khuyen-hoc,loại trừ,,x"), ("dòng 3", "hoi-khuyen-hoc")),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    lines: tuple[str, ...], words: tuple[str, ...], vstbcpn: Program, inbox: Path
) -> None:
    write(inbox, *lines)
    code, out, err = vstbcpn("validate", inbox)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "so-theo-doi.csv" in err
    assert "Đề nghị" in err
    assert all(word in err for word in words), err


def test_a_column_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cột “trang_thai”"):
        read_log(write(tmp_path, head="tep,ngay_nhan,trang_thai"))


# ------------------------------------------------------------------------------------------------------- left out
def test_a_valid_file_is_left_out_and_the_earlier_one_counts_unless_it_is_too(inbox: Path) -> None:
    receive(inbox, "moi.xlsx", at.filled("so-y-te"), "2011-06-09")
    write(inbox, "moi.xlsx,,,loại trừ,,bản nháp")
    made = taken(inbox)
    assert found(made) == {"moi.xlsx": (Status.EXCLUDED, ["VS130"]), "so-y-te.xlsx": (Status.ACCEPTED, [])}
    unit = made.coverage.sent[0]
    assert unit.counted is not None
    assert unit.counted.outcome.file.path == "so-y-te.xlsx"
    assert [j.outcome.file.path for j in unit.excluded_files] == ["moi.xlsx"]

    write(inbox, "moi.xlsx,,,loại trừ,,bản nháp", LEFT_OUT)
    both = taken(inbox)
    assert {s for s, _ in found(both).values()} == {Status.EXCLUDED}
    assert standing(both, "so-y-te") is UnitStanding.EXCLUDED
    assert (len(both.coverage.sent), len(both.coverage.excluded), len(both.coverage.missing)) == (0, 1, 69)
    assert not both.coverage.complete


def test_a_file_left_out_is_found_by_its_very_name(inbox: Path) -> None:
    receive(inbox, "so  y te  (2).xlsx", at.filled("so-y-te"), "2011-06-09")
    write(inbox, "SO  Y TE  (2).xlsx,09/06/2011,so-y-te,loại trừ,,bản nháp")
    assert found(taken(inbox))["so  y te  (2).xlsx"] == (Status.EXCLUDED, ["VS130"])


def test_no_unit_is_given_feedback_on_a_file_left_out(vstbcpn: Program, inbox: Path) -> None:
    write(inbox, LEFT_OUT)
    assert vstbcpn("validate", inbox, "--feedback", "ra")[0] == ExitCode.OK
    assert not [p.name for p in (inbox.parent / "ra").rglob("*.docx")]


def test_a_unit_is_left_out_with_all_its_files(inbox: Path) -> None:
    write(inbox, ",,Sở Y tế,loại trừ,,đang sáp nhập")
    made = taken(inbox)
    assert found(made) == {"so-y-te.xlsx": (Status.EXCLUDED, ["VS130"])}
    assert made.coverage.excluded[0].recorded == Recorded("đang sáp nhập")
    assert consolidate(made.coverage).total(FLOW).parts == ()
    assert "so-y-te" in {u.code for u in consolidate(made.coverage).total(FLOW).missing}


def test_a_file_that_cannot_be_read_is_left_out_like_any_other(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "hong.xlsx", b"khong phai zip")
    assert vstbcpn("validate", inbox)[0] == ExitCode.ERRORS
    write(inbox, "hong.xlsx,,,loại trừ,,tệp ảnh chụp")
    code, out, _ = vstbcpn("validate", inbox)
    assert code == ExitCode.OK
    assert "lý do: tệp ảnh chụp" in out
    assert "Đề nghị gửi lại" not in out


# -------------------------------------------------------------------------------------------------- confirmed nil
def test_k04_a_confirmed_nil_is_neither_missing_nor_sent(inbox: Path) -> None:
    before = consolidate(taken(inbox).coverage)
    write(inbox, NIL)
    made = taken(inbox)
    assert standing(made, "hoi-khuyen-hoc") is UnitStanding.NIL
    assert (len(made.coverage.sent), len(made.coverage.nil), len(made.coverage.missing)) == (1, 1, 68)
    assert made.coverage.nil[0].timeliness is Timeliness.NIL
    after = consolidate(made.coverage)
    assert after.total(FLOW).value == before.total(FLOW).value
    assert [u.code for u in after.total(FLOW).nil] == ["hoi-khuyen-hoc"]
    assert after.total(FLOW).lacking == before.total(FLOW).lacking - 1
    assert after.total(FLOW, "DT").value == 0, "it has answered with 0"
    assert before.total(FLOW, "DT").value is None
    assert "hoi-khuyen-hoc" in {u.code for u in after.total(STOCK).no_data}, "nobody has said there are 0 people"
    assert after.total(STOCK).nil == ()
    assert after.total(STOCK).lacking == before.total(STOCK).lacking


def test_k04_a_confirmed_nil_is_told_apart_in_every_trace(inbox: Path) -> None:
    write(inbox, NIL)
    made = consolidate(taken(inbox).coverage)
    for asked, stands in ((FLOW, TraceStanding.NIL), ("T6.B1", TraceStanding.NIL), (STOCK, TraceStanding.NO_DATA)):
        traced = answer_to(made, asked)
        assert isinstance(traced, Traced)
        (line,) = [x for x in traced.lines if x.unit.code == "hoi-khuyen-hoc"]
        assert line.standing is stands, asked
    assert line.remark.startswith("Đơn vị xác nhận không phát sinh trong kỳ; số có đến cuối kỳ vì thế chưa rõ")


@pytest.mark.full
def test_k04_the_annex_does_not_say_that_a_confirmed_nil_was_sent(vstbcpn: Program, inbox: Path) -> None:
    write(inbox, NIL)
    assert vstbcpn("consolidate", inbox, "-o", "ra")[0] == ExitCode.WARNINGS
    rows = load_workbook(inbox.parent / "ra" / "phu-luc_2011-6t.xlsx").worksheets[1].iter_rows(values_only=True)
    named = {row[1]: row[-1] for row in rows}
    assert "Hội Khuyến học tỉnh (xác nhận không phát sinh)" in str(named[STOCK])
    assert "Hội Khuyến học" not in str(named[FLOW])


def test_k04_a_file_after_all_counts_and_is_asked_about(inbox: Path) -> None:
    write(inbox, ",08/06/2011,so-y-te,không phát sinh,ông Hoàng Văn An,")
    made = taken(inbox)
    assert found(made) == {"so-y-te.xlsx": (Status.WITH_WARNINGS, ["VS131"])}
    assert "ông Hoàng Văn An ghi nhận ngày 08/6/2011" in made.judged[0].findings[0].fact
    assert (len(made.coverage.sent), made.coverage.nil) == (1, ())

    write(inbox, ",08/06/2011,so-y-te,không phát sinh,ông Hoàng Văn An,", LEFT_OUT)
    assert standing(taken(inbox), "so-y-te") is UnitStanding.NIL


def test_what_was_written_down_later_is_not_yet_known(inbox: Path) -> None:
    write(inbox, NIL.replace("08/06", "12/06"), ",12/06/2011,so-khcn,loại trừ,,x")
    assert (len(taken(inbox).coverage.nil), len(taken(inbox).coverage.excluded)) == (1, 1)
    early = taken(inbox, dt.date(2011, 6, 11)).coverage
    assert (early.nil, early.excluded) == ((), ())


# ---------------------------------------------------------------------------------------------- everywhere alike
def test_k02_late_by_the_file_alone_is_said_so(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "cong-an-tinh.xlsx", at.filled("cong-an-tinh"), "2011-06-13")
    code, out, _ = vstbcpn("validate", inbox)
    assert "1 đơn vị gửi chậm (theo ngày của tệp);" in out
    assert "VS128" not in out
    assert code == ExitCode.OK
    write(inbox, "cong-an-tinh.xlsx,13/06/2011,,,,")
    out = vstbcpn("validate", inbox)[1]
    assert "1 đơn vị gửi chậm;" in out
    assert "VS128" in out


def test_k03_silent_units_are_named(vstbcpn: Program, inbox: Path) -> None:
    write(inbox, NIL)
    out = vstbcpn("validate", inbox)[1]
    assert "còn 68 đơn vị chưa gửi" in out
    steps = out[out.index("Đôn đốc") :]
    assert "Sở Tư pháp" in steps
    assert "Hội Khuyến học" not in steps


@pytest.mark.full
def test_screen_json_and_lists_say_the_same(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-tu-phap.xlsx", at.filled("so-tu-phap"))
    write(inbox, NIL, LEFT_OUT)
    code, out, _ = vstbcpn("validate", inbox, "--report", "tq.html")
    assert code == ExitCode.OK
    assert "1 đơn vị xác nhận không phát sinh; 1 đơn vị được loại trừ; còn 67 đơn vị chưa gửi" in out
    assert "Hội Khuyến học tỉnh: xác nhận không phát sinh (ông Hoàng Văn An ghi nhận ngày 08/6/2011)." in out
    assert "Sở Y tế: loại trừ, lý do: Đơn vị đề nghị rút lại." in out
    assert re.search(r"Cộng +70 +1 +0 +0 +67 +1 +1 +0\n", out)

    told = json.loads(vstbcpn("validate", inbox, "--format", "json", "--report", "tq.xlsx")[1])
    assert faults(told) == []
    assert [(r["unit"]["code"], r["state"], r["by"], r["date"], r["words"]) for r in told["recorded"]] == [
        ("so-y-te", "excluded", "", None, "Đơn vị đề nghị rút lại"),
        ("hoi-khuyen-hoc", "nil", "ông Hoàng Văn An", "2011-06-08", ""),
    ]
    assert {f["path"]: f["status"] for f in told["files"]}["so-y-te.xlsx"] == "excluded"

    page = (inbox.parent / "tq.html").read_text("utf-8")
    nil, reason = (
        "Đơn vị xác nhận không phát sinh (ông Hoàng Văn An ghi nhận ngày 08/6/2011).",
        "Đơn vị đề nghị rút lại.",
    )
    assert nil in page
    assert f"Loại trừ, lý do: {reason}" in page
    assert "<b>1</b> xác nhận không phát sinh" in page
    assert notes(inbox.parent / "tq.xlsx") == {"so-y-te": f"Loại trừ, lý do: {reason}", "hoi-khuyen-hoc": nil}


def notes(path: Path) -> dict[str, str]:
    rows = load_workbook(path)["Tình hình gửi"].iter_rows(min_row=3, values_only=True)
    heads = next(r for r in rows if r[0] == "STT")
    code, note = heads.index("Mã đơn vị"), heads.index("Ghi chú")
    return {str(r[code]): str(r[note]) for r in rows if r[note]}


@pytest.mark.full
def test_what_is_not_recorded_is_not_counted_as_zero(vstbcpn: Program, inbox: Path) -> None:
    from docx import Document

    receive(inbox, "so-tu-phap.xlsx", at.filled("so-tu-phap"))
    write(inbox, LEFT_OUT)
    assert vstbcpn("consolidate", inbox, "-o", "ra")[0] == ExitCode.WARNINGS
    lines = [p.text for p in Document(str(inbox.parent / "ra" / "bao-cao_2011-6t.docx")).paragraphs]
    assert "Ngoài ra: 1 đơn vị được loại trừ." in lines


def test_the_report_says_it_too(vstbcpn: Program, inbox: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    receive(inbox, "so-tu-phap.xlsx", at.filled("so-tu-phap"))
    assert vstbcpn("consolidate", inbox, "-o", "truoc")[0] == ExitCode.WARNINGS
    write(inbox, NIL, LEFT_OUT)
    code, _, err = vstbcpn("consolidate", inbox, "-o", "sau")
    assert code == ExitCode.WARNINGS
    assert "1 đơn vị xác nhận không phát sinh" in err
    assert "1 đơn vị được loại trừ" in err
    assert "Còn 67 đơn vị chưa có báo cáo dùng được" in err
    before, after = (inbox.parent / folder for folder in ("truoc", "sau"))
    manifest = json.loads((after / "manifest.json").read_text("utf-8"))
    assert [f["status"] for f in manifest["inputs"]] == ["accepted", "excluded"]
    assert schemas.faults("manifest", manifest) == []
    counts = manifest["counts"]
    assert [counts[k] for k in ("units", "sent", "missing", "nil", "excluded")] == [70, 1, 67, 1, 1]
    sums = [json.loads((f / "so-lieu_2011-6t.json").read_text("utf-8"))["totals"][FLOW] for f in (before, after)]
    schema = json.loads((SCHEMAS / "so-lieu.schema.json").read_text("utf-8"))
    whole = json.loads((after / "so-lieu_2011-6t.json").read_text("utf-8"))
    assert [e.json_path for e in Draft202012Validator(schema).iter_errors(whole)] == []
    assert sums[0]["parts"] == ["so-tu-phap", "so-y-te"]
    assert (sums[1]["parts"], sums[1]["nil"]) == (["so-tu-phap"], ["hoi-khuyen-hoc"])
    assert (sums[0]["value"], sums[1]["value"]) == (4, 3), "1 of so-y-te is left out, the nil adds 0"
    text = "\n".join(p.text for p in Document(str(after / "bao-cao_2011-6t.docx")).paragraphs)
    assert "Hội Khuyến học tỉnh: xác nhận không phát sinh (ông Hoàng Văn An ghi nhận ngày 08/6/2011)." in text
    assert "Sở Y tế: loại trừ, lý do: Đơn vị đề nghị rút lại." in text
    assert "01 đơn vị xác nhận không phát sinh; ngoài ra có 01 đơn vị được loại trừ" in text
    own = Document(str(after / "bao-cao-can-bo_2011-6t.docx")).element.body
    shown = "".join(t.text or "" for t in own.iter(qn("w:t")))  # its figures stand in content controls
    assert "01 đơn vị được loại trừ, không tổng hợp" in shown
    assert "Ngoài ra: 1 đơn vị xác nhận không phát sinh; 1 đơn vị được loại trừ." in text
    assert set(notes(after / "phu-luc_2011-6t.xlsx")) == {"so-y-te", "hoi-khuyen-hoc"}
    task = load_workbook(after / "phu-luc_2011-6t.xlsx")["NV1"]
    row = next(r for r in task.iter_rows(values_only=True) if r[1] == "hoi-khuyen-hoc")
    assert row[2] == "Hội Khuyến học tỉnh (xác nhận không phát sinh)"
    assert {0, "…"} <= set(row)


# ------------------------------------------------------------------------------------ what the run itself has to say
RUN_SAYS = {
    "excluded": ["bo.xlsx"],
    "superseded": ["so-y-te.xlsx"],
    "received-late": ["so-y-te 2.xlsx"],
    "nil-but-sent": ["hoi-khuyen-hoc.xlsx"],
    "booked-by-name": ["Báo cáo Sở Tài chính.pdf"],
}


@pytest.mark.parametrize("kind", RUN_SAYS)
def test_a_rule_whose_words_fail_is_noted_wherever_its_problem_is_met(kind: str, inbox: Path) -> None:
    for name, unit in (("so-y-te 2", "so-y-te"), ("bo", "so-gddt"), ("hoi-khuyen-hoc", "hoi-khuyen-hoc")):
        receive(inbox, f"{name}.xlsx", at.filled(unit), "2011-06-09")
    receive(inbox, "Báo cáo Sở Tài chính.pdf", b"%PDF-1.4\n")
    write(inbox, NIL, "bo.xlsx,,,loại trừ,,x", "so-y-te.xlsx,11/06/2011", "so-y-te 2.xlsx,12/06/2011")
    rule: Any = rules()[kind]
    usual = rule.fact, rule.fact_known
    for words in ("fact", "fact_known"):
        msgspec.structs.force_setattr(rule, words, "{khong_co}")
    try:
        made = taken(inbox)
    finally:
        for words, said in zip(("fact", "fact_known"), usual, strict=True):
            msgspec.structs.force_setattr(rule, words, said)
    told = [(j.outcome.file.path, f.fact) for j in made.judged for f in j.findings if f.rule == kind]
    assert told == [(name, f"{rule.title}.") for name in RUN_SAYS[kind]]
    assert [(e.code, dict(e.failed)) for e in made.ledger if e.failed] == [
        (rule.code, {"KeyError": tuple(RUN_SAYS[kind])})
    ]
