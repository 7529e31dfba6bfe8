"""Lines on the terminal: results on stdout, the conversation on stderr; the only place with colour."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import typer


def use_utf8() -> None:
    """Vietnamese must reach every console and pipe; what one cannot show is replaced, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def out(text: str = "") -> None:
    typer.echo(text)


def say(text: str) -> None:
    typer.echo(text, err=True)


def fail(text: str) -> None:
    typer.secho(text, fg=typer.colors.RED, err=True)


def progress(label: str, *, quiet: bool) -> Callable[[int, int], None]:
    """A line on stderr that counts files; nothing when stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        return lambda done, total: None  # noqa: ARG005 - same shape as the one that shows something

    def show(done: int, total: int) -> None:
        end = "\n" if done == total else "\r"
        sys.stderr.write(f"{label}: {done}/{total}{end}")
        sys.stderr.flush()

    return show
