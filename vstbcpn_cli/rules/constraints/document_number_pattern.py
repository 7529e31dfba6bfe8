"""VS418: a text that does not look like the number of an official document (R28)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.rules.base import Code, ConstraintRule, Fault, Params, Scope
from vstbcpn_cli.rules.wording import said

_PATTERN = re.compile(r"\d{1,5}[a-z]?([/-])([0-9]{4}/)?[A-ZĐÂĂÊÔƠƯ][\w&.Đđ-]*(/[A-ZĐƯ][\w-]*)?")
_WORD = re.compile(r"^\s*số\s*:?", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True, slots=True)
class DocumentNumbers(Params):
    """Codes of fields and of table columns."""

    fields: tuple[Code, ...] = ()
    columns: tuple[Code, ...] = ()


def check(params: DocumentNumbers, scope: Scope) -> Iterator[Fault]:
    for answer in (a for code in (*params.fields, *params.columns) for a in scope.answers(code)):
        if answer is None or not answer.given or looks_right(answer.text):
            continue
        advice = (
            "Đề nghị ghi đủ số và ký hiệu, ví dụ 38/KH-UBND; nếu văn bản ghi đúng như vậy thì nêu ở cột “Giải trình”."
        )
        if "ngày" in answer.text.lower():
            advice = "Đề nghị tách số, ký hiệu và ngày vào hai ô riêng."
        yield Fault(answer, f"{said(answer)} chưa đúng dạng số, ký hiệu văn bản.", advice)


def looks_right(text: str) -> bool:
    """“Số: 38 / KH – UBND” is read as 38/KH-UBND (text and numbers, section 7)."""
    bare = _DASHES.sub("-", "".join(_WORD.sub("", text).split()))
    return _PATTERN.fullmatch(bare) is not None


RULE = ConstraintRule(
    code="VS418",
    name="document-number-pattern",
    severity=Severity.WARNING,
    title="Số, ký hiệu văn bản chưa đúng dạng",
    why="Số, ký hiệu đúng dạng thì mới đối chiếu được văn bản giữa các đơn vị.",
    example="Ô ghi “/QĐ-UBND”, thiếu số.",
    fix="Ghi đủ số và ký hiệu như trên văn bản, ví dụ 350/CV-BVSTBCPN hoặc 24-CTr/TU.",
    said_by=(ProblemKind.LIKE_ABOVE, ProblemKind.REFERS_ELSEWHERE),
    params=DocumentNumbers,
    check=check,
)
