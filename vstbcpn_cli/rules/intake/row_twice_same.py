"""VS204: One key stands twice with the same content; shown: the code."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS204",
    name="row-twice-same",
    severity=Severity.NOTICE,
    title="Dòng lặp lại với nội dung giống nhau",
    why="Nội dung giống nhau nên được tính một lần.",
    example="Dòng “Đảng viên” được sao chép thành hai dòng giống nhau.",
    fix="Xóa bớt một dòng.",
    thing="dòng",
    fact="Dòng mang mã số “{shown}” xuất hiện hai lần với nội dung giống nhau; nội dung được tính một lần.",
    advice="Đề nghị giữ một dòng.",
)
