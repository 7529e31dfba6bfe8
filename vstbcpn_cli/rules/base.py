"""What a rule is: its code, its words, its parameters and its check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

import msgspec

from vstbcpn_cli.edition.model import Edition, Severity
from vstbcpn_cli.model.findings import CELL, Place, Status
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, LiveLine
from vstbcpn_cli.model.submission import Observation, Submission
from vstbcpn_cli.rules.scope import FormAnswer, JudgedLine, Scope, Season
from vstbcpn_cli.text.lists import either

__all__ = [
    "BUILT_IN",
    "CASE",
    "KIND",
    "NAMED",
    "Case",
    "Code",
    "ComparisonRule",
    "ConstraintRule",
    "Fault",
    "FormAnswer",
    "FormRule",
    "JudgedLine",
    "KindCode",
    "Params",
    "ProblemRule",
    "Rule",
    "Scope",
    "Season",
    "SeasonRule",
    "When",
    "Where",
]

CASE = "case"
"""The detail that chooses among the cases of a problem; no sentence prints it."""
BUILT_IN = frozenset({"shown", "sheet", "meaning"})
"""What the words of every problem can name beside its details: what was typed, the sheet, the term for what was typed.
"""
NAMED = "names something of the form"
Code = Annotated[str, NAMED]
"""A parameter that must name something of the form; `registry.bind` checks every field annotated with it."""

KIND = "names a kind of unit"
KindCode = Annotated[str, KIND]
"""A parameter that must name a kind of unit of the edition, checked by `registry.bind` too."""

Where = Mapping[Code, tuple[str, ...]]
"""Column keys with the answers that make a row count."""


class Fault(msgspec.Struct, frozen=True):
    """What a check found: where, and in two Vietnamese sentences what is so and what to do.

    `severity` overrides the rule's where the rule itself grades (R05, R19). Related observations are withheld
    together with the place when the finding is an error. `value` stands for what was typed where the fact is about more
    than one cell. `unit_fact` is what is told outside the office where the fact names other units.
    """

    at: Observation | Place
    fact: str
    advice: str
    related: tuple[Observation | Place, ...] = ()
    severity: Severity | None = None
    value: str = ""
    unit_fact: str = ""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """The code, the severity and the words of one rule, as `vstbcpn rule CODE` prints them.

    `catalogue` names the rules of the catalogue of indicators (R18) that need no declaration in an edition.
    `for_the_office` means that what is found is the office's own business, and no unit is told. `said_by` names the
    rules whose finding at the same answer says already what a warning of this one would: beside one it is not told.
    `thing` is what one finding is about, where it is not a cell: many of a kind are counted by it. `next_time` says
    of a warning that its advice is for the next report: the unit is told of it and asked for nothing now. `by_removal`
    says that a row which is no longer there has been mended as asked.
    """

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    example: str
    fix: str
    catalogue: tuple[str, ...] = ()
    for_the_office: bool = False
    said_by: tuple[str, ...] = ()
    thing: str = CELL
    next_time: bool = False
    by_removal: bool = False


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a rule that fit one case of its problem better; "" leaves those of the rule.

    `details` are those that are known in this case alone, beside those of the rule.
    """

    fact: str = ""
    advice: str = ""
    details: tuple[str, ...] = ()


class ProblemRule(Rule, frozen=True, kw_only=True):
    """Words for one kind of `Problem`, and what follows from it for the file.

    `details` names those that every record of the kind gives, "" for one that is not known; the words have them in
    braces, beside those of `BUILT_IN`. `fact_known` and `advice_known` stand instead where every detail is known. Where
    the detail `CASE` is a key of `cases`, the words of that case stand instead of all of these. `terms` words details
    that are marks of the program.

    `fatal` means that the file gives no submission, `outcome` what it is counted as then, and `no_return` that it is
    nobody's return at all; `perhaps_own`: met in a folder, it may be an output of the program itself. `program_fault`
    means that neither unit nor office can mend it.
    """

    fact: str
    advice: str
    fact_known: str = ""
    advice_known: str = ""
    cases: Mapping[str, Case] = msgspec.field(default_factory=dict)
    details: tuple[str, ...] = ()
    terms: Mapping[str, str] = msgspec.field(default_factory=dict)
    fatal: bool = False
    outcome: Status = Status.UNREADABLE
    no_return: bool = False
    perhaps_own: bool = False
    program_fault: bool = False

    def case_of(self, details: Mapping[str, str]) -> Case:
        return self.cases.get(details.get(CASE, ""), Case())

    def takes(self, details: Mapping[str, str]) -> bool:
        """Whether a record of the kind has the details that are listed for it, no fewer and no more."""
        return details.keys() == {*self.details, *self.case_of(details).details}


class FormRule(Rule, frozen=True, kw_only=True):
    """Judged on every form, without a declaration in the edition.

    `live` are its lines of the self-check, where formulas can express it. `first` means before the problems of the
    cells: a number typed badly into a closed cell is only a closed cell.
    """

    check: Callable[[Scope], Iterator[Fault]]
    live: Callable[[LiveForm], Iterator[LiveCheck]] | None = None
    first: bool = False


class ConstraintRule(Rule, frozen=True, kw_only=True):
    """Judged wherever the edition declares a constraint of this name; `params` is a frozen dataclass of its fields.

    `live` are its lines of the self-check, where formulas can express it. `first` means before the other constraints:
    a blank beats the other faults of its cell. `also_reads` gives the codes of answers that the check looks at though
    the parameters do not name them: while one of them has a fault, that it finds nothing says nothing.
    """

    params: type[Any]
    check: Callable[[Any, Scope], Iterator[Fault]]
    live: Callable[[Any, LiveForm], Iterator[LiveCheck]] | None = None
    first: bool = False
    also_reads: Callable[[Any, Edition], Iterable[str]] | None = None


class SeasonRule(Rule, frozen=True, kw_only=True):
    """Compares units or periods, declared like a constraint; yields each fault with the submission it belongs to.

    `live` are its lines of the self-check on forms that carry the unit's earlier figures. `compares` says of a rule
    that needs earlier figures of a unit whether the season has them.
    """

    params: type[Any]
    check: Callable[[Any, Season], Iterator[tuple[Submission, Fault]]]
    live: Callable[[Any, LiveForm], Iterator[LiveCheck]] | None = None
    compares: Callable[[Season, Scope], bool] | None = None


class ComparisonRule(Rule, frozen=True, kw_only=True):
    """Compares units or periods in every season, without a declaration in the edition; `compares` as above."""

    check: Callable[[Season], Iterator[tuple[Submission, Fault]]]
    compares: Callable[[Season, Scope], bool] | None = None


@dataclass(frozen=True, slots=True)
class Params:
    """What a constraint declares beside its id; a key the rule does not know is refused."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class When(Params):
    """A condition on another answer, compared as printed (Có, Không, a listed value)."""

    field: Code
    equals: tuple[str, ...] = ()
    starts_with: str = ""

    def holds(self, at: Scope | JudgedLine) -> bool:
        found = at.value(self.field)
        return found is not None and found.given and self.accepts(found.text)

    def fails(self, at: Scope | JudgedLine) -> bool:
        """Answered, and with something else: an empty or faulted answer neither holds nor fails."""
        found = at.value(self.field)
        return found is not None and found.given and not self.accepts(found.text)

    def live(self, line: LiveLine) -> str:
        """`holds`, as an expression of the self-check over an answer that is `usable`."""
        return line.says(self.field, self.equals, self.starts_with)

    def told(self, label: str, verb: str = "là") -> str:
        """The condition in words, for the lines of the self-check."""
        begun = f"bắt đầu bằng “{self.starts_with}”" if self.starts_with else ""
        named = f"{verb} {either(self.equals)}" if self.equals else ""
        return f"“{label}” {' hoặc '.join(filter(None, (named, begun)))}"

    def accepts(self, text: str) -> bool:
        return text in self.equals or bool(self.starts_with and text.startswith(self.starts_with))
