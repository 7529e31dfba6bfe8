"""VS214: The hidden stamp is gone and another mark told the unit; details: that mark."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS214",
    name="stamp-lost",
    severity=Severity.WARNING,
    title="Không còn trang tính ẩn của biểu mẫu",
    why="Trang tính ẩn cho biết tệp của đơn vị nào, kỳ nào; không còn thì đơn vị được xác định qua dấu hiệu khác.",
    example="Trang tính ẩn không còn trong tệp gửi về.",
    fix="Xác nhận đúng đơn vị; lần sau giữ nguyên trang tính ẩn của biểu mẫu.",
    fact="Trang tính ẩn của biểu mẫu không còn; đơn vị được xác định qua dấu hiệu khác.",
    advice="Đề nghị xác nhận đúng đơn vị; lần sau giữ nguyên trang tính này.",
    fact_known="Trang tính ẩn của biểu mẫu không còn; đơn vị được xác định qua {0}.",
    terms={
        "property": "thuộc tính của tệp",
        "keyword": "từ khóa của tệp",
        "printed": "mã in trên biểu",
        "cells": "mã đơn vị và kỳ ghi ở trang tính “TT”",
    },
)
