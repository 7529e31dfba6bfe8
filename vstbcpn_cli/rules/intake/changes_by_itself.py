"""VS353: A formula whose result is another one whenever the file is opened: today's date, a random number."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS353",
    name="changes-by-itself",
    severity=Severity.WARNING,
    title="Giá trị tự đổi mỗi khi mở tệp",
    why="Công thức lấy ngày giờ của máy hoặc số ngẫu nhiên thì hôm sau mở tệp sẽ ra giá trị khác với lúc ký.",
    example="Ô “Ngày báo cáo” có công thức “=TODAY()”.",
    fix="Nhập thẳng nội dung vào ô, thay cho công thức.",
    fact="Công thức của ô cho giá trị khác mỗi khi mở tệp; giá trị lưu trong tệp là “{shown}” và được dùng.",
    advice="Đề nghị nhập thẳng nội dung vào ô, thay cho công thức.",
)
