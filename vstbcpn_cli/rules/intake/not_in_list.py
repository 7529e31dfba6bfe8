"""VS306: Not a value of the closed list; details: the nearest one, or ""."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS306",
    name="not-in-list",
    severity=Severity.ERROR,
    title="Giá trị không có trong danh sách",
    why="Chỉ giá trị trong danh sách mới thống kê được; phần mềm không tự đổi sang giá trị gần giống.",
    example="Ô ghi “HT”, danh sách có “Hoàn thành”.",
    fix="Chọn một giá trị trong danh sách của ô, hoặc ghi đúng như trong danh sách.",
    fact="Ô ghi “{shown}”, không có trong danh sách của ô.",
    advice="Đề nghị chọn hoặc ghi đúng một trong các giá trị: {1}.",
    advice_known=("Đề nghị chọn hoặc ghi đúng một trong các giá trị: {1}; giá trị gần nhất là “{0}”."),
)
