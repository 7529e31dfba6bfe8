"""VS133: The archive a workbook came in holds further files, which were not read; details: how many, their names."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS133",
    name="packed-others",
    severity=Severity.NOTICE,
    title="Tệp nén còn tệp khác chưa đọc",
    why="Phần mềm chỉ đọc tệp Excel trong tệp nén; ảnh, văn bản, tệp nén khác trong đó thì không.",
    example="Trong “bao cao.zip” có một tệp Excel và tệp “phu luc.zip”.",
    fix="Kiểm tra các tệp còn lại; nếu có số liệu thì ghi vào biểu mẫu hoặc gửi thẳng tệp Excel.",
    fact="Trong tệp nén còn {0} tệp chưa được đọc: {1}.",
    advice="Đề nghị kiểm tra; nếu có số liệu báo cáo trong đó thì gửi thẳng tệp Excel.",
)
