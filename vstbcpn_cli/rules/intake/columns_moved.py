"""VS227: Columns stand in another order than on the form; details: their headings."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS227",
    name="columns-moved",
    severity=Severity.WARNING,
    title="Thứ tự cột khác mẫu",
    why="Số liệu được đọc theo mã cột nên vẫn đúng cột; nhưng khi chuyển cột, số liệu có thể bị đặt nhầm.",
    example="Hai cột “Tổng số” và “Nữ” đã đổi chỗ.",
    fix="Kiểm tra nội dung của các cột đã chuyển; lần sau giữ nguyên thứ tự cột.",
    thing="bảng",
    fact="Các cột {0} không đứng theo thứ tự của mẫu; nội dung được đọc theo mã cột.",
    advice="Đề nghị kiểm tra nội dung của các cột này; lần sau giữ nguyên thứ tự cột.",
)
