"""The whole consolidation for machines: every answer with its cell, every total with its parts, every finding.

Counts are JSON numbers; shares and money (Decimal) are strings with a point, so that no reader makes a binary
fraction of them; dates are ISO strings, yes/no true and false, everything else text. `fields` says the type of every
code. Contact persons are left out. The file is written unit by unit and holds neither clock nor folder: the same forms
give the same bytes. docs/schemas/so-lieu.schema.json is its published shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from vstbcpn_cli import __version__
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.calculation import encoded
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.counting import CountedForm
from vstbcpn_cli.model.coverage import Judged, Recorded, UnitCoverage, without_private
from vstbcpn_cli.model.earlier_period import FORMAT, VERSION
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.model.totals import Total, Withheld
from vstbcpn_cli.report.data.derived import beside_rows, beside_total, counts_of, tables_of, targets_of
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import (
    FigureStatus,
    UnitFigure,
    UnitFigures,
    as_passed_on,
    by_name,
    file_name,
    full_label,
    type_of,
)
from vstbcpn_cli.text.casing import upper_first

_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, path: Path) -> None:
    """Writes `so-lieu_<edition>-<period>.json`: one line per unit and per total, so that two versions compare."""
    made = report.consolidation
    with path.open("w", encoding="utf-8", newline="\n") as out:
        head = {**_head(report), "fields": _fields(made.edition)}
        out.write("{\n")
        out.writelines(f"{_dump(key)}: {_dump(value)},\n" for key, value in head.items())
        _section(out, "units", "[]", _units(made))
        _section(
            out, "unplaced", "[]", (_dump(_judged(j, made.edition.private)) for j in by_name(made.coverage.unplaced))
        )
        _section(out, "totals", "{}", _totals(made))
        _section(out, "tables", "{}", _tables(made))
        _section(out, "targets", "{}", (f"{_dump(code)}:{_dump(told)}" for code, told in targets_of(made)), last=True)
        out.write("}\n")


def _dump(value: object) -> str:
    """One line; a lone surrogate, which no encoding can write, becomes a space like every other control character."""
    told = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=encoded)
    return _SURROGATE.sub(" ", told)


def _section(out: TextIO, key: str, brackets: str, items: Iterator[str], *, last: bool = False) -> None:
    out.write(f'"{key}": {brackets[0]}')
    out.writelines(("," if number else "") + "\n" + item for number, item in enumerate(items))
    out.write(f"\n{brackets[1]}" + ("\n" if last else ",\n"))


def _head(report: Report) -> dict[str, Any]:
    coverage = report.consolidation.coverage
    edition, period = coverage.edition, coverage.period
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "province": edition.office.province_code,
        "province_name": edition.office.province,
        "edition": edition.edition,
        "year": edition.year,
        "period": period.code,
        "period_name": period.name,
        "issue": edition.issue,
        "fingerprint": edition.fingerprint,
        "from": period.from_date.isoformat(),
        "until": period.until_date.isoformat(),
        "as_of": report.as_of.isoformat(),
        "strict": report.strict,
        "counts": counts_of(report.consolidation),
        "kinds": {kind: upper_first(edition.kind_of[kind].name) for kind in coverage.kinds},
    }


def _fields(edition: Edition) -> dict[str, dict[str, str]]:
    codes = (*edition.indicators, *edition.matrix_cells, *edition.table_columns)
    return {
        code: {
            "label": full_label(edition, code),
            "type": type_of(edition, code).value,
            "measure": edition.measure_of(code),
        }
        for code in codes
        if code not in edition.private
    }


def _units(made: Consolidation) -> Iterator[str]:
    figures = UnitFigures(made)
    entries = {e.unit.code: e for e in made.entries}
    for one in made.coverage.units:
        yield _dump(_unit(one, entries.get(one.unit.code), figures, made.edition.private))


def _unit(
    one: UnitCoverage, entry: CountedForm | None, figures: UnitFigures, private: frozenset[str]
) -> dict[str, Any]:
    unit = one.unit
    told: dict[str, Any] = {"code": unit.code, "name": unit.name, "kind": unit.kind, "group": unit.group}
    told |= {"status": one.timeliness.value, "days_late": one.days_late}
    if one.counted is not None:
        told |= _judged(one.counted, private)
    if one.recorded is not None:
        told["recorded"] = _recorded(one.recorded)
    told["superseded"] = [_file(j) for j in by_name(one.others) if j.status is Status.SUPERSEDED]
    excluded = [_file(j) | {"reason": j.excluded.words} for j in by_name(one.others) if j.excluded is not None]
    told |= {"excluded": excluded} if excluded else {}
    if entry is not None:
        told["nil_tasks"] = sorted(entry.submission.nil_tasks)
        told["values"] = [_figure(f) for f in figures.of_entry(entry) if f.code not in private]
        told["row_explanations"] = list(_row_explanations(entry))
    return told


def _recorded(said: Recorded) -> dict[str, Any]:
    """What the log says of a unit that has confirmed to have nothing to report or is left out."""
    return {"words": said.words, "by": said.by, "date": said.day.isoformat() if said.day else None}


def _row_explanations(entry: CountedForm) -> Iterator[dict[str, Any]]:
    """What a unit wrote in the column “Giải trình” of a table, which explains the row and no one answer in it."""
    for code, answer in entry.submission.tables.items():
        for row in (r for r in answer.rows if r.explanation):
            yield {"code": code, "row": row.number, "explanation": row.explanation}


def _judged(judged: Judged, private: frozenset[str]) -> dict[str, Any]:
    count = judged.submission.count if judged.submission else None
    cells = {"typed": count.typed, "in_data": count.in_data, "in_findings": count.in_findings} if count else None
    return {
        **_file(judged),
        "result": judged.status.value,
        "received": judged.receipt.day.isoformat(),
        "received_from": "log" if judged.receipt.from_log else "file",
        "cells": {**cells, "ignored": count.ignored} if cells and count else None,
        "findings": [_finding(as_passed_on(f)) for f in without_private(judged, private).findings],
    }


def _file(judged: Judged) -> dict[str, Any]:
    source = judged.outcome.file
    return {"file": file_name(source.path), "sha256": source.sha256, "saved_by": source.saved_by}


def _finding(finding: Finding) -> dict[str, Any]:
    cell, key = finding.place.cell, finding.place.key
    return {
        "code": finding.code,
        "constraint": finding.constraint,
        "severity": finding.severity.value,
        "sheet": cell.sheet if cell else "",
        "cell": cell.address if cell else "",
        "indicator": key.code if key else "",
        "row": key.row if key else 0,
        "related": [str(p.cell or p.key) for p in finding.related if p.cell or p.key],
        "value": finding.value,
        "message": finding.fact,
        "advice": finding.advice,
    }


def _figure(figure: UnitFigure) -> dict[str, Any]:
    """One answer; keys without content are left out."""
    found = figure.observation
    told: dict[str, Any] = {"code": figure.code, "status": figure.status.value}
    if figure.row:
        told["row"] = figure.row
    if found is None:
        return told
    if figure.status is FigureStatus.VALUE and found.value is not None:
        told["value"] = encoded(found.value)
    if found.cell is not None:
        told |= {"sheet": found.cell.sheet, "cell": found.cell.address}
    elif figure.cells:
        told["made_of"] = [str(c) for c in figure.cells]
    extras = {"typed": figure.typed, "finding": figure.finding.code if figure.finding else ""}
    extras |= {"reason": found.reason, "explanation": found.explanation}
    told |= {k: v for k, v in extras.items() if v}
    return told | ({"repaired": _repaired(found)} if found.repaired and figure.status is FigureStatus.VALUE else {})


def _repaired(found: Observation) -> dict[str, str]:
    """What the unit typed, in whose place the office has decided on this value; who decided, and why."""
    said = found.repaired.details if found.repaired else {}
    return {"typed": found.raw, "by": said["by"], "why": said["why"]}


def _totals(made: Consolidation) -> Iterator[str]:
    figures = UnitFigures(made)
    for code in (c for c in made.codes() if c not in made.edition.private):
        told = _total_by_kind(made, figures, code) | beside_total(made, figures, code)
        yield f"{_dump(code)}:{_dump(told)}"


def _tables(made: Consolidation) -> Iterator[str]:
    """Tables (how many rows count) and columns of them (the sum over these rows)."""
    figures = UnitFigures(made)
    for code, label in tables_of(made):
        told = {"label": label, **_total_by_kind(made, figures, code), **beside_rows(made, code)}
        yield f"{_dump(code)}:{_dump(told)}"


def _total_by_kind(made: Consolidation, figures: UnitFigures, code: str) -> dict[str, Any]:
    kinds = {k: encoded(v) for k in figures.kinds if (v := made.total(code, k).value) is not None}
    return _total(made.total(code)) | {"kinds": kinds}


def _withheld(held: Withheld) -> dict[str, str]:
    """The finding that holds a value back, or the whole it is a part of and the unit has not given."""
    told = {"finding": held.finding.code} if held.finding else {"whole": held.whole}
    return {"unit": held.unit.code, **told}


def _total(total: Total) -> dict[str, Any]:
    """The total and the units behind it; a part's figure and cells stand with its unit."""
    return {
        "value": encoded(total.value),
        "aggregate": total.aggregate.value,
        "lacking": total.lacking,
        "parts": [p.unit.code for p in total.parts],
        "no_data": [u.code for u in total.no_data],
        "withheld": [_withheld(w) for w in total.withheld],
        "missing": [u.code for u in total.missing],
        "nil": [u.code for u in total.nil],
        "by_value": {text: len(units) for text, units in sorted(total.by_value.items())},
        **({"source": total.given.source, "added": encoded(total.added)} if total.given else {}),
    }
