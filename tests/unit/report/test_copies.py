"""The two copies of the Word report and the file of the units' own words: what each of them holds, and for whom."""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from tests.support.judges.word_text import controls_of, plain_document
from tests.support.seasons import season
from tests.support.seasons.report_cases import all_forms, edition, made_of, report_of
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.document.text import FigureOf, Text, TextRun, figure_of, figures_in
from vstbcpn_cli.report.word.annexes import annexes_of
from vstbcpn_cli.report.word.renderer import COPIES, WORDS
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.tracing.model import Counted, Traced
from vstbcpn_cli.usecases.tracing.query import answer_to

_CODE = re.compile(r"\b[A-Z]{1,2}\d{0,2}\.(?:[A-Z]?\d+[a-z]?)\b")


@cache
def _made(period: str) -> Consolidation:
    """All units, one figure of one of them withheld."""
    sent = all_forms(period)
    return made_of(sent, period, findings={sent[3].unit: (season.error_at(sent[3], "T3.M1.CB01.nu"),)})


@pytest.fixture(scope="module", params=["6t", "nam"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    report, folder = report_of(_made(request.param)), tmp_path_factory.mktemp("ban")
    paths = {r.name: folder / f"{r.name}.docx" for r in (*COPIES.values(), WORDS)}
    for renderer in (*COPIES.values(), WORDS):
        renderer.render(report, paths[renderer.name])
    return {**paths, "period": Path(request.param)}


def _lines(path: Path) -> list[str]:
    document = plain_document(path)
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return [p.text for p in document.paragraphs] + cells


def _body(path: Path) -> list[str]:
    lines = [p.text for p in plain_document(path).paragraphs]
    return lines[: lines.index("Phụ lục I")]


def test_what_goes_up_has_no_code_and_nothing_that_does_not_count(written: dict[str, Path]) -> None:
    codes = {*edition().task_of, *edition().matrix_cells, *edition().table_columns, *(t.code for t in edition().tasks)}
    for name in ("docx", "words"):
        told = [
            line for line in _lines(written[name]) if codes & {*re.findall(r"[\w.]*\w", line)} or _CODE.search(line)
        ]
        assert {*told} == set(), name
        assert controls_of(written[name]) == [], name
    signed = "\n".join(_lines(written["docx"]))
    for heading in ("Lý do chưa cộng", "CẦN XÁC MINH", "Số lỗi", "Bản làm việc", "Bản dự thảo"):
        assert heading not in signed
        assert heading in "\n".join(_lines(written["officer"])) or heading == "Bản làm việc"


def test_both_copies_say_the_same(written: dict[str, Path]) -> None:
    """But for the line of the draft, where the figures stand that do not count, and what is asked for a chart."""
    signed, mine = _body(written["docx"]), _body(written["officer"])
    charts = [re.sub(r" \([^()]*\)$", "", line) if line.startswith("Biểu đồ ") else line for line in mine]
    told = [line for line in charts if not line.startswith(("Bản dự", "Bản làm"))]
    plain = [re.sub(r" \(Phụ lục \w+\)(?=\.)", "", line) for line in told]
    assert [re.sub(r" \(Phụ lục \w+\)(?=\.)", "", line) for line in signed if line] == [x for x in plain if x]


def test_a_click_on_a_figure_shows_a_code_that_trace_takes(written: dict[str, Path]) -> None:
    made = _made(written["period"].name)
    for tag, title, words in controls_of(written["officer"]):
        asked = answer_to(made, tag)
        assert isinstance(asked, Traced | Counted), tag
        assert title.startswith(f"{tag} "), (tag, title)
        assert len(title) <= 64
        assert re.search(r"\d|không đổi", words), (tag, words)


def _asked(words: str) -> list[str]:
    """What stands in brackets at the end: codes that `trace` is asked for."""
    found = re.search(r"\(([^()]+)\)$", words)
    return found[1].split(", ") if found else []


def test_rows_of_tables_and_charts_have_their_code_beside_them_in_the_officers_copy(written: dict[str, Path]) -> None:
    """Every row of a table of the body, and every chart; what goes up has none. Annex II has a column of codes."""
    made, rows = _made(written["period"].name), 0
    signed, mine = (list(plain_document(written[name]).iter_inner_content()) for name in ("docx", "officer"))
    end = next(n for n, b in enumerate(mine) if isinstance(b, Paragraph) and b.text == "Phụ lục I")
    for before, block in pairwise(mine[:end]):
        if isinstance(block, Table) and isinstance(before, Paragraph) and before.text.startswith("Bảng "):
            names = [row.cells[0].text for row in block.rows]
            coded = [name for name in names if _asked(name)]
            assert len(coded) >= len(names) - 2, names  # heads
            for name in coded:
                for code in _asked(name):
                    assert isinstance(answer_to(made, code), Traced), (name, code)
                rows += 1
        elif isinstance(block, Paragraph) and block.text.startswith("Biểu đồ "):
            assert _asked(block.text), block.text
            assert all(isinstance(answer_to(made, code), Traced) for code in _asked(block.text)), block.text
            rows += 1
    assert rows >= (15 if written["period"].name == "6t" else 4)  # a year of all units has but one table in its text
    told = [c.text for b in signed if isinstance(b, Table) for row in b.rows for c in row.cells]
    known = {*edition().task_of, *edition().matrix_cells}
    assert not [t for t in told if {code.partition("/")[0] for code in _asked(t)} & known]


_APART = {ord("0") + n: 0x0660 + n for n in range(10)}
"""Digits to those of another script, which are digits to the program and are typed by nobody here."""
_OF_A_CODE = re.compile(r"[\u0660-\u0669]")


@pytest.mark.parametrize("period", ["6t", "nam"])
def test_every_figure_that_has_a_code_has_a_control(
    period: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where it is made with its code it is written in other digits: whatever sentence it then passes through, no such
    digit stands outside a control, and none of another figure inside."""

    def apart(code: str, words: str) -> str:
        made = figure_of(code, words)
        return made if made is words else Text(TextRun(words.translate(_APART), FigureOf(code)))

    for name, module in [*sys.modules.items()]:
        if name.startswith("vstbcpn_cli.report.") and getattr(module, "figure_of", None) is figure_of:
            monkeypatch.setattr(module, "figure_of", apart)
    COPIES[Copy.OFFICER].render(report_of(_made(period)), tmp_path / "a.docx")
    controls = controls_of(tmp_path / "a.docx")
    assert {words for _, _, words in controls if not _OF_A_CODE.search(words)} <= {"không đổi"}
    inside = Counter("".join(words for _, _, words in controls))
    whole = Counter("".join(t.text for t in plain_document(tmp_path / "a.docx").element.body.iter(qn("w:t")) if t.text))
    assert {c: whole[c] - inside[c] for c in map(chr, _APART.values()) if whole[c] != inside[c]} == {}
    assert sum(inside[chr(c)] for c in _APART.values()) > 100


def test_the_figures_of_the_sentences_have_their_code(written: dict[str, Path]) -> None:
    """A sum of the province stands in the control of its own code wherever a sentence prints it."""
    context = Context(report_of(_made(written["period"].name)), load_labels([season.TEMPLATES / "report"]))
    told = {(tag, words) for tag, _, words in controls_of(written["officer"])}
    for code in ("T5.01", "T5.02", "T6.02", "T7.02", "T2.06", "T1.01"):
        figure = context.dem(code).so if code == "T1.01" else context.so(code).chu
        assert figures_in(figure) == (code,)
        assert (code, str(figure)) in told, code


def test_a_matrix_that_nobody_has_filled_in_has_no_annex(tmp_path: Path) -> None:
    silent = replace(all_forms("6t")[0], values={}, tables={})
    report = report_of(made_of((silent,)))
    COPIES[Copy.SIGNING].render(report, tmp_path / "a.docx")
    assert "CÁN BỘ NỮ" not in "\n".join(_lines(tmp_path / "a.docx"))
    assert number(1) in "\n".join(_body(tmp_path / "a.docx"))


@pytest.mark.parametrize(
    ("sent", "told"),
    [(70, "Tổng số: 70 đơn vị; đã gửi 70."), (69, "Tổng số: 70 đơn vị; đã gửi 69; chưa gửi 1.")],
)
def test_the_annex_counts_nobody_who_is_not_there(sent: int, told: str) -> None:
    report = report_of(made_of(season.submissions("6t")[:sent]))
    coverage = next(annexes_of(report, load_labels(report.sentences)))
    assert coverage.pieces[0] == told


def test_words_of_an_office_that_name_the_numbers_alone_stay_right(tmp_path: Path) -> None:
    """As the line stood before, in a folder that an office has changed since."""
    words = tmp_path / "report" / "nhan.toml"
    words.parent.mkdir()
    line = "Gửi {da_gui}, trong đó gửi chậm {cham}; chưa gửi {chua_gui}."
    words.write_text(f'[phu_luc.tinh_hinh]\ntong = "{line}"\n', encoding="utf-8")
    report = report_of(made_of(season.submissions("6t")[:69]), templates=tmp_path)
    coverage = next(annexes_of(report, load_labels(report.sentences)))
    assert coverage.pieces[0] == "Gửi 69, trong đó gửi chậm 0; chưa gửi 1."
