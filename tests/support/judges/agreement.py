"""Compares the self-check of one saved workbook, line by line, with what `validate` finds in the same file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from tests.support.forms import returned as at
from tests.support.seasons import season
from tests.support.seasons.season import per_edition
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Observation, Submission, Unreadable, column_letters
from vstbcpn_cli.rules.base import ProblemRule, Season
from vstbcpn_cli.rules.engine import blocked_by, judge, judge_season
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE, VERDICT_ROW, CheckLine, SelfCheck
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.ooxml.package import read_package

_SHIPPED = season.edition().words
_OURS = {w: _SHIPPED[f"check.{w}"] for w in ("passed", "failed", "blank", "ready")}
PASSED, FAILED, BLANK, READY = _OURS.values()
_LEFT = {
    name: re.compile(_SHIPPED[f"check.{name}"].replace("{n}", r"(?P<n>\d+)").replace("{m}", r"(?P<m>\d+)"))
    for name in ("to_fill", "to_mend", "both")
}
MISSING = "VS301"


def standard(text: str) -> str:
    """A state or verdict of the edition in use, as the shipped one words it."""
    words = season.edition().words
    said = {words[f"check.{w}"]: ours for w, ours in _OURS.items()}
    for name in _LEFT:
        own = words[f"check.{name}"].replace("{n}", r"(?P<n>\d+)").replace("{m}", r"(?P<m>\d+)")
        if left := re.fullmatch(own, text):
            return _SHIPPED[f"check.{name}"].format(**left.groupdict())
    return said.get(text, text)


def counted(verdict: str) -> tuple[int, int]:
    """How many cells a verdict says are to be filled in, and how many to be mended; -1 for what is none."""
    if verdict == READY:
        return 0, 0
    found = next((m.groupdict() for p in _LEFT.values() if (m := p.fullmatch(verdict))), {"n": "-1"})
    return int(found.get("n", 0)), int(found.get("m", 0))


_ADDRESS = re.compile(r"'([^']+)'!\$([A-Z]+)\$(\d+)")

STRICTER = "the form asks for the cell's own type; the program reads what was typed and only notes it"
NOT_READY = "the form waits until a cell of the constraint is of its type; the program understood it and judges"
_OF_A_LINE = "reason-beside-answer"
"""What is found at one cell of a matrix row and said of all its cells: whether none of them is empty."""
WITHHELD = "an earlier layer has faulted a cell of the line; the program says nothing twice"


@dataclass(frozen=True)
class Line:
    """One line as it stands in the saved file; `cells` are the codes of the answers its formula reads."""

    code: str
    text: str
    state: str
    needed: bool
    rule: str
    constraint: str
    table: str
    cells: tuple[str, ...]

    @classmethod
    def of(cls, line: CheckLine, cells: tuple[str, ...], state: str) -> Line:
        check = line.check
        rule, _, constraint = check.rule.partition(" ")
        return cls(check.at, check.text, standard(state), check.needed, rule, constraint, check.table, cells)

    @property
    def fault(self) -> bool:
        return self.state == FAILED or (self.needed and self.state == BLANK)

    @property
    def of_content(self) -> bool:
        """Whether it speaks of the type of one cell: the lines of required answers do, beside those of types alone."""
        return not self.rule or (self.rule == MISSING and not self.table)

    def __str__(self) -> str:
        need = ", bắt buộc" if self.needed else ""
        return f"{self.code} · {f'{self.rule} {self.constraint}'.strip() or 'type'} · {self.text} · {self.state}{need}"


@dataclass(frozen=True)
class Disagreement:
    """A line and findings that do not say the same; `line` is None for a finding that no line covers."""

    kind: str
    line: Line | None
    findings: tuple[Finding, ...] = ()

    @property
    def about(self) -> str:
        """Rule and constraint, to count by."""
        if self.line is not None:
            return f"{self.line.rule} {self.line.constraint}".strip() or "type"
        return f"{self.findings[0].code} {self.findings[0].constraint}".strip() if self.findings else "verdict"

    def __str__(self) -> str:
        said = "; ".join(told(f) for f in self.findings) or "no finding"
        return f"[{self.kind}] {self.line or 'no line'} | {said}"


def told(finding: Finding) -> str:
    place = finding.place
    rule = f"{finding.code} {finding.constraint}".strip()
    return f"{rule} {finding.severity} {place.key or '-'} ({place.cell or '-'}) “{finding.value}”: {finding.fact}"


@dataclass
class Compared:
    """What comparing some workbooks gave."""

    files: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    """Lines compared, by rule and constraint."""
    states: Counter[str] = field(default_factory=Counter)
    disagreements: list[tuple[str, Disagreement]] = field(default_factory=list)
    allowed: Counter[str] = field(default_factory=Counter)
    """Differences by nature, by their reason."""
    unexpressed: Counter[str] = field(default_factory=Counter)
    """Errors and warnings of rules that no line of the form expresses, by code and constraint."""
    ready: int = 0

    def add(self, name: str, content: bytes, period: str, earlier: Mapping[str, Decimal] | None = None) -> None:
        self.files += 1
        one = Comparison(content, period, earlier)
        for line in one.lines:
            self.lines[f"{line.rule} {line.constraint}".strip() or "type"] += 1
            self.states[line.state] += 1
        self.disagreements += [(name, d) for d in one.disagreements()]
        self.allowed.update(one.allowed)
        self.unexpressed.update(one.unexpressed)
        self.ready += one.verdict == READY

    def __str__(self) -> str:
        figures = f"{self.files} files, {self.lines.total()} lines, {len(self.disagreements)} disagreements"
        return f"""{figures}, {self.ready} ready to be sent
  states: {_told(self.states)}
  lines: {_told(self.lines)}
  disagreements: {_told(self.by_rule()) or "none"}
  allowed: {_told(self.allowed) or "none"}
  found by rules without a line: {_told(self.unexpressed) or "none"}"""

    def by_rule(self) -> Counter[str]:
        return Counter(d.about for _, d in self.disagreements)


def _told(counts: Counter[str]) -> str:
    return "; ".join(f"{name} {count}" for name, count in counts.most_common())


@cache
def content_rules() -> frozenset[str]:
    """The codes of what the reader records about the content of an answer."""
    own = {"computed-cell-typed", "default-taken"}
    found = {r.code for r in rules().values() if isinstance(r, ProblemRule) and r.name not in own}
    # What another kind of unit may choose is not in this form's list.
    return frozenset(code for code in found | {"VS311"} if code.startswith("VS3"))


class Comparison:
    """One saved workbook; a form that carries earlier figures is also judged against these."""

    whole = True
    """Whether all lines are compared: only they add up to the verdict."""

    def __init__(
        self,
        content: bytes,
        period: str,
        earlier: Mapping[str, Decimal] | None = None,
        carried: tuple[tuple[str, int], ...] = (),
    ) -> None:
        """`carried` are the tables that show lines of the last period, with their prepared rows."""
        self.content = content
        self.carried = carried
        self.book = read_package(content)
        self.allowed: Counter[str] = Counter()
        self.unexpressed: Counter[str] = Counter()
        read = at.read(content, period)
        self.refused = read.problem.kind if isinstance(read, Unreadable) else ""
        self._values: Mapping[str, Observation] = {} if isinstance(read, Unreadable) else read.values
        self.unit = read.stamp.unit if isinstance(read, Unreadable) else read.unit
        self.period = period
        self.earlier = earlier
        self.found: tuple[Finding, ...] = () if isinstance(read, Unreadable) else self._judged(read)

    def _judged(self, read: Submission) -> tuple[Finding, ...]:
        found = judge(at.scope_of(read), at.bound())
        if self.earlier is None:
            return found
        scope = at.scope_of(read).without(blocked_by(found))
        figures = {read.unit: self.earlier}
        whole = Season(scope.edition, scope.period, at.register(), [scope], figures, "2010-nam")
        return (*found, *judge_season(whole, at.bound())[read.file.path])

    # ------------------------------------------------------------------------------------------------ both sides
    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], str]:
        sheet = next(s for s in self.book.sheets if s.name == season.edition().words["sheet.check"])
        return {where: cell.text for where, cell in sheet.cells.items()}

    @property
    def verdict(self) -> str:
        return standard(self._cells.get((VERDICT_ROW, 2), ""))

    @cached_property
    def lines(self) -> list[Line]:
        """As stored in the file; which cells a line speaks of is known from the blank."""
        found = []
        for row, (line, cells) in enumerate(
            _issued(self.unit, self.period, self.earlier is not None, self.carried), FIRST_LINE
        ):
            place, said, state = (self._cells.get((row, column), "") for column in range(1, 4))
            issued = Line.of(line, cells, state)
            assert (place, said) == (line.place, f"{issued.code}: {issued.text}"), (row, place, said, issued)
            found.append(issued)
        assert (FIRST_LINE + len(found), 1) not in self._cells
        return found

    @cached_property
    def of_content(self) -> frozenset[str]:
        """The reader's codes that only the lines about content can mean: some have lines of their own."""
        return content_rules() - {line.rule for line in self.lines}

    @cached_property
    def _serious(self) -> tuple[Finding, ...]:
        """What must be mended or explained."""
        return tuple(f for f in self.found if f.severity is not Severity.NOTICE)

    # ------------------------------------------------------------------------------------------------- compared
    def disagreements(self) -> list[Disagreement]:
        found = list(self._states())
        found += self._verdict()
        if not self.refused:
            for line in self.lines:
                found += self._content(line) if line.of_content else self._rule(line)
            found += self._without_line()
        return found

    def _states(self) -> Iterator[Disagreement]:
        yield from (Disagreement("no state", x) for x in self.lines if x.state not in (PASSED, FAILED, BLANK))

    def _verdict(self) -> Iterator[Disagreement]:
        if not self.whole:
            return
        count = tuple(sum(x.fault and x.state == state for x in self.lines) for state in (BLANK, FAILED))
        if counted(self.verdict) != count:
            yield Disagreement(f"verdict “{self.verdict}” for {count} lines", None)
        if self.verdict == READY and self.refused:
            yield Disagreement(f"ready, but refused as {self.refused}", None)
        if self.verdict == READY:
            yield from (Disagreement("ready, but", None, (f,)) for f in self._serious if self._expressed(f))

    def _content(self, line: Line) -> Iterator[Disagreement]:
        """An answer of another type, and for required answers also one that is not there."""
        here = [f for f in self.found if f.place.key is not None and f.place.key.code == line.code]
        wrong = [f for f in here if f.code in self.of_content] + self._emptied(line)
        serious = tuple(f for f in wrong if f.severity is not Severity.NOTICE)
        if line.state == FAILED and not serious:
            if wrong:
                self.allowed[STRICTER] += 1
            elif self._said(line, self.of_content):
                self.allowed[WITHHELD] += 1
            else:
                yield Disagreement("type: form only", line)
        if line.state != FAILED and serious:
            waiting = [f for f in serious if f.rule == _OF_A_LINE and self._waits(line)]
            self.allowed[NOT_READY] += len(waiting)
            if rest := tuple(f for f in serious if f not in waiting):
                yield Disagreement("type: program only", line, rest)
        if line.rule == MISSING:
            blank = tuple(f for f in here if f.code == MISSING)
            if (line.needed and line.state == BLANK) != bool(blank):
                yield Disagreement(f"blank: {'program' if blank else 'form'} only", line, blank)

    def _waits(self, line: Line) -> bool:
        """Whether another answer of its matrix row, which shares its reason, is not of its own type."""
        row = line.code.rpartition(".")[0]
        others = {code for code in line.cells if code != line.code and code.rpartition(".")[0] == row}
        shared = others & season.edition().matrix_cells.keys()
        return any(x.of_content and x.state == FAILED and x.code in shared for x in self.lines)

    def _emptied(self, line: Line) -> list[Finding]:
        """A row with nothing but marks as “-” is read as an empty one, with a notice at the row (VS314)."""
        sheet = season.edition().task_of[line.code].sheet if line.table else ""
        return [f for f in self.found if f.code == "VS314" and f.place.cell and f.place.cell.sheet == sheet]

    def _rule(self, line: Line) -> Iterator[Disagreement]:
        found = tuple(f for f in self._serious if self._about(f, line))
        same = any(x.fault for x in self.lines if _key(x) == _key(line))
        if line.fault and not found:
            if self._withheld(line) or self._said(line, {line.rule}):
                self.allowed[WITHHELD] += 1
            else:
                yield Disagreement("form only", line)
        if found and not same:
            waiting = [f for f in found if self._not_ready(f, line.cells)]
            self.allowed[NOT_READY] += len(waiting)
            rest = tuple(f for f in found if f not in waiting)
            if rest:
                yield Disagreement("program only", line, rest)

    def _without_line(self) -> Iterator[Disagreement]:
        for finding in self._serious:
            if self._expressed(finding):
                continue
            name = f"{finding.code} {finding.constraint}".strip()
            known = {(x.rule, x.constraint) for x in self.lines}
            if any((finding.code, c) in known for c in finding.constraint.split(", ")):
                if self._not_ready(finding):
                    self.allowed[NOT_READY] += 1
                else:
                    yield Disagreement("no line for it", None, (finding,))
            else:
                self.unexpressed[name] += 1

    # --------------------------------------------------------------------------------------------- who means whom
    def _about(self, finding: Finding, line: Line) -> bool:
        """The same rule and constraint at the same place: of a table the same column where lines name it, else any."""
        if finding.code != line.rule or line.constraint not in finding.constraint.split(", "):
            return False
        code = finding.place.key.code if finding.place.key else ""
        if code == line.code:
            return True
        if not line.table and code in line.cells:  # of several parts one is named: the first that is filled in
            return code not in {x.code for x in self.lines if (x.rule, x.constraint) == (line.rule, line.constraint)}
        own = {x.code for x in self.lines if (x.rule, x.constraint) == (line.rule, line.constraint)}
        return bool(line.table) and code not in own and line.table in (code, code.rpartition(".")[0])

    def _expressed(self, finding: Finding) -> bool:
        code = finding.place.key.code if finding.place.key else ""
        if finding.code in self.of_content:
            return any(x.of_content and x.code == code for x in self.lines)
        return any((not x.of_content or x.rule == MISSING) and self._about(finding, x) for x in self.lines)

    def _not_ready(self, finding: Finding, cells: tuple[str, ...] = ()) -> bool:
        """One of its cells, or of those its line reads, is not of its own type, and the line of that cell says so."""
        codes = {key.code for key in finding.keys} | set(cells)
        return any(x.of_content and x.state == FAILED and x.code in codes for x in self.lines)

    def _withheld(self, line: Line) -> bool:
        """One of the line's cells, or of those a computed one is made of, has an error of another rule.

        In a table that is any row of the same column.
        """
        cells = {line.code, *line.cells}
        cells |= {part.key.code for code in cells if code in self._values for part in self._values[code].parts}
        errors = (f for f in self.found if f.severity is Severity.ERROR and f.code != line.rule)
        return any(key.code in cells for f in errors for key in f.keys)

    def _said(self, line: Line, codes: Collection[str]) -> bool:
        """Another finding at the answer says what one of these rules would."""
        speakers = {name for rule in rules().values() if rule.code in codes for name in rule.said_by}
        return any(f.rule in speakers and f.place.key and f.place.key.code == line.code for f in self.found)


def _key(line: Line) -> tuple[str, str, str]:
    return line.rule, line.constraint, line.code


@per_edition
def _issued(
    unit: str, period: str, previous: bool, carried: tuple[tuple[str, int], ...]
) -> Sequence[tuple[CheckLine, tuple[str, ...]]]:
    """Every line of the blank with the codes of its cells."""
    with_earlier = previous or bool(carried)
    made = plan_form(at.applies_to(unit, period), at.live(), previous=with_earlier, carried=dict(carried)).checks
    return list(with_cells(made, made.lines))


def with_cells(made: SelfCheck, lines: Iterable[CheckLine]) -> Iterator[tuple[CheckLine, tuple[str, ...]]]:
    """Lines with the codes of the answers that their formulas read or that they mark."""
    slots = [(p, s) for p in made.form.plans for s in p.slots if s.role is Role.VALUE and s.number <= 1]
    codes = {f"{p.name}!{column_letters(s.column)}{s.row}": s.code for p, s in slots}
    for name, helpers in made.form.helpers.items():
        codes |= {f"{name}!{column_letters(c)}{r}": code for code, (r, c) in helpers.values.items()}
        codes |= {f"{name}!{column_letters(c)}{r}": code for code, (r, _, c) in helpers.blocks.items()}
    for line in lines:
        read = {f"{sheet}!{letters}{row}" for sheet, letters, row in _ADDRESS.findall(line.formula)}
        yield line, tuple(sorted({*line.check.cells, *(codes[address] for address in read & codes.keys())}))


def worst(found: Iterable[tuple[str, Disagreement]], count: int = 12) -> str:
    """Some disagreements as a failing test prints them, one for each rule first."""
    first: dict[str, list[str]] = {}
    for name, one in found:
        first.setdefault(f"{one.about} {one.kind}", []).append(f"{name}: {one}")
    lines = [f"{texts[0]} (and {len(texts) - 1} more)" for texts in first.values()]
    return "\n".join(lines[:count])
