"""VS355: A formula whose result nobody can compute again; details: the formula, the stored result in quotes."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS355",
    name="formula-not-checked",
    severity=Severity.NOTICE,
    title="Công thức phần mềm không tính lại được",
    why="Kết quả lưu trong tệp được dùng, nhưng không kiểm tra được có còn đúng với công thức hay không.",
    example='Ô có công thức “=INDIRECT("B2")”, kết quả lưu trong tệp là 12.',
    fix="Đối chiếu kết quả với báo cáo giấy, hoặc nhập thẳng nội dung vào ô, thay cho công thức.",
    fact=(
        "Phần mềm không đọc được nội dung công thức của ô nên không tính lại được; "
        "kết quả lưu trong tệp là {1} và được dùng."
    ),
    fact_known="Phần mềm không tính lại được công thức “{0}” của ô; kết quả lưu trong tệp là {1} và được dùng.",
    advice="Đề nghị đối chiếu với báo cáo giấy, hoặc nhập thẳng nội dung vào ô, thay cho công thức.",
)
