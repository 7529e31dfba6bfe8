"""VS206: A value typed where the form asks nothing; it is not used."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS206",
    name="outside-the-form",
    severity=Severity.WARNING,
    title="Nội dung nằm ngoài biểu mẫu",
    why="Nội dung không gắn với mã số thì không xác định được thuộc chỉ tiêu nào.",
    example="Dòng chèn thêm giữa bảng có số 12.",
    fix="Chuyển nội dung vào đúng ô của biểu mẫu, hoặc xóa.",
    fact="Nội dung “{shown}” nằm ngoài các ô của biểu mẫu nên không được tổng hợp.",
    advice="Đề nghị chuyển vào đúng ô của biểu mẫu, hoặc xóa.",
)
