"""VS348: Another answer stands beside the one in the cell; details: column and cell where it stands, the answer."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS348",
    name="two-answers",
    severity=Severity.ERROR,
    title="Hai câu trả lời khác nhau trên một dòng",
    why="Hai con số khác nhau cho một chỉ tiêu thì không biết con số nào đúng.",
    example="Ô số liệu ghi 12, cột “Lý do để trống” ghi “14”.",
    fix="Giữ một con số trong ô số liệu, xóa con số ở ô bên cạnh.",
    fact="Ô ghi “{2}” nhưng {0} cùng dòng (ô {1}) ghi “{shown}”; chưa dùng câu trả lời nào.",
    advice="Đề nghị giữ câu trả lời đúng trong ô này và xóa ở ô {1}.",
)
