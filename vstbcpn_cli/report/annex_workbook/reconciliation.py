"""Đối chiếu: of every unit and task what was answered, what of it counts, what is withheld and why, what is added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from vstbcpn_cli.edition.model import Aggregate, ReportingUnit, Task
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure, UnitFigures
from vstbcpn_cli.report.safe_workbook import Book, Cell
from vstbcpn_cli.report.sheet_labels import UNIT_CODE, AnnexWords

_WORDS = (Aggregate.NONE, Aggregate.LAST, Aggregate.CONCAT)


class Reconciled(msgspec.Struct):
    """The answers of one unit in one task. `given` is what the unit has answered, typed or chosen, and is `accepted`,
    `withheld` or `without` (no figure yet, not applicable); of the accepted ones each is `added` to a figure of the
    province or stands under the reason why it is in none. `rules` counts the withheld ones by rule, "" where the whole
    of a part is missing."""

    unit: ReportingUnit
    task: Task
    accepted: int = 0
    withheld: int = 0
    without: int = 0
    added: int = 0
    words: int = 0
    row: int = 0
    undecided: int = 0
    shown: int = 0
    rules: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def given(self) -> int:
        return self.accepted + self.withheld + self.without

    @property
    def not_added(self) -> int:
        return self.accepted - self.added


def reconciled(figures: UnitFigures) -> Iterator[Reconciled]:
    """Units in register order, tasks in the order of the form; units without a form have none. What is withheld is
    what `Consolidation.withheld` says, so that every output counts it alike."""
    made, edition = figures.consolidation, figures.edition
    added = _Added(made)
    held: dict[tuple[str, str], Counter[str]] = {}
    for one in made.withheld():
        code = one.observation.key.code
        place = edition.task_of[code].code if code in edition.task_of else code.partition(".")[0]
        held.setdefault((one.unit.code, place), Counter())[one.finding.code if one.finding else ""] += 1
    for entry in made.entries:
        for task in edition.tasks:
            yield _of_task(figures, entry, task, added, held.get((entry.unit.code, task.code), Counter()))


def _of_task(figures: UnitFigures, entry: CountedForm, task: Task, added: _Added, held: Counter[str]) -> Reconciled:
    found = Reconciled(entry.unit, task, withheld=held.total(), rules=held)
    of_tables = (f for table in task.tables for f in figures.of_table(entry, table.code))
    for figure in (*figures.of_task(entry, task), *of_tables):
        if figure.observation is None or figure.observation.cell is None or figure.code in figures.edition.private:
            continue  # what the form computes is no answer of the unit; contacts stay with the office
        if figure.status is FigureStatus.VALUE:
            found.accepted += 1
            reason = added.reason(figure)
            setattr(found, reason, getattr(found, reason) + 1)
        elif figure.status in (FigureStatus.UNAVAILABLE, FigureStatus.NOT_APPLICABLE):
            found.without += 1
    return found


_COLUMNS = ("given", "accepted", "withheld", "without", "added", "words", "row", "undecided", "shown")
_CELLS = ("typed", "in_data", "in_findings", "ignored")


def write_reconciliation(book: Book, figures: UnitFigures, words: AnnexWords, note: str) -> None:
    """A line for each unit and task, and one for each unit with the account of the cells of its file."""
    sheet = book.sheet(words("trang", "doi_chieu"))
    heads = words.heads("stt", "ma_don_vi", "don_vi", "nhiem_vu")
    heads += [words("doi_chieu", key) for key in (*_COLUMNS, "rules", *_CELLS)]
    sheet.head(words("tieu_de", "doi_chieu"), note, [heads], [5, UNIT_CODE, 32, 12, *[10] * 9, 34, *[10] * 4], frozen=4)
    forms = {e.unit.code: e.submission for e in figures.consolidation.entries}
    tasks = len(figures.edition.tasks)
    lines = list(reconciled(figures))
    for number, start in enumerate(range(0, len(lines), tasks), 1):
        own = lines[start : start + tasks]
        unit, count = own[0].unit, forms[own[0].unit.code].count
        for one in own:
            counts: list[Cell] = [getattr(one, key) for key in _COLUMNS]
            sheet.line([number, unit.code, unit.name, one.task.sheet, *counts, _rules(one.rules, words), *[None] * 4])
        sums: list[Cell] = [sum(getattr(one, key) for one in own) for key in _COLUMNS]
        rules: Counter[str] = sum((one.rules for one in own), Counter())
        cells: list[Cell] = [getattr(count, key) for key in _CELLS]
        whole: list[Cell] = [number, unit.code, unit.name, words("doi_chieu", "ca_tep")]
        sheet.line([*whole, *sums, _rules(rules, words), *cells], "total")
    sheet.filtered()


def _rules(rules: Counter[str], words: AnnexWords) -> str:
    """“VS401: 3; chưa có tổng số: 1”."""
    return words.several([f"{rule or words('doi_chieu', 'thieu_tong')}: {n}" for rule, n in sorted(rules.items())])


class _Added:
    """Whether an accepted answer is part of a figure of the province: `added`, else why not."""

    def __init__(self, made: Consolidation) -> None:
        self._made, self._edition = made, made.edition
        self._rows = {
            (row.unit.code, table, row.row.number): row for table in self._edition.tables for row in made.rows(table)
        }
        self._parts: dict[str, frozenset[str]] = {}

    def reason(self, figure: UnitFigure) -> str:
        """One of the counts of `Reconciled`."""
        if figure.code in self._edition.table_columns:
            return self._of_row(figure)
        if figure.code in self._edition.tables:
            return "words"  # that there is nothing to list is no figure
        if self._made.aggregate_of(figure.code) in _WORDS:
            return "words"
        return "added" if self._is_part(figure.code, figure.unit.code) else "shown"

    def _of_row(self, figure: UnitFigure) -> str:
        table, column = self._edition.table_columns[figure.code]
        row = self._rows.get((figure.unit.code, table.code, figure.row))
        if row is None or row.undecided is not None:
            return "undecided"
        if not row.counts:
            return "row"
        if not column.type.numeric:
            return "words"
        return "added" if self._is_part(figure.code, figure.unit.code) else "undecided"

    def _is_part(self, code: str, unit: str) -> bool:
        if code not in self._parts:
            self._parts[code] = frozenset(p.unit.code for p in self._made.total(code).parts)
        return unit in self._parts[code]
