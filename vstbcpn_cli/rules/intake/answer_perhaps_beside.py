"""VS357: Words beside an empty cell that may be its answer; details: the column and the cell where they stand."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS357",
    name="answer-perhaps-beside",
    severity=Severity.WARNING,
    said_by=("missing-value", "missing-when-required", "part-without-whole"),
    title="Nội dung ở ô bên cạnh có thể là câu trả lời",
    why="Nội dung ghi ở cột lý do, giải trình không được tổng hợp; nếu đó là câu trả lời thì chỉ tiêu bị thiếu.",
    example="Ô số liệu để trống, cột “Lý do để trống” ghi “Tuyên truyền được 14 buổi tại 3 xã”.",
    fix="Nếu là câu trả lời thì ghi vào ô và xóa ở ô bên cạnh; nếu không phải thì ghi rõ ở cột “Giải trình”.",
    fact="Ô còn trống, {0} cùng dòng (ô {1}) ghi “{shown}”; nội dung này chưa được tổng hợp.",
    advice=(
        "Đề nghị ghi vào ô này nếu đó là câu trả lời, rồi xóa ở ô {1}; nếu là lý do thì ghi rõ ở cột “Giải trình” vì "
        "sao chưa có số liệu, nội dung."
    ),
)
