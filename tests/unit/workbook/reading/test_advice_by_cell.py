"""What is said of a cell fits what the cell asks: a figure, a day, yes or no, a value of a list, words."""

from __future__ import annotations

import re

import pytest

from tests.support.forms import returned as at
from tests.support.forms.giving_back import UNIT
from tests.support.forms.returned import ErrorCell, Stored
from tests.support.forms.said_of_cells import found
from vstbcpn_cli.model.submission import Problem
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.workbook.reading.content.numbers import number_from_text

COUNT, DAY, YES, LIST, TEXT = "T6.05", "M.12", "T7.01", "M.09", "M.14"
HOW = {COUNT: "con số", DAY: "ngày/tháng/năm", YES: "“Có” hoặc “Không”", LIST: "trong danh sách", TEXT: "câu chữ"}


def said_of(content: object, code: str, rule: str) -> tuple[str, str]:
    """Fact and advice of the one finding of a rule at a cell."""
    (told,) = found(at.typed(at.filled(UNIT), {at.spot(UNIT, code): content}), rule)
    return told.fact, told.advice


@pytest.mark.parametrize("code", HOW)
def test_an_error_value_is_answered_by_what_the_cell_asks(code: str) -> None:
    fact, advice = said_of(ErrorCell("#NAME?"), code, "VS318")
    assert fact == "Ô báo lỗi “#NAME?” (tên hàm hoặc tên vùng không đúng)."
    assert [c for c, how in HOW.items() if how in advice] == [code]
    assert ("không bắt đầu bằng dấu" in advice) is (code == TEXT)


def test_an_error_that_no_program_explains_is_only_named() -> None:
    assert said_of(ErrorCell("#SPILL!"), COUNT, "VS318")[0] == "Ô báo lỗi “#SPILL!” (kết quả tràn ra ngoài vùng)."
    assert said_of(ErrorCell("Err:599"), COUNT, "VS318")[0] == "Ô báo lỗi “Err:599”."


@pytest.mark.parametrize("text", ["12.345,6", "12,345.6", "1234,567", "12,5"])
def test_a_text_with_a_decimal_part_is_not_said_to_be_thousands(text: str) -> None:
    fact, advice = said_of(text, COUNT, "VS308")
    assert f"“{text}”" in fact
    assert advice == "Đề nghị kiểm tra và ghi số nguyên."


@pytest.mark.parametrize(
    ("stored", "thousands"),
    [(Stored("n", "1.234"), "1.234 thì ghi 1234"), (Stored("n", "12.5"), "12.500 thì ghi 12500"), (1234.567, "")],
)
def test_a_number_that_a_program_took_for_a_decimal_is_asked_about(stored: object, thousands: str) -> None:
    advice = said_of(stored, COUNT, "VS308")[1]
    assert (f"nếu số đúng là {thousands}" in advice) is bool(thousands)


@pytest.mark.parametrize(
    ("text", "fact", "advice"),
    [
        ("khoảng 50", "chưa phải một con số chính xác", "Đề nghị ghi một con số chính xác"),
        (">100", "chưa phải một con số chính xác", "Đề nghị ghi một con số chính xác"),
        ("12 và 13", "có hơn một con số", "cộng"),
        ("5; 7", "có hơn một con số", "cộng"),
        ("7/26", "có hơn một con số", "cộng"),
        ("12–13", "có hơn một con số", "cộng"),
        ("6 + 8", "có hơn một con số", "cộng"),
        ("=14", "dạng chữ", "không có dấu “=”"),
        ("=5+9", "dạng chữ", "không có dấu “=”"),
        ("nhiều", "không có con số nào", "không phát sinh thì ghi 0"),
    ],
)
def test_what_is_not_one_number_is_called_what_it_is(text: str, fact: str, advice: str) -> None:
    told = said_of(text, COUNT, "VS304")
    assert f"“{text}”" in told[0]
    assert fact in told[0]
    assert advice in told[1]


@pytest.mark.parametrize("text", ["14 đ/c", "14đ/c", "14 c.bộ", "14 (lớp)"])
def test_a_number_with_another_word_is_told_the_measure_of_the_cell(text: str) -> None:
    fact, advice = said_of(text, COUNT, "VS340")
    assert f"“{text}”" in fact
    assert "theo đơn vị “người”" in advice


@pytest.mark.parametrize(
    ("text", "number"), [("12.5 tỷ", "12500"), ("12,5 tỷ", "12500"), ("1,2 tỷ", "1200"), ("12,5 triệu", "12,5")]
)
def test_who_does_what_is_advised_writes_the_same_amount(text: str, number: str) -> None:
    found = number_from_text(text, whole=False, measure="triệu đồng")
    assert found.noticed is not None
    told = judge_problem(Problem(found.noticed.kind, shown=text, details=found.noticed.details))
    assert told.advice == f"Đề nghị lần sau chỉ ghi {number}, tính theo đơn vị “triệu đồng”."
    again = number_from_text(number, whole=False, measure="triệu đồng")
    assert (again.value, again.noticed) == (found.value, None)


def test_a_number_with_words_where_the_cell_has_no_measure_is_not_called_inexact() -> None:
    read = number_from_text("14 đ/c", whole=False)
    assert read.noticed is not None
    told = judge_problem(Problem(read.noticed.kind, shown="14 đ/c", details=read.noticed.details))
    assert told.fact == "Ô ghi “14 đ/c”, ngoài con số còn có chữ."
    assert told.advice == "Đề nghị chỉ ghi con số, tính theo tên dòng, tên cột của biểu mẫu."


@pytest.mark.parametrize("text", ["0 (không)", "0 (không có)", "không (0)", "0 [không phát sinh]"])
def test_nought_in_figures_and_words_is_nought(text: str) -> None:
    cells = {at.spot(UNIT, COUNT): text}
    assert at.accepted(at.typed(at.filled(UNIT), cells)).values[COUNT].value == 0
    assert said_of(text, COUNT, "VS314")[0] == f"Ô ghi “{text}”, được đọc là số 0 (ghi cả số và chữ)."


def test_a_number_beside_the_word_for_none_is_asked_about() -> None:
    assert said_of("14 (không)", COUNT, "VS350")[0] == "Ô ghi “14 (không)”: phần số là 14, phần chữ là 0."


@pytest.mark.parametrize("text", ["14%", "14 %", "14,5%"])
def test_a_percentage_typed_as_text_is_told_as_one(text: str) -> None:
    fact, advice = said_of(text, COUNT, "VS351")
    assert fact.startswith(f"Ô ghi “{text}”, là tỷ lệ phần trăm")
    assert advice.endswith("rồi nhập lại con số.")


@pytest.mark.parametrize("minus", ["-", "\u2212", "\u2013", "\u2014", "\u2010", "\u2011", "\ufe63", "\uff0d"])
def test_every_minus_is_a_minus(minus: str) -> None:
    assert said_of(f"{minus}5", COUNT, "VS307")[0] == f"Ô ghi “{minus}5”, ngoài khoảng cho phép (từ 0 trở lên)."


def test_a_number_out_of_all_proportion_is_grouped_like_its_bound() -> None:
    for stored in (Stored("n", "1.2E+17"), "120000000000000000"):
        fact = said_of(stored, COUNT, "VS307")[0]
        assert "(dưới 1.000.000.000.000.000)" in fact
    assert "“120.000.000.000.000.000”" in said_of(Stored("n", "1.2E+17"), COUNT, "VS307")[0]


# -------------------------------------------------------------------------------------------------------- days
@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (Stored("n", "0.257638888", date=True), "Ô ghi “06:11”, là giờ trong ngày, chưa có ngày, tháng, năm."),
        ("06:11", "Ô ghi “06:11”, là giờ trong ngày, chưa có ngày, tháng, năm."),
        ("7h30", "Ô ghi “7h30”, là giờ trong ngày, chưa có ngày, tháng, năm."),
        (Stored("n", "20110531"), "Ô ghi “20110531”, là một con số không ứng với ngày nào trong lịch."),
        (Stored("n", "-5", date=True), "Ô ghi “-5”, là một con số không ứng với ngày nào trong lịch."),
        (Stored("n", "99999999", date=True), "Ô ghi “99999999”, là một con số không ứng với ngày nào trong lịch."),
        ("6/2011", "Ô ghi “6/2011”, chưa phải một ngày đầy đủ, có trong lịch."),
    ],
)
def test_what_is_no_day_is_called_what_it_is(content: object, fact: str) -> None:
    told, advice = said_of(content, DAY, "VS305")
    assert told == fact
    assert advice == "Đề nghị ghi đủ ngày/tháng/năm, ví dụ 15/6/2011."


@pytest.mark.parametrize("text", ["05/31/2011", "5-31-2011", "5.31.11", "2011-31-05"])
def test_a_month_before_the_day_is_asked_about(text: str) -> None:
    fact, advice = said_of(text, DAY, "VS305")
    assert fact == f"Ô ghi “{text}”, chưa phải một ngày đầy đủ, có trong lịch."
    assert advice == "Đề nghị ghi đủ ngày/tháng/năm; nếu tháng đang ghi trước ngày thì ghi 31/5/2011."
    assert found(at.typed(at.filled(UNIT), {at.spot(UNIT, DAY): "31/5/2011"}), "VS305") == []


def test_a_day_that_is_none_either_way_is_not_turned_round() -> None:
    assert "nếu tháng" not in said_of("31/02/2011", DAY, "VS305")[1]
    assert "nếu tháng" not in said_of("13/13/2011", DAY, "VS305")[1]


# -------------------------------------------------------------------------------------------- no answer yet
def test_no_figure_yet_is_advised_by_what_the_cell_asks() -> None:
    assert "không phát sinh thì ghi 0" in said_of("chưa có số liệu", COUNT, "VS317")[1]
    fact, advice = said_of("đang cập nhật", "T2.08", "VS317")
    assert fact == "Ô ghi “đang cập nhật”, được hiểu là chưa trả lời."
    assert "“Có” hoặc “Không”" in advice
    assert "ghi 0" not in advice


# ------------------------------------------------------------------------------------------- years, and the typed
def test_a_year_and_a_number_in_words_have_no_thousands_separator() -> None:
    values = at.accepted(at.typed(at.filled(UNIT), {at.spot(UNIT, TEXT): 350123})).values
    assert (values["M.05"].raw, values["M.05"].value) == ("2011", 2011)
    assert values[TEXT].raw == "350123"


def test_a_number_outside_the_form_is_told_as_it_was_typed() -> None:
    (told,) = found(at.typed(at.filled(UNIT), {("NV6", 900, 9): 2011}), "VS206")
    assert "“2011”" in told.fact


# ------------------------------------------------------------------------------------- totals of nothing, programs
def test_a_total_typed_over_where_there_is_nothing_to_add_up() -> None:
    """The figure of a table that the unit need not fill in and has left empty."""
    content = at.typed(at.blank(UNIT, "6t"), {at.spot(UNIT, "T5.08"): 5, at.spot(UNIT, COUNT): 3})
    (told,) = found(content, "VS313")
    assert told.fact == "Ô tự tính có nội dung nhập đè “5” nên không được dùng; các ô thành phần chưa đủ để tính."
    assert told.advice == "Đề nghị điền các ô thành phần, hoặc các dòng của bảng, và xóa nội dung nhập đè."


def test_the_program_that_lost_the_lists_is_named_as_it_is_known() -> None:
    raw = b"LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2"
    content = at.edited(at.filled(UNIT), "docProps/app.xml", lambda x: x.replace(b"Microsoft Excel", raw))
    parts = at.unpacked(content)
    for name in at.sheet_parts(parts).values():
        parts[name] = re.sub(rb"<dataValidations.*?</dataValidations>", b"", parts[name], flags=re.DOTALL)
    facts = [f.fact for f in found(at.packed(parts), "VS232")]
    assert facts
    assert all(fact.startswith("Tệp được lưu bằng LibreOffice 7.4; danh sách chọn") for fact in facts)
