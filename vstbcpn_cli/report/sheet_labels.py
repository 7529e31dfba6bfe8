"""The words of the Excel annex, from `phu-luc.toml`, and the few phrases made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import UnitKind
from vstbcpn_cli.model.submission import CellRef, Value
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.rows import FigureStatus, UnitFigure
from vstbcpn_cli.report.safe_workbook import Cell, Mark
from vstbcpn_cli.report.template_set import words_in
from vstbcpn_cli.text.casing import upper_first
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number

FILE_NAME = "phu-luc.toml"
SHEETS = ("muc_luc", "tong_hop", "gui", "doi_chieu", "xac_minh", "nguon", "chinh_ly", "quy_tac")
UNIT_CODE = 22
"""Characters of a column with codes of units: those that are shipped have at most so many."""
_NAMES_SHOWN = 60
_CELLS_SHOWN = 40


class AnnexWords(msgspec.Struct, frozen=True, dict=True):
    """Looks words up under `[phu_luc]`; a key that is not there stops the output with its name."""

    labels: Labels

    def __call__(self, *path: str, **values: object) -> str:
        return self.labels.filled("phu_luc", *path, **values) if values else self.labels.text("phu_luc", *path)

    def recorded(self, key: str, **values: str) -> str:
        """What the log says of a unit or a file."""
        return self("ghi_nhan", key, **values)

    def heads(self, *keys: str) -> list[str]:
        return [self("nhan_cot", key) for key in keys]

    def mark(self, key: str) -> Mark:
        return Mark(self("dau", key), "withheld" if key == "giu_lai" else "mark")

    def several(self, names: Sequence[str], shown: int = _NAMES_SHOWN) -> str:
        """Names divided by semicolons; from `shown` on only how many more."""
        listed = "; ".join(names[:shown])
        return self("rut_gon", ds=listed, so=number(len(names) - shown)) if len(names) > shown else listed

    def cells(self, cells: Sequence[CellRef]) -> tuple[str, str]:
        """The sheet and the cells behind a figure; of a computed one the first sheet names the place."""
        if not cells:
            return "", ""
        addresses = [c.address if c.sheet == cells[0].sheet else str(c) for c in cells]
        return cells[0].sheet, self.several(addresses, _CELLS_SHOWN)

    def tip(self, cells: Sequence[CellRef]) -> str:
        if len(cells) == 1:
            return self("o_nguon", trang=cells[0].sheet, o=cells[0].address)
        return self("tinh_tu", so=number(len(cells)))

    def value(self, value: Value) -> Cell:
        """A value as a cell: yes/no in words, everything else as what it is."""
        return self("dau", "co" if value else "khong") if isinstance(value, bool) else value

    def figure(self, figure: UnitFigure, *, blank: bool = False) -> Cell:
        """A figure, or the mark that stands in its place; a text left empty stays `blank`."""
        match figure.status:
            case FigureStatus.VALUE if figure.observation is not None and figure.observation.value is not None:
                return self.value(figure.observation.value)
            case FigureStatus.WITHHELD:
                return self.mark("giu_lai")
            case FigureStatus.NOT_APPLICABLE:
                return self.mark("khong_ap_dung")
            case _:
                return None if blank else self.mark("chua_co")


def load_words(folders: Sequence[Path], kinds: Iterable[UnitKind]) -> AnnexWords:
    """`phu-luc.toml` of the folders with the sentences; raises `ConfigurationError` naming file and line.

    The kinds of unit are called as in the edition, unless the file has a name of its own for one.
    """
    raw = dict(words_in(folders, FILE_NAME))
    if isinstance(own := raw.get("phu_luc"), dict):
        raw["phu_luc"] = {**own, "loai": {k.code: upper_first(k.name) for k in kinds} | own.get("loai", {})}
    words = AnnexWords(Labels(raw, f"report/{FILE_NAME}"))
    for key in SHEETS:
        name = words("trang", key)
        if not 0 < len(name) <= 31 or set(name) & set("[]:*?/\\'"):
            raise ConfigurationError(
                f"report/{FILE_NAME}: khóa “phu_luc.trang.{key}” không đặt tên trang tính được. "
                "Đề nghị đặt tên không quá 31 ký tự, không có các ký tự [ ] : * ? / \\ '."
            )
    return words


def printed_day(day: dt.date | None) -> str:
    return short_date(day) if day else ""
