"""The far corners of reading: what few files do, each with what the officer is told, and no value lost by it."""

from __future__ import annotations

import datetime as dt
import io
import pickle
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import UNIT, codes, conserved, course, good, table_typed, values
from tests.support.forms.filling import entries
from tests.support.forms.placed_sheets import sheet_named
from tests.support.forms.plausible import plausible
from tests.support.forms.returned import ref, refused, spot, typed
from tests.support.forms.workbook_parts import beside, inserted, merged, notes
from tests.support.hostile.hostile import reference
from tests.support.hostile.hostile_formats import excel97
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.usecases.intake import reading_worker
from vstbcpn_cli.usecases.intake.reader_answer import AnswerCodec
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.form_stamp import SEAL
from vstbcpn_cli.workbook.form.sheet_plan import EXPLANATION, MAX_ROWS, REASON, VALUE, Role
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw
from vstbcpn_cli.workbook.formats.xls import read_legacy
from vstbcpn_cli.workbook.ooxml.drawings_and_notes import Drawing
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.ooxml.parts import Properties
from vstbcpn_cli.workbook.ooxml.sheet_part import LAST_COLUMN, LAST_ROW, SheetPart
from vstbcpn_cli.workbook.ooxml.xml_guard import parse
from vstbcpn_cli.workbook.raw import CellKind, RawCell, UnreadableBookError
from vstbcpn_cli.workbook.reading.unclaimed_cells import MOST_BESIDE


def place_of(text: str) -> at.Position:
    """Where a text of the form stands, the stamp and the lists aside."""
    sheets = (s for s in read_package(good()).sheets if s.name != "_meta")
    return next((s.name, *p) for s in sheets for p, c in s.cells.items() if c.text == text)


# --------------------------------------------------------------------------------------------- lines of the form
def test_earlier_figures_beside_the_answers_are_the_forms_own() -> None:
    applies = at.applies_to(UNIT)
    earlier = {"T6.05": 7, "T3.M1.CB01.tong": 900}
    master = Master.of(draw(plan_form(applies, at.live(), previous=True)))
    blank = master.stamped(fields_of(applies), {code: Decimal(n) for code, n in earlier.items()})
    answers = plausible(season.edition(), applies.unit, applies.period)
    content = typed(blank, {(s, r, c): v for s, r, c, v in entries(applies, answers)})
    assert {c.text for c in sheet_named(content, "NV3").cells.values()} >= {"900"}
    assert codes(content) == []
    assert values(content) == values(good())


def with_headings(keys: Iterable[at.Position]) -> dict[at.Position, object]:
    """Keys cleared together with the headings above them, by which they would be found again."""
    return {(sheet, row - n, column): None for sheet, row, column in keys for n in (0, 1)}


def test_only_the_explanation_is_left_of_a_line_that_lost_its_other_keys() -> None:
    lost = with_headings(place_of(f"T7.{key}") for key in (VALUE, REASON))
    place = spot(UNIT, "T7.11", Role.EXPLANATION)
    found = codes(typed(good(), {**lost, place: "Đã làm"}))
    assert ("VS206", "", str(ref(UNIT, "T7.11", Role.EXPLANATION))) in found
    assert ("VS202", "", "T7.11") in found


def test_a_block_that_lost_all_its_keys_leaves_every_line_missing_and_every_figure_said() -> None:
    lost = with_headings(place_of(f"T7.{key}") for key in (VALUE, REASON, EXPLANATION))
    found = conserved(typed(good(), lost))
    missing = {f.place.key.code for f in found if f.code == "VS202" and f.place.key}
    assert {"T7.01", "T7.08", "T7.09"} <= missing
    outside = {f.place.cell for f in found if f.code == "VS206"}
    assert ref(UNIT, "T7.08") in outside


# ------------------------------------------------------------------------------------------------------- tables
def test_a_table_of_more_rows_than_any_unit_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_ROWS == 2_000
    monkeypatch.setattr("vstbcpn_cli.workbook.reading.table_reader.MAX_ROWS", 3)
    rows = [course(ten_lop=f"Lớp {n}") for n in range(4)]
    assert at.accepted(table_typed(good(), "T6.B1", rows[:3])).values["T6.01"].value == 3
    assert refused(table_typed(good(), "T6.B1", rows)) == ("too-large", ("too-many-rows",))


def test_a_fixed_cell_that_was_cleared_still_holds_its_word() -> None:
    row = {"loai": "Kế hoạch", "so_ky_hieu": "38/KH-SYT", "ngay_ban_hanh": dt.date(2011, 3, 5), "nhom": None}
    row |= {"co_quan_ban_hanh": "Sở Y tế", "trich_yeu": "Kế hoạch thực hiện Nghị quyết 11"}
    content = table_typed(good(), "T3.B1", [row])
    assert codes(content) == []
    (answer,) = at.accepted(content).tables["T3.B1"].rows
    assert answer.cells["nhom"].value == season.edition().tables["T3.B1"].column("nhom").fixed


def test_a_lost_column_is_said_once_however_many_rows_there_are() -> None:
    content = table_typed(good(), "T6.B1", [course(), course(ten_lop="Lớp hai")])
    content = typed(content, with_headings([place_of("T6.B1.so_nu")]))
    assert [code for code, _, _ in codes(content)].count("VS202") == 1
    assert [set(r.cells) & {"so_nu", "so_hoc_vien"} for r in at.accepted(content).tables["T6.B1"].rows] == [
        {"so_hoc_vien"}
    ] * 2


# ------------------------------------------------------------------------------------- beside and around the form
def test_what_lies_beside_the_form_is_named_up_to_a_bound_and_then_counted() -> None:
    stray = {("NV6", 900 + n, 12): f"chữ {n}" for n in range(MOST_BESIDE + 3)}
    found = conserved(typed(good(), stray))
    assert [f.code for f in found].count("VS206") == MOST_BESIDE
    (more,) = (f for f in found if f.code != "VS206")
    assert (more.severity, str(more.place.cell), more.value) == (Severity.WARNING, f"NV6!L{900 + MOST_BESIDE}", "NV6")
    assert " 3 ô" in more.fact
    fewer = conserved(typed(good(), dict(list(stray.items())[:MOST_BESIDE])))
    assert {f.code for f in fewer} == {"VS206"}


def test_words_slipped_into_the_sealed_list_do_not_become_the_forms_own() -> None:
    slipped = "Đơn vị không phát sinh gì khác"
    cells = sheet_named(good(), "_meta").cells
    column = next(p[1] for p, c in cells.items() if SEAL.fullmatch(c.text)) + 1
    row, listed = next((p[0], c.text) for p, c in sorted(cells.items()) if p[1] == column)
    content = typed(good(), {("_meta", row, column): f"{listed}\n{slipped}", ("NV6", 900, 12): slipped})
    assert ("VS206", "", "NV6!L900") in codes(content)


def test_the_sealed_list_without_its_line_breaks_is_still_the_forms_own() -> None:
    """As LibreOffice reads it from an .ods by Gnumeric."""
    cells = sheet_named(good(), "_meta").cells
    lists = {p: c.text for p, c in cells.items() if "\n" in c.text}
    joined = {("_meta", *p): text.replace("\n", "") for p, text in lists.items()}
    assert joined
    assert codes(typed(good(), joined)) == []
    first = min(joined)
    assert codes(typed(good(), {**joined, first: f"{joined[first]}Nội dung khác"})) == [
        ("VS206", "", f"_meta!B{first[1]}")
    ]


def test_a_hidden_sheet_without_an_answer_is_nothing_to_say() -> None:
    def hidden(content: bytes) -> bytes:
        return at.replaced(content, "xl/workbook.xml", '<sheet name="NV5"', '<sheet state="hidden" name="NV5"')

    answered = [o.cell for c, o in at.accepted(good()).values.items() if c.startswith("T5.") and o.raw and o.cell]
    cells: dict[at.Position, object] = {(c.sheet, c.row, c.column): None for c in answered}
    for table in (t.code for t in season.edition().tasks[5].tables):
        cells |= dict.fromkeys(at.rows_of(UNIT, table))
    found = {code for code, _, _ in codes(hidden(typed(good(), cells)))}
    assert "VS301" in found
    assert "VS209" not in found


def test_a_note_and_a_text_box_without_words_are_nothing() -> None:
    found = codes(beside(good(), "NV4", {"comments": ("comments9.xml", notes(D10="  ", D11="Đã rõ", D12=""))}))
    assert [place for _, _, place in found] == ["NV4!D11"]
    empty = b'<d xmlns="x"><txBody>\n<p><r><t>  </t></r></p></txBody></d>'
    assert codes(beside(good(), "NV4", {"drawing": ("drawings/drawing9.xml", empty)})) == []


def test_words_of_a_drawing_outside_its_texts_are_left_out() -> None:
    found = Drawing()
    parse(("<d>ngoài<t>không phải hộp</t><txBody>giữa<p>dòng<t>trong</t></p></txBody></d>".encode(),), found)
    assert found.texts == ["trong"]


def test_words_of_the_properties_before_the_first_name_belong_to_none() -> None:
    found = Properties()
    parse(('<Properties>lạc<property name="a"><lpwstr>b</lpwstr></property></Properties>'.encode(),), found)
    assert found.values == {"a": "b"}


# ------------------------------------------------------------------------------------------------- stored cells
@pytest.mark.parametrize("typed_in", [10**15, -(10**15), "1.000.000.000.000.000"])
def test_a_number_of_sixteen_digits_is_no_count(typed_in: object) -> None:
    assert codes(typed(good(), {spot(UNIT, "T6.04"): typed_in})) == [("VS307", "", str(ref(UNIT, "T6.04")))]


def test_texts_that_are_gone_with_their_part_make_the_file_damaged() -> None:
    parts = at.unpacked(good())
    del parts["xl/sharedStrings.xml"]
    assert refused(at.packed(parts)) == ("damaged-file", ())


def test_an_inline_text_under_a_name_nobody_knows_is_found_missing() -> None:
    row = '<row r="950"><c r="L950" t="inlineStr"><is><w>12</w></is></c></row>'
    (found,) = conserved(inserted(good(), "NV6", "</sheetData>", row))
    assert (found.code, str(found.place.cell)) == ("VS215", "NV6!A1")
    assert "“NV6” có 1 giá trị không đọc được" in found.fact
    silent = row.replace("<w>12</w>", "<w> </w>")
    assert codes(inserted(good(), "NV6", "</sheetData>", silent)) == []


def test_more_characters_than_any_form_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.workbook.ooxml.sheet_part.MAX_CHARACTERS", 100)
    assert refused(good()) == ("too-large", ("too-much-text",))


def test_columns_hidden_again_and_again_are_all_hidden_and_kept_once() -> None:
    found = SheetPart((), ())
    again = '<col min="7" max="99999" hidden="1"/>' * 3
    parse((f'<w><cols><col min="1" max="{LAST_COLUMN}" hidden="1"/>{again}</cols></w>'.encode(),), found)
    assert found.hidden_columns == set(range(1, LAST_COLUMN + 1))


@pytest.mark.parametrize("area", [f"A1:A{LAST_ROW + 1}", "A0:B2", "A1:XFE1", f"B{LAST_ROW + 1}"])
def test_an_area_beyond_the_sheet_is_refused(area: str) -> None:
    assert refused(merged(good(), "NV6", area)) == ("outside-the-grid", (area[:20],))


def test_links_laid_over_more_cells_than_a_form_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.workbook.ooxml.sheet_part.MAX_LINKED", 5)
    found = SheetPart((), ())
    parse((b'<w><hyperlinks><hyperlink ref="A1:A5"/></hyperlinks></w>',), found)
    with pytest.raises(RefusedError) as fault:
        parse((b'<w><hyperlinks><hyperlink ref="A1:A5"/><hyperlink ref="B1"/></hyperlinks></w>',), SheetPart((), ()))
    assert fault.value.reason == "too-many-links"


# ---------------------------------------------------------------------------------------------------- old formats
def test_a_macro_sheet_of_excel_4_is_refused_by_its_name() -> None:
    with pytest.raises(UnreadableBookError) as fault:
        read_legacy(excel97([(0, 0, 1.0)], kind=1))
    assert (fault.value.kind, fault.value.details) == (ProblemKind.MACRO_SHEET, {"name": "Sheet1"})


def test_an_old_file_with_a_password_is_called_locked_and_not_damaged() -> None:
    with pytest.raises(UnreadableBookError) as fault:
        read_legacy(excel97([(0, 0, 1.0)], locked=True))
    assert fault.value.kind == "password"


def test_an_old_sheet_as_wide_as_the_grid_costs_no_more_than_its_cells() -> None:
    book = read_legacy(excel97([(0, 0, 1.0), (1, 0, True), (4, 2, 2.5), (65535, 255, 2.0)]))
    assert dict(book.sheets[0].cells) == {
        (1, 1): RawCell(CellKind.NUMBER, "1"),
        (2, 1): RawCell(CellKind.BOOL, "1"),
        (5, 3): RawCell(CellKind.NUMBER, "2.5"),
        (65536, 256): RawCell(CellKind.NUMBER, "2"),
    }


# ----------------------------------------------------------------------------------- the process, without a process
def test_the_process_answers_with_the_submission_and_its_findings(tmp_path: Path) -> None:
    setting = Setting(season.edition(), season.edition().periods["6t"], at.register())
    answer = reading_worker.prepare(pickle.dumps((setting, at.bound(), Repairs(), False)))
    files = {
        "good.xlsx": good(),
        "less.xlsx": typed(good(), {spot(UNIT, "T6.09"): None}),
        "old.xls": excel97([(0, 0, 1.0)], kind=1),
    }
    read = {}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        sent = answer(pickle.dumps((str(tmp_path / name), name, False, False, True)))
        read[name] = AnswerCodec(setting, at.bound()).unpacked(sent, name)
    outcome = read["good.xlsx"].outcome
    assert isinstance(outcome, Submission)
    assert (outcome.unit, read["good.xlsx"].findings) == (UNIT, ())
    assert at.lines(read["less.xlsx"].findings) == [("VS301", "", str(ref(UNIT, "T6.09")))]
    outcome = read["old.xls"].outcome
    assert isinstance(outcome, Unreadable)
    assert (outcome.problem.kind, outcome.problem.details) == (ProblemKind.MACRO_SHEET, {"name": "Sheet1"})


def test_a_telephone_number_in_an_explanation_is_hidden() -> None:
    beside_it = spot(UNIT, "T6.05", Role.EXPLANATION)
    content = typed(good(), {beside_it: "Hỏi chị Lan, 0912 345 678"})
    assert at.accepted(content).values["T6.05"].explanation == "Hỏi chị Lan, (đã ẩn)"
    assert codes(content) == [("VS336", "", str(ref(UNIT, "T6.05", Role.EXPLANATION)))]
    conserved(content)


def test_what_is_struck_through_is_said_however_a_program_stores_it() -> None:
    """By the style of the cell, or by a piece of a text that many cells may share, as other programs save them."""
    shared = at.unpacked(good())["xl/sharedStrings.xml"].decode()
    run = "<si><r><rPr><strike/></rPr><t>Bỏ đoạn kia</t></r></si>"
    content = typed(good(), {spot(UNIT, "T5.12"): at.Stored("s", str(shared.count("<si>")))})
    content = at.replaced(content, "xl/sharedStrings.xml", "</sst>", f"{run}</sst>")
    book = load_workbook(io.BytesIO(content), rich_text=True)
    sheet, row, column = spot(UNIT, "T1.14")
    book[sheet].cell(row, column).value = "Bỏ đoạn này"
    book[sheet].cell(row, column).font = Font(strike=True)
    target = io.BytesIO()
    book.save(target)
    told = [("VS332", "", str(ref(UNIT, code))) for code in ("T1.14", "T5.12")]
    assert [c for c in codes(content) if c[0] == "VS332"] == told[1:]
    assert [c for c in codes(target.getvalue()) if c[0] == "VS332"] == told


@pytest.mark.parametrize(("address", "told"), [("\u202e", "…"), ("", "…"), ("A0", "A0")])
def test_an_address_that_is_none_is_quoted_harmlessly(address: str, told: str) -> None:
    found = at.read(reference(address))
    assert isinstance(found, Unreadable)
    assert found.problem.details == {"address": told}


@pytest.mark.parametrize("sheet", ["KiemTra", "HuongDan"])
@pytest.mark.parametrize(("stored", "told"), [("55", 1), ("14 tin", 1), ("#N/A", 0)])
def test_an_error_that_is_none_is_told_on_the_sheets_beside_the_form_too(sheet: str, stored: str, told: int) -> None:
    """A text for which .xls has no room is #N/A there; whatever else stands in such a cell somebody has put there."""
    found = at.read(typed(good(), {(sheet, 12, 2): at.Stored("e", stored)}))
    assert isinstance(found, Submission)
    assert len([p for p in found.problems if p.kind is ProblemKind.OUTSIDE_THE_FORM]) == told


def test_a_heading_in_the_first_column_has_no_numbers_beside_it() -> None:
    """What misses of its table is told at a cell there is: column A, never one to the left of it."""
    unit = "so-noi-vu"
    table = season.edition().tables["T5.B2"]
    outcome = at.accepted(at.typed(at.filled(unit), {("NV1", 56, 1): table.column_code(table.columns[0])}))
    assert all(p.cell is None or p.cell.column > 0 for p in outcome.problems)
