"""Feedback for every unit that has sent a file: a marked copy, a slip, a short text, and a record of what was said."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vstbcpn_cli.commands.intake import Intake
from vstbcpn_cli.commands.sources import LOG_NAMES
from vstbcpn_cli.commands.told import RECORD, Told, Written, in_order, last_before, load_told, save_told
from vstbcpn_cli.commands.validate import unit_of
from vstbcpn_cli.coverage import Judged
from vstbcpn_cli.feedback import Earlier, Feedback, Said, feedback_on
from vstbcpn_cli.findings import Status
from vstbcpn_cli.report.feedback_words import FOLDER, Copy, FeedbackWords
from vstbcpn_cli.report.labels import Labels, load_labels
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.safety.names import safe_name
from vstbcpn_cli.safety.resources import templates_folder
from vstbcpn_cli.safety.staging import sha256, staged
from vstbcpn_cli.submission import Unreadable

_LOCK_FILE = "lock-file"
_LONGEST_STEM = 40
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Given:
    """What was written, and the files of which nothing is for a unit: the office deals with them itself."""

    files: tuple[Path, ...]
    for_the_office: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Letter:
    """One file of a unit and what goes back: `stem` begins the names of its outputs, `copy` is the marked workbook."""

    feedback: Feedback
    stem: str
    copy: Copy
    marked: bytes = b""

    @property
    def unit(self) -> str:
        return self.feedback.unit.code if self.feedback.unit else ""


def write_feedback(intake: Intake, folder: Path, inputs: Iterable[Path] = ()) -> Given:
    """Writes the feedback on all files as one set. A file that a later one of its unit replaces gets none.

    `inputs` are files of the run beside the returned ones. Raises `OutputError` and `ConfigurationError`; then nothing
    of the set has changed.
    """
    setting, labels = intake.setting, load_labels(templates_folder() / FOLDER)
    edition, period = setting.edition.edition, setting.period.code
    before = load_told(folder, edition, period)
    history = _history(intake, before)
    stems, passed = _stems(intake)
    letters = [_letter(intake, n, stem, history, labels) for n, stem in stems.items()]
    names = [_name(intake, letter.stem, end) for letter in letters for end in _ends(letter)]
    read = [*intake.paths, *inputs, *(p.parent / name for p in intake.paths for name in LOG_NAMES)]
    with staged(folder, [*names, RECORD], read) as stage:
        written = [w for letter in letters for w in _write(intake, letter, stage, labels)]
        concerned = {letter.unit for letter in letters if letter.unit}
        kept = [o for o in before.outputs if o.name not in names and o.unit not in concerned]
        save_told(Told(history, (*kept, *written)), edition, period, stage / RECORD)
    _remove_stale(folder, before, {*names, *(o.name for o in kept)})
    return Given(tuple(folder / name for name in (*names, RECORD)), passed)


# ----------------------------------------------------------------------------------------- which files, what of them
def _stems(intake: Intake) -> tuple[dict[int, str], tuple[str, ...]]:
    """The files that get feedback by their place, with the beginning of the names of their outputs."""
    wanted = [n for n, j in enumerate(intake.judged) if j.status is not Status.SUPERSEDED and not _is_lock_file(j)]
    told = [n for n in wanted if intake.judged[n].submission is not None or _told(intake.judged[n])]
    passed = tuple(intake.judged[n].outcome.file.path for n in wanted if n not in told)
    first: dict[str, int] = {}
    for n in sorted(told, key=lambda n: _rank(intake.judged[n]), reverse=True):
        unit = unit_of(intake, intake.judged[n])
        if unit is not None:
            first.setdefault(unit.code, n)
    named = {n: code for code, n in first.items()}
    return {n: named.get(n) or _stem_of_file(intake, n) for n in told}, passed


def _rank(judged: Judged) -> tuple[bool, object, str]:
    """The file that counts has the name of its unit, else the one received last."""
    return judged.submission is not None, judged.receipt.day, judged.outcome.file.path


def _stem_of_file(intake: Intake, n: int) -> str:
    file = intake.judged[n].outcome.file
    digest = file.sha256 or hashlib.sha256(file.path.encode()).hexdigest()
    return f"{Path(file.path).stem[:_LONGEST_STEM].strip()}-{digest[:8]}"


def _is_lock_file(judged: Judged) -> bool:
    return isinstance(judged.outcome, Unreadable) and judged.outcome.problem.kind == _LOCK_FILE


def _told(judged: Judged) -> bool:
    return any(f.rule not in _for_the_office() for f in judged.findings)


def _for_the_office() -> frozenset[str]:
    return frozenset(name for name, rule in rules().items() if rule.for_the_office)


def _history(intake: Intake, before: Told) -> dict[str, tuple[Earlier, ...]]:
    """Every file of every unit, those of this run with what they are told now."""
    found = {code: list(files) for code, files in before.units.items()}
    for judged in intake.judged:
        if judged.submission is not None:
            found.setdefault(judged.submission.unit, []).append(_as_told(judged))
    return {code: in_order(files) for code, files in found.items()}


def _as_told(judged: Judged) -> Earlier:
    file = judged.outcome.file
    said = tuple(Said.of(f) for f in judged.findings if f.rule not in _for_the_office())
    return Earlier(file.path, file.sha256, judged.receipt.day.isoformat(), said)


def _letter(intake: Intake, n: int, stem: str, history: dict[str, tuple[Earlier, ...]], labels: Labels) -> _Letter:
    judged, setting = intake.judged[n], intake.setting
    unit = unit_of(intake, judged)
    earlier = last_before(history.get(unit.code, ()), _as_told(judged)) if unit and judged.submission else None
    feedback = feedback_on(judged, (setting.edition, setting.period), unit, _for_the_office(), earlier)
    copy, marked = _marked(feedback, intake.paths[n], labels)
    return _Letter(feedback, stem, copy, marked)


def _marked(feedback: Feedback, path: Path, labels: Labels) -> tuple[Copy, bytes]:
    """The marked workbook, where there is anything to mark and a workbook that can be marked."""
    from vstbcpn_cli.excel.annotator import CannotMarkError, annotate

    if feedback.judged.submission is None or not feedback.to_mend:
        return Copy.NEEDLESS, b""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != feedback.judged.outcome.file.sha256:
        return Copy.IMPOSSIBLE, b""  # it was changed while it was being judged
    if not content.startswith(_ZIP) or b"opendocument.spreadsheet" in content[:200]:
        return Copy.FORMAT, b""
    try:
        return Copy.MADE, annotate(content, FeedbackWords(labels, feedback).markings())
    except CannotMarkError:
        return Copy.IMPOSSIBLE, b""


# ------------------------------------------------------------------------------------------------------ what is written
def _ends(letter: _Letter) -> Iterator[str]:
    """The ends of the names of what goes back to one unit."""
    if letter.copy is Copy.MADE:
        yield _copy_end(letter.marked)
    yield from ("phieu-phan-hoi.docx", "tin-nhan.txt")


def _copy_end(marked: bytes) -> str:
    """Excel opens a workbook with macros only under their own ending."""
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(marked)) as package:
        macros = b"macroEnabled" in package.read("[Content_Types].xml")
    return f"da-danh-dau.{'xlsm' if macros else 'xlsx'}"


def _name(intake: Intake, stem: str, end: str) -> str:
    edition, period = intake.setting.edition.edition, intake.setting.period.code
    title, dot, suffix = end.partition(".")
    return safe_name(f"{stem}_{title}", f"{edition}-{period}", dot + suffix)


def _write(intake: Intake, letter: _Letter, stage: Path, labels: Labels) -> Iterator[Written]:
    from vstbcpn_cli.report.slip import TEMPLATE, render_slip

    words, templates = FeedbackWords(labels, letter.feedback), templates_folder()
    names = [_name(intake, letter.stem, end) for end in _ends(letter)]
    if letter.copy is Copy.MADE:
        (stage / names[0]).write_bytes(letter.marked)
    render_slip(words, templates / TEMPLATE, stage / names[-2], letter.copy, names[0])
    text = words.text(templates / FOLDER, letter.copy)
    (stage / names[-1]).write_text(text + "\n", encoding="utf-8-sig", newline="\r\n")
    yield from (Written(name, sha256(stage / name), letter.unit) for name in names)


def _remove_stale(folder: Path, before: Told, current: set[str]) -> None:
    """A marked copy that no longer applies would be sent by mistake; one somebody has worked on stays."""
    for old in before.outputs:
        path = folder / old.name
        ours = old.name not in current and Path(old.name).name == old.name and path.is_file()
        if ours and sha256(path) == old.sha256:
            path.unlink(missing_ok=True)
