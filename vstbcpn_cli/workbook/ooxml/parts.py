"""The small parts of a spreadsheet package: relations, workbook, shared texts, styles, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vstbcpn_cli.runtime.zip_guard import RefusedError
from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.workbook.ooxml.rich_text import Pieces, Runs, is_on, old_font
from vstbcpn_cli.workbook.ooxml.xml_guard import MAX_DEPTH, Attributes
from vstbcpn_cli.workbook.raw import FontRun, NumberShape

MAX_SHEETS = 300
MAX_NAMES = 20_000
MAX_FORMATS, MAX_FONTS = 70_000, 5_000
MAX_TEXTS = 200_000
LONGEST_TEXT = 32_767
_LONGEST_AREA = 200
_DATE_FORMAT = re.compile(r"[dmyhs]", re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_NOT_A_MARK = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;])*)(?:;|\Z)')
_CONDITION = re.compile(r"\[[<>=]")
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_ITEMS = ("si", "sstItem")
"""One shared text; the second is what the trial version of Excel 2007 wrote."""
_THOUSANDTHS = re.compile(r"[0#?],+(?![0#?,])")
"""A comma after the last digit: a thousandth of the number is shown."""
_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILTIN_TEXT = 49
_BUILTIN_PERCENTS = frozenset([9, 10])


class Part:
    """Element names come without their prefix: WPS, Strict Open XML and scripts all choose other ones."""

    _depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedError("too-deep")
        self.opened(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self.closed(name.rpartition(":")[2])

    def opened(self, name: str, attributes: Attributes) -> None:
        """A part that needs no start of elements leaves this empty."""

    def closed(self, name: str) -> None:
        """A part that needs no end of elements leaves this empty."""

    def characters(self, text: str) -> None:
        """A part that needs no text leaves this empty."""


class Relations(Part):
    """Id, type and target of every relation inside the package; `external` counts those that leave it."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str, str]] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.items.append((attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", "")))


class Workbook(Part):
    """Name, state and relation of every sheet, the date system, and the names of cells of the whole workbook."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch_1904 = False
        self.names: dict[str, str] = {}
        self._names = 0
        self._name = ""

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), link))
            if len(self.sheets) > MAX_SHEETS:
                raise RefusedError("too-many-sheets", str(MAX_SHEETS))
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "definedName":
            self._names += 1
            if self._names > MAX_NAMES:
                raise RefusedError("too-many-names", str(MAX_NAMES))
            self._name = "" if "localSheetId" in attributes else attributes.get("name", "").casefold()

    def closed(self, name: str) -> None:
        if name == "definedName":
            self._name = ""

    def characters(self, text: str) -> None:
        if self._name and len(self.names.get(self._name, "")) < _LONGEST_AREA:
            self.names[self._name] = self.names.get(self._name, "") + text


class OneText(Part):
    """The text of the first element of a name."""

    def __init__(self, element: str) -> None:
        self._element = element
        self._inside = False
        self._pieces: list[str] = []

    def opened(self, name: str, attributes: Attributes) -> None:  # noqa: ARG002 - the shape of every part
        self._inside = name == self._element and not self._pieces

    def closed(self, name: str) -> None:  # noqa: ARG002 - the shape of every part
        self._inside = False

    def characters(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)

    @property
    def text(self) -> str:
        return "".join(self._pieces).strip()


class Properties(Part):
    """The custom document properties by name."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._name = ""

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "property":
            self._name = attributes.get("name", "")
            self.values[self._name] = ""

    def characters(self, text: str) -> None:
        if self._name:
            self.values[self._name] += text.strip()


class SharedTexts(Part):
    """Runs of rich text joined in order; phonetic readings (`rPh`) are no part of a text, words that a damaged part
    has outside their element are.

    `runs` has, by the number of a text, those that are struck through or drawn with an old font.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.runs: dict[int, Pieces] = {}
        self._run = Runs()
        self._pieces: list[str] = []
        self._inside = False
        self._reading = False
        self._phonetic = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._reading = not self._phonetic
        elif name == "rPh":
            self._phonetic = True
        elif name in _ITEMS:
            if self._inside:  # cells point to texts by their number: a text within a text makes it uncertain
                raise RefusedError("broken-xml", "sharedStrings.xml")
            self._inside = True
        else:
            self._run.says(name, attributes)

    def closed(self, name: str) -> None:
        if name == "t":
            self._reading = False
        elif name == "rPh":
            self._phonetic = False
        elif name in _ITEMS:
            if runs := self._run.finished():
                self.runs[len(self.texts)] = runs
            self.keep(("".join(self._pieces),))
            self._pieces.clear()
            self._inside = False

    def characters(self, text: str) -> None:
        if self._reading or (self._inside and not self._phonetic and not text.isspace()):
            self._pieces.append(text)
            self._run.take(text)

    def keep(self, texts: Sequence[str]) -> None:
        """Takes texts that were read already, within the same bounds."""
        if len(self.texts) + len(texts) > MAX_TEXTS:
            raise RefusedError("too-many-texts", str(MAX_TEXTS))
        for text in texts:
            if len(text) > LONGEST_TEXT and len(clean(text)) > LONGEST_TEXT:
                raise RefusedError("text-too-long", str(len(text)))
        self.texts += texts


class Styles(Part):
    """What the number format of each cell style makes of a number, and what its font says of a text."""

    def __init__(self) -> None:
        self._formats: dict[str, str] = {}
        self._used: list[str] = []
        self._used_fonts: list[str] = []
        self._inside = self._in_fonts = self._in_colours = False
        self._fonts = 0
        self._font = FontRun("")
        self._named: list[FontRun] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "dxfs":
            self._in_colours = True
        elif name == "numFmt" and not self._in_colours:
            self._formats[attributes.get("numFmtId", "0")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._used.append(attributes.get("numFmtId", "0"))
            self._used_fonts.append(attributes.get("fontId", "0"))
        elif name == "font":
            self._fonts += 1
            self._font = FontRun("")
        elif name == "fonts":
            self._in_fonts = True
        elif name == "name":
            self._font = self._font._replace(font=old_font(attributes))
        elif name == "strike":
            self._font = self._font._replace(struck=is_on(attributes))
        if len(self._used) > MAX_FORMATS or self._fonts > MAX_FONTS:
            raise RefusedError("too-many-styles", str(max(len(self._used), self._fonts)))

    def closed(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False
        elif name == "fonts":
            self._in_fonts = False
        elif name == "dxfs":
            self._in_colours = False
        elif name == "font" and self._in_fonts:
            self._named.append(self._font)

    def fonts(self) -> Mapping[int, FontRun]:
        """The styles whose font is old or struck through, as runs without a text."""
        telling = {str(n): run for n, run in enumerate(self._named) if run.font or run.struck}
        return {n: telling[font] for n, font in enumerate(self._used_fonts) if font in telling} if telling else {}

    def shapes(self) -> list[NumberShape]:
        known = {number: self._shape(number) for number in set(self._used)}
        return [known[number] for number in self._used]

    def _shape(self, number: str) -> NumberShape:
        return shape_of(self._formats.get(number), int(number) if number.isdigit() else 0)


def shape_of(code: str | None, builtin: int = 0) -> NumberShape:
    """By what the format says of a number above 0; where it sets conditions, every part of it may be meant.

    `builtin` is the number of a format that every program knows, for a file that gives it no code.
    """
    if code == "@" or (code is None and builtin == _BUILTIN_TEXT):
        return NumberShape.TEXT
    if code is None:
        if builtin in _BUILTIN_DATES:
            return NumberShape.DATE
        return NumberShape.PERCENT if builtin in _BUILTIN_PERCENTS else NumberShape.GENERAL
    sections = _SECTION.findall(code)
    if not _CONDITION.search(code):
        sections = sections[:1]
        if not _LITERAL.sub("", sections[0]).strip():  # no digit of the number is shown
            return NumberShape.ANOTHER
    shapes = {_shape_of_section(section) for section in sections}
    return next(
        (s for s in (NumberShape.PERCENT, NumberShape.DATE, NumberShape.ANOTHER) if s in shapes), NumberShape.GENERAL
    )


def _shape_of_section(section: str) -> NumberShape:
    bare = _NOT_A_MARK.sub("", section)
    if "%" in bare:
        return NumberShape.PERCENT
    if _DURATION.search(section) or (_DATE_FORMAT.search(bare) and "general" not in bare.lower()):
        return NumberShape.DATE
    words = "".join(a or b for a, b in _LITERAL.findall(section))
    digits = any(map(str.isdigit, words)) and not any(map(str.isalpha, words))
    return NumberShape.ANOTHER if digits or _THOUSANDTHS.search(bare) else NumberShape.GENERAL
