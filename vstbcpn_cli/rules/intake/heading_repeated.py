"""VS212: A heading row repeated for printing."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS212",
    name="heading-repeated",
    severity=Severity.NOTICE,
    title="Dòng tiêu đề lặp lại",
    why="Dòng tiêu đề không phải số liệu nên được bỏ qua.",
    example="Tiêu đề bảng được chép xuống giữa bảng để in.",
    fix="Không cần sửa; có thể xóa dòng tiêu đề lặp lại.",
    thing="dòng",
    fact="Dòng tiêu đề lặp lại trong bảng đã được bỏ qua.",
    advice="Đề nghị xóa dòng tiêu đề lặp lại.",
)
