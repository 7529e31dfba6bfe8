"""The rules as a whole: complete words, unique codes, and editions bound to them or refused with the key."""

from __future__ import annotations

import ast
import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import vstbcpn_cli.rules
import vstbcpn_cli.rules.form.missing_value
from tests.support.forms import returned as at
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Constraint, Edition
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.rules.base import ConstraintRule, ProblemRule, Rule, SeasonRule
from vstbcpn_cli.rules.messages import TABLE, loaded, messages
from vstbcpn_cli.rules.registry import LiveRules, bind, by_code, rule_of, rules
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.writer import draw

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
        ("“{theirs}”", "“…”", r"other-edition: named in no sentence: \['theirs'\]"),
        ('"theirs", "ours"', '"theirs", "ours", "shown"', "other-edition: .*shown"),
        ('details = ["case"]\n', "", "password: “case” is listed where there are cases"),
        ('details = ["theirs"', 'details = ["case", "theirs"', "other-edition: “case” is listed where there are cases"),
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
    first = dataclasses.replace(EDITION.tasks[0], constraints=(constraint,))
    return dataclasses.replace(EDITION, tasks=(first, *EDITION.tasks[1:]))


WHEN = {"field": "T1.01", "equals": ["Có"]}


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
        ("missing-when-required", {"when": {"field": "T1.01", "equal": "Có"}, "fields": ["T1.02"]}, "R99.when.equal"),
        ("missing-when-required", {"when": {**WHEN, "equals": ["Co"]}, "fields": ["T1.02"]}, "R99.when.equals"),
        (
            "missing-when-required",
            {"table": "T5.B2", "when": {"field": "vai_tro", "equals": ["Chủ tịch"]}, "fields": ["ten"]},
            "R99.when.equals",
        ),
        ("missing-when-required", {"fields": ["T1.02"]}, "R99"),
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
    double = dataclasses.replace(rules()["missing-value"], name="password")
    monkeypatch.setattr(vstbcpn_cli.rules.form.missing_value, "RULE", double)
    with pytest.raises(ValueError, match="two rules"):
        rules.__wrapped__()


def test_a_rule_on_trial_has_no_line_in_the_self_check() -> None:
    """A blank never asks a unit to mend what is only being tried."""
    said = {}
    for tried in ((), ("VS401",), ("VS301",)):
        edition = dataclasses.replace(EDITION, trial=tried)
        applies = dataclasses.replace(at.applies_to("so-y-te"), edition=edition)
        parts = at.unpacked(draw(plan_form(applies, LiveRules(bind(edition)))))
        said[tried] = {code.decode() for part in parts.values() for code in re.findall(rb"VS[34]\d\d", part)}
    assert {"VS401", "VS301"} <= said[()]
    assert said[("VS401",)] == said[()] - {"VS401"}
    assert said[("VS301",)] == said[()] - {"VS301"}


def test_the_file_of_every_rule_begins_with_its_code() -> None:
    for rule in rules().values():
        assert rule_of(rule.code) is rule
