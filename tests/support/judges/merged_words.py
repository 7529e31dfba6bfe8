"""A merged document judged by what its three sources say, read by python-docx and nothing of the program's.

Every word the officer typed must be in it, every figure that is new must be in it, or beside it, or in the list of what
was done, and no figure of the base may stand in his words as if it were of today.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import docx
from docx.oxml.ns import qn

from tests.support.judges.word_text import text_of
from tests.support.seasons.hand_edits import Edited

_LONG = 20
"""Letters of a paragraph that is known by what it says."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def faults(base: bytes, edited: Edited, new: bytes, merged: bytes, paper: str) -> list[str]:
    """What was lost, is stale or stands under the code of another figure; `paper` is the list that lies beside the merged document."""
    return [
        *_lost(edited, new, merged),
        *_unnamed(base, edited, new, merged, paper),
        *_stale(base, edited, new, merged),
        *_misnamed(new, merged),
    ]


@lru_cache(maxsize=64)
def texts(content: bytes) -> tuple[str, ...]:
    """Every paragraph, of tables too, in the order of the document."""
    return tuple(text_of(p) for p in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:p")))


def comments(content: bytes, author: str) -> list[str]:
    return [c.text for c in docx.Document(io.BytesIO(content)).comments if c.author == author]


def _is_bold(run: Any) -> bool:
    return run.rPr is not None and bool(run.rPr.b is not None and run.rPr.b.val)


def _masked(text: str) -> str:
    return _NUMBER.sub("#", text)


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(text))


def _lost(edited: Edited, new: bytes, merged: bytes) -> Iterator[str]:
    said = texts(merged)
    whole = "\n".join(said)
    yield from (f"typed word lost: {mark}" for mark in edited.marks if mark not in whole)
    with zipfile.ZipFile(io.BytesIO(merged)) as package:
        main = package.read("word/document.xml").decode()
        notes = "".join(package.read(n).decode() for n in package.namelist() if "footnotes" in n and n.endswith(".xml"))
    if len(re.findall(r"<pic:pic[ >]", main)) != edited.pictures:
        yield "picture lost"
    yield from (f"note lost: {n}" for n in edited.notes if n not in notes or "w:footnoteReference" not in main)
    theirs = comments(merged, "Lãnh đạo")
    yield from (f"comment lost: {c}" for c in edited.comments if c not in theirs)
    kept = {_masked(t) for t in texts(new)}
    bold = " ".join(text_of(r) for r in docx.Document(io.BytesIO(merged)).element.body.iter(qn("w:r")) if _is_bold(r))
    yield from (f"bold lost: {w}" for w, of in edited.bold.items() if _masked(of) in kept and w not in bold)


def _unnamed(base: bytes, edited: Edited, new: bytes, merged: bytes, paper: str) -> Iterator[str]:
    """What is new and neither printed nor told."""
    said = texts(merged)
    printed = set(said)
    old = set(texts(base))
    before = Counter(map(_masked, old))
    of_mask = {_masked(t): t for t in old}
    told = re.sub(r"[\s/]", "", "".join(comments(merged, "vstbcpn")) + paper)
    counted = [_numbers(t) for t in said]
    together = _numbers("\n".join(said))
    for text in dict.fromkeys(texts(new)):
        if text in printed or text in old or re.sub(r"[\s/]", "", text) in told:
            continue
        wanted = _numbers(text)
        if before[_masked(text)] == 1:
            wanted -= _numbers(of_mask[_masked(text)])
        alone = any(not wanted - found for found in counted)
        if not wanted or alone or ({"split", "join"} & {*edited.done} and not wanted - together):
            continue
        yield f"new and not told: {text}"


def _stale(base: bytes, edited: Edited, new: bytes, merged: bytes) -> Iterator[str]:
    before, now = (Counter(map(_masked, texts(c))) for c in (base, new))
    of_mask = {_masked(t): t for t in texts(new)}
    body = docx.Document(io.BytesIO(merged)).element.body
    places = [(p, text_of(p)) for p in body.iter(qn("w:p"))]
    for old, mark in edited.touched.items():
        mask = _masked(old)
        if not mark or before[mask] != 1 or now[mask] != 1:
            continue
        wanted = _numbers(of_mask[mask])
        gone = [n for n in _numbers(old) if n not in wanted]
        for paragraph, text in places:
            stale = [n for n in gone if n in _numbers(text)] if mark in text else []
            if stale and paragraph.find(f".//{qn('w:commentReference')}") is None:
                yield f"stale {stale} in: {text}"


def _misnamed(new: bytes, merged: bytes) -> Iterator[str]:
    """Paragraphs that say what the new document says, whose figures have other codes than there."""
    there, here = (dict(_codes(c)) for c in (new, merged))
    yield from (f"codes {here[t]} for {there[t]} in: {t}" for t in there if here.get(t, there[t]) != there[t])


def _codes(content: bytes) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for paragraph in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:p")):
        controls = [(c, c.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")) for c in paragraph.iter(qn("w:sdt"))]
        text = text_of(paragraph)
        if len(text) > _LONG:
            yield text, [(tag.get(qn("w:val")), text_of(c)) for c, tag in controls if tag is not None]
