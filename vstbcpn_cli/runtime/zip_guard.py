"""A zip archive from a stranger, inspected and unpacked part by part before anything trusts it."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator

import msgspec

MAX_ENTRIES = 2_000
MAX_PART = 64 * 2**20
MAX_TOTAL = 256 * 2**20
MAX_RATIO = 200
RATIO_FROM = 2**20
"""The ratio is judged above this unpacked size: an innocent small part may pack a thousandfold."""
MANY_TIMES = 10
"""A directory far past the bound is not even listed; entries of archives inside the archive are counted along."""
_PIECE = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ABSOLUTE = re.compile(r"[A-Za-z]:|/")
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class RefusedError(Exception):
    """An archive or document that is not read; `reason` is a mark the words of a rule know, `detail` a figure."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class _Used(msgspec.Struct):
    """What an archive of `size` bytes and all archives inside it have used up together of the bounds."""

    size: int
    parts: int = 0
    unpacked: int = 0


class GuardedZip(msgspec.Struct):
    """The parts of an archive by name; every byte that comes out is counted, whatever the archive declares."""

    _archive: zipfile.ZipFile
    _names: dict[str, zipfile.ZipInfo]
    used: _Used
    _inside: bool = False
    _checked: set[str] = msgspec.field(default_factory=set)

    @classmethod
    def open(cls, content: bytes, within: GuardedZip | None = None) -> GuardedZip:
        """Raises `RefusedError` for an archive that breaks a bound, or that programs would read differently.

        One that lies `within` another shares its bounds: they are those of the outermost, all together.
        """
        used = within.used if within is not None else _Used(len(content))
        archive = _listing(content)
        infos = archive.infolist()
        used.parts += len(infos)
        if used.parts > MAX_ENTRIES:
            raise RefusedError("too-many-parts", str(used.parts))
        names: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = _checked_name(info)
            if name in names:
                raise RefusedError("part-twice", info.filename[:80])
            names[name] = info
        _refuse_overlaps(content, infos)
        return cls(archive, names, used, within is not None)

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._names

    def names(self) -> tuple[str, ...]:
        """The folded names of all parts."""
        return tuple(self._names)

    def checksums(self) -> dict[str, int]:
        """What the archive says of the content of each part, which reading it to its end has to prove."""
        return {name: info.CRC for name, info in self._names.items()}

    def written(self, name: str) -> str:
        """The name of a part in the letters it was given, for a sentence and never for comparing."""
        return self._names[_folded(name)].orig_filename.replace("\\", "/")

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a part in pieces. Raises `RefusedError` when it is damaged or grows past a bound."""
        info = self._names[_folded(name)]
        size = 0
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self.used.unpacked += len(piece)
                    self._measure(info, size)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, struct.error) as fault:
            raise RefusedError("damaged", info.filename[:80]) from fault
        self._checked.add(_folded(name))

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def check_rest(self) -> None:
        """Reads every part not yet read to its end: only then a flipped bit anywhere shows in its checksum."""
        for name in self._names:
            if name not in self._checked:
                for _ in self.pieces(name):
                    pass

    def _measure(self, info: zipfile.ZipInfo, size: int) -> None:
        unpacked = self.used.unpacked
        if size > MAX_PART or unpacked > MAX_TOTAL:
            raise RefusedError("too-large", f"{max(size, unpacked) // 2**20} MB")
        if _dense(size, info.compress_size) or (self._inside and _dense(unpacked, self.used.size)):
            raise RefusedError("packed-too-densely", info.filename[:80])


def listed(content: bytes) -> tuple[str, ...]:
    """The folded names in an archive, be it one that is not opened: what it is can be told by them. None of what is far
    past the bound or damaged."""
    try:
        return tuple(_folded(info.orig_filename) for info in _listing(content).infolist())
    except RefusedError:
        return ()


def _listing(content: bytes) -> zipfile.ZipFile:
    if content.count(b"PK\x01\x02") > MANY_TIMES * MAX_ENTRIES:
        raise RefusedError("too-many-parts", str(MANY_TIMES * MAX_ENTRIES))
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error, EOFError) as fault:
        raise RefusedError("damaged") from fault


def _dense(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).lstrip("/").casefold()


def _checked_name(info: zipfile.ZipInfo) -> str:
    raw = info.orig_filename.replace("\\", "/")
    if ".." in raw.split("/") or _ABSOLUTE.match(raw) or "\0" in raw:
        raise RefusedError("dangerous-name", raw[:80])
    if info.flag_bits & 0x1:
        raise RefusedError("encrypted-part", raw[:80])
    if info.compress_type not in _METHODS:
        raise RefusedError("unknown-packing", raw[:80])
    return _folded(raw)


def _refuse_overlaps(content: bytes, infos: list[zipfile.ZipInfo]) -> None:
    """Two entries that share bytes are a trick to make a small file unpack without end."""
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        header = content[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise RefusedError("damaged", info.filename[:80])
        _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        if info.header_offset < end:
            raise RefusedError("overlapping-parts", info.filename[:80])
        end = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length + info.compress_size
        if end > len(content):
            raise RefusedError("damaged", info.filename[:80])
