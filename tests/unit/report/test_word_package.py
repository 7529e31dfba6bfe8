"""The written report is a package Word opens without a question: parts, links, numbers and the order of its elements.

The orders are those of ECMA-376 Part 1 (WordprocessingML and DrawingML charts) for everything a report is made of.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

from tests.support.seasons.random_seasons import season
from tests.support.seasons.report_cases import TEMPLATES, all_forms, made_of, report_of
from vstbcpn_cli.report.word.renderer import render

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt "
)
_SIDES = "top left start bottom right end insideH insideV"
ORDERS = {
    f"{MAIN}pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
    "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    f"{MAIN}rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign "
    "rtl cs em lang eastAsianLayout specVanish oMath",
    f"{MAIN}tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    f"{MAIN}tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    f"{MAIN}tr": "tblPrEx trPr tc",
    f"{MAIN}tc": "tcPr p|tbl",
    f"{MAIN}tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign "
    "hideMark",
    f"{MAIN}tblBorders": _SIDES,
    f"{MAIN}tcBorders": _SIDES,
    f"{MAIN}tblCellMar": "top left start bottom right end",
    f"{MAIN}pBdr": "top left bottom right between bar",
    f"{MAIN}sectPr": "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    f"{MAIN}style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat "
    "locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    f"{DRAWING}inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    f"{CHART}chartSpace": "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart "
    "spPr txPr externalData printSettings userShapes",
    f"{CHART}chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly "
    "dispBlanksAs",
    f"{CHART}plotArea": "layout barChart catAx|valAx dTable spPr",
    f"{CHART}barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    f"{CHART}ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape",
    f"{CHART}dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
    "showBubbleSize separator showLeaderLines",
    f"{CHART}dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator",
    f"{CHART}catAx": f"{_AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    f"{CHART}valAx": f"{_AXIS} crossBetween majorUnit minorUnit dispUnits",
    f"{CHART}legend": "legendPos legendEntry layout overlay spPr txPr",
}
"""Element → its children in the order of the schema; “a|b” may stand mixed; extensions come last."""


@cache
def _rank(order: str) -> Mapping[str, int]:
    return {name: n for n, names in enumerate([*order.split(), "extLst"]) for name in names.split("|")}


@pytest.fixture(scope="module", params=["nd30", "tt01", "half"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """All parts of a report with every chart and table, after both templates; and of a season full of gaps."""
    path = tmp_path_factory.mktemp("word") / "a.docx"
    whole = made_of(all_forms("nam"), "nam") if request.param != "half" else None
    word = TEMPLATES / "bao-cao-tt01.docx" if request.param == "tt01" else None
    render(report_of(whole, template=word) if whole else season(3).report, path)
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist()}


def parts(package: Mapping[str, bytes]) -> Iterator[tuple[str, Any]]:
    yield from ((n, etree.fromstring(c)) for n, c in package.items() if n.endswith((".xml", ".rels")))


def misplaced(tree: Any) -> Iterator[str]:
    for element in tree.iter(*ORDERS):
        rank = _rank(ORDERS[element.tag])
        names = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
        yield from (f"{element.tag}: no place for {n}" for n in names if n not in rank)
        found = [rank[n] for n in names if n in rank]
        if found != sorted(found):
            yield f"{element.tag}: {names}"


def test_elements_stand_in_the_order_of_the_schema(package: Mapping[str, bytes]) -> None:
    assert {(name, fault) for name, tree in parts(package) for fault in misplaced(tree)} == set()


def test_a_wrong_order_would_be_found() -> None:
    """As `cellbg` of the template library writes it: the colour before the width."""
    space = f'xmlns:w="{MAIN[1:-1]}"'
    assert list(misplaced(etree.fromstring(f"<w:tcPr {space}><w:shd/><w:tcW/></w:tcPr>"))) != []
    assert list(misplaced(etree.fromstring(f"<w:tcPr {space}><w:tcW/><w:shd/></w:tcPr>"))) == []


def test_every_part_is_declared_and_every_link_leads_to_a_part(package: Mapping[str, bytes]) -> None:
    types = etree.fromstring(package["[Content_Types].xml"])
    declared = {e.get("PartName").lstrip("/") for e in types if e.get("PartName")}
    endings = {e.get("Extension") for e in types if e.get("Extension")}
    assert declared <= package.keys()
    assert [n for n in package if n not in declared and n.rpartition(".")[2] not in endings] == []
    linked = {"[Content_Types].xml"}
    for name, tree in parts(package):
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            assert {e.get("TargetMode") for e in tree} <= {None, "Internal"}, name
            targets = {posixpath.normpath(posixpath.join("/", folder, e.get("Target"))).lstrip("/") for e in tree}
            assert targets <= package.keys(), name
            assert len({e.get("Id") for e in tree}) == len(tree), name
            linked |= targets | {name}
    assert set(package) == linked  # nothing lies in the package that nothing leads to


def test_every_reference_of_a_part_has_its_link(package: Mapping[str, bytes]) -> None:
    for name, tree in parts(package):
        used = {v for e in tree.iter() for a, v in e.attrib.items() if a.startswith(LINKS)}
        folder, _, file = name.rpartition("/")
        links = package.get(f"{folder}/_rels/{file}.rels")
        known = {e.get("Id") for e in etree.fromstring(links)} if links else set()
        assert used <= known, name


def test_numbers_that_must_be_unique_are(package: Mapping[str, bytes]) -> None:
    tree = etree.fromstring(package["word/document.xml"])
    for tag, attribute in ((f"{DRAWING}docPr", "id"), (f"{MAIN}bookmarkStart", f"{MAIN}id")):
        found = [e.get(attribute) for e in tree.iter(tag)]
        assert len(set(found)) == len(found), tag
    names = [e.get(f"{MAIN}name") for e in tree.iter(f"{MAIN}bookmarkStart")]
    assert len(set(names)) == len(names)
    assert not [n for n in package if n.startswith("customXml") or n.endswith((".bin", ".vml"))]


def test_every_cell_ends_in_a_paragraph_and_every_style_is_there(package: Mapping[str, bytes]) -> None:
    tree = etree.fromstring(package["word/document.xml"])
    assert {cell[-1].tag for cell in tree.iter(f"{MAIN}tc")} == {f"{MAIN}p"}
    styles = {e.get(f"{MAIN}styleId") for e in etree.fromstring(package["word/styles.xml"]).iter(f"{MAIN}style")}
    used = {e.get(f"{MAIN}val") for t in ("pStyle", "rStyle", "tblStyle") for e in tree.iter(f"{MAIN}{t}")}
    assert used <= styles
    assert not re.search(rb"<w:updateFields|<w:documentProtection", package["word/settings.xml"])
