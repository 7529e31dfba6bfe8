"""What Excel 5 to 2003 (.xls) stores in a cell: formats, formulas, errors, code pages, and what lies on the sheet."""

from __future__ import annotations

import struct

import pytest

from tests.support.hostile import biff
from tests.support.hostile.biff import (
    Sheet,
    book,
    formula,
    label,
    mulrk,
    number,
    record,
    rk,
    shared_text,
    shared_texts,
    styles,
    truth,
    wide,
)
from tests.support.hostile.hostile_formats import compound
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.workbook.formats import xls
from vstbcpn_cli.workbook.formats.detect import _opened
from vstbcpn_cli.workbook.formats.xls import read_legacy
from vstbcpn_cli.workbook.raw import (
    CellKind,
    FontRun,
    Note,
    NumberShape,
    RawBook,
    RawCell,
    RawSheet,
    UnreadableBookError,
)
from vstbcpn_cli.workbook.reading.legacy_fonts import in_unicode

REF_D1 = b"\x44" + struct.pack("<HH", 0, 3)
TWO, FOUR = b"\x1e\x02\x00", struct.pack("<d", 4.0)


def read(records: bytes, about: bytes = b"") -> RawSheet:
    return read_legacy(book([Sheet(records)], about)).sheets[0]


def cells(records: bytes, about: bytes = b"") -> dict[tuple[int, int], RawCell]:
    return dict(read(records, about).cells)


# ------------------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("#,##0.0##", NumberShape.GENERAL),
        ("General", NumberShape.GENERAL),
        ("dd/mm/yyyy", NumberShape.DATE),
        ("0.0%", NumberShape.PERCENT),
        ('"14"', NumberShape.ANOTHER),
        (14, NumberShape.DATE),
        (10, NumberShape.PERCENT),
        (3, NumberShape.GENERAL),
        (57, NumberShape.DATE),
    ],
)
def test_the_format_of_a_number_is_what_the_file_says(code: str | int, shape: NumberShape) -> None:
    assert cells(number(0, 0, 13.5), styles(code)) == {(1, 1): RawCell(CellKind.NUMBER, "13.5", "", shape)}


@pytest.mark.parametrize("key", [51, 14, 22, 45, 57])
def test_a_format_may_have_any_number(key: int) -> None:
    """Gnumeric numbers its own formats from 50 on, where other programs keep dates."""
    about = record(0x31, bytes(14) + wide("A", "<B")) + record(0x41E, struct.pack("<H", key) + wide("#,##0.0##"))
    about += record(0xE0, struct.pack("<HHH", 0, key, 1) + bytes(14))
    assert cells(number(0, 0, 13.5), about)[1, 1].shape is NumberShape.GENERAL


def test_numbers_are_the_same_however_they_are_packed() -> None:
    packed = (
        rk(0, 0, 14 << 2 | 2) + rk(1, 0, 1234 << 2 | 3) + rk(2, 0, 0x3FF80000) + rk(3, 0, (-5 << 2 | 2) & 0xFFFFFFFF)
    )
    packed += mulrk(4, 1, [1 << 2 | 2, 2 << 2 | 2, 250 << 2 | 3]) + number(5, 0, 2.0) + number(6, 0, 1e16)
    found = {place: cell.text for place, cell in cells(packed).items()}
    assert found == {
        (1, 1): "14",
        (2, 1): "12.34",
        (3, 1): "1.5",
        (4, 1): "-5",
        (5, 2): "1",
        (5, 3): "2",
        (5, 4): "2.5",
        (6, 1): "2",
        (7, 1): "1e+16",
    }


def test_the_date_system_of_a_macintosh_is_kept() -> None:
    assert read_legacy(book([Sheet(number(0, 0, 39000))], record(0x22, b"\1\0"))).epoch_1904
    assert not read_legacy(book([Sheet(number(0, 0, 39000))], record(0x22, b"\0\0"))).epoch_1904


def test_true_false_and_errors_are_what_they_are() -> None:
    found = cells(truth(0, 0, 1) + truth(1, 0, 0) + truth(2, 0, 0x17, error=True) + truth(3, 0, 0x99, error=True))
    assert found == {
        (1, 1): RawCell(CellKind.BOOL, "1"),
        (2, 1): RawCell(CellKind.BOOL, "0"),
        (3, 1): RawCell(CellKind.ERROR, "#REF!"),
        (4, 1): RawCell(CellKind.UNKNOWN, "153"),
    }


# --------------------------------------------------------------------------------------------------------- texts
def test_texts_run_on_over_records_that_are_full() -> None:
    texts = ["Sở Y tế", "Kế hoạch " * 40, "Ủy ban nhân dân", "x"]
    for longest in (8224, 97, 40, 31):
        found = cells(b"".join(shared_text(n, 0, n) for n in range(4)), shared_texts(texts, longest))
        assert [cell.text for _, cell in sorted(found.items())] == texts


def test_a_text_that_is_not_there_is_no_other_one() -> None:
    for index in (2, 0xFFFFFFFF):
        with pytest.raises(UnreadableBookError, match="damaged-file"):
            read(shared_text(0, 0, index), shared_texts(["a", "b"]))


def test_pieces_of_a_text_keep_their_fonts() -> None:
    text = "Tæ B¸o c¸o"
    rich = struct.pack("<II", 1, 1) + struct.pack("<HBH", len(text), 9, 2) + text.encode("utf-16-le")
    rich += struct.pack("<HHHH", 3, 1, 6, 2)
    about = styles("General", fonts=[(".VnTime", False), ("Arial", True)]) + record(0xFC, rich)
    sheet = read(shared_text(0, 0, 0) + shared_text(1, 0, 0, 1), about)
    pieces = (FontRun("Tæ "), FontRun("B¸o", ".VnTime"), FontRun(" c¸o", "", struck=True))
    assert sheet.runs == {(1, 1): pieces, (2, 1): (FontRun("Tæ ", ".VnTime"), *pieces[1:])}
    whole = read(shared_text(0, 0, 0, 1), styles("General", fonts=[(".VnTime", False)]) + shared_texts(["B¸o c¸o"]))
    assert in_unicode(RawBook((whole,))).sheets[0].cells[1, 1].text == "Báo cáo"


@pytest.mark.parametrize(
    ("page", "stored", "meant"),
    [
        (1258, "Tiê\u0301ng Viê\u0323t".encode("cp1258"), "Tiê\u0301ng Viê\u0323t"),
        (1252, b"B\xb8o c\xb8o", "B¸o c¸o"),
        (10000, b"r\x8esum\x8e", "résumé"),
        (10029, b"r\x8esum\x8e", "résumé"),
        (32768, b"r\x8esum\x8e", "résumé"),
        (367, b"Ke hoach", "Ke hoach"),
        (21010, b"B\xb8o c\xb8o", "B¸o c¸o"),
        (None, b"B\xb8o c\xb8o", "B¸o c¸o"),
    ],
)
def test_an_older_text_is_read_in_the_code_page_of_its_file(page: int | None, stored: bytes, meant: str) -> None:
    about = record(0x42, struct.pack("<H", page)) if page else b""
    content = book([Sheet(label(0, 0, stored))], about, version=0x500)
    assert dict(read_legacy(content).sheets[0].cells) == {(1, 1): RawCell(CellKind.TEXT, meant)}


# ------------------------------------------------------------------------------------------------------ formulas
def test_a_formula_has_its_words_and_its_result() -> None:
    records = formula(0, 0, REF_D1 + TWO + b"\x05", FOUR)
    records += formula(1, 0, text_of("ab 1.0"), biff.RESULT_TEXT, "kết quả")
    records += formula(2, 0, text_of(""), b"\3\0\0\0\0\0\xff\xff")
    records += formula(3, 0, REF_D1, b"\2\0\x17\0\0\0\xff\xff")
    records += formula(4, 0, REF_D1, b"\1\0\1\0\0\0\xff\xff")
    assert cells(records) == {
        (1, 1): RawCell(CellKind.NUMBER, "4", "$D$1*2"),
        (2, 1): RawCell(CellKind.TEXT, "kết quả", '"ab 1.0"'),
        (3, 1): RawCell(CellKind.TEXT, "", '""'),
        (4, 1): RawCell(CellKind.ERROR, "#REF!", "$D$1"),
        (5, 1): RawCell(CellKind.BOOL, "1", "$D$1"),
    }


def text_of(text: str) -> bytes:
    return b"\x17" + wide(text, "<B")


def shared(first: int, last: int, tokens: bytes) -> bytes:
    return record(0x4BC, struct.pack("<HHBBBBH", first, last, 0, 0, 0, last - first + 1, len(tokens)) + tokens)


def test_cells_that_share_a_formula_each_have_its_words() -> None:
    left = b"\x4c" + struct.pack("<HH", 0, 0xC000 | 1)  # the cell to the right
    own = b"\x01" + struct.pack("<HH", 1, 0)
    records = formula(1, 0, own, FOUR, shared=shared(1, 3, left)) + formula(2, 0, own, FOUR)
    records += formula(3, 0, own, biff.RESULT_TEXT, "x") + formula(4, 0, b"\x01" + struct.pack("<HH", 9, 9), FOUR)
    found = {place: cell.formula for place, cell in cells(records).items()}
    assert found == {(2, 1): "B2", (3, 1): "B3", (4, 1): "B4", (5, 1): "="}
    text_first = formula(1, 0, own, biff.RESULT_TEXT, "x", shared=shared(1, 2, left)) + formula(2, 0, own, FOUR)
    assert {p: c.formula for p, c in cells(text_first).items()} == {(2, 1): "B2", (3, 1): "B3"}


def test_a_younger_function_and_a_cell_of_another_file_are_named_as_everywhere() -> None:
    future = record(0x18, struct.pack("<HBBHHHBBBB", 0, 0, 14, 0, 0, 0, 0, 0, 0, 0) + b"\0_xlfn.COUNTIFS")
    name = b"\x23" + struct.pack("<HH", 1, 0)
    call = b"\x42\x03" + struct.pack("<H", 255)
    other = record(0x1AE, struct.pack("<H", 1) + wide("kinh phi.xls") + wide("Sheet1"))
    link = record(0x17, struct.pack("<HHHH", 1, 0, 0, 0))
    outside = b"\x5a" + struct.pack("<HHH", 0, 4, 1)
    about = other + link + future
    records = formula(0, 0, name + REF_D1 + text_of("=") + call, FOUR) + formula(1, 0, outside, FOUR)
    records += formula(2, 0, name + b"\x42\x01" + struct.pack("<H", 255), FOUR)
    book_ = read_legacy(book([Sheet(records)], about))
    found = {place: cell.formula for place, cell in book_.sheets[0].cells.items()}
    assert found == {(1, 1): 'COUNTIFS($D$1,"=")', (2, 1): "[1]!$B$5", (3, 1): "="}
    assert book_.objects == {"externals": 1}


NUMBERED = {n: b"\x1e" + struct.pack("<H", n) for n in range(10)}
BRACKETS, MINUS, OVER, TIMES, JOINED = b"\x15", b"\x04", b"\x06", b"\x05", b"\x08"


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (NUMBERED[9] + NUMBERED[5] + NUMBERED[3] + MINUS + BRACKETS + MINUS, "9-(5-3)"),
        (NUMBERED[9] + NUMBERED[5] + NUMBERED[3] + TIMES + BRACKETS + OVER, "9/(5*3)"),
        (NUMBERED[9] + NUMBERED[5] + MINUS + NUMBERED[3] + MINUS, "9-5-3"),
        (NUMBERED[2] + b"\x13" + BRACKETS + NUMBERED[2] + b"\x07", "(-2)^2"),
        (NUMBERED[2] + b"\x13" + NUMBERED[2] + b"\x07", "-2^2"),
        (text_of("(đ)\x15") + REF_D1 + BRACKETS + JOINED, '"(đ)\x15"&($D$1)'),
        (REF_D1 + b"\x19\x02\0\0" + TWO + b"\x19\x08\0\0" + TWO + BRACKETS + b"\x42\3\1\0", "IF($D$1,2,(2))"),
    ],
)
def test_the_brackets_of_a_formula_are_kept(tokens: bytes, words: str) -> None:
    assert cells(formula(0, 0, tokens, FOUR))[1, 1].formula == words


def of_sheet(first: tuple[int, int], last: tuple[int, int] | None = None) -> bytes:
    """A relative reference to the first sheet."""
    (top, left), (bottom, right) = first, last or first
    if last is None:
        return b"\x5a" + struct.pack("<HHH", 0, top, left | 0xC000)
    return b"\x3b" + struct.pack("<HHHHH", 0, top, bottom, left | 0xC000, right | 0xC000)


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (of_sheet((12, 3)), "A!D13"),
        (of_sheet((11, 3), (13, 3)) + b"\x22\1" + struct.pack("<H", 4), "SUM(A!D12:D14)"),
        (of_sheet((12, 130), (40, 200)) + b"\x22\1" + struct.pack("<H", 4), "SUM(A!EA13:GS41)"),
        (b"\x5a" + struct.pack("<HHH", 0, 12, 3), "A!$D$13"),
    ],
)
@pytest.mark.parametrize("place", [(0, 0), (20, 200)])
def test_a_cell_of_another_sheet_has_its_address(tokens: bytes, words: str, place: tuple[int, int]) -> None:
    about = record(0x1AE, struct.pack("<HH", 1, 0x0401)) + record(0x17, struct.pack("<HHHH", 1, 0, 0, 0))
    sheets = [Sheet(b"", name="A"), Sheet(formula(*place, tokens, FOUR))]
    found = read_legacy(book(sheets, about)).sheets[1].cells
    assert found[place[0] + 1, place[1] + 1].formula == words


def test_words_of_a_formula_that_nobody_knows_cost_nothing_but_the_words() -> None:
    for tokens in (b"\x18", b"\x05\x05", b"\x42\x09\xfe\x01", b"\x3b", b"\x17\xff", b"\x01" * 5, b"\x1e\1\0" * 3000):
        assert cells(formula(0, 0, tokens, FOUR)) == {(1, 1): RawCell(CellKind.NUMBER, "4", "=")}


# ------------------------------------------------------------------------------------------------ around the cells
def test_what_is_hidden_merged_filtered_and_chosen_from_lists_is_told() -> None:
    row = record(0x208, struct.pack("<HHHHHHI", 1, 0, 5, 255, 0, 0, 0x20 | 0x100))
    column = record(0x7D, struct.pack("<HHHHHH", 2, 3, 2560, 0, 1, 0))
    merged = record(0xE5, struct.pack("<HHHHH", 1, 4, 6, 0, 2))
    records = row + column + number(0, 0, 1) + number(1, 0, 1) + number(1, 2, 1) + merged + record(0x9B)
    sheet = read(records + record(0x1BE, struct.pack("<I", 0x03) + bytes(20)))
    assert (set(sheet.hidden_rows), set(sheet.hidden_columns)) == ({2}, {3})
    assert (sheet.merges, sheet.filtered, sheet.lists) == (((5, 1, 7, 3),), True, True)
    assert not read(records + record(0x1BE, struct.pack("<I", 0x01) + bytes(20))).lists


def test_a_hidden_sheet_is_hidden_however_deep() -> None:
    found = read_legacy(book([Sheet(number(0, 0, 1), f"S{state}", state) for state in (0, 1, 2)]))
    assert [(s.name, s.hidden) for s in found.sheets] == [("S0", False), ("S1", True), ("S2", True)]


def drawn(kind: int, number_: int, text: str) -> bytes:
    about = record(0x5D, struct.pack("<HHHHH", 0x15, 18, kind, number_, 0x11) + bytes(12) + bytes(4))
    words = record(0x3C, b"\1" + text.encode("utf-16-le")) + record(
        0x3C, struct.pack("<HHIHHI", 0, 0, 0, len(text), 0, 0)
    )
    return about + record(0x1B6, struct.pack("<HH6sHHI", 0, 0, bytes(6), len(text), 16, 0)) + words


def note(row: int, column: int, number_: int) -> bytes:
    return record(0x1C, struct.pack("<HHHH", row, column, 0, number_) + wide("Lan") + b"\0")


def test_notes_text_boxes_and_pictures_are_found() -> None:
    picture = record(0x5D, struct.pack("<HHHHH", 0x15, 18, 8, 9, 0x11) + bytes(12) + bytes(4))
    records = drawn(25, 1, "đã có 12") + drawn(6, 2, "xem công văn") + picture + note(4, 3, 1)
    sheet = read(records + number(0, 0, 1) + record(0x1C, struct.pack("<HHHH", 5, 3, 0, 1) + b"\xff\xff\1"))
    assert (sheet.notes, sheet.drawn) == ((Note(5, 4, "đã có 12"),), ("xem công văn",))
    assert sheet.objects == {"pictures": 1, "notes": 1}


def test_what_is_printed_above_and_below_the_pages_is_told() -> None:
    ours = '&LTimes New Roman,Regular"vstbcpn:2011/6t/so-gddt/3016f6091873/1&R&"Arial"&9Trang &P/&N'
    assert read(record(0x15, wide(ours)) + record(0x14)).margins == ()
    assert read(record(0x15, wide("&LSố liệu ước, chưa chốt"))).margins == ("Số liệu ước, chưa chốt",)


def test_a_cell_that_stands_there_twice_is_told() -> None:
    assert read(number(0, 0, 1) + number(0, 0, 2)).twice == ((1, 1),)


# ------------------------------------------------------------------------------------------------- what is no form
def test_records_that_say_nothing_of_cells_may_say_what_they_like() -> None:
    """Conditional formats of newer programs, links over whole sheets, panes: xlrd refuses or unrolls them."""
    links = record(0x1B8, struct.pack("<HHHH", 0, 65535, 0, 255) + bytes(24))
    strange = b"".join(
        record(kind, b"\xff" * 30) for kind in (0x1B0, 0x1B1, 0x41, 0xA0, 0x23E, 0xAB, 0x99, 0x871, 0x8C)
    )
    about = record(0x8C, b"\1\0\2\0") + record(0x5C, b"\xff" * 5) + record(0x92, b"\xff") + record(0x293, b"\xff")
    assert cells(links + strange + number(0, 0, 1), about) == {(1, 1): RawCell(CellKind.NUMBER, "1")}


def test_names_that_double_each_other_are_not_computed() -> None:
    def named(text: str, tokens: bytes) -> bytes:
        head = struct.pack("<HBBHHHBBBB", 0, 0, len(text), len(tokens), 0, 0, 0, 0, 0, 0)
        return record(0x18, head + b"\0" + text.encode() + tokens)

    names = [named("n0", text_of("x" * 200))]
    names += [named(f"n{n}", (b"\x23" + struct.pack("<HH", n, 0)) * 2 + b"\x08") for n in range(1, 60)]
    assert len(cells(number(0, 0, 1), b"".join(names))) == 1


@pytest.mark.parametrize(
    ("bound", "most", "about", "records", "reason"),
    [
        ("MAX_RECORDS", 9, b"", number(0, 0, 1) * 9, "too-many-cells"),
        ("MAX_CELLS", 2, b"", b"".join(number(n, 0, 1) for n in range(3)), "too-many-cells"),
        ("MAX_CHARACTERS", 9, shared_texts(["abcde"]), shared_text(0, 0, 0) + shared_text(1, 0, 0), "too-much-text"),
        ("MAX_TEXTS", 1, shared_texts(["a", "b"]), b"", "too-many-texts"),
        ("LONGEST_TEXT", 4, shared_texts(["abcde"]), shared_text(0, 0, 0), "text-too-long"),
    ],
)
def test_a_workbook_far_beyond_a_form_is_refused(
    bound: str, most: int, about: bytes, records: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = book([Sheet(records)], about)
    read_legacy(content)
    monkeypatch.setattr(xls, bound, most)
    with pytest.raises(UnreadableBookError) as fault:
        read_legacy(content)
    assert (fault.value.kind, fault.value.details) == (ProblemKind.TOO_LARGE, {"case": "", "reason": reason})


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        (0xE0, struct.pack("<HHH", 0, 0, 1) + bytes(14), "too-many-styles"),
        (0x31, bytes(14) + wide("A", "<B"), "too-many-styles"),
        (0x18, struct.pack("<HBBHHHBBBB", 0, 0, 1, 0, 0, 0, 0, 0, 0, 0) + b"\0a", "too-many-names"),
        (0x85, struct.pack("<IBB", 0, 0, 2) + wide("a", "<B"), "too-many-sheets"),
    ],
)
def test_more_styles_names_or_sheets_than_any_form_has(
    kind: int, data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(xls._BOUNDS, kind, (2, reason))
    read(number(0, 0, 1), b"" if kind == 0x85 else record(kind, data) * 2)
    with pytest.raises(UnreadableBookError) as fault:
        read(number(0, 0, 1), record(kind, data) * 3)
    assert (fault.value.kind, fault.value.details) == (ProblemKind.TOO_LARGE, {"case": "", "reason": reason})


def test_records_without_their_container_are_read_all_the_same() -> None:
    book_, notes = _opened(biff.stream([Sheet(number(0, 0, 1))]), inside=False)
    assert (len(book_.sheets[0].cells), notes) == (1, [noticed(ProblemKind.OLD_FORMAT, format="xls")])


def test_an_old_workbook_with_macros_says_so() -> None:
    content = book([Sheet(number(0, 0, 1))])
    assert _opened(content, inside=False)[1] == [noticed(ProblemKind.OLD_FORMAT, format="xls")]
    assert (
        noticed(ProblemKind.MACRO_WORKBOOK)
        in _opened(content + "_VBA_PROJECT_CUR".encode("utf-16-le"), inside=False)[1]
    )


def test_every_cut_through_a_workbook_is_called_damaged() -> None:
    whole = biff.stream([Sheet(number(0, 0, 1) + shared_text(1, 0, 0))], styles("0.0") + shared_texts(["abc"]))
    for end in range(8, len(whole) - 4, 7):
        content = compound("Workbook", whole[:end] + b"\xff" * 4200)
        with pytest.raises(UnreadableBookError):
            read_legacy(content)
