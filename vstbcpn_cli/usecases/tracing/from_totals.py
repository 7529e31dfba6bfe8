"""Totals and shares back to their parts: every unit with the cells it typed, or with the reason it is not in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Aggregate, Calc, Edition, ReportingUnit, Requirement, Table
from vstbcpn_cli.model.calculation import percent, table_of
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Observation, Submission, Value
from vstbcpn_cli.model.totals import Share, Total, Withheld
from vstbcpn_cli.report.rows import base_of, full_label, said_of
from vstbcpn_cli.usecases.tracing.model import Method, Source, Traced, TraceLine, TraceStanding

_METHODS = {
    Aggregate.SUM: Method.SUM,
    Aggregate.RATIO: Method.SUM,
    Aggregate.COUNT_YES: Method.COUNT_YES,
    Aggregate.COUNT_BY_VALUE: Method.COUNT_BY_ANSWER,
    Aggregate.CONCAT: Method.QUOTED,
}

LEFT_OPTIONAL = "Bảng không bắt buộc, đơn vị không ghi dòng nào."
_NOT_ZERO = "Đơn vị xác nhận không phát sinh trong kỳ; số có đến cuối kỳ vì thế chưa rõ, không phải 0."
_GRAVEST = (
    TraceStanding.EXCLUDED,
    TraceStanding.MISSING,
    TraceStanding.WITHHELD,
    TraceStanding.NIL,
    TraceStanding.NO_DATA,
    TraceStanding.NOT_APPLICABLE,
)


def traced_total(made: Consolidation, code: str, answer: str = "") -> Traced:
    """An indicator or matrix cell; with an answer only the units that gave it."""
    total = made.total(code)
    ratio = made.ratio_of(code)
    base = ratio[1] if ratio else "units" if answer else base_of(made, code)
    share = made.answered(code, answer) if answer else made.share(code, base) if base else None
    lines = [*_parts(made, total, answer), *([] if answer else _others(made, total))]
    by_value = {} if code in made.edition.private else total.by_value
    order = {u.unit.code: n for n, u in enumerate(made.coverage.units)}
    return Traced(
        code=f"{code}:{answer}" if answer else code,
        label=full_label(made.edition, code) + (f" – {answer}" if answer else ""),
        method=Method.SHARE if ratio else _method(made, total),
        measure=made.edition.measure_of(code).strip("–"),
        names_year=code in made.edition.indicators and made.edition.indicators[code].names_year,
        value=_value(total, share if ratio else None, answer),
        share=share,
        base=base,
        inputs=_inputs(made.edition, code),
        where=_where(made.edition, code),
        kinds=tuple(_kinds(made, code, answer)),
        kind_names=kind_names(made.edition),
        level=made.edition.office.level,
        kind_shares=() if answer else tuple(_kind_shares(made, code, base)),
        by={code: {a: len(units) for a, units in sorted(by_value.items())}} if by_value else {},
        lines=tuple(sorted(lines, key=lambda line: order[line.unit.code])),
        source=total.given.source if total.given and not answer else "",
        added=total.added if total.given else None,
    )


def _value(total: Total, share: Share | None, answer: str) -> Value | None:
    """What is printed; of a percentage that the form computes the `share` of its two figures."""
    if share is not None:
        return percent(share.part, share.whole)
    return len(total.by_value.get(answer, ())) if answer else total.value


def traced_share(made: Consolidation, part: str, whole: str) -> Traced:
    """One figure in percent of another, over the units that gave both."""
    tops = {p.unit.code: p for p in made.total(part).parts}
    bases = {p.unit.code: p for p in made.total(whole).parts}
    files = {e.unit.code: e.submission for e in made.entries}
    levels = any(_has_levels(made.edition, c) for c in (part, whole))  # never added together
    share = None if levels else made.share(part, whole)
    lacking = _lacking(made, made.total(part), made.total(whole))
    lines = []
    for code in (u.unit.code for u in made.coverage.units):
        pair = [found[code] for found in (tops, bases) if code in found]
        sources = tuple(s for p in pair for s in sources_of(p.observation, files[code], made.edition.private))
        if len(pair) == 2:
            numbers = [p.observation.number for p in pair]
            lines.append(TraceLine(pair[0].unit, TraceStanding.COUNTED, numbers[0], numbers[1], sources))
        elif code in lacking:
            lines.append(replace(lacking[code], sources=(*lacking[code].sources, *sources)))
    return Traced(
        code=f"{part}/{whole}",
        label=f"{full_label(made.edition, part)} / {full_label(made.edition, whole)}",
        method=Method.SHARE,
        measure="%",
        value=percent(share.part, share.whole) if share else None,
        share=share,
        base=whole,
        kind_names=kind_names(made.edition),
        level=made.edition.office.level,
        kind_shares=tuple(_kind_shares(made, part, whole)),
        lines=tuple(lines),
        source=made.given[part].source if share and not share.units else "",
    )


def _lacking(made: Consolidation, *totals: Total) -> dict[str, TraceLine]:
    """By unit why it is not in a share: of two reasons the graver one."""
    found: dict[str, TraceLine] = {}
    for line in (line for total in totals for line in _others(made, total)):
        held = found.get(line.unit.code)
        if held is None or _GRAVEST.index(line.standing) < _GRAVEST.index(held.standing):
            found[line.unit.code] = line
    return found


def _method(made: Consolidation, total: Total) -> Method:
    code, edition = total.code, made.edition
    if _has_levels(edition, code):
        return Method.LEVELS
    if code in edition.indicators and edition.indicators[code].province == "lead":
        return Method.LEAD
    return _METHODS.get(total.aggregate, Method.PER_UNIT)


def _has_levels(edition: Edition, code: str) -> bool:
    """Whether a figure is one of the districts' own, or of their communes, and none of the province."""
    return code in edition.matrix_cells and bool(edition.matrix_cells[code][0].levels)


def _calc(edition: Edition, code: str) -> Calc | None:
    return edition.indicators[code].calc if code in edition.indicators else edition.matrix_cells[code][2].calc


def _inputs(edition: Edition, code: str) -> tuple[str, ...]:
    """The codes a unit's own figure is computed from; none where it is typed."""
    calc = _calc(edition, code)
    if calc is None:
        return ()
    stem = f"{code.rpartition('.')[0]}." if code in edition.matrix_cells else ""
    return tuple(c for c in (calc.of, *(stem + p for p in (calc.part, calc.whole) if p), *calc.terms) if c)


def _where(edition: Edition, code: str) -> Mapping[str, tuple[str, ...]]:
    calc = _calc(edition, code)
    if calc is None or not calc.where:
        return {}
    table = edition.tables.get(calc.of) or edition.tables[calc.of.rpartition(".")[0]]
    return filter_words(table, calc.where)


def filter_words(table: Table, where: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """A filter over rows with its columns named as they are printed."""
    return {table.column(key).label.lstrip("– "): answers for key, answers in where.items()}


def kind_names(edition: Edition) -> Mapping[str, str]:
    """The kinds of unit as they are printed, by their code."""
    return {k.code: k.name for k in edition.kinds}


def _kinds(made: Consolidation, code: str, answer: str) -> Iterator[tuple[str, Value]]:
    for kind in made.edition.kind_of:
        total = made.total(code, kind)
        value = len(total.by_value.get(answer, ())) if answer else total.value
        if value is not None and made.coverage.of_kind(kind):
            yield kind, value


def _kind_shares(made: Consolidation, part: str, whole: str) -> Iterator[tuple[str, Share]]:
    for kind in (k for k in made.coverage.kinds if whole):
        found = made.share(part, whole, kind)
        if found is not None:
            yield kind, found


def _parts(made: Consolidation, total: Total, answer: str) -> Iterator[TraceLine]:
    files = {e.unit.code: e.submission for e in made.entries}
    adds = total.aggregate not in (Aggregate.NONE, Aggregate.LAST)
    for part in total.parts:
        if not answer or part.observation.text == answer:
            shown = None if total.code in made.edition.private else part.observation.value
            sources = tuple(sources_of(part.observation, files[part.unit.code], made.edition.private))
            yield TraceLine(part.unit, TraceStanding.COUNTED if adds else TraceStanding.SHOWN, shown, sources=sources)


def _others(made: Consolidation, total: Total) -> Iterator[TraceLine]:
    files = {e.unit.code: e.submission for e in made.entries}
    yield from (withheld_line(made.edition, w, files[w.unit.code]) for w in _once(total.withheld))
    for standing, units in (
        (TraceStanding.NO_DATA, total.no_data),
        (TraceStanding.NOT_APPLICABLE, total.not_applicable),
        (TraceStanding.NIL, total.nil),
        (TraceStanding.MISSING, total.missing),
    ):
        for unit in units:
            if standing is TraceStanding.MISSING:
                yield TraceLine(unit, silence_of(made, unit))
                continue
            submission = files.get(unit.code)
            found = submission.values.get(total.code) if submission else None
            sources = (
                tuple(sources_of(found, submission, made.edition.private))
                if found is not None and submission is not None
                else ()
            )
            remark = found.reason if found else ""
            if not remark and found is not None and found.empty and _made_of_optional(made, unit, total.code):
                remark = LEFT_OPTIONAL
            if submission is None and standing is TraceStanding.NO_DATA:
                remark = _NOT_ZERO
            yield TraceLine(unit, standing, sources=sources, remark=remark)


def _made_of_optional(made: Consolidation, unit: ReportingUnit, code: str) -> bool:
    """Whether a figure is made of a table that the unit need not fill in."""
    spec = made.edition.indicators.get(code)
    table = table_of(made.edition, spec.calc) if spec is not None and spec.calc is not None else ""
    return bool(table) and is_optional(made, unit, made.edition.tables[table])


def is_optional(made: Consolidation, unit: ReportingUnit, table: Table) -> bool:
    return Applicability(made.edition, unit, made.coverage.period).table(table) is Requirement.OPTIONAL


def silence_of(made: Consolidation, unit: ReportingUnit) -> TraceStanding:
    """Why a unit has no form that counts: it has confirmed to have nothing to report, is left out, or nobody knows."""
    coverage = made.coverage
    for standing, units in ((TraceStanding.NIL, coverage.nil), (TraceStanding.EXCLUDED, coverage.excluded)):
        if unit.code in {u.unit.code for u in units}:
            return standing
    return TraceStanding.MISSING


def _once(withheld: tuple[Withheld, ...]) -> list[Withheld]:
    return list({w.unit.code: w for w in reversed(withheld)}.values())


def withheld_line(edition: Edition, found: Withheld, submission: Submission) -> TraceLine:
    """What a unit gave that does not count, and why."""
    finding, sources = found.finding, tuple(sources_of(found.observation, submission, edition.private))
    remark = f"{finding.code}: {said_of(finding)}" if finding else without_whole(edition, found.whole)
    return TraceLine(found.unit, TraceStanding.WITHHELD, sources=sources, remark=remark)


def without_whole(edition: Edition, whole: str) -> str:
    """Why a part does not count whose whole the unit has not given."""
    return f"Đơn vị chưa có số liệu dùng được của {whole} “{full_label(edition, whole)}” mà số này là một phần."


def sources_of(observation: Observation, submission: Submission, private: frozenset[str]) -> Iterator[Source]:
    """The typed cells behind an answer, each once, in the order in which they stand in the file; what was typed into
    a `private` one stays there."""
    found = {o.cell: o for o in _typed(observation) if o.cell is not None}
    for cell, told in sorted(found.items()):
        hidden = told.key.code in private
        typed = "" if hidden else told.raw or told.text
        nothing = hidden or told.key.code in submission.tables  # “Không có” in a table is a sentence, not a value
        understood = None if nothing else told.value
        decided = {name: told.repaired.details[name] for name in ("by", "why")} if told.repaired else {}
        yield Source(submission.file.path, cell.sheet, cell.address, str(told.key), typed, understood, decided)


def _typed(observation: Observation) -> Iterator[Observation]:
    if observation.parts:
        for part in observation.parts:
            yield from _typed(part)
    else:
        yield observation
