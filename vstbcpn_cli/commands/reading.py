"""Returned files read and judged in processes of their own; `python -m vstbcpn_cli.commands.reading` is one of them."""

from __future__ import annotations

import gc
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vstbcpn_cli.commands.setting import Setting
from vstbcpn_cli.commands.sources import Found
from vstbcpn_cli.excel.reader import Reader
from vstbcpn_cli.findings import Failure, Finding
from vstbcpn_cli.rules.base import Scope
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.registry import BoundConstraint, LiveRules
from vstbcpn_cli.safety.output_error import reason_of
from vstbcpn_cli.safety.text import scrubbed
from vstbcpn_cli.safety.workers import Crew, Job, Lost, serve
from vstbcpn_cli.submission import Problem, SourceFile, Submission, Unreadable

DEADLINE = 30.0
DEADLINE_PER_MEGABYTE = 1.0
FILES_PER_PROCESS = 6
"""For fewer files a further process costs more to start than it saves."""
_COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", __name__)
"""Without -P Python would look for modules in the folder of the returned files first."""
_LONGEST_PATH = 259 if os.name == "nt" else 4095
"""Windows says of a longer one that nothing is there."""
_PLAIN_TYPES = {
    ("datetime", "date"),
    ("decimal", "Decimal"),
    ("vstbcpn_cli.findings", "Failure"),
    ("vstbcpn_cli.findings", "Finding"),
    ("vstbcpn_cli.findings", "Place"),
    ("vstbcpn_cli.schema.model", "Severity"),
    *(
        ("vstbcpn_cli.submission", name)
        for name in (
            *("CellCount", "cell_ref", "key", "Observation", "Problem", "SourceFile", "Stamp", "State", "Submission"),
            *("TableAnswer", "Unreadable", "table_row"),
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read, with the findings inside it and the rules that could not be run on it; none of either for a
    file that could not be read."""

    outcome: Submission | Unreadable
    findings: tuple[Finding, ...] = ()
    failed: tuple[Failure, ...] = ()


def read_all(
    setting: Setting, bound: tuple[BoundConstraint, ...], files: Sequence[Found], jobs: int | None
) -> Iterator[Read]:
    """Every file in the order given, whatever the number of processes; None takes one per processor.

    A file on which a process dies, hangs or floods the memory is unreadable for that reason; the others go on.
    """
    most = jobs or processors()
    size = max(1, min(most, -(-len(files) // FILES_PER_PROCESS)))
    briefing = pickle.dumps((setting, bound))
    with Crew(_COMMAND, briefing, size) as crew:
        answers = crew.work([_job(f) for f in files])
        for found, answer in zip(files, answers, strict=True):
            yield _lost(found, answer) if isinstance(answer, Lost) else _understood(found, answer)


def processors() -> int:
    """How many this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _job(found: Found) -> Job:
    try:
        megabytes = found.path.stat().st_size / 2**20
    except OSError:
        megabytes = 0.0
    return Job(pickle.dumps((str(found.path), found.shown)), DEADLINE + DEADLINE_PER_MEGABYTE * megabytes)


def _understood(found: Found, answer: bytes) -> Read:
    try:
        outcome, findings, failed = _Plain(io.BytesIO(answer)).load()
        if isinstance(outcome, Submission):
            outcome = replace(outcome, values={o.key.code: o for o in outcome.values.values()})
        return Read(outcome, findings, failed)
    except Exception:  # noqa: BLE001 - whatever the process sent, it is no answer
        return _unread(found, "read-crash", "garbage")


class _Plain(pickle.Unpickler):
    """Only values and the records of a submission: a process that read a hostile file is not to be trusted."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN_TYPES:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _lost(found: Found, lost: Lost) -> Read:
    kind = "read-timeout" if lost.loss == "timeout" else "read-crash"
    return _unread(found, kind, lost.loss.value, lost.detail)


def _unread(found: Found, kind: str, *details: str) -> Read:
    problem = Problem(kind, shown=scrubbed(found.path.name), details=tuple(filter(None, details)))
    return Read(Unreadable(SourceFile(found.shown), problem))


# ------------------------------------------------------------------------------------------------- the process
def _prepare(briefing: bytes) -> Callable[[bytes], bytes]:
    """What one process answers with, once the parent has told it edition, period, register and rules."""
    setting, bound = pickle.loads(briefing)  # noqa: S301 - from our own parent
    reader = Reader(setting.edition, setting.period, setting.register, LiveRules(bound, lenient=True))
    # What was loaded stays: the collector need not look at it again for every file.
    gc.freeze()

    def answer(payload: bytes) -> bytes:
        path, shown = pickle.loads(payload)  # noqa: S301 - from our own parent
        return pickle.dumps(
            _read(setting, bound, reader, Found(Path(path), shown, named=False)), pickle.HIGHEST_PROTOCOL
        )

    return answer


def _read(
    setting: Setting, bound: tuple[BoundConstraint, ...], reader: Reader, found: Found
) -> tuple[Submission | Unreadable, tuple[Finding, ...], tuple[Failure, ...]]:
    """One file, whatever it holds: a fault of the program on it is told of this file, and the next one is read."""
    try:
        outcome = reader.read(found.path, found.shown)
        if isinstance(outcome, Unreadable):
            return outcome, (), ()
        unit = setting.register.get(outcome.unit)
        assert unit is not None
        failed: list[Failure] = []
        findings = judge(Scope(setting.edition, unit, setting.period, outcome), bound, failed)
        return outcome, findings, tuple(dict.fromkeys(failed))
    except MemoryError:
        raise
    except OSError as fault:
        return _unread(found, "unreadable", _why(fault, found.path)).outcome, (), ()
    except Exception as fault:  # noqa: BLE001 - whatever it is, it must not stop the other files
        return _unread(found, "program-fault", type(fault).__name__).outcome, (), ()
    except BaseException as fault:  # a panic of a native library is no Exception
        if isinstance(fault, KeyboardInterrupt | SystemExit):
            raise
        return _unread(found, "read-crash", "crash").outcome, (), ()


def _why(fault: OSError, path: Path) -> str:
    if reason_of(fault) == "too-long" or len(str(path.absolute())) > _LONGEST_PATH:
        return "đường dẫn quá dài"
    if reason_of(fault) == "many-open":
        return "máy đang mở quá nhiều tệp"
    if os.path.isdir(path):  # noqa: PTH112 - of a path in a closed folder the other one raises
        return "không có quyền mở thư mục này"
    if isinstance(fault, PermissionError):
        return "không có quyền đọc tệp"
    return "tệp không còn ở đó" if isinstance(fault, FileNotFoundError) else "ổ đĩa hoặc đường truyền có lỗi"


if __name__ == "__main__":
    serve(_prepare)
