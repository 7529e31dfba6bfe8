"""VS230: Keys of columns were lost, the columns found by headings; details: headings, how many, what stands there."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS230",
    name="keys-restored",
    severity=Severity.WARNING,
    title="Mã cột đã mất hoặc bị ghi đè",
    why="Số liệu được đọc theo mã in dưới tên cột; mất mã thì chỉ còn nhận ra cột qua tên cột.",
    example="Dòng chữ nhỏ dưới tên cột của trang tính “NV6” bị xóa.",
    fix="Lấy lại tệp biểu mẫu; giữ nguyên dòng mã dưới tên cột.",
    thing="bảng",
    fact="Mã của {1} cột ({0}) không còn hoặc bị ghi đè{2}; nội dung được đọc theo tên cột.",
    advice="Đề nghị kiểm tra nội dung của các cột này; lần sau giữ nguyên dòng mã dưới tên cột.",
)
