"""VS343: A series of digits longer than a number cell keeps, where words are asked."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS343",
    name="digits-lost",
    severity=Severity.ERROR,
    title="Dãy số dài bị mất chữ số cuối",
    why="Ô dạng số chỉ giữ được 15 chữ số; số hiệu, số điện thoại dài hơn thì các chữ số cuối thành 0.",
    example="Nhập 123456789012345678, ô chỉ giữ được 123456789012345000.",
    fix="Đặt định dạng ô là Văn bản (Text), rồi nhập lại cả dãy số.",
    fact="Dãy số trong ô chỉ còn giữ được là “{shown}”; các chữ số sau chữ số thứ 15 đã mất khi nhập.",
    advice="Đề nghị đặt ô ở dạng Văn bản (Text), hoặc gõ dấu nháy đơn (') ở đầu, rồi nhập lại cả dãy số.",
)
