"""The table of styles of a workbook: a style like another one with a different fill and border, and back."""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.workbook.mark_record import Cover
from vstbcpn_cli.workbook.marking.package_patch import CannotMarkError, Tree, child, local, namespace, parsed

COLOURS = {Severity.ERROR: "FFFF9F9B", Severity.WARNING: "FFFFDB70"}
"""Shades nobody picks by hand: a cell of this colour in a marked workbook was coloured by us."""
EDGES = {Severity.ERROR: "FFC00000", Severity.WARNING: "FFBF9000"}
"""Of the border around a marked cell: the form's own conditional colours lie over every fill, and over no border."""
_SIDES = ("left", "right", "top", "bottom")
NOTHING = Cover("<fill><patternFill patternType='none'/></fill>", border="<border/>")
"""What a cell covers whose look nobody remembers."""
MOST_STYLES = 64_000


class StylesPatch:
    """The styles part; every addition is looked for first, so that marking twice adds nothing."""

    def __init__(self, root: Tree) -> None:
        self._root = root

    def coloured(self, style: int, severity: Severity) -> int:
        """A style like this one in the colours of a severity; everything else of it stays."""
        inside = f"<color rgb='{EDGES[severity]}'/>"
        border = "".join(f"<{side} style='medium'>{inside}</{side}>" for side in _SIDES)
        border = f"<border>{border}<diagonal/></border>"
        return self._kept("cellXfs", self._worn(style, self.fill(COLOURS[severity]), "1", border, "1"))

    def restored(self, style: int, cover: Cover) -> int:
        """A style like this one with the look that was covered."""
        fill = self.add("fills", cover.fill)
        return self._kept("cellXfs", self._worn(style, fill, cover.applied, cover.border, cover.border_applied))

    def cover(self, style: int) -> Cover:
        """What `restored` needs to give a cell of this style its look back."""
        xf = self._xf(style)
        fill, border = (self._entry(f"{part}s", xf.get(f"{part}Id", "0")) for part in ("fill", "border"))
        applied, edged = xf.get("applyFill", ""), xf.get("applyBorder", "")
        return Cover(fill or NOTHING.fill, applied, border or NOTHING.border, edged)

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

    def _worn(self, style: int, fill: int, applied: str, border: str, edged: str) -> Tree:
        """A style like this one with another fill, and another border where one is named."""
        made = deepcopy(self._xf(style))
        _set(made, "Fill", fill, applied)
        if border:
            _set(made, "Border", self.add("borders", border), edged)
        return made

    def _entry(self, table: str, index: str) -> str:
        """An entry of a table by its words; "" where there is none."""
        entries = self._table(table)
        return _bare(entries[int(index)]) if int(index) < len(entries) else ""

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


def _set(xf: Tree, part: str, index: int, applied: str) -> None:
    xf.set(f"{part.lower()}Id", str(index))
    xf.attrib.pop(f"apply{part}", None)
    if applied:
        xf.set(f"apply{part}", applied)


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
