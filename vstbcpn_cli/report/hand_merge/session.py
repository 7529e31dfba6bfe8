"""What one merge keeps at hand: the three packages, the comments, and a record of everything that was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from vstbcpn_cli.report.hand_merge.blocks import WordBlock, blocks_of, paragraphs_of
from vstbcpn_cli.report.hand_merge.charts import chart_in
from vstbcpn_cli.report.hand_merge.comments import Comments
from vstbcpn_cli.report.hand_merge.outcome import Line, What, first_words
from vstbcpn_cli.report.hand_merge.package import UnmergeableError, WordPackage
from vstbcpn_cli.report.hand_merge.styles import StyleNames
from vstbcpn_cli.report.hand_merge.transplant import Transplant
from vstbcpn_cli.report.hand_merge.visible_text import OBJECT, W, is_number, raw_text, shown, tokens

_SHORTEST = 2
"""Digits of a figure that is recognised in words the program never saw."""
_YEARS = range(1900, 2101)


class Owed(msgspec.Struct):
    """What has to be in the result, text by text: what is new and what nobody has touched, unless it was `told`
    elsewhere, and everything that the officer wrote, but for its figures."""

    new: list[str]
    own: list[str]
    told: set[str] = msgspec.field(default_factory=set)


class _Done(msgspec.Struct):
    what: What
    near: Any
    words: str
    count: int
    new: str


class Session:
    def __init__(self, base: WordPackage, edited: WordPackage, new: WordPackage) -> None:
        self.base, self.edited, self.new = base, edited, new
        self.comments = Comments(edited)
        self.styles = StyleNames(edited)
        self.transplant = Transplant(edited, new, self.styles)
        self._done: list[_Done] = []
        self.documents = [with_charts(p, blocks_of(body_of(p))) for p in self.packages]
        texts = [[p.text for p in paragraphs_of(blocks)] for blocks in self.documents]
        known, mine = Counter(texts[0]), Counter(texts[1])
        # Of what stands there several times nobody can say which one he has touched.
        self.expected = Owed([t for t in texts[2] if mine[t] >= known[t]], [t for t in texts[1] if t not in known])
        self._old_figures = _figures(texts[0]) - _figures(texts[2])

    @property
    def packages(self) -> tuple[WordPackage, WordPackage, WordPackage]:
        return self.base, self.edited, self.new

    # --------------------------------------------------------------------------------------------------- recording
    def note(self, what: What, near: Any, words: str, count: int = 1, new: str = "") -> None:
        """`near` is an element of the edited document at the place or just before it, None at its beginning."""
        if words.strip(OBJECT).strip() or what in (What.CHART, What.CHART_KEPT, What.HEADER):
            self._done.append(_Done(what, near, words, count, new))

    def tell(self, text: str) -> None:
        """A text of the new document that the result does not print as it is: a comment or a line of the paper does."""
        self.expected.told.update(map(shown, text.split("\n")))
        self.expected.told.add(shown(text))

    def remark(self, what: What, paragraph: Any, told: str, new: str = "") -> None:
        """A comment beside a paragraph, which the paper repeats."""
        self.tell(new)
        self.note(what, paragraph, raw_text(paragraph) or new, new=new)
        self.comments.put(paragraph, told)

    def old_figures_in(self, text: str) -> list[str]:
        """Figures of the base that the new document has no more."""
        return [t for t in dict.fromkeys(tokens(text)) if t in self._old_figures]

    def compare_margins(self) -> None:
        """Headers and footers are the officer's; where the program would print another one now, he is told."""
        if _margins(self.base) != _margins(self.new):
            self.note(What.HEADER, None, "")

    def lines(self) -> tuple[Line, ...]:
        """What was done, each with the heading it stands under, in the order of the document."""
        places, order = _places(body_of(self.edited), self.styles)
        found = [(order.get(self._top(d.near), -1), n, d) for n, d in enumerate(self._done)]
        return tuple(
            Line(d.what, places.get(self._top(d.near), ""), first_words(d.words), d.count, d.new)
            for _, _, d in sorted(found, key=lambda f: f[:2])
        )

    def _top(self, element: Any) -> Any:
        body = body_of(self.edited)
        while element is not None and element.getparent() is not body:
            element = element.getparent()
        return element


def body_of(package: WordPackage) -> Any:
    body = package.tree(package.main).find(f"{W}body")
    if body is None:
        raise UnmergeableError("no body")
    return body


def with_charts(package: WordPackage, blocks: Iterable[WordBlock]) -> list[WordBlock]:
    """The blocks, those with a chart named by it."""
    found = list(blocks)
    for block in found:
        chart = chart_in(package, block)
        if chart is not None:
            block.chart = chart.name
    return found


def _figures(texts: Iterable[str]) -> set[str]:
    return {
        t
        for text in texts
        for t in tokens(text)
        if is_number(t) and len(t) >= _SHORTEST and not (t.isdecimal() and int(t) in _YEARS)
    }


def _margins(package: WordPackage) -> list[str]:
    parts = [r.target for r in package.relations(package.main).values() if r.kind in ("header", "footer")]
    return sorted("\n".join(shown(raw_text(p)) for p in package.tree(part).iter(f"{W}p")) for part in parts)


def _places(body: Any, styles: StyleNames) -> tuple[dict[Any, str], dict[Any, int]]:
    """For each block of the body the heading above it, and its rank."""
    places: dict[Any, str] = {}
    heading = ""
    for block in blocks_of(body):
        if not block.is_table and block.text and styles.is_heading(block.element):
            heading = block.text
        top = block.element
        while top.getparent() is not body:
            top = top.getparent()
        places[top] = first_words(heading)
    return places, {child: n for n, child in enumerate(body)}
