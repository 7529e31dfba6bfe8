"""What a run is doing at this moment, and what it has written so far.

It is known deep in the work, where nobody speaks to people; the command line listens, and asks when it is stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path


class Step(StrEnum):
    """A part of the work that may take longer than a second."""

    COMPARE = "compare"
    ADD_UP = "add-up"
    CHECK_TEMPLATES = "check-templates"
    OVERVIEW = "overview"
    MARK = "mark"
    RENDER = "render"
    RENDER_OWN = "render-own"
    MERGE = "merge"
    PRINT = "print"
    TRACE = "trace"
    EXPLAIN = "explain"


Listener = Callable[[Step, int, int], None]


class _Run:
    """The one run of this process."""

    def __init__(self) -> None:
        self.listener: Listener | None = None
        self.written: list[Path] = []


_run = _Run()


def begin(listener: Listener | None) -> None:
    """A run that has written nothing; `listener` is told every step."""
    _run.listener, _run.written = listener, []


def at(step: Step, done: int = 0, total: int = 0) -> None:
    """The step at work; with a `total`, so many parts of it are done."""
    if _run.listener is not None:
        _run.listener(step, done, total)


def has_written(paths: Iterable[Path]) -> None:
    """A set of files is in its place, whole."""
    _run.written += paths


def written() -> tuple[Path, ...]:
    """Everything that is in its place since `begin`, in the order it came."""
    return tuple(_run.written)
