"""What Excel itself refuses in an entry cell, and what it says when the cell is chosen or the entry is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vstbcpn_cli.excel.layout import Role, Slot
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.model import Column, FieldType, Indicator, Nature, Requirement

_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32
_TYPES: dict[FieldType, str] = {
    FieldType.INT: "integer",
    FieldType.PCT: "decimal",
    FieldType.MONEY: "decimal",
    FieldType.NUM: "decimal",
    FieldType.DATE: "date",
    FieldType.TEXT: "length",
    FieldType.LONG: "length",
}


def validation_of(applies: Applicability, slot: Slot, list_name: str) -> dict[str, Any] | None:
    """The options of one cell's validation, None where anything may stand (explanations)."""
    if slot.role is Role.EXPLANATION:
        return None
    options = {"validate": "list", "source": f"={list_name}"} if list_name else _limits(applies, slot)
    kind = "choice" if list_name else str(slot.spec.type if slot.spec else FieldType.TEXT)
    words = applies.edition.words
    prompt = slot.spec.prompt if slot.spec is not None else ""
    if prompt:
        options |= {"input_title": slot.code[:_LONGEST_TITLE], "input_message": prompt[:_LONGEST_PROMPT]}
    options |= {"error_title": words["error.title"][:_LONGEST_TITLE], "error_message": words[f"alert.{kind}"][:255]}
    if slot.number == 1 and slot.mark is Requirement.ANSWERED:
        # “Không có” in the first cell answers a whole table, whatever type that column has.
        options["error_type"] = "warning"
    return options


def _limits(applies: Applicability, slot: Slot) -> dict[str, Any]:
    spec = slot.spec
    assert spec is not None
    kind = _TYPES[spec.type]
    match spec.type:
        case FieldType.INT | FieldType.MONEY:
            minimum = spec.minimum if isinstance(spec, Column) else 0
            return {"validate": kind, "criteria": ">=", "value": minimum}
        case FieldType.PCT:
            return {"validate": kind, "criteria": "between", "minimum": 0, "maximum": 100}
        case FieldType.NUM:
            return {"validate": kind, "criteria": ">=", "value": -1_000_000_000}
        case FieldType.DATE:
            return {"validate": kind, "criteria": "between", **_years(applies, spec)}
        case _:
            longest = 255 if spec.type is FieldType.TEXT else 4000
            return {"validate": kind, "criteria": "<=", "value": longest}


def _years(applies: Applicability, spec: Indicator | Column) -> dict[str, dt.date]:
    year = applies.edition.year
    oldest = 1945 if spec.nature is Nature.STOCK or isinstance(spec, Column) else year - 6
    return {"minimum": dt.date(oldest, 1, 1), "maximum": dt.date(year, 12, 31)}
