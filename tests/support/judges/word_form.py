"""What a paragraph of a Word file really looks like: direct settings, then its styles, then the defaults of the
file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

_MM_PER_TWIP = 25.4 / 1440


@dataclass(frozen=True)
class Line:
    """One printed paragraph with the settings that reach it."""

    element: Any
    form: WordForm

    @property
    def text(self) -> str:
        return "".join(t.text or "" for t in self.element.iter(qn("w:t")))

    @property
    def cell(self) -> Any:
        """The table cell it stands in, None outside tables."""
        return next(self.element.iterancestors(qn("w:tc")), None)

    @property
    def row(self) -> Any:
        return next(self.element.iterancestors(qn("w:tr")), None)

    def _shape(self, tag: str, attribute: str = "w:val") -> str | None:
        properties = [
            self.element.find(qn("w:pPr")),
            *self.form.styles_of(self.element, "w:pPr"),
            self.form.default_pPr,
        ]
        for one in properties:
            found = one.find(qn(tag)) if one is not None else None
            if found is not None and (attribute == "w:val" or found.get(qn(attribute)) is not None):
                value = found.get(qn(attribute))
                return "1" if value is None else str(value)
        return None

    @property
    def level(self) -> int | None:
        """Its level in the navigation pane, from 0; None where it does not stand there."""
        found = self._shape("w:outlineLvl")
        return int(found) if found not in (None, "9") else None

    @property
    def align(self) -> str:
        return self._shape("w:jc") or "left"

    @property
    def keep_next(self) -> bool:
        return self._shape("w:keepNext") not in (None, "0", "false")

    @property
    def widow_control(self) -> bool:
        return self._shape("w:widowControl") not in (None, "0", "false")

    @property
    def indent(self) -> tuple[float, float, float]:
        """Left, right, first line, in millimetres."""
        names = ("w:left", "w:right", "w:firstLine")
        left, right, first = (float(self._shape("w:ind", n) or 0) * _MM_PER_TWIP for n in names)
        return left, right, first

    @property
    def after(self) -> float:
        """Points after the paragraph."""
        return float(self._shape("w:spacing", "w:after") or 0) / 20

    @property
    def spacing(self) -> tuple[str, float]:
        """(“auto”, lines) or (“exact”, points)."""
        rule, line = self._shape("w:spacing", "w:lineRule") or "auto", float(self._shape("w:spacing", "w:line") or 240)
        return rule, line / (240 if rule == "auto" else 20)

    @property
    def border(self) -> bool:
        """Whether a line is drawn beneath it."""
        return self.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}") is not None

    @property
    def runs(self) -> Iterator[Run]:
        yield from (Run(r, self) for r in self.element.iter(qn("w:r")) if r.find(qn("w:t")) is not None)


@dataclass(frozen=True)
class Run:
    """A piece of text in one face."""

    element: Any
    line: Line

    def _face(self, tag: str, attribute: str = "w:val") -> str | None:
        form = self.line.form
        properties = [self.element.find(qn("w:rPr")), *form.styles_of(self.line.element, "w:rPr"), form.default_rPr]
        for one in properties:
            found = one.find(qn(tag)) if one is not None else None
            if found is not None and (attribute == "w:val" or found.get(qn(attribute)) is not None):
                value = found.get(qn(attribute))
                return "1" if value is None else str(value)
        return None

    @property
    def size(self) -> float:
        return float(self._face("w:sz") or 0) / 2

    @property
    def bold(self) -> bool:
        return self._face("w:b") not in (None, "0", "false")

    @property
    def italic(self) -> bool:
        return self._face("w:i") not in (None, "0", "false")

    @property
    def colour(self) -> str | None:
        return self._face("w:color")

    @property
    def language(self) -> str | None:
        return self._face("w:lang")

    @property
    def fonts(self) -> set[str | None]:
        return {self._face("w:rFonts", f"w:{a}") for a in ("ascii", "hAnsi", "eastAsia", "cs")}


class WordForm:
    """A Word file to be asked how its paragraphs look."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))
        styles = self.document.styles.element
        self._styles = {s.get(qn("w:styleId")): s for s in styles.iter(qn("w:style"))}
        self._usual = next(
            i for i, s in self._styles.items() if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) == "1"
        )
        defaults = styles.find(qn("w:docDefaults"))
        self.default_pPr = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
        self.default_rPr = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")

    def styles_of(self, paragraph: Any, kind: str) -> Iterator[Any]:
        """Its style and what that is based on, nearest first."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = named.get(qn("w:val")) if named is not None else self._usual
        while name:
            style = self._styles[name]
            yield style.find(qn(kind))
            based = style.find(qn("w:basedOn"))
            name = based.get(qn("w:val")) if based is not None else None

    @cached_property
    def lines(self) -> list[Line]:
        """Every paragraph of the body, tables too, in printed order."""
        return [Line(p, self) for p in self.document.element.body.iter(qn("w:p"))]

    def lines_of(self, root: Any) -> list[Line]:
        return [Line(p, self) for p in root.iter(qn("w:p"))]

    def line(self, start: str) -> Line:
        """The first paragraph that begins so."""
        return next(line for line in self.lines if line.text.startswith(start))
