"""VS128: The file came after the due date; details: the day, the due date in words."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS128",
    name="received-late",
    severity=Severity.NOTICE,
    title="Nhận sau hạn",
    why="Ngày nhận được giữ để theo dõi; số liệu gửi chậm vẫn được tổng hợp.",
    example="Nhận ngày 13/6/2011, hạn là trước ngày 10/6/2011.",
    fix="Không cần sửa; kỳ sau gửi trong hạn.",
    fact="Nhận ngày {0}, sau hạn ({1}).",
    advice="Đề nghị kỳ sau gửi báo cáo trong hạn.",
)
