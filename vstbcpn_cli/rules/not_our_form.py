"""VS104: A workbook without any mark of the issued form."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS104",
    name="not-our-form",
    severity=Severity.ERROR,
    title="Không phải mẫu đã phát hành",
    why="Biểu tự kẻ không có mã số của mẫu, phần mềm không biết số nào thuộc chỉ tiêu nào.",
    example="Đơn vị tự kẻ lại biểu theo hình thức của mẫu.",
    fix="Chép số liệu vào đúng tệp mẫu đã cấp cho đơn vị rồi gửi lại.",
    fact="Tệp không phải mẫu do cơ quan thường trực phát hành.",
    advice="Đề nghị điền vào đúng tệp mẫu đã gửi cho đơn vị rồi gửi lại.",
    fatal=True,
)
