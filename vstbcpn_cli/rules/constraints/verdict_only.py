"""VS426: an answer gives a verdict and not the result it was asked for (R45)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.normalise import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Verdicts(Params):
    """Codes of fields and of table columns; `phrases` are those of which a verdict is made up (“thực hiện” “tốt”)."""

    phrases: tuple[str, ...]
    fields: tuple[Code, ...] = ()
    columns: tuple[Code, ...] = ()

    @cached_property
    def _known(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(_WORD.findall(fold(phrase))) for phrase in self.phrases)

    def says_no_more(self, answer: str) -> bool:
        """Whether an answer is made up of these phrases alone; the longest that fits is taken first."""
        words = tuple(_WORD.findall(fold(answer)))
        lengths = sorted({len(phrase) for phrase in self._known}, reverse=True)
        at = 0
        while at < len(words):
            fits = next((n for n in lengths if words[at : at + n] in self._known), 0)
            if not fits:
                return False
            at += fits
        return bool(words)


def check(params: Verdicts, scope: Scope) -> Iterator[Fault]:
    for answer in (a for code in (*params.fields, *params.columns) for a in scope.answers(code)):
        if answer is not None and answer.given and params.says_no_more(answer.text):
            fact = f"“{scope.label(answer.key.code)}” ghi {said(answer)}, mới là đánh giá chung."
            advice = "Đề nghị nêu việc đã làm được, hạn chế, kiến nghị; nếu chỉ có vậy thì nêu ở cột “Giải trình”."
            yield Fault(answer, fact, advice)


RULE = ConstraintRule(
    code="VS426",
    name="verdict-only",
    severity=Severity.WARNING,
    title="Kết quả mới là đánh giá chung",
    why="Công văn hướng dẫn yêu cầu phản ánh cụ thể kết quả kiểm tra; lời đánh giá chung chưa phải là kết quả.",
    example="Kết quả cuộc kiểm tra ghi “Đạt yêu cầu”, “Không có vi phạm”.",
    fix="Nêu cụ thể việc đã làm được, hạn chế phát hiện và kiến nghị; nếu chỉ có vậy thì nêu ở cột “Giải trình”.",
    said_by=("description-too-short",),
    params=Verdicts,
    check=check,
)
