"""The first sheet of a marked workbook: every finding in a row, with a link to its cell; printable on A4 landscape."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.feedback import ListRow, Markings
from vstbcpn_cli.model.submission import CellRef, column_letters
from vstbcpn_cli.workbook.marking.fills import COLOURS, StylesPatch

_WIDTHS = (5.7, 11.7, 10.7, 8.7, 10.7, 24.7, 46.7, 42.7, 12.7)
_FONT = "<name val='Times New Roman'/><family val='1'/>"
_LINE, _MARGIN, _TALLEST = 16, 3, 409
"""Heights in points: of a line, of what is above and below the text, of the tallest row a spreadsheet has."""
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_GREY, _BLUE, _HEAD = "FF7F7F7F", "FF0563C1", "FFD9E2F3"


def storable(text: str) -> str:
    """A text as a spreadsheet stores it: what looks like one of its escapes is one only where it says so."""
    return _ESCAPED.sub("_x005F_", text)


class _Looks(msgspec.Struct, frozen=True):
    title: int
    line: int
    head: int
    text: int
    number: int
    link: int
    mark: int
    severity: Mapping[Severity, int]


def feedback_sheet(made: Markings, styles: StylesPatch, space: str, mark: str, sheets: Sequence[str]) -> bytes:
    """The worksheet part; `sheets` are the sheets that a link can show, `mark` tells a reader that it is ours."""
    looks = _looks(styles)
    texts = listed(made)
    rows = [_row(number, cells, looks, made) for number, cells in _by_row(texts).items()]
    last = len(rows) + 2
    rows.append(f'<row r="{last}">{_cell(f"A{last}", looks.mark, mark)}</row>')
    head = head_row(made)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(_WIDTHS[: len(made.heads)], 1)
    )
    wide = column_letters(len(made.heads))
    merges = [f'<mergeCell ref="A{row}:{wide}{row}"/>' for row in range(1, head)]
    links = "".join(_links(made, sheets))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{wide}{last}"/><sheetViews>'
        '<sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{head + 1}" sqref="A{head + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15.75"/><cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData>'
        '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>'
        f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>'
        f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter></worksheet>"
    ).encode()


def record_sheet(texts: Sequence[str], space: str) -> bytes:
    rows = "".join(f'<row r="{n}">{_cell(f"A{n}", 0, text)}</row>' for n, text in enumerate(texts, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}">'
        f'<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData>{rows}</sheetData></worksheet>'
    ).encode()


def head_row(made: Markings) -> int:
    return len(made.lines) + 2


def listed(made: Markings) -> dict[str, str]:
    """Every text of the list by its address, as it is stored; the rows are numbered."""
    head = head_row(made)
    texts = {"A1": made.title, **{f"A{n}": line for n, line in enumerate(made.lines, 2)}}
    texts |= {f"{column_letters(n)}{head}": name for n, name in enumerate(made.heads, 1)}
    for number, row in enumerate(made.rows, 1):
        cells = (str(number), *row.texts)
        texts |= {f"{column_letters(n)}{head + number}": text for n, text in enumerate(cells, 1)}
    return {address: storable(text) for address, text in texts.items() if text}


def _by_row(texts: Mapping[str, str]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for address, text in texts.items():
        found.setdefault(int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), []).append((address, text))
    return dict(sorted(found.items()))


def _row(number: int, cells: list[tuple[str, str]], looks: _Looks, made: Markings) -> str:
    head = head_row(made)
    if number <= head:
        look = looks.title if number == 1 else looks.head if number == head else looks.line
        tall = 26 if number == 1 else _tall([t for _, t in cells], _WIDTHS if number == head else (_total(made),))
        return f'<row r="{number}"{_height(tall)}>{"".join(_cell(a, look, t) for a, t in cells)}</row>'
    row = made.rows[number - head - 1]
    written = dict(cells)
    made_of = [
        _cell(address, _look(n, row, looks, made), written.get(address, ""), number=n == 0)
        for n in range(len(made.heads))
        for address in (f"{column_letters(n + 1)}{number}",)
    ]
    tall = _tall([written.get(f"{column_letters(n)}{number}", "") for n in range(1, len(made.heads) + 1)], _WIDTHS)
    return f'<row r="{number}"{_height(tall)}>{"".join(made_of)}</row>'


def _look(column: int, row: ListRow, looks: _Looks, made: Markings) -> int:
    if column == 0:
        return looks.number
    if column == 1:
        return looks.severity.get(row.severity, looks.number)
    return looks.link if column == made.link and row.cell is not None else looks.text


def _height(points: int) -> str:
    return f' ht="{points}" customHeight="1"'


def _tall(texts: Sequence[str], widths: Sequence[float]) -> int:
    """How high a row must be: not every program measures wrapped text when it opens a file.

    A column has room for about as many letters of this font as its width says; capitals and bold ones are wider.
    """
    lines = max(
        sum(max(1, len(textwrap.wrap(line, max(1, int(width))))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return min(lines * _LINE + _MARGIN, _TALLEST)


def _total(made: Markings) -> float:
    return sum(_WIDTHS[: len(made.heads)])


def _cell(address: str, style: int, text: str, *, number: bool = False) -> str:
    face = f' s="{style}"' if style else ""
    if not text:
        return f'<c r="{address}"{face}/>'
    if number:
        return f'<c r="{address}"{face}><v>{text}</v></c>'
    return f'<c r="{address}"{face} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _links(made: Markings, sheets: Sequence[str]) -> Iterator[str]:
    letter, head = column_letters(made.link + 1), head_row(made)
    for number, row in enumerate(made.rows, 1):
        if row.cell is not None and row.cell.sheet in sheets:
            yield f'<hyperlink ref="{letter}{head + number}" location={quoteattr(_location(row.cell))}/>'


def _location(cell: CellRef) -> str:
    name = cell.sheet.replace("'", "''")
    return f"'{name}'!${column_letters(cell.column)}${cell.row}"


def _looks(styles: StylesPatch) -> _Looks:
    thin = "".join(f"<{s} style='thin'><color rgb='{_GREY}'/></{s}>" for s in ("left", "right", "top", "bottom"))
    grid, none = (styles.add("borders", f"<border>{b}<diagonal/></border>") for b in (thin, ""))
    plain_fill = styles.add("fills", "<fill><patternFill patternType='none'/></fill>")

    def look(font: str, fill: int, border: int, align: str, *, wrapped: bool = True) -> int:
        face = styles.add("fonts", f"<font>{font}{_FONT}</font>")
        applied = "applyFont='1' applyFill='1' applyBorder='1' applyAlignment='1'"
        wrap = " wrapText='1'" if wrapped else ""
        numbers = f"numFmtId='0' fontId='{face}' fillId='{fill}' borderId='{border}' xfId='0'"
        return styles.add("cellXfs", f"<xf {numbers} {applied}><alignment {align}{wrap}/></xf>")

    usual, bold = "<sz val='12'/>", "<b/><sz val='12'/>"
    middle, top = "horizontal='center' vertical='top'", "horizontal='left' vertical='top'"
    return _Looks(
        title=look("<b/><sz val='14'/>", plain_fill, none, "horizontal='center' vertical='center'"),
        line=look(usual, plain_fill, none, top),
        head=look(bold, styles.fill(_HEAD), grid, "horizontal='center' vertical='center'"),
        text=look(usual, plain_fill, grid, top),
        number=look(usual, plain_fill, grid, middle),
        link=look(f"<u/><sz val='12'/><color rgb='{_BLUE}'/>", plain_fill, grid, middle),
        mark=look(f"<sz val='8'/><color rgb='{_GREY}'/>", plain_fill, none, top, wrapped=False),
        severity={s: look(bold, styles.fill(c), grid, middle) for s, c in COLOURS.items()},
    )
