"""VS201: A sheet is gone, or its content is; details: its name, the title of its task ("" when only the content is)."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS201",
    name="missing-sheet",
    severity=Severity.ERROR,
    title="Thiếu trang tính của biểu mẫu",
    why="Trang tính không còn thì thiếu số liệu của cả một nhiệm vụ; thiếu khác với không phát sinh.",
    example="Tệp không còn trang tính “NV5”.",
    fix="Lấy lại tệp biểu mẫu và điền đủ các trang tính; nhiệm vụ không phát sinh thì chọn “Không phát sinh trong kỳ”.",
    thing="trang tính",
    fact="Trang tính “{0}” có tên trong tệp nhưng phần nội dung không còn.",
    advice="Đề nghị gửi lại tệp gốc.",
    fact_known="Thiếu trang tính “{0}” ({1}).",
    advice_known=(
        "Đề nghị dùng lại tệp biểu mẫu và điền đủ các trang tính; nhiệm vụ không phát sinh thì chọn "
        "“Không phát sinh trong kỳ”."
    ),
)
