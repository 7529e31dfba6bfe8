"""What a sentence of the report may name: figures, lists and functions, by the names that templates use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.lineage import letters_before
from vstbcpn_cli.edition.model import Task
from vstbcpn_cli.report.context.chart_data import Charts
from vstbcpn_cli.report.context.citations import Citations, load_citations
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import Spelled, annexes, period_view, sections, units_view
from vstbcpn_cli.report.context.printable import AnswerCount
from vstbcpn_cli.report.context.summary_tables import ShortTables
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.task_fields import TaskFields
from vstbcpn_cli.report.context.unit_statements import Statements
from vstbcpn_cli.report.document.text import figure_of
from vstbcpn_cli.report.judgement.judgements import Judgements, names_given
from vstbcpn_cli.report.judgement.load import Known, load_judgements
from vstbcpn_cli.report.judgement.measures import Facts
from vstbcpn_cli.report.judgement.wording import JudgementWords
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import SUFFIX, files_in
from vstbcpn_cli.report.templates.named_codes import named_codes
from vstbcpn_cli.report.unknown_names import nearest
from vstbcpn_cli.text.numbers import counted, number

_FINEST = 6
"""Decimals of the finest figure a unit can mean, a millionth of its measure."""


def vocabulary(report: Report, labels: Labels) -> dict[str, Any]:
    """Every name a sentence may use."""
    context = Context(report, labels)
    made = report.consolidation
    grids, targets = Grids(context), Targets(made)
    office = report.office
    opening, letter = f"{office.legal_basis} {office.request}", made.edition.letter
    citations = load_citations(report.sentences, opening, letter, letters_before(made.edition))
    charts, tables = Charts(context, grids), ShortTables(context)
    fields = _task_fields(context, report.sentences)
    speakers = (context, grids, charts, targets, Spelled(labels), Statements(context), tables, citations, fields)
    units, numbered = units_view(report, labels), annexes(report, labels)
    plain: dict[str, Any] = {
        "don_vi": units,
        "ky": period_view(report),
        "co_quan": {
            "thuong_truc": office.standing_office,
            "ban": office.committee,
            "can_cu": office.legal_basis,
            "yeu_cau": office.request,
            "ban_hanh": report.issued_by.name,
        },
        "phu_luc": numbered,
    }
    judged = _judgements(report, Facts(context, grids, targets, units, numbered), citations, plain)
    return {
        **dict(function for speaker in (*speakers, judged) for function in _functions(speaker)),
        "hoi_kien_nghi": made.edition.proposals is not None,
        "tieu_de": report.consolidation.edition.title,
        **plain,
        "muc": sections(report),
        "chu": made.edition.words,
        "so_chu": _printer(padded=labels.padded),
        **{mode: mode == made.edition.election_mode for mode in made.edition.modes},
    }


def _judgements(report: Report, facts: Facts, citations: Citations, plain: Mapping[str, Any]) -> Judgements:
    given = names_given(*plain.items())
    period = report.consolidation.coverage.period.code
    told = load_judgements(report.sentences, facts.of.edition, period, Known(given, citations.documents))
    return Judgements(facts, JudgementWords(facts.of, citations, given), told, Statements(facts.of))


def _task_fields(context: Context, folders: Sequence[Path]) -> TaskFields:
    files = section_files(folders)
    written = frozenset(t.code for t in context.edition.tasks if section_of(t) in files)
    kept = frozenset(map(str, context.labels.get("kieu", "chi_in_o_phu_luc")))
    known = {*context.edition.indicators, *context.edition.matrices, *context.edition.tables}
    for code in sorted(kept - known):
        near = nearest(code, known)
        hint = f" Mã gần giống: “{near}”." if near else ""
        raise ConfigurationError(
            f"{context.labels.source}: khóa “kieu.chi_in_o_phu_luc” có mã “{code}” không có trong biểu mẫu.{hint} "
            "Đề nghị ghi mã theo tệp ten-trong-mau.md."
        )
    return TaskFields(context, named_codes(folders, context.labels), written, kept)


def section_of(task: Task) -> str:
    """The name of the sentence file of a task: “t6” of T6."""
    return task.code.lower().replace(".", "-")


def _printed_number(value: int | Decimal | Fraction | float, places: int | None = None, *, padded: bool = False) -> str:  # noqa: PYI041 - told apart
    """`number` of a figure, or of what a sentence has divided, which has more decimals than any figure."""
    if isinstance(value, AnswerCount):
        return figure_of(value.ma, counted(value, padded=padded))
    if isinstance(value, int):
        return counted(value, padded=padded)
    if isinstance(value, float) or (isinstance(value, Decimal) and value != round(value, _FINEST)):
        value = Fraction(value)
    return number(value, places)


def _printer(*, padded: bool) -> Callable[..., str]:
    """The function `so_chu` of one report."""

    def so_chu(value: int | Decimal | Fraction | float, places: int | None = None) -> str:  # noqa: PYI041 - told apart
        return _printed_number(value, places, padded=padded)

    return so_chu


def _functions(owner: object) -> list[tuple[str, Any]]:
    """The public methods of an object: what they are called in Python is what they are called in a template."""
    names = [n for n, v in vars(type(owner)).items() if callable(v) and not n.startswith("_")]
    return [(n, getattr(owner, n)) for n in names]


def section_files(folders: Sequence[Path]) -> list[str]:
    """The names of the sections of the folders; a file starting with “_” is none."""
    return [p.stem for p in files_in(folders, f"*{SUFFIX}") if not p.name.startswith("_")]
