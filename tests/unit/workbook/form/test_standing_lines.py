"""Lines of the last period in a new form: nothing before they are confirmed, whole rows after, and asked about until."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.support.forms import carried
from tests.support.forms import returned as at
from tests.support.forms.carried import CLUB, CLUBS, TABLE, UNIT, club, rest, returned
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.standing_rows import StandingRow, standing_rows
from vstbcpn_cli.model.submission import CellRef, Submission, Unreadable
from vstbcpn_cli.workbook.form.sheet_plan import Role

RULE = "VS358"


def told(content: bytes) -> list[tuple[Severity, str]]:
    found = [f for f in at.findings(content) if f.code == RULE]
    return [(f.severity, str(f.place.cell)) for f in found]


def names(read: Submission) -> list[str]:
    return [row.cells["ten"].text for row in read.tables[TABLE].rows]


# ------------------------------------------------------------------------------------------------------ the blank
def test_a_blank_with_lines_is_still_a_blank_and_holds_nothing() -> None:
    read = at.read(carried.blank(CLUBS, UNIT))
    assert isinstance(read, Unreadable)
    assert read.problem.kind == "blank-as-issued"


def test_a_line_is_a_text_and_never_a_formula_of_its_own() -> None:
    lines = {TABLE: (club('=1+1 "hai" & <ba> {unit}', dia_ban="x" * 700),)}
    sheet = load_workbook(BytesIO(carried.blank(lines, UNIT)))["NV5"]
    place = carried.confirm(lines, UNIT, TABLE, 1)
    shown = sheet.cell(place[1], place[2] - 1)
    assert (shown.data_type, shown.value) == ("s", lines[TABLE][0].name)
    formula = sheet.cell(*at.spot(UNIT, f"{TABLE}.dia_ban", number=1)[1:]).value
    assert max(map(len, carried.CONSTANT.findall(str(formula)))) <= 255
    kept = carried.answered(carried.filled(lines, UNIT), {place: "Còn"})
    (row,) = at.accepted(kept).tables[TABLE].rows
    assert row.cells["ten"].text == '=1+1 "hai" & <ba> {unit}'
    assert row.cells["dia_ban"].raw.startswith("x" * 100)


# ---------------------------------------------------------------------------------------------------- what is read
def test_an_unconfirmed_line_is_no_row_and_is_asked_about() -> None:
    content = returned("", "", "")
    read = at.accepted(content)
    assert read.tables[TABLE].rows == ()
    places = [str(CellRef(*carried.confirm(CLUBS, UNIT, TABLE, n))) for n in (1, 2, 3)]
    assert told(content) == [(Severity.ERROR, place) for place in places]
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored
    assert "VS302" not in {f.code for f in at.findings(content)}, "said once"


def test_what_the_table_adds_up_to_waits_for_the_last_line() -> None:
    found = [f for f in at.findings(returned("Còn", "", "Còn", more=rest(1, 3))) if f.severity is Severity.ERROR]
    keys = {key.code for f in found for key in f.keys}
    assert {f.code for f in found} == {RULE}
    assert {"T5.08", "T5.09", "T5.15"} <= keys


def test_kept_lines_are_rows_at_the_cells_of_this_file_and_a_note_says_whence() -> None:
    content = returned("Còn", "Không còn", "Còn", more=rest(1, 3))
    read = at.accepted(content)
    assert names(read) == ["Câu lạc bộ Một", "Câu lạc bộ Ba"]
    first = read.tables[TABLE].rows[0]
    assert first.cells["ten"].cell == at.ref(UNIT, f"{TABLE}.ten", number=1)
    assert (first.cells["so_thanh_vien"].value, str(first.cells["ngay_thanh_lap"].value)) == (32, "2009-03-08")
    assert {severity for severity, _ in told(content)} == {Severity.NOTICE}
    assert [f for f in at.findings(content) if f.severity is Severity.ERROR] == []


def test_a_kept_line_is_changed_by_typing_over_it() -> None:
    changed = at.typed(
        returned("Còn", "Còn", "Còn", more=rest(1, 2, 3)), {at.spot(UNIT, f"{TABLE}.so_nu", number=2): 30}
    )
    assert [row.cells["so_nu"].value for row in at.accepted(changed).tables[TABLE].rows] == [24, 30, 24]


def test_why_a_line_is_gone_may_be_explained_beside_it() -> None:
    beside = at.spot(UNIT, f"{TABLE}.ten", Role.EXPLANATION, number=2)
    read = at.accepted(returned("Còn", "Không còn", "Còn", more={**rest(1, 3), beside: "Giải thể tháng 3"}))
    assert len(read.tables[TABLE].rows) == 2
    assert read.tables[TABLE].carried[1].explanation == "Giải thể tháng 3"


def test_a_line_kept_and_emptied_is_asked_about_again() -> None:
    emptied = {p: None for p in at.rows_of(UNIT, TABLE) if p[1] == at.spot(UNIT, f"{TABLE}.ten", number=1)[1]}
    content = at.typed(returned("Còn", "Không còn", "Không còn"), emptied)
    assert [severity for severity, _ in told(content)].count(Severity.ERROR) == 1


def test_another_word_is_no_answer_and_stays_in_the_account() -> None:
    content = returned("Chưa rõ", "Không còn", "Còn", more=rest(3))
    (open_,) = (f for f in at.findings(content) if f.code == RULE and f.severity is Severity.ERROR)
    assert open_.value == "Chưa rõ"
    assert at.accepted(content).count.in_findings >= 1


def test_a_formula_that_a_program_turned_into_text_still_says_what_it_gives() -> None:
    spoiled = {
        at.spot(UNIT, f"{TABLE}.ten", number=1): '=IF(TRIM(N60)="Còn";"Câu lạc bộ ""Một""";"")',
        at.spot(UNIT, f"{TABLE}.ten", number=2): '=IF(TRIM(N61)="Còn","Câu lạc bộ Hai","")',
    }
    content = at.typed(returned("Còn", "Không còn", "Còn", more=rest(1, 3)), spoiled)
    read = at.accepted(content)
    assert names(read) == ['Câu lạc bộ "Một"', "Câu lạc bộ Ba"]
    assert [f for f in at.findings(content) if f.severity is Severity.ERROR] == []
    assert read.count.typed == read.count.in_data + read.count.in_findings + read.count.ignored


def test_a_table_without_any_answers_for_its_lines() -> None:
    first = at.spot(UNIT, f"{TABLE}.ten", number=1)
    content = at.typed(returned("", "", ""), {first: "Không có"})
    assert at.accepted(content).tables[TABLE].nil is not None
    assert told(content) == []


def test_a_copy_without_results_keeps_nothing_unsaid() -> None:
    """A program that stores formulas without results: what waits is nothing, what was kept is asked for."""
    book = load_workbook(BytesIO(carried.filled(CLUBS, UNIT)))
    target = BytesIO()
    book.save(target)
    assert at.accepted(target.getvalue()).tables[TABLE].rows == ()


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.sampled_from(["Còn", "Không còn", "", "còn", "KHÔNG CÒN", "hỏi lại"]), min_size=3, max_size=3),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_whatever_is_said_the_account_closes(answers: list[str], explained: list[bool]) -> None:
    kept = [n for n, word in enumerate(answers, 1) if word == "Còn"]
    more: dict[at.Position, object] = dict(rest(*kept))
    for n, some in enumerate(explained, 1):
        if some:
            more[at.spot(UNIT, f"{TABLE}.ten", Role.EXPLANATION, number=n)] = "Đã báo cáo huyện"
    content = returned(*answers, more=more)
    read = at.accepted(content)
    count = read.count
    assert count.typed == count.in_data + count.in_findings + count.ignored
    rows = [row.cells["ten"].text for row in read.tables[TABLE].rows if row.cells["ten"].given]
    assert rows == [CLUBS[TABLE][n - 1].answers["ten"] for n in kept]
    settled = [line.settled for line in read.tables[TABLE].carried]
    assert settled.count(False) == [s for s, _ in told(content)].count(Severity.ERROR)


# ------------------------------------------------------------------------------------------- what stands, and of whom
def rows(**changed: object) -> list[dict[str, object]]:
    return [{**CLUB, "ngay_thanh_lap": "2009-03-08", "so_thanh_vien": 32, "so_nu": 24, **changed}]


def standing(table: str, given: list[dict[str, object]], *, whole: bool = False) -> Sequence[StandingRow]:
    return standing_rows(season.edition(), {table: given}, whole=whole).get(table, ())


def test_a_club_stands_with_what_is_there_and_without_what_happened() -> None:
    (row,) = standing(TABLE, rows(so_buoi_sinh_hoat=5, chien_luoc="Có"))
    assert row.answers == {**CLUB, "ngay_thanh_lap": "08/3/2009"}
    assert row.name == "Câu lạc bộ Gia đình hạnh phúc · Thôn Nà Mò"


def test_what_is_dissolved_or_happened_does_not_stand() -> None:
    assert standing(TABLE, rows(tinh_trang="Giải thể trong kỳ")) == ()
    events = [t.code for t in season.edition().tables.values() if t.standing is None]
    assert {"T5.B1", "T6.B1", "T6.B2", "T7.B1", "T5.B3"} <= set(events)
    assert standing_rows(season.edition(), {code: [{"ten": "x", "noi_dung": "y"}] for code in events}) == {}


def test_a_plan_of_the_year_stands_in_the_report_that_counts_on_and_in_no_later_year() -> None:
    plan: dict[str, object] = {
        "loai": "Kế hoạch",
        "so_ky_hieu": "38/KH-UBND",
        "ngay_ban_hanh": "2011-02-15",
        "nhom": "KH năm",
    }
    assert standing("T1.B1", [plan]) == ()
    assert len(standing("T1.B1", [plan], whole=True)) == 1
    assert len(standing("T1.B1", [{**plan, "nhom": "KH 5 năm"}])) == 1


def test_a_figure_has_no_sign_that_could_be_another_and_an_unknown_choice_is_left_open() -> None:
    (row,) = standing(TABLE, rows(so_thanh_vien="12345", loai="Đội"))
    assert (row.answers["so_thanh_vien"], "loai" in row.answers) == ("12345", False)
    (row,) = standing("T1.B2", [{"ma_chi_tieu": "CL2011-7.4", "muc_tieu": "72.5", "thuc_hien": 80}])
    assert (row.answers["muc_tieu"], row.answers["thuc_hien_ky_truoc"]) == ("72,5", "80")
    assert "thuc_hien" not in row.answers
    assert row.answers["ma_chi_tieu"].startswith("CL2011-7.4 – ")


@pytest.mark.parametrize(
    "broken", [{"ten": None, "dia_ban": None}, {"ten": 5, "dia_ban": []}, {"ten": " ", "dia_ban": ""}]
)
def test_a_row_that_nothing_names_is_not_asked_about(broken: dict[str, object]) -> None:
    assert standing(TABLE, rows(**broken)) == ()


def test_a_row_that_stands_twice_is_asked_about_once() -> None:
    assert len(standing(TABLE, rows() + rows())) == 1


def test_another_year_and_a_unit_without_data() -> None:
    edition = season.edition()
    earlier = Previous("2010", "nam", {UNIT: {}}, {}, {}, {}, {UNIT: {TABLE: tuple(rows())}})
    assert len(earlier.standing(UNIT, edition, edition.periods["6t"])[TABLE]) == 1
    assert earlier.standing("so-y-te", edition, edition.periods["6t"]) == {}
