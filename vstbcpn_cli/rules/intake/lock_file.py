"""VS110: Excel's own `~$` owner file."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS110",
    name="lock-file",
    severity=Severity.NOTICE,
    title="Tệp tạm của Excel",
    why="Tệp tên bắt đầu bằng “~$” là tệp tạm sinh ra khi Excel đang mở, không có số liệu.",
    example="“~$BC 6T So Y te.xlsx” nằm cạnh tệp báo cáo.",
    fix="Đóng Excel rồi gửi tệp báo cáo; có thể xóa tệp tạm.",
    fact="Đây là tệp tạm của Excel, không có số liệu nên không được tính.",
    advice="Đề nghị đóng Excel rồi gửi tệp báo cáo.",
    fatal=True,
)
