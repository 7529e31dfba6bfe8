"""VS108: The unit has ended before the period; details: its name, the names of its successors."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS108",
    name="unit-not-valid",
    severity=Severity.ERROR,
    catalogue=("R29",),
    title="Đơn vị đã sáp nhập hoặc kết thúc hoạt động",
    why="Sau khi sáp nhập, số liệu do đơn vị kế thừa báo cáo để không tính hai lần.",
    example="Xã đã sáp nhập từ 01/7/2025 nhưng vẫn gửi theo mã cũ.",
    fix="Dùng tệp biểu mẫu cấp cho đơn vị kế thừa.",
    fact="“{0}” không còn trong danh sách đơn vị báo cáo của kỳ này.",
    fact_known="“{0}” không còn trong danh sách đơn vị báo cáo của kỳ này; đơn vị kế thừa là “{1}”.",
    advice="Đề nghị liên hệ cơ quan thường trực để nhận đúng tệp biểu mẫu.",
    advice_known="Đề nghị dùng tệp biểu mẫu cấp cho “{1}”.",
    fatal=True,
)
