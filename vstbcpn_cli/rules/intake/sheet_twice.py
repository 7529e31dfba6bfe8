"""VS205: Two sheets with the same keys; details: for each of them its name and how many cells are filled."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS205",
    name="sheet-twice",
    severity=Severity.ERROR,
    title="Hai bản của một trang tính",
    why="Chưa xác định được bản cuối nên không dùng bản nào.",
    example="Có “NV3” với 4 ô đã ghi và “NV3 (2)” với 31 ô đã ghi.",
    fix="Giữ lại trang tính đúng, xóa trang tính còn lại.",
    thing="trang tính",
    fact="Có nhiều bản của cùng một trang tính: {all}.",
    advice="Đề nghị giữ lại bản đúng, xóa các bản còn lại.",
)
