"""File names that every system can keep, made from codes and titles that came from a list somebody else wrote."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath

LONGEST = 100
LONGEST_BYTES = 200
"""Characters and UTF-8 bytes: a name must survive zip archives, mail and the folders of other systems."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\Z")
"""Names Windows keeps for devices, whatever follows the first dot; it reads ¹²³ as digits there."""


def safe_name(code: str, title: str, suffix: str = "") -> str:
    """`title_code.suffix`, the same on every system and valid on all of them.

    `code` is what the register says, never what a submission says; `suffix` is the program's own (“.xlsx”). A long
    title gives way first, a long code is cut and told apart by a digest of the whole.
    """
    tail = _cleaned(code)
    room, bytes_left = LONGEST - len(suffix), LONGEST_BYTES - len(suffix.encode())
    if len(tail) > room or len(tail.encode()) > bytes_left:
        mark = f"~{_digest(code)}"
        tail = _fitted(tail, room - len(mark), bytes_left - len(mark)) + mark
    head = _fitted(_cleaned(title), room - len(tail) - 1, bytes_left - len(tail.encode()) - 1)
    name = "_".join(part for part in (head, tail) if part) or "_"
    stem = name.partition(".")[0].strip(" ")
    return f"_{name}{suffix}" if _RESERVED.match(stem) else f"{name}{suffix}"


def safe_names(titles: Mapping[str, str], suffix: str = "") -> dict[str, str]:
    """A name for each code, no two alike for a system that knows neither case nor the form of accents.

    Names that would meet (“Sở Y tế”, “SỞ Y TẾ”) are all told apart by a digest of their code, so that none of them
    depends on the order.
    """
    names = {code: safe_name(code, title, suffix) for code, title in titles.items()}
    seen = Counter(map(folded, names.values()))
    return {
        code: name if seen[folded(name)] == 1 else safe_name(f"{code}~{_digest(code)}", titles[code], suffix)
        for code, name in names.items()
    }


def refused_by_windows(path: PurePath) -> bool:
    """Whether Windows keeps a part of this path for a device, forbids a sign in it, or would drop its end without a
    word and then not find what lies in it."""
    parts = path.parts[1:] if path.anchor else path.parts
    return any(_refused(part) for part in parts if part not in (".", ".."))


def _refused(part: str) -> bool:
    device = _RESERVED.match(part.partition(".")[0].rstrip(" "))
    return bool(device or _FORBIDDEN.search(part) or min(part) < " ") or part.endswith((".", " "))


def folded(name: str) -> str:
    """What two names have in common when some system takes them for the same file."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _cleaned(text: str) -> str:
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", _SURROGATE.sub("-", text)))
    # A device name may hide behind the first dot, a dot or space at the end is dropped by Windows without a word.
    return " ".join(_FORBIDDEN.sub("-", composed).split()).rstrip(". ").lstrip(" ")


def _fitted(text: str, characters: int, bytes_: int) -> str:
    cut = text[: max(characters, 0)]
    whole = cut.encode()[: max(bytes_, 0)].decode(errors="ignore")
    return whole.rstrip(". ")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
