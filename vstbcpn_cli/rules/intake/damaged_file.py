"""VS103: The archive is cut off or damaged; no part of it is used."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS103",
    name="damaged-file",
    severity=Severity.ERROR,
    title="Tệp hỏng hoặc tải về chưa xong",
    why="Tệp gửi qua thư điện tử hoặc Zalo chưa trọn vẹn có thể thiếu số liệu nên không dùng phần nào.",
    example="Tệp tải về dở dang, Excel báo cần sửa chữa khi mở.",
    fix="Lấy tệp gốc trên máy tính của đơn vị và gửi lại.",
    fact="Tệp hỏng hoặc tải về chưa xong nên không đọc được số liệu.",
    advice="Đề nghị gửi lại tệp gốc.",
    fatal=True,
)
