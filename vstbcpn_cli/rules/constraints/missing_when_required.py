"""VS404: a field left empty although another answer demands it (R08, R10, R11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Requirement, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, count
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, JudgedLine, Params, Scope, When


@dataclass(frozen=True, slots=True)
class Demand(Params):
    """`fields` are demanded when `when` holds, when `unless` is answered otherwise, or when a table has rows."""

    fields: tuple[Code, ...]
    when: When | None = None
    unless: When | None = None
    when_rows: Code = ""
    table: Code = ""

    def __post_init__(self) -> None:
        if bool(self.when) + bool(self.unless) + bool(self.when_rows) != 1:
            raise ValueError("cần đúng một trong when, unless, when_rows")


def check(params: Demand, scope: Scope) -> Iterator[Fault]:
    """A field that is optional (K) or closed for the kind of unit is not demanded of it."""
    for line in scope.lines(table=params.table):
        because = _because(params, line)
        advice = "Đề nghị điền ô này." if params.when_rows else "Đề nghị điền ô này, hoặc sửa lại câu trả lời đã chọn."
        for name in params.fields if because else ():
            found = line.value(name)
            if found is not None and found.empty and (params.table or _asked(name, scope)):
                yield Fault(found, f"{because} nhưng “{line.label(name)}” còn trống.", advice)


def live(params: Demand, form: LiveForm) -> Iterator[LiveCheck]:
    rows = form.rows(params.when_rows) if params.when_rows else None
    trigger, verb = params.when or params.unless, "là" if params.when else "khác"
    for line in form.lines(table=params.table):
        if trigger and line.cell(trigger.field):
            said, ready = trigger.told(line.label(trigger.field), verb), line.usable(trigger.field)
            met = trigger.live(line) if params.when else f"NOT({trigger.live(line)})"
        elif rows:
            said, ready, met = f"Bảng “{form.label(params.when_rows)}” có dòng", (f"{count(rows.filled)}>0",), "TRUE"
        else:
            continue
        for name in params.fields:
            if line.cell(name) and (params.table or _conditional(name, form)):
                yield LiveCheck(
                    at=line.code(name),
                    text=f"{said} thì “{line.label(name)}” đã điền",
                    ready=ready,
                    broken=f"IF({met},{line.empty(name)},FALSE)",
                    cells=(line.code(name),) if trigger else (),
                    table=line.table,
                )


def _conditional(code: str, form: LiveForm) -> bool:
    """One that is always required is VS301's as long as it is empty."""
    spec = form.applies.edition.indicators.get(code)
    return spec is None or form.applies.indicator(spec) is Requirement.CONDITIONAL


def _because(params: Demand, line: JudgedLine) -> str:
    if params.when_rows:
        filled = line.scope.table(params.when_rows).rows
        return f"Bảng “{line.scope.label(params.when_rows)}” đã có nội dung" if filled else ""
    met = params.when.holds(line) if params.when else params.unless is not None and params.unless.fails(line)
    trigger = params.when or params.unless
    found = line.value(trigger.field) if trigger and met else None
    return f"“{line.label(found.key.code)}” là “{found.text}”" if found else ""


def _asked(code: str, scope: Scope) -> bool:
    spec = scope.edition.indicators.get(code)
    return spec is None or scope.applies.indicator(spec) in (Requirement.CONDITIONAL, Requirement.REQUIRED)


RULE = ConstraintRule(
    code="VS404",
    name="missing-when-required",
    severity=Severity.ERROR,
    title="Thiếu nội dung đi kèm",
    why="Câu trả lời đã chọn cần thêm số liệu hoặc văn bản chứng minh.",
    example="Đã chọn “Đã kiện toàn trong năm” nhưng số quyết định còn trống.",
    fix="Điền ô đi kèm, hoặc sửa lại câu trả lời đã chọn.",
    params=Demand,
    check=check,
    live=live,
    first=True,
)
