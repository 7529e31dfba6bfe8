"""Every habit of the catalogue of returned forms: the code, the severity, the cell, the answers, the words."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.support.catalogue.catalogue import UNIT, WITHHELD, Line, good
from tests.support.catalogue.outcomes import LINES, outcome
from tests.support.forms import returned as at
from tests.support.judges import published
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import Key, Submission
from vstbcpn_cli.rules.engine import blocked_by

NUMBERED = {"F": 11, "T": 8, "S": 19, "N": 23, "D": 21}
OF_A_SEASON = {"N14", "N21", "N23", "D19"}


def written(findings: Iterable[Finding]) -> list[str]:
    places = [(f, f.place.key or f.place.cell or "tệp") for f in findings]
    return sorted(f"{f.code} {f.severity.value} {place}" for f, place in places)


@pytest.mark.parametrize("line", LINES, ids=[f"{line.id} {n}" for n, line in enumerate(LINES)])
def test_a_habit_of_officers(line: Line) -> None:
    came, found = outcome(line)
    read = came if isinstance(came, Submission) else None
    assert written(found) == sorted(line.expected)
    assert published.faults(published.document_of(came, found, line.period)) == []
    for finding in found:
        key = finding.place.key
        if key is not None and finding.place.cell is not None:
            assert finding.place.cell.sheet
    told = " ".join(f"{f.fact} {f.advice}" for f in found)
    for words in line.says:
        assert words in told
    assert (read is not None) or not line.used
    if read is not None:
        count = read.count
        assert count.typed == count.in_data + count.in_findings + count.ignored
        _used(line, read, found)


def _used(line: Line, read: Submission, found: tuple[Finding, ...]) -> None:
    blocked = blocked_by(found)
    for code, value in line.used.items():
        bare, _, number = code.rstrip("]").partition("[")
        seen = read.find(Key(bare, int(number or 0)))
        counted = seen is not None and seen.given and seen.key not in blocked
        if value in (WITHHELD, None):
            assert not counted, code
        else:
            assert counted, code
            assert seen is not None
            assert seen.value == value


def test_no_line_of_the_catalogue_is_left_out() -> None:
    expected = {f"{group}{n:02}" for group, most in NUMBERED.items() for n in range(1, most + 1)}
    assert {line.id for line in LINES} == expected - OF_A_SEASON


def test_the_good_form_has_no_finding() -> None:
    assert at.lines(at.findings(good())) == []
    assert UNIT
