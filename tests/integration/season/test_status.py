"""`vstbcpn status`: where a season stands today, also before anybody has sent, and the same counts wherever it is told."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.plausible import plausible, submission_of
from tests.support.judges import schemas
from tests.support.programs.command_line import Program, receive, wrong
from tests.support.seasons import season
from tests.support.seasons.report_cases import report_of
from vstbcpn_cli.cli.output.status import print_status
from vstbcpn_cli.edition.model import ReportingUnit, Severity
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import Coverage, Judged, Receipt, Recorded, Records, Tally, cover
from vstbcpn_cli.model.findings import Finding, Place, Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import Problem, SourceFile, Stamp, Unreadable
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.period_and_units import units_view
from vstbcpn_cli.report.overview.lists import render as render_lists
from vstbcpn_cli.report.overview.page import render as render_page
from vstbcpn_cli.report.renderer import Overview, RuleWords
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.runtime import clock
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.status import as_json
from vstbcpn_cli.usecases.tracing.model import Traced
from vstbcpn_cli.usecases.tracing.query import answer_to

HEAD = "tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu"


def told(program: Program, *arguments: object) -> dict[str, Any]:
    _, out, _ = program("status", *arguments, "--format", "json")
    document: dict[str, Any] = json.loads(out)
    assert schemas.faults("status", document) == []
    return document


@pytest.fixture
def season_folder(inbox: Path) -> Path:
    """One in order, one to correct and late, one of which nothing can be used, one nil, one left out, a file of nobody."""
    receive(
        inbox,
        "gddt.xlsx",
        at.typed(at.filled("so-gddt"), {at.spot("so-gddt", "T2.06"): 5, at.spot("so-gddt", "T2.07"): 9}),
        "2011-06-13",
    )
    receive(inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu")[:9000])
    receive(inbox, "anh.pdf", b"%PDF-1.4\n")
    lines = (",08/06/2011,hoi-khuyen-hoc,không phát sinh,ông Hoàng Văn An,", ",,so-xay-dung,loại trừ,,Giải thể")
    (inbox / "so-theo-doi.csv").write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return inbox


def test_every_state_is_counted_once_by_group(vstbcpn: Program, season_folder: Path) -> None:
    document = told(vstbcpn, season_folder, "--as-of", "14/6/2011")
    counts = document["counts"]
    assert counts == {
        "units": 70,
        "sent": 2,
        "accepted": 1,
        "to_correct": 1,
        "unusable": 1,
        "missing": 65,
        "nil": 1,
        "excluded": 1,
        "on_time": 1,
        "late": 1,
    }
    for name in counts:
        assert sum(group["counts"][name] for group in document["groups"]) == counts[name]
    states = {u["code"]: u["standing"] for u in document["units"]}
    assert [states[c] for c in ("so-y-te", "so-gddt", "so-noi-vu", "hoi-khuyen-hoc", "so-xay-dung", "so-tu-phap")] == [
        *("accepted", "to_correct", "unusable", "nil", "excluded", "missing")
    ]
    assert (document["days_left"], document["as_of"]) == (-5, "2011-06-14")
    assert [f["path"] for f in document["unplaced"]] == ["anh.pdf", "so-noi-vu.xlsx"]


def test_the_screen_tells_who_when_and_what_to_do(vstbcpn: Program, season_folder: Path) -> None:
    code, out, _ = vstbcpn("status", season_folder, "--as-of", "14/6/2011")
    assert code == 10
    assert "tính đến 14/6/2011, hạn gửi trước ngày 10/6/2011, đã quá hạn 5 ngày" in out
    assert "Chưa gửi (65 đơn vị):" in out
    assert "  - Sở Nội vụ · “so-noi-vu.xlsx” nhận 08/6/2011 (theo ngày của tệp)" in out
    line = next(line for line in out.splitlines() if "Sở Giáo dục và Đào tạo" in line)
    assert "nhận 13/6/2011 (theo ngày của tệp) · 1 lỗi · chậm 4 ngày · Người ký: " in line
    assert "Hội Khuyến học tỉnh: xác nhận không phát sinh (ông Hoàng Văn An ghi nhận ngày 08/6/2011)." in out
    steps = out[out.index("Việc tiếp theo:") :]
    assert (
        f"Lập công văn đôn đốc, thư và tin nhắn cho 67 đơn vị chưa gửi hoặc chưa gửi lại: vstbcpn remind {season_folder}"
        in steps
    )
    assert f"vstbcpn validate {season_folder} --feedback" in steps
    assert "Xem 1 tệp chưa xác định được đơn vị" in steps


def test_before_anybody_has_sent_everybody_is_missing(vstbcpn: Program, tmp_path: Path) -> None:
    (tmp_path / "2-nhan-ve").mkdir()
    (tmp_path / "so-theo-doi.csv").write_text(
        f"{HEAD}\n,08/06/2011,hoi-khuyen-hoc,không phát sinh,ông An,\n", encoding="utf-8"
    )
    counts = told(vstbcpn, "--as-of", "9/6/2011", "--report", "tq.html")["counts"]
    assert (counts["units"], counts["missing"], counts["nil"]) == (70, 69, 1)
    assert "<b>69</b> chưa gửi" in (tmp_path / "tq.html").read_text(encoding="utf-8")


def test_what_came_later_has_not_come_yet(vstbcpn: Program, season_folder: Path) -> None:
    assert told(vstbcpn, season_folder, "--as-of", "9/6/2011")["counts"]["late"] == 0
    assert told(vstbcpn, season_folder, "--as-of", "1/6/2011")["counts"]["sent"] == 0


def test_days_are_left_from_today(vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, left in ((dt.date(2011, 6, 1), 8), (dt.date(2011, 6, 9), 0), (dt.date(2011, 6, 20), -11)):
        monkeypatch.setattr(clock, "today", lambda day=day: day)
        assert told(vstbcpn, inbox)["days_left"] == left
    assert "đã quá hạn 11 ngày" in vstbcpn("status", inbox)[1]


def test_nothing_left_to_do_is_said_by_the_exit_code(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    register = tmp_path / "dv.csv"
    head = "code,name,kind,group,email,phone,contact,address"
    line = "so-y-te,Sở Y tế,SN,so,soyte@langson.example,0205 3812 345,bà Lê Thị Hoa,50 Đinh Tiên Hoàng"
    register.write_text(f"{head}\n{line}\n", encoding="utf-8")
    assert vstbcpn("status", inbox, "--units", register, "--as-of", "9/6/2011")[0] == 0
    (unit,) = told(vstbcpn, inbox, "--units", register, "--as-of", "9/6/2011")["units"]
    assert unit["contact"] == {
        "person": "bà Lê Thị Hoa",
        "phone": "0205 3812 345",
        "email": "soyte@langson.example",
        "address": "50 Đinh Tiên Hoàng",
    }
    receive(inbox, "so-y-te.xlsx", wrong())
    code, out, _ = vstbcpn("status", inbox, "--units", register, "--as-of", "9/6/2011")
    assert code == 10
    assert "bà Lê Thị Hoa · điện thoại 0205 3812 345 · thư điện tử soyte@langson.example" in out


# --------------------------------------------------------------------------------- one count of each state, everywhere
def drawn(seed: int) -> Coverage:
    """Any units in any state, some with several files."""
    rng = random.Random(seed)
    edition, register = season.edition(), season.register()
    period = edition.periods[rng.choice(("6t", "nam"))]
    units = register.valid_on(period.until_date)
    said = Records(
        {u.code: Recorded("", "ông An", period.due) for u in rng.sample(units, rng.randint(0, 5))},
        {},
    )
    left_out = {u.code: Recorded("Giải thể") for u in rng.sample(units, rng.randint(0, 5)) if u.code not in said.nil}
    judged = tuple(j for u in rng.sample(units, rng.randint(0, 12)) for j in _files(u, period.code, rng))
    return cover(edition, period, register, judged, Records(said.nil, left_out))


def _files(unit: ReportingUnit, period: str, rng: random.Random) -> Iterator[Judged]:
    edition = season.edition()
    due = edition.periods[period].due
    receipt = Receipt(due + dt.timedelta(days=rng.randint(-9, 5)), from_log=rng.random() < 0.5)
    fate = rng.choice(("accepted", "partial", "unreadable", "excluded"))
    if fate == "unreadable":
        bad = Unreadable(
            SourceFile(f"{unit.code}.pdf"),
            Problem(ProblemKind.UNREADABLE, details={"reason": "không có quyền đọc"}),
            Stamp(unit=unit.code),
        )
        yield Judged(bad, (), Status.UNREADABLE, receipt)
        return
    form = submission_of(edition, unit, edition.periods[period], plausible(edition, unit, edition.periods[period]))
    left_out = Recorded("Gửi nhầm") if fate == "excluded" else None
    error = Finding("VS401", "x", Severity.ERROR, "Sai.", "Đề nghị sửa.", Place(None, None))
    yield Judged(form, (error,) if fate == "partial" else (), Status(fate), receipt, left_out)


def counted(coverage: Coverage) -> Tally:
    """Counted anew from the units, by what each of them is."""
    stands = [coverage.standing(u).value for u in coverage.units]
    sent = [u for u in coverage.units if u.counted is not None]
    late = sum(u.days_late > 0 for u in sent)
    named = {n: stands.count(n) for n in ("accepted", "to_correct", "unusable", "missing", "nil", "excluded")}
    return Tally(units=len(coverage.units), on_time=len(sent) - late, late=late, **named)


@pytest.mark.parametrize("seed", range(12))
def test_screen_page_lists_report_and_trace_say_the_same(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coverage = drawn(seed)
    tally = counted(coverage)
    assert coverage.tally() == tally
    intake = Intake(
        Setting(coverage.edition, coverage.period, coverage.register), (), coverage, as_of=coverage.period.due
    )

    print_status(intake, [], Path("4-phan-hoi"))
    screen = capsys.readouterr().out
    heads = re.split(r"\s{2,}", screen.splitlines()[1].strip())
    line = next(line for line in screen.splitlines() if line.startswith("  Cộng"))
    shown = dict(zip(heads, map(int, line.split()[1:]), strict=True))
    named = {"Đơn vị": tally.units, "Đã nhận": tally.accepted, "Chỉnh lý": tally.to_correct, "Chậm": tally.late}
    named |= {"Chưa dùng được": tally.unusable, "Chưa gửi": tally.missing, "Đúng hạn": tally.on_time}
    named |= {k: v for k, v in (("Không phát sinh", tally.nil), ("Loại trừ", tally.excluded)) if v}
    assert shown == named
    listed = re.findall(
        r"^(Chưa gửi|Đã gửi nhưng tệp chưa dùng được|Cần chỉnh lý) \((\d+) đơn vị\):$", screen, re.MULTILINE
    )
    assert sum(int(n) for _, n in listed) == tally.awaited + tally.to_correct

    counts = as_json(intake)["counts"]
    assert counts == {name: getattr(tally, name) for name in counts}

    words = {r.code: RuleWords(r.title, r.why, r.fix) for r in rules().values()}
    overview = Overview(coverage, coverage.period.due, words, (season.COMMON / "report",))
    render_page(overview, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    tiles = dict(re.findall(r'data-loc="tinh-trang=(\w+)"><b>(\d+)', page[page.index("so-lieu") :]))
    assert {k: int(v) for k, v in tiles.items() if k != "stray"} == {
        k: v for k in tiles if k != "stray" and (v := getattr(tally, k)) is not None
    }
    assert set(tiles) >= {"sent", "accepted", "to_correct", "unusable", "missing", "on_time", "late"}
    render_lists(overview, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    states = [r[4] for r in sheet.iter_rows(min_row=3, values_only=True) if r[1]]
    assert states.count("Chưa gửi") == tally.missing
    assert states.count("Gửi chậm") + states.count("Chậm") == tally.late

    made = consolidate(coverage)
    view = units_view(report_of(made), load_labels([season.TEMPLATES / "report"]))
    assert (view.n, view.N, view.so_cham, view.so_chua_gui) == (tally.sent, tally.units, tally.late, tally.missing)
    assert (view.so_chua_dung, view.so_khong_phat_sinh, view.so_loai_tru) == (tally.unusable, tally.nil, tally.excluded)
    traced = answer_to(made, "don-vi")
    assert isinstance(traced, Traced)
    assert traced.share is not None
    assert (traced.value, traced.share.whole) == (tally.sent, tally.units)
    silent = [line.standing.value for line in traced.lines]
    assert (silent.count("nil"), silent.count("excluded")) == (tally.nil, tally.excluded)
    assert silent.count("missing") == tally.awaited
