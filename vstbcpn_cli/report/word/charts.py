"""Charts as native Word charts, written as DrawingML: editable in Word, with their figures in a workbook inside.

What is written out in full has a reason: Word draws from the caches until somebody edits the data, and what is not
said (axes deleted or not, labels shown or not) is read differently by Word and LibreOffice. Each bar carries the text
the office would write (1.234,5), because number formats follow the country of the reader's computer. The text comes
from a column of formulas in the workbook, so that it follows when the data are edited.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from vstbcpn_cli.model.calculation import exact
from vstbcpn_cli.report.document.placed_objects import Chart, Series, Shade

if TYPE_CHECKING:
    from docx.document import Document

WIDTH = 160
"""Millimetres; the text area of a portrait page is 165 wide."""

FOLDER = "word/charts"
"""Where the parts of charts lie in the package."""

NARROW = Decimal("0.04")
"""Of the longest bar: a part below it has no room for its figure."""

_SHEET = "SoLieu"
_EMU_PER_MM = 36000
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_2012 = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SHADES = {
    Shade.DARK: ("1F4E79", "FFFFFF"),
    Shade.MIDDLE: ("9DC3E6", "000000"),
    Shade.PALE: ("F2F2F2", "000000"),
    Shade.GREY: ("BFBFBF", "000000"),
    Shade.SLATE: ("7F7F7F", "FFFFFF"),
    Shade.RUST: ("C55A11", "FFFFFF"),
}
"""Fill and text; dark, middle and pale, the usual ones, are told apart on a black-and-white print too."""

_LINE = '<a:ln w="6350"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln>'
_HIDDEN = "".join(f'<c:show{n} val="0"/>' for n in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"))


def put_chart(document: Document, paragraph: Any, chart: Chart, description: str) -> None:
    """Makes `paragraph` hold the chart and the package hold its parts, beside those a template may have already."""
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    package = document.part.package
    assert package is not None
    book = Part(package.next_partname("/word/embeddings/bieu-do%d.xlsx"), _BOOK_TYPE, workbook(chart), package)
    part = Part(package.next_partname(f"/{FOLDER}/bieu-do%d.xml"), _CHART_TYPE, b"", package)
    link = part.relate_to(book, f"{_LINKS}/package")
    part._blob = chart_xml(chart, link).encode()  # noqa: SLF001 - the chart names its workbook by this very link
    drawn = document.part.relate_to(part, f"{_LINKS}/chart")
    identity = max((int(i) for i in document.element.xpath("//wp:docPr/@id") if i.isdigit()), default=0) + 1
    paragraph.append(parse_xml(_drawing(drawn, identity, description, chart)))


def _drawing(link: str, identity: int, description: str, chart: Chart) -> str:
    size = f'cx="{WIDTH * _EMU_PER_MM}" cy="{height(chart) * _EMU_PER_MM}"'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    place = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return (
        f'<w:r xmlns:w="{word}" xmlns:wp="{place}" xmlns:a="{_MAIN}"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{identity}" name={quoteattr(f"Biểu đồ {identity}")} descr={quoteattr(description)}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_LINKS}" r:id="{link}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def chart_texts(chart: Chart) -> Iterator[str]:
    """Every text that must be found in the part of a chart."""
    yield from chart.categories
    for series in chart.series:
        yield series.name
        yield from (text for _, text in _texts(chart, series) if text)


def height(chart: Chart) -> int:
    """Millimetres: so much for each bar, that few are not fat and many can be read."""
    bars = len(chart.categories) * (1 if chart.stacked else len(chart.series))
    legend = 10 if len(chart.series) > 1 else 2
    return min(max(legend + bars * (9 if bars < 9 else 7), 40), 150)


def chart_xml(chart: Chart, link: str) -> str:
    """The chart part; `link` is its relation to the workbook."""
    grouping, overlap = ("stacked", 100) if chart.stacked else ("clustered", 0)
    series = "".join(_series(chart, n) for n in range(len(chart.series)))
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text()}</c:legend>' if len(chart.series) > 1 else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" xmlns:r="{_LINKS}"><c:date1904 val="0"/>'
        '<c:lang val="vi-VN"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="50"/><c:overlap val="{overlap}"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        f"{_axes()}<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{_text()}'
        f'<c:externalData r:id="{link}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _axes() -> str:
    """Names down the left from the first; no scale, because every bar has its figure."""
    marks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    return (
        '<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>{marks}<c:tickLblPos val="low"/>'
        f'<c:spPr>{_LINE}</c:spPr>{_text()}<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="1"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/>{marks}'
        '<c:tickLblPos val="nextTo"/><c:crossAx val="1001"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _text(colour: str = "000000") -> str:
    """The typeface of everything beneath an element."""
    usual = f"<a:pPr>{_face('defRPr', colour)}</a:pPr>"
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p>{usual}<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'


def _face(tag: str, colour: str) -> str:
    faces = "".join(f'<a:{kind} typeface="Times New Roman"/>' for kind in ("latin", "ea", "cs"))
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    return f'<a:{tag} lang="vi-VN" sz="1100" b="0">{fill}{faces}</a:{tag}>'


def _series(chart: Chart, position: int) -> str:
    one = chart.series[position]
    fill, ink = _SHADES[one.shade]
    rows = (2, len(chart.categories) + 1)
    values = _column(position, 0)
    return (
        f'<c:ser><c:idx val="{position}"/><c:order val="{position}"/>'
        f"<c:tx>{_words(f'{_SHEET}!${values}$1', [one.name])}</c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>{_LINE}</c:spPr><c:invertIfNegative val="0"/>'
        f"{_labels(chart, one, ink if chart.stacked else '000000')}"
        f"<c:cat>{_words(_range('A', rows), chart.categories)}</c:cat>"
        f"<c:val>{_numbers(_range(values, rows), one)}</c:val>"
        f"{_printed(chart, one, _range(_column(position, 1), rows))}</c:ser>"
    )


def _column(series: int, beside: int) -> str:
    """The letter of the column of a series: first its figures, then the texts printed on its bars."""
    return chr(ord("B") + 2 * series + beside)


def _range(column: str, rows: tuple[int, int]) -> str:
    return f"{_SHEET}!${column}${rows[0]}:${column}${rows[1]}"


def _points(texts: Sequence[str]) -> str:
    found = "".join(f'<c:pt idx="{n}"><c:v>{escape(t)}</c:v></c:pt>' for n, t in enumerate(texts) if t)
    return f'<c:ptCount val="{len(texts)}"/>{found}'


def _words(formula: str, texts: Sequence[str]) -> str:
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{_points(texts)}</c:strCache></c:strRef>"


def _numbers(formula: str, series: Series) -> str:
    figures = ["" if v is None else str(v) if isinstance(v, int) else f"{exact(v):f}" for v in series.values]
    cache = f"<c:formatCode>General</c:formatCode>{_points(figures)}"
    return f"<c:numRef><c:f>{formula}</c:f><c:numCache>{cache}</c:numCache></c:numRef>"


def _printed(chart: Chart, series: Series, formula: str) -> str:
    """Where the texts of the bars come from, and what they are until the data are edited."""
    cache = _points([chart.label(v) for v in series.values])
    return (
        f'<c:extLst><c:ext {_2012} uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}"><c15:datalabelsRange>'
        f"<c15:f>{formula}</c15:f><c15:dlblRangeCache>{cache}</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
    )


def _labels(chart: Chart, series: Series, ink: str) -> str:
    """Labels of the bars that have a text, one by one; the others have none."""
    position = "ctr" if chart.stacked else "outEnd"
    made = "".join(_label(n, text, position, ink) for n, text in _texts(chart, series) if text)
    return (
        f'<c:dLbls>{made}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(ink)}<c:dLblPos val="{position}"/>'
        f"{_HIDDEN}</c:dLbls>"
    )


def _texts(chart: Chart, series: Series) -> Iterator[tuple[int, str]]:
    """The text of every bar; a part too narrow for its figure has none, it would stand on its neighbour's."""
    bars = [sum(s.values[n] or 0 for s in chart.series) for n in range(len(chart.categories))]
    least = max(bars, default=0) * NARROW if chart.stacked else 0
    for n, value in enumerate(series.values):
        yield n, "" if chart.stacked and (not value or value < least) else chart.label(value)


def _label(position: int, text: str, place: str, ink: str) -> str:
    """A field, filled: a program that does not know such fields shows the text itself."""
    field = (
        f'<a:fld id="{{{position + 1:08X}-0000-4000-8000-000000000000}}" type="CELLRANGE">{_face("rPr", ink)}<a:pPr/>'
        f'<a:t>{escape(text)}</a:t></a:fld><a:endParaRPr lang="vi-VN"/>'
    )
    return (
        f'<c:dLbl><c:idx val="{position}"/><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>{field}</a:p></c:rich></c:tx>'
        f'<c:dLblPos val="{place}"/>{_HIDDEN}<c:extLst>'
        f'<c:ext {_2012} uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}">'
        '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
    )


def workbook(chart: Chart) -> bytes:
    """The figures behind the chart: names, then for each series its figures and the texts on its bars."""
    from xlsxwriter import Workbook

    from vstbcpn_cli.runtime.deterministic_zip import repacked

    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 45)
    for row, name in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, name)
    for position, series in enumerate(chart.series):
        column = 1 + 2 * position
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, exact(value))
                cell = f"{_column(position, 0)}{row + 1}"
                sheet.write_formula(row, column + 1, _as_written(cell, chart.suffix), None, chart.label(value))
    book.close()
    return repacked(target.getvalue())


def _as_written(cell: str, suffix: str) -> str:
    """A formula that writes a figure below a million as 1.234,5 whatever the country of the computer."""
    whole = f'IF({cell}<1000,INT({cell})&"",INT({cell}/1000)&"."&TEXT(MOD(INT({cell}),1000),"000"))'
    rest = f'SUBSTITUTE(MID({cell}&"",LEN(INT({cell})&"")+1,9),".",",")'
    return f'={whole}&{rest}&"{suffix}"'
