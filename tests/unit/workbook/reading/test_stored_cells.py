"""Cells stored wrongly or at the edge of what a program stores: each ends in its finding at the cell, none as empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import UNIT, codes, conserved, good, table_typed
from tests.support.forms.returned import ErrorCell, Formula, Stored, ref, spot, typed
from vstbcpn_cli.model.submission import State
from vstbcpn_cli.workbook.form.sheet_plan import NIL, Role

COUNT, MONEY, DAY, YES, LIST, TEXT = "T6.04", "T6.14", "M.12", "T7.01", "M.09", "M.14"
REASON = "T7.08"


@dataclass(frozen=True)
class Row:
    """What is stored in which cell, the code of its one finding, and what the finding quotes."""

    stored: object
    code: str
    finding: str
    quoted: str


WRONG = [
    # error values
    *(Row(Stored("e", e), COUNT, "VS318", e) for e in ("#N/A", "#REF!", "#DIV/0!", "#SPILL!", "#ERROR!", "Err:502")),
    *(Row(Stored("e", "#REF!"), code, "VS318", "#REF!") for code in (DAY, YES, LIST, TEXT)),
    # truth values
    *(Row(Stored("b", "2"), code, "VS329", "2") for code in (COUNT, DAY, YES, LIST, TEXT)),
    Row(Stored("b", "true"), COUNT, "VS304", "TRUE"),
    Row(Stored("b", "true"), YES, "VS314", "TRUE"),
    # numbers that are none
    *(Row(Stored("n", n), COUNT, "VS304", n) for n in ("1,5", "1_000", "NaN", "inf", "-inf", "1e999", "abc")),
    *(Row(Stored("n", n), DAY, "VS305", n) for n in ("1,5", "NaN", "1e999")),
    *(Row(Stored("n", n), YES, "VS322", n) for n in ("1,5", "NaN", "2")),
    *(Row(Stored("n", n), LIST, "VS306", n) for n in ("1,5", "NaN")),
    *(Row(Stored("n", n), TEXT, "VS329", n) for n in ("1,5", "NaN", "1e999")),
    Row(Stored("n", "1" * 40), COUNT, "VS304", "1" * 40),
    Row(Stored("n", "1234567890123456"), COUNT, "VS307", "1.234.567.890.123.456"),
    Row(Stored("n", "1.2E+17"), COUNT, "VS307", "120.000.000.000.000.000"),
    Row(Stored("n", "1.2345678901234501E+17"), TEXT, "VS343", "123456789012345000"),
    # dates
    Row(Stored("n", "-5", date=True), DAY, "VS305", "-5"),
    Row(Stored("n", "0", date=True), DAY, "VS305", "0"),
    Row(Stored("n", "NaN", date=True), DAY, "VS305", "NaN"),
    Row(Stored("n", "2958466", date=True), DAY, "VS305", "2958466"),
    Row(Stored("n", "-5", date=True), COUNT, "VS352", "-5"),
    Row(Stored("n", "40853", date=True), COUNT, "VS319", "06/11/2011"),
    *(Row(Stored("d", d), DAY, "VS305", d) for d in ("hôm qua", "2011-02-31", "2011")),
    Row(Stored("d", "2011-11-06T00:00:00"), COUNT, "VS319", "06/11/2011"),
    # texts that are not there
    *(Row(Stored("s", i), COUNT, "VS329", i) for i in ("-1", "999999", "abc", "1.5", "²", "9" * 30)),
    *(Row(Stored("s", "999999"), code, "VS329", "999999") for code in (DAY, YES, LIST, TEXT)),
    # types no program knows
    *(Row(Stored("zz", "7"), code, "VS329", "7") for code in (COUNT, DAY, YES, LIST, TEXT)),
    # formulas
    *(Row(Formula("A1+A2"), code, "VS320", "=A1+A2") for code in (COUNT, DAY, YES, LIST, TEXT)),
]


@pytest.mark.parametrize("row", WRONG, ids=lambda r: f"{r.stored} in {r.code}"[:80])
def test_each_ends_in_its_finding_at_the_cell(row: Row) -> None:
    content = typed(good(), {spot(UNIT, row.code): row.stored})
    here = [f for f in conserved(content) if f.place.cell == ref(UNIT, row.code)]
    assert [(f.code, f.value) for f in here] == [(row.finding, row.quoted)]
    seen = at.accepted(content).values[row.code]
    assert seen.state is (State.VALUE if row.finding == "VS314" else State.UNREADABLE)


@pytest.mark.parametrize("stored", [Stored("str", "  "), Stored("inlineStr", "x"), " \u00a0\t", "\u200b"])
def test_whitespace_and_a_type_without_its_element_are_empty_or_read(stored: object) -> None:
    found = conserved(typed(good(), {spot(UNIT, REASON): stored}))
    expected = "VS304" if stored == Stored("inlineStr", "x") else "VS301"
    told = [(f.code, f.place.cell) for f in found if f.code != "VS231"]  # which only counts the cells with spaces
    assert told == [(expected, ref(UNIT, REASON))]


@pytest.mark.parametrize(
    ("stored", "finding"),
    [(ErrorCell("#REF!"), "VS318"), (Formula("A1&A2"), "VS320"), (Stored("zz", "x"), "VS329"), ("b" * 40_000, "VS321")],
)
def test_a_reason_that_cannot_be_read_is_no_reason(stored: object, finding: str) -> None:
    cells = {spot(UNIT, REASON): None, spot(UNIT, REASON, Role.REASON): stored}
    beside = str(ref(UNIT, REASON, Role.REASON))
    assert codes(typed(good(), cells)) == [("VS301", "", str(ref(UNIT, REASON))), (finding, "", beside)]


def test_a_formula_without_a_result_counts_as_a_row_of_a_table() -> None:
    sheet, row, column = spot(UNIT, "T6.B1.so_hoc_vien", number=9)
    found = conserved(typed(good(), {(sheet, row, column): Formula("COUNT(A1:A2)")}))
    assert ("VS320", ref(UNIT, "T6.B1.so_hoc_vien", number=9)) in {(f.code, f.place.cell) for f in found}


def test_a_formula_without_a_result_beside_the_form_is_reported() -> None:
    found = conserved(typed(good(), {("NV6", 900, 1): Formula("SUM(A1:A9)")}))
    assert [(f.code, str(f.place.cell), f.value) for f in found] == [("VS206", "NV6!A900", "=SUM(A1:A9)")]


def test_the_forms_own_formulas_without_results_are_the_forms_own() -> None:
    parts = at.unpacked(good())
    for name in at.sheet_parts(parts).values():
        parts[name] = _without_results(parts[name])
    assert codes(at.packed(parts)) == []


def _without_results(sheet: bytes) -> bytes:
    root = ET.fromstring(sheet)
    for cell in root.iter(f"{{{at.MAIN}}}c"):
        value = cell.find(f"{{{at.MAIN}}}v")
        if cell.find(f"{{{at.MAIN}}}f") is not None and value is not None:
            cell.remove(value)
            cell.attrib.pop("t", None)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def stored_again(content: bytes, sheet: str, address: str, value: str) -> bytes:
    """The workbook with one more value stored for a cell."""
    part = at.sheet_parts(at.unpacked(content))[sheet]
    again = f'<c r="{address}" t="str"><v>{value}</v></c></row>'.encode()
    return at.edited(content, part, lambda xml: xml.replace(b"</row>", again, 1))


def test_an_answer_stored_twice_is_not_used() -> None:
    content = stored_again(good(), "NV6", ref(UNIT, COUNT).address, "99")
    found = conserved(content)
    assert [(f.code, f.place.cell, f.value) for f in found] == [("VS216", ref(UNIT, COUNT), "3")]
    assert "2 lần" in found[0].fact
    assert at.accepted(content).values[COUNT].state is State.UNREADABLE


def test_a_reason_stored_twice_is_no_reason() -> None:
    beside = ref(UNIT, REASON, Role.REASON)
    content = typed(good(), {spot(UNIT, REASON): None, spot(UNIT, REASON, Role.REASON): "Chưa có số liệu"})
    content = stored_again(content, beside.sheet, beside.address, "Không áp dụng")
    assert codes(content) == [("VS216", "", str(beside)), ("VS301", "", str(ref(UNIT, REASON)))]


def test_a_nil_answer_stored_twice_is_no_answer() -> None:
    at_nil = ref(UNIT, f"T7.{NIL}", Role.NIL)
    content = typed(good(), {spot(UNIT, f"T7.{NIL}", Role.NIL): "x"})
    content = stored_again(content, at_nil.sheet, at_nil.address, "Không phát sinh")
    assert ("VS216", "", str(at_nil)) in codes(content)
    assert at.accepted(content).nil_tasks == {}


def test_a_table_answered_with_nothing_twice_is_not_answered() -> None:
    first = ref(UNIT, "T6.B1.ten_lop", number=1)
    content = stored_again(table_typed(good(), "T6.B1", [{"ten_lop": "Không có"}]), "NV6", first.address, "Không có")
    assert ("VS216", "", str(first)) in codes(content)
    assert at.accepted(content).tables["T6.B1"].nil is None


def test_what_a_program_adds_to_a_cell_for_itself_is_no_part_of_it() -> None:
    address = ref(UNIT, COUNT).address
    extended = '<v>3</v><extLst><ext uri="u"><t>7</t><f>7</f></ext></extLst></c>'

    def add(sheet: bytes) -> bytes:
        before, start, after = sheet.decode().partition(f'<c r="{address}"')
        return f"{before}{start}{after.replace('<v>3</v></c>', extended, 1)}".encode()

    content = at.edited(good(), at.sheet_parts(at.unpacked(good()))["NV6"], add)
    assert codes(content) == []
    assert at.accepted(content).values[COUNT].value == 3


@pytest.mark.parametrize(("code", "stored"), [("#,##0,", "3000"), ('"12"', "3"), (";;;", "3")])
def test_a_number_that_its_format_shows_as_another_is_never_taken_in_silence(code: str, stored: str) -> None:
    styles = at.unpacked(good())["xl/styles.xml"].decode()
    shown = escape(code, {'"': "&quot;"})
    styles = styles.replace("</numFmts>", f'<numFmt numFmtId="190" formatCode="{shown}"/></numFmts>')
    styles = styles.replace("</cellXfs>", '<xf numFmtId="190" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>')
    last = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ") - 1
    address = ref(UNIT, COUNT).address

    def put(sheet: bytes) -> bytes:
        cell = f'<c r="{address}" s="{last}"><v>{stored}</v></c>'
        return re.sub(rf'<c r="{address}"[^>]*>.*?</c>', cell, sheet.decode()).encode()

    content = at.edited(good(), "xl/styles.xml", lambda _: styles.encode())
    content = at.edited(content, at.sheet_parts(at.unpacked(content))["NV6"], put)
    assert codes(content) == [("VS303", "", str(ref(UNIT, COUNT)))]
    assert conserved(content)[0].fact == f"Ô chứa số {stored} nhưng định dạng của ô hiển thị nội dung khác."
