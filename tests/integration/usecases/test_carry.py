"""Returns on an earlier form put on the form of today: every answer is on the new form or in the list of what is left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.editions.next_year import CODES, GONE, NEW, RECOUNTED, write_next_year
from tests.support.editions.other_issue import ASKED_THERE, another_label, answered, issued, reworded
from tests.support.forms import returned as at
from tests.support.programs.command_line import Program
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.lineage import codes_in
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import State, Submission
from vstbcpn_cli.rules.registry import bind
from vstbcpn_cli.usecases.carrying.answers import carried
from vstbcpn_cli.usecases.carrying.carry import FOLDER, Outcome, carry
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import Setting, setting
from vstbcpn_cli.workbook.form.sheet_plan import Role

UNIT = "so-y-te"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_next_year(tmp_path_factory.mktemp("bo") / "2012")


@pytest.fixture(scope="module")
def later(edition: Path) -> Setting:
    return setting(str(edition), "6t", None)


def sent(folder: Path, content: bytes, name: str = "gui-ve.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def done(path: Path, target: Setting, unit: str | None = None, earlier: str | None = None) -> Outcome:
    (outcome,) = carry([path], target, earlier, unit, path.parent / "moi")
    return outcome


def read(outcome: Outcome, target: Setting) -> Submission:
    assert outcome.form is not None, outcome.refused
    (answer,) = read_all(target, bind(target.edition), [Found(outcome.form, outcome.form.name, named=True)], 1)
    assert answer.submission is not None, answer.unreadable
    return answer.submission


def listed(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    """The lines of the list of what is left, without its headings."""
    assert outcome.listed is not None
    yield from list(load_workbook(outcome.listed).worksheets[0].iter_rows(values_only=True))[1:]


def left(outcome: Outcome) -> dict[str, str]:
    return {one.code: one.why for one in outcome.left}


def as_ours(found: Submission, codes: Mapping[str, str]) -> dict[str, tuple[Any, ...]]:
    """What a form says, by our codes: values, reasons, explanations, rows and whole tasks."""
    told: dict[str, tuple[Any, ...]] = {}
    for ours, theirs in codes.items():
        if (seen := found.values.get(theirs)) is not None and not seen.shown_at and seen.cell is not None:
            told[ours] = (seen.state, seen.value, seen.reason, seen.explanation)
        elif (answer := found.tables.get(theirs)) is not None:
            told[ours] = (answer.nil is not None, *(row.explanation for row in answer.rows))
        for row in found.tables[theirs.rpartition(".")[0]].rows if theirs.rpartition(".")[0] in found.tables else ():
            if (cell := row.cells.get(theirs.rpartition(".")[2])) is not None:
                told[f"{ours}[{row.number}]"] = (cell.state, cell.value)
    return told


@pytest.mark.parametrize("unit", [UNIT, "huyen-van-lang", "hoi-lhpn", "so-tai-chinh"])
def test_every_answer_is_on_the_new_form_or_in_the_list(unit: str, later: Setting, tmp_path: Path) -> None:
    content = at.filled(unit)
    path = sent(tmp_path, content)
    outcome = done(path, later)
    before, now = at.accepted(content), read(outcome, later)
    codes = {ours: theirs for ours, theirs in codes_in(later.edition, "2011").items() if theirs in before_codes(before)}
    own = later.edition.identity | later.edition.filled_at_issue | {RECOUNTED}
    kept = {ours: theirs for ours, theirs in codes.items() if ours not in own}
    assert as_ours(now, {ours: ours for ours in kept}) == as_ours(before, kept)
    assert set(left(outcome)) <= {GONE, RECOUNTED}
    assert path.read_bytes() == content


def before_codes(found: Submission) -> set[str]:
    columns = {f"{t}.{key}" for t, answer in found.tables.items() for row in answer.rows for key in row.cells}
    return {*found.values, *found.tables, *columns}


def test_what_continues_another_code_stands_under_the_new_one(later: Setting, tmp_path: Path) -> None:
    content = at.filled(UNIT)
    before, now = at.accepted(content), read(done(sent(tmp_path, content), later), later)
    assert now.values["T5.40"].value == before.values["T5.04"].value is not None
    assert now.values["T3.M1.CB40.nu"].value == before.values["T3.M1.CB04.nu"].value is not None
    rows = zip(now.tables["T6.B1"].rows, before.tables["T6.B1"].rows, strict=True)
    assert all(a.cells["noi_hop"].value == b.cells["dia_diem"].value for a, b in rows)
    assert now.values[NEW].state is State.EMPTY
    assert CODES.keys() & set(later.edition.indicators) == set()


def test_what_is_left_is_listed_with_its_cell_and_why(later: Setting, tmp_path: Path) -> None:
    sheet, row, column = at.spot(UNIT, "T1.B1.loai", number=1)
    content = at.typed(
        at.filled(UNIT),
        {(sheet, row, column): "Thông báo", at.spot(UNIT, "T5.06"): "nhiều", ("NV5", 13, 8): "ghi thêm"},
    )
    outcome = done(sent(tmp_path, content), later)
    found = {line[0] or line[3]: line for line in listed(outcome)}
    assert found[GONE][1:] == (
        "Số văn bản hướng dẫn nghiệp vụ đã ban hành",
        "NV7",
        at.ref(UNIT, GONE).address,
        str(at.accepted(content).values[GONE].value),
        "Biểu mẫu đang dùng không hỏi nội dung này.",
    )
    assert found[RECOUNTED][5] == "Đơn vị tính khác: biểu mẫu cũ là “chuyên mục”, biểu mẫu đang dùng là “chuyên trang”."
    assert found["T1.B1.loai"][4:] == ("Thông báo", "Danh sách chọn của biểu mẫu đang dùng không có giá trị này.")
    assert found["T1.B1.loai"][1].endswith(", dòng 1")
    assert found["T5.06"][4] == "nhiều"
    assert "chưa đọc được" in found["T5.06"][5]
    assert found["H13"][4] == "ghi thêm"


def test_reasons_explanations_and_nil_are_carried(later: Setting, tmp_path: Path) -> None:
    reason, explanation = (at.spot(UNIT, "T5.06", role) for role in (Role.REASON, Role.EXPLANATION))
    own = {at.spot(UNIT, "T5.06"): None, reason: "Chưa có số liệu", explanation: "Chờ xã gửi"}
    row = {at.spot(UNIT, "T3.M1.CB04", Role.EXPLANATION): "Tính cả cấp phó"}
    nil = {at.spot(UNIT, "T7.khong_phat_sinh", Role.NIL): "Không phát sinh trong kỳ"}
    content = at.typed(at.filled(UNIT), {**own, **row, **nil})
    now = read(done(sent(tmp_path, content), later), later)
    seen = now.values["T5.06"]
    assert (seen.state, seen.reason, seen.explanation) == (State.UNAVAILABLE, "Chưa có số liệu", "Chờ xã gửi")
    assert now.values["T3.M1.CB40.nu"].explanation == "Tính cả cấp phó"
    assert now.nil_tasks.keys() == {"T7"}


def test_a_word_in_the_place_of_a_figure_becomes_its_reason(later: Setting, tmp_path: Path) -> None:
    content = at.typed(at.filled(UNIT), {at.spot(UNIT, "T5.06"): "chưa có số liệu"})
    assert read(done(sent(tmp_path, content), later), later).values["T5.06"].reason == "Chưa có số liệu"


def test_a_table_with_more_rows_than_are_prepared_is_carried_whole(later: Setting, tmp_path: Path) -> None:
    found = at.accepted(at.filled(UNIT))
    answer = found.tables["T6.B1"]
    rows = tuple(replace(answer.rows[0], number=n) for n in range(1, 46))
    many = replace(found, tables={**found.tables, "T6.B1": replace(answer, rows=rows)})
    made = carried(
        many, setting("2011", "6t", None), Applicability(later.edition, at.applies_to(UNIT).unit, later.period)
    )
    assert made.edition.tables["T6.B1"].rows == len(rows)
    assert made.edition.fingerprint == later.edition.fingerprint
    assert sum(cell.value == rows[0].cells["ten_lop"].text for cell in made.cells["NV6"]) == len(rows)


def test_the_figures_of_a_target_that_is_no_more_do_not_wait_for_another(tmp_path: Path) -> None:
    """A row without what names it would be taken for that of any target of the new strategy."""
    content = at.filled("so-ldtbxh", "nam")
    rows = at.accepted(content, "nam").tables["T1.B2"].rows
    target = setting("2026", "nam", None)
    outcome = done(sent(tmp_path, content), target)
    (answer,) = (t for t in [read(outcome, target).tables.get("T1.B2")] if t is not None)
    assert rows
    assert answer.rows == ()
    told = [(one.code, one.why) for one in outcome.left if one.code.startswith("T1.B2.")]
    assert sum(code == "T1.B2.ma_chi_tieu" for code, _ in told) == len(rows)
    assert {why for code, why in told if code == "T1.B2.thuc_hien"} == {
        "Cả dòng không chuyển vì nội dung để nhận biết dòng không có chỗ trên biểu mẫu đang dùng."
    }


def test_another_period_gives_only_what_lasts(later: Setting, tmp_path: Path) -> None:
    outcome = done(sent(tmp_path, at.filled(UNIT, "nam")), later)
    now = read(outcome, later)
    assert now.values["T3.M1.CB40.tong"].given
    assert now.values["T5.40"].empty
    assert "kỳ khác" in left(outcome)["T5.04"]
    assert "kỳ khác" in left(outcome)["T6.B1.ten_lop"]


# ------------------------------------------------------------------------------------------------------------- units
@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("dang-uy-khoi-ccq", "“Đảng ủy Khối các cơ quan tỉnh” nay có nhiều đơn vị kế thừa"),
        ("huyen-dinh-lap", "nay do “Xã Đình Lập” (xa-dinh-lap) kế thừa, là đơn vị khác loại"),
    ],
)
def test_nobody_guesses_who_goes_on_from_a_unit(unit: str, words: str, later: Setting, tmp_path: Path) -> None:
    outcome = done(sent(tmp_path, at.filled(unit)), later)
    assert words in outcome.refused
    assert outcome.refused.endswith("Đề nghị ghi một đơn vị nhận ở --unit.") or "ở --unit" in outcome.refused
    assert not (tmp_path / "moi").exists()


def test_the_unit_may_be_named(later: Setting, tmp_path: Path) -> None:
    outcome = done(sent(tmp_path, at.filled("huyen-dinh-lap")), later, "xa-dinh-lap")
    assert read(outcome, later).unit == "xa-dinh-lap"
    assert "không hỏi đơn vị nhận" in left(outcome)["T2.12"]


def test_the_one_unit_that_goes_on_gets_the_answers(later: Setting, tmp_path: Path) -> None:
    assert read(done(sent(tmp_path, at.filled("ban-dan-toc")), later), later).unit == "so-dan-toc-ton-giao"


# -------------------------------------------------------------------------------------------- issues of this edition
def test_an_earlier_issue_of_this_edition_is_carried_too(tmp_path: Path) -> None:
    target = setting("2011", "6t", None)
    edition, code, _ = ASKED_THERE[0]
    outcome = done(sent(tmp_path, answered(edition, {code: 7})), target)
    assert [(one.said, "không hỏi" in one.why) for one in outcome.left] == [("7", True)]
    assert read(outcome, target).values["T5.04"].given
    assert done(sent(tmp_path, issued(reworded(another_label))), target).left == ()


def test_a_form_of_today_need_not_be_carried(tmp_path: Path) -> None:
    outcome = done(sent(tmp_path, at.filled(UNIT)), setting("2011", "6t", None))
    assert outcome.refused.startswith("Tệp đã theo biểu mẫu đang dùng")


def test_a_form_newer_than_the_one_in_use_is_refused(later: Setting, edition: Path, tmp_path: Path) -> None:
    made = done(sent(tmp_path, at.filled(UNIT)), later)
    assert made.form is not None
    target = setting("2011", "6t", None)
    assert "phần mềm không có bản này" in done(made.form, target).refused
    assert "mới hơn biểu mẫu đang dùng (bản “2011”)" in done(made.form, target, earlier=str(edition)).refused


def test_a_folder_is_no_return(later: Setting, tmp_path: Path) -> None:
    (tmp_path / "nhan").mkdir()
    assert done(tmp_path / "nhan", later).refused.startswith("Đây là thư mục, không phải tệp.")


def test_a_blank_gives_a_blank(later: Setting, tmp_path: Path) -> None:
    outcome = done(sent(tmp_path, at.blank(UNIT)), later)
    assert (outcome.count, outcome.left, outcome.form is None) == (0, (), False)


# ----------------------------------------------------------------------------------------------------------- command
def test_the_command_tells_what_was_done(vstbcpn: Program, edition: Path, tmp_path: Path) -> None:
    good, bad = sent(tmp_path, at.filled(UNIT), "cu.xlsx"), sent(tmp_path, b"PK nothing", "hong.xlsx")
    options = ("--edition", edition, "--period", "6t", "-o", tmp_path / "moi")
    code, told, said = vstbcpn("edition", "carry", good, bad, *options)
    assert code == 11
    assert told == f"{(tmp_path / 'moi' / '2012-6T_so-y-te.xlsx').as_posix()}\n"
    assert "cu.xlsx: đã chép" in said
    assert "cu.xlsx: 2 nội dung chưa chép được, xem" in said
    assert "hong.xlsx: " in said
    assert vstbcpn("edition", "carry", good, *options, "--quiet")[0] == 10
    assert sorted(p.name for p in (tmp_path / "moi").iterdir()) == [
        "2012-6T_so-y-te.xlsx",
        "chua-chuyen_2012-6T_so-y-te.xlsx",
    ]  # made again, nothing is kept twice


def test_what_the_office_has_filled_in_is_kept(later: Setting, tmp_path: Path) -> None:
    path = sent(tmp_path, at.filled(UNIT))
    first = done(path, later)
    assert first.form is not None
    edited = at.typed(first.form.read_bytes(), {at.spot(UNIT, "T5.06"): "99"})
    first.form.write_bytes(edited)
    done(path, later)
    kept = {hashlib.sha256(p.read_bytes()).digest() for p in (tmp_path / "moi").iterdir()}
    assert hashlib.sha256(edited).digest() in kept


def test_usage_is_told(vstbcpn: Program, edition: Path, tmp_path: Path) -> None:
    path = sent(tmp_path, at.filled(UNIT))
    options = ("--edition", edition, "--unit", "so-y-te")
    assert "chạy lệnh riêng cho từng tệp" in vstbcpn("edition", "carry", path, path, *options)[2]
    assert vstbcpn("edition", "carry", tmp_path / "khong.xlsx", "--edition", edition)[0] == 4
    assert "Tên gần nhất là “carry”" in vstbcpn("edition", "cary")[2]
    assert FOLDER in vstbcpn("edition", "carry", "--help")[1]


def test_validate_names_the_files_that_can_be_carried_over(vstbcpn: Program, edition: Path, tmp_path: Path) -> None:
    old = sent(tmp_path, at.filled(UNIT))
    said = vstbcpn("validate", old, "--edition", edition, "--period", "6t")[1]
    step = "Chép sẵn nội dung của 1 tệp điền theo biểu mẫu cũ sang biểu mẫu đang dùng: vstbcpn edition carry TỆP…"
    assert f"{step} --edition {edition} --period 6t\n" in said
    made = done(old, setting(str(edition), "6t", None))
    assert "edition carry" not in vstbcpn("validate", made.form, "--edition", edition, "--period", "6t")[1]


def test_a_report_is_compared_with_the_edition_before(vstbcpn: Program, edition: Path, tmp_path: Path) -> None:
    """The whole way: data of 2011, the same returns carried over, the figures of both beside each other."""
    units = (UNIT, "ban-dan-toc", "so-khdt", "so-tai-chinh", "huyen-van-lang")
    before, now = tmp_path / "2011", tmp_path / "2012"
    before.mkdir()
    old = [sent(before, at.filled(u), f"{u}.xlsx") for u in units]
    assert vstbcpn("consolidate", before, "-o", tmp_path / "cu", "--edition", "2011", "--period", "6t")[0] == 10
    chosen = ("--edition", edition, "--period", "6t")
    vstbcpn("edition", "carry", *(p for p in old if p.stem != "so-khdt"), *chosen, "-o", now)
    data = tmp_path / "cu" / "so-lieu_2011-6t.json"
    traced = ("trace", "T5.40", now, *chosen, "--previous", data)
    told = json.loads(vstbcpn(*traced, "--format", "json")[1])["earlier"]
    both = {u: at.accepted(at.filled(u)).values["T5.04"].value for u in units}
    assert told["edition"] == "2011"
    assert {u: int(v) for u, (v,) in told["given"].items()} == {
        UNIT: both[UNIT],
        "so-dan-toc-ton-giao": both["ban-dan-toc"],
        "huyen-van-lang": both["huyen-van-lang"],
        "so-khdt": both["so-khdt"],
        "so-tai-chinh@2011": both["so-tai-chinh"],
    }
    # The sum of the units that became one is like the figure of that unit where all are added up.
    assert set(told["change"]["units"]) == {UNIT, "so-dan-toc-ton-giao", "huyen-van-lang", "so-tai-chinh"}
    assert int(told["change"]["before"]) == sum(v for v in both.values() if isinstance(v, int))


def test_how_many_gave_an_answer_is_told_beside_the_year_before(
    vstbcpn: Program, edition: Path, later: Setting, tmp_path: Path
) -> None:
    """Of a choice, where neither year lacks a unit: one office alone has to report."""
    units = tmp_path / "don-vi.csv"
    units.write_text("code,name,kind,group\nso-y-te,Sở Y tế,SN,so-nganh\n", encoding="utf-8")
    before, now = tmp_path / "2011", tmp_path / "2012"
    before.mkdir()
    old = sent(before, at.filled(UNIT))
    vstbcpn("consolidate", before, "-o", tmp_path / "cu", "--edition", "2011", "--period", "6t", "--units", units)
    chosen = ("--edition", edition, "--period", "6t", "--units", units)
    vstbcpn("edition", "carry", old, *chosen, "-o", now)
    code = next(
        i.code
        for i in later.edition.indicators.values()
        if i.aggregate == "count_by_value"
        and at.accepted(at.filled(UNIT)).values[i.code].given
        and i.required["SN"] == "B"
    )
    answer = at.accepted(at.filled(UNIT)).values[code].text
    data = tmp_path / "cu" / "so-lieu_2011-6t.json"
    traced = ("trace", f"{code}:{answer}", now, *chosen, "--previous", data)
    earlier = json.loads(vstbcpn(*traced, "--format", "json")[1])
    assert earlier["earlier"]["value"] == 1
    assert earlier["earlier"]["change"] == {"now": 1, "before": 1, "units": []}
