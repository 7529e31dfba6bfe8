"""Builds templates/common/cong-van-don-doc.docx, the template of the reminding letters (công văn, NĐ 30/2020/NĐ-CP, Mẫu
1.5): the one to all with its list, and the one to each unit. Then it is the office's to edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.tools.build_report_template import (
    HEAD,
    LEFT,
    MOTTO_WIDTH,
    NS,
    RIGHT,
    SIGNATURE,
    STYLES,
    defaults,
    languages,
    line,
    named_style,
    page,
    rule,
    table_of,
    without_leftovers,
)
from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.report.word_template.table_names import name_table
from vstbcpn_cli.runtime.deterministic_zip import repack

TARGET = Path(__file__).parents[2] / "templates" / "common" / "cong-van-don-doc.docx"
USED = ("VB Nội dung", "VB Kết", "VB Đầu trang", "VB Kính gửi", "VB Nơi nhận", "VB Ký", "VB Tên phụ lục", "VB Kèm theo")
HEADS, WIDTHS = ("TT", "Đơn vị", "Tình trạng"), (12, 83, 70)


def build(target: Path) -> None:
    document = docx.Document()
    defaults(document)
    for name in (*USED, "VB Ô bảng"):
        named_style(document, name, {**STYLES[name], **({"size": 14} if name in USED[:2] else {})})
    page(document, "nd30")
    _head(document)
    _loop(document, "doan", "VB Nội dung")
    document.add_paragraph("{{ ket }}", style="VB Kết")
    _signature(document)
    _list(document)
    languages(document)
    describe(document, "Mẫu công văn đôn đốc", "", "")
    without_leftovers(document)
    document.save(str(target))
    repack(target)


def _head(document: Any) -> None:
    left, right = table_of(document, HEAD, LEFT, RIGHT)
    line(left, "{{ cap_tren }}", "VB Đầu trang")
    for text in ("{%p for c in co_quan %}", "{{ c }}", "{%p endfor %}"):
        line(left, text, "VB Đầu trang", bold=True)
    rule(left, LEFT, 26)
    number = line(left, "Số:      /{{ ky_hieu }}", "VB Đầu trang", size=Pt(13))
    about = line(left, "{{ trich_yeu }}", "VB Đầu trang")
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VB Đầu trang", bold=True)
    line(right, "Độc lập - Tự do - Hạnh phúc", "VB Đầu trang", bold=True, size=Pt(13))
    rule(right, RIGHT, MOTTO_WIDTH)
    date = line(right, "{{ dia_danh }}, {{ ngay_thang }}", "VB Đầu trang", size=Pt(13), italic=True)
    number.paragraph_format.space_before = date.paragraph_format.space_before = Pt(6)
    about.paragraph_format.space_before = Pt(6)
    about.paragraph_format.left_indent = about.paragraph_format.right_indent = Mm(4)
    for text in ("Kính gửi: {{ kinh_gui }}", "{%p if dia_chi %}", "{{ dia_chi }}", "{%p endif %}"):
        paragraph = document.add_paragraph(text, style="VB Kính gửi")
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_before = Pt(18 if text.startswith("Kính") else 0)
        paragraph.paragraph_format.space_after = Pt(6)
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)


def _signature(document: Any) -> None:
    left, right = table_of(document, SIGNATURE, 70, 95)
    line(left, "Nơi nhận:", "VB Nơi nhận", bold=True, italic=True, size=Pt(12))
    for text in ("{%p for n in noi_nhan %}", "{{ n }}", "{%p endfor %}"):
        line(left, text, "VB Nơi nhận")
    for text in ("{%p for c in chuc_vu %}", "{{ c }}", "{%p endfor %}"):
        line(right, text, "VB Ký")
    for _ in range(4):
        right.add_paragraph(style="VB Ký")
    for text in ("{%p for c in chuc_vu_khac %}", "{{ c }}", "{%p endfor %}", "{{ nguoi_ky }}"):
        line(right, text, "VB Ký")


def _list(document: Any) -> None:
    """On a page of its own; a letter to one unit has none."""
    put = document.add_paragraph
    put("{%p if kem_danh_sach %}", style="VB Nội dung")
    put("{{ phu_luc }}", style="VB Tên phụ lục").paragraph_format.page_break_before = True
    put("{{ kem_theo }}", style="VB Kèm theo")
    table = document.add_table(4, len(WIDTHS))
    name_table(table._tbl, "Danh sách đơn vị và tình trạng gửi báo cáo", HEADS)
    table.autofit = False
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(parse_xml(f"<w:tblBorders {NS}>{sides}</w:tblBorders>"))
    for row, texts in enumerate(
        (
            HEADS,
            ("{%tr for d in danh_sach %}", "", ""),
            ("{{ d.stt }}", "{{ d.ten }}", "{{ d.tinh_trang }}"),
            ("{%tr endfor %}", "", ""),
        )
    ):
        properties = table.rows[row]._tr.get_or_add_trPr()
        properties.append(parse_xml(f"<w:cantSplit {NS}/>"))
        if not row:
            properties.append(parse_xml(f"<w:tblHeader {NS}/>"))
        for column, (text, width) in enumerate(zip(texts, WIDTHS, strict=True)):
            cell = table.rows[row].cells[column]
            cell.width = Mm(width)
            paragraph = line(cell, text, "VB Ô bảng", bold=not row, size=Pt(13))
            if not row or not column:
                paragraph.alignment = ALIGN.CENTER
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    for grid, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), WIDTHS, strict=True):
        grid.set(qn("w:w"), str(int(Mm(width).twips)))
    put("{%p endif %}", style="VB Nội dung")


def _loop(document: Any, name: str, style: str) -> None:
    for text in (f"{{%p for d in {name} %}}", "{{ d }}", "{%p endfor %}"):
        document.add_paragraph(text, style=style)


if __name__ == "__main__":
    build(TARGET)
