"""What Excel itself refuses in an entry cell, and what it says when the cell is chosen or the entry is refused."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping
from typing import Any

from vstbcpn_cli.edition.fields import LONGEST_ANSWER
from vstbcpn_cli.edition.model import Column, FieldType, Indicator, Requirement
from vstbcpn_cli.workbook.form.layout import FIRST_ENTRY_COLUMN, Role, Slot

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


def validation_of(slot: Slot, list_name: str, words: Mapping[str, str]) -> dict[str, Any] | None:
    """The options of one cell's validation, None where anything may stand (explanations)."""
    if slot.role is Role.EXPLANATION:
        return None
    options = {"validate": "list", "source": f"={list_name}"} if list_name else _limits(slot)
    kind = "choice" if list_name else str(slot.spec.type if slot.spec else FieldType.TEXT)
    options |= _prompt(slot, words)
    least = _least(slot.spec)
    alert = words["alert.least"].replace("{least}", str(least)) if least else words[f"alert.{kind}"]
    options |= {"error_title": words["error.title"][:_LONGEST_TITLE], "error_message": alert[:_LONGEST_PROMPT]}
    if (slot.number, slot.column) == (1, FIRST_ENTRY_COLUMN) and slot.mark is Requirement.ANSWERED:
        # “Không có” in the first cell answers a whole table, whatever type that column has.
        options["error_type"] = "warning"
    return options


def hint(words: Mapping[str, str], name: str) -> dict[str, Any]:
    """The options of a cell that is not for typing: it only says why."""
    return {"validate": "any", "input_message": words[f"{name}.hint"][:_LONGEST_PROMPT]}


def _prompt(slot: Slot, words: Mapping[str, str]) -> dict[str, str]:
    """What is said when a cell is chosen; in a table under the name of the column, whose head may be far up."""
    if slot.role is not Role.VALUE or slot.spec is None:
        return {"input_message": words["nil.prompt" if slot.role is Role.NIL else "reason.prompt"][:_LONGEST_PROMPT]}
    title = _shortened(slot.spec.label) if isinstance(slot.spec, Column) else slot.code
    prompt = slot.spec.prompt or words["choice.prompt" if slot.spec.type is FieldType.CHOICE else "entry.prompt"]
    return {"input_title": title[:_LONGEST_TITLE], "input_message": prompt[:_LONGEST_PROMPT]}


def _shortened(label: str) -> str:
    label = label.lstrip("– ")
    return textwrap.shorten(label[:1].upper() + label[1:], _LONGEST_TITLE, placeholder="…")


def _least(spec: Indicator | Column | None) -> int:
    return spec.minimum if isinstance(spec, Column) else 0


def _limits(slot: Slot) -> dict[str, Any]:
    spec = slot.spec
    assert spec is not None
    kind = _TYPES[spec.type]
    match spec.type:
        case FieldType.INT | FieldType.MONEY:
            return {"validate": kind, "criteria": ">=", "value": _least(spec)}
        case FieldType.PCT:
            return {"validate": kind, "criteria": "between", "minimum": 0, "maximum": 100}
        case FieldType.NUM:
            return {"validate": kind, "criteria": ">=", "value": -1_000_000_000}
        case FieldType.DATE:
            assert slot.years is not None
            first, last = slot.years
            return {
                "validate": kind,
                "criteria": "between",
                "minimum": dt.date(first, 1, 1),
                "maximum": dt.date(last, 12, 31),
            }
        case _:
            return {"validate": kind, "criteria": "<=", "value": LONGEST_ANSWER[spec.type]}
