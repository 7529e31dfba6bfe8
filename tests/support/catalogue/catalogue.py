"""What officers do to a form, and what must be made of it: one line for each habit, each with a real file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.model.submission import CellRef

UNIT = "so-y-te"
WITHHELD = "withheld"


@dataclass(frozen=True)
class Line:
    """One habit: its number, the file, the findings it must give, and what becomes of the answers.

    A finding is written “VS401 error T6.08”; the place is what the cell answers, else the cell, else “tệp”.
    `used` are the answers that must be so, `says` words of the findings.
    """

    id: str
    file: Callable[[], bytes]
    expected: tuple[str, ...] = ()
    used: Mapping[str, Any] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    name: str = "gui-ve.xlsx"
    period: str = "6t"


def good() -> bytes:
    return at.filled(UNIT)


def changed(cells: Mapping[str, object], content: bytes | None = None) -> Callable[[], bytes]:
    """The good form with answers typed over; a code may name a row of a table: “T6.B1.so_nu[1]”."""
    return lambda: at.typed(content or good(), {spot(code): value for code, value in cells.items()})


def spot(code: str) -> at.Position:
    if "!" in code:
        sheet, _, address = code.partition("!")
        letters = address.rstrip("0123456789")
        return sheet, int(address[len(letters) :]), ord(letters) - 64
    bare, _, number = code.rstrip("]").partition("[")
    return at.spot(UNIT, bare, number=int(number or 0))


def cell(code: str) -> str:
    """The cell that answers, as a finding without a code names it: “NV6!D14”."""
    return str(CellRef(*spot(code)))


def emptied(*tables: str) -> dict[at.Position, object]:
    """Every entry cell of tables cleared, but for the ones the form fills in itself."""
    found: dict[at.Position, object] = {}
    for table in tables:
        fixed = {spot(f"{table}.{c.key}[1]")[2] for c in season.edition().tables[table].columns if c.fixed}
        found |= {p: None for p in at.rows_of(UNIT, table) if p[2] not in fixed}
    return found


def of(*groups: Iterable[Line]) -> list[Line]:
    return [line for group in groups for line in group]
