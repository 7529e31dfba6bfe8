"""The Excel annex: totals are live and right, every figure leads to its cell, text from units stays text."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.exceptions import FileCreateError

from tests.support.judges.column_widths import torn, width_of
from tests.support.seasons import season
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Aggregate
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report import safe_workbook
from vstbcpn_cli.report.annex_workbook import lists, renderer, task_sheets
from vstbcpn_cli.report.safe_workbook import Book, Linked, UnwritableError

CODES, FIRST = 5, 6
"""Row of the codes and first row of units in a task sheet."""
SUMMED = (Aggregate.SUM, Aggregate.RATIO, Aggregate.COUNT_YES)
HOSTILE = ("=1+1", "{=1+1}", "@SUM(A1)", "http://a.example", "external:\\\\may\\tep", "#N/A", "+84", "5 <6 & xã \x01")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("annex") / "phu-luc_2011-6t.xlsx"
    renderer.render(season.partial(), path)
    return path


@pytest.fixture(scope="module")
def cached(written: Path) -> Workbook:
    return load_workbook(written, data_only=True)


@pytest.fixture(scope="module")
def formulas(written: Path) -> Workbook:
    return load_workbook(written)


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(c.value): c.column for c in sheet[CODES] if c.value and c.column}


def totals_row(sheet: Worksheet, kind: str = "") -> int:
    label = {"": "Toàn tỉnh", "SN": "Sở, ban, ngành", "HU": "Huyện, thành phố"}[kind]
    return next(r for r in range(sheet.max_row, 0, -1) if sheet.cell(r, 3).value == label)


def expected(made: Consolidation, kind: str) -> Iterator[tuple[str, str, int | Decimal]]:
    for task in made.edition.tasks:
        for code in made.codes():
            total = made.total(code, kind)
            here = made.edition.task_of[code] is task and task.code != "M"
            if here and made.aggregate_of(code) in SUMMED and total.value is not None:
                yield task.sheet, code, total.value


@pytest.mark.parametrize("kind", ["", "SN", "HU"])
def test_totals_in_the_workbook_are_those_of_the_consolidation(cached: Workbook, kind: str) -> None:
    found = list(expected(season.partial().consolidation, kind))
    assert len(found) > 80
    for name, code, value in found:
        sheet = cached[name]
        shown = sheet.cell(totals_row(sheet, kind), columns(sheet)[code]).value
        assert shown == pytest.approx(float(value)), code


def test_codes_stand_whole_in_their_columns_and_headings_begin_with_a_capital(formulas: Workbook) -> None:
    """Excel tears a word that is wider than its column."""
    for sheet in formulas:
        assert torn(sheet, range(1, 4), FIRST, 40) == [], sheet.title
        if sheet.title.startswith("NV"):
            heads = [str(c.value) for c in sheet[3] if c.value]
            assert [h for h in heads if h[0].islower()] == []
            shares = [(str(c.value), width_of(sheet, c.column or 0)) for c in sheet[CODES]]
            assert all(len(code) <= width for code, width in shares if "/" in code)


def test_a_line_among_the_sources_has_all_its_cells(formulas: Workbook) -> None:
    sheet = formulas["Nguồn số liệu"]
    assert all(cell.has_style and cell.border.right.style for row in sheet.iter_rows(min_row=4) for cell in row)


def test_totals_are_formulas_over_the_units(formulas: Workbook) -> None:
    sheet = formulas["NV3"]
    row, column = totals_row(sheet), columns(sheet)["T3.M1.CB01.tong"]
    letters = get_column_letter(column)
    assert sheet.cell(row, column).value == f"=SUM({letters}${FIRST}:{letters}${FIRST + 69})"
    assert str(sheet.cell(totals_row(sheet, "HU"), column).value).startswith("=SUMIF(")
    assert str(sheet.cell(row, columns(sheet)["T3.06"]).value).startswith("=COUNTIF(")


def test_the_overview_refers_to_the_task_sheets(formulas: Workbook, cached: Workbook) -> None:
    lines = {str(r[1].value): r for r in formulas["Tổng hợp"].iter_rows(min_row=4)}
    values = {str(r[1].value): r for r in cached["Tổng hợp"].iter_rows(min_row=4)}
    assert str(lines["T1.06"][7].value).startswith("='NV1'!")
    total = season.partial().consolidation.total("T1.06")
    assert (values["T1.06"][7].value, values["T1.06"][9].value, values["T1.06"][10].value) == (total.value, 69, 1)
    # A unit that sent nothing lacks everywhere; it is named once, among those who have not sent.
    assert values["T1.06"][11].value == ""
    assert values["T3.M1.CB01.nu"][11].value == "Sở Nội vụ"
    # Figures of different levels are never added together.
    assert values["T4.M2.CD05.tong"][7].value == "theo cấp"


def test_shares_of_answers_are_of_the_units_concerned(cached: Workbook) -> None:
    rows = [r for r in cached["Tổng hợp"].iter_rows(min_row=4, values_only=True) if r[1] == "T5.13a"]
    lines: dict[str, tuple[Any, ...]] = {str(r[2]): r for r in rows}
    held, not_yet, outside = (lines[f"– {answer}"] for answer in ("Đã tổ chức", "Chưa", "Không áp dụng"))
    assert outside[7] > 0
    assert outside[8] is None
    assert held[8] == round(100 * held[7] / (held[7] + not_yet[7]), 2)


def test_a_withheld_figure_is_a_word_and_does_not_count(cached: Workbook) -> None:
    sheet, unit = cached["NV3"], season.submissions()[3]
    column = columns(sheet)["T3.M1.CB01.nu"]
    assert sheet.cell(FIRST + 3, column).value == "chưa cộng"
    assert sheet.cell(FIRST + 3, columns(sheet)["T3.M1.CB01.ty_le"]).value == "chưa cộng"
    lost = unit.values["T3.M1.CB01.nu"].number
    everyone = sum(s.values["T3.M1.CB01.nu"].number or 0 for s in season.submissions()[:-1])
    assert sheet.cell(totals_row(sheet), column).value == everyone - (lost or 0)
    points = [[c.value for c in r] for r in cached["Điểm cần xác minh"].iter_rows(min_row=4)]
    assert [(p[1], p[3], p[5], p[9]) for p in points] == [("Sở Nội vụ", "VS401", "T3.M1.CB01.nu", str(lost))]
    sources = [[c.value for c in r] for r in cached["Nguồn số liệu"].iter_rows(min_row=4)]
    assert ["Sở Nội vụ", "T3.M1.CB01.nu", str(lost), "chưa cộng"] in [[*s[:3], s[6]] for s in sources]


def test_a_lead_unit_stands_for_the_province(formulas: Workbook, cached: Workbook) -> None:
    sheet = formulas["NV5"]
    row, column = totals_row(sheet), columns(sheet)["T5.14b"]
    lead = next(r for r in range(FIRST, row) if sheet.cell(r, 2).value == "hoi-lhpn")
    assert sheet.cell(row, column).value == f"=SUM({get_column_letter(column)}{lead})"
    assert cached["NV5"].cell(row, column).value == 226
    assert cached["NV5"].cell(FIRST + 59, column).value == 8


def test_a_missing_unit_and_a_closed_cell_have_their_own_marks(cached: Workbook) -> None:
    sheet = cached["NV5"]
    assert sheet.cell(FIRST + 69, 3).value == "Huyện Đình Lập (chưa có báo cáo dùng được)"
    assert sheet.cell(FIRST + 69, columns(sheet)["T5.04"]).value == "…"
    assert sheet.cell(FIRST, columns(sheet)["T5.14a"]).value == "–"
    assert [c.value for c in cached["Tình hình gửi"][73]][1:5] == ["huyen-dinh-lap", "Huyện Đình Lập", "HU", "Chưa gửi"]


def test_every_figure_leads_to_its_line_among_the_sources(formulas: Workbook, cached: Workbook) -> None:
    sources = [[c.value for c in row] for row in formulas["Nguồn số liệu"].iter_rows()]
    followed = 0
    for name in (f"NV{n}" for n in range(1, 8)):
        sheet = formulas[name]
        codes = {column: code for code, column in columns(sheet).items()}
        for cell in (c for row in sheet.iter_rows(min_row=FIRST) for c in row):
            if cell.hyperlink is None or cell.row is None or cell.column is None:
                continue
            place = re.fullmatch(r"'Nguồn số liệu'!A(\d+)", str(cell.hyperlink.location))
            assert place, cell.hyperlink.location
            line = sources[int(place[1]) - 1]
            shown = cached[name].cell(cell.row, cell.column).value
            assert (line[0], line[1]) == (sheet.cell(cell.row, 3).value, codes[cell.column])
            assert line[2] == shown if shown != "chưa cộng" else line[6] == shown
            followed += 1
    assert followed > 4_000


def test_a_figure_longer_than_a_spreadsheet_keeps_is_written_out_with_its_total(tmp_path: Path) -> None:
    first, *others = season.submissions()
    code, path = "T6.08", tmp_path / "phu-luc.xlsx"
    long = replace(first.values[code], value=10**17 + 1)
    made = season.report_of((replace(first, values={**first.values, code: long}), *others))
    renderer.render(made, path)
    sheet = load_workbook(path)["NV6"]
    written = [sheet.cell(row, columns(sheet)[code]).value for row in range(FIRST, sheet.max_row + 1)]
    assert str(10**17 + 1) in written
    assert str(made.consolidation.total(code).value) in written


def test_sums_over_many_single_cells_are_nested() -> None:
    """SUM takes 255 arguments at the most."""
    cells = [f"D{n}" for n in range(1, 451)]
    nested = task_sheets._joined(cells)
    assert re.findall(r"D\d+", nested) == cells
    parts = re.split(r"\),?", nested.removeprefix("SUM("))
    assert max(len(p.split(",")) for p in parts) <= 255


def test_yes_answers_of_single_units_are_added_and_a_row_without_cells_names_none() -> None:
    """As a year with a yes for which one unit leads would need it; the edition of 2011 has none."""
    total: Any = SimpleNamespace(aggregate=Aggregate.COUNT_YES, parts=[SimpleNamespace(unit=None)] * 2)
    sheet: Any = SimpleNamespace(
        _cells=lambda column, units: [f"D{n}" for n, _ in enumerate(units, 6)], words=lambda *_: "Có"
    )
    assert task_sheets.TaskSheet._listed(sheet, 3, total) == '=(D6="Có")+(D7="Có")'
    assert lists._span([]) == ""


def test_rows_of_tables_name_their_cells(cached: Workbook) -> None:
    made = season.partial().consolidation
    for code in ("T1.B1", "T5.B1", "T5.B2", "T6.B1", "T6.B2", "T7.B1", "X.B1"):
        sheet = cached[code]
        *lines, totals = ([c.value for c in r] for r in sheet.iter_rows(min_row=5))
        assert len(lines) == len(made.rows(code))
        assert totals[-4] == len(made.counted_rows(code))
        first = made.rows(code)[0]
        assert lines[0][1] == first.unit.code
        assert lines[0][-2] == first.row.place.sheet
        assert re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", str(lines[0][-1]))


def hostile() -> tuple[Submission, ...]:
    """Every text of the first unit replaced by something a spreadsheet might act on."""
    first, *others = season.submissions()
    texts = [c for c, o in first.values.items() if isinstance(o.value, str) and not c.startswith("M.")]
    changed = {c: replace(first.values[c], value=HOSTILE[n % len(HOSTILE)]) for n, c in enumerate(texts)}
    source = replace(first.file, path="nhận về/=cmd.xlsx")
    return (replace(first, values={**first.values, **changed}, file=source), *others)


def test_text_of_units_is_never_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "phu-luc.xlsx"
    renderer.render(season.report_of(hostile()), path)
    texts: set[str] = set()
    for sheet in load_workbook(path).worksheets:
        for cell in (c for row in sheet.iter_rows() for c in row):
            if cell.data_type == "f":
                assert re.match(r"=(SUM|SUMIF|COUNTIF|COUNTIFS|ROUND)\(|='NV\d'!|='DG'!", str(cell.value)), cell.value
            elif cell.data_type == "s":
                texts.add(str(cell.value))
            assert cell.hyperlink is None or cell.hyperlink.target is None
    assert {"=1+1", "{=1+1}", "@SUM(A1)", "http://a.example", "#N/A", "=cmd.xlsx", "5 <6 & xã  "} <= texts
    with zipfile.ZipFile(path) as package:
        assert not [n for n in package.namelist() if "externalLink" in n or "vba" in n.lower()]
        assert not [n for n in package.namelist() if n.startswith("xl/worksheets/_rels")]


@pytest.mark.parametrize("letter", ["x", "🌾"])
def test_a_text_longer_than_a_cell_says_that_it_was_cut(letter: str, tmp_path: Path) -> None:
    book = Book(tmp_path / "dai.xlsx")
    sheet = book.sheet("NV1")
    sheet.line(["x" * 32_767])
    sheet.line([letter * 40_000])
    sheet.line([letter * 16_383])
    book.close()
    found = [str(c.value) for (c,) in load_workbook(tmp_path / "dai.xlsx")["NV1"].iter_rows()]
    assert (found[0], found[2]) == ("x" * 32_767, letter * 16_383)
    assert found[1].endswith("… (cắt bớt, nguyên văn dài 40.000 ký tự)")
    assert 16_000 < len(found[1].encode("utf-16-le")) // 2 <= 32_767


def test_a_cell_the_writer_refuses_stops_the_output(tmp_path: Path) -> None:
    book = Book(tmp_path / "day.xlsx")
    sheet = book.sheet("NV1")
    sheet.row = 1_048_576
    with pytest.raises(UnwritableError, match="NV1, dòng 1048577, cột 1: mã -1"):
        sheet.line(["x"])
    book.close()


def test_a_full_disk_is_told_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(tmp_path / "day.xlsx")
    book.sheet("NV1").line(["x"])
    monkeypatch.setattr(book._book, "_store_workbook", raising(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left") as refused:
        book.close()
    assert refused.value.errno == 28
    monkeypatch.setattr(book._book, "_store_workbook", raising(FileCreateError("zipfile")))
    with pytest.raises(OSError, match="zipfile"):
        book.close()


def raising(fault: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise fault

    return fail


def test_a_sheet_name_with_control_characters_does_not_break_the_file(tmp_path: Path) -> None:
    book = Book(tmp_path / "trang.xlsx")
    book.sheet("NV1").line([Linked(3, "NV1", 0, "trang “a\x01\ud800b”, ô D6")])
    book.close()
    assert load_workbook(tmp_path / "trang.xlsx")["NV1"]["A1"].hyperlink.tooltip == "trang “a  b”, ô D6"


def test_a_number_a_spreadsheet_would_round_stays_text(tmp_path: Path) -> None:
    book = Book(tmp_path / "so.xlsx")
    book.sheet("NV1").line([123_456_789_012_345_678, 999_999_999_999_999])
    book.close()
    sheet = load_workbook(tmp_path / "so.xlsx")["NV1"]
    assert [c.value for c in sheet[1]] == ["123456789012345678", 999_999_999_999_999]


def test_past_the_limit_figures_stand_without_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_workbook, "LINK_LIMIT", 1)
    book = Book(tmp_path / "nhieu.xlsx")
    book.sheet("NV1").line([Linked(3, "NV1", 0, "ô D6"), Linked(4, "NV1", 1, "ô D7")])
    book.close()
    cells = load_workbook(tmp_path / "nhieu.xlsx")["NV1"][1]
    assert [(c.value, c.hyperlink is not None) for c in cells] == [(3, True), (4, False)]


def test_the_same_forms_in_another_order_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    sent = list(season.submissions()[:-1])
    random.Random(1).shuffle(sent)
    faulted = season.submissions()[3]
    again = season.report_of(tuple(sent), {faulted.unit: (season.error_at(faulted, "T3.M1.CB01.nu"),)})
    renderer.render(again, tmp_path / "khac.xlsx")
    assert (tmp_path / "khac.xlsx").read_bytes() == written.read_bytes()


def test_heads_stay_in_sight_and_repeat_in_print(formulas: Workbook) -> None:
    sheet = formulas["NV6"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D6", "$3:$5")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert str(sheet.auto_filter.ref).startswith("A5:")
    assert str(sheet.auto_filter.ref).endswith("75")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('nguon = "Nguồn số liệu"', 'nguon = "Nguồn/số liệu"', "phu_luc.trang.nguon"),
        ("{ky}", "{kỳ}", "phu_luc.ky"),
        ("[phu_luc]", "[phu_luc", "sai cú pháp"),
    ],
)
def test_a_fault_in_the_words_of_the_office_names_the_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (season.TEMPLATES / "report" / "phu-luc.toml").read_text(encoding="utf-8")
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "phu-luc.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        renderer.render(replace(season.partial(), templates=tmp_path), tmp_path / "x.xlsx")
