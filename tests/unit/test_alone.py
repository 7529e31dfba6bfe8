"""The guard of the unit tests holds: none of them can start a program."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def test_a_unit_test_cannot_start_a_process() -> None:
    with pytest.raises(pytest.fail.Exception, match="starts no program"):
        subprocess.run([sys.executable, "-c", ""], check=True)


def test_nor_by_the_shell() -> None:
    with pytest.raises(pytest.fail.Exception, match="starts no program"):
        os.system("exit 0")
