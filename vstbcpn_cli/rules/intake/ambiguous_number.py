"""VS303: “1.234” where both readings are legal; details: the two readings, or the number stored where another shows."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS303",
    name="ambiguous-number",
    severity=Severity.ERROR,
    title="Số có hai cách đọc",
    why="Dấu chấm có thể ngăn hàng nghìn, cũng có thể là dấu thập phân; định dạng riêng của ô có thể hiển thị con số "
    "khác với số đã nhập. Phần mềm không tự chọn một cách đọc.",
    example="Ô kinh phí ghi “1.234”, có thể là 1234 hoặc 1,234.",
    fix="Nhập lại số, không dùng dấu ngăn hàng nghìn; phần thập phân dùng dấu phẩy; bỏ định dạng riêng của ô.",
    fact="Ô chứa số {0} nhưng định dạng của ô hiển thị nội dung khác.",
    fact_known="Ô ghi “{shown}”, có thể là {0} hoặc {1}.",
    advice="Đề nghị bỏ định dạng riêng của ô rồi nhập lại con số.",
    advice_known="Đề nghị nhập lại con số, không dùng dấu ngăn hàng nghìn.",
)
