"""Outputs written by a process that is killed on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from vstbcpn_cli.runtime import atomic_outputs, file_replacement
from vstbcpn_cli.runtime.atomic_outputs import staged


def contents(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.iterdir()) if p.is_file()}


# ------------------------------------------------------------------------------------------------- what a kill leaves
SET = ("bao-cao.docx", "phu-luc.xlsx", "manifest.json")


def lay(folder: Path, text: str) -> None:
    with staged(folder, SET) as stage:
        for name in SET:
            (stage / name).write_text(text, encoding="utf-8")


def killed_after(
    moves: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    publish: Callable[[Path], object] = lambda folder: lay(folder, "mới"),
) -> None:
    """A publication that ends for good after so many moves, as a kill would end it."""
    move = file_replacement.move
    done: list[Path] = []

    def last(source: Path, target: Path) -> None:
        if source == target:
            return
        if len(done) == moves:
            raise SystemExit
        done.append(target)
        move(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("vstbcpn_cli.runtime.atomic_outputs.move", last)
        patched.setattr(atomic_outputs, "_put_back", lambda *_: None)
        with pytest.raises(SystemExit):
            publish(folder)
