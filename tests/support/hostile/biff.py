"""Workbooks of Excel 5 to 2003 (.xls) made by hand, record by record, and locked as Excel locks them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5, sha1

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from msoffcrypto.method.rc4 import DocumentRC4, _makekey
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.rc4_cryptoapi import _makekey as _makekey_cryptoapi
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from tests.support.hostile.hostile_formats import compound

BUILT_IN = "VelvetSweatshop"
SALT, VERIFIER = bytes(range(16)), bytes(range(16, 32))
BOF, EOF, FILEPASS, BOUNDSHEET, CONTINUE = 0x809, 0x0A, 0x2F, 0x85, 0x3C
RESULT_TEXT = b"\0\0\0\0\0\0\xff\xff"


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str, length: str = "<H") -> bytes:
    """A text of BIFF8: its length, one byte that says UTF-16, the characters."""
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


# ------------------------------------------------------------------------------------------------------- of a sheet
def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def rk(row: int, column: int, coded: int, style: int = 0) -> bytes:
    return record(0x27E, struct.pack("<HHHI", row, column, style, coded))


def mulrk(row: int, column: int, coded: Sequence[int]) -> bytes:
    cells = b"".join(struct.pack("<HI", 0, c) for c in coded)
    return record(0xBD, struct.pack("<HH", row, column) + cells + struct.pack("<H", column + len(coded) - 1))


def shared_text(row: int, column: int, index: int, style: int = 0) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, style, index))


def label(row: int, column: int, text: bytes, style: int = 0) -> bytes:
    """A text of BIFF5, in the code page of the file."""
    return record(0x204, struct.pack("<HHHH", row, column, style, len(text)) + text)


def truth(row: int, column: int, value: int, *, error: bool = False) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, value, error))


def formula(row: int, column: int, tokens: bytes, result: bytes, text: str | None = None, shared: bytes = b"") -> bytes:
    head = struct.pack("<HHH", row, column, 0) + result + bytes(6) + struct.pack("<H", len(tokens)) + tokens
    return record(0x06, head) + shared + (record(0x207, wide(text)) if text is not None else b"")


# --------------------------------------------------------------------------------------------------------- of a book
@dataclass(frozen=True)
class Sheet:
    records: bytes
    name: str = "S"
    state: int = 0
    kind: int = 0


def stream(sheets: Sequence[Sheet], about: bytes = b"", *, version: int = 0x600, password: bytes = b"") -> bytes:
    """The records of a workbook; `about` stands before its sheets are listed, `password` is what FILEPASS says."""

    def listed(places: Sequence[int]) -> bytes:
        found = record(BOF, struct.pack("<HHHHII", version, 5, 0x2CAF, 1997, 0, 6))
        found += (record(FILEPASS, password) if password else b"") + about
        for sheet, place in zip(sheets, places, strict=True):
            name = wide(sheet.name, "<B") if version == 0x600 else bytes([len(sheet.name)]) + sheet.name.encode("ascii")
            found += record(BOUNDSHEET, struct.pack("<IBB", place, sheet.state, sheet.kind) + name)
        return found + record(EOF)

    begins = record(BOF, struct.pack("<HHHHII", version, 0x10, 0x2CAF, 1997, 0, 6))
    bodies = [begins + sheet.records + record(EOF) for sheet in sheets]
    first = len(listed([0] * len(sheets)))
    places = [first + sum(map(len, bodies[:n])) for n in range(len(bodies))]
    return listed(places) + b"".join(bodies)


def book(sheets: Sequence[Sheet], about: bytes = b"", *, version: int = 0x600) -> bytes:
    return compound("Workbook" if version == 0x600 else "Book", stream(sheets, about, version=version))


def styles(*formats: str | int, fonts: Sequence[tuple[str, bool]] = ()) -> bytes:
    """A cell style for each format (a code, or the number of a built-in one) and one more for each font."""
    names = [("Arial", False), *fonts]
    found = b"".join(
        record(0x31, struct.pack("<HHHHHBBBB", 200, 8 * struck, 0x7FFF, 400, 0, 0, 0, 0, 0) + wide(name, "<B"))
        for name, struck in names
    )
    codes = {code: 164 + n for n, code in enumerate(formats) if isinstance(code, str)}
    found += b"".join(record(0x41E, struct.pack("<H", key) + wide(code)) for code, key in codes.items())
    numbers = [code if isinstance(code, int) else codes[code] for code in formats]
    used = [(0, key) for key in numbers] + [(n if n < 4 else n + 1, 0) for n in range(1, len(names))]
    return found + b"".join(record(0xE0, struct.pack("<HHH", font, key, 1) + bytes(14)) for font, key in used)


def shared_texts(texts: Sequence[str], longest: int = 8224) -> bytes:
    """The table of texts, continued in further records wherever one is full, also within a text."""
    pieces: list[bytes] = []
    here = struct.pack("<II", len(texts), len(texts))
    for text in texts:
        if len(here) + 4 > longest:
            pieces, here = [*pieces, here], b""
        here += struct.pack("<HB", len(text), 1)
        for letter in text:
            if len(here) + 2 > longest:
                pieces, here = [*pieces, here], b"\1"
            here += letter.encode("utf-16-le")
    return record(0xFC, pieces[0] if pieces else here) + b"".join(
        record(CONTINUE, p) for p in ([*pieces[1:], here] if pieces else [])
    )


# ------------------------------------------------------------------------------------------------------------ locked
def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, first and last byte of the data of every record."""
    at = 0
    while at < len(content):
        kind, size = struct.unpack("<HH", content[at : at + 4])
        yield kind, at + 4, at + 4 + size
        at += 4 + size


def _secret(content: bytes) -> Iterator[tuple[int, int]]:
    for kind, start, end in _records(content):
        if kind not in (BOF, FILEPASS):
            yield (start + 4 if kind == BOUNDSHEET else start), end


def _stirred(content: bytes, made: bytes) -> bytes:
    found = bytearray(content)
    for start, end in _secret(content):
        found[start:end] = made[start:end]
    return bytes(found)


def _rc4(key: bytes, data: bytes) -> bytes:
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def locked(sheets: Sequence[Sheet], how: str, password: str = BUILT_IN, about: bytes = b"") -> bytes:
    """The workbook locked with a password in one of the three ways of the format."""
    verifier = password.encode("ascii")
    if how == "xor":
        check = 0
        for byte in reversed(bytes([len(verifier)]) + verifier):
            check = ((check >> 14) & 1 ^ (check << 1) & 0x7FFF) ^ byte
        key = DocumentXOR.create_xor_key_method1(password)
        plain = stream(sheets, about, password=struct.pack("<HHH", 0, key, check ^ 0xCE4B))
        return compound("Workbook", _xored(plain, password))
    if how == "rc4":
        proof = _rc4(_makekey(password, SALT, 0), VERIFIER + md5(VERIFIER).digest())
        plain = stream(sheets, about, password=struct.pack("<HHH", 1, 1, 1) + SALT + proof)
        made = DocumentRC4.decrypt(password, SALT, io.BytesIO(plain), blocksize=1024).read()
        return compound("Workbook", _stirred(plain, made))
    header = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "RSA\0".encode("utf-16-le")
    proof = _rc4(_makekey_cryptoapi(password, SALT, 128, 0), VERIFIER + sha1(VERIFIER).digest())
    told = struct.pack("<HHHII", 1, 2, 2, 4, len(header)) + header
    told += struct.pack("<I", 16) + SALT + proof[:16] + struct.pack("<I", 20) + proof[16:]
    plain = stream(sheets, about, password=told)
    made = DocumentRC4CryptoAPI.decrypt(password, SALT, 128, io.BytesIO(plain), blocksize=1024).read()
    return compound("Workbook", _stirred(plain, made))


def _xored(content: bytes, password: str) -> bytes:
    keys, found = DocumentXOR.create_xor_array_method1(password), bytearray(content)
    for kind, first, end in _records(content):
        if kind in (BOF, FILEPASS):
            continue
        start = first + 4 if kind == BOUNDSHEET else first
        for n, byte in enumerate(content[start:end]):
            turned = (byte << 5 | byte >> 3) & 0xFF
            found[start + n] = turned ^ keys[(start + n + end - first) % 16]
    return bytes(found)
