"""What the engine makes of the faults of a rule: which it refuses, how they are ordered, joined and explained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from tests.support.forms.small_forms import COURSE, EDITION, EMPTY, Form, cell_of, season, v
from vstbcpn_cli.edition.model import Constraint, Severity
from vstbcpn_cli.model.findings import Finding, Place, RuleFailure
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, State
from vstbcpn_cli.rules.base import ConstraintRule, Fault, Scope, SeasonRule
from vstbcpn_cli.rules.engine import UnusableFaultError, in_reading_order, judge, judge_season
from vstbcpn_cli.rules.registry import BoundConstraint, rules

FORM = Form(v(T2_06=7, T2_07=9), {"T6.B1": [COURSE]}, nil=["T7"])
AT = Place(cell_of(Key("T2.07")), Key("T2.07"))
FAULT = Fault(AT, "Có lỗi.", "Đề nghị sửa.")


def giving(*faults: Fault, **common: Any) -> BoundConstraint:
    """A constraint of a rule that finds these faults in every form."""
    rule = rules()["part-exceeds-whole"]
    assert isinstance(rule, ConstraintRule)
    constraint = Constraint(common.pop("id", "R1"), rule.name, {}, "", **common)
    return BoundConstraint(constraint, replace(rule, check=lambda *_: iter(faults)), None)


def found(*bound: BoundConstraint, form: Form = FORM, failed: list[RuleFailure] | None = None) -> list[Finding]:
    return [f for f in judge(form.scope(), bound, failed) if f.rule == "part-exceeds-whole"]


# ---------------------------------------------------------------------------------------------- what is refused
UNUSABLE: list[tuple[str, Fault]] = [
    ("words", replace(FAULT, fact="")),
    ("words", replace(FAULT, advice=" \n")),
    ("words", replace(FAULT, fact=cast("str", None))),
    ("words", replace(FAULT, value=cast("str", 5))),
    ("words", replace(FAULT, unit_fact=cast("str", None))),
    ("severity", replace(FAULT, severity=cast("Severity", "error"))),
    ("place", replace(FAULT, at=Place(None, Key("T9.99")))),
    ("place", replace(FAULT, at=Place(None, Key("T2.07", -1)))),
    ("place", replace(FAULT, at=Place(None, Key("T2.07", cast("int", "1"))))),
    ("place", replace(FAULT, at=Place(CellRef("Trang lạ", 1, 1), None))),
    ("place", replace(FAULT, at=Place(CellRef("NV2", 0, 1), None))),
    ("place", replace(FAULT, at=Place(CellRef("NV2", 1, 0), None))),
    ("place", replace(FAULT, related=(AT, Place(None, Key("T9.99"))))),
]


@pytest.mark.parametrize(("reason", "fault"), UNUSABLE)
def test_a_fault_that_no_finding_can_be_made_of_is_a_failure_of_its_rule(reason: str, fault: Fault) -> None:
    failed: list[RuleFailure] = []
    assert found(giving(fault), failed=failed) == []
    assert failed == [RuleFailure("VS401", "R1", "UnusableFaultError")]
    with pytest.raises(UnusableFaultError, match=f"^{reason}$"):
        found(giving(fault))


@pytest.mark.parametrize(
    "at",
    [
        *(Place(), AT, Place(None, Key("T6.B1.so_nu", 1)), Place(None, Key("T6.B1")), Place(None, Key("T7"))),
        *(Place(CellRef("NV2", 1, 1), None), Observation(Key("T2.07"), State.VALUE, 9, AT.cell)),
    ],
)
def test_every_place_of_the_form_or_the_file_may_be_told(at: Any) -> None:
    (finding,) = found(giving(replace(FAULT, at=at)))
    assert finding.place == (Place(at.cell, at.key) if isinstance(at, Observation) else at)


def test_a_sheet_may_bear_the_name_it_has_in_the_file() -> None:
    scope = FORM.scope()
    renamed = CellRef("Nhiệm vụ hai", 3, 4)
    values = {**scope.submission.values, "T2.07": replace(scope.submission.values["T2.07"], cell=renamed)}
    scope = replace(scope, submission=replace(scope.submission, values=values))
    bound = giving(replace(FAULT, at=Place(renamed._replace(row=9), None)))
    assert [f.place.cell for f in judge(scope, [bound]) if f.rule == "part-exceeds-whole"] == [renamed._replace(row=9)]


def test_what_a_rule_found_before_it_fails_stays_and_only_the_user_stops_a_run() -> None:
    def failing(fault: BaseException) -> BoundConstraint:
        def check(*_: object) -> Any:
            yield FAULT
            raise fault

        bound = giving()
        return replace(bound, rule=replace(cast("ConstraintRule", bound.rule), check=check))

    for fault in (ValueError(), MemoryError(), SystemExit()):
        failed: list[RuleFailure] = []
        (finding,) = found(failing(fault), failed=failed)
        assert finding.fact == "Có lỗi."
        assert failed == [RuleFailure("VS401", "R1", type(fault).__name__)]
    with pytest.raises(KeyboardInterrupt):
        found(failing(KeyboardInterrupt()), failed=[])


# -------------------------------------------------------------------------------------------------- what is joined
def test_errors_of_one_code_at_one_place_are_one_that_says_all() -> None:
    other = replace(FAULT, fact="Có lỗi khác.", related=(Place(None, Key("T2.06")),))
    (finding,) = found(giving(FAULT), giving(other, id="R2"), giving(FAULT, id="R2"))
    assert (finding.fact, finding.constraint) == ("Có lỗi. Có lỗi khác.", "R1, R2")
    assert finding.related == other.related


def test_warnings_and_errors_of_other_places_stay_apart() -> None:
    warned = replace(FAULT, severity=Severity.WARNING)
    assert len(found(giving(warned, replace(warned, fact="Có lỗi khác.")))) == 2
    elsewhere = replace(FAULT, at=Place(cell_of(Key("T2.06")), Key("T2.06")))
    assert len(found(giving(FAULT, elsewhere))) == 2
    whole = replace(FAULT, at=Place())
    assert len(found(giving(whole, replace(whole, fact="Có lỗi khác.")))) == 2


def test_the_grade_is_that_of_the_fault_then_of_the_constraint_then_of_the_rule() -> None:
    noticed = replace(FAULT, severity=Severity.NOTICE)
    assert [f.severity for f in found(giving(FAULT))] == [Severity.ERROR]
    assert [f.severity for f in found(giving(FAULT, severity=Severity.WARNING))] == [Severity.WARNING]
    assert [f.severity for f in found(giving(noticed, severity=Severity.WARNING))] == [Severity.NOTICE]


def test_a_finding_has_what_was_typed_at_its_place() -> None:
    assert [f.value for f in found(giving(FAULT))] == ["9"]
    assert [f.value for f in found(giving(replace(FAULT, value="7/9")))] == ["7/9"]
    assert [f.value for f in found(giving(replace(FAULT, at=Place(None, Key("T1.14")))))] == [""]
    at = Observation(Key("T2.07"), State.VALUE, 9, AT.cell, "chín", "9 người")
    assert [f.value for f in found(giving(replace(FAULT, at=at)))] == ["chín"]


# ------------------------------------------------------------------------------------------------ what is explained
@pytest.mark.parametrize(
    ("explanation", "explained"),
    [("Đã rà soát.", True), ("", False), ("  ", False), ("9", False), (" 9 ", False), ("9 người", True)],
)
def test_a_warning_with_other_words_beside_it_is_a_notice(explanation: str, explained: bool) -> None:
    form = replace(FORM, explained={"T2.07": explanation})
    (finding,) = found(giving(replace(FAULT, severity=Severity.WARNING)), form=form)
    assert (finding.severity is Severity.NOTICE) is explained
    said = f"Có lỗi. Đơn vị giải trình: “{explanation.rstrip('.')}”."
    assert finding.fact == (said if explained else "Có lỗi.")
    assert finding.explanation == (explanation if explained else "")


def test_an_error_is_not_explained() -> None:
    form = replace(FORM, explained={"T2.07": "Đã rà soát"})
    assert [f.severity for f in found(giving(FAULT), form=form)] == [Severity.ERROR]


# ---------------------------------------------------------------------------------------------------- in what order
def of(at: Place) -> Finding:
    return Finding("VS401", "part-exceeds-whole", Severity.ERROR, "Có lỗi.", "Đề nghị sửa.", at)


def test_findings_are_read_from_the_file_over_the_sheets_to_their_cells() -> None:
    def cell(sheet: str, row: int, column: int = 1, code: str = "") -> Finding:
        return of(Place(CellRef(sheet, row, column), Key(code) if code else None))

    order = [
        of(Place()),
        of(Place(None, Key("T2.06"))),
        of(Place(None, Key("T2.07"))),
        cell("NV2", 3, 1, "T2.07"),
        cell("NV2", 3, 2),
        cell("NV2", 4),
        cell("Nhiệm vụ sáu", 1, 1, "T6.05"),
        cell("NV7", 1),
        cell("Trang lạ", 1),
    ]
    assert list(in_reading_order(EDITION, order[::-1])) == order
    assert list(in_reading_order(EDITION, [*order[4:], *order[:4]])) == order


# --------------------------------------------------------------------------------------------------- between units
def test_a_season_is_judged_file_by_file_for_the_kinds_of_a_constraint() -> None:
    rule = rules()["stock-jumped"]
    assert isinstance(rule, SeasonRule)

    def check(_: object, judged: Any) -> Any:
        yield from ((scope.submission, FAULT) for scope in judged.scopes)

    def told(**common: Any) -> dict[str, int]:
        bound = BoundConstraint(Constraint("R1", rule.name, {}, "", **common), replace(rule, check=check), None)
        made = season(FORM, replace(FORM, unit="huyen-trang-dinh"))
        return {path: len([f for f in some if f.compared]) for path, some in judge_season(made, [bound]).items()}

    assert told() == {"so-y-te.xlsx": 1, "huyen-trang-dinh.xlsx": 1}
    assert told(kinds=("HU",)) == {"so-y-te.xlsx": 0, "huyen-trang-dinh.xlsx": 1}
    assert told(from_year=2012) == {"so-y-te.xlsx": 0, "huyen-trang-dinh.xlsx": 0}


def test_a_blocked_answer_is_judged_by_no_later_stage() -> None:
    seen: list[frozenset[Key]] = []

    def check(_: object, scope: Scope) -> Any:
        seen.append(scope.blocked)
        return iter(())

    bound = giving()
    watching: Sequence[BoundConstraint] = [
        replace(bound, rule=replace(cast("ConstraintRule", bound.rule), check=check))
    ]
    judge(Form({"T5.14b": 3, "T1.06": EMPTY, "T2.07": 1}).scope(), watching)
    assert seen == [frozenset({Key("T5.14b"), Key("T1.06")})]
