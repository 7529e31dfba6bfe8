"""The judgements of one report by a file of a test's own, or by the files of its sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vstbcpn_cli.model.submission import Submission
from vstbcpn_cli.report.context.citations import load_citations
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import annexes, units_view
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.unit_statements import Statements
from vstbcpn_cli.report.judgement.judgements import Judgements
from vstbcpn_cli.report.judgement.load import FILE_NAME, Known, load_judgements
from vstbcpn_cli.report.judgement.measures import Facts
from vstbcpn_cli.report.judgement.wording import JudgementWords
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates.render_sections import render_sections


def judged(report: Report, text: str, folder: Path) -> Judgements:
    """The judgements of a file that says nothing but this."""
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    labels = load_labels(report.sentences)
    context = Context(report, labels)
    made = report.consolidation
    facts = Facts(context, Grids(context), Targets(made), units_view(report, labels), annexes(report, labels))
    citations = load_citations(report.sentences, "")
    told = load_judgements([folder], made.edition, made.coverage.period.code, Known((), citations.documents))
    return Judgements(facts, JudgementWords(context, citations, {}), told, Statements(context))


def entry(body: str, when: str = ">= 0", words: str = "{so}") -> str:
    """A file with one entry, which measures as `body` says and is a strength when `when` holds."""
    return f'[muc.a]\nten = "việc thử"\n{body}\nuu_diem_khi = "{when}"\nuu_diem = "{words}"\n'


def value_of(form: Submission, code: str) -> Any:
    """What a form says; None for nothing."""
    found = form.values.get(code)
    return None if found is None or not found.given else found.value


def sections_of(report: Report) -> dict[str, list[str]]:
    """What every section says, by its name."""
    return render_sections(report, load_labels(report.sentences)).paragraphs
