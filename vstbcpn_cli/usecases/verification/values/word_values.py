"""A Word document, paragraph by paragraph, row by row and chart by chart: every figure that is another one, and apart
from them the words that somebody has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any

from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.hand_merge.alignment import Likened, aligned
from vstbcpn_cli.report.hand_merge.blocks import blocks_of
from vstbcpn_cli.report.hand_merge.charts import WordChart, chart_in
from vstbcpn_cli.report.hand_merge.package import UnmergeableError, WordPackage
from vstbcpn_cli.report.hand_merge.session import body_of
from vstbcpn_cli.report.hand_merge.styles import StyleNames
from vstbcpn_cli.report.hand_merge.visible_text import W, is_number, raw_text, shown, tokens
from vstbcpn_cli.runtime.atomic_outputs import LARGEST
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.usecases.verification.model import Difference
from vstbcpn_cli.usecases.verification.values import book_values

Codes = Mapping[str, tuple[tuple[str, str], ...]]
"""By the text of a paragraph or row its figures in their order, each with its code."""
_IN_WORDS = frozenset(
    (
        *("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi"),
        *("trăm", "nghìn", "triệu", "nửa"),
    )
)
"""Numbers that the report writes out."""
_NUMBER_AND_DAY = re.compile(r"Số\s*:|.*\bngày\b.*\btháng\b.*\bnăm\b", re.DOTALL)
"""Where something is filled in when the report is signed: its number, the day it is of."""
_LEFT_OPEN = frozenset("…._ ")
"""Stands in its place until then."""
_MARGINS = ("header", "footer", "footnotes", "endnotes")
_NOTHING = "(không có)"
_BEHIND = "bang-so.xlsx"
"""What the workbook behind a chart is, for the reader of workbooks."""
_LONGEST, _ABOUT = 160, 60


class _Piece(Likened, frozen=True, dict=True):
    """A paragraph or the row of a table with its place in words, and the codes of its figures."""

    place: str = ""
    figures: tuple[tuple[str, str], ...] = ()


def differences(made: Path, found: Path, codes: Codes, *, own: bool) -> Iterator[Difference]:
    """`codes` are those of the officer's copy of the same report. With `own` the file holds by right what somebody has
    edited: other words are only told, and so are the number and the day of the report.

    Raises OSError, and ValueError for what is no document of Word.
    """
    packages = [_opened(p) for p in (made, found)]
    left, right = ([*_pieces(p)] for p in packages)
    pairs = aligned(left, right)
    for i, j in pairs:
        if left[i].key != right[j].key:
            yield from _of_pair(left[i], right[j], found.name, codes, own=own)
    for n in sorted({*range(len(left))} - {i for i, _ in pairs}):
        if left[n].key.strip():
            yield Difference(found.name, left[n].place, _short(left[n].key), _NOTHING, told=own)
    for n in sorted({*range(len(right))} - {j for _, j in pairs}):
        if right[n].key.strip():
            yield Difference(found.name, right[n].place, _NOTHING, _short(right[n].key), told=own)
    drawn, shows = (list(_charts_in(p)) for p in packages)
    yield from _charts(drawn, shows, found.name)
    for n, (mine, theirs) in enumerate(zip(drawn, shows, strict=False), 1):
        yield from _behind(mine.workbook, theirs.workbook, found.name, f"bảng số của biểu đồ {n}")


def codes_in(path: Path) -> Codes:
    """The codes of the figures of an officer's copy; {} for what is no document."""
    try:
        return {p.key: p.figures for p in _pieces(_opened(path)) if p.figures}
    except (OSError, ValueError):
        return {}


def _opened(path: Path) -> WordPackage:
    try:
        package = WordPackage(content_of(path, LARGEST))
        body_of(package)
    except (RefusedError, UnmergeableError, LookupError) as fault:
        raise ValueError(path.name) from fault
    return package


# --------------------------------------------------------------------------------------------------------------- texts
def _pieces(package: WordPackage) -> Iterator[_Piece]:
    styles, heading, tables, paragraphs = StyleNames(package), "", 0, 0
    for block in blocks_of(body_of(package)):
        if block.is_table:
            tables += 1
            for n, row in enumerate(block.rows, 1):
                place = f"{_under(heading)}bảng {tables}, dòng {n}"
                yield _Piece(row.text, "row", row.label, place, tuple(_figures(row.element)))
        else:
            paragraphs += 1
            if block.text and styles.is_heading(block.element):
                heading = block.text
            yield _Piece(block.text, "p", "", f"{_under(heading)}đoạn {paragraphs}", tuple(_figures(block.element)))
        for box in block.element.iter(f"{W}txbxContent"):
            texts = "\n".join(shown(raw_text(p)) for p in box.iter(f"{W}p"))
            yield _Piece(texts, "box", "", f"{_under(heading)}khung chữ")
    for one in package.relations(package.main).values():
        if one.kind in _MARGINS and not one.external and one.target in package:
            texts = "\n".join(shown(raw_text(p)) for p in package.tree(one.target).iter(f"{W}p"))
            yield _Piece(texts, one.kind, "", "đầu trang, chân trang hoặc chú thích")


def _under(heading: str) -> str:
    return f"“{_short(heading, _ABOUT)}”, " if heading else ""


def _figures(element: Any) -> Iterator[tuple[str, str]]:
    for control in element.iter(f"{W}sdt"):
        tag, content = control.find(f"{W}sdtPr/{W}tag"), control.find(f"{W}sdtContent")
        if tag is not None and content is not None:
            yield raw_text(content), str(tag.get(f"{W}val", ""))


def _of_pair(made: _Piece, found: _Piece, file: str, codes: Codes, *, own: bool) -> Iterator[Difference]:
    """Each figure that differs, with a few words before it; where only words do, these once."""
    one, other = tokens(made.key), tokens(found.key)
    known = made.figures or codes.get(made.key, ())
    signed = bool(own and _NUMBER_AND_DAY.match(made.key))
    words, seen = False, 0
    for kind, i, i2, j, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        told = ["".join(t[a:b]).strip() for t, a, b in ((one, i, i2), (other, j, j2))]
        if kind == "equal" or not any(map(_is_figure, (*one[i:i2], *other[j:j2]))):
            words = words or (kind != "equal" and any(told))
            continue
        seen += 1
        about = "".join(one[:i]).strip()[-_ABOUT:].strip()
        place = f"{found.place}, sau “…{about}”" if about else found.place
        code = _code(known, one, i, i2)
        filled = signed and (not set(told[0]) - _LEFT_OPEN if told[0] else about.endswith("Số:"))
        yield Difference(file, place, told[0] or _NOTHING, told[1] or _NOTHING, code, told=filled)
    if words and not seen:
        yield Difference(file, found.place, _short(made.key), _short(found.key), told=own)


def _is_figure(token: str) -> bool:
    return is_number(token) or token.lower() in _IN_WORDS or any(c.isdigit() for c in token)


def _code(known: Iterable[tuple[str, str]], one: list[str], i: int, i2: int) -> str:
    """The code of the figure whose characters the differing ones are among, figures followed in their order."""
    text, start, end, at = "".join(one), len("".join(one[:i])), len("".join(one[:i2])), 0
    for figure, code in known:
        begin = text.find(figure, at)
        if begin < 0:
            continue
        at = begin + len(figure)
        if begin < max(end, start + 1) and start < at:
            return code
    return ""


def _short(text: str, most: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[:most]}…"


# -------------------------------------------------------------------------------------------------------------- charts
def _charts_in(package: WordPackage) -> Iterator[WordChart]:
    for block in blocks_of(body_of(package)):
        chart = chart_in(package, block)
        if chart is not None:
            yield chart


def _charts(made: list[WordChart], found: list[WordChart], file: str) -> Iterator[Difference]:
    for n, (one, other) in enumerate(zip_longest(made, found), 1):
        place = f"biểu đồ {n}"
        if one is None or other is None:
            was, now = (_NOTHING if c is None else _short(c.told) for c in (one, other))
            yield Difference(file, place, was, now)
            continue
        for mine, theirs in zip_longest(one.series, other.series, fillvalue=("",)):
            yield from _of_series(mine, theirs, f"{place}, {mine[0] or theirs[0]}", file)
        if one.told != other.told and one.series == other.series:
            yield Difference(file, f"{place}, lời mô tả", _short(one.told), _short(other.told))


def _behind(made: bytes, found: bytes, file: str, place: str) -> Iterator[Difference]:
    """The workbook behind a chart, cell by cell, whatever the chart shows."""
    if made == found:
        return
    if not made or not found:
        was, now = ("có" if content else _NOTHING for content in (made, found))
        yield Difference(file, place, was, now)
        return
    book = Path(_BEHIND)
    try:
        for one in book_values.of_contents((book, made), (book, found)):
            yield replace(one, file=file, place=f"{place}, {one.place}")
    except ValueError:
        yield Difference(file, place, "đọc được", "không đọc được")


def _of_series(made: tuple[str, ...], found: tuple[str, ...], place: str, file: str) -> Iterator[Difference]:
    """Name, categories and values of a series; a value is told with its category."""
    parts = [[part.split("; ") for part in (*series, "", "", "")[:3]] for series in (made, found)]
    labels = parts[0][1]
    for kind in range(3):
        for n, (one, other) in enumerate(zip_longest(parts[0][kind], parts[1][kind], fillvalue=_NOTHING)):
            if one != other:
                at = f"{place}, {labels[n]}" if kind == 2 and n < len(labels) else place
                yield Difference(file, at, one, other)
