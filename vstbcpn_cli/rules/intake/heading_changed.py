"""VS226: The heading of a column is not the form's; details: the form's heading, the one found."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS226",
    name="heading-changed",
    severity=Severity.WARNING,
    title="Tên cột đã bị sửa",
    why="Số liệu được đọc theo mã cột; nếu tên cột bị sửa thì nội dung đã nhập có thể không đúng chỉ tiêu.",
    example="Tên cột trên mẫu là “Số nữ”, trong tệp là “Nữ DTTS”.",
    fix="Khôi phục tên cột; nếu đã nhập theo nội dung khác thì nhập lại.",
    thing="cột",
    fact="Tên cột trên mẫu là “{0}”, trong tệp là “{1}”; nội dung được đọc theo mẫu.",
    advice="Đề nghị khôi phục tên cột; nếu đã nhập theo nội dung khác thì nhập lại.",
)
