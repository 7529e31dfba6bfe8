"""VS102: The content is no workbook at all; details: what it is."""

from __future__ import annotations

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.rules.base import ProblemRule

RULE = ProblemRule(
    code="VS102",
    name="not-a-workbook",
    severity=Severity.ERROR,
    title="Tệp không phải bảng tính",
    why="Số liệu chỉ được đọc từ tệp Excel; bản PDF, ảnh chụp hay văn bản Word không đọc được.",
    example="Đơn vị gửi bản PDF đã ký thay cho tệp Excel.",
    fix="Gửi kèm tệp Excel gốc đã điền; bản ký, đóng dấu vẫn gửi như thường lệ.",
    fact="Tệp không phải bảng tính Excel nên không đọc được số liệu.",
    advice="Đề nghị gửi kèm tệp Excel gốc đã điền.",
    fact_known="Đây là {0}, không đọc được số liệu.",
    terms={
        "PDF": "bản PDF",
        "PICTURE": "ảnh chụp",
        "VIDEO": "tệp âm thanh hoặc phim",
        "Word": "văn bản Word",
        "PowerPoint": "bản trình chiếu PowerPoint",
        "OPENDOCUMENT": "văn bản OpenDocument",
        "HTML": "trang web",
        "TABLE": "bảng lưu dạng trang web (mở bằng Excel rồi lưu thành “Excel Workbook (*.xlsx)”)",
        "XML": "bảng tính lưu dạng XML (mở bằng Excel rồi lưu thành “Excel Workbook (*.xlsx)”)",
        "MAIL": "thư điện tử (mở thư để lấy tệp Excel đính kèm)",
        "TEXT": "văn bản thuần, không phải bảng tính Excel",
        "GOOGLE": "đường dẫn tới Google Trang tính (lấy tệp bằng Tệp > Tải xuống > Microsoft Excel)",
        "NUMBERS": "tệp Numbers của máy Mac (lấy tệp bằng Tệp > Xuất sang > Excel)",
        "SHORTCUT": "lối tắt, không phải chính tệp",
        "ARCHIVE": "tệp nén mà phần mềm không mở được (giải nén để lấy tệp Excel bên trong)",
        "EMPTY-ARCHIVE": "tệp nén không có gì bên trong",
        "ZIP": "tệp nén không chứa trực tiếp tệp Excel nào (nếu bên trong còn tệp nén thì giải nén để lấy tệp Excel)",
    },
    fatal=True,
)
