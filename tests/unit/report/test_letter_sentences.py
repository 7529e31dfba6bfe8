"""What letter 350 asks is said in the section of its task: how many, who, and what is lacking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.support.forms.plausible import Answers
from tests.support.seasons import season
from tests.support.seasons.report_cases import TEMPLATES, form_of, made_of, report_of
from tests.support.seasons.season import COMMON, FOLDERS
from vstbcpn_cli.edition.lineage import letters_before
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.context.citations import load_citations
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.report.templates.render_sections import render_sections
from vstbcpn_cli.report.unknown_names import UnknownNameError

HEALTH, HOME, PLACE = "so-y-te", "so-noi-vu", "huyen-loc-binh"
FIRST = "Đã kiện toàn trong năm 2011"
Row = dict[str, Any]


def plan(number: str, theo_664: str) -> Row:
    row: Row = {"loai": "Kế hoạch", "so_ky_hieu": number, "ngay_ban_hanh": dt.date(2011, 3, 20), "nhom": "KH năm"}
    return row | {"co_quan_ban_hanh": "Đơn vị", "trich_yeu": "Kế hoạch năm 2011", "theo_664": theo_664}


def club(name: str, state: str, chien_luoc: str) -> Row:
    row: Row = {"ten": name, "loai": "CLB", "vai_tro": "Chủ trì", "dia_ban": "Xã A"}
    return row | {"tinh_trang": state, "chien_luoc": chien_luoc}


def example(name: str) -> Row:
    return {
        "loai": "Cá nhân",
        "ten": name,
        "don_vi": "Phòng A",
        "thanh_tich": "Vận động hội viên",
        "hinh_thuc_khen": "Không",
    }


def course(name: str, cap: str, people: int) -> Row:
    row: Row = {
        "ten_lop": name,
        "noi_dung": "Lồng ghép giới",
        "doi_tuong": "Lãnh đạo",
        "cap": cap,
        "vai_tro": "Chủ trì",
    }
    return row | {"tu_ngay": dt.date(2011, 4, 12), "so_hoc_vien": people, "so_nu": 10}


def talk(subject: str, times: int, people: int) -> Row:
    row: Row = {"noi_dung": subject, "hinh_thuc": "Lồng ghép", "vai_tro": "Chủ trì", "dia_ban": subject}
    return row | {"ngay_bat_dau": dt.date(2011, 3, 7), "so_cuoc": times, "luot_nguoi": people}


TABLES = ("T1.B1", "T5.B1", "T5.B2", "T5.B3", "T5.B4", "T6.B1")


def made(period: str = "6t", **units: Mapping[str, Any]) -> Consolidation:
    """Forms of these units with these values and rows; what is not named of the tables of the letter holds nothing."""
    return made_of(tuple(form(unit.replace("_", "-"), given, period) for unit, given in units.items()), period)


def form(unit: str, given: Mapping[str, Any], period: str) -> Submission:
    def change(answers: Answers) -> None:
        for table in TABLES:
            answers.tables.pop(table, None)
            answers.nil_tables.add(table)
        for code, value in given.items():
            if isinstance(value, list):
                answers.tables[code] = value
                answers.nil_tables.discard(code)
            elif value is None:
                answers.values.pop(code, None)
            else:
                answers.values[code] = value

    return form_of(unit, change, period)


def said(of: Consolidation, section: str) -> str:
    return " ".join(render_sections(report_of(of), load_labels([TEMPLATES / "report"])).paragraphs[section])


def test_plans_under_letter_664() -> None:
    both = {"T1.B1": [plan("1/KH", "Có"), plan("2/KH", "Không")]}
    text = said(made(so_y_te=both, so_noi_vu={"T1.B1": [plan("3/KH", "Có")]}), "t1")
    assert "có 02 kế hoạch được xây dựng theo hướng dẫn tại Công văn số 664/LĐTBXH-BĐG ngày 11 tháng 3 năm 2011" in text
    assert "; còn 01 kế hoạch chưa theo hướng dẫn này" in text
    none = said(made(so_y_te={"T1.B1": [plan("1/KH", "Không")]}), "t1")
    assert "Chưa có kế hoạch nào trong 01 kế hoạch được xây dựng theo hướng dẫn tại Công văn số 664" in none
    unsaid = plan("1/KH", "Có")
    del unsaid["theo_664"]
    lacking = said(made(so_y_te={"T1.B1": [unsaid]}), "t1")
    assert "Chưa có số liệu về số kế hoạch xây dựng theo hướng dẫn tại Công văn số 664" in lacking


def test_in_or_after_the_second_quarter() -> None:
    days = {HEALTH: dt.date(2011, 3, 31), HOME: dt.date(2011, 6, 30), PLACE: dt.date(2011, 7, 1)}
    units = {u.replace("-", "_"): {"T2.01": FIRST, "T2.02": "1/QĐ", "T2.03": d, "T2.04": None} for u, d in days.items()}
    season = made("nam", **units)
    text = said(season, "t2")
    assert "có 01 đơn vị ban hành quyết định kiện toàn trong Quý II, 01 đơn vị đã ban hành từ Quý I" in text
    assert "; 01 đơn vị kiện toàn sau Quý II: huyện Lộc Bình." in text
    context = Context(report_of(season), load_labels([TEMPLATES / "report"]))
    assert context.theo_ngay("T2.03", "31/3/2011", "30/6/2011") == ("Sở Nội vụ", "Sở Y tế")
    assert context.theo_ngay("T2.03", tu="01/4/2011") == ("Sở Nội vụ", "Huyện Lộc Bình")
    with pytest.raises(UnknownNameError, match="Quý II"):
        context.theo_ngay("T2.03", "Quý II")


def test_the_report_on_the_review() -> None:
    done: Row = {"T3.02": "Đã sơ kết bằng báo cáo", "T3.03": dt.date(2011, 5, 10), "T3.04": "9/BC"}
    sent = {**done, "T3.11": True}
    text = said(made(so_y_te=sent, so_noi_vu={**done, "T3.11": False}), "t3")
    assert "có 02 đơn vị đã sơ kết, trong đó 01 đơn vị đã gửi báo cáo về Sở Lao động - Thương binh và Xã hội" in text
    assert "Còn 01 đơn vị đã sơ kết nhưng chưa gửi báo cáo: Sở Nội vụ." in text
    nobody = said(made(so_noi_vu={**done, "T3.11": False}), "t3")
    assert "Đơn vị đã sơ kết tình hình thực hiện, chưa gửi báo cáo về Sở Lao động" in nobody
    neither = said(made(so_y_te={**done, "T3.11": False}, so_noi_vu={**done, "T3.11": False}), "t3")
    assert "có 02 đơn vị đã sơ kết, chưa có đơn vị nào gửi báo cáo về Sở Lao động" in neither


def test_clubs_of_the_strategy_and_the_congress() -> None:
    clubs = [club("A", "Đang hoạt động", "Có"), club("B", "Đang hoạt động", "Không"), club("C", "Tạm dừng", "Có")]
    talks = [talk("Đại hội Phụ nữ tỉnh lần thứ 14", 3, 240), talk("Bầu cử", 2, 100)]
    season = made(huyen_loc_binh={"T5.B2": clubs, "T5.B1": talks})
    assert season.total("T5.15").value == 1
    text = said(season, "t5")
    assert "Đơn vị hiện có 02 câu lạc bộ" in text
    assert "; trong số này có 01 câu lạc bộ, mô hình lồng ghép tuyên truyền, phổ biến nội dung Chiến lược" in text
    assert "Nội dung là Đại hội Phụ nữ tỉnh lần thứ 14 (03 cuộc, 240 lượt người); bầu cử (02 cuộc)." in text
    assert "Tiến tới Đại hội" not in text
    two = said(made(huyen_loc_binh={"T5.B1": talks}, huyen_chi_lang={"T5.B1": talks[1:]}), "t5")
    assert "lần thứ 14, các đơn vị chủ trì tổ chức 03 cuộc tuyên truyền cho 240 lượt người" in two
    other = said(made(huyen_loc_binh={"T5.B2": clubs[1:2], "T5.B1": talks[1:]}), "t5")
    assert "; chưa có câu lạc bộ, mô hình lồng ghép tuyên truyền, phổ biến nội dung Chiến lược" in other
    assert "Chưa có đơn vị nào báo cáo cuộc tuyên truyền về Đại hội Phụ nữ tỉnh Lạng Sơn lần thứ 14." in other


def test_the_good_examples_that_were_honoured_most_are_named() -> None:
    many = [example(f"Bà {n}") for n in "ABCD"] + [example("Bà E") | {"hinh_thuc_khen": "Bằng khen"}]
    text = said(made(so_y_te={"T5.B3": many}, so_noi_vu={"T5.B3": [example("Bà F")]}), "t5")
    assert (
        "giới thiệu 06 gương điển hình tiên tiến, người tốt, việc tốt, gồm 06 cá nhân, trong đó có bà E (Sở Y tế); "
        in text
    )
    assert "bà F (Sở Nội vụ)" in text
    assert "bà D" not in text
    nobody = said(made(so_y_te={}), "t5")
    assert "Trong kỳ không phát sinh gương điển hình được giới thiệu" in nobody


def test_acts_that_were_criticised() -> None:
    act: Row = {"hanh_vi": "Không xét nâng lương vì nghỉ thai sản", "hinh_thuc": "Thông báo bằng văn bản"}
    text = said(made(so_y_te={"T5.10": 1, "T5.11": 1, "T5.B4": [act]}), "t5")
    assert "Đơn vị đã phê phán 01 hành vi vi phạm, bằng hình thức: thông báo bằng văn bản (01)." in text
    silent = said(made(so_y_te={"T5.10": 1, "T5.11": 1}), "t5")
    assert "Chưa có nội dung báo cáo về hành vi vi phạm bị phê phán và hình thức phê phán." in silent


def test_the_part_of_society() -> None:
    text = said(made(so_y_te={"T5.16": "Các đoàn thể và người dân góp ý quy ước"}, so_noi_vu={"T5.16": None}), "t5")
    assert (
        "Sự tham gia của các cấp, các ngành, tổ chức, đoàn thể và người dân theo báo cáo của Sở Y tế: Các đoàn thể và "
        "người dân góp ý quy ước."
    ) in text
    lacking = said(made(so_y_te={"T5.16": None}), "t5")
    assert "Chưa có nội dung báo cáo về sự tham gia của các cấp, các ngành, tổ chức, đoàn thể và người dân." in lacking


def test_the_level_of_training_and_enough_officers() -> None:
    classes = [course("Lớp một", "tỉnh", 40), course("Lớp hai", "tỉnh", 20)]
    season = made(so_y_te={"T6.B1": classes, "T6.16": True}, so_noi_vu={"T6.16": False})
    text = said(season, "t6")
    assert "Theo cấp tổ chức: cấp tỉnh 02 lớp (60 lượt người); chưa có lớp cấp huyện." in text
    assert "Có 01/02 đơn vị báo cáo đã bố trí đủ cán bộ làm công tác" in text
    assert "Còn 01 đơn vị chưa bố trí đủ: Sở Nội vụ." in text
    # Of two units nothing is judged that holds for the province.
    assert "chưa bố trí đủ cán bộ" not in said(season, "iv-han-che")


def test_the_budget_of_the_labour_offices() -> None:
    text = said(made(huyen_loc_binh={"T6.15": Decimal("12.5")}), "t6")
    assert "phân bổ về Phòng Lao động - Thương binh và Xã hội các huyện, thành phố là 12,5 triệu đồng" in text
    lacking = said(made(huyen_loc_binh={"T6.15": None}), "t6")
    assert "Chưa có số liệu về kinh phí phân bổ về Phòng Lao động - Thương binh và Xã hội" in lacking
    # A department is not asked: nothing lacks that it should have given.
    assert "phân bổ về Phòng Lao động" not in said(made(so_y_te={}), "t6")


def test_sentences_of_an_earlier_year_name_the_letter_of_this_one() -> None:
    """The number alone: the day and the subject are those of the old letter."""
    next_year = replace(season.edition(), edition="2012", letter="27/CV-BVSTBCPN", lineage=("2011",))
    earlier = letters_before(next_year)
    assert earlier == {"350/CV-BVSTBCPN"}
    assert letters_before(replace(next_year, letter="350/CV-BVSTBCPN")) == frozenset()
    cited = load_citations([folder / FOLDER for folder in (FOLDERS / "2011", COMMON)], "", next_year.letter, earlier)
    assert cited.dan("CV350") == "Công văn số 27/CV-BVSTBCPN"
    assert cited.dan("QD2351").startswith("Quyết định số 2351/QĐ-TTg ngày 24 tháng 12 năm 2010")
