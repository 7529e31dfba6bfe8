"""VS331: A text typed with a font older than Unicode; details: its table (TCVN3, VNI), the text in Unicode."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS331",
    name="old-font",
    severity=Severity.WARNING,
    title="Chữ gõ bằng bảng mã cũ",
    why="Chữ gõ bằng phông .VnTime hoặc VNI-Times chỉ đọc được bằng đúng phông đó; báo cáo dùng Unicode.",
    example="Ô lưu “B¸o c¸o”, chuyển sang Unicode là “Báo cáo”.",
    fix="Kiểm tra nội dung đã chuyển; lần sau gõ bằng Unicode.",
    fact="Ô lưu “{shown}”, gõ bằng bảng mã {0}, được chuyển sang Unicode là “{1}”.",
    advice="Đề nghị kiểm tra nội dung đã chuyển; lần sau gõ bằng Unicode.",
)
