"""A returned file to a Submission: the only door by which a file comes in; it never raises for what a file holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.applicability import Applicability
from vstbcpn_cli.edition.model import Edition, Register, ReportingPeriod, ReportingUnit
from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.self_check import Live
from vstbcpn_cli.model.submission import Problem, SourceFile, Stamp, Submission, Unreadable
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.normalise import cut, plain, scrubbed
from vstbcpn_cli.workbook.form.form_plan import FormPlans
from vstbcpn_cli.workbook.form.form_stamp import find_stamp, stated
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.form.stamp import fields_of
from vstbcpn_cli.workbook.formats.detect import open_book
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE
from vstbcpn_cli.workbook.raw import RawBook, UnreadableBookError
from vstbcpn_cli.workbook.reading.code_recovery import FormWords
from vstbcpn_cli.workbook.reading.form_reader import FormReader
from vstbcpn_cli.workbook.reading.identity_check import refuse_mixture
from vstbcpn_cli.workbook.reading.legacy_fonts import in_unicode
from vstbcpn_cli.workbook.reading.locate import CodeBook, locate
from vstbcpn_cli.workbook.reading.strip_marks import set_aside
from vstbcpn_cli.workbook.reading.workbook_remarks import refuse_names

_YEAR = re.compile(r"20[0-9]{2}(?![0-9])")
"""How the names of editions begin. Any other, and an issue of more digits, is none that was ever sent out."""
_LONGEST_ISSUE = 4
_LONGEST_NAME = 100
_MOST_WORDS = 3
HEAVY = 10 * 2**20
"""Bytes of a file that says of itself that it is heavy; a filled form has a third of a megabyte."""


class Reader(msgspec.Struct, frozen=True, dict=True):
    """Reads files against one edition, period and register; the code book and the printed texts are made once.

    `live` gives the lines of the self-check, whose words are the form's own. `recalculates` says whether formulas are
    computed again; without that none of their results can be checked. `repairs` are what the office has decided on,
    `known` what the form of a unit prints, where that was made before.
    """

    edition: Edition
    period: ReportingPeriod
    register: Register
    live: Live
    recalculates: bool = True
    repairs: Repairs = msgspec.field(default_factory=Repairs)
    known: Callable[[ReportingUnit], FormTexts | None] = lambda _: None

    @cached_property
    def codes(self) -> CodeBook:
        return CodeBook(self.edition)

    @cached_property
    def _plans(self) -> FormPlans:
        return FormPlans(self.edition, self.period, self.live, previous=True)

    @cached_property
    def _forms(self) -> dict[tuple[str, tuple[str, ...]], tuple[FormTexts, FormWords]]:
        return {}

    def printed(self, unit: ReportingUnit) -> FormTexts:
        """What the form of a unit prints; it is the same for all of its kind that lead the same."""
        standing = {t.code: t.rows for t in self.edition.tables.values() if t.standing is not None}
        return FormTexts.of(self._plans.of(unit, standing))

    def read(self, path: Path, shown: str) -> Submission | Unreadable:
        """`shown` is the path as findings print it. A file that cannot be opened at all raises OSError."""
        name, title = scrubbed(shown), scrubbed(path.name)
        size = path.stat().st_size
        if size > LARGEST_FILE:
            problem = Problem(ProblemKind.TOO_LARGE, shown=title, details={"case": "", "reason": "heavy-file"})
            return Unreadable(SourceFile(name, size=size), problem)
        content = content_of(path, LARGEST_FILE)
        digest = hashlib.sha256(content).hexdigest()
        file = SourceFile(name, digest, len(content))
        stamp = Stamp()
        try:
            book, notes = open_book(path, content)
            aside = set_aside(book)
            book = in_unicode(aside.book)
            file = SourceFile(file.path, digest, len(content), plain(book.program))
            marked = find_stamp(book) or stated(book, self.edition)
            if marked is None:
                return Unreadable(file, Problem(ProblemKind.NOT_OUR_FORM), stamp)
            stamp = marked
            unit = self._unit(stamp)
            if size > HEAVY:
                notes.append(noticed(ProblemKind.HEAVY_FILE, megabytes=str(size // 2**20)))
            answers = self._answers(unit, stamp, book)
            if (stamp.fingerprint or self.edition.fingerprint) != self.edition.fingerprint:
                differences = _some(answers.texts)
                same = "same-number-told" if differences else "same-number"
                case = same if stamp.issue == str(self.edition.issue) else ""
                notes.append(noticed(ProblemKind.EARLIER_ISSUE, case=case, differences=differences))
            problems = [Problem(kind, None, None, title, details) for kind, details in notes]
            found = answers.submission(file, stamp, [*problems, *aside.problems])
            return replace(found, count=found.count + aside.count)
        except UnreadableBookError as fault:
            return Unreadable(file, Problem(fault.kind, shown=fault.shown or title, details=fault.details), stamp)

    def _answers(self, unit: ReportingUnit, stamp: Stamp, book: RawBook) -> FormReader:
        applies = Applicability(self.edition, unit, self.period)
        kind = unit.kind, unit.lead_for
        if kind not in self._forms:
            printed = self.known(unit) or self.printed(unit)
            words = FormWords(self.edition, printed.first_labels, printed.issued_headings, self.codes.lines)
            self._forms[kind] = printed, words
        printed, words = self._forms[kind]
        texts = printed.stamped(fields_of(applies), stamp, book)
        maps = locate(book, self.codes, words, texts.other, unsure=texts.unsure)
        refuse_names(book)
        refuse_mixture(applies, self.register, maps)
        return FormReader(applies, book, maps, texts, self.recalculates, self.repairs)

    def _unit(self, stamp: Stamp) -> ReportingUnit:
        """The unit of a stamp, once edition, period and register accept it."""
        year = _YEAR.match(stamp.edition)
        own = stamp.edition == self.edition.edition
        if (not own and year is None) or len(stamp.issue) > _LONGEST_ISSUE:
            theirs = f"{stamp.edition}, lần phát hành {stamp.issue}" if own else stamp.edition
            details = {"case": "unknown", "theirs": cut(theirs, _LONGEST_NAME), "ours": self.edition.edition}
            raise UnreadableBookError(ProblemKind.OTHER_EDITION, **details)
        if year is not None and int(year[0]) > self.edition.year:
            raise UnreadableBookError(ProblemKind.NEWER_FORM, theirs=stamp.edition, ours=self.edition.edition)
        if own and stamp.issue.isdigit() and int(stamp.issue) > self.edition.issue:
            known = f"{self.edition.edition}, lần phát hành {self.edition.issue}"
            newer = f"{stamp.edition}, lần phát hành {int(stamp.issue)}"
            raise UnreadableBookError(ProblemKind.NEWER_FORM, theirs=newer, ours=known)
        if not own:
            details = {"case": "", "theirs": stamp.edition, "ours": self.edition.edition}
            raise UnreadableBookError(ProblemKind.OTHER_EDITION, **details)
        if stamp.period != self.period.code:
            theirs = self._period_name(stamp.period)
            raise UnreadableBookError(ProblemKind.OTHER_PERIOD, theirs=theirs, ours=self.period.name)
        unit = self.register.get(stamp.unit)
        if unit is None:
            raise UnreadableBookError(ProblemKind.UNKNOWN_UNIT, shown=stamp.unit)
        if not unit.valid_on(self.period.until_date):
            heirs = (self.register.get(c) for c in unit.successors)
            names = ", ".join(h.name if h else c for c, h in zip(unit.successors, heirs, strict=True))
            raise UnreadableBookError(ProblemKind.UNIT_NOT_VALID, unit=unit.name, successors=names)
        return unit

    def _period_name(self, code: str) -> str:
        return self.edition.periods[code].name if code in self.edition.periods else code


def _some(texts: FormTexts) -> str:
    """The first few of what two issues do not share, and how many there are; of choices that are called otherwise now
    all, for they are counted under their new name."""
    most = max(_MOST_WORDS, sum(map(len, texts.renamed.values())))
    return first_of(texts.reworded, most, "chỗ") if texts.reworded else ""
