"""VS323: An empty cell of a filled row took its default; details: the default."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS323",
    name="default-taken",
    severity=Severity.NOTICE,
    title="Ô trống hiểu theo giá trị ngầm định",
    why="Một số ô có giá trị thường gặp; để trống thì hiểu theo giá trị đó.",
    example="Ô vai trò còn trống, hiểu là “Chủ trì”.",
    fix="Không phải sửa nếu cách hiểu đúng.",
    fact="Ô còn trống trong dòng đã điền, được hiểu là “{0}”.",
    advice="Đề nghị kiểm tra và ghi rõ.",
)
