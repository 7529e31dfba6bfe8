"""Whoever checks a report by hand finds no part larger than its whole and no share that its two numbers do not give.

Quick here; `VSTBCPN_SEASONS=500 python -m pytest tests/unit/report/test_report_shares.py` draws more.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.support.seasons.random_seasons import Season, season
from tests.support.seasons.report_cases import TEMPLATES
from vstbcpn_cli.edition.part_whole import wholes_of
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.document.placed_objects import ShortTable
from vstbcpn_cli.report.templates.render_sections import Sections, render_sections
from vstbcpn_cli.report.word.annex_figures import figures_grid, matrix_grids
from vstbcpn_cli.text.numbers import share_of

SEASONS = int(os.environ.get("VSTBCPN_SEASONS", "12"))
LABELS = load_labels([TEMPLATES / "report"])

NUMBER = r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+"
SHARE = re.compile(rf"(?:chiếm|đạt|bằng) (?P<share>(?:{NUMBER})%)(?: dự toán)?(?: \((?P<own>[^)]*)\))?")
FIGURE = re.compile(rf"(?<![\d.,/-])(?P<one>{NUMBER})(?:/(?P<of>{NUMBER}))?(?![\d%/-])")
NO_FIGURE = re.compile(r" \([^()]*\)|năm \d{4}|\d+ năm|từ \d+%|ít nhất")
"""Remarks in brackets, and numbers that count nothing."""
CELL = re.compile(rf"(?P<share>{NUMBER})%?(?: \((?P<one>{NUMBER})/(?P<of>{NUMBER})\))?")


@pytest.fixture(scope="module", params=range(SEASONS))
def drawn(request: pytest.FixtureRequest) -> Season:
    return season(request.param)


@pytest.fixture(scope="module")
def sections(drawn: Season) -> Sections:
    return render_sections(drawn.report, LABELS)


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def share(part: str, whole: str) -> str:
    return share_of(number(part), number(whole))


def paragraphs(sections: Sections) -> Iterator[str]:
    for section, found in sections.paragraphs.items():
        if section[0] == "t":
            yield from (p for p in found if not p.startswith("- "))


def test_every_share_in_words_is_that_of_two_numbers_before_it(drawn: Season, sections: Sections) -> None:
    for text in paragraphs(sections):
        for found in SHARE.finditer(text):
            own = FIGURE.match(found["own"] or "")
            before = NO_FIGURE.sub("", text[: found.start()])
            figures = list(FIGURE.finditer(before))
            where = f"season {drawn.name}: {text}"
            if own is not None and own["of"]:
                assert share(own["one"], own["of"]) == found["share"], where
            elif figures[-1]["of"]:
                assert share(figures[-1]["one"], figures[-1]["of"]) == found["share"], where
            else:
                wholes = [f["one"] for f in figures[:-1]]
                assert found["share"] in [share(figures[-1]["one"], w) for w in wholes], where
            if "dự toán" not in found[0]:
                assert number(found["share"].rstrip("%")) <= 100, where


def fits(texts: list[str], where: str) -> None:
    """Whole, part and share beside each other."""
    whole, part, ratio = texts
    found = CELL.fullmatch(ratio)
    if found is None:
        assert ratio in ("", "–", "…"), where
        return
    assert number(part) <= number(whole), where
    own = (found["one"], found["of"]) if found["of"] else (part, whole)
    assert own[0] == part, where
    assert share_of(*map(number, own), even=True) == f"{found['share']}%", where


def test_every_line_of_a_table_with_whole_part_and_share_fits(drawn: Season, sections: Sections) -> None:
    for table in sections.placed:
        if isinstance(table, ShortTable):
            # Under a head over several shares the first is that of the whole and part beside it.
            heads = [c.text for c in table.grid.head[0]]
            for row in table.grid.body:
                texts = [c.text for c in row]
                for n in [n for n, head in enumerate(heads) if head in ("Tỷ lệ nữ (%)", "Tỷ lệ (%)")]:
                    fits(texts[n - 2 : n + 1], f"season {drawn.name}: {heads} {texts}")
                for held in filter(None, (re.fullmatch(r"(\S+)/(\S+) \((\S+)\)", t) for t in texts[1:])):
                    assert share_of(number(held[1]), number(held[2]), even=True) == held[3], (drawn.name, texts)


def test_every_share_of_annex_two_is_that_of_two_numbers_in_it(drawn: Season) -> None:
    rows = {r[0].text: r for r in figures_grid(replace(drawn.report, copy=Copy.OFFICER), LABELS).body if len(r) > 1}
    wholes = wholes_of(drawn.report.consolidation.edition)
    for code, row in rows.items():
        found = CELL.fullmatch(row[-2].text)
        where = f"season {drawn.name}: {[c.text for c in row]}"
        whole = wholes.get(code) or ("T6.13" if code == "T6.14" else "")
        if whole in rows and code in wholes:
            pairs = zip(row[3:-2], rows[whole][3:-2], strict=True)
            for part, all_ in ((a.text, b.text) for a, b in pairs if "/" not in a.text and a.text[:1].isdigit()):
                assert number(part) <= number(all_), where
        if found is not None and code:
            pair = row[-3].text.split("/") if "/" in row[-3].text else [row[-3].text, rows[whole][-3].text]
            own = [found["one"], found["of"]] if found["of"] else pair
            assert share_of(*map(number, own), even=True) == f"{found['share']}%", where


def test_every_total_of_annex_three_fits(drawn: Season) -> None:
    for grid in matrix_grids(drawn.report, LABELS):
        for row in grid.body:
            texts = [c.text for c in row]
            for n in range(2, len(texts), 3):
                fits(texts[n : n + 3], f"season {drawn.name}: {texts}")
