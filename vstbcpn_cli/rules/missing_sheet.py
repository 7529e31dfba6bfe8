"""VS201: A sheet is gone, or its content is; details: its name, the title of its task ("" when only the content is)."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS201",
    name="missing-sheet",
    severity=Severity.ERROR,
    title="Thiếu trang của mẫu",
    why="Trang bị xóa thì không có số liệu của cả một nhiệm vụ; thiếu khác với không phát sinh.",
    example="Tệp không còn trang “NV5”.",
    fix="Lấy lại tệp mẫu và điền đủ các trang; nhiệm vụ không phát sinh thì chọn “Không phát sinh trong kỳ”.",
    fact="Trang “{0}” có tên trong tệp nhưng phần nội dung bị mất.",
    advice="Đề nghị gửi lại tệp gốc.",
    fact_known="Thiếu trang “{0}” ({1}).",
    advice_known=(
        "Đề nghị dùng lại tệp mẫu và điền đủ các trang; nhiệm vụ không phát sinh thì chọn “Không phát sinh trong kỳ”."
    ),
)
