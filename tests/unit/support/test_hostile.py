"""The generators of the scorecard themselves: the same every time, and what they are said to be."""

from __future__ import annotations

import random
import zipfile

import pytest

from tests.support.forms import returned as at
from tests.support.hostile.hostile import good, hostile
from tests.support.hostile.hostile_cells import COUNT, cell
from tests.support.hostile.mutants import mutants
from tests.support.hostile.planted import planted
from tests.support.judges.accounted import Good, Outcome, losses
from tests.support.judges.stored_content import stored


def test_every_hostile_file_has_a_name_of_its_own() -> None:
    names = [f.name for f in hostile()]
    assert len(names) == len(set(names))


def test_the_same_seed_gives_the_same_mutants() -> None:
    one, other = ([m.content for m in mutants(good(), 15, random.Random(5))] for _ in range(2))
    assert one == other
    assert len(set(one)) >= 14  # two edits may do the same


def test_the_independent_count_agrees_with_the_reader_on_the_good_form() -> None:
    assert stored(good()).typed == at.accepted(good()).count.typed


def test_nothing_of_the_good_form_is_lost() -> None:
    assert losses(good(), Good(good()), Outcome.of(good())) == []


def test_an_answer_that_is_not_in_the_file_is_found_out() -> None:
    """The check of row 2 is worth what it notices: here the outcome of one file beside the bytes of another."""
    changed = cell(COUNT, 99)
    sheet, row, column = at.spot("so-y-te", COUNT)
    (lost, invented) = losses(changed, Good(good()), Outcome.of(good()))
    assert lost.startswith(f"{sheet}!{at.ref('so-y-te', COUNT).address} “99”")
    assert invented.endswith("the answer is not what the cell holds")
    assert (row, column) == at.spot("so-y-te", COUNT)[1:]


def test_every_planted_word_stands_in_its_package_once() -> None:
    content, words = planted("so-y-te", 7)
    parts = b"".join(at.unpacked(content).values())
    assert len(words) > 70
    assert all(parts.count(w.encode()) in (1, 2) for w in words)  # a formula quotes its word, and so does its result


@pytest.mark.parametrize("name", ["Excel 97, not the form", "OpenDocument, not the form"])
def test_files_made_by_hand_are_opened_by_a_common_reader(name: str) -> None:
    """Otherwise a refusal would say nothing about what is hidden in the others of their kind."""
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    content = next(f for f in hostile() if f.name == name).make()
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.get_sheet_by_index(0).to_python() == [[1.0]]


def test_a_bomb_is_small_and_unpacks_to_much() -> None:
    content = next(f for f in hostile() if f.name == "part above 64 MB").make()
    from io import BytesIO

    with zipfile.ZipFile(BytesIO(content)) as package:
        assert sum(i.file_size for i in package.infolist()) > 64 * 2**20 > 20 * len(content)
