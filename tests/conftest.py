"""What every test shares: the program keeps what it remembers of its runs apart from that of whoever runs the tests."""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.forms import returned
from tests.support.programs.command_line import inbox, vstbcpn  # noqa: F401 - fixtures of every test
from vstbcpn_cli.model.submission import Problem
from vstbcpn_cli.rules.messages import messages

gc.set_threshold(200_000, 20, 100)  # forms, plans and reports live long: looking for circles in them takes an eighth


FULL = os.environ.get("VSTBCPN_TESTS") == "full"
"""Whether every case is run; else of those that are many and alike some."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test marked `sampled(n)` n of its cases run, evenly spread; all of them at full size, or where one names a
    test by itself."""
    if FULL or any("::" in argument for argument in config.args):
        return
    alike: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
    for item in items:
        mark = item.get_closest_marker("sampled")
        if mark is not None:
            alike[item.nodeid.partition("[")[0], mark.args[0]].append(item)
    kept = {cases[k * len(cases) // n] for (_, n), cases in alike.items() for k in range(n)}
    left_out = [item for cases in alike.values() for item in cases if item not in kept]
    config.hook.pytest_deselected(items=left_out)
    out = set(left_out)
    items[:] = [item for item in items if item not in out]


@pytest.fixture(autouse=True, scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = str(tmp_path_factory.mktemp("state"))
    with pytest.MonkeyPatch.context() as patched:
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
            patched.setitem(os.environ, name, home)
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
