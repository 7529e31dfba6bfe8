"""Answers typed beside their cell: on the same line, in a column that asks for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import CellRef, Observation, Problem, State, Value, column_letters
from vstbcpn_cli.text.normalise import LONGEST_TEXT, fold, plain
from vstbcpn_cli.text.state_words import says_nil, says_none_happened
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.raw import CellKind, NumberShape, RawCell
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.content.figures_in_words import FigureMention, figures_stated, gives_a_reason, told_by
from vstbcpn_cli.workbook.reading.content.values import Expected, read_cell
from vstbcpn_cli.workbook.reading.locate import FormLine, SheetMap

_LIKE_FIGURE = re.compile(
    r"(?:(?:khoảng|gần|trên|hơn|dưới|tầm|>|<|≈|~)\s*)?\d[\d.,/–\- ]*"
    r"(?:\s*(?!chưa|không|do|vì|nên|đang|sẽ|đã)[^\W\d]+){0,2}\.?\Z"
)
"""“khoảng 50”, “12/15”, “14 tin bài”: a figure, if none that can be used; a sentence with a figure in it is words."""


class Asked(msgspec.Struct, frozen=True):
    """One open cell of a line: what it says, and what may stand in it."""

    seen: Observation
    expected: Expected


class Misplaced(msgspec.Struct, frozen=True):
    """What on one line looks like the answer of a cell that is empty, or like another answer than is given.

    `reason` and `explanation` are the columns of these two, `taken` all others in which the form itself asks or prints,
    `headings` how the form names the two.
    """

    sheet: SheetMap
    line: FormLine
    asked: Sequence[Asked]
    reason: int | None
    explanation: int | None
    taken: frozenset[int]
    headings: Mapping[int, str]
    texts: FormTexts

    def problems(self) -> Iterator[tuple[CellRef, Problem]]:
        """Where it stands, and what is to be said at the cell that is meant.

        “answer-beside” and “two-answers” withhold the answer, “answer-perhaps-beside” and “reason-beside-answer” ask
        about it.
        """
        empty = [a for a in self.asked if a.seen.state not in (State.VALUE, State.UNREADABLE)]
        answered = bool(self.asked) and all(a.seen.given for a in self.asked)
        beside = (self.reason, self.explanation)
        for column, cell in sorted(self.sheet.row(self.line.row).items()):
            if not empty and column not in beside:  # which most lines are at once done with
                continue
            if column in self.taken or column in self.sheet.helpers:
                continue
            hit = next((a for a in empty if self._answers(column, cell, a.expected)), None)
            if hit is not None:
                yield self._told(ProblemKind.ANSWER_BESIDE, column, cell, hit)
            elif perhaps := next((a for a in empty if self._perhaps(column, cell, a.expected)), None):
                yield self._told(ProblemKind.ANSWER_PERHAPS_BESIDE, column, cell, perhaps)
            elif answered and column in beside:
                yield from self._second(column, cell)

    def _answers(self, column: int, cell: RawCell, expected: Expected) -> bool:
        """Whether a cell in another column holds what was asked here."""
        if column not in (self.reason, self.explanation) and not self._typed(cell):
            return False
        if column == self.reason and expected.type.numeric and cell.kind is CellKind.TEXT and says_nil(cell.text):
            return True
        read = _understood(cell, expected)
        if read is None and column in (self.reason, self.explanation) and cell.kind is CellKind.TEXT:
            return expected.type.numeric and told_by(shown(cell), expected.measure) is FigureMention.FIGURE
        if column == self.reason:
            return read is not None
        figure = expected.type.numeric or expected.type is FieldType.DATE
        return read is not None and figure and (cell.kind is not CellKind.TEXT or not says_nil(cell.text))

    def _perhaps(self, column: int, cell: RawCell, expected: Expected) -> bool:
        """Whether what stands beside an empty cell may be its answer: words with a figure among them, that nothing
        happened, or with no word of a reason; and in the column of reasons whatever is no words."""
        beside = column in (self.reason, self.explanation)
        if column == self.reason and cell.kind in (CellKind.NUMBER, CellKind.DATE, CellKind.BOOL):
            return True
        if cell.kind is not CellKind.TEXT or not beside or not 0 < len(plain(cell.text)) <= LONGEST_TEXT:
            return False
        if expected.type.numeric:
            none = column == self.reason and says_none_happened(cell.text)
            return none or told_by(shown(cell), expected.measure) is FigureMention.PERHAPS
        words = expected.type in (FieldType.TEXT, FieldType.LONG)
        return words and column == self.reason and not gives_a_reason(shown(cell))

    def _typed(self, cell: RawCell) -> bool:
        """A figure in a place where the form prints, or where nothing belongs."""
        if cell.kind is CellKind.TEXT:
            words = plain(cell.text)
            return any(c.isdigit() for c in words) and not self.texts.prints_on_line(words, self.line.code)
        return cell.kind in (CellKind.NUMBER, CellKind.DATE) and not cell.formula

    def _second(self, column: int, cell: RawCell) -> Iterator[tuple[CellRef, Problem]]:
        """Beside an answer that is there: another one, or a reason why there is none."""
        words = shown(cell).strip()
        if not words:
            return
        first = self.asked[0]
        if len(self.asked) == 1 and self._contradicts(column, cell, first):
            yield self._told(ProblemKind.TWO_ANSWERS, column, cell, first, answer=first.seen.raw)
        elif column == self.reason and not (says_nil(words) and not first.seen.value):
            yield self._told(ProblemKind.REASON_BESIDE_ANSWER, column, cell, first, answer=first.seen.raw)

    def _contradicts(self, column: int, cell: RawCell, asked: Asked) -> bool:
        """Whether a cell says outright that the answer is another one. An explanation may name any other number."""
        if asked.expected.type.numeric:
            stated = _figures(cell, asked.expected)
            return bool(stated) and asked.seen.number not in stated
        other = _understood(cell, asked.expected)
        return column == self.reason and other is not None and other != asked.seen.value

    def _told(
        self, kind: ProblemKind, column: int, cell: RawCell, asked: Asked, **more: str
    ) -> tuple[CellRef, Problem]:
        at = self.sheet.ref(self.line.row, column)
        where = f"cột “{self.headings[column]}”" if column in self.headings else f"cột {column_letters(column)}"
        details = {"column": where, "cell": at.address, **more}
        return at, Problem(kind, asked.seen.cell, asked.seen.key, shown(cell).strip(), details)


_UNCLEAR = "unclear"


def _understood(cell: RawCell, expected: Expected) -> Value | None:
    """The answer a cell would give to what is asked, `_UNCLEAR` for a figure that is no clear one; None for words."""
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER, CellKind.DATE, CellKind.BOOL):
        return None
    dated = cell.kind is CellKind.DATE or cell.shape is NumberShape.DATE
    if expected.type.numeric:
        if cell.kind is CellKind.BOOL:
            return None
        read = read_cell(cell, expected)
        if read.state is State.VALUE:
            return read.value
        figure = cell.kind is not CellKind.TEXT or _LIKE_FIGURE.match(fold(cell.text))
        return _UNCLEAR if read.state is State.UNREADABLE and figure else None
    if expected.type is FieldType.DATE and cell.kind is CellKind.NUMBER and not dated:
        return None
    if expected.type in (FieldType.DATE, FieldType.BOOL, FieldType.CHOICE):
        read = read_cell(cell, expected)
        return read.value if read.state is State.VALUE else None
    return None


def _figures(cell: RawCell, expected: Expected) -> frozenset[Decimal]:
    """What figure a cell states for what is asked, in every way it can be read."""
    if cell.kind is CellKind.NUMBER and cell.shape is NumberShape.PERCENT:
        read = read_cell(cell, expected)
        return frozenset([Decimal(str(read.value))] if read.state is State.VALUE else ())
    if cell.kind is CellKind.TEXT or (cell.kind is CellKind.NUMBER and cell.shape is not NumberShape.DATE):
        return figures_stated(shown(cell), expected.measure)
    return frozenset()
