"""A register of units kept in Excel, as lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.schema.faults import ConfigurationError


def xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their physical numbers. Raises `ConfigurationError`."""
    from openpyxl import load_workbook  # 0,3 s: only for a register kept in Excel

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, [_text(v) for v in row]
    except Exception as fault:  # whatever a damaged workbook raises, the officer needs one sentence
        raise ConfigurationError(
            f"{path.name}: không đọc được tệp Excel ({type(fault).__name__}). Đề nghị mở bằng Excel, lưu lại."
        ) from fault


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
