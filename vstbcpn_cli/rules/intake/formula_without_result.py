"""VS320: A formula without a stored result."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS320",
    name="formula-without-result",
    severity=Severity.ERROR,
    title="Công thức chưa có kết quả",
    why="Tệp do phần mềm khác lưu có thể chỉ có công thức mà chưa có số.",
    example="Ô có công thức cộng nhưng chưa tính.",
    fix="Mở tệp bằng Excel, bấm Lưu rồi gửi lại, hoặc nhập thẳng nội dung vào ô.",
    fact="Ô có công thức nhưng chưa có kết quả.",
    advice="Đề nghị mở tệp bằng Excel, bấm Lưu rồi gửi lại, hoặc nhập thẳng nội dung vào ô.",
)
