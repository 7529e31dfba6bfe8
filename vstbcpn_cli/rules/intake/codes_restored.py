"""VS229: Codes of lines were lost, the lines found by their labels; details: codes, how many, what stands there."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS229",
    name="codes-restored",
    severity=Severity.WARNING,
    title="Mã số của dòng đã mất hoặc bị ghi đè",
    why="Số liệu được đọc theo mã số in ở đầu dòng; mất mã số thì chỉ còn nhận ra dòng qua nội dung in sẵn.",
    example="Cột “Mã số” của trang tính “NV6” bị dán đè.",
    fix="Lấy lại tệp biểu mẫu; dùng Sao chép rồi Dán giá trị, chỉ dán vào các ô nhập số liệu.",
    thing="bảng",
    fact="Mã số của {1} dòng ({0}) không còn hoặc bị ghi đè{2}; dòng được đọc theo nội dung in sẵn.",
    advice="Đề nghị kiểm tra nội dung của các dòng này; lần sau chỉ dán giá trị vào các ô nhập số liệu.",
)
