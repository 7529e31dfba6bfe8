"""Every line of the catalogue, and what the program makes of it."""

from __future__ import annotations

from tests.support.catalogue import catalogue_files, catalogue_numbers, catalogue_sheets, catalogue_texts
from tests.support.catalogue.catalogue import Line, of
from tests.support.forms import returned as at
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.rules.engine import judge, judge_problem

LINES = of(catalogue_files.LINES, catalogue_sheets.LINES, catalogue_numbers.LINES, catalogue_texts.LINES)


def outcome(line: Line) -> tuple[Submission | Unreadable, tuple[Finding, ...]]:
    found = at.read(line.file(), line.period, line.name)
    if isinstance(found, Unreadable):
        return found, (judge_problem(found.problem),)
    return found, judge(at.scope_of(found), at.bound())
