"""VS211: A total row of the unit's own inside a list; it is not summed."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS211",
    name="own-total-row",
    severity=Severity.WARNING,
    title="Dòng cộng tự thêm",
    why="Dòng cộng nằm trong bảng sẽ làm số liệu bị tính hai lần.",
    example="Dòng cuối bảng ghi “Tổng cộng”.",
    fix="Xóa dòng cộng tự thêm; phần mềm tự cộng.",
    thing="dòng",
    fact="Dòng “{shown}” được hiểu là dòng cộng nên không tính, để tránh cộng hai lần.",
    advice="Đề nghị xóa dòng cộng tự thêm.",
)
