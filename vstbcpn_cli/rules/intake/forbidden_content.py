"""VS118: The package is built in a way no office program builds it; details: what."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS118",
    name="forbidden-content",
    severity=Severity.ERROR,
    title="Tệp có cấu trúc bất thường",
    why="Cấu trúc này không do chương trình bảng tính tạo ra và có thể gây hại nên tệp không được mở.",
    example="Hai phần trong tệp mang cùng một tên.",
    fix="Mở tệp bằng Excel trên máy của đơn vị (nếu là tệp nén thì giải nén trước), lưu thành tệp mới rồi gửi lại.",
    fact="Tệp không được đọc vì {0}.",
    advice="Đề nghị mở tệp bằng Excel (nếu là tệp nén thì giải nén trước), lưu thành tệp mới rồi gửi lại.",
    terms={
        "document-type": "có khai báo tài liệu không được phép",
        "too-deep": "nội dung lồng nhau quá sâu",
        "endless-token": "có đoạn nội dung dài bất thường",
        "countless-names": "có quá nhiều loại thẻ lạ",
        "dangerous-name": "có phần mang tên nguy hiểm",
        "part-twice": "có hai phần trùng tên",
        "sheet-name-twice": "có hai trang tính trùng tên",
        "sheet-without-name": "có trang tính không có tên",
        "overlapping-parts": "có các phần chồng lên nhau",
        "unknown-packing": "dùng cách nén lạ",
    },
    fatal=True,
)
