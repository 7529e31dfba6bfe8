"""VS107: The unit code of the stamp is not in the register; shown: the code."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS107",
    name="unknown-unit",
    severity=Severity.ERROR,
    title="Đơn vị không có trong danh sách",
    why="Báo cáo chỉ được tính cho đơn vị có trong danh sách của kỳ.",
    example="Mã trong tệp là “so-moi”, danh sách không có mã này.",
    fix="Cơ quan thường trực kiểm tra danh sách; đơn vị dùng đúng tệp biểu mẫu đã được cấp.",
    for_the_office=True,
    fact="Mã đơn vị “{shown}” không có trong danh sách đơn vị báo cáo của kỳ này.",
    advice="Đề nghị kiểm tra danh sách đơn vị, hoặc dùng đúng tệp biểu mẫu đã cấp cho đơn vị.",
    fatal=True,
)
