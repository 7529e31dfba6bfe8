"""What is wrong with an edition, told at its key (TOML) or at its cell (workbook)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.places import CellPlace


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


def refuse(faults: Sequence[EditionFault], source: str, workbook: Path | None) -> NoReturn:
    """Raises `ConfigurationError` with the first fault and, of a workbook, how many more there are."""
    more = ""
    if workbook is not None and len(faults) > 1:
        here = workbook.relative_to(Path.cwd()) if workbook.is_relative_to(Path.cwd()) else workbook
        more = f" Còn {len(faults) - 1} chỗ khác cần sửa; xem tất cả: vstbcpn edition check “{here}”."
    raise ConfigurationError(faults[0].told(source) + more)
