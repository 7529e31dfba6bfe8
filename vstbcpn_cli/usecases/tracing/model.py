"""What a question about one figure is answered with: the figure, how it was made, and every unit and cell behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec

from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.model.submission import CellCount, Value
from vstbcpn_cli.model.totals import Share
from vstbcpn_cli.report.context.comparison import Compared


class Method(StrEnum):
    """How many answers became one figure."""

    SUM = "sum"
    COUNT_YES = "count_yes"
    COUNT_BY_ANSWER = "count_by_answer"
    SHARE = "share"
    LEAD = "lead"
    LEVELS = "levels"
    ROWS = "rows"
    SUM_OF_ROWS = "sum_of_rows"
    QUOTED = "quoted"
    PER_UNIT = "per_unit"
    TARGET = "target"
    COVERAGE = "coverage"
    GROUP = "group"


class TraceStanding(StrEnum):
    """What one unit, or one row of it, is to the figure."""

    COUNTED = "counted"
    SHOWN = "shown"
    WITHHELD = "withheld"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    NIL = "nil"
    EXCLUDED = "excluded"


class Source(msgspec.Struct, frozen=True):
    """One cell of a returned file: what was typed there and what was understood; no cell means the file as a whole.

    `decided` says who of the office has decided that this value counts in the place of what was typed, and why.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    code: str = ""
    typed: str = ""
    understood: Value | None = None
    decided: Mapping[str, str] = msgspec.field(default_factory=dict)


class NamedFile(msgspec.Struct, frozen=True):
    """A returned file that an answer names, with its digest and the day it counts as received, as in the manifest."""

    path: str
    sha256: str
    received: dt.date
    from_log: bool


class UsedFile(msgspec.Struct, frozen=True):
    """What else an answer rests on, by its `role` in the manifest: log, repairs, previous, words."""

    path: str
    role: str
    sha256: str


class TraceLine(msgspec.Struct, frozen=True):
    """What one unit gives, or why it gives nothing; `whole` is the second figure of a share."""

    unit: ReportingUnit
    standing: TraceStanding
    value: Value | None = None
    whole: Value | None = None
    sources: tuple[Source, ...] = ()
    remark: str = ""


class EarlierFigure(msgspec.Struct, frozen=True):
    """The same figure in the data of `--previous`, which are those of `edition` and `period`.

    Only those of the `same` period of another year are compared with. `value` is the total then, None where there was
    none or where it lacked units, `lacking` how many, `answered` of how many units a count of yes was; `change` is what
    the report says of both, None where it says nothing; `given` what each unit gave then by its code, of a share both
    figures.
    """

    edition: str
    period: str
    file: str
    same: bool
    value: Value | None = None
    lacking: int = 0
    answered: int = 0
    change: Compared | None = None
    given: Mapping[str, tuple[Value, ...]] = msgspec.field(default_factory=dict)


class Traced(msgspec.Struct, frozen=True):
    """A figure with everything behind it; lines are in register order.

    `share` is the figure in relation to `base` (a code, or "units" that answered). `inputs` are the codes a unit's own
    figure is computed from, `where` the answers (column → answers) a row must have to count. `kinds` has the figure of
    each kind of unit, `level` what all units make up (“tỉnh”), `kind_shares` its share, `kind_names` how it is called,
    `by` how it divides over the answers of a list (list → answer → figure), `figures` the members of a matrix or
    catalogue, which are asked one by one. A figure of the province that the office gives has a `source`, and what the
    units `added` up to, which it replaces. `earlier` is told where earlier data were given. `not_run` names the rules
    that a fault of the program has stopped, with on how many of the counted files; `by_file` is as in `Coverage`.
    `names_year` is as of an indicator. `files` are those that the whole answer names, `settings` what else was used.
    """

    code: str
    label: str
    method: Method
    measure: str = ""
    value: Value | None = None
    share: Share | None = None
    base: str = ""
    inputs: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    kinds: tuple[tuple[str, Value], ...] = ()
    kind_names: Mapping[str, str] = msgspec.field(default_factory=dict)
    kind_shares: tuple[tuple[str, Share], ...] = ()
    by: Mapping[str, Mapping[str, Value]] = msgspec.field(default_factory=dict)
    lines: tuple[TraceLine, ...] = ()
    figures: tuple[Traced, ...] = ()
    source: str = ""
    added: Value | None = None
    earlier: EarlierFigure | None = None
    not_run: Mapping[str, int] = msgspec.field(default_factory=dict)
    by_file: int = 0
    names_year: bool = False
    level: str = ""
    files: tuple[NamedFile, ...] = ()
    settings: tuple[UsedFile, ...] = ()

    def of(self, standing: TraceStanding) -> tuple[TraceLine, ...]:
        return tuple(line for line in self.lines if line.standing is standing)

    @property
    def sources(self) -> Iterator[Source]:
        """Every cell and file the answer names."""
        yield from (source for line in self.lines for source in line.sources)
        yield from (source for figure in self.figures for source in figure.sources)


class CellUse(msgspec.Struct, frozen=True):
    """One cell a unit typed into and the figures it is part of; `remark` says why it is part of none."""

    unit: ReportingUnit
    source: Source
    label: str
    standing: TraceStanding
    used_in: tuple[str, ...] = ()
    remark: str = ""


class TracedCells(msgspec.Struct, frozen=True):
    """The way back: from cells to figures. `count` is the account of all cells of the file, for a whole file; the last
    four are as in `Traced`."""

    code: str
    label: str
    cells: tuple[CellUse, ...]
    count: CellCount | None = None
    not_run: Mapping[str, int] = msgspec.field(default_factory=dict)
    by_file: int = 0
    files: tuple[NamedFile, ...] = ()
    settings: tuple[UsedFile, ...] = ()

    @property
    def sources(self) -> Iterator[Source]:
        yield from (use.source for use in self.cells)


class Behind(msgspec.Struct, frozen=True):
    """Something that was counted, `number` times: a unit, or a file, cell or rule of nobody; `remark` says what there
    is to say of it."""

    unit: ReportingUnit | None
    number: int = 1
    sources: tuple[Source, ...] = ()
    remark: str = ""


class Counted(msgspec.Struct, frozen=True):
    """A count with what was counted, in register order: the numbers of the `lines` make up `value`. Units are counted
    of a `whole`, all that must report, targets of all there are, with the `others` of the whole that do not count. The
    rest is as in `Traced`."""

    code: str
    label: str
    measure: str
    value: int
    whole: int | None
    kinds: Mapping[str, int]
    kind_names: Mapping[str, str]
    lines: tuple[Behind, ...]
    level: str
    others: tuple[Behind, ...] = ()
    not_run: Mapping[str, int] = msgspec.field(default_factory=dict)
    by_file: int = 0
    files: tuple[NamedFile, ...] = ()
    settings: tuple[UsedFile, ...] = ()

    @property
    def sources(self) -> Iterator[Source]:
        yield from (source for line in (*self.lines, *self.others) for source in line.sources)
