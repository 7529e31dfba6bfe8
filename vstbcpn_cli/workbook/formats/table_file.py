"""A register of units kept in Excel, as lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE
from vstbcpn_cli.workbook.ooxml.package import read_package
from vstbcpn_cli.workbook.raw import RawBook, UnreadableBookError

MAX_BOX = 1_000_000
"""Rows times columns: the library walks through every cell of the box, filled or not."""


def xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their physical numbers. Raises `ConfigurationError`.

    The log lies among the returned files, so it is inspected like one of them before the library sees it.
    """
    from openpyxl import DEFUSEDXML, load_workbook  # 0,3 s: only for a register kept in Excel

    assert DEFUSEDXML, "the library must read XML through defusedxml"
    try:
        _inspect(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, [_text(v) for v in row]
    except Exception as fault:  # whatever a damaged workbook raises, the officer needs one sentence
        raise ConfigurationError(
            f"{path.name}: không đọc được tệp Excel này. Đề nghị mở bằng Excel, lưu lại dạng .xlsx rồi chạy lại."
        ) from fault


def _inspect(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableBookError(ProblemKind.TOO_LARGE, case="", reason="heavy-file")
    book: RawBook = read_package(path.read_bytes())
    cells = book.sheets[0].cells
    if max((r for r, _ in cells), default=0) * max((c for _, c in cells), default=0) > MAX_BOX:
        raise UnreadableBookError(ProblemKind.TOO_LARGE, case="", reason="too-scattered")


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
