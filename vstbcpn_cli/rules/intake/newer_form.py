"""VS141: The form is newer than this program; details: theirs, ours."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS141",
    name="newer-form",
    severity=Severity.ERROR,
    title="Biểu mẫu mới hơn phần mềm",
    why="Phần mềm chỉ đọc được các bộ biểu mẫu đã có khi phát hành phần mềm.",
    example="Tệp dùng biểu mẫu năm 2031, phần mềm mới có đến năm 2011.",
    fix="Cài bản mới của phần mềm, hoặc chọn đúng bộ biểu mẫu, rồi kiểm tra lại tệp. Đơn vị không phải làm gì.",
    for_the_office=True,
    fact="Tệp dùng biểu mẫu bản “{0}”, mới hơn bộ biểu mẫu của phần mềm (bản “{1}”) nên phần mềm chưa đọc được.",
    advice="Đề nghị cơ quan tổng hợp cài bản mới của phần mềm, hoặc chọn đúng bộ biểu mẫu. Đơn vị không phải làm gì.",
    fatal=True,
)
