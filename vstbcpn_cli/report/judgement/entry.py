"""What `danh-gia.toml` says of one figure: how it is measured, from where on it is a strength or a weakness, and the
words of it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction

import msgspec

FULL = 100
"""Percent of those concerned that must have given a figure before it is judged, unless an entry asks for fewer."""
USUAL_WEIGHT = 50
OF_THE_ROW = "chi_tieu"
"""Stands in a condition for the target that the form has for a row: `>= chi_tieu`."""

_SIGNS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_CONDITION = re.compile(rf"(>=|<=|>|<|=)\s*(-?\d+(?:[.,]\d+)?|{OF_THE_ROW})")


class MeasureKind(StrEnum):
    """How a figure comes about: what an entry says under `do`."""

    ANSWERS = "tra_loi"
    HAPPENED = "phat_sinh"
    DAYS = "ngay"
    SHARE = "ty_le"
    SUM = "tong"
    GROWTH = "tang_giam"
    ROWS = "dong"
    ROW_TARGETS = "dat_chi_tieu"
    STRATEGY = "chi_tieu"
    RETURNS = "gui"


class ReturnState(StrEnum):
    """Which units are counted of those that must report: what an entry says under `trang_thai`."""

    SENT = "da_gui"
    ON_TIME = "dung_han"
    LATE = "cham"
    UNUSABLE = "chua_dung"
    MISSING = "chua_gui"


class Condition(msgspec.Struct, frozen=True):
    """“>= 90”; without a `bound` it is the target of the row."""

    sign: str
    bound: Fraction | None

    def holds(self, value: Fraction, target: Fraction | None = None) -> bool:
        bound = target if self.bound is None else self.bound
        return bound is not None and _SIGNS[self.sign](value, bound)


def condition(text: str) -> Condition | None:
    """The condition that a text says; None for a text that says none."""
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        return None
    return Condition(found[1], None if found[2] == OF_THE_ROW else Fraction(found[2].replace(",", ".")))


class Entry(msgspec.Struct, frozen=True):
    """One entry. `subject` names what is measured inside a sentence, `cover` is the percentage of those concerned that
    must have given it, `weight` says what is read first; `units` limits it to a kind of unit.

    It is work to be done (a direction, proposals by addressee) when `work_when` holds, or else when it is a weakness.
    A cause is that of the weaknesses `explains`, or else of its own; `reasons` is the field in which units give theirs.
    """

    name: str
    subject: str
    kind: MeasureKind
    code: str = ""
    whole: str = ""
    column: str = ""
    units: str = ""
    answers: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    state: ReturnState = ReturnState.SENT
    rows: Mapping[str, str] = msgspec.field(default_factory=dict)
    cover: int = FULL
    weight: int = USUAL_WEIGHT
    periods: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    strength: str = ""
    strength_when: Condition | None = None
    weakness: str = ""
    weakness_when: Condition | None = None
    cause: str = ""
    cause_when: Condition | None = None
    explains: tuple[str, ...] = ()
    reasons: str = ""
    direction: str = ""
    work_when: Condition | None = None
    requests: Mapping[str, str] = msgspec.field(default_factory=dict)

    def holds_for(self, period: str, issuer: str) -> bool:
        return (not self.periods or period in self.periods) and (not self.issuers or issuer in self.issuers)

    @property
    def texts(self) -> Mapping[str, str]:
        """Every sentence of it by its key in the file."""
        found = {
            "uu_diem": self.strength,
            "han_che": self.weakness,
            "nguyen_nhan": self.cause,
            "phuong_huong": self.direction,
            **{f"kien_nghi.{to}": text for to, text in self.requests.items()},
        }
        return {key: text for key, text in found.items() if text}


class AddresseeWords(msgspec.Struct, frozen=True):
    """What an addressee is called in a sentence, and for which issuers it is the issuer itself."""

    name: str
    itself: tuple[str, ...] = ()


class JudgementFile(msgspec.Struct, frozen=True):
    """The whole file: `most` says how much is printed of each part."""

    entries: tuple[Entry, ...] = ()
    addressees: Mapping[str, AddresseeWords] = msgspec.field(default_factory=dict)
    most: Mapping[str, int] = msgspec.field(default_factory=dict)
