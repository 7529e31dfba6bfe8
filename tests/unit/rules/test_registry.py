"""The rules as a whole: complete words, unique codes, and editions bound to them or refused with the key."""

from __future__ import annotations

import ast
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

import vstbcpn_cli.rules
import vstbcpn_cli.rules.form.missing_value
from tests.support.forms import returned as at
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Constraint, Edition, Severity
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules import registry
from vstbcpn_cli.rules.base import ConstraintRule, FormRule, ProblemRule, Rule, SeasonRule
from vstbcpn_cli.rules.messages import TABLE, loaded, messages
from vstbcpn_cli.rules.registry import BoundConstraint, LiveRules, bind, by_code, named_in, rule_of, rules
from vstbcpn_cli.workbook.form.form_plan import plan_form

EDITION = load_edition("2011")
HERE = Path(vstbcpn_cli.rules.__file__).parent
PACKAGE = HERE.parent
ALL = list(rules().values())


def words(rule: Rule) -> Iterator[str]:
    yield from (rule.title, rule.why, rule.example, rule.fix)
    if isinstance(rule, ProblemRule):
        yield from (*facts(rule), *advices(rule))


def facts(rule: ProblemRule) -> tuple[str, ...]:
    return tuple(t for t in (rule.fact, rule.fact_known, *(c.fact for c in rule.cases.values())) if t)


def advices(rule: ProblemRule) -> tuple[str, ...]:
    return tuple(t for t in (rule.advice, rule.advice_known, *(c.advice for c in rule.cases.values())) if t)


@pytest.mark.parametrize("rule", ALL, ids=lambda r: r.name)
def test_words_are_complete(rule: Rule) -> None:
    assert all((rule.title, rule.why, rule.example, rule.fix))
    for text in words(rule):
        assert text == unicodedata.normalize("NFC", text).strip()
        assert not re.search(r"[?!](\s|$)", text.replace("#REF!", "").replace("#DIV/0!", ""))
        assert not re.search(r"\b(null|regex|schema|parse|sheet|cell)\b", re.sub(r"{\w+}", "", text), re.IGNORECASE)
    assert not rule.title.endswith(".")
    assert all(text.endswith(".") for text in (rule.why, rule.example, rule.fix))


@pytest.mark.parametrize("rule", [r for r in ALL if isinstance(r, ProblemRule)], ids=lambda r: r.name)
def test_sentences_of_problems(rule: ProblemRule) -> None:
    assert rule.fact
    assert all(text.endswith(".") for text in (*facts(rule), *advices(rule)))
    assert all(text.startswith("Đề nghị ") for text in advices(rule))


@pytest.mark.parametrize("rule", [r for r in ALL if r.name not in messages()], ids=lambda r: r.name)
def test_a_rule_with_logic_lives_in_the_file_of_its_name(rule: Rule) -> None:
    (file,) = HERE.glob(f"*/{rule.name.replace('-', '_')}.py")
    assert file.read_text(encoding="utf-8").startswith(f'"""{rule.code}: ')


def test_the_table_of_messages_is_in_the_order_of_the_codes_and_says_of_each_what_it_is() -> None:
    codes = [rule.code for rule in messages().values()]
    assert codes == sorted(set(codes))
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    named = {line[1:-1]: lines[n - 1] for n, line in enumerate(lines) if re.fullmatch(r"\[[\w-]+\]", line)}
    assert named.keys() == messages().keys()
    assert all(before.startswith("# ") for before in named.values())


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("fatal = true", "khong_co = true", "khong_co"),
        ("[password]", "[khong-co]", "khong-co"),
        ("[empty-file]", "[unsupported-format.terms]", "without words: empty-file"),
        ("“{theirs}”", "“{khong_co}”", r"other-edition: not listed: \['khong_co'\]"),
        ("“{theirs}”", "“{0}”", r"other-edition: not listed: \['0'\]"),
        ("“{theirs}”", "“{}”", r"other-edition: not listed: \[''\]"),
        ("tệp là “{theirs}”, kỳ", "tệp là “…”, kỳ", r"other-period: named in no sentence: \['theirs'\]"),
        ('"theirs", "ours"', '"theirs", "ours", "shown"', "other-edition: .*shown"),
        ('details = ["case"]\n', "", "password: “case” is listed where there are cases"),
        ('details = ["theirs"', 'details = ["case", "theirs"', "other-period: “case” is listed where there are cases"),
        ("ghi một con số chính xác.", "ghi {case}.", r"not-one-number: not listed: \['case'\]"),
        ("phần “{part}”", "phần “{shown}”", r"named in no sentence of part-inside: \['part'\]"),
        ("phần “{part}”", "phần “{khong_co}”", r"not listed in part-inside: \['khong_co'\]"),
        ("fatal = true\noutcome", "outcome", "not-our-form: only what is fatal"),
        ('outcome = "foreign"', 'outcome = "khong-co"', "khong-co"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(old: str, new: str, refused: str) -> None:
    table = TABLE.read_text(encoding="utf-8")
    assert loaded(table) == messages()
    assert old in table
    with pytest.raises((TypeError, ValueError), match=refused):
        loaded(table.replace(old, new, 1))


def test_codes_are_unique_sorted_and_found() -> None:
    codes = [r.code for r in ALL]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"VS[1-5]\d\d", code) for code in codes)
    assert by_code("vs401") is rules()["part-exceeds-whole"]
    assert by_code("VS999") is None


def test_the_kinds_are_the_keys_of_the_table_in_its_order() -> None:
    assert list(ProblemKind) == list(messages())
    assert all(kind.name == kind.value.upper().replace("-", "_") for kind in ProblemKind)


def syntax(*folders: str) -> Iterator[ast.AST]:
    for folder in folders:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def test_every_kind_is_recorded_somewhere() -> None:
    named = set()
    for tree in syntax("workbook", "usecases"):
        asked = {id(n) for c in ast.walk(tree) if isinstance(c, ast.Compare) for n in ast.walk(c)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "ProblemKind" and id(node) not in asked:
                named.add(node.attr)
    assert named == {kind.name for kind in ProblemKind}


def test_no_kind_is_written_as_a_text() -> None:
    """Why a guard refuses a package has names of its own, some of which are also kinds; single words are ordinary."""
    kinds = {kind.value for kind in ProblemKind if "-" in kind.value}
    texts: list[str] = []
    for tree in syntax("cli", "usecases", "workbook", "rules", "report"):
        reasons = {id(n) for r in ast.walk(tree) for part in _reasons(r) for n in ast.walk(part)}
        constants = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in reasons)
        texts += [n.value for n in constants if isinstance(n.value, str) and n.value in kinds]
    assert texts == []


def _reasons(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of an expression in which a reason for refusing a package stands."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "RefusedError":
        yield from node.args
    elif isinstance(node, ast.keyword) and node.arg == "reason":
        yield node.value
    elif isinstance(node, ast.Compare) and ast.unparse(node.left).endswith(".reason"):
        yield from node.comparators
    elif isinstance(node, ast.Dict):
        yield from (value for key, value in zip(node.keys, node.values, strict=True) if _is(key, "reason"))
        yield from (
            key
            for key, value in zip(node.keys, node.values, strict=True)
            if key and "ProblemKind" in ast.unparse(value)
        )


def _is(node: ast.AST | None, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


def test_the_edition_binds() -> None:
    bound = bind(EDITION)
    assert len(bound) == len(list(EDITION.constraints()))
    used = {b.rule.name for b in bound}
    assert used == {r.name for r in ALL if isinstance(r, ConstraintRule | SeasonRule)}, "every rule is declared"


def edition_with(rule: str, params: Mapping[str, Any]) -> Edition:
    constraint = Constraint("R99", rule, dict(params), "tasks.M.constraints.1.R99")
    first = replace(EDITION.tasks[0], constraints=(constraint,))
    return replace(EDITION, tasks=(first, *EDITION.tasks[1:]))


WHEN = {"field": "T7.01", "equals": ["Có"]}


@pytest.mark.parametrize(
    ("rule", "params", "key"),
    [
        ("part-exceeds", {"part": "T1.05"}, "R99.rule"),
        ("missing-value", {}, "R99.rule"),
        ("part-exceeds-whole", {"part": "T1.05"}, "R99.whole"),
        ("part-exceeds-whole", {"part": "T1.05", "whole": "T1.04", "hole": "T1.04"}, "R99.hole"),
        ("part-exceeds-whole", {"whole": "T1.04"}, "R99"),
        ("part-exceeds-whole", {"part": "T1.5", "whole": "T1.04"}, "R99.part"),
        ("part-exceeds-whole", {"matrix": "T3.M1", "part": "nam", "whole": "tong"}, "R99.part"),
        ("part-exceeds-whole", {"matrix": "T3.M1", "part": "nu", "whole": "tong", "rows": ["CB99"]}, "R99.rows.1"),
        ("part-exceeds-whole", {"table": "T6.B9", "part": "nu", "whole": "tong"}, "R99.table"),
        (
            "part-exceeds-whole",
            {"sum_of": {"column": "T6.B1.kinh_phi", "where": {"vaitro": ["Chủ trì"]}}, "whole": "T6.14"},
            "R99.sum_of.where.vaitro",
        ),
        ("part-exceeds-whole", {"sum_of": {"colum": "T6.B1.kinh_phi"}, "whole": "T6.14"}, "R99.sum_of.column"),
        ("missing-when-required", {"when": {"field": "T7.01", "equal": "Có"}, "fields": ["T7.11"]}, "R99.when.equal"),
        ("missing-when-required", {"when": {**WHEN, "equals": ["Co"]}, "fields": ["T7.11"]}, "R99.when.equals"),
        (
            "missing-when-required",
            {"table": "T5.B2", "when": {"field": "vai_tro", "equals": ["Chủ tịch"]}, "fields": ["ten"]},
            "R99.when.equals",
        ),
        ("missing-when-required", {"fields": ["T7.11"]}, "R99"),
        ("missing-row", {"when": {**WHEN, "field": "T1.99"}, "table": "T1.B1"}, "R99.when.field"),
        ("missing-row", {"when": WHEN, "table": "T1.B1", "row": {"nhóm": ["KH năm"]}}, "R99.row.nhóm"),
        ("missing-row", {"when": {"field": "T2.01", "starts_with": "Rồi"}, "table": "T1.B1"}, "R99.when.starts_with"),
        ("date-outside-window", {"field": "T2.03", "position": "after"}, "R99.position"),
        ("date-outside-window", {"table": "T1.B1"}, "R99"),
        (
            "date-outside-window",
            {"table": "T1.B1", "start": "ngay_ban_hanh", "exempt": {"nhoms": ["KH năm"]}},
            "R99.exempt.nhoms",
        ),
        ("dates-out-of-order", {}, "R99"),
        ("date-after-limit", {"field": "T2.03"}, "R99"),
        ("choice-not-for-kind", {"field": "M.09", "value": "x", "allowed_kinds": ["TT"]}, "R99.allowed_kinds.1"),
        ("all-zero-task", {"task": "T9"}, "R99.task"),
        ("stock-jumped", {"percent": "nhiều"}, "R99.percent"),
    ],
)
def test_a_bad_constraint_is_refused_with_its_key(rule: str, params: Mapping[str, Any], key: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        bind(edition_with(rule, params))
    assert f"2011.toml: khóa “tasks.M.constraints.1.{key}” không đúng." in str(refused.value)


def test_two_rules_of_one_code_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    double = replace(rules()["missing-value"], name="password")
    monkeypatch.setattr(vstbcpn_cli.rules.form.missing_value, "RULE", double)
    with pytest.raises(ValueError, match="two rules"):
        rules.__wrapped__()


def test_a_rule_on_trial_has_no_line_in_the_self_check() -> None:
    """A blank never asks a unit to mend what is only being tried."""
    said = {}
    for tried in ((), ("VS401",), ("VS301",)):
        edition = replace(EDITION, trial=tried)
        applies = replace(at.applies_to("so-y-te"), edition=edition)
        lines = plan_form(applies, LiveRules(bind(edition))).checks.lines
        said[tried] = {line.check.rule.partition(" ")[0] for line in lines}
    assert {"VS401", "VS301"} <= said[()]
    assert said[("VS401",)] == said[()] - {"VS401"}
    assert said[("VS301",)] == said[()] - {"VS301"}


def test_the_file_of_every_rule_begins_with_its_code() -> None:
    for rule in rules().values():
        assert rule_of(rule.code) is rule


# ------------------------------------------------------------------------------------------- what binding tells
@pytest.mark.parametrize(
    ("rule", "params", "said"),
    [
        (
            "part-exceeds",
            {},
            "Không có quy tắc khai báo tên “part-exceeds”; tên gần nhất là “part-exceeds-whole”.",
        ),
        ("khac-han", {}, "Không có quy tắc khai báo tên “khac-han”."),
        (
            "part-exceeds-whole",
            {"part": "T1.05", "whole": "T1.04", "hole": "x"},
            "Quy tắc “part-exceeds-whole” không dùng khóa “hole”.",
        ),
        ("share-below", {"part": "T1.05", "whole": "T1.04"}, "Quy tắc “share-below” cần khóa “matrix”, nay chưa ghi."),
        ("part-exceeds-whole", {"part": "T1.5", "whole": "T1.04"}, "Biểu mẫu không có “T1.5”; mã gần nhất là “T1.05”."),
        (
            "missing-when-required",
            {"when": {**WHEN, "equals": ["Co"]}, "fields": ["T7.11"]},
            "“Co” không phải câu trả lời của ô đó.",
        ),
        (
            "part-exceeds-whole",
            {"table": "T6.B9", "part": "so_nu", "whole": "so_hoc_vien"},
            "Biểu mẫu không có “T6.B9”; mã gần nhất là “T6.B2”.",
        ),
    ],
)
def test_a_bad_constraint_is_told_what_is_wrong_with_it(rule: str, params: Mapping[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        bind(edition_with(rule, params))
    assert f" không đúng. {said}" in str(refused.value)
    assert str(refused.value).endswith(" Đề nghị sửa khóa này.")


@pytest.mark.parametrize(
    ("rule", "params", "names"),
    [
        ("part-exceeds-whole", {"part": "T1.05", "whole": "T1.04"}, {"T1.05", "T1.04"}),
        (
            "part-exceeds-whole",
            {"table": "T6.B1", "part": "so_nu", "whole": "so_hoc_vien"},
            {"T6.B1.so_nu", "T6.B1.so_hoc_vien"},
        ),
        (
            "part-exceeds-whole",
            {"matrix": "T3.M1", "part": "nu", "whole": "tong", "rows": ["CB01"]},
            {"T3.M1.nu", "T3.M1.tong", "T3.M1.CB01"},
        ),
        ("missing-row", {"when": WHEN, "table": "T1.B1"}, {"T7.01"}),
        ("unlike-before", {"times": 4.5, "spread": 0.5}, set()),
    ],
)
def test_a_constraint_names_the_codes_of_its_parameters_once(
    rule: str, params: Mapping[str, Any], names: set[str]
) -> None:
    (bound,) = (b for b in bind(edition_with(rule, params)) if b.constraint.id == "R99")
    found = named_in(bound)
    assert set(found) == names
    assert len(found) == len(names)


def test_an_answer_a_condition_waits_for_is_one_the_field_can_give() -> None:
    for when in (
        WHEN,
        {"field": "T7.01", "equals": ["Có", "Không"]},
        {"field": "T2.01", "starts_with": "Đã kiện toàn"},
    ):
        assert bind(edition_with("missing-when-required", {"when": when, "fields": ["T7.11"]}))
    free = {"field": "T1.14", "equals": ["chữ gì cũng được"], "starts_with": "x"}
    assert bind(edition_with("missing-when-required", {"when": free, "fields": ["T7.11"]})), "a field of words"


def test_a_rule_is_found_by_its_code_only() -> None:
    assert [by_code(code) for code in ("VS999", "part-exceeds-whole", "")] == [None] * 3
    assert [rule_of(code) for code in ("VS999", "vs401", "")] == [None] * 3


# ------------------------------------------------------------------------------------------------ the self-check
LIVE = FormRule(
    code="VS301",
    name="live",
    severity=Severity.ERROR,
    title="x",
    why="x",
    example="x",
    fix="x",
    check=lambda _: iter(()),
    live=lambda _: iter(()),
)
LINE = LiveCheck("T1.01", "x", ("ready",), "broken")


def live_lines(
    *given: tuple[FormRule | ConstraintRule, Sequence[LiveCheck]],
    monkeypatch: pytest.MonkeyPatch,
    lenient: bool = False,
    **constraint: Any,
) -> list[LiveCheck]:
    """The lines that rules give for a unit with an explanation beside T1.02; declared ones are bound as constraints."""

    def lines(*_: object, made: Sequence[LiveCheck]) -> Iterator[LiveCheck]:
        for line in made:
            if line.text == "fails":
                raise ValueError("fails")
            yield line

    def speaking(rule: FormRule | ConstraintRule, made: Sequence[LiveCheck]) -> FormRule | ConstraintRule:
        live: Any = functools.partial(lines, made=made)
        return replace(rule, live=live)

    asked = [speaking(rule, made) for rule, made in given]
    monkeypatch.setattr(registry, "rules", lambda: {str(n): r for n, r in enumerate(asked)})
    declared = [r for r in asked if isinstance(r, ConstraintRule)]
    bound = [
        BoundConstraint(Constraint(f"R{n}", r.name, {}, "", **constraint), r, None) for n, r in enumerate(declared)
    ]
    form = SimpleNamespace(applies=at.applies_to("so-y-te"), explanation=lambda code: "E5" if code == "T1.02" else "")
    return list(LiveRules(tuple(bound), lenient)(cast("LiveForm", form)))


def declared_rule(*, first: bool = False, severity: Severity = Severity.ERROR) -> ConstraintRule:
    return replace(ALL_DECLARED, first=first, severity=severity)


ALL_DECLARED = next(r for r in ALL if isinstance(r, ConstraintRule))


def test_a_line_says_whose_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = declared_rule()
    found = live_lines((LIVE, [LINE]), (rule, [LINE]), monkeypatch=monkeypatch)
    assert [line.rule for line in found] == ["VS301", f"{rule.code} R0"]
    assert [line.broken for line in found] == ["broken", "broken"]


def test_a_warning_beside_an_explanation_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    explained = replace(LINE, at="T1.02")
    warned = 'IF(TRIM(E5)="",broken,FALSE)'

    def broken(line: LiveCheck, grade: Severity, **constraint: Any) -> str:
        (found,) = live_lines((declared_rule(severity=grade), [line]), monkeypatch=monkeypatch, **constraint)
        return found.broken

    assert broken(explained, Severity.WARNING) == warned
    assert broken(explained, Severity.ERROR) == "broken"
    assert broken(LINE, Severity.WARNING) == "broken", "no place for an explanation"
    assert broken(replace(explained, severity=Severity.WARNING), Severity.ERROR) == warned
    assert broken(replace(explained, severity=Severity.ERROR), Severity.WARNING) == "broken"
    assert broken(explained, Severity.ERROR, severity=Severity.WARNING) == warned
    assert broken(explained, Severity.WARNING, severity=Severity.ERROR) == "broken"


def test_a_later_line_keeps_silent_where_an_earlier_error_has_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    later = LiveCheck("T1.03", "x", ("later",), "broken", settled=("T1.01",))
    silent = (f"NOT({LINE.fault})", "later")

    def ready(*rules_: tuple[FormRule | ConstraintRule, Sequence[LiveCheck]]) -> Any:
        return next(c.ready for c in live_lines(*rules_, monkeypatch=monkeypatch) if c.at == "T1.03")

    warning = replace(LIVE, severity=Severity.WARNING)
    first, after = declared_rule(first=True), declared_rule()
    assert ready((LIVE, [LINE]), (after, [later])) == silent
    assert ready((LIVE, [LINE, later])) == silent
    assert ready((after, [later]), (first, [LINE])) == silent, "what is judged first comes first"
    assert ready((warning, [LINE]), (after, [later])) == ("later",)
    assert ready((after, [LINE, later])) == ("later",)
    assert ready((LIVE, [replace(LINE, at="T1.09")]), (after, [later])) == ("later",)
    assert ready((LIVE, [replace(LINE, table="T1.B1")]), (after, [later])) == ("later",)


def test_a_rule_that_fails_stops_a_blank_and_costs_a_returned_file_only_its_own_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fails = replace(LINE, text="fails")
    with pytest.raises(ValueError, match="fails"):
        live_lines((LIVE, [LINE, fails]), monkeypatch=monkeypatch)
    found = live_lines((LIVE, [LINE, fails]), (declared_rule(), [LINE]), monkeypatch=monkeypatch, lenient=True)
    assert len(found) == 1
    assert found[0].rule.endswith(" R0")


def test_a_constraint_has_lines_for_its_kinds_and_years_and_none_while_it_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def count(**constraint: Any) -> int:
        return len(live_lines((declared_rule(), [LINE]), monkeypatch=monkeypatch, **constraint))

    assert (count(), count(kinds=("SN",)), count(from_year=2011)) == (1, 1, 1)
    assert (count(kinds=("HU",)), count(from_year=2012), count(trial=True)) == (0, 0, 0)
