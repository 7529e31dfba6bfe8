"""Blanks filled at random: a faultless filling, changed in ways in which officers really change one.

`fillings(unit, period, count)` gives the same fillings for the same seed. Each is a base (complete, partly filled or
nearly empty) and a list of named changes, so that a disagreement can be reduced to the changes that cause it.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import NIL, Role, Slot

UNITS = {"SN": "so-y-te", "DT": "hoi-lhpn", "HU": "huyen-loc-binh", "XA": at.COMMUNE.code}
"""One unit of each kind."""
PERIODS = ("6t", "nam")
QUICK = 2
COUNT = int(os.environ.get("VSTBCPN_FILLINGS", str(QUICK)))
SEED = os.environ.get("VSTBCPN_SEED", "2011")

Cells = dict[at.Position, Any]
"""What is typed where; None leaves or makes a cell empty."""
Rng = random.Random

NOT_NUMBERS = ("12 người", "khoảng 50", "1.035", "7/26", "không", "-", "chưa có", "12", " 15 ", "abc", "5,5", "1,234")
BAD_NUMBERS = (-1, -3.5, 2.5, 0.25, 1.234, 40909, 10**9)
NOT_DATES = ("05/6/2011", "tháng 5", "31/02/2011", "2011-03-05", "chưa có", "abc", "ngày 5 tháng 3 năm 2011")
YES_NO = ("có", "CÓ", "Không ", "x", "rồi", "Khong", "chưa", "Có.", "1", "-", "abc")
TEXTS = ("Như trên", "nt", "   ", "12", "Không có", "á" * 300, "Kế hoạch năm", 'Ghi "trong ngoặc"', "a\u00a0b")
EXPLANATIONS = ("Số chuyển từ kỳ trước", "Đã đối chiếu", "  ", "Đơn vị mới thành lập")
REASONS = ("Chưa có số liệu", "Không áp dụng", "Không áp dụng", "không thuộc nhiệm vụ", "  ")


@dataclass(frozen=True)
class Change:
    """One thing done to a filling."""

    name: str
    cells: Mapping[at.Position, Any]


@dataclass(frozen=True)
class Filling:
    """A base and what was changed in it, in this order."""

    unit: str
    period: str
    number: int
    base: Mapping[at.Position, Any]
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        return f"{self.unit}-{self.period}-{self.number:04d}"

    def cells(self) -> Cells:
        found = dict(self.base)
        for change in self.changes:
            found.update(change.cells)
        return found

    def entries(self) -> list[tuple[str, int, int, Any]]:
        """What must be typed into a blank, empty cells too where the blank itself holds something."""
        return [(s, r, c, v) for (s, r, c), v in self.cells().items()]

    def with_only(self, changes: Sequence[Change]) -> Filling:
        return replace(self, changes=tuple(changes))


@dataclass(frozen=True)
class Form:
    """The entry cells of one blank, sorted as the changes need them."""

    applies: Applicability
    fields: tuple[tuple[at.Position, Slot], ...]
    """Answers outside tables."""
    reasons: Mapping[str, at.Position]
    explanations: Mapping[str, at.Position]
    """By the code of the line, in a table `T1.B1[3]`."""
    nil: Mapping[str, at.Position]
    tables: Mapping[str, tuple[tuple[tuple[at.Position, Slot], ...], ...]]
    """Rows of the table, each with its cells from left to right."""

    def of_type(self, *types: FieldType) -> list[tuple[at.Position, Slot]]:
        return [(p, s) for p, s in self.fields if s.spec is not None and s.spec.type in types]

    def dates(self) -> list[tuple[at.Position, Slot]]:
        rows = [cell for table in self.tables.values() for row in table[:4] for cell in row]
        return self.of_type(FieldType.DATE) + [
            (p, s) for p, s in rows if s.spec is not None and s.spec.type is FieldType.DATE
        ]


@season.per_edition
def form_of(unit: str, period: str) -> Form:
    applies = at.applies_to(unit, period)
    fields: list[tuple[at.Position, Slot]] = []
    reasons: dict[str, at.Position] = {}
    explanations: dict[str, at.Position] = {}
    nil: dict[str, at.Position] = {}
    tables: dict[str, dict[int, list[tuple[at.Position, Slot]]]] = {}
    for plan in place(applies):
        for slot in plan.slots:
            where = (plan.name, slot.row, slot.column)
            if slot.role is Role.NIL:
                nil[slot.code.removesuffix(f".{NIL}")] = where
            elif not slot.open:
                continue
            elif slot.role is Role.REASON:
                reasons[slot.code] = where
            elif slot.role is Role.EXPLANATION:
                code = f"{slot.code.rpartition('.')[0]}[{slot.number}]" if slot.number else slot.code
                explanations[code] = where
            elif slot.role is Role.VALUE and slot.number:
                tables.setdefault(slot.code.rpartition(".")[0], {}).setdefault(slot.number, []).append((where, slot))
            elif slot.role is Role.VALUE and not getattr(slot.spec, "prefilled", False):
                fields.append((where, slot))
    rows = {t: tuple(tuple(by[n]) for n in sorted(by)) for t, by in tables.items()}
    return Form(applies, tuple(fields), reasons, explanations, nil, rows)


def fillings(unit: str, period: str, count: int, *, seed: str = "2011", first: int = 0) -> Iterator[Filling]:
    """So many random fillings of the blank of a unit."""
    form = form_of(unit, period)
    for number in range(first, first + count):
        rng = random.Random(f"{seed}:{unit}:{period}:{number}")
        base = _base(form, rng, number)
        yield Filling(unit, period, number, base, tuple(_changes(form, rng, base, number)))


def _base(form: Form, rng: Rng, number: int) -> Cells:
    """Three in four complete, the others with holes; the blank comes with the dates of the period."""
    applies = form.applies
    answers = plausible(season.edition(), applies.unit, applies.period, seed=str(number))
    full: Cells = {(s, r, c): v for s, r, c, v in entries(applies, answers)}
    if number % 4 != 3:
        return full
    share = rng.choice((0.1, 0.5, 0.9))
    kept = {p: v for p, v in full.items() if rng.random() > share or p in _issued(form)}
    first = next(iter(form.explanations.values()))
    return kept if len(kept) > len(_issued(form)) else kept | {first: "Đã nhận"}


def _issued(form: Form) -> set[at.Position]:
    return {p for p, s in form.fields if s.code in form.applies.edition.filled_at_issue}


def _changes(form: Form, rng: Rng, base: Cells, number: int) -> Iterator[Change]:
    """None for every eighth filling; otherwise a few or many, each looking at what the earlier ones left."""
    if number % 8 == 0:
        return
    now = dict(base)
    for _ in range(rng.choice((1, 2, 4, 8, 16))):
        change = rng.choice(CHANGES)(form, rng, now)
        if change is not None and change.cells:
            now.update(change.cells)
            yield change


# ------------------------------------------------------------------------------------------------ single answers
def emptied(form: Form, rng: Rng, now: Cells) -> Change:
    chosen = rng.sample(form.fields, min(len(form.fields), rng.randint(1, 6)))
    return Change("emptied", {p: None for p, _ in chosen})


def emptied_with_reason(form: Form, rng: Rng, now: Cells) -> Change:
    code = rng.choice(list(form.reasons))
    cells: Cells = {form.reasons[code]: rng.choice(REASONS)}
    if rng.random() < 0.8:
        cells |= {p: None for p, s in form.fields if code in (s.code, s.code.rpartition(".")[0])}
    return Change(f"reason {code}", cells)


def explained(form: Form, rng: Rng, now: Cells) -> Change:
    beside = _explanations(form, now)
    chosen = rng.sample(beside, min(len(beside), rng.randint(1, 25)))
    return Change("explanations", {p: rng.choice(EXPLANATIONS) for p in chosen})


def explained_everywhere(form: Form, rng: Rng, now: Cells) -> Change:
    return Change("explanations everywhere", dict.fromkeys(_explanations(form, now), "Đã đối chiếu"))


def _explanations(form: Form, now: Cells) -> list[at.Position]:
    """The cells for explanations; in a table those of the filled rows."""
    empty = {f"{t}[{n}]" for t, rows in form.tables.items() for n, r in enumerate(rows, 1) if not _holds(r, now)}
    return [p for code, p in form.explanations.items() if code not in empty]


def wrong_type(form: Form, rng: Rng, now: Cells) -> Change:
    where, slot = rng.choice(form.fields)
    return Change(f"wrong type {slot.code}", {where: _wrong(slot, rng)})


def _wrong(slot: Slot, rng: Rng) -> Any:
    assert slot.spec is not None
    match slot.spec.type:
        case FieldType.INT | FieldType.MONEY | FieldType.NUM | FieldType.PCT:
            return rng.choice((*NOT_NUMBERS, *BAD_NUMBERS))
        case FieldType.DATE:
            return rng.choice((*NOT_DATES, 5, -1, 2011, dt.date(1900, 3, 1), dt.date(2012, 1, 1), dt.date(2004, 5, 6)))
        case FieldType.BOOL:
            return rng.choice((*YES_NO, 1, 0))
        case FieldType.CHOICE:
            offered = tuple(season.edition().offered(slot.spec))
            near = rng.choice(offered)
            return rng.choice(("Loại khác hẳn", near.upper(), f" {near} ", near[:-1], "Không áp dụng", 3))
        case _:
            return rng.choice(TEXTS)


def another_right_answer(form: Form, rng: Rng, now: Cells) -> Change:
    chosen = rng.sample(form.fields, min(len(form.fields), rng.randint(1, 8)))
    return Change("other answers", {p: _right(s, rng, form) for p, s in chosen})


def _right(slot: Slot, rng: Rng, form: Form) -> Any:
    spec = slot.spec
    assert spec is not None
    match spec.type:
        case FieldType.INT:
            return rng.choice((0, 1, 2, 3, 7, 20, 150))
        case FieldType.MONEY | FieldType.NUM:
            return rng.choice((0, 1, 2.5, 12.25, 300))
        case FieldType.PCT:
            return rng.choice((0, 1, 14.9, 15, 30, 50, 100))
        case FieldType.DATE:
            return _some_day(rng, form)
        case FieldType.BOOL:
            return rng.choice(("Có", "Không"))
        case FieldType.CHOICE:
            return rng.choice(tuple(season.edition().offered(spec)))
        case _:
            return rng.choice(("Kế hoạch số 12", "Ủy ban nhân dân", "12/KH-UBND", "Công văn 350"))


def _some_day(rng: Rng, form: Form) -> dt.date:
    period, year = form.applies.period, form.applies.edition.year
    near = rng.choice((period.from_date, period.until_date, dt.date(year, 5, 22), dt.date(year, 1, 10)))
    found = near + dt.timedelta(days=rng.choice((-400, -31, -1, 0, 1, 31, 60, 180)))
    return min(max(found, dt.date(2004, 1, 1)), dt.date(year + 1, 3, 1))


def small_numbers(form: Form, rng: Rng, now: Cells) -> Change:
    """Parts and wholes at odds: neighbouring numbers replaced by small ones."""
    numbers = form.of_type(FieldType.INT, FieldType.MONEY)
    start = rng.randrange(len(numbers))
    chosen = numbers[start : start + rng.randint(2, 6)]
    return Change("small numbers", {p: rng.choice((0, 0, 1, 2, 3, 5)) for p, _ in chosen})


def larger(form: Form, rng: Rng, now: Cells) -> Change | None:
    numbers = [(p, s) for p, s in form.of_type(FieldType.INT, FieldType.MONEY) if isinstance(now.get(p), int | float)]
    if not numbers:
        return None
    where, slot = rng.choice(numbers)
    return Change(f"larger {slot.code}", {where: now[where] * rng.choice((2, 10, 1000)) + 1})


def other_date(form: Form, rng: Rng, now: Cells) -> Change:
    where, slot = rng.choice(form.dates())
    return Change(f"date {slot.code}", {where: _some_day(rng, form)})


def moved_window(form: Form, rng: Rng, now: Cells) -> Change:
    where, slot = rng.choice([(p, s) for p, s in form.fields if s.code in form.applies.edition.filled_at_issue])
    day = rng.choice((None, _some_day(rng, form), "đầu năm"))
    return Change(f"window {slot.code}", {where: day})


def other_yes_no(form: Form, rng: Rng, now: Cells) -> Change:
    where, slot = rng.choice(form.of_type(FieldType.BOOL, FieldType.CHOICE))
    return Change(f"choice {slot.code}", {where: _right(slot, rng, form)})


# ------------------------------------------------------------------------------------------------- whole tasks
def declared_nil(form: Form, rng: Rng, now: Cells) -> Change:
    """A task declared nil: left as it is, with only its words or with nothing else on it."""
    task = rng.choice(list(form.nil))
    how = rng.choice(("filled", "numbers emptied", "emptied"))
    cells: Cells = {}
    task_of = form.applies.edition.task_of
    own = [(p, s) for p, s in form.fields if task_of[s.code].code == task]
    if how != "filled":
        numeric = {p for p, s in own if s.spec is not None and s.spec.type.numeric}
        cells |= {p: None for p, _ in own if how == "emptied" or p in numeric}
        cells |= {p: None for t, rows in form.tables.items() if task_of[t].code == task for r in rows for p, _ in r}
    cells[form.nil[task]] = rng.choice(("Không phát sinh trong kỳ", "Không phát sinh trong kỳ", "x", "không rõ"))
    return Change(f"nil {task} {how}", cells)


# ------------------------------------------------------------------------------------------------------ tables
def _table(form: Form, rng: Rng, now: Cells, *, filled: bool = False) -> tuple[str, int] | None:
    """A table and the number of its rows that hold something."""
    counted = {
        t: max((n for n, r in enumerate(rows, 1) if _holds(r, now)), default=0) for t, rows in form.tables.items()
    }
    known = [(t, n) for t, n in counted.items() if n or not filled]
    return rng.choice(known) if known else None


def _holds(row: Sequence[tuple[at.Position, Slot]], now: Cells) -> bool:
    return any(now.get(p) not in (None, "") for p, _ in row)


def half_filled_row(form: Form, rng: Rng, now: Cells) -> Change | None:
    found = _table(form, rng, now, filled=True)
    if found is None:
        return None
    table, count = found
    row = form.tables[table][rng.randrange(count)]
    return Change(f"half a row {table}", {p: None for p, _ in row if rng.random() < 0.5})


def new_row(form: Form, rng: Rng, now: Cells) -> Change | None:
    """A row of right answers, sometimes after a gap."""
    found = _table(form, rng, now)
    assert found is not None
    table, count = found
    free = form.tables[table][count + rng.choice((0, 0, 1, 5)) :]
    return Change(f"new row {table}", {p: _right(s, rng, form) for p, s in free[0]}) if free else None


def some_cells_of_a_row(form: Form, rng: Rng, now: Cells) -> Change | None:
    found = _table(form, rng, now)
    assert found is not None
    table, count = found
    free = form.tables[table][count:]
    if not free:
        return None
    chosen = rng.sample(list(free[0]), rng.randint(1, len(free[0])))
    return Change(f"some cells {table}", {p: _right(s, rng, form) for p, s in chosen})


def duplicated_row(form: Form, rng: Rng, now: Cells) -> Change | None:
    found = _table(form, rng, now, filled=True)
    if found is None or found[1] >= len(form.tables[found[0]]):
        return None
    table, count = found
    old, new = form.tables[table][rng.randrange(count)], form.tables[table][count]
    cells = {q: now.get(p) for (p, _), (q, _) in zip(old, new, strict=True)}
    for (q, slot), value in zip(new, list(cells.values()), strict=True):
        if isinstance(value, str) and rng.random() < 0.2:
            cells[q] = value.upper() if slot.spec is not None and slot.spec.type is FieldType.TEXT else f"{value} "
    return Change(f"duplicated row {table}", cells)


def wrong_in_row(form: Form, rng: Rng, now: Cells) -> Change | None:
    found = _table(form, rng, now, filled=True)
    if found is None:
        return None
    table, count = found
    where, slot = rng.choice(form.tables[table][rng.randrange(count)])
    return Change(f"wrong in row {slot.code}[{slot.number}]", {where: _wrong(slot, rng)})


def other_in_row(form: Form, rng: Rng, now: Cells) -> Change | None:
    found = _table(form, rng, now, filled=True)
    if found is None:
        return None
    table, count = found
    where, slot = rng.choice(form.tables[table][rng.randrange(count)])
    return Change(f"other in row {slot.code}[{slot.number}]", {where: rng.choice((None, _right(slot, rng, form)))})


def nothing_in_table(form: Form, rng: Rng, now: Cells) -> Change:
    """“Không có”: alone, above filled rows, in another column, in a second row."""
    table = rng.choice(list(form.tables))
    rows = form.tables[table]
    how = rng.choice(("alone", "alone", "kept", "second row", "another column", "spelled"))
    cells: Cells = {} if how == "kept" else {p: None for row in rows for p, _ in row}
    row = rows[1] if how == "second row" and len(rows) > 1 else rows[0]
    where, _ = row[1] if how == "another column" and len(row) > 1 else row[0]
    cells[where] = (
        rng.choice(("không có", "Không", " Không có ", "không phát sinh")) if how == "spelled" else "Không có"
    )
    return Change(f"nothing {table} {how}", cells)


def emptied_table(form: Form, rng: Rng, now: Cells) -> Change:
    table = rng.choice(list(form.tables))
    return Change(f"emptied {table}", {p: None for row in form.tables[table] for p, _ in row})


CHANGES: tuple[Callable[[Form, Rng, Cells], Change | None], ...] = (
    emptied,
    emptied_with_reason,
    explained,
    explained_everywhere,
    wrong_type,
    wrong_type,
    another_right_answer,
    another_right_answer,
    small_numbers,
    small_numbers,
    larger,
    other_date,
    other_date,
    moved_window,
    other_yes_no,
    declared_nil,
    half_filled_row,
    new_row,
    some_cells_of_a_row,
    duplicated_row,
    wrong_in_row,
    wrong_in_row,
    other_in_row,
    nothing_in_table,
    emptied_table,
)
