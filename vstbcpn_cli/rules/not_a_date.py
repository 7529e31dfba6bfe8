"""VS305: Text that is not one full, real date."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS305",
    name="not-a-date",
    severity=Severity.ERROR,
    title="Không phải một ngày đầy đủ",
    why="Cần đủ ngày, tháng, năm để biết hoạt động nằm trong kỳ nào.",
    example="Ô ghi “31/02/2011”, “quý II” hoặc “6/2011”.",
    fix="Ghi dạng ngày/tháng/năm.",
    fact="Ô ghi “{shown}”, không phải một ngày đầy đủ và có thật.",
    advice="Đề nghị ghi dạng ngày/tháng/năm, ví dụ 15/06/2011.",
)
