"""VS120: The program itself failed on this file; details: what it met, for the colleague who mends it."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS120",
    name="program-fault",
    severity=Severity.ERROR,
    title="Phần mềm gặp lỗi khi đọc tệp",
    why="Một tệp khó đọc không được làm dừng việc kiểm tra các tệp khác; lỗi này không phải của đơn vị.",
    example="Tệp có nội dung mà phần mềm chưa lường trước.",
    fix="Gửi tệp và dòng thông báo cho người phụ trách phần mềm.",
    for_the_office=True,
    fact="Phần mềm gặp lỗi khi đọc tệp này ({0}); đây không phải lỗi của đơn vị.",
    advice="Đề nghị chuyển tệp và dòng này cho người phụ trách phần mềm.",
    fatal=True,
)
