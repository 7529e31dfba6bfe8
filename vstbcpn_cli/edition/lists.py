"""Closed lists of answers, and the targets of national strategies, which are one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of answers, in the order in which it is offered."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """One target (chỉ tiêu phấn đấu) of a national strategy; `values` are printed as the decision words them.

    `measure` is the đơn vị tính; `met_when` one of ≥, >, ≤, <, = (two marks divided by ";" when the years differ); the
    verdict is the lead unit's, so the program judges nothing by it, nor asks the units of `cross_check`.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    label: str
    measure: str
    met_when: str
    values: Mapping[str, str]
    lead: str
    cross_check: tuple[str, ...] = ()
    amended: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The targets of one national strategy, for instance CL2011 of QĐ 2351/QĐ-TTg."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    code: str
    title: str
    source: str
    targets: tuple[Target, ...]
