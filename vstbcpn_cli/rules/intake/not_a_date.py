"""VS305: No full, real date; details: what it is instead, or the day where the month stands before it."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Case, ProblemRule

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
    advice_known="Đề nghị ghi đủ ngày/tháng/năm; nếu tháng đang ghi trước ngày thì ghi {0}.",
    cases={
        "time": Case(fact="Ô ghi “{shown}”, là giờ trong ngày, chưa có ngày, tháng, năm."),
        "number": Case(fact="Ô ghi “{shown}”, là một con số không ứng với ngày nào trong lịch."),
    },
)
