"""VS116: The machine of the office does not let the file be opened; details: why, where it can be said."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS116",
    name="unreadable",
    severity=Severity.ERROR,
    title="Tệp không mở được trên máy đang dùng",
    why="Máy không cho đọc tệp nên nội dung chưa được xem; đây không phải lỗi của đơn vị gửi.",
    example="Tệp không cho tài khoản đang dùng quyền đọc, hoặc nằm trên ổ mạng đã ngắt kết nối.",
    fix="Mở quyền đọc cho tệp, hoặc chép tệp vào thư mục khác, rồi chạy lại.",
    for_the_office=True,
    fact="Không mở được tệp trên máy đang dùng.",
    advice="Đề nghị kiểm tra quyền đọc của tệp hoặc chép tệp vào thư mục khác, rồi chạy lại.",
    fact_known="Không mở được tệp trên máy đang dùng: {0}.",
    fatal=True,
)
