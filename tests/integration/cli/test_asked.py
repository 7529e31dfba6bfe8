"""What an officer types by hand: units in any spelling, commands, periods, rules, paths; the nearest where it is
wrong."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.usecases.intake.unit_from_file_name import asked_unit, units_meant

EDITION = season.edition()


def meant(text: str, register: Register | None = None) -> str:
    known = register or at.register()
    return asked_unit(text, known, known.units, EDITION).code


# ------------------------------------------------------------------------------------------------------------- units
@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (t, "so-y-te")
            for t in ("so-y-te", "Sở Y tế", "so y te", "SO Y TE", "so_y_te", "SoYTe", " Sở  Y-tế ", "SYT")
        ),
        *((t, "so-y-te") for t in ("17. Sở Y tế", "17 Sở Y tế", "Sở Y tế tỉnh Lạng Sơn", "Sở Y tế tỉnh", "SYT tỉnh")),
        *((t, "so-gddt") for t in ("Sở GD&ĐT", "Sở GD-ĐT", "so gddt", "SGDĐT", "Sở Giáo dục & Đào tạo", "Sở GD và ĐT")),
        *((t, "so-nnptnt") for t in ("Sở NN&PTNT", "Sở Nông nghiệp và PTNT")),
        *((t, "so-ldtbxh") for t in ("Sở LĐTB&XH", "Sở LĐ - TB và XH", "Sở LĐTBXH")),
        *(
            (t, "huyen-cao-loc")
            for t in ("Cao Lộc", "H. Cao Lộc", "UBND huyện Cao Lộc", "uy ban nhan dan huyen cao loc")
        ),
        *((t, "tp-lang-son") for t in ("TP Lạng Sơn", "TP. Lạng Sơn", "Thành phố Lạng Sơn", "UBND TP Lạng Sơn")),
        *((t, "vp-ubnd") for t in ("VP UBND tỉnh", "Văn phòng UBND tỉnh")),
        *((t, "tand-tinh") for t in ("TAND tỉnh", "Toà án nhân dân tỉnh", "TÒA ÁN NHÂN DÂN")),
        *((t, "ubkt-tinh-uy") for t in ("Uỷ ban Kiểm tra Tỉnh uỷ", "UBKT Tỉnh ủy")),
        *((t, "hoi-lhpn") for t in ("Hội LHPN", "Hội LHPN tỉnh Lạng Sơn", "Hội Liên hiệp Phụ nữ")),
        ("Kho bạc", "kho-bac"),
        ("Tỉnh Đoàn", "tinh-doan"),
    ],
)
def test_a_unit_is_taken_as_officers_write_it(text: str, code: str) -> None:
    assert meant(text) == code


def test_every_unit_is_taken_by_code_name_and_without_marks() -> None:
    from vstbcpn_cli.text.normalise import without_marks

    for unit in at.register().units:
        spellings = (unit.code, unit.name, unit.name.upper(), without_marks(unit.name), without_marks(unit.name).replace(" ", ""))  # fmt: skip
        assert [meant(s) for s in spellings] == [unit.code] * len(spellings)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Sở Y tê", "“Sở Y tế” (so-y-te)"),
        ("Huyện Cao Lọc", "“Huyện Cao Lộc” (huyen-cao-loc)"),
        ("MTTQ", "“Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh” (ubmttq-tinh)"),
        ("Biên phòng", "“Bộ Chỉ huy Bộ đội Biên phòng tỉnh” (bo-ch-bdbp-tinh)"),
        ("so-yta", "“Sở Y tế” (so-y-te)"),
    ],
)
def test_a_mistyped_unit_is_answered_with_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        meant(text)
    assert f"tên gần nhất là {nearest}. Đề nghị" in str(refused.value)


def test_every_unit_is_taken_as_it_is_spelt_and_as_messages_and_lists_print_it() -> None:
    from unicodedata import normalize

    for unit in at.register().units:
        name = unit.name
        spellings = (
            *(normalize("NFD", name), normalize("NFD", name.upper()), name.title(), name.replace(" ", "\u00a0")),
            *(f"“{name}” ({unit.code})", f"{name} ({unit.code})", f"{unit.code}  {unit.kind}  {name}"),
            *(f"{unit.code}\t{unit.kind}\t{name}  [đầu mối: T5.B1]", f"12. {name}", f"{name}.", f"“{name}”"),
            *(unit.code.upper(), unit.code.replace("-", " "), name.replace(" và ", " & ").replace(" - ", " – ")),
        )
        assert [meant(s) for s in spellings] == [unit.code] * len(spellings), name


def test_a_name_beside_the_code_of_another_unit_is_neither() -> None:
    with pytest.raises(ConfigurationError, match=r"có thể là “Sở Nội vụ” \(so-noi-vu\), “Sở Y tế” \(so-y-te\)"):
        meant("Sở Y tế (so-noi-vu)")


def test_what_may_be_two_units_is_neither_and_both_are_named() -> None:
    for text in ("SNV", "Sở NV", "snv"):
        with pytest.raises(ConfigurationError, match=r"“Sở Nội vụ” \(so-noi-vu\), “Sở Ngoại vụ” \(so-ngoai-vu\)"):
            meant(text)
    units = tuple(ReportingUnit(c, n, "XA", "", order=1) for c, n in (("a", "Xã Tân Lập"), ("b", "Xã Tân Lạp")))
    assert [u.code for u in units_meant("tan lap", units, EDITION)] == ["a", "b"]
    assert [u.code for u in units_meant("Tân Lạp", units, EDITION)] == ["b"]
    assert [u.code for u in units_meant("xã tân lập", units, EDITION)] == ["a"]
    assert units_meant("", units, EDITION) == units_meant("xã", units, EDITION) == ()


def test_a_blank_is_made_once_for_a_unit_named_twice(vstbcpn: Program) -> None:
    code, out, _ = vstbcpn("make-template", "Sở Y tế", "SYT", "so-y-te", "-o", "gui")
    assert (code, len(out.split())) == (0, 1)
    assert len(list(Path("gui").glob("*/*.xlsx"))) == 1
    code, _, err = vstbcpn("make-template", "Sở", "Y", "tế", "-o", "khac")
    assert (code, Path("khac").exists()) == (2, False)
    assert 'trong dấu nháy kép: "Sở Y tế"' in err
    assert vstbcpn("make-template", "SNV", "-o", "khac")[0] == 2


def test_the_log_takes_a_unit_as_it_is_written(vstbcpn: Program, inbox: Path) -> None:
    head = "tep,don_vi,ngay_nhan,tinh_trang,nguoi_ghi,ghi_chu\n"
    log = inbox / "so-theo-doi.csv"
    log.write_text(head + ",Sở GD&ĐT,8/6/2011,không phát sinh,Hà,\n", encoding="utf-8")
    assert "Sở Giáo dục và Đào tạo: xác nhận không phát sinh" in vstbcpn("validate", inbox)[1]
    log.write_text(head + ",SNV,8/6/2011,không phát sinh,Hà,\n", encoding="utf-8")
    code, _, err = vstbcpn("validate", inbox)
    assert code == 2
    assert "so-theo-doi.csv, dòng 2: “SNV” có thể là “Sở Nội vụ”" in err


def test_trace_takes_a_unit_as_it_is_written(vstbcpn: Program, inbox: Path) -> None:
    for text in ("SYT", "Sở Y tế tỉnh Lạng Sơn", "SO Y TE"):
        code, out, _ = vstbcpn("trace", text, inbox)
        assert (code, out.splitlines()[0]) == (0, "so-y-te · Sở Y tế")
    code, _, err = vstbcpn("trace", "Sở NV", inbox)
    assert code == 2
    assert "“Sở Nội vụ” (so-noi-vu), “Sở Ngoại vụ” (so-ngoai-vu)" in err


def test_trace_of_a_rule_points_to_the_command_that_explains_it(vstbcpn: Program, inbox: Path) -> None:
    for text, code in (("vs 401", "VS401"), ("R1", "R01")):
        done, _, err = vstbcpn("trace", text, inbox)
        assert done == 2
        assert f"“{code}” là mã quy tắc kiểm tra, không phải mã số liệu." in err
        assert f"Đề nghị xem quy tắc bằng lệnh: vstbcpn rule {code}" in err


# ------------------------------------------------------------------------------------- commands, options, their values
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((r"E:\Báo cáo's",), r"Không có lệnh “E:\Báo cáo's”."),
        (("make-tempate",), "Không có lệnh “make-tempate”. Tên gần nhất là “make-template”."),
        (("Validate",), "Tên gần nhất là “validate”."),
        (("units", "--perod", "6t"), "Tên gần nhất là “--period”."),
        (("units", "--period", "6 tháng"), "tên gần nhất là “6t”. Đề nghị chọn: 6t, nam."),
        (("units", "--period", "cả năm"), "tên gần nhất là “nam”."),
        (("units", "--edition", "2010"), "tên gần nhất là “2011”."),
        (("units", "--format", "jsn"), "Tên gần nhất là “json”. Đề nghị chọn: text, json."),
        (("init", "x", "--template", "nd-30"), "tên gần nhất là “nd30”."),
        (("rule", "VS41"), "Không có quy tắc “VS41”; mã gần nhất là “VS41"),
        (("rule", "VS999"), "mã gần nhất là “VS508”, “VS507”, “VS506”"),
        (("rule", "t6.05"), "mã số liệu, không phải mã quy tắc. Đề nghị tra số liệu bằng lệnh: vstbcpn trace T6.05"),
        (("validat",), "Tên gần nhất là “validate”."),
        (("validate", "--edtion", "2011"), "Tên gần nhất là “--edition”."),
        (("validate", "--report", "tq.htm", "."), "Đề nghị ghi là “tq.html”."),
        (("rule", "part-exceed-whole"), "mã gần nhất là “part-exceeds-whole”"),
        (("rule",), "Chưa ghi mã quy tắc."),
    ],
)
def test_a_mistyped_word_is_answered_with_the_nearest(vstbcpn: Program, arguments: tuple[str, ...], words: str) -> None:
    code, out, err = vstbcpn(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Đề nghị" in err


@pytest.mark.parametrize("arguments", [(), ("units",), ("validate",), ("make-template",), ("trace",), ("rule",)])
def test_h_is_help(vstbcpn: Program, arguments: tuple[str, ...]) -> None:
    assert vstbcpn(*arguments, "-h") == vstbcpn(*arguments, "--help")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("tep,ngay_nhn\n", "thiếu cột “ngay_nhan”. Đề nghị đổi tên cột “ngay_nhn” thành “ngay_nhan”."),
        ("tep,ngay_nhan,ghi_chuu\n", "cột “ghi_chuu” không dùng được; tên gần nhất là “ghi_chu”."),
        ("tep,ngay_nhan,tinh_trang,don_vi\n,,loai tr,so-y-te\n", "gần nhất là “loại trừ”."),
    ],
)
def test_a_mistyped_word_of_the_log_is_answered_with_the_nearest(
    vstbcpn: Program, inbox: Path, log: str, words: str
) -> None:
    (inbox / "so-theo-doi.csv").write_text(log, encoding="utf-8")
    code, _, err = vstbcpn("validate", inbox)
    assert code == 2
    assert words in err


def test_a_mistyped_sheet_or_answer_is_answered_with_the_nearest(vstbcpn: Program, inbox: Path) -> None:
    code, _, err = vstbcpn("trace", "NV66!D17", inbox)
    assert (code, "tên gần nhất trong biểu mẫu là “NV6”" in err) == (2, True)
    code, _, err = vstbcpn("trace", "T2.01:Chưa kiện toan", inbox)
    assert (code, "câu gần nhất là “Chưa kiện toàn”" in err) == (2, True)


def test_a_period_is_taken_with_marks_and_in_capitals(vstbcpn: Program) -> None:
    year = vstbcpn("units", "--period", "nam")
    assert vstbcpn("units", "--period", "Năm") == year
    assert vstbcpn("units", "--period", "6T") == vstbcpn("units") != year


# ------------------------------------------------------------------------------------------------------------- rules
@pytest.mark.full
def test_a_constraint_is_told_in_the_words_of_the_form_before_its_rule(vstbcpn: Program) -> None:
    said = vstbcpn("rule", "R05")
    assert said[0] == 0
    lines = said[1].splitlines()
    assert lines[0] == "R05 · ràng buộc của bộ biểu mẫu 2011:"
    asked = "    “Số cán bộ làm công tác BĐG, VSTBCPN: nữ” không lớn hơn “Số cán bộ làm công tác BĐG, VSTBCPN” [T6.08, T6.05]"
    assert lines[lines.index("  T6 · VS401 (lỗi)") + 1] == asked
    assert lines.index(asked) < next(n for n, line in enumerate(lines) if line.startswith("VS401 · "))
    assert "T1.05" not in said[1], "R01 and others that the same rule judges are not told"
    for typed in ("R5", "r05", "R 5", "R-05"):
        assert vstbcpn("rule", typed) == said
    assert vstbcpn("rule", "vs 401") == vstbcpn("rule", "VS401")


@pytest.mark.full
def test_every_constraint_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from vstbcpn_cli.usecases.explain import stated
    from vstbcpn_cli.workbook.form.form_plan import FormPlan, FormPlans

    planned = FormPlans.all
    every: list[tuple[FormPlan, ...]] = []

    def once(plans: FormPlans, units: Iterable[ReportingUnit]) -> tuple[FormPlan, ...]:
        """The forms are the same whatever is asked, and are planned for a second."""
        every[:] = every or [planned(plans, units)]
        return every[0]

    monkeypatch.setattr(FormPlans, "all", once)
    for identifier in {c.id for c in season.edition().constraints()}:
        name, told = stated("2011", identifier)
        assert name == identifier
        assert len(told) == sum(c.id == identifier for c in season.edition().constraints())
        assert all(one.asks and all(line.endswith(("]", "cũng có")) for line in one.asks) for one in told), identifier


# ------------------------------------------------------------------------------------------------------------- paths
def test_a_path_that_is_not_there_is_told_with_the_folder_and_what_lies_in_it(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    (tmp_path / "trong").mkdir()
    receive(inbox, "ghi-chu.md", b"x")
    for wrong, words in (
        ("2-nhan-vê", f"“2-nhan-vê” trong thư mục “{tmp_path}”; tên gần nhất ở đó là “2-nhan-ve”."),
        ("xyz/a.xlsx", f"thư mục “xyz” trong thư mục “{tmp_path}”; ở đó có “2-nhan-ve”, “trong”."),
        ("2-nhan-ve/so y te.xlsx", f"“so y te.xlsx” trong thư mục “{inbox}”; tên gần nhất ở đó là “so-y-te.xlsx”."),
        ("trong/a.xlsx", f"“a.xlsx” trong thư mục “{tmp_path / 'trong'}”; thư mục này trống."),
        ("2-nhan-ve/so-y-te.xlsx/a", f"“{inbox / 'so-y-te.xlsx'}” là tệp, không phải thư mục."),
    ):
        code, out, err = vstbcpn("validate", wrong)
        assert (code, out) == (4, "")
        assert words in err
    for option, what in (("--units", "danh sách đơn vị"), ("--previous", "số liệu kỳ trước")):
        code, _, err = vstbcpn("validate", inbox, option, "khong-co.csv")
        assert code == 2
        assert f"Không tìm thấy {what} “khong-co.csv” trong thư mục “{tmp_path}”; ở đó có " in err
    assert f"mẫu Word “nd31” trong thư mục “{tmp_path}”" in vstbcpn("consolidate", inbox, "--template", "nd31")[2]


def test_a_place_without_a_return_is_named_with_what_lies_there(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    (inbox / "so-y-te.xlsx").unlink()
    (inbox / "so-y-te.md").write_text("ghi chú", encoding="utf-8")
    (tmp_path / "trong").mkdir()
    for asked, words in (
        ((), f"Đã xem thư mục “{inbox}”: ở đó có “so-y-te.md”."),
        (("trong",), f"Đã xem thư mục “{tmp_path / 'trong'}”: thư mục này trống."),
        (("2-nhan-ve/*.xlsx",), f"Đã tìm các tệp “*.xlsx” trong thư mục “{inbox}”: ở đó có “so-y-te.md”."),
    ):
        code, out, err = vstbcpn("validate", *asked)
        assert (code, out) == (3, "")
        assert words in err
