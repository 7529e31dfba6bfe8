"""VS214: The hidden stamp is gone and another mark told the unit; details: that mark."""

from __future__ import annotations

from vstbcpn_cli.rules.base import ProblemRule
from vstbcpn_cli.schema.model import Severity

RULE = ProblemRule(
    code="VS214",
    name="stamp-lost",
    severity=Severity.WARNING,
    title="Mất thông tin ẩn của mẫu",
    why="Thông tin ẩn cho biết tệp của đơn vị nào, kỳ nào; khi mất phải nhận ra bằng dấu hiệu khác.",
    example="Trang ẩn của mẫu đã bị xóa.",
    fix="Xác nhận đúng đơn vị; lần sau không xóa trang ẩn của mẫu.",
    fact="Trang thông tin ẩn của mẫu đã bị xóa; đơn vị được nhận ra qua dấu hiệu khác.",
    advice="Đề nghị xác nhận đúng đơn vị; lần sau không xóa trang này.",
    fact_known="Trang thông tin ẩn của mẫu đã bị xóa; đơn vị được nhận ra qua {0}.",
    terms={
        "property": "thuộc tính của tệp",
        "keyword": "từ khóa của tệp",
        "header": "mã in trên biểu",
        "name": "tên tệp",
        "printed": "mã in trên biểu",
        "filename": "tên tệp",
        "labels": "mã in trên biểu",
    },
)
