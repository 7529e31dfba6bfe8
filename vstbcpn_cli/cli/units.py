"""`vstbcpn units`: the reporting units of an edition and period."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vstbcpn_cli.cli.console import out, say
from vstbcpn_cli.cli.options import EditionName, FirstPeriodName, Format, FormatName, UnitsFile
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    from vstbcpn_cli.edition.reporting_units import ReportingUnit


def command(
    edition: EditionName = None,
    period: FirstPeriodName = None,
    units_file: UnitsFile = None,
    format_: FormatName = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="TỆP", help="Ghi danh sách thành tệp Excel để sửa, ví dụ don-vi.xlsx."),
    ] = None,
) -> int:
    """Liệt kê các đơn vị phải báo cáo."""
    from vstbcpn_cli.usecases.run_settings import chosen_period, register
    from vstbcpn_cli.usecases.season.season_folder import defaults

    here = defaults()
    named = edition or here.edition
    chosen = chosen_period(named, period or here.period)
    if output is not None:
        return _write(output, named, chosen.code, units_file)
    found = register(named, units_file).valid_on(chosen.until_date)
    said = f"{number(len(found))} đơn vị phải báo cáo kỳ {chosen.name}."
    if format_ is Format.JSON:
        out(json.dumps([_as_json(unit) for unit in found], ensure_ascii=False, indent=1))
        say(said)
        return 0
    width = max((len(u.code) for u in found), default=0)
    for unit in found:
        leads = f"  [đầu mối: {', '.join(unit.lead_for)}]" if unit.lead_for else ""
        out(f"{unit.code:<{width}}  {unit.kind}  {unit.name}{leads}")
    say(said)
    return 0


def _write(path: Path, edition: str, period: str, units_file: Path | None) -> int:
    """A register to keep; one that is there already is never written over."""
    from vstbcpn_cli.runtime.atomic_outputs import staged
    from vstbcpn_cli.runtime.output_error import OutputError
    from vstbcpn_cli.usecases.run_settings import setting
    from vstbcpn_cli.usecases.season.new_register import new_register

    if path.suffix.lower() != ".xlsx":
        raise ConfigurationError(f"“{path.name}”: danh sách chỉ ghi được thành tệp .xlsx. Đề nghị đổi đuôi tên tệp.")
    if path.exists():
        raise OutputError(path, "taken")
    content = new_register(setting(edition, period, units_file))
    with staged(path.parent, [path.name], [units_file] if units_file else []) as stage:
        (stage / path.name).write_bytes(content)
    out(path.as_posix())
    say("Đề nghị điền thư điện tử, điện thoại, người liên hệ bằng Excel; cách ghi từng cột ở trang CachGhi.")
    return 0


def _as_json(unit: ReportingUnit) -> dict[str, Any]:
    """As `docs/schemas/units.schema.json` has it."""
    began, ended = unit.valid_from, unit.valid_until
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "group": unit.group,
        "valid_from": began.isoformat() if began else None,
        "valid_until": ended.isoformat() if ended else None,
        "lead_for": list(unit.lead_for),
    }
