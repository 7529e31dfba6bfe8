"""What Excel asks of the parts of a workbook (ECMA-376)."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET

from openpyxl.utils import range_boundaries

from tests.support.forms import returned as at

M = f"{{{at.MAIN}}}"
R = f"{{{at.LINKS}}}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# The sequence of CT_Worksheet, ECMA-376 part 1, 18.3.1.99.
_ORDER = """
sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems
tableParts extLst"""


# The sequence of CT_Workbook, 18.2.27.
_BOOK_ORDER = """
fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences
definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing
fileRecoveryPr webPublishObjects extLst"""


# Functions that Excel 2010 knows without a prefix and that LibreOffice, WPS and Google Sheets share.
_FUNCTIONS = """
ABS AND AVERAGE CHAR CHOOSE CLEAN CODE COLUMN COLUMNS CONCATENATE COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE
DAY EDATE EOMONTH EXACT FALSE FIND FREQUENCY HLOOKUP HYPERLINK IF IFERROR INDEX INDIRECT INT ISBLANK ISERR ISERROR
ISLOGICAL ISNA ISNONTEXT ISNUMBER ISTEXT LARGE LEFT LEN LOOKUP LOWER MATCH MAX MID MIN MMULT MOD MONTH N NOT
OFFSET OR PRODUCT PROPER REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SIGN SMALL SUBSTITUTE SUM
SUMIF SUMIFS SUMPRODUCT T TEXT TRANSPOSE TRIM TRUE TRUNC UPPER VALUE VLOOKUP WEEKDAY YEAR"""
ORDER, BOOK_ORDER, FUNCTIONS = _ORDER.split(), _BOOK_ORDER.split(), frozenset(_FUNCTIONS.split())


@dataclass(frozen=True)
class Package:
    """A blank taken apart."""

    content: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        return at.unpacked(self.content)

    @cached_property
    def xml(self) -> dict[str, ET.Element]:
        return {n: ET.fromstring(c) for n, c in self.parts.items() if n.endswith((".xml", ".rels"))}

    @property
    def book(self) -> ET.Element:
        return self.xml["xl/workbook.xml"]

    @cached_property
    def sheets(self) -> dict[str, ET.Element]:
        return {name: self.xml[part] for name, part in at.sheet_parts(self.parts).items()}

    @cached_property
    def names(self) -> dict[str, str]:
        return {e.get("name", ""): e.text or "" for e in self.book.iter(f"{M}definedName")}

    def formulas(self) -> Iterator[tuple[str, str]]:
        """Every expression of the file with the place it stands in."""
        for sheet, root in self.sheets.items():
            yield from ((f"{sheet}!{c.get('r')}", f.text or "") for c in root.iter(f"{M}c") for f in c.iter(f"{M}f"))
            yield from (
                (f"{sheet}, colours of {e.get('sqref')}", f.text or "")
                for e in root.iter(f"{M}conditionalFormatting")
                for f in e.iter(f"{M}formula")
            )
            yield from (
                (f"{sheet}, validation of {e.get('sqref')}", f.text or "")
                for e in root.iter(f"{M}dataValidation")
                for f in e
            )
        yield from self.names.items()


def every_part_has_a_content_type_and_every_type_a_part(blank: Package) -> None:
    root = blank.xml["[Content_Types].xml"]
    defaults = {e.get("Extension", "").lower() for e in root.iter(f"{TYPES}Default")}
    overrides = [e.get("PartName", "").lstrip("/") for e in root.iter(f"{TYPES}Override")]
    parts = set(blank.parts) - {"[Content_Types].xml"}
    assert {p for p in parts if p not in overrides and p.rpartition(".")[2].lower() not in defaults} == set()
    # A default of “xml” says nothing of what a part is: each needs its own.
    assert {p for p in parts if p.endswith(".xml") and p not in overrides} == set()
    assert set(overrides) <= parts
    assert len(overrides) == len(set(overrides))
    kinds = {e.get("PartName"): e.get("ContentType", "") for e in root.iter(f"{TYPES}Override")}
    assert kinds["/xl/workbook.xml"].endswith("spreadsheetml.sheet.main+xml")
    assert all(kinds[f"/{part}"].endswith("worksheet+xml") for part in at.sheet_parts(blank.parts).values())


def every_relation_leads_to_a_part_and_every_part_is_led_to(blank: Package) -> None:
    reached = set()
    for name, root in blank.xml.items():
        if not name.endswith(".rels"):
            continue
        folder, _, own = name.partition("_rels/")
        source = folder + own.removesuffix(".rels")
        assert not own.removesuffix(".rels") or source in blank.parts, f"{name} belongs to no part"
        links = {e.get("Id", ""): e for e in root.iter(f"{PACKAGE}Relationship")}
        assert len(links) == len(list(root)), f"{name}: an Id twice"
        targets = {
            posixpath.normpath(posixpath.join(folder, e.get("Target", ""))).lstrip("/")
            for e in links.values()
            if e.get("TargetMode") != "External"
        }
        assert targets <= set(blank.parts), name
        reached |= targets
        if source in blank.xml:
            used = {v for e in blank.xml[source].iter() for k, v in e.attrib.items() if k.startswith(R)}
            assert used <= set(links), f"{source} names a relation that {name} lacks"
    plain = {n for n in blank.parts if not n.endswith(".rels") and n != "[Content_Types].xml"}
    assert plain == reached


# ------------------------------------------------------------------------------------------------------ the sheets
def _tags(root: ET.Element) -> list[str]:
    return [e.tag.removeprefix(M) for e in root]


def elements_stand_in_the_order_of_the_schema(blank: Package) -> None:
    for name, root in blank.sheets.items():
        tags = _tags(root)
        assert [t for t in tags if t not in ORDER] == [], name
        assert tags == sorted(tags, key=ORDER.index), name
        twice = {t for t, n in Counter(tags).items() if n > 1}
        assert twice <= {"conditionalFormatting"}, name
    assert _tags(blank.book) == sorted(_tags(blank.book), key=BOOK_ORDER.index)


def rows_and_cells_ascend_and_none_stands_twice(blank: Package) -> None:
    for name, root in blank.sheets.items():
        rows = [int(r.get("r", "0")) for r in root.iter(f"{M}row")]
        assert rows == sorted(set(rows)), name
        for row in root.iter(f"{M}row"):
            bounds = [range_boundaries(c.get("r", "")) for c in row.iter(f"{M}c")]
            columns = [left or 0 for left, *_ in bounds]
            assert columns == sorted(set(columns)), (name, row.get("r"))
            assert {top for _, top, *_ in bounds} <= {int(row.get("r", "0"))}


def merged_areas_do_not_overlap_and_hide_nothing(blank: Package) -> None:
    for name, root in blank.sheets.items():
        areas = [range_boundaries(e.get("ref", "")) for e in root.iter(f"{M}mergeCell")]
        covered = Counter(
            (row, column)
            for left, top, right, bottom in areas
            for row in range(top or 0, (bottom or 0) + 1)
            for column in range(left or 0, (right or 0) + 1)
        )
        assert [cell for cell, n in covered.items() if n > 1] == [], name
        corners = {(top, left) for left, top, _, _ in areas}
        filled = {
            (range_boundaries(c.get("r", ""))[1], range_boundaries(c.get("r", ""))[0])
            for c in root.iter(f"{M}c")
            if len(c)
        }
        assert filled & (set(covered) - corners) == set(), name
        assert all((e.get("count") or "0") == str(len(areas)) for e in root.iter(f"{M}mergeCells"))


def pointers_stay_within_their_tables(blank: Package) -> None:
    styles = blank.xml["xl/styles.xml"]
    formats = _children(styles, "cellXfs")
    colours = _children(styles, "dxfs")
    texts = len(list(blank.xml["xl/sharedStrings.xml"].iter(f"{M}si")))
    for root in blank.sheets.values():
        assert max(int(c.get("s", "0")) for c in root.iter(f"{M}c")) < formats
        shared = [int(c.findtext(f"{M}v", "0")) for c in root.iter(f"{M}c") if c.get("t") == "s"]
        assert max(shared, default=0) < texts
        assert max((int(e.get("dxfId", "0")) for e in root.iter(f"{M}cfRule")), default=0) < max(colours, 1)
        order = [e.get("priority") for e in root.iter(f"{M}cfRule")]
        assert len(order) == len(set(order))


def _children(root: ET.Element, tag: str) -> int:
    found = root.find(f"{M}{tag}")
    if found is None:
        return 0
    assert found.get("count") == str(len(found)), tag
    return len(found)
