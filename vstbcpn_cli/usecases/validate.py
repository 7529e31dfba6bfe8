"""Returned files judged, and the result as the published JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import ReportingUnit, Severity
from vstbcpn_cli.model.coverage import Judged, Recorded, UnitCoverage, marked_unit, without_private
from vstbcpn_cli.model.earlier_period import load_earlier
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import CellCount
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.recovery_notices import Kept, noticed
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.usecases.intake.intake import Intake, Progress, setting_for, take_in
from vstbcpn_cli.usecases.intake.ledger_entry import as_json as ledger_json
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.repair_list import repair_json
from vstbcpn_cli.usecases.season.reply_date import reply_date
from vstbcpn_cli.usecases.season.set_aside_warnings import said_json, set_aside_json

Seen = Callable[[Judged, Setting], None]


def validate(
    paths: list[str],
    edition: str,
    period: str | None,
    units: Path | None,
    previous: Path | None,
    progress: Progress,
    *,
    jobs: int | None = None,
    as_of: dt.date | None = None,
    reply_by: dt.date | None = None,
    wished_reply: dt.date | None = None,
    today: dt.date | None = None,
    report: Path | None = None,
    log: Path | None = None,
    seen: Seen = lambda _, __: None,
) -> Intake:
    """Reads and judges everything under `paths`, and writes the overview to `report` where one is asked for. Each file
    that has to be read is `seen` with its setting before the others are.

    With `as_of` the files received later have not come yet; `reply_by` is until when units are asked to reply;
    `wished_reply` is the day the season is set to, which counts as long as it is not over; `today` is before no reply.
    Raises `NoSubmissionError`, `ConfigurationError`, `OutputError` and FileNotFoundError.
    """
    sources = gather(paths, log)
    if report is not None:
        from vstbcpn_cli.usecases.overview import prepared, write_overview  # what renders is needed only to write

        sources = prepared(report, sources, (units, previous))
    inputs = sources.inputs((units, previous))
    sources = sources.until(as_of)
    chosen = setting_for(edition, period, units, sources.files, sources.contents)
    earlier = load_earlier(previous, chosen.edition, chosen.period, chosen.register) if previous else None
    taken = take_in(chosen, sources, earlier, progress, jobs=jobs, seen=lambda judged: seen(judged, chosen))
    intake = replace(taken, as_of=as_of, reply_by=reply_by, today=today)
    _refuse_past(intake)
    if reply_by is None and wished_reply is not None and wished_reply >= intake.reply_day:
        intake = replace(intake, reply_by=wished_reply)
    if report is not None:
        work_steps.at(work_steps.Step.OVERVIEW)
        write_overview(intake, report, as_of, inputs)
    return intake


def _refuse_past(intake: Intake) -> None:
    """No unit can reply by a day that is over. Raises `ConfigurationError`."""
    asked, day = intake.reply_by, intake.reply_day
    if asked is None or asked >= day:
        return
    if intake.as_of is None:
        reply_date(intake.setting.period, day, asked, None)
    raise ConfigurationError(
        f"Ngày {short_date(asked)} ở --reply-by sớm hơn ngày ghi ở --as-of ({short_date(day)}), đơn vị không kịp gửi "
        f"lại. Đề nghị ghi ở --reply-by ngày {short_date(day)} hoặc một ngày sau đó."
    )


def severity_of(intake: Intake) -> str:
    """The worst severity of all findings that call for work: error, warning or nothing."""
    found = {f.severity for j in intake.judged for f in j.current}
    if Severity.ERROR in found:
        return "error"
    return "warning" if Severity.WARNING in found else ""


def in_register_order(intake: Intake) -> list[tuple[Judged, ReportingUnit | None]]:
    """Every file with its unit: the units of the register first, then the files that belong to none."""

    def unit_of(judged: Judged) -> ReportingUnit | None:
        return intake.setting.register.get(marked_unit(judged))

    pairs = [(j, unit_of(j)) for j in intake.judged]
    return sorted(pairs, key=lambda p: (p[1] is None, p[1].order if p[1] else 0, p[0].outcome.file.path))


def as_json(intake: Intake) -> dict[str, Any]:
    """The document of contract section 4, version 1; files in the order of their names."""
    findings = [f for j in intake.judged for f in j.findings]
    over = intake.passed
    counts = {s: sum(1 for f in findings if f.severity is s) for s in Severity}
    return {
        "version": 1,
        "edition": intake.setting.edition.edition,
        "period": intake.setting.period.code,
        "files": [_file(without_private(j, intake.setting.edition.private), intake) for j in intake.judged],
        "recorded": [_recorded(u) for u in intake.coverage.units if u.recorded is not None],
        "skipped": sorted((*over.locks, *over.texts, *over.own, *over.claimed, *over.hidden, *over.seasons)),
        "kept": [{"path": k.path.as_posix(), "kept_as": k.beside.name} for k in noticed() if isinstance(k, Kept)],
        "set_aside": [set_aside_json(a) for a in intake.aside],
        "repairs": [repair_json(r) for r in intake.repaired],
        "unmatched": [{"place": u.place, "path": u.of, "nearest": u.nearest} for u in over.unmatched],
        "rules": ledger_json(intake.ledger),
        "summary": {
            "files": len(intake.judged),
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "notices": counts[Severity.NOTICE],
        },
    }


def _recorded(one: UnitCoverage) -> dict[str, Any]:
    said = one.recorded or Recorded("")
    return {
        "unit": {"code": one.unit.code, "name": one.unit.name},
        "state": one.timeliness.value,
        "by": said.by,
        "date": said.day.isoformat() if said.day else None,
        "words": said.words,
    }


def _file(judged: Judged, intake: Intake) -> dict[str, Any]:
    outcome = judged.outcome
    submission = judged.submission
    unit = intake.setting.register.get(marked_unit(judged))
    count = submission.count if submission else CellCount()
    return {
        "path": outcome.file.path,
        "sha256": outcome.file.sha256,
        "status": judged.status.value,
        "unit": {"code": unit.code, "name": unit.name} if unit else None,
        "saved_by": outcome.file.saved_by,
        "received": judged.receipt.day.isoformat(),
        "received_from": "log" if judged.receipt.from_log else "file",
        "cells": {
            "typed": count.typed,
            "in_data": count.in_data,
            "in_findings": count.in_findings,
            "ignored": count.ignored,
        },
        "findings": [_finding(f) for f in judged.findings],
        "not_run": list(judged.not_run),
    }


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
        "related": [_related(p) for p in finding.related],
        "value": finding.value,
        "message": finding.fact,
        "advice": finding.advice,
        "explanation": finding.explanation,
        "trial": finding.trial,
        "set_aside": said_json(finding.set_aside) if finding.set_aside else None,
    }


def _related(place: Place) -> str:
    return str(place.cell) if place.cell else str(place.key or "")
