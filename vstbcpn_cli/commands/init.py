"""The office's own copy of the Word template and the sentences."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from vstbcpn_cli.commands.office_templates import PRESETS, SENTENCES
from vstbcpn_cli.report.base import TEMPLATE
from vstbcpn_cli.safety.resources import templates_folder
from vstbcpn_cli.safety.staging import OutputError, reason_of
from vstbcpn_cli.schema.faults import ConfigurationError

FOLDER = "mau-bao-cao"
"""Where the templates lie in the folder of a season."""


def hand_out(season: Path, preset: str) -> Path:
    """Copies the templates to `<season>/mau-bao-cao`, all of them or none; what is there is never overwritten.

    Raises `ConfigurationError` for an unknown preset and `OutputError` where nothing can be written.
    """
    if preset not in PRESETS:
        raise ConfigurationError(f"Không có mẫu “{preset}”. Đề nghị chọn: {', '.join(PRESETS)}.")
    target = season / FOLDER
    if target.exists() or target.is_symlink():
        raise OutputError(target, "taken")
    try:
        season.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".staging-", dir=season) as stage:
            made = Path(stage) / FOLDER
            made.mkdir()
            shutil.copyfile(templates_folder() / PRESETS[preset], made / TEMPLATE)
            shutil.copytree(templates_folder() / SENTENCES, made / SENTENCES, copy_function=shutil.copyfile)
            made.rename(target)
    except OSError as fault:
        raise OutputError(target, reason_of(fault)) from fault
    return target
