"""VS503: a state changed strangely much since the previous period (R27)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Nature, Severity
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.base import Fault, Params, Season, SeasonRule
from vstbcpn_cli.rules.scope import codes_of
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class Jump(Params):
    """How many percent a stock may grow or shrink without a word."""

    percent: Decimal


def check(params: Jump, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """Compared only with an earlier figure above 0."""
    for scope in season.scopes:
        earlier = season.previous.get(scope.unit.code, {})
        for code in scope.codes_of(Nature.STOCK):
            found, before = scope.value(code), earlier.get(code)
            if found is None or found.number is None or before is None or before <= 0:
                continue
            if abs(found.number - before) * 100 > params.percent * before:
                word = "tăng" if found.number > before else "giảm"
                fact = (
                    f"“{scope.label(code)}” là {number(found.number)}, kỳ trước là {number(before)}, "
                    f"{word} quá {number(params.percent)}%."
                )
                advice = "Đề nghị kiểm tra lại; nếu đúng thì ghi rõ ở cột “Giải trình”."
                yield scope.submission, Fault(found, fact, advice)


def live(params: Jump, form: LiveForm) -> Iterator[LiveCheck]:
    percent = number(params.percent)
    for code in codes_of(form.applies.edition, Nature.STOCK):
        cell, earlier = form.cell(code), form.earlier(code)
        if cell and earlier:
            yield LiveCheck(
                at=code,
                text=f"“{form.label(code)}” không tăng hoặc giảm quá {percent}% so với kỳ trước, hoặc có giải trình",
                ready=(*form.usable(code), f"N({earlier})>0"),
                broken=f"ROUND(ABS(N({cell})-{earlier})*100-{params.percent:f}*{earlier},6)>0",
                cells=(code,),
            )


RULE = SeasonRule(
    code="VS503",
    name="stock-jumped",
    severity=Severity.WARNING,
    title="Số liệu thay đổi nhiều so với kỳ trước",
    why="Số cán bộ, số câu lạc bộ ít khi tăng giảm mạnh giữa hai kỳ; có thể nhầm phạm vi hoặc thừa chữ số.",
    example="Số cán bộ là 90, kỳ trước là 45.",
    fix="Kiểm tra số liệu và phạm vi; nếu đúng thì ghi rõ ở cột “Giải trình”.",
    params=Jump,
    check=check,
    compares=Season.has_earlier,
    live=live,
)
