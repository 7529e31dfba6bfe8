"""The form of the report over the editions, periods and covers: who is carried out, what is said once, how it reads."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.support.forms.plausible import coverage_of
from tests.support.seasons import season
from tests.support.seasons.random_seasons import previous_of
from vstbcpn_cli.edition.office import COMMITTEE
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.document.placed_objects import Apart, Chart, ParagraphLook, ShortTable
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates.render_sections import Sections, render_sections
from vstbcpn_cli.report.word.renderer import render
from vstbcpn_cli.report.word.template_words import NAME
from vstbcpn_cli.text.casing import in_sentence

COVERS = ("full", "half", "single")
PERIODS = {season.SHIPPED: ("6t", "nam"), season.SECOND: ("q2", "q4")}
PRESETS = ("bao-cao.docx", "bao-cao-tt01.docx")
CASES = [(e, p, c) for e, periods in PERIODS.items() for p in periods for c in COVERS]


@dataclass(frozen=True)
class Case:
    """One report of the matrix and what its sections say."""

    report: Report
    sections: Sections

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(name, line) for name, lines in self.sections.paragraphs.items() for line in lines]

    @property
    def own(self) -> Iterator[str]:
        """The sentences of the report itself of the parts before the assessment: without the words of units, which stand
        behind those who say them, and without names that are quoted."""
        units = (in_sentence(u.unit.name) for u in self.report.consolidation.coverage.units)
        said = re.compile(rf"([Tt]heo báo cáo của (?:\d+ )?(?:đơn vị|{'|'.join(map(re.escape, units))})): .*")
        for name, line in self.lines:
            if name.startswith(("m", "t", "i-", "ii-", "iii-")) and not line.startswith("- "):
                yield re.sub("“[^”]*”", "“”", said.sub(r"\1.", line))


@cache
def case(edition: str, period: str, cover: str) -> Case:
    with season.using(edition) as of:
        forms = season.submissions(period)
        sent = {"full": forms, "half": forms[::2], "single": forms[:1]}[cover]
        spec = of.periods[period]
        made, whole = (consolidate(coverage_of(of, season.register(), spec, some)) for some in (sent, forms))
        before = replace(previous_of(whole, period), edition=str(of.year - 1))
        report = Report(made, spec.due, None, previous=before)
        return Case(report, render_sections(report, load_labels(report.sentences)))


@pytest.fixture(params=CASES, ids=lambda c: "-".join((Path(c[0]).name, *c[1:])))
def of(request: pytest.FixtureRequest) -> Case:
    return case(*request.param)


def test_the_report_carries_out_what_comes_from_above(of: Case) -> None:
    office = of.report.office
    first = of.sections.paragraphs["mo-dau"][0]
    assert first.startswith(office.legal_basis)
    assert office.request in first
    assert not office.legal_basis.startswith("Thực hiện " + office.request)
    assert office.committee not in office.legal_basis
    assert "ngày … tháng … năm" in office.request


def test_the_cover_is_said_once_and_then_only_where_it_differs(of: Case) -> None:
    said = [line for line in of.own if re.search(r"ố liệu của \d+/\d+ đơn vị", line)]
    # A result below a target is judged of all, or it says of how many it is.
    told = [line for line in said if "chưa đủ số liệu để đánh giá theo chỉ tiêu" not in line]
    assert all(line.startswith("*") for line in told), told
    coverage = of.report.consolidation.coverage
    usual = f"của {len(coverage.sent):02d}/{len(coverage.units):02d} đơn vị"
    assert not [line for line in said if usual in line], usual
    assert not [line for line in of.own if "số ước" in line]


def test_a_mark_has_its_note_and_a_note_its_mark(of: Case) -> None:
    for blocks in of.sections.blocks.values():
        for before, block in pairwise(blocks):
            if isinstance(block, Apart) and block.look is ParagraphLook.NOTE:
                assert isinstance(before, str)
                marks = set(re.findall(r"(?<=[\w)%])\*+", before))
                assert marks == set(re.findall(r"(?:^|(?<=\. ))\*+", block)), (before, block)


def test_what_is_compared_with_is_named_right_behind_the_figure(of: Case) -> None:
    period, year = of.report.consolidation.coverage.period, of.report.consolidation.edition.year - 1
    wanted = f"so với năm {year}" if period.annual else f"so với cùng kỳ năm {year}"
    compared = [line for line in of.own if "so với" in line]
    assert all(wanted in line for line in compared)
    assert not [line for line in compared if re.search(r"so với cùng kỳ(?! năm \d{4})", line)]
    for line in compared:
        for found in re.finditer(r"(?<=[,;(] )(?:tăng|giảm) [\d.,]+ [^,;]*? so với", line):
            before = line[: found.start()].rpartition(". ")[2]
            assert re.search(r"\d[^.;]*, $", before), line


def test_nothing_stands_under_a_heading_but_a_sentence(of: Case) -> None:
    for name, blocks in of.sections.blocks.items():
        if blocks:
            assert isinstance(blocks[0], str), name


def test_every_chart_has_something_to_tell(of: Case) -> None:
    for chart in of.sections.placed:
        if isinstance(chart, Chart):
            figures = [v for s in chart.series for v in s.values if v is not None]
            assert len(figures) > 2
            assert len(set(figures)) > 1 or len(chart.series) > 1, chart.caption


def test_figures_of_one_column_have_the_same_decimals(of: Case) -> None:
    for table in of.sections.placed:
        if isinstance(table, ShortTable):
            assert not any("đơn vị có số liệu" in c.text for row in table.grid.head for c in row)
            for column in zip(*(r for r in table.grid.body if len(r) == len(table.grid.widths)), strict=True):
                places = {
                    len(c.text.partition(",")[2].rstrip("%")) for c in column[:] if "," in c.text and "%" in c.text
                }
                assert len(places) < 2, table.caption


WORDS = {
    "a file": re.compile(r"[Tt]ệp "),
    "times of targets": re.compile("lượt chỉ tiêu"),
    "no subject": re.compile(r"(?:^|\. )(?:Đã|Duy trì|Phát hành|Hiện có) "),
    "a small number": re.compile(
        r"(?<![\d.,/…–-])[1-9] (?:đơn vị|lớp|cuộc|người|kế hoạch|văn bản|câu lạc bộ|nữ|vụ|hành vi)\b"
    ),
}


@pytest.mark.parametrize("words", WORDS)
def test_it_reads_as_a_ministry_writes(of: Case, words: str) -> None:
    own = [line for line in of.own if "quy tắc" not in line]
    assert not [line for line in own if WORDS[words].search(line)]


def test_a_report_is_no_directing_document(of: Case) -> None:
    assert not [line for line in of.sections.paragraphs["i-chi-dao"] if re.search(r"\d+ báo cáo", line)]


ISSUED = [(e, c, p, i) for e in PERIODS for c in ("half",) for p in PRESETS for i in (0, 1)]


@pytest.mark.parametrize(("edition", "cover", "preset", "second"), ISSUED, ids=str)
def test_the_written_file_is_of_its_issuer(edition: str, cover: str, preset: str, second: int, tmp_path: Path) -> None:
    of = case(edition, PERIODS[edition][0], cover).report
    issuer = [COMMITTEE, *of.office.issuers][second]
    report = replace(of, issuer=issuer, template=season.COMMON / preset)
    render(report, tmp_path / "a.docx")
    document = docx.Document(str(tmp_path / "a.docx"))
    signed = [
        p.text for table in document.tables for p in table.rows[0].cells[-1].paragraphs if p.style.name == "VB Ký"
    ]
    assert signed[-1] == (report.issued_by.signer_name or NAME)
    sent_to = [p.text for table in document.tables for p in table.rows[0].cells[0].paragraphs]
    filed = [line for line in sent_to if line.startswith("- Lưu: VT, ")]
    assert filed == [f"- {report.issued_by.copies[-1]}."]
    headings = [p for p in document.paragraphs if re.match(r"\d+\. Đối với ", p.text)]
    assert headings or edition == season.SECOND
    for heading in headings:
        assert heading.style is not None
        assert heading.style.font.bold
        assert heading.style.element.pPr.find(qn("w:outlineLvl")) is not None
    assert {p.style.name for p in document.paragraphs if p.style and p.text.startswith("* ")} <= {"VB Chú thích"}
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        names = package.namelist()
        settings, app = (package.read(n).decode() for n in ("word/settings.xml", "docProps/app.xml"))
        theme = package.read("word/theme/theme1.xml").decode()
    assert re.search(r'compatibilityMode"[^>]*w:val="15"', settings)
    assert set(re.findall(r'<a:latin typeface="([^"]*)"', theme)) == {"Times New Roman"}
    assert not [n for n in names if "stylesWithEffects" in n]
    assert report.issued_by.name in app
    assert "Macintosh" not in app
    assert document.core_properties.author == report.issued_by.name
    assert document.core_properties.title


def test_the_citations_of_the_year_name_the_letters() -> None:
    cited = tomllib.loads((season.FOLDERS / "2011" / "report" / "van-ban.toml").read_text(encoding="utf-8"))
    said = " ".join(case(season.SHIPPED, "6t", "full").sections.paragraphs["t1"])
    assert f"Công văn số {cited['CV664']['so']}" in said
    first = case(season.SHIPPED, "6t", "full").sections.paragraphs["mo-dau"][0]
    assert first.startswith("Thực hiện Công văn số 12/UBQG-VP ngày 17 tháng 3 năm 2011")
