"""VS111: A later file of the same unit counts; details: that file, what differs."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS111",
    name="superseded",
    severity=Severity.NOTICE,
    title="Đã có tệp thay thế",
    why="Mỗi đơn vị chỉ tính một tệp cho một kỳ; tệp nhận sau cùng thay cho các tệp trước.",
    example="Đơn vị gửi “bản cuối” rồi gửi tiếp “bản cuối 2”.",
    fix="Không cần sửa; chỉ xác nhận tệp được dùng là bản đúng.",
    for_the_office=True,
    fact="Đơn vị có tệp nhận sau cho cùng kỳ nên tệp này không được tính.",
    advice="Đề nghị xác nhận tệp nhận sau là bản đúng.",
    fact_known="Đơn vị có tệp nhận sau cho cùng kỳ; tệp được dùng là “{0}”, {1}.",
)
