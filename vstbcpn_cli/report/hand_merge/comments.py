"""The program's own Word comments beside what it leaves to the officer; those of others are never touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vstbcpn_cli.report.hand_merge.package import OFFICE, WordPackage
from vstbcpn_cli.report.hand_merge.visible_text import XML_SPACE, W

AUTHOR = "vstbcpn"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ID = f"{W}id"
_ANCHORS = tuple(f"{W}{n}" for n in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_SIZE = "20"
"""Half points: a comment in the type of the body would fill the margin."""


class Comments:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._part = package.related(package.main, "comments")
        found = list(package.tree(self._part)) if self._part else []
        self._all = {c.get(_ID, ""): c for c in found if c.tag == f"{W}comment"}
        self._ours = {n for n, c in self._all.items() if c.get(f"{W}author") == AUTHOR} - self._answered()

    def by_others(self, element: Any) -> bool:
        """Whether somebody else has a comment in it, or one that begins or ends there."""
        return any(a.get(_ID) not in self._ours for a in element.iter(*_ANCHORS))

    def clear(self, paragraph: Any, beginning: str = "") -> None:
        """Takes away what the program said beside this paragraph before, or what of it begins so."""
        for number in sorted({a.get(_ID, "") for a in paragraph.iter(f"{W}commentReference")} & self._ours):
            if self._said(number).startswith(beginning):
                self._drop(number)

    def clear_all(self, element: Any) -> None:
        """The same for everything in it."""
        for paragraph in element.iter(f"{W}p"):
            self.clear(paragraph)

    def put(self, paragraph: Any, text: str) -> None:
        """A comment on the whole paragraph, in the place of an earlier one of the program."""
        self.clear(paragraph)
        root = self._root()
        number = str(max((int(n) for n in self._all if n.isdecimal()), default=-1) + 1)
        made = root.makeelement(f"{W}comment", {_ID: number, f"{W}author": AUTHOR, f"{W}initials": "v"})
        root.append(made)
        for line in text.split("\n"):
            _say(made, line)
        self._all[number] = made
        self._ours.add(number)
        self._package.touch(self._part)
        _anchor(paragraph, number)

    def texts(self) -> Iterator[str]:
        """What the program says in all its comments."""
        yield from map(self._said, sorted(self._ours))

    def _said(self, number: str) -> str:
        paragraphs = self._all[number].iter(f"{W}p")
        return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in paragraphs)

    def _drop(self, number: str) -> None:
        for anchor in list(self._package.tree(self._package.main).iter(*_ANCHORS)):
            if anchor.get(_ID) == number:
                _take_out(anchor)
        comment = self._all.pop(number)
        self._ours.discard(number)
        numbers = {p.get(f"{_W14}paraId") for p in comment.iter(f"{W}p")} - {None}
        comment.getparent().remove(comment)
        self._package.touch(self._part)
        for part in self._details():
            for node in [e for e in self._package.tree(part) if {*e.attrib.values()} & numbers]:
                node.getparent().remove(node)
                self._package.touch(part)

    def _answered(self) -> set[str]:
        """Comments to which somebody has replied: they are a conversation now."""
        parents = {
            e.get(f"{_W15}paraIdParent")
            for part in self._details()
            for e in self._package.tree(part).iter("{*}commentEx")
        } - {None}
        return {n for n, c in self._all.items() if parents & {p.get(f"{_W14}paraId") for p in c.iter(f"{W}p")}}

    def _details(self) -> list[str]:
        """The parts that say more of comments: which is a reply, who is who."""
        links = self._package.relations(self._package.main).values()
        return [r.target for r in links if r.kind in ("commentsExtended", "commentsIds", "commentsExtensible")]

    def _root(self) -> Any:
        if not self._part:
            empty = f'<w:comments xmlns:w="{W[1:-1]}"/>'.encode()
            folder = self._package.main.rpartition("/")[0]
            self._part = self._package.add(f"{folder}/comments.xml".lstrip("/"), empty, _KIND)
            self._package.relate(self._package.main, f"{OFFICE}/comments", self._part)
        return self._package.tree(self._part)


def _say(comment: Any, line: str) -> None:
    paragraph = comment.makeelement(f"{W}p", {})
    comment.append(paragraph)
    run = _run(paragraph)
    text = run.makeelement(f"{W}t", {XML_SPACE: "preserve"})
    text.text = line
    run.append(text)


def _run(paragraph: Any) -> Any:
    run = paragraph.makeelement(f"{W}r", {})
    paragraph.append(run)
    own = run.makeelement(f"{W}rPr", {})
    run.append(own)
    own.append(own.makeelement(f"{W}sz", {f"{W}val": _SIZE}))
    return run


def _anchor(paragraph: Any, number: str) -> None:
    start, end = (paragraph.makeelement(tag, {_ID: number}) for tag in _ANCHORS[:2])
    own = paragraph.find(f"{W}pPr")
    if own is None:
        paragraph.insert(0, start)
    else:
        own.addnext(start)
    paragraph.append(end)
    run = paragraph.makeelement(f"{W}r", {})
    paragraph.append(run)
    run.append(run.makeelement(_ANCHORS[2], {_ID: number}))


def _take_out(anchor: Any) -> None:
    above = anchor.getparent()
    above.remove(anchor)
    if above.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in above) and above.getparent() is not None:
        above.getparent().remove(above)
