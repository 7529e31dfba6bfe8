"""A rule that raises is named as not run, everywhere; whatever else there is to do is done and written."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from docx import Document
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.forms.small_forms import Form, declared
from tests.support.forms.small_forms import season as season_of
from tests.support.judges.published import faults
from tests.support.judges.schemas import faults as schema_faults
from tests.support.programs.launching import ROOT, receive
from tests.support.seasons import season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.cli.output.rules_not_run import rule_names, say_not_run
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.feedback import feedback_on
from vstbcpn_cli.model.findings import Place, RuleFailure, Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Problem, State
from vstbcpn_cli.model.told_findings import EarlierFeedback, ToldFinding
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.registry import renderers
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.rules.base import Fault, Rule
from vstbcpn_cli.rules.engine import judge, judge_problem, judge_season
from vstbcpn_cli.rules.registry import LiveRules, bind, rules
from vstbcpn_cli.usecases.intake.rule_ledger import LedgerEntry
from vstbcpn_cli.workbook.form.form_plan import plan_form

Check = Callable[..., Iterator[Any]]
MORE_WOMEN = {"T2.06": 5, "T2.07": 9}
COMPARED = {"part": "T2.07", "whole": "T2.06"}


def raising(fault: BaseException) -> Check:
    def check(*_: object) -> Iterator[Any]:
        raise fault
        yield

    return check


@pytest.fixture
def broken(request: pytest.FixtureRequest) -> Callable[[str, Check], Rule]:
    """Gives a rule another check until the test is over."""

    def put(name: str, check: Check) -> Rule:
        rule = rules()[name]
        usual = rule.check  # type: ignore[attr-defined]  # only rules that have one are asked for
        msgspec.structs.force_setattr(rule, "check", check)
        request.addfinalizer(lambda: msgspec.structs.force_setattr(rule, "check", usual))
        return rule

    return put


# ------------------------------------------------------------------------------------------------------ the engine
RAISED = [
    ValueError("x"),
    MemoryError(),
    RecursionError(),
    KeyError("x"),
    AssertionError(),
    SystemExit(0),
    GeneratorExit(),
    StopIteration(),
    BaseException("x"),
]


@pytest.mark.parametrize("fault", RAISED)
def test_the_others_find_what_they_find(broken: Callable[[str, Check], Rule], fault: BaseException) -> None:
    form = Form({**MORE_WOMEN, "T6.05": State.EMPTY}).scope()
    bound = [*declared("part-exceeds-whole", COMPARED), *bind(form.edition)]
    usual = judge(form, bound)
    assert {f.rule for f in usual} >= {"part-exceeds-whole", "missing-value"}
    broken("missing-value", raising(fault))
    failed: list[RuleFailure] = []
    assert judge(form, bound, failed) == tuple(f for f in usual if f.rule != "missing-value")
    # Python itself makes another exception of this one where a generator raises it.
    named = "RuntimeError" if isinstance(fault, StopIteration) else type(fault).__name__
    assert failed == [RuleFailure(rules()["missing-value"].code, "", named)]


def test_who_stops_the_run_is_obeyed(broken: Callable[[str, Check], Rule]) -> None:
    broken("missing-value", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        judge(Form().scope(), [], [])


def test_a_constraint_is_named_with_its_declaration_and_keeps_what_it_found_before(
    broken: Callable[[str, Check], Rule],
) -> None:
    form, bound = Form(MORE_WOMEN).scope(), declared("part-exceeds-whole", COMPARED)
    found = form.submission.values["T2.07"]

    def half(*_: object) -> Iterator[Fault]:
        yield Fault(found, "Hai ô trái nhau.", "Đề nghị kiểm tra.")
        raise ZeroDivisionError

    broken("part-exceeds-whole", half)
    failed: list[RuleFailure] = []
    assert [(f.code, f.fact) for f in judge(form, bound, failed)] == [("VS401", "Hai ô trái nhau.")]
    assert failed == [RuleFailure("VS401", bound[0].constraint.id, "ZeroDivisionError")]


WORDS = ("Hai ô trái nhau.", "Đề nghị kiểm tra.")
UNUSABLE: list[Any] = [
    Fault(Place(), None, None),  # type: ignore[arg-type]  # what a rule may do wrong
    Fault(Place(), "", "Đề nghị kiểm tra."),
    Fault(Place(), "Hai ô trái nhau.", " "),
    Fault(Place(), *WORDS, value=3),  # type: ignore[arg-type]
    Fault(Place(), *WORDS, severity="error"),  # type: ignore[arg-type]
    Fault(Place(key=Key("ZZZ")), *WORDS),
    Fault(Place(CellRef("NOPE", 9, 9)), *WORDS),
    Fault(Place(CellRef("NV2", 0, 4)), *WORDS),
    Fault(Place(key=Key("T2.07", -1)), *WORDS),
    Fault(Place(key=Key("T2.07")), *WORDS, related=(Place(key=Key("ZZZ")),)),
    Fault(Place(key=Key("T2.07")), *WORDS, related=None),  # type: ignore[arg-type]
    Fault(None, *WORDS),  # type: ignore[arg-type]
    "Hai ô trái nhau.",
]


@pytest.mark.parametrize("fault", UNUSABLE)
def test_a_fault_no_finding_can_be_made_of_is_a_failure_of_its_rule(
    broken: Callable[[str, Check], Rule], fault: Any
) -> None:
    form = Form({**MORE_WOMEN, "T6.05": State.EMPTY}).scope()
    bound = [*declared("part-exceeds-whole", COMPARED), *bind(form.edition)]
    usual = judge(form, bound)
    rule = broken("missing-value", lambda *_: iter([fault]))
    failed: list[RuleFailure] = []
    assert judge(form, bound, failed) == tuple(f for f in usual if f.rule != "missing-value")
    assert [(f.code, f.constraint) for f in failed] == [(rule.code, "")]


@pytest.mark.parametrize("fault", UNUSABLE)
@pytest.mark.parametrize("name", ["stock-jumped", "same-as-previous"])
def test_a_rule_between_units_may_give_such_a_fault_too(
    broken: Callable[[str, Check], Rule], name: str, fault: Any
) -> None:
    one = Form()
    rule = broken(name, lambda *_: iter([(one.scope().submission, fault)]))
    failed: list[RuleFailure] = []
    season = season_of(one, previous={})
    assert judge_season(season, declared("stock-jumped", {"percent": 30}), failed) == {"so-y-te.xlsx": ()}
    assert [f.code for f in failed] == [rule.code]


def test_without_a_list_the_fault_goes_through(broken: Callable[[str, Check], Rule]) -> None:
    broken("missing-value", raising(ValueError("x")))
    with pytest.raises(ValueError, match="x"):
        judge(Form().scope(), [])


@pytest.mark.parametrize("fault", [ValueError("x"), SystemExit(3), GeneratorExit(), BaseException("x")])
@pytest.mark.parametrize("name", ["stock-jumped", "same-as-previous"])
def test_a_rule_between_units(broken: Callable[[str, Check], Rule], name: str, fault: BaseException) -> None:
    rule = broken(name, raising(fault))
    bound = declared("stock-jumped", {"percent": 30})
    failed: list[RuleFailure] = []
    assert judge_season(season_of(Form(), previous={}), bound, failed) == {"so-y-te.xlsx": ()}
    use = bound[0].constraint.id if name == "stock-jumped" else ""
    assert failed == [RuleFailure(rule.code, use, type(fault).__name__)]


def test_what_the_reader_met_is_told_in_general_words(monkeypatch: pytest.MonkeyPatch) -> None:
    rule: Any = rules()["not-one-number"]
    usual = rule.fact
    msgspec.structs.force_setattr(rule, "fact", "{khong_co}")
    try:
        failed: list[RuleFailure] = []
        finding = judge_problem(Problem(ProblemKind.NOT_ONE_NUMBER, shown="abc", details={"case": ""}), failed)
    finally:
        msgspec.structs.force_setattr(rule, "fact", usual)
    assert (finding.code, finding.severity, finding.value) == (rule.code, Severity.ERROR, "abc")
    assert (finding.fact, finding.advice) == (f"{rule.title}.", rule.fix)
    assert failed == [RuleFailure(rule.code, "", "KeyError")]


@pytest.mark.parametrize("fault", [ValueError("x"), SystemExit(0)])
def test_a_line_of_the_self_check_that_raises_stops_a_blank_and_no_reading(fault: BaseException) -> None:
    rule: Any = rules()["missing-value"]
    usual = rule.live
    msgspec.structs.force_setattr(rule, "live", raising(fault))
    try:
        with pytest.raises(type(fault)):
            _ = plan_form(at.applies_to("so-y-te"), LiveRules(at.bound())).checks.lines
        lenient = plan_form(at.applies_to("so-y-te"), LiveRules(at.bound(), lenient=True)).checks.lines
        assert {line.check.rule for line in lenient} - {rule.code}
    finally:
        msgspec.structs.force_setattr(rule, "live", usual)


# ----------------------------------------------------------------------------------------------------- the program
PATCH = """
import sys
import msgspec
sys.path.insert(0, {root!r})
from vstbcpn_cli.rules.registry import rules
def check(*_):
    raise {fault}
    yield
for name in {names!r}:
    msgspec.structs.force_setattr(rules()[name], "check", check)
"""
FORM_RULE, BETWEEN, DECLARED = "missing-value", "duplicate-between-units", "R25"
"""The second is declared for seven tables under one name."""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nhan")
    for unit in ("so-y-te", "so-gddt", "hoi-lhpn"):
        receive(folder, f"{unit}.xlsx", at.filled(unit))
    more = {at.spot("huyen-loc-binh", code): value for code, value in MORE_WOMEN.items()}
    receive(folder, "huyen-loc-binh.xlsx", at.typed(at.filled("huyen-loc-binh"), more))
    receive(folder, "hong.xlsx", b"PK nothing")
    return folder


def run(tmp_path: Path, *arguments: object, fault: str = "ValueError('x')", patch: str = PATCH) -> tuple[int, str, str]:
    (tmp_path / "ma").mkdir(exist_ok=True)
    patch = patch.format(root=str(ROOT), fault=fault, names=(FORM_RULE, BETWEEN))
    (tmp_path / "ma" / "sitecustomize.py").write_text(patch, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path / 'ma'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "vstbcpn_cli", *map(str, arguments)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.full
def test_validate_names_them_and_tells_everything_else(tmp_path: Path, inbox: Path) -> None:
    code, said, told = run(tmp_path, "validate", inbox, "--format", "json", "--feedback", tmp_path / "phan-hoi")
    assert code == 1
    document = json.loads(said)
    assert faults(document) == []
    first, second = rules()[FORM_RULE].code, f"{rules()[BETWEEN].code} {DECLARED}"
    assert f"Quy tắc {first} chưa kiểm tra xong 4 tệp vì phần mềm gặp lỗi (ValueError)" in told
    assert f"Quy tắc {second} chưa kiểm tra xong 4 tệp" in told
    by_name = {f["path"]: f for f in document["files"]}
    assert "VS401" in {f["code"] for f in by_name["huyen-loc-binh.xlsx"]["findings"]}
    assert {p: f["not_run"] for p, f in by_name.items()} == {
        **dict.fromkeys(by_name, sorted([first, second])),
        "hong.xlsx": [],
    }
    assert {f["status"] for f in by_name.values()} == {"accepted", "partial", "unreadable"}
    ledger = {(r["code"], r["constraint"]): r for r in document["rules"]}
    failed = {key: r["failed"] for key, r in ledger.items() if r["failed"]}
    files = sorted(p for p in by_name if p != "hong.xlsx")
    assert failed == {key: [{"fault": "ValueError", "files": files}] for key in [(first, ""), tuple(second.split())]}
    for entry in ledger.values():
        stopped = sum(len(f["files"]) for f in entry["failed"])
        assert entry["ran"] + sum(entry["skipped"].values()) + stopped == len(by_name), entry
    assert sum(r["found"] for r in ledger.values()) == sum(len(f["findings"]) for f in by_name.values())
    assert {r["skipped"].get("no_earlier", 0) for (c, _), r in ledger.items() if c == "VS505"} == {4}
    slip = next((tmp_path / "phan-hoi").glob("dot-1/*/*so-y-te*.docx"))
    words = "\n".join(p.text for t in [Document(str(slip))] for p in _paragraphs(t))
    assert "Việc kiểm tra tệp này chưa xong" in words
    assert "không có điểm cần xử lý" not in words
    (message,) = (p.read_text(encoding="utf-8-sig") for p in (tmp_path / "phan-hoi").glob("dot-1/*/*so-y-te*.txt"))
    assert "việc kiểm tra chưa xong" in message
    assert "không có điểm cần xử lý" not in message


@pytest.mark.parametrize("fault", ["SystemExit(0)", "GeneratorExit()"])
def test_what_would_end_the_program_is_noted_like_any_other_fault(tmp_path: Path, inbox: Path, fault: str) -> None:
    code, said, told = run(tmp_path, "validate", inbox, "--format", "json", fault=fault)
    assert code == 1
    document = json.loads(said)
    assert faults(document) == []
    named = fault.partition("(")[0]
    assert f"Quy tắc {rules()[FORM_RULE].code} chưa kiểm tra xong 4 tệp vì phần mềm gặp lỗi ({named})" in told
    assert f"Quy tắc {rules()[BETWEEN].code} {DECLARED} chưa kiểm tra xong 4 tệp" in told
    by_name = {f["path"]: f for f in document["files"]}
    assert "VS401" in {f["code"] for f in by_name["huyen-loc-binh.xlsx"]["findings"]}
    assert {r["code"] for r in document["rules"] if r["failed"]} == {rules()[n].code for n in (FORM_RULE, BETWEEN)}


UNUSABLE_PATCH = """
import sys
import msgspec
sys.path.insert(0, {root!r})
from vstbcpn_cli.model.findings import Place
from vstbcpn_cli.model.submission import CellRef, Key
from vstbcpn_cli.rules.base import Fault
from vstbcpn_cli.rules.registry import rules
at = Place(CellRef("NOPE", 9, 9), Key("ZZZ"))
def without_words(scope):
    yield Fault(Place(), None, None)
def nowhere(_, season):
    for scope in season.scopes:
        yield scope.submission, Fault(at, "x", "y")
msgspec.structs.force_setattr(rules()[{names[0]!r}], "check", without_words)
msgspec.structs.force_setattr(rules()[{names[1]!r}], "check", nowhere)
"""


def test_what_no_finding_can_be_made_of_costs_no_file(tmp_path: Path, inbox: Path) -> None:
    code, said, told = run(tmp_path, "validate", inbox, "--format", "json", patch=UNUSABLE_PATCH)
    assert code == 1, told
    document = json.loads(said)
    assert faults(document) == []
    assert f"Quy tắc {rules()[FORM_RULE].code} chưa kiểm tra xong 4 tệp vì phần mềm gặp lỗi" in told
    assert f"Quy tắc {rules()[BETWEEN].code} {DECLARED} chưa kiểm tra xong 4 tệp" in told
    codes = {f["code"] for file in document["files"] for f in file["findings"]}
    assert "VS401" in codes
    assert "VS124" not in codes
    assert "NOPE" not in said


COMPARES = """
import sys
import msgspec
sys.path.insert(0, {root!r})
from vstbcpn_cli.rules.registry import rules
def compares(*_):
    raise {fault}
msgspec.structs.force_setattr(rules()["same-as-previous"], "compares", compares)
"""


def test_a_rule_that_cannot_say_whether_it_compares_is_named(tmp_path: Path, inbox: Path) -> None:
    code, said, told = run(tmp_path, "validate", inbox, "--format", "json", fault="SystemExit(0)", patch=COMPARES)
    assert code == 1
    document = json.loads(said)
    assert faults(document) == []
    assert "Quy tắc VS505 chưa kiểm tra xong 4 tệp vì phần mềm gặp lỗi (SystemExit)" in told
    assert len(document["files"]) == 5


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        yield from (p for row in table.rows for cell in row.cells for p in cell.paragraphs)


def test_the_screen_says_it_of_every_file(tmp_path: Path, inbox: Path) -> None:
    code, said, _ = run(tmp_path, "validate", inbox, "--report", tmp_path / "tong-quan.html")
    rule = rules()[FORM_RULE].code
    assert code == 1
    (line,) = (x for x in said.splitlines() if "so-y-te.xlsx" in x)
    assert line.endswith(f"Đã nhận; chưa kiểm tra xong theo quy tắc {rule}, {rules()[BETWEEN].code} {DECLARED}")
    page = (tmp_path / "tong-quan.html").read_text(encoding="utf-8")
    assert f"{rule} (4 tệp)" in page


def test_the_report_is_written_and_says_what_was_not_checked(tmp_path: Path, inbox: Path) -> None:
    code, said, told = run(tmp_path, "consolidate", inbox, "-o", tmp_path / "ket-qua")
    assert (code, len(said.splitlines())) == (1, len(renderers()) + 1), told
    first, second = rules()[FORM_RULE].code, f"{rules()[BETWEEN].code} {DECLARED}"
    named = "; ".join(f"{c} (4 tệp)" for c in sorted([first, second]))
    manifest = json.loads((tmp_path / "ket-qua" / "manifest.json").read_text(encoding="utf-8"))
    assert schema_faults("manifest", manifest) == []
    assert {r["code"] for r in manifest["rules"] if r["failed"]} == {first, rules()[BETWEEN].code}
    report = [p.text for p in Document(str(tmp_path / "ket-qua" / "bao-cao-can-bo_2011-6t.docx")).paragraphs]
    assert any(p.endswith(f"Chưa kiểm tra xong theo 02 quy tắc vì phần mềm gặp lỗi: {named}.") for p in report)
    assert any(f"Số liệu chưa được kiểm tra xong theo 02 quy tắc của phần mềm ({named})" in p for p in report)
    annex = load_workbook(tmp_path / "ket-qua" / "phu-luc_2011-6t.xlsx", read_only=True)
    cover = [str(c) for row in annex["Mục lục"].iter_rows(values_only=True) for c in row if c]
    assert any(f"{first}; {second}" in c or f"{second}; {first}" in c for c in cover)
    code, said, told = run(tmp_path, "trace", "T6.05", inbox, "--format", "json")
    assert code == 1
    traced = json.loads(said)
    assert schema_faults("trace", traced) == []
    assert traced["not_run"] == {first: 4, second: 4}
    assert f"Quy tắc {first} chưa kiểm tra xong 4 tệp" in told


def test_a_report_with_nothing_else_to_remark_says_it_too() -> None:
    made = made_of(all_forms("6t"))
    stopped = RuleFailure("VS401", "R01", "ValueError")
    units = tuple(
        replace(u, counted=replace(u.counted, failed=(stopped,))) if u.counted else u for u in made.coverage.units
    )
    report = report_of(replace(made, coverage=replace(made.coverage, units=units)))
    paragraphs = render_sections(report, load_labels([TEMPLATES / "report"])).paragraphs
    assert paragraphs["du-thao"] == [
        "Bản làm việc. Chưa kiểm tra xong theo 01 quy tắc vì phần mềm gặp lỗi: VS401 R01 (70 tệp)."
    ]
    assert render_sections(report_of(made), load_labels([TEMPLATES / "report"])).paragraphs["du-thao"] == []


def test_the_silence_of_a_stopped_rule_mends_nothing() -> None:
    judged = Judged(all_forms("6t")[0], (), Status.ACCEPTED, Receipt(dt.date(2011, 6, 8), from_log=True))
    said = ToldFinding(
        "VS401", "R01", Severity.ERROR, "T2.07", "NV2", "D12", "9", "Hai ô trái nhau.", "Đề nghị kiểm tra."
    )
    before = EarlierFeedback("bc.xlsx", "0" * 64, "2011-06-01", (said,))
    setting = (season.edition(), season.edition().periods["6t"])
    assert feedback_on(judged, setting, None, (), before).mended == (said,)
    stopped = replace(judged, failed=(RuleFailure("VS401", "R01", "ValueError"),))
    assert feedback_on(stopped, setting, None, (), before).mended == ()


def test_a_rule_of_many_uses_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    files = ("a.xlsx", "b.xlsx")
    ledger = [LedgerEntry("VS401", use, 0, 0, 0, failed={"ValueError": files}) for use in ("R04", "R01")]
    assert say_not_run([*ledger, LedgerEntry("VS505", "", 2, 0, 0)])
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(
        "Quy tắc VS401 (R01, R04) chưa kiểm tra xong 2 tệp vì phần mềm gặp lỗi (ValueError): a.xlsx; b.xlsx."
    )
    assert rule_names(["VS506 R42", "VS505", "VS401 R04", "VS401 R01"]) == "VS401 (R01, R04), VS505, VS506 R42"
