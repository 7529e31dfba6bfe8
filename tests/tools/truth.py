"""Draws many seasons and holds every figure printed anywhere against its trace: `python -m tests.tools.truth --seasons
40`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import pytest

_TESTS = Path(__file__).parents[1] / "agreement" / "test_truth.py"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seasons", type=int, default=40, help="how many seasons are drawn")
    asked.add_argument("--first", type=int, default=0, help="the number of the first of them")
    asked.add_argument("--jobs", default="2", help="how many processes share them")
    given = asked.parse_args()
    os.environ["VSTBCPN_TRUTHS"] = str(given.seasons)
    os.environ["VSTBCPN_TRUTHS_FIRST"] = str(given.first)
    began = time.monotonic()
    code = pytest.main(["-q", "--no-header", "-n", given.jobs, "--dist", "loadscope", str(_TESTS)])
    print(f"{given.seasons} seasons in {time.monotonic() - began:.0f} s: {'all true' if code == 0 else 'not all true'}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
