"""The measure that a file prints beside or above a figure, held against the form's: 862 nghìn đồng are no 862 triệu."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vstbcpn_cli.edition.model import Indicator
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import Observation, Problem, State
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.layout import CODE_COLUMN, LABEL_COLUMN
from vstbcpn_cli.workbook.raw import Kind
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.locate import Line, Position, SheetMap

_SHARE = re.compile(r"tỷ (?:lệ|trọng)|tỉ (?:lệ|trọng)")
"""Words of a heading that sound like a thousand million."""
_SCALES = tuple(
    (name, re.compile(rf"(?<![\w.])(?:{words})(?![\w])"))
    for name, words in (
        ("percent", "%|phần trăm"),
        ("permille", "‰|phần nghìn"),
        ("10", "chục"),
        ("100", "(?<!phần )trăm"),
        ("1.000", r"(?<!phần )nghìn\w*|nghin\w*|ngàn|1[., ]?000(?![., ]?\d)\w*"),
        ("10.000", "vạn"),
        ("1.000.000", r"triệu\w*|trieu\w*|trđ\w*|tr|1[., ]?000[., ]?000(?![., ]?\d)\w*"),
        ("1.000.000.000", r"tỷ|tỉ|1(?:[., ]?000){3}(?![., ]?\d)\w*"),
        ("foreign", r"usd|\$"),
    )
)
_TIMES = re.compile(r"\A\W*(?!1(?:[., ]?000)*(?![.,]?\d))\d|(?<!\w)[x×*] ?\d|\d\^")
"""A measure that begins with a number other than 1, a thousand, a million; “x 100”, “10^3”."""
_MONEY = re.compile(r"(?<!\w)(?:đồng|đ|vnđ|vnd)(?!\w)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\Z")


@dataclass(frozen=True, slots=True)
class PrintedMeasures:
    """Holds figures whose printed measure is another than that of the form.

    One of another scale withholds the figure; 0 is 0 in any. Other words for what is counted are only told, where
    another issue has printed them: what a unit has changed is told at the words themselves.
    """

    texts: FormTexts
    ledger: Ledger

    def beside(self, sheet: SheetMap, line: Line, spec: Indicator, seen: Observation) -> Observation:
        """A figure of a line, whose measure has a column of its own."""
        own = spec.measure
        answer = seen.cell.column if seen.cell else 0
        printed = self._printed(sheet, (line.row, self._measure_column(sheet, line, own, answer)), seen)
        if not (own and printed):
            return seen
        if _scales(printed) != _scales(own) or _TIMES.search(fold(printed)):
            return self._withheld(seen, printed, printed, own)
        return self._asked(seen, printed, printed, own)

    def _measure_column(self, sheet: SheetMap, line: Line, own: str, answer: int) -> int:
        """Where a line prints its measure, between label and answer, though columns were put in; 0 for nowhere."""
        texts = {c: plain(cell.text) for c, cell in sheet.row(line.row).items() if line.column < c < answer}
        label = self.texts.first_labels.get(line.code)
        after = next((c for c, text in texts.items() if text == label), line.column + LABEL_COLUMN - CODE_COLUMN)
        printed = [c for c in texts if c > after and texts[c]]
        return next((c for c in printed if texts[c] == own), printed[0] if printed else 0)

    def above(self, sheet: SheetMap, block: str, key: str, key_row: int, seen: Observation) -> Observation:
        """A figure of a column, whose measure is a part of its heading."""
        own = self.texts.headings.get(block, {}).get(key, "")
        place = (sheet.heading_row(key_row), seen.cell.column) if seen.cell else (0, 0)
        printed = self._printed(sheet, place, seen)
        if not (own and printed):
            return seen
        theirs, ours = _IN_BRACKETS.search(printed), _IN_BRACKETS.search(own)
        named = (theirs[1] if theirs else printed, ours[1] if ours else own)
        scales = _scales(printed)
        other = scales != _scales(own) and (scales or _MONEY.search(fold(printed)))
        if other or (theirs and _scales(theirs[1]) and _TIMES.search(fold(theirs[1]))):
            return self._withheld(seen, printed, *named)
        return self._asked(seen, printed, *named) if theirs and ours else seen

    def _printed(self, sheet: SheetMap, place: Position, seen: Observation) -> str:
        """The words that stand where the form prints a measure; "" where there is no figure to hold against them."""
        cell = sheet.sheet.cells.get(place) if seen.number and place not in sheet.used else None
        return plain(cell.text) if cell is not None and cell.kind is Kind.TEXT else ""

    def _withheld(self, seen: Observation, printed: str, theirs: str, ours: str) -> Observation:
        assert seen.cell is not None
        self.ledger.faulted.add(seen.cell)
        issued = self.texts.issued(printed)
        kind = ProblemKind.MEASURE_OF_OTHER_ISSUE if issued else ProblemKind.MEASURE_RETYPED
        told = Problem(kind, seen.cell, seen.key, seen.raw, {"theirs": theirs, "ours": ours})
        return replace(seen, state=State.UNREADABLE, value=None, problems=(*seen.problems, told))

    def _asked(self, seen: Observation, printed: str, theirs: str, ours: str) -> Observation:
        if _letters(theirs) == _letters(ours) or not self.texts.issued(printed):
            return seen
        details = {"theirs": theirs, "ours": ours}
        told = Problem(ProblemKind.COUNTED_OTHERWISE, seen.cell, seen.key, seen.raw, details)
        return replace(seen, problems=(*seen.problems, told))


def _scales(text: str) -> frozenset[str]:
    words = _SHARE.sub(" ", fold(text))
    return frozenset(name for name, pattern in _SCALES if pattern.search(words))


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
