"""What every test shares: the program keeps what it remembers of its runs apart from that of whoever runs the tests."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned
from tests.support.programs.command_line import calendar, inbox, vstbcpn  # noqa: F401 - fixtures of every test
from tests.support.programs.state_home import remember_in
from vstbcpn_cli.model.submission import Problem
from vstbcpn_cli.rules.messages import messages

gc.set_threshold(200_000, 20, 100)  # forms, plans and reports live long: looking for circles in them takes an eighth


SIZES = tuple(f"VSTBCPN_{name}" for name in ("EDITS", "EVERY", "EXAMPLES", "FILLINGS", "SEASONS", "TRUTHS"))
FULL = os.environ.get("VSTBCPN_TESTS") == "full" or any(name in os.environ for name in SIZES)
MOST, ONE_IN = 2, 40
"""In the quick size at most so many cases of one test run, or of very many one in forty."""
WHOLE, ONE_TEST_IN = ("agreement", "integration", "robustness"), 8
"""These run whole commands and programs, a test as long as a hundred others: there a file is stood for by some of it,
but for what holds the project itself to its habits."""
WINDOWS = "test_windows_troubles.py"
"""Skipped anywhere else; where it is run, all of it is."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """At full size (`VSTBCPN_TESTS=full`), or where one names a test by itself, everything is run; else what is marked
    `full` is left to it, and of what is alike some is enough, spread evenly."""
    if FULL or any("::" in argument for argument in config.args):
        return
    files: dict[Path, dict[str, list[pytest.Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        if item.get_closest_marker("full") is None:
            files[item.path][item.nodeid.partition("[")[0]].append(item)
    kept: set[pytest.Item] = set()
    for path, tests in files.items():
        folders = path.relative_to(config.rootpath / "tests").parts
        whole = folders[0] in WHOLE and "project" not in folders and path.name != WINDOWS
        chosen = _spread(list(tests), -(-len(tests) // ONE_TEST_IN)) if whole else tests
        for cases in (tests[name] for name in chosen):
            kept.update(_spread(cases, max(MOST, len(cases) // ONE_IN)))
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Half of the tests to each of two processes, which keeps files together, and what one has left to the other when
    that is done: some tests take as long as a thousand others."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def _spread(some: list[Any], most: int) -> list[Any]:
    wanted = min(len(some), most)
    return [some[n * len(some) // wanted] for n in range(wanted)]


@pytest.fixture(autouse=True, scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        remember_in(tmp_path_factory.mktemp("state"), patched)
        # A machine that forbids compiled files lets every process of the program compile all of it anew.
        patched.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def recorded_as_listed() -> Iterator[None]:
    """Every problem that is recorded while a test runs has the details that are listed for its kind."""
    made = Problem.__init__

    def checked(self: Problem, *args: Any, **named: Any) -> None:
        made(self, *args, **named)
        assert messages()[self.kind].takes(self.details), (self.kind, self.details)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Problem, "__init__", checked)
        yield


@pytest.fixture(autouse=True)
def read_anew(request: pytest.FixtureRequest) -> Iterator[None]:
    """What was read before, or while, a test changes the program is not what another test would read."""
    changes = "monkeypatch" in request.fixturenames
    if changes:
        returned.read.cache_clear()
    yield
    if changes:
        returned.read.cache_clear()
