"""VS347: An answer typed beside its own empty cell; details: the column and the cell where it stands."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS347",
    name="answer-beside",
    severity=Severity.ERROR,
    title="Câu trả lời ghi nhầm sang ô bên cạnh",
    why="Số ghi ở cột lý do, giải trình hoặc ngoài ô nhập thì không được cộng; không rõ có phải là câu trả lời không.",
    example="Ô số liệu để trống, cột “Lý do để trống” ghi “14”.",
    fix="Ghi con số vào ô số liệu và xóa ở ô bên cạnh; lý do, giải trình thì ghi bằng chữ.",
    fact="Ô còn trống nhưng {0} cùng dòng (ô {1}) ghi “{shown}”; chưa được coi là câu trả lời.",
    advice="Đề nghị ghi nội dung đó vào ô này nếu là câu trả lời, rồi xóa ở ô {1}; lý do, giải trình thì ghi bằng chữ.",
)
