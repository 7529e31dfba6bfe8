"""VS223: Pictures, embedded files and the like; details: which kind, how many, the sheet where known."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS223",
    name="content-beside-cells",
    severity=Severity.WARNING,
    title="Ảnh, tệp nhúng và nội dung khác nằm ngoài các ô",
    why="Chỉ đọc được nội dung ghi trong các ô; nội dung trong ảnh và tệp nhúng không được tổng hợp.",
    example="Trang tính “NV4” có 2 ảnh.",
    fix="Nhập nội dung cần báo cáo vào ô của biểu mẫu; tài liệu kèm theo thì gửi thành tệp riêng.",
    thing="chỗ",
    fact="Tệp có {1} {0}; nội dung trong đó không được tổng hợp.",
    advice="Đề nghị nhập nội dung cần báo cáo (nếu có) vào ô của biểu mẫu.",
    fact_known="Trang tính “{2}” có {1} {0}; nội dung trong đó không được tổng hợp.",
    terms={
        "pictures": "ảnh",
        "embedded": "tệp nhúng",
        "notes": "phần ghi chú khác",
        "boxes": "hộp chữ khác",
    },
)
