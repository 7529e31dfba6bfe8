"""The self-check of a blank: the words between the rules that declare it and the workbook that carries it.

A rule that a formula can express declares it next to its check, as a generator that mirrors the check: it asks the
form for addresses where the check asks the submission for answers. The two must agree on every workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Severity

Terms = tuple[str, ...]
"""Spreadsheet expressions without `=`, each looked at only where all before it are true."""


class LiveCheck(msgspec.Struct, frozen=True):
    """One line of the self-check.

    `at` is the code the link leads to (an indicator, a matrix cell, a table column), `text` says what must hold.
    Where the terms of `ready` do not all hold, the line says “Chưa nhập”; where they do and `broken` holds,
    “Chưa đạt”. A line that is `needed` must not stay “Chưa nhập”. `cells` are the codes of the cells to colour.
    In a table the terms speak of whole columns and are judged row by row.
    """

    at: str
    text: str
    ready: Terms
    broken: str
    cells: tuple[str, ...] = ()
    table: str = ""
    needed: bool = False
    met_at_issue: bool = False
    """Whether the line already holds in the blank as it is sent out (both dates of the period are filled in)."""
    settled: tuple[str, ...] = ()
    """Codes at which no line of an earlier stage may be open, so that nothing is said twice: where one is, the line
    says “Chưa nhập”."""
    severity: Severity | None = None
    """Overrides that of the rule where the rule itself grades."""
    rule: str = ""
    """`VS401 R01`: put in by whoever asks the rules."""

    @property
    def fault(self) -> str:
        """True while the line is open: broken, or still to be answered."""
        return nested(self.ready, self.broken, "TRUE" if self.needed else "FALSE")


class LiveLine(Protocol):
    """The counterpart of `rules.scope.JudgedLine`: the form as a whole, one matrix row, or the rows of a table."""

    @property
    def table(self) -> str:
        """The code of the table, "" elsewhere."""
        ...

    @property
    def filled(self) -> Terms:
        """Of a table: true where a row counts as one, so neither empty nor “Không có”; no terms elsewhere."""
        ...

    @property
    def touched(self) -> str:
        """Of a table: true where anything stands in a row, “Không có” as well."""
        ...

    def code(self, name: str) -> str: ...

    def label(self, name: str) -> str: ...

    def cell(self, name: str) -> str:
        """The address of an answer (in a table: of its whole column); "" where this unit's form has no such cell,
        or a closed one."""
        ...

    def usable(self, *names: str) -> Terms:
        """True where the answers are there and of the right type and range, so that a constraint can be judged."""
        ...

    def answered(self, name: str) -> str:
        """True where anything stands in the cell."""
        ...

    def wrong(self, name: str) -> str:
        """True where something stands in the cell that is not of its type or range."""
        ...

    def empty(self, name: str) -> str:
        """True where nothing stands in the cell, no reason beside it, and nothing else answers it: a default, or the
        zero of a task declared nil."""
        ...

    def doubted(self, name: str) -> str:
        """Of the first answer of a line: true where none is empty, and there is a reason why and no explanation."""
        ...

    def says(self, name: str, values: Sequence[str], starts_with: str = "") -> str:
        """True where the answer is one of the texts, or begins with one; an empty cell is its column's default."""
        ...


class LiveForm(LiveLine, Protocol):
    """The blank of one unit; as a line it is the form as a whole."""

    @property
    def applies(self) -> Applicability: ...

    @property
    def window(self) -> tuple[str, str]:
        """First and last day of the unit's own window, the edition's where the unit gave none."""
        ...

    def lines(self, *, table: str = "", matrix: str = "", rows: Sequence[str] = ()) -> Iterator[LiveLine]:
        """As `Scope.lines`; blocks that are closed for this unit give none."""
        ...

    def rows(self, table: str) -> LiveLine | None:
        """All rows of a table at once, for `count` and `total`; None where the table is closed for this unit."""
        ...

    def demanded(self, code: str) -> bool:
        """Whether every filled row of a table must answer this column."""
        ...

    def like_above(self, code: str) -> str:
        """True where a text says “như trên” instead of its content; "FALSE" for what is no text."""
        ...

    def explanation(self, code: str) -> str:
        """The address of the “Giải trình” beside an answer (in a table: the column); "" where there is none."""
        ...

    def reason(self, code: str) -> str:
        """The address of the “Lý do để trống” beside an answer; "" where there is none."""
        ...

    def earlier(self, code: str) -> str:
        """The address of the unit's own earlier figure beside an answer; "" where the form carries none."""
        ...

    def unsettled(self, table: str, *, whole: bool = False) -> str:
        """Of a table: true where a row shows a line of the last period that the unit has not confirmed; "" where none
        shows any."""
        ...

    def confirm_code(self, table: str) -> str:
        """The code of the column in which it confirms them."""
        ...

    def nil_code(self, task: str) -> str:
        """The code of the line that declares a whole task nil."""
        ...

    def nil(self, task: str) -> str:
        """True where a whole task is declared nil."""
        ...


Live = Callable[[LiveForm], Iterable[LiveCheck]]
"""Every line of the self-check of a form, in the order of the rules."""


def nested(terms: Terms, inner: str, otherwise: str) -> str:
    """`inner` where all terms hold; each is looked at only where all before it do."""
    for term in reversed([t for t in terms if t != "TRUE"]):
        inner = f"IF({term},{inner},{otherwise})"
    return inner


def negated(*terms: str) -> str:
    """True where not all terms hold; each is looked at only where all before it do."""
    *before, last = terms
    return nested(tuple(before), "TRUE" if last == "FALSE" else f"NOT({last})", "TRUE")


def text(value: str) -> str:
    """A text as a constant of a formula."""
    return '"' + value.replace('"', '""') + '"'


def any_of(terms: Iterable[str]) -> str:
    """True where one of the terms holds, none of them where there is none.

    In Excel a truth value is larger than every number, so that `(A1="x")>0` always holds: they are added to 0 first.
    """
    held = _possible(terms)
    return f"({held[0]})" if len(held) == 1 else f"({_added(held)}>0)" if held else "FALSE"


def none_of(terms: Iterable[str]) -> str:
    """True where none of the terms holds."""
    held = _possible(terms)
    return negated(*held) if len(held) == 1 else f"({_added(held)}=0)" if held else "TRUE"


def _possible(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if term != "FALSE"]


def _added(terms: Iterable[str]) -> str:
    return "+".join(["0", *(f"({term})" for term in terms)])


def one_of(cell: str, values: Sequence[str]) -> str:
    """True where a cell holds one of the texts."""
    return any_of(f"{cell}={text(v)}" for v in values)


def date(year: int, month: int, day: int) -> str:
    return f"DATE({year},{month},{day})"


def count(terms: Terms) -> str:
    """In how many rows of a table all terms hold."""
    return total(terms, "1")


def total(terms: Terms, what: str) -> str:
    """The sum over the rows of a table in which all terms hold."""
    return f"SUM({nested(terms, what, '0')})"


def answers(form: LiveForm, table: str) -> str:
    """True where a table is answered: with rows, with “Không có”, or by a task declared nil."""
    rows, nil = form.rows(table), form.nil(form.applies.edition.task_of[table].code)
    return f"SUMPRODUCT(--({rows.touched}))+({nil})>0" if rows else "FALSE"


def lines_of(form: LiveForm, code: str) -> Iterator[LiveLine]:
    """The line on which a code stands, as `Scope.answers`: the form, or the rows of the table of a column."""
    columns = form.applies.edition.table_columns
    yield from (line for line in form.lines(table=columns[code][0].code if code in columns else "") if line.cell(code))
