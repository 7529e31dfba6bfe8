"""VS123: Reading the file took longer than any form needs; details: how the reading ended."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS123",
    name="read-timeout",
    severity=Severity.ERROR,
    title="Đọc tệp quá lâu",
    why="Một biểu mẫu được đọc trong chưa đầy một giây; tệp đọc mãi không xong được dừng lại để đọc các tệp khác.",
    example="Tệp bị hỏng khiến việc đọc không kết thúc.",
    fix="Chép số liệu vào đúng tệp biểu mẫu đã gửi cho đơn vị rồi gửi lại.",
    fact="Tệp đọc quá lâu nên phải dừng.",
    advice="Đề nghị chép số liệu vào đúng tệp biểu mẫu đã gửi cho đơn vị rồi gửi lại.",
    fatal=True,
)
