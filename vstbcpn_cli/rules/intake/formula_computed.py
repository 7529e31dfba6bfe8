"""VS337: A simple formula without a stored result, computed by the program; details: the result."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS337",
    name="formula-computed",
    severity=Severity.NOTICE,
    title="Công thức do phần mềm tính giúp",
    why="Tệp do phần mềm khác lưu có thể chỉ có công thức mà chưa có số; công thức đơn giản thì tính được.",
    example="Ô ghi “=3+4” nhưng tệp chưa lưu kết quả, được tính là 7.",
    fix="Kiểm tra con số đã tính; lần sau mở tệp bằng Excel, bấm Lưu rồi gửi.",
    fact="Ô có công thức “{shown}” chưa có kết quả, được tính là {0}.",
    advice="Đề nghị kiểm tra con số này; lần sau mở tệp bằng Excel, bấm Lưu rồi gửi.",
)
