"""VS105: The stamp names another edition; details: theirs, ours."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS105",
    name="other-edition",
    severity=Severity.ERROR,
    title="Biểu mẫu của năm khác",
    why="Mỗi năm có bộ chỉ tiêu riêng; số liệu của biểu mẫu khác không dùng cho kỳ này.",
    example="Đơn vị điền vào tệp biểu mẫu của năm trước.",
    fix="Chép số liệu sang tệp biểu mẫu của kỳ này rồi gửi lại.",
    fact="Tệp dùng biểu mẫu bản “{0}”, kỳ này dùng biểu mẫu bản “{1}”.",
    advice="Đề nghị chuyển số liệu sang tệp biểu mẫu của kỳ này rồi gửi lại.",
    fatal=True,
)
