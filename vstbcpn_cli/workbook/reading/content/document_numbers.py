"""Number and date of a document typed into one cell, parted where there is only one way to do it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Observation, Problem, State, TableAnswer
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.workbook.reading.content.dates import date_from_text

_RULE = "number-without-date"
"""The constraint by which an edition says which number and which date belong to one document."""
_BOTH = re.compile(r"(?:số ?:? ?)?(\d{1,5}[a-z]?[/-][^,;]*?)[ ,;]+(ngày .+)", re.IGNORECASE)


def parted(text: str) -> tuple[str, dt.date] | None:
    """“Số 12/KH-UBND ngày 5/3/2011” as its number and its date."""
    match = _BOTH.fullmatch(plain(text))
    day = date_from_text(match[2]) if match else None
    return (match[1].strip(), day) if match and day else None


def part_papers(edition: Edition, values: dict[str, Observation], tables: dict[str, TableAnswer]) -> None:
    """Parts the documents of a file; a date that stands in its own cell already must be the same."""
    for number, date, table in _pairs(edition):
        if not table:
            values.update(_parted(values, number, date))
        elif table in tables:
            rows = tuple(replace(r, cells={**r.cells, **_parted(r.cells, number, date)}) for r in tables[table].rows)
            tables[table] = replace(tables[table], rows=rows)


def _pairs(edition: Edition) -> Iterator[tuple[str, str, str]]:
    for constraint in edition.constraints():
        if constraint.rule == _RULE:
            named = constraint.params
            yield str(named["number"]), str(named["date"]), str(named.get("table", ""))


def _parted(cells: Mapping[str, Observation], number: str, date: str) -> dict[str, Observation]:
    paper, day = cells.get(number), cells.get(date)
    found = parted(paper.text) if paper is not None and day is not None else None
    if found is None or paper is None or day is None or not (day.empty or day.date == found[1]):
        return {}
    details = {"number": found[0], "date": short_date(found[1])}
    note = Problem(ProblemKind.NUMBER_WITH_DATE, paper.cell, paper.key, paper.raw, details)
    alone = replace(paper, value=found[0], problems=(*paper.problems, note))
    told = day if day.given else replace(day, state=State.VALUE, value=found[1], parts=(alone,))
    return {number: alone, date: told}
