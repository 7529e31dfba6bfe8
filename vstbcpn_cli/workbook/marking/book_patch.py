"""The list of sheets of a workbook open for patching: sheets put first and last, taken out, and what counts them."""

from __future__ import annotations

import re
from collections.abc import Callable

from vstbcpn_cli.text.normalise import clean
from vstbcpn_cli.workbook.marking.package_patch import (
    CannotMarkError,
    Parts,
    Tree,
    child,
    make,
    namespace,
    place_before,
)

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
OWN_SHEETS = "xl/worksheets/phanHoi{}.xml"
_AFTER_NAMES = frozenset(
    (
        *("calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
        *("fileRecoveryPr", "webPublishObjects", "extLst"),
    )
)
_SELECTED = re.compile(rb"(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected=[\"'](?:1|true)[\"']")
_PROGRAM = "docProps/app.xml"
_LONGEST_NAME = 31


class BookPatch:
    """Sheets are known by their names as findings write them. Everything that counts sheets is kept in step."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.part = parts.main
        self._root = parts.tree(self.part)
        sheets = child(self._root, "sheets")
        if sheets is None or not len(sheets):
            raise CannotMarkError("no list of sheets")
        self._sheets = sheets
        self.space = namespace(self._root)
        self._link_name = next(k for k in sheets[0].attrib if k.endswith("}id"))
        self._program_counts = self._has_titles()

    def names(self) -> list[str]:
        return [clean(s.get("name", "")) for s in self._sheets]

    def visible(self) -> list[str]:
        return [clean(s.get("name", "")) for s in self._sheets if s.get("state", "visible") == "visible"]

    def holds_cells(self, name: str) -> bool:
        link = self._link(name)
        return link is not None and link[1].rpartition("/")[2] == "worksheet"

    def part_of(self, name: str) -> str:
        """The part of a sheet that is there."""
        link = self._link(name)
        assert link is not None, name
        return link[2]

    def first_column(self, name: str, beginning: str) -> list[str]:
        """The texts of column A where the first of them begins so; cheap for the many sheets where it does not."""
        if not self.holds_cells(name):
            return []
        tree = self._parts.tree(self.part_of(name))
        cells = [c for c in tree.iter("{*}c") if re.fullmatch(r"A\d+", c.get("r", ""))]
        texts = [self._text(c) for c in cells[:1]]
        if not texts or not texts[0].startswith(beginning):
            return []
        return texts + [self._text(c) for c in cells[1:]]

    def texts(self, name: str) -> frozenset[str]:
        if not self.holds_cells(name):
            return frozenset()
        return frozenset(self._text(c).strip() for c in self._parts.tree(self.part_of(name)).iter("{*}c"))

    # --------------------------------------------------------------------------------------------- adding, removing
    def add_first(self, name: str, content: Callable[[], bytes]) -> None:
        """A sheet before all others, and the one that is open when the file is."""
        for other in self.names():
            self._deselect(other)
        self._add(name, content(), 0)
        for view in self._root.iter("{*}workbookView"):
            view.set("activeTab", "0")
            view.attrib.pop("firstSheet", None)

    def add_last(self, name: str, content: bytes) -> None:
        """A sheet behind all others that no menu shows."""
        self._add(name, content, len(self._sheets)).set("state", "veryHidden")

    def repeat_rows(self, index: int, row: int) -> None:
        """The rows that a printed sheet repeats on each page."""
        names = child(self._root, "definedNames")
        if names is None:
            names = make(self._root, "definedNames", at=place_before(self._root, _AFTER_NAMES))
        sheet = self._sheets[index].get("name", "").replace("'", "''")
        made = make(names, "definedName", {"name": "_xlnm.Print_Titles", "localSheetId": str(index)})
        made.text = f"'{sheet}'!${row}:${row}"

    def remove(self, name: str) -> None:
        index = self.names().index(name)
        part = self.part_of(name)
        self._parts.unlink(self.part, part)
        self._parts.remove(part)
        self._sheets.remove(self._sheets[index])
        self._move_names(index, -1)
        self._count_titles(index, None)
        self._parts.save(self.part)

    def _add(self, name: str, content: bytes, index: int) -> Tree:
        part = self._parts.free(OWN_SHEETS)
        self._parts.add(part, content, SHEET_TYPE)
        number = max(int(s.get("sheetId", "0")) for s in self._sheets) + 1
        self._move_names(index, 1)
        free = self._free(name)
        made = make(self._sheets, "sheet", {"name": free, "sheetId": str(number)}, index)
        made.set(self._link_name, self._parts.link(self.part, "worksheet", part))
        self._count_titles(index, free)
        self._parts.save(self.part)
        return made

    def _free(self, name: str) -> str:
        taken = {n.casefold() for n in self.names()}
        tries = (name if n == 1 else f"{name[: _LONGEST_NAME - 5]} ({n})" for n in range(1, len(taken) + 2))
        return next(n for n in tries if n.casefold() not in taken)

    def _move_names(self, index: int, by: int) -> None:
        """Names that belong to a sheet say so by its place among the sheets."""
        for name in list(self._root.iter("{*}definedName")):
            local_to = name.get("localSheetId")
            if local_to is None:
                continue
            if by < 0 and int(local_to) == index:
                name.getparent().remove(name)
            elif int(local_to) >= index:
                name.set("localSheetId", str(int(local_to) + by))

    def _deselect(self, name: str) -> None:
        """Two selected sheets are edited together: what a unit types would go into both."""
        if not self.holds_cells(name):
            return
        part = self.part_of(name)
        for view in self._parts.tree(part).iter("{*}sheetView") if self._parts.opened(part) else ():
            if view.get("tabSelected") in ("1", "true"):
                del view.attrib["tabSelected"]
                self._parts.save(part)
        if not self._parts.opened(part):
            content = self._parts.read(part)
            if (changed := _SELECTED.sub(rb"\1", content, count=1)) != content:
                self._parts.write(part, changed)

    def _link(self, name: str) -> tuple[str, str, str] | None:
        element = next((s for s in self._sheets if clean(s.get("name", "")) == name), None)
        wanted = element.get(self._link_name) if element is not None else None
        return next((k for k in self._parts.links(self.part) if k[0] == wanted and k[2] in self._parts), None)

    def _text(self, cell: Tree) -> str:
        if cell.get("t") == "s":
            index = int(cell.findtext("{*}v") or "-1")
            return self._shared[index] if 0 <= index < len(self._shared) else ""
        inside = child(cell, "is")
        return "".join(t.text or "" for t in inside.iter("{*}t")) if inside is not None else cell.findtext("{*}v") or ""

    @property
    def _shared(self) -> list[str]:
        if not hasattr(self, "_texts"):
            part = self._parts.linked(self.part, "sharedStrings")
            found = self._parts.tree(part).iter("{*}si") if part is not None else ()
            self._texts = ["".join(t.text or "" for t in si.iter("{*}t")) for si in found]
        return self._texts

    # -------------------------------------------------------------------------------------- the summary of the file
    def _has_titles(self) -> bool:
        """Whether the summary lists the sheets first and counts them right; where it does not, it is left alone."""
        titles, count = self._titles()
        return (
            titles is not None
            and count is not None
            and count.text == str(len(self._sheets))
            and len(titles) >= len(self._sheets)
        )

    def _titles(self) -> tuple[Tree | None, Tree | None]:
        if _PROGRAM not in self._parts:
            return None, None
        root = self._parts.tree(_PROGRAM)
        titles, heads = child(root, "TitlesOfParts"), child(root, "HeadingPairs")
        count = next(iter(heads.iter("{*}i4")), None) if heads is not None else None
        return (titles[0] if titles is not None and len(titles) else None), count

    def _count_titles(self, index: int, name: str | None) -> None:
        titles, count = self._titles()
        if not self._program_counts or titles is None or count is None:
            return
        if name is None:
            titles.remove(titles[index])
        else:
            make(titles, "lpstr", at=index).text = name
        titles.set("size", str(len(titles)))
        count.text = str(len(self._sheets))
        self._parts.save(_PROGRAM)
