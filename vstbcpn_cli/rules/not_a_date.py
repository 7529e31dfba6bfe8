"""VS305: Text that is not one full, real date."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS305",
    name="not-a-date",
    severity=Severity.ERROR,
    title="Chưa phải một ngày đầy đủ",
    why="Cần đủ ngày, tháng, năm để biết hoạt động nằm trong kỳ nào.",
    example="Ô ghi “31/02/2011”, “quý II” hoặc “6/2011”.",
    fix="Ghi đủ ngày/tháng/năm, ví dụ 15/6/2011.",
    fact="Ô ghi “{shown}”, chưa phải một ngày đầy đủ, có trong lịch.",
    advice="Đề nghị ghi đủ ngày/tháng/năm, ví dụ 15/6/2011.",
)
