"""Whom feedback still waits for, without what writes documents where there is none yet."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.usecases.feedback_history import RECORD
from vstbcpn_cli.usecases.intake.intake import Intake


def asked_again(intake: Intake) -> int:
    """How many units have to correct what they sent, or to send a file that can be used."""
    tally = intake.coverage.tally()
    return tally.to_correct + tally.unusable - len(intake.ours_to_open)


def waiting_for_feedback(intake: Intake, folder: Path) -> int:
    """How many units that have to correct or to send again have not been told so yet."""
    asked = asked_again(intake)
    if not asked or not (folder / RECORD).is_file():
        return asked
    from vstbcpn_cli.usecases.told_feedback import unanswered  # only here: it loads the rules

    return unanswered(intake, folder)
