"""Nobody is kept out by a page of HTML: the overview in every state of a season, and every page of the guides, judged by
axe-core in the browser, wide, as narrow as at 400 % (WCAG 2.2, 1.4.10), and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs import axe, browser, launching
from tests.support.programs.command_line import receive, warned, wrong
from tests.support.seasons import busy_season
from tests.tools.guide_pages import GUIDE, guide_pages
from vstbcpn_cli.cli.exit_codes import ExitCode

pytestmark = pytest.mark.skipif(bool(axe.missing()), reason=axe.missing())

VIEWS = ((1280, ""), (320, ""), (1280, "print"))
STATES = ("empty", "half", "findings", "consolidated")
GUIDES = [p.name.replace("README.md", "index.md").replace(".md", ".html") for p in sorted(GUIDE.glob("*.md"))]
UNITS = ["so-tai-chinh", "so-cong-thuong", "so-xay-dung", "so-tttt", "thanh-tra-tinh", "ban-dan-toc", "huyen-loc-binh"]
MARKS = {
    "accepted",
    "to_correct",
    "unusable",
    "missing",
    "nil",
    "excluded",
    "late",
    "stray",
    "error",
    "warning",
    "notice",
}
OPEN_ALL = "document.getElementById('mo').click()"


@pytest.fixture(scope="module")
def tab() -> Iterator[browser.Page]:
    with browser.page() as made:
        yield made


@pytest.fixture(scope="module")
def overviews(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The overview of one season as it grows."""
    season = tmp_path_factory.mktemp("mua") / "6t"
    inbox = season / "2-nhan-ve"

    def run(*arguments: object) -> None:
        code, _, complaint = launching.finished(arguments, cwd=season if season.is_dir() else None)
        assert code in (ExitCode.OK, ExitCode.WARNINGS, ExitCode.ERRORS), complaint

    def overview(state: str, day: str) -> Path:
        run("status", "--as-of", day, "--report", f"{state}.html")
        return season / f"{state}.html"

    run("init", season, "--edition", "2011", "--period", "6t")
    made = {"empty": overview("empty", "1/6/2011")}
    receive(inbox, "so-y-te.xlsx", warned())
    made["half"] = overview("half", "10/6/2011")
    receive(inbox, "sai.xlsx", wrong())
    receive(inbox, "cham.xlsx", at.typed(at.filled("so-gddt"), {("NV6", 900, 1): "ghi chú lạc"}), "2011-06-15")
    receive(inbox, "anh chup.pdf", b"%PDF-1.4\n")
    receive(inbox, "bc so-noi-vu.xlsx", at.filled("so-noi-vu")[:9000])
    busy_season.lay(inbox, UNITS)
    run("nil", "so-khcn", "--by", "Hà", "--date", "9/6/2011")
    run("exclude", "so-nnptnt", "--by", "Hà", "--reason", "Giải thể")
    made["findings"] = overview("findings", "20/6/2011")
    run("consolidate")
    return made | {"consolidated": overview("consolidated", "20/6/2011")}


@cache
def _guide() -> dict[str, bytes]:
    return guide_pages()


@pytest.fixture(scope="module")
def guides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("huong-dan")
    for name, content in _guide().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def _hinders_nobody(tab: browser.Page, path: Path, script: str = "0") -> None:
    for width, medium in VIEWS:
        tab.size(width, 900)
        tab.medium(medium)
        tab.open(path)
        tab.run(script)
        assert axe.barriers(tab) == [], (path.name, width, medium)
        if not medium:
            assert tab.run("document.documentElement.scrollWidth") <= width, "read without moving aside"
        assert tab.complaints == []


@pytest.mark.parametrize("state", STATES)
def test_the_overview_hinders_nobody(state: str, tab: browser.Page, overviews: dict[str, Path]) -> None:
    _hinders_nobody(tab, overviews[state], OPEN_ALL)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_hinders_nobody(name: str, tab: browser.Page, guides: Path) -> None:
    _hinders_nobody(tab, guides / name)
    assert tab.run("[...document.images].every(i => i.naturalWidth && i.alt)")
    assert all(asked.startswith("file:") for asked in tab.asked)


@pytest.mark.parametrize(("width", "medium"), VIEWS)
def test_a_contrast_too_low_is_found(
    width: int, medium: str, tab: browser.Page, overviews: dict[str, Path], guides: Path
) -> None:
    tab.size(width, 900)
    tab.medium(medium)
    for path in (overviews["findings"], guides / "index.html"):
        tab.open(path)
        tab.run("document.documentElement.style.setProperty('--nhat', '#8f99a5')")
        assert [(b.rule, b.impact, b.sure) for b in axe.barriers(tab)] == [("color-contrast", "serious", True)]


def test_no_colour_stands_alone(tab: browser.Page, overviews: dict[str, Path]) -> None:
    """What is coloured is also said, on paper too (WCAG 1.4.1); a bar is drawn beside the numbers it shows."""
    tab.medium("print")
    tab.open(overviews["findings"])
    assert set(tab.run("[...document.querySelectorAll('.the, .muc')].map(e => e.classList[1])")) == MARKS
    for path in overviews.values():
        tab.open(path)
        marks = tab.run(
            "[...document.querySelectorAll('.the, .muc, .so-lieu a, .dem span')].map(e => e.innerText.trim())"
        )
        assert marks
        assert all(any(letter.isalpha() for letter in words) for words in marks)
        bars = "[...document.querySelectorAll('svg')]"
        assert tab.run(f"{bars}.every(e => e.getAttribute('aria-hidden') && e.closest('tr').querySelector('td'))")
    tab.medium()


def test_the_keyboard_comes_past_what_every_guide_begins_with(tab: browser.Page, guides: Path) -> None:
    tab.medium()
    tab.open(guides / "index.html")
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.className") == "nhay"
    tab.press("Enter", 13)
    assert tab.run("document.activeElement.localName") == "main"


def test_a_guide_on_paper_has_its_whole_screens_and_no_menu(tab: browser.Page, guides: Path) -> None:
    tab.size(1280, 900)
    tab.medium("print")
    for name in GUIDES:
        tab.open(guides / name)
        assert tab.run("[...document.querySelectorAll('pre')].every(e => e.scrollWidth <= e.clientWidth)"), name
        assert tab.run("[...document.querySelectorAll('nav')].every(e => !e.checkVisibility())"), name
    tab.medium()
