"""VS241: The form is of another issue of the edition, earlier or unknown here; details: what differs."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS241",
    name="earlier-issue",
    severity=Severity.NOTICE,
    title="Biểu mẫu của lần phát hành khác",
    why="Biểu mẫu có thể được chỉnh sửa sau khi đã gửi cho các đơn vị; nội dung vẫn được đọc theo mã số.",
    example="Một tên dòng được sửa chữ sau khi biểu mẫu đã gửi đi.",
    fix="Đơn vị không phải làm gì; cơ quan tổng hợp đối chiếu những nội dung đã sửa trong biểu mẫu.",
    for_the_office=True,
    fact="Tệp dùng biểu mẫu của lần phát hành khác với bộ biểu mẫu của phần mềm; nội dung vẫn được đọc theo mã số.",
    fact_known="Tệp dùng biểu mẫu của lần phát hành khác với bộ biểu mẫu của phần mềm, khác ở: {0}; "
    "nội dung vẫn được đọc theo mã số.",
    advice="Đề nghị cơ quan tổng hợp lưu ý những nội dung khác nhau giữa hai lần phát hành; đơn vị không phải làm gì.",
)
