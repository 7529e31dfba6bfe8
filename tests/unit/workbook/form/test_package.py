"""The package of every blank keeps the rules of the format (ECMA-376) and the limits of Excel 2010.

Excel offers to repair a file that breaks one of them, and an officer who is asked to repair a form sends it back.
"""

from __future__ import annotations

import itertools
import re
import warnings
from collections import Counter
from functools import cache
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries, rows_from_range

from tests.support.forms import returned as at
from tests.support.judges.formula_types import Typed
from tests.support.judges.package_rules import (
    FUNCTIONS,
    M,
    Package,
    _children,
    elements_stand_in_the_order_of_the_schema,
    every_part_has_a_content_type_and_every_type_a_part,
    every_relation_leads_to_a_part_and_every_part_is_led_to,
    merged_areas_do_not_overlap_and_hide_nothing,
    pointers_stay_within_their_tables,
    rows_and_cells_ascend_and_none_stands_twice,
)
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE, FIRST_TO_DO, TO_DO
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw
from vstbcpn_cli.workbook.ooxml.package import read_package

UNITS = {"SN": "so-y-te", "SN that leads": "so-noi-vu", "DT": "hoi-lhpn", "HU": "huyen-loc-binh", "XA": at.COMMUNE.code}
FORMS = [(kind, period) for kind in UNITS for period in ("6t", "nam")]
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\(")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|\b([A-Za-z_]\w*))!")
_NAME = re.compile(r"\bds_\d+\b")
_AREA = re.compile(r"((?:'[^']+'|\b\w+)!)?\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?(?![\w(])")


@cache
def package(kind: str, period: str) -> Package:
    return Package(at.blank(UNITS[kind], period))


@cache
def with_previous() -> Package:
    applies = at.applies_to("so-y-te", "nam")
    return Package(Master.of(draw(plan_form(applies, at.live(), previous=True))).stamped(fields_of(applies)))


@pytest.fixture(params=[*FORMS, ("with earlier figures", "nam")], ids=lambda p: f"{p[0]}, {p[1]}")
def blank(request: pytest.FixtureRequest) -> Package:
    kind, period = request.param
    return package(kind, period) if kind in UNITS else with_previous()


# ------------------------------------------------------------------------------------------------------- the parts
def test_every_part_has_a_content_type_and_every_type_a_part(blank: Package) -> None:
    every_part_has_a_content_type_and_every_type_a_part(blank)


def test_every_relation_leads_to_a_part_and_every_part_is_led_to(blank: Package) -> None:
    every_relation_leads_to_a_part_and_every_part_is_led_to(blank)


def test_nothing_leads_out_of_the_file(blank: Package) -> None:
    modes = [e.get("TargetMode") for n, r in blank.xml.items() if n.endswith(".rels") for e in r]
    assert "External" not in modes


def test_no_place_is_left_open_after_stamping(blank: Package) -> None:
    # `{` also begins an array constant of a formula.
    left = {n: re.findall(rb"\{[a-z_]+(?: [\w.]+)?\}", c) for n, c in blank.parts.items()}
    assert {n: found for n, found in left.items() if found} == {}


def test_elements_stand_in_the_order_of_the_schema(blank: Package) -> None:
    elements_stand_in_the_order_of_the_schema(blank)


def test_rows_and_cells_ascend_and_none_stands_twice(blank: Package) -> None:
    rows_and_cells_ascend_and_none_stands_twice(blank)


def test_merged_areas_do_not_overlap_and_hide_nothing(blank: Package) -> None:
    merged_areas_do_not_overlap_and_hide_nothing(blank)


def test_pointers_stay_within_their_tables(blank: Package) -> None:
    pointers_stay_within_their_tables(blank)


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
    check = next(s for s in read_package(blank.content).sheets if s.name == "KiemTra")
    to_do = {row for (row, column), c in check.cells.items() if column == 1 and "HYPERLINK(" in c.formula}
    assert to_do == set(range(FIRST_TO_DO, FIRST_TO_DO + TO_DO))
    columns = [c.text for (row, column), c in check.cells.items() if column == 1 and row >= FIRST_LINE]
    assert len(found) > 10
    assert len(columns) > 50
    for location in (*found, *(f"{column}9" for column in columns)):
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
            if each.get("operator", "between") in ("between", "notBetween") and each.get("type") not in (
                "list",
                "custom",
            ):
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
    found = {
        where: Typed(formula).faults for where, formula in blank.formulas() if formula and where not in blank.names
    }
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


_OF_A_ROW = re.compile(r"[A-Z]\d")


def test_every_program_counts_the_rows_of_a_colour_from_the_same_cell(blank: Package) -> None:
    """Of several areas LibreOffice counts from the leftmost, Excel from the first."""
    several = 0
    for root in blank.sheets.values():
        for element in root.iter(f"{M}conditionalFormatting"):
            if not any(_OF_A_ROW.search(f.text or "") for f in element.iter(f"{M}formula")):
                continue
            areas = [tuple(n or 0 for n in range_boundaries(a)) for a in (element.get("sqref") or "").split()]
            several += len(areas) > 1
            assert areas[0][:2] == (min(left for left, *_ in areas), min(top for _, top, *_ in areas)), areas
    assert several


def test_formulas_of_arrays_and_shared_ones_begin_with_the_first_cell(blank: Package) -> None:
    for root in blank.sheets.values():
        shared: dict[str, str] = {}
        of_arrays: set[str] = set()
        cells = {c.get("r", ""): [f.get("t") for f in c.iter(f"{M}f")] for c in root.iter(f"{M}c")}
        for cell, formula in ((c, f) for c in root.iter(f"{M}c") for f in c.iter(f"{M}f")):
            if formula.get("t") == "array":
                first, *others = itertools.chain.from_iterable(rows_from_range(formula.get("ref") or ""))
                assert first == cell.get("r")
                assert all(not cells.get(other) for other in others), "a formula of its own inside the area"
                assert not of_arrays.intersection([first, *others])
                of_arrays |= {first, *others}
            elif formula.get("t") == "shared":
                area = shared.setdefault(formula.get("si", ""), formula.get("ref", ""))
                assert (formula.text is not None) == (area.partition(":")[0] == cell.get("r"))
                left, top, right, bottom = (n or 0 for n in range_boundaries(area))
                column, row, *_ = (n or 0 for n in range_boundaries(cell.get("r", "")))
                assert left <= column <= right
                assert top <= row <= bottom
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
