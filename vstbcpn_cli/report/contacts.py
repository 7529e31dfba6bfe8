"""Whom to ask at a unit: what the office has in its register, and what the unit wrote in its form."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.edition.model import Edition, ReportingUnit
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.text.normalise import cut

_LONGEST = 200


def in_register(unit: ReportingUnit) -> Iterator[str]:
    """“bà Lê Thị A”, “điện thoại 0205 3…”, “thư điện tử …”: what is known, a phrase each."""
    told = (("", unit.contact), ("điện thoại ", unit.phone), ("thư điện tử ", unit.email))
    for before, words in told:
        if flat(words):
            yield cut(f"{before}{flat(words)}", _LONGEST)


def in_form(edition: Edition, counted: Judged | None) -> Iterator[str]:
    """What the unit wrote of whom to ask, a phrase each; for the officer alone."""
    answers = counted.submission.values if counted and counted.submission else {}
    for code in (c for c in edition.contacts if c in answers):
        told = flat(answers[code].text or answers[code].raw)
        if told:
            yield f"{edition.indicators[code].label.partition(' (')[0]}: {cut(told, _LONGEST)}"
