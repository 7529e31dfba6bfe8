"""All rules by name, and the constraints of an edition bound to them."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

import msgspec

from vstbcpn_cli.edition.edition_faults import EditionFault, refuse
from vstbcpn_cli.edition.edition_workbook import fault_of, names_of
from vstbcpn_cli.edition.error_messages import value_fault
from vstbcpn_cli.edition.model import Constraint, Edition, FieldType, Severity
from vstbcpn_cli.model.looks import RuleInputs
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, none_of
from vstbcpn_cli.rules.base import KIND, NAMED, ConstraintRule, FormRule, ProblemRule, Rule, SeasonRule, When
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.text.casing import upper_first

_JUDGING = ("form", "constraints", "season")
_SENTENCES = {
    "missing": "Quy tắc “{rule}” cần {key}, nay chưa ghi.",
    "unexpected_keyword_argument": "Quy tắc “{rule}” không dùng {key}.",
}


class BoundConstraint(msgspec.Struct, frozen=True):
    """A constraint with the rule of its name and its parameters in the rule's own type."""

    constraint: Constraint
    rule: ConstraintRule | SeasonRule
    params: Any


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by name, in the order of the codes."""
    found = [*messages().values(), *map(_declared_in, _files())]
    found.sort(key=lambda r: r.code)
    by_name = {rule.name: rule for rule in found}
    if len(by_name) < len(found) or len({rule.code for rule in found}) < len(found):
        raise ValueError("two rules share a code or a name")
    return MappingProxyType(by_name)


class LiveRules(msgspec.Struct, frozen=True):
    """The lines of the self-check that the rules declare, as a blank asks for them.

    A blank that lacks lines is not sent out, so a rule that raises stops it; where returned files are read (`lenient`)
    it only has no lines.
    """

    bound: tuple[BoundConstraint, ...]
    lenient: bool = False

    def __call__(self, form: LiveForm) -> Iterator[LiveCheck]:
        """In the order in which the engine judges; a later line keeps silent where an earlier one has spoken."""
        first: dict[str, list[str]] = {}
        for check, early in self._declared(form):
            spoken = [fault for code in check.settled for fault in first.get(code, ())]
            if early and not check.table:
                first.setdefault(check.at, []).append(check.fault)
            yield replace(check, ready=(none_of(spoken), *check.ready)) if spoken else check

    def _declared(self, form: LiveForm) -> Iterator[tuple[LiveCheck, bool]]:
        """Every line, and whether it belongs to a stage before the other constraints."""
        for rule in rules().values():
            on_trial = rule.code in form.applies.edition.trial
            if isinstance(rule, FormRule) and rule.live is not None and not on_trial:
                early = rule.severity is Severity.ERROR
                lines = self._lines(rule.live, form)
                yield from ((_graded(c, rule.severity, form, rule.code), early) for c in lines)
        unit, year = form.applies.unit, form.applies.edition.year
        for each in sorted(self.bound, key=lambda b: not (isinstance(b.rule, ConstraintRule) and b.rule.first)):
            constraint, rule = each.constraint, each.rule
            on_trial = constraint.trial or rule.code in form.applies.edition.trial
            skipped = on_trial or not constraint.applies_to(unit.kind, year)
            if skipped or rule.live is None:
                continue
            severity = constraint.severity or rule.severity
            for check in self._lines(rule.live, each.params, form):
                early = isinstance(rule, ConstraintRule) and rule.first and severity is Severity.ERROR
                yield _graded(check, severity, form, f"{rule.code} {constraint.id}"), early

    def _lines(self, live: Callable[..., Iterator[LiveCheck]], *given: Any) -> list[LiveCheck]:
        try:
            return list(live(*given))
        except KeyboardInterrupt:
            raise
        except BaseException:
            if self.lenient:
                return []
            raise


def _graded(check: LiveCheck, severity: Severity, form: LiveForm, rule: str) -> LiveCheck:
    """A warning with an explanation beside it is settled, on the form as in the program."""
    explanation = form.explanation(check.at)
    if (check.severity or severity) is not Severity.WARNING or not explanation:
        return replace(check, rule=rule)
    return replace(check, rule=rule, broken=f'IF(TRIM({explanation})="",{check.broken},FALSE)')


def rule_of(code: str) -> Rule | None:
    """One rule without loading the files of the others: the first line of its own begins with its code."""
    if worded := next((rule for rule in messages().values() if rule.code == code), None):
        return worded
    for path in _files():
        with path.open(encoding="utf-8") as lines:
            if lines.readline().startswith(f'"""{code}:'):
                return _declared_in(path)
    return None


def _files() -> list[Path]:
    """Every rule that judges has a file of its own, in the folder of its kind."""
    here = Path(__file__).parent
    return sorted(p for folder in _JUDGING for p in (here / folder).glob("*.py") if p.stem != "__init__")


def _declared_in(path: Path) -> Rule:
    found: Rule = importlib.import_module(f"{__package__}.{path.parent.name}.{path.stem}").RULE
    return found


def by_code(code: str) -> Rule | None:
    """The rule of a code (VS401), in capitals or not; None when there is none."""
    return next((rule for rule in rules().values() if rule.code == code.upper()), None)


def bind(edition: Edition) -> tuple[BoundConstraint, ...]:
    """The constraints of an edition, ready to be judged.

    Raises `ConfigurationError` with the key path or the cell when a rule does not exist, a parameter is missing,
    unknown or of another type, or names something the form does not have, or when a rule cannot be on trial.
    """
    if faults := tuple(declared_faults(edition)):
        refuse(faults, edition.source, edition.workbook)
    return tuple(_bound(constraint) for constraint in edition.constraints())


def declared_faults(edition: Edition) -> Iterator[EditionFault]:
    """Everything that is wrong with the rules an edition declares."""
    for code in edition.trial:
        rule = by_code(code)
        # What the reader could not understand stays what it is: only a rule that judges can be on trial.
        if rule is None or rule.code != code or isinstance(rule, ProblemRule):
            hint = nearest_hint(code, (r.code for r in rules().values() if not isinstance(r, ProblemRule)))
            said = f"“{code}” không phải mã quy tắc có thể áp dụng thử nghiệm{hint}."
            yield fault_of(edition, "trial", f"{said} Đề nghị ghi mã như VS420.")
    for constraint in edition.constraints():
        for path, sentence in _faults(edition, constraint):
            at = ".".join(str(step) for step in (constraint.path, *path))
            mend = "sửa ô này, hoặc chọn “Bỏ” ở đầu dòng" if edition.workbook else "sửa khóa này"
            yield fault_of(edition, at, f"{sentence} Đề nghị {mend}.")


def _faults(edition: Edition, constraint: Constraint) -> Iterator[tuple[tuple[int | str, ...], str]]:
    rule, names = rules().get(constraint.rule), names_of(edition)
    if not isinstance(rule, ConstraintRule | SeasonRule):
        hint = nearest_hint(constraint.rule, (r.name for r in declarable()), "tên")
        yield ("rule",), f"Không có quy tắc khai báo tên “{constraint.rule}”{hint}."
        return
    try:
        params = _params(rule, constraint.params)
    except _UnfitError as fault:
        for error in fault.errors:
            sentence = _SENTENCES.get(error["type"], f"{upper_first(value_fault(error, names))}.")
            key = ".".join(step for step in error["loc"] if isinstance(step, str))
            yield error["loc"], sentence.format(rule=rule.name, key=names.key(constraint.path, key))
        return
    keys, codes = _keys_of_blocks(edition, rule.params, params), edition.task_of
    unknown = [
        (path, name)
        for path, name in _named(rule.params, params, ())
        if name and name not in codes and name not in keys
    ]
    # A table misspelt makes all its columns unknown: the key to mend is the table.
    blocks = [(path, name) for path, name in unknown if path[-1] in ("table", "matrix", "column")]
    for path, name in blocks or unknown:
        gone = name in edition.retired
        near = "" if gone else nearest_hint(name, keys | codes.keys())
        yield path, f"Biểu mẫu {'không còn' if gone else 'không có'} “{name}”{near}."
    for path, kind in _named(rule.params, params, (), KIND):
        if kind not in edition.kind_of:
            yield path, f"Không có loại đơn vị “{kind}”{nearest_hint(kind, edition.kind_of)}."
    for path, value in _unanswerable(edition, params):
        yield path, f"“{value}” không phải câu trả lời của ô đó."


def declarable() -> Iterator[ConstraintRule | SeasonRule]:
    """The rules that an edition may declare."""
    yield from (r for r in rules().values() if isinstance(r, ConstraintRule | SeasonRule))


def _bound(constraint: Constraint) -> BoundConstraint:
    rule = rules()[constraint.rule]
    assert isinstance(rule, ConstraintRule | SeasonRule)
    return BoundConstraint(constraint, rule, _params(rule, constraint.params))


def _params(rule: ConstraintRule | SeasonRule, raw: Mapping[str, Any]) -> Any:
    """The parameters in the type of the rule. pydantic tells what is wrong with them, but takes 0.1 s to load: it is
    asked only where they are not right at once. Raises `_UnfitError`."""
    with suppress(msgspec.ValidationError):
        made = msgspec.convert(raw, type=rule.params)
        if _is_all(made, raw):
            return made
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(rule.params).validate_python(dict(raw))
    except ValidationError as fault:
        raise _UnfitError(fault.errors()) from fault


class _UnfitError(Exception):
    """Parameters that are missing, unknown or of another type, as pydantic tells of each."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self.errors = errors


def _is_all(made: Any, raw: Any) -> bool:
    """Whether every key of a mapping has become a field: others are passed over without a word."""
    if not dataclasses.is_dataclass(made):
        return True
    fields = {f.name for f in dataclasses.fields(made)}
    return raw.keys() <= fields and all(_is_all(getattr(made, key), value) for key, value in raw.items())


def named_in(bound: BoundConstraint) -> tuple[str, ...]:
    """Every code that a constraint names, once; a column or row by its whole code."""
    names = [n for _, n in _named(bound.rule.params, bound.params, ()) if n]
    blocks = [n for n in names if n == getattr(bound.params, "table", "") or n == getattr(bound.params, "matrix", "")]
    return tuple(dict.fromkeys(f"{blocks[0]}.{n}" if blocks and "." not in n else n for n in names if n not in blocks))


def looks_of(edition: Edition, bound: Iterable[BoundConstraint]) -> tuple[RuleInputs, ...]:
    """What the constraints that judge a form look at; of a list each member is looked at by itself."""
    return tuple(_look(edition, each, each.rule) for each in bound if isinstance(each.rule, ConstraintRule))


def _look(edition: Edition, bound: BoundConstraint, rule: ConstraintRule) -> RuleInputs:
    params = bound.params
    lines = getattr(params, "table", "") or getattr(params, "matrix", "")
    named = [(path, name) for path, name in _named(rule.params, params, ()) if name]
    tables = {edition.table_columns[n][0].code for _, n in named if n in edition.table_columns}
    blocks = {lines, *tables} - {""}

    def whole(name: str) -> set[str]:
        return {name} if edition.knows(name) else {f"{block}.{name}" for block in blocks}

    names = {n for _, name in named for n in whole(name)}
    needs = {n for path, name in named if not isinstance(path[-1], int) for n in whole(name)}
    also = frozenset(rule.also_reads(params, edition)) if rule.also_reads else frozenset()
    return RuleInputs(rule.code, bound.constraint.id, frozenset(names), frozenset(needs), also, lines)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _named(
    hint: Any, value: Any, path: tuple[int | str, ...], mark: str = NAMED
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Every value whose type bears the mark that it names something of the form, with its path."""
    if mark in getattr(hint, "__metadata__", ()):
        yield path, str(value)
    elif dataclasses.is_dataclass(value):
        hints = _hints(value.__class__)
        for field in dataclasses.fields(value):
            yield from _named(hints[field.name], getattr(value, field.name), (*path, field.name), mark)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            for hint_of, part in zip(_members(hint), (key, member), strict=False):
                yield from _named(hint_of, part, (*path, key), mark)
    elif isinstance(value, tuple):
        for position, member in enumerate(value, 1):
            for hint_of in _members(hint)[:1]:
                yield from _named(hint_of, member, (*path, position), mark)


def _members(hint: Any) -> tuple[Any, ...]:
    """The types inside a mapping or tuple, looked up through “or nothing”."""
    inside = get_args(hint)
    return get_args(inside[0]) if type(None) in inside else inside


def _keys_of_blocks(edition: Edition, hint: Any, params: Any) -> frozenset[str]:
    """The column keys and row codes of the blocks that these parameters mention."""
    blocks = {name for _, name in _named(hint, params, ())}
    blocks |= {name.rpartition(".")[0] for name in blocks}
    keys = {c.key for b in blocks & edition.tables.keys() for c in edition.tables[b].columns}
    for code in blocks & edition.matrices.keys():
        keys |= {c.key for c in edition.matrices[code].columns} | {r.code for r in edition.matrices[code].rows}
    return frozenset(keys)


def _unanswerable(edition: Edition, params: Any) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Answers a condition waits for that the field can never give."""
    for field in dataclasses.fields(params):
        when = getattr(params, field.name)
        if not isinstance(when, When):
            continue
        block = edition.tables.get(getattr(params, "table", ""))
        columns = {c.key: c for c in block.columns} if block else {}
        spec = columns.get(when.field) or edition.indicators.get(when.field)
        offered = edition.choices(spec) if spec else ()
        offered = ("Có", "Không") if spec and spec.type is FieldType.BOOL else offered
        for value in when.equals if offered else ():
            if value not in offered:
                yield (field.name, "equals"), value
        if offered and when.starts_with and not any(o.startswith(when.starts_with) for o in offered):
            yield (field.name, "starts_with"), when.starts_with
