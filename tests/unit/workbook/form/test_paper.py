"""A blank on the screen and on paper: what stays in sight, what grows, where pages begin."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from openpyxl.utils import range_boundaries

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.workbook.form.layout import Look, Role, SheetPlan, place
from vstbcpn_cli.workbook.form.page_setup import LINE, heights, page_breaks, widths
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


@pytest.mark.parametrize("unit", UNITS)
def test_pages_begin_with_a_block_and_tear_none(unit: str) -> None:
    for previous in (False, True):
        for plan in plans(unit, previous=previous):
            columns = widths(plan)
            rows = heights(plan, columns)
            breaks = page_breaks(plan, columns, rows)
            assert {row + 1 for row in breaks} <= set(_titles(plan)), plan.name
            room = 510 * max(1.0, (sum(columns.values()) * 5.25 + len(columns) * 3.75) / 770)
            pages = pairwise([0, *breaks, plan.last_row])
            tall = [sum(rows.get(r, LINE) for r in range(first + 1, last + 1)) for first, last in pages]
            assert max(tall) <= room, (plan.name, tall, room)
            lone = [a + b for a, b in pairwise(tall)]
            assert all(two > room * 0.9 for two in lone), f"{plan.name}: two pages would go on one"


@pytest.mark.parametrize("unit", UNITS)
def test_the_blank_has_these_pages_and_repeats_the_heads_of_its_last_block(unit: str) -> None:
    book = ET.fromstring(at.unpacked(at.blank(unit))["xl/workbook.xml"])
    names = [e for e in book.iter(f"{M}definedName") if e.get("name") == "_xlnm.Print_Titles"]
    repeated = {(e.text or "").partition("!")[0].strip("'"): (e.text or "").partition("!")[2] for e in names}
    for plan in plans(unit):
        columns = widths(plan)
        wanted = page_breaks(plan, columns, heights(plan, columns))
        assert [int(e.get("id", "0")) for e in sheets(unit)[plan.name].iter(f"{M}brk")] == wanted
        assert repeated[plan.name] == f"${plan.heads[-1]}:${plan.heads[-1]}"


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
def test_no_head_of_one_block_stays_above_the_columns_of_another(unit: str) -> None:
    for plan in plans(unit):
        [pane] = sheets(unit)[plan.name].iter(f"{M}pane")
        assert (pane.get("state"), pane.get("xSplit")) == ("frozen", "2")
        assert int(pane.get("ySplit", "0")) == (plan.heads[0] if len(plan.heads) == 1 else plan.verdict_row)


@pytest.mark.parametrize("unit", UNITS)
def test_each_sheet_opens_at_its_first_entry_cell(unit: str) -> None:
    for plan in plans(unit):
        chosen = [e.get("sqref", "") for e in sheets(unit)[plan.name].iter(f"{M}selection") if e.get("sqref")]
        column, row, *_ = range_boundaries(chosen[-1])
        slot = next(s for s in plan.slots if (s.row, s.column) == (row, column))
        assert slot.open, (plan.name, chosen)


def test_a_long_answer_has_room_and_wide_sheets_yield() -> None:
    for plan in plans("huyen-loc-binh", previous=True):
        columns = widths(plan)
        answers = [s for s in plan.slots if s.role is Role.VALUE and not s.number and s.open]
        long = {s.row for s in answers if s.spec is not None and s.spec.type == "long"}
        rows = heights(plan, columns)
        assert all(rows[row] >= 4 * LINE for row in long)
        if long:
            assert columns[4] >= 24, plan.name
    assert widths(next(p for p in plans("so-y-te") if p.name == "DG"))[4] > 60


@pytest.mark.parametrize("unit", UNITS)
def test_instructions_are_one_page_with_deadline_state_and_links(unit: str) -> None:
    root = sheets(unit)[WORDS["sheet.guide"]]
    setup = next(root.iter(f"{M}pageSetup"))
    assert (setup.get("orientation"), setup.get("fitToHeight", "1")) == ("portrait", "1")
    links = [e.get("location", "") for e in root.iter(f"{M}hyperlink")]
    assert links == [f"'{name}'!A1" for name in (*(p.name for p in plans(unit)), WORDS["sheet.check"])]
    guide = next(s for s in read_package(at.blank(unit)).sheets if s.name == WORDS["sheet.guide"])
    texts = [cell.text for _, cell in sorted(guide.cells.items())]
    assert any("Hạn gửi: trước ngày 10/6/2011" in t for t in texts)
    left = sum(int(t.split()[1]) for t in texts if t.startswith("còn ") and t.endswith(" điểm"))
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
