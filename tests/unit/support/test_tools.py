"""The tools that the documents name find what they run."""

from __future__ import annotations

from tests.tools import truth


def test_the_tests_of_truth_are_where_their_tool_looks() -> None:
    assert truth._TESTS.is_file()
