"""VS105: The stamp names another edition; details: theirs, ours."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS105",
    name="other-edition",
    severity=Severity.ERROR,
    title="Mẫu của năm khác",
    why="Mỗi năm có bộ chỉ tiêu riêng; số liệu của mẫu khác không được tính vào mẫu này.",
    example="Đơn vị điền vào tệp mẫu của năm trước.",
    fix="Chép số liệu sang tệp mẫu của kỳ này rồi gửi lại.",
    fact="Tệp dùng mẫu “{0}”, kỳ này dùng mẫu “{1}”.",
    advice="Đề nghị chuyển số liệu sang tệp mẫu của kỳ này rồi gửi lại.",
    fatal=True,
)
