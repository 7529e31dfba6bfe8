"""The bytes of a file to its stored cells, or what the file is instead; the content decides, never the name."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection
from pathlib import Path

import msgspec

from vstbcpn_cli.model.problems import Noticed, ProblemKind, noticed
from vstbcpn_cli.runtime.input_files import content_of, opened
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError, listed
from vstbcpn_cli.text.normalise import quoted, scrubbed
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.formats import compound_file
from vstbcpn_cli.workbook.formats.built_in_key import unlocked
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE, OLE, ZIP
from vstbcpn_cli.workbook.ooxml.package import read_package, refused
from vstbcpn_cli.workbook.raw import RawBook, UnreadableBookError

Notes = list[Noticed]
"""What is to be said about the way the cells are stored."""
_ZIP_END = b"PK\x05\x06"
_SNIFFED = 16_384
_SNIFFED_END = 65_557
"""The end of an archive may bear a remark of 65,535 characters."""
_FLAT = "FLAT"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8", "PICTURE"),
    (b"\x89PNG", "PICTURE"),
    (b"GIF8", "PICTURE"),
    (b"II*\x00", "PICTURE"),
    (b"MM\x00*", "PICTURE"),
    (b"Rar!", "ARCHIVE"),
    (b"7z\xbc\xaf", "ARCHIVE"),
    (b"\x1f\x8b", "ARCHIVE"),
    (b"\x1f\x9d", "ARCHIVE"),
    (b"BZh", "ARCHIVE"),
    (b"\xfd7zXZ\x00", "ARCHIVE"),
    (b"\x28\xb5\x2f\xfd", "ARCHIVE"),
    (b"MSCF", "ARCHIVE"),
    (b"PK\x05\x06", "EMPTY-ARCHIVE"),
    (b"{\\rtf", "Word"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "SHORTCUT"),
)
_TAR, _LHA = (257, b"ustar"), (2, b"-lh")
"""Archives that say so further on than at their beginning: where, and how."""
_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"docs\.google\.com"), "GOOGLE"),
    (re.compile(r"urn:schemas-microsoft-com:office:spreadsheet"), "XML"),
    (re.compile(r"<office:document\s[^>]*application/vnd\.oasis\.opendocument\.spreadsheet"), _FLAT),
    (re.compile(r"application/vnd\.oasis\.opendocument"), "OPENDOCUMENT"),
    (re.compile(r"\A\s*<.*<table[\s>]", re.IGNORECASE | re.DOTALL), "TABLE"),
    (re.compile(r"\A\s*(?:<!doctype html|<html|<table|<meta|<head|<)", re.IGNORECASE), "HTML"),
    (re.compile(r"^(?:mime-version|content-type|return-path|received|from):", re.IGNORECASE | re.MULTILINE), "MAIL"),
)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FAMILIES = ((b"heic", "PICTURE"), (b"heix", "PICTURE"), (b"mif1", "PICTURE"), (b"avif", "PICTURE"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_OLE_STREAMS = (
    ("WordDocument".encode("utf-16-le"), "Word"),
    ("PowerPoint Document".encode("utf-16-le"), "PowerPoint"),
    ("__substg1.0_".encode("utf-16-le"), "MAIL"),
)
_WORKBOOK_STREAMS = (*("Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le")), _ENCRYPTED)
_OPENDOCUMENT = b"application/vnd.oasis.opendocument."
_SPREADSHEET = _OPENDOCUMENT + b"spreadsheet"
_STAR_CALC = b"application/vnd.sun.xml.calc"
_STATING = ("mimetype", "META-INF/manifest.xml")
_BEFORE_EXCEL_5 = re.compile(rb"\x09([\x00\x02\x04])[\x04\x06\x08\x10]\x00")
_VERSIONS = {b"\0": "2.0", b"\2": "3.0", b"\4": "4.0"}
"""How a workbook begins that Excel wrote before it put workbooks into compound files: each holds one sheet."""
_NO_CONTAINER = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
"""How the records of a younger one begin, which some programs store without their container."""
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
_STORES = ("thumbs.db", "desktop.ini", ".ds_store")
"""What systems put into a folder by themselves."""
_HELD = ("PDF", "PICTURE", "ARCHIVE", "Word", "TABLE", "XML", _FLAT)
_HELD_STREAMS = (*_WORKBOOK_STREAMS, *(stream for stream, kind in _OLE_STREAMS if kind == "MAIL"))
_LETTER = re.compile(r"\A\s*(?:From .*\n)?[\w-]{1,60}:[ \t].*\n(?:[\w-]{1,60}:|[ \t])", re.IGNORECASE)
"""A letter begins with two lines of its head at least."""
_CONTENTS = "[content_types].xml"
_DEEPEST = 3
"""So many archives may lie in one another: a mail program packs the archives of its letters once more."""
_LEFT_CLOSED = ("encrypted-part", "damaged", "unknown-packing")
_NAMED = 5
"""So many files of an archive are named; of more it is said that there are."""


def may_hold_figures(path: Path) -> bool:
    """Whether a file whose name speaks against it is to be read all the same, be it to say what the unit has sent
    instead: by its content it is a workbook, an archive, a letter with what is attached, a table, or a scan,
    and none of the stores and drafts that systems and Word keep in the same container."""
    try:
        with opened(path) as stream:
            head = stream.read(_SNIFFED)
            stream.seek(-min(_SNIFFED_END, stream.seek(0, os.SEEK_END)), os.SEEK_END)
            end = stream.read(_SNIFFED_END)
        if head.startswith(OLE):
            return any(mark in content_of(path, LARGEST_FILE) for mark in _HELD_STREAMS)
    except OSError as fault:
        return fault.errno == errno.EFBIG  # that it is too large is said of it
    if head.startswith(ZIP) or _BEFORE_EXCEL_5.match(head) or _NO_CONTAINER.match(head):
        return True
    kind = _kind(head)
    if kind in ("", "TEXT"):
        return _ZIP_END in end  # something stands before an archive
    # Notes and records may quote a letter; a letter begins as such.
    return kind in _HELD or (kind == "MAIL" and bool(_LETTER.match(_decoded(head))))


def open_book(path: Path, content: bytes) -> tuple[RawBook, Notes]:
    """The stored cells of a file, and what is to be said about the way they are stored.

    Raises `UnreadableBookError`.
    """
    if path.name.startswith("~$") and not content.startswith((ZIP, OLE)):
        raise UnreadableBookError(ProblemKind.LOCK_FILE)
    return _opened(content, inside=False)


def _opened(content: bytes, *, inside: bool) -> tuple[RawBook, Notes]:
    if not content:
        raise UnreadableBookError(ProblemKind.EMPTY_FILE)
    if content.startswith(ZIP):
        return _archive(content, inside=inside)
    if content.startswith(OLE):
        return _compound(content)
    if before := _BEFORE_EXCEL_5.match(content):
        raise UnreadableBookError(ProblemKind.UNSUPPORTED_FORMAT, format=f"Excel {_VERSIONS[before[1]]} (.xls)")
    if _NO_CONTAINER.match(content):
        return _old_workbook(content)
    kind = _kind(content)
    if kind == _FLAT:
        from vstbcpn_cli.workbook.formats.ods import read_flat_opendocument  # loaded where there is such a file

        return read_flat_opendocument(content), [noticed(ProblemKind.OLD_FORMAT, format="fods")]
    if kind:
        raise UnreadableBookError(ProblemKind.NOT_A_WORKBOOK, what=kind)
    raise UnreadableBookError(ProblemKind.DAMAGED_FILE)


def _archive(content: bytes, *, inside: bool) -> tuple[RawBook, Notes]:
    """A workbook, or an archive in which exactly one lies, be it in an archive inside: that one is meant."""
    packed = _Packed()
    try:
        package = GuardedZip.open(content)
        stated = "" if _CONTENTS in package else next((part for part in _STATING if part in package), "")
        said = package.read(stated) if stated else b""
        if _wraps(package.names()) and not inside:
            packed.search(package)
    except RefusedError as fault:
        raise (_refused_archive(fault) if _wraps(listed(content)) else refused(fault)) from fault
    if stated:
        return _open_document(said, content)
    if packed.books:
        book, notes = _opened(packed.content, inside=True)
        told = noticed(ProblemKind.PACKED_FILE, name=packed.books[0])
        left = noticed(ProblemKind.PACKED_OTHERS, count=number(len(packed.others)), names=_named(packed.others))
        return book, [told, *([left] if packed.others else []), *notes]
    book = read_package(content)
    return book, [noticed(ProblemKind.MACRO_WORKBOOK)] if book.macros else []


def _wraps(names: Collection[str]) -> bool:
    """Whether an archive with such parts is no document itself and only holds files."""
    return bool(names) and {_CONTENTS, *map(str.casefold, _STATING)}.isdisjoint(names)


def _refused_archive(fault: RefusedError) -> UnreadableBookError:
    """The unit mends an archive by unpacking it, not by saving a workbook anew."""
    told = refused(fault)
    return UnreadableBookError(told.kind, **{**told.details, "case": "archive"}) if "case" in told.details else told


def _open_document(stated: bytes, content: bytes) -> tuple[RawBook, Notes]:
    """A package of another family of office programs, which says what it is."""
    if _SPREADSHEET in stated:
        from vstbcpn_cli.workbook.formats.ods import read_opendocument

        return read_opendocument(content), [noticed(ProblemKind.OLD_FORMAT, format="ods")]
    if _STAR_CALC in stated:
        raise UnreadableBookError(ProblemKind.UNSUPPORTED_FORMAT, format="OpenOffice.org 1 (.sxc)")
    what = "OPENDOCUMENT" if _OPENDOCUMENT in stated else "ZIP"
    raise UnreadableBookError(ProblemKind.NOT_A_WORKBOOK, what=what)


class _Packed(msgspec.Struct):
    """What lies in an archive and the archives inside it, within the bounds of one: the names of the workbooks, with
    the archives they came out of (“trong.zip/bao cao.xlsx”), the content of the first, and the names of what is not
    read. Archives beside a workbook are not opened.
    """

    books: list[str] = msgspec.field(default_factory=list)
    content: bytes = b""
    others: list[str] = msgspec.field(default_factory=list)
    faults: list[RefusedError] = msgspec.field(default_factory=list)

    def search(self, outermost: GuardedZip) -> None:
        """Raises `UnreadableBookError` for several workbooks, and where nothing but an archive that does not open may
        hold one; `RefusedError` where a bound is broken."""
        self._search(outermost, "", 1)
        if len(self.books) > 1:
            raise UnreadableBookError(ProblemKind.SEVERAL_IN_ARCHIVE, count=number(len(self.books)))
        if not self.books and self.faults:
            raise self.faults[0]

    def _search(self, package: GuardedZip, within: str, depth: int) -> None:
        """Where no name says that it is a workbook, the content does."""
        held = [n for n in package.names() if not n.startswith("__macosx/") and not n.endswith("/")]
        names = [n for n in held if not n.rpartition("/")[2].startswith(("~$", "._")) and not n.endswith(_STORES)]
        books = [n for n in names if n.endswith(_WORKBOOKS)] or [n for n in held if self._is_workbook(package, n)]
        for name in names if not books else ():
            inner = self._opened(package, name) if depth < _DEEPEST else None
            if inner is None:
                self.others.append(within + _own_name(package, name))
            else:
                self._search(inner, f"{within}{_own_name(package, name)}/", depth + 1)
        if books and not self.books:
            self.content = package.read(books[0])
        self.books += [within + _own_name(package, n) for n in books]
        self.others += [within + _own_name(package, n) for n in names if books and n not in books]

    def _is_workbook(self, package: GuardedZip, name: str) -> bool:
        head = next(iter(package.pieces(name)), b"")
        if not head.startswith((ZIP, OLE)):
            return _NO_CONTAINER.match(head) is not None or _kind(head) == _FLAT
        content = package.read(name)
        if head.startswith(OLE):
            return any(stream in content for stream in _WORKBOOK_STREAMS)
        try:
            inner = GuardedZip.open(content)
            stated = b"".join(next(iter(inner.pieces(part)), b"") for part in _STATING if part in inner)
        except RefusedError:
            return False
        return _SPREADSHEET in stated or any(n.startswith("xl/workbook.") for n in inner.names())

    def _opened(self, package: GuardedZip, name: str) -> GuardedZip | None:
        """An archive inside; None for any other file, and for an archive that is locked, damaged or packed strangely:
        it is named like one of another kind."""
        if not next(iter(package.pieces(name)), b"").startswith(ZIP):
            return None
        content = package.read(name)
        if not _wraps(listed(content)):
            return None
        try:
            return GuardedZip.open(content, package)
        except RefusedError as fault:
            if fault.reason not in _LEFT_CLOSED:
                raise
            self.faults.append(fault)
            return None


def _own_name(package: GuardedZip, name: str) -> str:
    return quoted(scrubbed(package.written(name).rpartition("/")[2]))


def _named(names: list[str]) -> str:
    shown = [f"“{name}”" for name in names[:_NAMED]]
    return "; ".join([*shown, *(["…"] if len(names) > _NAMED else [])])


def _compound(content: bytes) -> tuple[RawBook, Notes]:
    locked = _ENCRYPTED in content
    kind = next((kind for stream, kind in _OLE_STREAMS if stream in content), "")
    if kind and not locked and "Workbook".encode("utf-16-le") not in content:
        raise UnreadableBookError(ProblemKind.NOT_A_WORKBOOK, what=kind)
    try:
        compound_file.inspect(content)
    except RefusedError as fault:
        # Of a damaged container that names its encryption the password is what the unit can mend.
        raise (UnreadableBookError(ProblemKind.PASSWORD, case="") if locked else refused(fault)) from fault
    if locked:
        return _archive(unlocked(content), inside=True)
    try:
        return _old_workbook(content)
    except UnreadableBookError as fault:
        if fault.kind is not ProblemKind.PASSWORD:
            raise
    return _old_workbook(unlocked(content))


def _old_workbook(content: bytes) -> tuple[RawBook, Notes]:
    from vstbcpn_cli.workbook.formats.xls import read_legacy

    macros: Notes = [noticed(ProblemKind.MACRO_WORKBOOK)] if _OLD_MACROS in content else []
    return read_legacy(content), [noticed(ProblemKind.OLD_FORMAT, format="xls"), *macros]


def _kind(content: bytes) -> str:
    """What a file is that is neither an archive nor a compound; "" for bytes that are nothing known."""
    start = content.lstrip()[:16]
    if kind := next((kind for mark, kind in _STARTS if start.startswith(mark)), ""):
        return kind
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        return "PICTURE"
    if content[:4] == b"RIFF":
        return "PICTURE" if content[8:12] == b"WEBP" else "VIDEO"
    if content[4:8] == b"ftyp":
        return next((kind for brand, kind in _FAMILIES if brand in content[8:24]), "VIDEO")
    if any(content[at : at + len(mark)] == mark for at, mark in (_TAR, _LHA)):
        return "ARCHIVE"
    text = _decoded(content[:_SNIFFED])
    if _BINARY.search(text):
        return ""
    return next((kind for pattern, kind in _TEXTS if pattern.search(text)), "TEXT")


def _decoded(head: bytes) -> str:
    return head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
