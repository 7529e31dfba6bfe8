"""The plan of a form: all that its blank says and where, before there is any file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, FieldRole, ReportingPeriod, ReportingUnit
from vstbcpn_cli.model.self_check import Live
from vstbcpn_cli.workbook.form.blank_addresses import BlankForm
from vstbcpn_cli.workbook.form.check_lines import SelfCheck
from vstbcpn_cli.workbook.form.formulas import Formulas
from vstbcpn_cli.workbook.form.layout import place, said_beside, without_lines
from vstbcpn_cli.workbook.form.own_sheets import ChoiceList, choice_lists, guide_texts, sheet_links
from vstbcpn_cli.workbook.form.sheet_plan import Look, Role, SheetPlan

NO_TABLES: Mapping[str, int] = MappingProxyType({})
_CODED = (Look.CODE, Look.KEY, Look.NUMBER)
"""What a sheet prints for finding its cells again: no text."""
_IN_CELLS_BESIDE = ("sheet", "guide", "legend", "check")
"""The words of an edition, by how their names begin, that stand in cells of the sheets without answers."""


class AtIssue(msgspec.Struct, frozen=True):
    """What an entry cell holds when a blank is sent out, and the words shown after it; `{…}` is filled by stamping."""

    value: str | int | dt.date
    beside: str = ""


@dataclass(frozen=True, eq=False)
class FormPlan:
    """The form of all units that fill in the same cells: the writer draws it, the reader subtracts it.

    `sheets` are the task sheets in their order with slots and printed texts, `lists` the choices by code and role
    (`T1.02/value`), `computed` makes the formulas of computed cells, `at_issue` what stands in a cell from
    the start, by code. `checks` are the lines of the self-check; they are made when they are first asked for.
    `previous` says that earlier figures have their places. A plan is equal to itself alone.
    """

    title: str
    words: Mapping[str, str]
    guide: tuple[str, ...]
    sheets: tuple[SheetPlan, ...]
    lists: Mapping[str, ChoiceList]
    computed: Formulas
    at_issue: Mapping[str, AtIssue]
    checks: SelfCheck
    previous: bool
    printed: frozenset[str]
    """Every text on the task sheets, placeholders still open; codes and row numbers are no text. A blank without
    earlier figures knows their headings for its own all the same."""
    plain_formulas: Mapping[str, str]
    """What computes a line, by its code, in the blank of a unit for whom no table shows lines of the last period."""

    @cached_property
    def formulas(self) -> Mapping[tuple[str, int], str]:
        """The computations by code and number of the row."""
        slots = (s for sheet in self.sheets for s in sheet.slots if s.computed and s.role is Role.VALUE)
        return {(s.code, s.number): self.computed.of(s) for s in slots}

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """The sheets by name as the instructions lead to them, with what is on them."""
        shown = {table for sheet in self.sheets for table in sheet.carried}
        needed = (x.check for x in self.checks.lines if x.check.needed)
        asked = {check.at for check in needed if not check.met_at_issue or check.at in shown}
        return sheet_links(self.checks.form.applies, self.sheets, asked)

    @cached_property
    def printed_beside(self) -> frozenset[str]:
        """Every text on the sheets without answers: instructions, self-check, lists. An officer may choose these words
        on a task sheet, so there they are no text of the form. Here are also those of earlier issues: more words of the
        edition, and the rules of lines."""
        texts = {*self.words.values(), *(kind.name for kind in self.checks.form.applies.edition.kinds)}
        texts |= {text for line in self.checks.lines for text in (line.check.rule, line.check.text)}
        return self.listed_beside.union(filter(None, texts))

    @cached_property
    def listed_beside(self) -> frozenset[str]:
        """Those of them that stand in cells of this issue."""
        texts = {value for choices in self.lists.values() for value in choices.values}
        texts |= {
            *self.guide,
            "{stamp}",
            *(text for name, text in self.words.items() if name.partition(".")[0] in _IN_CELLS_BESIDE),
            f"→ {self.words['sheet.guide']}",
            f"→ {self.words['check.all']}",
        }
        texts |= {name for sheet in self.sheets for name in (sheet.name, sheet.task.title)}
        for name, about in self.links:
            texts |= {f"→ {name}", about}
        for line in self.checks.lines:
            texts |= {line.said, line.place, f"→ {line.check.at}"}
        return frozenset(filter(None, texts))


def plan_form(
    applies: Applicability, live: Live, *, previous: bool = False, carried: Mapping[str, int] = NO_TABLES
) -> FormPlan:
    """The plan for every unit that may fill in the same cells as this one.

    `live` asks the rules for the lines of the self-check; with `previous` there are places for earlier figures.
    `carried` are the tables that show lines of the last period, with the rows they need.
    """
    edition, sheets = applies.edition, place(applies, previous=previous, carried=carried)
    without = without_lines(applies, sheets, previous=previous)
    lists = choice_lists(applies, sheets)
    names = {code.partition("/")[0]: c.name for code, c in lists.items() if code.endswith(f"/{Role.VALUE}")}
    return FormPlan(
        title=edition.title,
        words=edition.words,
        guide=tuple(guide_texts(applies)),
        sheets=sheets,
        lists=lists,
        computed=Formulas(edition, sheets),
        at_issue=_at_issue(applies),
        checks=SelfCheck(BlankForm(applies, sheets, names), live, edition.words),
        previous=previous,
        printed=_texts_on(sheets if previous else place(applies, previous=True)),
        plain_formulas=Formulas(edition, without).of_lines() if carried else {},
    )


def _texts_on(sheets: Iterable[SheetPlan]) -> frozenset[str]:
    return frozenset(p.text for sheet in sheets for p in sheet.printed if p.text and p.look not in _CODED)


def _at_issue(applies: Applicability) -> Mapping[str, AtIssue]:
    edition, period = applies.edition, applies.period
    known: Mapping[FieldRole, str | int | dt.date] = {
        FieldRole.UNIT_CODE: "{unit_code}",
        FieldRole.UNIT_NAME: "{unit}",
        FieldRole.UNIT_KIND: applies.unit.kind,
        FieldRole.PERIOD: period.form_code,
        FieldRole.YEAR: edition.year,
        FieldRole.WINDOW_FROM: period.from_date,
        FieldRole.WINDOW_UNTIL: period.until_date,
    }
    found = ((edition.code_of(role), value) for role, value in known.items())
    proposed = ((i.code, i.proposed.get(applies.unit.kind, "")) for i in edition.indicators.values())
    return {c: AtIssue(value, said_beside(applies, c)) for c, value in (*found, *proposed) if c and value}


class FormPlans(msgspec.Struct, frozen=True, dict=True):
    """The plans of one edition and period, each made once.

    They are kept here and not by the fingerprint of the edition: a rule on trial has no line on the form, and the
    fingerprint says nothing about it.
    """

    edition: Edition
    period: ReportingPeriod
    live: Live
    previous: bool = False

    def of(self, unit: ReportingUnit, carried: Mapping[str, int] = NO_TABLES) -> FormPlan:
        """The plan of a unit; units of one kind that lead the same have one, as far as their tables show the like of
        the last period."""
        kind = unit.kind, unit.lead_for, tuple(sorted(carried.items()))
        if kind not in self._made:
            applies = Applicability(self.edition, unit, self.period)
            self._made[kind] = plan_form(applies, self.live, previous=self.previous, carried=carried)
        return self._made[kind]

    def all(self, units: Iterable[ReportingUnit]) -> tuple[FormPlan, ...]:
        """The plans of some units, each once."""
        return tuple(dict.fromkeys(map(self.of, units)))

    @cached_property
    def _made(self) -> dict[tuple[object, ...], FormPlan]:
        return {}
