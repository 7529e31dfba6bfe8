"""VS221: A note on a filled cell: its words are quoted and not used."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS221",
    name="note-on-cell",
    severity=Severity.NOTICE,
    title="Ô có ghi chú",
    why="Nội dung ghi chú không được tổng hợp; điều cần nói về một con số thì ghi ở cột “Giải trình”.",
    example="Ô ghi 12, ghi chú “chưa kể 3 người nghỉ hưu”.",
    fix="Chuyển nội dung cần báo cáo vào cột “Giải trình”.",
    fact="Ô có ghi chú “{shown}”; nội dung ghi chú không được tổng hợp.",
    advice="Đề nghị chuyển nội dung cần báo cáo (nếu có) vào cột “Giải trình”.",
)
