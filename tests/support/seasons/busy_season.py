"""A season as it really comes in: some in time, some late, some twice, some unusable, many with something to mend."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.workbook.form.sheet_plan import Role

REMARKS: tuple[Mapping[str, object], ...] = (
    {},
    {"T6.05": "6 người"},
    {"T1.06": "-", "T1.05": "-"},
    {"T2.06": 5, "T2.07": 9},
    {"T3.02": "Đang triển khai"},
    {},
    {"T6.05": None, "T6.08": None},
    {"T6.05": "1.234"},
    {"T6.05": "khoảng 15", "M.13": "0912345678"},
    {"T2.06": "Năm"},
)
"""What is typed over a faultless form, one after the other; a code the unit is not asked is passed over."""
SLOPPY = ("T3.M1.CB01.tong", "T3.M1.CB01.nu", "T3.M1.CB02.tong", "T3.M1.CB02.nu", "T3.M1.CB03.tong", "T3.M1.CB03.nu")


def lay(folder: Path, codes: list[str] | None = None) -> Path:
    """A folder with the returns of these units, or of all units of the register, and the log of most of them."""
    folder.mkdir(parents=True, exist_ok=True)
    units = codes or [u.code for u in season.register().valid_on(season.edition().periods["6t"].until_date)]
    log = ["tep,ngay_nhan"]
    for number, code in enumerate(units):
        for name, content, day in _returns(number, code):
            (folder / name).write_bytes(content)
            moment = dt.datetime.combine(day, dt.time(5), dt.UTC).timestamp()
            os.utime(folder / name, (moment, moment))
            log += [f"{name},{day:%d/%m/%Y}"] if number % 5 else []
    (folder / "so-theo-doi.csv").write_text("\n".join(log) + "\n", encoding="utf-8")
    return folder


def _returns(number: int, code: str) -> Iterator[tuple[str, bytes, dt.date]]:
    day = dt.date(2011, 6, 2) + dt.timedelta(days=number * 3 % 8)
    late = dt.date(2011, 6, 10) + dt.timedelta(days=number % 4)
    match number % 12:
        case 4:
            return  # not sent
        case 7:
            # Damaged, so that its name alone can say whose it is.
            name = f"bc {code}.xlsx" if number % 24 == 19 else f"bao cao {number}.xlsx"
            yield name, at.filled(code)[:9000], day
        case 9:
            yield f"bc {code} chua dien.xlsx", at.blank(code), day
        case 10:
            yield f"bc {code}.xlsx", _marked(code, REMARKS[3]), day
            yield f"bc {code} sua lai.xlsx", _marked(code, {"T1.06": "-"}), late
        case 11:
            yield f"bc {code}.xlsx", _sloppy(code), late
        case _:
            yield f"bc {code}.xlsx", _marked(code, REMARKS[number % len(REMARKS)], explained=number % 3 == 0), day


def _marked(code: str, remarks: Mapping[str, object], *, explained: bool = False) -> bytes:
    cells: dict[at.Position, Any] = {}
    for asked, value in remarks.items():
        try:
            cells[at.spot(code, asked)] = value
            if explained:
                cells[at.spot(code, asked, Role.EXPLANATION)] = "Đã kiểm tra lại, số liệu theo sổ của đơn vị"
        except KeyError:
            continue
    return at.typed(at.filled(code), cells) if cells else at.filled(code)


def _sloppy(code: str) -> bytes:
    """Figures typed as text with a dot, and words beside the form."""
    numbers = {at.spot(code, c): f"{n + 1}.{100 + 37 * n}" for n, c in enumerate(SLOPPY)}
    return at.typed(at.filled(code), {**numbers, ("NV6", 900, 1): "Đơn vị gửi kèm công văn giải trình"})


if __name__ == "__main__":
    lay(Path(sys.argv[1]))
