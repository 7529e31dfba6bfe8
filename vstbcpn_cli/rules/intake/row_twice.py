"""VS203: One key stands twice with different content; shown: the code, details: the other cell, both contents."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS203",
    name="row-twice",
    severity=Severity.ERROR,
    title="Dòng lặp lại với nội dung khác nhau",
    why="Chưa có căn cứ để chọn một trong hai số nên không dùng số nào.",
    example="Dòng “Cấp ủy viên” xuất hiện hai lần với 12 và 15.",
    fix="Xác định số đúng và giữ lại một dòng.",
    thing="dòng",
    fact="Dòng mang mã số “{shown}” xuất hiện hai lần, lần đầu tại ô {0}, với nội dung khác nhau: {1}.",
    advice="Đề nghị giữ một dòng với số đúng.",
)
