"""What lies on the cells of a sheet instead of in them: notes, text boxes, pictures, embedded files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from vstbcpn_cli.model.submission import column_number
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.text.normalise import LONGEST_TEXT
from vstbcpn_cli.workbook.ooxml.parts import Part
from vstbcpn_cli.workbook.ooxml.xml_guard import Attributes, Handler, parse
from vstbcpn_cli.workbook.raw import Note

MOST_KEPT = 1_000
"""Notes and texts of one sheet whose words are kept; a part made to fill the memory holds millions."""
_NOTE_PARTS = ("comments", "threadedComment")
_DRAWN_PARTS = ("chart", "diagramData")
"""What a drawing shows from a part of its own: charts, and diagrams of shapes."""
_OLD_SHAPES = ("shape", "rect", "roundrect", "oval")
Relations = Callable[[str], Iterable[tuple[str, str]]]
_EMBEDDED = ("oleObject", "package", "control")


class Beside(msgspec.Struct, frozen=True):
    """The fields of a `RawSheet` of the same names; `objects` also counts the "notes" and "boxes" not kept."""

    notes: tuple[Note, ...] = ()
    drawn: tuple[str, ...] = ()
    objects: Mapping[str, int] = msgspec.field(default_factory=dict)


def beside(package: GuardedZip, links: Iterable[tuple[str, str]], relations: Relations) -> Beside:
    """Follows the relations (last word of the type, target) of one sheet; `relations` gives those of a drawing.

    A part that is not well formed is passed over: no figure comes from it. One with a document type is refused.
    """
    notes, drawing = Notes(), Drawing()
    embedded = 0
    for kind, target in sorted(set(links)):
        if kind in _EMBEDDED:
            embedded += 1
        elif target not in package:
            continue
        elif kind in _NOTE_PARTS:
            _read(package, target, notes)
        elif kind == "drawing":
            _read(package, target, drawing)
            for inside, part in sorted(set(relations(target))):
                if inside in _DRAWN_PARTS and part in package:
                    words = DrawnText()
                    _read(package, part, words)
                    drawing.take(words.text)
        elif kind == "vmlDrawing":
            old = OldShapes()
            _read(package, target, old)
            for text in old.texts:
                if text not in drawing.texts:  # newer programs store the words of a control a second time
                    drawing.take(text)
    counted = {"pictures": drawing.pictures, "embedded": embedded, "notes": notes.more, "boxes": drawing.more}
    return Beside(notes.found(), tuple(drawing.texts), {k: n for k, n in counted.items() if n})


def _read(package: GuardedZip, part: str, handler: Handler) -> None:
    try:
        # Old drawings hold line breaks as web pages write them, without an end.
        parse(
            (package.read(part).replace(b"<br>", b"<br/>"),) if part.endswith(".vml") else package.pieces(part), handler
        )
    except RefusedError as fault:
        if fault.reason != "broken-xml":
            raise


class Notes(Part):
    """The text of every note by its cell.

    Excel stores a conversation twice: whole, and once more as a note with an introduction of its own for programs that
    know no conversations. Its entries are told apart by their element, and the copy is left out.
    """

    def __init__(self) -> None:
        self.more = 0
        self._notes: list[Note] = []
        self._talks: list[Note] = []
        self._reference = ""
        self._pieces: list[str] = []
        self._reading = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name in ("comment", "threadedComment"):
            self._reference = attributes.get("ref", "")
            self._pieces = []
        self._reading = name in ("t", "text")

    def closed(self, name: str) -> None:
        self._reading = False
        if name in ("comment", "threadedComment"):
            self._keep(self._talks if name == "threadedComment" else self._notes)

    def characters(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)

    def found(self) -> tuple[Note, ...]:
        """Every note in the order of its cells; of a conversation only its own entries."""
        talked = {(n.row, n.column) for n in self._talks}
        plain_notes = [n for n in self._notes if (n.row, n.column) not in talked]
        return tuple(sorted((*plain_notes, *self._talks), key=lambda n: (n.row, n.column)))

    def _keep(self, into: list[Note]) -> None:
        text = "".join(self._pieces).strip()
        if text and len(into) >= MOST_KEPT:
            self.more += 1
        elif text:
            into.append(Note(*_place(self._reference), text))


class Drawing(Part):
    """The texts of text boxes and shapes, and how many pictures there are."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pictures = self.more = 0
        self._pieces: list[str] = []
        self._inside = False
        self._reading = False

    def opened(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - the shape of every part
        if name == "txBody":
            self._inside = True
            self._pieces = []
        elif name == "pic":
            self.pictures += 1
        self._reading = self._inside and name == "t"

    def closed(self, name: str) -> None:
        self._reading = False
        if name == "p" and self._inside:
            self._pieces.append("\n")
        elif name == "txBody":
            self._inside = False
            self.take("".join(self._pieces))

    def take(self, text: str) -> None:
        """Keeps a text that is no mere space, within the bound."""
        if text.strip() and len(self.texts) >= MOST_KEPT:
            self.more += 1
        elif text.strip():
            self.texts.append(text.strip())

    def characters(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)


class OldShapes(Part):
    """The texts of the boxes and controls of an old drawing (VML); those of notes only frame them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._text = ""
        self._reading = False
        self._note = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name in _OLD_SHAPES:
            self._text, self._note = "", False
        elif name == "textbox":
            self._reading = True
        elif name == "ClientData":
            self._note = attributes.get("ObjectType") == "Note"

    def closed(self, name: str) -> None:
        if name in ("div", "br"):
            self.characters("\n")
        elif name == "textbox":
            self._reading = False
        elif name in _OLD_SHAPES and not self._note:
            lines = (" ".join(line.split()) for line in self._text.splitlines())
            if text := "\n".join(filter(None, lines)):
                self.texts.append(text)
            self._text = ""

    def characters(self, text: str) -> None:
        if self._reading and len(self._text) < LONGEST_TEXT:
            self._text += text


class DrawnText(Part):
    """Everything somebody wrote into a chart or diagram, paragraph by paragraph; no figure of a chart is one."""

    def __init__(self) -> None:
        self.text = ""
        self._reading = False

    def opened(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - the shape of every part
        self._reading = name == "t"

    def closed(self, name: str) -> None:
        self._reading = False
        if name == "p" and self.text:
            self.text += "\n"

    def characters(self, text: str) -> None:
        if self._reading and len(self.text) < LONGEST_TEXT:
            self.text += text


def _place(reference: str) -> tuple[int, int]:
    """“D12” as row and column; a note on no cell is one on the sheet as a whole."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3 and 0 < len(digits) <= 7):
        return 1, 1
    return max(int(digits), 1), column_number(letters.upper())
