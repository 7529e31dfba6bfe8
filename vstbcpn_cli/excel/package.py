"""An .xlsx or .xlsm package to its stored cells, streamed with the standard library's own XML parser."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from vstbcpn_cli.excel.cells import Kind, RawBook, RawCell, RawSheet, Shape, UnreadableBookError

MAX_PART = 64 * 2**20
MAX_CELLS = 2_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_DATE_FORMAT = re.compile(r"[dmyhs]", re.IGNORECASE)
_NOT_A_MARK = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILTIN_PERCENTS = frozenset([9, 10])

Attributes = dict[str, str]


def read_package(content: bytes) -> RawBook:
    """The stored cells of every sheet.

    Raises `UnreadableBookError` for a package that is damaged, locked, foreign or too large; it names the rule.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _Package(package).book()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, expat.ExpatError) as fault:
        raise UnreadableBookError("damaged-file") from fault
    except UnreadableBookError:
        raise
    except Exception as fault:  # zlib.error, RuntimeError, ValueError…: no list of what a damaged file raises is whole
        raise UnreadableBookError("damaged-file") from fault


class _Package:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = {n.replace("\\", "/").casefold(): n for n in package.namelist()}

    def book(self) -> RawBook:
        if "[content_types].xml" not in self._names:
            raise UnreadableBookError("not-a-workbook", "tệp nén")
        main = self._main_part()
        workbook = _Workbook()
        self._parse(main, workbook)
        links = self._relations(main)
        texts = self._shared_strings(links)
        shapes = self._styles(links)
        sheets, missing = [], []
        for name, state, link in workbook.sheets:
            target = links.get(link, ("", ""))[1]
            if target.casefold() not in self._names:
                missing.append(name)
                continue
            sheet = _Sheet(texts, shapes)
            self._parse(target, sheet)
            sheets.append(RawSheet(name, sheet.cells, state != "visible"))
        return RawBook(
            sheets=tuple(sheets),
            properties=self._properties(),
            keywords=self._text_of("docProps/core.xml", "keywords"),
            program=self._program(),
            epoch_1904=workbook.epoch_1904,
            macros=any(n.endswith("vbaproject.bin") for n in self._names),
            missing=tuple(missing),
        )

    def _main_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                if target.casefold().startswith(("word/", "ppt/")):
                    raise UnreadableBookError("not-a-workbook", "Word" if "word" in target else "PowerPoint")
                if target.casefold().endswith(".bin"):
                    raise UnreadableBookError("unsupported-format", "Excel Binary (.xlsb)")
                return target
        if "xl/workbook.xml" in self._names:
            return "xl/workbook.xml"
        raise UnreadableBookError("not-a-workbook", "tệp nén")

    def _relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Relation id → (last word of its type, path of the target in the package)."""
        folder, name = posixpath.split(part)
        found = _Relations()
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path.casefold() in self._names:
            self._parse(path, found)
        return {
            i: (kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for i, kind, target in found.items
        }

    def _shared_strings(self, links: Mapping[str, tuple[str, str]]) -> list[str]:
        strings = _SharedStrings()
        for kind, target in links.values():
            if kind == "sharedStrings" and target.casefold() in self._names:
                self._parse(target, strings)
        return strings.texts

    def _styles(self, links: Mapping[str, tuple[str, str]]) -> list[Shape]:
        styles = _Styles()
        for kind, target in links.values():
            if kind == "styles" and target.casefold() in self._names:
                self._parse(target, styles)
        return styles.shapes()

    def _properties(self) -> Mapping[str, str]:
        found = _Properties()
        if "docprops/custom.xml" in self._names:
            self._parse("docProps/custom.xml", found)
        return found.values

    def _program(self) -> str:
        name = self._text_of("docProps/app.xml", "Application")
        version = self._text_of("docProps/app.xml", "AppVersion")
        return name if "/" in name else " ".join(filter(None, (name, version)))

    def _text_of(self, part: str, element: str) -> str:
        if part.casefold() not in self._names:
            return ""
        found = _OneText(element)
        self._parse(part, found)
        return found.text.strip()

    def _parse(self, part: str, target: _Handler) -> None:
        """Feeds a part to a handler in pieces, counting what really comes out of the archive."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = target.start
        parser.EndElementHandler = target.end
        parser.CharacterDataHandler = target.characters
        parser.StartDoctypeDeclHandler = _refuse_doctype
        size = 0
        with self._package.open(self._names[part.casefold()]) as stream:
            while piece := stream.read(1 << 16):
                size += len(piece)
                if size > MAX_PART:
                    raise UnreadableBookError("unreadable", "một phần của tệp quá lớn")
                parser.Parse(piece, False)
        parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise UnreadableBookError("unreadable", "tệp chứa khai báo XML không được phép")


class _Handler:
    """Element names come without their prefix: WPS, Strict Open XML and scripts all choose other ones."""

    def start(self, name: str, attributes: Attributes) -> None:
        self.opened(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self.closed(name.rpartition(":")[2])

    def opened(self, name: str, attributes: Attributes) -> None: ...
    def closed(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...


class _Relations(_Handler):
    def __init__(self) -> None:
        self.items: list[tuple[str, str, str]] = []

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.items.append((attributes.get("Id", ""), attributes.get("Type", ""), attributes.get("Target", "")))


class _Workbook(_Handler):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch_1904 = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), link))
        elif name == "workbookPr":
            self.epoch_1904 = attributes.get("date1904", "0") in ("1", "true")


class _OneText(_Handler):
    """The text of the first element of a name."""

    def __init__(self, element: str) -> None:
        self._element = element
        self._inside = False
        self.text = ""

    def opened(self, name: str, attributes: Attributes) -> None:
        self._inside = name == self._element and not self.text

    def closed(self, name: str) -> None:
        self._inside = False

    def characters(self, text: str) -> None:
        if self._inside:
            self.text += text


class _Properties(_Handler):
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


class _SharedStrings(_Handler):
    """Runs of rich text are joined in order; phonetic readings (`rPh`) are no part of a text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._reading = False
        self._phonetic = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._reading = not self._phonetic
        elif name == "rPh":
            self._phonetic = True

    def closed(self, name: str) -> None:
        if name == "t":
            self._reading = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.texts.append("".join(self._pieces))
            self._pieces.clear()

    def characters(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)


class _Styles(_Handler):
    def __init__(self) -> None:
        self._formats: dict[int, str] = {}
        self._used: list[int] = []
        self._inside = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._used.append(int(attributes.get("numFmtId", "0")))

    def closed(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def shapes(self) -> list[Shape]:
        return [self._shape(number) for number in self._used]

    def _shape(self, number: int) -> Shape:
        code = self._formats.get(number)
        if code is None:
            if number in _BUILTIN_DATES:
                return Shape.DATE
            return Shape.PERCENT if number in _BUILTIN_PERCENTS else Shape.GENERAL
        bare = _NOT_A_MARK.sub("", code.partition(";")[0])
        if "%" in bare:
            return Shape.PERCENT
        return Shape.DATE if _DATE_FORMAT.search(bare) and "general" not in bare.lower() else Shape.GENERAL


_KINDS: Mapping[str, Kind] = {"s": Kind.TEXT, "str": Kind.TEXT, "inlineStr": Kind.TEXT, "b": Kind.BOOL, "e": Kind.ERROR}


class _Sheet(_Handler):
    def __init__(self, texts: list[str], shapes: list[Shape]) -> None:
        self.cells: dict[tuple[int, int], RawCell] = {}
        self._texts = texts
        self._shapes = shapes
        self._row = 0
        self._column = 0
        self._here: Attributes = {}
        self._value: list[str] = []
        self._formula: list[str] = []
        self._has_formula = False
        self._sink: Callable[[str], None] | None = None
        self._phonetic = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._place(attributes)
        elif name == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name in ("v", "t"):
            self._sink = None if self._phonetic else self._value.append
        elif name == "f":
            self._has_formula = True
            self._sink = self._formula.append
        elif name == "rPh":
            self._phonetic = True

    def closed(self, name: str) -> None:
        if name in ("v", "t", "f"):
            self._sink = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "c":
            self._keep()

    def characters(self, text: str) -> None:
        if self._sink is not None:
            self._sink(text)

    def _place(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            match = _REFERENCE.match(reference)
            if match is None:
                raise UnreadableBookError("unreadable", f"địa chỉ ô “{reference[:20]}” không có thật")
            self._row, self._column = int(match[2]), _column_number(match[1])
        if not 1 <= self._row <= LAST_ROW or self._column > LAST_COLUMN:
            raise UnreadableBookError("unreadable", "có ô nằm ngoài phạm vi của bảng tính")
        self._here = attributes
        self._value.clear()
        self._formula.clear()
        self._has_formula = False

    def _keep(self) -> None:
        text = "".join(self._value)
        if not text and not self._has_formula:
            return
        if len(self.cells) >= MAX_CELLS:
            raise UnreadableBookError("unreadable", "tệp có quá nhiều ô")
        kind = _KINDS.get(self._here.get("t", "n"), Kind.DATE if self._here.get("t") == "d" else Kind.NUMBER)
        if self._here.get("t") == "s":
            text = self._texts[int(text)] if text.strip().isdigit() and int(text) < len(self._texts) else "#?"
        if not text:
            kind = Kind.TEXT if self._here.get("t") == "str" else Kind.PENDING
        style = int(self._here.get("s", "0"))
        shape = self._shapes[style] if style < len(self._shapes) else Shape.GENERAL
        formula = "".join(self._formula) or ("=" if self._has_formula else "")
        if text or kind is Kind.PENDING or formula:
            self.cells[self._row, self._column] = RawCell(kind, text, formula, shape)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
