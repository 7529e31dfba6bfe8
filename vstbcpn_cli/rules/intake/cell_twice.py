"""VS216: One cell is stored more than once; none of its values is used. Details: how often."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS216",
    name="cell-twice",
    severity=Severity.ERROR,
    title="Một ô lưu hai lần",
    why="Hai giá trị cùng ở một ô thì không biết giá trị nào đúng.",
    example="Ô D12 được lưu hai lần, 5 và 7.",
    fix="Mở tệp bằng Excel, kiểm tra ô, lưu lại rồi gửi.",
    fact="Ô này được lưu {0} lần trong tệp, lần sau cùng là “{shown}”; không lần nào được tổng hợp.",
    advice="Đề nghị mở tệp bằng Excel, kiểm tra ô này, lưu lại rồi gửi.",
)
