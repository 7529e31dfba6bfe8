"""VS334: A text of exactly the length at which programs cut off; details: that length."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS334",
    name="text-cut-off",
    severity=Severity.WARNING,
    title="Nội dung có thể bị cắt",
    why="Một số phần mềm cắt nội dung ở ký tự thứ 255 hoặc 32.767 khi chép trang tính.",
    example="Nội dung dài đúng 255 ký tự, dừng ở giữa câu.",
    fix="Kiểm tra đoạn cuối và bổ sung phần bị mất.",
    fact="Nội dung dài đúng {0} ký tự, có thể đã bị cắt ở cuối.",
    advice="Đề nghị kiểm tra đoạn cuối và bổ sung phần bị mất.",
)
