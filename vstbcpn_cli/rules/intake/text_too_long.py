"""VS321: A text over the limit of its field; details: its length, the limit."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS321",
    name="text-too-long",
    severity=Severity.ERROR,
    title="Nội dung quá dài",
    why="Nội dung quá dài không đưa được trọn vẹn vào báo cáo.",
    example="Nội dung dài 5.200 ký tự, ô nhận 4.000 ký tự.",
    fix="Rút gọn, giữ nội dung chính.",
    fact="Nội dung dài {0} ký tự, quá mức {1} ký tự của ô.",
    advice="Đề nghị rút gọn, giữ nội dung chính.",
)
