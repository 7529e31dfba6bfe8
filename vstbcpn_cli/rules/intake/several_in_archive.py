"""VS127: An archive with more than one workbook; details: how many."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS127",
    name="several-in-archive",
    severity=Severity.ERROR,
    title="Nhiều tệp Excel trong một tệp nén",
    why="Chưa xác định được tệp nào là báo cáo của đơn vị nào nên không đọc tệp nào.",
    example="Tệp nén có tệp của ba đơn vị.",
    fix="Giải nén và gửi từng tệp Excel.",
    fact="Tệp nén có {0} tệp Excel nên không đọc tệp nào.",
    advice="Đề nghị giải nén rồi gửi từng tệp Excel.",
    fatal=True,
)
