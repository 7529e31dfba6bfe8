"""A season of 2026 from the filled form to the report: no finding, every section, nothing that is no more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.plausible import coverage_of, plausible, submission_of
from tests.support.seasons import season
from tests.support.seasons.report_cases import texts_of
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.word.check_templates import check_templates
from vstbcpn_cli.report.word.renderer import render

NAME = "2026"
OLD = re.compile(
    r"\b20(?:0[89]|1[0-6])\b|huyện|thị trấn|Lao động [-–] Thương|664/|350/|57/NQ|24-CTr|khóa XIII|2351|191/2009",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def of_2026() -> Iterator[None]:
    with season.using(NAME):
        yield


def report_on(period: str, share: int = 1) -> Report:
    spec = season.edition().periods[period]
    coverage = coverage_of(season.edition(), season.register(), spec, season.submissions(period)[::share])
    return Report(consolidate(coverage), dt.date(2026, 12, 10), None)


@pytest.mark.parametrize("period", ["6t", "nam"])
@pytest.mark.parametrize("unit", ["so-noi-vu", "so-vhttdl", "hoi-lhpn", "phuong-ky-lua", "xa-tan-thanh", "xa-kien-moc"])
def test_a_careful_form_is_read_without_a_finding(unit: str, period: str) -> None:
    content = at.filled(unit, period)
    assert at.findings(content, period) == ()
    assert at.accepted(content, period).unit == unit


@pytest.mark.parametrize("period", ["6t", "nam"])
@pytest.mark.parametrize("share", [1, 9, 112])
def test_the_report_speaks_of_today(period: str, share: int, tmp_path: Path) -> None:
    report = report_on(period, share)
    check_templates(report)
    render(report, tmp_path / "bao-cao.docx")
    texts = texts_of(tmp_path / "bao-cao.docx")
    assert [t for t in texts if OLD.search(t)] == []
    assert "Bộ Nội vụ" in " ".join(texts)


def test_every_section_is_told_under_the_documents_of_today(tmp_path: Path) -> None:
    render(report_on("nam"), tmp_path / "bao-cao.docx")
    told = "\n".join(texts_of(tmp_path / "bao-cao.docx"))
    for sentence in (
        "Thực hiện Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021 của Chính phủ ban hành Chiến lược quốc gia",
        "theo hướng dẫn của Bộ Nội vụ",
        "Theo ngày của quyết định trong năm 2026, có",
        "kế hoạch, chương trình thực hiện Nghị quyết số 11-NQ/TW, Chỉ thị số 21-CT/TW và Quyết định số 2282/QĐ-TTg",
        "Cuộc bầu cử đại biểu Quốc hội khóa XVI và đại biểu Hội đồng nhân dân các cấp nhiệm kỳ 2026 - 2031",
        "Về Đại hội Phụ nữ tỉnh Lạng Sơn, các đơn vị chủ trì tổ chức",
        "Kinh phí phân bổ về phòng chuyên môn cấp xã là",
        "chỉ tiêu của Chiến lược quốc gia về bình đẳng giới được ban hành tại Nghị quyết số 28/NQ-CP",
        "chuẩn bị nhân sự cho nhiệm kỳ sau",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027",
        "UBND các xã, phường;",
    ):
        assert sentence in told, sentence


@pytest.mark.parametrize(("typed", "said"), [(1, "có"), (0, "không")])
def test_a_target_that_asks_whether_something_is_there_is_answered_in_words(
    typed: int, said: str, tmp_path: Path
) -> None:
    spec, unit = season.edition().periods["nam"], season.register().get("so-gddt")
    assert unit is not None
    answers = plausible(season.edition(), unit, spec)
    row = next(r for r in answers.tables["T1.B2"] if r["ma_chi_tieu"] == "CL2021-5.1")
    row |= {"muc_tieu": Decimal(1), "thuc_hien": Decimal(typed), "danh_gia": "Chưa đạt"}
    sent = (submission_of(season.edition(), unit, spec, answers),)
    made = consolidate(coverage_of(season.edition(), season.register(), spec, sent))
    render(Report(made, dt.date(2026, 12, 10), None), tmp_path / "bao-cao.docx")
    told = next(t for t in texts_of(tmp_path / "bao-cao.docx") if "Chỉ tiêu 5.1" in t)
    assert f": thực hiện {said}, mục tiêu của tỉnh có (" in told
