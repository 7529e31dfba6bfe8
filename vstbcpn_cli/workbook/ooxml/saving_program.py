"""The program that saved a file, as an officer knows it."""

from __future__ import annotations

import re

from vstbcpn_cli.text.normalise import plain

_SUITES = (
    (re.compile(r"microsoft ?(?:macintosh )?(?:office|excel)", re.IGNORECASE), "Microsoft Excel"),
    (re.compile(r"\bwps\b|kingsoft", re.IGNORECASE), "WPS Office"),
    (re.compile(r"libreoffice", re.IGNORECASE), "LibreOffice"),
    (re.compile(r"openoffice", re.IGNORECASE), "OpenOffice"),
    (re.compile(r"onlyoffice", re.IGNORECASE), "ONLYOFFICE"),
    (re.compile(r"gnumeric", re.IGNORECASE), "Gnumeric"),
)
_CLAIMED = re.compile(r".*\bcompatible\s*/\s*", re.IGNORECASE)
"""What a library says before its own name to be taken for the program it imitates."""
_VERSION = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d{1,3})?)(?=[\s.$_]|\Z)")
_EXCEL = {"12": "2007", "14": "2010", "15": "2013"}
_LONGEST = 40


def program_name(application: str, version: str = "") -> str:
    """“LibreOffice/7.4.7.2$Linux_X86_64 …” → “LibreOffice 7.4”; what is no known program keeps its name, cut short.

    `version` is what the file says beside the name; of Excel it is the number of a generation that nobody knows by it.
    """
    text = _CLAIMED.split(plain(application))[-1]
    known = next((name for mark, name in _SUITES if mark.search(text)), "")
    if known == "Microsoft Excel":
        generation = _EXCEL.get(plain(version).partition(".")[0], "")
        return " ".join(filter(None, (known, generation)))
    number = _VERSION.search(text)
    name = known or re.split(r"[/$_]| (?=v?\d)", text, maxsplit=1)[0].strip()
    return _shortened(" ".join(filter(None, (name, number[1] if number else ""))))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
