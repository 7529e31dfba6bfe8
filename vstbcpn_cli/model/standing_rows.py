"""What still stands of the rows a unit gave in an earlier period: the lines its next form shows to be confirmed.

A club, a plan of five years, a document in force is there from one period to the next, and a unit should not type it
again; what happened in one period never happened in the next. An edition says which rows those are (`Table.standing`).
Nothing here counts: a line is a proposal until the unit keeps it.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

import msgspec

from vstbcpn_cli.edition.model import Column, Edition, FieldType, Table
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import clean

EarlierRow = Mapping[str, object]
"""Key of a column → the answer as the data file holds it: text, number, truth value."""
_LONGEST_NAME = 64
"""Of each of the answers that name a line."""
_BETWEEN = " · "


class StandingRow(msgspec.Struct, frozen=True):
    """One line of the last period: `name` as the form shows it, `answers` by column as an officer would type them."""

    name: str
    answers: Mapping[str, str]


def standing_rows(
    edition: Edition, earlier: Mapping[str, Sequence[EarlierRow]], *, whole: bool = False
) -> Mapping[str, tuple[StandingRow, ...]]:
    """The lines of a unit that stand, by table; a table without any is left out.

    `whole` says that the new period counts on from where the earlier one began: what was issued then is of it as well.
    """
    found = {
        t.code: tuple(_standing(edition, t, earlier.get(t.code, ()), whole=whole)) for t in edition.tables.values()
    }
    return {code: rows for code, rows in found.items() if rows}


def _standing(edition: Edition, table: Table, rows: Sequence[EarlierRow], *, whole: bool) -> Iterator[StandingRow]:
    """A row that nothing names cannot be asked about; one that stands twice is asked about once."""
    if (stands := table.standing) is None:
        return
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if not whole and any(row.get(key) not in values for key, values in stands.where.items()):
            continue
        answers = {key: _typed(edition, table.column(key), row.get(source)) for key, source in stands.sources.items()}
        answers = {key: text for key, text in answers.items() if text}
        names = tuple(dict.fromkeys(filter(None, (answers.get(key, "") for key in (table.first, *table.key) if key))))
        if names and names not in seen:
            seen.add(names)
            short = (textwrap.shorten(name, _LONGEST_NAME, placeholder="…") for name in names)
            yield StandingRow(_BETWEEN.join(short), answers)


def _typed(edition: Edition, column: Column, value: object) -> str:
    """An answer as it is typed into a cell of the form; "" for one that its column does not take."""
    match column.type:
        case FieldType.CHOICE:
            return next((shown for shown, choice in edition.offered(column).items() if choice == value), "")
        case FieldType.BOOL:
            return ("Có" if value else "Không") if isinstance(value, bool) else ""
        case FieldType.DATE:
            return _day(value)
        case kind if kind.numeric:
            return _figure(value)
        case _:
            return " ".join(clean(value).split()) if isinstance(value, str) else ""


def _day(value: object) -> str:
    try:
        return short_date(dt.date.fromisoformat(value)) if isinstance(value, str) else ""
    except ValueError:
        return ""


def _figure(value: object) -> str:
    """Without separators of thousands, which could be read for a comma."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return ""
    try:
        figure = Decimal(value)
    except InvalidOperation:
        return ""
    return f"{figure:f}".replace(".", ",") if figure.is_finite() else ""
