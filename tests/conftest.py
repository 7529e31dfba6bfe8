"""What every test shares: the program keeps what it remembers of its runs apart from that of whoever runs the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support.programs.command_line import inbox, vstbcpn  # noqa: F401 - fixtures of every test


@pytest.fixture(autouse=True, scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = str(tmp_path_factory.mktemp("state"))
    with pytest.MonkeyPatch.context() as patched:
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
            patched.setitem(os.environ, name, home)
        # A machine that forbids compiled files lets every process of the program compile all of it anew.
        patched.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield
