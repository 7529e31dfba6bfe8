"""Every Word file that goes to somebody is a finished one: of today's Word, with a title and its issuer, with headings
to go to, tables whose heads repeat and pictures that are told in words."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tests.support.forms import returned as at
from tests.support.judges.word_form import WordForm
from tests.support.judges.word_text import nameless_tables
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.feedback_outputs import last_slip
from tests.support.seasons.report_cases import TEMPLATES, all_forms, edition, made_of, report_of
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.word.renderer import COPIES, WORDS

ISSUERS = {"6t": ("nd30", "ban"), "nam": ("tt01", "so")}
TITLES = {
    "docx": "Kết quả hoạt động bình đẳng giới và vì sự tiến bộ của phụ nữ {tieu_de}",
    "officer": "Kết quả hoạt động bình đẳng giới và vì sự tiến bộ của phụ nữ {tieu_de}",
    "words": "Tập danh mục {ten}",
}


@dataclass(frozen=True)
class File:
    """One Word file, beside what it has to say of itself."""

    path: Path
    title: str
    author: str

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        with zipfile.ZipFile(self.path) as package:
            return {name: package.read(name) for name in package.namelist()}

    @cached_property
    def form(self) -> WordForm:
        return WordForm(self.path)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """What the navigation pane shows."""
        return [(line.level, line.text) for line in self.form.lines if line.level is not None]


@pytest.fixture(scope="module", params=ISSUERS)
def period(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def written(period: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, File]:
    """Of twenty units of seventy, one of them late, so that there is a chart."""
    preset, issuer = ISSUERS[period]
    named = {"template": TEMPLATES / "bao-cao-tt01.docx"} if preset == "tt01" else {}
    sent = all_forms(period)[:20]
    late = {sent[0].unit: edition().periods[period].due + dt.timedelta(days=10)}
    report = report_of(made_of(sent, period, received=late), issuer=issuer, **named)
    spoken = {"tieu_de": report.consolidation.coverage.period.title, "ten": report.consolidation.coverage.period.name}
    folder, found = tmp_path_factory.mktemp(period), {}
    for renderer in (*COPIES.values(), WORDS):
        path = folder / f"{renderer.name}.docx"
        renderer.render(report, path)
        found[renderer.name] = File(path, TITLES[renderer.name].format(**spoken), report.issued_by.name)
    return found


@pytest.fixture
def slip(vstbcpn: Program, tmp_path: Path) -> File:
    inbox = tmp_path / "nhan"
    inbox.mkdir()
    receive(inbox, "a.xlsx", at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T6.01"): "ba lớp"}))
    vstbcpn("validate", inbox, "--feedback", "ra", "--quiet")
    return File(last_slip(tmp_path / "ra"), "Phiếu phản hồi – Sở Y tế", "Ban Vì sự tiến bộ của phụ nữ tỉnh Lạng Sơn")


def holds(file: File) -> None:
    """What holds for every Word file."""
    properties = docx.Document(str(file.path)).core_properties
    assert (properties.title, properties.author, properties.language) == (file.title, file.author, "vi-VN")
    assert properties.keywords.startswith("vstbcpn-")
    settings, app = file.parts["word/settings.xml"].decode(), file.parts["docProps/app.xml"].decode()
    assert re.search(r'compatibilityMode"[^>]*w:val="15"', settings)
    assert re.search(r'<w:themeFontLang w:val="vi-VN"/>', settings)
    assert f"<Company>{file.author}</Company>" in app
    assert not [name for name in file.parts if "stylesWithEffects" in name or "customXml" in name]
    theme = file.parts["word/theme/theme1.xml"].decode()
    assert set(re.findall(r'<a:latin typeface="([^"]*)"', theme)) == {"Times New Roman"}
    assert {run.language for line in file.form.lines for run in line.runs} == {"vi-VN"}
    for table in file.form.document.element.body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        assert len(rows) == 1 or rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert not nameless_tables(file.path)
    for picture in _pictures(file):
        assert len(picture.get("descr", "").split()) > 5


def _pictures(file: File) -> list[Any]:
    return [e for e in file.form.document.element.body.iter() if str(e.tag).endswith("}docPr")]


@pytest.mark.parametrize("name", TITLES)
def test_reports_and_the_words_of_the_units(written: Mapping[str, File], name: str) -> None:
    holds(written[name])
    assert len(_pictures(written[name])) == (name != "words")


def test_the_slip(slip: File) -> None:
    holds(slip)


def test_the_navigation_pane_leads_through_the_report(written: Mapping[str, File], period: str) -> None:
    for name in ("docx", "officer"):
        headings = written[name].headings
        parts = [text for level, text in headings if level == 0]
        wanted = ["I", "II", "III", "IV", "V", "VI"][: 5 if period == "6t" else 6]
        assert [text.partition(".")[0] for text in parts][: len(wanted)] == wanted
        below = dict.fromkeys(parts, 0)
        part = ""
        for level, text in headings:
            part = text if level == 0 else part
            below[part] += level == 1
        assert below[parts[1]] == 7
        annexes = [p for p in parts if p.startswith("Phụ lục ")]
        assert len(annexes) >= 3
        assert [below[annex] for annex in annexes] == [1] * len(annexes)


def test_the_navigation_pane_leads_to_every_list_of_the_units_words(written: Mapping[str, File]) -> None:
    first, title, *lists = written["words"].headings
    assert first == (0, "Tập danh mục")
    assert title[0] == 1
    tables = len(written["words"].form.document.tables)
    assert tables <= len(lists)
    assert {level for level, _ in lists} == {1}


def test_a_template_of_the_office_need_not_name_its_tables(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    for title in list(document.element.body.iter(qn("w:tblCaption"))):
        title.getparent().remove(title)
    document.save(str(tmp_path / "mau.docx"))
    report = report_of(made_of(all_forms("6t")[:1]), template=tmp_path / "mau.docx")
    COPIES[Copy.SIGNING].render(report, tmp_path / "a.docx")
    assert not nameless_tables(tmp_path / "a.docx")
    titles = [e.get(qn("w:val")) for e in docx.Document(str(tmp_path / "a.docx")).element.body.iter(qn("w:tblCaption"))]
    assert titles[0].startswith("Khung trình bày: UBND TỈNH LẠNG SƠN; BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ; ")
