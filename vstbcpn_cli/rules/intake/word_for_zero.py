"""VS316: “-” or “không” in a number cell, read as 0; details: what was understood."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS316",
    name="word-for-zero",
    severity=Severity.WARNING,
    next_time=True,
    title="Chữ hoặc gạch ngang thay cho số 0",
    why="Không phát sinh thì ghi số 0 để không lẫn với ô để trống.",
    example="Ô ghi “-”, được hiểu là 0.",
    fix="Lần sau ghi 0.",
    fact="Ô ghi “{shown}”, được hiểu là 0 (không phát sinh).",
    advice="Đề nghị lần sau ghi 0.",
)
