"""What a blank shows beside its texts: signs, plain words instead of keys, the period of earlier figures, whom to ask."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.edition.fields import FieldType
from vstbcpn_cli.edition.model import Column, Indicator, Requirement
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.workbook.form.form_plan import FormPlan, plan_form
from vstbcpn_cli.workbook.form.sheet_plan import Look, Role, SheetPlan
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw

UNITS = ("so-y-te", "hoi-lhpn", "huyen-loc-binh", at.COMMUNE.code)
WORDS = season.edition().words
EARLIER = "6 tháng đầu năm 2010"


@cache
def plan_of(unit: str) -> FormPlan:
    return plan_form(at.applies_to(unit), at.live())


@cache
def book_of(unit: str) -> Workbook:
    return load_workbook(BytesIO(at.blank(unit)))


@cache
def with_earlier() -> bytes:
    applies = at.applies_to("so-y-te", "nam")
    return Master.of(draw(plan_form(applies, at.live(), previous=True), EARLIER)).stamped(fields_of(applies))


def _lines(plan: SheetPlan, look: Look) -> dict[int, tuple[str, str]]:
    return {p.row: (p.text, p.shown) for p in plan.printed if p.look is look}


# ------------------------------------------------------------------------------------------------------------- signs
@pytest.mark.parametrize("unit", UNITS)
def test_every_line_that_must_be_answered_has_a_sign_and_no_other(unit: str) -> None:
    for plan in plan_of(unit).sheets:
        answers = [s for s in plan.slots if s.role is Role.VALUE and not s.number and s.spec is not None]
        asked = {s.row for s in answers if s.open and not s.prefilled and s.mark is Requirement.REQUIRED}
        signed = {row for row, (_, shown) in _lines(plan, Look.LABEL).items() if "*" in shown}
        assert signed == asked, plan.name


@pytest.mark.parametrize("unit", UNITS)
def test_every_column_that_each_row_must_fill_has_a_sign_and_so_has_a_table_that_must_be_answered(unit: str) -> None:
    applies = at.applies_to(unit)
    for plan in plan_of(unit).sheets:
        for table in plan.task.tables:
            first = [s for s in plan.slots if s.number == 1 and s.code.startswith(f"{table.code}.")]
            row = max(h for h in plan.heads if h < min(s.row for s in first))
            heads = {p.column: p for p in plan.printed if p.look is Look.HEAD and p.row == row}
            wanted = {
                s.column
                for s in first
                if isinstance(s.spec, Column)
                and s.spec.required is Requirement.REQUIRED
                and not (s.spec.default or s.spec.fixed)
            }
            assert {column for column, head in heads.items() if "*" in head.shown} == wanted, table.code
            [title] = [p for p in plan.printed if p.look is Look.BLOCK and p.text.startswith(f"{table.code}. ")]
            assert ("*" in title.shown) == (applies.table(table) is Requirement.ANSWERED)


def test_signs_are_seen_and_are_no_part_of_the_text() -> None:
    plan = next(p for p in plan_of("so-y-te").sheets if p.name == "NV6")
    row, (text, _) = next((r, t) for r, t in _lines(plan, Look.LABEL).items() if "*" in t[1])
    cell = book_of("so-y-te")["NV6"].cell(row, 2)
    assert (cell.value, cell.number_format) == (text, '@"\u00a0*"')
    assert "dấu *" in WORDS["legend.empty"]


# ------------------------------------------------------------------------------------------- no words of the program
@pytest.mark.parametrize("unit", UNITS)
def test_keys_are_kept_and_not_seen(unit: str) -> None:
    """Neither “T1.so_lieu” above a column nor “T1.khong_phat_sinh” in the column of the codes."""
    for plan in plan_of(unit).sheets:
        for printed in (p for p in plan.printed if "_" in p.text and p.look in (Look.KEY, Look.CODE)):
            cell = book_of(unit)[plan.name].cell(printed.row, printed.column)
            assert cell.value == printed.text
            hidden, _, instead = cell.number_format.rpartition(";")
            unseen = cell.font.color is not None and cell.font.color.rgb == cell.fill.fgColor.rgb
            assert unseen if printed.look is Look.KEY else (hidden, "_" in instead) == (";;", False), printed.text
        nil = [s for s in plan.slots if s.role is Role.NIL]
        shown = _lines(plan, Look.CODE)
        assert all(shown[s.row][1] == f';;;"{plan.task.code}"' for s in nil)


@pytest.mark.parametrize("unit", UNITS)
def test_choices_and_dates_say_how_they_are_answered(unit: str) -> None:
    for plan in plan_of(unit).sheets:
        measures = _lines(plan, Look.MEASURE)
        for slot in (s for s in plan.slots if s.role is Role.VALUE and isinstance(s.spec, Indicator)):
            assert isinstance(slot.spec, Indicator)
            if slot.spec.type in (FieldType.CHOICE, FieldType.BOOL) and not slot.prefilled:
                assert measures[slot.row][0] == "chọn", slot.code
            if slot.spec.type is FieldType.DATE:
                assert measures[slot.row][0] == "ngày/tháng/năm", slot.code


# --------------------------------------------------------------------------------------------------- earlier figures
def test_the_heads_of_earlier_figures_say_of_which_period() -> None:
    applies = at.applies_to("so-y-te", "nam")
    book, seen = load_workbook(BytesIO(with_earlier())), 0
    for plan in plan_form(applies, at.live(), previous=True).sheets:
        for printed in (p for p in plan.printed if p.text.startswith(WORDS["head.previous"])):
            cell = book[plan.name].cell(printed.row, printed.column)
            assert (cell.value, cell.number_format) == (printed.text, f'@" ({EARLIER})"')
            seen += 1
    assert seen > 8
    said = [c.value for row in book[WORDS["sheet.guide"]].iter_rows() for c in row if c.value]
    assert WORDS["guide.earlier"].replace("{earlier}", EARLIER) in said


def test_a_form_that_names_the_earlier_period_is_still_as_issued() -> None:
    found = at.read(with_earlier(), period="nam")
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "blank-as-issued"


@pytest.mark.parametrize(
    ("edition", "period", "told"),
    [("2010", "2010-6T", EARLIER), ("2011", "2011-6T", "6 tháng đầu năm 2011"), ("thử", "thử-6T", "thử-6t")],
)
def test_an_earlier_period_is_told_in_the_words_of_the_edition(edition: str, period: str, told: str) -> None:
    assert Previous(edition, period, {}, {}, {}).told(season.edition()) == told


# ----------------------------------------------------------------------------------------------------- whom to ask
def test_the_address_for_forms_and_the_person_to_ask_stand_beside_the_deadline_once_they_are_known() -> None:
    applies = at.applies_to("so-y-te")
    office = applies.edition.office
    assert fields_of(applies)["address"] == office.address
    known = replace(office, email="vstbpn@langson.gov.vn", contact="bà Vi Thị Ví Dụ, 025.3500.124")
    fields = fields_of(replace(applies, edition=replace(applies.edition, office=known)))
    told = f"{office.address}; thư điện tử vstbpn@langson.gov.vn; người liên hệ: bà Vi Thị Ví Dụ, 025.3500.124"
    assert fields["address"] == told
    content = Master.of(draw(plan_of("so-y-te"))).stamped(fields)
    guide = load_workbook(BytesIO(content))[WORDS["sheet.guide"]]
    [due] = [c.value for row in guide.iter_rows() for c in row if "Hạn gửi" in str(c.value)]
    assert told in str(due)


# ------------------------------------------------------------------------------------------------------ read aloud
@pytest.mark.parametrize("unit", UNITS)
def test_nothing_is_merged_among_the_cells_of_a_block_and_titles_stand_in_the_first_column(unit: str) -> None:
    for plan in plan_of(unit).sheets:
        cells = {(p.row, p.look) for p in plan.printed}
        entry = {s.row for s in plan.slots} | set(plan.heads)
        merged = [range_boundaries(str(area)) for area in book_of(unit)[plan.name].merged_cells.ranges]
        assert {row for _, top, _, bottom in merged for row in range(top or 0, (bottom or 0) + 1)} & entry == set()
        assert {p.column for p in plan.printed if p.look in (Look.TITLE, Look.BLOCK, Look.HINT)} == {1}
        assert {look for _, look in cells} >= {Look.TITLE}


@pytest.mark.parametrize("unit", UNITS)
def test_a_prompt_runs_off_no_screen(unit: str) -> None:
    """LibreOffice breaks no line of a prompt, and shows some 64 letters from a column at the right on."""
    prompts = {
        v.prompt for sheet in book_of(unit).worksheets for v in sheet.data_validations.dataValidation if v.prompt
    }
    assert max(len(line) for prompt in prompts for line in prompt.split("\n")) <= 64
    said = {
        s.spec.prompt
        for p in plan_of(unit).sheets
        for s in p.slots
        if s.role is Role.VALUE and s.open and not s.prefilled and s.spec
    }
    assert {" ".join(prompt.split()) for prompt in prompts} >= {x[:255] for x in said if x}


@pytest.mark.parametrize("unit", UNITS)
def test_what_the_self_check_asks_for_can_be_typed(unit: str) -> None:
    """In the cell that it leads to, or as an explanation beside it."""
    plan = plan_of(unit)
    open_cells = {s.code for p in plan.sheets for s in p.slots if s.open and s.role in (Role.VALUE, Role.NIL)}
    explained = {s.code for p in plan.sheets for s in p.slots if s.open and s.role is Role.EXPLANATION}
    locked = {x.check.at for x in plan.checks.lines} - open_cells - season.edition().tables.keys()
    assert locked <= explained
    assert "T3.06" in locked


def test_a_sheet_that_demands_nothing_is_not_called_filled_in() -> None:
    """A department has nothing to fill in about the elections."""
    sheets = {row[0].value: row[2].value for row in book_of("so-y-te")[WORDS["sheet.guide"]].iter_rows(max_col=3)}
    demanded = WORDS["guide.to_fill"].partition("{")[0]
    assert f'"{WORDS["guide.optional"]}"' in str(sheets["→ NV4"])
    assert f'"{WORDS["guide.ready"]}"' not in str(sheets["→ NV4"])
    assert f'"{WORDS["guide.ready"]}"' in str(sheets["→ NV5"])
    shown = load_workbook(BytesIO(at.blank("so-y-te")), data_only=True)[WORDS["sheet.guide"]]
    states = {row[0].value: row[2].value for row in shown.iter_rows(max_col=3)}
    assert states["→ NV4"] == WORDS["guide.optional"]
    assert str(states["→ NV5"]).startswith(demanded)
