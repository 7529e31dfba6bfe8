"""What lies beside, beneath and around the answers of a returned file: each is said, and no answer changes by it."""

from __future__ import annotations

import unicodedata

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import (
    RELATION,
    UNIT,
    codes,
    conserved,
    good,
    table_typed,
    values,
    with_sheet,
)
from tests.support.forms.returned import Formula, ref, refused, spot, typed
from tests.support.forms.workbook_parts import PACKAGE, beside, hidden, inserted, merged, notes, part_of
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import Problem, Unreadable, column_letters
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.text.normalise import LONGEST_QUOTE, LONGEST_TEXT, clean, cut, plain, quoted
from vstbcpn_cli.workbook.form.helper_cells import helper_columns
from vstbcpn_cli.workbook.form.sheet_plan import REASON, Role
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.reading.content.text_cleaning import treated

DRAWING = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def only(found: tuple[Finding, ...], code: str) -> Finding:
    assert [f.code for f in found] == [code]
    return found[0]


# ------------------------------------------------------------------------------------------------------ merged cells
def test_answers_beneath_a_merge_are_withheld_and_named() -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    area = f"D{row}:D{row + 2}"
    content = merged(good(), sheet, area)
    found = conserved(content)
    assert [(f.code, f.severity, f.place.cell) for f in found] == [
        ("VS218", Severity.ERROR, ref(UNIT, code)) for code in ("T6.05", "T6.06")
    ]
    assert f"“{at.accepted(good()).values['T6.05'].raw}”" in found[0].fact
    assert area in found[0].fact
    assert values(content) == values(good())


def test_empty_answers_beneath_a_merge_are_explained_by_it() -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    content = typed(good(), {spot(UNIT, "T6.05"): None, spot(UNIT, "T6.06"): None})
    content = merged(content, sheet, f"D{row}:D{row + 2}")
    missing = [("VS301", "", str(ref(UNIT, code))) for code in ("T6.05", "T6.06")]
    assert codes(content) == [("VS217", "", str(ref(UNIT, "T6.04"))), *missing]
    fact = next(f.fact for f in conserved(content) if f.code == "VS217")
    assert f"chỉ ô D{row} có nội dung “3”" in fact


def test_an_answer_merged_into_the_column_beside_it() -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    content = typed(good(), {spot(UNIT, "T6.04"): None, (sheet, row, 3): 5})
    found = codes(merged(content, sheet, f"C{row}:D{row}"))
    assert ("VS217", "", f"{sheet}!C{row}") in found
    assert ("VS347", "", str(ref(UNIT, "T6.04"))) in found
    assert [code for code, _, cell in found if cell == f"{sheet}!C{row}"] == ["VS217"]


def test_a_merge_to_the_right_of_an_answer_takes_nothing() -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    assert codes(merged(good(), sheet, f"H{row}:J{row}")) == []
    assert codes(merged(good(), sheet, f"D{row}:D{row}")) == []


def test_an_explanation_merged_over_several_lines() -> None:
    sheet, row, column = spot(UNIT, "T6.04", Role.EXPLANATION)
    content = typed(good(), {(sheet, row, column): "Tính cả hai đơn vị"})
    letter = column_letters(column)
    found = only(conserved(merged(content, sheet, f"{letter}{row}:{letter}{row + 1}")), "VS217")
    assert "“Tính cả hai đơn vị”" in found.fact


def test_a_value_beneath_a_merge_outside_the_form_is_outside_the_form() -> None:
    content = merged(typed(good(), {("NV6", 900, 12): "lạc"}), "NV6", "K900:L900")
    assert codes(content) == [("VS206", "", "NV6!L900")]


def test_hidden_rows_are_counted_and_named() -> None:
    content = hidden(good(), "NV6", 13, 14, 15, 17)
    found = only(conserved(content), "VS219")
    assert (found.severity, str(found.place.cell), found.value) == (Severity.WARNING, "NV6!D13", "13–15, 17")
    assert "“NV6” có 4 ô đã ghi ở dòng đang ẩn (13–15, 17)" in found.fact
    assert values(content) == values(good())


def test_rows_hidden_by_a_filter() -> None:
    content = inserted(hidden(good(), "NV6", 13), "NV6", "<mergeCells", '<autoFilter ref="A9:F20"/>')
    assert "1 ô đã ghi ở dòng đang ẩn do lọc (13)" in only(conserved(content), "VS219").fact


def test_hidden_rows_without_an_answer_are_nothing() -> None:
    assert codes(hidden(good(), "NV6", 1, 4, 5)) == []


def test_hidden_columns() -> None:
    part = at.unpacked(good())[part_of("NV6")].decode()
    start = part.index("<cols>") + 6
    first = part[start : part.index("/>", start)]
    content = at.replaced(
        good(), part_of("NV6"), part[start : part.index("</cols>")], '<col min="4" max="4" width="9" hidden="1"/>'
    )
    found = only(conserved(content), "VS219")
    assert "ở cột đang ẩn (D)" in found.fact
    assert first
    assert values(content) == values(good())


# -------------------------------------------------------------------------------------------------- notes and boxes
def test_a_note_is_quoted_and_never_used() -> None:
    filled, empty = ref(UNIT, "T6.04"), ref(UNIT, "T6.11")
    body = notes(**{filled.address: "Admin:\nchưa kể 3 &amp; 4", empty.address: "đã có 12"})
    content = beside(good(), "NV6", {"comments": ("comments1.xml", body)})
    found = conserved(content)
    assert [(f.code, f.severity, f.place.cell, f.value) for f in found] == [
        ("VS221", Severity.NOTICE, filled, "Admin:\nchưa kể 3 & 4"),
        ("VS220", Severity.WARNING, empty, "đã có 12"),
    ]
    assert "“Admin: chưa kể 3 & 4”" in found[0].fact
    assert values(content) == values(good())


def test_a_conversation_is_quoted_once() -> None:
    address = ref(UNIT, "T6.04").address
    talk = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="{address}"><text>Số này đúng</text></threadedComment>'
        f'<threadedComment ref="{address}"><text>Đã rà soát</text></threadedComment></ThreadedComments>'
    ).encode()
    old = notes(**{address: "[Threaded comment] Comment: Số này đúng Reply: Đã rà soát"})
    relations = {"comments": ("comments1.xml", old), "threadedComment": ("threadedComments/threadedComment1.xml", talk)}
    assert [(f.code, f.value) for f in conserved(beside(good(), "NV6", relations))] == [
        ("VS221", "Số này đúng"),
        ("VS221", "Đã rà soát"),
    ]


def test_more_notes_than_anyone_reads_are_counted() -> None:
    body = notes(**{f"K{n}": f"ghi chú {n}" for n in range(100, 350)})
    found = conserved(beside(good(), "NV6", {"comments": ("comments1.xml", body)}))
    assert [f.code for f in found].count("VS220") == 200
    assert "“NV6” có 50 phần ghi chú khác" in next(f.fact for f in found if f.code == "VS223")


def test_a_part_full_of_notes_and_boxes_is_counted_and_not_kept() -> None:
    texts = "".join("<xdr:sp><xdr:txBody><a:p><a:t>x</a:t></a:p></xdr:txBody></xdr:sp>" for _ in range(1_205))
    drawing = f"<xdr:wsDr {DRAWING}>{texts}</xdr:wsDr>".encode()
    body = notes(**{f"K{n}": "x" for n in range(100, 1_304)})
    relations = {"comments": ("comments1.xml", body), "drawing": ("drawings/drawing1.xml", drawing)}
    content = beside(good(), "NV6", relations)
    kept = next(s for s in read_package(content).sheets if s.name == "NV6")
    assert (len(kept.notes), len(kept.drawn), kept.objects) == (1_000, 1_000, {"notes": 204, "boxes": 205})
    facts = [f.fact for f in conserved(content) if f.code == "VS223"]
    assert [f.partition(";")[0] for f in facts] == [
        "Trang tính “NV6” có 1.004 phần ghi chú khác",
        "Trang tính “NV6” có 1.005 hộp chữ khác",
    ]


def test_notes_that_no_sheet_claims_are_said_of_the_file() -> None:
    parts = at.unpacked(good()) | {"xl/comments7.xml": notes(A1="lạc"), "xl/media/image1.png": b"x"}
    found = conserved(at.packed(parts))
    assert [(f.code, f.severity, f.place.cell) for f in found] == [("VS223", Severity.WARNING, None)] * 2
    assert {f.fact.split(";")[0] for f in found} == {"Tệp có 1 ảnh", "Tệp có 1 phần ghi chú khác"}


def test_text_boxes_and_pictures_are_said_of_their_sheet() -> None:
    drawing = (
        f"<xdr:wsDr {DRAWING}><xdr:sp><xdr:txBody><a:p><a:r><a:t>Đã có 12 </a:t></a:r><a:r><a:t>người</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>từ quý I</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp>"
        "<xdr:pic/><xdr:pic/></xdr:wsDr>"
    ).encode()
    content = beside(good(), "NV4", {"drawing": ("drawings/drawing1.xml", drawing)})
    content = at.packed(at.unpacked(content) | {"xl/media/image1.png": b"x"})
    found = conserved(content)
    assert [(f.code, f.severity, str(f.place.cell), f.value) for f in found] == [
        ("VS222", Severity.WARNING, "NV4!A1", "Đã có 12 người\ntừ quý I"),
        ("VS223", Severity.WARNING, "NV4!A1", "NV4"),
    ]
    assert "“NV4” có 2 ảnh" in found[1].fact


def test_old_text_boxes_and_captions_are_quoted_and_frames_of_notes_are_not() -> None:
    def shape(kind: str, words: str) -> str:
        box = f'<v:textbox><div style="text-align:left">{words}</div></v:textbox>'
        return f'<v:shape id="s1">{box}<x:ClientData ObjectType="{kind}"/></v:shape>'

    note, caption = shape("Note", "khung của ghi chú"), shape("Checkbox", "<font>Đã có </font>\n <font>12 người</font>")
    box = "<v:rect><v:textbox><div>Quý I<br>và quý II</div></v:textbox></v:rect><v:rect><v:textbox/></v:rect>"
    names = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"'
    old = f"<xml {names}>{note}{caption}{box}</xml>".encode()
    found = conserved(beside(good(), "NV4", {"vmlDrawing": ("drawings/vmlDrawing9.vml", old)}))
    assert [(f.code, str(f.place.cell), f.value) for f in found] == [
        ("VS222", "NV4!A1", "Quý I\nvà quý II"),
        ("VS222", "NV4!A1", "Đã có\n12 người"),
    ]


def test_a_caption_stored_twice_is_quoted_once() -> None:
    drawing = f"<xdr:wsDr {DRAWING}><xdr:sp><xdr:txBody><a:p><a:t>Có</a:t></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"
    old = '<xml xmlns:v="v"><v:shape><v:textbox><div>Có</div></v:textbox></v:shape></xml>'
    relations = {
        "drawing": ("drawings/drawing1.xml", drawing.encode()),
        "vmlDrawing": ("drawings/vmlDrawing9.vml", old.encode()),
    }
    assert [f.value for f in conserved(beside(good(), "NV4", relations))] == ["Có"]


def test_words_in_charts_and_diagrams_are_quoted_and_their_figures_are_not() -> None:
    drawing = f"<xdr:wsDr {DRAWING}><xdr:graphicFrame/></xdr:wsDr>".encode()
    chart = (
        '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:title><a:p><a:r><a:t>Nữ cán bộ</a:t></a:r></a:p></c:title>'
        "<c:ser><c:v>12</c:v></c:ser></c:chartSpace>"
    )
    diagram = '<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><a:p><a:t>Trưởng ban</a:t></a:p><a:p><a:t>Ủy viên</a:t></a:p></dgm:dataModel>'
    content = beside(good(), "NV4", {"drawing": ("drawings/drawing1.xml", drawing)})
    links = f"""<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATION}/chart" Target="../charts/chart1.xml"/>
    <Relationship Id="r2" Type="{RELATION}/diagramData" Target="../diagrams/data1.xml"/>
    <Relationship Id="r3" Type="{RELATION}/diagramColors" Target="../diagrams/data1.xml"/>
    <Relationship Id="r4" Type="{RELATION}/chart" Target="../charts/mat.xml"/></Relationships>"""
    more = {
        "xl/drawings/_rels/drawing1.xml.rels": links.encode(),
        "xl/charts/chart1.xml": chart.encode(),
        "xl/diagrams/data1.xml": diagram.encode(),
    }
    found = conserved(at.packed(at.unpacked(content) | more))
    assert [(f.code, str(f.place.cell), f.value) for f in found] == [
        ("VS222", "NV4!A1", "Nữ cán bộ"),
        ("VS222", "NV4!A1", "Trưởng ban\nỦy viên"),
    ]


def test_words_in_the_margins_of_a_page_are_quoted_and_page_marks_are_not() -> None:
    head = '<oddHeader>&amp;L&amp;"Arial,Bold"&amp;12Số liệu tạm tính&amp;RTrang &amp;P/&amp;N</oddHeader>'
    part = at.unpacked(good())[part_of("NV4")].decode()
    start = part.index("<headerFooter")
    content = at.replaced(good(), part_of("NV4"), part[start : part.index("<odd", start)], f"<headerFooter>{head}")
    found = only(conserved(content), "VS233")
    assert (str(found.place.cell), found.severity, found.value) == ("NV4!A1", Severity.NOTICE, "Số liệu tạm tính")
    assert "“Số liệu tạm tính”" in found.fact


def test_embedded_files_are_said_of_their_sheet() -> None:
    relations = {"package": ("embeddings/bao-cao.docx", b"x"), "image": ("media/image1.emf", b"x")}
    found = only(conserved(beside(good(), "NV4", relations)), "VS223")
    assert "“NV4” có 1 tệp nhúng" in found.fact


def test_a_relation_to_a_part_that_is_not_there_is_passed_over() -> None:
    content = beside(good(), "NV4", {"drawing": ("drawings/drawing1.xml", b"<a/>"), "comments": ("c.xml", b"<a/>")})
    assert (
        codes(
            at.packed(
                {n: b for n, b in at.unpacked(content).items() if n not in ("xl/drawings/drawing1.xml", "xl/c.xml")}
            )
        )
        == []
    )


def test_a_drawing_that_is_not_well_formed_harms_nothing() -> None:
    assert codes(beside(good(), "NV4", {"drawing": ("drawings/drawing1.xml", b"<a><b></a>")})) == []
    trap = b'<!DOCTYPE x [<!ENTITY a "b">]><a/>'
    assert refused(beside(good(), "NV4", {"drawing": ("drawings/drawing1.xml", trap)}))[0] == "forbidden-content"


@pytest.mark.parametrize("reference", ["", "12", "AAAA1", "A12345678", "Ä1", "A0"])
def test_a_note_on_no_cell_is_quoted_all_the_same(reference: str) -> None:
    found = conserved(beside(good(), "NV6", {"comments": ("comments1.xml", notes(**{reference: "lạc"}))}))
    assert [f.value for f in found] == ["lạc"]


# ------------------------------------------------------------------------------------------------- links and macros
@pytest.mark.parametrize(
    ("part", "body", "fact"),
    [
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>", "Tệp có 1 liên kết tới tệp khác;"),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<externalLink><ddeLink/></externalLink>",
            "Tệp có 1 liên kết tới chương trình khác;",
        ),
        ("xl/connections.xml", b"<connections/>", "Tệp có 1 kết nối tới nguồn dữ liệu bên ngoài;"),
    ],
)
def test_links_to_the_outside_are_noticed_and_not_followed(part: str, body: bytes, fact: str) -> None:
    content = at.packed(at.unpacked(good()) | {part: body})
    found = only(conserved(content), "VS121")
    assert (found.severity, found.place.cell) == (Severity.NOTICE, None)
    assert found.fact.startswith(fact)
    assert values(content) == values(good())


@pytest.mark.parametrize("kind", ["xlMacrosheet", "xlIntlMacrosheet"])
def test_a_macro_sheet_is_refused(kind: str) -> None:
    empty = b'<worksheet xmlns="' + at.MAIN.encode() + b'"><sheetData/></worksheet>'
    content = with_sheet(good(), "Macro1", empty)
    link = f'{RELATION}/worksheet" Target="worksheets/sheet99.xml"'
    macro = f'http://schemas.microsoft.com/office/2006/relationships/{kind}" Target="worksheets/sheet99.xml"'
    content = at.replaced(content, "xl/_rels/workbook.xml.rels", link, macro)
    assert refused(content) == ("macro-sheet", ("Macro1",))
    said = judge_problem(Problem(ProblemKind.MACRO_SHEET, shown="a.xlsx", details={"name": "Macro1"}))
    assert (said.code, said.severity) == ("VS122", Severity.ERROR)
    assert "“Macro1”" in said.fact


# -------------------------------------------------------------------------------------------------- names of sheets
@pytest.mark.parametrize("name", ["nv3", "NV3", "NV3\u200f"])
def test_two_sheets_of_one_name_are_refused(name: str) -> None:
    empty = b'<worksheet xmlns="' + at.MAIN.encode() + b'"><sheetData/></worksheet>'
    found = at.read(with_sheet(good(), name, empty))
    assert isinstance(found, Unreadable)
    said = judge_problem(found.problem)
    assert said.fact.casefold() == "tệp không được đọc vì có hai trang tính cùng tên “nv3”."
    assert "đặt cho mỗi trang tính một tên riêng" in said.advice


def test_a_sheet_without_a_name_is_refused() -> None:
    empty = b'<worksheet xmlns="' + at.MAIN.encode() + b'"><sheetData/></worksheet>'
    found = at.read(with_sheet(good(), "", empty))
    assert isinstance(found, Unreadable)
    said = judge_problem(found.problem)
    assert ("không có tên" in said.fact, "đặt tên cho trang tính đó" in said.advice) == (True, True)


# ------------------------------------------------------------------------------------------ what the account shows
def test_values_the_reader_does_not_reach_are_an_error_of_their_sheet() -> None:
    stray = '<x:v xmlns:x="y">9</x:v>'
    found = only(conserved(at.replaced(good(), part_of("NV6"), "</sheetData>", "</sheetData>" + stray)), "VS215")
    assert "“NV6” có 1 giá trị không đọc được" in found.fact


def test_a_cell_beside_the_answers_stored_twice() -> None:
    lines = '<row r="950"><c r="L950"><v>1</v></c><c r="L950"><v>7</v></c></row></sheetData>'
    content = at.replaced(good(), part_of("NV6"), "</sheetData>", lines)
    found = only(conserved(content), "VS216")
    assert (str(found.place.cell), found.value) == ("NV6!L950", "7")
    assert found.fact == "Ô này được lưu 2 lần trong tệp, lần sau cùng là “7”; không lần nào được tổng hợp."


# ------------------------------------------------------------------------------------------------------- long texts
def test_a_long_text_is_cut_in_the_sentence_and_whole_in_the_finding() -> None:
    long = "Nội dung " * 3_600
    found = only(conserved(typed(good(), {("NV6", 900, 1): long})), "VS206")
    assert found.value == long
    assert len(found.fact) < LONGEST_QUOTE + 150
    assert "… (cắt bớt, nguyên văn dài 32.400 ký tự)”" in found.fact


def test_a_quote_stands_on_one_line() -> None:
    assert quoted("một\nhai\r\nba") == "một hai ba"
    assert quoted("a" * LONGEST_QUOTE) == "a" * LONGEST_QUOTE
    assert quoted("a" * 301).endswith("aaa… (cắt bớt, nguyên văn dài 301 ký tự)")
    assert len(quoted("a" * 9_999)) == LONGEST_QUOTE
    assert quoted(cut("a" * 40_000)).endswith("a… (cắt bớt, nguyên văn dài 40.000 ký tự)")


def test_a_text_longer_than_any_cell_is_an_error_at_the_cell() -> None:
    for code in ("M.13", "X.04", "T6.04"):
        found = conserved(typed(good(), {spot(UNIT, code): "b" * 40_000}))
        here = [f for f in found if f.place.cell == ref(UNIT, code)]
        assert [(f.severity, len(f.value)) for f in here] == [(Severity.ERROR, LONGEST_TEXT)]
        assert here[0].value.endswith("bbb… (cắt bớt, nguyên văn dài 40.000 ký tự)")


# -------------------------------------------------------------------------------------------------- cleaned characters
def test_cleaned_characters_are_said_once_for_the_file() -> None:
    cells = {
        spot(UNIT, "X.01"): "Đã làm_x0001_ xong_x000D_\n",
        spot(UNIT, "X.02"): "Đã \x0blàm",
        spot(UNIT, "X.03"): "Đạ\u202et",
        spot(UNIT, "X.04"): "Ke\u0302\u0301 hoa\u0323ch năm",
        spot(UNIT, "M.13"): "Nông\u00a0Văn Thắng",
        spot(UNIT, "M.14"): "Chu\u200b Thị",
    }
    cells[spot(UNIT, "X.02")] = "Đã_x000B_làm xong"
    found = conserved(typed(good(), cells))
    assert {(f.code, f.severity) for f in found} == {("VS224", Severity.NOTICE)}
    facts = sorted(f.fact for f in found)
    assert len(facts) == 5
    assert "Có 2 ô chứa ký tự điều khiển, đã được bỏ; vị trí: DG!D9, DG!D10." in facts
    read = at.accepted(typed(good(), cells)).values
    assert read["X.04"].value == "Kế hoạch năm"
    assert read["X.02"].value == "Đã\nlàm xong"


def test_many_cleaned_cells_are_one_line() -> None:
    rows: list[dict[str, object]] = [{"ten_lop": f"Lớp\u00a0{n}"} for n in range(1, 13)]
    found = [f for f in conserved(table_typed(good(), "T6.B1", rows)) if f.code == "VS224"]
    assert len(found) == 1
    assert found[0].fact.startswith("Có 12 ô chứa dấu cách đặc biệt")
    assert found[0].fact.endswith("….")


def test_a_cell_whose_own_line_quotes_it_needs_no_second_line() -> None:
    assert [code for code, *_ in codes(typed(good(), {spot(UNIT, "T6.04"): "1\u00a0234"}))][:1] == ["VS314"]
    assert "VS224" not in {code for code, *_ in codes(typed(good(), {spot(UNIT, "T6.04"): "1\u00a0234"}))}


@pytest.mark.parametrize("text", ["một\nhai", "một\thai", "_x0041_", "_x005F_x000D_", "A & B < C", "đường ơ"])
def test_ordinary_texts_are_not_remarked_on(text: str) -> None:
    assert treated(text) == ()


def test_whatever_the_reading_of_texts_changes_is_remarked_on() -> None:
    ordinary = {"\t", "\n", " "}
    for code in range(0x10000):
        letter = chr(code)
        text = f"a{letter}b"
        changed = clean(text) != text or plain(text) != text
        if changed and letter not in ordinary:
            assert treated(text), hex(code)
    assert treated("_x0007_") == ("control",)
    assert treated(unicodedata.normalize("NFD", "ế")) == ("composed",)


# ------------------------------------------------------------------------------------------------------ in general
def test_a_blank_and_a_good_file_of_every_kind_give_no_remark() -> None:
    for unit in (UNIT, "hoi-lhpn", "huyen-loc-binh", at.COMMUNE.code):
        book = read_package(at.blank(unit))
        assert not book.objects
        assert not any(s.notes or s.drawn or s.objects for s in book.sheets)
        assert {s.name for s in book.sheets if s.hidden_columns - helper_columns(s)} == {"KiemTra"}


def test_strict_open_xml_with_dates_of_its_own_type_and_notes_is_read_alike() -> None:
    address = ref(UNIT, "T6.04").address
    usual = beside(good(), "NV6", {"comments": ("comments1.xml", notes(**{address: "đã rà soát"}))})
    usual = typed(usual, {spot(UNIT, "M.12"): at.Stored("d", "2011-06-02T00:00:00.000")})
    strict = at.packed({name: _strict(body) for name, body in at.unpacked(usual).items()})
    assert b"schemas.openxmlformats.org/officeDocument" not in b"".join(at.unpacked(strict).values())
    assert values(strict) == values(usual) == values(good())
    assert codes(strict) == codes(usual) == [("VS221", "", str(ref(UNIT, "T6.04")))]
    assert at.accepted(strict).stamp == at.accepted(good()).stamp


def _strict(body: bytes) -> bytes:
    for old, new in (
        ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
            "http://purl.oclc.org/ooxml/officeDocument/customProperties",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
            "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
            "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
        ),
    ):
        body = body.replace(old.encode(), new.encode())
    return body


# ------------------------------------------------------------------------------------ words in places of the form
@pytest.mark.parametrize(
    ("sheet", "row", "column"),
    [("NV6", 28, 1), ("NV6", 29, 1), ("HuongDan", 3, 9), ("KiemTra", 6, 9), ("KiemTra", 900, 3)],
)
def test_words_beside_the_headings_and_the_example_of_a_table_are_reported(sheet: str, row: int, column: int) -> None:
    for stored in ("lạc lõng", Formula("SUM(A1)", "lạc lõng")):
        found = only(conserved(typed(good(), {(sheet, row, column): stored})), "VS206")
        assert (str(found.place.cell), found.value) == (f"{sheet}!{column_letters(column)}{row}", "lạc lõng")


def test_the_example_without_its_mark_is_no_answer_of_the_unit() -> None:
    content = typed(good(), {("NV6", spot(UNIT, "T6.B1.ten_lop", number=1)[1] - 1, 1): "lạc lõng"})
    assert sorted(f.code for f in conserved(content)) == ["VS206", "VS235"]
    assert len(at.accepted(content).tables["T6.B1"].rows) == len(at.accepted(good()).tables["T6.B1"].rows)


def test_an_explanation_beside_a_computed_answer_travels_with_it() -> None:
    cells = {spot(UNIT, "T6.01", Role.EXPLANATION): "Kể cả lớp của huyện", spot(UNIT, "T6.01", Role.REASON): "Chưa rõ"}
    read = at.accepted(typed(good(), cells)).values["T6.01"]
    assert (read.given, read.reason, read.explanation) == (True, "Chưa rõ", "Kể cả lớp của huyện")


def test_an_explanation_of_a_line_that_lost_its_answer_is_outside_the_form() -> None:
    keys = next(p for s in read_package(good()).sheets for p, c in s.cells.items() if c.text == "T7.so_lieu")
    place = spot(UNIT, "T7.11", Role.EXPLANATION)
    found = codes(typed(good(), {("NV7", *keys): None, ("NV7", keys[0] - 1, keys[1]): None, place: "Đã làm"}))
    assert ("VS206", "", str(ref(UNIT, "T7.11", Role.EXPLANATION))) in found


def test_a_reason_below_a_lost_key_is_outside_the_form() -> None:
    keys = next(p for s in read_package(good()).sheets for p, c in s.cells.items() if c.text == f"T7.{REASON}")
    lost = {("NV7", keys[0] - n, keys[1]): None for n in (0, 1)}
    found = codes(typed(good(), {**lost, spot(UNIT, "T7.09", Role.REASON): "Chưa có"}))
    assert found == [("VS206", "", str(ref(UNIT, "T7.09", Role.REASON)))]


def test_a_formula_of_the_unit_in_a_fixed_column_is_no_formula_of_the_form() -> None:
    first = ref(UNIT, "T3.B1.nhom", number=1)
    assert codes(typed(good(), {spot(UNIT, "T3.B1.nhom", number=1): Formula("1+1", "2")})) == [
        ("VS313", "", str(first))
    ]
