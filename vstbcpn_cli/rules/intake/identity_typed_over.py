"""VS213: The printed identity (M.01 to M.05) differs from the stamp; details: stamped, typed."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS213",
    name="identity-typed-over",
    severity=Severity.ERROR,
    title="Thông tin in sẵn không khớp",
    why="Tên, mã đơn vị và kỳ báo cáo do biểu mẫu in sẵn; thay đổi thì không xác định được số liệu của đơn vị nào.",
    example="Dùng lại tệp của đơn vị khác và thay tên đơn vị.",
    fix="Chép số liệu vào tệp biểu mẫu cấp riêng cho đơn vị.",
    fact="Thông tin in sẵn của biểu mẫu là “{0}”, trong tệp ghi “{1}”.",
    advice="Đề nghị dùng tệp biểu mẫu cấp riêng cho đơn vị.",
    fatal=True,
)
