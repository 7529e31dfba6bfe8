"""The published schema of `validate --format json`, and documents held against it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.model.coverage import Judged, Receipt, cover
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.usecases.intake.intake import Intake, accepted
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.validate import as_json

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parents[3] / "docs" / "validate.schema.json").read_text("utf-8"))
_SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(document: object, name: str = "") -> list[str]:
    """Where a document does not keep to the schema of this name in `docs/schemas`, that of `validate` without, and
    how."""
    judge = (
        Draft202012Validator(json.loads((_SCHEMAS / f"{name}.schema.json").read_text("utf-8"))) if name else VALIDATOR
    )
    return [f"{e.json_path}: {e.message[:200]}" for e in judge.iter_errors(document)]


def document_of(outcome: Submission | Unreadable, findings: tuple[Finding, ...], period: str) -> dict[str, Any]:
    """What the program prints when one file is all that came back."""
    setting = Setting(season.edition(), season.edition().periods[period], at.register())
    status = accepted(findings) if isinstance(outcome, Submission) else messages()[outcome.problem.kind].outcome
    judged = (Judged(outcome, findings, status, Receipt(dt.date(2011, 6, 8), from_log=True)),)
    return as_json(Intake(setting, judged, cover(setting.edition, setting.period, setting.register, judged)))
