"""The office's own copy of the Word template and the sentences."""

from __future__ import annotations

import shutil
from pathlib import Path

from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.model import Edition, Register
from vstbcpn_cli.report.inherited_sentences import sentence_folders
from vstbcpn_cli.report.template_set import FOLDER as SENTENCES
from vstbcpn_cli.report.template_set import TEMPLATE, found_in, write_whole_set
from vstbcpn_cli.report.word.name_reference import FILE_NAME, WORDS, name_reference
from vstbcpn_cli.usecases.office_templates import PRESETS, empty_report

FOLDER = "mau-bao-cao"
"""Where the templates lie in the folder of a season."""


def write_templates(target: Path, preset: str, edition: Edition, units: Register) -> None:
    """Writes the templates of the edition into a new folder, with the list of all names they may use.

    Raises `ConfigurationError` for a list of words that cannot be read.
    """
    templates = templates_of(edition)
    names = name_reference(empty_report(edition, next(iter(edition.periods.values())), units))
    target.mkdir(parents=True)
    shutil.copyfile(found_in(templates, PRESETS[preset]), target / TEMPLATE)
    write_whole_set(sentence_folders(edition, templates), target / SENTENCES, leave_out=(WORDS,))
    (target / SENTENCES / FILE_NAME).write_text(names, encoding="utf-8", newline="\n")
