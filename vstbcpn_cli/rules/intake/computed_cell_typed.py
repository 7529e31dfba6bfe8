"""VS313: A constant typed over a computed cell; details: typed, recomputed."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS313",
    name="computed-cell-typed",
    severity=Severity.WARNING,
    catalogue=("R30",),
    title="Ô tự tính có nội dung nhập đè",
    why="Ô tự tính luôn được phần mềm tính lại từ các ô thành phần; số nhập tay không được dùng.",
    example="Ô tổng nhập tay 95, các ô thành phần cộng lại là 97.",
    fix="Kiểm tra các ô thành phần; không nhập vào ô tự tính.",
    fact="Ô tự tính có nội dung nhập đè “{0}” nên không được dùng; các ô thành phần chưa đủ để tính.",
    advice="Đề nghị điền các ô thành phần, hoặc các dòng của bảng, và xóa nội dung nhập đè.",
    fact_known="Ô tự tính có nội dung nhập đè “{0}”; phần mềm tính lại và dùng “{1}”.",
    advice_known="Đề nghị kiểm tra các ô thành phần và không nhập vào ô tự tính.",
)
