"""VS225: Beside what was named one by one, more cells lie outside the form; details: how many."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS225",
    name="more-outside-the-form",
    severity=Severity.WARNING,
    title="Còn nhiều ô khác nằm ngoài biểu mẫu",
    why="Một trang tính có quá nhiều ô ngoài biểu mẫu thì chỉ nêu từng ô của phần đầu, phần còn lại nêu tổng số.",
    example="Trang tính NV3 có thêm 500 ô nội dung bên cạnh biểu mẫu.",
    fix="Chuyển nội dung cần báo cáo vào đúng ô của biểu mẫu; xóa phần còn lại hoặc để ở trang tính riêng.",
    thing="trang tính",
    fact="Trang tính “{sheet}” còn {0} ô khác có nội dung nằm ngoài biểu mẫu, không được tổng hợp.",
    advice="Đề nghị chuyển nội dung cần báo cáo vào đúng ô của biểu mẫu và xóa phần còn lại.",
)
