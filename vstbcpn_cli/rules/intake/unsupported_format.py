"""VS114: A spreadsheet of a program that cannot be read; details: the format."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS114",
    name="unsupported-format",
    severity=Severity.ERROR,
    title="Định dạng bảng tính chưa đọc được",
    why="Một số phần mềm lưu bảng tính theo định dạng riêng.",
    example="Tệp “.et” của WPS, “.numbers” của máy Apple, liên kết Google Trang tính.",
    fix="Lưu hoặc tải xuống thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    fact="Tệp ở định dạng chưa đọc được số liệu.",
    advice=(
        "Đề nghị lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại; với Google Trang tính, chọn Tệp > Tải xuống > "
        "Microsoft Excel."
    ),
    fact_known="Tệp ở định dạng {0}, chưa đọc được số liệu.",
    fatal=True,
)
