"""The overview of a season: its page in a real browser, its lists, what it may overwrite, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.editions.shipped_edition import SHIPPED
from tests.support.forms import returned as at
from tests.support.hostile import naughty
from tests.support.programs import browser
from tests.support.programs.command_line import Program, receive, warned
from tests.support.seasons import busy_season, season
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged, Timeliness, UnitCoverage, UnitStanding, marked_unit
from vstbcpn_cli.model.findings import Finding, Place, Status
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Key
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.overview.lists import render as render_lists
from vstbcpn_cli.report.overview.page import FOLDER
from vstbcpn_cli.report.overview.page import render as render_page
from vstbcpn_cli.report.renderer import Overview, RuleWords
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import without_marks
from vstbcpn_cli.usecases.intake.intake import Intake, setting_for, take_in
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.usecases.overview import write_overview
from vstbcpn_cli.usecases.status import as_json
from vstbcpn_cli.workbook.form.sheet_plan import Role

UNITS = (
    *("so-tai-chinh", "so-cong-thuong", "so-nnptnt", "so-gtvt", "so-xay-dung", "so-tnmt", "so-tttt", "so-khcn"),
    *("so-ngoai-vu", "thanh-tra-tinh", "ban-dan-toc", "vp-tinh-uy", "huyen-loc-binh", "hoi-nong-dan"),
)
in_browser = pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return busy_season.lay(tmp_path_factory.mktemp("mua") / "2-nhan-ve", list(UNITS))


@pytest.fixture(scope="module")
def intake(folder: Path) -> Intake:
    sources = gather([str(folder)])
    return take_in(setting_for("2011", "6t", None, sources.files), sources, None, lambda *_: None)


@pytest.fixture(scope="module")
def page_file(intake: Intake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("trang") / "tong-quan.html"
    write_overview(intake, target, None, ())
    return target


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    with browser.page() as tab:
        tab.size(1366, 768)
        yield tab


def points(
    intake: Intake, *, muc: str = "", quy_tac: str = "", khoi: str = "", tinh_trang: str = "", tim: str = ""
) -> tuple[int, int]:
    """How many units and findings a filter must leave, counted from the judged files."""
    coverage, units, count = intake.coverage, 0, 0
    register = {u.unit.code: u for u in coverage.units}
    files: dict[str, list[Judged]] = {code: [] for code in register}
    strays = [[j] for j in coverage.unplaced if marked_unit(j) not in register]
    for judged in intake.judged:
        if marked_unit(judged) in register:
            files[marked_unit(judged)].append(judged)
    for code, some in [*files.items(), *(("", s) for s in strays)]:
        one = register.get(code)
        standing = {coverage.standing(one).value, when(one), "sent" if one.sent else ""} if one else {"stray"}
        if (khoi and (one is None or one.unit.kind != khoi)) or (tinh_trang and tinh_trang not in standing):
            continue
        names = [one.unit.name if one else ""] + [j.outcome.file.path for j in some if j.current]
        named = without_marks(tim) in without_marks(" ".join(names))
        found = [f for j in some for f in j.current if named or without_marks(tim) in without_marks(f.fact)]
        found = [f for f in found if muc in ("", f.severity) and quy_tac in ("", f.code)]
        units += one is not None and (bool(found) or (named and not muc and not quy_tac))
        count += len(found)
    return units, count


def when(one: UnitCoverage) -> str:
    """On time or late; of a unit without figures neither can be said."""
    return one.timeliness.value if one.timeliness in (Timeliness.ON_TIME, Timeliness.LATE) else ""


def shown(page: browser.Page) -> tuple[int, int]:
    """Units and findings the page says it shows, which must be those it does show."""
    told = page.run("document.getElementById('dang-hien').textContent")
    units, count = re.search(r"(\d+)/\d+ đơn vị", told), re.search(r"(\d+) điểm", told)
    assert units is not None
    assert count is not None
    rows = page.run("[...document.querySelectorAll('[data-cho]')].filter(e => e.checkVisibility()).length")
    lines = "[...document.querySelectorAll('tr[data-muc]')].filter(e => !e.closest('[hidden]'))"
    seen = page.run(f"{lines}.reduce((sum, e) => sum + Number(e.dataset.so), 0)")
    by_rule = page.run(
        "[...document.querySelectorAll('.quy-tac [data-ma]:not([hidden]) [data-cot=so]')]"
        ".reduce((sum, e) => sum + Number(e.textContent), 0)"
    )
    assert (int(units[1]), int(count[1]), int(count[1])) == (rows, seen, by_rule)
    return int(units[1]), int(count[1])


# ------------------------------------------------------------------------------------------------------ the page
@in_browser
def test_the_page_asks_for_nothing_and_complains_of_nothing(page: browser.Page, page_file: Path) -> None:
    page.open(page_file, idle=True)
    assert (page.asked, page.complaints) == ([page_file.as_uri()], [])
    links = page.run("[...document.querySelectorAll('[href],[src],[action]')].map(e => e.getAttribute('href') || '')")
    assert links
    assert all(link.startswith("#") for link in links)
    targets = page.run(
        "[...document.querySelectorAll('a[href]')].map(e => e.hash.slice(1))"
        ".filter(h => !h.includes('=') && !document.getElementById(h))"
    )
    assert targets == []


@in_browser
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"muc": "error"},
        {"muc": "notice", "khoi": "SN"},
        {"khoi": "HU"},
        {"tinh_trang": "missing"},
        {"tinh_trang": "late", "muc": "warning"},
        {"quy_tac": "VS316"},
        {"tim": "lộc bình"},
        {"tim": "duoc hieu la 0"},
        {"tim": "ĐƯỢC HIỂU LÀ 0"},
        {"tim": "không phát sinh", "muc": "warning"},
        {"tim": "không có ở đâu cả"},
    ],
    ids=str,
)
def test_a_filter_shows_exactly_what_it_names(
    chosen: Mapping[str, str], page: browser.Page, page_file: Path, intake: Intake
) -> None:
    fragment = "&".join(f"{k.replace('_', '-')}={v}" for k, v in chosen.items())
    page.open(page_file, fragment)
    assert shown(page) == points(intake, **chosen)
    assert page.complaints == []


TILES = "[...document.querySelectorAll('.so-lieu a')]"
SEEN = "[...document.querySelectorAll('{}')].filter(e => e.checkVisibility()).length"


def booked(folder: Path) -> Path:
    """A season in which the log leaves units out and books a nil return, with files of nobody and two bad ones of
    one."""
    folder.mkdir()
    receive(folder, "a.xlsx", at.filled("so-y-te"), "2011-06-12")
    receive(folder, "b.xlsx", at.filled("so-noi-vu"))
    receive(folder, "so-tai-chinh cu.xlsx", at.filled("so-tai-chinh")[:9000])
    receive(folder, "so-tai-chinh moi.pdf", b"%PDF-1.4\n", "2011-06-11")
    receive(folder, "anh chup.pdf", b"%PDF-1.4\n")
    receive(folder, "anh chup 2.pdf", b"%PDF-1.5\n")
    lines = (
        ",thanh-tra-tinh,9/6/2011,không phát sinh,Hà,",
        "b.xlsx,,,loại trừ,,Gửi nhầm",
        ",so-xay-dung,,loại trừ,,Giải thể",
    )
    (folder / "so-theo-doi.csv").write_text(
        "\n".join(("tep,don_vi,ngay_nhan,tinh_trang,nguoi_ghi,ghi_chu", *lines)) + "\n", encoding="utf-8"
    )
    return folder


def one_alone(folder: Path) -> Path:
    folder.mkdir()
    receive(folder, "hoi.xlsx", at.filled("hoi-lhpn"))
    return folder


@pytest.fixture(scope="module", params=["busy", "booked", "alone"])
def any_season(
    request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Intake, Path]:
    """The intake of a season and its page."""
    here = tmp_path_factory.mktemp(request.param)
    laid = {"busy": lambda: folder, "booked": lambda: booked(here / "nhan"), "alone": lambda: one_alone(here / "nhan")}
    sources = gather([str(laid[request.param]())])
    made = take_in(setting_for("2011", "6t", None, sources.files), sources, None, lambda *_: None)
    write_overview(made, here / "trang.html", None, ())
    return made, here / "trang.html"


@in_browser
def test_each_number_at_the_top_opens_exactly_what_it_counts(
    page: browser.Page, any_season: tuple[Intake, Path]
) -> None:
    intake, made = any_season
    told = as_json(intake)["counts"]
    page.open(made)
    numbers = page.run(f"{TILES}.map(e => parseInt(e.querySelector('b').textContent))")
    words = page.run(f"{TILES}.map(e => e.lastChild.textContent.trim())")
    counted = dict(zip(words, numbers, strict=True))
    assert {k: v for k, v in counted.items() if k != "tệp chưa xác định được đơn vị"} == {
        "đơn vị đã có số liệu": told["sent"],
        "đã nhận, không còn lỗi": told["accepted"],
        "cần chỉnh lý": told["to_correct"],
        "gửi tệp chưa dùng được": told["unusable"],
        "chưa gửi": told["missing"],
        "gửi đúng hạn": told["on_time"],
        "gửi chậm": told["late"],
        **({"xác nhận không phát sinh": told["nil"]} if told["nil"] else {}),
        **({"được loại trừ": told["excluded"]} if told["excluded"] else {}),
    }
    assert told["on_time"] + told["late"] == told["sent"]
    for n, (word, number) in enumerate(counted.items()):
        page.open(made)
        page.run(f"{TILES}[{n}].click()")
        opened = SEEN.format("#tep-khac .hop" if word.startswith("tệp chưa xác định") else "[data-cho]")
        assert (word, page.run(opened)) == (word, number)
        assert page.run(SEEN.format("[data-cho], #tep-khac .hop")) == number, "nothing else is open"
        shown(page)


@in_browser
def test_every_choice_of_every_list_shows_exactly_what_it_names(
    page: browser.Page, any_season: tuple[Intake, Path]
) -> None:
    intake, made = any_season
    for name in ("muc", "khoi", "tinh-trang", "quy-tac"):
        page.open(made)
        field = f"document.getElementById('{name}')"
        for value in page.run(f"[...{field}.options].map(o => o.value)"):
            page.run(f"{field}.value = {json.dumps(value)}; {field}.dispatchEvent(new Event('input'))")
            assert (name, value, shown(page)) == (name, value, points(intake, **{name.replace("-", "_"): value}))


def test_the_officer_sees_whom_to_ask_and_when_an_unusable_file_came(any_season: tuple[Intake, Path]) -> None:
    intake, made = any_season
    rows = dict(re.findall(r'<tr data-cho="dv-(\d+)"(.*?)</tr>', made.read_text("utf-8"), flags=re.DOTALL))
    for number, one in enumerate(intake.coverage.units, 1):
        row = re.sub("<[^>]*>", "", rows[str(number)])
        days = [j.receipt.day for j in intake.judged if marked_unit(j) == one.unit.code]
        day = one.counted.receipt.day if one.counted else max(days, default=None)
        assert day is None or short_date(day) in row, row
        values = one.counted.submission.values if one.counted and one.counted.submission else {}
        for code in intake.setting.edition.private & values.keys():
            assert flat(values[code].text) in html.unescape(row), "in the list of units"
    assert any(j.submission is None for j in intake.judged) or len(intake.judged) == 1


@in_browser
def test_the_filter_is_used_with_the_keyboard_alone(page: browser.Page, page_file: Path, intake: Intake) -> None:
    page.open(page_file)
    page.press("Tab", 9)
    page.press("Enter", 13)
    page.press("Tab", 9)
    assert page.run("document.activeElement.id") == "tim", "past all the numbers with one link"
    page.type("So Xay dung")
    assert shown(page) == points(intake, tim="Sở Xây dựng") == points(intake, tim="so xay dung")
    assert page.run("location.hash") == "#tim=So+Xay+dung"
    while page.run("document.activeElement.id") != "bo-loc":
        page.press("Tab", 9)
    page.press("Enter", 13)
    assert shown(page) == points(intake)
    assert not page.run("document.querySelector('.hop').open")
    page.run("document.querySelector('.hop summary').focus()")
    page.press("Enter", 13)
    assert page.run("document.querySelector('.hop').open")


@in_browser
def test_a_link_to_a_unit_opens_it_even_when_a_filter_hides_it(page: browser.Page, page_file: Path) -> None:
    page.open(page_file, "tinh-trang=missing")
    page.run("document.querySelector('.noi-mac a').click()")
    target = page.run("location.hash.slice(1)")
    assert page.run(f"document.getElementById('{target}').open")
    assert page.run(f"document.getElementById('{target}').checkVisibility()")


@in_browser
def test_without_a_script_all_of_it_can_be_read(page: browser.Page, page_file: Path, intake: Intake) -> None:
    page.without_script()
    try:
        page.open(page_file)
        seen = page.do("DOMSnapshot.captureSnapshot", computedStyles=[])
    finally:
        page.without_script(disabled=False)
    drawn = seen["documents"][0]["layout"]["text"]
    visible = " ".join(seen["strings"][n] for n in drawn if n >= 0)
    assert all(flat(f.fact) in visible for j in intake.judged for f in j.current)
    assert "Bỏ lọc" not in visible


@in_browser
def test_paper_has_every_point_and_no_controls(
    page: browser.Page, page_file: Path, intake: Intake, tmp_path: Path
) -> None:
    page.open(page_file)
    words = " ".join(pdf_text(page.print(tmp_path / "in.pdf")).split())
    assert "Bỏ lọc" not in words
    assert "Tìm" not in words
    short = {u.unit.name for u in intake.coverage.units} | {f.fact for j in intake.judged for f in j.current}
    short = {text for text in short if len(text) < 28}  # a longer one is broken into lines
    assert len(short) > 40
    assert [text for text in short if text not in words] == []
    heads = pdf_text(tmp_path / "in.pdf").split("\f")
    listing = [p for p in heads if "Chưa gửi" in p and "Ngày nhận" in p]
    assert len(listing) >= 2, "the heads repeat on every page of the list of units"
    page.open(page_file, "muc=error")
    narrowed = pdf_text(page.print(tmp_path / "loi.pdf"))
    assert "Đang lọc Lỗi" in narrowed
    assert "dạng chữ, được đọc là" not in narrowed


def pdf_text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()


@in_browser
def test_a_phone_needs_no_scrolling_aside(page: browser.Page, page_file: Path) -> None:
    page.size(360, 740)
    try:
        page.open(page_file, "muc=warning")
        assert page.run("document.documentElement.scrollWidth") <= 360
    finally:
        page.size(1366, 768)


@in_browser
def test_what_is_put_into_the_page_later_cannot_act(page: browser.Page, page_file: Path, tmp_path: Path) -> None:
    """The policy of the page holds: a script with one letter changed does not run, a picture is not asked for."""
    whole = page_file.read_text(encoding="utf-8")
    injected = '<img src="http://127.0.0.1:9/x.png"><img src="y" onerror="document.title=1"></main>'
    spoiled = tmp_path / "sua.html"
    spoiled.write_text(whole.replace("</main>", injected).replace("Đóng tất cả", "Dong tat ca"), encoding="utf-8")
    page.open(spoiled, idle=True)
    assert page.run("document.getElementById('loc').hidden"), "the script did not run"
    assert page.run("document.title").startswith("Tình hình")
    assert sum("Content Security Policy" in c for c in page.complaints) >= 3
    open_ = tmp_path / "mo.html"
    open_.write_text(re.sub(r'content="default-src[^"]*"', 'content=""', spoiled.read_text("utf-8")), encoding="utf-8")
    page.open(open_, idle=True)
    assert "http://127.0.0.1:9/x.png" in page.asked, "without the policy it would be"
    assert page.run("document.title") == "1"


@cache
def hostile() -> Overview:
    """Every text a unit, a file name or a register can bring, and every sentence made of them, is a naughty one."""
    texts = [t for t in naughty.texts() if len(t) < 1000]
    report = season.report_of(season.submissions()[:6])
    coverage = report.consolidation.coverage
    units = []
    for n, one in enumerate(coverage.units):
        name = texts[n % len(texts)]
        if one.counted is None or one.counted.submission is None:
            units.append(replace(one, unit=replace(one.unit, name=name)))
            continue
        mine = texts[n::6]
        found = tuple(_finding(text, number) for number, text in enumerate(mine))
        file = replace(one.counted.submission.file, path=f"x/{mine[3]}", saved_by=mine[4])
        judged = Judged(replace(one.counted.submission, file=file), found, Status.PARTIAL, one.counted.receipt)
        units.append(replace(one, unit=replace(one.unit, name=name), counted=judged))
    words = {r.code: RuleWords(r.title, r.why, r.fix) for r in rules().values()}
    return Overview(replace(coverage, units=tuple(units)), dt.date(2011, 6, 10), words, (season.TEMPLATES / "report",))


def _finding(text: str, number: int) -> Finding:
    place = Place(CellRef(text, number + 1, 4), Key("T6.05"))
    return Finding("VS316", "word-for-zero", Severity.WARNING, f"{number}: {text}", text, place, value=text)


@in_browser
def test_naughty_texts_stay_texts(page: browser.Page, tmp_path: Path) -> None:
    target = tmp_path / "tong-quan.html"
    render_page(hostile(), target)
    page.open(target, idle=True)
    assert (page.asked, page.complaints) == ([target.as_uri()], [])
    counted = (
        "['script','style','img','iframe','form','object','svg'].map(n => document.getElementsByTagName(n).length)"
    )
    assert page.run(counted) == [1, 1, 0, 0, 1, 0, len(hostile().coverage.kinds) + 1]
    cells = "[...document.querySelectorAll('.loi-van')].map(e => e.querySelectorAll('p')[0].textContent)"
    told = {flat(f.fact) for u in hostile().coverage.units if u.counted for f in u.counted.findings}
    assert {" ".join(t.split()) for t in page.run(cells)} <= told
    everything = " ".join(page.run("document.body.textContent").split())
    assert all(" ".join(t.split()) in everything for t in told)


def test_a_name_the_page_does_not_know_is_told_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(season.FOLDERS, tmp_path / "mau")
    template = tmp_path / "mau" / "common" / FOLDER / "tong-quan.html.j2"
    template.write_text(template.read_text("utf-8").replace("{{ ky.ten|hoa }}", "{{ ky.tem }}"), encoding="utf-8")
    with pytest.raises(
        ConfigurationError, match=r"overview/tong-quan\.html\.j2, dòng \d+, đoạn “[^”]*”: không có tên “tem”"
    ):
        render_page(replace(hostile(), common=tmp_path / "mau" / "common"), tmp_path / "x.html")
    script = tmp_path / "mau" / "common" / FOLDER / "tong-quan.js"
    script.write_text('const s = "</script>";', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"overview/tong-quan\.js: tệp có dấu “</”"):
        render_page(replace(hostile(), common=tmp_path / "mau" / "common"), tmp_path / "x.html")
    script.unlink()
    with pytest.raises(ConfigurationError, match=r"overview/tong-quan\.js: không đọc được"):
        render_page(replace(hostile(), common=tmp_path / "mau" / "common"), tmp_path / "x.html")


# ----------------------------------------------------------------------------------------------------- the lists
def test_the_lists_hold_every_unit_and_every_point(intake: Intake, tmp_path: Path) -> None:
    target = tmp_path / "tong-quan.xlsx"
    write_overview(intake, target, dt.date(2011, 6, 20), ())
    book = load_workbook(target)
    assert book.sheetnames == ["Tình hình gửi", "Các điểm cần chỉnh lý", "Theo quy tắc", "Bỏ qua cảnh báo"]
    sent, listed, by_rule, _ = (book[name] for name in book.sheetnames)
    assert "tính đến ngày 20/6/2011" in str(listed["A2"].value)
    units = [row[2] for row in sent.iter_rows(min_row=4, values_only=True) if row[0]]
    assert units == [u.unit.name for u in intake.coverage.units]
    unusable = [u.unit.name for u in intake.coverage.units if intake.coverage.standing(u) is UnitStanding.UNUSABLE]
    assert unusable
    assert [r[2] for r in sent.iter_rows(min_row=4, values_only=True) if r[8] == "Tệp chưa dùng được"] == unusable
    cells = sum(int(str(r[10])) or 1 for r in listed.iter_rows(min_row=4, values_only=True))
    assert cells == points(intake)[1] == sum(int(str(r[4])) for r in by_rule.iter_rows(min_row=4, values_only=True))
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows


def test_no_text_becomes_a_formula_or_a_link_in_the_lists(tmp_path: Path) -> None:
    target = tmp_path / "tong-quan.xlsx"
    render_lists(hostile(), target)
    book = load_workbook(target)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert len(cells) > 1000
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    parts = at.unpacked(target.read_bytes())
    assert not [n for n in parts if "externalLink" in n]
    assert not [n for n in parts if n.endswith(".rels") and b'TargetMode="External"' in parts[n]]


# ---------------------------------------------------------------------------------------------------- the command
def test_an_ending_nobody_writes_is_wrong_usage(vstbcpn: Program, inbox: Path) -> None:
    for name in ("tong-quan.pdf", "tong-quan"):
        code, out, err = vstbcpn("validate", inbox, "--report", name)
        assert (code, out) == (2, "")
        assert err.startswith(f"“{name}”: bản tổng quan chỉ ghi được thành tệp .html hoặc .xlsx.")
    assert list(Path().glob("tong*")) == []


@pytest.mark.parametrize("name", ["tong-quan.html", "tong-quan.xlsx"])
def test_the_overview_beside_the_returns_is_written_again(name: str, vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn("validate", inbox, "--report", inbox / name, "--format", "json")
    assert (code, err.splitlines()[0]) == (0, f"Đã ghi bản tổng quan: {(inbox / name).as_posix()}")
    first = (inbox / name).read_bytes()
    assert vstbcpn("validate", inbox, "--report", inbox / name, "--format", "json")[:2] == (0, out)
    assert (inbox / name).read_bytes() == first
    receive(inbox, "so-y-te.xlsx", warned())
    assert vstbcpn("validate", inbox, "--report", inbox / name, "--quiet")[0::2] == (10, "")
    assert (inbox / name).read_bytes() != first


@pytest.mark.parametrize("name", ["so-y-te.xlsx", "so-noi-vu.html"])
def test_a_returned_file_is_never_overwritten(name: str, vstbcpn: Program, inbox: Path) -> None:
    content = receive(inbox, name, at.filled("so-y-te") if name.endswith("xlsx") else b"<html><table>").read_bytes()
    for given in (inbox, inbox / name):
        code, out, err = vstbcpn("validate", given, "--report", inbox / name)
        assert (code, out) == (4, "")
        assert "không được ghi đè" in err
        assert (inbox / name).read_bytes() == content


def test_a_returned_file_of_another_run_is_not_overwritten_either(vstbcpn: Program, inbox: Path) -> None:
    other = receive(inbox.parent, "so-noi-vu.xlsx", at.filled("so-noi-vu"))
    code, out, err = vstbcpn("validate", inbox, "--report", other)
    assert (code, out) == (4, "")
    assert "có thể là tệp đơn vị gửi về" in err
    assert other.read_bytes() == at.filled("so-noi-vu")


def test_a_file_received_later_is_not_overwritten_either(vstbcpn: Program, inbox: Path) -> None:
    later = receive(inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu"), "2011-06-20")
    assert vstbcpn("validate", inbox, "--as-of", "10/06/2011", "--report", later)[0] == 4
    assert later.read_bytes() == at.filled("so-noi-vu")


def test_an_overview_named_as_a_return_is_one(vstbcpn: Program, inbox: Path) -> None:
    target = inbox / "tong-quan.html"
    vstbcpn("validate", inbox, "--report", target)
    assert vstbcpn("validate", target, "--report", target)[0] == 4


def test_days_are_counted_from_the_day_that_is_given(vstbcpn: Program, inbox: Path) -> None:
    for day, words in (("05/06/2011", ""), ("2011-06-08", "còn 1 ngày"), ("09/06/2011", "đúng ngày cuối")):
        code, out, _ = vstbcpn("validate", inbox, "--as-of", day)
        assert code == (0 if words else 3), "a file received later has not come yet"
        assert words in out
    vstbcpn("validate", inbox, "--as-of", "20/06/2011", "--report", "a.html")
    assert "đã quá hạn <b>11 ngày</b>" in Path("a.html").read_text("utf-8")


def test_a_full_disk_leaves_the_old_overview(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "tong-quan.html"
    assert vstbcpn("validate", inbox, "--report", target)[0] == 0
    old = target.read_bytes()

    def full(self: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    code, _, err = vstbcpn("validate", inbox, "--report", target)
    monkeypatch.undo()
    assert code == 4
    assert "Ổ đĩa đã đầy" in err
    assert target.read_bytes() == old


@pytest.mark.full
@pytest.mark.parametrize("ending", ["html", "xlsx"])
def test_the_same_returns_give_the_same_bytes(ending: str, folder: Path, tmp_path: Path) -> None:
    """Another folder, another hash seed, another number of processes, files given one by one in another order."""
    made = []
    for number, seed in enumerate(("1", "2")):
        copy = tmp_path / f"noi-{number}" / "2-nhan-ve"
        copy.mkdir(parents=True)
        names = [Path(shutil.copy2(p, copy)).name for p in sorted(folder.glob("*"))[-7:]]
        given = [n for n in (names if number else names[::-1]) if n.endswith(".xlsx")]
        command = [sys.executable, "-c", "from vstbcpn_cli.cli.main import run; run()", "validate", *given]
        command += ["--report", f"../tong-quan.{ending}", "--jobs", str(number + 1), "--quiet"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
        assert done.returncode == 11, done.stderr
        made.append((copy.parent / f"tong-quan.{ending}").read_bytes())
    assert made[0] == made[1]


# ------------------------------------------------------------------------------------ explanations and trial rules
@pytest.mark.full
def test_what_made_a_notice_is_said_in_every_output(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    """A warning the unit has explained, and a fault of a rule on trial: on screen, in JSON, on the page, in the
    lists."""
    edition = tmp_path / "thu.toml"
    edition.write_text(SHIPPED.read_text("utf-8").replace("issue = ", 'trial = ["VS401"]\nissue = ', 1), "utf-8")
    cells: dict[at.Position, object] = {
        at.spot("so-y-te", "T1.06"): "-",
        at.spot("so-y-te", "T1.06", Role.EXPLANATION): "Trong kỳ chưa làm",
    }
    cells |= {at.spot("so-y-te", "T6.05"): 6, at.spot("so-y-te", "T6.08"): 7}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), cells))
    given = ("validate", inbox, "--edition", edition, "--period", "6t", "--units", register_path("2011"))
    code, out, _ = vstbcpn(*given, "--report", "a.html")
    assert code == 0, out
    assert "R05 (T6, thử nghiệm)" in vstbcpn("rule", "VS401", "--edition", edition)[1]
    assert "LƯU Ý VS401 R05" in out
    quote, trial = "Đơn vị giải trình: “Trong kỳ chưa làm”.", "(quy tắc thử nghiệm)."
    assert quote in out
    assert trial in out
    found = {f["code"]: f for f in json.loads(vstbcpn(*given, "--format", "json")[1])["files"][0]["findings"]}
    assert (found["VS316"]["severity"], found["VS316"]["explanation"]) == ("notice", "Trong kỳ chưa làm")
    assert (found["VS401"]["severity"], found["VS401"]["trial"]) == ("notice", True)
    page = Path("a.html").read_text("utf-8")
    assert quote in page
    assert "1 lưu ý là cảnh báo đã được đơn vị giải trình. 1 lưu ý là của quy tắc đang thử nghiệm." in page
    vstbcpn(*given, "--report", "a.xlsx")
    rows = {r[4]: r for r in load_workbook("a.xlsx")["Các điểm cần chỉnh lý"].iter_rows(min_row=4, values_only=True)}
    assert {code: (row[3], row[14]) for code, row in rows.items()} == {
        "VS316": ("Lưu ý", "đã giải trình"),
        "VS401": ("Lưu ý", "quy tắc thử nghiệm"),
    }
