"""VS315: The unit of measure stands in the cell; details: the number understood, as it is to be typed, its measure."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS315",
    name="unit-word-in-number",
    severity=Severity.WARNING,
    next_time=True,
    title="Đơn vị tính nằm trong ô số",
    why="Ô số chỉ cần con số; đơn vị tính đã in sẵn trên biểu mẫu.",
    example="Ô ghi “12 người”, được đọc là 12.",
    fix="Lần sau chỉ ghi con số, tính theo đơn vị in trên biểu mẫu: 1,2 tỷ là 1200 triệu đồng.",
    fact="Ô ghi “{shown}”, được đọc là {0}.",
    advice="Đề nghị lần sau chỉ ghi {1}, tính theo đơn vị “{2}”.",
)
