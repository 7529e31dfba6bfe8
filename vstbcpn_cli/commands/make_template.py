"""The blank workbooks of a period, one per unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.commands.named_unit import asked_unit, units_meant
from vstbcpn_cli.commands.own_files import record_issued
from vstbcpn_cli.commands.setting import Setting
from vstbcpn_cli.excel.stamp import Master, fields_of
from vstbcpn_cli.excel.writer import build
from vstbcpn_cli.previous import Previous
from vstbcpn_cli.rules.registry import LiveRules, bind
from vstbcpn_cli.safety.archives import as_written
from vstbcpn_cli.safety.names import safe_names
from vstbcpn_cli.safety.staging import OutputError, making, prepare, write_file
from vstbcpn_cli.schema.applies import Applicability
from vstbcpn_cli.schema.faults import ConfigurationError
from vstbcpn_cli.schema.model import ReportingUnit


def chosen_units(setting: Setting, codes: list[str]) -> tuple[ReportingUnit, ...]:
    """The named units, each once, or all of the period. Raises `ConfigurationError` for a unit that does not report."""
    expected = setting.register.valid_on(setting.period.until_date)
    if not codes:
        return expected
    province = setting.edition.office.province
    if len(codes) > 1 and len(units_meant(" ".join(codes), expected, province)) == 1:
        said = " ".join(codes)
        raise ConfigurationError(
            f"Tên đơn vị “{said}” có dấu cách nên bị hiểu thành {len(codes)} đơn vị. "
            f'Đề nghị đặt tên trong dấu nháy kép: "{said}".'
        )
    found = (asked_unit(code, setting.register, expected, province) for code in codes)
    return tuple(dict.fromkeys(found))


def make_templates(
    setting: Setting, units: tuple[ReportingUnit, ...], folder: Path, previous: Previous | None = None
) -> Iterator[Path]:
    """Writes the blank of each unit and gives its path; one master serves all units that fill in the same cells.

    With `previous` each line shows the unit's own earlier figure. A file of that name that is no untouched blank may
    be what a unit has sent back: then nothing is written. A record of what was written lies with the blanks. Raises
    `OutputError`.
    """
    paths = _targets(setting, units, folder)
    live = LiveRules(bind(setting.edition))
    masters: dict[tuple[str, tuple[str, ...]], Master] = {}
    with making(folder):
        for unit in units:
            applies = Applicability(setting.edition, unit, setting.period)
            kind = (unit.kind, unit.lead_for)
            if kind not in masters:
                masters[kind] = Master.of(build(applies, live, previous=previous is not None))
            earlier = previous.units.get(unit.code, {}) if previous else {}
            write_file(paths[unit.code], masters[kind].stamped(fields_of(applies), earlier))
            yield paths[unit.code]
        record_issued(folder, (paths[u.code] for u in units))


def _targets(setting: Setting, units: tuple[ReportingUnit, ...], folder: Path) -> dict[str, Path]:
    """Where the blank of each unit goes, by its code; the same whether one unit is named or all of them."""
    title = f"{setting.edition.edition}-{setting.period.form_code}"
    names = safe_names({u.code: title for u in setting.register.units}, ".xlsx")
    paths = {u.code: folder / names[u.code] for u in units}
    prepare(folder, [p.name for p in paths.values()])
    taken = next((p for p in paths.values() if p.exists() and not as_written(p)), None)
    if taken is not None:
        raise OutputError(taken, "foreign")
    return paths
