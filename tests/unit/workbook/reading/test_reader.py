"""What officers and programs do to a workbook, each with the finding it must end in: code and cell, nothing lost."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import (
    FILES,
    OLE,
    RELATION,
    UNIT,
    codes,
    conserved,
    course,
    foreign_workbook,
    good,
    renamed,
    restamped,
    row_copied,
    sheet_of,
    table_typed,
    values,
    with_sheet,
    without_row,
    without_sheet,
)
from tests.support.forms.returned import ErrorCell, Formula, findings, lines, ref, refused, spot, typed
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Register, ReportingUnit, Severity
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key, Observation, State, Submission, Unreadable, column_letters
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.workbook.form.sheet_plan import NIL, Role
from vstbcpn_cli.workbook.form.stamp_token import peek
from vstbcpn_cli.workbook.ooxml import package
from vstbcpn_cli.workbook.raw import RawCell
from vstbcpn_cli.workbook.reading.reader import Reader


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_returned_form(name: str) -> None:
    content, kind, details = FILES[name]
    assert refused(content) == (kind, details)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("content", [b"%PDF-1.4", good()], ids=["unreadable", "read"])
def test_the_name_of_a_file_is_as_harmless_as_its_cells_and_no_escape_of_a_cell(content: bytes) -> None:
    found = at.read(content, name="a\u202eb\x1b_x0041_.xlsx")
    assert found.file.path == "ab _x0041_.xlsx"
    if isinstance(found, Unreadable):
        assert found.problem.shown == "ab _x0041_.xlsx"


def test_a_lock_file_is_named_for_what_it_is() -> None:
    assert refused(b"\x0bNguyen Van A", name="~$gui-ve.xlsx") == ("lock-file", ())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_on_its_way(share: float) -> None:
    content = good()
    assert refused(content[: int(len(content) * share)]) == ("damaged-file", ())


def test_a_file_with_one_damaged_byte_in_a_sheet() -> None:
    content = bytearray(good())
    content[content.index(b"<sheetData") + 3] ^= 0xFF
    assert refused(bytes(content))[0] == "damaged-file"


def test_a_sheet_that_ends_early() -> None:
    broken = at.edited(good(), "xl/worksheets/sheet5.xml", lambda xml: xml[: len(xml) // 2])
    assert refused(broken) == ("damaged-file", ())


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml", "docProps/core.xml"])
def test_a_document_type_is_refused_in_every_part(part: str) -> None:
    def with_entity(xml: bytes) -> bytes:
        return xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY lol "lol">]>', 1)

    kind, details = refused(at.edited(good(), part, with_entity))
    assert (kind, details) == ("forbidden-content", ("document-type",))


def test_a_part_larger_than_any_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.runtime.zip_guard.MAX_PART", 1000)
    assert refused(good())[0] == "too-large"


def test_more_cells_than_any_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.workbook.ooxml.sheet_part.MAX_CELLS", 100)
    assert refused(good()) == ("too-large", ("too-many-cells",))


def test_a_file_heavier_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.workbook.reading.reader.LARGEST_FILE", 2**19)
    assert refused(good()) == ("too-large", ("heavy-file",))


@pytest.mark.parametrize("address", ["A0", "A1048577", "XFE1", "ZZZ9", "1A", "AAAA1", "A 1"])
def test_a_cell_that_cannot_exist(address: str) -> None:
    content = at.edited(
        good(), "xl/worksheets/sheet5.xml", lambda xml: xml.replace(b'r="A7"', f'r="{address}"'.encode(), 1)
    )
    kind, details = refused(content)
    assert kind == "outside-the-grid"
    assert details[0] in address


# ---------------------------------------------------------------------------------- whose form, of which period
def test_the_form_of_another_period() -> None:
    assert refused(good(), "nam") == ("other-period", ("sơ kết 6 tháng đầu năm 2011", "tổng kết năm 2011"))


def test_the_form_of_another_edition() -> None:
    assert refused(restamped("vstbcpn:2011/", "vstbcpn:2010/")) == ("other-edition", ("2010", "2011"))


def test_a_unit_the_register_does_not_know() -> None:
    found = at.read(restamped("/so-y-te/", "/so-la-lung/"))
    assert isinstance(found, Unreadable)
    assert (found.problem.kind, found.problem.shown) == ("unknown-unit", "so-la-lung")


def test_a_unit_that_no_longer_reports(tmp_path: Path) -> None:
    edition = season.edition()
    ended = ReportingUnit(
        UNIT, "Sở Y tế", "SN", "so-nganh", 1, valid_until=dt.date(2011, 3, 31), successors=("so-moi", "so-khac")
    )
    heir = ReportingUnit("so-moi", "Sở Mới", "SN", "so-nganh", 2)
    path = tmp_path / "gui-ve.xlsx"
    path.write_bytes(good())
    found = Reader(edition, edition.periods["6t"], Register((ended, heir), "thử"), at.live()).read(path, path.name)
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "unit-not-valid"
    assert found.problem.details == {"unit": "Sở Y tế", "successors": "Sở Mới, so-khac"}


@pytest.mark.parametrize(
    ("code", "value", "details"),
    [
        ("M.01", "huyen-chi-lang", ("so-y-te", "huyen-chi-lang")),
        ("M.02", "Huyện Chi Lăng", ("Sở Y tế", "Huyện Chi Lăng")),
        ("M.04", "NAM", ("6T", "NAM")),
        ("M.05", 2012, ("2011", "2012")),
    ],
)
def test_the_printed_identity_typed_over(code: str, value: object, details: tuple[str, str]) -> None:
    assert refused(typed(good(), {spot(UNIT, code): value})) == ("identity-typed-over", details)


@pytest.mark.parametrize(
    ("value", "notices"), [("SỞ  Y TẾ ", []), ("Sở Y tê\u0301", [("VS224", "", "TT!D10")]), (" sở y tế", [])]
)
def test_the_same_name_written_differently_is_the_same_name(value: str, notices: list[tuple[str, str, str]]) -> None:
    assert codes(typed(good(), {spot(UNIT, "M.02"): value})) == notices


def test_the_blank_as_issued() -> None:
    for unit in (UNIT, "huyen-loc-binh", "hoi-lhpn"):
        assert refused(at.blank(unit)) == ("blank-as-issued", ())


def test_one_answer_makes_a_return_of_a_blank() -> None:
    content = typed(at.blank(UNIT), {spot(UNIT, "T6.05"): 3})
    found = conserved(content)
    assert "VS109" not in {f.code for f in found}
    missing = {f.place.key.code for f in found if f.code == "VS301" and f.place.key}
    assert "T6.06" in missing
    assert "T6.05" not in missing


def test_the_stamp_survives_in_four_places() -> None:
    stamp = at.accepted(good()).stamp
    assert (stamp.source, stamp.unit, stamp.period, stamp.edition) == ("sheet", UNIT, "6t", "2011")
    parts = at.unpacked(without_sheet(good(), "_meta"))
    for source, fact, spoil in (
        ("property", "thuộc tính của tệp", "docProps/custom.xml"),
        ("keyword", "từ khóa của tệp", "docProps/core.xml"),
        ("printed", "mã in trên biểu", "HuongDan"),
    ):
        read = at.accepted(at.packed(parts))
        assert (read.stamp.source, read.stamp.unit) == (source, UNIT)
        found = conserved(at.packed(parts))
        assert lines(found) == [("VS214", "", "")]
        assert fact in found[0].fact
        if spoil in parts:
            parts[spoil] = parts[spoil].replace(b"vstbcpn:", b"")
    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        parts[name] = parts[name].replace(b"vstbcpn:", b"")
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"vstbcpn:", b"")
    content = at.packed(parts)
    assert at.accepted(content).stamp.source == "cells"
    assert "VS214" in {f.code for f in conserved(content)}
    for code, wrong in (("M.01", None), ("M.04", "QUÝ"), ("M.05", 2010)):
        assert refused(at.typed(content, {spot(UNIT, code): wrong})) == ("not-our-form", ())


def test_peek_reads_the_stamp_without_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(good())
    stamp = peek(path)
    assert stamp is not None
    assert stamp.period == "6t"
    path.write_bytes(good()[:5000])
    assert peek(path) is None
    path.write_bytes(foreign_workbook())
    assert peek(path) is None
    assert peek(tmp_path / "không có.xlsx") is None


# ---------------------------------------------------------------------------------------------------------- sheets
def test_a_renamed_sheet_is_read_by_its_codes() -> None:
    content = renamed(good(), "NV3", "NV3 (sửa)")
    found = conserved(content)
    assert lines(found) == [("VS208", "", "NV3 (sửa)!A1")]
    assert values(content) == values(good())


def test_a_sheet_copied_and_filled_twice() -> None:
    content = with_sheet(good(), "NV3 (2)", sheet_of(good(), "NV3"))
    found = conserved(content)
    twice = [f for f in found if f.code == "VS205"]
    assert sorted(f.place.cell.sheet for f in twice if f.place.cell) == ["NV3", "NV3 (2)"]
    assert "“NV3” có" in twice[0].fact
    assert "“NV3 (2)” có" in twice[0].fact
    read = at.accepted(content)
    assert [c for c in read.values if c.startswith("T3.") and read.values[c].given] == []
    assert read.values["T6.05"].given


def test_a_copied_sheet_blames_no_other_sheet() -> None:
    found = conserved(with_sheet(good(), "NV3 (2)", sheet_of(good(), "NV3")))
    assert {f.place.cell.sheet for f in found if f.place.cell} == {"NV3", "NV3 (2)"}


def test_a_deleted_sheet() -> None:
    found = conserved(without_sheet(good(), "NV5"))
    assert [(f.code, f.severity) for f in found] == [("VS201", Severity.ERROR)]
    assert "NV5" in found[0].fact
    assert at.accepted(without_sheet(good(), "NV5")).values["T6.05"].given


def test_a_sheet_listed_whose_content_is_gone() -> None:
    parts = at.unpacked(good())
    del parts[at.sheet_parts(parts)["NV2"]]
    found = conserved(at.packed(parts))
    assert lines(found) == [("VS201", "", "NV2!A1")]
    assert "“NV2”" in found[0].fact


def test_an_extra_sheet_is_left_out_with_a_notice() -> None:
    other = at.unpacked(foreign_workbook())["xl/worksheets/sheet1.xml"].replace(b"T6.05", b"a")
    content = with_sheet(good(), "Ghi chú", other.replace(b't="s"', b't="n"'))
    found = conserved(content)
    assert [(f.code, f.severity, str(f.place.cell)) for f in found] == [("VS207", Severity.NOTICE, "Ghi chú!A1")]
    assert "6 ô" in found[0].fact
    assert values(content) == values(good())


def test_an_empty_extra_sheet_is_nothing() -> None:
    empty = b'<worksheet xmlns="' + at.MAIN.encode() + b'"><sheetData/></worksheet>'
    assert codes(with_sheet(good(), "Sheet1", empty)) == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_reported(state: str) -> None:
    content = at.replaced(good(), "xl/workbook.xml", '<sheet name="NV5"', f'<sheet state="{state}" name="NV5"')
    assert codes(content) == [("VS209", "", "NV5!A1")]
    assert values(content) == values(good())


def test_typing_beside_instructions_and_self_check_is_reported() -> None:
    content = typed(good(), {("HuongDan", 40, 1): "Gọi chị Hoa", ("KiemTra", 30, 2): 5})
    assert codes(content) == [("VS206", "", "HuongDan!A40"), ("VS206", "", "KiemTra!B30")]


def test_a_deleted_row_is_missing_and_not_zero() -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    content = without_row(good(), sheet, row)
    found = conserved(content)
    assert [(f.code, f.severity, f.place.key) for f in found] == [("VS202", Severity.ERROR, Key("T6.04"))]
    assert "T6.04" not in at.accepted(content).values


def test_a_deleted_row_the_unit_need_not_fill_is_nothing() -> None:
    sheet, row, _ = spot(UNIT, "T6.15")
    assert codes(without_row(good(), sheet, row)) == []


def test_a_row_twice_with_the_same_content_counts_once() -> None:
    sheet, row, column = spot(UNIT, "T6.04")
    value = at.accepted(good()).values["T6.04"].value
    content = row_copied(good(), sheet, row, 400, value, column)
    found = conserved(content)
    assert [(f.code, f.severity, str(f.place.cell)) for f in found] == [("VS204", Severity.NOTICE, f"{sheet}!A400")]
    assert at.accepted(content).values["T6.04"].value == value


def test_a_row_twice_with_different_content_counts_neither() -> None:
    sheet, row, column = spot(UNIT, "T6.04")
    content = row_copied(good(), sheet, row, 400, 777, column)
    found = conserved(content)
    assert [(f.code, f.severity, str(f.place.cell)) for f in found] == [("VS203", Severity.ERROR, f"{sheet}!A400")]
    assert "“777”" in found[0].fact
    assert f"lần đầu tại ô {sheet}!A{row}," in found[0].fact
    assert at.accepted(content).values["T6.04"].state is State.UNREADABLE


def test_a_row_copied_without_a_figure_harms_nothing() -> None:
    sheet, row, column = spot(UNIT, "T6.04")
    content = row_copied(good(), sheet, row, 400, None, column)
    assert [f.code for f in conserved(content)] == ["VS204"]
    assert at.accepted(content).values["T6.04"].given


def test_a_changed_label_is_read_by_its_code_and_both_texts_are_shown() -> None:
    sheet, row, _ = spot(UNIT, "T6.08")
    found = conserved(typed(good(), {(sheet, row, 2): "Nữ DTTS", (sheet, row, 3): "cháu"}))
    assert lines(found) == [("VS210", "", f"{sheet}!B{row}"), ("VS210", "", f"{sheet}!C{row}")]
    assert "“– nữ”" in found[0].fact
    assert "“Nữ DTTS”" in found[0].fact
    assert "“người”" in found[1].fact


@pytest.mark.parametrize(("row", "column"), [(900, 1), (14, 12), (2, 9), (3, 1)])
def test_typing_outside_the_form_is_reported_where_it_stands(row: int, column: int) -> None:
    content = typed(good(), {("NV6", row, column): "."})
    found = conserved(content)
    assert [(f.code, str(f.place.cell), f.value) for f in found] == [
        ("VS206", f"NV6!{'ABCDEFGHIJKL'[column - 1]}{row}", ".")
    ]


def test_only_spaces_outside_the_form_are_told_once() -> None:
    spaces = {("NV6", 900, 1): " \u00a0", ("NV7", 1, 9): " "}
    (found,) = conserved(typed(good(), spaces))
    assert (found.code, found.severity, str(found.place.cell)) == ("VS231", Severity.NOTICE, "NV6!A900")
    assert "2 ô" in found.fact and "NV7!I1" in found.fact


def test_a_line_whose_code_was_overwritten_leaves_no_figure_unsaid() -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    for figure in (7, 70):
        content = typed(good(), {spot(UNIT, "T6.04"): figure, (sheet, row, 1): "T6.04a", (sheet, row, 2): None})
        outside = [("VS206", "", f"{sheet}!{column}{row}") for column in "ACD"]
        assert codes(content) == [("VS202", "", "T6.04"), *outside]


@pytest.mark.parametrize("figure", [1, 20, "3", "12", 2011])
def test_a_small_figure_beside_the_form_is_no_row_number(figure: object) -> None:
    sheet, row, _ = spot(UNIT, "T6.04")
    assert codes(typed(good(), {(sheet, row, 9): figure})) == [("VS206", "", f"{sheet}!I{row}")]


# -------------------------------------------------------------------------------------------------- computed cells
def test_a_constant_over_a_computed_cell_is_recomputed() -> None:
    whole = at.accepted(good()).values["T6.14"].value
    content = typed(good(), {spot(UNIT, "T6.14"): 999})
    found = conserved(content)
    assert [(f.code, f.severity, f.place.cell) for f in found] == [("VS313", Severity.WARNING, ref(UNIT, "T6.14"))]
    assert at.accepted(content).values["T6.14"].value == whole


def test_the_right_constant_over_a_computed_cell_is_nothing() -> None:
    right = at.accepted(good()).values["T6.01"].value
    assert isinstance(right, int)
    assert codes(typed(good(), {spot(UNIT, "T6.01"): right})) == []


def test_a_word_over_a_computed_yes_or_no() -> None:
    read = at.accepted(good()).values["T3.07"]
    wrong = "Không" if read.text == "Có" else "Có"
    assert codes(typed(good(), {spot(UNIT, "T3.07"): wrong})) == [("VS313", "", str(ref(UNIT, "T3.07")))]
    assert codes(typed(good(), {spot(UNIT, "T3.07"): read.text})) == []


def test_another_formula_in_a_computed_cell_is_typed_over_it() -> None:
    assert codes(typed(good(), {spot(UNIT, "T6.14"): Formula("1+1", "2")})) == [("VS338", "", str(ref(UNIT, "T6.14")))]


@pytest.mark.parametrize(
    ("result", "says"), [("2", "cho kết quả “2”"), ("", "cho kết quả trống"), (None, "chưa có kết quả")]
)
def test_what_another_formula_gives_is_said_as_it_is(result: str | None, says: str) -> None:
    (found,) = findings(typed(good(), {spot(UNIT, "T6.14"): Formula('IF(1,"","")', result)}))
    assert (found.code, says in found.fact) == ("VS338", True)


@pytest.mark.parametrize("code", ["T3.07", "T3.08", "T4.04"])
def test_a_program_that_keeps_no_text_results_stores_zero_for_them(code: str) -> None:
    """Some writers of .xls: the same form as .xlsx has nothing to be told either."""
    assert codes(typed(good(), {spot(UNIT, code): at.Result("0")})) == []


def test_a_prefilled_code_stored_as_it_is_shown_is_the_code() -> None:
    shown = {spot(UNIT, "M.03"): "SN – sở, ban, ngành", spot(UNIT, "M.04"): "6T – sơ kết 6 tháng đầu năm 2011"}
    read = at.accepted(typed(good(), shown))
    assert (read.values["M.03"].value, read.values["M.04"].value) == ("SN", "6T")
    assert codes(typed(good(), shown)) == []


def test_the_fixed_column_of_a_table_typed_over() -> None:
    row = {"loai": "Kế hoạch", "so_ky_hieu": "38/KH-SYT", "ngay_ban_hanh": dt.date(2011, 3, 5), "nhom": "Nhóm khác"}
    row |= {"co_quan_ban_hanh": "Sở Y tế", "trich_yeu": "Kế hoạch thực hiện Nghị quyết 11"}
    content = table_typed(good(), "T3.B1", [row])
    assert codes(content) == [("VS313", "", str(ref(UNIT, "T3.B1.nhom", number=1)))]


@pytest.mark.parametrize("word", ["Không phát sinh trong kỳ", "x", "Có", "không"])
def test_a_task_declared_nil_counts_as_zero(word: str) -> None:
    sheet, row, column = spot(UNIT, f"T7.{NIL}", Role.NIL)
    emptied: dict[at.Position, object] = dict.fromkeys(at.rows_of(UNIT, "T7.B1"))
    for code in ("T7.01", "T7.08", "T7.09", "T7.10", "T7.11"):
        emptied[spot(UNIT, code)] = None
    content = typed(good(), emptied | {spot(UNIT, "T7.01"): "Không", (sheet, row, column): word})
    read = at.accepted(content)
    assert [read.values[c].value for c in ("T7.08", "T7.09", "T7.10", "T7.02")] == [0, 0, 0, 0]
    assert read.tables["T7.B1"].nil is not None
    assert codes(content) == []


def test_a_nil_line_with_another_word_is_an_error() -> None:
    place = spot(UNIT, f"T7.{NIL}", Role.NIL)
    found = conserved(typed(good(), {place: "12"}))
    assert [(f.code, f.severity) for f in found] == [("VS306", Severity.ERROR)]
    assert str(found[0].place.cell) == f"{place[0]}!D{place[1]}"


def test_a_nil_line_with_spaces_is_nothing() -> None:
    assert {code for code, _, _ in codes(typed(good(), {spot(UNIT, f"T7.{NIL}", Role.NIL): "  "}))} == {"VS231"}


def test_a_task_declared_nil_with_figures_is_a_contradiction() -> None:
    rows: list[dict[str, object]] = [{"noi_dung": "Luật BĐG", "hinh_thuc": "Khác", "vai_tro": "Chủ trì"}]
    content = table_typed(good(), "T5.B1", rows)
    content = typed(content, {spot(UNIT, f"T5.{NIL}", Role.NIL): "Không phát sinh trong kỳ"})
    assert "VS423" in {f.code for f in conserved(content)}


@pytest.mark.parametrize("word", ["Không có", "không", "Không phát sinh.", "0", 0, "KHÔNG CÓ"])
def test_a_table_answered_with_nothing(word: object) -> None:
    content = table_typed(good(), "T6.B1", [{"ten_lop": word}])
    answer = at.accepted(content).tables["T6.B1"]
    assert answer.rows == ()
    assert answer.nil is not None
    assert at.accepted(content).values["T6.01"].value == 0
    assert codes(content) == []


def test_a_table_answered_with_nothing_and_a_remark() -> None:
    content = table_typed(good(), "T6.B1", [{"ten_lop": "Không có"}])
    content = typed(content, {spot(UNIT, "T6.B1.giai_trinh", Role.EXPLANATION, number=1): "Kinh phí chưa cấp"})
    answer = at.accepted(content).tables["T6.B1"]
    assert answer.nil is not None
    assert answer.nil.explanation == "Kinh phí chưa cấp"
    assert codes(content) == []


def test_an_untouched_table_is_not_zero() -> None:
    content = table_typed(good(), "T6.B1", [])
    assert at.accepted(content).values["T6.01"].state is State.EMPTY
    assert codes(content) == [("VS302", "", str(ref(UNIT, "T6.B1.ten_lop", number=1)))]


def test_rows_after_a_gap_keep_their_physical_row() -> None:
    content = table_typed(good(), "T6.B1", [course(), {}, {}, course(ten_lop="Lớp hai", so_nu=50)])
    found = conserved(content)
    gap = ("VS228", "", str(ref(UNIT, "T6.B1.ten_lop", number=2)))
    assert lines(found) == [gap, ("VS401", "R20", str(ref(UNIT, "T6.B1.so_nu", number=4)))]
    assert "2 dòng trống" in found[0].fact
    assert found[1].place.key == Key("T6.B1.so_nu", 2)


def test_more_rows_than_prepared_are_read() -> None:
    rows = [course(ten_lop=f"Lớp {n}") for n in range(20)]
    sheet, row, column = spot(UNIT, "T6.B1.ten_lop", number=20)
    more = {(sheet, row + 1, spot(UNIT, f"T6.B1.{k}", number=1)[2]): v for k, v in course(ten_lop="Lớp 21").items()}
    content = typed(table_typed(good(), "T6.B1", rows), more)
    assert column == 2
    assert at.accepted(content).values["T6.01"].value == 21
    assert [code for code, *_ in codes(content)] == ["VS314"], "its cells do not keep dates as they are typed"


@pytest.mark.parametrize("column", ["A", "B"])
def test_an_own_total_row_is_not_summed(column: str) -> None:
    content = table_typed(good(), "T6.B1", [course(), {"so_hoc_vien": 40, "so_nu": 22}])
    sheet, row, _ = spot(UNIT, "T6.B1.ten_lop", number=2)
    content = typed(content, {(sheet, row, 1): None, (sheet, row, "AB".index(column) + 1): "Tổng cộng"})
    assert codes(content) == [("VS211", "", f"{sheet}!{column}{row}")]
    assert at.accepted(content).values["T6.02"].value == 40


def test_a_course_whose_name_begins_like_a_total_is_a_course() -> None:
    content = table_typed(good(), "T6.B1", [course(ten_lop="Tổng kết và tập huấn cuối năm")])
    assert at.accepted(content).values["T6.01"].value == 1


def test_the_heading_repeated_for_printing_is_skipped_with_a_notice() -> None:
    content = table_typed(good(), "T6.B1", [course()])
    sheet, row, _ = spot(UNIT, "T6.B1.ten_lop", number=2)
    above = _heading_row(content)
    heading = {c: cell.text for (r, c), cell in _raw(content, sheet).items() if r == above}
    content = typed(content, {(sheet, row, c): text for c, text in heading.items()})
    found = conserved(content)
    assert [(f.code, f.severity, str(f.place.cell)) for f in found] == [("VS212", Severity.NOTICE, f"{sheet}!A{row}")]
    assert at.accepted(content).values["T6.01"].value == 1


def test_headings_copied_together_with_their_keys_are_skipped_with_one_notice() -> None:
    content = table_typed(good(), "T6.B1", [course()])
    sheet, row, column = spot(UNIT, "T6.B1.ten_lop", number=2)
    above = _heading_row(content)
    heads = {p: c.text for p, c in _raw(content, sheet).items() if p[0] in (above, above + 1)}
    again = {(sheet, r - above + row, c): text for (r, c), text in heads.items()}
    twice = typed(content, again | {(sheet, row + 2, column): "Lớp hai"})
    assert [line for line in codes(twice) if line[0] == "VS212"] == [("VS212", "", f"{sheet}!B{row + 1}")]
    assert [r.cells["ten_lop"].value for r in at.accepted(twice).tables["T6.B1"].rows][1:] == ["Lớp hai"]


def test_keys_one_below_the_other_are_no_changed_headings() -> None:
    content = table_typed(good(), "T6.B1", [course()])
    assert codes(typed(content, {("NV6", row, 2): "T6.B1.ten_lop" for row in (500, 501, 502)})) == [
        ("VS212", "", "NV6!B500")
    ]


def _raw(content: bytes, sheet: str) -> dict[tuple[int, int], RawCell]:
    return dict(next(s for s in package.read_package(content).sheets if s.name == sheet).cells)


def _heading_row(content: bytes) -> int:
    """The row above the keys of T6.B1."""
    return next(r for (r, _), c in _raw(content, "NV6").items() if c.text == "T6.B1.ten_lop") - 1


def test_a_row_of_dashes_is_an_empty_row() -> None:
    content = table_typed(good(), "T6.B1", [course(), {"ten_lop": "-", "so_hoc_vien": "–", "so_nu": "/"}])
    sheet, row, _ = spot(UNIT, "T6.B1.ten_lop", number=2)
    assert at.accepted(content).values["T6.01"].value == 1
    assert codes(content) == [("VS314", "", f"{sheet}!A{row}")]


def test_like_above_repeats_a_text_and_refuses_a_number() -> None:
    rows = [course(dia_diem="Hội trường tỉnh"), course(ten_lop="Lớp hai", dia_diem="như trên", so_nu="nt")]
    content = table_typed(good(), "T6.B1", rows)
    second = at.accepted(content).tables["T6.B1"].rows[1].cells
    assert second["dia_diem"].value == "Hội trường tỉnh"
    assert second["so_nu"].state is State.UNREADABLE
    assert codes(content) == [
        ("VS324", "", str(ref(UNIT, "T6.B1.dia_diem", number=2))),
        ("VS327", "", str(ref(UNIT, "T6.B1.so_nu", number=2))),
    ]


def test_like_above_in_the_first_row_stands_for_nothing() -> None:
    content = table_typed(good(), "T6.B1", [course(dia_diem="như trên")])
    assert at.accepted(content).tables["T6.B1"].rows[0].cells["dia_diem"].text == "như trên"
    assert codes(content) == [("VS324", "", str(ref(UNIT, "T6.B1.dia_diem", number=1)))]


def test_a_default_is_taken_with_a_notice() -> None:
    unit = "huyen-loc-binh"
    edition = season.edition()
    club: dict[str, object] = {"ten": "Câu lạc bộ A", "dia_ban": "Xã A"}
    club |= {k: edition.choices(edition.tables["T5.B2"].column(k))[0] for k in ("loai", "tinh_trang", "chien_luoc")}
    content = table_typed(at.filled(unit), "T5.B2", [club], unit)
    read = at.accepted(content).tables["T5.B2"].rows[0].cells["vai_tro"]
    assert (read.value, read.raw) == ("Chủ trì", "")
    assert codes(content) == [("VS323", "", str(ref(unit, "T5.B2.vai_tro", number=1)))]


def test_the_example_row_is_the_forms_own_until_it_is_changed() -> None:
    content = table_typed(good(), "T6.B1", [])
    assert at.accepted(content).tables["T6.B1"].rows == ()
    sheet, row, column = spot(UNIT, "T6.B1.so_hoc_vien", number=1)
    changed = typed(content, {(sheet, row - 1, column): 77})
    assert [r.cells["so_hoc_vien"].value for r in at.accepted(changed).tables["T6.B1"].rows] == [77]


def test_a_row_with_only_the_name_of_the_unit_is_no_text_of_the_form() -> None:
    content = table_typed(good(), "T1.B1", [{"co_quan_ban_hanh": "Sở Y tế"}])
    found = codes(content)
    assert ("VS301", "", str(ref(UNIT, "T1.B1.so_ky_hieu", number=1))) in found


def test_the_right_share_with_a_zero_at_its_end_typed_over_is_nothing() -> None:
    cells = {spot(UNIT, "T3.M1.CB06.tong"): 200, spot(UNIT, "T3.M1.CB06.nu"): 89}
    assert at.accepted(typed(good(), cells)).values["T3.M1.CB06.ty_le"].text == "44.5"
    assert codes(typed(good(), cells | {spot(UNIT, "T3.M1.CB06.ty_le"): 44.5})) == []


def test_a_lost_key_above_a_column() -> None:
    content = table_typed(good(), "T6.B1", [course()])
    _, row, column = spot(UNIT, "T6.B1.so_hoc_vien", number=1)
    keys = _heading_row(content) + 1
    found = codes(typed(content, {("NV6", keys - 1, column): None, ("NV6", keys, column): "Mã cột"}))
    assert ("VS202", "", f"NV6!A{keys}") in found
    assert ("VS206", "", f"NV6!{column_letters(column)}{row}") in found


def test_an_answer_like_what_is_left_of_the_example_is_told_of_when_a_key_is_lost() -> None:
    proposal: dict[str, object] = {"noi_dung": "Bố trí kinh phí", "gui_toi": "UBND tỉnh"}
    content = table_typed(good(), "X.B1", [proposal])
    sheet, row, _ = spot(UNIT, "X.B1.noi_dung", number=1)
    keys = next(r for (r, _), c in _raw(content, sheet).items() if c.text == "X.B1.noi_dung")
    lost = typed(content, {(sheet, keys, 2): "Mã cột"})
    assert _raw(lost, sheet)[row - 1, 3].text == "UBND tỉnh", "so says the example too"
    answers = at.accepted(lost).tables["X.B1"].rows
    assert [r.cells["gui_toi"].raw for r in answers] == ["UBND tỉnh"]
    conserved(lost)


def test_words_of_a_shared_text_outside_their_element_are_read() -> None:
    label = "Bố trí kinh phí tập huấn nghiệp vụ cho cán bộ cấp xã"
    loose = at.replaced(good(), "xl/sharedStrings.xml", f"<t>{label}</t>", f"{label}<t></t>")
    assert codes(loose) == codes(good())
    keys = at.replaced(good(), "xl/sharedStrings.xml", "<t>X.B1.noi_dung</t>", "X.B1.noi_dung<t></t>")
    assert codes(keys) == codes(good())


def test_all_keys_of_a_table_lost() -> None:
    content = table_typed(good(), "T6.B2", [])
    keys = next(r for (r, _), c in _raw(content, "NV6").items() if c.text == "T6.B2.nguon")
    content = typed(content, {("NV6", keys - n, c): None for c in range(1, 12) for n in (0, 1)})
    assert ("VS202", "", "T6.B2") in codes(content)


def test_the_key_above_the_answers_lost() -> None:
    keys = next(p for p, c in _raw(good(), "NV7").items() if c.text == "T7.so_lieu")
    found = conserved(typed(good(), {("NV7", *keys): None, ("NV7", keys[0] - 1, keys[1]): None}))
    lost = {f.place.key.code for f in found if f.code == "VS202" and f.place.key}
    assert {"T7.01", "T7.08", "T7.09", "T7.10"} <= lost
    assert {f.code for f in found} <= {"VS202", "VS206"}


# -------------------------------------------------------------------------------------------------- single cells
def test_an_error_cell_and_a_formula_without_a_result() -> None:
    cells = {spot(UNIT, "T6.04"): ErrorCell("#DIV/0!"), spot(UNIT, "T7.08"): Formula("COUNT(A1:A2)")}
    found = conserved(typed(good(), cells))
    assert lines(found) == [("VS318", "", str(ref(UNIT, "T6.04"))), ("VS320", "", str(ref(UNIT, "T7.08")))]
    assert "#DIV/0!" in found[0].value
    assert "chia cho 0" in found[0].fact


def test_a_formula_of_the_unit_is_read_by_its_result() -> None:
    read = at.accepted(typed(good(), {spot(UNIT, "T6.04"): Formula("2+3", "5")})).values["T6.04"]
    assert read.value == 5


def test_a_value_in_a_grey_cell_is_refused() -> None:
    # Its row is hidden by the form itself: that there is something in it is said once.
    assert codes(typed(good(), {spot(UNIT, "T6.15"): 12})) == [("VS309", "", str(ref(UNIT, "T6.15")))]


def test_reasons_and_explanations_travel_with_their_answer() -> None:
    cells = {
        spot(UNIT, "T7.08"): None,
        spot(UNIT, "T7.08", Role.REASON): "Chưa có số liệu",
        spot(UNIT, "T6.04"): None,
        spot(UNIT, "T6.04", Role.REASON): "Không áp dụng với đơn vị",
        spot(UNIT, "T5.04", Role.EXPLANATION): "Tính cả bài trên cổng thông tin",
        spot(UNIT, "T3.M1.CB06.nu", Role.EXPLANATION): "Theo danh sách mới",
    }
    cells[spot(UNIT, "T5.10", Role.REASON)] = "Chưa có số liệu"
    read = at.accepted(typed(good(), cells))
    assert read.values["T5.10"].given
    assert read.values["T5.10"].reason == "Chưa có số liệu"
    assert (read.values["T7.08"].state, read.values["T7.08"].reason) == (State.UNAVAILABLE, "Chưa có số liệu")
    assert read.values["T6.04"].state is State.NOT_APPLICABLE
    assert read.values["T5.04"].explanation == "Tính cả bài trên cổng thông tin"
    assert read.values["T3.M1.CB06.tong"].explanation == "Theo danh sách mới"
    assert codes(typed(good(), cells)) == [("VS349", "", str(ref(UNIT, "T5.10")))]


def test_two_fonts_in_one_cell_are_one_text() -> None:
    rich = "<is><r><t>Chủ </t></r><r><rPr><b/></rPr><t>trì</t></r><rPh><t>bỏ</t></rPh></is>"
    content = table_typed(good(), "T6.B1", [course(vai_tro="@@")])
    content = at.edited(
        content,
        at.sheet_parts(at.unpacked(content))["NV6"],
        lambda xml: xml.decode().replace('<is><t xml:space="preserve">@@</t></is>', rich).encode(),
    )
    assert at.accepted(content).tables["T6.B1"].rows[0].cells["vai_tro"].value == "Chủ trì"


@pytest.mark.parametrize(
    "where", [("NV6", 9, 4), ("NV3", 12, 5), ("TT", 14, 4), ("NV1", 60, 3), ("DG", 9, 4), ("NV4", 30, 7)]
)
def test_whatever_is_typed_anywhere_is_accounted_for(where: at.Position) -> None:
    content = typed(good(), {where: "lạ lùng"})
    read = at.read(content)
    if isinstance(read, Unreadable):
        return
    found = conserved(content)
    known = {o.cell for o in read.observations() if o.raw == "lạ lùng"}
    remarked = "lạ lùng" in {o.reason for o in read.values.values()} | {o.explanation for o in read.values.values()}
    at_cell = [f for f in found if f.value == "lạ lùng"]
    assert known or remarked or at_cell


# ---------------------------------------------------------------------------------- other programs, other formats
def test_a_macro_workbook_is_read_with_a_warning() -> None:
    parts = at.unpacked(good()) | {"xl/vbaProject.bin": b"\0"}
    found = conserved(at.packed(parts), "gui-ve.xlsm")
    assert [(f.code, f.severity) for f in found] == [("VS113", Severity.WARNING)]
    assert values(at.packed(parts)) == values(good())


def test_strict_open_xml_and_prefixed_elements_are_read() -> None:
    parts = at.unpacked(good())
    strict = {
        n: c.replace(at.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            RELATION.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for n, c in parts.items()
    }
    assert values(at.packed(strict)) == values(good())


def test_names_in_the_package_in_capitals_and_with_backslashes_are_found() -> None:
    parts = {n.replace("xl/worksheets/", "XL\\Worksheets\\"): c for n, c in at.unpacked(good()).items()}
    assert values(at.packed(parts)) == values(good())


def test_a_declared_dimension_is_not_trusted() -> None:
    parts = at.unpacked(good())
    for name in at.sheet_parts(parts).values():
        head, _, tail = parts[name].partition(b"<dimension ref=")
        if tail:
            parts[name] = head + b'<dimension ref="A1"' + tail[tail.index(b"/>") :]
    assert values(at.packed(parts)) == values(good())


def test_cells_without_addresses_are_counted_on() -> None:
    import re

    parts = at.unpacked(good())
    name = at.sheet_parts(parts)["DG"]
    before = at.accepted(good())
    sheet = re.sub(rb'(<row )r="\d+"', rb"\1", parts[name])
    assert sheet != parts[name]
    read = at.read(at.packed(parts))
    assert isinstance(read, Submission)
    assert read.values["X.01"].value == before.values["X.01"].value


def test_the_program_that_saved_the_file_is_named() -> None:
    assert at.accepted(good()).file.saved_by.startswith("Microsoft Excel")
    wps = at.edited(good(), "docProps/app.xml", lambda x: x.replace(b"Microsoft Excel", b"WPS Office/11.2"))
    assert at.accepted(wps).file.saved_by == "WPS Office 11.2"


def test_a_file_without_styles_and_properties_is_read() -> None:
    parts = at.unpacked(good())
    for name in ("docProps/app.xml", "docProps/core.xml", "docProps/custom.xml"):
        del parts[name]
    read = at.accepted(at.packed(parts))
    assert read.file.saved_by == ""
    assert read.stamp.source == "sheet"


def test_the_1904_date_system_shifts_every_stored_date() -> None:
    content = at.edited(good(), "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"'))
    before = at.accepted(good()).values["M.12"].value
    assert isinstance(before, dt.date)
    day = before - dt.timedelta(days=1462)
    stored = at.Stored("n", str((day - dt.date(1899, 12, 30)).days), date=True)
    assert at.accepted(typed(content, {spot(UNIT, "M.12"): stored})).values["M.12"].value == before


def test_an_old_workbook_that_is_damaged() -> None:
    assert refused(OLE + b"\0" * 2000) == ("damaged-file", ())


# --------------------------------------------------------------------------------------------------- in general
def test_every_refusal_has_words() -> None:
    for content, _, _ in FILES.values():
        read = at.read(content)
        assert isinstance(read, Unreadable)
        found = judge_problem(read.problem)
        assert found.fact.endswith(".")
        assert found.advice.startswith("Đề nghị")
        assert "{" not in found.fact + found.advice
        assert "…" not in found.fact


def test_one_defect_changes_no_other_finding() -> None:
    worse = typed(good(), {spot(UNIT, "T6.08"): 10_000})
    both = typed(worse, {("NV6", 900, 1): "lạc"})
    assert codes(both) == sorted([*codes(worse), ("VS206", "", "NV6!A900")])


def test_reading_twice_gives_the_same_submission() -> None:
    first, second = at.accepted(good()), at.accepted(good())
    assert replace(first, file=second.file) == second
    assert [o for o in first.observations() if isinstance(o, Observation)]


def test_findings_of_a_good_file_are_none_for_every_kind_and_period() -> None:
    for unit in (UNIT, "hoi-lhpn", "huyen-loc-binh", "so-noi-vu"):
        for period in ("6t", "nam"):
            assert findings(at.filled(unit, period), period) == ()


def test_answers_under_a_lost_key_are_told_of_even_when_the_form_prints_the_same_words() -> None:
    """The unit's own name stands above every sheet, a measure beside many lines."""
    keys = {c.text: (s.name, *p) for s in package.read_package(at.filled("so-y-te")).sheets for p, c in s.cells.items()}
    sheet, row, column = keys["T1.B1.co_quan_ban_hanh"]
    changes = {
        (sheet, row - 1, column): "?",
        (sheet, row, column): "?",
        (sheet, row + 2, column): "Sở Y tế",
        (sheet, row + 3, column): "người",
    }
    found = at.findings(at.typed(at.filled("so-y-te"), changes))
    told = {f.place.cell for f in found if f.code == "VS206"}
    assert {CellRef(sheet, row + 2, column), CellRef(sheet, row + 3, column)} <= told


def test_a_text_within_a_text_is_a_damaged_file() -> None:
    parts = at.unpacked(at.filled("so-y-te"))
    texts = parts["xl/sharedStrings.xml"].replace(b"</t></si><si><t>", b"</t><si></si><t>", 1)
    found = at.read(at.packed({**parts, "xl/sharedStrings.xml": texts}))
    assert isinstance(found, Unreadable) and found.problem.kind == "damaged-file"


def test_a_cell_within_a_cell_is_a_damaged_file() -> None:
    parts = at.unpacked(at.filled("so-y-te"))
    name = at.sheet_parts(parts)["NV6"]
    cell = re.search(rb'(<c r="D16"[^>]*><v>[^<]*</v>)(</c>)(<c r="E16"[^>]*/>)', parts[name])
    assert cell is not None
    parts[name] = parts[name].replace(cell[0], cell[1] + cell[3] + cell[2])
    found = at.read(at.packed(parts))
    assert isinstance(found, Unreadable) and found.problem.kind == "damaged-file"


@pytest.mark.parametrize("unit", ["so-y-te", "huyen-loc-binh", "hoi-lhpn"])
def test_nothing_printed_looks_like_an_escaped_character(unit: str) -> None:
    """Programs read `_x000A_` as a line break, LibreOffice even `_xa_`: no key or text of the form may hold one."""
    stored = package.read_package(at.blank_with({}, unit))
    texts = {cell.text for sheet in stored.sheets for cell in sheet.cells.values()}
    assert [t for t in texts if re.search(r"_x[0-9A-Fa-f]+_", t)] == []
