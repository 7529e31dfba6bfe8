"""The blank workbooks of a period, one per unit, each in a folder ready to be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.standing_rows import StandingRow
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.dispatch_list import FOLDER as DISPATCH
from vstbcpn_cli.report.dispatch_list import LIST
from vstbcpn_cli.rules.registry import LiveRules, bind
from vstbcpn_cli.runtime.atomic_outputs import prepare, staged
from vstbcpn_cli.runtime.resources import common_templates
from vstbcpn_cli.usecases.intake.generated_files import (
    ISSUED,
    blanks_in,
    issued_in,
    record_issued,
    refuse_returns,
)
from vstbcpn_cli.usecases.intake.unit_from_file_name import asked_unit, units_meant
from vstbcpn_cli.usecases.outgoing import covering_text, parcels, write_issued
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.form_plan import FormPlan, FormPlans
from vstbcpn_cli.workbook.form.stamp import Master, fields_of
from vstbcpn_cli.workbook.form.writer import draw

_FREE, _STEP = 5, 20
"""Rows for what is new below the lines of the last period; by how many a table grows."""


def chosen_units(setting: Setting, codes: list[str]) -> tuple[ReportingUnit, ...]:
    """The named units, each once, or all of the period. Raises `ConfigurationError` for a unit that does not report."""
    expected = setting.register.valid_on(setting.period.until_date)
    if not codes:
        return expected
    if len(codes) > 1 and len(units_meant(" ".join(codes), expected, setting.edition)) == 1:
        said = " ".join(codes)
        raise ConfigurationError(
            f"Tên đơn vị “{said}” có dấu cách nên bị hiểu thành {len(codes)} đơn vị. "
            f'Đề nghị đặt tên trong dấu nháy kép: "{said}".'
        )
    found = (asked_unit(code, setting.register, expected, setting.edition) for code in codes)
    return tuple(dict.fromkeys(found))


def make_templates(
    setting: Setting,
    units: tuple[ReportingUnit, ...],
    folder: Path,
    previous: Previous | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[Path, ...]:
    """Writes per unit a folder with its blank and a covering text, all of them or none, with a list of everything that
    was written there and a record, and gives the paths of the blanks.

    A blank that was changed since it was written is kept beside; where a file was never written that may be what a
    unit has sent back, nothing is. Raises `ConfigurationError` and `OutputError`.
    """
    sent = parcels(setting)
    wanted = [sent[u.code] for u in units]
    names = [n for parcel in wanted for n in parcel.names]
    prepare(folder, [*names, LIST])
    refuse_returns(folder, names)
    labels = load_labels([common_templates() / DISPATCH])
    with staged(folder, [*names, LIST, ISSUED], known=lambda here: blanks_in(here, names)) as stage:
        for n, (unit, blank) in enumerate(blanks(setting, units, previous), 1):
            (stage / sent[unit.code].blank).write_bytes(blank)
            text = covering_text(setting, unit, sent[unit.code], labels)
            (stage / sent[unit.code].text).write_text(text, encoding="utf-8-sig", newline="\r\n")
            progress(n, len(units))
        there = {*names, *issued_in(folder)}
        issued = [p for p in sent.values() if p.blank in there]
        write_issued(setting, issued, stage / LIST, labels)
        record_issued(folder, stage, [*names, LIST])
    return tuple(folder / parcel.blank for parcel in wanted)


def blanks(
    setting: Setting, units: Iterable[ReportingUnit], previous: Previous | None = None
) -> Iterator[tuple[ReportingUnit, bytes]]:
    """Each unit with its blank. One master serves all units that fill in the same cells.

    With `previous` each line shows the unit's own earlier figure, where the two are alike, and tables show the rows of
    the last period that still stand, to be confirmed.
    """
    plans = FormPlans(setting.edition, setting.period, LiveRules(bind(setting.edition)), previous=previous is not None)
    masters: dict[FormPlan, Master] = {}
    for unit in units:
        applies = Applicability(setting.edition, unit, setting.period)
        standing = lines_of_last_period(previous, applies) if previous else {}
        plan = plans.of(unit, {code: _prepared(applies, code, len(rows)) for code, rows in standing.items()})
        if plan not in masters:
            masters[plan] = Master.of(draw(plan, previous.told(setting.edition) if previous else ""))
        earlier = previous.beside(unit.code, setting.edition, setting.period) if previous else {}
        yield unit, masters[plan].stamped(fields_of(applies), earlier, standing)


def lines_of_last_period(previous: Previous, applies: Applicability) -> Mapping[str, tuple[StandingRow, ...]]:
    """The lines of the last period in the tables that are still asked of a unit, by table."""
    found = previous.standing(applies.unit.code, applies.edition, applies.period)
    tables = applies.edition.tables
    return {code: rows for code, rows in found.items() if applies.is_open(applies.table(tables[code]))}


def _prepared(applies: Applicability, table: str, lines: int) -> int:
    """How many rows a table needs for its lines and some new ones: as many as ever, or the like for many units."""
    usual = applies.edition.tables[table].rows
    return usual if lines + _FREE <= usual else -(-(lines + _FREE) // _STEP) * _STEP
