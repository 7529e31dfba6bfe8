"""VS228: Empty rows between the filled rows of a table; details: how many."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS228",
    name="rows-left-empty",
    severity=Severity.NOTICE,
    title="Dòng trống ở giữa bảng",
    why="Các dòng sau dòng trống vẫn được đọc; dòng trống có thể là chỗ số liệu đã bị xóa.",
    example="Bảng có hai dòng trống ở giữa.",
    fix="Không cần sửa nếu không thiếu nội dung nào.",
    thing="bảng",
    fact="Bảng có {0} dòng trống ở giữa; các dòng sau vẫn được đọc.",
    advice="Đề nghị kiểm tra để không sót nội dung.",
)
