"""A season that was read before: the answers about its files, and the judgement on all of them.

Each is kept under a name for everything it was made of: the program, what edition, period and register say, the content
of the file and how it is called; the judgement besides of what the log and the earlier figures say and of every other
file. So nothing has to be known of what has changed since, and what cannot be found is made anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, Self

import msgspec

from vstbcpn_cli.model.coverage import Judged, Receipt, Recorded
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.model.repairs import NONE, Repairs
from vstbcpn_cli.model.submission import CellCount, Problem, SourceFile, Stamp, Submission, Unreadable
from vstbcpn_cli.runtime.kept_results import KeptResults, digest, program
from vstbcpn_cli.usecases.intake.answer import Answer
from vstbcpn_cli.usecases.intake.generated_files import lies_with_templates
from vstbcpn_cli.usecases.intake.kept_form import KeptForm
from vstbcpn_cli.usecases.intake.ledger_entry import LedgerEntry
from vstbcpn_cli.usecases.intake.plain_records import Form, form_of
from vstbcpn_cli.usecases.intake.said_sender import SaidSender, own_unit, said_sender
from vstbcpn_cli.usecases.intake.sources import VIETNAM, Found, Sources
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.kept_values import as_bytes, kept_for, value_of
from vstbcpn_cli.usecases.season.set_aside_warnings import SetAsideLine


class JudgedSeason(msgspec.Struct, frozen=True):
    """Every file judged, alone and beside the others; `places` says of each which of the sources it is. `own` and
    `claimed` are files of the program that were met among them."""

    judged: tuple[Judged, ...]
    places: tuple[int, ...] = ()
    own: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    aside: tuple[SetAsideLine, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()


class Again(msgspec.Struct, frozen=True):
    """What a run did not have to read: `kept` of `files` files, all of them as they were at the time `since`."""

    kept: int
    files: int
    since: dt.datetime | None = None


_Kept = tuple[str, str, bytes]
"""An answer as it is kept: the unit of the form, the mark of the repairs of this unit, and the answer itself."""


class _Head(msgspec.Struct, frozen=True):
    """What is known of a form without its answers."""

    file: SourceFile
    stamp: Stamp
    unit: str
    period: str
    problems: tuple[Problem, ...]
    count: CellCount


class _File(msgspec.Struct, frozen=True):
    place: int
    form: _Head | None
    unreadable: Unreadable | None
    findings: tuple[Finding, ...]
    status: Status
    receipt: Receipt
    excluded: Recorded | None
    said: SaidSender | None


class _Season(msgspec.Struct, frozen=True):
    files: tuple[_File, ...]
    own: tuple[str, ...]
    claimed: tuple[str, ...]
    aside: tuple[SetAsideLine, ...]
    ledger: tuple[LedgerEntry, ...]


@cache
def _form_of_season() -> tuple[Form, msgspec.msgpack.Decoder[Any]]:
    form = form_of(_Season)
    return form, msgspec.msgpack.Decoder(form.plain)


class KeptSeason(msgspec.Struct, dict=True):
    """The results of earlier runs for the files of this one."""

    results: KeptResults
    setting: Setting
    sources: Sources
    previous: Previous | None
    repairs: Repairs = NONE
    again: Again | None = None
    _reused: set[str] = msgspec.field(default_factory=set)

    @classmethod
    def of(cls, setting: Setting, sources: Sources, previous: Previous | None, repairs: Repairs) -> Self | None:
        """None outside the folder of a season. `repairs` are what the office has decided about cells: its list says
        more than that, and the program itself writes there."""
        results = kept_for(sources.asked)
        return cls(results, setting, sources, previous, repairs) if results is not None else None

    # -------------------------------------------------------------------------------------------------- the keys
    @cached_property
    def _about(self) -> str:
        return value_of((self.setting.edition, self.setting.period, self.setting.register))

    @cached_property
    def _key(self) -> str:
        """Of the whole season; "" where a file cannot be read."""
        files: list[bytes] = []
        for found in self.sources.files:
            content = self.sources.contents.of(found)
            if not content:
                return ""
            receipt = self.sources.receipt(found)
            files.append(as_bytes((_asked(found), content, found.listed, receipt.day, receipt.from_log)))
        log = self.sources.log
        # Its days are in the receipts; what the program has entered of a file changes no judgement.
        said = (log.files, log.units, log.nil, log.aside, self.previous)
        return digest(program(), self._about, as_bytes(said), as_bytes(self.repairs.marks), *files)

    def _slot(self, found: Found) -> str:
        return f"tep-{digest(self.results.placed(found.path), as_bytes(_asked(found)))[:24]}"

    def _answer_key(self, found: Found, content: str) -> str:
        return digest(program(), self._about, as_bytes(_asked(found)), content)

    # ------------------------------------------------------------------------------------------------- the answers
    def answer(self, found: Found) -> bytes | None:
        """What a process has answered about this very file, with the repairs of its unit as they are now."""
        content = self.sources.contents.of(found)
        kept = self.results.get(self._slot(found), self._answer_key(found, content)) if content else None
        if kept is None:
            return None
        unit, mark, answer = msgspec.msgpack.decode(kept, type=_Kept)
        if mark != self.repairs.marks.get(unit, ""):
            return None
        self._reused.add(found.shown)
        return answer

    def keep_answer(self, found: Found, answer: Answer, content: bytes) -> None:
        """Keeps what a process has answered, where it would answer the same the next time."""
        if _lasts(answer):
            key = self._answer_key(found, answer.outcome.file.sha256)
            unit = answer.submission.unit if answer.submission else ""
            kept: _Kept = unit, self.repairs.marks.get(unit, ""), content
            self.results.put(self._slot(found), key, msgspec.msgpack.encode(kept), self.results.placed(found.path))

    # -------------------------------------------------------------------------------------------------- the season
    def found(self) -> JudgedSeason | None:
        """The whole judgement of an earlier run, where everything is as it was."""
        if not self._key:
            return None
        content = self.results.get(self._season_slot, self._key)
        if content is None:
            return None
        form, decoder = _form_of_season()
        try:
            season: _Season = form.build(decoder.decode(content))
        except (msgspec.MsgspecError, ValueError):
            return None
        judged: list[Judged] = []
        for one in season.files:
            outcome = one.unreadable if one.form is None else self._form(one.form, self.sources.files[one.place])
            if outcome is None or self._said(one.place, outcome) != one.said:
                return None
            judged.append(Judged(outcome, one.findings, one.status, one.receipt, one.excluded))
        since = self.results.age(self._season_slot)
        total = len(self.sources.files)
        self.again = Again(total, total, dt.datetime.fromtimestamp(since, VIETNAM) if since else None)
        places = tuple(one.place for one in season.files)
        return JudgedSeason(tuple(judged), places, season.own, season.claimed, season.aside, season.ledger)

    def _form(self, head: _Head, found: Found) -> Submission | None:
        content = self.answer(found)
        if content is None:
            return None
        form = KeptForm(content)
        answers = (form.values, form.tables, form.nil_tasks)
        return Submission(head.file, head.stamp, head.unit, head.period, *answers, head.problems, head.count)

    def keep(self, season: JudgedSeason, answers: Mapping[Found, Answer]) -> None:
        """Keeps the judgement, where every file was as it is in the key, and none had to be left out for a reason that
        may be another the next time."""
        total, reused = len(self.sources.files), len(self._reused)
        self.again = Again(reused, total) if reused else None
        same = all(_lasts(a) and a.outcome.file.sha256 == self.sources.contents.of(f) for f, a in answers.items())
        if self._key and same and season.judged and not any(j.failed for j in season.judged):
            said = (self._said(n, j.outcome) for n, j in zip(season.places, season.judged, strict=True))
            files = tuple(map(_file, season.judged, season.places, said))
            form, _ = _form_of_season()
            record = _Season(files, season.own, season.claimed, season.aside, season.ledger)
            self.results.put(self._season_slot, self._key, msgspec.msgpack.encode(form.pack(record)))
        self.results.tidy()

    def _said(self, place: int, outcome: Submission | Unreadable) -> SaidSender | None:
        """What the log says of the sender of a file. That it says more than the file itself only the answer about the
        file shows, so it is held against what was kept and is no part of the key: what the program has entered in the
        log after it has judged changes no judgement."""
        return said_sender(self.sources.files[place], own_unit(outcome), self.sources.log, self.setting)

    @property
    def _season_slot(self) -> str:
        return f"mua-{self._key[:24]}"


def _asked(found: Found) -> tuple[str, str, bool, bool, bool]:
    """What besides its content an answer about a file depends on."""
    return found.shown, found.path.name, found.named, found.claimed, lies_with_templates(found.path)


def _lasts(answer: Answer) -> bool:
    """Whether the file alone has made the answer: it was read, by every rule."""
    return bool(answer.outcome.file.sha256) and not answer.failed


def _file(one: Judged, place: int, said: SaidSender | None) -> _File:
    form, unreadable = one.submission, one.outcome if isinstance(one.outcome, Unreadable) else None
    head = _Head(form.file, form.stamp, form.unit, form.period, form.problems, form.count) if form else None
    return _File(place, head, unreadable, one.findings, one.status, one.receipt, one.excluded, said)
