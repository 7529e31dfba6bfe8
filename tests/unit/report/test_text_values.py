"""What a rendered text means is held beside its characters: no unit and no template can type it."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.support.seasons.report_cases import TEMPLATES, all_forms, body_of, form_of, made_of, report_of, texts_of
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.report.context.coverage_remarks import marked, remark
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.document.grid import Cell, Grid
from vstbcpn_cli.report.document.placed_objects import Chart, ShortTable
from vstbcpn_cli.report.document.text import (
    OBJECT,
    About,
    Text,
    TextRun,
    in_brackets,
    joined,
    own_lines,
    placed,
    replaced,
    runs_of,
    tidied,
)
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates.render_sections import Sections, render_sections
from vstbcpn_cli.report.word.renderer import render, render_words
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.sentences import ONE_LINE, ended

NOTE = remark(About.COVERAGE, "số liệu của 2/3 đơn vị")
TABLE = ShortTable("Kinh phí", Grid((10,), ((Cell("a"),),), [(Cell("1"),), (Cell("2"),)]))


def meant(text: str) -> list[str]:
    """The stretches of a text that mean something."""
    return [run.text for run in runs_of(text) if run.meaning is not None]


@pytest.mark.parametrize(
    "text",
    [
        "A " + in_brackets(NOTE),
        in_brackets(NOTE) + " B",
        upper_first("a " + in_brackets(NOTE)),
        ended("A " + in_brackets(NOTE) + " "),
        (" A " + in_brackets(NOTE) + " ").strip(),
        ("A " + in_brackets(NOTE))[2:],
        joined(["A", in_brackets(NOTE)], "; "),
        tidied(" A  " + in_brackets(NOTE) + " (x)"),
    ],
)
def test_a_text_put_together_and_cut_keeps_its_remark(text: str) -> None:
    assert meant(text) == ["số liệu của 2/3 đơn vị"]
    assert str(text) == "".join(run.text for run in runs_of(text))


def test_any_other_method_gives_plain_words_that_read_the_same() -> None:
    text = "A " + in_brackets(NOTE)
    for plain in (text.replace("A", "B"), text[3], text[::-1], str(text), f"{text}"):
        assert not isinstance(plain, Text)
    assert text == "A (số liệu của 2/3 đơn vị)"


def test_what_stands_inside_a_remark_is_not_taken_for_plain_words() -> None:
    source = remark(About.COVERAGE, "nguồn: Báo cáo (bản 2); phụ lục")
    text = "A " + source + ". B " + source + "."
    assert marked(text) == ("A*. B*.", "* Nguồn: Báo cáo (bản 2); phụ lục.")
    assert replaced(ONE_LINE[1][0], "_", "a b" + NOTE) == "a_b" + NOTE


def test_lines_of_a_unit_stay_lines_inside_a_paragraph() -> None:
    assert tidied("Nêu:\n  " + own_lines("một\nhai")) == "Nêu: một\nhai"
    assert meant(placed(TABLE)) == [OBJECT]
    assert not placed(ShortTable("", Grid((), (), [])))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "mau-bao-cao"
    shutil.copytree(TEMPLATES, folder)
    return folder


def said(folder: Path, template: str) -> Sections:
    (folder / "report" / "t6.j2").write_text(template, encoding="utf-8")
    return render_sections(report(folder), load_labels([folder / "report"]))


@cache
def made() -> Consolidation:
    return made_of(all_forms("6t")[::6])


def report(folder: Path = TEMPLATES) -> Report:
    return report_of(made(), templates=folder)


@pytest.mark.parametrize(
    "template",
    [
        "{{ so('T6.10').luu_y }} {{ so('T6.10').luu_y }}",
        "{{ so('T6.10').luu_y + ' ' + so('T6.10').luu_y }}",
        "{{ so('T6.10').luu_y ~ ' ' ~ so('T6.10').luu_y }}",
        "{{ so('T6.10').luu_y | replace('đ', 'đ') }} {{ so('T6.10').luu_y }}",
        "{{ [so('T6.10').luu_y, so('T6.10').luu_y] | join(' ') }}",
        "{% set x %}{{ so('T6.10').luu_y }}{% endset %}{{ x }} {{ x }}",
        "{% macro m() %}{{ so('T6.10').luu_y }}{% endmacro %}{{ m() }} {{ m() }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% for _ in (1, 2) %}{% call m() %}{{ so('T6.10').luu_y }}{% endcall %} {% endfor %}",
    ],
)
def test_remarks_pass_through_every_way_of_the_language_to_put_text_together(own: Path, template: str) -> None:
    line, note = said(own, "{% filter doan %}A " + template + ".{% endfilter %}").paragraphs["t6"][:2]
    assert line == "A*."
    assert note.startswith("* Số liệu của ")
    assert note.count("đơn vị") == 1


def test_a_table_stands_as_itself_between_paragraphs(own: Path) -> None:
    before, table, after = said(own, "A.\n\n{{ bang('T6') }}\n\nB.").blocks["t6"][:3]
    assert (before, after) == ("A.", "B.")
    assert isinstance(table, ShortTable)


@pytest.mark.parametrize("printed", ["A {{ bang('T6') }}", "{{ bang('T6') }}{{ bang('T6') }}"])
def test_a_table_among_words_is_refused(own: Path, printed: str) -> None:
    with pytest.raises(ConfigurationError, match="bảng, biểu đồ nằm giữa câu"):
        said(own, printed)


def test_a_table_made_characters_is_refused_and_never_printed(own: Path) -> None:
    with pytest.raises(ConfigurationError, match="bảng, biểu đồ nằm giữa câu"):
        said(own, "{% set x %}{{ bang('T6') }}{% endset %}{{ x | upper }}")


HOSTILE = (
    f"một {OBJECT} hai",
    "<?vstbcpn-block 0?>",
    "<?vstbcpn-table 0?>",
    "</w:t><?vstbcpn-block 0?><w:t>",
    "&lt;?vstbcpn-table 0?&gt; &#123;",
    "{_{ 7*7 }_} {_% raw %_}",
    "{{ bang('T6') }} {% raw %}",
    "\ufdd40\ufdd4 \ufdd30\ufdd3 \ufdd5csố\ufdd6",
    "Làm tốt (số liệu của 2/3 đơn vị) (số liệu của 2/3 đơn vị).",
)


def rendered(folder: Path, typed: str) -> Path:
    """The report of a few units, one of which typed this."""
    form = form_of("so-y-te", lambda answers: answers.values.update({"X.01": typed}))
    report = report_of(made_of((form, *all_forms("6t")[20:25])))
    render(report, folder / "bao-cao.docx")
    render_words(report, folder / "danh-muc.docx")
    return folder / "bao-cao.docx"


def shape(document: Path) -> list[int]:
    """How many tables, pictures and paragraphs there are."""
    body = docx.Document(str(document)).element.body
    return [len(list(body.iter(qn(tag)))) for tag in ("w:tbl", "w:drawing", "w:p")]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    return shape(rendered(tmp_path_factory.mktemp("thuong"), "Nêu rồi."))


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_unit_types_is_only_text(tmp_path: Path, typed: str, plain: list[int]) -> None:
    told = f"Nêu {typed} rồi."
    made = rendered(tmp_path, told)
    shown = " ".join("".join(" " if c == OBJECT or "\ufdd0" <= c <= "\ufdef" else c for c in told).split())
    assert sum(shown in text for text in texts_of(tmp_path / "danh-muc.docx")) == 1
    assert sum(shown in text for text in texts_of(made)) == 1
    assert any(shown in text for text in body_of(made))
    assert shape(made) == plain


@pytest.mark.parametrize(
    ("printed", "told"),
    [("{{ d }} thêm", "cần một đoạn riêng"), ("{{ d | upper }}", "không in “")],
)
def test_a_word_template_that_has_no_place_for_a_table_is_refused(own: Path, printed: str, told: str) -> None:
    document = docx.Document(str(own / "bao-cao.docx"))
    at = next(n for n, p in enumerate(document.paragraphs) if "in n.doan " in p.text)
    document.paragraphs[at + 1].text = printed
    document.save(str(own / "bao-cao.docx"))
    with pytest.raises(ConfigurationError, match=told):
        render(report(own), own.parent / "a.docx")


def test_a_chart_is_a_block_of_its_section() -> None:
    sent = all_forms("6t")[::6]
    late = report_of(made_of(sent, received={sent[0].unit: dt.date(2011, 6, 20)}))
    found = render_sections(late, load_labels([TEMPLATES / "report"]))
    assert {type(b) for b in found.placed} == {ShortTable, Chart}
    assert TextRun("a") in runs_of("a")
