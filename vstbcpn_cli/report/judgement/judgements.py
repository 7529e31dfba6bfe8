"""What the report decides: strengths, weaknesses with their causes, directions, proposals, each on a figure that bears
it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec

from vstbcpn_cli.report.context.unit_statements import Addressee, Statement, Statements
from vstbcpn_cli.report.document.text import joined
from vstbcpn_cli.report.judgement.entry import AddresseeWords, Condition, Entry, JudgementFile
from vstbcpn_cli.report.judgement.measures import Facts, Measured, Unjudged
from vstbcpn_cli.report.judgement.wording import JudgementWords
from vstbcpn_cli.text.casing import lower_first, upper_first
from vstbcpn_cli.text.lists import series

UNLIMITED = 10**6


class Cause(msgspec.Struct, frozen=True):
    """Why something lacks: `n.ve` what it explains · `n.chu` the sentence of the figures, or nothing · `n.y` the reason
    most of the units give that were asked for one, where several give it."""

    ve: str
    chu: str = ""
    y: tuple[Statement, ...] = ()


class Request(msgspec.Struct, frozen=True):
    """What is asked of one addressee: `n.ten` · `n.cau` what the figures ask for · `n.y`, `n.con_lai` what units ask
    for, as of other answers."""

    ten: str
    cau: tuple[str, ...]
    y: tuple[Statement, ...] = ()
    con_lai: str = ""


class Judgements(msgspec.Struct, frozen=True, dict=True):
    """The judgements of one report, for templates; everything in the order of its weight, in each part no more than the
    file allows. A direction follows every weakness that is printed."""

    _facts: Facts
    _wording: JudgementWords
    _file: JudgementFile
    _statements: Statements

    def uu_diem(self) -> tuple[str, ...]:
        """What went well."""
        found = [(e, m) for e, m in self._judged if _holds(e.strength_when, m) and self._says(e, m, e.strength)]
        return tuple(self._filled(e.strength, m) for e, m in found[: self._most("uu_diem")])

    def han_che(self) -> tuple[str, ...]:
        """What did not."""
        return tuple(self._filled(e.weakness, m) for e, m in self._weak)

    def chua_danh_gia(self) -> tuple[Unjudged, ...]:
        """What cannot be judged of all, because too few have given it."""
        return tuple(self._open())

    def nguyen_nhan(self) -> tuple[Cause, ...]:
        """Why the weaknesses that are printed are there."""
        return tuple(self._causes())[: self._most("nguyen_nhan")]

    def phuong_huong(self) -> tuple[str, ...]:
        """Who does what: of each weakness that is printed, of what else is left to do, and what would be asked of an
        addressee that is the issuer itself."""
        weak = [e.name for e, _ in self._weak]
        work = sorted(self._work, key=lambda found: found[0].name not in weak)
        told = [(e.direction, m) for e, m in work if self._says(e, m, e.direction)]
        most = max(self._most("phuong_huong"), sum(1 for e, _ in work if e.name in weak and e.direction))
        own = [
            self._own(to, e.requests[to], m) for to in self._addressees if self._itself(to) for e, m in self._asking(to)
        ]
        return (*(self._filled(text, m) for text, m in told[:most]), *own)

    def cac_kien_nghi(self) -> tuple[Request, ...]:
        """What is proposed to others, by addressee in the order of the form's list: first what the figures ask for."""
        return tuple(r for to in self._addressees if not self._itself(to) for r in self._requests(to))

    def kien_nghi_voi_minh(self) -> tuple[Addressee, ...]:
        """What units ask of the issuer itself, which is work of its own and no proposal."""
        return tuple(n for n in self._statements.kien_nghi() if self._itself(n.ten))

    # -------------------------------------------------------------------------------------------------- what is decided
    @property
    def _measured(self) -> list[tuple[Entry, Measured]]:
        """What holds for this report, by weight; measured anew, so that each section prints figures of its own."""
        report = self._facts.of.report
        period = report.consolidation.coverage.period.code
        entries = [e for e in self._file.entries if e.holds_for(period, report.issuer)]
        return [(e, self._facts.measured(e)) for e in sorted(entries, key=lambda e: -e.weight)]

    @property
    def _judged(self) -> list[tuple[Entry, Measured]]:
        return [(e, m) for e, m in self._measured if m.borne(e.cover)]

    @property
    def _weak(self) -> list[tuple[Entry, Measured]]:
        found = [(e, m) for e, m in self._judged if _holds(e.weakness_when, m) and self._says(e, m, e.weakness)]
        return found[: self._most("han_che")]

    @property
    def _work(self) -> list[tuple[Entry, Measured]]:
        return [(e, m) for e, m in self._judged if _holds(e.work_when or e.weakness_when, m)]

    def _open(self) -> Iterator[Unjudged]:
        for entry, measured in self._measured:
            if measured.asked and not measured.borne(entry.cover) and (entry.strength or entry.weakness):
                padded = self._facts.of.labels.padded
                yield Unjudged(entry.subject, measured.answered, measured.asked, measured.kind, padded)
            yield from measured.unjudged

    def _causes(self) -> Iterator[Cause]:
        weak = {e.name: e.subject for e, _ in self._weak}
        for entry, measured in self._judged:
            explained = [weak[name] for name in entry.explains or (entry.name,) if name in weak]
            if explained and _holds(entry.cause_when, measured) and self._says(entry, measured, entry.cause):
                yield Cause(series(explained), self._filled(entry.cause, measured))
            if entry.reasons and entry.name in weak:
                shared = [y for y in self._statements.y_kien(entry.reasons).y if not y.rieng]
                yield from [Cause(entry.subject, y=tuple(shared[:1]))] if shared else []

    # ------------------------------------------------------------------------------------------------------- addressees
    @cached_property
    def _addressees(self) -> tuple[str, ...]:
        edition = self._facts.of.edition
        at = edition.proposals
        return () if at is None else tuple(edition.choices(edition.tables[at.table].column(at.addressee)))

    def _requests(self, addressee: str) -> Iterator[Request]:
        asking = [self._filled(e.requests[addressee], m) for e, m in self._asking(addressee)]
        said = next((n for n in self._statements.kien_nghi() if n.ten == addressee), None)
        if asking or said:
            rest = (said.y, said.con_lai) if said else ((), "")
            yield Request(self._called(addressee), tuple(asking), *rest)

    def _asking(self, addressee: str) -> list[tuple[Entry, Measured]]:
        found = [(e, m) for e, m in self._work if self._says(e, m, e.requests.get(addressee, ""))]
        return found[: self._most("kien_nghi")]

    def _own(self, addressee: str, text: str, measured: Measured) -> str:
        return joined([self._called(addressee), lower_first(self._filled(text, measured))], " ")

    def _called(self, addressee: str) -> str:
        words = self._file.addressees.get(addressee, AddresseeWords(self._facts.of.labels.in_full(addressee)))
        return self._wording.filled(words.name, Measured())

    def _itself(self, addressee: str) -> bool:
        """Whether the addressee is the issuer: as the file says, else where they have the same name."""
        report, known = self._facts.of.report, self._file.addressees.get(addressee)
        if known is not None:
            return report.issuer in known.itself
        return self._facts.of.labels.in_full(addressee) == report.issued_by.name

    # ------------------------------------------------------------------------------------------------------------ words
    def _says(self, entry: Entry, measured: Measured, text: str) -> bool:
        return bool(text) and self._wording.sayable(text, measured, entry.cover)

    def _filled(self, text: str, measured: Measured) -> str:
        return upper_first(self._wording.filled(text, measured))

    def _most(self, part: str) -> int:
        return self._file.most.get(part, UNLIMITED)


def _holds(when: Condition | None, measured: Measured) -> bool:
    return when is not None and measured.value is not None and when.holds(measured.value, measured.target)


def names_given(*groups: tuple[str, object]) -> dict[str, str]:
    """`ky.nam`, `co_quan.ban_hanh` …: every text of these objects by its name with a dot."""
    found: dict[str, str] = {}
    for name, group in groups:
        held = group.items() if isinstance(group, dict) else _texts(group)
        found |= {f"{name}.{key}": str(value) for key, value in held if isinstance(value, str)}
    return found


def _texts(group: object) -> Iterable[tuple[str, object]]:
    return ((key, getattr(group, key)) for key in dir(type(group)) if not key.startswith("_"))
