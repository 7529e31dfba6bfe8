"""The list of what was renewed, kept and left in edited documents, for whoever edited them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from vstbcpn_cli.report.hand_merge.outcome import Fate, Line, Merged, first_words
from vstbcpn_cli.text.numbers import number

_HEADS = {
    Fate.LEFT: "ĐỀ NGHỊ XEM LẠI",
    Fate.RENEWED: "ĐÃ THAY THEO SỐ LIỆU MỚI",
    Fate.KEPT: "GIỮ NGUYÊN NHƯ ĐÃ SỬA TAY",
}
_FEW = 40
"""Letters of a place, and of the words there, on a screen."""


def paper(documents: Mapping[str, Merged]) -> str:
    """The whole list as plain text, what asks for the officer first."""
    return "\n".join(_lines(documents)) + "\n"


def told(line: Line) -> str:
    """Where and what, short enough for a screen; the paper has the whole."""
    place = first_words(line.place, _FEW)
    return f"{place} – {_what(line, _FEW)}" if place else _what(line, _FEW)


def _what(line: Line, most: int) -> str:
    words = f"“{first_words(line.words, most)}”: " if line.words else ""
    count = f"{number(line.count)} " if line.count > 1 else ""
    return f"{words}{count}{line.what.told}"


def _said(line: Line) -> str:
    new = f". Nội dung mới: “{' / '.join(line.new.split(chr(10)))}”" if line.new else ""
    return f"{_what(line, len(line.words))}{new}"


def _lines(documents: Mapping[str, Merged]) -> Iterator[str]:
    yield "NỘI DUNG GHÉP BẢN ĐÃ SỬA TAY VỚI SỐ LIỆU MỚI"
    yield ""
    yield (
        "Phần mềm đã ghép những chỗ sửa tay vào văn bản lập theo số liệu mới. Bản trước khi ghép được giữ lại, tên có "
        "“(bản đã sửa)”; bản phần mềm vừa lập, chưa ghép, ở thư mục luu/nguyen-ban."
    )
    for name, made in documents.items():
        yield from ("", f"Tệp {name}")
        for fate, head in _HEADS.items():
            yield from _part(head, made.of(fate), made.count(fate))


def _part(head: str, lines: Sequence[Line], count: int) -> Iterator[str]:
    yield from ("", f"{head}: {number(count)} chỗ")
    for place, some in groupby(lines, key=lambda line: line.place):
        yield from [place] if place else []
        yield from (f"- {_said(line)}." for line in some)
