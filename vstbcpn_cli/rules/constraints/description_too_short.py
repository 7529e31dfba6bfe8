"""VS425: a word or two stand where something is to be described (R44)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.self_check import LiveCheck, LiveForm, lines_of, negated, text
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import said


@dataclass(frozen=True, slots=True)
class Description(Params):
    """Codes of fields and of table columns; their answers have at least so many `words`.

    An answer that begins with `nothing` says that there is nothing to describe, and may be as short as it likes.
    """

    words: int
    fields: tuple[Code, ...] = ()
    columns: tuple[Code, ...] = ()
    nothing: str = ""

    def enough(self, answer: str) -> bool:
        words = answer.split()
        none = self.nothing and words and words[0].casefold() == self.nothing.casefold()
        return bool(none) or len(words) >= self.words


def check(params: Description, scope: Scope) -> Iterator[Fault]:
    for answer in (a for code in (*params.fields, *params.columns) for a in scope.answers(code)):
        if answer is not None and answer.given and not params.enough(answer.text):
            fact = f"“{scope.label(answer.key.code)}” mới ghi {said(answer)}."
            advice = "Đề nghị mô tả cụ thể thêm; nếu không còn nội dung nào khác thì nêu ở cột “Giải trình”."
            yield Fault(answer, fact, advice)


def live(params: Description, form: LiveForm) -> Iterator[LiveCheck]:
    for code in (*params.fields, *params.columns):
        for line in lines_of(form, code):
            plain = f'TRIM(SUBSTITUTE({line.cell(code)},CHAR(10)," "))'
            short = f'LEN({plain})-LEN(SUBSTITUTE({plain}," ",""))<{params.words - 1}'
            none = f'LEFT({plain}&" ",{len(params.nothing) + 1})={text(params.nothing + " ")}'
            yield LiveCheck(
                at=code,
                text=f"“{form.label(code)}” mô tả cụ thể, không chỉ ghi một vài từ",
                ready=(*line.filled, *line.usable(code), negated(form.like_above(code))),
                broken=f"IF({none},FALSE,{short})" if params.nothing else short,
                cells=(code,),
                table=line.table,
            )


RULE = ConstraintRule(
    code="VS425",
    name="description-too-short",
    severity=Severity.WARNING,
    title="Nội dung cần mô tả mới ghi một vài từ",
    why="Công văn hướng dẫn yêu cầu phản ánh cụ thể; một vài từ chưa đủ để cơ quan thường trực tổng hợp.",
    example="Kết quả cuộc kiểm tra ghi “Tốt”.",
    fix="Mô tả cụ thể: việc đã làm, kết quả, hạn chế; nếu không còn gì khác thì nêu ở cột “Giải trình”.",
    said_by=(ProblemKind.LIKE_ABOVE, ProblemKind.REFERS_ELSEWHERE),
    params=Description,
    check=check,
    live=live,
)
