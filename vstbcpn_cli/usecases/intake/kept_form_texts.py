"""What the forms of an edition print, kept for the next process that reads.

It is made of the edition and nothing else, before a process has opened any returned file: what such a file could do to
a process never gets into it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.locations import form_of
from vstbcpn_cli.edition.reporting_units import ReportingUnit
from vstbcpn_cli.runtime.kept_results import KeptResults, digest
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.usecases.season.kept_values import value_of
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.reading.reader import Reader


class KeptFormTexts(msgspec.Struct, frozen=True):
    """The texts of one edition and period by kind of unit; nothing where nothing can be kept."""

    results: KeptResults
    period: str
    key: str

    @classmethod
    def of(cls, setting: Setting) -> KeptFormTexts | None:
        form: Path | None = form_of(setting.edition)
        key = value_of((setting.edition, setting.period))
        return cls(KeptResults(form), setting.period.code, key) if form else None

    def get(self, unit: ReportingUnit) -> FormTexts | None:
        """What the form of such a unit prints, where it was kept."""
        content = self.results.get(self._slot(unit), self.key)
        try:
            return _texts(content) if content else None
        except (msgspec.MsgspecError, ValueError, TypeError, re.error):
            return None

    def fill(self, setting: Setting, reader: Reader) -> None:
        """Keeps the texts of all units of the period that are not kept yet."""
        units = setting.register.valid_on(setting.period.until_date)
        for unit in {self._slot(unit): unit for unit in units}.values():
            if self.get(unit) is None:
                texts = reader.printed(unit)
                content = msgspec.msgpack.encode(texts, enc_hook=_written)
                if _texts(content) == texts:
                    self.results.put(self._slot(unit), self.key, content)

    def _slot(self, unit: ReportingUnit) -> str:
        return f"chu-{digest(self.period, unit.kind, *unit.lead_for)[:24]}"


def _texts(content: bytes) -> FormTexts:
    return msgspec.msgpack.decode(content, type=FormTexts, dec_hook=_read)


def _written(value: Any) -> Any:
    if isinstance(value, re.Pattern):
        return value.pattern, value.flags
    raise NotImplementedError(type(value).__name__)


def _read(_: Any, value: Any) -> Any:
    return re.compile(*value)
