"""What is typed into a blank is what is read back, wherever officers have moved rows, columns and sheets since.

`VSTBCPN_EXAMPLES=300` runs the properties longer.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.forms import returned as at
from tests.support.forms.filling import fill
from tests.support.forms.plausible import plausible, submission_of
from tests.support.forms.read_back import told
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import withholdable
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import SourceFile, State, Submission
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.text.personal_numbers import without_personal
from vstbcpn_cli.workbook.form.form_stamp import find_stamp
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role, Slot
from vstbcpn_cli.workbook.ooxml.formula_references import moved as moved_formula
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.raw import RawBook, RawCell, RawSheet

UNITS = ("so-y-te", "hoi-lhpn", "huyen-loc-binh", "so-noi-vu")
PERIODS = ("6t", "nam")
CAREFUL = settings(
    max_examples=int(os.environ.get("VSTBCPN_EXAMPLES", "12")),
    derandomize="VSTBCPN_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# ------------------------------------------------------------------------------------------- any answers come back
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạèéìíòóùúýỳAĂĐÊÔƯ 0123456789.,;:-/()&<>{}%\"'\n\u00a0\u200b"


def values_of(slot: Slot) -> st.SearchStrategy[tuple[Any, Any]]:
    """What may be typed into an entry cell, with what must be read."""
    spec = slot.spec
    assert spec is not None
    match spec.type:
        case FieldType.INT:
            return st.integers(getattr(spec, "minimum", 0), 10**9).map(lambda n: (n, n))
        case FieldType.MONEY | FieldType.NUM:
            return st.decimals(0, 10**9, places=3).map(lambda d: (d, d))
        case FieldType.PCT:
            return st.decimals(1, 100, places=2).map(lambda d: (d, d))
        case FieldType.DATE:
            return st.dates(dt.date(2005, 1, 1), dt.date(2011, 12, 31)).map(lambda d: (d, d))
        case FieldType.BOOL:
            return st.sampled_from([("Có", True), ("Không", False)])
        case FieldType.CHOICE:
            return st.sampled_from(season.edition().choices(spec)).map(lambda c: (c, c))
        case _:
            texts = st.text(LETTERS, max_size=60).filter(lambda t: without_personal(t) == t)
            return texts.map(lambda t: (f"Nội dung {t}", clean(f"Nội dung {t}").strip()))


@cache
def open_slots(unit: str, period: str) -> tuple[dict[str, tuple[str, Slot]], dict[str, list[tuple[str, Slot]]]]:
    """Entry cells by code, and those of the tables by table code; what is printed at issue is left alone."""
    single: dict[str, tuple[str, Slot]] = {}
    tables: dict[str, list[tuple[str, Slot]]] = {}
    applies = at.applies_to(unit, period)
    issued = applies.edition.identity | applies.filled_at_issue
    for plan in place(applies):
        for slot in (s for s in plan.slots if s.open and s.role is Role.VALUE):
            if slot.number:
                tables.setdefault(slot.code.rpartition(".")[0], []).append((plan.name, slot))
            elif slot.code not in issued:
                single[slot.code] = (plan.name, slot)
    return single, tables


@pytest.mark.full
@given(st.data(), st.sampled_from(UNITS), st.sampled_from(PERIODS))
@CAREFUL
def test_whatever_is_typed_is_read(data: st.DataObject, unit: str, period: str) -> None:
    single, tables = open_slots(unit, period)
    cells: dict[at.Position, Any] = {}
    expected: dict[str, Any] = {}
    # Without one figure of what was done the form would be no return at all.
    figures = [c for c in withholdable(at.applies_to(unit, period)) if c in single and single[c][1].spec.type.numeric]  # type: ignore[union-attr]  # an entry cell has one
    codes = {data.draw(st.sampled_from(figures))} | data.draw(st.sets(st.sampled_from(sorted(single)), max_size=40))
    for code in sorted(codes):
        sheet, slot = single[code]
        cells[sheet, slot.row, slot.column], expected[code] = data.draw(values_of(slot))
    for table in data.draw(st.sets(st.sampled_from(sorted(tables)), max_size=3)):
        count = data.draw(st.integers(1, 4))
        for sheet, slot in (x for x in tables[table] if x[1].number <= count):
            typed, read = data.draw(values_of(slot))
            cells[sheet, slot.row, slot.column] = typed
            expected[f"{table}[{slot.number}].{slot.code.rpartition('.')[2]}"] = read
    content = at.typed(at.blank(unit, period), cells)
    submission = at.accepted(content, period)
    found = told(submission)
    assert {code: found[code] for code in expected} == {code: (State.VALUE, v) for code, v in expected.items()}
    assert {found[c][0] for c in single if c not in expected} <= {State.EMPTY}
    count_of = submission.count
    assert count_of.typed == count_of.in_data + count_of.in_findings + count_of.ignored
    assert count_of.in_data >= len(expected)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("unit", [*UNITS, at.COMMUNE.code])
def test_a_complete_form_comes_back_as_a_faultless_reader_would_give_it(unit: str, period: str) -> None:
    applies = at.applies_to(unit, period)
    answers = plausible(applies.edition, applies.unit, applies.period)
    ideal = told(submission_of(applies.edition, applies.unit, applies.period, answers))
    found = told(at.accepted(at.filled(unit, period), period))
    closed = {c for c, (state, _) in found.items() if state is State.NOT_APPLICABLE}
    assert {c: a for c, a in found.items() if c not in closed} == {c: ideal[c] for c in found if c not in closed}
    assert {ideal[c][0] for c in closed} <= {State.EMPTY, State.NOT_APPLICABLE}
    assert {a[0] for c, a in ideal.items() if c not in found} <= {State.EMPTY}


@pytest.mark.parametrize("unit", ["so-y-te", "huyen-loc-binh"])
def test_a_workbook_saved_by_another_library_gives_the_same(unit: str, tmp_path: Path) -> None:
    applies = at.applies_to(unit)
    blank, target = tmp_path / "trong.xlsx", tmp_path / "gui-ve.xlsx"
    blank.write_bytes(at.blank(unit))
    fill(blank, target, applies, plausible(applies.edition, applies.unit, applies.period))
    read = at.accepted(target.read_bytes())
    assert told(read) == told(at.accepted(at.filled(unit)))
    assert judge(at.scope_of(read), at.bound()) == ()


# ------------------------------------------------------------------------------------- wherever it has been moved to
Change = Callable[[RawBook], RawBook]


@cache
def stored(unit: str) -> RawBook:
    return read_package(at.filled(unit))


def read_book(book: RawBook, unit: str) -> Submission:
    """A stored workbook read as if it had come from a file."""
    stamp = find_stamp(book)
    assert stamp is not None
    found = at.applies_to(unit).unit
    return at.reader()._answers(found, stamp, book).submission(SourceFile("gui-ve.xlsx"), stamp, [])


def moved(sheet: RawSheet, *, row: int, rows: int = 0, column: int = 1, columns: int = 0) -> RawSheet:
    """What stands from `row` down moved by `rows`, from `column` on by `columns`: rows or columns were inserted.

    Merged areas move with their cells, and grow where the insertion is inside them.
    """

    def down(r: int) -> int:
        return r + rows * (r >= row)

    def right(c: int) -> int:
        return c + columns * (c >= column)

    cells = {(down(r), right(c)): cell for (r, c), cell in sheet.cells.items()}
    merges = tuple((down(top), right(left), down(bottom), right(end)) for top, left, bottom, end in sheet.merges)
    hidden = frozenset(map(down, sheet.hidden_rows)), frozenset(map(right, sheet.hidden_columns))
    return replace(sheet, cells=cells, merges=merges, hidden_rows=hidden[0], hidden_columns=hidden[1])


def on_sheet(book: RawBook, name: str, change: Callable[[RawSheet], RawSheet]) -> RawBook:
    return replace(book, sheets=tuple(change(s) if s.name == name else s for s in book.sheets))


def inserted_rows(sheet: str, row: int, count: int) -> Change:
    return lambda book: on_sheet(book, sheet, lambda s: moved(s, row=row, rows=count))


def inserted_columns(sheet: str, column: int, count: int) -> Change:
    return lambda book: on_sheet(book, sheet, lambda s: moved(s, row=1, column=column, columns=count))


def reordered(order: list[int]) -> Change:
    return lambda book: replace(book, sheets=tuple(book.sheets[n] for n in order))


def renamed(number: int, name: str) -> Change:
    def change(book: RawBook) -> RawBook:
        sheets = list(book.sheets)
        sheets[number] = replace(sheets[number], name=name)
        return replace(book, sheets=tuple(sheets))

    return change


def changes(count: int) -> st.SearchStrategy[Change]:
    """One thing an officer does to the layout of the task sheets, or to the order of all sheets."""
    tasks = st.sampled_from([t.sheet for t in season.edition().tasks])
    rows = st.builds(inserted_rows, tasks, st.integers(1, 130), st.integers(1, 5))
    columns = st.builds(inserted_columns, tasks, st.integers(1, 9), st.integers(1, 3))
    return st.one_of(rows, columns, st.builds(reordered, st.permutations(range(count))))


@given(st.data(), st.sampled_from(UNITS[:3]))
@CAREFUL
def test_inserting_and_reordering_loses_nothing(data: st.DataObject, unit: str) -> None:
    book = stored(unit)
    for change in data.draw(st.lists(changes(len(book.sheets)), min_size=1, max_size=4)):
        book = change(book)
    read = read_book(book, unit)
    assert told(read) == told(at.accepted(at.filled(unit)))
    # A heading torn from its row of keys looks like one repeated for printing, and is said to be.
    assert {f.code for f in judge(at.scope_of(read), at.bound())} <= {"VS212"}
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored


@given(st.integers(1, 9), st.text("abcNVđ 0123()", min_size=1, max_size=20))
@CAREFUL
def test_renaming_a_sheet_loses_nothing(number: int, name: str) -> None:
    unit = "so-y-te"
    taken = {s.name.casefold() for s in stored(unit).sheets}
    if name.casefold() in taken or not name.strip():
        return
    read = read_book(renamed(number, name)(stored(unit)), unit)
    assert told(read) == told(at.accepted(at.filled(unit)))
    assert {f.code for f in judge(at.scope_of(read), at.bound())} <= {"VS208"}


def split_off(book: RawBook, sheet: str, first: int, last: int, name: str, by: tuple[int, int]) -> RawBook:
    """The rows first to last of a sheet cut out and pasted on a sheet of their own."""
    sheets = []
    for one in book.sheets:
        if one.name != sheet:
            sheets.append(one)
            continue
        block = {p: c for p, c in one.cells.items() if first <= p[0] <= last}
        sheets.append(replace(one, cells={p: c for p, c in one.cells.items() if p not in block}))
        sheets.append(RawSheet(name, {(r + by[0], c + by[1]): cell for (r, c), cell in block.items()}))
    return replace(book, sheets=tuple(sheets))


def block_of(unit: str, table: str) -> tuple[str, int, int]:
    """Sheet, title row and last prepared row of a table."""
    plan = next(p for p in place(at.applies_to(unit)) if any(s.code.startswith(f"{table}.") for s in p.slots))
    title = next(p.row for p in plan.printed if p.text.startswith(f"{table}. "))
    return plan.name, title, plan.rows_of(table)[1]


@pytest.mark.parametrize("table", ["T1.B1", "T5.B2", "T6.B1", "T6.B2", "T7.B1"])
def test_a_table_moved_to_a_sheet_of_its_own(table: str) -> None:
    unit = "huyen-loc-binh"
    sheet, first, last = block_of(unit, table)
    book = split_off(stored(unit), sheet, first, last, "Bảng riêng", (7 - first, 3))
    read = read_book(book, unit)
    assert told(read) == told(at.accepted(at.filled(unit)))
    assert judge(at.scope_of(read), at.bound()) == ()


def test_all_tasks_pasted_under_each_other_on_one_sheet() -> None:
    unit = "so-y-te"
    book = stored(unit)
    tasks = [s for s in book.sheets if s.name.startswith("NV")]
    cells: dict[tuple[int, int], RawCell] = {}
    for number, sheet in enumerate(tasks):
        down = 200 * number
        cells |= {
            (r + down, c): cell._replace(formula=moved_formula(cell.formula, down, 0) or cell.formula)
            for (r, c), cell in sheet.cells.items()
        }
    others = tuple(s for s in book.sheets if s not in tasks)
    read = read_book(replace(book, sheets=(*others, RawSheet("NV1", cells))), unit)
    assert told(read) == told(at.accepted(at.filled(unit)))
    found = {f.code for f in judge(at.scope_of(read), at.bound())}
    assert found == {"VS208"}, "the form's own headings between the tasks are nobody's answers"


def test_rows_sorted_upside_down() -> None:
    """The lines of a block in reverse order, their keys still above them."""
    unit = "so-y-te"
    rows = sorted({at.spot(unit, f"T6.{n:02d}")[1] for n in range(4, 13)})
    swap = dict(zip(rows, reversed(rows), strict=True))
    book = on_sheet(
        stored(unit),
        "NV6",
        lambda sheet: replace(sheet, cells={(swap.get(r, r), c): cell for (r, c), cell in sheet.cells.items()}),
    )
    assert told(read_book(book, unit)) == told(at.accepted(at.filled(unit)))


def test_a_money_value_keeps_its_digits() -> None:
    content = at.typed(at.filled("huyen-loc-binh"), {at.spot("huyen-loc-binh", "T6.15"): Decimal("1234567.125")})
    assert at.accepted(content).values["T6.15"].value == Decimal("1234567.125")
