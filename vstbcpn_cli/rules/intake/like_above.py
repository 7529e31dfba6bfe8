"""VS324: “như trên” in a text column, the value above repeated; details: that value."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS324",
    name="like-above",
    severity=Severity.WARNING,
    title="Ghi “như trên”",
    why="Mỗi dòng được tổng hợp riêng nên cần ghi đủ nội dung.",
    example="Ô ghi “nt”, được hiểu theo dòng trên.",
    fix="Ghi đủ nội dung ở từng dòng.",
    fact="Ô ghi “{shown}” thay cho nội dung.",
    advice="Đề nghị ghi đủ nội dung ở từng dòng.",
    fact_known="Ô ghi “{shown}”, được hiểu là “{0}” theo dòng trên.",
)
