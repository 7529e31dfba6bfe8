"""Who sends the form out, receives it and signs the report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any, ClassVar

from vstbcpn_cli.text.normalise import without_marks

_LEVEL = re.compile(r"(tinh|thanh pho|tp)\b[. ]*")
"""How a province may call itself before its name, in bare letters."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues and signs the report: `name` as in a sentence, `head` as at the top of the first page, broken by hand
    where it is long, `symbol` behind the number, the signature in lines and the name below it, `copies` its own Nơi
    nhận where that is not the one of the office."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    head: str
    symbol: str
    signer_title: str
    signer_capacity: str = ""
    signer_name: str = ""
    copies: tuple[str, ...] = ()


COMMITTEE = "ban"
"""The usual issuer; others stand in the edition under `office.issuers`."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends the form out, receives it and signs the report: names as printed. `email` is where the forms are sent
    to, `contact` the person to ask; what is not known yet is left out. `legal_basis` is what the report carries out,
    `request` the letter by which the units were asked to report, both as in a sentence. `licence` is the licence under
    which the office gives its figures to others, “” while it has decided nothing."""

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
    request: str = ""
    signer_capacity: str = ""
    signer_name: str = ""
    email: str = ""
    contact: str = ""
    licence: str = ""
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

    @property
    def province_code(self) -> str:
        """“lang-son” of “tỉnh Lạng Sơn”: by what the figures of one province are told from those of another, however
        its name is spelled."""
        bare = without_marks(self.province).strip()
        return re.sub(r"[^a-z0-9]+", "-", _LEVEL.sub("", bare, count=1) if _LEVEL.match(bare) else bare).strip("-")

    def issuer(self, name: str) -> Issuer | None:
        """Whose report it is: the Committee, or one the edition adds; None for a name nobody gave."""
        head = self.committee.removesuffix(self.province).strip().upper()
        signature = (self.signer_title, self.signer_capacity, self.signer_name)
        own = Issuer(self.committee, head, self.symbol, *signature, self.copies)
        found = own if name == COMMITTEE else self.issuers.get(name)
        return replace(found, copies=found.copies or self.copies) if found is not None else None
