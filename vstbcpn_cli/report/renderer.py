"""What a renderer is, and everything it may use: a consolidation, or the overview of what came back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.model import COMMITTEE, Issuer, Office
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.coverage import Coverage, LaterFile
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.records import field_names, replace
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.inherited_sentences import sentence_folders
from vstbcpn_cli.report.template_set import TEMPLATE, SentenceFolders, found_in
from vstbcpn_cli.runtime.resources import common_templates


class Report(msgspec.Struct, frozen=True):
    """`as_of` is the day up to which files were received, `report_date` the printed date (None leaves it open).

    `templates` is the folder of the office with its sentences and its Word template, None where it has none;
    `template` another Word template of the office, `trusted` where it may hold what acts by itself; `issuer` names in
    whose name the report is written; `copy` for whom it is. `later` are the files that came after `as_of`, each under
    its unit where one is known; `digest` is that of the data, "" before they are written. No renderer looks at the
    clock.
    """

    consolidation: Consolidation
    as_of: dt.date
    report_date: dt.date | None
    templates: Path | None = None
    template: Path | None = None
    previous: Previous | None = None
    strict: bool = False
    issuer: str = COMMITTEE
    trusted: bool = False
    copy: Copy = Copy.SIGNING
    later: tuple[LaterFile, ...] = ()
    digest: str = ""

    @property
    def for_officer(self) -> bool:
        return self.copy is Copy.OFFICER

    @property
    def word_template(self) -> Path:
        """The Word template: the one of the office, or that of the year."""
        return self.template or found_in(self.layers, TEMPLATE)

    @property
    def layers(self) -> tuple[Path, ...]:
        """The folders with templates, what is found first counts: of the office, of the year, of every year."""
        own = () if self.templates is None else (self.templates,)
        return (*own, *templates_of(self.consolidation.edition))

    @property
    def sentences(self) -> SentenceFolders:
        """The folders with the sentences and lists of words in them."""
        return sentence_folders(self.consolidation.edition, self.layers)

    @property
    def office(self) -> Office:
        """The names of the offices, spelled as in the register."""
        return spelled(self.consolidation.edition.office)

    @property
    def issued_by(self) -> Issuer:
        """Who issues and signs the report."""
        found = self.office.issuer(self.issuer)
        assert found is not None, self.issuer
        return found

    @property
    def stem(self) -> str:
        """`2011-6t`, the common part of all output names."""
        coverage = self.consolidation.coverage
        return f"{coverage.edition.edition}-{coverage.period.code}"

    @property
    def earlier(self) -> Previous | None:
        """The figures of the same period of an earlier year, where `--previous` gave them: what is compared with."""
        ours, found = self.consolidation.coverage, self.previous
        return found if found is not None and found.is_counterpart(ours.edition, ours.period) else None


def spelled(office: Office) -> Office:
    """Every name with the hyphen that the register and the samples of NĐ 30/2020/NĐ-CP have (“Lao động - Thương binh”):
    one office is written in one way, whichever list its name comes from."""
    made: Office = _hyphened(office)
    return made


def _hyphened(told: Any) -> Any:
    match told:
        case str():
            return re.sub(r" –(?=\s)", " -", told)
        case tuple():
            return tuple(map(_hyphened, told))
        case Mapping():
            return {key: _hyphened(value) for key, value in told.items()}
        case _:
            return replace(told, **{name: _hyphened(getattr(told, name)) for name in field_names(type(told))})


class RuleWords(msgspec.Struct, frozen=True):
    """What the overview says of a rule."""

    title: str
    why: str
    fix: str


class Overview(msgspec.Struct, frozen=True):
    """Who has sent what and what is wrong with it, on the day `as_of`; `rules` are the words of every rule by code,
    `sentences` the folders with the words of the lists, `ready` the head and the lines of the log that would let each
    open warning rest, `reply` until when units were asked to reply, "" where no day was set, `later` the files that
    came after that day, `common` the folder with what no year changes."""

    coverage: Coverage
    as_of: dt.date
    rules: Mapping[str, RuleWords]
    sentences: tuple[Path, ...]
    reply: str = ""
    ready: tuple[tuple[str, ...], ...] = ((),)
    later: tuple[LaterFile, ...] = ()
    common: Path = msgspec.field(default_factory=common_templates)


Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Renderer(Generic[Subject]):
    """One output format: `file_name` has `{stem}` in it, `render` writes the file at the path it is given."""

    name: str
    file_name: str
    render: Callable[[Subject, Path], None]
