"""VS116: The file could not be read for any other reason; details: the reason, where it can be said."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS116",
    name="unreadable",
    severity=Severity.ERROR,
    title="Tệp không đọc được",
    why="Nội dung của tệp không lấy ra được vì lý do khác các trường hợp đã nêu.",
    example="Tệp quá nặng vì chứa nhiều ảnh, hoặc lưu theo cách ít gặp.",
    fix="Mở tệp bằng Excel, bỏ ảnh, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    fact="Tệp không đọc được.",
    advice="Đề nghị mở tệp bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    fact_known="Tệp không đọc được: {0}.",
    fatal=True,
)
