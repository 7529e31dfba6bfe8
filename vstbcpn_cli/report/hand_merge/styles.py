"""The paragraph and other styles of a document, by the names that no program changes when it saves it."""

from __future__ import annotations

import copy
from typing import Any

from vstbcpn_cli.report.hand_merge.package import WordPackage
from vstbcpn_cli.report.hand_merge.visible_text import W

_VAL, _ID, _TYPE = f"{W}val", f"{W}styleId", f"{W}type"
_DEEPEST = 20
"""StyleNames based on one another that are looked through."""


class StyleNames:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._part = package.related(package.main, "styles")
        self._by_id: dict[str, Any] = {}
        self._by_name: dict[tuple[str, str], Any] = {}
        for style in package.tree(self._part).iter(f"{W}style") if self._part else ():
            self._by_id.setdefault(style.get(_ID, ""), style)
            self._by_name.setdefault(_name(style), style)

    def is_heading(self, paragraph: Any) -> bool:
        """Whether its style, or one that this is based on, belongs to the outline of the document."""
        asked = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self._by_id.get(asked.get(_VAL, "")) if asked is not None else None
        for _ in range(_DEEPEST):
            if style is None:
                return False
            level = style.find(f"{W}pPr/{W}outlineLvl")
            if level is not None:
                return bool(level.get(_VAL) != "9")
            above = style.find(f"{W}basedOn")
            style = self._by_id.get(above.get(_VAL, "")) if above is not None else None
        return False

    def taken_from(self, other: StyleNames, style_id: str) -> str:
        """The id that a style of another document has here; one that is not here comes along, with what it is based
        on. "" where the other document does not have it itself."""
        theirs = other._by_id.get(style_id)
        if theirs is None:
            return ""
        found = self._by_name.get(_name(theirs))
        if found is None and not self._part:
            return ""
        return str((found if found is not None else self._adopt(other, theirs)).get(_ID))

    def _adopt(self, other: StyleNames, theirs: Any) -> Any:
        made = copy.deepcopy(theirs)
        wanted = str(made.get(_ID))
        made.set(_ID, next(x for x in (wanted, *(f"{wanted}{n}" for n in range(2, 999))) if x not in self._by_id))
        self._by_id[str(made.get(_ID))] = self._by_name[_name(made)] = made
        self._package.tree(self._part).append(made)
        self._package.touch(self._part)
        for tag in ("basedOn", "next", "link"):
            link = made.find(f"{W}{tag}")
            known = self.taken_from(other, link.get(_VAL, "")) if link is not None else ""
            if known:
                link.set(_VAL, known)
            elif link is not None:
                made.remove(link)
        return made


def _name(style: Any) -> tuple[str, str]:
    name = style.find(f"{W}name")
    return style.get(_TYPE, ""), (name.get(_VAL, "") if name is not None else "").casefold()
