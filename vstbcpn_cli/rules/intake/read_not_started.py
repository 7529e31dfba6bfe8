"""VS139: The machine did not start the process that reads the file; nothing is known of the file."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS139",
    name="read-not-started",
    severity=Severity.ERROR,
    title="Phần đọc tệp chưa khởi động được trên máy này",
    why="Mỗi tệp được đọc bằng một chương trình con; chương trình con chưa khởi động được thì chưa tệp nào được xem. "
    "Đây không phải lỗi của đơn vị.",
    example="Máy quá bận, hoặc phần mềm diệt vi-rút chặn chương trình con.",
    fix="Đóng bớt chương trình khác hoặc khởi động lại máy rồi chạy lại.",
    for_the_office=True,
    fact="Máy chưa khởi động được phần đọc tệp nên tệp này chưa được đọc; đây không phải lỗi của đơn vị.",
    advice="Đề nghị đóng bớt chương trình khác rồi chạy lại; nếu vẫn vậy thì báo cho người phụ trách phần mềm.",
    fatal=True,
)
