"""VS207: A sheet of the unit's own; details: how many cells it holds."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS207",
    name="foreign-sheet",
    severity=Severity.NOTICE,
    title="Trang tính ngoài biểu mẫu",
    why="Trang tính tự thêm không thuộc biểu mẫu nên không được tổng hợp.",
    example="Trang tính “Ghi chú” do đơn vị thêm.",
    fix="Không cần sửa; nếu có nội dung cần báo cáo thì chuyển vào trang tính của biểu mẫu.",
    thing="trang tính",
    fact="Trang tính “{sheet}” nằm ngoài biểu mẫu, có {0} ô nội dung, không được tổng hợp.",
    advice="Đề nghị chuyển nội dung cần báo cáo (nếu có) vào trang tính của biểu mẫu.",
)
