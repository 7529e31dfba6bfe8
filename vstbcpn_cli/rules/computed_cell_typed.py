"""VS313: A constant typed over a computed cell; details: typed, recomputed."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS313",
    name="computed-cell-typed",
    severity=Severity.WARNING,
    catalogue=("R30",),
    title="Gõ đè lên ô tính sẵn",
    why="Ô tính sẵn luôn được phần mềm tính lại từ các ô thành phần; số gõ tay không được dùng.",
    example="Ô tổng gõ tay 95, các ô thành phần cộng lại là 97.",
    fix="Kiểm tra các ô thành phần; không gõ vào ô tính sẵn.",
    fact="Ô tính sẵn đã bị gõ đè; phần mềm dùng kết quả tính lại.",
    advice="Đề nghị kiểm tra các ô thành phần; không gõ vào ô tính sẵn.",
    fact_known="Ô tính sẵn đã bị gõ đè “{0}”; phần mềm tự tính lại và dùng “{1}”.",
)
