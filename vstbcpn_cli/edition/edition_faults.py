"""What is wrong with an edition, told at its key (TOML) or at its cell (workbook)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.places import CellPlace
from vstbcpn_cli.text.lists import first_of

_MOST_NAMED = 5


class EditionFault(NamedTuple):
    """Where in a workbook, under which key path, and in two Vietnamese sentences what is so and what to do."""

    place: CellPlace | None
    path: str
    sentence: str

    def told(self, source: str) -> str:
        """The fault as a message of its own; `source` is how the file is called."""
        if self.place is not None:
            return f"{source}, {self.place}: {self.sentence}"
        return (
            f"{source}: khóa “{self.path}” không đúng. {self.sentence}" if self.path else f"{source}: {self.sentence}"
        )


def told_together(faults: Iterable[EditionFault], source: str) -> Iterator[str]:
    """Every fault as a message; those that say the same are one, with their places: a name changed in one cell is a
    fault wherever it is used."""
    alike: dict[str, list[EditionFault]] = {}
    for fault in faults:
        alike.setdefault(fault.sentence, []).append(fault)
    for sentence, some in alike.items():
        yield some[0].told(source) if len(some) == 1 else f"{source}, {_where(some)}: {sentence}"


def _where(faults: Iterable[EditionFault]) -> str:
    """“trang ChiTieu, ô G7, G8 và 40 ô khác; trang BangKe, ô E5”, of TOML the keys."""
    cells: dict[str, list[str]] = {}
    keys: list[str] = []
    for fault in faults:
        if fault.place is None:
            keys.append(f"“{fault.path}”")
        else:
            cells.setdefault(f"trang {fault.place.sheet}", []).append(fault.place.cell)
    told = [(sheet, "ô", list(dict.fromkeys(filter(None, some)))) for sheet, some in cells.items()]
    told += [("", "khóa", keys)] if keys else []
    lists = ((where, f"{what} {first_of(some, _MOST_NAMED, what)}" if some else "") for where, what, some in told)
    return "; ".join(", ".join(filter(None, one)) for one in lists)


def refuse(faults: Sequence[EditionFault], source: str, workbook: Path | None) -> NoReturn:
    """Raises `ConfigurationError` with the first fault and, of a workbook, how many more there are."""
    more = ""
    if workbook is not None and len(faults) > 1:
        here = workbook.relative_to(Path.cwd()) if workbook.is_relative_to(Path.cwd()) else workbook
        more = f" Còn {len(faults) - 1} chỗ khác cần sửa; xem tất cả: vstbcpn edition check “{here}”."
    raise ConfigurationError(faults[0].told(source) + more)
