"""The list that lies with everything made for sending: each unit, how it is reached, its folder and the files in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.safe_workbook import Book, Cell
from vstbcpn_cli.runtime.deterministic_zip import repack

FOLDER = "gui-don-vi"
"""The words, in `templates/common`."""
LIST = "danh-sach.xlsx"
MARK = "vstbcpn-danh-sach-gui"
"""Among the keywords of the file, so that it is known as no return."""
_WIDTHS = [5, 16, 34, 34, 28, 16, 28, 30, 18, 54]


class Parcel(msgspec.Struct, frozen=True):
    """What is sent to one unit: `about` in a few words, the files by name in their folder; `unit` is None, and `name`
    stands for it, where nobody knows whose it is."""

    name: str
    about: str
    folder: str
    files: Sequence[str]
    unit: ReportingUnit | None = None


def write_list(parcels: Iterable[Parcel], path: Path, labels: Labels, title: str, note: str) -> None:
    """Raises `ConfigurationError` where the office's words for the columns are too few or too many."""
    heads = [flat(str(h)) for h in labels.get("danh_sach", "cot")]
    if len(heads) != len(_WIDTHS):
        raise ConfigurationError(f"{labels.source}: khóa “danh_sach.cot” cần đúng {len(_WIDTHS)} tên cột.")
    book = Book(path, title=title, keywords=MARK)
    try:
        sheet = book.sheet(labels.text("danh_sach", "trang"))
        sheet.head(title, note, [heads], _WIDTHS, frozen=3)
        for number, parcel in enumerate(parcels, 1):
            unit = parcel.unit
            reached = (unit.email, unit.phone, unit.contact, unit.address) if unit else ("",) * 4
            line: list[Cell] = [number, unit.code if unit else "", parcel.name, parcel.about, *reached]
            sheet.line([*line, parcel.folder, "\n".join(parcel.files)])
        sheet.filtered()
    finally:
        book.close()
    repack(path)
