"""What every test shares: the program keeps what it remembers of its runs apart from that of whoever runs the tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.forms import returned
from tests.support.programs.command_line import inbox, vstbcpn  # noqa: F401 - fixtures of every test
from vstbcpn_cli.model.submission import Problem
from vstbcpn_cli.rules.messages import messages

gc.set_threshold(200_000, 20, 100)  # forms, plans and reports live long: looking for circles in them takes an eighth


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
