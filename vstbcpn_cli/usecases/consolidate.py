"""Returned files to the whole set of outputs with its manifest."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import COMMITTEE
from vstbcpn_cli.model.consolidation import consolidate
from vstbcpn_cli.model.earlier_period import MANIFEST, load_earlier
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.registry import DATA, renderers
from vstbcpn_cli.report.renderer import Renderer, Report
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.atomic_outputs import prepare
from vstbcpn_cli.runtime.file_names import safe_name
from vstbcpn_cli.runtime.file_print import sha256
from vstbcpn_cli.runtime.output_folder import test_names
from vstbcpn_cli.runtime.pdf_printing import NotPrintedError, print_pdf, printer
from vstbcpn_cli.runtime.work_steps import Step
from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.usecases.edited_documents import EditedDocuments
from vstbcpn_cli.usecases.intake.intake import Intake, Progress, setting_for, take_in
from vstbcpn_cli.usecases.intake.ledger_entry import LedgerEntry
from vstbcpn_cli.usecases.intake.sources import PassedOver, Sources, gather
from vstbcpn_cli.usecases.manifest import Made, manifest_of
from vstbcpn_cli.usecases.office_templates import check, chosen_templates, given_in
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.sealing import FinalStanding, KeptSets
from vstbcpn_cli.usecases.season import run_journal
from vstbcpn_cli.usecases.season.bookings import book_receipts
from vstbcpn_cli.usecases.season.log_writing import WrittenLog
from vstbcpn_cli.usecases.season.repair_list import RepairLine
from vstbcpn_cli.usecases.season.season_folder import SeasonFolder
from vstbcpn_cli.usecases.season.set_aside_warnings import SetAsideLine
from vstbcpn_cli.usecases.template_process import write_bounded


class Choices(msgspec.Struct, frozen=True):
    """What the officer asked for; `books` is the season whose log takes in what has come."""

    paths: tuple[str, ...]
    output: Path
    edition: str
    period: str | None = None
    units: Path | None = None
    previous: Path | None = None
    template: Path | None = None
    issuer: str = COMMITTEE
    strict: bool = False
    as_of: dt.date | None = None
    report_date: dt.date | None = None
    jobs: int | None = None
    trust_template: bool = False
    copy: Copy | None = None
    pdf: bool = False
    fresh: bool = False
    final: bool = False
    books: SeasonFolder | None = None
    log: Path | None = None


class Written(msgspec.Struct, frozen=True):
    """The files of a set, the digest of its data, the last final set, the folder that keeps what lay there before."""

    files: tuple[Path, ...]
    digest: str
    final: FinalStanding | None = None
    earlier: Path | None = None


class Done(msgspec.Struct, frozen=True):
    """What was written; no files when nothing could be used. Units are counted as everywhere (`Coverage`): `unused` are
    those among the `sent` of which no answer counts, `by_file` those whose day is that of their file. `as_of` is the
    day the report says files were received up to, `compared` whether it compares with the same period of an earlier
    year, `program_faults` as in `Intake`, `written` what was kept beside the set, `booked` what was entered in the log.
    """

    files: tuple[Path, ...]
    sent: int
    expected: int
    withheld: int
    missing: int = 0
    nil: int = 0
    excluded: int = 0
    unused: int = 0
    by_file: int = 0
    passed: PassedOver = msgspec.field(default_factory=PassedOver)
    aside: tuple[SetAsideLine, ...] = ()
    repaired: tuple[RepairLine, ...] = ()
    as_of: dt.date | None = None
    compared: bool = False
    ledger: tuple[LedgerEntry, ...] = ()
    program_faults: int = 0
    edited: EditedDocuments | None = None
    written: Written | None = None
    booked: WrittenLog | None = None

    @property
    def complete(self) -> bool:
        return self.sent + self.nil == self.expected and not self.withheld and not self.unused


def consolidate_files(choices: Choices, progress: Progress) -> Done:
    """Writes everything of contract section 6 as one set.

    Raises `NoSubmissionError`, `ConfigurationError`, `OutputError` and FileNotFoundError; then nothing of the set has
    changed. What has come in is entered in the log first, so that the set holds the log as it is from then on.
    """
    if choices.pdf and not printer():
        raise ConfigurationError(_NO_OFFICE)
    test_names(choices.output, ())
    sources = _without_outputs(gather(list(choices.paths), choices.log), choices)
    chosen = setting_for(choices.edition, choices.period, choices.units, sources.files, sources.contents)
    templates = chosen_templates(choices.template, chosen.edition)
    own = tuple(templates.files) if templates.own else ()
    inputs = sources.inputs((choices.units, choices.previous, *own))
    prepare(choices.output, [*_names(chosen), *_printed(chosen)], inputs)
    check(templates, chosen, choices.issuer, trusted=choices.trust_template)
    given = given_in(templates, chosen)
    data = choices.previous
    previous = load_earlier(data, chosen.edition, chosen.period, chosen.register) if data else None
    intake = take_in(chosen, sources, previous, progress, jobs=choices.jobs)
    booked = book_receipts(choices.books, intake) if choices.books else None
    if booked is not None and (booked.booked or booked.waits_for is not None):
        # The set is proved by the log as the next run reads it.
        sources = _without_outputs(gather(list(choices.paths), choices.log), choices)
    work_steps.at(Step.ADD_UP)
    made = consolidate(intake.coverage, strict=choices.strict, given=given)
    expected = len(intake.coverage.units)
    usable = sum(e.usable for e in made.entries)
    if not usable:
        withheld = len(made.withheld())
        return Done(
            *((), 0, expected, withheld),
            passed=intake.passed,
            aside=intake.aside,
            repaired=intake.repaired,
            ledger=intake.ledger,
            program_faults=intake.program_faults,
            booked=booked,
        )
    report = Report(
        consolidation=made,
        as_of=choices.as_of or max(u.counted.receipt.day for u in intake.coverage.sent if u.counted),
        report_date=choices.report_date,
        templates=templates.folder,
        template=templates.word,
        previous=previous,
        strict=choices.strict,
        issuer=choices.issuer,
        trusted=choices.trust_template,
        later=intake.passed.later,
    )
    edited = EditedDocuments(choices.output, fresh=choices.fresh)
    coverage = intake.coverage
    unused = len(coverage.sent) - usable
    made_with = Made(choices, sources, own=templates.own, unused=unused)
    written = _write(report, intake, made_with, inputs, edited)
    return Done(
        written.files,
        len(coverage.sent),
        expected,
        len(made.withheld()),
        len(coverage.missing),
        len(coverage.nil),
        len(coverage.excluded),
        unused,
        coverage.by_file,
        passed=intake.passed,
        as_of=report.as_of,
        compared=report.earlier is not None,
        aside=intake.aside,
        repaired=intake.repaired,
        ledger=intake.ledger,
        program_faults=intake.program_faults,
        edited=edited,
        written=written,
        booked=booked,
    )


def _without_outputs(sources: Sources, choices: Choices) -> Sources:
    """The results of an earlier run may lie under the folder that is read; they are no returns.

    Where the officer gives the folder of the results itself, or one inside it, what lies there is what he means. With
    `--as-of` the files received later are left out as if they had not come yet.
    """
    output = _real(choices.output)
    given = [_real(Path(p)) for p in choices.paths]
    outside = [p for p in (p if p.is_dir() else p.parent for p in given) if not p.is_relative_to(output)]
    files = [f for f in sources.files if f.named or not _is_output(_real(f.path), output, outside)]
    return replace(sources, files=tuple(files)).until(choices.as_of)


def _real(path: Path) -> Path:
    """Where it leads to; a circle of links leads nowhere and is told when somebody writes there."""
    return Path(os.path.realpath(path))


def _is_output(path: Path, output: Path, outside: list[Path]) -> bool:
    return path.is_relative_to(output) and any(path.is_relative_to(p) for p in outside)


def _names(chosen: Setting, copy: Copy | None = None, *, pdf: bool = False) -> list[str]:
    """The files of the set, its seal last; what is printed is the first of them."""
    stem = f"{chosen.edition.edition}-{chosen.period.code}"
    made = [file_name(r, stem) for r in renderers(copy)]
    return [*made, *([_as_pdf(made[0])] if pdf else []), MANIFEST]


def _printed(chosen: Setting) -> list[str]:
    """Every PDF that a set can have: of the one copy of the report or the other."""
    return [_as_pdf(_names(chosen, copy)[0]) for copy in Copy]


def _as_pdf(name: str) -> str:
    return str(Path(name).with_suffix(".pdf"))


def file_name(renderer: Renderer[Report], stem: str) -> str:
    """`bao-cao_2011-6t.docx`; every name is one that all systems can keep."""
    pattern = Path(renderer.file_name)
    title, _, code = pattern.stem.rpartition("_")
    return safe_name(code.format(stem=stem), title, pattern.suffix)


def _write(report: Report, intake: Intake, made: Made, inputs: list[Path], edited: EditedDocuments) -> Written:
    """The data first, whose digest is the mark of the set and stands in what is printed. With templates of the office
    the other outputs are made in a process that cannot take the run with it."""
    choices = made.choices
    names = _names(intake.setting, choices.copy, pdf=choices.pdf)
    # What is not asked for would say what the set does not say any more.
    gone = [name for name in (*_names(intake.setting), *_printed(intake.setting)) if name not in names]
    beside: list[str] = []
    with edited.staged(names, inputs, gone, beside) as stage:
        paths = {r.name: stage / name for r, name in zip(renderers(choices.copy), names, strict=False)}
        data, *others = sorted(renderers(choices.copy), key=lambda r: r.name != DATA)
        data.render(report, paths[DATA])
        report = replace(report, digest=sha256(paths[DATA]))
        if made.own:
            work_steps.at(Step.RENDER_OWN)
            write_bounded(report, {r.name: paths[r.name] for r in others})
        else:
            for n, writer in enumerate(others):
                work_steps.at(Step.RENDER, n, len(others))
                writer.render(report, paths[writer.name])
        work_steps.at(Step.MERGE)
        edited.merge(stage, names, report.stem)
        if choices.pdf:
            work_steps.at(Step.PRINT)
            _print(stage / names[0])
        outputs = {name: stage / name for name in (*names[:-1], *edited.more)}
        manifest = manifest_of(report, intake, made, outputs, {n: edited.original(n) for n in edited.merged})
        kept = KeptSets(choices.output, paths[DATA])
        earlier = kept.keep_earlier()
        final = kept.settle(outputs, manifest, made.unused, wanted=choices.final)
        beside += kept.files
    kept.close()
    run_journal.note(f"mã kiểm {digest_words(kept.digest)}")
    files = tuple(choices.output / name for name in (*names, *edited.more))
    return Written(files, kept.digest, final, earlier)


_NO_OFFICE = (
    "Máy này chưa có LibreOffice nên chưa ghi được bản PDF (--pdf). Đề nghị cài LibreOffice, hoặc chạy lại không có "
    "--pdf rồi mở báo cáo bằng Word, chọn lưu thành PDF."
)
_NOT_PRINTED = (
    "LibreOffice chưa in được báo cáo thành PDF nên chưa ghi gì. Đề nghị chạy lại, hoặc chạy không có --pdf rồi mở báo "
    "cáo bằng Word, chọn lưu thành PDF."
)


def _print(document: Path) -> None:
    """As it is after the merge: what somebody has edited in it stands in the PDF too."""
    try:
        print_pdf(document, document.with_suffix(".pdf"))
    except NotPrintedError as fault:
        raise ConfigurationError(_NOT_PRINTED) from fault
