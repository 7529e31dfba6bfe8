"""Where each part of an edition stands in its workbook, asked by the key path that a fault names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A sheet and a cell of it, "" where the whole sheet is meant."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"trang {self.sheet}, ô {self.cell}" if self.cell else f"trang {self.sheet}"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record: its sheet, its row, the letters of the column of each key, the key that names it."""

    sheet: str
    row: int
    columns: Mapping[str, str]
    identity: str

    def cell(self, key: str = "") -> CellPlace:
        """The cell of a key (`calc.of`), of the key it lies under or that lies under it, else of the name."""
        steps = key.split(".")
        under = (".".join(steps[:n]) for n in range(len(steps), 0, -1))
        found = next((k for k in under if k in self.columns), None)
        found = found or next((k for k in self.columns if key and k.startswith(f"{key}.")), self.identity)
        return CellPlace(self.sheet, f"{self.columns.get(found, 'A')}{self.row}")


@dataclass(slots=True)
class Places:
    """Lines by the dotted names that faults use (`tasks.T1.indicators.T1.05`), and by their path in the raw edition."""

    named: dict[str, RecordLine] = field(default_factory=dict)
    located: dict[Path, RecordLine] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Names of what is asked no more."""

    def lacks(self, name: str) -> bool:
        """Whether what a dotted key path speaks of is asked no more, or its line was taken out of the sheet."""
        steps = name.split(".")
        above = {".".join(steps[:n]) for n in range(1, len(steps) + 1)}
        return bool(above & self.gone) or not (above & self.named.keys() or name in self.sheets)

    def of_name(self, name: str) -> CellPlace | None:
        """The cell behind a dotted key path; the longest part of it that is a line counts."""
        steps = name.split(".")
        for n in range(len(steps), 0, -1):
            if line := self.named.get(".".join(steps[:n])):
                return line.cell(".".join(steps[n:]))
        return self._sheet(steps)

    def of_path(self, path: Path) -> CellPlace | None:
        """The cell behind a path of keys and positions."""
        for n in range(len(path), 0, -1):
            if line := self.located.get(path[:n]):
                return line.cell(".".join(str(step) for step in path[n:]))
        return self._sheet([str(step) for step in path])

    def _sheet(self, steps: list[str]) -> CellPlace | None:
        found = (".".join(steps[:n]) for n in range(len(steps), 0, -1))
        sheet = next((self.sheets[key] for key in found if key in self.sheets), None)
        return CellPlace(sheet) if sheet else None
