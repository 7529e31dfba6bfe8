"""Who sends the form out, receives it and signs the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues and signs the report: `name` as in a sentence, `head` as at the top of the first page, broken by hand
    where it is long, `symbol` behind the number, the signature in lines."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    head: str
    symbol: str
    signer_title: str
    signer_capacity: str = ""


COMMITTEE = "ban"
"""The usual issuer; others stand in the edition under `office.issuers`."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends the form out, receives it and signs the report: names as printed. `email` is where the forms are sent
    to, `contact` the person to ask; what is not known yet is left out."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    province: str
    parent: str
    committee: str
    committee_short: str
    standing_office: str
    standing_office_short: str
    place: str
    address: str
    symbol: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    signer_title: str
    legal_basis: str
    signer_capacity: str = ""
    email: str = ""
    contact: str = ""
    issuers: Mapping[str, Issuer] = field(default_factory=dict)

    @property
    def reached_at(self) -> str:
        """Where a unit sends its form and whom it may ask, as the instructions say it beside the deadline."""
        email = f"thư điện tử {self.email}" if self.email else ""
        contact = f"người liên hệ: {self.contact}" if self.contact else ""
        return "; ".join(filter(None, (self.address, email, contact)))

    @property
    def level(self) -> str:
        """What the whole is in a sentence: “tỉnh” of “tỉnh Lạng Sơn”, “thành phố” of “thành phố Cần Thơ”."""
        return " ".join(takewhile(str.islower, self.province.split())) or "tỉnh"

    def issuer(self, name: str) -> Issuer | None:
        """Whose report it is: the Committee, or one the edition adds; None for a name nobody gave."""
        head = self.committee.removesuffix(self.province).strip().upper()
        own = Issuer(self.committee, head, self.symbol, self.signer_title, self.signer_capacity)
        return own if name == COMMITTEE else self.issuers.get(name)
