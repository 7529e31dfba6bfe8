"""VS122: A macro sheet of Excel 4; such a workbook is not read. Details: the sheet."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS122",
    name="macro-sheet",
    severity=Severity.ERROR,
    title="Tệp có trang tính lệnh kiểu Excel 4",
    why="Trang tính lệnh kiểu cũ có thể tự chạy và gây hại nên tệp không được mở.",
    example="Tệp có trang tính lệnh “Macro1”.",
    fix="Xóa trang tính lệnh, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    fact="Tệp có trang tính lệnh kiểu Excel 4 “{0}” nên không được mở.",
    advice="Đề nghị xóa trang tính này, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    fatal=True,
)
