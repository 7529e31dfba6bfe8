"""The charts of the Word report: their figures, their words, and the package they lie in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]  # the library ships no types
from openpyxl import load_workbook
from openpyxl.chart.chartspace import ChartSpace
from openpyxl.xml.functions import fromstring

from tests.support.hostile import naughty
from tests.support.judges.read_outputs import acting, xlsx_texts
from tests.support.programs import libreoffice
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of, texts_of
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.report.context.chart_data import Charts
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.document.placed_objects import Chart, Series, Shade
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.report.word import renderer as docx_report
from vstbcpn_cli.report.word.charts import chart_xml, put_chart, workbook
from vstbcpn_cli.report.word.renderer import render
from vstbcpn_cli.report.word_template.read_back import DamagedReportError
from vstbcpn_cli.runtime.deterministic_zip import package_bytes

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NAMES = ("tinh_hinh", "can_bo", "tuyen_truyen", "kinh_phi", "so_sanh")
LATE: dict[str, Any] = {"received": {"so-y-te": dt.date(2011, 6, 20)}}
"""One unit late, so that of some in time and some missing a chart says more than a sentence."""
SAMPLE = Chart(
    "Kinh phí",
    ("A & <B>", "{{ 7*7 }} “x”", "=1+1"),
    (Series("Dự toán", (1234567, Decimal("1234.5"), None)), Series("Thực hiện", (0, Decimal("0.05"), 999))),
)


def _charts(**settings: Any) -> dict[str, Chart]:
    made = made_of(settings.pop("sent", all_forms("6t")), **settings.pop("coverage", {}))
    context = Context(report_of(made, **settings), load_labels([TEMPLATES / "report"]))
    charts = Charts(context, Grids(context))
    return {name: charts.bieu_do(name) for name in NAMES}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("charts") / "a.docx"
    render(report_of(made_of(all_forms("6t")[:60], **LATE)), path)
    return path


def test_charts_show_the_figures_of_the_consolidation() -> None:
    made = made_of(all_forms("6t"))
    found = _charts()
    assert found["tinh_hinh"].empty  # all are on time, as the sentence says
    assert _charts(sent=all_forms("6t")[:60])["tinh_hinh"].empty  # so many have sent, so many not: as the sentence says
    groups = _charts(sent=all_forms("6t")[:60], coverage=LATE)["tinh_hinh"]
    assert groups.categories == ("Sở, ban, ngành (47/47)", "Đoàn thể (12/12)", "Huyện, thành phố (1/11)")
    assert sum(sum(int(v or 0) for v in s.values) for s in groups.series) == len(made.coverage.units)
    share = made.share("T3.M1.CB04.nu")
    assert share
    leaders = dict(zip(found["can_bo"].categories, found["can_bo"].series[0].values, strict=True))["Lãnh đạo chủ chốt"]
    assert leaders is not None
    assert abs(leaders - Decimal(share.part) * 100 / Decimal(share.whole)) <= Decimal("0.005")
    assert sum(v or 0 for v in found["kinh_phi"].series[1].values) == made.total("T6.14").value


def test_many_units_are_ten_bars_and_the_others_together_where_these_do_not_dwarf_them() -> None:
    assert _charts()["tuyen_truyen"].empty
    some = tuple(f for f in all_forms("6t") if made_of((f,)).total("T5.01").value)[:12]
    chart = _charts(sent=some)["tuyen_truyen"]
    assert sum(v or 0 for v in chart.series[0].values) == made_of(some).total("T5.01").value
    assert len(chart.categories) == 11
    assert re.fullmatch(r"\d+ đơn vị khác", chart.categories[-1])
    ranked = [v or 0 for v in chart.series[0].values[:-1]]
    assert ranked == sorted(ranked, reverse=True)


def test_late_and_missing_units_are_told_apart_and_a_lacking_total_says_so() -> None:
    found = _charts(sent=all_forms("6t")[:20], coverage=LATE)
    assert [s.name for s in found["tinh_hinh"].series] == ["Đúng hạn", "Gửi chậm", "Chưa gửi"]
    assert found["tuyen_truyen"].note == ""  # of all that have sent, as the head of the report says


def test_a_state_of_units_has_one_shade_in_every_report_and_no_other_has_it() -> None:
    every = {s.name: s.shade for s in _charts(sent=all_forms("6t")[:20], coverage=LATE)["tinh_hinh"].series}
    assert every == {"Đúng hạn": Shade.DARK, "Gửi chậm": Shade.MIDDLE, "Chưa gửi": Shade.PALE}
    chart = Chart("Tình hình", ("A", "B"), tuple(Series(s.value, (1, 2), s) for s in Shade), stacked=True)
    fills = re.findall(r'</c:tx><c:spPr><a:solidFill><a:srgbClr val="(\w{6})"/>', chart_xml(chart, "rId1"))
    assert len(set(fills)) == len(fills) == len(Shade)


def test_what_a_chart_is_about_is_darkest() -> None:
    found = _charts(previous=Previous("2010", "6t", {}, {c: Decimal(7) for c in ("T5.01", "T6.01")}, {}))
    assert [(s.name, s.shade) for s in found["so_sanh"].series] == [
        ("Năm 2010", Shade.MIDDLE),
        ("Năm 2011", Shade.DARK),
    ]
    assert [(s.name, s.shade) for s in found["kinh_phi"].series] == [
        ("Dự toán", Shade.MIDDLE),
        ("Thực hiện", Shade.DARK),
    ]


def test_nothing_is_drawn_without_figures() -> None:
    found = _charts(sent=())
    assert [n for n in NAMES if found[n].empty] == [*NAMES]
    one = Chart("Một", ("A",), (Series("x", (3,)),))
    assert one.empty
    assert Chart("Hai", ("A",), (Series("x", (3,)), Series("y", (0,)))).empty
    assert Chart("Đều", ("A", "B", "C"), (Series("x", (3, 3, 3)),)).empty
    assert not Chart("Ba", ("A", "B", "C"), (Series("x", (3, 0, 1)),)).empty


def test_comparison_needs_the_same_period_of_another_year() -> None:
    totals = {"T5.01": Decimal(9), "T6.01": Decimal(4)}
    chart = _charts(previous=Previous("2010", "6t", {}, totals, {}))["so_sanh"]
    assert chart.categories == ("Cuộc tuyên truyền", "Lớp tập huấn, bồi dưỡng")
    assert [s.name for s in chart.series] == ["Năm 2010", "Năm 2011"]
    assert chart.series[0].values == (9, 4)
    for edition, period in (("2010", "nam"), ("2011", "6t"), ("2012", "6t")):
        other = Previous(edition, period, {}, totals, {})
        assert _charts(previous=other)["so_sanh"].empty


def test_unknown_chart_is_answered_with_the_nearest() -> None:
    context = Context(report_of(made_of(())), load_labels([TEMPLATES / "report"]))
    with pytest.raises(UnknownNameError) as caught:
        Charts(context, Grids(context)).bieu_do("tuyen_truyn")
    assert caught.value.hint == "tuyen_truyen"
    context.labels.raw["bieu_do"]["can_bo"]["hang"][0][0] = "CB99"
    with pytest.raises(UnknownNameError, match="CB99"):
        Charts(context, Grids(context)).bieu_do("can_bo")


def test_labels_are_what_the_office_writes_and_the_workbook_has_the_figures() -> None:
    tree = etree.fromstring(chart_xml(SAMPLE, "rId1").encode())
    texts = [t.text for t in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
    assert texts == ["1.234.567", "1.234,5", "0", "0,05", "999"]
    assert [t.text for t in tree.find(f".//{_C}cat").iter(f"{_C}v")] == list(SAMPLE.categories)
    caches = [[v.text for v in values.iter(f"{_C}v")] for values in tree.iter(f"{_C}val")]
    assert caches == [["1234567", "1234.5"], ["0", "0.05", "999"]]
    sheet = load_workbook(io.BytesIO(workbook(SAMPLE)), data_only=True).active
    assert sheet is not None
    assert list(sheet.iter_rows(values_only=True)) == [
        (None, "Dự toán", None, "Thực hiện", None),
        ("A & <B>", 1234567, "1.234.567", 0, "0"),
        ("{{ 7*7 }} “x”", 1234.5, "1.234,5", 0.05, "0,05"),
        ("=1+1", None, None, 999, "999"),
    ]
    for formula in tree.iter(f"{_C}f"):
        assert re.fullmatch(r"SoLieu!\$[A-E]\$\d(:\$[A-E]\$\d)?", formula.text)


def test_a_part_too_narrow_for_its_figure_has_none() -> None:
    chart = Chart("x", ("A", "B"), (Series("một", (99, 2)), Series("hai", (1, 9))), stacked=True)
    tree = etree.fromstring(chart_xml(chart, "rId1").encode())
    texts = [t.text for t in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
    assert texts == ["99", "9"]


def test_same_chart_same_bytes() -> None:
    assert workbook(SAMPLE) == workbook(SAMPLE)


def test_package_holds_each_chart_with_its_workbook(written: Path) -> None:
    document = docx.Document(str(written))
    charts = document.element.body.findall(f".//{_C}chart")
    captions = [t for t in texts_of(written) if t.startswith("Biểu đồ ")]
    assert [c.split(".")[0] for c in captions] == ["Biểu đồ 1"]
    assert len(charts) == len(captions)
    for chart in charts:
        part = document.part.related_parts[chart.get(_LINK)]
        tree = fromstring(part.blob)
        data = tree.find(f"{_C}externalData")
        tree.remove(data)  # the library looks for its link under another name
        assert ChartSpace.from_tree(tree) is not None
        load_workbook(io.BytesIO(part.related_parts[data.get(_LINK)].blob))
    ids = [e.get("id") for e in document.element.body.iter(qn("wp:docPr"))]
    assert len(set(ids)) == len(ids)
    with zipfile.ZipFile(written) as package:
        assert len(set(package.namelist())) == len(package.namelist())


def test_each_chart_stands_under_its_caption_and_can_be_told(written: Path) -> None:
    body = docx.Document(str(written)).element.body
    for drawing in body.iter(qn("w:drawing")):
        paragraph = drawing.getparent().getparent()
        caption = "".join(t.text for t in paragraph.getprevious().iter(qn("w:t")))
        name = caption.partition(". ")[2]
        told = drawing.find(f".//{qn('wp:docPr')}").get("descr")
        assert caption.startswith("Biểu đồ ")
        assert told.startswith(name)
        assert re.search(r": \d", told)


def test_a_template_may_have_charts_of_its_own(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "bao-cao.docx"))
    put_chart(document, document.add_paragraph()._p, SAMPLE, "Biểu đồ của cơ quan")
    document.save(str(tmp_path / "mau.docx"))
    render(report_of(made_of(all_forms("6t")[:3]), template=tmp_path / "mau.docx"), tmp_path / "a.docx")
    made = docx.Document(str(tmp_path / "a.docx")).element.body
    links = [c.get(_LINK) for c in made.findall(f".//{_C}chart")]
    assert len(links) == len(set(links)) == 1 + sum(t.startswith("Biểu đồ ") for t in texts_of(tmp_path / "a.docx"))
    assert len({e.get("id") for e in made.iter(qn("wp:docPr"))}) == len(links)
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        assert len(set(package.namelist())) == len(package.namelist())


def test_a_figure_the_chart_lost_is_a_fault_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_report, "chart_texts", lambda chart: [*chart.categories, "4.321"])
    with pytest.raises(DamagedReportError, match=r"4\.321"):
        render(report_of(made_of(all_forms("6t")[:20], **LATE)), tmp_path / "a.docx")


@pytest.mark.libreoffice
def test_the_text_of_a_bar_follows_its_figure(tmp_path: Path) -> None:
    """Recalculated by LibreOffice, the formulas give what the program wrote."""
    if reason := libreoffice.missing():
        pytest.skip(reason)
    values = (0, 7, 999, 1000, 1005, 12345, Decimal("26.92"), Decimal("1234.5"), Decimal("0.05"), Decimal("999999.125"))
    chart = Chart("Thử", tuple(f"n{n}" for n in range(len(values))), (Series("x", values),), suffix="%")
    (tmp_path / "a.xlsx").write_bytes(workbook(chart))
    (cells,) = libreoffice.recalculated_values(tmp_path / "a.xlsx").values()
    assert [cells[f"C{n}"] for n in range(2, len(values) + 2)] == [chart.label(v) for v in values]


def test_naughty_names_reach_the_chart_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a unit is called: the part stays readable, nothing acts, no character is lost."""
    names = tuple(t for t in (flat(text) for text in naughty.texts()) if t and len(t) < 4000)
    assert len(names) > 100
    chart = Chart("{{ 7*7 }} & <x>", names, (Series("=1+1", tuple(range(len(names)))),))
    monkeypatch.setattr(Charts, "bieu_do", lambda *_: chart)
    render(report_of(made_of(all_forms("6t")[:2])), tmp_path / "a.docx")
    assert "Biểu đồ 1. {{ 7*7 }} & <x>" in texts_of(tmp_path / "a.docx")
    assert acting(tmp_path) == []
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        tree = etree.fromstring(package.read("word/charts/bieu-do1.xml"))
        (tmp_path / "so-lieu.xlsx").write_bytes(package.read("word/embeddings/bieu-do1.xlsx"))
    assert [v.text for v in tree.find(f".//{_C}cat").iter(f"{_C}v")] == list(names)
    assert {*names, "=1+1"} <= xlsx_texts(tmp_path / "so-lieu.xlsx")


def test_a_formula_of_another_in_the_workbook_of_a_chart_would_be_found(tmp_path: Path) -> None:
    document = docx.Document()
    put_chart(document, document.add_paragraph()._p, SAMPLE, "x")
    document.save(str(tmp_path / "a.docx"))
    assert acting(tmp_path) == []
    with zipfile.ZipFile(tmp_path / "a.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    book = load_workbook(io.BytesIO(parts["word/embeddings/bieu-do1.xlsx"]))
    assert book.active is not None
    book.active["C2"] = "=cmd|'/c calc'!A0"
    changed = io.BytesIO()
    book.save(changed)
    parts["word/embeddings/bieu-do1.xlsx"] = changed.getvalue()
    (tmp_path / "a.docx").write_bytes(package_bytes(parts))
    assert any("cmd" in found for found in acting(tmp_path))
