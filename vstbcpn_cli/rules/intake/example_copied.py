"""VS235: A row of a table is the form's example word by word; it is never counted."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS235",
    name="example-copied",
    severity=Severity.ERROR,
    title="Dòng ví dụ chưa được thay",
    why="Dòng ví dụ của biểu mẫu không phải số liệu của đơn vị nên không được tính.",
    example="Dòng 1 của bảng T6.B1 chép nguyên dòng ví dụ in sẵn.",
    fix="Xóa dòng ví dụ đã chép và nhập số liệu của đơn vị.",
    thing="dòng",
    fact="Dòng này giống hệt dòng ví dụ của biểu mẫu nên không được tính.",
    advice="Đề nghị thay bằng số liệu của đơn vị, hoặc xóa dòng.",
)
