"""VS123: Reading the file took longer than any form needs, alone and a second time too."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS123",
    name="read-timeout",
    severity=Severity.ERROR,
    title="Máy đọc tệp quá lâu",
    why="Một biểu mẫu được đọc trong chưa đầy một giây; tệp đọc mãi không xong được đọc lại riêng một lần rồi mới "
    "dừng, để các tệp khác không phải chờ.",
    example="Ổ đĩa mạng bị treo, hoặc tệp hỏng khiến việc đọc không kết thúc.",
    fix="Đóng bớt chương trình khác rồi chạy lại, hoặc mở tệp bằng Excel và lưu lại.",
    for_the_office=True,
    fact="Máy đọc tệp này mãi chưa xong nên phải dừng; đã đọc lại riêng tệp này một lần.",
    advice="Đề nghị đóng bớt chương trình khác rồi chạy lại; nếu vẫn vậy thì mở tệp bằng Excel, "
    "lưu thành “Excel Workbook (*.xlsx)” rồi chạy lại.",
    fatal=True,
)
