"""`so-lieu_….csv`: every figure of every unit, one line each, with what it says, whether it counts and its cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.coverage import UnitCoverage
from vstbcpn_cli.report.data.csv_text import Field, harmless, plain, write_csv
from vstbcpn_cli.report.data.figure_lines import FigureLine, UnitLines
from vstbcpn_cli.report.data.names import codes_told, group_label, kind_label, label_told, measure_told
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import file_name

NAME = "so-lieu_{stem}.csv"
HEADS = (
    *("province", "edition", "period", "as_of"),
    *("unit_code", "unit_name", "kind", "kind_label", "unit_group", "group_label"),
    *("indicator", "row", "label", "value", "answer", "measure"),
    *("status", "obs_status", "counts", "lacking", "estimated"),
    *("typed", "finding", "repaired", "file", "sheet", "cell"),
)


def render(report: Report, path: Path) -> None:
    write_csv(path, HEADS, _lines(report))


def _lines(report: Report) -> Iterator[list[Field]]:
    """Units in register order, codes in the order of the form."""
    made = report.consolidation
    edition = made.edition
    lines = UnitLines(made)
    told = {code: (harmless(label_told(edition, code)), measure_told(edition, code)) for code in codes_told(edition)}
    period: list[Field] = [edition.office.province_code, edition.edition, made.coverage.period.code]
    head: list[Field] = [*period, report.as_of.isoformat()]
    for one in made.coverage.units:
        unit = [*head, *_unit(made, one)]
        file = harmless(file_name(one.counted.outcome.file.path)) if one.counted else ""
        for line in lines.of_unit(one):
            yield [*unit, *_figure(line, *told[line.code]), file, *_place(line)]


def _unit(made: Consolidation, one: UnitCoverage) -> list[Field]:
    unit, edition = one.unit, made.edition
    kind = (unit.kind, harmless(kind_label(edition, unit.kind)))
    return [unit.code, harmless(unit.name), *kind, unit.group, harmless(group_label(edition, unit.group))]


def _figure(line: FigureLine, label: str, measure: str) -> list[Field]:
    value = "" if line.number is None else plain(line.number)
    what: list[Field] = [line.code, line.row, label, value, line.answer, measure]
    flags: list[Field] = [line.status.value, line.observed, int(line.counts), int(line.lacking), line.estimated.value]
    return [*what, *flags, line.typed, line.finding, line.repaired]


def _place(line: FigureLine) -> tuple[str, str]:
    """The cells behind a figure; those of another sheet than the first are named with theirs."""
    if not line.cells:
        return "", ""
    sheet = line.cells[0].sheet
    return harmless(sheet), " ".join(c.address if c.sheet == sheet else str(c) for c in line.cells)
