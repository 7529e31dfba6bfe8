"""What a task asks, as things a sentence can be made of: for the fields no sentence of the year's own names.

The common sentences (`templates/common/report/_chung.j2`) go through them in the order of the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import (
    Aggregate,
    CalcOp,
    FieldType,
    Indicator,
    Matrix,
    ReportPlace,
    Table,
    Task,
)
from vstbcpn_cli.edition.part_whole import stands_under
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text.casing import lower_first, upper_first
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import counted, number

_COUNTED = ("Tổng số ", "Tổng ", "Số ")
"""How the label of a count begins: “Số cuộc họp” is a number of “cuộc họp”."""
_PART = "– "
"""How the label of a part of the line above begins."""
_DOING = ("Đã ", "Có ", "Được ")
"""How the label of a yes/no field begins that says what a unit does: “Đã ban hành kế hoạch”."""


class SentenceShape(StrEnum):
    """What kind of sentence a field takes; a template compares with the words."""

    COUNT = "so"
    UNADDED = "khong_cong"
    RATIO = "ty_le"
    YES_NO = "co_khong"
    CHOICE = "chon"
    WORDS = "loi"
    DAY = "ngay"
    MATRIX = "bieu"
    TABLE = "bang"


class TaskField(msgspec.Struct, frozen=True):
    """One field of a task: `x.ma` · `x.ten` its name in a sentence, without abbreviations · `x.kieu` so, khong_cong,
    ty_le, co_khong, chon, loi, ngay, bieu or bang · `x.dvt` · `x.dem` the thing counted (“cuộc họp” of “Số cuộc họp”),
    empty for other names · `x.dem_du` whether that begins with the measure, so that a number can stand before it ·
    `x.viec` what a unit does, of yes and no, empty where the name does not say · `x.phat_sinh` whether it happens in
    the period (or else is there at its end) · `x.toan` the code it is a share of, or nothing, `x.ten_toan` the name of
    that · `x.tu` of a ratio the code that is divided by that · `x.phan` the fields that are parts of it · `x.cot` the
    columns by which a table is divided · `x.liet_ke` whether an annex lists its rows."""

    ma: str
    ten: str
    kieu: str
    dvt: str = ""
    dem: str = ""
    dem_du: bool = False
    viec: str = ""
    phat_sinh: bool = False
    toan: str = ""
    ten_toan: str = ""
    tu: str = ""
    phan: tuple[TaskField, ...] = ()
    cot: tuple[TaskColumn, ...] = ()
    liet_ke: bool = False


class TaskColumn(msgspec.Struct, frozen=True):
    """A column by whose answers the rows of a table are counted: `c.khoa` its key, `c.ten` its name."""

    khoa: str
    ten: str


class Replies(msgspec.Struct, frozen=True):
    """What units answered where answers are not added up: `d.co` any · `d.n` how many units · `d.so` that printed,
    “16/70” where some have not answered · `d.dau`, `d.cuoi` the first and the last day, the lowest and the highest
    number as printed, empty where there is no order · `d.mot` whether they are the same."""

    n: int
    hoi: int
    dau: str = ""
    cuoi: str = ""
    padded: bool = False

    @property
    def co(self) -> bool:
        return self.n > 0

    @property
    def so(self) -> str:
        given, asked = (counted(n, padded=self.padded) for n in (self.n, self.hoi))
        return given if self.n == self.hoi else f"{given}/{asked}"

    @property
    def mot(self) -> bool:
        return self.dau == self.cuoi


class TaskFields(msgspec.Struct, frozen=True, dict=True):
    """The fields of one report; `named` are the codes and parts of codes that the year's own sentences name, `written`
    the tasks that have sentences of their own, `kept` the codes that the office keeps to the annexes."""

    _of: Context
    _named: frozenset[str]
    _written: frozenset[str]
    _kept: frozenset[str]

    def cac_muc(self, nhiem_vu: str) -> tuple[TaskField, ...]:
        """What the section of a task has to tell in common sentences: every field, or where the year has a sentence
        file for the task those that none of its sentences names. Fields for the annexes alone are left out."""
        tasks = {t.code: t for t in self._of.edition.tasks}
        if nhiem_vu not in tasks:
            raise UnknownNameError(nhiem_vu, tasks)
        return tuple(self._grouped(tasks[nhiem_vu]))

    def cac_muc_chung(self, noi: str) -> tuple[TaskField, ...]:
        """The fields of the general part that are for `noi`: strengths, limits, causes or plans."""
        if noi not in {*ReportPlace} - {ReportPlace.SECTION, ReportPlace.ANNEX}:
            raise UnknownNameError(noi, [p.value for p in ReportPlace])
        tasks = (t for t in self._of.edition.tasks if not t.numbered)
        return tuple(self._field(i) for t in tasks for i in t.indicators if i.report == noi)

    def tra_loi(self, ma: str) -> Replies:
        """How many units have answered a field that is not added up, and from what to what their answers go."""
        self._of.so(ma)
        total = self._of.made.total(ma)
        answers = [p.observation for p in total.parts]
        days = sorted(o.date for o in answers if o.date is not None)
        numbers = (
            []
            if self._of.edition.indicators[ma].names_year
            else sorted(o.number for o in answers if o.number is not None)
        )
        ordered = [*map(short_date, days)] or [*map(number, numbers)] or [""]
        return Replies(len(answers), total.asked, ordered[0], ordered[-1], self._of.labels.padded)

    def _grouped(self, task: Task) -> Iterator[TaskField]:
        """Every field in the order of the form; a part with the line it stands under, where that is told too."""
        told = [i for i in task.indicators if self._tells(task, i)]
        parts: dict[str, list[Indicator]] = {}
        for one in told:
            whole = self._whole(one)
            if whole is not None and whole in told and self._shape(whole) is self._shape(one) is SentenceShape.COUNT:
                parts.setdefault(whole.code, []).append(one)
        within = {one.code for found in parts.values() for one in found}
        yield from (self._field(i, parts.get(i.code, ())) for i in told if i.code not in within)
        yield from (self._field(matrix) for matrix in task.matrices if self._tells(task, matrix))
        yield from (self._field(table) for table in task.tables if self._tells(task, table))

    def _whole(self, part: Indicator) -> Indicator | None:
        """The line of the form that a line with a dash stands under."""
        return self._wholes.get(part.code)

    @cached_property
    def _wholes(self) -> Mapping[str, Indicator]:
        edition = self._of.edition
        return {part: edition.indicators[whole] for part, whole in stands_under(edition).items()}

    def _tells(self, task: Task, spec: Indicator | Matrix | Table) -> bool:
        edition = self._of.edition
        elsewhere = {at.table for at in (edition.targets, edition.proposals) if at is not None}
        if (
            spec.report is ReportPlace.ANNEX
            or spec.code in self._kept
            or spec.code in elsewhere
            or spec.report.value in self._named
        ):
            return False
        if isinstance(spec, Indicator) and spec.private:
            return False
        if spec.mode and spec.mode != edition.election_mode:
            return False
        return (task.numbered and task.code not in self._written) or not self._names(spec)

    def _names(self, spec: Indicator | Matrix | Table) -> bool:
        """Whether a sentence names the field, or any cell or column of it."""
        return any(name == spec.code or name.startswith(f"{spec.code}.") for name in self._named)

    def _shape(self, spec: Indicator | Matrix | Table) -> SentenceShape:
        if isinstance(spec, Matrix):
            return SentenceShape.MATRIX
        if isinstance(spec, Table):
            return SentenceShape.TABLE
        aggregate = self._of.made.aggregate_of(spec.code)
        if spec.type is FieldType.CHOICE:
            return SentenceShape.CHOICE
        if spec.type is FieldType.DATE:
            return SentenceShape.DAY
        if spec.type in (FieldType.TEXT, FieldType.LONG):
            return SentenceShape.WORDS
        if spec.type is FieldType.BOOL or aggregate is Aggregate.COUNT_YES:
            return SentenceShape.YES_NO
        if spec.calc is not None and spec.calc.op is CalcOp.RATIO:
            return SentenceShape.RATIO
        added = aggregate is Aggregate.SUM and spec.type is not FieldType.PCT
        return SentenceShape.COUNT if added or spec.code in self._of.made.given else SentenceShape.UNADDED

    def _field(
        self, spec: Indicator | Matrix | Table, parts: Sequence[Indicator] = (), *, within: bool = False
    ) -> TaskField:
        shape, name = self._shape(spec), self._name(spec, within=within)
        if not isinstance(spec, Indicator):
            columns = [spec.column(key) for key in spec.count_by] if isinstance(spec, Table) else []
            divided = tuple(TaskColumn(c.key, lower_first(self._of.labels.in_full(c.label))) for c in columns)
            flows, listed = self._flows(spec), self._listed(spec)
            return TaskField(spec.code, name, shape, phat_sinh=flows, cot=divided, liet_ke=listed)
        ratio = spec.calc if shape is SentenceShape.RATIO else None
        whole = self._of.edition.indicators.get(ratio.whole if ratio else spec.share_of)
        measure = "" if spec.measure == "–" else self._of.labels.in_full(spec.measure)
        counted = self._counted(spec, measure)
        return TaskField(
            spec.code,
            name,
            shape,
            measure,
            counted,
            dem_du=_begins_with(counted, measure),
            viec=name if spec.label.startswith(_DOING) else "",
            phat_sinh=self._of.edition.happens(spec.code),
            toan=whole.code if whole else "",
            ten_toan=self._name(whole) if whole else "",
            tu=ratio.part if ratio else "",
            phan=tuple(self._field(p, within=True) for p in parts),
        )

    def _counted(self, spec: Indicator, measure: str) -> str:
        """What the label says is counted; of a part only where it is the measure: “số đã thành lập” counts nothing."""
        label = spec.label.lstrip(_PART)
        counted = next((label[len(p) :] for p in _COUNTED if upper_first(label).startswith(p)), "")
        counted = self._of.labels.in_full(counted)
        return counted if label == spec.label or _begins_with(counted, measure) else ""

    def _flows(self, spec: Matrix | Table) -> bool:
        return isinstance(spec, Table) and self._of.edition.happens(spec.code)

    def _listed(self, spec: Matrix | Table) -> bool:
        """Whether the annex of lists has the table: it has those of `nhan.toml`, or all where none is named."""
        named = [str(one["ma"]) for one in self._of.labels.get("phu_luc", "danh_muc").get("bang", ())]
        return spec.code in named or not named

    def _name(self, spec: Indicator | Matrix | Table, *, within: bool = False) -> str:
        """The label inside a sentence: of a part with the line it stands under, unless it is `within` its sentence."""
        label = lower_first(self._of.labels.in_full(spec.label.lstrip(_PART).removeprefix("trong đó ")))
        whole = self._whole(spec) if isinstance(spec, Indicator) and not within else None
        return label if whole is None else f"{self._name(whole)} ({label})"


def _begins_with(counted: str, measure: str) -> bool:
    return bool(measure) and f"{counted} ".startswith(f"{measure} ")
