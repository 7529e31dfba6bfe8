"""The figure of the same period of an earlier year beside a traced one, and the change the report prints."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Value
from vstbcpn_cli.report.context.comparison import Comparisons
from vstbcpn_cli.usecases.tracing.model import EarlierFigure, Traced


class EarlierData(msgspec.Struct, frozen=True):
    """What `--previous` names: the figures, and the file they were read from."""

    figures: Previous
    file: str


def beside_earlier(made: Consolidation, traced: Traced, data: EarlierData) -> Traced:
    """The answer with the earlier figure; one that is no total or share of totals has none."""
    code, _, answer = traced.code.partition(":")
    if answer and code in made.edition.indicators:
        return replace(traced, earlier=_answers(made, code, answer, data))
    codes = traced.code.split("/")
    if traced.figures:
        return replace(traced, figures=tuple(beside_earlier(made, f, data) for f in traced.figures))
    if any(c not in made.edition.indicators and c not in made.edition.matrix_cells for c in codes):
        return traced
    return replace(traced, earlier=_earlier(made, codes, data))


def _answers(made: Consolidation, code: str, answer: str, data: EarlierData) -> EarlierFigure:
    """How many units gave an answer; who they were the data do not say by themselves."""
    told, comparisons = _told(made, data), Comparisons(data.figures)
    if not told.same:
        return told
    counted = comparisons.answered(code, answer)
    change, lacking = comparisons.answers(made.total(code), answer), data.figures.lacking.get(code, 0)
    return replace(told, value=counted, lacking=lacking, change=change)


def _told(made: Consolidation, data: EarlierData) -> EarlierFigure:
    found = data.figures
    same = found.is_counterpart(made.edition, made.coverage.period)
    return EarlierFigure(found.edition, found.period, data.file, same)


def _earlier(made: Consolidation, codes: list[str], data: EarlierData) -> EarlierFigure:
    found, told = data.figures, _told(made, data)
    if not told.same:
        return told
    comparisons = Comparisons(found)
    yes = len(codes) == 1 and made.total(codes[0]).aggregate is Aggregate.COUNT_YES
    return replace(
        told,
        value=comparisons.earlier(*codes),
        lacking=max(found.lacking.get(c, 0) for c in codes),
        answered=found.answered.get(codes[0], 0) if yes else 0,
        change=comparisons.of(*(made.total(c) for c in codes)),
        given=_given(found, codes),
    )


def _given(found: Previous, codes: list[str]) -> Mapping[str, tuple[Value, ...]]:
    both = {unit: told for unit, told in {**found.units, **found.left}.items() if all(c in told for c in codes)}
    return {unit: tuple(told[c] for c in codes) for unit, told in both.items()}
