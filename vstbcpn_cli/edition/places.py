"""Where each part of an edition stands and how it is called where it is edited, asked by the key path of a fault."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import msgspec

Path = tuple[int | str, ...]
SETTINGS = "settings"
"""How the sheet of the values that belong to no list is called among the lists."""


class KeyNames:
    """How sentences call what the office edits: here the keys and tables of TOML."""

    model = "bộ biểu mẫu kèm theo phần mềm"
    """Where everything that is missing can be copied from."""
    day = "2011-06-10"
    """How a day is written."""

    def key(self, at: str, key: str) -> str:  # noqa: ARG002 - of TOML all are called alike
        """A key of the record `at`; of the settings where that is ""."""
        return f"khóa “{key}”"

    def value(self, at: str, key: str, value: str) -> str:  # noqa: ARG002 - of TOML all are called alike
        """One of the values a key may have."""
        return value

    def choice(self, at: str, key: str, value: str | bool) -> str:  # noqa: ARG002 - of TOML all are called alike
        """What is to be done so that a key has this value."""
        return f"ghi {key} = {str(value).lower()}" if isinstance(value, bool) else f'ghi {key} = "{value}"'

    def part(self, table: str) -> str:
        """A part of the edition: `[words]`."""
        return f"mục {table}"

    def entry(self, table: str) -> str:
        """A record of a part: `[[kinds]]`."""
        return f"mục {table}"


class ColumnHeading(msgspec.Struct, frozen=True):
    """What stands above a column, or before a line of the settings, and how its closed values are called."""

    text: str
    words: Mapping[str, str]


class CellPlace(msgspec.Struct, frozen=True):
    """A sheet and a cell of it, "" where the whole sheet is meant."""

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"trang {self.sheet}, ô {self.cell}" if self.cell else f"trang {self.sheet}"


class RecordLine(msgspec.Struct, frozen=True):
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
class Places(KeyNames):
    """Lines by the dotted names that faults use (`tasks.T1.indicators.T1.05`), and by their path in the raw edition.

    `sheets` are those of each list by its key, `headings` those of each sheet by the key of the column. Sentences call
    a key by its heading, and name the sheet where no line says which it is.
    """

    model = "một sổ vừa lập bằng lệnh vstbcpn edition new"
    day = "ngày/tháng/năm"

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

    headings: dict[str, Mapping[str, ColumnHeading]] = field(default_factory=dict)

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
        settings = self.sheets.get(SETTINGS, "")
        if sheet is None and _below(self.headings.get(settings, {}), steps[0]):
            sheet = settings
        return CellPlace(sheet) if sheet else None

    # ------------------------------------------------------------------------------------------- how it is called there
    def key(self, at: str, key: str) -> str:
        if not at:
            return f"dòng “{self._heading(at, key).text}” của trang {self._sheet_of(at)}"
        away = "" if at in self.named else f" của trang {self._sheet_of(at)}"
        return f"cột “{self._heading(at, key).text}”{away}"

    def value(self, at: str, key: str, value: str) -> str:
        return self._heading(at, key).words.get(value, value)

    def choice(self, at: str, key: str, value: str | bool) -> str:
        return f"chọn “{self.value(at, key, str(value))}” ở {self.key(at, key)}"

    def part(self, table: str) -> str:
        return f"trang {self.sheets[table.strip('[]').partition('.')[0]]}"

    def entry(self, table: str) -> str:
        return f"dòng ở {self.part(table)}"

    def lacking(self, path: Path) -> tuple[CellPlace | None, str]:
        """Where something has to be that is not there, and two sentences on it."""
        known = next((n for n in range(len(path), 0, -1) if path[:n] in self.located), 0)
        line = self.located[path[:known]] if known else None
        key, inside = (".".join(str(step) for step in some) for some in (path, path[known:]))
        sheet, place = line.sheet if line else self.sheets[SETTINGS], self.of_path(path)
        found = _below(self.headings[sheet], inside or key)
        if not found or (line is None and key in self.sheets):
            return place, "Trang này chưa có dòng nào. Đề nghị ghi ít nhất một dòng."
        name = f"“{self.headings[sheet][found].text}”"
        if line is None:
            said = f"Dòng {name} còn trống hoặc đã bị xóa."
            return place, f"{said} Đề nghị ghi; nếu đã xóa, chép lại dòng ấy từ {self.model}."
        if inside and found not in line.columns:
            return CellPlace(sheet), f"Trang không còn cột {name}. Đề nghị chép lại cột ấy từ {self.model}."
        return place, f"Còn thiếu {name}. Đề nghị ghi vào đó."

    def _heading(self, at: str, key: str) -> ColumnHeading:
        headings = self.headings[self._sheet_of(at)]
        found = _below(headings, key)
        return headings[found] if found else ColumnHeading(key, {})

    def _sheet_of(self, at: str) -> str:
        return self.named[at].sheet if at in self.named else self.sheets[at.rpartition(".")[2] or SETTINGS]


def _below(known: Collection[str], key: str) -> str:
    """A key of a column or setting, else the first that lies under it, or the one it lies under; "" for none."""
    under = next((k for k in known if k.startswith(f"{key}.")), "")
    return next((k for k in (key, under, key.rpartition(".")[0]) if k in known), "")
