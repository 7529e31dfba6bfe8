"""VS231: Cells that hold nothing but spaces; details: how many, where."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS231",
    name="only-spaces",
    severity=Severity.NOTICE,
    title="Ô chỉ có dấu cách",
    why="Ô chỉ có dấu cách được coi là ô trống.",
    example="Ô A900 ngoài bảng chỉ có dấu cách.",
    fix="Xóa dấu cách; ô cần điền thì nhập nội dung.",
    fact="Có {0} ô chỉ có dấu cách, được coi là ô trống; vị trí: {1}.",
    advice="Đề nghị xóa dấu cách trong các ô này.",
)
