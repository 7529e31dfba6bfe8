"""VS142: Reasons stand where nearly all answers should; details: how many, of how many."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS142",
    name="nothing-reported",
    severity=Severity.ERROR,
    title="Tệp chưa có số liệu",
    why="Lý do để trống chỉ dùng cho vài ô; khi gần hết các ô đều chỉ có lý do thì không có gì để tổng hợp.",
    example="“Chưa có số liệu” được chọn ở 60 trên 69 ô bắt buộc.",
    fix="Nhập các số liệu, câu trả lời đã có; không phát sinh thì ghi 0; rồi gửi lại.",
    fact="Tệp ghi lý do để trống thay cho số liệu ở gần hết các ô bắt buộc nên chưa được tính là báo cáo.",
    fact_known=(
        "Tệp ghi lý do để trống thay cho số liệu ở {0} trên {1} ô bắt buộc về hoạt động nên chưa được tính là báo cáo."
    ),
    advice="Đề nghị nhập các số liệu, câu trả lời đã có; không phát sinh thì ghi 0; rồi gửi lại.",
    fatal=True,
)
