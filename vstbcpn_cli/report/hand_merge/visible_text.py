"""What a paragraph shows, as if its tracked changes were accepted, and its text changed with its formatting kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
OBJECT = "￼"
"""Stands for what is no text: a picture, a chart, a note, a formula."""
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
_OBJECTS = frozenset(
    (
        *(f"{W}{n}" for n in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "sym", "altChunk")),
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath",
        "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMathPara",
    )
)
_PASSED = frozenset(
    (*(f"{W}{n}" for n in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "sdtPr")), f"{MC}Fallback")
)
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
TOKEN = re.compile(r"[^\W\d_]+\d\w*(?:\.\w+)*|\d+(?:[.,]\d+)*|[^\W\d_]+|\s|.", re.DOTALL)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Atom(NamedTuple):
    """One character of a paragraph and where it stands: in the text of `node` at `at`, or the element itself (-1)."""

    char: str
    node: Any
    at: int


class Edit(NamedTuple):
    """What comes in the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def atoms(paragraph: Any) -> Iterator[Atom]:
    for node in paragraph:
        tag = node.tag
        if tag == f"{W}t":
            for at, char in enumerate(node.text or ""):
                yield Atom(char, node, at)
        elif tag in _SIGNS:
            yield Atom(_SIGNS[tag], node, -1)
        elif tag in _OBJECTS or tag == f"{MC}AlternateContent":
            yield Atom(OBJECT, node, -1)
        elif tag not in _PASSED and len(node):
            yield from atoms(node)


def raw_text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for node in element:
        tag = node.tag
        if tag == f"{W}t":
            yield node.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag in _OBJECTS or tag == f"{MC}AlternateContent":
            yield OBJECT
        elif tag not in _PASSED and len(node):
            yield from _pieces(node)


def shown(text: str) -> str:
    """A text as it is compared: what no eye can tell apart is the same."""
    plain = text if text.isascii() else _NO_WIDTH.sub("", unicodedata.normalize("NFC", text))
    return plain.replace("\u00a0", " ").replace("\u2011", "-").rstrip()


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def is_number(token: str) -> bool:
    return "0" <= token[0] <= "9"


def numbers(text: str) -> list[str]:
    return [t for t in tokens(text) if is_number(t)]


def masked(text: str) -> str:
    """The text without its figures: two sentences that differ in nothing else are one sentence."""
    return NUMBER.sub("#", text)


# ------------------------------------------------------------------------------------------------------------ changing
def retell(paragraph: Any, text: str) -> None:
    """The paragraph says something else; words that stay keep their formatting, pictures and notes stay."""
    _compose(paragraph)
    old, new = tokens(raw_text(paragraph)), tokens(text.replace(OBJECT, ""))
    starts = [0]
    for token in old:
        starts.append(starts[-1] + len(token))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    edits = [
        Edit(starts[i1], starts[i2], "".join(new[j1:j2]))
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
    ]
    change(paragraph, edits)


def change(paragraph: Any, edits: Sequence[Edit]) -> None:
    """Applies edits that do not overlap, counted in characters of `raw_text`."""
    found = list(atoms(paragraph))
    touched: dict[Any, None] = {}
    for edit in sorted(edits, reverse=True):
        host, at = _host(paragraph, found, edit)
        for atom in reversed(found[edit.start : edit.end]):
            if atom.at >= 0:
                told = atom.node.text
                atom.node.text = told[: atom.at] + told[atom.at + 1 :]
                touched[atom.node] = None
            elif atom.char != OBJECT:
                atom.node.getparent().remove(atom.node)
        if edit.text:
            told = host.text or ""
            host.text = told[:at] + edit.text + told[at:]
            touched[host] = None
    for node in touched:
        _spell_out(node)


def _compose(paragraph: Any) -> None:
    """In the paragraphs that are compared letter by letter no letter is two."""
    for node in paragraph.iter(f"{W}t"):
        node.text = unicodedata.normalize("NFC", node.text or "")


def _host(paragraph: Any, found: Sequence[Atom], edit: Edit) -> tuple[Any, int]:
    """The text that takes what is put in, and where in it: that of the first character it replaces, else of the one
    before, else of the one behind."""
    places = [(edit.start, 0)] * (edit.start < edit.end) + [(edit.start - 1, 1), (edit.end, 0)]
    for n, behind in places:
        if 0 <= n < len(found) and found[n].at >= 0:
            gone = sum(a.node is found[n].node and a.at < found[n].at for a in found[edit.start : edit.end])
            return found[n].node, found[n].at + behind - gone
    if 0 < edit.start <= len(found):
        run = _run_of(found[edit.start - 1].node)
        if run is not None:
            return _text_behind(run, found[edit.start - 1].node), 0
    if found:
        run = _run_of(found[0].node)
        if run is not None:
            made = run.makeelement(f"{W}t", {})
            _within(run, found[0].node).addprevious(made)
            return made, 0
    return _text_at_start(paragraph), 0


def _run_of(node: Any) -> Any:
    return next(node.iterancestors(f"{W}r"), None)


def _text_behind(run: Any, node: Any) -> Any:
    made = run.makeelement(f"{W}t", {})
    _within(run, node).addnext(made)
    return made


def _within(run: Any, node: Any) -> Any:
    """The child of the run that holds the node."""
    while node.getparent() is not run:
        node = node.getparent()
    return node


def _text_at_start(paragraph: Any) -> Any:
    run = next((r for r in paragraph if r.tag == f"{W}r"), None)
    if run is None:
        run = paragraph.makeelement(f"{W}r", {})
        own = paragraph.find(f"{W}pPr")
        if own is None:
            paragraph.insert(0, run)
        else:
            own.addnext(run)
    made = run.makeelement(f"{W}t", {})
    run.append(made)
    return made


def _spell_out(node: Any) -> None:
    """Line ends and tabs are elements of their own, and blanks at the ends of a text are kept."""
    pieces = re.split(r"([\n\t])", node.text or "")
    if len(pieces) == 1 and not pieces[0]:
        node.getparent().remove(node)
        return
    node.text = pieces[0]
    node.set(XML_SPACE, "preserve")
    last = node
    for piece in filter(None, pieces[1:]):
        sign = {"\n": "br", "\t": "tab"}.get(piece)
        made = node.makeelement(f"{W}{sign or 't'}", {})
        if sign is None:
            made.text = piece
            made.set(XML_SPACE, "preserve")
        last.addnext(made)
        last = made
