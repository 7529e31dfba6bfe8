"""VS308: A decimal where a count is due; details: the thousands that were probably typed, grouped and not, or ""."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS308",
    name="not-whole",
    severity=Severity.ERROR,
    title="Số đếm có phần lẻ",
    why="Số người, số cuộc phải là số nguyên; nhập “1.234” dễ thành 1 phẩy 234.",
    example="Ô số người có giá trị 1,234.",
    fix="Nhập lại số nguyên, không dùng dấu ngăn hàng nghìn.",
    fact="Ô có giá trị “{shown}”, không phải số nguyên.",
    advice="Đề nghị kiểm tra và ghi số nguyên.",
    advice_known="Đề nghị nhập lại số nguyên; nếu số đúng là {0} thì ghi {1}, không dùng dấu ngăn hàng nghìn.",
)
