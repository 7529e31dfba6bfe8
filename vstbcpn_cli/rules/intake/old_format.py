"""VS112: An .xls, .ods or .fods file was read; details: the format, where known."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS112",
    name="old-format",
    severity=Severity.WARNING,
    next_time=True,
    title="Tệp ở định dạng cũ hoặc OpenDocument",
    why="Định dạng này không giữ được hết thiết lập của biểu mẫu, như phần tự kiểm tra, quyền sắp xếp và lọc.",
    example="Tệp “bao cao.xls” lưu bằng Excel 97-2003.",
    fix="Chọn Lưu thành “Excel Workbook (*.xlsx)” cho lần gửi sau.",
    fact=(
        "Tệp ở định dạng Excel 97-2003 hoặc OpenDocument; nội dung vẫn được đọc, nhưng định dạng này không giữ được "
        "hết thiết lập của biểu mẫu."
    ),
    advice="Đề nghị lưu thành “Excel Workbook (*.xlsx)” cho lần gửi sau.",
    fact_known=(
        "Tệp ở định dạng {0}; nội dung vẫn được đọc, nhưng định dạng này không giữ được hết thiết lập của biểu mẫu."
    ),
    terms={
        "xls": "Excel 97-2003 (.xls)",
        "ods": "OpenDocument (.ods)",
        "fods": "OpenDocument (.fods)",
    },
)
