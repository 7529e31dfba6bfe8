"""The office's own copy of the Word template and the sentences."""

from __future__ import annotations

import shutil
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.report.template_set import FOLDER as SENTENCES
from vstbcpn_cli.report.template_set import TEMPLATE, found_in, write_whole_set
from vstbcpn_cli.report.word.name_reference import FILE_NAME, WORDS, name_reference
from vstbcpn_cli.runtime.atomic_outputs import OutputError, reason_of, scratch
from vstbcpn_cli.runtime.missing_paths import nearest
from vstbcpn_cli.usecases.office_templates import PRESETS, empty_report
from vstbcpn_cli.usecases.run_settings import register

FOLDER = "mau-bao-cao"
"""Where the templates lie in the folder of a season."""


def hand_out(season: Path, preset: str, edition: str) -> Path:
    """Copies the templates to `<season>/mau-bao-cao`, all of them or none; what is there is never overwritten.

    The list of all names they may use, with the codes of the edition, comes with them. Raises `ConfigurationError` for
    an unknown preset or edition or a list of words that cannot be read, and `OutputError` where nothing can be written.
    """
    if preset not in PRESETS:
        near = nearest(preset, PRESETS)
        hint = f"; tên gần nhất là “{near}”" if near else ""
        raise ConfigurationError(f"Không có mẫu “{preset}”{hint}. Đề nghị chọn: {', '.join(PRESETS)}.")
    loaded = load_edition(edition)
    templates = templates_of(loaded)
    names = name_reference(empty_report(loaded, next(iter(loaded.periods.values())), register(edition, None)))
    target = season / FOLDER
    if target.exists() or target.is_symlink():
        raise OutputError(target, "taken")
    try:
        with scratch(season) as stage:
            made = stage / FOLDER
            made.mkdir()
            shutil.copyfile(found_in(templates, PRESETS[preset]), made / TEMPLATE)
            write_whole_set([t / SENTENCES for t in templates], made / SENTENCES, leave_out=(WORDS,))
            (made / SENTENCES / FILE_NAME).write_text(names, encoding="utf-8", newline="\n")
            made.rename(target)
    except OSError as fault:
        raise OutputError(target, reason_of(fault)) from fault
    return target
