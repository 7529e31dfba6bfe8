"""The marked copy: everything but the marks as it was, read like the original, marked twice like once."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.support.catalogue.catalogue import Line
from tests.support.catalogue.catalogue_files import macro, strict
from tests.support.catalogue.outcomes import LINES
from tests.support.forms import returned as at
from tests.support.forms.giving_back import UNIT, answered, faulty, marked, ref, words
from tests.support.forms.marked_copies import LIST, cells, edges_of, fill_of, judged, notes_of, sheet_of, texts
from tests.support.forms.workbook_parts import beside, notes, part_of
from tests.support.hostile.naughty import texts as naughty
from tests.support.judges.marked import difference
from tests.support.judges.package_rules import M, Package
from tests.support.judges.package_rules import elements_stand_in_the_order_of_the_schema as keeps_the_order
from tests.support.judges.package_rules import every_part_has_a_content_type_and_every_type_a_part as has_types
from tests.support.judges.package_rules import every_relation_leads_to_a_part_and_every_part_is_led_to as leads_to_parts
from tests.support.judges.package_rules import merged_areas_do_not_overlap_and_hide_nothing as merges_well
from tests.support.judges.package_rules import pointers_stay_within_their_tables as points_inside
from tests.support.judges.package_rules import rows_and_cells_ascend_and_none_stands_twice as ascends
from tests.support.judges.stored_content import stored
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.feedback import CellNote, ListRow, Markings
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.workbook.mark_record import MARK, RECORD_SHEET, Cover, read_record
from vstbcpn_cli.workbook.marking.annotator import CannotMarkError, annotate
from vstbcpn_cli.workbook.marking.fills import COLOURS, EDGES, StylesPatch
from vstbcpn_cli.workbook.marking.package_patch import parsed

SAMPLES = Path(__file__).parents[4] / "sample_submissions"
SAMPLE_FILES = [
    p for p in sorted(SAMPLES.glob("*.xlsx")) if not p.name.startswith(("Thong ke", "Văn Quan", "2011-6T_hoi"))
]


# ------------------------------------------------------------------------------------------------------- what it has
def test_faulty_cells_are_coloured_and_have_a_note() -> None:
    content = faulty()
    made = marked(content)
    assert fill_of(made, ref("T6.04")) == COLOURS[Severity.ERROR]
    assert fill_of(made, ref("T6.05")) == COLOURS[Severity.WARNING]
    found = notes_of(made, "NV6")
    assert set(found) == {ref(c).address for c in ("T6.05", "T6.04", "T6.06")}
    assert "Lỗi VS304: Ô ghi “khoảng 50”, chưa phải một con số chính xác. Đề nghị" in found[ref("T6.04").address]
    assert found[ref("T6.04").address].startswith("Ban VSTBCPN tỉnh:\n")


def test_the_mark_is_seen_where_the_form_itself_colours_the_cell() -> None:
    """Of more women than people the form tells by a conditional colour, which lies over every fill."""
    content = answered({"T6.05": 6, "T6.08": 7})
    at_cell = ref("T6.08")
    made = marked(content)
    assert any("VS4" in text for text in notes_of(made, "NV6").values())
    rules = sheet_of(made, "NV6").iter(f"{M}conditionalFormatting")
    assert any(at_cell.address in str(rule.get("sqref")) or ":" in str(rule.get("sqref")) for rule in rules)
    assert edges_of(made, at_cell) == [("medium", EDGES[Severity.ERROR])] * 4
    assert edges_of(content, at_cell) != edges_of(made, at_cell)


def test_an_answer_that_was_put_right_has_its_own_border_again() -> None:
    content = faulty()
    right = {at.spot(UNIT, "T6.04"): 3, at.spot(UNIT, "T6.05"): 6}
    again = marked(at.typed(marked(content), right))
    assert edges_of(again, ref("T6.04")) == edges_of(content, ref("T6.04"))
    assert edges_of(marked(content), ref("T6.05")) == [("medium", EDGES[Severity.WARNING])] * 4


def test_a_copy_that_an_earlier_version_marked_keeps_the_border_it_had() -> None:
    """Its record has no borders, as those were not touched."""
    content = {"listed": {}, "notes": [], "covers": {"NV6": {"D13": ["<fill/>", "1"]}}}
    payload = base64.b64encode(json.dumps(content).encode()).decode()
    found = read_record([f"{MARK}:{hashlib.sha256(payload.encode()).hexdigest()}", payload])
    assert found is not None
    cover = found[1].covers["NV6"]["D13"]
    assert cover == Cover("<fill/>", "1")
    styles = StylesPatch(parsed(at.unpacked(faulty())["xl/styles.xml"]))
    own = int(cells(faulty(), "NV6")[ref("T6.04").address].get("s", "0"))
    assert styles.cover(styles.restored(own, cover)).border == styles.cover(own).border


def test_the_colours_that_the_list_speaks_of_are_those_of_the_marks() -> None:
    said = next(text for text in texts(marked(faulty())).values() if "cột “Ô”" in text)
    assert "Ô có lỗi có viền đỏ đậm, ô có cảnh báo có viền vàng đậm" in said
    assert set(EDGES) == {Severity.ERROR, Severity.WARNING}


def test_the_first_sheet_lists_every_finding_with_a_link_to_its_cell() -> None:
    made = marked(faulty())
    said = texts(made)
    assert next(iter(at.sheet_parts(at.unpacked(made)))) == LIST
    rows = [int(a[1:]) for a, t in said.items() if a[0] == "B" and t in ("Lỗi", "Cảnh báo")]
    assert len(rows) == 3
    links = {e.get("ref"): e.get("location") for e in sheet_of(made, LIST).iter(f"{M}hyperlink")}
    for row in rows:
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", said[f"D{row}"]).groups()  # type: ignore[union-attr]
        assert links[f"D{row}"] == f"'{said[f'C{row}']}'!${letters}${number}"
    assert [said[f"A{row}"] for row in rows] == ["1", "2", "3"]
    assert said["A2"] == "Đơn vị: Sở Y tế. Kỳ báo cáo: sơ kết 6 tháng đầu năm 2011."


def test_a_row_of_the_list_is_as_high_as_its_text() -> None:
    """In its column this sentence takes three lines of Times New Roman."""
    made = marked(answered({"T3.M1.CB02.nu": 999, "T3.M1.CB02.tong": 424}))
    said = next(a for a, t in texts(made).items() if t.startswith("“Đảng viên") and t.endswith("tổng số” là 424."))
    row = next(r for r in sheet_of(made, LIST).iter(f"{M}row") if r.get("r") == said[1:])
    assert float(row.get("ht", "0")) >= 3 * 15.75


def test_a_cell_with_two_findings_has_one_note() -> None:
    both = [f for f in judged(faulty()) if f.place.cell == ref("T6.04")]
    twice = [*both, *(Finding("VS401", "x", Severity.WARNING, "Khác.", "Đề nghị xem.", f.place) for f in both)]
    found = notes_of(marked(faulty(), findings=twice), "NV6")
    assert len(found) == 1
    assert "VS304" in found[ref("T6.04").address]
    assert "Cảnh báo VS401: Khác. Đề nghị xem." in found[ref("T6.04").address]


def test_a_note_names_the_related_cells() -> None:
    content = answered({"T3.M1.CB02.nu": 999_999})
    found = notes_of(marked(content), "NV3")[ref("T3.M1.CB02.nu").address]
    assert f"Ô liên quan: {ref('T3.M1.CB02.tong').address}." in found


def test_a_finding_without_a_cell_stands_only_in_the_list() -> None:
    content = at.edited(faulty(), "xl/workbook.xml", lambda c: c)
    lost = Finding(
        "VS201", "missing-sheet", Severity.ERROR, "Thiếu trang.", "Đề nghị bổ sung.", judged(content)[0].place
    )
    bare = Finding(lost.code, lost.rule, lost.severity, lost.fact, lost.advice, type(lost.place)())
    made = marked(content, findings=[bare])
    assert "Thiếu trang." in texts(made).values()
    assert notes_of(made, "NV6") == {}
    assert list(sheet_of(made, LIST).iter(f"{M}hyperlink")) == []


def test_a_cell_that_is_not_stored_is_made_between_its_neighbours() -> None:
    at_cell = ref("T6.06")
    address = at_cell.address

    def without(part: bytes) -> bytes:
        return re.sub(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % address.encode(), b"", part)

    content = at.edited(faulty(), part_of("NV6"), without)
    assert address not in cells(content, "NV6")
    made = marked(content)
    assert fill_of(made, at_cell) == COLOURS[Severity.ERROR]
    ascends(Package(made))


# ----------------------------------------------------------------------------------------- what stays as it was
def test_every_untouched_part_is_the_same_to_the_byte() -> None:
    content = faulty()
    before, after = at.unpacked(content), at.unpacked(marked(content))
    changed = {n for n in before if before[n] != after[n]}
    names = at.sheet_parts(before)
    assert changed == {
        "[Content_Types].xml",
        "docProps/app.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        names["HuongDan"],  # it is no longer the sheet that is open
        names["NV6"],
    }
    assert len(after) == len(before) + 5  # the list, the record, the notes, their boxes, their relation


def test_a_touched_sheet_differs_only_in_the_styles_of_its_marked_cells() -> None:
    content = faulty()
    made = marked(content)
    before, after = sheet_of(content, "NV6"), sheet_of(made, "NV6")
    faults = {ref(c).address for c in ("T6.05", "T6.04", "T6.06")}
    for root in (before, after):
        for cell in root.iter(f"{M}c"):
            if cell.get("r") in faults:
                cell.attrib.pop("s", None)
        for drawing in root.findall(f"{M}legacyDrawing"):
            root.remove(drawing)
    assert ET.canonicalize(ET.tostring(before)) == ET.canonicalize(ET.tostring(after))
    assert stored(made).sheets["NV6"] == stored(content).sheets["NV6"]
    assert stored(made).sheets["KiemTra"] == stored(content).sheets["KiemTra"]


def test_a_marked_style_keeps_everything_but_its_fill_and_border() -> None:
    content = faulty()
    made = marked(content)
    styles = ET.fromstring(at.unpacked(made)["xl/styles.xml"])
    xfs = styles.find(f"{M}cellXfs")
    assert xfs is not None
    address = ref("T6.04").address
    old, new = (xfs[int(cells(c, "NV6")[address].get("s", "0"))] for c in (content, made))
    ours = {"fillId", "applyFill", "borderId", "applyBorder"}
    assert {k: v for k, v in old.attrib.items() if k not in ours} == {
        k: v for k, v in new.attrib.items() if k not in ours
    }
    assert [ET.tostring(e) for e in old] == [ET.tostring(e) for e in new]


def test_what_counts_sheets_by_their_place_is_moved() -> None:
    content = at.replaced(
        faulty(),
        "xl/workbook.xml",
        "</definedNames>",
        '<definedName name="cua_trang" localSheetId="3">1</definedName></definedNames>',
    )
    made = marked(content)
    book = ET.fromstring(at.unpacked(made)["xl/workbook.xml"])
    names = list(at.sheet_parts(at.unpacked(content)))
    moved = {
        e.get("name"): int(e.get("localSheetId", "0")) for e in book.iter(f"{M}definedName") if e.get("localSheetId")
    }
    sheets = [e.get("name") for e in book.iter(f"{M}sheet")]
    assert sheets == [LIST, *names, RECORD_SHEET]
    assert sheets[moved["cua_trang"]] == names[3]
    for name in book.iter(f"{M}definedName"):
        if (place := name.get("localSheetId")) and "!" in (name.text or ""):
            assert (name.text or "").split("!")[0].strip("'") == sheets[int(place)]
    assert {e.get("activeTab") for e in book.iter(f"{M}workbookView")} == {"0"}
    selected = [
        n
        for n in sheets
        if n and any(v.get("tabSelected") in ("1", "true") for v in sheet_of(made, n).iter(f"{M}sheetView"))
    ]
    assert selected == [LIST]
    app = at.unpacked(made)["docProps/app.xml"].decode()
    assert app.index(f">{LIST}<") < app.index(f">{names[0]}<")


@pytest.mark.parametrize("make", [faulty, lambda: marked(faulty())], ids=["once", "twice"])
def test_the_package_keeps_the_rules_of_the_format(make: Any) -> None:
    made = Package(marked(make()))
    for check in (has_types, leads_to_parts, keeps_the_order, ascends, merges_well, points_inside):
        check(made)
    vml = next(c for n, c in made.parts.items() if n.endswith(".vml"))
    ET.fromstring(vml)
    boxes = {(int(r), int(c)) for r, c in re.findall(rb"<x:Row>(\d+)</x:Row><x:Column>(\d+)</x:Column>", vml)}
    assert boxes == {(ref(c).row - 1, ref(c).column - 1) for c in ("T6.05", "T6.04", "T6.06")}


def test_the_list_prints_on_a4_landscape_and_is_protected() -> None:
    root = sheet_of(marked(faulty()), LIST)
    setup = root.find(f"{M}pageSetup")
    assert setup is not None
    assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
    book = ET.fromstring(at.unpacked(marked(faulty()))["xl/workbook.xml"])
    repeated = next(
        e.text
        for e in book.iter(f"{M}definedName")
        if e.get("name") == "_xlnm.Print_Titles" and e.get("localSheetId") == "0"
    )
    head = next(a for a, t in texts(marked(faulty())).items() if t == "STT")
    assert repeated == f"'{LIST}'!${head[1:]}:${head[1:]}"
    assert root.find(f"{M}sheetProtection") is not None
    assert sheet_of(marked(faulty()), "NV6").find(f"{M}sheetProtection") is not None


# ------------------------------------------------------------------------------------------------ read as if unmarked
@pytest.mark.parametrize("path", SAMPLE_FILES[1::4], ids=lambda p: p.name)
def test_a_marked_sample_gives_the_findings_of_the_original(path: Path) -> None:
    content = path.read_bytes()
    made = marked(content)
    assert judged(made) == judged(content)
    one, other = at.accepted(content).count, at.accepted(made).count
    assert (one.in_data, one.in_findings) == (other.in_data, other.in_findings)
    assert other.typed == stored(made).typed == other.in_data + other.in_findings + other.ignored


@pytest.mark.parametrize("line", LINES[3::12], ids=lambda line: line.id)
def test_a_marked_mutation_gives_the_findings_of_the_original(line: Line) -> None:
    assert difference(line) == ""


def test_what_a_unit_types_among_the_marks_is_said() -> None:
    made = marked(faulty())
    said = texts(made)
    last = max(int(a[1:]) for a in said if a[0] == "A")
    row = next(int(a[1:]) for a, t in said.items() if t == "Lỗi")
    typed = at.typed(made, {(LIST, last + 2, 1): "đã sửa", (LIST, row, 7): "chưa có số", (LIST, last + 3, 1): 2})
    found = [f for f in judged(typed) if f.place.cell and f.place.cell.sheet == LIST]
    assert [(f.code, f.value) for f in found] == [("VS206", "chưa có số"), ("VS206", "đã sửa"), ("VS206", "2")]
    count = at.accepted(typed).count
    assert count.typed == stored(typed).typed == count.in_data + count.in_findings + count.ignored
    assert [f for f in judged(typed) if f not in found] == list(judged(faulty()))


def test_what_a_unit_writes_into_our_note_is_said_alone() -> None:
    made = marked(faulty())
    parts = at.unpacked(made)
    part = next(n for n in parts if "commentsPhanHoi" in n)
    text = parts[part].decode()
    assert text.count("</t>") == 3
    answered = at.edited(made, part, lambda c: c.replace(b"</t>", "\nĐơn vị: số đúng là 48</t>".encode(), 1))
    extra = [f for f in judged(answered) if f not in judged(faulty())]
    assert [(f.code, f.value) for f in extra] == [("VS221", "Đơn vị: số đúng là 48")]


def test_the_list_renamed_or_deleted_is_still_no_sheet_of_the_unit() -> None:
    made = marked(faulty())
    renamed = at.replaced(made, "xl/workbook.xml", f'name="{LIST}"', 'name="Phản hồi lần 1"')
    assert judged(renamed) == judged(faulty())
    parts = at.unpacked(made)
    book = re.sub(rf'<sheet name="{LIST}"[^>]*/>', "", parts["xl/workbook.xml"].decode())
    deleted = at.packed(parts | {"xl/workbook.xml": book.encode()})
    assert judged(deleted) == judged(faulty())


def test_a_forged_record_hides_nothing() -> None:
    made = marked(faulty())
    parts = at.unpacked(made)
    part = at.sheet_parts(parts)[RECORD_SHEET]
    forged = at.edited(made, part, lambda c: re.sub(rb"(preserve\">[A-Za-z0-9+/]{20})[A-Za-z0-9]", rb"\1_", c))
    found = judged(forged)
    assert {f.place.cell.sheet for f in found if f.code == "VS207" and f.place.cell} == {LIST, RECORD_SHEET}
    assert sum(f.code in ("VS220", "VS221") for f in found) == 3
    assert read_record(["vstbcpn-phan-hoi:0", "AAAA"]) is None


# --------------------------------------------------------------------------------------------- what others have put in
def test_a_note_of_the_unit_is_kept_and_ours_stands_below_it() -> None:
    at_cell, free = ref("T6.04"), ref("T6.07")
    content = beside(
        faulty(),
        "NV6",
        {"comments": ("comments1.xml", notes(**{at_cell.address: "hỏi lại anh Nam", free.address: "xem lại"}))},
    )
    made = marked(content)
    found = notes_of(made, "NV6")
    assert found[free.address] == "xem lại"
    assert found[at_cell.address].startswith("hỏi lại anh Nam\n\nBan VSTBCPN tỉnh:\n")
    assert judged(made) == judged(content)
    mended = marked(made, findings=[f for f in judged(content) if f.place.cell != at_cell])
    assert notes_of(mended, "NV6")[at_cell.address] == "hỏi lại anh Nam"
    assert judged(mended) == judged(content)


def test_a_conversation_is_left_alone() -> None:
    at_cell = ref("T6.04")
    copy = notes(**{at_cell.address: "[Threaded comment]"}).replace(b"<author>A</author>", b"<author>tc={1}</author>")
    content = beside(faulty(), "NV6", {"comments": ("comments1.xml", copy)})
    found = notes_of(marked(content), "NV6")
    assert found[at_cell.address] == "[Threaded comment]"
    assert len(found) == 3
    assert fill_of(marked(content), at_cell) == COLOURS[Severity.ERROR]


def test_boxes_are_added_to_a_drawing_that_is_no_xml() -> None:
    old = b'<xml xmlns:v="v"><v:shape id="_x0000_s3090"><br></v:shape></xml>'
    content = beside(faulty(), "NV6", {"vmlDrawing": ("drawings/cu.vml", old)})
    link = re.search(
        r'Id="(\w+)"[^>]*vmlDrawing',
        at.unpacked(content)[part_of("NV6").replace("worksheets/", "worksheets/_rels/") + ".rels"].decode(),
    )
    assert link
    names = 'xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    content = at.edited(
        content,
        part_of("NV6"),
        lambda c: c.replace(b"</worksheet>", f'<legacyDrawing {names} q:id="{link[1]}"/></worksheet>'.encode()).replace(
            b"</ns0:worksheet>", b""
        ),
    )
    made = at.unpacked(marked(content))["xl/drawings/cu.vml"]
    assert made.startswith(old.removesuffix(b"</xml>"))
    numbers = [int(n) for n in re.findall(rb'id="_x0000_s(\d+)"', made)]
    assert numbers == [3090, 3091, 3092, 3093]


def test_a_sheet_of_the_unit_with_our_name_is_kept() -> None:
    parts = at.unpacked(faulty())
    content = at.packed(
        parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b'name="HuongDan"', b'name="PhanHoi"')}
    )
    made = marked(content)
    assert list(at.sheet_parts(at.unpacked(made)))[:2] == ["PhanHoi (2)", "PhanHoi"]
    assert stored(made).sheets["PhanHoi"] == stored(content).sheets["PhanHoi"]
    assert judged(made) == judged(content)


@pytest.mark.parametrize("make", [strict, macro], ids=["strict", "macro"])
def test_other_kinds_of_package(make: Any) -> None:
    bad = at.unpacked(faulty())[part_of("NV6")]
    parts = at.unpacked(make())
    space = re.search(rb'xmlns="([^"]+)"', parts[part_of("NV6")]) or re.search(
        rb'xmlns:ns0="([^"]+)"', parts[part_of("NV6")]
    )
    assert space
    parts[part_of("NV6")] = bad.replace(at.MAIN.encode(), space[1])
    content = at.packed(parts)
    before = judged(content)
    assert len([f for f in before if f.place.cell]) == 3
    made = marked(content)
    assert judged(made) == before
    new = at.unpacked(made)
    assert space[1] in new[next(n for n in new if n.startswith("xl/worksheets/phanHoi"))]
    kinds = {
        line
        for n, c in new.items()
        if n.endswith(".rels")
        for line in re.findall(rb'Type="([^"]+)/(?:worksheet|comments)"', c)
    }
    assert len(kinds) == 1


# ---------------------------------------------------------------------------------------------------------- once more
def test_marking_again_takes_the_old_marks_out() -> None:
    content = faulty()
    made = marked(content)
    right = {at.spot(UNIT, c): int(at.accepted(at.filled(UNIT)).values[c].raw) for c in ("T6.04", "T6.06")}
    mended = at.typed(made, right)
    again = marked(mended)
    assert fill_of(again, ref("T6.04")) == fill_of(content, ref("T6.04"))
    assert set(notes_of(again, "NV6")) == {ref("T6.05").address}
    assert [n for n in at.sheet_parts(at.unpacked(again)) if "hanHoi" in n or n == RECORD_SHEET] == [LIST, RECORD_SHEET]
    styles = [len(ET.fromstring(at.unpacked(c)["xl/styles.xml"]).find(f"{M}cellXfs") or ()) for c in (made, again)]
    assert styles[0] == styles[1]
    assert judged(again) == judged(mended)


def test_a_sheet_without_notes_left_has_no_part_for_them() -> None:
    content = answered({"T6.05": "chưa có", "T3.M1.CB02.nu": 999_999})
    made = marked(content)
    assert notes_of(made, "NV3")
    right = {at.spot(UNIT, "T3.M1.CB02.nu"): int(at.accepted(at.filled(UNIT)).values["T3.M1.CB02.nu"].raw)}
    mended = at.typed(made, right)
    again = marked(mended)
    assert [n for n in at.unpacked(again) if "comments" in n or n.endswith(".vml")] == [
        "xl/commentsPhanHoi1.xml",
        "xl/drawings/phanHoi1.vml",
    ]
    assert judged(again) == judged(mended)
    assert [f.code for f in judged(again)] == ["VS317"]
    leads_to_parts(Package(again))


def test_a_coloured_cell_that_was_moved_gets_its_colour_back_too() -> None:
    made = marked(faulty())
    at_cell = ref("T6.04")
    other = CellRef("NV6", 900, 4)
    style = cells(made, "NV6")[at_cell.address].get("s", "")
    moved = at.typed(made, {tuple(at_cell): 50, tuple(other): None})  # type: ignore[dict-item]  # a place of three
    moved = at.edited(moved, part_of("NV6"), lambda c: c.replace(b'r="D900"', f'r="D900" s="{style}"'.encode()))
    assert fill_of(moved, other) == COLOURS[Severity.ERROR]
    assert fill_of(marked(moved), other) == fill_of(faulty(), at_cell)


# ------------------------------------------------------------------------------------------------- texts of strangers
def test_naughty_texts_stay_texts() -> None:
    strange = [t for t in naughty() if len(t) < 500]
    rows = tuple(ListRow(Severity.ERROR, ("Lỗi", "NV6", "D1", "VS1", t, t, t), ref("T6.04")) for t in strange)
    said = tuple(CellNote(CellRef("NV6", 1 + n, 30), Severity.ERROR, t) for n, t in enumerate(strange[:400]))
    rows = tuple(ListRow(r.severity, tuple(map(scrubbed, r.texts)), r.cell) for r in rows)
    said = tuple(CellNote(s.cell, s.severity, scrubbed(s.text)) for s in said)
    heads = tuple(words(faulty()).markings().heads)
    made = annotate(faulty(), Markings("Ban", LIST, "Tên", ("dòng",), heads, 3, rows, said))
    root = sheet_of(made, LIST)
    assert list(root.iter(f"{M}f")) == []
    assert all(e.get("location", "").startswith("'NV6'!") for e in root.iter(f"{M}hyperlink"))
    new = {n: c for n, c in at.unpacked(made).items() if n not in at.unpacked(faulty())}
    assert b"TargetMode" not in b"".join(new.values())
    found = at.accepted(made)
    assert found.count.in_findings == at.accepted(faulty()).count.in_findings
    assert judged(made) == judged(faulty())


def test_a_package_nobody_understands_is_refused_with_a_word() -> None:
    with pytest.raises(CannotMarkError):
        annotate(at.edited(faulty(), "xl/styles.xml", lambda _: b"<a/>"), words(faulty()).markings())
    with pytest.raises(CannotMarkError):
        annotate(b"PK", words(faulty()).markings())


def test_the_same_file_gives_the_same_bytes() -> None:
    assert annotate(faulty(), words(faulty()).markings()) == marked(faulty())
