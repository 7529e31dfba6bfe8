"""What is stored and means something else than it seems: reasons for answers, old results, figures beside their
cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from openpyxl.formula.translate import Translator

from tests.support.forms import returned as at
from tests.support.forms.returned import Stored
from tests.support.hostile.hostile_formats import opendocument
from vstbcpn_cli.edition.applicability import withholdable
from vstbcpn_cli.model.submission import CellRef, State, Unreadable, column_letters
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.formats.ods import read_opendocument
from vstbcpn_cli.workbook.ooxml.formula_references import moved

UNIT = "so-y-te"
SLOTS = at._slots(UNIT, "6t")
ALL = len(list(withholdable(at.applies_to(UNIT))))
"""How many required cells the tasks of its form have."""


def told(content: bytes) -> list[str]:
    return [f"{f.code} {f.severity.value} {f.place.key or f.place.cell or 'tệp'}" for f in at.findings(content)]


# ------------------------------------------------------------------------------------------------- a return of nothing
def reasons(word: str, *, tables: str = "Không có") -> bytes:
    """A reason in every cell for one, nothing in the cells for answers."""
    cells: dict[at.Position, object] = {}
    for (code, role, number), (sheet, slot) in SLOTS.items():
        if role is Role.REASON:
            cells[sheet, slot.row, slot.column] = word
        if number == 1 and role is Role.VALUE and code.endswith(tuple(first_columns())):
            cells[sheet, slot.row, slot.column] = tables
    return at.typed(at.blank(UNIT), cells)


def first_columns() -> list[str]:
    edition = at.applies_to(UNIT).edition
    return [f"{t.code}.{t.columns[0].key}" for t in edition.tables.values()]


@pytest.mark.parametrize("tables", ["Không có", ""])
@pytest.mark.parametrize("word", ["Chưa có số liệu", "Không áp dụng", "Đang tổng hợp"])
def test_a_form_of_reasons_is_no_return(word: str, tables: str) -> None:
    found = at.read(reasons(word, tables=tables))
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "nothing-reported"
    assert found.problem.details == {"answered": "0", "required": f"{ALL}", "instead": f"{ALL} ô chỉ có lý do để trống"}


def test_a_form_of_reasons_in_the_cells_themselves_is_no_return() -> None:
    words = {at.spot(UNIT, code): "chưa có số liệu" for code in withholdable(at.applies_to(UNIT))}
    found = at.read(at.typed(at.filled(UNIT), words))
    assert isinstance(found, Unreadable)
    assert found.problem.kind == "nothing-reported"


def test_what_an_office_knows_makes_no_return_of_reasons() -> None:
    """Who signs, yes and no, and the staff of the office alone: no figure of what was done."""
    codes = list(withholdable(at.applies_to(UNIT)))
    cells: dict[at.Position, object] = {at.spot(UNIT, code): None for code in codes}
    cells |= {at.spot(UNIT, code, Role.REASON): "Chưa có số liệu" for code in codes}
    found = at.refused(at.typed(at.filled(UNIT), cells))
    assert found == ("nothing-reported", ("0", f"{ALL}", f"{ALL} ô chỉ có lý do để trống"))


M_OWN = ("M.01", "M.02", "M.03", "M.04", "M.05", "M.06", "M.07")
"""What the blank fills in itself."""


def everywhere(word: object, unit: str = UNIT) -> dict[at.Position, object]:
    """One word in every open cell for an answer."""
    slots = at._slots(unit, "6t").items()
    asked = [
        (s, x) for (code, role, n), (s, x) in slots if role is Role.VALUE and x.open and n < 2 and code not in M_OWN
    ]
    return {(s, x.row, x.column): word for s, x in asked}


def figures(unit: str = UNIT) -> list[at.Position]:
    return [at.spot(unit, code) for code in withholdable(at.applies_to(unit))]


PLACEHOLDERS = (
    "…",
    "-",
    "sẽ báo cáo sau",
    "chưa có",
    "đang tổng hợp",
    "?",
    "...",
    "x x",
    "Sẽ bổ sung",
    "–",
    "chưa có.",
)


@pytest.mark.parametrize("unit", [UNIT, "huyen-loc-binh"])
@pytest.mark.parametrize("word", PLACEHOLDERS)
def test_what_only_holds_the_place_of_answers_is_no_return(word: str, unit: str) -> None:
    kind, (answered, _, others) = at.refused(at.typed(at.blank(unit), everywhere(word, unit)))
    assert kind == "nothing-reported"
    assert int(answered) <= 1
    assert f"ô ghi “{word}”" in others


@pytest.mark.parametrize("word", ["…", "?", "sẽ báo cáo sau", "chưa có"])
@pytest.mark.parametrize("figure", [1, 14])
def test_one_figure_makes_no_return(word: str, figure: int) -> None:
    cells = everywhere(word) | {figures()[0]: figure}
    assert at.refused(at.typed(at.blank(UNIT), cells))[1][0] == "1"


@pytest.mark.parametrize("word", ["…", "-", "sẽ báo cáo sau"])
def test_narratives_without_any_figure_are_no_return(word: str) -> None:
    found = at.refused(at.typed(at.filled(UNIT), dict.fromkeys(figures(), word)))
    assert found == ("nothing-reported", ("0", f"{ALL}", f"{ALL} ô ghi “{word}”"))


def test_the_header_alone_is_no_return() -> None:
    """Who signs, when, how to reach them, the scope: and an empty form beneath it."""
    filled, header = at.accepted(at.filled(UNIT)), at.applies_to(UNIT).edition.tasks[0]
    cells = {at.spot(UNIT, i.code): filled.values[i.code].value for i in header.indicators if i.code not in M_OWN}
    found = at.refused(at.typed(at.blank(UNIT), cells))
    assert found == ("nothing-reported", ("0", f"{ALL}", f"{ALL} ô còn trống"))
    assert at.accepted(at.typed(at.blank(UNIT), cells | {at.spot(UNIT, "T6.05"): 0})), "a figure makes a return"


SMALL = "hoi-khuyen-hoc"
ALL_SMALL = len(list(withholdable(at.applies_to(SMALL))))


@pytest.mark.parametrize(
    ("codes", "role", "word", "others"),
    [
        (
            ("X.01", "X.02", "X.03", "X.04"),
            Role.VALUE,
            "Đã triển khai tốt các nhiệm vụ",
            "{all} ô còn trống, ngoài ra 4 ô ghi “Đã triển khai tốt các nhiệm vụ”",
        ),
        (("T2.08", "T7.01"), Role.VALUE, "Không", "{all} ô còn trống, ngoài ra 2 ô ghi “Không”"),
        (
            ("T6.05",),
            Role.EXPLANATION,
            "Đơn vị báo cáo sau",
            "{all} ô còn trống, ngoài ra 1 ô ghi “Đơn vị báo cáo sau”",
        ),
        (("T6.05",), Role.REASON, "Đang tổng hợp", "1 ô chỉ có lý do để trống, {others} ô còn trống"),
    ],
)
def test_words_without_any_figure_are_no_return(codes: tuple[str, ...], role: Role, word: str, others: str) -> None:
    cells = {at.spot(SMALL, code, role): word for code in codes}
    told_of = others.format(all=ALL_SMALL, others=ALL_SMALL - 1)
    assert at.refused(at.typed(at.blank(SMALL), cells)) == ("nothing-reported", ("0", f"{ALL_SMALL}", told_of))
    for code, figure in (("T6.05", 3), ("T6.06", 0), ("T3.M1.CB01.tong", 30)):
        assert at.accepted(at.typed(at.blank(SMALL), cells | {at.spot(SMALL, code): figure})), code


def test_zeros_written_as_dashes_beside_other_answers_are_zeros() -> None:
    cells = dict.fromkeys(figures()[5:], "-")
    assert at.accepted(at.typed(at.filled(UNIT), cells))


def test_figures_that_cannot_be_read_are_told_one_by_one() -> None:
    """They were meant: “khoảng 50” in every cell is mended where it stands."""
    for word in ("khoảng 50", "12/15 xã"):
        assert at.accepted(at.typed(at.filled(UNIT), dict.fromkeys(figures(), word)))


def test_whole_tasks_without_anything_to_report_are_an_answer() -> None:
    unit = "huyen-loc-binh"
    edition = at.applies_to(unit).edition
    nil = {at.spot(unit, f"{t.code}.khong_phat_sinh", Role.NIL): "Không phát sinh trong kỳ" for t in edition.tasks[5:7]}
    emptied = {p: None for p in everywhere(None, unit) if p[0] in {t.sheet for t in edition.tasks[5:7]}}
    assert at.accepted(at.typed(at.filled(unit), emptied | nil))


def test_what_an_office_knows_is_not_left_open() -> None:
    for word in ("?", "…", "sẽ báo cáo sau", "chưa có số liệu"):
        assert "VS346 error M.14" in told(at.typed(at.filled(UNIT), {at.spot(UNIT, "M.14"): word}))


@pytest.mark.parametrize("cells", [everywhere("?"), everywhere("…"), everywhere("-")])
def test_the_sentence_is_true(cells: dict[at.Position, object]) -> None:
    found = at.read(at.typed(at.blank(UNIT), cells))
    assert isinstance(found, Unreadable)
    (said,) = {str(v) for v in cells.values()}
    assert judge_problem(found.problem).fact == (
        f"Tệp có 0 trên {ALL} ô bắt buộc về hoạt động đã trả lời ({ALL} ô ghi “{said}”) nên chưa được tính là báo cáo."
    )


def test_zeros_are_answers() -> None:
    cells = {at.spot(UNIT, code): 0 for code in withholdable(at.applies_to(UNIT))}
    found = at.read(at.typed(at.filled(UNIT), cells))
    assert not isinstance(found, Unreadable)


# ------------------------------------------------------------------------------------------------- earlier figures
def with_earlier(cells: dict[at.Position, object]) -> bytes:
    return at.typed(at.blank_with({"T5.04": Decimal(12)}, UNIT), {at.spot(UNIT, "T6.05"): 3, **cells})


def previous(code: str) -> at.Position:
    sheet, row, column = at.spot(UNIT, code)
    return sheet, row, column + 3


def about(content: bytes, *codes: str) -> list[str]:
    return [t for t in told(content) if t.split()[-1] in codes or t.startswith(("VS206", "VS210"))]


def test_the_earlier_figure_of_the_form_is_its_own() -> None:
    assert about(with_earlier({}), "T5.04") == ["VS301 error T5.04"]


def test_a_figure_typed_over_or_into_the_column_of_last_period_is_told() -> None:
    content = with_earlier({previous("T5.04"): 99, previous("T5.10"): 7})
    assert about(content, "T5.04", "T5.10") == ["VS347 error T5.04", "VS347 error T5.10"]
    read = at.accepted(content)
    assert read.values["T5.04"].state is State.UNREADABLE
    count = read.count
    assert count.typed == count.in_data + count.in_findings + count.ignored


def test_beside_a_given_figure_it_is_a_changed_print() -> None:
    content = with_earlier({at.spot(UNIT, "T5.04"): 5, previous("T5.04"): 99})
    assert about(content, "T5.04") == [f"VS210 warning {CellRef(*previous('T5.04'))}"]


# --------------------------------------------------------------------------------- figures beside the cells of tables
def in_table(table: str, words: object, empty: str = "") -> list[str]:
    """What is told of a table with words in “Giải trình” of its first row and one cell of it emptied."""
    cells: dict[at.Position, object] = {at.spot(UNIT, f"{table}.x", Role.EXPLANATION, number=1): words}
    if empty:
        cells[at.spot(UNIT, f"{table}.{empty}", number=1)] = None
    content = at.typed(at.filled(UNIT), cells)
    count = at.accepted(content).count
    assert count.typed == count.in_data + count.in_findings + count.ignored
    named = sum(t.split()[0] in ("VS347", "VS348") for t in told(content))
    assert count.in_findings == named, "a figure that nobody uses is in no data"
    return [t for t in told(content) if table in t]


@pytest.mark.parametrize("words", [14, "14", "có 14 triệu đồng", "14 triệu", "mười bốn"])
def test_a_figure_beside_an_empty_cell_of_a_table(words: object) -> None:
    assert in_table("T6.B1", words, "kinh_phi") == ["VS347 error T6.B1.kinh_phi[1]"]


def test_beside_a_required_cell_it_says_where_the_figure_is() -> None:
    assert in_table("T6.B1", "có 14 học viên", "so_hoc_vien") == ["VS347 error T6.B1.so_hoc_vien[1]"]


def test_a_sentence_with_a_figure_beside_an_empty_cell_of_a_table() -> None:
    assert in_table("T6.B1", "Kinh phí lồng ghép, khoảng 14 triệu", "kinh_phi") == ["VS357 warning T6.B1.kinh_phi[1]"]


def test_beside_an_empty_cell_that_must_be_filled_it_is_asked_for_once() -> None:
    assert in_table("T6.B2", "đã chi 12 triệu", "thuc_hien") == ["VS301 error T6.B2.thuc_hien[1]"]


@pytest.mark.parametrize("words", ["Đã làm 14", "Đã làm 14, hỏi 0912345678"])
def test_an_explanation_does_not_explain_itself(words: str) -> None:
    cells: dict[at.Position, object] = {at.spot(UNIT, "T5.05"): None}
    cells[at.spot(UNIT, "T5.05", Role.EXPLANATION)] = words
    (found,) = (f for f in at.findings(at.typed(at.filled(UNIT), cells)) if str(f.place.key) == "T5.05")
    assert (found.code, found.severity.value, found.explanation) == ("VS357", "warning", "")


@pytest.mark.parametrize("words", ["Lớp mở theo Kế hoạch 12/KH-SYT", "Chưa quyết toán", "Lớp 3 ngày"])
def test_an_explanation_of_a_row_is_one(words: str) -> None:
    assert in_table("T6.B1", words, "kinh_phi") == []
    assert in_table("T6.B1", words) == []


def test_a_figure_beside_a_full_row_explains_it() -> None:
    assert in_table("T6.B1", "14") == []


@pytest.mark.parametrize("words", [14, "có 14 buổi", "(14)"])
def test_a_figure_beside_nothing_to_report(words: object) -> None:
    assert in_table("T5.B1", words) == ["VS348 error T5.B1"]


@pytest.mark.parametrize("words", ["29 xã", "11 huyện", "2 đợt", "2011", "5 tháng", "Không có", 0])
def test_another_number_beside_nothing_to_report(words: object) -> None:
    assert in_table("T5.B1", words) == []


@pytest.mark.parametrize("words", ["Phối hợp với 2 đơn vị, không tổ chức riêng", "Sẽ tổ chức trong quý III"])
def test_why_there_is_nothing_to_report(words: str) -> None:
    assert in_table("T5.B1", words) == []


# ------------------------------------------------------------------------------------ over the numbers of the rows
def number_of(table: str, column: str, row: int) -> at.Position:
    sheet, line, first = at.spot(UNIT, f"{table}.{column}", number=row)
    return sheet, line, first - 1


@pytest.mark.parametrize("row", [1, 11])
@pytest.mark.parametrize("typed", [55, "55", 14, "55 triệu"])
def test_a_figure_over_the_number_of_a_row_is_told(typed: object, row: int) -> None:
    place = number_of("T6.B2", "nguon", row)
    content = at.typed(at.filled(UNIT), {place: typed})
    assert [t for t in told(content) if t not in told(at.filled(UNIT))] == [f"VS206 warning {CellRef(*place)}"]


def test_numbers_that_still_count_the_rows_are_the_forms_own() -> None:
    rows = {1: 3, 2: 1, 3: "2.", 5: None, 6: 5, 7: None}
    content = at.typed(at.filled(UNIT), {number_of("T6.B2", "nguon", r): n for r, n in rows.items()})
    assert told(content) == told(at.filled(UNIT))


# ------------------------------------------------------------------------------------- in the column of reasons
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Không phát sinh trong kỳ", "VS347 error"),
        ("Trong kỳ không phát sinh", "VS347 error"),
        ("Chưa phát sinh", "VS347 error"),
        ("Không tổ chức", "VS357 warning"),
        ("KPS", "VS357 warning"),
        ("không có phát sinh", "VS357 warning"),
        ("⑭", "VS347 error"),
        ("hai chục", "VS347 error"),
        ("14 do chưa thống kê hết", "VS357 warning"),
        (Stored("b", "1"), "VS357 warning"),
    ],
)
def test_no_figure_and_no_zero_is_taken_for_a_reason(words: object, code: str) -> None:
    cells: dict[at.Position, object] = {at.spot(UNIT, "T1.06"): None}
    cells[at.spot(UNIT, "T1.06", Role.REASON)] = words
    assert about(at.typed(at.filled(UNIT), cells), "T1.06") == [f"{code} T1.06"]


@pytest.mark.parametrize("words", [14, Stored("b", "1")])
def test_what_is_no_words_is_no_reason_for_words(words: object) -> None:
    cells: dict[at.Position, object] = {at.spot(UNIT, "T1.14"): None}
    cells[at.spot(UNIT, "T1.14", Role.REASON)] = words
    assert about(at.typed(at.filled(UNIT), cells), "T1.14") == ["VS357 warning T1.14"]


# ------------------------------------------------------------------------------------------ figures beside an answer
@pytest.mark.parametrize("words", ["29 xã", "6 tháng", "31/5/2011", "4/10 xã", "2011", "0912345678", "4", "bốn cuộc"])
def test_an_honest_explanation_withholds_nothing(words: str) -> None:
    cells: dict[at.Position, object] = {at.spot(UNIT, "T1.06"): 4}
    cells[at.spot(UNIT, "T1.06", Role.EXPLANATION)] = words
    assert about(at.typed(at.filled(UNIT), cells), "T1.06") == []


@pytest.mark.parametrize("words", [6000, "6000", "6.000", "6.000 triệu đồng", "6 tỷ đồng"])
def test_the_same_sum_of_money_is_no_other_answer(words: object) -> None:
    unit = "huyen-loc-binh"
    cells: dict[at.Position, object] = {at.spot(unit, "T6.15"): 6000}
    cells[at.spot(unit, "T6.15", Role.EXPLANATION)] = words
    assert not [t for t in told(at.typed(at.filled(unit), cells)) if t.startswith("VS348")]


@pytest.mark.parametrize("words", [14, "14", "Số đúng là 14", "14 cuộc", "mười bốn", "không phải 4 mà là 14"])
def test_an_explanation_that_gives_another_figure_is_told(words: object) -> None:
    cells: dict[at.Position, object] = {at.spot(UNIT, "T1.06"): 4}
    cells[at.spot(UNIT, "T1.06", Role.EXPLANATION)] = words
    assert about(at.typed(at.filled(UNIT), cells), "T1.06") == ["VS348 error T1.06"]


# ------------------------------------------------------------------------------------------------------- formulas
@pytest.mark.parametrize(
    ("formula", "down", "right", "there"),
    [
        ("D13+D14", 1, 0, "D14+D15"),
        ("$D13+D$14", 2, 1, "$D15+E$14"),
        ("SUM('Biểu A1'!B2:C3)&\"D4\"", 1, 1, "SUM('Biểu A1'!C3:D4)&\"D4\""),
        ("LOG10(A1)", 1, 0, "LOG10(A2)"),
        ("SUM(D:D)-SUM($D:E)", 2, 1, "SUM(E:E)-SUM($D:F)"),
        ("SUM(13:14)-SUM($13:14)", 2, 1, "SUM(15:16)-SUM($13:16)"),
        ("SUM(A:A)", 0, -1, ""),
        ("A1", -1, 0, ""),
    ],
)
def test_a_shared_formula_moves_with_its_cell(formula: str, down: int, right: int, there: str) -> None:
    assert moved(formula, down, right) == there
    if there:
        judged = Translator(f"={formula}", "F20").translate_formula(f"{column_letters(6 + right)}{20 + down}")
        assert judged == f"={there}", "another program's answer"


@pytest.mark.parametrize("pretty", [False, True])
def test_an_old_result_of_a_shared_formula_is_told(*, pretty: bool) -> None:
    """Filled down by a program: only the first cell carries the words. Once as programs write it, once by the
    parser."""
    first, second = (at.spot(UNIT, code) for code in ("T5.10", "T5.11"))
    content = at.typed(at.filled(UNIT), {first: 7, second: 8})
    part = at.sheet_parts(at.unpacked(content))["NV5"]

    def shared(xml: bytes) -> bytes:
        for (_, row, column), value, words in ((first, 7, ">3+4</f>"), (second, 8, "/>")):
            address = f"{column_letters(column)}{row}"
            ref = ' ref="D19:D20"' if words[0] == ">" and words != "/>" else ""
            old = f"<v>{value}</v>".encode()
            start = xml.index(f'r="{address}"'.encode())
            at_value = xml.index(old, start)
            xml = xml[:at_value] + f'<f t="shared" si="0"{ref}{words}'.encode() + xml[at_value:]
        return xml.replace(b"<sheetData>", b"<sheetData><!-- -->") if pretty else xml

    found = about(at.edited(content, part, shared), "T5.10", "T5.11")
    assert found == ["VS344 error T5.11"]


def test_the_cells_of_an_open_document_keep_their_formulas() -> None:
    table = (
        '<table:table table:name="NV5"><table:table-row>'
        '<table:table-cell office:value-type="float" office:value="3" table:formula="of:=1+2"/>'
        '<table:table-cell office:value-type="float" office:value="4"/></table:table-row></table:table>'
    )
    (sheet,) = read_opendocument(opendocument(table)).sheets
    assert {place: cell.formula for place, cell in sheet.cells.items()} == {(1, 1): "1+2", (1, 2): ""}
