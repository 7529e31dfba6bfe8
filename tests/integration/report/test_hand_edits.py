"""Random edits of real reports against random late returns: no word of the officer is lost, no figure stale in silence.

Quick here; `VSTBCPN_EDITS=500 python -m pytest tests/integration/report/test_hand_edits.py` draws more, one in ten
on a report of the whole province with all its annexes.
"""

from __future__ import annotations

import io
import os
import random
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.support.forms import giving_back
from tests.support.judges.merged_words import faults, texts
from tests.support.judges.word_text import text_of
from tests.support.seasons import season
from tests.support.seasons.hand_edits import Edited, Officer
from tests.support.seasons.saved_elsewhere import as_word, as_wps
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.feedback.slip import TEMPLATE, render_slip
from vstbcpn_cli.report.feedback.wording import MarkedCopy
from vstbcpn_cli.report.hand_merge.merge import merge
from vstbcpn_cli.report.hand_merge.paper import paper
from vstbcpn_cli.report.word.renderer import render

EDITS = int(os.environ.get("VSTBCPN_EDITS", "0"))
FEW, MANY = (3, 4, 6), (30, 60, 61, 70)
"""How many units have sent their return when a report is written."""
LAST = "Phụ lục II"
"""The annex of which a shortened report has the beginning alone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@cache
def report(folder: Path, count: int, whole: bool, copy: Copy = Copy.SIGNING) -> bytes:
    path = folder / f"{copy.value}-{count}.docx"
    if not path.exists():
        sent = season.submissions()[:count]
        # One of them late: of two states alone there is no chart.
        render(replace(season.report_of(sent, late=[sent[0].unit]), copy=copy), path)
    return path.read_bytes() if whole else shortened(path.read_bytes())


def shortened(content: bytes) -> bytes:
    """The body and what follows it up to the first table of `LAST`, so that a merge takes no longer than it must."""
    made = docx.Document(io.BytesIO(content))
    body = made.element.body
    blocks = list(body)
    start = next(n for n, b in enumerate(blocks) if text_of(b) == LAST)
    end = next(n for n, b in enumerate(blocks) if n > start and b.tag == qn("w:tbl"))
    for block in blocks[end + 1 :]:
        if block.tag != qn("w:sectPr"):
            body.remove(block)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def check(number: int, folder: Path, *, whole: bool) -> None:
    rng = random.Random(number)
    before, now = rng.sample(MANY if whole else FEW, 2)
    copy = rng.choice(list(Copy))
    base, new = report(folder, before, whole, copy), report(folder, now, whole, copy)
    edited = Officer(base, rng).edit(rng.randint(1, 14))
    judge(base, edited, new, rng, f"{number}: {copy.value} {before} -> {now}")


def judge(base: bytes, edited: Edited, new: bytes, rng: random.Random, named: str) -> None:
    """The edited file, as it is or as another program has saved it, merged."""
    mine = edited.content
    mine = as_word(mine, rng) if rng.random() < 0.4 else mine
    mine = as_wps(mine) if rng.random() < 0.3 else mine
    made = merge(base, mine, new)
    found = faults(base, edited, new, made.document, paper({"x": made}))
    assert not found, f"{named} {edited.done}\n" + "\n".join(found)


@pytest.mark.parametrize("number", range(EDITS or 6))
def test_random_edits_against_a_late_return(number: int, folder: Path) -> None:
    check(number, folder, whole=EDITS > 0 and number % 10 == 9)


WRONG = (
    {"T6.04": "khoảng 50", "T6.05": "1,006", "T6.06": None},
    {"T6.04": "khoảng 50"},
    {"T6.05": "1,006", "T6.06": None},
    {"T6.06": "không rõ", "T6.04": None, "T6.05": "-3"},
)


@cache
def slip(folder: Path, number: int) -> bytes:
    path = folder / f"phieu-{number}.docx"
    words = giving_back.words(giving_back.answered(WRONG[number]))
    render_slip(words, season.COMMON / TEMPLATE, path, MarkedCopy.MADE, "so-y-te_da-danh-dau.xlsx")
    return path.read_bytes()


@pytest.mark.parametrize("number", range(EDITS or 6))
def test_random_edits_of_a_slip_against_a_later_return(number: int, folder: Path) -> None:
    rng = random.Random(number)
    before, now = rng.sample(range(len(WRONG)), 2)
    edited = Officer(slip(folder, before), rng).edit(rng.randint(1, 3))
    judge(slip(folder, before), edited, slip(folder, now), rng, f"{number}: {before} -> {now}")


@pytest.mark.parametrize("rewrite", [lambda c: as_word(c, random.Random(1)), as_wps], ids=["word", "wps"])
@pytest.mark.parametrize(("before", "now"), [(3, 6), (6, 3)])
def test_a_file_that_was_only_saved_elsewhere_becomes_the_new_one(
    before: int, now: int, rewrite: object, folder: Path
) -> None:
    base, new = report(folder, before, False), report(folder, now, False)
    assert callable(rewrite)
    made = merge(base, rewrite(base), new)
    assert texts(made.document) == texts(new)


def test_two_late_returns_one_after_the_other(folder: Path) -> None:
    """The second merge starts from what the program would have written at the first."""
    first, second, third = (report(folder, n, False) for n in (3, 4, 6))
    edited = Officer(first, random.Random(5)).edit(8, ("word", "sentence", "add", "cell", "picture", "comment"))
    once = merge(first, edited.content, second)
    more = Officer(once.document, random.Random(6)).edit(5, ("sentence", "add", "bold"))
    twice = merge(second, more.content, third)
    edited.marks += more.marks
    found = faults(second, edited, third, twice.document, paper({"x": twice}))
    assert not [f for f in found if "lost" in f]
    assert not [f for f in found if "not told" in f]
