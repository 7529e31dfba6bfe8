"""VS314: Normalised without doubt; details: what was understood."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS314",
    name="read-with-care",
    severity=Severity.NOTICE,
    title="Nội dung được đọc theo cách hiểu thông dụng",
    why="Số, ngày ghi dạng chữ vẫn đọc được; cách hiểu được ghi lại để đơn vị kiểm tra.",
    example="Ô ghi “05.03.2011” dạng chữ, được đọc là 05/3/2011.",
    fix="Không cần sửa nếu cách hiểu đúng.",
    fact="Ô ghi “{shown}”, được đọc là {0}.",
    advice="Đề nghị kiểm tra cách đọc này; lần sau nhập đúng dạng của ô.",
)
