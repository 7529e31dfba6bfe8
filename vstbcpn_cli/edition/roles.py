"""What parts of an edition are for: the words by which the program asks for them instead of by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar


class FieldRole(StrEnum):
    """What a field of the header is for. Each stands at one field, only CONTACT may stand at several."""

    UNIT_CODE = "unit_code"
    UNIT_NAME = "unit_name"
    UNIT_KIND = "unit_kind"
    PERIOD = "period"
    YEAR = "year"
    WINDOW_FROM = "window_from"
    WINDOW_UNTIL = "window_until"
    ESTIMATED = "estimated"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    CONTACT = "contact"


IDENTITY = (FieldRole.UNIT_CODE, FieldRole.UNIT_NAME, FieldRole.UNIT_KIND, FieldRole.PERIOD, FieldRole.YEAR)
"""What a blank says of itself: these fields and no others are `prefilled`."""
WINDOW = (FieldRole.WINDOW_FROM, FieldRole.WINDOW_UNTIL)
"""What a blank proposes and the unit may change."""
NEEDED = (*IDENTITY, *WINDOW)
"""Every edition has these; one without the others has no estimates, no papers or nobody to ask."""


class TaskKind(StrEnum):
    """What a sheet of the form is: who reports and for when, one of the tasks of the letter, or the general part."""

    HEADER = "header"
    TASK = "task"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of unit: `name` as in a sentence (“huyện, thành phố”).

    `places` is how the names of its units begin where they are territories (“huyện”), `short` how officers shorten
    that (h = “huyện”). `addressed` goes before its name in a letter: “Ban VSTBCPN” huyện Chi Lăng.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    name: str
    places: tuple[str, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)
    addressed: str = ""

    @property
    def territory(self) -> bool:
        return bool(self.places)


@dataclass(frozen=True, slots=True)
class ProposalTable:
    """The table of what units propose, and the keys of its columns: the words and to whom they are addressed."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    table: str
    text: str
    addressee: str

    @property
    def columns(self) -> Mapping[str, str]:
        """Key of `[proposals]` → key of the column it names."""
        return {"text": self.text, "addressee": self.addressee}


@dataclass(frozen=True, slots=True)
class TargetTable:
    """The table in which lead units report the targets of the catalogues: its code and the keys of its columns.

    `unknown` is the verdict of a target nobody has a figure for.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    table: str
    code: str
    goal: str
    before: str
    result: str
    verdict: str
    remark: str
    unknown: str

    @property
    def columns(self) -> Mapping[str, str]:
        """Key of `[targets]` → key of the column it names."""
        return {key: getattr(self, key) for key in ("code", "goal", "before", "result", "verdict", "remark")}
