"""VS307: Negative, over 100 percent, fewer than the minimum, a year far off; details: the allowed range in words."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS307",
    name="out-of-range",
    severity=Severity.ERROR,
    title="Giá trị ngoài khoảng cho phép",
    why="Số đếm không nhỏ hơn 0, tỷ lệ không quá 100%, ngày phải thuộc các năm gần kỳ báo cáo.",
    example="Tỷ lệ ghi “120”, số người ghi “-5”.",
    fix="Kiểm tra và nhập lại giá trị đúng.",
    fact="Ô ghi “{shown}”, ngoài khoảng cho phép.",
    advice="Đề nghị kiểm tra và nhập lại.",
    fact_known="Ô ghi “{shown}”, ngoài khoảng cho phép ({0}).",
)
