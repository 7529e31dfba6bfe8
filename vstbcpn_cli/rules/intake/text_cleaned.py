"""VS224: Characters were removed or taken for others; details: which kind, how many cells, their places."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS224",
    name="text-cleaned",
    severity=Severity.NOTICE,
    title="Ký tự đặc biệt trong nội dung",
    why="Một số ký tự không in ra được hoặc làm sai việc đối chiếu; nội dung được làm sạch và việc đó được ghi lại.",
    example="Có 2 ô chứa ký tự điều khiển, thường do chép từ phần mềm khác.",
    fix="Không cần sửa nếu nội dung đúng; lần sau dán dạng văn bản thuần.",
    fact="Có {1} ô chứa {0}; vị trí: {2}.",
    advice="Đề nghị xem lại nội dung các ô này.",
    terms={
        "control": "ký tự điều khiển, đã được bỏ",
        "direction": "ký tự đổi chiều chữ, đã được bỏ",
        "invisible": "ký tự không nhìn thấy, được bỏ qua khi đối chiếu",
        "spaces": "dấu cách đặc biệt, được coi là dấu cách thường khi đối chiếu",
        "composed": "chữ gõ bằng Unicode tổ hợp, đã quy về Unicode dựng sẵn",
    },
)
