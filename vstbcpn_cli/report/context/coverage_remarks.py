"""Remarks at a figure: whose it is, of which units a comparison is made, on what a share is based.

What is so of every figure is said once, at the head of the report. A figure of which it is not so carries a mark, and
a note beneath its paragraph says what the mark means. A remark is a run of its own in a `Text`, so that it is told from
the same words in a unit's own text.
"""

from __future__ import annotations

from collections.abc import Sequence

from vstbcpn_cli.report.document.text import About, Text, TextRun, joined, runs_of
from vstbcpn_cli.text.casing import upper_first

MARK = "*"


def remark(about: About, text: str) -> str:
    """The text as a remark; nothing for nothing."""
    return Text(TextRun(text, about)) if text else ""


def marked(text: str) -> tuple[str, str]:
    """The paragraph with a mark for every remark, and the note that says what the marks mean; empty without marks.

    The same remark has the same mark; remarks that follow each other are one.
    """
    notes: list[str] = []
    parts: list[str] = []
    here: list[str] = []
    for run in runs_of(text):
        if isinstance(run.meaning, About):
            here += [run.text] if run.text not in here else []
        elif not here:
            parts.append(_kept(run))
        elif run.meaning is not None or run.text.strip():
            parts += [_mark(here, parts, notes), _kept(run)]
            here = []
    parts += [_mark(here, parts, notes)] if here else []
    return joined(parts), noted(notes)


def bracketed(text: str) -> str:
    """The text with its remarks in brackets: for a line that has no note beneath."""
    return "".join(f" ({run.text})" if isinstance(run.meaning, About) else run.text for run in runs_of(text))


def noted(notes: Sequence[str]) -> str:
    """The note as it stands beneath, each part behind its mark."""
    return " ".join(f"{MARK * n} {upper_first(note)}." for n, note in enumerate(notes, 1))


def _kept(run: TextRun) -> str:
    return run.text if run.meaning is None else Text(run)


def _mark(here: list[str], parts: list[str], notes: list[str]) -> str:
    """The mark of some remarks, close to the word before it."""
    if parts:
        parts[-1] = parts[-1].rstrip()
    note = "; ".join(here)
    if note not in notes:
        notes.append(note)
    return MARK * (notes.index(note) + 1)
