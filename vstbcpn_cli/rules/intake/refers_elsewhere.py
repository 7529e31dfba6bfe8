"""VS335: Words that name another paper or period instead of an answer."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS335",
    name="refers-elsewhere",
    severity=Severity.WARNING,
    title="Dẫn sang tài liệu khác",
    why="Báo cáo của tỉnh chỉ lấy nội dung ghi trong biểu mẫu; tài liệu khác không được đọc.",
    example="Ô ghi “theo báo cáo số 45”.",
    fix="Ghi đủ nội dung vào ô.",
    fact="Ô ghi “{shown}” thay cho nội dung.",
    advice="Đề nghị ghi đủ nội dung vào ô.",
)
