"""VS124: The process that read the file broke down, and a second one too; details: how, and its exit status."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS124",
    name="read-crash",
    severity=Severity.ERROR,
    title="Việc đọc tệp bị đứt giữa chừng",
    why="Mỗi tệp được đọc tách riêng; tệp làm đứt việc đọc không ảnh hưởng đến các tệp khác. Tệp được đọc lại riêng "
    "một lần trước khi báo.",
    example="Tệp .xls bị hỏng làm dừng thư viện đọc định dạng này.",
    fix="Mở tệp bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi chạy lại.",
    for_the_office=True,
    fact="Việc đọc tệp này bị đứt giữa chừng, đọc lại lần nữa vẫn vậy: {0}.",
    advice="Đề nghị mở tệp bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi chạy lại; "
    "nếu vẫn vậy thì chuyển tệp và dòng này cho người phụ trách phần mềm.",
    terms={
        "crash": "phần mềm dừng đột ngột khi đọc",
        "garbage": "kết quả đọc không dùng được",
    },
    fatal=True,
)
