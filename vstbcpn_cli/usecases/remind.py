"""One round of reminders: the letter to all, per unit a folder with its letter, a short text and, where a wrong file
had come, the right form; a list of all of them. Earlier rounds stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.coverage import UnitCoverage, UnitStanding
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.dispatch_list import FOLDER, LIST, Parcel, write_list
from vstbcpn_cli.report.reminder.letters import TEMPLATE, render_letter, short_text
from vstbcpn_cli.report.reminder.wording import ReminderWords
from vstbcpn_cli.report.renderer import spelled
from vstbcpn_cli.runtime.atomic_outputs import sha256
from vstbcpn_cli.runtime.file_names import safe_name, safe_names
from vstbcpn_cli.runtime.resources import common_templates
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.edited_documents import EditedDocuments, is_paper
from vstbcpn_cli.usecases.feedback_history import WrittenFile
from vstbcpn_cli.usecases.intake.generated_files import refuse_returns
from vstbcpn_cli.usecases.intake.intake import Intake, Progress
from vstbcpn_cli.usecases.make_template import blanks
from vstbcpn_cli.usecases.outgoing import blank_names
from vstbcpn_cli.usecases.reminder_rounds import RECORD, ReminderRound, Rounds, load_rounds, save_rounds


class Reminded(msgspec.Struct, frozen=True):
    """What was written in which round, for how many units, and what became of letters that somebody had edited."""

    number: int
    units: int
    dispatch: Path
    files: tuple[Path, ...]
    edited: EditedDocuments


class _Parcel(msgspec.Struct, frozen=True):
    """The names of the files for one unit, from the folder of all rounds on; `blank` is "" where none goes with it."""

    one: UnitCoverage
    folder: str
    letter: str
    text: str
    blank: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.letter, self.text, self.blank)))


def remind(
    intake: Intake,
    folder: Path,
    reply: str,
    issuer: str,
    inputs: Iterable[Path],
    progress: Progress,
    *,
    again: bool = False,
    fresh: bool = False,
) -> Reminded | None:
    """Writes the round of `intake.day` as one set, and nothing where nobody is left to remind.

    On the same day, or `again`, the last round is written once more. Letters that somebody has edited keep what he
    wrote, unless all are to be `fresh`. Raises `ConfigurationError` and `OutputError`.
    """
    coverage, setting = intake.coverage, intake.setting
    edition, period = setting.edition.edition, setting.period.code
    written = load_rounds(folder, edition, period)
    before = written.before(intake.day, again=again)
    found = spelled(setting.edition.office).issuer(issuer)
    if found is None:
        raise ConfigurationError(f"Không có cơ quan ban hành “{issuer}”. Đề nghị xem --issuer của lệnh consolidate.")
    common = common_templates()
    labels = load_labels([common / FOLDER])
    words = ReminderWords(labels, coverage, intake.day, reply, found, before.earlier(), intake.ours_to_open)
    if not words.reminded:
        return None
    current = len(before.rounds) + 1
    here, title = f"lan-{current}", f"{edition}-{period}"
    dispatch, listed = f"{here}/{safe_name('cong-van-don-doc', title, '.docx')}", f"{here}/{LIST}"
    parcels = _parcels(intake, words.reminded, here, title)
    names = [dispatch, *(n for p in parcels for n in p.names), listed]
    old = [o for o in written.outputs if o.name.startswith(f"{here}/") and o.name not in names]
    kept = [o for o in written.outputs if not o.name.startswith(f"{here}/") and not is_paper(o.name)]
    edited = EditedDocuments(folder, fresh=fresh)
    author = found.name
    with edited.staged([*names, RECORD], [*intake.paths, *inputs], [o.name for o in old]) as stage:
        refuse_returns(folder, names)
        render_letter(words.dispatch(), common / TEMPLATE, stage / dispatch, labels.text("cong_van", "ten"), author)
        _write_blanks(intake, parcels, stage)
        for n, parcel in enumerate(parcels):
            progress(n, len(parcels))
            earlier, blank = before.earlier(parcel.one.unit.code), Path(parcel.blank).name if parcel.blank else ""
            letter = words.letter(parcel.one, earlier, blank)
            render_letter(letter, common / TEMPLATE, stage / parcel.letter, labels.text("thu", "ten"), author)
            text = short_text(words.text_names(parcel.one, earlier, blank), common / FOLDER)
            (stage / parcel.text).write_text(text + "\n", encoding="utf-8-sig", newline="\r\n")
        progress(len(parcels), len(parcels))
        note = labels.filled("danh_sach", "ghi_chu", so=number(len(parcels)), ngay=short_date(intake.day))
        head = labels.filled("danh_sach", "don_doc", lan=number(current))
        write_list([_listed(p, words) for p in parcels], stage / listed, labels, head, note)
        edited.merge(stage, names, title)
        whose = {n: p.one.unit.code for p in parcels for n in p.names}
        made = [WrittenFile(n, sha256(stage / n), whose.get(n, ""), edited.original(n)) for n in (*names, *edited.more)]
        this = ReminderRound(intake.day, tuple(p.one.unit.code for p in parcels))
        if again and len(written.rounds) == current:
            this = replace(this, day=written.rounds[-1].day)
        save_rounds(Rounds((*before.rounds, this), (*kept, *made)), edition, period, stage / RECORD)
    files = tuple(folder / n for n in (*names, *edited.more, RECORD))
    return Reminded(current, len(parcels), folder / dispatch, files, edited)


def _parcels(intake: Intake, units: Iterable[UnitCoverage], here: str, title: str) -> list[_Parcel]:
    listed = list(units)
    folders = safe_names({u.unit.code: "" for u in listed})
    forms = blank_names(intake.setting, [u.unit for u in listed])
    made = []
    for one in listed:
        code = one.unit.code
        inside = f"{here}/{folders[code]}"
        wrong = intake.coverage.standing(one) is UnitStanding.UNUSABLE
        letter, text = (safe_name(f"{code}_{what}", title, e) for what, e in (("thu", ".docx"), ("tin-nhan", ".txt")))
        blank = f"{inside}/{forms[code]}" if wrong else ""
        made.append(_Parcel(one, inside, f"{inside}/{letter}", f"{inside}/{text}", blank))
    return made


def _write_blanks(intake: Intake, parcels: Iterable[_Parcel], stage: Path) -> None:
    named: Mapping[str, str] = {p.one.unit.code: p.blank for p in parcels if p.blank}
    units = [p.one.unit for p in parcels if p.blank]
    previous: Previous | None = intake.previous
    for unit, blank in blanks(intake.setting, units, previous):
        (stage / named[unit.code]).write_bytes(blank)


def _listed(parcel: _Parcel, words: ReminderWords) -> Parcel:
    unit, files = parcel.one.unit, [Path(n).name for n in parcel.names]
    return Parcel(unit.name, words.state(parcel.one), Path(parcel.folder).name, files, unit)
