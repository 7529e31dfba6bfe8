"""VS117: The file holds far more than a form; details: which bound, the figure."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS117",
    name="too-large",
    severity=Severity.ERROR,
    title="Tệp lớn quá mức của một biểu mẫu",
    why="Một biểu mẫu chỉ có vài nghìn ô; tệp lớn bất thường có thể làm treo máy nên không mở.",
    example="Tệp giải nén ra hơn 256 MB.",
    fix="Chép số liệu vào đúng tệp biểu mẫu đã gửi cho đơn vị rồi gửi lại.",
    fact="Tệp không được đọc vì {0}.",
    advice="Đề nghị chép số liệu vào đúng tệp biểu mẫu đã gửi cho đơn vị rồi gửi lại.",
    terms={
        "heavy-file": "tệp nặng quá 50 MB",
        "too-scattered": "các ô có nội dung nằm quá xa nhau",
        "too-many-parts": "có quá nhiều phần bên trong",
        "too-large": "nội dung giải nén quá lớn",
        "packed-too-densely": "nội dung nén dày bất thường",
        "too-many-cells": "có quá nhiều ô",
        "too-many-merged": "có quá nhiều ô gộp",
        "too-many-links": "có quá nhiều liên kết",
        "too-many-sheets": "có quá nhiều trang tính",
        "too-many-names": "có quá nhiều tên vùng",
        "too-many-styles": "có quá nhiều kiểu định dạng",
        "too-many-texts": "có quá nhiều nội dung chữ",
        "too-much-text": "có quá nhiều chữ",
        "too-many-rows": "một bảng có quá nhiều dòng",
        "memory": "đọc tệp cần nhiều bộ nhớ hơn mức dành cho một biểu mẫu",
        "text-too-long": "có ô dài quá 32.767 ký tự",
    },
    fatal=True,
)
