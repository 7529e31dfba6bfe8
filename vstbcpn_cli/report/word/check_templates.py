"""Templates of the office refused where they name what is not there, before a single returned file is read."""

from __future__ import annotations

from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.report.templates.check_sentences import RESTORE, check_sentences
from vstbcpn_cli.report.templates.render_sections import SUFFIX, section_files, section_of
from vstbcpn_cli.report.word.styles import STYLES
from vstbcpn_cli.report.word.template_words import template_words
from vstbcpn_cli.report.word_template.active_content import refuse_active
from vstbcpn_cli.report.word_template.check import checked, near, opened, texts


def check_templates(report: Report) -> None:
    """Raises `ConfigurationError` for the first thing in sentences or Word template that cannot be used.

    `report` is one of an empty season: names, codes and parts of figures are the same with and without returns.
    """
    check_sentences(report)
    folder = report.templates / FOLDER
    document = opened(report.word_template).docx
    assert document is not None
    if not report.trusted:
        refuse_active(document, report.word_template.name)
    _refuse_missing_sections(report, templates_of(report.consolidation.edition) / FOLDER, list(texts(document)))
    sections = {name: [""] for name in section_files(folder)}
    checked(report.word_template, template_words(report, load_labels(folder), sections), STYLES)


def _refuse_missing_sections(report: Report, origin: Path, lines: list[str]) -> None:
    """A section that the Word template prints, by its name or among those under headings, and whose file was taken
    away: common sentences would take its place without a word."""
    edition = report.consolidation.edition
    headed = {section_of(t): "nhiem_vu" for t in edition.tasks if t.numbered}
    headed |= dict.fromkeys(load_labels(report.templates / FOLDER).get("danh_gia"), "danh_gia")
    for name in sorted({*section_files(origin)} - {*section_files(report.templates / FOLDER)}):
        printed = near(lines, headed.get(name, name.replace("-", "_")))
        if printed:
            raise ConfigurationError(
                f"Thiếu tệp “{FOLDER}/{name}{SUFFIX}” trong thư mục mẫu; mẫu Word còn in mục này "
                f"({report.word_template.name}{printed}). {RESTORE}"
            )
