"""VS101: The file asks for a password when it is opened."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS101",
    name="password",
    severity=Severity.ERROR,
    title="Tệp có mật khẩu",
    why="Khi tệp còn mật khẩu thì không đọc được số liệu.",
    example="Mở tệp bằng Excel thì hiện hộp nhập mật khẩu.",
    fix="Mở tệp, vào Tệp > Thông tin > Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu, xóa mật khẩu, lưu rồi gửi lại.",
    fact="Tệp đang có mật khẩu nên chưa đọc được số liệu.",
    advice="Đề nghị bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc) rồi gửi lại.",
    fatal=True,
)
