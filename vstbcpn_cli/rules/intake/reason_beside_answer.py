"""VS349: A reason for an empty cell beside an answer; details: column and cell where it stands, the answer."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS349",
    name="reason-beside-answer",
    severity=Severity.WARNING,
    title="Vừa có nội dung vừa có lý do để trống",
    why="Lý do để trống chỉ dùng khi để trống ô; có cả hai thì không rõ nội dung của ô có dùng được không.",
    example="Ô ghi 14 và cột “Lý do để trống” chọn “Chưa có số liệu”.",
    fix="Xóa lý do nếu nội dung của ô đúng; nếu chưa có thì để trống ô.",
    fact="Ô ghi “{2}” nhưng {0} cùng dòng (ô {1}) ghi “{shown}”; nội dung của ô vẫn được dùng.",
    advice="Đề nghị xóa ở ô {1} nếu nội dung của ô này đúng; nếu chưa có thì để trống ô này.",
)
