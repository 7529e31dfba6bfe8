"""What a spreadsheet tears: words that are wider than their column."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet


def width_of(sheet: Worksheet, column: int) -> float:
    """In characters; columns of one width are stored as one range."""
    of = (d.width for d in sheet.column_dimensions.values() if d.min and d.max and d.min <= column <= d.max)
    return float(next(of, sheet.sheet_format.baseColWidth or 8))


def torn(sheet: Worksheet, columns: Iterable[int], first: int, most: int) -> list[str]:
    """Words of at most so many letters from the `first` row on that do not stand whole in their column."""
    found = []
    for column in columns:
        cells = (sheet.cell(row, column).value for row in range(first, sheet.max_row + 1))
        words = (word for value in cells if isinstance(value, str) for word in value.split())
        found += [word for word in words if width_of(sheet, column) < len(word) <= most]
    return found
