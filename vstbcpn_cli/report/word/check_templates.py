"""Templates of the office refused where they name what is not there, before a single returned file is read."""

from __future__ import annotations

from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.sheet_labels import FILE_NAME as ANNEX_WORDS
from vstbcpn_cli.report.templates.check_sentences import check_sentences, refuse_wrong_keys
from vstbcpn_cli.report.templates.render_sections import section_names
from vstbcpn_cli.report.word.styles import STYLES
from vstbcpn_cli.report.word.template_words import left_out, template_words
from vstbcpn_cli.report.word_template.active_content import refuse_active
from vstbcpn_cli.report.word_template.check import checked, opened, texts


def check_templates(report: Report) -> None:
    """Raises `ConfigurationError` for the first thing in sentences or Word template that cannot be used.

    `report` is one of an empty season: names, codes and parts of figures are the same with and without returns.
    """
    refuse_wrong_keys(report, ANNEX_WORDS)
    check_sentences(report)
    document = opened(report.word_template).docx
    assert document is not None
    if not report.trusted:
        refuse_active(document, report.word_template.name)
    labels = load_labels(report.sentences)
    names = {*section_names(report, labels)} - left_out(report, labels, list(texts(document)))
    sections = {name: [""] for name in names}
    checked(report.word_template, template_words(report, labels, sections), STYLES)
