"""Reports in which every text a unit can write is a naughty one, rendered to every output and read back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.support.hostile import naughty
from tests.support.judges.read_outputs import acting, csv_lines, json_whole, words_printed, xlsx_texts
from tests.support.judges.submitted_texts import PRINTED, own_of_office
from tests.support.seasons import season
from vstbcpn_cli.edition.model import FieldType, Severity
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.model.findings import Finding, Place, Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellRef, Observation, Problem, SourceFile, Submission, TableAnswer, Unreadable
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.data.csv_text import harmless
from vstbcpn_cli.report.registry import renderers
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import type_of
from vstbcpn_cli.report.safe_workbook import fitting
from vstbcpn_cli.text.normalise import scrubbed

UNITS = 10
_FREE = (FieldType.TEXT, FieldType.LONG)


@dataclass
class Rendered:
    """What the renderings together gave; `cases` are text × field × output."""

    cases: int = 0
    exceptions: int = 0
    changed: int = 0
    scanned: int = 0
    active: int = 0
    said: list[str] = field(default_factory=list)
    acted: list[str] = field(default_factory=list)

    @property
    def why(self) -> str:
        return "; ".join(self.said[:3])

    @property
    def which(self) -> str:
        return "; ".join(self.acted[:3])


class _Turn:
    """Hands out the texts one after the other, from a place that differs for every unit and rendering."""

    def __init__(self, start: int) -> None:
        self.at = start
        self.all = naughty.texts()
        self.placed: dict[tuple[str, int], str] = {}

    def next(self) -> str:
        self.at += 1
        return self.all[self.at % len(self.all)]

    def instead(self, one: Observation) -> Observation:
        if not isinstance(one.value, str) or type_of(season.edition(), one.key.code) not in _FREE:
            return one
        text = self.next()
        self.placed[one.key.code, one.key.row] = text
        return replace(one, value=text, raw=text, reason=self.next(), explanation=self.next())


def _spoiled(one: Submission, turn: _Turn) -> Submission:
    values = {c: turn.instead(o) for c, o in one.values.items()}
    tables = {c: _spoiled_table(t, turn) for c, t in one.tables.items()}
    file = replace(one.file, path=f"nhận về/{one.unit}{turn.next()}", saved_by=turn.next())
    return replace(one, values=values, tables=tables, file=file)


def _spoiled_table(table: TableAnswer, turn: _Turn) -> TableAnswer:
    rows = tuple(
        replace(r, cells={k: turn.instead(o) for k, o in r.cells.items()}, explanation=turn.next()) for r in table.rows
    )
    return replace(table, rows=rows)


def _findings(one: Submission, turn: _Turn) -> tuple[Finding, ...]:
    """A warning whose sentences, value and sheet names are what a unit wrote."""
    place = Place(CellRef(turn.next(), 3, 4))
    return tuple(
        Finding("VS316", "word-for-zero", Severity.WARNING, turn.next(), turn.next(), place, (place,), turn.next())
        for _ in range(2)
    )


def _report(number: int) -> tuple[Report, dict[str, dict[tuple[str, int], str]]]:
    turns = {s.unit: _Turn((number * UNITS + n) * 7) for n, s in enumerate(season.submissions()[:UNITS])}
    sent = tuple(_spoiled(s, turns[s.unit]) for s in season.submissions()[:UNITS])
    found = {s.unit: _findings(s, turns[s.unit]) for s in sent}
    report = season.report_of(sent, found)
    coverage = report.consolidation.coverage
    last = turns[sent[-1].unit]
    problem = Problem(ProblemKind.DAMAGED_FILE, shown=last.next())
    lost = Unreadable(SourceFile(f"x/{last.next()}", "0" * 64, 1, last.next()), problem)
    receipt = coverage.sent[0].counted.receipt  # type: ignore[union-attr]  # it was sent
    stray = Judged(lost, _findings(sent[-1], last), Status.UNREADABLE, receipt)
    coverage = replace(coverage, unplaced=(stray,))
    return replace(report, consolidation=consolidate(coverage)), {u: t.placed for u, t in turns.items()}


@cache
def rendered(full: bool) -> Rendered:
    """Quick: every text at least once in some field. Full: every text in every field of the form."""
    found = Rendered()
    for number in range(-(-len(naughty.texts()) // UNITS) if full else 2):
        with tempfile.TemporaryDirectory() as folder:
            _render(number, Path(folder), found)
    return found


def _render(number: int, folder: Path, found: Rendered) -> None:
    report, placed = _report(number)
    for renderer in renderers():
        try:
            renderer.render(report, folder / renderer.file_name.format(stem=report.stem))
        except Exception as fault:  # noqa: BLE001 - the figure of the row is how many there are
            found.exceptions += 1
            found.said.append(f"{renderer.name}: {type(fault).__name__} {str(fault)[:60]}")
    found.cases += sum(map(len, placed.values())) * len(renderers())
    found.scanned += len(renderers())
    acted = acting(folder)
    found.active += len(acted)
    found.acted += acted
    if not found.exceptions:
        changed = list(_changed(folder, placed))
        found.changed += len(changed)
        found.said += changed


def _changed(folder: Path, placed: dict[str, dict[tuple[str, int], str]]) -> Iterator[str]:
    whole = json_whole(folder / "so-lieu_2011-6t.json")
    told = {
        u["code"]: {(v["code"], v.get("row", 0)): v.get("value") for v in u.get("values", [])} for u in whole["units"]
    }
    lines = csv_lines(folder / "so-lieu_2011-6t.csv")
    listed = {(x["unit_code"], x["indicator"], int(x["row"])): x["value"] or x["answer"] for x in lines}
    cells = xlsx_texts(folder / "phu-luc_2011-6t.xlsx")
    printed = words_printed(folder)
    nothing = load_labels([season.TEMPLATES / "report"]).nothing
    for unit, texts in placed.items():
        for (code, row), text in ((place, t) for place, t in texts.items() if place[0] not in season.edition().private):
            where = f"{unit} {code}.{row} {text[:30]!r}"
            if told[unit][code, row] != "".join(" " if "\ud800" <= c <= "\udfff" else c for c in text):
                yield f"json {where}"
            if listed[unit, code, row] != harmless(text):
                yield f"csv {where}"
            if text and not code.startswith("M.") and fitting(text) not in cells:
                yield f"xlsx {where}"
            silent = scrubbed(text).strip(" .").lower() in nothing
            if (code in PRINTED and not silent) and own_of_office(text) not in printed:
                yield f"docx {where}"
