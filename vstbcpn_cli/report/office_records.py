"""What the office wrote down about a unit, as its lists say it: a confirmed nil return, what is left out and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from vstbcpn_cli.model.coverage import Recorded, Timeliness, UnitCoverage
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.rows import file_name
from vstbcpn_cli.text.dates import short_date


class Say(Protocol):
    """A sentence of the office's words by its key, with its places filled."""

    def __call__(self, key: str, **values: str) -> str: ...


def recorded_notes(one: UnitCoverage, say: Say) -> Iterator[str]:
    """One sentence for the unit, one for each file left out for a reason of its own."""
    if one.recorded is not None:
        yield _nil(one.recorded, say) if one.timeliness is Timeliness.NIL else _excluded(one.recorded, say)
    for judged in one.excluded_files:
        if judged.excluded is not None and judged.excluded != one.recorded:
            yield say("tep", tep=flat(file_name(judged.outcome.file.path)), ly_do=flat(judged.excluded.words))


def _nil(said: Recorded, say: Say) -> str:
    values = {"nguoi": flat(said.by), "ngay": short_date(said.day) if said.day else ""}
    return say("nil_ghi_chu", **values, ghi_chu=flat(said.words)) if said.words else say("nil", **values)


def _excluded(said: Recorded, say: Say) -> str:
    return say("excluded", ly_do=flat(said.words))
