"""The form's own text, for telling it from what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vstbcpn_cli.excel.guide import fill, own_sheets
from vstbcpn_cli.excel.writer import printed_beside, printed_on
from vstbcpn_cli.safety.text import plain
from vstbcpn_cli.schema.applies import Applicability


@dataclass(frozen=True, slots=True)
class FormTexts:
    """What a blank prints on its task sheets and beside them; `own` are the folded names of the latter sheets."""

    on_sheets: frozenset[str]
    beside: frozenset[str]
    own: frozenset[str]
    open_texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, applies: Applicability) -> FormTexts:
        """Once per kind of unit; texts with placeholders are completed for each unit."""
        on_sheets, beside = printed_on(applies), printed_beside(applies)
        return cls(
            frozenset(plain(t) for t in on_sheets),
            frozenset(plain(t) for t in beside),
            own_sheets(applies.edition.words),
            tuple(t for t in on_sheets | beside if "{" in t),
        )

    def stamped(self, fields: Mapping[str, str]) -> FormTexts:
        ready = frozenset(plain(fill(t, fields)) for t in self.open_texts)
        return FormTexts(self.on_sheets | ready, self.beside | ready, self.own)
