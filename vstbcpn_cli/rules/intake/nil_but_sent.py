"""VS131: The log says that the unit has nothing to report, and it has sent a file; details: who wrote it, the day."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS131",
    name="nil-but-sent",
    severity=Severity.WARNING,
    title="Đã xác nhận không phát sinh nhưng có gửi tệp",
    why="Tệp đơn vị gửi được tính; dòng “không phát sinh” trong sổ theo dõi không còn đúng.",
    example="Đơn vị báo qua điện thoại là không phát sinh, sau đó gửi tệp có số liệu.",
    fix="Xóa dòng “không phát sinh” của đơn vị trong sổ theo dõi, hoặc ghi loại trừ tệp với lý do.",
    for_the_office=True,
    fact="Sổ theo dõi ghi đơn vị không phát sinh nhưng đơn vị có gửi tệp này; tệp được tính.",
    advice="Đề nghị xác nhận với đơn vị rồi xóa dòng đó, hoặc ghi loại trừ tệp.",
    fact_known="Sổ theo dõi ghi đơn vị không phát sinh ({0} ghi nhận ngày {1}), đơn vị có gửi tệp này; tệp được tính.",
)
