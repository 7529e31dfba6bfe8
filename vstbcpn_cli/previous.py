"""The figures of an earlier period, read back from the JSON that `consolidate` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from vstbcpn_cli.safety.staging import sha256, unfinished
from vstbcpn_cli.safety.whereabouts import not_found
from vstbcpn_cli.schema.faults import ConfigurationError
from vstbcpn_cli.schema.model import Edition, ReportingPeriod

MANIFEST = "manifest.json"
"""The seal of a set of outputs: without it, or where a digest in it differs, what lies beside is not to be trusted."""

FORMAT = "vstbcpn-so-lieu"
VERSION = 1
"""What `so-lieu_<edition>-<period>.json` says it is; a later shape gets a later number."""


@dataclass(frozen=True, slots=True)
class Previous:
    """`units` maps unit code → indicator code → figure; `totals` the consolidated figures; `lacking` by code how many
    units an earlier total lacked, `answered` how many are in it."""

    edition: str
    period: str
    units: Mapping[str, Mapping[str, Decimal]]
    totals: Mapping[str, Decimal]
    lacking: Mapping[str, int]
    answered: Mapping[str, int] = field(default_factory=dict)

    def is_counterpart(self, edition: Edition, period: ReportingPeriod) -> bool:
        """Whether these are figures of the same period of an earlier year: only those are compared with."""
        same = self.period.lower() in (period.code, f"{self.edition}-{period.code}")
        return same and self.edition < edition.edition


class _Misshapen(Exception):  # noqa: N818 - never leaves this module
    """The content differs from what `consolidate` writes; the argument is the key path."""


def load_earlier(path: Path, edition: Edition, period: ReportingPeriod) -> Previous:
    """The figures of a period other than the one that is collected. Raises `ConfigurationError`."""
    found = load_previous(path)
    if (found.edition, found.period) == (edition.edition, period.code):
        raise ConfigurationError(
            f"{path.name}: tệp là số liệu của chính kỳ này ({period.name}), không phải của kỳ trước. "
            "Đề nghị chọn tệp “so-lieu_….json” của kỳ trước."
        )
    return found


def load_previous(path: Path) -> Previous:
    """The earlier figures of `so-lieu_….json`; only numbers that counted, table rows left out.

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
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
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
    if unfinished(path.parent):
        raise ConfigurationError(
            f"{path.name}: lần ghi kết quả vào thư mục này bị ngắt giữa chừng. "
            "Đề nghị chạy lại lệnh consolidate của kỳ đó để phục hồi."
        )
    try:
        manifest = json.loads((path.parent / MANIFEST).read_text(encoding="utf-8"))
        sealed = {o["path"]: o["sha256"] for o in manifest["outputs"]}
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return
    if sealed.get(path.name, "") not in ("", sha256(path)):
        raise ConfigurationError(
            f"{path.name}: nội dung khác với {MANIFEST} cùng thư mục. Đề nghị dùng lại tệp gốc, chưa qua sửa tay."
        )


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _previous(raw: Mapping[str, Any]) -> Previous:
    fields = _typed(raw, "fields", dict)
    units: dict[str, dict[str, Decimal]] = {}
    for n, unit in enumerate(_typed(raw, "units", list), 1):
        if not isinstance(unit, dict):
            raise _Misshapen(f"units.{n}")
        code = _typed(unit, "code", str, f"units.{n}.")
        units[code] = _figures(unit.get("values", []), fields, f"units.{code}.values")
    totals: dict[str, Decimal] = {}
    lacking: dict[str, int] = {}
    answered: dict[str, int] = {}
    for code, total in _typed(raw, "totals", dict).items():
        if not isinstance(total, dict):
            raise _Misshapen(f"totals.{code}")
        figure = _number(total.get("value"), f"totals.{code}.value")
        if figure is not None and "source" not in total:  # a figure of the province is not like a sum
            totals[code] = figure
        lacking[code] = _typed(total, "lacking", int, f"totals.{code}.")
        if isinstance(total.get("parts"), list):
            answered[code] = len(total["parts"])
    return Previous(_typed(raw, "edition", str), _typed(raw, "period", str), units, totals, lacking, answered)


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
