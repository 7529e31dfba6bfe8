"""What the fonts say of a text: its pieces that are struck through or drawn with a font older than Unicode."""

from __future__ import annotations

from vstbcpn_cli.text.legacy_encodings import table_of
from vstbcpn_cli.workbook.ooxml.xml_guard import Attributes
from vstbcpn_cli.workbook.raw import FontRun

Pieces = tuple[tuple[FontRun, bool], ...]
"""Every run of a text, and whether it has a font of its own."""


class Runs:
    """The runs of one rich text, as its elements come by; only those that say something of their text are kept."""

    __slots__ = ("_font", "_kept", "_struck", "_told")

    def __init__(self) -> None:
        self._kept: list[tuple[FontRun, bool]] = []
        self.open()

    def open(self) -> None:
        self._font, self._struck, self._told = "", False, False

    def says(self, name: str, attributes: Attributes) -> None:
        """What a run says of itself as it begins: its font, or that it is struck through."""
        if name == "r":
            self.open()
        elif name == "rFont":
            self._told = True
            self._font = old_font(attributes)
        elif name == "strike":
            self._struck = is_on(attributes)

    def take(self, text: str) -> None:
        self._kept.append((FontRun(text, self._font, self._struck), self._told))

    def finished(self) -> Pieces:
        """Every run with whether it has a font of its own; nothing where all of them are ordinary."""
        kept, self._kept = tuple(self._kept), []
        self.open()
        return kept if any(run.font or run.struck for run, _ in kept) else ()


def old_font(attributes: Attributes) -> str:
    """The name of a font older than Unicode, "" for every other one."""
    name = attributes.get("val", "")
    return name if table_of(name) else ""


def is_on(attributes: Attributes) -> bool:
    return attributes.get("val", "1") in ("1", "true")


def drawn(pieces: Pieces, own: FontRun, text: str) -> tuple[FontRun, ...]:
    """The runs of a cell whose style says `own`; nothing for an ordinary one."""
    if not pieces:
        return (own._replace(text=text),) if own.font or own.struck else ()
    return tuple(r if told else r._replace(font=own.font, struck=r.struck or own.struck) for r, told in pieces)
