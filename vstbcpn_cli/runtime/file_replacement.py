"""Files moved onto others, also where another program holds them for a moment, and whether one can be."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from vstbcpn_cli.runtime.output_error import HELD_OPEN, OutputError

_RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)


def move(source: Path, target: Path) -> None:
    pauses = iter(_RETRIES)
    while True:
        try:
            source.replace(target)
        except PermissionError as fault:
            pause = next(pauses, None)
            if pause is None or getattr(fault, "winerror", None) not in HELD_OPEN:
                raise
            time.sleep(pause)
        else:
            return


def test_target(target: Path, inputs: Iterable[Path]) -> None:
    """Raises `OutputError` and OSError for a target that is an input, is no file, or cannot be replaced."""
    if not target.exists():
        return
    if any(os.path.exists(i) and target.samefile(i) for i in inputs):  # noqa: PTH110 - in a closed folder the other raises
        raise OutputError(target, "is-input")
    if not target.is_file():
        raise OutputError(target, "no-file")
    # Moving a file onto itself does nothing, but Windows refuses it with a telling number while Word holds the file.
    move(target, target)
    with target.open("rb+"):
        pass
