"""VS339: Number and date of a document in one cell, parted; details: the number, the date."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS339",
    name="number-with-date",
    severity=Severity.WARNING,
    title="Số và ngày văn bản chung một ô",
    why="Số, ký hiệu và ngày có hai ô riêng để đối chiếu được văn bản giữa các đơn vị.",
    example="Ô số, ký hiệu ghi “Số 12/KH-UBND ngày 5/3/2011”.",
    fix="Ghi số, ký hiệu vào ô thứ nhất, ghi ngày vào ô thứ hai.",
    fact="Ô ghi “{shown}”, được đọc là số, ký hiệu “{0}” và ngày {1}.",
    advice="Đề nghị tách số, ký hiệu và ngày vào hai ô riêng.",
)
