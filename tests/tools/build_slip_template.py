"""Builds templates/common/phieu-phan-hoi.docx, the template of the feedback slip; then it is the office's to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from tests.tools.build_report_template import (
    HEAD,
    LEFT,
    MOTTO_WIDTH,
    RIGHT,
    defaults,
    languages,
    line,
    named_style,
    rule,
    table_of,
    without_leftovers,
)
from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.runtime.deterministic_zip import repack

TARGET = Path(__file__).parents[2] / "templates" / "common" / "phieu-phan-hoi.docx"
STYLES: dict[str, dict[str, Any]] = {
    "VB Đầu trang": {"size": 12, "align": ALIGN.CENTER},
    "VB Tên loại": {"bold": True, "align": ALIGN.CENTER, "before": 10, "keep": True},
    "VB Trích yếu": {"bold": True, "size": 13, "align": ALIGN.CENTER, "keep": True},
    "VB Kính gửi": {"size": 13, "align": ALIGN.CENTER, "before": 8, "after": 6},
    "VB Nội dung": {"size": 12, "align": ALIGN.JUSTIFY, "indent": 10, "after": 3},
    "VB Điểm": {"size": 12, "align": ALIGN.JUSTIFY, "after": 2},
    "VB Mục": {"size": 12, "bold": True, "align": ALIGN.LEFT, "before": 4, "after": 3, "keep": True},
    "VB Kết quả": {"size": 13, "bold": True, "align": ALIGN.CENTER, "before": 2, "after": 4},
    "VB Ký": {"size": 12, "bold": True, "align": ALIGN.CENTER, "before": 4, "keep": True},
    "VB Biên nhận": {"size": 10.5, "align": ALIGN.LEFT, "before": 4},
}


def build(target: Path) -> None:
    document = docx.Document()
    defaults(document)
    for name, spec in STYLES.items():
        named_style(document, name, spec)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    _head(document)
    _body(document)
    languages(document)
    describe(document, "Mẫu phiếu phản hồi", "", "")
    without_leftovers(document)
    document.save(str(target))
    repack(target)


def _head(document: Any) -> None:
    left, right = table_of(document, HEAD, LEFT, RIGHT)
    line(left, "{{ cap_tren }}", "VB Đầu trang")
    line(left, "{{ co_quan }}", "VB Đầu trang", bold=True)
    rule(left, LEFT, 28)
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VB Đầu trang", bold=True)
    line(right, "Độc lập - Tự do - Hạnh phúc", "VB Đầu trang", bold=True, size=Pt(13))
    rule(right, RIGHT, MOTTO_WIDTH)
    date = line(right, "{{ dia_danh }}, {{ ngay }}", "VB Đầu trang", size=Pt(13), italic=True)
    date.paragraph_format.space_before = Pt(4)


def _body(document: Any) -> None:
    put = document.add_paragraph
    put("PHIẾU PHẢN HỒI", style="VB Tên loại")
    put("Về tệp số liệu báo cáo {{ ky }}", style="VB Trích yếu")
    put("Kính gửi: {{ kinh_gui }}", style="VB Kính gửi")
    put("Kết quả: {{ ket_qua }}", style="VB Kết quả")
    _loop(document, "nhan_xet", "VB Nội dung")
    _loop(document, "so_sanh", "VB Nội dung")
    put("{%p if diem %}", style="VB Mục")
    put("Những điểm đề nghị xử lý:", style="VB Mục")
    _loop(document, "diem", "VB Điểm")
    put("{%p endif %}", style="VB Mục")
    put("{%p if hoi %}", style="VB Mục")
    put("Những điểm đề nghị đơn vị xem lại, không phải sửa nếu số liệu đúng:", style="VB Mục")
    _loop(document, "hoi", "VB Điểm")
    put("{%p endif %}", style="VB Mục")
    put("{%p if kem_theo %}", style="VB Nội dung")
    put("{{ kem_theo }}", style="VB Nội dung").paragraph_format.space_before = Pt(4)
    put("{%p endif %}", style="VB Nội dung")
    put("{{ han }}", style="VB Nội dung").runs[0].font.bold = True
    put("Liên hệ: {{ lien_he }}", style="VB Nội dung")
    _signature(document)
    receipt = put(style="VB Biên nhận")
    for text, bold in (
        ("Biên nhận. ", True),
        ("Tệp: {{ tep }}; ngày nhận: {{ ngay_nhan }}; số ô đã đọc: {{ so_o }}; mã SHA-256: {{ sha }}.", False),
    ):
        receipt.add_run(text).font.bold = bold


def _signature(document: Any) -> None:
    _, right = table_of(document, "Khung ký", 65, 100)
    line(right, "{{ co_quan }}", "VB Ký")
    for _ in range(4):
        right.add_paragraph(style="VB Ký")


def _loop(document: Any, name: str, style: str) -> None:
    for text in (f"{{%p for d in {name} %}}", "{{ d }}", "{%p endfor %}"):
        document.add_paragraph(text, style=style)


if __name__ == "__main__":
    build(TARGET)
