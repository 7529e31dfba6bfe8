"""VS314: Normalised without doubt; details: what was understood."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS314",
    name="read-with-care",
    severity=Severity.NOTICE,
    title="Đã đọc theo cách hiểu rõ ràng",
    why="Số, ngày ghi dạng chữ vẫn đọc được, nhưng phải cho đơn vị biết đã hiểu thế nào.",
    example="Ô ghi “05.03.2011” dạng chữ, đọc là 05/03/2011.",
    fix="Không phải sửa nếu cách hiểu đúng.",
    fact="Ô ghi “{shown}”, được đọc là “{0}”.",
    advice="Đề nghị kiểm tra cách đọc này; lần sau nhập đúng dạng của ô.",
)
