"""Edition, period and register of one run, as the officer chose them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.edition_workbook import read_workbook
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import group_labels, load_edition, load_kinds, load_periods
from vstbcpn_cli.edition.locations import called, register_path, workbook_of
from vstbcpn_cli.edition.model import Edition, Register, ReportingPeriod
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.runtime.missing_paths import nearest, not_found
from vstbcpn_cli.text.normalise import without_marks
from vstbcpn_cli.usecases.season.kept_values import Lines, kept_lines


class Setting(msgspec.Struct, frozen=True):
    """Everything a run is about."""

    edition: Edition
    period: ReportingPeriod
    register: Register

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of all units of the register, of this period and of others."""
        return tuple(u.code for u in self.register.units)


def setting(edition: str, period: str | None, units: Path | None) -> Setting:
    """Raises `ConfigurationError` for an unknown edition or period, or an unusable register."""
    loaded = load_edition(edition)
    return Setting(loaded, chosen_period(edition, period), register(edition, units))


def chosen_period(edition: str, period: str | None) -> ReportingPeriod:
    """The period of this code, the first of the edition where none is named. Raises `ConfigurationError`."""
    periods = load_periods(edition)
    if period is None:
        return next(iter(periods.values()))
    plain = {without_marks(code): code for code in periods}
    code = plain.get(without_marks(period))  # “năm” and “6T” are plain enough
    if code is None:
        near, known = nearest(period, periods), ", ".join(periods)
        hint = f"; tên gần nhất là “{near}”" if near else ""
        raise ConfigurationError(
            f"Kỳ báo cáo “{period}” không có trong bộ biểu mẫu {called(edition)}{hint}. Đề nghị chọn: {known}."
        )
    return periods[code]


def register(edition: str, units: Path | None, kinds: Collection[str] | None = None) -> Register:
    """The office's own register, or the one that ships with the edition; `kinds` are those of the edition, where it is
    loaded already."""
    path = units or register_path(edition)
    if not path.is_file():
        raise ConfigurationError(f"{not_found(path, 'danh sách đơn vị')} Đề nghị kiểm tra lại đường dẫn ở --units.")
    known = load_kinds(edition)
    labels = {"kind": {k.code: k.name for k in known}, "group": group_labels(edition)}
    own = path == workbook_of(edition)
    lines, name = (read_workbook(path).units, f"{path.name}, trang DonVi") if own else (table_lines(path), path.name)
    return parse_register(lines, name, kinds or [k.code for k in known], labels)


def table_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a list the office keeps, CSV or Excel, with their physical numbers."""
    if path.suffix.lower() == ".xlsx":
        return iter(kept_lines(path, _lines_of))
    return csv_lines(path)


def remember_lines(path: Path) -> None:
    """Reads a list that was just written, so that the next run finds it read."""
    with suppress(ConfigurationError, OSError):
        table_lines(path)


def _lines_of(path: Path) -> Lines:
    from vstbcpn_cli.usecases.file_process import lines_of

    return lines_of(path)
