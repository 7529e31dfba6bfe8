"""The ledger of a run: one line for each rule or declared use of it, with its own numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from tests.support.forms.small_forms import Form, declared, document, season
from vstbcpn_cli.edition.model import Constraint
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.findings import Finding, RuleFailure, Status
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.rules.engine import judge, judge_season
from vstbcpn_cli.rules.registry import BoundConstraint, bind, rules
from vstbcpn_cli.usecases.intake.rule_ledger import LedgerEntry, ledger_of

RECEIPT = Receipt(dt.date(2011, 6, 8), from_log=True)
LARGER = {"T2.06": 5, "T2.07": 9}


def ledger(bound: Sequence[BoundConstraint], *forms: Form) -> tuple[list[Finding], tuple[LedgerEntry, ...]]:
    """What is found in forms that are judged and compared, and the ledger of it."""
    compared = season(*forms)
    between = judge_season(compared, bound)
    judged = [
        Judged(s.submission, (*judge(s, bound), *between[s.submission.file.path]), Status.ACCEPTED, RECEIPT)
        for s in compared.scopes
    ]
    return [f for one in judged for f in one.findings], ledger_of(judged, bound, compared)


def test_the_lines_add_up_to_the_findings() -> None:
    both = (Form(LARGER, document()), Form({}, document(), unit="hoi-lhpn"))
    found, lines = ledger(bind(season().edition), *both)
    assert {"VS401", "VS501"} <= {f.code for f in found}
    by_code: Counter[str] = Counter()
    for line in lines:
        by_code[line.code] += line.found
    assert +by_code == Counter(f.code for f in found)
    again = [k for k, n in Counter((e.code, e.constraint) for e in lines).items() if n > 1]
    assert again == []


def test_a_finding_of_two_uses_is_counted_once() -> None:
    one = declared("part-exceeds-whole", {"part": "T2.07", "whole": "T2.06"})
    two = [replace(b, constraint=replace(b.constraint, id="R98")) for b in one]
    found, lines = ledger([*one, *two], Form(LARGER))
    assert [f.constraint for f in found if f.code == "VS401"] == ["R99, R98"]
    assert [(e.constraint, e.found) for e in lines if e.code == "VS401"] == [("R99", 1), ("R98", 0)]


def uses(*kinds: tuple[str, ...]) -> tuple[BoundConstraint, ...]:
    """One rule declared several times under one name, each for units of other kinds."""
    one = next(b for b in bind(season().edition) if b.rule.name == "part-exceeds-whole")
    return tuple(replace(one, constraint=replace(one.constraint, id="R01", kinds=k, from_year=0)) for k in kinds)


def line_of(bound: tuple[BoundConstraint, ...], *failed: RuleFailure) -> LedgerEntry:
    compared = season(Form())
    judged = Judged(compared.scopes[0].submission, (), Status.ACCEPTED, RECEIPT, failed=failed)
    (line,) = (e for e in ledger_of((judged,), bound, compared) if e.code == bound[0].rule.code)
    return line


def test_a_use_has_run_where_one_of_its_declarations_has() -> None:
    other = ("HU",)
    assert (line_of(uses(other, ())).ran, line_of(uses(other, other)).ran) == (1, 0)
    assert line_of(uses(other, other)).skipped == {"kind": 1}


def test_of_several_reasons_the_one_nearest_to_running_is_told() -> None:
    one, two = uses(("HU",), ())
    later: Constraint = replace(two.constraint, from_year=2999)
    assert line_of((one, replace(two, constraint=later))).skipped == {"kind": 1}


def test_a_use_that_failed_in_one_declaration_has_failed() -> None:
    code = rules()["part-exceeds-whole"].code
    line = line_of(uses((), ()), RuleFailure(code, "R01", "KeyError"), RuleFailure(code, "R01", "ValueError"))
    assert (line.ran, line.found, dict(line.failed)) == (0, 0, {"KeyError": ("so-y-te.xlsx",)})
