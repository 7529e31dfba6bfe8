"""VS322: Neither Có nor Không nor a documented spelling of them."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS322",
    name="not-yes-or-no",
    severity=Severity.ERROR,
    title="Chưa phải “Có” hoặc “Không”",
    why="Ô này được thống kê theo hai câu trả lời “Có” và “Không”.",
    example="Ô ghi “đang làm”.",
    fix="Chọn “Có” hoặc “Không”; phần giải thích ghi ở cột “Giải trình”.",
    fact="Ô ghi “{shown}”, chưa phải “Có” hoặc “Không”.",
    advice="Đề nghị chọn “Có” hoặc “Không”.",
)
