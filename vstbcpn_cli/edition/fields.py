"""What one field of the form may hold: types, requirement marks, computations, indicators, matrices, tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from vstbcpn_cli.edition.roles import FieldRole
from vstbcpn_cli.text.casing import lower_first

WORDS = "words"
"""What a cell asks that takes any text."""


class FieldType(StrEnum):
    """What may stand in one entry cell (catalogue of indicators, section 1.3)."""

    INT = "int"
    PCT = "pct"
    MONEY = "money"
    NUM = "num"
    DATE = "date"
    BOOL = "bool"
    CHOICE = "choice"
    TEXT = "text"
    LONG = "long"
    CALC = "calc"

    @property
    def numeric(self) -> bool:
        return self in (FieldType.INT, FieldType.PCT, FieldType.MONEY, FieldType.NUM)

    @property
    def asks(self) -> str:
        """What is to be typed, as the words of findings tell cells apart."""
        kinds = {FieldType.DATE: "date", FieldType.BOOL: "yes-no", FieldType.CHOICE: "choice"}
        return "number" if self.numeric else kinds.get(self, WORDS)


LONGEST_ANSWER = {FieldType.TEXT: 255, FieldType.LONG: 4000}
"""Characters of an answer in words."""


class Nature(StrEnum):
    """A flow adds up from the start of the window; a stock is the state at its end; a text is neither."""

    FLOW = "flow"
    STOCK = "stock"
    NONE = ""


class Requirement(StrEnum):
    """The requirement marks of the catalogue (section 1.2)."""

    REQUIRED = "B"
    OPTIONAL = "K"
    CLOSED = "-"
    LEAD = "L"
    CONDITIONAL = "B?"
    ANSWERED = "B*"


class ReportPlace(StrEnum):
    """Where the report tells what was answered: in the section of the task, or only in the annexes; of the general part
    under strengths, limits, causes or plans."""

    SECTION = ""
    ANNEX = "annex"
    STRENGTHS = "strengths"
    LIMITS = "limits"
    CAUSES = "causes"
    PLANS = "plans"


class Aggregate(StrEnum):
    """How the answers of many units become one figure (catalogue, section 1.5)."""

    SUM = "sum"
    COUNT_YES = "count_yes"
    COUNT_BY_VALUE = "count_by_value"
    RATIO = "ratio"
    CONCAT = "concat"
    LAST = "last"
    NONE = "none"


class CalcOp(StrEnum):
    """The computations a `calc` field may declare."""

    SUM = "sum"
    COUNT = "count"
    RATIO = "ratio"
    SHARE_AT_LEAST = "share-at-least"
    ALL = "all"
    SOME = "some"
    TARGET_MET = "target-met"


@dataclass(frozen=True, slots=True)
class Calc:
    """How a field that is never typed is computed from typed ones.

    `sum` adds the column `of` over the rows that match `where`; `count` counts the rows of the table `of`;
    `within` also asks that this date column lies in the unit's window; `blank = "unknown"` makes a sum unknown as
    soon as one counted row leaves the column empty. `ratio` is `part` / `whole` in percent, `share-at-least` whether
    it reaches `threshold` percent, `all` whether every code of `terms` is Có, `some` whether there is more than 0
    of the rows of the table `of`, of the column `of` over them, or of the figure `of`, `target-met` compares `part` /
    `whole` with the percentage `target` for each row of the matrix `of`.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    op: CalcOp
    of: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: str = ""
    blank: str = "skip"
    part: str = ""
    whole: str = ""
    target: str = ""
    threshold: Decimal = Decimal(0)
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One value a unit reports, or one the program computes from others.

    `measure` is the đơn vị tính as printed. `share_of` names the indicator (or "units") whose sum is the denominator
    of the printed share. `role` is what a field of the header is for, `private` that what stands there is in no output
    that is passed on. `province = "lead"` means that the lead unit's figure is the province's figure.
    `known` is what every office knows of itself: where it is required, no reason takes its place.
    `names_year` says of a number that it is no quantity. `mode` closes the field in every edition of another election
    mode. A unit with one of the answers `outside` says that it is not concerned; it has no part in the shares of the
    other answers. `optional_in` are the periods (lower case) in which it is not demanded, `proposed` says by
    kind of unit what the blank already holds there. `basis` says what needs it,
    see `edition.basis`. `continues` is its code in the edition this one goes on from, where that is another; so of a
    matrix, a row, a table and a column.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    type: FieldType
    required: Mapping[str, Requirement]
    measure: str = ""
    nature: Nature = Nature.NONE
    aggregate: Aggregate = Aggregate.NONE
    share_of: str = ""
    count_of: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    province: str = ""
    codes: str = ""
    values: tuple[str, ...] = ()
    calc: Calc | None = None
    mode: str = ""
    report: ReportPlace = ReportPlace.SECTION
    role: FieldRole | None = None
    private: bool = False
    prefilled: bool = False
    proposed: Mapping[str, str] = field(default_factory=dict)
    known: bool = False
    names_year: bool = False
    prompt: str = ""
    note: str = ""
    basis: str = ""
    optional_in: tuple[str, ...] = ()
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a matrix or table; in a matrix its requirement comes from the row unless it says otherwise.

    `kinds` empty means every kind of unit. `fixed` is a value the form fills in itself; `default` one that an empty
    cell of a filled row means. `level` names the administrative level the column speaks of, where the unit's own
    level is not meant. `nature` of a table column is that of the table unless given.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    key: str
    label: str
    type: FieldType
    required: Requirement | None = None
    measure: str = ""
    codes: str = ""
    values: tuple[str, ...] = ()
    minimum: int = 0
    default: str = ""
    fixed: str = ""
    kinds: tuple[str, ...] = ()
    level: str = ""
    nature: Nature = Nature.NONE
    calc: Calc | None = None
    aggregate: Aggregate | None = None
    prompt: str = ""
    closed_from: dt.date | None = None
    continues: str = ""

    def applies_to(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One fixed row of a matrix; `target` is the provincial target in percent printed beside its total.

    `prompt` is said at its cells before what is said of the column; `known`, `optional_in` and `basis` as of an
    indicator.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    required: Mapping[str, Requirement]
    nature: Nature = Nature.STOCK
    target: Decimal | None = None
    known: bool = False
    prompt: str = ""
    basis: str = ""
    optional_in: tuple[str, ...] = ()
    continues: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Fixed rows by fixed columns; the code of one cell is `<matrix>.<row>.<column>`.

    `levels` maps a unit kind to the administrative level its figures speak of; levels are never added together.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    measure: str
    rows: tuple[MatrixRow, ...]
    columns: tuple[Column, ...]
    aggregate: Aggregate = Aggregate.SUM
    shares: tuple[tuple[str, str], ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    mode: str = ""
    report: ReportPlace = ReportPlace.SECTION
    note: str = ""
    basis: str = ""
    continues: str = ""

    def cell_code(self, row: MatrixRow, column: Column) -> str:
        return f"{self.code}.{row.code}.{column.key}"

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the rows of a table still stands in the next period: the `columns` that keep their answer, those that
    take that of another (`moved`), and the answers of the rows that stand (`where`)."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    columns: tuple[str, ...]
    moved: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sources(self) -> Mapping[str, str]:
        """The columns that are filled in, each with the column whose earlier answer stands there."""
        return {**{key: key for key in self.columns}, **self.moved}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that repeat; the code of a column is `<table>.<column>`, `key` names the columns that identify a row.

    `count_by` are the choice columns whose values the consolidation counts; `optional_in` the periods (lower case)
    in which nothing is demanded; `role_column` says what part the unit had in a row: those not `counted` there are not
    listed either; `rows` the number of prepared rows in the blank. `first` is the column that stands first on the form,
    under the labels of the lines, where there is room for many words; else the columns stand as they are declared.
    `standing` says which rows the next form shows again, to be confirmed; None where each period has rows of its own.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    required: Mapping[str, Requirement]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    nature: Nature = Nature.FLOW
    aggregate: Aggregate = Aggregate.CONCAT
    count_by: tuple[str, ...] = ()
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mode: str = ""
    report: ReportPlace = ReportPlace.SECTION
    optional_in: tuple[str, ...] = ()
    role_column: str = ""
    rows: int = 20
    first: str = ""
    standing: Standing | None = None
    example: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    basis: str = ""
    continues: str = ""

    @property
    def columns_on_form(self) -> tuple[Column, ...]:
        """The columns in the order in which they stand on the form."""
        return tuple(sorted(self.columns, key=lambda c: c.key != self.first))

    def column_code(self, column: Column) -> str:
        return f"{self.code}.{column.key}"

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)


def column_in_words(block: Matrix | Table, column: Column) -> str:
    """A column in words; one labelled “– nữ” names the column it is a part of first."""
    own = lower_first(column.label.lstrip("– "))
    if not column.label.startswith("–"):
        return own
    before = block.columns[: block.columns.index(column)]
    whole = next((lower_first(c.label) for c in reversed(before) if not c.label.startswith("–")), "")
    return f"{whole}, {own}" if whole else own


def prompted(row: MatrixRow, columns: Iterable[Column]) -> list[Column]:
    """The columns as the cells of a row are prompted: first what is said of the row, then what of the column."""
    return [replace(c, prompt=" ".join(filter(None, (row.prompt, c.prompt)))) for c in columns]
