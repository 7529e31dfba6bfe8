"""VS340: A number with the word of another measure; details: the measure of the field."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS340",
    name="other-measure",
    severity=Severity.ERROR,
    title="Đơn vị tính khác với biểu mẫu",
    why="Các con số phải cùng một đơn vị tính thì mới cộng được.",
    example="Ô tính theo “người” nhưng ghi “12 cán bộ”; ô tính theo “triệu đồng” nhưng ghi “862 nghìn đồng”.",
    fix="Ghi một con số tính theo đơn vị tính in trên biểu mẫu.",
    fact="Ô ghi “{shown}”, đơn vị tính của ô này là “{0}”.",
    advice="Đề nghị chỉ ghi một con số, tính theo đơn vị “{0}”.",
)
