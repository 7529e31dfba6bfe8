"""The figures of an earlier period, read back from the JSON that `consolidate` wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.lineage import codes_in, predecessors, registers_since
from vstbcpn_cli.edition.model import Aggregate, Edition, Register, ReportingPeriod
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.standing_rows import EarlierRow, StandingRow, standing_rows
from vstbcpn_cli.runtime.file_print import sha256
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.missing_paths import not_found

MANIFEST = "manifest.json"
"""The seal of a set of outputs: without it, or where a digest in it differs, what lies beside is not to be trusted."""

FORMAT = "vstbcpn-so-lieu"
VERSION = 1
"""What `so-lieu_<edition>-<period>.json` says it is; a later shape gets a later number."""
_HEAD = 256
"""Bytes: what a file says it is stands at its beginning."""


class Previous(msgspec.Struct, frozen=True):
    """`units` maps unit code → indicator code → figure; `totals` the consolidated figures; `lacking` by code how many
    units an earlier total lacked, `answered` how many are in it; `rows` maps unit code → table → its rows, `by_value`
    code → answer → how many units gave it. `joined` are like `units` those of which several became one: their sum is
    like the figure of that unit only where all figures are added up; `left` those of which no single unit has become,
    where need be as “so-noi-vu@2010”. `kinds` says of what kind the units were,
    `measures` in what their figures count; both are empty where the data do not say.
    `province` is its code, with its name behind it; both are empty in data written before they were told."""

    edition: str
    period: str
    units: Mapping[str, Mapping[str, Decimal]]
    totals: Mapping[str, Decimal]
    lacking: Mapping[str, int]
    answered: Mapping[str, int] = msgspec.field(default_factory=dict)
    rows: Mapping[str, Mapping[str, tuple[EarlierRow, ...]]] = msgspec.field(default_factory=dict)
    province: str = ""
    province_name: str = ""
    by_value: Mapping[str, Mapping[str, int]] = msgspec.field(default_factory=dict)
    joined: Mapping[str, Mapping[str, Decimal]] = msgspec.field(default_factory=dict)
    left: Mapping[str, Mapping[str, Decimal]] = msgspec.field(default_factory=dict)
    kinds: Mapping[str, str] = msgspec.field(default_factory=dict)
    measures: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the period alone."""
        return self.period.lower().removeprefix(f"{self.edition}-")

    @property
    def name(self) -> str:
        """“2010-6t”, as the data file is called."""
        return f"{self.edition}-{self.code}"

    @property
    def year(self) -> str:
        """“2010” of the edition “2010”; the name of an edition that does not begin with a year."""
        found = re.match(r"\d{4}", self.edition)
        return found[0] if found else self.edition

    def told(self, edition: Edition) -> str:
        """The period in words, as an edition names its own: “6 tháng đầu năm 2010”."""
        if self.code not in edition.periods or not self.year.isdigit():
            return self.name
        return edition.periods[self.code].short.replace(str(edition.year), self.year)

    def continued(self, edition: Edition, period: ReportingPeriod, register: Register) -> Previous:
        """The same figures under the codes of this edition, and of the units of its register that go on alone from one
        of these. A figure that counts in another measure now is not like the one before."""
        codes = codes_in(edition, self.edition)
        like = {c: was for c, was in codes.items() if _alike(edition.measure_of(c), self.measures.get(was, ""))}
        came_from = predecessors(self.kinds, registers_since(edition, self.edition, register), period.until_date)
        alone = {unit.code: before[0] for unit, before in came_from.items() if len(before) == 1}
        several = {unit.code: before for unit, before in came_from.items() if len(before) > 1}
        left = {c: f"{c}@{self.edition}" if register.get(c) else c for c in self.units if c not in alone.values()}
        return replace(
            self,
            units={unit: _renamed(self.units[was], like) for unit, was in alone.items()},
            joined={unit: self._added(edition, before, like) for unit, before in several.items()},
            left={name: _renamed(self.units[was], like) for was, name in left.items()},
            rows={unit: _rows_renamed(edition, self.rows.get(was, {}), codes) for unit, was in alone.items()},
            totals=_renamed(self.totals, like),
            lacking=_renamed(self.lacking, like),
            answered=_renamed(self.answered, like),
            by_value=_renamed(self.by_value, like),
        )

    def _added(self, edition: Edition, before: Iterable[str], codes: Mapping[str, str]) -> dict[str, Decimal]:
        """What several units gave together, of figures that add up and that all of them gave."""
        given = [_renamed(self.units[was], codes) for was in before]
        common = set(given[0]).intersection(*given[1:])
        return {c: sum((g[c] for g in given), Decimal(0)) for c in sorted(common) if _adds_up(edition, c)}

    def given(self, unit: str) -> Mapping[str, Decimal]:
        """What a unit gave, or the units that became it: for adding up alone."""
        return self.units.get(unit) or self.joined.get(unit, {})

    def beside(self, unit: str, edition: Edition, period: ReportingPeriod) -> Mapping[str, Decimal]:
        """The figures of a unit that may stand beside those it is asked for.

        What happened in a period is like what happens in the same period of another year, and a part of what happens
        in a longer one of the same year; of other periods only what was there at their end says anything.
        """
        found = self.units.get(unit, {})
        if self.edition == edition.edition or self.is_counterpart(edition, period):
            return found
        return {code: value for code, value in found.items() if edition.knows(code) and not edition.happens(code)}

    def standing(self, unit: str, edition: Edition, period: ReportingPeriod) -> Mapping[str, tuple[StandingRow, ...]]:
        """The rows of a unit that still stand, by table: what its form shows to be confirmed."""
        same_year = self.edition == edition.edition and self.code in edition.periods
        whole = same_year and period.continues(edition.periods[self.code])
        return standing_rows(edition, self.rows.get(unit, {}), whole=whole)

    def is_counterpart(self, edition: Edition, period: ReportingPeriod) -> bool:
        """Whether these are figures of the same period of an earlier year: only those are compared with."""
        return self.code == period.code and self.edition < edition.edition


def _alike(now: str, before: str) -> bool:
    """Whether two figures count in the same measure, as far as it is known."""
    return not now or not before or now.casefold() == before.casefold()


def _adds_up(edition: Edition, code: str) -> bool:
    of = edition.indicators.get(code) or (edition.matrix_cells[code][0] if code in edition.matrix_cells else None)
    return of is not None and of.aggregate is Aggregate.SUM


def _renamed(told: Mapping[str, _Told], codes: Mapping[str, str]) -> dict[str, _Told]:
    """What was told under the earlier codes, by ours."""
    return {ours: told[theirs] for ours, theirs in codes.items() if theirs in told}


def _rows_renamed(
    edition: Edition, rows: Mapping[str, tuple[EarlierRow, ...]], codes: Mapping[str, str]
) -> dict[str, tuple[EarlierRow, ...]]:
    found: dict[str, tuple[EarlierRow, ...]] = {}
    for code, table in edition.tables.items():
        was = {c.key: codes.get(table.column_code(c), "").rpartition(".")[2] for c in table.columns}
        if given := rows.get(codes.get(code, "")):
            found[code] = tuple(_renamed(row, was) for row in given)
    return found


def is_data(path: Path) -> bool:
    """Whether a file is the data of a consolidation, wherever it lies."""
    try:
        with path.open("rb") as stream:
            return f'"{FORMAT}"'.encode() in stream.read(_HEAD)
    except OSError:
        return False


_Told = TypeVar("_Told")


class _Misshapen(Exception):  # noqa: N818 - never leaves this module
    """The content differs from what `consolidate` writes; the argument is the key path."""


def load_earlier(path: Path, edition: Edition, period: ReportingPeriod, register: Register) -> Previous:
    """The figures of an earlier period than the one that is collected, under the codes and the units of this one.

    Raises `ConfigurationError`.
    """
    found = load_previous(path)
    ours = edition.office
    if found.province not in ("", ours.province_code):
        raise ConfigurationError(
            f"{path.name}: tệp là số liệu của {found.province_name or found.province}, không phải của {ours.province}. "
            f"Đề nghị chọn tệp “so-lieu_….json” kỳ trước của {ours.province}."
        )
    if (found.edition, found.code) == (edition.edition, period.code):
        raise ConfigurationError(
            f"{path.name}: tệp là số liệu của chính kỳ này ({period.short}), không phải của kỳ trước. "
            "Đề nghị chọn tệp “so-lieu_….json” của kỳ trước."
        )
    if found.code not in edition.periods:
        raise ConfigurationError(
            f"{path.name}: kỳ “{found.period}” không có trong bộ biểu mẫu {edition.edition}. "
            "Đề nghị chọn tệp “so-lieu_….json” của kỳ trước."
        )
    until = edition.periods[found.code].until_date
    if (found.edition, until) > (edition.edition, period.until_date):
        raise ConfigurationError(
            f"{path.name}: tệp là số liệu {found.told(edition)}, sau kỳ đang làm ({period.short}). "
            "Đề nghị chọn tệp “so-lieu_….json” của kỳ trước."
        )
    made = found.continued(edition, period, register)
    ours_or_theirs = made.units or made.joined or any(map(register.get, found.units))
    if found.units and not ours_or_theirs:
        raise ConfigurationError(
            f"{path.name}: không có đơn vị nào trong danh sách đơn vị của kỳ này có số liệu ở tệp. "
            "Đề nghị kiểm tra lại tệp kỳ trước và danh sách đơn vị."
        )
    return made


def load_previous(path: Path) -> Previous:
    """The earlier figures of `so-lieu_….json`: only numbers that counted, and apart from them the rows of tables.

    Raises `ConfigurationError` with a sentence that says what is wrong with the file and which one to give.
    """
    raw = _parsed(path)
    _refuse_unsealed(path)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ConfigurationError(
            f"{path.name}: tệp không phải số liệu do phần mềm này ghi ra. "
            "Đề nghị chọn tệp “so-lieu_….json” trong thư mục kết quả của kỳ trước."
        )
    if raw.get("version") != VERSION:
        raise ConfigurationError(
            f"{path.name}: tệp có cấu trúc phiên bản “{raw.get('version')}”, phần mềm này đọc phiên bản {VERSION}. "
            "Đề nghị tổng hợp lại kỳ trước bằng phần mềm này."
        )
    try:
        return _previous(raw)
    except _Misshapen as fault:
        raise ConfigurationError(
            f"{path.name}: mục “{fault}” thiếu hoặc không đúng. Đề nghị dùng lại tệp gốc, chưa qua sửa tay."
        ) from fault


def _parsed(path: Path) -> Any:
    try:
        return record_of(path, Decimal)
    except FileNotFoundError as fault:
        raise ConfigurationError(
            f"{not_found(path, 'số liệu kỳ trước')} Đề nghị kiểm tra lại đường dẫn ở --previous."
        ) from fault
    except OSError as fault:
        raise ConfigurationError(
            f"“{path.absolute()}”: không đọc được tệp số liệu kỳ trước. Đề nghị kiểm tra lại đường dẫn ở --previous."
        ) from fault
    except (ValueError, RecursionError, ArithmeticError) as fault:
        raise ConfigurationError(
            f"{path.name}: nội dung không phải JSON. Đề nghị chọn tệp “so-lieu_….json” của kỳ trước."
        ) from fault


def _refuse_unsealed(path: Path) -> None:
    """A file out of a set is trusted as its manifest has it; one that was copied elsewhere stands for itself."""
    from vstbcpn_cli.runtime.atomic_outputs import unfinished  # what writes is needed only beside such a file

    if unfinished(path.parent):
        raise ConfigurationError(
            f"{path.name}: lần ghi kết quả vào thư mục này bị ngắt giữa chừng. "
            "Đề nghị chạy lại lệnh consolidate của kỳ đó để phục hồi."
        )
    try:
        manifest = record_of(path.parent / MANIFEST)
        sealed = {o["path"]: o["sha256"] for o in manifest["outputs"]}
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return
    if sealed.get(path.name, "") not in ("", sha256(path)):
        raise ConfigurationError(
            f"{path.name}: nội dung khác với {MANIFEST} cùng thư mục. Đề nghị dùng lại tệp gốc, chưa qua sửa tay."
        )


def _previous(raw: Mapping[str, Any]) -> Previous:
    fields = _typed(raw, "fields", dict)
    units: dict[str, dict[str, Decimal]] = {}
    kinds: dict[str, str] = {}
    rows: dict[str, Mapping[str, tuple[EarlierRow, ...]]] = {}
    for n, unit in enumerate(_typed(raw, "units", list), 1):
        if not isinstance(unit, dict):
            raise _Misshapen(f"units.{n}")
        code = _typed(unit, "code", str, f"units.{n}.")
        units[code] = _figures(unit.get("values", []), fields, f"units.{code}.values")
        rows[code] = _rows(unit.get("values", []))
        kinds[code] = str(unit.get("kind", ""))
    totals: dict[str, Decimal] = {}
    lacking: dict[str, int] = {}
    answered: dict[str, int] = {}
    by_value: dict[str, Mapping[str, int]] = {}
    for code, total in _typed(raw, "totals", dict).items():
        if not isinstance(total, dict):
            raise _Misshapen(f"totals.{code}")
        figure = _number(total.get("value"), f"totals.{code}.value")
        if figure is not None and "source" not in total:  # a figure of the province is not like a sum
            totals[code] = figure
        lacking[code] = _typed(total, "lacking", int, f"totals.{code}.")
        if isinstance(total.get("parts"), list):
            answered[code] = len(total["parts"])
        if isinstance(counts := total.get("by_value"), dict):
            by_value[code] = {answer: n for answer, n in counts.items() if isinstance(n, int)}
    edition, period = _typed(raw, "edition", str), _typed(raw, "period", str)
    named = str(raw.get("province", "")), str(raw.get("province_name", ""))
    measures = {code: str(f.get("measure", "")) for code, f in fields.items() if isinstance(f, dict)}
    counted = Previous(edition, period, units, totals, lacking, answered, rows, *named)
    return replace(counted, by_value=by_value, kinds=kinds, measures=measures)


def _typed(raw: Mapping[str, Any], key: str, kind: type, at: str = "") -> Any:
    found = raw.get(key)
    if not isinstance(found, kind) or isinstance(found, bool):
        raise _Misshapen(f"{at}{key}")
    return found


def _figures(values: object, fields: Mapping[str, Any], at: str) -> dict[str, Decimal]:
    """The numbers among a unit's answers; `fields` tells a number written as text from a text."""
    if not isinstance(values, list):
        raise _Misshapen(at)
    found: dict[str, Decimal] = {}
    for n, told in enumerate(values, 1):
        if not isinstance(told, dict) or not isinstance(told.get("code"), str):
            raise _Misshapen(f"{at}.{n}")
        if told.get("row") or told.get("status") != "value":
            continue
        field = fields.get(told["code"], {})
        kind = field.get("type") if isinstance(field, dict) else None
        if kind in ("int", "pct", "money", "num"):
            figure = _number(told.get("value"), f"{at}.{told['code']}")
        else:
            figure = _computed(told.get("value")) if kind == "calc" else None
        if figure is not None:
            found[told["code"]] = figure
    return found


def _rows(values: list[Mapping[str, Any]]) -> Mapping[str, tuple[EarlierRow, ...]]:
    """What counted in the rows of tables, by table and in the order of the rows; `_figures` has seen the shape."""
    found: dict[str, dict[int, dict[str, object]]] = {}
    for told in values:
        number, (table, _, key) = told.get("row"), told["code"].rpartition(".")
        if isinstance(number, int) and number > 0 and told.get("status") == "value":
            found.setdefault(table, {}).setdefault(number, {})[key] = told.get("value")
    return {table: tuple(row for _, row in sorted(rows.items())) for table, rows in found.items()}


def _number(value: object, at: str) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise _Misshapen(at)
    try:
        found = Decimal(value)
    except InvalidOperation as fault:
        raise _Misshapen(at) from fault
    if not found.is_finite():
        raise _Misshapen(at)
    return found


def _computed(value: object) -> Decimal | None:
    """A computed field may hold a count, a share, yes/no or words (“HH: Đạt”); only the first two are figures."""
    if isinstance(value, bool):
        return None
    try:
        return _number(value, "")
    except _Misshapen:
        return None
