"""VS403: parts that must make up the whole add up to something else (R02, R03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.text.lists import listing
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class PartsOfWhole(Params):
    """Codes of the parts and of their whole."""

    parts: tuple[Code, ...]
    whole: Code


def check(params: PartsOfWhole, scope: Scope) -> Iterator[Fault]:
    """Judged only when every part and the whole are given."""
    whole = scope.value(params.whole)
    parts = [p for p in map(scope.value, params.parts) if p is not None and p.number is not None]
    if whole is None or whole.number is None or len(parts) < len(params.parts):
        return
    total = sum((Decimal(p.number) for p in parts if p.number is not None), Decimal(0))
    if total != whole.number:
        labels = listing(scope.label(code) for code in params.parts)
        label = scope.label(params.whole)
        yield Fault(
            whole,
            f"{labels} cộng lại là {number(total)}, khác “{label}” là {number(whole.number)}.",
            "Đề nghị kiểm tra lại các ô này.",
            tuple(parts),
        )


def live(params: PartsOfWhole, form: LiveForm) -> Iterator[LiveCheck]:
    cells = [form.cell(code) for code in params.parts]
    if all(cells) and form.cell(params.whole):
        yield LiveCheck(
            at=params.whole,
            text=f"{listing(map(form.label, params.parts))} cộng lại bằng “{form.label(params.whole)}”",
            ready=form.usable(*params.parts, params.whole),
            broken=f"ROUND({'+'.join(cells)}-{form.cell(params.whole)},6)<>0",
            cells=(*params.parts, params.whole),
        )


RULE = ConstraintRule(
    code="VS403",
    name="parts-differ-from-whole",
    severity=Severity.ERROR,
    title="Các phần cộng lại khác tổng số",
    why="Các phần hợp thành tổng số nên cộng lại phải bằng tổng số.",
    example="Chuyên trách 3 và kiêm nhiệm 4 cộng lại là 7, khác tổng số 8.",
    fix="Kiểm tra từng phần và tổng số.",
    params=PartsOfWhole,
    check=check,
    live=live,
)
