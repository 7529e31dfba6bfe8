"""VS132: A file that cannot be read is booked under the unit its name speaks of; details: the name of the unit."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS132",
    name="booked-by-name",
    severity=Severity.NOTICE,
    title="Đơn vị gửi được nhận ra qua tên tệp",
    why="Đơn vị đã gửi một tệp chưa dùng được khác với đơn vị chưa gửi gì; tệp không đọc được thì chỉ còn tên tệp.",
    example="Tệp “Bao cao So Y te.pdf” được xếp cho Sở Y tế, chờ tệp Excel.",
    fix="Kiểm tra đơn vị gửi; nếu không đúng thì đổi tên tệp theo tên đơn vị rồi chạy lại.",
    for_the_office=True,
    fact="Tệp chưa dùng được, theo tên tệp thì do {0} gửi.",
    advice="Đề nghị kiểm tra đơn vị gửi; nếu không đúng thì đổi tên tệp theo tên đơn vị.",
)
