"""VS342: “…” left in a cell: a place kept free for an answer, and none yet."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS342",
    name="left-with-dots",
    severity=Severity.NOTICE,
    title="Ô chỉ có dấu chấm lửng",
    why="Dấu “…” giữ chỗ cho nội dung chưa điền nên ô được coi như còn trống.",
    example="Ô số ghi “…”.",
    fix="Ghi con số; không phát sinh thì ghi 0; chưa có thì để trống và chọn lý do ở cột “Lý do để trống”.",
    fact="Ô ghi “{shown}”, được coi như chưa điền.",
    advice="Đề nghị điền vào ô, hoặc để trống; dòng có cột “Lý do để trống” thì chọn lý do ở cột đó.",
)
