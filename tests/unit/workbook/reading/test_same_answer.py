"""What a reading process answers is what was read in it: on every way out the same values, reasons and parts."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.random_fillings import REASONS, fillings
from vstbcpn_cli.model.submission import Observation, Submission
from vstbcpn_cli.workbook.form.sheet_plan import Role

SAMPLES = sorted((Path(__file__).parents[4] / "sample_submissions").glob("*.xlsx"))
UNITS = ("so-y-te", "huyen-loc-binh", "hoi-lhpn")
WORDS = (*REASONS, "14", "có 14 tin bài", "Số chuyển từ kỳ trước", "3 đơn vị chưa gửi báo cáo")


def assert_parts_are_the_answers(read: Submission) -> None:
    """A computed figure is made of the answers themselves, each with what was written beside it."""
    whole = {o.key: o for o in (*read.values.values(), *read.observations())}
    parts = [p for o in whole.values() for p in o.parts]
    assert [p.key for p in parts if whole[p.key] != p] == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    read = at.read(path.read_bytes())
    if isinstance(read, Submission):
        assert_parts_are_the_answers(read)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("seed", range(8))
def test_words_beside_every_answer_also_beside_computed_ones(unit: str, seed: int) -> None:
    rng = random.Random(f"{unit}:{seed}")
    beside = [
        (sheet, slot.row, slot.column)
        for sheet, slot in at._slots(unit, "6t").values()
        if slot.role in (Role.REASON, Role.EXPLANATION)
    ]
    (filling,) = fillings(unit, "6t", 1, seed="beside", first=seed)
    words = {place: rng.choice(WORDS) for place in beside if rng.random() < seed / 7}
    read = at.read(at.typed(at.blank(unit), {**filling.cells(), **words}))
    if isinstance(read, Submission):
        assert_parts_are_the_answers(read)


def test_the_reason_beside_a_computed_answer_is_in_what_is_made_of_it() -> None:
    unit = "so-y-te"
    words = {
        at.spot(unit, "T3.07", Role.REASON): "Chưa có số liệu",
        at.spot(unit, "T3.07", Role.EXPLANATION): "Có lý do",
    }
    read = at.accepted(at.typed(at.filled(unit), words))
    part = next(p for p in made_of(read, "T3.08") if p.key.code == "T3.07")
    assert (part.reason, part.explanation) == ("Chưa có số liệu", "Có lý do")


def made_of(read: Submission, code: str) -> tuple[Observation, ...]:
    return read.values[code].parts
