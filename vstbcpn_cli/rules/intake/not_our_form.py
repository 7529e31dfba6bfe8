"""VS104: A workbook without any mark of the issued form."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS104",
    name="not-our-form",
    severity=Severity.ERROR,
    title="Không phải biểu mẫu đã phát hành",
    why="Biểu do đơn vị tự kẻ không có mã số nên không xác định được số nào thuộc chỉ tiêu nào.",
    example="Đơn vị kẻ lại biểu theo hình thức của biểu mẫu.",
    fix="Chép số liệu vào đúng tệp biểu mẫu đã cấp cho đơn vị rồi gửi lại.",
    fact="Tệp không phải biểu mẫu do cơ quan thường trực phát hành.",
    advice="Đề nghị điền vào đúng tệp biểu mẫu đã gửi cho đơn vị rồi gửi lại.",
    fatal=True,
)
