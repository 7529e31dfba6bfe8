"""VS142: Nothing is reported; details: how many required cells are answered, of how many, what stands in the others."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS142",
    name="nothing-reported",
    severity=Severity.ERROR,
    title="Tệp chưa có số liệu",
    why="Lý do để trống chỉ dùng cho vài ô; khi gần hết các ô chưa có câu trả lời thì không có gì để tổng hợp.",
    example="“Chưa có số liệu” được chọn, hoặc “…” được ghi, ở 60 trên 69 ô bắt buộc.",
    fix="Nhập các số liệu, câu trả lời đã có; không phát sinh thì ghi 0; rồi gửi lại.",
    fact="Gần hết các ô bắt buộc về hoạt động chưa có câu trả lời nên tệp chưa được tính là báo cáo.",
    fact_known=("Tệp có {0} trên {1} ô bắt buộc về hoạt động đã trả lời ({2}) nên chưa được tính là báo cáo."),
    advice="Đề nghị nhập các số liệu, câu trả lời đã có; không phát sinh thì ghi 0; rồi gửi lại.",
    fatal=True,
)
