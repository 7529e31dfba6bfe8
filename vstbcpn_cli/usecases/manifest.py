"""The proof of one consolidation: every file that was read or written by its SHA-256, and what was done with which
versions (docs/schemas/manifest.schema.json)."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vstbcpn_cli import __version__
from vstbcpn_cli.edition.locations import available_editions, register_path
from vstbcpn_cli.edition.season_settings import is_settings, read_settings
from vstbcpn_cli.model.coverage import Receipt
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.report.data.derived import counts_of
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import words_of
from vstbcpn_cli.rules.base import SeasonRule
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.runtime.atomic_outputs import sha256
from vstbcpn_cli.runtime.identity import libraries, program_digest, system
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.usecases.edition_digest import edition_digest
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.intake.ledger_entry import as_json
from vstbcpn_cli.usecases.intake.sources import Sources
from vstbcpn_cli.usecases.season.manifest_log import log_json
from vstbcpn_cli.usecases.season.repair_list import repair_json
from vstbcpn_cli.usecases.season.season_record import register_record, settings_record
from vstbcpn_cli.usecases.season.set_aside_warnings import SetAsideLine, set_aside_json

if TYPE_CHECKING:
    from vstbcpn_cli.usecases.consolidate import Choices

VERSION = 1


class Made(msgspec.Struct, frozen=True):
    """How a set is made: what the officer chose, the files he meant, whether the words are the office's `own`, and how
    many units are `unused` although they have sent."""

    choices: Choices
    sources: Sources
    own: bool
    unused: int


def manifest_of(
    report: Report, intake: Intake, made: Made, outputs: Mapping[str, Path], originals: Mapping[str, str]
) -> dict[str, Any]:
    """`outputs` are the written files by name. Of those that hold what somebody had edited, `originals` has the digest
    of what would have been written without."""
    coverage, choices = intake.coverage, made.choices
    return {
        "version": VERSION,
        "edition": coverage.edition.edition,
        "fingerprint": coverage.edition.fingerprint,
        "period": coverage.period.code,
        "as_of": report.as_of.isoformat(),
        "options": _options(choices),
        "program": {"vstbcpn": __version__, "python": platform.python_version(), **libraries()},
        "made_by": {
            "program": program_digest(),
            "edition": edition_digest(choices.edition, coverage.edition),
            "register": sha256(choices.units or register_path(choices.edition)),
            "system": system(),
        },
        "season": settings_record(read_settings(Path(choices.edition))) if is_settings(choices.edition) else None,
        "register": register_record(coverage.register) if _own_register(choices) else [],
        "counts": counts_of(report.consolidation),
        "log": log_json(made.sources.log),
        "set_aside": list(map(_set_aside, intake.aside)),
        "repairs": list(map(repair_json, intake.repaired)),
        "inputs": list(_returns(intake)),
        "later": [
            {"path": f.path, "sha256": f.sha256, "size": f.size, "unit": f.unit, **_received(f.receipt)}
            for f in report.later
        ],
        "rules": as_json(intake.ledger),
        "settings": list(_settings(report, intake, made)),
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


def _options(choices: Choices) -> dict[str, Any]:
    """Everything that was asked for, paths without their folders; what was not given is null."""
    files = {name: getattr(choices, name) for name in ("template", "units", "previous", "log")}
    days = {name: getattr(choices, name) for name in ("as_of", "report_date")}
    return {
        "edition": choices.edition if choices.edition in available_editions() else _shown(Path(choices.edition)),
        "period": choices.period,
        "strict": choices.strict,
        **{name: _shown(path) for name, path in files.items()},
        "trust_template": choices.trust_template,
        "issuer": choices.issuer,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "copy": choices.copy.value if choices.copy else None,
        "pdf": choices.pdf,
        "fresh": choices.fresh,
        "final": choices.final,
    }


def _set_aside(aside: SetAsideLine) -> dict[str, Any]:
    """A line of the log. What the office alone is told of units that were compared has the other one for its value, and
    the manifest is passed on with the report: the log keeps it."""
    code = aside.line.rule.partition(" ")[0]
    names_others = any(r.code == code and r.for_the_office and isinstance(r, SeasonRule) for r in rules().values())
    return {**set_aside_json(aside), **({"value": ""} if names_others else {})}


def _returns(intake: Intake) -> Iterator[dict[str, Any]]:
    for judged in sorted(intake.judged, key=lambda j: (j.outcome.file.path, j.outcome.file.sha256)):
        source, outcome = judged.outcome.file, judged.outcome
        yield {
            "path": source.path,
            "sha256": source.sha256,
            "size": source.size,
            "status": judged.status.value,
            "unit": outcome.stamp.unit if isinstance(outcome, Unreadable) else outcome.unit,
            **_received(judged.receipt),
        }


def _received(receipt: Receipt) -> dict[str, str]:
    return {"received": receipt.day.isoformat(), "received_from": "log" if receipt.from_log else "file"}


def _own_register(choices: Choices) -> Path | None:
    """The register where it is not the one that ships with the edition."""
    return choices.units or (register_path(choices.edition) if is_settings(choices.edition) else None)


def _settings(report: Report, intake: Intake, made: Made) -> Iterator[dict[str, str]]:
    """Everything else the outputs depend on, named as it lies in its folder."""
    choices = made.choices
    seasons = [(Path(choices.edition), "season")] if is_settings(choices.edition) else []
    register = _own_register(choices)
    lists = [(p, "log") for p in made.sources.logs] + [(one.path, "repairs") for one in intake.lists]
    named = [(path, role) for path, role in ((register, "units"), (choices.previous, "previous")) if path is not None]
    ours = [(report.word_template, "template")] + [(p, "words") for p in words_of(report.sentences)]
    for path, role in (*lists, *seasons, *named, *ours):
        yield {"path": scrubbed(path.name), "role": role, "sha256": sha256(path)}


def _shown(path: Path | None) -> str | None:
    """A folder is named by itself, also where one stands in it."""
    return None if path is None else scrubbed(path.name or path.absolute().name)
