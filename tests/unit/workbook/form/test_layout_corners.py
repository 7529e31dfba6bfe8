"""Forms an edition may declare although that of 2011 does not, and lines a rule may put into the self-check."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.editions.second_edition import FOLDER
from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Calc, CalcOp, FieldType, Indicator, Requirement, Task
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.rules.form.missing_value import _rows
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.check_lines import UNIT as UNIT_OF_STATES
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.formulas import Formulas
from vstbcpn_cli.workbook.form.helper_cells import HelperCells
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import NIL, Look, Role, SheetPlan, Slot

UNIT = "so-y-te"


def plan_of(code: str, change: Callable[[Task], Task], *, previous: bool = False) -> SheetPlan:
    """One sheet of the blank of an edition in which one task is declared otherwise."""
    applies = at.applies_to(UNIT)
    tasks = tuple(change(t) if t.code == code else t for t in applies.edition.tasks)
    plans = place(replace(applies, edition=replace(applies.edition, tasks=tasks)), previous=previous)
    return next(p for p in plans if p.task.code == code)


def looks(plan: SheetPlan, look: Look) -> list[tuple[int, str]]:
    return [(p.row, p.text) for p in plan.printed if p.look is look]


def test_a_task_of_tables_only_asks_whether_it_happened_and_for_its_tables() -> None:
    whole = plan_of("T6", lambda t: t)
    bare = plan_of("T6", lambda t: replace(t, indicators=()))
    assert {s.code for s in whole.slots} - {s.code for s in bare.slots} >= {i.code for i in whole.task.indicators}
    assert {s.code for s in bare.slots if not s.number} == {f"{bare.task.code}.{NIL}"}
    row, title = looks(bare, Look.BLOCK)[0]
    assert title.startswith(f"{bare.task.tables[0].code}. ")
    assert row < min(r for r, text in looks(whole, Look.BLOCK) if text == title)


def test_a_matrix_without_a_note_has_its_headings_right_below_its_title() -> None:
    def bare(task: Task) -> Task:
        return replace(task, matrices=tuple(replace(m, note="") for m in task.matrices))

    plan = plan_of("T3", bare)
    hints = [row for row, _ in looks(plan, Look.HINT)]
    for matrix in plan.task.matrices:
        title = next(r for r, text in looks(plan, Look.BLOCK) if text.startswith(f"{matrix.code}. "))
        assert title + 1 in plan.heads
        assert title + 1 not in hints


def test_a_table_without_an_example_has_its_first_row_right_below_its_keys() -> None:
    def first_rows(plan: SheetPlan) -> list[int]:
        return [plan.rows_of(t.code)[0] for t in plan.task.tables]

    plan = plan_of("T6", lambda t: replace(t, tables=tuple(replace(b, example={}) for b in t.tables)))
    assert looks(plan, Look.EXAMPLE) == []
    keys = sorted(plan.heads)[-len(plan.task.tables) :]
    assert [row - 2 for row in first_rows(plan)] == keys
    with_example = plan_of("T6", lambda t: t)
    given = [bool(t.example) for t in with_example.task.tables]
    assert first_rows(with_example) == [r + sum(given[: n + 1]) for n, r in enumerate(first_rows(plan))]


def test_an_earlier_figure_has_a_place_only_where_there_is_a_number_to_compare() -> None:
    plan = plan_of("T3", lambda t: t, previous=True)
    kept = {s.code for s in plan.slots if s.role is Role.PREVIOUS}
    asked = [s for s in plan.slots if s.role is Role.VALUE and not s.number and s.spec is not None]
    assert kept == {s.code for s in asked if s.spec is not None and s.spec.type.numeric and s.open}
    assert {s.spec.type for s in asked if s.spec is not None} > {FieldType.INT}


def test_a_table_begins_with_the_column_that_needs_most_room() -> None:
    """Its other columns stand as they are declared."""
    declared = season.edition().tables["T1.B1"]
    assert (declared.first, declared.columns[0].key) == ("trich_yeu", "loai")
    plan = plan_of("T1", lambda t: t)
    row = plan.rows_of("T1.B1")[0]
    placed = sorted((s.column, s.code.rpartition(".")[2]) for s in plan.slots if s.row == row)
    rest = [c.key for c in declared.columns if c.key != "trich_yeu"]
    assert [key for _, key in placed] == ["trich_yeu", *rest, "giai_trinh"]


# ------------------------------------------------------------------------------------------------------- formulas
@pytest.fixture
def slots() -> dict[str, Slot]:
    plans = place(at.applies_to(UNIT))
    return {s.code: s for p in plans for s in p.slots if s.role is Role.VALUE and not s.number}


def test_a_share_of_two_answers_is_empty_on_a_zero_base(slots: dict[str, Slot]) -> None:
    formulas = Formulas(season.edition(), place(at.applies_to(UNIT)))
    slot = next(s for s in slots.values() if isinstance(s.spec, Indicator) and s.spec.calc is not None)
    assert isinstance(slot.spec, Indicator)
    share = Calc(CalcOp.RATIO, part="T6.05", whole="T6.04")
    part, whole = (formulas.cell(code) for code in ("T6.05", "T6.04"))
    made = formulas.of(replace(slot, spec=replace(slot.spec, calc=share)))
    assert made == f'=IF(COUNT({part},{whole})<2,"",IF({whole}=0,"",ROUND({part}*100/{whole},2)))'
    hidden = HelperCells(next(p for p in place(at.applies_to(UNIT)) if p.name == "NV6"))
    assert (part, whole) == tuple(map(hidden.value_cell, ("T6.05", "T6.04")))


def test_every_kind_of_computation_of_the_edition_has_its_formula(slots: dict[str, Slot]) -> None:
    formulas = Formulas(season.edition(), place(at.applies_to(UNIT)))
    computed = [s for s in slots.values() if s.computed]
    used = {s.spec.calc.op for s in computed if isinstance(s.spec, Indicator) and s.spec.calc is not None}
    assert used >= set(CalcOp) - {CalcOp.RATIO}
    assert all(formulas.of(s).startswith("=IF(") for s in computed)


# ----------------------------------------------------------------------------------------------------- self-check
def test_a_line_colours_its_cells_on_its_own_sheet(slots: dict[str, Slot]) -> None:
    line = LiveCheck(at="T6.04", text="thử", ready=("1=1",), broken="2>1", cells=("T6.04", "T6.06", "T7.08"))
    check = plan_form(at.applies_to(UNIT), lambda _: [line]).checks
    (made,) = (x for x in check.lines if x.check is line)
    state = f"{column_letters(made.state_column)}${made.state_row}"
    beside, apart = (slots[code] for code in ("T6.04", "T6.06"))
    mine = {c.areas: c.formula for c in check.colours("NV6") if not c.empty}
    assert mine[(apart.row, apart.row, apart.column),] == f"=(${state}>0)*(${state}<{UNIT_OF_STATES})"
    assert any((beside.row, beside.row, beside.column) in _cells(areas) for areas in mine)
    elsewhere = slots["T7.08"]
    there = {cell for colour in check.colours("NV7") for cell in _cells(colour.areas)}
    assert (elsewhere.row, elsewhere.row, elsewhere.column) not in there


def _cells(areas: tuple[tuple[int, int, int], ...]) -> set[tuple[int, int, int]]:
    return {(row, row, column) for first, last, column in areas for row in range(first, last + 1)}


def test_a_row_of_a_table_that_looks_at_another_sheet_colours_nothing() -> None:
    at_code = "T6.B1.so_nu"
    line = LiveCheck(at_code, "thử", (), "'NV7'!$D$9>71", cells=(at_code,), table="T6.B1")
    check = plan_form(at.applies_to(UNIT), lambda _: [line]).checks
    assert [c for c in check.colours("NV6") if ">71" in c.formula] == []


@pytest.fixture
def form() -> BlankForm:
    """The blank of a district, whose units of a table have a usual role."""
    applies = at.applies_to("huyen-loc-binh")
    return BlankForm(applies, tuple(place(applies)), dict.fromkeys(("T5.B1.vai_tro", "T5.B2.vai_tro"), "vai_tro"))


def test_a_column_with_a_usual_answer_is_never_empty(form: BlankForm) -> None:
    rows = form.rows("T5.B2")
    assert rows is not None
    assert form.code("T5.B2.vai_tro") == "T5.B2.vai_tro"
    cell = f"TRIM({rows.cell('vai_tro')})"
    assert rows.empty("vai_tro") == "FALSE"
    assert rows.empty("ten") != "FALSE"
    assert rows.says("vai_tro", ["Chủ trì"]) == f'(0+({cell}="Chủ trì")+({cell}="")>0)'
    assert '=""' not in rows.says("vai_tro", ["Phối hợp"])
    assert rows.usable("vai_tro")[0].startswith(f'IF({cell}="",TRUE,')


def test_a_field_that_is_not_on_the_form_is_of_no_type(form: BlankForm) -> None:
    assert form.types_at("T5.B9.so") == ("FALSE",)


def test_a_figure_that_is_no_sum_over_rows_is_good_once_it_is_a_number(form: BlankForm) -> None:
    assert form.types_at("T4.04") == (f"ISNUMBER({form.address('T4.04')})",)


def test_a_sum_over_a_table_closed_to_the_unit_is_never_good(form: BlankForm, monkeypatch: pytest.MonkeyPatch) -> None:
    assert form.types_at("T5.01") != ("FALSE",)
    monkeypatch.setattr(BlankForm, "_open", lambda *_: False)
    assert form.types_at("T5.01") == ("FALSE",)


def test_a_form_without_the_cells_of_a_constraint_has_no_lines_of_it() -> None:
    bare = BlankForm(at.applies_to(UNIT), (), {})
    asked = {c.rule.name for c in at.bound() if c.rule.live}
    found = {c.rule.name for c in at.bound() for line in (c.rule.live or _none)(c.params, bare) if not line.table}
    assert asked > {"part-exceeds-whole", "missing-row", "share-without-leader", "date-outside-window"}
    assert found == {"window-differs"}, "its two dates are on every form"


def _none(params: object, form: LiveForm) -> Iterator[LiveCheck]:
    yield from ()


def test_a_table_that_demands_no_column_has_no_line_on_what_its_rows_lack(form: BlankForm) -> None:
    table = form.applies.edition.tables["T5.B2"]
    assert len(list(_rows(form, table))) == 1
    optional = tuple(replace(c, required=Requirement.OPTIONAL) for c in table.columns)
    assert list(_rows(form, replace(table, columns=optional))) == []


# --------------------------------------------------------------------------------------------------- what is offered
def test_a_target_is_offered_with_its_name_and_measure_and_read_with_them_or_without() -> None:
    unit, spot = "so-ldtbxh", at.spot("so-ldtbxh", "T1.B2.ma_chi_tieu", number=1, period="nam")
    lists = plan_form(at.applies_to(unit, "nam"), lambda _: []).lists["T1.B2.ma_chi_tieu/value"].values
    shown = "CL2011-7.4 – Cán bộ BĐG, VSTBCPN được tập huấn ít nhất một lần (%)"
    assert shown in lists
    assert len(lists) == 5, "a lead is offered its own targets"
    for typed in (shown, "CL2011-7.4"):
        read = at.accepted(at.typed(at.filled(unit, "nam"), {spot: typed}), "nam")
        (found,) = [r.cells["ma_chi_tieu"] for r in read.tables["T1.B2"].rows if r.number == 1]
        assert (found.value, found.problems) == ("CL2011-7.4", ())


@pytest.mark.parametrize("edition", ["2011", str(FOLDER)])
@pytest.mark.parametrize("previous", [False, True])
def test_no_head_stands_beside_the_columns_that_are_asked(edition: str, previous: bool) -> None:
    """A column without a cell would have no width, and no text fits into it."""
    with season.using(edition):
        for unit in {u.kind: u.code for u in season.register().units}.values():
            for period in season.edition().periods:
                for plan in place(at.applies_to(unit, period), previous=previous):
                    heads = [p for p in plan.printed if p.look is Look.HEAD and p.row not in plan.hidden]
                    assert not [p for p in heads if p.column > plan.last_column], (unit, period, plan.name)
