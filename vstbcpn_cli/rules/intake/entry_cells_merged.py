"""VS217: Cells of several answers were merged; details: the area, its first cell, what stands there."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS217",
    name="entry-cells-merged",
    severity=Severity.WARNING,
    title="Ô nhập bị gộp",
    why="Ô gộp chỉ giữ được một nội dung nên các ô còn lại bị coi là trống.",
    example="Các ô D8:D11 bị gộp, chỉ ô D8 có nội dung “5”.",
    fix="Bỏ gộp ô và điền đủ từng ô.",
    thing="vùng gộp",
    fact="Các ô {0} bị gộp thành một ô nên không nhập được nội dung của từng ô.",
    advice="Đề nghị bỏ gộp ô và điền đủ từng ô.",
    fact_known="Các ô {0} bị gộp thành một ô, chỉ ô {1} có nội dung “{2}”.",
)
