"""`don-vi_….csv`: every unit that had to report, whether it has, and with which file; nobody's name or telephone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.edition.model import Edition, FieldRole
from vstbcpn_cli.model.coverage import UnitCoverage
from vstbcpn_cli.report.context.period_and_units import estimates as days_estimated
from vstbcpn_cli.report.data.csv_text import Field, harmless, write_csv
from vstbcpn_cli.report.data.figure_lines import Estimated
from vstbcpn_cli.report.data.names import group_label, kind_label
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.rows import file_name

NAME = "don-vi_{stem}.csv"
HEADS = (
    *("province", "province_name", "edition", "period", "as_of"),
    *("unit_code", "unit_name", "kind", "kind_label", "unit_group", "group_label", "position", "admin_code"),
    *("unit_status", "result", "days_late", "received", "received_from", "file", "sha256", "saved_by"),
    *("estimated", "estimated_until"),
)


def render(report: Report, path: Path) -> None:
    write_csv(path, HEADS, lines(report))


def lines(report: Report) -> Iterator[list[Field]]:
    """In register order."""
    made = report.consolidation
    edition, office = made.edition, made.edition.office
    days = days_estimated(made)
    head: list[Field] = [office.province_code, harmless(office.province), edition.edition]
    head += [made.coverage.period.code, report.as_of.isoformat()]
    for position, one in enumerate(made.coverage.units, 1):
        day = days.get(one.unit.code)
        estimated = Estimated.POSSIBLE if day else Estimated.NO if _asked(edition, one) else Estimated.UNKNOWN
        said: list[Field] = [estimated.value, day.isoformat() if day else ""]
        yield [*head, *_unit(edition, one, position), *_sent(one), *said]


def _asked(edition: Edition, one: UnitCoverage) -> bool:
    """Whether a form that came in says what is estimated."""
    return one.counted is not None and bool(edition.code_of(FieldRole.ESTIMATED))


def _unit(edition: Edition, one: UnitCoverage, position: int) -> list[Field]:
    unit = one.unit
    kind = (unit.kind, harmless(kind_label(edition, unit.kind)))
    group = (unit.group, harmless(group_label(edition, unit.group)))
    return [unit.code, harmless(unit.name), *kind, *group, position, harmless(unit.admin_code)]


def _sent(one: UnitCoverage) -> list[Field]:
    """How it stands, and the file that counts."""
    found = one.counted
    if found is None:
        return [one.timeliness.value, "", "", "", "", "", "", ""]
    file, receipt = found.outcome.file, found.receipt
    day = (receipt.day.isoformat(), "log" if receipt.from_log else "file")
    named = (harmless(file_name(file.path)), file.sha256, harmless(file.saved_by))
    return [one.timeliness.value, found.status.value, one.days_late, *day, *named]
