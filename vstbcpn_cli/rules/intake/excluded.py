"""VS130: The office leaves the file out; details: its reason."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS130",
    name="excluded",
    severity=Severity.NOTICE,
    title="Loại trừ theo sổ theo dõi",
    why="Cơ quan tổng hợp có thể không dùng một tệp, kể cả tệp hợp lệ; lý do ghi trong sổ theo dõi và in ra ở phụ lục.",
    example="Đơn vị đề nghị rút tệp đã gửi; sổ theo dõi ghi tệp này “loại trừ” với lý do.",
    fix="Không cần sửa; muốn dùng lại tệp thì xóa chữ “loại trừ” ở dòng của tệp trong sổ theo dõi.",
    for_the_office=True,
    fact="Tệp được loại trừ theo sổ theo dõi nên không được tính.",
    advice="Đề nghị xóa chữ “loại trừ” trong sổ theo dõi nếu cần dùng lại tệp.",
    fact_known="Tệp được loại trừ theo sổ theo dõi nên không được tính; lý do: {0}.",
)
