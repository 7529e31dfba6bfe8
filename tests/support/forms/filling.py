"""Plausible answers typed into a blank, by the positions the layout gave them, with openpyxl as an officer's Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.support.forms.plausible import Answers
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.workbook.form.layout import place
from vstbcpn_cli.workbook.form.sheet_plan import Role, Slot

Entry = tuple[str, int, int, Any]
"""Sheet, row, column and what is typed there."""


def entries(applies: Applicability, answers: Answers) -> Iterator[Entry]:
    """Every cell an officer types for these answers, in the order of the form."""
    for plan in place(applies):
        for slot in plan.slots:
            typed = _named(applies, slot, _typed(slot, answers))
            known = slot.role is Role.VALUE and slot.code in applies.edition.identity
            if typed is not None and not known and (slot.open or slot.role is not Role.VALUE):
                yield plan.name, slot.row, slot.column, typed


def _named(applies: Applicability, slot: Slot, typed: Any) -> Any:
    """A choice as the list on its cell shows it."""
    if slot.role is not Role.VALUE or slot.spec is None or not isinstance(typed, str):
        return typed
    return next((shown for shown, choice in applies.edition.offered(slot.spec).items() if choice == typed), typed)


def _typed(slot: Slot, answers: Answers) -> Any:
    if slot.number:
        return _in_table(slot, answers)
    match slot.role:
        case Role.REASON:
            return answers.reasons.get(slot.code)
        case Role.EXPLANATION:
            return answers.explanations.get(slot.code)
        case Role.NIL:
            return None
        case _:
            return stored(answers.values.get(slot.code))


def _in_table(slot: Slot, answers: Answers) -> Any:
    table, _, key = slot.code.rpartition(".")
    rows = answers.tables.get(table, [])
    if slot.role is Role.EXPLANATION:
        return None
    if slot.number <= len(rows):
        return stored(rows[slot.number - 1].get(key))
    first_column = slot.number == 1 and slot.column == 2
    return "Không có" if table in answers.nil_tables and first_column else None


def stored(value: Any) -> Any:
    """A value as a spreadsheet stores it: yes/no as the listed words, money as a number."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Decimal):
        return float(value) if value != value.to_integral_value() else int(value)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as Excel stores a day
    return value


def fill(blank: Path, target: Path, applies: Applicability, answers: Answers) -> Path:
    """Opens a blank, types the answers, saves it under another name."""
    book = load_workbook(blank)
    for sheet, row, column, value in entries(applies, answers):
        book[sheet].cell(row, column).value = value
    book.save(target)
    return target
