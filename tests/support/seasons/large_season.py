"""A register of many invented units with a return from each, some of them damaged on the way."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.forms.returned import typed
from tests.support.seasons import season
from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Register
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw


class Damage(Enum):
    """What became of a file between the unit and the office; the first is a file that was never sent."""

    ABSENT = "absent"
    EMPTY = "empty"
    CUT = "cut"
    FLIPPED = "flipped"
    OTHER = "other"
    PART_LOST = "part lost"


@dataclass(frozen=True)
class Season:
    """Where the season lies, the units of its register and one filled form that any of them may have sent."""

    folder: Path
    register: Register
    master: Master

    @property
    def codes(self) -> list[str]:
        return [u.code for u in self.register.units]

    def lay(self, name: str, damage: Mapping[str, Damage]) -> Path:
        """A folder with the return of every unit; received on the same day."""
        folder = self.folder / name
        folder.mkdir()
        period = season.edition().periods["6t"]
        moment = dt.datetime(2011, 6, 8, 5, tzinfo=dt.UTC).timestamp()
        for unit in self.register.units:
            how = damage.get(unit.code)
            if how is Damage.ABSENT:
                continue
            content = self.master.stamped(fields_of(Applicability(season.edition(), unit, period)))
            path = folder / f"bc {unit.code}.xlsx"
            path.write_bytes(_damaged(content, how) if how else content)
            os.utime(path, (moment, moment))
        return folder


def _damaged(content: bytes, how: Damage) -> bytes:
    match how:
        case Damage.EMPTY:
            return b""
        case Damage.CUT:
            return content[: len(content) * 2 // 3]
        case Damage.FLIPPED:
            middle = len(content) // 2
            return content[:middle] + bytes(b ^ 0x55 for b in content[middle : middle + 64]) + content[middle + 64 :]
        case Damage.PART_LOST:
            return content.replace(b"xl/workbook.xml", b"xl/workbook.xxx")
        case _:
            return b"%PDF-1.4 " + content[:500]


def large_season(folder: Path, count: int) -> Season:
    """One kind of unit, so that one form serves all; the unit's code is written into its words, so that no two
    agree."""
    register = folder / "don-vi.csv"
    lines = [f"don-vi-{n:04d},Đơn vị {n:04d},SN,x" for n in range(1, count + 1)]
    register.write_text("\n".join(["code,name,kind,group", *lines]), encoding="utf-8")
    units = parse_register(csv_lines(register), register.name, season.edition().kind_of)
    applies = Applicability(season.edition(), units.units[0], season.edition().periods["6t"])
    answers = plausible(season.edition(), applies.unit, applies.period)
    cells: dict[tuple[str, int, int], Any] = {(s, r, c): v for s, r, c, v in entries(applies, answers)}
    for rows in answers.tables.values():
        for row in rows:
            row |= {k: f"{v} {{unit_code}}" for k, v in row.items() if k in ("trich_yeu", "ten_lop", "noi_dung")}
    cells |= {(s, r, c): v for s, r, c, v in entries(applies, answers)}
    return Season(folder, units, Master.of(typed(draw(plan_form(applies, at.live())), cells)))
