"""Whose file one is according to the log, where that is more than the file says itself."""

from __future__ import annotations

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.intake.unit_from_file_name import named_unit, units_meant
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.log_lines import file_key
from vstbcpn_cli.usecases.season.receipt_log import Log, logged_unit

BY_NAME, BY_LOG = "name", "log"
"""What stands as the source of a stamp whose unit the file does not say itself."""


class SaidSender(msgspec.Struct, frozen=True):
    """The code of the unit that a line of the log names, and that line."""

    unit: str
    place: str


def own_unit(outcome: Submission | Unreadable) -> str:
    """The code of the unit a file itself says it is from; "" when it says nothing."""
    if isinstance(outcome, Submission):
        return outcome.unit
    return "" if outcome.stamp.source in (BY_NAME, BY_LOG) else outcome.stamp.unit


def said_sender(found: Found, own: str, log: Log, setting: Setting) -> SaidSender | None:
    """The unit that the log names for a file, None where that is the one the file itself (`own`) or its name speaks of:
    the program has entered it, or the officer agrees.

    What the program may have entered is never a fault, whatever the register says by now. Raises `ConfigurationError`
    with the line where the officer names a unit that does not report, of a file that does not say itself whose it is.
    """
    line = log.senders.get(file_key(found.path.name))
    if line is None:
        return None
    unit = setting.register.get(own or _named(found, setting))
    if unit is not None and unit.name == line.unit:
        return None
    if own:
        meant = units_meant(line.unit, setting.register.units, setting.edition)
        return SaidSender(meant[0].code, line.place) if len(meant) == 1 and meant[0].code != own else None
    try:
        said = logged_unit(line.unit, line.place, setting)
    except ConfigurationError:
        if _may_be_entered(found, line.unit, setting):
            return None
        raise
    return SaidSender(said.code, line.place) if said != unit else None


def _named(found: Found, setting: Setting) -> str:
    return named_unit(found.path.name, setting.register.valid_on(setting.period.until_date), setting.edition)


def _may_be_entered(found: Found, written: str, setting: Setting) -> bool:
    """Whether the name of the file speaks of a unit of this name, as the register had it once or has it still."""
    units, edition = setting.register.units, setting.edition
    ended = setting.register.get(named_unit(found.path.name, units, edition))
    kinds = {u.kind: replace(u, name=written) for u in units}.values()
    return (ended is not None and ended.name == written) or any(
        named_unit(found.path.name, (u,), edition) for u in kinds
    )
