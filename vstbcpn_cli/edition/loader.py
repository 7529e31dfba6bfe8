"""Editions (TOML) to the model, refused with the file and the key path of the fault."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.error_messages import toml_file, value_fault
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import KINDS, Column, Edition, FieldType, Indicator, Matrix, ReportingPeriod, Table
from vstbcpn_cli.runtime.missing_paths import nearest, not_found

_EDITIONS = Path(__file__).parent.parent / "editions"
_FORM = "form.toml"
_TABLE = re.compile(r"^(?=\[\[?[\w.-]+\]\]?[ \t]*(?:#.*)?$)", re.MULTILINE)
_COMMON = ("id", "rule", "severity", "kinds", "from_year", "trial")


def available_editions() -> tuple[str, ...]:
    return tuple(sorted(p.parent.name for p in _EDITIONS.glob(f"*/{_FORM}")))


@cache
def raw_edition(name: str) -> Mapping[str, Any]:
    """The TOML of an edition as written, a leading byte-order mark tolerated.

    `name` is a year that ships with the program, or the path of a `.toml` file.
    """
    path = _edition_path(name)
    return toml_file(path, path.name if name.endswith(".toml") else f"{name}.toml")


@cache
def part_of_edition(name: str, *wanted: str) -> Mapping[str, Any]:
    """Of the TOML only what stands before the first table and the tables of these names (`periods`,
    `tasks.constraints`) with those above and below them: reading all of it takes longer than most answers.

    Of a file with a fault the whole is read, so that the fault is told with its line.
    """
    try:
        head, *tables = _TABLE.split(_edition_path(name).read_text(encoding="utf-8-sig"))
        kept = [t for t in tables if _belongs(t[: t.index("]")].lstrip("["), wanted)]
        return tomllib.loads("".join([head, *kept]))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return raw_edition(name)


def _belongs(table: str, wanted: tuple[str, ...]) -> bool:
    return any(f"{table}.".startswith(f"{w}.") or f"{w}.".startswith(f"{table}.") for w in wanted)


def _edition_path(name: str) -> Path:
    path = Path(name) if name.endswith(".toml") else _EDITIONS / name / _FORM
    if not path.is_file():
        known = available_editions()
        if name.endswith(".toml"):
            raise ConfigurationError(f"{not_found(path, 'bộ biểu mẫu')} Đề nghị kiểm tra lại đường dẫn.")
        near = nearest(name, known)
        hint = f"; tên gần nhất là “{near}”" if near else ""
        raise ConfigurationError(f"Không có bộ biểu mẫu “{name}”{hint}. Đề nghị chọn: {', '.join(known)}.")
    return path


def load_periods(name: str) -> Mapping[str, ReportingPeriod]:
    """Only the calendar of an edition: fast enough for commands that print a list of units."""
    raw = part_of_edition(name, "periods").get("periods", {})
    try:
        return {code: ReportingPeriod(**{"code": code, **values}) for code, values in raw.items()}
    except TypeError as fault:
        raise ConfigurationError(
            f"{name}: mục “periods” thiếu hoặc thừa khóa. Đề nghị ghi đủ các khóa như bộ biểu mẫu kèm theo phần mềm."
        ) from fault


NOT_ON_THE_FORM = frozenset(
    (
        "document-number-pattern",
        "duplicate-between-units",
        "flow-decreased",
        "identical-blocks",
        "lead-differs-from-sum",
        "unlike-before",
        "unlike-peers",
    )
)
"""Declared rules without a line of the self-check: their bounds are the office's own."""


@cache
def load_edition(name: str) -> Edition:
    """The whole edition, typed and checked.

    Raises `ConfigurationError` naming the file and the key path (`tasks.T6.indicators.T6.05.measure`).
    """
    from pydantic import TypeAdapter, ValidationError  # 0,15 s: only where an edition is really needed

    raw = raw_edition(name)
    shaped = _shape(raw)
    source = name if name.endswith(".toml") else f"{name}.toml"
    try:
        edition = TypeAdapter(Edition).validate_python({**shaped, "fingerprint": _fingerprint(raw), "source": source})
    except ValidationError as fault:
        first = fault.errors()[0]
        where = _key_path(shaped, first["loc"])
        raise ConfigurationError(
            f"{source}: khóa “{where}” không đúng ({value_fault(first)}). Đề nghị sửa khóa này theo một khóa cùng loại."
        ) from fault
    for path, sentence in _inconsistencies(edition):
        raise ConfigurationError(f"{source}: khóa “{path}” không đúng. {sentence}")
    return edition


def _fingerprint(raw: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits that change with any content of the edition, but not with comments or layout.

    Rules on trial, the answers of units that are not concerned, what may not be withheld and which number names a year
    are left out: they change what is made of an answer and nothing that was asked. So are the rules that no line of
    the form shows. Who issues the report is left out too: a form already issued stays the same form.
    """
    office = raw.get("office")
    if isinstance(office, dict):
        raw = {**raw, "office": {k: v for k, v in office.items() if k != "issuers"}}
    unasked = ("trial", "outside", "known", "withholding", "names_year")

    def kept(table: dict[str, Any]) -> dict[str, Any]:
        some = {k: v for k, v in table.items() if k not in unasked}
        if isinstance(some.get("constraints"), list):
            some["constraints"] = [c for c in some["constraints"] if c.get("rule") not in NOT_ON_THE_FORM]
        return some

    asked = json.loads(json.dumps(raw, default=str), object_hook=kept)
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]


def _shape(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Short forms of the TOML written out: one mark for all kinds, codes of periods, constraints with their path."""
    shaped = json.loads(json.dumps(raw, default=_keep_date), object_hook=_restore_date)
    for code, period in shaped.get("periods", {}).items():
        if isinstance(period, dict):
            period["code"] = code
    for task in shaped.get("tasks", []):
        if not isinstance(task, dict):
            continue
        fields = [*task.get("indicators", []), *task.get("tables", [])]
        fields += [row for matrix in task.get("matrices", []) for row in matrix.get("rows", [])]
        for spec in fields:
            if isinstance(spec, dict) and isinstance(spec.get("required"), str):
                spec["required"] = dict.fromkeys(KINDS, spec["required"])
        task["constraints"] = [
            _constraint(c, f"tasks.{task.get('code')}.constraints.{n}.{c.get('id')}")
            for n, c in enumerate(task.get("constraints", []), 1)
        ]
    return dict(shaped)


def _keep_date(value: object) -> object:
    if isinstance(value, dt.date):
        return {"__date__": value.isoformat()}
    raise TypeError(type(value).__name__)


def _restore_date(value: dict[str, Any]) -> object:
    return dt.date.fromisoformat(value["__date__"]) if "__date__" in value else value


def _constraint(raw: dict[str, Any], path: str) -> dict[str, Any]:
    common = {k: v for k, v in raw.items() if k in _COMMON}
    return {**common, "params": {k: v for k, v in raw.items() if k not in _COMMON}, "path": path}


def _key_path(shaped: object, loc: tuple[int | str, ...]) -> str:
    """A key path that names list members by their code, since a colleague counts no lines: `tasks.T6.tables.T6.B1`."""
    steps: list[str] = []
    here: Any = shaped
    for step in loc:
        here = _member(here, step)
        named = here.get("code") or here.get("key") or here.get("id") if isinstance(here, dict) else None
        steps.append(str(named or (step + 1 if isinstance(step, int) else step)))
    return ".".join(steps)


def _member(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _inconsistencies(edition: Edition) -> Iterator[tuple[str, str]]:
    """What types cannot say: codes given twice, lists that do not exist, computed fields without a computation."""
    seen: set[str] = set()
    lists = {c.name for c in edition.code_lists} | {c.code for c in edition.catalogues}
    for task in edition.tasks:
        at = f"tasks.{task.code}"
        blocks: tuple[Indicator | Matrix | Table, ...] = (*task.indicators, *task.matrices, *task.tables)
        for spec in blocks:
            if spec.code in seen:
                yield f"{at}.{spec.code}", f"Mã “{spec.code}” đã dùng ở trên. Đề nghị đặt mã khác."
            seen.add(spec.code)
        grids: tuple[Matrix | Table, ...] = (*task.matrices, *task.tables)
        fields: list[tuple[str, Indicator | Column]] = [(f"{at}.indicators.{i.code}", i) for i in task.indicators]
        fields += [(f"{at}.{b.code}.columns.{c.key}", c) for b in grids for c in b.columns]
        for path, field in fields:
            if field.type is FieldType.CHOICE and not field.values and field.codes not in lists:
                yield path, "Ô chọn cần có danh sách. Đề nghị ghi values, hoặc codes theo một danh mục trong tệp."
            if (field.type is FieldType.CALC) != (field.calc is not None):
                yield path, "Ô tự tính cần có calc, ô khác thì không. Đề nghị sửa type hoặc calc."
        for indicator in task.indicators:
            strange = set(indicator.outside) - set(indicator.values)
            if strange:
                said = f"Câu trả lời “{min(strange)}” không có trong danh sách của ô. Đề nghị ghi như trong danh sách."
                yield f"{at}.indicators.{indicator.code}.outside", said
        explained_at = edition.withholding.explained_at
        if task is edition.tasks[-1] and explained_at and explained_at not in edition.indicators:
            yield "withholding.explained_at", f"Biểu mẫu không có “{explained_at}”. Đề nghị ghi mã của một chỉ tiêu."
        for table in task.tables:
            unknown = {*table.key, *table.count_by, *table.counted} - {c.key for c in table.columns}
            if unknown:
                yield f"{at}.{table.code}", f"Cột “{min(unknown)}” không có trong bảng. Đề nghị sửa tên cột."
