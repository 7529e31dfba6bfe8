"""The sheets of a blank that hold no answers: instructions, self-check, and the hidden sheet with stamp and lists."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Column, FieldType, Indicator, Requirement, Task
from vstbcpn_cli.text.casing import lower_first
from vstbcpn_cli.text.state_words import GONE, KEPT
from vstbcpn_cli.workbook.form.sheet_plan import Role, SheetPlan, Slot


class ChoiceList(msgspec.Struct, frozen=True):
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


def sheet_links(
    applies: Applicability, plans: tuple[SheetPlan, ...], demanded: Container[str]
) -> list[tuple[str, str]]:
    """Name of every sheet to go to from the instructions, with what is on it and what to have at hand for it:
    what is demanded in the blank, by code, and what another answer may call for."""
    words = applies.edition.words
    named = []
    for plan in plans:
        lines = "; ".join(_to_gather(applies, plan.task, demanded))
        named.append((plan.name, f"{plan.task.title}\n{words['guide.gather']} {lines}." if lines else plan.task.title))
    return [*named, (words["sheet.check"], words["check.title"].capitalize())]


def _to_gather(applies: Applicability, task: Task, demanded: Container[str]) -> Iterator[str]:
    """The parts of a figure and the cells of a row stand behind its name, tables last."""
    edition = applies.edition
    called_for = {i.code for i in task.indicators if applies.indicator(i) is Requirement.CONDITIONAL}
    for wanted in (demanded, called_for):
        found: dict[str, list[str]] = {}
        for code in (i.code for i in task.indicators if i.code in wanted):
            label, whole = edition.label_of(code), edition.whole_label(code)
            found.setdefault(whole.removesuffix(f": {label}"), []).extend([label] if label != whole else [])
        for matrix in task.matrices:
            for row in matrix.rows:
                asked = [c.label.lstrip("– ") for c in matrix.columns if matrix.cell_code(row, c) in wanted]
                found |= {row.label: [lower_first(label) for label in asked]} if asked else {}
        yield from (f"{name} ({', '.join(parts)})" if parts else name for name, parts in found.items())
    yield from (t.label for t in task.tables if t.code in demanded)


def choice_lists(applies: Applicability, plans: tuple[SheetPlan, ...]) -> dict[str, ChoiceList]:
    """Code of every choice field → its list; fields with the same values share one."""
    by_values: dict[tuple[str, ...], ChoiceList] = {}
    found: dict[str, ChoiceList] = {}
    for slot in (s for plan in plans for s in plan.cells):
        values = _values(applies, slot)
        if values:
            shared = by_values.setdefault(values, ChoiceList(f"ds_{len(by_values) + 1}", values))
            found[f"{slot.code}/{slot.role}"] = shared
    return found


def _values(applies: Applicability, slot: Slot) -> tuple[str, ...]:
    words, spec = applies.edition.words, slot.spec
    if slot.role is Role.REASON:
        return words["reason.unavailable"], words["reason.not_applicable"]
    if slot.role is Role.CONFIRM:
        return KEPT, GONE
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
