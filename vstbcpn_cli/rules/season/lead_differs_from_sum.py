"""VS504: the lead's figure for the province differs from what the units report (R38)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.rules.base import Code, Fault, KindCode, Params, Season, SeasonRule
from vstbcpn_cli.text.numbers import number


@dataclass(frozen=True, slots=True)
class LeadAndSum(Params):
    """Codes of numbers, and the kinds of unit whose figures should make up the lead's."""

    fields: tuple[Code, ...]
    sum_kinds: tuple[KindCode, ...]


def check(params: LeadAndSum, season: Season) -> Iterator[tuple[Submission, Fault]]:
    """While units are missing, a sum below the lead's figure says nothing; one above it always does."""
    expected = {u.code for u in season.register.valid_on(season.period.until_date) if u.kind in params.sum_kinds}
    for code in params.fields:
        figures = {s.unit.code: o.number for s in season.scopes if (o := s.value(code)) and o.number is not None}
        total = sum((Decimal(figures[unit]) for unit in expected & figures.keys()), Decimal(0))
        complete = bool(expected) and expected <= figures.keys()
        others = " và ".join(f"các {season.edition.kind_of[k].name}" for k in params.sum_kinds)
        for scope in season.scopes:
            found = scope.value(code)
            if found is None or found.number is None or not scope.unit.leads(code) or scope.unit.code in expected:
                continue
            if total > found.number or (complete and total != found.number):
                fact = (
                    f"“{scope.label(code)}” của đơn vị đầu mối là {number(found.number)}, "
                    f"cộng theo báo cáo của {others} là {number(total)}."
                )
                advice = "Đề nghị đối chiếu với các đơn vị đó; nếu đúng thì ghi rõ ở cột “Giải trình”."
                yield scope.submission, Fault(found, fact, advice)


RULE = SeasonRule(
    code="VS504",
    name="lead-differs-from-sum",
    severity=Severity.WARNING,
    title="Số của đơn vị đầu mối khác tổng các đơn vị",
    why="Số chung lấy theo đơn vị đầu mối; số chênh lệch cần được đối chiếu.",
    example="Hội Liên hiệp Phụ nữ tỉnh ghi 226 cơ sở, cộng theo các huyện, thành phố là 224.",
    fix="Đơn vị đầu mối và các đơn vị đối chiếu; nơi cần chỉnh lý gửi lại tệp.",
    params=LeadAndSum,
    check=check,
)
