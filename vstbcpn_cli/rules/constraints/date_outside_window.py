"""VS408: a date lies outside the window of the report (R08, R19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vstbcpn_cli.edition.model import WINDOW, Edition, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, LiveLine, Terms, negated, nested
from vstbcpn_cli.model.submission import Observation, State
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, JudgedLine, Params, Scope, When, Where
from vstbcpn_cli.rules.wording import swapped_hint
from vstbcpn_cli.text.dates import short_date

_ADVICE = "Đề nghị kiểm tra lại ngày, hoặc chuyển sang báo cáo của đúng kỳ."


@dataclass(frozen=True, slots=True)
class Window(Params):
    """Either one `field` that must lie inside or before the window when `when` holds, or the dates of table rows.

    `until` is the field with the day of the report, up to which a `field` may lie: a decision of these days counts.
    `exempt` names the rows that may be older (plans of earlier years).
    """

    field: Code = ""
    when: When | None = None
    position: Literal["inside", "before"] = "inside"
    until: Code = ""
    table: Code = ""
    start: Code = ""
    end: Code = ""
    exempt: Where | None = None

    def __post_init__(self) -> None:
        if bool(self.field) == bool(self.table and self.start):
            raise ValueError("cần field, hoặc table và start")


def check(params: Window, scope: Scope) -> Iterator[Fault]:
    """A window typed the wrong way round is VS409's and judges nothing."""
    opens, closes = scope.window
    for line in scope.lines(table=params.table) if opens <= closes else ():
        if params.table and not _exempt(params, line):
            yield from _row(params, line)
        elif params.field and (params.when is None or params.when.holds(scope)):
            yield from _field(params, scope)


def live(params: Window, form: LiveForm) -> Iterator[LiveCheck]:
    opens, closes = form.window
    in_order = f"{opens}<={closes}"
    if params.table:
        for line in form.lines(table=params.table):
            yield from _live_rows(params, line, form, (in_order,))
    elif form.cell(params.field):
        when = (*form.usable(params.when.field), params.when.live(form)) if params.when else ()
        day, label = form.cell(params.field), form.label(params.field)
        before = params.position == "before"
        chosen = f"{params.when.told(form.label(params.when.field))} thì " if params.when else ""
        inside = "nằm trong kỳ báo cáo"
        if params.until:
            inside = f"từ ngày đầu kỳ đến “{form.label(params.until)}”"
            closes = nested(form.usable(params.until), f"MAX({closes},{form.cell(params.until)})", closes)
        yield LiveCheck(
            at=params.field,
            text=f"{chosen}“{label}” {'trước kỳ báo cáo' if before else inside}",
            ready=(*when, in_order, *form.usable(params.field)),
            broken=f"{day}>={opens}" if before else f"({day}<{opens})+({day}>{closes})>0",
            cells=(params.field,),
        )


def _live_rows(params: Window, line: LiveLine, form: LiveForm, ready: Terms) -> Iterator[LiveCheck]:
    (opens, closes), start = form.window, line.cell(params.start)
    for name, accepted in (params.exempt or {}).items():
        ready = (*ready, negated(nested(line.usable(name), line.says(name, accepted), "TRUE")))
    ready, last = (*ready, *line.usable(params.start)), start
    if params.end:
        end = line.cell(params.end)
        ready = (*ready, negated(line.wrong(params.end)))
        last = f"IF({line.answered(params.end)},{end},{start})"
    carried = f"({start}<{opens})*({last}>={opens})*({last}<={closes})>0"
    label, cells = line.label(params.start), (line.code(params.start),)
    broken = f"IF({carried},FALSE,({start}<{opens})+({start}>{closes})>0)"
    yield LiveCheck(line.code(params.start), f"“{label}” nằm trong kỳ báo cáo", ready, broken, cells, line.table)
    if params.end:
        late = f"({start}>={opens})*({start}<={closes})*({last}>{closes})>0"
        ends, at = line.label(params.end), line.code(params.end)
        yield LiveCheck(at, f"“{ends}” không sau kỳ báo cáo", ready, late, (at,), line.table)
        said = f"“{label}” không trước kỳ báo cáo khi “{ends}” nằm trong kỳ"
        yield LiveCheck(cells[0], said, ready, carried, cells, line.table, severity=Severity.WARNING)


def _exempt(params: Window, line: JudgedLine) -> bool:
    """A faulted or empty cell may be the one that exempts the row: its own finding comes first."""
    found = {name: line.value(name) for name in params.exempt or ()}
    return bool(found) and all(o is None or o.text in (params.exempt or {})[name] for name, o in found.items())


def _field(params: Window, scope: Scope) -> Iterator[Fault]:
    found, (opens, closes) = scope.value(params.field), scope.window
    date = found.date if found is not None else None
    if found is None or date is None:
        return
    if params.position == "before" and date >= opens:
        hint = swapped_hint(found, lambda day: day < opens)
        fact = (
            f"“{scope.label(params.field)}” là {short_date(date)}, không sớm hơn ngày đầu kỳ {short_date(opens)}{hint}."
        )
        yield Fault(found, fact, _chosen(params))
    report = scope.value(params.until) if params.until else None
    last = max(closes, report.date) if report is not None and report.date is not None else closes
    if params.position == "inside" and not opens <= date <= last:
        yield Fault(found, _outside(scope.label(params.field), found, (opens, last), scope), _chosen(params))


def _chosen(params: Window) -> str:
    """A single date goes with the answer that asks for it and cannot move to another report."""
    return "Đề nghị kiểm tra lại ngày và câu trả lời đã chọn." if params.when else "Đề nghị kiểm tra lại ngày."


def _row(params: Window, line: JudgedLine) -> Iterator[Fault]:
    """Outside is an error; begun before the window but ended inside it, a warning."""
    start, end = line.value(params.start), line.value(params.end) if params.end else None
    faulted = line.row is not None and params.end in line.row.cells and (end is None or end.state is State.UNREADABLE)
    if start is None or start.date is None or faulted:
        return
    (opens, closes), last = line.scope.window, (end.date if end else None) or start.date
    if start.date < opens <= last <= closes:
        label, day = line.label(params.start), short_date(start.date)
        fact = f"“{label}” là {day}, trước kỳ báo cáo nhưng kết thúc trong kỳ{_swapped(start, line.scope)}."
        advice = "Đề nghị bỏ dòng này nếu kỳ trước đã báo cáo; nếu chưa thì ghi rõ ở cột “Giải trình”."
        yield Fault(start, fact, advice, severity=Severity.WARNING)
    elif not opens <= start.date <= closes:
        yield Fault(start, _outside(line.label(params.start), start, (opens, closes), line.scope), _ADVICE)
    elif end is not None and last > closes:
        yield Fault(end, _outside(line.label(params.end), end, (opens, closes), line.scope), _ADVICE)


def _outside(label: str, found: Observation, allowed: tuple[dt.date, dt.date], scope: Scope) -> str:
    first, last = map(short_date, allowed)
    assert found.date is not None
    span = "kỳ số liệu từ" if allowed == scope.window else "thời gian từ ngày đầu kỳ"
    until = "đến" if allowed == scope.window else "đến ngày báo cáo"
    return f"“{label}” là {short_date(found.date)}, ngoài {span} {first} {until} {last}{_swapped(found, scope)}."


def _swapped(found: Observation, scope: Scope) -> str:
    """What VS326 says of a date, which is not told beside this finding."""
    opens, closes = scope.window
    return swapped_hint(found, lambda day: opens <= day <= closes)


def _window(_params: Window, edition: Edition) -> Iterator[str]:
    return map(edition.code_of, WINDOW)


RULE = ConstraintRule(
    code="VS408",
    name="date-outside-window",
    severity=Severity.ERROR,
    title="Ngày ngoài kỳ báo cáo",
    why="Số liệu phát sinh chỉ tính từ ngày đầu kỳ đến ngày chốt; tính cả ngoài kỳ thì trùng với kỳ khác.",
    example="Lớp tập huấn ngày 15/7/2011 trong báo cáo tính đến 31/5/2011.",
    fix="Kiểm tra ngày, hoặc chuyển hoạt động sang báo cáo của đúng kỳ.",
    params=Window,
    check=check,
    live=live,
    also_reads=_window,
)
