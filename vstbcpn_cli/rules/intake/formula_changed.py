"""VS338: A computed cell has another formula than the form's; details: what it gives, recomputed, the rows left out."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS338",
    name="formula-changed",
    severity=Severity.WARNING,
    title="Công thức của ô tự tính đã bị sửa",
    why="Kéo, chép công thức có thể làm sót dòng; phần mềm luôn tính lại từ các ô thành phần.",
    example="Công thức cộng từ dòng 31 đến dòng 35, bảng có số liệu đến dòng 37.",
    fix="Chép lại công thức từ tệp biểu mẫu, hoặc để phần mềm tính.",
    fact="Công thức của ô khác công thức của biểu mẫu, {0}; phần mềm tính lại: “{1}”.",
    fact_known="Công thức của ô bỏ sót dòng {2}, {0}; phần mềm tính lại: “{1}”.",
    advice="Đề nghị kiểm tra các ô thành phần; lần sau giữ nguyên công thức của biểu mẫu.",
)
