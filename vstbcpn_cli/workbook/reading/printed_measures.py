"""The measure that a file prints beside or above a figure, held against the form's: 862 nghìn đồng are no 862 triệu."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from vstbcpn_cli.edition.model import Indicator
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Observation, Problem, State, column_letters
from vstbcpn_cli.text.normalise import fold, plain
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.sheet_plan import CODE_COLUMN, LABEL_COLUMN
from vstbcpn_cli.workbook.raw import CellKind
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.content.numbers import possible_numbers
from vstbcpn_cli.workbook.reading.locate import FormLine, Position, SheetMap

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
_TIMES = re.compile(r"(?<!\w)[x×*] ?\d|\d\^")
"""“x 100”, “10^3”."""
_MANY = re.compile(r"\W*(?!1(?:[., ]?000)*(?![.,]?\d))\d")
"""A number other than 1, a thousand, a million in front of a measure."""
_MONEY = re.compile(r"(?<!\w)(?:đồng|đ|vnđ|vnd)(?!\w)")
_AMOUNTS = (
    r"(?:(?:nghìn|nghin|ngàn|ngan|triệu|trieu|tr|tỉ|1[., ]?000(?:[., ]?000)?)[. ]*)?(?:đồng|dong|vnđ|vnd|đ)(?!\w)"
)
_ALONE = re.compile(rf"\W*({_AMOUNTS})\W*\Z")
_LABELLED = re.compile(rf"\W*(?:đơn vị(?: tính)?|đvt)\W*({_AMOUNTS})")
"""“ĐVT: nghìn đồng”: says so wherever it stands, though more may follow."""
_SCALES_IN_DIGITS = frozenset(map(Decimal, (1_000, 1_000_000)))
_NOTE_AND_TITLE = 3
"""Rows above the headings of a block in which its measure may be named, with an empty one; above the first block, all
rows name that of the whole sheet."""
_REMEMBERED = 4_096
"""Headings and measures are those of the form, in each file again."""
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\Z")


class PrintedMeasures(msgspec.Struct, frozen=True):
    """Holds figures whose printed measure is another than that of the form.

    One of another scale withholds the figure; 0 is 0 in any. So does one of money that the unit names in the row of the
    figure, above the headings or at the top of the sheet. An amount whose measure is erased counts, and that is told.
    Another figure in the place of the measure contradicts that of the cell. Other words for what is counted are only
    told, where another issue has printed them: what a unit has changed is told at the words themselves.
    """

    texts: FormTexts
    ledger: Ledger

    def beside(self, sheet: SheetMap, line: FormLine, spec: Indicator, seen: Observation) -> Observation:
        """A figure of a line, whose measure has a column of its own."""
        own = spec.measure
        place = (line.row, self._measure_column(sheet, line, own, seen.cell.column if seen.cell else 0))
        if (other := self._other_figure(sheet, place, own, seen)) is not None:
            return other
        printed = self._printed(sheet, place, seen)
        if own and printed and (_scales(printed) != _scales(own) or _TIMES.search(fold(printed))):
            return self._withheld(seen, sheet.ref(*place), printed, printed, own)
        asked = self._asked(seen, printed, printed, own) if own and printed else seen
        if asked.cell and seen.number and not place[1] and _MONEY.search(fold(own)) and self.texts.other is None:
            self._erased(sheet, (line.row, asked.cell.column - 1), own)
        return self._named_elsewhere(sheet, sheet.key_row(line), own, asked)

    def _erased(self, sheet: SheetMap, place: Position, own: str) -> None:
        """Tells an amount without its measure, unless the column of the measures is gone."""
        cell = sheet.sheet.cells.get(place)
        if cell is None or not plain(cell.text):
            self.ledger.record(noticed(ProblemKind.LABEL_CHANGED, printed=own, found=""), sheet.ref(*place))

    def _other_figure(self, sheet: SheetMap, place: Position, own: str, seen: Observation) -> Observation | None:
        """The answer with what is said of another figure that was typed over its measure; None where there is none."""
        cell = sheet.sheet.cells.get(place)
        if cell is None or seen.number is None or seen.cell is None:
            return None
        typed = shown(cell).strip()
        stated = possible_numbers(typed, own)
        if not stated or seen.number in stated or stated & _SCALES_IN_DIGITS:
            return None
        at = sheet.ref(*place)
        self.ledger.faulted.add(at)
        details = {"column": f"cột {column_letters(at.column)}", "cell": at.address, "answer": seen.raw}
        told = Problem(ProblemKind.TWO_ANSWERS, seen.cell, seen.key, typed, details)
        return replace(seen, problems=(*seen.problems, told))

    def _named_elsewhere(self, sheet: SheetMap, key_row: int, own: str, seen: Observation) -> Observation:
        """Withholds an amount where the unit names a measure of another scale in its row or above the headings."""
        if not seen.number or seen.cell is None or not _MONEY.search(fold(own)):
            return seen
        top = sheet.heading_row(key_row)
        first = sheet.heading_row(min(sheet.key_rows, default=key_row))
        above = sheet.rows_between(max(top - _NOTE_AND_TITLE, 1), top - 1)
        over = sheet.rows_between(1, first - 1)
        for row, patterns in ((seen.cell.row, (_ALONE, _LABELLED)), *((r, (_LABELLED,)) for r in (*above, *over))):
            for column, cell in sheet.row(row).items():
                named = (p.match(fold(cell.text)) for p in patterns if cell.kind is CellKind.TEXT)
                words = next((found[1] for found in named if found), own)
                if _scales(words) != _scales(own):
                    return self._withheld(seen, sheet.ref(row, column), plain(cell.text), words, own)
        return seen

    def _measure_column(self, sheet: SheetMap, line: FormLine, own: str, answer: int) -> int:
        """Where a line prints its measure, between label and answer, though columns were put in; 0 for nowhere."""
        texts = {c: plain(cell.text) for c, cell in sheet.row(line.row).items() if line.column < c < answer}
        label = self.texts.first_label(line.code)
        after = next((c for c, text in texts.items() if text == label), line.column + LABEL_COLUMN - CODE_COLUMN)
        printed = [c for c in texts if c > after and texts[c]]
        return next((c for c in printed if texts[c] == own), printed[0] if printed else 0)

    def above(self, sheet: SheetMap, block: str, key: str, key_row: int, seen: Observation) -> Observation:
        """A figure of a column, whose measure is a part of its heading."""
        own = self.texts.headings.get(block, {}).get(key, "")
        place = (sheet.heading_row(key_row), seen.cell.column) if seen.cell else (0, 0)
        printed = self._printed(sheet, place, seen)
        if not own:
            return seen
        theirs, ours = _IN_BRACKETS.search(printed), _IN_BRACKETS.search(own)
        named = (theirs[1] if theirs else printed, ours[1] if ours else own)
        scales = _scales(printed)
        money = _MONEY.search(fold(printed)) or _ALONE.match(fold(named[0]))
        many = theirs and _scales(theirs[1]) and _MANY.match(fold(theirs[1]))
        if printed and (many or (scales != _scales(own) and (scales or money))):
            return self._withheld(seen, sheet.ref(*place), printed, *named)
        asked = self._asked(seen, printed, *named) if printed and theirs and ours else seen
        return self._named_elsewhere(sheet, key_row, named[1], asked)

    def _printed(self, sheet: SheetMap, place: Position, seen: Observation) -> str:
        """The words that stand where the form prints a measure; "" where there is no figure to hold against them."""
        cell = sheet.sheet.cells.get(place) if seen.number and place not in sheet.used else None
        return plain(cell.text) if cell is not None and cell.kind is CellKind.TEXT else ""

    def _withheld(self, seen: Observation, at: CellRef, printed: str, theirs: str, ours: str) -> Observation:
        assert seen.cell is not None
        self.ledger.faulted.add(seen.cell)
        details = {"theirs": theirs, "ours": ours}
        if self.texts.issued(printed):
            told = Problem(ProblemKind.MEASURE_OF_OTHER_ISSUE, seen.cell, seen.key, seen.raw, details)
        else:
            where = {**details, "cell": at.address}
            told = Problem(ProblemKind.MEASURE_RETYPED, seen.cell, seen.key, seen.raw, where)
        return replace(seen, state=State.UNREADABLE, value=None, problems=(*seen.problems, told))

    def _asked(self, seen: Observation, printed: str, theirs: str, ours: str) -> Observation:
        if _letters(theirs) == _letters(ours) or not self.texts.issued(printed):
            return seen
        details = {"theirs": theirs, "ours": ours}
        told = Problem(ProblemKind.COUNTED_OTHERWISE, seen.cell, seen.key, seen.raw, details)
        return replace(seen, problems=(*seen.problems, told))


@lru_cache(maxsize=_REMEMBERED)
def _scales(text: str) -> frozenset[str]:
    words = _SHARE.sub(" ", fold(text))
    return frozenset(name for name, pattern in _SCALES if pattern.search(words))


def _letters(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
