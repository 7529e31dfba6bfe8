"""The proof of one consolidation: every file that was read or written by its SHA-256, and what was done with which
versions (docs/schemas/manifest.schema.json)."""

from __future__ import annotations

import contextlib
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from vstbcpn_cli import __version__
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import words_of
from vstbcpn_cli.rules.base import SeasonRule
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.runtime.atomic_outputs import sha256
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.intake.ledger_entry import as_json
from vstbcpn_cli.usecases.season.set_aside_warnings import SetAsideLine, set_aside_json

VERSION = 1
_LIBRARIES = (
    *("openpyxl", "xlsxwriter", "pandas", "jinja2", "python-docx", "docxtpl", "lxml"),
    *("msgspec", "xlrd", "pydantic"),
)


def manifest_of(
    report: Report,
    intake: Intake,
    chosen: Mapping[str, Path | None],
    logs: list[Path],
    outputs: Mapping[str, Path],
    originals: Mapping[str, str],
) -> dict[str, Any]:
    """`chosen` are the files the officer named (template, units, previous), `outputs` the written ones by name. Of
    those that hold what somebody had edited, `originals` has the digest of what would have been written without."""
    coverage = intake.coverage
    return {
        "version": VERSION,
        "edition": coverage.edition.edition,
        "fingerprint": coverage.edition.fingerprint,
        "period": coverage.period.code,
        "as_of": report.as_of.isoformat(),
        "options": {
            "strict": report.strict,
            **{name: _shown(chosen.get(name)) for name in ("template", "units", "previous")},
            "trust_template": report.trusted,
            "issuer": report.issuer,
            "report_date": report.report_date.isoformat() if report.report_date else None,
        },
        "program": {
            "vstbcpn": __version__,
            "python": platform.python_version(),
            **dict(_libraries()),
        },
        "counts": {
            "units": len(coverage.units),
            "sent": len(coverage.sent),
            "missing": len(coverage.missing),
            "nil": len(coverage.nil),
            "excluded": len(coverage.excluded),
            "late": len(coverage.late),
            "withheld_values": len(report.consolidation.withheld()),
        },
        "set_aside": list(map(_set_aside, intake.aside)),
        "inputs": list(_returns(intake)),
        "rules": as_json(intake.ledger),
        "settings": list(_settings(report, chosen, logs)),
        "outputs": [
            {
                "path": name,
                "sha256": sha256(path),
                "size": path.stat().st_size,
                **({"original": originals[name]} if name in originals else {}),
            }
            for name, path in sorted(outputs.items())
        ],
    }


def _set_aside(aside: SetAsideLine) -> dict[str, Any]:
    """A line of the log. What the office alone is told of units that were compared has the other one for its value, and
    the manifest is passed on with the report: the log keeps it."""
    code = aside.line.rule.partition(" ")[0]
    names_others = any(r.code == code and r.for_the_office and isinstance(r, SeasonRule) for r in rules().values())
    return {**set_aside_json(aside), **({"value": ""} if names_others else {})}


def _libraries() -> Iterator[tuple[str, str]]:
    """Name and version; one that is not installed has made nothing of what this file proves."""
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            yield name, version(name)


def _returns(intake: Intake) -> Iterator[dict[str, Any]]:
    for judged in sorted(intake.judged, key=lambda j: (j.outcome.file.path, j.outcome.file.sha256)):
        source, outcome = judged.outcome.file, judged.outcome
        yield {
            "path": source.path,
            "sha256": source.sha256,
            "size": source.size,
            "status": judged.status.value,
            "unit": outcome.stamp.unit if isinstance(outcome, Unreadable) else outcome.unit,
            "received": judged.receipt.day.isoformat(),
            "received_from": "log" if judged.receipt.from_log else "file",
        }


def _settings(report: Report, chosen: Mapping[str, Path | None], logs: list[Path]) -> Iterator[dict[str, str]]:
    """Everything else the outputs depend on, named as it lies in its folder."""
    named = [(path, role) for role, path in chosen.items() if path is not None and role != "template"]
    ours = [(report.word_template, "template")]
    ours += [(p, "words") for p in words_of(report.sentences)]
    for path, role in (*((p, "log") for p in logs), *named, *ours):
        yield {"path": scrubbed(path.name), "role": role, "sha256": sha256(path)}


def _shown(path: Path | None) -> str | None:
    return None if path is None else scrubbed(path.name)
