"""Marking workbooks that other programs have changed: chart sheets, lost parts, bounds, boxes nobody drew."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import RELATION
from tests.support.forms.giving_back import faulty, ref, words
from tests.support.forms.marked_copies import LIST, fill_of, judged, notes_of, sheet_of, texts
from tests.support.forms.workbook_parts import PACKAGE, beside, inserted, notes, part_of
from tests.support.judges.package_rules import M, Package
from tests.support.judges.package_rules import every_relation_leads_to_a_part_and_every_part_is_led_to as leads_to_parts
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.feedback import CellNote, Markings
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.workbook.mark_record import MARK, read_record
from vstbcpn_cli.workbook.marking import fills, note_parts, package_patch
from vstbcpn_cli.workbook.marking.annotator import CannotMarkError, annotate
from vstbcpn_cli.workbook.marking.fills import COLOURS

BOOK, LINKS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
CELL = ref("T6.04")


def marked(content: bytes, *cells: CellRef) -> bytes:
    """Each cell with a note that is an error; the first list of findings is empty."""
    notes = tuple(CellNote(cell, Severity.ERROR, f"Ghi chú {n}") for n, cell in enumerate(cells, 1))
    return annotate(content, Markings("Ban", LIST, "Tên", ("dòng",), ("TT", "Nội dung"), 1, (), notes))


def edited(content: bytes, part: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> bytes:
    """A part of a package with the first hit of a pattern replaced; there must be one."""
    before = at.unpacked(content)[part].decode()
    after, hits = re.subn(pattern, new, before, count=1, flags=re.DOTALL)
    assert hits == 1, f"{pattern} is not in {part}"
    return at.edited(content, part, lambda _: after.encode())


def with_chart_sheet(content: bytes) -> bytes:
    """A sheet that holds a chart alone, put behind the others."""
    sheet = f'<sheet xmlns:r="{at.LINKS}" name="Biểu đồ" sheetId="99" r:id="rId99"/>'
    content = edited(content, BOOK, "</sheets>", f"{sheet}</sheets>")
    link = f'<Relationship Id="rId99" Type="{RELATION}/chartsheet" Target="chartsheets/sheet1.xml"/>'
    content = edited(content, LINKS, "</Relationships>", f"{link}</Relationships>")
    chart = f'<chartsheet xmlns="{at.MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'
    return at.packed(at.unpacked(content) | {"xl/chartsheets/sheet1.xml": chart.encode()})


# ----------------------------------------------------------------------------------------------- kinds of workbooks
def test_a_chart_sheet_is_passed_over_also_when_marked_again() -> None:
    content = with_chart_sheet(faulty())
    chart = at.unpacked(content)["xl/chartsheets/sheet1.xml"]
    once = marked(content, CELL, CellRef("Biểu đồ", 1, 1))
    assert fill_of(once, CELL) == COLOURS[Severity.ERROR]
    again = marked(once)
    assert fill_of(again, CELL) == fill_of(content, CELL)
    assert notes_of(again, "NV6") == {}
    for made in (once, again):
        assert at.unpacked(made)["xl/chartsheets/sheet1.xml"] == chart
        assert judged(made) == judged(content)


def test_a_sheet_whose_part_is_named_as_a_web_address_is_marked() -> None:
    name = part_of(CELL.sheet)
    bare, spaced = name.removeprefix("xl/"), "worksheets/to khai.xml"
    parts = at.unpacked(edited(faulty(), LINKS, re.escape(bare), spaced.replace(" ", "%20")))
    parts[f"xl/{spaced}"] = parts.pop(name)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(bare.encode(), spaced.encode())
    once = at.unpacked(marked(at.packed(parts), CELL))
    assert [n for n, content in once.items() if "Ghi chú 1".encode() in content] == ["xl/commentsPhanHoi1.xml"]


def test_a_sheet_that_was_open_is_closed_behind_the_list() -> None:
    content = edited(faulty(), part_of("HuongDan"), ' tabSelected="1"', "")
    content = edited(content, part_of("NV6"), "<((?:ns0:)?sheetView) ", r'<\1 tabSelected="1" ')
    made = marked(content, CELL)
    views = {name: sheet_of(made, name).find(f".//{M}sheetView") for name in at.sheet_parts(at.unpacked(made))}
    assert [n for n, view in views.items() if view is not None and view.get("tabSelected") == "1"] == [LIST]


def test_a_book_without_names_or_summary_gets_the_names_of_the_list() -> None:
    content = edited(faulty(), BOOK, "<definedNames>.*</definedNames>", "")
    parts = {n: c for n, c in at.unpacked(content).items() if n != "docProps/app.xml"}
    parts["_rels/.rels"] = re.sub(rb"<Relationship [^>]*docProps/app.xml[^>]*>", b"", parts["_rels/.rels"])
    made = at.unpacked(marked(at.packed(parts), CELL))
    names = re.search(rb"<definedNames>(.*?)</definedNames><calcPr", made[BOOK])
    assert names
    assert (
        names[1].decode() == f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{LIST}\'!$3:$3</definedName>'
    )
    assert "docProps/app.xml" not in made


def test_a_link_out_of_the_package_is_no_part() -> None:
    away = (
        f'<Relationship Id="rId98" Type="{RELATION}/externalLink" Target="http://example.com/" TargetMode="External"/>'
    )
    content = edited(faulty(), LINKS, "</Relationships>", f"{away}</Relationships>")
    made = marked(content, CELL)
    assert away.encode() in at.unpacked(made)[LINKS]
    assert fill_of(made, CELL) == COLOURS[Severity.ERROR]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: edited(faulty(), LINKS, r"<Relationship [^>]*/styles[^>]*>", ""),
        lambda: edited(faulty(), STYLES, "<fills.*</fills>", ""),
        lambda: edited(faulty(), BOOK, "<sheets>.*</sheets>", ""),
        lambda: edited(faulty(), part_of("NV6"), "<((?:ns0:)?)sheetData>.*sheetData>", ""),
        lambda: beside(faulty(), "NV6", {"comments": ("comments1.xml", f'<comments xmlns="{at.MAIN}"/>'.encode())}),
    ],
    ids=["no styles", "no fills", "no sheets", "no cells", "no list of notes"],
)
def test_what_lacks_a_part_is_refused_with_a_word(spoil: Callable[[], bytes]) -> None:
    with pytest.raises(CannotMarkError):
        marked(spoil(), CELL)


@pytest.mark.parametrize(
    ("module", "bound"), [(package_patch, "_LARGEST"), (package_patch, "_LARGEST_TREE"), (fills, "MOST_STYLES")]
)
def test_what_is_past_a_bound_is_refused_with_a_word(
    module: object, bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, bound, 3)
    with pytest.raises(CannotMarkError, match="too"):
        marked(faulty(), CELL)


# ------------------------------------------------------------------------------------------------------------- cells
def test_a_cell_beneath_a_merge_is_marked_where_it_is_seen() -> None:
    content = inserted(faulty(), "NV6", "</mergeCells>", '<mergeCell ref="B900:D901"/>')
    made = marked(content, CellRef("NV6", 901, 3), CellRef("NV6", 900, 2))
    assert set(notes_of(made, "NV6")) == {"B900"}
    assert "C901: Ghi chú 1" in notes_of(made, "NV6")["B900"]
    assert "B900: " not in notes_of(made, "NV6")["B900"]
    assert fill_of(made, CellRef("NV6", 900, 2)) == COLOURS[Severity.ERROR]


def test_a_cell_that_is_not_stored_keeps_the_look_of_its_row() -> None:
    content = faulty()
    style = next(c.get("s") for c in sheet_of(content, "NV6").iter(f"{M}c") if c.get("r") == CELL.address)
    row = f'<row r="900" s="{style}" customFormat="1"/>'
    content = edited(content, part_of("NV6"), "</((?:ns0:)?)sheetData>", lambda m: row.replace("<row", f"<{m[1]}row") + m[0])  # fmt: skip
    made = marked(content, CellRef("NV6", 900, 2), CELL)
    styles = {c.get("r"): c.get("s") for c in sheet_of(made, "NV6").iter(f"{M}c")}
    assert styles["B900"] == styles[CELL.address] != style


# ------------------------------------------------------------------------------------------------------------- notes
PLAIN = f"""<comments xmlns="{at.MAIN}"><authors><author>A</author></authors><commentList>
<comment ref="{CELL.address}" authorId="0"><text><t>Số này tạm tính</t></text></comment></commentList></comments>"""


def test_our_words_stand_below_a_note_of_one_piece_and_leave_it_again() -> None:
    content = beside(faulty(), "NV6", {"comments": ("comments1.xml", PLAIN.encode())})
    once = marked(content, CELL)
    assert notes_of(once, "NV6")[CELL.address].startswith("Số này tạm tính\n")
    assert notes_of(once, "NV6")[CELL.address].endswith("Ban:\nGhi chú 1")
    assert notes_of(marked(once), "NV6") == {CELL.address: "Số này tạm tính"}


def test_a_note_another_program_has_joined_into_one_piece_is_still_ours() -> None:
    once = marked(faulty(), CELL, ref("T6.05"))
    part = next(n for n in at.unpacked(once) if "comments" in n)
    joined = edited(once, part, "<r><rPr>.*?</rPr>(<t [^>]*>[^<]*</t>)</r>", r"\1")
    joined = edited(joined, part, "(Ghi chú 2)", r"\1 và chữ của đơn vị")
    again = marked(joined)
    assert [t.strip() for t in notes_of(again, "NV6").values()] == ["và chữ của đơn vị"]
    leads_to_parts(Package(again))


def test_the_boxes_of_others_stay_when_ours_go() -> None:
    box = b'<xml xmlns:v="v"><v:shape id="_x0000_s1030"><x:Row>0</x:Row></v:shape></xml>'
    other = notes(B2="Của đơn vị")
    content = beside(faulty(), "NV6", {"comments": ("comments1.xml", other), "vmlDrawing": ("drawings/a.vml", box)})
    named = f'<legacyDrawing xmlns:q="{at.LINKS}" q:id="n1"/>'
    content = edited(content, part_of("NV6"), "</worksheet>|</ns0:worksheet>", lambda m: named.replace("<", "<ns0:" if "ns0" in m[0] else "<") + m[0])  # fmt: skip
    once, again = marked(content, CELL), marked(marked(content, CELL))
    assert at.unpacked(once)["xl/drawings/a.vml"].count(b"<v:shape ") == 2
    assert at.unpacked(again)["xl/drawings/a.vml"].count(b"<v:shape ") == 1
    assert notes_of(again, "NV6") == {"B2": "Của đơn vị"}


def test_notes_whose_boxes_are_lost_are_taken_out_all_the_same() -> None:
    once = marked(faulty(), CELL)
    lost = edited(once, part_of("NV6"), "<(?:ns0:)?legacyDrawing [^>]*>", "")
    assert notes_of(marked(lost), "NV6") == {}


def test_a_note_over_columns_without_width_ends_at_the_last_that_is_looked_at() -> None:
    column = '<col min="1" max="16384" width="0"/>'
    content = edited(faulty(), part_of("NV6"), "<((?:ns0:)?)cols>.*?</", lambda m: f"<{m[1]}cols>{column.replace('<', '<' + m[1])}</")  # fmt: skip
    drawn = at.unpacked(marked(content, CELL))["xl/drawings/phanHoi1.vml"].decode()
    anchor = re.search(r"<x:Anchor>([\d, ]+)", drawn)
    assert anchor
    left, _, _, _, right, offset, *_ = (int(n) for n in anchor[1].split(","))
    assert (right - left, offset) == (40, 0)


def test_no_more_notes_than_a_reader_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_parts, "MOST_NOTES", 1)
    assert len(notes_of(marked(faulty(), CELL, ref("T6.05")), "NV6")) == 1


# ------------------------------------------------------------------------------------------------ the record and lists
def test_what_a_unit_hangs_on_the_list_goes_with_it() -> None:
    once = marked(faulty(), CELL)
    parts = at.unpacked(once)
    part = at.sheet_parts(parts)[LIST]
    folder, name = part.rsplit("/", 1)
    link = f'<Relationship Id="n1" Type="{RELATION}/drawing" Target="../drawings/anh.xml"/>'
    link += f'<Relationship Id="n2" Type="{RELATION}/theme" Target="../theme/theme1.xml"/>'
    parts |= {"xl/drawings/anh.xml": b"<a/>", f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>'.encode()}  # fmt: skip
    again = at.unpacked(marked(at.packed(parts)))
    assert [n for n in again if "anh.xml" in n or name in n] == [part], "the new list has nothing beside it"
    assert again["xl/theme/theme1.xml"] == parts["xl/theme/theme1.xml"], "the book itself leads to this one"


@pytest.mark.parametrize(
    "payload", ["!!", b64encode(b"[]").decode(), b64encode(b"{").decode(), b64encode(b"{}").decode()]
)
def test_a_record_that_is_none_is_not_taken_for_one(payload: str) -> None:
    mark = f"{MARK}:{sha256(payload.encode()).hexdigest()}"
    assert read_record([mark, payload]) is None
    assert read_record([mark]) is None
    assert read_record([mark, "khác"]) is None


def test_a_list_that_was_sorted_is_ours_and_what_was_typed_over_it_is_not() -> None:
    once = annotate(faulty(), words(faulty()).markings())
    first, second = [int(a[1:]) for a, t in texts(once).items() if a[0] == "B" and t in ("Lỗi", "Cảnh báo")][:2]
    said = {(r, column): texts(once).get(f"{chr(64 + column)}{r}") for r in (first, second) for column in range(2, 8)}
    swapped = {(LIST, first + second - row, column): text for (row, column), text in said.items()}
    assert judged(at.typed(once, swapped)) == judged(faulty())
    beneath = {(LIST, 700, 1): "   ", (LIST, 700, 2): at.Formula("A1"), (LIST, 700, 3): "Đã sửa"}
    more = [f for f in judged(at.typed(once, swapped | beneath)) if f not in judged(faulty())]
    assert [(f.rule, str(f.place.cell), f.value) for f in more] == [
        ("outside-the-form", f"{LIST}!B700", "=A1"),
        ("outside-the-form", f"{LIST}!C700", "Đã sửa"),
    ]


def test_very_many_cells_among_our_own_are_counted() -> None:
    once = marked(faulty(), CELL)
    told = [f for f in judged(at.typed(once, {(LIST, 700 + n, 1): f"dòng {n}" for n in range(202)})) if f not in judged(once)]  # fmt: skip
    assert [f.rule for f in told] == ["outside-the-form"] * 200 + ["more-outside-the-form"]
    assert (str(told[-1].place.cell), " 2 " in told[-1].fact) == (f"{LIST}!A900", True)


def test_two_of_our_notes_joined_in_one_cell_are_still_ours() -> None:
    once = marked(faulty(), CELL, ref("T6.05"))
    part = next(n for n in at.unpacked(once) if "comments" in n)
    both = edited(once, part, "(Ban:\nGhi chú 1)", r"\1\n\nBan:\nGhi chú 2")
    assert judged(both) == judged(faulty())
