"""The program as a process of its own over folders of returned files, for the rows that kill, starve or move it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.support.forms import returned as at
from tests.support.seasons import season
from vstbcpn_cli.report.registry import renderers

ROOT = Path(__file__).parents[3]
DYING = """
import os, signal
_left = {0}
def _dying(real):
    def call(*args, **options):
        global _left
        _left -= 1
        if not _left:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return real(*args, **options)
    return call
os.replace, os.fsync, os.unlink = map(_dying, (os.replace, os.fsync, os.unlink))
"""
"""A prelude with which the process dies before its n-th step on the disk; Windows ends it at once at either signal."""
RUN = "from vstbcpn_cli.cli.main import run; run()"
NAMES = (*(r.file_name.format(stem="2011-6t") for r in renderers()), "manifest.json")


def receive(folder: Path, name: str, content: bytes) -> Path:
    """One returned file, received on a fixed day."""
    path = folder / name
    path.write_bytes(content)
    moment = dt.datetime(2011, 6, 8, 5, tzinfo=dt.UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


def inbox(folder: Path, units: Iterable[str]) -> Path:
    """A folder with the faultless return of each unit."""
    folder.mkdir(parents=True)
    for unit in units:
        receive(folder, f"{unit}.xlsx", at.filled(unit))
    return folder


def units(count: int) -> list[str]:
    return [u.code for u in season.register().units[:count]]


def started(
    arguments: Iterable[object], prelude: str = "", env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """`vstbcpn` in a process; `prelude` is code that runs before it."""
    command = [sys.executable, "-c", f"{prelude}\n{RUN}", *map(str, arguments)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=settings, cwd=cwd)


def finished(
    arguments: Iterable[object], prelude: str = "", env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a whole run."""
    process = started(arguments, prelude, env, cwd)
    out, err = process.communicate(timeout=600)
    return process.returncode, out.decode(errors="replace"), err.decode(errors="replace")


def digests(folder: Path) -> dict[str, str]:
    """The files of a folder that are no staging, by name."""
    if not folder.is_dir():
        return {}
    found = [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.relative_to(folder).parts[0].startswith(".")]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def sealed(folder: Path) -> bool:
    """Whether the folder holds a set that its manifest vouches for."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    found = digests(folder)
    return all(found.get(o["path"]) == o["sha256"] for o in told["outputs"])
