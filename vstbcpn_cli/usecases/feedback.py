"""Feedback for every unit that has sent a file, in rounds: per unit a folder with the marked copy, the slip, a short
text and, where a wrong file had come, the right form; a list of all of them, and a record of what was said."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.model import ReportingUnit
from vstbcpn_cli.model.feedback import feedback_on
from vstbcpn_cli.model.told_findings import EarlierFeedback
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.dispatch_list import FOLDER as DISPATCH
from vstbcpn_cli.report.dispatch_list import LIST, Parcel, write_list
from vstbcpn_cli.report.feedback.short_text import short_text
from vstbcpn_cli.report.feedback.slip import TEMPLATE, render_slip
from vstbcpn_cli.report.feedback.wording import FOLDER, FeedbackWords, MarkedCopy
from vstbcpn_cli.rules.registry import bind, looks_of
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.atomic_outputs import same, scratch, sha256
from vstbcpn_cli.runtime.file_names import safe_name
from vstbcpn_cli.runtime.output_folder import remove_emptied
from vstbcpn_cli.runtime.resources import common_templates
from vstbcpn_cli.runtime.work_steps import Step
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.edited_documents import EditedDocuments, is_paper
from vstbcpn_cli.usecases.feedback_history import (
    RECORD,
    FeedbackHistory,
    FeedbackRound,
    Told,
    WrittenFile,
    in_order,
    last_before,
    load_told,
    save_told,
)
from vstbcpn_cli.usecases.file_process import Copied, ToMark, marked
from vstbcpn_cli.usecases.intake.generated_files import refuse_returns
from vstbcpn_cli.usecases.intake.intake import Intake, Progress
from vstbcpn_cli.usecases.intake.reader_process import processors
from vstbcpn_cli.usecases.make_template import blanks
from vstbcpn_cli.usecases.outgoing import blank_names
from vstbcpn_cli.usecases.season.season_names import LOG_NAMES
from vstbcpn_cli.usecases.told_feedback import as_told, for_the_office, rule_kinds, stems_of, told_digest, unit_of

_WORKBOOKS = (".xlsx", ".xlsm")
_COPIES = {
    Copied.FORMAT: MarkedCopy.FORMAT,
    Copied.IMPOSSIBLE: MarkedCopy.IMPOSSIBLE,
    Copied.NOT_BEGUN: MarkedCopy.NOT_BEGUN,
}
History = Mapping[str, tuple[EarlierFeedback, ...]]


class WrittenFeedback(msgspec.Struct, frozen=True):
    """What was written, none where nothing is new since the last `round`; the files of which nothing is for a unit (the
    office deals with them itself), those whose marked copy the machine has not begun, and what became of slips that
    somebody had edited; `listed` is the list of the round, None where there is nothing for any unit."""

    files: tuple[Path, ...]
    for_the_office: tuple[str, ...]
    not_begun: tuple[str, ...]
    edited: EditedDocuments
    round: int
    listed: Path | None


class _Letter(msgspec.Struct, frozen=True):
    """What goes back for one file: `stem` begins the names of its outputs and names their folder in `inside`, `marked`
    is where the marked workbook lies until the set is written, None without one, and `ending` what its name ends with;
    `form` is the name of the right form, "" where none goes with it."""

    words: FeedbackWords
    stem: str
    inside: str
    copy: MarkedCopy
    marked: Path | None = None
    ending: str = ""
    form: str = ""

    @property
    def unit(self) -> str:
        unit = self.words.feedback.unit
        return unit.code if unit else ""

    @property
    def copy_name(self) -> str:
        """Nothing where there is no marked copy."""
        return self._named("da-danh-dau", self.ending) if self.marked is not None else ""

    @property
    def slip(self) -> str:
        return self._named("phieu-phan-hoi", ".docx")

    @property
    def text(self) -> str:
        return self._named("tin-nhan", ".txt")

    @property
    def blank(self) -> str:
        return f"{self.inside}/{self.form}" if self.form else ""

    def told(self, digest: str) -> Told:
        return Told(self.unit, self.words.unit, self.words.say("ket_qua", self.words.result), digest)

    def names(self) -> tuple[str, ...]:
        """Its files, from the folder of all rounds on."""
        return tuple(filter(None, (self.copy_name, self.slip, self.text, self.blank)))

    def _named(self, what: str, ending: str) -> str:
        feedback = self.words.feedback
        title = f"{feedback.edition.edition}-{feedback.period.code}"
        return f"{self.inside}/{safe_name(f'{self.stem}_{what}', title, ending)}"


def write_feedback(
    intake: Intake, folder: Path, inputs: Iterable[Path], progress: Progress, *, fresh: bool = False
) -> WrittenFeedback:
    """Writes the feedback on all files as one set. A file that a later one of its unit replaces gets none.

    What an earlier round has told already is not told again; a round of the same day is written once more, and none is
    begun where there is nothing for any unit.
    `inputs` are files of the run beside the returned ones. A slip that somebody has edited keeps what he wrote, unless
    all are to be `fresh`. Raises `OutputError` and `ConfigurationError`; then nothing
    of the set has changed.
    """
    edition, period = intake.setting.edition.edition, intake.setting.period.code
    before = load_told(folder, edition, period)
    history = _history(intake, before)
    every, passed = stems_of(intake)
    digests = {stem: told_digest(intake, n) for n, stem in every.items()}
    current = _round_of(before, intake.reply_day, digests, fresh=fresh)
    here, given = f"dot-{current}", before.given(current - 1)
    listed = f"{here}/{LIST}"
    stems = {n: stem for n, stem in every.items() if given.get(stem) != digests[stem]}
    edited = EditedDocuments(folder, fresh=fresh)
    again = current == len(before.rounds)
    if again and not fresh and before.rounds[-1].day < intake.reply_day:
        return WrittenFeedback((), passed, (), edited, current, folder / listed)
    with scratch(folder) as aside:
        letters = list(_letters(intake, stems, here, history, aside))
        names = [name for letter in letters for name in letter.names()]
        concerned = {letter.unit for letter in letters if letter.unit}
        told = {
            x.stem: Told(x.unit, x.words.unit, x.words.say("ket_qua", x.words.result), digests[x.stem]) for x in letters
        }
        kept = tuple(o for o in before.outputs if _stays(o, here, {*names, listed}, concerned))
        if again:
            others = {f: t for f, t in before.rounds[-1].told.items() if t.unit not in concerned}
            told = {**{f: t for f, t in others.items() if any(_in_folder(o, here, f) for o in kept)}, **told}
        this, index = FeedbackRound(intake.reply_day, told), [listed] if told else []
        sources = _inputs(intake, inputs)
        with edited.staged([*names, *index, RECORD], sources) as stage:
            refuse_returns(folder, names)
            _write_forms(intake, letters, stage)
            for n, letter in enumerate(letters):
                progress(n, len(letters))
                _write(letter, stage)
            progress(len(letters), len(letters))
            for name in index:
                _write_list(intake, current, this, [*(o.name for o in kept), *names], stage / name)
            work_steps.at(Step.MERGE)
            edited.merge(stage, names, f"{edition}-{period}")
            whose = {n: letter.unit for letter in letters for n in letter.names()}
            whose |= dict.fromkeys([*index, *edited.more], "")
            written = tuple(WrittenFile(n, sha256(stage / n), u, edited.original(n)) for n, u in whose.items())
            rounds = (*before.rounds[: current - 1], *([this] if told else []))
            save_told(FeedbackHistory(history, (*kept, *written), rounds), edition, period, stage / RECORD)
    _remove_stale(folder, before, {*names, *index, *edited.more, *(o.name for o in kept)})
    not_begun = tuple(x.words.file for x in letters if x.copy is MarkedCopy.NOT_BEGUN)
    files = tuple(folder / name for name in (*names, *index, *edited.more, RECORD))
    return WrittenFeedback(files, passed, not_begun, edited, current, folder / listed if told else None)


def _inputs(intake: Intake, others: Iterable[Path]) -> list[Path]:
    lists = dict.fromkeys(p.parent / name for p in intake.paths for name in LOG_NAMES)
    return [*intake.paths, *others, *lists]


# --------------------------------------------------------------------------------------------------------- the rounds
def _round_of(before: FeedbackHistory, day: dt.date, digests: Mapping[str, str], *, fresh: bool) -> int:
    """Which round is written: the last one once more on its own day, where nothing is new, or where all is to be
    `fresh`; else the next."""
    done = len(before.rounds)
    given = before.given(done)
    new = any(given.get(stem) != digest for stem, digest in digests.items())
    return done if done and (fresh or not new or before.rounds[-1].day >= day) else done + 1


def _stays(old: WrittenFile, here: str, names: Container[str], concerned: Container[str]) -> bool:
    """Whether a file written before is still what was given back: that of an earlier round always is."""
    of_this = old.name.startswith(f"{here}/")
    return not is_paper(old.name) and not (of_this and (old.name in names or old.unit in concerned or not old.unit))


def _in_folder(old: WrittenFile, here: str, folder: str) -> bool:
    return old.name.startswith(f"{here}/{folder}/")


def _write_list(intake: Intake, current: int, this: FeedbackRound, names: Iterable[str], path: Path) -> None:
    labels = load_labels([common_templates() / DISPATCH])
    inside: dict[str, list[str]] = {}
    for name in names:
        folder, _, file = name.rpartition("/")
        inside.setdefault(folder, []).append(file)
    register = intake.setting.register
    parcels = [
        Parcel(t.name, t.about, f, sorted(inside.get(f"dot-{current}/{f}", [])), register.get(t.unit))
        for f, t in sorted(this.told.items(), key=lambda item: _order(register.get(item[1].unit), item[0]))
    ]
    note = labels.filled("danh_sach", "ghi_chu", so=number(len(parcels)), ngay=short_date(this.day))
    write_list(parcels, path, labels, labels.filled("danh_sach", "phan_hoi", dot=number(current)), note)


def _order(unit: ReportingUnit | None, folder: str) -> tuple[bool, int, str]:
    return unit is None, unit.order if unit else 0, folder


def _history(intake: Intake, before: FeedbackHistory) -> History:
    """Every file of every unit, those of this run with what they are told now."""
    now: dict[str, list[EarlierFeedback]] = {}
    for judged in intake.judged:
        unit = unit_of(intake, judged)
        if unit is not None:
            now.setdefault(unit.code, []).append(
                as_told(judged, intake.setting.edition.private, before.units.get(unit.code, ()))
            )
    return {code: in_order(before.units.get(code, ()), now.get(code, ())) for code in {*before.units, *now}}


def _letters(intake: Intake, stems: Mapping[int, str], here: str, history: History, aside: Path) -> Iterator[_Letter]:
    labels, setting = load_labels([common_templates() / FOLDER]), (intake.setting.edition, intake.setting.period)
    told: dict[int, FeedbackWords] = {}
    ran = {e.code for e in intake.ledger if e.ran}
    idle = {e.code for e in intake.ledger} - ran
    looks = looks_of(setting[0], bind(setting[0]))
    for n in stems:
        judged = intake.judged[n]
        unit = unit_of(intake, judged)
        earlier = (
            last_before(history.get(unit.code, ()), as_told(judged, setting[0].private))
            if unit and judged.submission
            else None
        )
        feedback = feedback_on(
            judged, setting, unit, for_the_office(), earlier, intake.reply, *rule_kinds(), idle, looks
        )
        told[n] = FeedbackWords(labels, feedback)
    to_mark = {n: _to_mark(w, intake.paths[n], aside / str(n)) for n, w in told.items() if _is_to_be_marked(w)}
    forms = blank_names(intake.setting, intake.setting.register.valid_on(intake.setting.period.until_date))
    copies = dict(zip(to_mark, marked(list(to_mark.values()), processors()), strict=True)) if to_mark else {}
    for n, stem in stems.items():
        copied, inside = copies.get(n), f"{here}/{stem}"
        if copied in (Copied.MADE, Copied.WITH_MACROS):
            ending = ".xlsm" if copied is Copied.WITH_MACROS else ".xlsx"
            yield _Letter(told[n], stem, inside, MarkedCopy.MADE, to_mark[n].target, ending)
        else:
            copy = MarkedCopy.NEEDLESS if copied is None else _COPIES[copied]
            unit = told[n].feedback.unit
            form = forms.get(unit.code, "") if unit and told[n].result == "gui_lai" else ""
            yield _Letter(told[n], stem, inside, copy, form=form)


def _is_to_be_marked(words: FeedbackWords) -> bool:
    return words.feedback.judged.submission is not None and bool(words.feedback.to_mend)


def _to_mark(words: FeedbackWords, path: Path, target: Path) -> ToMark:
    return ToMark(path, words.feedback.judged.outcome.file.sha256, words.markings(), target)


# ------------------------------------------------------------------------------------------------------ what is written
def _write(letter: _Letter, stage: Path) -> None:
    templates = common_templates()
    if letter.marked is not None:
        shutil.copyfile(letter.marked, stage / letter.copy_name)
    copied = Path(letter.copy_name).name
    render_slip(letter.words, templates / TEMPLATE, stage / letter.slip, letter.copy, copied, letter.form)
    text = short_text(letter.words, templates / FOLDER, letter.copy, letter.form)
    (stage / letter.text).write_text(text + "\n", encoding="utf-8-sig", newline="\r\n")


def _write_forms(intake: Intake, letters: Iterable[_Letter], stage: Path) -> None:
    """The right form of each unit that had sent a wrong file."""
    wanted = [(x.words.feedback.unit, x.blank) for x in letters if x.blank]
    made = dict(blanks(intake.setting, dict.fromkeys(u for u, _ in wanted if u is not None), intake.previous))
    for unit, blank in wanted:
        if unit is not None:
            (stage / blank).write_bytes(made[unit])


def _remove_stale(folder: Path, before: FeedbackHistory, current: set[str]) -> None:
    """A marked copy that no longer applies would be sent by mistake; one somebody has worked on stays."""
    for old in before.outputs:
        path = folder / old.name
        inside = not Path(old.name).is_absolute() and ".." not in Path(old.name).parts
        ours = old.name not in current and inside and path.is_file() and not old.original
        if ours and same(path, old.sha256):
            path.unlink(missing_ok=True)
            remove_emptied(folder, [old.name])
