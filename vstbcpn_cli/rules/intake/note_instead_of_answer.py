"""VS220: A note on an empty cell: its words are quoted and never used as a value."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS220",
    name="note-instead-of-answer",
    severity=Severity.WARNING,
    title="Ô trống nhưng có ghi chú",
    why="Nội dung ghi chú không phải là câu trả lời của ô nên không được tổng hợp.",
    example="Ô trống nhưng có ghi chú “đã có 12”.",
    fix="Nhập nội dung cần báo cáo vào ô.",
    fact="Ô trống nhưng có ghi chú “{shown}”; nội dung ghi chú không được tổng hợp.",
    advice="Đề nghị nhập nội dung cần báo cáo (nếu có) vào đúng ô của biểu mẫu.",
)
