"""Reports of seasons drawn at random read as correct administrative Vietnamese from the first to the last line.

Quick here; `VSTBCPN_SEASONS=500 python -m pytest tests/integration/report/test_report_seasons.py` draws more.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator

import pytest

from tests.support.seasons.random_seasons import Season, season
from tests.support.seasons.report_cases import TEMPLATES
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.templates.render_sections import render_sections

SEASONS = int(os.environ.get("VSTBCPN_SEASONS", "12"))

WRONG = {
    "no value": re.compile(r"\b(?:None|nan|NaN|True|False|Decimal|undefined)\b"),
    "template": re.compile(r"\{\{|\}\}|\{%|%\}"),
    "reserved character": re.compile("[\ufdd0-\ufdef]"),
    "space": re.compile(r"  | [,.;:!?)”]|[(“] |\s$|^\s"),
    "empty bracket": re.compile(r"\(\s*\)|“”"),
    "double bracket": re.compile(r"\) ?\(|\(\("),
    "double mark": re.compile(r",,|;;|::|\.\.(?!/)|[,;:]\.|\.[,;]|,;|;,|:,|,:|\( ?[,;]|[,;] ?\)"),
    "no space after a mark": re.compile(r"[,;:](?=[^\W\d])|[^\W\d]\.(?=[A-ZĐÁÀẢÃẠÂĂÊÔƠƯ][^\W\d])"),
    "zero for nothing": re.compile(
        r"(?<![\d.,/])0 (?:cuộc|lớp|người|lượt|văn bản|đơn|vụ|triệu|câu|tin|tài|kiến|cán|chỉ|hành|thành|pa|chuyên)"
    ),
    "share of nothing": re.compile(r"\b0/0\b|(?<!\d)…%|… (?:cuộc|lớp|người|lượt|văn bản)"),
    "said twice": re.compile(
        r"\b(đơn vị đơn vị|đã đã|có có|là là|chưa chưa|trong kỳ trong kỳ|của của)\b", re.IGNORECASE
    ),
}
PAIRS = {"(": ")", "“": "”", "[": "]"}
ENDS = (".", ":", "./.", "[…]")


def lines(drawn: Season) -> Iterator[tuple[str, str]]:
    """Section and paragraph, without tables and charts, of the copy that has them all: the officer's."""
    report = replace(drawn.report, copy=Copy.OFFICER)
    sections = render_sections(report, load_labels([TEMPLATES / "report"]))
    for name, paragraphs in sections.paragraphs.items():
        yield from ((name, line) for line in paragraphs)


@pytest.fixture(scope="module", params=range(SEASONS))
def drawn(request: pytest.FixtureRequest) -> tuple[str, list[tuple[str, str]]]:
    made = season(request.param)
    return made.name, list(lines(made))


def test_every_line_is_whole(drawn: tuple[str, list[tuple[str, str]]]) -> None:
    name, found = drawn
    assert found
    for section, line in found:
        where = f"season {name}, {section}: {line}"
        assert [n for n, pattern in WRONG.items() if pattern.search(line)] == [], where
        assert line == unicodedata.normalize("NFC", line), where
        assert all(line.count(a) == line.count(b) for a, b in PAIRS.items()), where
        assert line.endswith(ENDS) or line.startswith(tuple("123456789")), where


def test_every_sentence_starts_with_a_capital(drawn: tuple[str, list[tuple[str, str]]]) -> None:
    name, found = drawn
    for section, line in found:
        for start in re.findall(r"(?:^(?:- |\+ )?|(?<=[^\W\d]{2}[.] )|(?<=[)%] [.] ))([^\W\d_])", line):
            assert start == start.upper(), f"season {name}, {section}: {line}"


def test_lists_end_where_they_are_announced(drawn: tuple[str, list[tuple[str, str]]]) -> None:
    """A line that ends with a colon is followed by what it announces."""
    name, found = drawn
    for (section, line), (_, after) in zip(found, [*found[1:], ("", "")], strict=True):
        if line.endswith(":") and section not in ("mo-dau", "vi-kien-nghi"):
            assert after.startswith("- "), f"season {name}, {section}: {line}"


def test_a_total_that_lacks_units_says_so(drawn: tuple[str, list[tuple[str, str]]]) -> None:
    """Wherever units that have sent are missing, a note in the section that prints a sum says whose it is."""
    made = season(int(drawn[0].partition(":")[0])).report.consolidation
    if made.coverage.complete:
        return
    for code, section in (("T1.06", "t1"), ("T5.01", "t5"), ("T6.05", "t6"), ("T7.08", "t7")):
        total = made.total(code)
        if total.value and (total.no_data or total.withheld):
            sent = len(total.parts) + len(total.no_data) + len(total.withheld)
            said = f"Số liệu của {len(total.parts):02d}/{sent:02d} đơn vị"
            notes = (line for name, line in drawn[1] if name == section and line.startswith("*"))
            assert any(said in note for note in notes), (drawn[0], code)
