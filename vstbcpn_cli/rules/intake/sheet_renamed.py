"""VS208: A sheet of the form has another name; details: the expected name, the found one."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS208",
    name="sheet-renamed",
    severity=Severity.WARNING,
    next_time=True,
    title="Trang tính đã đổi tên",
    why="Tên trang tính giúp cán bộ tổng hợp tìm đúng chỗ; số liệu vẫn được đọc theo mã số.",
    example="Trang tính “NV3” đổi tên thành “NV3 (sửa)”.",
    fix="Không phải gửi lại; lần sau giữ nguyên tên trang tính của biểu mẫu.",
    thing="trang tính",
    fact="Trang tính “{0}” đã đổi tên thành “{1}”; nội dung vẫn được đọc.",
    advice="Đề nghị lần sau giữ nguyên tên trang tính.",
)
