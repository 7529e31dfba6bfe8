"""LibreOffice as an officer uses it: opens, types, recalculates, saves and prints; one office for a test run."""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from vstbcpn_cli.text.dates import short_date

Entry = tuple[str, int, int, Any]
"""Sheet, row, column and what is typed there, as tests/support/forms/filling.py gives it."""
Step = tuple[Any, ...]
XLSX = "Calc MS Excel 2007 XML"
XLS = "MS Excel 97"
ODS = "calc8"
DOCX = "MS Word 2007 XML"
FODS = "OpenDocument Spreadsheet Flat XML"
PDF = "calc_pdf_Export"
_WORKER = Path(__file__).with_name("libreoffice_worker.py")


class LibreOfficeError(Exception):
    """LibreOffice refused a job or did not answer in time."""


class _NoAnswerError(LibreOfficeError):
    """The office or the process that talks to it ended before there was an answer."""


@cache
def interpreter() -> str | None:
    """A Python that can talk to LibreOffice: the system's, or the one that comes with the office."""
    office = shutil.which("soffice")
    beside = [str(p) for p in Path(office).resolve().parent.glob("python*")] if office else []
    for candidate in ("/usr/bin/python3", *beside):
        if Path(candidate).is_file() and _can_import_uno(candidate):
            return candidate
    return None


def _can_import_uno(python: str) -> bool:
    try:
        done = subprocess.run([python, "-c", "import uno"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def missing() -> str:
    """Why LibreOffice cannot be used here; "" when it can."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed"
    if interpreter() is None:
        return "no Python with `import uno` was found (Debian: python3-uno)"
    return ""


_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
"""


@dataclass
class Office:
    """One headless LibreOffice with a profile of its own; it starts with the first job and again after a failure.

    `locale` are its regional settings (`vi-VN`), those of the machine unless given.
    """

    locale: str = ""
    _pipe: str = ""
    _process: subprocess.Popen[bytes] | None = None
    _profile: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="vstbcpn-lo-")))

    def do(self, job: str, timeout: float = 120, **arguments: Any) -> Any:
        """The answer to one job. Raises `LibreOfficeError`; an office that hangs is stopped first.

        LibreOffice ends unasked now and then: a job that it leaves without an answer is done once more, in a fresh one.
        Every job reads its sources and writes its targets anew, so that a second time does no harm. What the job itself
        reports as a fault is not asked again.
        """
        reason = missing()
        if reason:
            raise LibreOfficeError(reason)
        try:
            return self._answer(job, timeout, arguments)
        except _NoAnswerError:
            shutil.rmtree(self._profile, ignore_errors=True)  # an office that died may have left it in disorder
            return self._answer(job, timeout, arguments)

    def _answer(self, job: str, timeout: float, arguments: dict[str, Any]) -> Any:
        self._start()
        request = json.dumps({"pipe": self._pipe, "job": job, "with": arguments})
        command = [interpreter() or "", str(_WORKER)]
        # The venv's own search path would hide the system's `uno`.
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        try:
            done = subprocess.run(
                command, input=request.encode(), capture_output=True, timeout=timeout, check=False, env=inherited
            )
        except subprocess.TimeoutExpired as fault:
            self.kill()
            raise LibreOfficeError(f"{job}: no answer within {timeout:g} s") from fault
        if done.returncode != 0:
            self.kill()
            said = done.stderr.decode(errors="replace")[-2000:]
            raise _NoAnswerError(f"{job}: no answer, {_ending(done.returncode)}: {said or 'nothing on stderr'}")
        answer = json.loads(done.stdout)
        if "fault" in answer:
            raise LibreOfficeError(f"{job}: {answer['fault']}")
        return answer["result"]

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.kill()  # what an office that died has left running
        self._pipe = f"vstbcpn{uuid.uuid4().hex[:12]}"
        if self.locale:
            settings = self._profile / "user" / "registrymodifications.xcu"
            settings.parent.mkdir(parents=True, exist_ok=True)
            settings.write_text(_SETTINGS.format(locale=self.locale), encoding="utf-8")
        command = [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={self._profile.as_uri()}",
            "--headless",
            "--invisible",
            "--norestore",
            "--nolockcheck",
            "--nologo",
            f"--accept=pipe,name={self._pipe};urp;",
        ]
        quiet = subprocess.DEVNULL
        # A session of its own: the wrapper starts further processes, and all of them have to go in the end.
        self._process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)

    def stop(self) -> None:
        """Asks the office to end, insists, and removes its profile."""
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(LibreOfficeError, subprocess.TimeoutExpired):
                self._answer("quit", 20, {})
                self._process.wait(timeout=10)
        self.kill()
        shutil.rmtree(self._profile, ignore_errors=True)

    def kill(self) -> None:
        """Ends every process of this office."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=10)
            self._process = None


def _ending(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    return f"ended by {signal.Signals(-code).name}" if -code in set(signal.Signals) else f"ended by signal {-code}"


@cache
def office() -> Office:
    """The office of this run; it ends with the run."""
    made = Office()
    atexit.register(made.stop)
    return made


def typing(entries: Iterable[Entry], name: str = "type") -> list[Step]:
    """The steps that type these entries, one cell each."""
    return [(name, sheet, row, column, *_typed(value)) for sheet, row, column, value in entries]


def _typed(value: Any) -> tuple[str, Any]:
    if value is None:
        return "text", ""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return "text", short_date(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return "text", f"{Decimal(str(value)).normalize():f}".replace(".", ",")  # a cell of text keeps it as typed
    return "text", str(value)


def edit(source: Path, target: Path, steps: Iterable[Step], filter_name: str = XLSX, *, as_typed: bool = False) -> Path:
    """Opens a workbook, takes the steps, recalculates, saves it under another name.

    `as_typed`: what the office calculates by itself while a person types, and nothing besides.
    """
    job: dict[str, Any] = {"source": str(source), "target": str(target), "filter_name": filter_name}
    office().do("edit", **job, steps=list(steps), as_typed=as_typed)
    return target


def fill(blank: Path, target: Path, entries: Iterable[Entry]) -> Path:
    """Types the entries into a blank and saves it as .xlsx."""
    return edit(blank, target, typing(entries))


def fill_many(blank: Path, fillings: Iterable[tuple[Path, Iterable[Entry]]], filter_name: str = XLSX) -> list[Path]:
    """The same blank filled in many ways, each recalculated and saved under its own name; None empties a cell."""
    jobs = [(str(target), _by_sheet(entries)) for target, entries in fillings]
    office().do("fill_many", timeout=60 + 20 * len(jobs), source=str(blank), jobs=jobs, filter_name=filter_name)
    return [Path(target) for target, _ in jobs]


def _by_sheet(entries: Iterable[Entry]) -> dict[str, list[tuple[int, int, Any]]]:
    found: dict[str, list[tuple[int, int, Any]]] = {}
    for sheet, row, column, value in entries:
        kind, typed = _typed(value)
        found.setdefault(sheet, []).append((row, column, float(typed) if kind == "number" else typed))
    return found


def resave(source: Path, target: Path, filter_name: str = XLSX) -> Path:
    """Opens a workbook and saves it, unchanged, in a format of LibreOffice's own naming."""
    return edit(source, target, (), filter_name)


def resave_text(source: Path, target: Path) -> Path:
    """Opens a Word document and saves it as one, unchanged."""
    office().do("export", source=str(source), target=str(target), filter_name=DOCX, sheet="")
    return target


def recalculated_values(path: Path) -> dict[str, dict[str, Any]]:
    """Sheet → address → what the cell holds after a full recalculation; numbers are float, as in the office."""
    found: dict[str, dict[str, Any]] = office().do("values", source=str(path))
    return found


def convert_to_pdf(source: Path, target: Path, sheet: str = "") -> Path:
    """Prints a workbook, or one sheet of it, as PDF."""
    office().do("export", source=str(source), target=str(target), filter_name=PDF, sheet=sheet)
    return target


def opened(paths: Iterable[Path]) -> dict[str, list[str]]:
    """The sheets LibreOffice sees in each file, all opened by one office one after the other."""
    found: dict[str, list[str]] = office().do("opened", timeout=600, sources=[str(p) for p in paths])
    return found


def marks(path: Path) -> dict[str, dict[str, Any]]:
    """Sheet → its notes by address, whether it is protected and visible; of the first sheet also its links."""
    found: dict[str, dict[str, Any]] = office().do("marks", source=str(path))
    return found
