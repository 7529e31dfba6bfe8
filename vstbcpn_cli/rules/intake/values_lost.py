"""VS215: A sheet stores more values than could be read; details: sheet, how many."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS215",
    name="values-lost",
    severity=Severity.ERROR,
    title="Có giá trị không đọc được",
    why="Số giá trị lưu trong tệp và số giá trị đọc được phải bằng nhau, nếu không sẽ mất số liệu mà không ai biết.",
    example="Trang tính “NV6” lưu 120 giá trị, đọc được 118.",
    fix="Mở tệp bằng Excel, lưu lại rồi gửi.",
    thing="trang tính",
    fact="Trang tính “{0}” có {1} giá trị không đọc được.",
    advice="Đề nghị mở tệp bằng Excel, lưu thành tệp mới rồi gửi lại.",
)
