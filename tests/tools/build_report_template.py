"""Builds the Word templates of the report in templates/common/; afterwards they are the office's to edit in Word.

`bao-cao.docx` follows Nghị định 30/2020/NĐ-CP, Phụ lục I; `bao-cao-tt01.docx` Thông tư 01/2011/TT-BNV, which was in
force when the letter of 2011 was written: page numbers at the foot.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.report.word_template.table_names import name_table
from vstbcpn_cli.runtime.deterministic_zip import repack

FOLDER = Path(__file__).parents[2] / "templates" / "common"
PRESETS = {"nd30": "bao-cao.docx", "tt01": "bao-cao-tt01.docx"}
FONT = "Times New Roman"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Widths of the header lines are calculated in the format guide: 71 + 94 mm holds the national title at 12 pt.
LEFT, RIGHT = 71, 94
MOTTO_WIDTH = 56
# What a screen reader calls the tables that only hold a place on the page.
HEAD, SIGNATURE = "Khung tên cơ quan, Quốc hiệu và Tiêu ngữ", "Khung nơi nhận và ký"
STYLES: dict[str, dict[str, Any]] = {
    # name: size, bold, italic, align, first-line indent (mm), space before/after (pt), keep with next
    "VB Nội dung": {"size": 13, "align": ALIGN.JUSTIFY, "indent": 12.7, "after": 6, "line": 1.0},
    "VB Kết": {"size": 13, "align": ALIGN.JUSTIFY, "indent": 12.7, "after": 12, "line": 1.0, "keep": True},
    "VB Mục": {
        "size": 13,
        "outline": 0,
        "bold": True,
        "align": ALIGN.LEFT,
        "indent": 12.7,
        "after": 6,
        "keep": True,
    },
    "VB Khoản": {
        "size": 13,
        "outline": 1,
        "bold": True,
        "align": ALIGN.LEFT,
        "indent": 12.7,
        "after": 6,
        "keep": True,
    },
    "VB Tên loại": {"bold": True, "align": ALIGN.CENTER, "before": 18, "keep": True},
    "VB Trích yếu": {"bold": True, "align": ALIGN.CENTER, "keep": True},
    "VB Dự thảo": {"italic": True, "size": 13, "align": ALIGN.CENTER, "before": 6, "after": 6},
    "VB Đầu trang": {"size": 12, "align": ALIGN.CENTER},
    "VB Kính gửi": {"align": ALIGN.LEFT},
    "VB Nơi nhận": {"size": 11, "align": ALIGN.LEFT, "keep": True},
    "VB Ký": {"bold": True, "size": 13, "align": ALIGN.CENTER, "keep": True},
    "VB Phụ lục": {"outline": 0, "bold": True, "align": ALIGN.CENTER, "keep": True},
    "VB Tên phụ lục": {"outline": 1, "bold": True, "align": ALIGN.CENTER, "keep": True},
    "VB Kèm theo": {"italic": True, "size": 13, "align": ALIGN.CENTER, "after": 10, "keep": True},
    "VB Ô bảng": {"size": 11, "align": ALIGN.LEFT, "before": 1, "after": 1},
    "VB Tên bảng": {"bold": True, "size": 13, "align": ALIGN.CENTER, "before": 6, "after": 4, "keep": True},
    "VB Chú thích": {"italic": True, "size": 11, "align": ALIGN.JUSTIFY, "indent": 12.7, "after": 6},
    "VB Ghi chú bảng": {"size": 12, "align": ALIGN.LEFT, "before": 4, "after": 4, "keep": True},
}
BODY = (
    ("muc", "{{ muc.chi_dao }}. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", "i_chi_dao"),
    ("muc", "{{ muc.ket_qua }}. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ TRỌNG TÂM", "ii_tong_quan"),
    ("cac_khoan", "", "nhiem_vu"),
    ("muc.chi_tieu", "{{ muc.chi_tieu }}. KẾT QUẢ THỰC HIỆN CÁC MỤC TIÊU, CHỈ TIÊU CHIẾN LƯỢC", "iii_chi_tieu"),
    ("danh_gia", "{{ muc.danh_gia }}. ĐÁNH GIÁ CHUNG", ""),
    ("cac_khoan", "", "danh_gia"),
    ("v_phuong_huong", "{{ muc.phuong_huong }}. PHƯƠNG HƯỚNG, NHIỆM VỤ {{ ky.ky_toi | upper }}", "v_phuong_huong"),
    ("vi_kien_nghi", "{{ muc.kien_nghi }}. KIẾN NGHỊ, ĐỀ XUẤT", "vi_kien_nghi"),
)


def build(target: Path, preset: str) -> None:
    document = docx.Document()
    defaults(document)
    for name, spec in STYLES.items():
        named_style(document, name, spec)
    page(document, preset)
    _head(document)
    _title(document)
    for kind, heading, name in BODY:
        _section(document, kind, heading, name)
    # Kept with the signature, which must not stand alone on a page.
    _loop(document, "ket", "VB Kết")
    _signature(document)
    languages(document)
    describe(document, "Mẫu báo cáo", "", "")
    without_leftovers(document)
    target.parent.mkdir(exist_ok=True)
    document.save(str(target))
    repack(target)


def _fonts(element: Any) -> None:
    """One typeface for every script; theme attributes would win over names and are removed."""
    properties = element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    names = " ".join(f'w:{a}="{FONT}"' for a in ("ascii", "hAnsi", "eastAsia", "cs"))
    properties.insert(0, parse_xml(f"<w:rFonts {NS} {names}/>"))


def defaults(document: Any) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for old in list(defaults):
        defaults.remove(old)
    names = " ".join(f'w:{a}="{FONT}"' for a in ("ascii", "hAnsi", "eastAsia", "cs"))
    defaults.append(
        parse_xml(
            f'<w:rPrDefault {NS}><w:rPr><w:rFonts {names}/><w:color w:val="000000"/><w:sz w:val="28"/>'
            '<w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="vi-VN"/></w:rPr></w:rPrDefault>'
        )
    )
    defaults.append(
        parse_xml(
            f'<w:pPrDefault {NS}><w:pPr><w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" '
            'w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        )
    )
    # The library's sixty coloured table styles would only clutter the office's style list.
    for element in [s.element for s in document.styles if s.element.get(qn("w:type")) == "table"]:
        if element.get(qn("w:default")) != "1":
            element.getparent().remove(element)
    for style in document.styles:
        if style.element.rPr is not None or style.name == "Normal":
            _fonts(style.element)
            colour = style.element.rPr.find(qn("w:color"))
            if colour is not None:
                style.element.rPr.remove(colour)
    document.styles["Normal"].font.size = Pt(14)
    of_today(document)


def named_style(document: Any, name: str, spec: dict[str, Any]) -> None:
    style = document.styles.add_style(name, 1)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _fonts(style.element)
    style.font.size = Pt(spec.get("size", 14))
    style.font.bold = spec.get("bold", False)
    style.font.italic = spec.get("italic", False)
    style.font.color.rgb = RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.alignment = spec["align"]
    shape.first_line_indent = Mm(spec.get("indent", 0))
    shape.space_before, shape.space_after = Pt(spec.get("before", 0)), Pt(spec.get("after", 0))
    shape.line_spacing = spec.get("line", 1.0)
    shape.keep_with_next = spec.get("keep", False)
    shape.widow_control = True
    if "outline" in spec:
        level = parse_xml(f'<w:outlineLvl {NS} w:val="{spec["outline"]}"/>')
        style.element.pPr.insert_element_before(level, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")


def page(document: Any, preset: str) -> None:
    """Size, margins and where the number of the page stands."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = section.first_page_footer.is_linked_to_previous = False
    at_foot = preset == "tt01"
    numbered = (section.footer if at_foot else section.header).paragraphs[0]
    numbered.alignment = ALIGN.RIGHT if at_foot else ALIGN.CENTER
    _page_field(numbered)


def _page_field(paragraph: Any) -> None:
    """The page number, 14 pt."""
    size = '<w:rPr><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    parts = [f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end")]
    parts.insert(1, '<w:instrText xml:space="preserve"> PAGE </w:instrText>')
    parts.insert(3, "<w:t>2</w:t>")
    for part in parts:
        paragraph._p.append(parse_xml(f"<w:r {NS}>{size}{part}</w:r>"))


def table_of(document: Any, title: str, *widths: float) -> list[Any]:
    """One row without borders, fixed widths, no inner margins; gives back its cells."""
    table = document.add_table(1, len(widths))
    name_table(table._tbl, title)
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(
        parse_xml(f'<w:tblCellMar {NS}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>')
    )
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {NS}/>"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    cells = list(table.rows[0].cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Mm(width)
    return cells


def line(cell: Any, text: str, style: str, **font: Any) -> Any:
    paragraph = (
        cell.paragraphs[0] if not cell.paragraphs[0].runs and len(cell.paragraphs) == 1 else cell.add_paragraph()
    )
    paragraph.style = style
    run = paragraph.add_run(text)
    for name, value in font.items():
        setattr(run.font, name, value)
    return paragraph


def rule(cell: Any, width: float, length: float) -> None:
    """A drawn line of a given length: the lower border of a tiny paragraph with indents on both sides."""
    paragraph = cell.add_paragraph(style="VB Đầu trang")
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    shape.line_spacing = Pt(2)
    _border(paragraph)


def _border(paragraph: Any) -> None:
    border = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
    properties = paragraph._p.get_or_add_pPr()
    mark = parse_xml(f"<w:pBdr {NS}>{border}</w:pBdr>")
    properties.insert_element_before(mark, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _head(document: Any) -> None:
    left, right = table_of(document, HEAD, LEFT, RIGHT)
    line(left, "{{ cap_tren }}", "VB Đầu trang")
    for text in ("{%p for c in co_quan %}", "{{ c }}", "{%p endfor %}"):
        line(left, text, "VB Đầu trang", bold=True)
    rule(left, LEFT, 26)
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VB Đầu trang", bold=True)
    line(right, "Độc lập - Tự do - Hạnh phúc", "VB Đầu trang", bold=True, size=Pt(13))
    rule(right, RIGHT, MOTTO_WIDTH)
    left, right = table_of(document, "Khung số, ký hiệu, địa danh và ngày", LEFT, RIGHT)
    number = line(left, "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/{{ ky_hieu }}", "VB Đầu trang", size=Pt(13))
    date = line(right, "{{ dia_danh }}, {{ ngay_bao_cao }}", "VB Đầu trang", size=Pt(13), italic=True)
    number.paragraph_format.space_before = date.paragraph_format.space_before = Pt(6)
    # Two tables that touch would be joined by Word into one.
    document.element.body.insert(
        1, parse_xml(f'<w:p {NS}><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>')
    )


def _title(document: Any) -> None:
    document.add_paragraph("BÁO CÁO", style="VB Tên loại")
    document.add_paragraph("{{ tieu_de }}", style="VB Trích yếu")
    document.add_paragraph("{{ ky.tieu_de }}", style="VB Trích yếu")
    rule = document.add_paragraph(style="VB Trích yếu")
    rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(60)
    rule.paragraph_format.line_spacing = Pt(2)
    rule.paragraph_format.space_after = Pt(10)
    _border(rule)
    document.add_paragraph("{%p if du_thao %}", style="VB Dự thảo")
    document.add_paragraph("{{ du_thao }}", style="VB Dự thảo")
    document.add_paragraph("{%p endif %}", style="VB Dự thảo")
    left, right = table_of(document, "Khung nơi kính gửi", 58, 107)
    line(left, "Kính gửi:", "VB Kính gửi").alignment = ALIGN.RIGHT
    for text in ("{%p for k in kinh_gui %}", "{{ k }}", "{%p endfor %}"):
        line(right, text, "VB Kính gửi").paragraph_format.left_indent = Mm(3)
    document.add_paragraph(style="VB Nội dung").paragraph_format.line_spacing = Pt(8)
    _loop(document, "mo_dau")


def _loop(document: Any, name: str, style: str = "VB Nội dung") -> None:
    for text in (f"{{%p for d in {name} %}}", "{{ d }}", "{%p endfor %}"):
        document.add_paragraph(text, style=style)


def _section(document: Any, kind: str, heading: str, name: str) -> None:
    if kind == "cac_khoan":
        document.add_paragraph(f"{{%p for n in {name} %}}", style="VB Khoản")
        document.add_paragraph("{{ n.so }}. {{ n.ten }}", style="VB Khoản")
        _loop(document, "n.doan")
        document.add_paragraph("{%p endfor %}", style="VB Khoản")
        return
    if kind != "muc":
        document.add_paragraph(f"{{%p if {kind} %}}", style="VB Mục")
    document.add_paragraph(heading, style="VB Mục")
    if name:
        _loop(document, name)
    if kind != "muc":
        document.add_paragraph("{%p endif %}", style="VB Mục")


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


def without_leftovers(document: Any) -> None:
    """The library's own blank document has a list of sources, a picture of itself and a second set of styles that
    Word 2010 kept for Word 2007, which say nothing of a report."""
    leftovers = ("customXml", "thumbnail", "stylesWithEffects")
    for part in (document.part, document.part.package):
        for link in [r.rId for r in part.rels.values() if r.reltype.rpartition("/")[2] in leftovers]:
            part.rels.pop(link)


def of_today(document: Any) -> None:
    """The settings and the theme of the library's blank document, as Word writes them today: no compatibility mode, the
    typeface of the decree, the language of the country."""
    settings = document.settings.element
    compatibility = settings.find(qn("w:compat"))
    for setting in [compatibility.find(qn("w:useFELayout"))]:
        compatibility.remove(setting)
    for setting in compatibility.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for old in settings.findall(qn(name)):
            settings.remove(old)
    language = settings.find(qn("w:themeFontLang"))
    language.attrib.clear()
    language.set(qn("w:val"), "vi-VN")
    for mark, value in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        settings.find(qn(mark)).set(qn("w:val"), value)
    theme = next(r.target_part for r in document.part.rels.values() if r.reltype.endswith("/theme"))
    theme._blob = re.sub(rb'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT}"'.encode(), theme.blob)


def languages(document: Any) -> None:
    for old in document.styles.element.iter(qn("w:lang")):
        for attribute in ("w:val", "w:eastAsia", "w:bidi"):
            old.set(qn(attribute), "vi-VN")


if __name__ == "__main__":
    for preset, name in PRESETS.items():
        build(FOLDER / name, preset)
