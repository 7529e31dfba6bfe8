"""VS356: Formulas of the form that a program could not write down; details: how many, the first, the program."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS356",
    name="formulas-broken",
    severity=Severity.NOTICE,
    title="Công thức của ô tự tính bị hỏng khi chuyển định dạng tệp",
    why="Có chương trình không ghi được hết công thức; phần mềm luôn tính lại từ các ô thành phần.",
    example="Tệp chuyển qua hai chương trình, ô tự tính báo “#VALUE!”.",
    fix="Không phải sửa số liệu; lần sau điền vào tệp biểu mẫu gốc và lưu ở định dạng .xlsx.",
    fact=(
        "Công thức của {0} ô tự tính (đầu tiên là {1}) bị hỏng khi lưu hoặc chuyển tệp. Phần mềm tự tính lại các ô này."
    ),
    fact_known=(
        "Tệp được lưu bằng {2}; công thức của {0} ô tự tính (đầu tiên là {1}) bị hỏng khi lưu hoặc chuyển tệp. "
        "Phần mềm tự tính lại các ô này."
    ),
    advice="Đề nghị lần sau điền vào tệp biểu mẫu gốc và lưu ở định dạng .xlsx; số liệu không phải sửa.",
)
