"""The edition of 2011 holds everything the catalogue of indicators asks, and a broken edition names its fault."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from tests.support.editions.shipped_edition import SHIPPED
from tests.support.forms import returned as at
from vstbcpn_cli.edition.consistency import inconsistencies
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition, load_periods
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.edition.model import Aggregate, Column, FieldRole, FieldType, Indicator, Requirement
from vstbcpn_cli.edition.parsing import NOT_ON_THE_FORM, fingerprint
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.rules.base import ConstraintRule, SeasonRule
from vstbcpn_cli.rules.registry import bind, rules
from vstbcpn_cli.workbook.ooxml.package import read_package

INDICATORS = {
    "M": "M.01 M.02 M.03 M.04 M.05 M.06 M.07 M.08 M.09 M.10 M.11 M.12 M.13 M.14 M.15",
    "T1": "T1.01 T1.02 T1.03 T1.04 T1.05 T1.06 T1.08 T1.09 T1.10 T1.11 T1.12 T1.14",
    "T2": "T2.01 T2.02 T2.03 T2.04 T2.05 T2.06 T2.07 T2.08 T2.11 T2.12 T2.13",
    "T3": "T3.01 T3.02 T3.03 T3.04 T3.11 T3.06 T3.07 T3.08 T3.09 T3.10",
    "T4": "T4.01 T4.02 T4.03 T4.04 T4.05 T4.06 T4.07 T4.08",
    "T5": "T5.01 T5.02 T5.03 T5.04 T5.05 T5.06 T5.08 T5.09 T5.15 T5.10 T5.11 T5.12 T5.16 T5.13a T5.13b T5.14a T5.14b",
    "T6": "T6.01 T6.02 T6.03 T6.04 T6.05 T6.06 T6.07 T6.08 T6.09 T6.16 T6.10 T6.11 T6.12 T6.13 T6.14 T6.15 T6.17",
    "T7": "T7.01 T7.02 T7.03 T7.04 T7.05 T7.06 T7.07 T7.08 T7.09 T7.10 T7.11",
    "X": "X.01 X.02 X.03 X.04",
}
TABLES = {
    "T1.B1": "loai so_ky_hieu ngay_ban_hanh co_quan_ban_hanh trich_yeu nhom theo_664",
    "T1.B2": "ma_chi_tieu don_vi_tinh muc_tieu thuc_hien_ky_truoc thuc_hien danh_gia ghi_chu",
    "T3.B1": "loai so_ky_hieu ngay_ban_hanh co_quan_ban_hanh trich_yeu nhom",
    "T4.B1": "loai so_ky_hieu ngay_ban_hanh co_quan_ban_hanh trich_yeu nhom",
    "T5.B1": "noi_dung hinh_thuc vai_tro ngay_bat_dau ngay_ket_thuc so_cuoc luot_nguoi luot_nu dia_ban",
    "T5.B2": "ten loai vai_tro dia_ban ngay_thanh_lap so_thanh_vien so_nu so_buoi_sinh_hoat tinh_trang chien_luoc",
    "T5.B3": "loai ten don_vi thanh_tich hinh_thuc_khen so_ky_hieu ngay",
    "T5.B4": "hanh_vi hinh_thuc",
    "T6.B1": "ten_lop noi_dung doi_tuong cap vai_tro tu_ngay den_ngay dia_diem so_hoc_vien so_nu kinh_phi",
    "T6.B2": "nguon noi_dung_chi du_toan thuc_hien cap_thuc_chi",
    "T7.B1": "hinh_thuc vai_tro so_ky_hieu ngay don_vi_chu_tri don_vi_duoc_kiem_tra so_don_vi noi_dung so_kien_nghi "
    "so_kien_nghi_da_thuc_hien ket_qua",
    "X.B1": "noi_dung gui_toi",
}
MATRICES = {
    "T3.M1": (
        "CB01 CB02 CB03 CB04 CB05 CB06 CB07 CB08 CB09 CB10 CB11 CB12 CB13",
        "tong nu ty_le",
    ),
    "T4.M1": (
        "QH HT HH HX",
        "chi_tieu_ty_le ung_cu_tong ung_cu_nu trung_cu_tong trung_cu_nu ty_le_ung_cu_nu ty_le_trung_cu_nu",
    ),
    "T4.M2": ("CD01 CD02 CD03 CD04 CD05 CD06 CD07", "tong nu xa_tong xa_nu"),
}
TARGETS = "1.1a 1.1b 1.2 1.3 2.1 2.2 2.3 2.4 3.1 3.2a 3.2b 4.1 4.2 4.3 4.4 5.1 5.2 6.1 6.2a 6.2b 6.3 7.1 7.2 7.3 7.4"
JUDGED_WITHOUT_DECLARATION = {"R18", "R33"}
"""Marks of the form say who may fill a row (VS310) or a lead-only item (VS311, VS312)."""
TOLD_BY_OTHER_ANSWERS = {"R07", "R12", "R32"}
"""T1.02, T3.06 and the like are computed from the rows and figures they had to agree with; VS302 asks for the rows."""


def test_every_indicator_is_there() -> None:
    found = {t.code: " ".join(i.code for i in t.indicators) for t in load_edition("2011").tasks}
    assert found == INDICATORS


def test_every_table_and_column_is_there() -> None:
    tables = load_edition("2011").tables
    assert {code: " ".join(c.key for c in table.columns) for code, table in tables.items()} == TABLES


def test_every_matrix_cell_is_there() -> None:
    matrices = load_edition("2011").matrices.items()
    found = {k: (" ".join(r.code for r in m.rows), " ".join(c.key for c in m.columns)) for k, m in matrices}
    assert found == MATRICES


def test_the_sheets_follow_the_letter() -> None:
    sheets = [t.sheet for t in load_edition("2011").tasks]
    assert sheets == ["TT", "NV1", "NV2", "NV3", "NV4", "NV5", "NV6", "NV7", "DG"]


@pytest.mark.parametrize("unit", ["so-y-te", "hoi-lhpn", "huyen-loc-binh"])
def test_the_first_page_of_every_form_cites_the_letter(unit: str) -> None:
    first = read_package(at.blank(unit)).sheets[0]
    assert [c.text for c in first.cells.values() if f"Công văn số {load_edition('2011').letter} năm 2011" in c.text]


def test_the_catalogue_of_the_strategy_is_whole() -> None:
    edition = load_edition("2011")
    (catalogue,) = edition.catalogues
    assert " ".join(t.code for t in catalogue.targets) == TARGETS
    assert len({t.code.rstrip("ab") for t in catalogue.targets}) == 22
    assert all(edition.knows(code) for t in catalogue.targets for code in t.fields)
    assert edition.choices(edition.tables["T1.B2"].column("ma_chi_tieu"))[0] == "CL2011-1.1a"


def test_every_lead_of_the_register_leads_something_and_every_target_has_its_lead() -> None:
    edition = load_edition("2011")
    path = register_path("2011")
    register = parse_register(enumerate((cells for _, cells in csv_lines(path)), 1), path.name, edition.kind_of)
    rows = {f"{m.code}.{r.code}" for m in edition.matrices.values() for r in m.rows}
    targets = {f"T1.B2.CL2011-{t.code}": t.lead for t in edition.catalogues[0].targets}
    named = {item: unit.code for unit in register.units for item in unit.lead_for}
    assert {item: lead for item, lead in named.items() if item in targets} == targets
    assert all(edition.knows(item) or item in rows for item in named.keys() - targets.keys())


def test_every_rule_of_the_catalogue_is_declared() -> None:
    """R39 to R47 (no R43) are no rules of the catalogue: parts between tasks, figures out of proportion, copied answers,
    words that tell too little, enough officers, what is passed on of the budget."""
    declared = {c.id for c in load_edition("2011").constraints()}
    assert declared | JUDGED_WITHOUT_DECLARATION | TOLD_BY_OTHER_ANSWERS == {
        f"R{n:02}" for n in range(1, 48) if n != 43
    }


def test_every_constraint_binds_to_its_rule() -> None:
    edition = load_edition("2011")
    assert len(bind(edition)) == len(tuple(edition.constraints()))


def test_every_conditional_field_says_its_condition() -> None:
    edition = load_edition("2011")
    conditional = {i.code for i in edition.indicators.values() if Requirement.CONDITIONAL in i.required.values()}
    for table in edition.tables.values():
        conditional |= {table.column_code(c) for c in table.columns if c.required is Requirement.CONDITIONAL}
    demanded: set[str] = set()
    for constraint in edition.constraints():
        params = constraint.params
        if constraint.rule == "missing-when-required":
            prefix = f"{params['table']}." if params.get("table") else ""
            demanded |= {prefix + name for name in params["fields"]}
        elif constraint.rule == "short-of-target-without-reason":
            demanded |= set(params["reasons"])
    assert conditional <= demanded
    assert len(conditional) == 14


def test_aggregates_and_denominators_as_the_catalogue_says() -> None:
    edition = load_edition("2011")
    shares = {i.code: i.share_of for i in edition.indicators.values() if i.share_of}
    assert shares == {
        "T1.05": "T1.04",
        "T1.10": "T1.09",
        "T2.07": "T2.06",
        "T2.13": "T2.12",
        "T3.06": "units",
        "T3.08": "T3.07",
        "T5.03": "T5.02",
        "T5.15": "T5.08",
        "T5.14a": "T5.14b",
        "T6.03": "T6.02",
        "T6.08": "T6.05",
        "T6.09": "T6.05",
        "T6.11": "T6.10",
        "T6.14": "T6.13",
        "T7.07": "T7.06",
    }
    by_value = [i.code for i in edition.indicators.values() if i.aggregate is Aggregate.COUNT_BY_VALUE]
    assert by_value == ["T2.01", "T2.05", "T3.02", "T5.13a"]
    shown_per_unit = ("T4.06", "T4.07", "T6.04", "T7.05")
    assert {edition.indicators[code].aggregate for code in shown_per_unit} == {Aggregate.NONE}


def test_activities_count_only_where_the_unit_is_in_charge() -> None:
    tables = load_edition("2011").tables
    for code in ("T5.B1", "T5.B2", "T6.B1", "T7.B1"):
        assert tables[code].counted["vai_tro"] == ("Chủ trì",)
    for code in ("T5.B2", "T7.B1"):
        assert tables[code].column("vai_tro").default == "Chủ trì"


def test_every_typed_cell_has_a_short_prompt() -> None:
    """Excel refuses an input message over 255 characters."""
    edition = load_edition("2011")
    typed = [i for i in edition.indicators.values() if i.type is not FieldType.CALC]
    assert [i.code for i in typed if not i.prompt] == []
    columns = [c for m in edition.matrices.values() for c in m.columns]
    columns += [c for t in edition.tables.values() for c in t.columns]
    asked: list[Indicator | Column] = [*typed, *columns]
    assert [s.label for s in asked if len(s.prompt) > 200] == []
    assert [code for code, text in edition.words.items() if code.startswith("alert.") and len(text) > 220] == []


def test_every_example_could_be_typed() -> None:
    edition = load_edition("2011")
    for table in edition.tables.values():
        for key, text in table.example.items():
            column = table.column(key)
            offered = edition.offered(column) if column.type is FieldType.CHOICE else (column.fixed or text,)
            assert text in offered, f"{table.code}.{key}"
            if column.type is FieldType.DATE:
                dt.datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007  # a day has no time zone
        demanded = {c.key for c in table.columns if c.required is Requirement.REQUIRED}
        assert demanded <= table.example.keys()


def test_the_calendar_of_the_letter() -> None:
    periods = load_periods("2011")
    assert list(periods) == ["6t", "nam"]
    assert (periods["6t"].from_date, periods["6t"].until_date) == (dt.date(2011, 1, 1), dt.date(2011, 5, 31))
    assert periods["6t"].days_late(dt.date(2011, 6, 9)) == 0
    assert periods["6t"].days_late(dt.date(2011, 6, 10)) == 1
    assert periods["nam"].days_late(dt.date(2011, 12, 9)) == 0


def test_the_text_is_composed_unicode() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\t" not in text
    assert "\r" not in text


def _changed(tmp_path: Path, old: str, new: str) -> str:
    """A copy of the edition with one passage changed, as a name to load it by."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    copy = tmp_path / "2099.toml"
    copy.write_text(text.replace(old, new), encoding="utf-8")
    return str(copy)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (
            'code = "T6.05"\nlabel = "Số cán bộ làm công tác BĐG, VSTBCPN"\ntype = "int"\nmeasure = "người"',
            'code = "T6.05"\nlabel = "Số cán bộ làm công tác BĐG, VSTBCPN"\ntype = "int"\nmeasure = 5',
            "tasks.T6.indicators.T6.05.measure",
        ),
        ('code = "T6.05"\n', 'code = "T6.05"\nmesure = "người"\n', "tasks.T6.indicators.T6.05.mesure"),
        ('code = "T6.05"\nlabel = ', 'code = "T6.05"\nlable = ', "tasks.T6.indicators.T6.05.label"),
        ('code = "T6.06"\n', 'code = "T6.05"\n', "tasks.T6.T6.05"),
        ('code = "T7.B1"\n', 'code = "T6.B1"\n', "tasks.T7.T6.B1"),
        (
            'values = ["Người đứng đầu", "Cấp phó", "Khác"]\n',
            'codes = "khong_co"\n',
            "tasks.T2.indicators.T2.05.codes",
        ),
        (
            'values = ["Tập thể", "Cá nhân"]\n',
            "",
            "tasks.T5.T5.B3.columns.loai.values",
        ),
        (
            'calc = {op = "all", terms = ["T3.07", "T3.06"]}\n',
            "",
            "tasks.T3.indicators.T3.08",
        ),
        ('calc = {op = "all"', 'calc = {op = "several"', "tasks.T3.indicators.T3.08.calc.op"),
        ('key = ["noi_dung", "gui_toi"]\n', 'key = ["noi_dung", "gui_den"]\n', "tasks.X.X.B1.key"),
        ("due = 2011-06-10\n", 'due = "mồng mười"\n', "periods.6t.due"),
        ('election_mode = "bau_cu"\n', "", "election_mode"),
        ('role = "window_until"\n', "", "tasks.M"),
        ('role = "window_until"\n', 'role = "window_from"\n', "tasks.M.indicators.M.07.role"),
        ('role = "window_until"\n', 'role = "until"\n', "tasks.M.indicators.M.07.role"),
        ('code = "T1.14"\n', 'code = "T1.14"\nprivate = true\n', "tasks.T1.indicators.T1.14.private"),
        (
            'code = "M.14"\nrole = "contact"\nprivate = true\n',
            'code = "M.14"\nrole = "contact"\n',
            "tasks.M.indicators.M.14.role",
        ),
        ('code = "M.09"\n', 'code = "M.09"\nrole = "estimated"\n', "tasks.M.indicators.M.09.role"),
        ('code = "M.10"\n', 'code = "M.10"\nprefilled = true\n', "tasks.M.indicators.M.10.prefilled"),
        ('kind = "header"\n', "", "tasks"),
        ('kind = "general"\n', 'kind = "header"\n', "tasks.X.kind"),
        ('code = "XA"\nname', 'code = "XX"\nname', "tasks.M.indicators.M.03.values"),
        (
            'required = {SN = "L", DT = "-", HU = "K", XA = "K"}\n',
            'required = {SN = "L", TT = "K"}\n',
            "tasks.T4.T4.08.required",
        ),
        ('aggregate = "none"\noptional_in = ["6t"]\n', 'optional_in = ["9t"]\n', "tasks.T1.T1.B2.optional_in"),
        ('form_code = "6T"\n', 'form_code = "6T"\nannual = true\n', "periods.nam.annual"),
        ("[periods.nam]\n", "[periods.NAM]\n", "periods.NAM"),
        ('verdict = "danh_gia"\n', 'verdict = "danh_gia_2"\n', "targets.verdict"),
        ('unknown = "Chưa có số liệu"\n', 'unknown = "Chưa rõ"\n', "targets.unknown"),
        ('table = "X.B1"\ntext', 'table = "X.B2"\ntext', "proposals.table"),
        ('code = "T1.14"\n', 'code = "T1/14"\n', "tasks.T1.T1/14"),
        ('key = "don_vi_tinh"\n', 'key = "don vi"\n', "tasks.T1.T1.B2.columns.don vi"),
        ('sheet = "NV1"\n', 'sheet = "NV1/2"\n', "tasks.T1.sheet"),
        ('sheet = "NV1"\n', 'sheet = "kiemtra"\n', "tasks.T1.sheet"),
        ('"yes" = "Có"\n', '"yes" = "Rồi"\n', "words.yes"),
        ('basis = "CV 350, nhiệm vụ 6; CL2011-7.4"\n', "", "tasks.T6.indicators.T6.09.basis"),
        ('basis = "Báo cáo, phần VI"\n', "", "tasks.X.X.B1.basis"),
        ('basis = "Báo cáo, Phụ lục III"\n', "", "tasks.T3.T3.M1.CB02.basis"),
        (
            'basis = "CV 350, nhiệm vụ 6; CL2011-7.4"\n',
            'basis = "CV 350, nhiệm vụ 6; CL2011-7.5"\n',
            "tasks.T6.indicators.T6.09.basis",
        ),
        ('basis = "Báo cáo, phần VI"\n', 'basis = "CV 350, nhiệm vụ 8"\n', "tasks.X.X.B1.basis"),
        ('"T5.B2.co_quan_chu_tri"]\n', '"T6.05"]\n', "tasks.T6.T6.05"),
        ('"T5.B2.co_quan_chu_tri"]\n', '"X.B1.noi_dung"]\n', "tasks.X.X.B1.noi_dung"),
    ],
    ids=[
        "wrong-type",
        "unknown-key",
        "misspelt-key",
        "code-twice",
        "table-code-twice",
        "choice-of-an-unknown-list",
        "choice-without-list",
        "calc-without-calc",
        "unknown-computation",
        "key-column-missing",
        "not-a-date",
        "missing-key",
        "needed-role-missing",
        "role-twice",
        "unknown-role",
        "private-outside-the-header",
        "contact-not-private",
        "role-of-another-type",
        "prefilled-without-role",
        "no-header",
        "two-headers",
        "kind-not-offered",
        "unknown-kind",
        "unknown-period",
        "annual-twice",
        "period-no-file-can-be-called",
        "unknown-column-of-targets",
        "unknown-verdict",
        "unknown-table-of-proposals",
        "code-with-a-slash",
        "key-with-marks",
        "sheet-no-program-allows",
        "sheet-twice",
        "word-that-is-fixed",
        "field-without-basis",
        "table-without-basis",
        "row-without-basis",
        "basis-in-no-catalogue",
        "basis-in-no-task-of-the-letter",
        "code-of-an-earlier-issue",
        "column-of-an-earlier-issue",
    ],
)
def test_a_broken_edition_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, path: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_edition(_changed(tmp_path, old, new))
    assert f"“{path}”" in str(refused.value)
    assert "2099.toml" in str(refused.value)


def test_all_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    gone = 'province = "tỉnh Lạng Sơn"\nparent = "UBND TỈNH LẠNG SƠN"\n'
    with pytest.raises(ConfigurationError, match=r"“office\.province”, “office\.parent”"):
        load_edition(_changed(tmp_path, gone, ""))


@pytest.mark.parametrize(
    ("old", "key"), [('"guide.ready" = "đã đủ"\n', "words.guide.ready"), ('"page" = "Trang"\n', "words.page")]
)
def test_a_word_that_every_blank_prints_is_not_left_out(tmp_path: Path, old: str, key: str) -> None:
    with pytest.raises(ConfigurationError, match=f"“{key}”"):
        load_edition(_changed(tmp_path, old, ""))


def test_the_instructions_have_a_beginning_and_an_end() -> None:
    short = replace(load_edition("2011"), guide=("Gửi về {office}.", "Xem lại trước khi gửi."))
    assert [key for key, _ in inconsistencies(short)] == ["guide"]


def test_a_rule_on_trial_leaves_the_form_the_same(tmp_path: Path) -> None:
    """What was issued before stays readable: only what is asked makes a form another one."""
    tried = load_edition(_changed(tmp_path, "\nissue = ", '\ntrial = ["VS309"]\nissue = '))
    assert tried.trial == ("VS309",)
    assert tried.fingerprint == load_edition("2011").fingerprint
    (tmp_path / "hai").mkdir()
    again = load_edition(_changed(tmp_path / "hai", "\nissue = ", "\nissue = 9"))
    assert again.fingerprint != tried.fingerprint


def test_a_bound_that_no_line_of_the_form_shows_leaves_the_form_the_same(tmp_path: Path) -> None:
    wider = load_edition(_changed(tmp_path, "alone_times = 3\n", "alone_times = 4\n"))
    assert wider.fingerprint == load_edition("2011").fingerprint
    declared = [r for r in rules().values() if isinstance(r, ConstraintRule | SeasonRule)]
    assert {r.name for r in declared if r.live is None} == NOT_ON_THE_FORM, "edition/loader.py"
    (tmp_path / "hai").mkdir()
    shown = load_edition(_changed(tmp_path / "hai", "percent = 30\n", "percent = 40\n"))
    assert shown.fingerprint != wider.fingerprint


def test_what_a_field_is_for_leaves_the_form_the_same_and_its_printed_name_does_not(tmp_path: Path) -> None:
    """Forms that went out before the edition said what its fields are for stay valid."""
    before = SHIPPED.read_text(encoding="utf-8")
    before = re.sub(r', basis = "[^"]*"', "", before)
    for key in ("role", "private", "annual", "role_column", "basis"):
        before = re.sub(rf"^{key} = .*\n", "", before, flags=re.MULTILINE)
    before = re.sub(r'^kind = "(?:header|general)"\n', "", before, flags=re.MULTILINE)
    before = re.sub(r"^\[(targets|proposals)\]\n(?:\w+ = .*\n)+", "", before, flags=re.MULTILINE)
    names = "".join(f'"kinds.{k.code}" = "{k.name}"\n' for k in load_edition("2011").kinds)
    before = re.sub(r"^\[\[kinds\]\]\n(?:\w+ = .*\n)+", "", before, flags=re.MULTILINE)
    old = tomllib.loads(before.replace("[words]\n", f"[words]\n{names}"))
    assert not {"kinds", "targets", "proposals"} & old.keys()
    assert fingerprint(old) == load_edition("2011").fingerprint
    renamed = load_edition(_changed(tmp_path, 'name = "xã, phường"', 'name = "xã"'))
    assert renamed.fingerprint != load_edition("2011").fingerprint


def test_a_field_is_found_by_what_it_is_for() -> None:
    edition = load_edition("2011")
    assert edition.code_of(FieldRole.WINDOW_UNTIL) == "M.07"
    assert edition.identity == {"M.01", "M.02", "M.03", "M.04", "M.05"}
    assert edition.filled_at_issue == {"M.06", "M.07"}
    assert edition.private == set(edition.contacts) == {"M.13", "M.14", "M.15"}
    assert edition.header.sheet == "TT"
    assert [k.code for k in edition.kinds if k.territory] == ["HU", "XA"]
    assert [p.code for p in edition.periods.values() if p.annual] == ["nam"]
    assert edition.periods["nam"].continues(edition.periods["6t"])
    assert not edition.periods["6t"].continues(edition.periods["nam"])


def test_who_is_not_concerned_leaves_the_form_the_same_and_is_an_answer_of_the_list(tmp_path: Path) -> None:
    silent = load_edition(_changed(tmp_path, 'outside = ["Không áp dụng"]\n', ""))
    assert silent.indicators["T5.13a"].outside == ()
    assert silent.fingerprint == load_edition("2011").fingerprint
    (tmp_path / "hai").mkdir()
    wrong = _changed(tmp_path / "hai", 'outside = ["Không áp dụng"]', 'outside = ["Không"]')
    with pytest.raises(ConfigurationError, match=r"T5\.13a\.outside” không đúng\. Câu trả lời “Không” không có trong"):
        load_edition(wrong)


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    """Notepad on Windows writes one."""
    copy = tmp_path / "2099.toml"
    copy.write_bytes(b"\xef\xbb\xbf" + SHIPPED.read_bytes())
    assert load_edition(str(copy)).fingerprint == load_edition("2011").fingerprint


def test_a_comment_leaves_the_fingerprint_and_a_label_changes_it(tmp_path: Path) -> None:
    commented = _changed(tmp_path, 'edition = "2011"\n', 'edition = "2011"  # năm\n')
    assert load_edition(commented).fingerprint == load_edition("2011").fingerprint
    (tmp_path / "b").mkdir()
    reworded = _changed(tmp_path / "b", 'label = "– chuyên trách"', 'label = "– chuyên  trách"')
    assert load_edition(reworded).fingerprint != load_edition("2011").fingerprint


def test_a_syntax_error_names_the_file_and_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"2099\.toml, dòng 20, ký tự thứ 8: sai cú pháp TOML \(giá trị"):
        load_edition(_changed(tmp_path, "year = 2011\n", "year = \n"))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "2099.toml"
    copy.write_bytes(SHIPPED.read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(ConfigurationError, match=r"2099\.toml: tệp không ở dạng UTF-8"):
        load_edition(str(copy))


def test_an_unknown_edition_lists_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"“1999”.*2011"):
        load_edition("1999")


def test_a_calendar_in_toml_with_a_fault_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "2099.toml"
    path.write_text("[periods.6t]\nname = sáu\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"2099\.toml, dòng 2, ký tự thứ 8"):
        load_periods(str(path))


@pytest.mark.parametrize("title", ["Báo cáo công tác gia đình", "BÁO CÁO công tác gia đình"])
def test_a_title_does_not_say_twice_that_it_is_a_report(title: str) -> None:
    """“Trên đây là báo cáo báo cáo công tác gia đình” would close it."""
    assert [key for key, _ in inconsistencies(replace(load_edition("2011"), title=title))] == ["title"]
