"""VS317: “chưa có số liệu” typed into the cell: no figure, and not a zero."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS317",
    name="figure-not-available",
    severity=Severity.WARNING,
    title="Chưa có số liệu",
    why="Chưa có số liệu khác với bằng 0; chỉ tiêu này của đơn vị chưa được cộng.",
    example="Ô ghi “đang cập nhật” hoặc “N/A”.",
    fix="Để trống ô và chọn “Chưa có số liệu” ở cột “Lý do để trống”; không phát sinh thì ghi 0.",
    said_by=("part-without-whole", "short-of-target-without-reason", "number-without-date"),
    fact="Ô ghi “{shown}”, được hiểu là chưa có số liệu, không phải số 0.",
    advice=(
        "Đề nghị để trống ô; dòng có cột “Lý do để trống” thì chọn “Chưa có số liệu” ở cột đó. "
        "Với ô số, không phát sinh thì ghi 0."
    ),
)
