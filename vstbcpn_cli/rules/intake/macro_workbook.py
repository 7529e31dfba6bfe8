"""VS113: A macro-enabled workbook; the macros never run."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS113",
    name="macro-workbook",
    severity=Severity.WARNING,
    next_time=True,
    title="Tệp có macro (lệnh tự động)",
    why="Phần mềm không chạy macro; thư điện tử thường chặn tệp có macro.",
    example="Tệp “bao cao.xlsm”.",
    fix="Chọn Lưu thành “Excel Workbook (*.xlsx)” cho lần gửi sau.",
    fact="Tệp có macro (lệnh tự động); phần mềm chỉ đọc nội dung các ô và bỏ qua macro.",
    advice="Đề nghị lần sau gửi tệp dạng “Excel Workbook (*.xlsx)”.",
)
