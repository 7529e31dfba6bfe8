"""A retyped heading concerns its own table: the table above keeps its rows, and only its own."""

from __future__ import annotations

import re

import pytest

from tests.support.forms import returned as at
from tests.support.forms.retyped_headings import UNIT, answers, key_row, retyped, told
from vstbcpn_cli.model.submission import CellRef

TABLES = [t.code for t in at.applies_to(UNIT).edition.tables.values()]


def inserted(content: bytes, sheet: str, before: int, count: int) -> bytes:
    """The workbook with empty rows put in; formulas are left as they are."""

    def shifted(match: re.Match[str]) -> str:
        row = int(match[2])
        return f"{match[1]}{row + count if row >= before else row}{match[3]}"

    def change(xml: bytes) -> bytes:
        start, body, end = re.split(r"(?<=<sheetData>)|(?=</sheetData>)", xml.decode())
        body = re.sub(r'(<row [^>]*?r=")(\d+)(")', shifted, body)
        return (start + re.sub(r'(<c r="[A-Z]+)(\d+)(")', shifted, body) + end).encode()

    return at.edited(content, at.sheet_parts(at.unpacked(content))[sheet], change)


@pytest.fixture(scope="module")
def good() -> dict[str, list[dict[str, object]]]:
    return answers(at.accepted(at.filled(UNIT)))


@pytest.mark.parametrize("columns", [range(2, 3), range(2, 99)], ids=["one", "all"])
@pytest.mark.parametrize("table", TABLES)
def test_only_the_headings_of_the_table_are_told(table: str, columns: range, good: object) -> None:
    cells = retyped(table, columns=columns)
    content = at.typed(at.filled(UNIT), cells)
    assert told(content) == [f"VS226 {CellRef(*place)}" for place in sorted(cells)]
    assert answers(at.accepted(content)) == good


def test_the_heading_of_the_numbers_too(good: object) -> None:
    cells = retyped("T5.B2", columns=range(1, 99))
    content = at.typed(at.filled(UNIT), cells)
    number, *others = [str(CellRef(*place)) for place in sorted(cells)]
    assert told(content) == [f"VS206 {number}", *(f"VS226 {place}" for place in others)]
    assert answers(at.accepted(content)) == good


def test_of_two_tables_each_is_told(good: object) -> None:
    cells = retyped("T5.B2") | retyped("T5.B3")
    content = at.typed(at.filled(UNIT), cells)
    assert told(content) == [f"VS226 {CellRef(*place)}" for place in sorted(cells)]
    assert answers(at.accepted(content)) == good


@pytest.mark.parametrize("before", [-3, -2, -1, 0], ids=["title", "note", "headings", "keys"])
@pytest.mark.parametrize("count", [1, 3])
def test_rows_put_in_above_the_keys(before: int, count: int, good: object) -> None:
    content = inserted(at.filled(UNIT), "NV5", key_row("T5.B2") + before, count)
    down = 0 if before == 0 else count
    cells = retyped("T5.B2", down=down)
    assert told(at.typed(content, cells)) == [f"VS226 {CellRef(*place)}" for place in sorted(cells)]
    assert answers(at.accepted(at.typed(content, cells))) == good


def test_headings_that_were_cut_out(good: object) -> None:
    content = at.typed(at.filled(UNIT), dict.fromkeys(retyped("T5.B2")))
    assert told(content) == []
    assert answers(at.accepted(content)) == good


def test_a_title_retyped_over_several_cells_is_no_row_of_the_table_above(good: object) -> None:
    title = key_row("T5.B2") - 3
    content = at.typed(at.filled(UNIT), {("NV5", title, 2): "Câu lạc bộ của huyện"} | retyped("T5.B2"))
    assert [t for t in told(content) if not t.startswith("VS226")] == [f"VS206 {CellRef('NV5', title, 2)}"]
    assert answers(at.accepted(content)) == good
