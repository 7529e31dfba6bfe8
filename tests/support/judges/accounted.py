"""What "silent loss" means, as a function: every stored cell of a file is printed, in the data, or told of.

A cell is accounted for when one of these holds, judged from the independent reading of `stored_content`:

- it is no answer, and is the form's own print or formula: blocks of the form may be moved, so its print in another
  place is still print, as is a bare number in a column where the form counts its rows;
- an answer of the submission quotes that cell and carries the same content (a digit changed inside a number makes
  another legal number: it is no loss as long as the data carries it), or a reason or explanation does;
- a finding names the cell, or its row or sheet when it speaks of a whole row or sheet; or it stands at another cell of
  the sheet and says in words which cell holds what.

Everything else is a silent loss. So is the reverse: an answer at a cell in which the file stores nothing or something
else; a sheet of the form that is gone without a finding; a filled form refused as a blank one.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from functools import cached_property
from xml.etree import ElementTree as ET

from tests.support.forms import returned as at
from tests.support.hostile.hostile import UNIT
from tests.support.judges.stored_content import Content, Place, Sheet, Stored, stored
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef, Observation, State, Submission, Unreadable
from vstbcpn_cli.rules.engine import judge, judge_problem

_OF_A_ROW = frozenset({"VS203", "VS204", "VS211", "VS212", "VS314"})
_OF_A_SHEET = frozenset({"VS205", "VS207"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"(?:\b(\w+)!)?\b[A-Z]{1,3}([0-9]{1,7})\b")
_DAY = re.compile(r"\d\d/\d\d/\d{4}\Z")
_COUNTED = re.compile(r"có ([0-9.]+) giá trị không đọc được")
_PRECISION = Context(prec=15)


@dataclass
class Good:
    """The form without a fault that every mutant was made of."""

    content: bytes

    @cached_property
    def stored(self) -> Stored:
        return stored(self.content)

    @cached_property
    def answers(self) -> frozenset[CellRef]:
        """Cells that answer; what was filled in at issue is the form's own."""
        issued = stored(at.blank(UNIT)).sheets
        quoted = Outcome.of(self.content).quoted
        return frozenset(c for c in quoted if issued[c.sheet].cells.get((c.row, c.column)) != self._cells(c))

    def _cells(self, cell: CellRef) -> list[Content] | None:
        return self.stored.sheets[cell.sheet].cells.get((cell.row, cell.column))

    @cached_property
    def sheets_with_answers(self) -> frozenset[str]:
        return frozenset(c.sheet for c in self.answers)

    @cached_property
    def prints(self) -> frozenset[str]:
        """Every text the form prints anywhere: its blocks may be moved, so print in another place is still print."""
        cells = ((n, p, c[-1]) for n, sheet in self.stored.sheets.items() for p, c in sheet.cells.items())
        return frozenset(same(c.text) for n, p, c in cells if CellRef(n, *p) not in self.answers)

    @cached_property
    def number_columns(self) -> frozenset[tuple[str, int]]:
        """Columns in which the form itself prints a bare number: it counts the rows of a table."""
        return frozenset(
            (name, place[1])
            for name, sheet in self.stored.sheets.items()
            for place, found in sheet.cells.items()
            if found[-1].text.isdigit() and CellRef(name, *place) not in self.answers
        )


@dataclass
class Outcome:
    """What the program makes of a file: its answers by cell, its findings, or why it is refused."""

    submission: Submission | None
    findings: tuple[Finding, ...]
    quoted: dict[CellRef, Observation] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, content: bytes, name: str = "gui-ve.xlsx") -> Outcome:
        found = at.read(content, name=name)
        if isinstance(found, Unreadable):
            return cls(None, (judge_problem(found.problem),))
        made = cls(found, judge(at.scope_of(found), at.bound()))
        for seen in _observations(found):
            made.words |= {same(seen.reason), same(seen.explanation)} - {""}
            if seen.cell is not None:
                made.quoted[seen.cell] = seen
        made.words |= {same(r.explanation) for t in found.tables.values() for r in t.rows} - {""}
        return made

    @cached_property
    def told(self) -> frozenset[CellRef]:
        """Every cell that a finding names."""
        places = [p for f in self.findings for p in (f.place, *f.related)]
        return frozenset(p.cell for p in places if p.cell is not None)

    def tells(self, cell: CellRef, text: str) -> bool:
        """Whether a finding at another cell of the sheet names this one and quotes it: of two answers on a line."""
        address = re.compile(rf"\bô {cell.address}\b")
        facts = (f.fact for f in self.findings if f.place.cell is not None and f.place.cell.sheet == cell.sheet)
        return any(address.search(fact) and f"“{text.strip()}”" in fact for fact in facts)

    @cached_property
    def told_rows(self) -> frozenset[tuple[str, int]]:
        """A row told of twice is also named by the address of its first code."""
        rows = {(c.sheet, c.row) for c in self._cells_of(_OF_A_ROW)}
        for finding in self.findings:
            if finding.code in _OF_A_ROW and finding.place.cell is not None:
                words = finding.fact + finding.advice
                here = finding.place.cell.sheet
                rows.update((sheet or here, int(n)) for sheet, n in _ADDRESS.findall(words))
        return frozenset(rows)

    @cached_property
    def told_sheets(self) -> frozenset[str]:
        return frozenset(c.sheet for c in self._cells_of(_OF_A_SHEET))

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(f.code for f in self.findings)

    def _cells_of(self, codes: frozenset[str]) -> Iterator[CellRef]:
        for finding in self.findings:
            if finding.code in codes:
                yield from (p.cell for p in (finding.place, *finding.related) if p.cell is not None)


def losses(content: bytes, good: Good, outcome: Outcome) -> list[str]:
    """Every silent loss in a file that the program has read; the file is known to open."""
    if outcome.submission is None:
        return ["refused as blank, though it is filled"] if _falsely_blank(content, outcome) else []
    try:
        found = stored(content)
    except ET.ParseError as fault:
        return [f"read, though it is not well formed: {fault}"]
    lost = [f"{at_} “{c.text[:40]}”" for at_, c in _beyond_number_told(_open(found, good, outcome), outcome)]
    lost += [f"{cell}: the answer is not what the cell holds" for cell in _invented(found, outcome)]
    if found.missing or len(found.sheets) < len(good.stored.sheets):
        gone = good.sheets_with_answers - {_original(n, s, good) for n, s in found.sheets.items()}
        lost += [f"sheet {name} is gone" for name in gone if "VS201" not in outcome.codes]
    loose = [name for name, sheet in found.sheets.items() if sheet.loose > 0]
    lost += [f"values outside cells on {name}" for name in loose if "VS215" not in outcome.codes]
    return lost


def _beyond_number_told(
    open_: Iterable[tuple[CellRef, Content]], outcome: Outcome
) -> Iterator[tuple[CellRef, Content]]:
    """VS215 says of a sheet how many values could not be read: so many are told of, though not where."""
    left: Counter[str] = Counter()
    for finding in outcome.findings:
        counted = _COUNTED.search(finding.fact)
        if counted is not None and finding.place.cell is not None:
            left[finding.place.cell.sheet] += int(counted[1].replace(".", ""))
    for cell, content in open_:
        left[cell.sheet] -= 1
        if left[cell.sheet] < 0:
            yield cell, content


def _falsely_blank(content: bytes, outcome: Outcome) -> bool:
    if "VS109" not in outcome.codes:
        return False
    blank = stored(at.blank(UNIT))
    typed = stored(content)
    return any(
        found[-1].text.strip() and not found[-1].formula and place not in blank.sheets.get(name, Sheet()).cells
        for name, sheet in typed.sheets.items()
        for place, found in sheet.cells.items()
    )


def _open(found: Stored, good: Good, outcome: Outcome) -> Iterator[tuple[CellRef, Content]]:
    for name, sheet in found.sheets.items():
        original = _original(name, sheet, good)
        prints = good.stored.sheets.get(original, Sheet()).cells
        for place, contents in sheet.cells.items():
            cell = CellRef(name, *place)
            one = contents[-1]
            if len(set(contents)) > 1 and cell not in outcome.told:
                yield cell, one
            answer = CellRef(original, *place) in good.answers
            numbering = (original, place[1]) in good.number_columns and one.text.strip().rstrip(".").isdigit()
            printed = not answer and (numbering or same(one.text) in good.prints)
            if not printed and not _accounted(cell, one, prints, answer, outcome):
                yield cell, one


def _accounted(
    cell: CellRef, content: Content, prints: dict[Place, list[Content]], answer: bool, outcome: Outcome
) -> bool:
    printed = prints.get((cell.row, cell.column))
    if not same(content.text) and not content.formula:
        return True
    if printed is not None and not answer and _unchanged(content, printed[-1]):
        return True
    if cell in outcome.told or (cell.sheet, cell.row) in outcome.told_rows or cell.sheet in outcome.told_sheets:
        return True
    if outcome.tells(cell, content.text):
        return True
    seen = outcome.quoted.get(cell)
    return (
        carried(seen, content)
        if seen is not None
        else same(content.text) in outcome.words or _computed(content, outcome)
    )


def _unchanged(content: Content, printed: Content) -> bool:
    """Print as issued, or one of the form's own formulas, whatever its program stored as the result."""
    return same(printed.text) == same(content.text) or (content.formula and printed.formula)


def _computed(content: Content, outcome: Outcome) -> bool:
    """A constant typed over a formula that says what the program computes itself is in the data."""
    number = _number(content.text)
    made = outcome.submission.values.values() if outcome.submission else ()
    return number is not None and any(o.parts and o.number is not None and o.number == number for o in made)


def _invented(found: Stored, outcome: Outcome) -> Iterator[CellRef]:
    for cell, seen in outcome.quoted.items():
        contents = found.sheets.get(cell.sheet, Sheet()).cells.get((cell.row, cell.column))
        if seen.state is not State.VALUE or cell in outcome.told:
            continue
        if contents is None or not carried(seen, contents[-1], epoch_1904=found.epoch_1904):
            yield cell


def carried(seen: Observation, content: Content, *, epoch_1904: bool = False) -> bool:
    """Whether an answer holds what its cell holds."""
    if seen.state is not State.VALUE:
        return seen.state in (State.UNAVAILABLE, State.NOT_APPLICABLE) and same(seen.raw) == same(content.text)
    number = _number(content.text) if content.type == "n" else None
    if number is None:
        truth = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}
        typed = truth.get(content.text.strip().lower(), "") if content.type == "b" else content.text
        return same(seen.raw) == same(typed)
    if seen.date is not None:
        start = dt.date(1904, 1, 1) if epoch_1904 else dt.date(1899, 12, 30)
        return seen.date in (start + dt.timedelta(days=int(number)), start + dt.timedelta(days=int(number) + 1))
    if seen.number is not None:
        return seen.number in (number, number * 100)
    return _number(seen.raw.replace(".", "").replace(",", ".")) == number or _DAY.match(seen.text) is not None


def _original(name: str, sheet: Sheet, good: Good) -> str:
    """The sheet of the good form that this one is, whatever it is called now."""

    def shared(other: str) -> int:
        theirs = good.stored.sheets[other].cells
        return sum(theirs.get(p) == c for p, c in sheet.cells.items())

    if name in good.stored.sheets and shared(name) * 2 > len(sheet.cells):
        return name
    return max(good.stored.sheets, key=shared)


def same(text: str) -> str:
    """A text without what any program may change in it: spaces, control and format characters, composition."""
    decoded = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)
    kept = (c for c in unicodedata.normalize("NFC", decoded) if unicodedata.category(c)[0] not in "CZ")
    return unicodedata.normalize("NFC", "".join(kept))


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
        return _PRECISION.plus(number) if number.is_finite() else None
    except InvalidOperation:
        return None


def _observations(found: Submission) -> Iterator[Observation]:
    yield from found.values.values()
    yield from found.nil_tasks.values()
    for table in found.tables.values():
        for row in table.rows:
            yield from row.cells.values()
        if table.nil is not None:
            yield table.nil
