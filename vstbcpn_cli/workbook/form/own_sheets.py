"""The sheets of a blank that hold no answers: instructions, self-check, and the hidden sheet with stamp and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Column, FieldType, Indicator, Requirement, Task
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.workbook.form.sheet_plan import Role, SheetPlan, Slot


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list behind drop-downs: its defined name in the workbook and its values."""

    name: str
    values: tuple[str, ...]


def own_sheets(words: Mapping[str, str]) -> frozenset[str]:
    """The sheets without codes, by folded name."""
    return frozenset(words[f"sheet.{name}"].casefold() for name in ("guide", "check", "meta"))


def guide_texts(applies: Applicability) -> list[str]:
    """Title, purpose, deadline with address, the numbered steps and what to do last; places to fill are still open."""
    purpose, due, *steps, last = applies.edition.guide
    return [applies.edition.title, purpose, due, *(f"{n}. {step}" for n, step in enumerate(steps, 1)), last]


def sheet_links(plans: tuple[SheetPlan, ...], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name of every sheet to go to from the instructions, with what is on it."""
    named = [(plan.name, plan.task.title) for plan in plans]
    return [*named, (words["sheet.check"], words["check.title"].capitalize())]


def gather_lines(applies: Applicability) -> list[tuple[str, tuple[str, ...]]]:
    """What an office has to have at hand before it begins, by the name of the sheet: what is demanded and not yet in
    the blank, then what another answer may call for, then the tables; a matrix row once for all of its cells."""
    found = ((task.sheet, tuple(_to_gather(applies, task))) for task in applies.edition.tasks)
    return [(sheet, lines) for sheet, lines in found if lines]


def _to_gather(applies: Applicability, task: Task) -> Iterator[str]:
    edition = applies.edition
    issued = edition.identity | applies.filled_at_issue
    for wanted in (Requirement.REQUIRED, Requirement.CONDITIONAL):
        asked = [i for i in task.indicators if applies.indicator(i) is wanted and i.code not in issued]
        yield from (edition.whole_label(i.code) for i in asked)
        for matrix in task.matrices:
            for row in matrix.rows:
                columns = [
                    c.label.lstrip("– ") for c in matrix.columns if applies.matrix_cell(matrix, row, c) is wanted
                ]
                if columns:
                    yield f"{row.label} ({', '.join(map(lower_first, columns))})"
    yield from (t.label for t in task.tables if applies.table(t) is Requirement.ANSWERED)


def choice_lists(applies: Applicability, plans: tuple[SheetPlan, ...]) -> dict[str, ChoiceList]:
    """Code of every choice field → its list; fields with the same values share one."""
    by_values: dict[tuple[str, ...], ChoiceList] = {}
    found: dict[str, ChoiceList] = {}
    for slot in (s for plan in plans for s in plan.slots):
        values = _values(applies, slot)
        if values:
            shared = by_values.setdefault(values, ChoiceList(f"ds_{len(by_values) + 1}", values))
            found[f"{slot.code}/{slot.role}"] = shared
    return found


def _values(applies: Applicability, slot: Slot) -> tuple[str, ...]:
    words, spec = applies.edition.words, slot.spec
    if slot.role is Role.REASON:
        return words["reason.unavailable"], words["reason.not_applicable"]
    if slot.role is Role.NIL:
        return (words["nil.task"],)
    if spec is None or slot.computed:
        return ()
    if spec.type is FieldType.BOOL:
        return words["yes"], words["no"]
    if spec.type is not FieldType.CHOICE:
        return ()
    return _offered(applies, slot.code, spec)


def _offered(applies: Applicability, code: str, spec: Indicator | Column) -> tuple[str, ...]:
    """The choices of a field; a lead is offered only the targets it leads."""
    offered = applies.edition.offered(spec)
    table = code.rpartition(".")[0]
    targets = any(c.code == spec.codes for c in applies.edition.catalogues)
    if targets and applies.lead_only(table):
        return tuple(shown for shown, c in offered.items() if applies.unit.leads(f"{table}.{c}"))
    return tuple(offered)


_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Puts the unit's own words into the places a printed text leaves for them."""
    return _PLACEHOLDER.sub(lambda m: fields.get(m[0][1:-1], m[0]), text)
