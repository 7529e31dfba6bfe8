"""Which figure every figure of the form is a part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, FieldType, Indicator, Requirement

EXCEEDS, DIFFERS = "part-exceeds-whole", "parts-differ-from-whole"
"""The rules that say of two fields that one is contained in the other."""
DASH = "–"
"""How the label of a line begins that is a part of a line above it."""


def wholes_of(edition: Edition) -> Mapping[str, str]:
    """Code of a part → code of its whole: declared shares, those of matrices, and what a rule compares in one form."""
    found = dict(_compared(edition))
    found |= {i.code: i.share_of for i in edition.indicators.values() if i.share_of in edition.indicators}
    for code in [c for c in found if _money(edition, edition.indicators[c])]:
        del found[code]
    for matrix in edition.matrices.values():
        for row in matrix.rows:
            found |= {f"{matrix.code}.{row.code}.{p}": f"{matrix.code}.{row.code}.{w}" for p, w in matrix.shares}
    return found


def stands_under(edition: Edition) -> Mapping[str, str]:
    """Code of a line with a dash → code of the line of the form that it stands under."""
    found: dict[str, str] = {}
    for task in edition.tasks:
        above = ""
        for one in task.indicators:
            if not one.label.startswith(DASH):
                above = one.code
            elif above:
                found[one.code] = above
    return found


def withheld_with(applies: Applicability) -> Mapping[str, str]:
    """Code of a part → code of its whole, where a unit must answer both: what it has no figure for it need not say
    again for each part."""
    asked = {i.code for i in applies.edition.indicators.values() if applies.indicator(i) is Requirement.REQUIRED}
    return {part: whole for part, whole in wholes_of(applies.edition).items() if {part, whole} <= asked}


def _compared(edition: Edition) -> Iterator[tuple[str, str]]:
    for constraint in edition.constraints():
        params = constraint.params
        if constraint.rule in (EXCEEDS, DIFFERS) and not {"matrix", "table", "sum_of"} & params.keys():
            parts = params.get("parts", ()) or (params["part"],)
            whole = edition.indicators.get(params["whole"])
            found = (edition.indicators[part] for part in parts if part in edition.indicators)
            yield from ((part.code, whole.code) for part in found if whole is not None and not _alone(part, whole))


def _alone(part: Indicator, whole: Indicator) -> bool:
    """Whether a unit must give the part and may leave out the whole: such a part says something by itself."""
    demanded = (kind for kind, mark in part.required.items() if mark is Requirement.REQUIRED)
    return any(whole.required.get(kind) is Requirement.OPTIONAL for kind in demanded)


def _money(edition: Edition, spec: Indicator) -> bool:
    """Spending is measured by the budget and no part of it: money may be spent where none was planned."""
    column = edition.table_columns.get(spec.calc.of) if spec.calc else None
    return FieldType.MONEY in (spec.type, column[1].type if column else None)
