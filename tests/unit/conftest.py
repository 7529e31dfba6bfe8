"""What a unit test does without: it starts no program, neither a process of our own nor LibreOffice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

STARTS = frozenset(
    {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"}
)
"""The audit events of the ways to start a program that this project or its tests could take."""
_forbidden = False


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if _forbidden and event in STARTS:
        pytest.fail(f"{event}: a unit test starts no program; its place is tests/integration", pytrace=True)


sys.addaudithook(_refuse)


@contextmanager
def _alone() -> Iterator[None]:
    global _forbidden  # noqa: PLW0603 - an audit hook cannot be taken away again, only told to rest
    _forbidden = True
    try:
        yield
    finally:
        _forbidden = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Fixtures of a session are made here too, before any fixture of one test."""
    with _alone():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    with _alone():
        return (yield)
