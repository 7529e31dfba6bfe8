"""VS424: the same activity stands in two tables of one form."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import FieldType, Severity, Table
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.rules.wording import said
from vstbcpn_cli.text.normalise import fold

_LEAST_WORDS = 3
_ADVICE = "Đề nghị giữ nội dung ở một bảng; nếu là hai hoạt động khác nhau thì ghi rõ ở cột “Giải trình”."


def check(scope: Scope) -> Iterator[Fault]:
    """Compared by the words that name a row: the first column of a table that asks for text."""
    seen: dict[str, tuple[Table, Observation]] = {}
    for table in scope.edition.tables.values():
        naming = next((c.key for c in table.columns if c.type in (FieldType.TEXT, FieldType.LONG)), "")
        for row in scope.table(table.code).rows if naming else ():
            found = scope.row_value(row, naming)
            if found is None or not found.given or len(found.text.split()) < _LEAST_WORDS:
                continue
            earlier, first = seen.setdefault(fold(found.text), (table, found))
            if earlier is not table:
                fact = f"{said(found)} có ở cả bảng “{earlier.label}” và bảng “{table.label}”."
                yield Fault(found, fact, _ADVICE, (first,))


RULE = FormRule(
    code="VS424",
    name="same-in-two-tables",
    severity=Severity.WARNING,
    title="Một nội dung ghi ở hai bảng",
    why="Một hoạt động ghi ở hai nhiệm vụ sẽ bị tính hai lần.",
    example="“Tập huấn lồng ghép giới” có ở cả hai bảng.",
    fix="Giữ nội dung ở một bảng; nếu là hai hoạt động khác nhau thì ghi rõ ở cột “Giải trình”.",
    by_removal=True,
    check=check,
)
