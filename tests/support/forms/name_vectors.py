"""Codes and titles that make bad file names somewhere, and what Windows asks of a name, written down independently."""

from __future__ import annotations

import unicodedata

_DEVICES = (
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "CLOCK$",
    "CONIN$",
    "CONOUT$",
    *(d + n for d in ("COM", "LPT") for n in "0123456789¹²³"),
)
VECTORS: tuple[tuple[str, str], ...] = (
    ("so-y-te", "2011-6T"),
    ("Sở Y tế", "2011-6T"),
    ("SỞ Y TẾ", "2011-6T"),
    (unicodedata.normalize("NFD", "Sở Y tế"), "2011-6T"),
    ("sở y tế", "2011-6T"),
    ("CON", ""),
    ("con", ""),
    ("nul.tar", ""),
    ("PRN", ""),
    ("aux.xlsx", ""),
    ("COM1", ""),
    ("com¹", ""),
    ("LPT9.a.b", ""),
    ("CONIN$", ""),
    ("conout$", ""),
    ("NUL", "."),
    ("AUX ", " "),
    ("a<b", "x"),
    ("a>b", "x"),
    ("a:b", "x"),
    ('a"b', "x"),
    ("a/b", "x"),
    ("a\\b", "x"),
    ("a|b", "x"),
    ("a?b", "x"),
    ("a*b", "x"),
    ("../../etc/passwd", "x"),
    ("..\\..\\windows\\win.ini", "x"),
    ("C:\\autoexec.bat", "x"),
    ("\\\\may\\chung", "x"),
    (".", "x"),
    ("..", "x"),
    ("", ""),
    (" ", "  "),
    ("...", "..."),
    ("cuối chấm.", "x"),
    ("cuối cách ", "x"),
    ("cuối cả hai . . ", "x"),
    (" đầu cách", " x"),
    ("\0", "x"),
    ("a\0b", "x"),
    ("a\nb", "x"),
    ("a\tb", "x"),
    ("\x1b[31m", "x"),
    ("\x7f\x80\x9f", "x"),
    ("bao\u202ecao.exe", "x"),
    ("\u200eẩn\u200f", "x"),
    ("\u2066x\u2069", "x"),
    ("không\u200brộng", "x"),
    ("\ufeffđầu", "x"),
    ("\udcff\udcfe", "x"),
    ("\ud800", "x"),
    ("\uffff\ufffe\ufdd0", "x"),
    ("d" * 300, "2011-6T"),
    ("d" * 301, "2011-6T"),
    ("ữ" * 100, "2011-6T"),
    ("🌾" * 60, "2011-6T"),
    ("so-noi-vu", "ữ" * 300),
    ("so-tai-chinh", "2011-6T/../.."),
    ("huyen-cao-loc", "CON"),
)


def valid_on_windows(name: str) -> bool:
    """The naming rules of Windows, and the lengths this program promises."""
    stem = name.partition(".")[0].rstrip(" ").upper()
    return (
        0 < len(name) <= 100
        and len(name.encode()) <= 200
        and not set(name) & set('<>:"/\\|?*')
        and not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp") for c in name)
        and name == unicodedata.normalize("NFC", name)
        and name[-1] not in ". "
        and name[0] != " "
        and name not in (".", "..")
        and stem not in _DEVICES
    )
