"""VS354: The stored result of a formula is rounded; details: the formula, both results in quotes."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS354",
    name="result-rounded",
    severity=Severity.NOTICE,
    title="Kết quả của công thức được lưu dạng làm tròn",
    why="Có chương trình lưu kết quả đúng như ô hiển thị, đã làm tròn; con số được dùng là con số đã lưu.",
    example="Ô có công thức “=1/3”, kết quả lưu trong tệp là 0,33.",
    fix="Không phải sửa; nếu cần con số đầy đủ thì nhập thẳng vào ô.",
    fact="Ô có công thức “{0}” cho kết quả {2}; kết quả lưu trong tệp đã làm tròn là {1} và được dùng.",
    advice="Đề nghị nhập thẳng vào ô nếu cần con số đầy đủ; nếu không thì không phải sửa.",
)
