"""The README is read in two minutes: short paragraphs, pictures, and links that lead somewhere."""

from __future__ import annotations

import re

from tests.support.programs.launching import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SIX_LINES = 6 * 100
"""Letters of six lines on a page."""


def test_no_paragraph_is_longer_than_six_lines() -> None:
    text = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    paragraphs = [p for p in text.split("\n\n") if not p.startswith(("|", "!["))]
    lines = [line for p in paragraphs for line in (p.split("\n") if re.match(r"\d+\. ", p) else [p])]
    assert [line[:60] for line in lines if len(line) > SIX_LINES] == []


def test_links_and_pictures_are_there() -> None:
    named = re.findall(r"\]\(([^)#]+)\)", README)
    assert len(named) > 8
    assert [path for path in named if not (ROOT / path).exists()] == []
