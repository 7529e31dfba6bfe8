"""A Word document printed as PDF by the LibreOffice of the machine, with bookmarks at its headings."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SECONDS = 300.0
"""Of one document; an office without other work takes ten for a report of seventy units."""
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    *(
        Path(os.environ.get(name, "")) / "LibreOffice" / "program" / "soffice.exe"
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")
        if os.environ.get(name)
    ),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Filter/PDF/Export">
<prop oor:name="ExportBookmarks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="InitialView" oor:op="fuse"><value>1</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""Headings become bookmarks and are shown beside the page; nothing in a document acts or is fetched."""
_DAY = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_PRINT = re.compile(rb"(?:/ID\s*\[\s*<[0-9A-F]{32}>\s*<|/DocChecksum\s*/)[0-9A-F]{32}")


class NotPrintedError(Exception):
    """LibreOffice has ended, or taken too long, without a PDF."""


def printer() -> str:
    """The LibreOffice of this machine; "" where there is none."""
    found = (shutil.which(name) for name in _NAMES)
    return next(filter(None, found), None) or next((str(p) for p in _PLACES if p.is_file()), "")


def print_pdf(document: Path, target: Path) -> None:
    """Prints the document; the same document gives the same bytes on the same machine.

    The office has a profile of its own, so that one that is open on the screen does not answer in its place. Raises
    `NotPrintedError`, or OSError for a target that cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="vstbcpn-pdf-", ignore_cleanup_errors=True) as folder:
        profile, out = Path(folder) / "profile", Path(folder) / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8", newline="\n")
        command = [
            *(printer(), f"-env:UserInstallation={profile.as_uri()}"),
            *("--headless", "--norestore", "--nolockcheck", "--nologo"),
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(out), str(document.absolute())),
        ]
        _run(command)
        made = out / f"{document.stem}.pdf"
        if not made.is_file():
            raise NotPrintedError
        target.write_bytes(_of_no_moment(made.read_bytes()))


def _run(command: list[str]) -> None:
    quiet = subprocess.DEVNULL
    try:
        # A session of its own: the office is started by a script, and both have to go.
        process = subprocess.Popen(  # noqa: S603 - the office of the machine, no shell
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as fault:
        raise NotPrintedError from fault
    with _ended(process):
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as fault:
            raise NotPrintedError from fault


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens inside, no process of the office outlives it."""
    try:
        yield
    finally:
        if process.poll() is None:
            _end(process)
        process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":  # pragma: no cover - proved on Windows only
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603, S607 - of the system
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _of_no_moment(content: bytes) -> bytes:
    """The PDF with the day that all files of the program bear, and prints of its content for those of the moment."""
    dated = _DAY.sub(b"20000101000000", content)
    bare = _PRINT.sub(lambda found: re.sub(rb"[0-9A-F]{32}", b"0" * 32, found[0]), dated)
    mark = hashlib.sha256(bare).hexdigest()[:32].upper().encode()
    return _PRINT.sub(lambda found: re.sub(rb"[0-9A-F]{32}", mark, found[0]), dated)
