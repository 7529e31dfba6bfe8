"""The table of styles of a workbook: a style like another one with a different fill, and back."""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.workbook.mark_record import Cover
from vstbcpn_cli.workbook.marking.package_patch import CannotMarkError, Tree, child, local, namespace, parsed

COLOURS = {Severity.ERROR: "FFFF9F9B", Severity.WARNING: "FFFFDB70"}
"""Shades nobody picks by hand: a cell of this colour in a marked workbook was coloured by us."""
_NO_FILL = "<fill><patternFill patternType='none'/></fill>"
MOST_STYLES = 64_000


class StylesPatch:
    """The styles part; every addition is looked for first, so that marking twice adds nothing."""

    def __init__(self, root: Tree) -> None:
        self._root = root

    def coloured(self, style: int, severity: Severity) -> int:
        """A style like this one with the colour of a severity; everything else of it stays."""
        return self._with_fill(style, self.fill(COLOURS[severity]), "1")

    def restored(self, style: int, cover: Cover) -> int:
        return self._with_fill(style, self.add("fills", cover.fill), cover.applied)

    def cover(self, style: int) -> Cover:
        """What `restored` needs to give a cell of this style its fill back."""
        xf = self._xf(style)
        fills = self._table("fills")
        index = int(xf.get("fillId", "0"))
        fill = fills[index] if index < len(fills) else parsed(_NO_FILL.encode())
        return Cover(_bare(fill), xf.get("applyFill", ""))

    def marked(self) -> frozenset[int]:
        """The styles whose fill is one of our colours."""
        ours = {n for n, fill in enumerate(self._table("fills")) if _colour(fill) in COLOURS.values()}
        return frozenset(n for n, xf in enumerate(self._table("cellXfs")) if int(xf.get("fillId", "0")) in ours)

    def fill(self, colour: str) -> int:
        inside = f"<fgColor rgb='{colour}'/><bgColor indexed='64'/>"
        return self.add("fills", f"<fill><patternFill patternType='solid'>{inside}</patternFill></fill>")

    def add(self, table: str, element: str) -> int:
        """The index of an entry of a table, which is put at its end where it is not there yet."""
        return self._kept(table, parsed(f"<t xmlns='{namespace(self._root)}'>{element}</t>".encode())[0])

    def _with_fill(self, style: int, fill: int, applied: str) -> int:
        made = deepcopy(self._xf(style))
        made.set("fillId", str(fill))
        made.attrib.pop("applyFill", None)
        if applied:
            made.set("applyFill", applied)
        return self._kept("cellXfs", made)

    def _xf(self, style: int) -> Tree:
        styles = self._table("cellXfs")
        return styles[style] if 0 <= style < len(styles) else styles[0]

    def _table(self, name: str) -> Tree:
        found = child(self._root, name)
        if found is None or not len(found):
            raise CannotMarkError(f"no {name}")
        return found

    def _kept(self, table: str, element: Tree) -> int:
        known, word = self._known[table], _bare(element)
        if word not in known:
            entries = self._table(table)
            if len(entries) >= MOST_STYLES:
                raise CannotMarkError("too many styles")
            entries.append(element)
            entries.set("count", str(len(entries)))
            known[word] = len(entries) - 1
        return known[word]

    @cached_property
    def _known(self) -> dict[str, dict[str, int]]:
        """Every entry of the tables by its words; of equal ones the first."""
        found: dict[str, dict[str, int]] = {}
        for table in ("fonts", "fills", "borders", "cellXfs"):
            entries = found.setdefault(table, {})
            for n, entry in enumerate(self._table(table)):
                entries.setdefault(_bare(entry), n)
        return found


def _bare(element: Tree) -> str:
    """An entry in one way of writing, without its namespace: the program that saves next may use another."""
    attributes = "".join(f" {k}={_quoted(v)}" for k, v in sorted(element.attrib.items()) if not k.startswith("{"))
    inside = "".join(_bare(e) for e in element if isinstance(e.tag, str))
    name = local(element)
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _quoted(value: str) -> str:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;")
    return f"'{escaped}'"


def _colour(fill: Tree) -> str:
    pattern = child(fill, "patternFill")
    front = child(pattern, "fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
    return front.get("rgb", "").upper() if front is not None else ""
