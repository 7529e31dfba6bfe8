"""VS344: The stored result of a formula is not what the formula gives; details: the formula, both results in quotes."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS344",
    name="stale-result",
    severity=Severity.ERROR,
    title="Kết quả lưu trong ô khác kết quả của công thức",
    why="Tệp có thể được lưu khi công thức chưa tính lại; khi hai kết quả khác nhau thì không biết kết quả nào đúng.",
    example="Ô có công thức “=1+3” nhưng kết quả lưu trong tệp là 400.",
    fix="Nhập thẳng nội dung đúng vào ô, thay cho công thức, lưu tệp rồi gửi lại.",
    fact="Ô có công thức “{0}”, kết quả lưu trong tệp là {1} nhưng tính lại được kết quả {2}; chưa dùng kết quả nào.",
    advice="Đề nghị nhập thẳng nội dung đúng vào ô, thay cho công thức, lưu tệp rồi gửi lại.",
)
