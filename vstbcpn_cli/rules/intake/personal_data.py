"""VS336: A number of an identity card or a telephone outside the contact cell."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS336",
    name="personal-data",
    severity=Severity.WARNING,
    title="Thông tin cá nhân trong nội dung",
    why="Số căn cước, số điện thoại của cá nhân không được đưa vào báo cáo; dãy số được ẩn.",
    example="Ô ghi tên một người kèm số căn cước.",
    fix="Xóa số căn cước, số điện thoại của cá nhân khỏi nội dung.",
    for_the_office=True,
    fact="Ô có dãy số giống số căn cước hoặc số điện thoại của cá nhân; dãy số này không được đưa vào báo cáo.",
    advice="Đề nghị không ghi thông tin cá nhân vào biểu.",
)
