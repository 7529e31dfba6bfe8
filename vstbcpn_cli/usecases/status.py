"""Where a season stands today: who has sent, who must correct, who is silent; also before anybody has sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import NoSubmissionError
from vstbcpn_cli.edition.model import ReportingUnit, Severity
from vstbcpn_cli.model.coverage import Coverage, Judged, Recorded, Tally, UnitCoverage, cover
from vstbcpn_cli.model.earlier_period import load_earlier
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.usecases.intake.intake import Intake, Progress, setting_for, take_in
from vstbcpn_cli.usecases.intake.sources import Sources, gather
from vstbcpn_cli.usecases.overview import prepared, write_overview
from vstbcpn_cli.usecases.run_settings import Setting


def status(
    paths: list[str],
    edition: str,
    period: str | None,
    units: Path | None,
    previous: Path | None,
    progress: Progress,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    wished_reply: dt.date | None = None,
    jobs: int | None = None,
    report: Path | None = None,
    log: Path | None = None,
) -> Intake:
    """The season as it is `today`, or as it was on the day `as_of`; `report` is where the overview is written.

    Deadlines are seen from that day. Where nothing has come yet every unit is missing. Raises `ConfigurationError`,
    `OutputError` and FileNotFoundError.
    """
    sources = gather(paths, log)
    if report is not None:
        sources = prepared(report, sources, (units, previous))
    chosen = setting_for(edition, period, units, sources.files)
    earlier = load_earlier(previous, chosen.edition, chosen.period, chosen.register) if previous else None
    try:
        intake = take_in(chosen, sources.until(as_of), earlier, progress, jobs=jobs)
    except NoSubmissionError:
        intake = _nobody_yet(chosen, sources, as_of)
    day = as_of or today
    reply = wished_reply if wished_reply is not None and wished_reply >= day else None
    intake = replace(intake, as_of=day, reply_by=reply)
    if report is not None:
        write_overview(intake, report, day, sources.inputs((units, previous)))
    return intake


def _nobody_yet(setting: Setting, sources: Sources, as_of: dt.date | None) -> Intake:
    """What the log says of units holds although no file counts."""
    log = sources.log if as_of is None else sources.log.until(as_of)
    coverage = cover(setting.edition, setting.period, setting.register, (), log.records(setting))
    return Intake(setting, (), coverage, sources.passed)


def as_json(intake: Intake) -> dict[str, Any]:
    """As `docs/schemas/status.schema.json` has it. What a unit wrote of its contact persons is not in it: the document
    may be passed on."""
    coverage, period = intake.coverage, intake.setting.period
    return {
        "version": 1,
        "edition": intake.setting.edition.edition,
        "period": period.code,
        "as_of": intake.day.isoformat(),
        "due": period.due.isoformat(),
        "due_inclusive": period.due_inclusive,
        "days_left": period.days_left(intake.day),
        "reply_by": intake.reply_by.isoformat() if intake.reply_by else None,
        "counts": _counts(coverage.tally()),
        "groups": [
            {"kind": k, "name": coverage.edition.kind_of[k].name, "counts": _counts(coverage.tally(k))}
            for k in coverage.kinds
        ],
        "units": [_unit(coverage, one) for one in coverage.units],
        "unplaced": [_file(judged) for judged in coverage.unplaced],
    }


def _counts(tally: Tally) -> Mapping[str, int]:
    counted = ("units", "sent", "accepted", "to_correct", "unusable", "missing", "nil", "excluded", "on_time", "late")
    return {name: getattr(tally, name) for name in counted}


def _unit(coverage: Coverage, one: UnitCoverage) -> dict[str, Any]:
    files = (*((one.counted,) if one.counted else ()), *one.others, *coverage.unusable(one))
    return {
        "code": one.unit.code,
        "name": one.unit.name,
        "kind": one.unit.kind,
        "standing": coverage.standing(one).value,
        "timeliness": one.timeliness.value,
        "days_late": one.days_late,
        "contact": _contact(one.unit),
        "recorded": _recorded(one.recorded),
        "files": [_file(judged) for judged in files],
    }


def _contact(unit: ReportingUnit) -> dict[str, str]:
    return {"person": unit.contact, "phone": unit.phone, "email": unit.email, "address": unit.address}


def _recorded(said: Recorded | None) -> dict[str, str | None] | None:
    if said is None:
        return None
    return {"by": said.by, "date": said.day.isoformat() if said.day else None, "words": said.words}


def _file(judged: Judged) -> dict[str, Any]:
    return {
        "path": judged.outcome.file.path,
        "status": judged.status.value,
        "received": judged.receipt.day.isoformat(),
        "received_from": "log" if judged.receipt.from_log else "file",
        "errors": judged.counts[Severity.ERROR],
        "warnings": judged.counts[Severity.WARNING],
    }
