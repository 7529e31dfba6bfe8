"""Which list a cell of a worksheet part offers, however its validations are written."""

from __future__ import annotations

import pytest

from vstbcpn_cli.workbook.ooxml.choice_lists import ChoiceLists


def on(xml: str, row: int = 5, column: int = 4) -> str:
    return ChoiceLists.of(f"<worksheet><sheetData/>{xml}</worksheet>".encode()).on(row, column)


def one(cells: str, formula: str, more: str = 'type="list"') -> str:
    return f'<dataValidation {more} sqref="{cells}"><formula1>{formula}</formula1></dataValidation>'


@pytest.mark.parametrize("cells", ["D5", "$D$5", "D1:D9", "A1:Z9", "A1 D5", "A1:B2 D5:D5 Z9", "D5\nA1", "D1:E1048576"])
def test_the_list_on_a_cell_is_found(cells: str) -> None:
    assert on(one(cells, "ds_1")) == "ds_1"


@pytest.mark.parametrize("cells", ["", "D4", "E5", "D6:D9", "A1:C9", "D", "5:5", "d5", "D55", "AD5", "D5:", "Trang!D5"])
def test_a_list_on_other_cells_is_none(cells: str) -> None:
    assert on(one(cells, "ds_1")) == ""


@pytest.mark.parametrize("more", ['type="whole"', "", 'prompt="list"', 'subtype="list"', 'type="listed"'])
def test_a_validation_of_another_kind_is_no_list(more: str) -> None:
    assert on(one("D5", "1", more)) == ""


@pytest.mark.parametrize(
    ("xml", "formula"),
    [
        ('<x:dataValidation sqref="D5" type="list"><x:formula1>ds_1</x:formula1></x:dataValidation>', "ds_1"),
        ("<dataValidation\n type='list' sqref='D5'><formula1> A1:A3 </formula1></dataValidation>", "A1:A3"),
        (one("D5", "&quot;a &amp; b,c&quot;"), '"a & b,c"'),
        (one("D5", "", 'type="list"'), ""),
        ('<dataValidation type="list" sqref="D5"/>' + one("D6", "ds_2"), ""),
        (one("D6", "ds_2") + one("D5", "ds_1") + one("D5", "ds_3"), "ds_1"),
        (one("D5", "0", 'type="whole"') + one("D5", "ds_1"), "ds_1"),
        (
            '<x14:dataValidation type="list"><x14:formula1><xm:f>DS!$A$1</xm:f></x14:formula1><xm:sqref>D5</xm:sqref>',
            "DS!$A$1",
        ),
        ("", ""),
        ("<dataValidations count='0'/>", ""),
        ('<dataValidation type="list" sqref="D5"', ""),
    ],
)
def test_a_list_is_found_however_it_is_written(xml: str, formula: str) -> None:
    assert on(xml) == formula


def test_hostile_validations_cost_no_more_than_their_length() -> None:
    opened, spaces = "<dataValidation ", " " * 200_000
    for xml in (opened * 100_000, f"{opened}type{spaces}", f"{opened}a><formula1>{spaces}", one("A1", "x") * 30_000):
        assert on(xml) == ""
