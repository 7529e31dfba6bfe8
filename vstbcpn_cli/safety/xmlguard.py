"""XML from a stranger, streamed through the standard library's parser with its known traps closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from vstbcpn_cli.safety.zipguard import RefusedError

MAX_DEPTH = 64
MAX_TOKEN = 2**20
"""Bytes without `>`: expat before 2.6 needs quadratic time for one long token."""
_PIECE = 2**18

Attributes = dict[str, str]


Quiet = Callable[[bytes], Iterable[tuple[bytes, bool]]]


class Handler(Protocol):
    """What a part is read by; it keeps the depth of the document below MAX_DEPTH. Names come with their prefix."""

    def start(self, name: str, attributes: Attributes) -> None: ...
    def end(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...


def parse(pieces: Iterable[bytes], handler: Handler, quiet: Quiet | None = None) -> None:
    """Feeds a document to a handler. Raises `RefusedError` for a DTD, a token past the bound, or a fault.

    `quiet` cuts each piece into spans; what a span marked True holds is checked and not handed on.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    gap = 0
    try:
        for piece, silent in _cut(pieces, quiet):
            close = piece.rfind(b">")
            gap = gap + len(piece) if close < 0 else len(piece) - close
            if gap > MAX_TOKEN:
                raise RefusedError("endless-token")
            parser.StartElementHandler = None if silent else handler.start
            parser.EndElementHandler = None if silent else handler.end
            parser.CharacterDataHandler = None if silent else handler.characters
            parser.Parse(piece, False)
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
