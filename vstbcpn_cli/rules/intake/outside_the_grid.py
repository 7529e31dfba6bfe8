"""VS119: A stored cell has an address no spreadsheet has; details: the address."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS119",
    name="outside-the-grid",
    severity=Severity.ERROR,
    title="Có ô ở địa chỉ không có thật",
    why="Địa chỉ ô phải nằm trong phạm vi của bảng tính; tệp đã hỏng hoặc do chương trình khác tạo ra.",
    example="Ô mang địa chỉ A0.",
    fix="Mở tệp bằng Excel, lưu lại rồi gửi.",
    fact="Tệp có ô mang địa chỉ “{1}” không có thật.",
    advice="Đề nghị mở tệp bằng Excel, lưu thành tệp mới rồi gửi lại.",
    terms={
        "outside-the-grid": "địa chỉ ô",
    },
    fatal=True,
)
