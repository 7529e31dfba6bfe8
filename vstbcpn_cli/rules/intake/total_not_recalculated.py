"""VS345: A computed cell has the form's formula and an old result; details: stored, recomputed."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS345",
    name="total-not-recalculated",
    severity=Severity.WARNING,
    title="Ô tự tính chưa được tính lại khi lưu tệp",
    why="Có chương trình lưu tệp mà không tính lại công thức; số của tỉnh luôn được tính lại từ các ô thành phần.",
    example="Ô tổng ghi 95, các ô thành phần cộng lại là 97.",
    fix="Mở tệp bằng Excel, nhấn Ctrl+Alt+F9 để tính lại, rồi lưu.",
    fact=(
        "Ô tự tính giữ nguyên công thức của biểu mẫu nhưng kết quả lưu trong tệp là “{0}”; "
        "tính lại từ các ô thành phần thì khác (tệp có thể được lưu bằng chương trình không tính lại công thức)."
    ),
    fact_known=(
        "Ô tự tính giữ nguyên công thức của biểu mẫu nhưng kết quả lưu trong tệp là “{0}”; "
        "phần mềm tính lại và dùng “{1}” (tệp có thể được lưu bằng chương trình không tính lại công thức)."
    ),
    advice="Đề nghị mở tệp bằng Excel, nhấn Ctrl+Alt+F9 để tính lại, đối chiếu với báo cáo giấy rồi lưu.",
)
