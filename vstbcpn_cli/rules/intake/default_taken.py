"""VS323: An empty cell of a filled row took its default; details: the default."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS323",
    name="default-taken",
    severity=Severity.NOTICE,
    title="Ô trống được hiểu theo giá trị quy ước",
    why="Một số ô có giá trị quy ước; để trống được hiểu theo giá trị đó.",
    example="Ô “Vai trò” còn trống, được hiểu là “Chủ trì”.",
    fix="Không cần sửa nếu cách hiểu đúng.",
    fact="Ô còn trống trong dòng đã điền, được hiểu là “{0}”.",
    advice="Đề nghị kiểm tra và chọn giá trị của ô.",
)
