"""`vstbcpn edition`: a form for another year as an office makes it, from the workbook to the Word report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from tests.support.editions.edition_workbooks import EditedWorkbook
from tests.support.forms.answers_by_type import Drawn
from tests.support.forms.filling import entries
from tests.support.forms.plausible import Answers
from tests.support.judges.published import faults
from tests.support.programs import libreoffice
from tests.support.programs.command_line import Program, it_is
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.parsing import examined, raw_edition
from vstbcpn_cli.usecases.editions.next_year import next_edition
from vstbcpn_cli.usecases.run_settings import setting
from vstbcpn_cli.workbook.edition_sheets.layout import KEY_ROW

pytestmark = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing())


@pytest.fixture
def next_year(vstbcpn: Program, tmp_path: Path) -> Path:
    code, out, err = vstbcpn("edition", "new", "2012", "--from", "2011", "-o", "bieu-mau-2012.xlsx")
    assert (code, out) == (ExitCode.OK, "bieu-mau-2012.xlsx\n")
    assert "cần xem lại" in err
    assert err.endswith("vstbcpn edition check bieu-mau-2012.xlsx\n"), "as it is typed"
    return tmp_path / "bieu-mau-2012.xlsx"


def test_a_new_year_moves_its_dates_and_names_every_place(vstbcpn: Program, next_year: Path) -> None:
    code, out, _ = vstbcpn("edition", "check", next_year, "--format", "json")
    told = json.loads(out)
    assert faults(told, "edition-check") == []
    assert (code, told["usable"], told["based_on"], told["faults"]) == (ExitCode.OK, True, "2011", [])
    edition, _ = examined(str(next_year))
    assert edition is not None
    assert [(p.from_date.year, p.due.year) for p in edition.periods.values()] == [(2012, 2012)] * 2
    assert "năm 2012" in edition.periods["nam"].title and "2013" in edition.periods["nam"].title
    assert "Đã kiện toàn trong năm 2012" in edition.indicators["T2.01"].values
    assert "2011–2015" in edition.indicators["T1.02"].label  # a plan of five years stays what it is
    assert all(look["sheet"] for look in told["to_confirm"])
    assert {c["code"] for c in told["changes"]} == {"T2.01"}


def test_another_letter_needs_no_other_change(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.type("ThietLap", book.address("ThietLap", "_value", key_="letter"), "12/CV-BVSTBCPN")
    code, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert (code, [line for line in out.splitlines() if line.startswith("LỖI")]) == (ExitCode.OK, [])


def test_codes_go_on_from_the_year_before_whatever_they_were_called_earlier(vstbcpn: Program, tmp_path: Path) -> None:
    """The form of 2026 says what a column was called in 2011; that of 2027 goes on from 2026."""
    assert vstbcpn("edition", "new", "2027", "--from", "2026", "-o", "bm.xlsx")[0] == ExitCode.OK
    told = json.loads(vstbcpn("edition", "check", tmp_path / "bm.xlsx", "--format", "json")[1])
    assert {(c["kind"], c["code"]) for c in told["changes"]} == {("choices", "T2.01")}


def test_the_year_after_goes_on_from_the_same_edition_of_the_program(vstbcpn: Program, next_year: Path) -> None:
    """A form made from an office's own workbook has the sentences of the program and can be compared."""
    assert vstbcpn("edition", "new", "2013", "--from", next_year, "-o", "sau.xlsx")[0] == ExitCode.OK
    edition, faults = examined(str(next_year.with_name("sau.xlsx")))
    assert edition is not None and not faults
    assert (edition.year, edition.based_on, edition.lineage) == (2013, "2011", ("2011",))
    assert "Đã kiện toàn trong năm 2013" in edition.indicators["T2.01"].values


@pytest.mark.parametrize("year", ["2011", "2026"])
def test_the_form_of_the_same_year_is_the_same_form_and_nothing_was_moved(
    year: str, vstbcpn: Program, tmp_path: Path
) -> None:
    """As an office begins that changes the form of the program in the midst of a season."""
    assert vstbcpn("edition", "new", year, "--from", year, "-o", "bm.xlsx")[0] == ExitCode.OK
    told = json.loads(vstbcpn("edition", "check", tmp_path / "bm.xlsx", "--format", "json")[1])
    shipped, own = load_edition(year), load_edition(str(tmp_path / "bm.xlsx"))
    assert (own.fingerprint, own.issue, own.based_on) == (shipped.fingerprint, shipped.issue, year)
    assert len({*templates_of(own)}) == len(templates_of(own))
    assert [one["key"] for one in told["to_confirm"]] == ["issue", *(one.at for one in shipped.to_confirm)]
    assert vstbcpn("edition", "new", year, "--from", tmp_path / "bm.xlsx", "-o", "bm2.xlsx")[0] == ExitCode.OK
    again = load_edition(str(tmp_path / "bm2.xlsx"))
    assert (again.fingerprint, again.based_on) == (shipped.fingerprint, year)


def test_what_is_still_to_be_confirmed_is_said_of_the_new_year(vstbcpn: Program, tmp_path: Path) -> None:
    assert vstbcpn("edition", "new", "2027", "--from", "2026", "-o", "bm.xlsx")[0] == ExitCode.OK
    looks = {one.at: one.why for one in load_edition(str(tmp_path / "bm.xlsx")).to_confirm}
    assert looks["periods.6t.due"].endswith("Đề nghị ghi hạn của năm 2027.")
    guidance = looks["tasks.T1.T1.B1.columns.theo_huong_dan.prompt"]
    assert guidance.endswith(
        "hướng dẫn công tác năm 2027 chưa có số, ngày (năm 2025: 739/BNV-CTTN&BĐG ngày 28/3/2025)."
    )
    assert looks["tasks.T4.T4.M1.rows.HT.target"].endswith("nhiệm kỳ 2021–2026 (Nghị quyết 1187/NQ-UBTVQH14).")
    own = ("Đã chuyển từ năm trước: ", "Còn nêu năm 2026 ")
    left = [why for why in looks.values() if re.search(r"(?<![\d–])2026(?![\d–])", why) and not why.startswith(own)]
    assert left == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Đề nghị ghi kế hoạch năm 2026 và 2027.", "Đề nghị ghi kế hoạch năm 2027 và 2028."),
        ("Đã chuyển từ năm trước: 2025 thành 2026. Đề nghị xem lại.", None),
        ("Còn nêu năm 2025 như bộ biểu mẫu trước. Đề nghị xem lại, sửa nếu cần.", None),
        (
            "Theo công văn ngày 5/3/2026.",
            "Theo công văn ngày 5/3/2026. (Lời nhắc của bộ biểu mẫu 2026; đề nghị xem lại cho năm 2027.)",
        ),
        (
            "Bầu cử ngày 15 tháng 3 năm 2026.",
            "Bầu cử ngày 15 tháng 3 năm 2026. (Lời nhắc của bộ biểu mẫu 2026; đề nghị xem lại cho năm 2027.)",
        ),
        ("Theo công văn ngày 5/3/2025.", "Theo công văn ngày 5/3/2025."),
        ("Theo Nghị quyết số 12/NQ-CP năm 2026.", "Theo Nghị quyết số 12/NQ-CP năm 2026."),
    ],
)
def test_a_note_of_the_office_is_moved_or_says_of_which_year_it_is(before: str, after: str | None) -> None:
    raw = {**raw_edition("2026"), "to_confirm": [{"at": "office.committee", "why": before}]}
    looks = {one["at"]: one["why"] for one in next_edition(raw, "2027", 2027, "")["to_confirm"]}
    assert looks.get("office.committee") == after
    same = {one["at"]: one["why"] for one in next_edition(raw, "2026", 2026, "")["to_confirm"]}
    assert same["office.committee"] == before


@pytest.mark.parametrize("said", ["Có", "Còn"])
def test_only_what_the_column_offers_drops_a_question(vstbcpn: Program, next_year: Path, said: str) -> None:
    """“Còn hỏi: Có” means that it is still asked: nothing is dropped, and the cell is told."""
    book = EditedWorkbook(next_year.read_bytes())
    cell = book.address("ChiTieu", "_drop", code="T1.06")
    book.type("ChiTieu", cell, said)
    code, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert code == ExitCode.USAGE
    assert f"trang ChiTieu, ô {cell}: Ô ghi “{said}”, không có trong danh sách" in out
    assert "Bỏ: T1.06" not in out


def test_a_rule_is_found_where_one_before_it_is_dropped(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    first = book.row("QuyTac", in_="T2", id="R08")
    book.type("QuyTac", f"A{first}", "Bỏ")
    second = next(r for r in range(first + 1, first + 9) if book.book["QuyTac"].cell(r, 4).value == "R08")
    columns = book.columns("QuyTac")
    assert list(columns)[3] == "id"
    book.book["QuyTac"].cell(second, columns["rule"]).value = "khong-co"
    _, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert next(line for line in out.splitlines() if "khong-co" in line).split(":")[0].endswith(str(second))


def test_a_kind_called_otherwise_is_told_once_with_the_places(vstbcpn: Program, next_year: Path) -> None:
    """One cell renamed is a fault wherever the kind is used: a few lines on screen, each place for a program."""
    book = EditedWorkbook(next_year.read_bytes())
    book.type("LoaiDonVi", book.address("LoaiDonVi", "code", code="DT"), "DTT")
    _, out, err = vstbcpn("edition", "check", book.save(next_year))
    lines = [line for line in out.splitlines() if line.startswith("LỖI")]
    assert len(lines) < 6 and len(set(lines)) == len(lines)
    (told,) = (line for line in lines if "Không có loại đơn vị “DT”; mã gần nhất là “DTT”" in line)
    assert "trang ChiTieu, ô G" in told and " ô khác; trang BangKe, ô E" in told
    found = json.loads(vstbcpn("edition", "check", next_year, "--format", "json")[1])
    assert faults(found, "edition-check") == []
    assert len(found["faults"]) > 40 and all(f["cell"] for f in found["faults"])
    assert f"Còn {len(found['faults'])} chỗ cần sửa" in err


def test_a_column_that_is_gone_is_told_once_with_its_heading(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.book["ChiTieu"].delete_cols(book.columns("ChiTieu")["type"])
    _, out, err = vstbcpn("edition", "check", book.save(next_year))
    (told,) = (line for line in out.splitlines() if line.startswith("LỖI"))
    assert "trang ChiTieu: Trang không còn cột “Kiểu”. Đề nghị chép lại cột ấy từ một sổ vừa lập" in told
    assert "Còn 1 chỗ cần sửa" in err


def test_a_sheet_that_is_gone_is_told_once_of_each_that_rests_on_it(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    del book.book["NhiemVu"]
    _, out, _ = vstbcpn("edition", "check", book.save(next_year))
    lines = [line for line in out.splitlines() if line.startswith("LỖI")]
    assert len([line for line in lines if "Chưa đọc được dòng nào của trang NhiemVu." in line]) == 1
    assert len(lines) < 6


def test_the_nearest_rule_is_told_where_one_on_trial_is_misspelt(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.type("ThietLap", book.address("ThietLap", "_value", key_="trial"), "VS42O")
    _, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert "“VS42O” không phải mã quy tắc có thể áp dụng thử nghiệm; mã gần nhất là “VS420”. Đề nghị ghi mã" in out


def test_a_column_without_its_code_is_known_by_its_heading(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.book["ChiTieu"].cell(KEY_ROW, book.columns("ChiTieu")["type"]).value = None
    code, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert (code, [line for line in out.splitlines() if line.startswith(("LỖI", "LƯU Ý"))]) == (ExitCode.OK, [])


def test_merged_cells_are_told_for_what_they_lost(vstbcpn: Program, next_year: Path) -> None:
    """Excel keeps only the first of them; nothing else would say that the others are empty now."""
    book = EditedWorkbook(next_year.read_bytes())
    first = book.address("ChiTieu", "measure", code="T1.04")
    area = f"{first}:{first[0]}{int(first[1:]) + 2}"
    book.book["ChiTieu"].merge_cells(area)
    code, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert code == ExitCode.USAGE
    assert f"trang ChiTieu, ô {first}: Các ô {area} đã gộp lại nên chỉ còn nội dung của ô đầu." in out


def test_a_setting_given_twice_is_told(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    first, again = (book.address("ThietLap", "_key", key_=key) for key in ("year", "title"))
    book.type("ThietLap", again, "year")
    _, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert f"“Năm báo cáo” đã ghi ở ô B{first[1:]}. Đề nghị bỏ một dòng." in out


def test_what_is_to_be_confirmed_is_named_by_its_cell_and_linked(next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    columns, page = book.columns("CanXacNhan"), book.book["CanXacNhan"]
    row = book.row("CanXacNhan", at="periods.6t.name")
    cell, name = page.cell(row, columns["_where"]), book.address("KyBaoCao", "name", code="6t")
    assert cell.value == f"trang KyBaoCao, ô {name}"
    assert cell.hyperlink is not None and cell.hyperlink.location == f"'KyBaoCao'!{name}"


def test_what_changed_is_said_in_the_words_of_the_workbook(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.type("ChiTieu", book.address("ChiTieu", "type", code="M.10"), "số thập phân")
    book.type("ChiTieu", book.address("ChiTieu", "required", code="M.10"), "SN = bắt buộc; DT = không hỏi")
    _, out, _ = vstbcpn("edition", "check", book.save(next_year))
    told = [line.strip() for line in out.splitlines() if ": M.10 " in line]
    assert [line.rpartition("”: ")[2] for line in told] == [
        "số nguyên → số thập phân",
        "không bắt buộc → SN = bắt buộc; DT = không hỏi",
    ]


@pytest.mark.parametrize(("key", "said"), [("office.province", "Tỉnh, thành phố"), ("edition", "Tên bộ biểu mẫu")])
def test_a_setting_whose_line_is_gone_is_told_by_its_words(
    vstbcpn: Program, next_year: Path, key: str, said: str
) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.book["ThietLap"].delete_rows(book.row("ThietLap", key_=key))
    _, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert f"trang ThietLap: Dòng “{said}” còn trống hoặc đã bị xóa. Đề nghị ghi; nếu đã xóa, chép lại" in out


def test_settings_without_their_values_are_told(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.book["ThietLap"].cell(KEY_ROW, book.columns("ThietLap")["_value"]).value = None
    code, out, _ = vstbcpn("edition", "check", book.save(next_year))
    assert code == ExitCode.USAGE
    assert "trang ThietLap: Không tìm thấy dòng mã của các cột" in out


def test_what_hangs_on_a_dropped_question_is_told_with_its_place(vstbcpn: Program, next_year: Path) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.type("ChiTieu", book.address("ChiTieu", "_drop", code="T5.08"), "Bỏ")
    book.save(next_year)
    code, out, err = vstbcpn("edition", "check", next_year)
    assert code == ExitCode.USAGE
    part = book.address("ChiTieu", "label", code="T5.09")
    (told,) = (
        line for line in out.splitlines() if "là một phần của “Tổng số CLB/mô hình đang hoạt động” đã bỏ." in line
    )
    assert f"trang ChiTieu, ô {part}, " in told
    for fault in out.splitlines():
        assert not fault.startswith("LỖI") or "Đề nghị" in fault
    assert "chưa dùng được" in err
    code, _, err = vstbcpn("make-template", "so-y-te", "--edition", next_year)
    assert code == ExitCode.USAGE
    assert f"{next_year.name}, trang ChiTieu, ô" in err
    assert f"vstbcpn edition check “{next_year.name}”" in err


def test_libreoffice_saves_the_same_edition(next_year: Path, tmp_path: Path) -> None:
    saved = libreoffice.edit(next_year, tmp_path / "luu.xlsx", [])
    one, two = examined(str(next_year)), examined(str(saved))
    assert one[1] == two[1] == ()
    assert one[0] is not None and two[0] is not None
    assert one[0].fingerprint == two[0].fingerprint
    assert one[0].to_confirm == two[0].to_confirm


@pytest.mark.parametrize("year", ["năm sau", "12", ""])
def test_a_year_is_four_digits(vstbcpn: Program, year: str) -> None:
    code, _, err = vstbcpn("edition", "new", year)
    assert code == ExitCode.USAGE
    assert "không phải một năm" in err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"ma_don_vi;ten"])
def test_what_is_no_workbook_is_said_to_be_none(vstbcpn: Program, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hong.xlsx").write_bytes(content)
    for command in (
        ("edition", "check", tmp_path / "hong.xlsx"),
        ("validate", ".", "--edition", tmp_path / "hong.xlsx"),
    ):
        code, _, err = vstbcpn(*command)
        assert code == ExitCode.USAGE
        assert "hong.xlsx: tệp không phải sổ Excel" in err


@pytest.mark.parametrize("sheets", [["Sheet1"], ["HuongDan", "TT", "NV1", "KiemTra", "_meta"], ["DonVi", "DanhSach"]])
def test_a_workbook_of_something_else_is_not_asked_to_become_an_edition(
    sheets: list[str], vstbcpn: Program, tmp_path: Path
) -> None:
    """A form, the list of units of a season: one sentence, no list of what it lacks."""
    book = Workbook()
    book.worksheets[0].title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name)
    book.save(tmp_path / "khac.xlsx")
    code, out, err = vstbcpn("edition", "check", tmp_path / "khac.xlsx")
    assert (code, out) == (ExitCode.USAGE, "")
    assert err.startswith("khac.xlsx: sổ Excel này không phải bộ biểu mẫu")


@pytest.mark.parametrize("suffix", [".xls", ".ods", ".XLSM"])
def test_a_workbook_saved_as_something_else_is_to_be_saved_as_xlsx(suffix: str, vstbcpn: Program) -> None:
    code, _, err = vstbcpn("units", "--edition", f"bieu-mau{suffix}")
    assert code == ExitCode.USAGE
    assert f"là một tệp .xlsx, không phải “bieu-mau{suffix}”" in err


def test_a_form_is_shown_to_read(vstbcpn: Program, next_year: Path) -> None:
    code, out, _ = vstbcpn("edition", "show", next_year)
    assert code == ExitCode.OK
    assert "T1.05  – đã lồng ghép vấn đề BĐG [số nguyên; văn bản; SN bắt buộc; DT không bắt buộc" in out
    told = json.loads(vstbcpn("edition", "show", next_year, "--format", "json")[1])
    assert faults(told, "edition-show") == []
    assert [t["code"] for t in told["tasks"]][:2] == ["M", "T1"]


def test_a_small_edition_from_nothing_goes_the_whole_way(vstbcpn: Program, tmp_path: Path) -> None:
    """Two tasks and six indicators typed through LibreOffice, forms filled there, a Word report in plain sentences."""
    assert vstbcpn("edition", "new", "2012", "--from", "2011", "--empty", "-o", "trong.xlsx")[0] == ExitCode.OK
    book = EditedWorkbook((tmp_path / "trong.xlsx").read_bytes())
    typed: list[libreoffice.Entry] = []

    def record(page: str, line: int, /, **values: str) -> None:
        row, columns = book.add(page), book.columns(page)
        typed.extend((page, row + line, columns[key], value) for key, value in values.items())

    for n, title in enumerate(("Tuyên truyền", "Cán bộ nữ")):
        task = f"A{n + 1}"
        record("NhiemVu", n, code=task, sheet=f"NV{n + 1}", title=title)
    asked = [
        ("A1", "Số cuộc tuyên truyền", "số nguyên", "cuộc", "phát sinh trong kỳ", "cộng"),
        ("A1", "Số lượt người nghe", "số nguyên", "lượt", "phát sinh trong kỳ", "cộng"),
        ("A1", "Đã có kế hoạch tuyên truyền", "có hoặc không", "", "hiện có", "đếm câu trả lời Có"),
        ("A2", "Tổng số cán bộ", "số nguyên", "người", "hiện có", "cộng"),
        ("A2", "– cán bộ nữ", "số nguyên", "người", "hiện có", "cộng"),
        ("A2", "Khó khăn, vướng mắc", "đoạn văn", "", "", "ghép nội dung"),
    ]
    for n, (task, label, kind, measure, nature, aggregate) in enumerate(asked):
        known = {"_in": task, "code": f"{task}.{n + 1:02}", "label": label, "type": kind, "measure": measure}
        known |= {"required": "bắt buộc", "nature": nature, "aggregate": aggregate, "basis": "Báo cáo, phần II.1"}
        known |= {"share_of": "A2.04"} if label.startswith("–") else {}
        record("ChiTieu", n, **{k: v for k, v in known.items() if v})
    libreoffice.edit(tmp_path / "trong.xlsx", tmp_path / "nho.xlsx", libreoffice.typing(typed))
    code, out, _ = vstbcpn("edition", "check", tmp_path / "nho.xlsx")
    assert (code, [line for line in out.splitlines() if line.startswith("LỖI")]) == (ExitCode.OK, [])

    assert vstbcpn("init", "2012-6t", "--edition", tmp_path / "nho.xlsx", "--period", "6t")[0] == ExitCode.OK
    assert 'bo_bieu_mau = "nho.xlsx"' in (tmp_path / "2012-6t" / "vstbcpn.toml").read_text(encoding="utf-8")
    assert (tmp_path / "2012-6t" / "nho.xlsx").read_bytes() == (tmp_path / "nho.xlsx").read_bytes()
    chosen = setting(str(tmp_path / "nho.xlsx"), "6t", None)
    it_is("2012-06-08")
    inbox = tmp_path / "2012-6t" / "2-nhan-ve"
    for unit in ("so-y-te", "hoi-lhpn", "huyen-chi-lang"):
        vstbcpn("make-template", unit, "--edition", tmp_path / "nho.xlsx", "--period", "6t", "-o", "gui")
        applies = Applicability(chosen.edition, chosen.register.get(unit), chosen.period)  # type: ignore[arg-type]
        drawn = Drawn(applies, "nho")
        (blank,) = (tmp_path / "gui" / unit).glob("*.xlsx")
        libreoffice.fill(
            blank, inbox / f"{unit}.xlsx", entries(applies, Answers(drawn.values, drawn.tables, drawn.nil))
        )
    code, _, err = vstbcpn("consolidate", "2012-6t/2-nhan-ve", "--edition", tmp_path / "nho.xlsx", "-o", "kq")
    assert code == ExitCode.WARNINGS, err
    report = "\n".join(p.text for p in Document(str(tmp_path / "kq" / "bao-cao_2012-6t.docx")).paragraphs)
    assert "1. Tuyên truyền" in report and "2. Cán bộ nữ" in report
    assert "cuộc tuyên truyền" in report and "cán bộ" in report
    assert "2011 - 2015" not in report


def test_what_is_no_longer_there_is_not_to_be_confirmed(vstbcpn: Program, tmp_path: Path) -> None:
    """Lines of an edition from nothing that the office has taken out, and a question that is dropped."""
    assert vstbcpn("edition", "new", "2027", "--from", "2026", "-o", "bm.xlsx")[0] == ExitCode.OK
    book = EditedWorkbook((tmp_path / "bm.xlsx").read_bytes())
    before = _to_confirm(vstbcpn, tmp_path / "bm.xlsx")
    assert before["units.so-ngoai-vu"] == book.address("DonVi", "code", code="so-ngoai-vu")
    book.book["DonVi"].delete_rows(book.row("DonVi", code="so-ngoai-vu"))
    book.type("ChiTieu", book.address("ChiTieu", "_drop", code="T2.01"), "Bỏ")
    after = _to_confirm(vstbcpn, book.save(tmp_path / "sua.xlsx"))
    gone = {at for at in before if at == "units.so-ngoai-vu" or ".T2.01." in f"{at}."}
    assert before.keys() - after.keys() == gone
    assert len(gone) > 1


def _to_confirm(vstbcpn: Program, path: Path) -> dict[str, str | None]:
    told = json.loads(vstbcpn("edition", "check", path, "--format", "json")[1])
    return {look["key"]: look["cell"] for look in told["to_confirm"]}


def test_a_rule_reads_with_the_names_of_its_questions_in_single_quotes(next_year: Path) -> None:
    sheet = EditedWorkbook(next_year.read_bytes()).book["QuyTac"]
    spoken = [str(c.value) for (c,) in sheet.iter_rows(min_row=5, min_col=2, max_col=2) if c.value]
    assert spoken
    assert not [one for one in spoken if "““" in one]


def test_a_season_begins_with_no_edition_whose_rules_cannot_be_used(
    vstbcpn: Program, next_year: Path, tmp_path: Path
) -> None:
    book = EditedWorkbook(next_year.read_bytes())
    book.type("QuyTac", book.address("QuyTac", "rule", rule="part-exceeds-whole"), "khong-co")
    book.save(next_year)
    code, _, err = vstbcpn("init", "2012-6t", "--edition", next_year, "--period", "6t")
    assert code == ExitCode.USAGE
    assert "“khong-co”" in err
    assert not (tmp_path / "2012-6t").exists()
