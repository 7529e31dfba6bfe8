"""Where the program keeps what it remembers for a user, moved out of the way of whoever runs the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

VARIABLES = ("XDG_STATE_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA")
"""On Windows the system names the folder and not the environment (LOCALAPPDATA); platformdirs lets itself be told."""


def remember_in(home: Path, patched: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        patched.setenv(name, str(home))
