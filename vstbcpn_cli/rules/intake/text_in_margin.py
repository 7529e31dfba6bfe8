"""VS233: A text above or below the printed pages of a sheet."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS233",
    name="text-in-margin",
    severity=Severity.NOTICE,
    title="Nội dung ghi ở đầu trang, chân trang in",
    why="Chỉ nội dung ghi trong các ô được tổng hợp.",
    example="Chân trang in ghi “Số liệu ước đến 31/5”.",
    fix="Nội dung cần báo cáo thì nhập vào ô của biểu mẫu.",
    thing="đầu trang, chân trang",
    fact="Đầu trang hoặc chân trang in của trang tính “{sheet}” ghi “{shown}”; nội dung này không được tổng hợp.",
    advice="Đề nghị nhập nội dung cần báo cáo (nếu có) vào ô của biểu mẫu.",
)
