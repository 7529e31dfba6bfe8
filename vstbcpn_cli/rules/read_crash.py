"""VS124: The process that read the file broke down; details: how, and its exit status where it had one."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS124",
    name="read-crash",
    severity=Severity.ERROR,
    title="Việc đọc tệp bị đứt giữa chừng",
    why="Mỗi tệp được đọc tách riêng; tệp làm hỏng việc đọc không ảnh hưởng đến các tệp khác.",
    example="Tệp .xls có số ô khai báo lớn hơn bộ nhớ của máy.",
    fix="Mở tệp bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    fact="Việc đọc tệp bị đứt giữa chừng vì {0}.",
    advice="Đề nghị mở tệp bằng Excel, lưu thành “Excel Workbook (*.xlsx)” rồi gửi lại.",
    terms={
        "crash": "tệp có nội dung bất thường",
        "memory": "tệp cần quá nhiều bộ nhớ",
        "garbage": "kết quả đọc không dùng được",
    },
    fatal=True,
)
