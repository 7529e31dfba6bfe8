"""VS121: A link to something outside the file; details: which kind, how many."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS121",
    name="outside-links",
    severity=Severity.NOTICE,
    title="Tệp có liên kết ra ngoài",
    why="Phần mềm không mở tệp khác và không chạy liên kết; giá trị lưu sẵn trong tệp có thể đã cũ.",
    example="Tệp có 2 liên kết tới tệp khác.",
    fix="Dán giá trị thay cho liên kết, rồi bỏ liên kết (Dữ liệu > Sửa liên kết).",
    fact="Tệp có {1} {0}; phần mềm không mở và không cập nhật các liên kết này.",
    advice="Đề nghị lần sau dán giá trị thay cho liên kết.",
    terms={
        "externals": "liên kết tới tệp khác",
        "dde": "liên kết tới chương trình khác",
        "connections": "kết nối tới nguồn dữ liệu bên ngoài",
    },
)
