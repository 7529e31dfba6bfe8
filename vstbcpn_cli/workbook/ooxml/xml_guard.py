"""XML from a stranger, streamed through the standard library's parser with its known traps closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from vstbcpn_cli.runtime.zip_guard import RefusedError

MAX_DEPTH = 64
MAX_TOKEN = 2**20
"""Bytes of one tag, comment or instruction: expat before 2.6 begins such a token anew with each piece of it."""
MAX_NAMES = 50_000
"""Different names of elements and attributes: every one stays in the tables of the parser."""
_PIECE = 2**18

Attributes = dict[str, str]


Quiet = Callable[[bytes], Iterable[tuple[bytes, bool]]]


class Handler(Protocol):
    """What a part is read by; it keeps the depth of the document below MAX_DEPTH. Names come with their prefix."""

    def start(self, name: str, attributes: Attributes) -> None: ...
    def end(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...


def parse(pieces: Iterable[bytes], handler: Handler, quiet: Quiet | None = None) -> None:
    """Feeds a document to a handler. Raises `RefusedError` for a DTD, what is past a bound, or a fault.

    `quiet` cuts each piece into spans; what a span marked True holds is checked and not handed on.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    fed = 0
    try:
        for piece, silent in _cut(pieces, quiet):
            parser.StartElementHandler = None if silent else handler.start
            parser.EndElementHandler = None if silent else handler.end
            parser.CharacterDataHandler = None if silent else handler.characters
            parser.Parse(piece, False)
            fed += len(piece)
            # Where the parser stands, not a character that ends a token only in most places, tells how long one is.
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise RefusedError("endless-token")
            if len(parser.intern) > MAX_NAMES:
                raise RefusedError("countless-names")
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise RefusedError("broken-xml", f"dòng {fault.lineno}") from fault


def _cut(pieces: Iterable[bytes], quiet: Quiet | None) -> Iterator[tuple[bytes, bool]]:
    """Pieces short enough to find a token without end before the parser has spent its time on it."""
    for piece in pieces:
        for span, silent in quiet(piece) if quiet else ((piece, False),):
            for at in range(0, len(span), _PIECE):
                yield span[at : at + _PIECE], silent


def _refuse(*_: object) -> None:
    raise RefusedError("document-type")
