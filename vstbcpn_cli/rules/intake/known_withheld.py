"""VS346: No answer where every office knows it."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import Case, ProblemRule

RULE = ProblemRule(
    code="VS346",
    name="known-withheld",
    severity=Severity.ERROR,
    title="Nội dung đơn vị luôn có nhưng chưa trả lời",
    why="Người ký, số cán bộ của mình, việc đã làm hay chưa là điều đơn vị luôn biết; không có lý do nào thay được.",
    example="Ô “Người ký” ghi “chưa có số liệu”.",
    fix="Điền nội dung vào ô; với ô số thì không có thì ghi 0.",
    fact="Ô ghi “{shown}”, trong khi đây là nội dung đơn vị luôn có.",
    advice="Đề nghị điền nội dung vào ô.",
    cases={
        "number": Case(advice="Đề nghị nhập con số; không có thì ghi 0."),
        "date": Case(advice="Đề nghị ghi đủ ngày/tháng/năm."),
        "yes-no": Case(advice="Đề nghị chọn “Có” hoặc “Không”."),
        "choice": Case(advice="Đề nghị chọn một giá trị trong danh sách."),
    },
)
