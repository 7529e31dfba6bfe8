"""The charts of a document: what they show, and how one that was left alone is drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vstbcpn_cli.report.hand_merge.blocks import WordBlock
from vstbcpn_cli.report.hand_merge.package import OFFICE, Relation, WordPackage
from vstbcpn_cli.report.hand_merge.visible_text import W

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LINK = f"{{{OFFICE}}}id"
_KINDS = ("barDir", "grouping")


class WordChart:
    """A chart in a paragraph of a document."""

    def __init__(self, package: WordPackage, paragraph: Any) -> None:
        self._package = package
        self.shown = paragraph.find(f".//{_C}chart")
        link = package.relations(package.main).get(self.shown.get(_LINK, ""))
        self.part = link.target if link is not None and link.target in package else ""
        self.drawing = next(self.shown.iterancestors(f"{W}drawing"), None)

    @property
    def root(self) -> Any:
        return self._package.tree(self.part)

    @property
    def series(self) -> list[tuple[str, ...]]:
        """Of each series its name, the categories and the values."""
        if not self.part:
            return []
        return [tuple(_values(s)) for s in self.root.iter(f"{_C}ser")]

    @property
    def workbook(self) -> bytes:
        """The workbook behind it, which Word draws it from as soon as somebody edits its figures; b"" where none is."""
        behind = self._package.related(self.part, "package") if self.part else ""
        return self._package.read(behind) if behind in self._package else b""

    @property
    def name(self) -> str:
        """By what it is known among the others, whatever its figures are."""
        return "chart:" + "|".join(s[0] if s else "" for s in self.series)

    @property
    def look(self) -> tuple[str, ...]:
        """What an editor changes on purpose: its kind and the colours of its series."""
        if not self.part:
            return ()
        area = self.root.find(f".//{_C}plotArea")
        kinds = [c.tag for c in area if c.tag.endswith("Chart")] if area is not None else []
        kinds += [f"{e.tag}={e.get('val')}" for k in _KINDS for e in self.root.iter(f"{_C}{k}")]
        colours = [s.find(f"{_C}spPr/{_A}solidFill/{_A}srgbClr") for s in self.root.iter(f"{_C}ser")]
        return (*kinds, *((c.get("val", "") if c is not None else "").lower() for c in colours))

    @property
    def told(self) -> str:
        """Its figures in words."""
        described = self.drawing.find(f".//{_PROPERTIES}") if self.drawing is not None else None
        found = described.get("descr", "") if described is not None else ""
        return found or "; ".join(" – ".join(s) for s in self.series)

    def draw(self, new: WordChart) -> None:
        """Shows from now on what the new one shows."""
        package, there = self._package, new._package
        workbook = package.related(self.part, "package")
        links: list[Relation] = []
        for one in there.relations(new.part).values():
            target = one.target
            if one.kind == "package" and workbook:
                package.write(workbook, there.read(one.target))
                target = workbook
            elif not one.external:
                target = package.take(there, one.target)
            links.append(Relation(one.id, one.type, target, one.external))
        package.write(self.part, there.read(new.part))
        package.lead(self.part, links)
        described = self.drawing.find(f".//{_PROPERTIES}") if self.drawing is not None else None
        if described is not None:
            described.set("descr", new.told)


def _values(series: Any) -> Iterator[str]:
    for kind in ("tx", "cat", "val"):
        held = series.find(f"{_C}{kind}")
        yield "; ".join(v.text or "" for v in held.iter(f"{_C}v")) if held is not None else ""


def chart_in(package: WordPackage, block: WordBlock) -> WordChart | None:
    if block.is_table or block.element.find(f".//{_C}chart") is None:
        return None
    return WordChart(package, block.element)
