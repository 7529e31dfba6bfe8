"""Lines on the terminal: results on stdout, the conversation on stderr; the only place with colour."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from vstbcpn_cli.runtime import work_steps

if TYPE_CHECKING:
    from vstbcpn_cli.cli.progress import ProgressLine

_WIDEST, _NARROWEST = 120, 40
_CLOSED = (errno.EPIPE, errno.EINVAL)
"""What writing to a closed pipe gives; Windows has the second."""


def use_utf8() -> None:
    """Vietnamese must reach every console and pipe; what one cannot show is replaced, never a crash.

    A stream that is closed, as under a scheduler, becomes one that nobody reads: no file may take its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def out(
    text: str = "", *, indent: int | None = None, colour: str | None = None, bold: bool = False, mark: str = ""
) -> None:
    """Text of the result as it is; with an `indent` one line, wrapped between words where it goes to a terminal.

    `colour` is for the `mark` at its beginning, or for the whole line when there is none.
    """
    wrapped = text if indent is None else _wrapped(text, " " * indent)
    if colour or bold:
        head = mark or wrapped
        wrapped = typer.style(head, fg=colour, bold=bold or None) + wrapped[len(head) :]
    _print(wrapped)


def say(text: str) -> None:
    _print(text, err=True)


def fail(text: str) -> None:
    _print(typer.style(text, fg=typer.colors.RED), err=True)


def _print(text: str, *, err: bool = False) -> None:
    """Whoever reads may stop reading, as `head` does: the work goes on to its end, and nobody is told of it.

    Nor does it hang on the conversation, wherever that is sent.
    """
    if _shown.line is not None:
        _shown.line.hide()
    try:
        typer.echo(text, err=err, color=_colour())
    except OSError as fault:
        if not (err or unread(fault)):
            raise
        deaf(sys.stderr if err else sys.stdout)


def unread(fault: BaseException | None) -> bool:
    """Whether a stream could not be written to because whoever read it has stopped reading."""
    return isinstance(fault, OSError) and fault.errno in _CLOSED


def deaf(stream: TextIO) -> None:
    """What is still to be written to a stream nobody reads goes nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def argument(path: str) -> str:
    """A path as it is typed on a command line."""
    return f'"{path}"' if " " in path or not path else path


def given(options: Mapping[str, object]) -> list[str]:
    """The options that were given, for a command that is to mean the same: names and values one after the other."""
    return [str(part) for name, value in options.items() if value is not None for part in (name, value)]


def _colour() -> bool | None:
    """None lets the stream decide: a terminal shows colours, a file and a pipe none (no-color.org)."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _wrapped(text: str, indent: str) -> str:
    """A file or a pipe gets the line as it is: whoever searches in it finds whole sentences."""
    if not sys.stdout.isatty():
        return text
    # The last column stays free: the Windows console breaks a line that fills it once more.
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns) - 1)
    own = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.strip(),
        width,
        initial_indent=own,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def progress(label: str, *, quiet: bool) -> Callable[[int, int], None]:
    """What counts parts of the work under this label, in the line of the run; nothing where it has none."""

    def show(done: int, total: int) -> None:
        if _shown.line is not None and not quiet:
            _shown.line.tell(label, done, total)

    return show


def remark(text: str) -> None:
    """A line above that of the run; nothing where it has none, or is over before there was anything to show."""
    if _shown.line is not None and text:
        _shown.line.remark(text)


class _Shown:
    """The line of the run that prints here; None where stderr is no terminal."""

    line: ProgressLine | None = None


_shown = _Shown()


@contextmanager
def working(*, quiet: bool) -> Iterator[None]:
    """A run: while it works a line on the terminal says at what; none with `quiet`, or where nobody looks on."""
    if quiet or not sys.stderr.isatty():
        work_steps.begin(None)
        yield
        return
    from vstbcpn_cli.cli.progress import ProgressLine

    line = _shown.line = ProgressLine()
    work_steps.begin(line.step)
    line.begin()
    try:
        yield
    finally:
        line.end()
        _shown.line = None
