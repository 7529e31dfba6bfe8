"""`edition new`: the workbook of an edition for another year."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.basis import letter_name
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.parsing import raw_edition
from vstbcpn_cli.rules.registry import bind, declarable, named_in
from vstbcpn_cli.runtime.atomic_outputs import staged
from vstbcpn_cli.runtime.output_error import OutputError
from vstbcpn_cli.text.lists import series
from vstbcpn_cli.usecases.editions.next_year import empty_edition, next_edition
from vstbcpn_cli.usecases.run_settings import register
from vstbcpn_cli.workbook.edition_sheets.write import RuleInWords, workbook_of

_YEAR_DIGITS = 4


class NewEdition(msgspec.Struct, frozen=True):
    """The workbook that was written, and how much of it is to be looked at."""

    path: Path
    looks: int


def write_new_edition(name: str, source: str, target: Path | None, *, empty: bool) -> NewEdition:
    """Writes the workbook of edition `name`, for the year in it, made from the edition `source`.

    Raises `ConfigurationError` for a name without a year or an edition that cannot be used, `OutputError` where the
    file is there already.
    """
    path = target or Path(f"bieu-mau-{name}.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise ConfigurationError(f"“{path.name}”: bộ biểu mẫu chỉ ghi được thành tệp .xlsx. Đề nghị đổi đuôi tên tệp.")
    if path.exists():
        raise OutputError(path, "taken")
    year = int(name) if name.isdecimal() and len(name) == _YEAR_DIGITS else 0
    if not year:
        raise ConfigurationError(f"“{name}” không phải một năm. Đề nghị ghi năm báo cáo, bốn chữ số.")
    before = load_edition(source)
    raw = next_edition(raw_edition(source), name, year, letter_name(before))
    units = list(units_of(source))
    if empty:
        raw, units = empty_edition(raw), [{k: v for k, v in unit.items() if k != "lead_for"} for unit in units]
    content = written(raw, units, before)
    with staged(path.parent, [path.name]) as stage:
        (stage / path.name).write_bytes(content)
    return NewEdition(path, len(raw["to_confirm"]))


def written(raw: Mapping[str, Any], units: Sequence[Mapping[str, str]], edition: Edition) -> bytes:
    """The workbook, with what is to be confirmed coloured; `edition` names what its rules speak of."""
    rules = [_in_words(rule) for rule in declarable()]
    return workbook_of(raw, units, rules, dict(_read_as(edition)))


def units_of(source: str) -> Iterator[Mapping[str, str]]:
    """The lines of the register of an edition, by the keys of its columns."""
    for unit in register(source, None).units:
        days = {k: day.isoformat() if (day := getattr(unit, k)) else "" for k in ("valid_from", "valid_until")}
        lists = {"successor": ";".join(unit.successors), "lead_for": ";".join(unit.lead_for), "order": str(unit.order)}
        rest = ("code", "name", "kind", "group", "admin_code", "email", "phone", "contact", "address")
        yield {k: v for k, v in ({k: getattr(unit, k) for k in rest} | days | lists).items() if v}


def _read_as(edition: Edition) -> Iterator[tuple[str, str]]:
    """How each constraint reads: what it looks for, and the questions it speaks of."""
    for bound in bind(edition):
        labels = [f"“{edition.label_of(code)}” ({code})" for code in named_in(bound) if edition.knows(code)]
        spoken = f"{bound.rule.title}: {series(labels)}." if labels else f"{bound.rule.title}."
        yield bound.constraint.path, spoken


def _in_words(rule: Any) -> RuleInWords:
    fields = dataclasses.fields(rule.params)
    needed = [f for f in fields if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING]
    more = tuple(f.name for f in fields if f not in needed)
    return RuleInWords(rule.name, rule.title, rule.why, tuple(f.name for f in needed), more)
