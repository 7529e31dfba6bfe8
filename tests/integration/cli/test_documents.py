"""What the documents show of the program's output is what it prints: `python -m tests.tools.documents` renews it."""

from __future__ import annotations

import json
import re

import pytest

from tests.tools import documents
from tests.tools.documents import Sample


@pytest.mark.parametrize("sample", documents.samples(), ids=lambda s: f"{s.page.name}: {s.command}")
def test_a_sample_of_output_is_what_the_program_prints(sample: Sample) -> None:
    code, out = documents.printed(sample.command)
    assert code == sample.code
    if sample.kind == "output":
        assert sample.text == out
    else:
        assert documents.is_part(json.loads(sample.text), json.loads(out))


def test_every_block_that_shows_output_names_its_command() -> None:
    assert documents.samples()
    for page in documents.PAGES:
        for block in documents.UNMARKED.findall(page.read_text(encoding="utf-8")):
            assert not re.search(r"\bVS\d{3}\b|\b[A-Z]+\d? [A-Z]+\d+\b|\"version\"", block), f"{page.name}: {block}"


def test_a_part_that_is_not_there_is_seen() -> None:
    whole = {"a": [{"b": 1, "c": "x"}], "d": 2}
    assert documents.is_part({"a": [{"b": 1, "c": "…"}]}, whole)
    assert not documents.is_part({"a": [{"b": 2}]}, whole)
    assert not documents.is_part({"e": 1}, whole)
