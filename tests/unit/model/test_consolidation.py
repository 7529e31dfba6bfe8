"""What the forms add up to: order-free, additive, every total the sum of its parts, nobody lost on the way."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.forms.plausible import coverage_of
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Aggregate, ReportingUnit, Severity
from vstbcpn_cli.model.calculation import compute
from vstbcpn_cli.model.consolidation import Consolidation, consolidate
from vstbcpn_cli.model.coverage import Judged, Receipt
from vstbcpn_cli.model.findings import Finding, Place, Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import (
    CellRef,
    Key,
    Observation,
    Problem,
    SourceFile,
    State,
    Submission,
    TableAnswer,
    TableRow,
    Unreadable,
)
from vstbcpn_cli.model.totals import GivenTotal, Share

SENT = season.submissions()
CODES = [*season.edition().indicators, *season.edition().matrix_cells]
FEW = settings(max_examples=15, deadline=None, derandomize=True)


def added(
    sent: Iterable[Submission], findings: Mapping[str, tuple[Finding, ...]] | None = None, *, strict: bool = False
) -> Consolidation:
    period = season.edition().periods["6t"]
    made = coverage_of(season.edition(), season.register(), period, sent, findings=findings)
    return consolidate(made, strict=strict)


WHOLE = added(SENT)


def of(unit: str) -> Submission:
    return next(s for s in SENT if s.unit == unit)


def answering(unit: str, **values: Any) -> Submission:
    """A form with some answers changed: `T6_05=4` stands for T6.05; a bare state is an answer without a value."""
    form = of(unit)
    changed = dict(form.values)
    for name, value in values.items():
        code = name.replace("_", ".") if "__" not in name else name.replace("__", ".")
        state = value if isinstance(value, State) else State.VALUE
        changed[code] = replace(changed[code], state=state, value=None if isinstance(value, State) else value)
    return replace(form, values=changed)


def codes(units: Iterable[ReportingUnit]) -> list[str]:
    return [u.code for u in units]


def error(*keys: Key, severity: Severity = Severity.ERROR) -> Finding:
    first, *others = (Place(None, key) for key in keys)
    return Finding("VS401", "part-exceeds-whole", severity, "", "", first, tuple(others))


# --------------------------------------------------------------------------------------------------------- algebra
@given(st.randoms(use_true_random=False))
@FEW
def test_the_order_of_the_files_never_matters(rng: random.Random) -> None:
    shuffled = list(SENT)
    rng.shuffle(shuffled)
    other = added(shuffled)
    for code in CODES:
        assert other.total(code) == WHOLE.total(code)
    for table in season.edition().tables:
        assert other.rows(table) == WHOLE.rows(table)


@pytest.mark.parametrize("code", CODES)
def test_a_total_is_the_sum_of_its_parts_and_no_unit_is_lost(code: str) -> None:
    total = WHOLE.total(code)
    numbers = [p.observation.number for p in total.parts]
    if total.aggregate is Aggregate.SUM and total.value is not None:
        assert total.value == sum((Decimal(n) for n in numbers if n is not None), Decimal(0))
    booked = [*codes(p.unit for p in total.parts), *codes(total.no_data), *codes(total.not_applicable)]
    booked += [*codes(w.unit for w in total.withheld), *codes(total.missing), *codes(total.nil)]
    assert sorted(booked) == sorted(codes(u.unit for u in WHOLE.coverage.units))


@given(st.sets(st.sampled_from(range(len(SENT)))))
@FEW
def test_the_sum_of_two_halves_is_the_whole(chosen: set[int]) -> None:
    one = added([s for n, s in enumerate(SENT) if n in chosen])
    other = added([s for n, s in enumerate(SENT) if n not in chosen])
    for code in CODES:
        whole = WHOLE.total(code)
        if isinstance(whole.value, int | Decimal):
            assert (one.total(code).value or 0) + (other.total(code).value or 0) == whole.value
        assert len(one.total(code).parts) + len(other.total(code).parts) == len(whole.parts)


@pytest.mark.parametrize("code", ["T6.05", "T6.08", "T6.14", "T3.M1.CB01.tong", "T5.01", "T3.06"])
def test_the_kinds_of_units_make_up_the_total(code: str) -> None:
    by_kind = [WHOLE.total(code, kind).value or 0 for kind in ("SN", "DT", "HU", "XA")]
    assert sum(by_kind) == WHOLE.total(code).value


def test_asking_twice_gives_the_same_answer() -> None:
    assert WHOLE.total("T6.05") is WHOLE.total("T6.05")
    assert added(SENT).total("T6.05") == WHOLE.total("T6.05")


# ---------------------------------------------------------------------------------------------------------- totals
def test_money_adds_up_exactly() -> None:
    two = added([answering("huyen-loc-binh", T6_15=Decimal("0.1")), answering("huyen-cao-loc", T6_15=Decimal("0.2"))])
    assert two.total("T6.15").value == Decimal("0.3")


def test_yes_is_counted_and_answers_are_listed_by_unit() -> None:
    sent = [
        answering("so-y-te", T1_01=True),
        answering("so-gddt", T1_01=False),
        answering("so-noi-vu", T1_01=State.EMPTY),
    ]
    total = added(sent).total("T1.01")
    assert (total.aggregate, total.value) == (Aggregate.COUNT_YES, 1)
    assert {text: codes(units) for text, units in total.by_value.items()} == {"Có": ["so-y-te"], "Không": ["so-gddt"]}
    assert codes(total.no_data) == ["so-noi-vu"]


def test_a_choice_counts_the_units_that_answered() -> None:
    sent = [answering("so-y-te", T3_02="Chưa sơ kết"), answering("so-gddt", T3_02="Chưa sơ kết")]
    total = added(sent).total("T3.02")
    assert total.value == 2
    assert {text: len(units) for text, units in total.by_value.items()} == {"Chưa sơ kết": 2}


def test_missing_no_data_and_not_applicable_are_three_things() -> None:
    sent = [
        answering("so-y-te", T6_10=7),
        answering("so-gddt", T6_10=State.UNAVAILABLE),
        answering("so-noi-vu", T6_10=State.NOT_APPLICABLE),
    ]
    total = added(sent).total("T6.10", "SN")
    assert (total.value, codes(p.unit for p in total.parts)) == (7, ["so-y-te"])
    assert codes(total.no_data) == ["so-gddt"]
    assert codes(total.not_applicable) == ["so-noi-vu"]
    assert len(total.missing) == sum(1 for u in WHOLE.coverage.units if u.unit.kind == "SN") - 3
    assert total.lacking == 1 + len(total.missing)


def test_a_form_without_the_answer_has_no_data() -> None:
    form = of("so-y-te")
    bare = replace(form, values={c: o for c, o in form.values.items() if c != "T6.05"})
    assert codes(added([bare]).total("T6.05").no_data) == ["so-y-te"]


def test_nothing_counted_is_none_and_not_zero() -> None:
    total = added([]).total("T6.05")
    assert (total.value, total.parts) == (None, ())
    assert len(total.missing) == len(WHOLE.coverage.units)


def test_a_unit_counted_with_a_file_that_gave_nothing_adds_nothing() -> None:
    unreadable = Unreadable(SourceFile("hong.xlsx"), Problem(ProblemKind.DAMAGED_FILE))
    judged = Judged(unreadable, (), Status.UNREADABLE, Receipt(dt.date(2011, 6, 1), from_log=True))
    one = replace(WHOLE.coverage.units[0], counted=judged)
    made = consolidate(replace(WHOLE.coverage, units=(one, *WHOLE.coverage.units[1:])))
    assert len(made.entries) == len(WHOLE.entries) - 1


def test_units_that_need_not_answer_are_outside() -> None:
    outside = {u.kind for u in WHOLE.total("T6.15").not_applicable}
    assert outside == {"SN", "DT"}
    assert WHOLE.total("T6.15").missing == ()


def test_computed_fields_are_outside_where_their_sources_are() -> None:
    table = {u.kind for u in added([]).total("T5.08").missing}
    assert table == {"SN", "DT", "HU"}
    shares = added([]).total("T3.M1.CB01.ty_le")
    assert (shares.aggregate, shares.value, len(shares.missing)) == (Aggregate.NONE, None, 70)
    assert {u.kind for u in added([]).total("T4.M1.HH.ty_le_ung_cu_nu").missing} == {"HU"}
    verdicts = added([]).total("T4.04")
    assert len(verdicts.missing) + len(verdicts.not_applicable) == 70


def test_the_province_takes_the_figure_of_the_lead_alone() -> None:
    total = WHOLE.total("T5.14a")
    assert codes(p.unit for p in total.parts) == ["hoi-lhpn"]
    assert {u.kind for u in total.not_applicable} == {"SN", "DT", "HU"}
    assert total.value == of("hoi-lhpn").values["T5.14a"].value
    without = added([s for s in SENT if s.unit != "hoi-lhpn"]).total("T5.14a")
    assert (without.value, codes(without.missing)) == (None, ["hoi-lhpn"])


def test_levels_are_never_added_together() -> None:
    code = "T4.M2.CD01.tong"
    assert WHOLE.total(code).value is None
    assert WHOLE.total(code).parts
    districts = [s.values[code].number or 0 for s in SENT if s.unit.startswith(("huyen", "tp-"))]
    assert WHOLE.total(code, "HU").value == sum(districts)
    assert WHOLE.total(code, "SN").value == of("so-noi-vu").values[code].value


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        WHOLE.total("T9.99")


# ---------------------------------------------------------------------------------------------------------- shares
def test_a_share_is_a_ratio_of_sums_and_never_a_mean_of_percentages() -> None:
    two = added(
        [
            answering("so-y-te", T3__M1__CB01__nu=1, T3__M1__CB01__tong=2),
            answering("so-gddt", T3__M1__CB01__nu=1, T3__M1__CB01__tong=100),
        ]
    )
    share = two.share("T3.M1.CB01.nu")
    assert share is not None
    assert (share.part, share.whole, share.ratio) == (2, 102, Fraction(1, 51))
    assert sorted(codes(share.units)) == ["so-gddt", "so-y-te"]


def test_a_share_counts_only_units_that_gave_both() -> None:
    sent = [answering("so-y-te", T6_08=3, T6_05=6), answering("so-gddt", T6_08=State.EMPTY, T6_05=100)]
    share = added(sent).share("T6.08")
    assert share is not None
    assert (share.part, share.whole, codes(share.units)) == (3, 6, ["so-y-te"])
    named = added(sent).share("T6.09", "T6.05")
    assert named is not None
    assert named.whole == 106


def test_a_share_of_nothing_is_none() -> None:
    assert added([answering("so-y-te", T6_08=0, T6_05=0)]).share("T6.08") is None
    assert added([]).share("T6.08") is None
    assert added([]).share("T3.06") is None
    assert WHOLE.share("T1.01") is None, "the edition declares no denominator"


def test_a_share_of_units_counts_those_that_answered() -> None:
    sent = [
        answering("so-y-te", T3_06=True),
        answering("so-gddt", T3_06=False),
        answering("so-noi-vu", T3_06=State.EMPTY),
    ]
    share = added(sent).share("T3.06")
    assert share is not None
    assert (share.part, share.whole) == (1, 2)


def test_a_share_of_yes_among_yes() -> None:
    sent = [answering("so-y-te", T3_07=True, T3_08=True), answering("so-gddt", T3_07=True, T3_08=False)]
    share = added(sent).share("T3.08")
    assert share is not None
    assert (share.part, share.whole) == (1, 2)


def test_an_answer_that_is_no_number_counts_nothing() -> None:
    share = added([answering("so-y-te", T6_08="ba", T6_05=6)]).share("T6.08")
    assert share is not None
    assert share.part == 0


# -------------------------------------------------------------------------------------------------------- withheld
def test_a_value_touched_by_an_error_is_withheld_and_the_rest_counts() -> None:
    fault = error(Key("T6.08"), Key("T6.05"))
    made = added(SENT, {"so-y-te": (fault,)})
    for code in ("T6.08", "T6.05"):
        total = made.total(code)
        assert codes(w.unit for w in total.withheld) == ["so-y-te"]
        assert total.withheld[0].finding is fault
        before = WHOLE.total(code).value
        own = of("so-y-te").values[code].number
        assert before is not None
        assert own is not None
        assert total.value == before - own
        assert total.lacking == WHOLE.total(code).lacking + 1
    assert made.total("T6.10") == WHOLE.total("T6.10")
    assert [str(w.observation.key) for w in made.withheld() if w.finding] == ["T6.05", "T6.08"]


@pytest.mark.parametrize("lost", [State.EMPTY, State.UNAVAILABLE, State.UNREADABLE])
def test_a_part_counts_only_with_its_whole(lost: State) -> None:
    made = added([answering("so-y-te", T6_05=lost), answering("so-gddt", T6_05=9, T6_08=4)])
    women = made.total("T6.08")
    assert (women.value, codes(p.unit for p in women.parts)) == (4, ["so-gddt"])
    assert [(w.unit.code, w.finding, w.whole) for w in women.withheld] == [("so-y-te", None, "T6.05")]
    held = {w.observation.key.code: w.whole for w in made.withheld()}
    assert held == dict.fromkeys(("T6.06", "T6.07", "T6.08", "T6.09"), "T6.05")


def test_a_part_that_is_demanded_counts_without_a_whole_that_is_not() -> None:
    made = added([answering("so-y-te", T1_03=State.EMPTY, T1_04=3, T1_05=2)])
    assert [made.total(c).value for c in ("T1.03", "T1.04", "T1.05")] == [None, 3, 2]
    lacking = added([answering("so-y-te", T1_03=9, T1_04=State.EMPTY, T1_05=2)])
    assert [lacking.total(c).value for c in ("T1.03", "T1.04", "T1.05")] == [9, None, None]


def test_money_spent_needs_no_budget() -> None:
    """Spending is measured by the budget and no part of it."""
    made = added([answering("so-y-te", T6_13=State.UNREADABLE, T6_14=Decimal(12))])
    assert made.total("T6.14").value == 12


def test_a_figure_of_the_province_takes_the_place_of_a_sum() -> None:
    code, women = "T3.M1.CB01.tong", "T3.M1.CB01.nu"
    given = {code: GivenTotal(25_000, "Sở Nội vụ"), women: GivenTotal(11_000, "Sở Nội vụ")}
    made = replace(WHOLE, given=given)
    total, share = made.total(code), made.share(women)
    assert (total.value, total.lacking, total.added) == (25_000, 0, WHOLE.total(code).value)
    assert total.parts == WHOLE.total(code).parts
    assert share == Share(11_000, 25_000, ())
    assert made.total(code, "SN") == WHOLE.total(code, "SN")


def test_a_warning_withholds_nothing() -> None:
    made = added(SENT, {"so-y-te": (error(Key("T6.08"), severity=Severity.WARNING),)})
    assert made.total("T6.08") == WHOLE.total("T6.08")
    assert made.withheld() == ()


def test_what_is_computed_from_a_withheld_value_is_withheld() -> None:
    fault = error(Key("T3.M1.CB01.nu"))
    made = added(SENT, {"so-y-te": (fault,)})
    assert codes(w.unit for w in made.total("T3.07").withheld) == ["so-y-te"]
    assert codes(w.unit for w in made.total("T3.08").withheld) == ["so-y-te"]
    entry = next(e for e in made.entries if e.unit.code == "so-y-te")
    assert entry.finding_behind(entry.submission.values["T3.08"]) is fault
    assert entry.finding_behind(entry.submission.values["T6.05"]) is None


def test_a_blank_demanded_by_a_rule_is_no_data_and_not_withheld() -> None:
    blank = answering("so-y-te", T6_08=State.EMPTY)
    made = added([blank], {"so-y-te": (error(Key("T6.08")),)})
    assert codes(made.total("T6.08").no_data) == ["so-y-te"]
    assert made.withheld() == ()


def test_of_two_errors_on_one_value_the_first_is_told() -> None:
    first, second = error(Key("T6.08")), replace(error(Key("T6.08")), code="VS304")
    made = added(SENT, {"so-y-te": (first, second)})
    assert made.total("T6.08").withheld[0].finding is first


@pytest.mark.parametrize("state", [State.UNAVAILABLE, State.NOT_APPLICABLE, State.EMPTY])
def test_what_was_not_given_is_not_withheld(state: State) -> None:
    """An error can stand at a figure that a unit says it does not have: nothing of it is left out of the total."""
    made = added(
        [answering("so-y-te", T2_06=state), answering("so-gddt", T2_06=4)], {"so-y-te": (error(Key("T2.06")),)}
    )
    total = made.total("T2.06")
    assert (total.value, total.withheld, made.withheld()) == (4, (), ())
    assert "so-y-te" in codes((*total.no_data, *total.not_applicable))


def test_strict_leaves_out_a_unit_with_any_error() -> None:
    fault = error(Key("T6.08"))
    made = added(SENT, {"so-y-te": (fault,)}, strict=True)
    for code in ("T6.08", "T1.06", "T3.M1.CB01.tong", "T6.02"):
        assert codes(w.unit for w in made.total(code).withheld) == ["so-y-te"]
    rows = [r for r in made.rows("T6.B1") if r.unit.code == "so-y-te"]
    assert rows
    assert not any(r.counts for r in rows)
    assert all(r.undecided is fault and r.cell("so_nu") is None for r in rows)
    assert added(SENT, {}, strict=True).total("T6.08") == WHOLE.total("T6.08")


# ----------------------------------------------------------------------------------------------------------- tables
def test_rows_come_in_register_order_and_only_those_of_the_lead_role_count() -> None:
    orders = [r.unit.order for r in WHOLE.rows("T6.B1")]
    assert orders == sorted(orders)
    roles = {r.row.cells["vai_tro"].text for r in WHOLE.rows("T6.B1")}
    assert roles > {"Chủ trì"}
    assert {r.row.cells["vai_tro"].text for r in WHOLE.counted_rows("T6.B1")} == {"Chủ trì"}
    assert WHOLE.total("T6.01").value == len(WHOLE.counted_rows("T6.B1"))


def with_rows(table: str, unit: str, *rows: Mapping[str, Any]) -> Submission:
    """The form of a unit with these rows in a table; a bare state is a cell without a value."""
    made = []
    for number, row in enumerate(rows, 1):
        cells: dict[str, Observation] = {}
        for key, value in row.items():
            at = CellRef("NV", number, 1 + len(cells))
            state = value if isinstance(value, State) else State.VALUE
            answer = None if isinstance(value, State) else value
            cells[key] = Observation(Key(f"{table}.{key}", number), state, answer, at, str(value))
        made.append(TableRow(number, CellRef("NV", number, 1), cells))
    form = of(unit)
    tables = {**form.tables, table: TableAnswer(table, tuple(made))}
    window = season.edition().periods["6t"].from_date, season.edition().periods["6t"].until_date
    typed = {code: o for code, o in form.values.items() if o.cell is not None}
    return replace(form, tables=tables, values=typed | compute(season.edition(), typed, tables, window))


MONEY = ("T6.B2", "so-y-te")
SPENT = [
    {"nguon": "NS tỉnh", "cap_thuc_chi": "Đơn vị này", "du_toan": Decimal(20), "thuc_hien": Decimal("13.8")},
    {"nguon": "NS tỉnh", "cap_thuc_chi": "Đơn vị này", "du_toan": Decimal(5), "thuc_hien": Decimal("0.2")},
    {"nguon": "Khác", "cap_thuc_chi": "Cấp dưới", "du_toan": Decimal(7), "thuc_hien": Decimal(7)},
]


def spending(*faults: Key) -> Consolidation:
    other = with_rows("T6.B2", "so-gddt", {**SPENT[0], "nguon": "Khác"})
    return added([with_rows(*MONEY, *SPENT), other], {"so-y-te": tuple(map(error, faults))})


def test_a_withheld_cell_takes_no_other_cell_of_its_row_out_of_its_column() -> None:
    made = spending(Key("T6.B2.du_toan", 1))
    assert made.total("T6.B2").value == 3
    assert made.total("T6.14").value == made.total("T6.B2.thuc_hien").value == Decimal("27.8")
    # One amount of the unit is not known, so its sum is not: what is left of it would be too low.
    assert made.total("T6.13").value == made.total("T6.B2.du_toan").value == Decimal(20)
    assert codes(w.unit for w in made.total("T6.B2.du_toan").withheld) == ["so-y-te"]
    first, second, third = (r for r in made.rows("T6.B2") if r.unit.code == "so-y-te")
    assert (first.counts, second.counts, third.counts) == (True, True, False)
    assert (first.cell("du_toan"), first.text("thuc_hien"), second.text("du_toan")) == (None, "13.8", "5")
    assert [r.unit.code for r in made.added_rows("T6.B2.du_toan")] == ["so-gddt"]
    assert [str(w.observation.key) for w in made.withheld()] == ["T6.B2.du_toan[1]"]


@pytest.mark.parametrize("row", [1, 3], ids=["of a row that would count", "of a row that would not"])
def test_a_withheld_deciding_cell_leaves_the_figures_of_its_unit_open(row: int) -> None:
    made = spending(Key("T6.B2.cap_thuc_chi", row))
    for code in ("T6.B2", "T6.B2.thuc_hien", "T6.14", "T6.13"):
        assert codes(w.unit for w in made.total(code).withheld) == ["so-y-te"], code
        assert codes(p.unit for p in made.total(code).parts) == ["so-gddt"], code
    assert {r.undecided is not None for r in made.rows("T6.B2") if r.unit.code == "so-y-te"} == {True}
    assert [r.unit.code for r in made.counted_rows("T6.B2")] == ["so-gddt"]


def test_a_withheld_cell_of_a_list_divides_under_none_of_its_answers() -> None:
    made = spending(Key("T6.B2.nguon", 2))
    assert made.divided("T6.B2", "nguon") == {"NS tỉnh": 1, "Khác": 1, "": 1}
    assert made.divided("T6.B2.thuc_hien", "nguon") == {
        "NS tỉnh": Decimal("13.8"),
        "Khác": Decimal("13.8"),
        "": Decimal("0.2"),
    }
    assert sum(made.divided("T6.B2.thuc_hien", "nguon").values()) == made.total("T6.14").value


def test_a_part_in_a_table_counts_only_beside_its_whole_there_too() -> None:
    unit = next(r.unit.code for r in WHOLE.counted_rows("T6.B1"))
    made = added(SENT, {unit: (error(Key("T6.B1.so_hoc_vien", 1)),)})
    for code in ("T6.03", "T6.B1.so_nu"):
        held = made.total(code).withheld
        assert [(w.unit.code, w.whole) for w in held] == [(unit, "T6.02")], code


def test_a_table_left_empty_gives_no_figure_whether_or_not_it_may_be() -> None:
    made = added([replace(of("so-y-te"), tables={})])
    for code in ("T5.B3", "T5.B2", "T5.B2.so_thanh_vien", "T1.B1"):
        assert (made.total(code).value, codes(made.total(code).no_data)) == (None, ["so-y-te"])


def test_the_figure_of_every_table_and_column_divides_over_its_lists_without_rest() -> None:
    for code in (*season.edition().tables, *season.edition().table_columns):
        table = season.edition().tables.get(code) or season.edition().table_columns[code][0]
        if code in season.edition().table_columns and not season.edition().table_columns[code][1].type.numeric:
            continue
        for by in (c for c in table.columns if season.edition().choices(c)):
            assert sum(WHOLE.divided(code, by.key).values()) == (WHOLE.total(code).value or 0), (code, by.key)


def test_the_values_of_a_choice_column_in_the_order_of_their_list() -> None:
    found = WHOLE.divided("T6.B1", "noi_dung")
    choices = season.edition().choices(season.edition().tables["T6.B1"].column("noi_dung"))
    assert list(found) == [c for c in choices if c in found]
    assert sum(found.values()) == len(WHOLE.counted_rows("T6.B1"))
    assert all(found.values())


def test_a_table_the_file_does_not_have_has_no_rows() -> None:
    assert added([replace(of("so-y-te"), tables={})]).rows("T6.B1") == ()


def test_the_units_own_words() -> None:
    sent = [answering("so-y-te", X_01="Tốt"), answering("so-gddt", X_01="  "), answering("so-noi-vu", X_01=State.EMPTY)]
    assert [(p.unit.code, p.observation.text) for p in added(sent).texts("X.01")] == [("so-y-te", "Tốt")]


def test_every_code_of_the_form_once_in_its_order() -> None:
    found = list(WHOLE.codes())
    assert sorted(found) == sorted(CODES)
    assert found.index("T3.10") < found.index("T3.M1.CB01.tong") < found.index("T4.01")


@pytest.mark.parametrize(
    ("code", "aggregate"),
    [
        ("T6.05", Aggregate.SUM),
        ("T3.M1.CB01.nu", Aggregate.SUM),
        ("T3.M1.CB01.ty_le", Aggregate.NONE),
        ("T4.M1.HH.chi_tieu_ty_le", Aggregate.NONE),
        ("T4.M1.HH.ung_cu_nu", Aggregate.SUM),
        ("T3.06", Aggregate.COUNT_YES),
    ],
)
def test_how_a_code_adds_up(code: str, aggregate: Aggregate) -> None:
    assert WHOLE.aggregate_of(code) is aggregate


def test_days_and_words_are_never_added() -> None:
    assert WHOLE.total("M.12").value is None
    assert isinstance(WHOLE.total("M.12").parts[0].observation, Observation)
    assert isinstance(WHOLE.total("M.12").parts[0].observation.value, dt.date)
