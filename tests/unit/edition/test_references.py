"""What one part of an edition names of another is there, or told with the nearest right name."""

from __future__ import annotations

from typing import Any

import pytest

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.references import reference_faults
from vstbcpn_cli.model.records import replace


@pytest.mark.parametrize("name", available_editions())
def test_the_editions_of_the_program_name_what_is_there(name: str) -> None:
    assert list(reference_faults(load_edition(name))) == []


def _changed(path: str, change: dict[str, Any]) -> list[tuple[str, str]]:
    edition = load_edition("2011")
    code = path
    tasks = []
    for task in edition.tasks:
        indicators = tuple(replace(i, **change) if i.code == code else i for i in task.indicators)
        tasks.append(replace(task, indicators=indicators))
    return list(reference_faults(replace(edition, tasks=tuple(tasks))))


def test_a_share_of_nothing_is_told_with_the_nearest_code() -> None:
    (fault,) = _changed("T1.05", {"share_of": "T1.044"})
    assert fault[0] == "tasks.T1.indicators.T1.05.share_of"
    assert "mã gần nhất là “T1.04”" in fault[1]


def test_a_question_that_others_are_computed_from_cannot_go() -> None:
    told = {path for path, _ in _changed("T3.07", {"code": "T3.99"})}
    assert "tasks.T3.indicators.T3.08.calc.terms" in told
