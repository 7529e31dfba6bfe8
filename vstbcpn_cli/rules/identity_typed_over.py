"""VS213: The printed identity (M.01 to M.05) differs from the stamp; details: stamped, typed."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS213",
    name="identity-typed-over",
    severity=Severity.ERROR,
    title="Thông tin in sẵn bị sửa",
    why="Tên, mã đơn vị và kỳ báo cáo do mẫu in sẵn; sửa đi thì không biết số liệu là của ai.",
    example="Chép tệp của huyện bên cạnh rồi gõ đè tên đơn vị.",
    fix="Chép số liệu vào tệp mẫu cấp riêng cho đơn vị mình.",
    fact="Thông tin in sẵn của mẫu là “{0}”, trong tệp ghi “{1}”.",
    advice="Đề nghị dùng tệp mẫu cấp riêng cho đơn vị mình.",
    fatal=True,
)
