"""The place of a fault in a sentence file, as an officer finds it in Notepad: file, line and what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vstbcpn_cli.report.template_set import found_in

_LONGEST = 90


def at_line(folders: Sequence[Path], file: str, number: int, name: str = "") -> str:
    """“report/t6.j2, dòng 11, đoạn “Chủ trì mở {{ lop.chuu }} lớp””; of a long line the part around `name`."""
    found = f"{folders[0].name}/{file}, dòng {number}"
    try:
        lines = found_in(folders, file).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return found
    text = " ".join(lines[number - 1].split()) if 0 < number <= len(lines) else ""
    return f"{found}, đoạn “{_around(text, name)}”" if text else found


def _around(text: str, name: str) -> str:
    """The text, or what stands around the name in it, cut at words."""
    if len(text) <= _LONGEST:
        return text
    start = max(0, min(text.find(name) - _LONGEST // 2, len(text) - _LONGEST)) if name in text else 0
    shown = text[start : start + _LONGEST]
    if start:
        shown = f"…{shown.partition(' ')[2]}"
    return shown if start + _LONGEST >= len(text) else f"{shown.rpartition(' ')[0]}…"
