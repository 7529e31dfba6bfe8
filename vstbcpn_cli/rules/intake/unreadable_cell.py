"""VS329: The content is stored as no spreadsheet stores it: an unknown type, a pointer to no text, no number."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS329",
    name="unreadable-cell",
    severity=Severity.ERROR,
    title="Nội dung lưu trong ô không đọc được",
    why="Ô lưu sai cách thì không biết đơn vị đã ghi gì, nên không được coi là trống hay bằng 0.",
    example="Ô chỉ tới một nội dung không có trong tệp.",
    fix="Mở tệp bằng Excel, nhập lại ô, lưu rồi gửi lại.",
    fact="Nội dung lưu trong ô (“{shown}”) không đúng cách lưu của bảng tính nên không đọc được.",
    advice="Đề nghị mở tệp bằng Excel, nhập lại ô, lưu rồi gửi lại.",
)
