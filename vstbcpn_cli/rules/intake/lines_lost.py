"""VS234: None of the lines of a sheet can be found, or they were made columns; details: the sheet, how many cells."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS234",
    name="lines-lost",
    severity=Severity.ERROR,
    title="Không tìm thấy các dòng của trang tính",
    why="Số liệu được đọc theo mã số và nội dung in sẵn của từng dòng.",
    example="Bảng của trang tính “NV6” bị chuyển hàng thành cột.",
    fix="Dùng lại tệp biểu mẫu và dán giá trị vào các ô nhập số liệu.",
    thing="trang tính",
    fact="Không tìm thấy các dòng của biểu mẫu ở trang tính “{0}” (có thể đã bị xóa hoặc chuyển thành cột); "
    "{1} ô có nội dung ở đó chưa đọc được.",
    advice="Đề nghị dùng lại tệp biểu mẫu và dán giá trị vào các ô nhập số liệu.",
)
