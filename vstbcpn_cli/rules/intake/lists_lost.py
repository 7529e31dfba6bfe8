"""VS232: Sheets whose lists of choices are gone; details: the sheets, the program that saved the file."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS232",
    name="lists-lost",
    severity=Severity.NOTICE,
    title="Danh sách chọn của biểu mẫu không còn",
    why="Một số phần mềm lưu tệp làm mất danh sách chọn; khi đó ô nhận cả giá trị ngoài danh sách.",
    example="Tệp lưu bằng WPS, các danh sách chọn ở trang tính “NV2” không còn.",
    fix="Không cần sửa nội dung; lần sau nhập vào tệp biểu mẫu gốc bằng Excel hoặc LibreOffice.",
    fact="Danh sách chọn ở trang tính {0} không còn; nội dung vẫn được đọc.",
    advice="Đề nghị lần sau điền thẳng vào tệp biểu mẫu đã gửi, không chép trang tính sang tệp khác.",
    fact_known="Tệp được lưu bằng {1}; danh sách chọn ở trang tính {0} không còn. Nội dung vẫn được đọc.",
)
