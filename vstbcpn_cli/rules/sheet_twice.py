"""VS205: Two sheets with the same keys; details: for each of them its name and how many cells are filled."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS205",
    name="sheet-twice",
    severity=Severity.ERROR,
    title="Hai bản của một trang",
    why="Không biết bản nào là bản cuối nên không dùng bản nào.",
    example="Có “NV3” với 4 ô số liệu và “NV3 (2)” với 31 ô.",
    fix="Giữ lại trang có số liệu đúng, xóa trang kia.",
    fact="Có nhiều bản của cùng một trang: {all}.",
    advice="Đề nghị giữ lại một bản.",
)
