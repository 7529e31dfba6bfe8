"""The package of every blank keeps the rules of the format (ECMA-376) and the limits of Excel 2010.

Excel offers to repair a file that breaks one of them, and an officer who is asked to repair a form sends it back.
"""

from __future__ import annotations

import itertools
import posixpath
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
import returned as at
from formula_types import Typed
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import build

M = f"{{{at.MAIN}}}"
R = f"{{{at.LINKS}}}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
UNITS = {"SN": "so-y-te", "SN that leads": "so-noi-vu", "DT": "hoi-lhpn", "HU": "huyen-loc-binh", "XA": at.COMMUNE.code}
FORMS = [(kind, period) for kind in UNITS for period in ("6t", "nam")]

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
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\(")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|\b([A-Za-z_]\w*))!")
_WAY = re.compile(r'HYPERLINK\("#(.+?)"&ROW\(\1(\d+)\),"→ .+"\)')
_NAME = re.compile(r"\bds_\d+\b")
_AREA = re.compile(r"((?:'[^']+'|\b\w+)!)?\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?(?![\w(])")


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


@cache
def package(kind: str, period: str) -> Package:
    return Package(at.blank(UNITS[kind], period))


@cache
def with_previous() -> Package:
    applies = at.applies_to("so-y-te", "nam")
    return Package(Master.of(build(applies, at.live(), previous=True)).stamped(fields_of(applies)))


@pytest.fixture(params=[*FORMS, ("with earlier figures", "nam")], ids=lambda p: f"{p[0]}, {p[1]}")
def blank(request: pytest.FixtureRequest) -> Package:
    kind, period = request.param
    return package(kind, period) if kind in UNITS else with_previous()


# ------------------------------------------------------------------------------------------------------- the parts
def test_every_part_has_a_content_type_and_every_type_a_part(blank: Package) -> None:
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


def test_every_relation_leads_to_a_part_and_every_part_is_led_to(blank: Package) -> None:
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


def test_nothing_leads_out_of_the_file(blank: Package) -> None:
    modes = [e.get("TargetMode") for n, r in blank.xml.items() if n.endswith(".rels") for e in r]
    assert "External" not in modes


def test_no_place_is_left_open_after_stamping(blank: Package) -> None:
    # `{` also begins an array constant of a formula.
    left = {n: re.findall(rb"\{[a-z_]+(?: [\w.]+)?\}", c) for n, c in blank.parts.items()}
    assert {n: found for n, found in left.items() if found} == {}


# ------------------------------------------------------------------------------------------------------ the sheets
def _tags(root: ET.Element) -> list[str]:
    return [e.tag.removeprefix(M) for e in root]


def test_elements_stand_in_the_order_of_the_schema(blank: Package) -> None:
    for name, root in blank.sheets.items():
        tags = _tags(root)
        assert [t for t in tags if t not in ORDER] == [], name
        assert tags == sorted(tags, key=ORDER.index), name
        twice = {t for t, n in Counter(tags).items() if n > 1}
        assert twice <= {"conditionalFormatting"}, name
    assert _tags(blank.book) == sorted(_tags(blank.book), key=BOOK_ORDER.index)


def test_rows_and_cells_ascend_and_none_stands_twice(blank: Package) -> None:
    for name, root in blank.sheets.items():
        rows = [int(r.get("r", "0")) for r in root.iter(f"{M}row")]
        assert rows == sorted(set(rows)), name
        for row in root.iter(f"{M}row"):
            bounds = [range_boundaries(c.get("r", "")) for c in row.iter(f"{M}c")]
            columns = [left or 0 for left, *_ in bounds]
            assert columns == sorted(set(columns)), (name, row.get("r"))
            assert {top for _, top, *_ in bounds} <= {int(row.get("r", "0"))}


def test_merged_areas_do_not_overlap_and_hide_nothing(blank: Package) -> None:
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


def test_pointers_stay_within_their_tables(blank: Package) -> None:
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


def test_texts_sizes_and_counts_stay_within_the_limits(blank: Package) -> None:
    assert all(len(n) <= 31 and not set(n) & set("[]:*?/\\") for n in blank.sheets)
    assert len({n.casefold() for n in blank.sheets}) == len(blank.sheets)
    texts = ["".join(e.itertext()) for e in blank.xml["xl/sharedStrings.xml"].iter(f"{M}si")]
    assert max(map(len, texts)) <= 32_767
    styles = blank.xml["xl/styles.xml"]
    assert _children(styles, "cellXfs") <= 64_000
    assert _children(styles, "fonts") <= 1_024
    assert _children(styles, "numFmts") <= 200
    for name, root in blank.sheets.items():
        assert max((float(e.get("width", "0")) for e in root.iter(f"{M}col")), default=0) <= 255, name
        assert max(float(e.get("ht", "0")) for e in root.iter(f"{M}row")) <= 409, name
        assert all(len(e.text or "") <= 255 for f in root.iter(f"{M}headerFooter") for e in f), name
        assert len(list(root.iter(f"{M}hyperlink"))) <= 65_530


def test_links_lead_to_cells_of_the_file(blank: Package) -> None:
    found = [e.get("location") or "" for root in blank.sheets.values() for e in root.iter(f"{M}hyperlink")]
    ways = [m for _, formula in blank.formulas() if (m := _WAY.fullmatch(formula))]
    assert len(found) > 10
    assert len(ways) > 50
    for location in (*found, *(m[1] + m[2] for m in ways)):
        sheet, _, address = location.rpartition("!")
        assert sheet.strip("'") in blank.sheets, location
        assert re.fullmatch(r"[A-Z]{1,3}\d+", address), location
        assert len(location) <= 255


# ------------------------------------------------------------------------------------------------- the validations
def test_validations_keep_the_limits(blank: Package) -> None:
    for name, root in blank.sheets.items():
        found = list(root.iter(f"{M}dataValidation"))
        assert all(e.get("count") == str(len(found)) for e in root.iter(f"{M}dataValidations")), name
        assert len(found) <= 65_534
        for each in found:
            where = f"{name}, {each.get('sqref')}"
            limits = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
            assert [k for k, longest in limits.items() if len(each.get(k, "")) > longest] == [], where
            first = each.findtext(f"{M}formula1", "")
            if each.get("type") is None:  # any content: it only says why nothing is typed there
                assert (first, bool(each.get("prompt"))) == ("", True), where
                continue
            assert first, where
            assert len(first) <= 255, where
            if each.get("type") == "list" and not first.startswith('"'):
                assert first in blank.names, where
            if each.get("operator", "between") in ("between", "notBetween") and each.get("type") != "list":
                assert each.findtext(f"{M}formula2"), where


def test_no_cell_has_two_validations(blank: Package) -> None:
    for name, root in blank.sheets.items():
        areas = [a for e in root.iter(f"{M}dataValidation") for a in (e.get("sqref") or "").split()]
        cells = Counter(
            (row, column)
            for left, top, right, bottom in map(range_boundaries, areas)
            for row in range(top or 0, (bottom or 0) + 1)
            for column in range(left or 0, (right or 0) + 1)
        )
        assert [c for c, n in cells.items() if n > 1] == [], name


# ---------------------------------------------------------------------------------------------------- the formulas
def test_formulas_keep_the_limits(blank: Package) -> None:
    seen = 0
    for where, formula in blank.formulas():
        seen += 1
        bare = _TEXT.sub('""', formula)
        assert len(formula) <= 8_192, where
        assert max(map(len, _TEXT.findall(formula)), default=0) <= 255, f"{where}: a text of more than 255 characters"
        assert _depth(bare) <= 64, f"{where}: nested too deeply"
        assert bare.count("(") == bare.count(")"), where
        assert formula.count('"') % 2 == 0, where
        assert not formula.startswith("="), where
    assert seen > 300


def test_formulas_fit_into_excels_own_form_of_them(blank: Package) -> None:
    """Excel keeps a formula as tokens, at most 16,384 bytes of them: long texts count twice, in UTF-16."""
    large = {where: _bytes(formula) for where, formula in blank.formulas()}
    assert {where: size for where, size in large.items() if size > 16_384} == {}


def _bytes(formula: str) -> int:
    """An upper estimate after [MS-XLSB] 2.5.97: references 9 and 15 bytes with their sheet, texts 3 and 2 for each
    character, functions 4, and 4 for each branch of IF and CHOOSE with a way around it."""
    texts = _TEXT.findall(formula)
    bare = _TEXT.sub(" ", formula)
    areas = [m.group(2) for m in _AREA.finditer(bare)]
    rest = _AREA.sub(" ", bare)
    functions = _FUNCTION.findall(rest)
    numbers = re.findall(r"\b\d+(?:\.\d+)?\b", rest)
    size = sum(3 + 2 * len(t) for t in texts) + sum(15 if a else 9 for a in areas) + 9 * len(numbers)
    size += 4 * len(functions) + 12 * functions.count("IF") + 5 * len(_NAME.findall(rest))
    return size + len(re.findall(r"[-+*/&=<>()]|TRUE|FALSE", rest))


def test_formulas_use_what_excel_2010_knows(blank: Package) -> None:
    used = {f.upper() for _, formula in blank.formulas() for f in _FUNCTION.findall(_TEXT.sub('""', formula))}
    assert used - FUNCTIONS == set()


def test_formulas_never_weigh_a_truth_value_against_a_number(blank: Package) -> None:
    """LibreOffice does it as one expects, Excel does not: no other test here would see it."""
    found = {where: Typed(formula).faults for where, formula in blank.formulas() if where not in blank.names}
    assert {where: faults[0] for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("formula", "right"),
    [
        ('(A1="x")>0', False),
        ('0+(A1="x")>0', True),
        ("IF(A1>1,TRUE,FALSE)=0", False),
        ("IF(A1>1,TRUE,0)", True),
        ("IF(A1>1,TRUE,0)<1", False),
        ("SUM(IF(A1:A9>1,1,0))>0", True),
        ("SUM(A1:A9>1)", False),
        ("SUMPRODUCT(--(A1:A9>1))", True),
        ("(A1>1)<>(A2>1)", True),
        ('ISNUMBER(A1)*(TRIM(A2)="")>0', True),
    ],
)
def test_a_truth_value_against_a_number_is_seen(formula: str, *, right: bool) -> None:
    assert (Typed(formula).faults == []) == right


def test_formulas_name_sheets_and_lists_of_the_file(blank: Package) -> None:
    for where, formula in blank.formulas():
        bare = _TEXT.sub('""', formula)
        sheets = {(quoted or plain).replace("''", "'") for quoted, plain in _SHEET.findall(bare)}
        assert sheets <= set(blank.sheets), where
        assert set(_NAME.findall(bare)) <= set(blank.names), where
        assert "#REF!" not in formula, where
        assert "[" not in bare, f"{where}: another workbook"


def test_colours_and_validations_stay_on_their_sheet(blank: Package) -> None:
    """Excel 2007 and older readers refuse another sheet there, names apart."""
    found = [w for w, formula in blank.formulas() if ", " in w and "!" in _TEXT.sub('""', formula)]
    assert found == []


def test_array_formulas_have_one_cell(blank: Package) -> None:
    for root in blank.sheets.values():
        for cell, formula in ((c, f) for c in root.iter(f"{M}c") for f in c.iter(f"{M}f")):
            if formula.get("t") == "array":
                assert formula.get("ref") == cell.get("r")
            else:
                assert formula.get("t") is None


def _depth(bare: str) -> int:
    steps = (1 if c == "(" else -1 if c == ")" else 0 for c in bare)
    return max(itertools.accumulate(steps), default=0)


def test_names_are_unique_and_point_into_the_file(blank: Package) -> None:
    found = [(e.get("name", "").casefold(), e.get("localSheetId", "")) for e in blank.book.iter(f"{M}definedName")]
    assert len(found) == len(set(found))
    for name, _ in found:
        assert re.fullmatch(r"[a-z_\\][\w.]{0,254}", name), name
        assert not re.fullmatch(r"[a-z]{1,3}\d+|r|c", name), f"{name} looks like an address"


# ------------------------------------------------------------------------------------------- as another library has it
@pytest.mark.filterwarnings("error")
def test_another_library_loads_it_without_a_warning(blank: Package) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = load_workbook(BytesIO(blank.content))
    assert book.sheetnames == list(blank.sheets)
