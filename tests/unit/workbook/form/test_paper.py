"""A blank on the screen and on paper: what stays in sight, what grows, where pages begin."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from openpyxl.utils import range_boundaries

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.submission import column_letters
from vstbcpn_cli.workbook.form import cell_formats
from vstbcpn_cli.workbook.form.check_lines import VERDICT_ROW
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.page_setup import LINE, Paper, paper
from vstbcpn_cli.workbook.form.sheet_plan import Look, Role, SheetPlan
from vstbcpn_cli.workbook.ooxml.package import read_package

M = f"{{{at.MAIN}}}"
UNITS = ("so-y-te", "hoi-lhpn", "huyen-loc-binh", at.COMMUNE.code)
WORDS = season.edition().words


@cache
def sheets(unit: str) -> dict[str, ET.Element]:
    parts = at.unpacked(at.blank(unit))
    return {name: ET.fromstring(parts[part]) for name, part in at.sheet_parts(parts).items()}


@cache
def plans(unit: str, *, previous: bool = False) -> tuple[SheetPlan, ...]:
    return place(at.applies_to(unit), previous=previous)


def _titles(plan: SheetPlan) -> list[int]:
    return [p.row for p in plan.printed if p.look is Look.BLOCK]


@cache
def papers(unit: str, period: str = "6t", *, previous: bool = False) -> tuple[tuple[SheetPlan, Paper], ...]:
    plan = plan_form(at.applies_to(unit, period), at.live(), previous=previous)
    return tuple((sheet, paper(sheet, plan.lists)) for sheet in plan.sheets)


def _room(of: Paper) -> float:
    """How much of the height of a sheet goes on one page of A4."""
    high = 595 if of.across else 842
    return (high - 72 * (cell_formats.TOP + cell_formats.BOTTOM)) / of.scale


@pytest.mark.parametrize("unit", UNITS)
def test_pages_begin_with_a_block_and_tear_none(unit: str) -> None:
    for plan, of in (*papers(unit), *papers(unit, "nam", previous=True)):
        assert {row + 1 for row in of.breaks} <= set(_titles(plan)), plan.name
        pages = pairwise([plan.verdict_row, *of.breaks, max(of.heights)])
        tall = [sum(of.heights[r] for r in range(first + 1, last + 1)) for first, last in pages]
        assert max(tall) <= _room(of), (plan.name, tall)
        lone = [a + b for a, b in pairwise(tall)]
        assert all(two > _room(of) * 0.9 for two in lone), f"{plan.name}: two pages would go on one"


@pytest.mark.parametrize(
    ("unit", "most"), [("so-y-te", 13), ("hoi-lhpn", 12), ("cong-an-tinh", 12), ("huyen-loc-binh", 14)]
)
def test_a_form_takes_few_pages_and_none_is_small(unit: str, most: int) -> None:
    """Besides the page of the instructions and those of the self-check."""
    assert sum(of.pages for _, of in papers(unit)) <= most
    for plan, of in (*papers(unit), *papers(unit, "nam", previous=True)):
        wide = (842 if of.across else 595) - 72 * (cell_formats.LEFT + cell_formats.RIGHT)
        assert wide / sum(w * 5.5 + 3.75 for w in of.widths.values()) >= 0.75, plan.name


@pytest.mark.parametrize("unit", UNITS)
def test_the_blank_has_these_pages_and_repeats_the_heads_of_its_last_block(unit: str) -> None:
    book = ET.fromstring(at.unpacked(at.blank(unit))["xl/workbook.xml"])
    names = [e for e in book.iter(f"{M}definedName") if e.get("name") == "_xlnm.Print_Titles"]
    repeated = {(e.text or "").partition("!")[0].strip("'"): (e.text or "").partition("!")[2] for e in names}
    for plan, of in papers(unit):
        setup = next(sheets(unit)[plan.name].iter(f"{M}pageSetup"))
        assert (setup.get("orientation") == "landscape", setup.get("fitToHeight")) == (of.across, "0")
        assert [int(e.get("id", "0")) for e in sheets(unit)[plan.name].iter(f"{M}brk")] == list(of.breaks)
        last = max(set(plan.heads) - plan.hidden)
        assert repeated[plan.name] == f"${last}:${last}"


@pytest.mark.parametrize("unit", UNITS)
def test_what_asks_nothing_of_the_unit_takes_no_place(unit: str) -> None:
    """Its lines are locked, grey and hidden; of a whole block only the title is left, which says so."""
    for plan, of in papers(unit):
        rows = {int(r.get("r", "0")) for r in sheets(unit)[plan.name].iter(f"{M}row") if r.get("hidden")}
        assert rows == plan.hidden
        assert {s.row for s in plan.slots if s.open} & rows == set()
        assert {of.heights[row] for row in rows} <= {0.0}
        for row, title in ((p.row, p.text) for p in plan.printed if p.look is Look.BLOCK):
            told = WORDS["block.closed"] in title
            assert row not in rows
            assert told == (row + 1 in rows)


def test_columns_are_as_wide_as_what_goes_into_them() -> None:
    """A date needs less than the words that a document is about, and no column of a table is narrower than its words."""
    for plan, of in papers("huyen-loc-binh"):
        for slot in (s for s in plan.slots if s.number == 1 and s.spec is not None):
            if slot.spec is not None and slot.spec.type is FieldType.DATE:
                assert of.widths[slot.column] >= 9.5, slot.code
                named = [s for s in plan.slots if s.number == 1 and s.row == slot.row and s.column == 2]
                assert of.widths[2] > 1.4 * of.widths[slot.column], named
        for head in (p for p in plan.printed if p.look is Look.HEAD and p.row not in plan.hidden):
            word = max(map(cell_formats.breadth, head.text.split()))
            assert word * 10 <= of.widths[head.column] * 5.25, head.text


@pytest.mark.parametrize("unit", UNITS)
def test_rows_grow_with_what_is_typed_unless_merged(unit: str) -> None:
    """A fixed height cuts long answers; programs do not measure merged cells, so those rows keep theirs."""
    for name, root in sheets(unit).items():
        areas = [range_boundaries(e.get("ref", "")) for e in root.iter(f"{M}mergeCell")]
        merged = {row for _, top, _, bottom in areas for row in range(top or 0, (bottom or 0) + 1)}
        fixed = {int(r.get("r", "0")) for r in root.iter(f"{M}row") if r.get("customHeight")}
        assert fixed <= merged, name
        assert all(float(r.get("ht", "0")) <= 409 for r in root.iter(f"{M}row"))


@pytest.mark.parametrize("unit", UNITS)
def test_the_title_and_the_verdict_of_the_self_check_do_not_touch(unit: str) -> None:
    """A row without a height is as high as its letters, and capitals with two marks reach into the row above."""
    heights = [float(r.get("ht", "0")) for r in sheets(unit)[WORDS["sheet.check"]].iter(f"{M}row")][:VERDICT_ROW]
    largest = 14
    assert len(heights) == VERDICT_ROW
    assert min(heights) >= 1.5 * largest


@pytest.mark.parametrize("unit", UNITS)
def test_one_line_stays_on_the_screen_and_each_block_fits_below_it_with_its_heads(unit: str) -> None:
    """Of 1366 × 768 a window leaves 570 pixels for rows. A sheet has several blocks, and the heads of one above the
    columns of another would mislead: instead the lines of a block are in sight together with its own heads."""
    for plan, of in papers(unit):
        [pane] = sheets(unit)[plan.name].iter(f"{M}pane")
        assert (pane.get("state"), pane.get("xSplit"), pane.get("ySplit")) == ("frozen", "2", "1")
        frozen = of.heights[plan.verdict_row]
        assert frozen * 96 / 72 <= 24
        ends = [*(row for row in _titles(plan) if row > plan.heads[0]), plan.last_row + 1]
        for head in (h for h in plan.heads if h not in plan.hidden):
            end = min(row for row in ends if row > head)
            tall = sum(of.heights[row] for row in range(head, end))
            assert (frozen + tall) * 96 / 72 <= 570, (plan.name, head, tall)


@pytest.mark.parametrize("unit", UNITS)
def test_each_sheet_opens_at_its_first_entry_cell(unit: str) -> None:
    for plan in plans(unit):
        chosen = [e.get("sqref", "") for e in sheets(unit)[plan.name].iter(f"{M}selection") if e.get("sqref")]
        column, row, *_ = range_boundaries(chosen[-1])
        assert (row, column) == plan.first_entry
        slot = next(s for s in plan.slots if (s.row, s.column) == (row, column))
        assert slot.open, (plan.name, chosen)


def test_a_long_answer_has_room() -> None:
    for plan, of in papers("huyen-loc-binh", "nam", previous=True):
        answers = [s for s in plan.slots if s.role is Role.VALUE and not s.number and s.open]
        long = [s for s in answers if s.spec is not None and s.spec.type is FieldType.LONG]
        assert all(of.heights[s.row] >= 2 * LINE and of.widths[s.column] >= 20 for s in long), plan.name
    assert next(of for plan, of in papers("so-y-te") if plan.name == "DG").widths[4] > 60


@pytest.mark.parametrize("unit", UNITS)
def test_instructions_are_one_page_with_deadline_state_and_links(unit: str) -> None:
    root = sheets(unit)[WORDS["sheet.guide"]]
    setup = next(root.iter(f"{M}pageSetup"))
    assert (setup.get("orientation"), setup.get("fitToHeight", "1")) == ("portrait", "1")
    links = [e.get("location", "") for e in root.iter(f"{M}hyperlink")]
    first = {p.name: f"'{p.name}'!{column_letters(p.first_entry[1])}{p.first_entry[0]}" for p in plans(unit)}
    assert links == [*first.values(), f"'{WORDS['sheet.check']}'!A1"]
    guide = next(s for s in read_package(at.blank(unit)).sheets if s.name == WORDS["sheet.guide"])
    texts = [cell.text for _, cell in sorted(guide.cells.items())]
    assert any("Hạn gửi: trước ngày 10/6/2011" in t for t in texts)
    left = sum(int(t.split()[1]) for t in texts if t.startswith("còn ") and t.endswith(" ô cần điền"))
    [verdict] = [t for t in texts if t.startswith("CÒN ")]
    assert int(verdict.split()[1]) == left > 0


@pytest.mark.parametrize("unit", UNITS)
def test_every_verdict_turns_green_when_the_form_can_be_sent(unit: str) -> None:
    for name, root in sheets(unit).items():
        verdicts = {
            cell.get("r")
            for cell in root.iter(f"{M}c")
            if (value := cell.find(f"{M}v")) is not None and (value.text or "").startswith("CÒN ")
        }
        ready = {
            part.get("sqref")
            for part in root.iter(f"{M}conditionalFormatting")
            if any(e.text == f'"{WORDS["check.ready"]}"' for e in part.iter(f"{M}formula"))
        }
        assert ready == verdicts, name
        assert verdicts or name.startswith("_"), name
