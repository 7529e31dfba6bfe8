"""VS210: A printed label or heading reads differently; details: as printed, as found."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS210",
    name="label-changed",
    severity=Severity.WARNING,
    title="Nội dung in sẵn khác biểu mẫu",
    why="Tên dòng, tên cột thay đổi thì số liệu có thể theo nội dung khác với biểu mẫu.",
    example="Cột “Số nữ” trong tệp là “Nữ DTTS”.",
    fix="Khôi phục tên theo biểu mẫu và kiểm tra số liệu theo đúng nội dung đó.",
    fact="Biểu mẫu in “{0}”, trong tệp là “{1}”.",
    advice="Đề nghị khôi phục nội dung in sẵn; nếu đã nhập theo nội dung khác thì nhập lại.",
)
