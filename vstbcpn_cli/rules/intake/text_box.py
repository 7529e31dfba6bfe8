"""VS222: A text box on a sheet: its words are quoted and not used."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS222",
    name="text-box",
    severity=Severity.WARNING,
    title="Nội dung ghi trong hộp chữ",
    why="Hộp chữ nằm trên các ô, không gắn với mã số nên không xác định được thuộc chỉ tiêu nào.",
    example="Trang tính “NV4” có hộp chữ ghi “đã có 12 người”.",
    fix="Chuyển nội dung cần báo cáo vào ô của biểu mẫu.",
    thing="hộp chữ",
    fact="Trang tính “{sheet}” có hộp chữ ghi “{shown}”; nội dung này không được tổng hợp.",
    advice="Đề nghị chuyển nội dung cần báo cáo (nếu có) vào ô của biểu mẫu.",
)
