"""VS113: A macro-enabled workbook; the macros never run."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS113",
    name="macro-workbook",
    severity=Severity.WARNING,
    title="Tệp có macro",
    why="Macro không được chạy; tệp có macro thường bị thư điện tử chặn lại.",
    example="Tệp “bao cao.xlsm”.",
    fix="Chọn Lưu thành “Excel Workbook (*.xlsx)” cho lần gửi sau.",
    fact="Tệp có macro; phần mềm chỉ đọc số liệu và bỏ qua macro.",
    advice="Đề nghị lần sau gửi tệp “Excel Workbook (*.xlsx)”.",
)
