"""VS333: A formula that depends on its own cell, so that it has no result; details: the cell it goes through."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS333",
    name="formula-circular",
    severity=Severity.WARNING,
    title="Công thức tham chiếu vòng",
    why="Công thức lấy chính ô của nó, trực tiếp hoặc qua ô khác, thì không tính được; kết quả thường bằng 0.",
    example="Ô D14 có công thức cộng các ô từ D10 đến D20.",
    fix="Nhập thẳng nội dung vào ô, thay cho công thức.",
    fact="Công thức lấy chính ô này nên kết quả “{shown}” có thể không đúng.",
    fact_known="Công thức lấy chính ô này qua ô {0} nên kết quả “{shown}” có thể không đúng.",
    advice="Đề nghị nhập thẳng nội dung vào ô, thay cho công thức.",
)
