"""Vietnamese typed with fonts older than Unicode (TCVN3, VNI), turned into Unicode where it is certain to be that.

Such a font draws “á” where the file holds “¸”: only the name of the font, or the text itself, tells what was meant.
TCVN3 is the table of TCVN 5712:1993 as the .Vn fonts use it, VNI that of the VNI fonts for Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

import msgspec

from vstbcpn_cli.text.syllables import is_abbreviation, is_syllable

TCVN3, VNI = "TCVN3", "VNI"
_SEEN = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_MEANT = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3_TABLE = dict(zip(_SEEN, _MEANT, strict=True))
"""The 74 places; capitals with a tone come from fonts of capitals only. U+00AD, the soft hyphen, is “ư”."""
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = dict(zip("âáàåãä", ("\u0302", *(f"\u0302{t}" for t in "\u0301\u0300\u0309\u0303\u0323")), strict=True))
_BOWLS = dict(zip("êéèúüë", ("\u0306", *(f"\u0306{t}" for t in "\u0301\u0300\u0309\u0303\u0323")), strict=True))
_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


def _vni() -> dict[str, str]:
    small = dict(_SINGLE)
    small |= {b + mark: _SINGLE.get(b, b) + tone for b in "aeouyôö" for mark, tone in _TONES.items()}
    small |= {b + mark: b + hat for b in "aeo" for mark, hat in _HATS.items()}
    small |= {"a" + mark: "a" + bowl for mark, bowl in _BOWLS.items()}
    made = {typed: unicodedata.normalize("NFC", meant) for typed, meant in small.items()}
    capitals = {t.upper(): m.upper() for t, m in made.items()}
    mixed = {t[0].upper() + t[1:]: m.upper() for t, m in made.items() if len(t) == 2}
    return made | capitals | mixed


VNI_TABLE = _vni()
_SEQUENCES = re.compile("|".join(re.escape(t) for t in sorted(VNI_TABLE, key=len, reverse=True)))


def _other_view() -> dict[int, str]:
    """Characters of Windows' Vietnamese code page (some programs take the bytes for them), as the usual one."""
    found = {}
    for byte in range(0xA0, 0x100):
        one, other = (bytes([byte]).decode(page) for page in ("cp1258", "cp1252"))
        if one != other:
            found[ord(one)] = other
    return found


_CP1258 = _other_view()
_WORD = re.compile("(?:(?![²³º])[^\\W\\d_]|[" + re.escape(_SEEN) + "\u0300\u0301\u0303\u0309\u0323])+")
_CAPITAL_AND_SMALL = re.compile("([AĂÂEÊIOÔƠUƯY])([^\\W\\d_])")
_OLD = re.compile("[¡-ÿ\u00ad]")
_INSIDE = re.compile("(?<=[A-Za-z])[¡-¿]|[¡-¿](?=[A-Za-z])|\u00ad")
"""Signs that no text has inside a word."""
_BEYOND = re.compile("[\u0100-\u036f\u1e00-\u1eff]")
"""Letters and marks that only Unicode typing leaves."""
_COMMON_WORDS = (
    "có các cán không công tháng chính báo cáo kê gái trí tác cá thì nói vì bình thành hình đình trình ông tên cô "
    "chú bác gì kì thông tôn sông môn khó thích tính tìm mình quá trò phòng vòng lòng xóm nhóm dân hóa hòa xã phó "
    "cùng chúng ít lê hùng thúy thùy lý quý võ hương nông thôn khóa tỉ lí rõ lũy đánh giá đóng góp phí phá mô"
)
_COMMON = frozenset(_COMMON_WORDS.split())
"""Frequent words made of letters that TCVN3 uses for others: a text that has one is most likely what it seems to be."""


class Meant(msgspec.Struct, frozen=True):
    """What a text says in Unicode, and which table it was typed with."""

    text: str
    table: str


def table_of(font: str) -> str:
    """The table a font needs, by its name; "" for every other font."""
    name = font.strip().casefold()
    if name.startswith(".vn"):
        return TCVN3
    return VNI if name.startswith("vni") else ""


def of_capitals(font: str) -> bool:
    """Whether a .Vn font draws capitals only."""
    return table_of(font) == TCVN3 and font.strip().casefold().endswith("h")


def converted(text: str, table: str) -> str:
    """Every character of the table replaced, whatever the text may be; what the table does not know stays."""
    if table == VNI:
        return _SEQUENCES.sub(lambda m: VNI_TABLE[m[0]], text)
    plain = "".join(TCVN3_TABLE.get(c, c) for c in text).replace("ưư", "ư")
    return _CAPITAL_AND_SMALL.sub(_joined, plain)


def _joined(match: re.Match[str]) -> str:
    """The plain fonts have no capital with a tone: it is typed as the capital and the small letter that has it."""
    parts = unicodedata.normalize("NFD", match[2])
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in "\u0300\u0301\u0303\u0309\u0323"))
    return match[2].upper() if bare == match[1].lower() and bare != match[2] else match[0]


def by_fonts(runs: Iterable[tuple[str, str]]) -> Meant | None:
    """What (font, text) pieces of one cell mean where old fonts draw them; None where that makes no better Vietnamese.

    A cell may keep such a font while its text is typed in Unicode.
    """
    pieces = tuple(runs)
    raw = "".join(text for _, text in pieces)
    tables = [table_of(font) for font, _ in pieces if table_of(font)]
    if not tables or not (_OLD.search(raw) or any(ord(c) in _CP1258 for c in raw)):
        return None
    readings = (
        unicodedata.normalize("NFC", "".join(_piece(f, text.translate(view), mixed=not view) for f, text in pieces))
        for view in ({}, _CP1258)
    )
    good = [text for text in readings if text != raw and _better(text, raw, tables[0])]
    return Meant(max(good, key=_share), tables[0]) if good else None


def _piece(font: str, text: str, *, mixed: bool) -> str:
    table = table_of(font)
    if not table:
        return text
    words = _WORD.sub(lambda m: m[0] if mixed and _unicode(m[0]) else converted(m[0], table), text)
    return words.upper() if of_capitals(font) else words


def _unicode(word: str) -> bool:
    """A Vietnamese word with letters no old table uses, in a cell of mixed typing."""
    return any(ord(c) > 0xFF for c in word) and is_syllable(word)


@lru_cache(maxsize=16_384)
def by_content(text: str) -> Meant | None:
    """The same for a text whose font says nothing, only where every changed word becomes Vietnamese by one table."""
    if not _OLD.search(text) or _BEYOND.search(text):
        return None
    found = [Meant(meant, table) for table in (TCVN3, VNI) if _certain(meant := converted(text, table), text)]
    return found[0] if len(found) == 1 else None


def _certain(meant: str, raw: str) -> bool:
    valid, words = _vietnamese(meant, any_case=True)
    before, _ = _vietnamese(raw)
    if not words or valid < words or before * 2 > words:
        return False
    return words >= 2 or _INSIDE.search(raw) is not None


def _better(meant: str, raw: str, table: str) -> bool:
    """Whether four fifths of the words become Vietnamese, and more than before.

    A text that reads as Vietnamese as it stands is taken for another only where TCVN3 leaves no doubt.
    """
    valid, words = _vietnamese(meant, any_case=True)
    before, seen = _vietnamese(raw)
    if not valid or valid * 5 < words * 4 or all(len(w) == 1 for w in _WORD.findall(meant)):
        return False
    if before < seen:
        return before * words < valid * seen
    changed = {w.casefold() for w in _WORD.findall(raw) if not w.isascii()}
    return table == TCVN3 and not _BEYOND.search(raw) and not changed & _COMMON


def _share(text: str) -> Fraction:
    valid, words = _vietnamese(text, any_case=True)
    return Fraction(valid, words or 1)


def _vietnamese(text: str, *, any_case: bool = False) -> tuple[int, int]:
    """How many of the words with other letters than ASCII can be Vietnamese, and how many such words there are."""
    words = [w for w in _WORD.findall(text) if not w.isascii()]
    return sum(is_syllable(w, any_case=any_case) or is_abbreviation(w) for w in words), len(words)
