"""What a written Word document says, read from the file itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

MAIN = "word/document.xml"
_PIECE = 1 << 16
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class DamagedReportError(Exception):
    """The written report does not say what was put into it: a fault of the program, never of a submission."""


def paragraphs_of(path: Path) -> Iterator[str]:
    """The text of every paragraph of the written file, read as a stream."""
    from lxml import etree  # type: ignore[import-untyped]  # the library ships no types

    # Fed by hand: given the stream, the parser would ask for its path, which need not be text.
    parser = etree.XMLPullParser(("end",), tag=f"{_W}p")
    with zipfile.ZipFile(path) as package, package.open(MAIN) as main:
        while piece := main.read(_PIECE):
            parser.feed(piece)
            for _, paragraph in parser.read_events():
                yield "".join(t.text or "" for t in paragraph.iter(f"{_W}t"))
                paragraph.clear()
