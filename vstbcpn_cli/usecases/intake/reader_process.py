"""Returned files read and judged in processes of their own.

`python -m vstbcpn_cli.usecases.intake.reader_process` is one of them.
"""

from __future__ import annotations

import errno
import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from vstbcpn_cli.model.findings import RuleFailure
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.submission import Problem, SourceFile, Unreadable
from vstbcpn_cli.rules.base import Scope
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.rules.messages import messages
from vstbcpn_cli.rules.registry import BoundConstraint, LiveRules
from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.runtime.input_files import digest_of
from vstbcpn_cli.runtime.output_error import reason_of
from vstbcpn_cli.runtime.worker_pool import Job, Loss, Lost, WorkerPool, serve
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark, lies_with_templates
from vstbcpn_cli.usecases.intake.reader_answer import Answer, AnswerCodec, packed
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE
from vstbcpn_cli.workbook.reading.reader import Reader

DEADLINE = 30.0
DEADLINE_PER_MEGABYTE = 1.0
FILES_PER_PROCESS = 6
"""For fewer files a further process costs more to start than it saves."""
_COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", __name__)
"""Without -P Python would look for modules in the folder of the returned files first."""
_LOST = {
    Loss.START: Problem(ProblemKind.READ_NOT_STARTED),
    Loss.TIMEOUT: Problem(ProblemKind.READ_TIMEOUT),
    Loss.MEMORY: Problem(ProblemKind.TOO_LARGE, details={"case": "", "reason": Loss.MEMORY.value}),
    Loss.CRASH: Problem(ProblemKind.READ_CRASH, details={"how": Loss.CRASH.value}),
    Loss.GARBAGE: Problem(ProblemKind.READ_CRASH, details={"how": Loss.GARBAGE.value}),
}
_LONGEST_PATH = 259 if os.name == "nt" else 4095
"""Windows says of a longer one that nothing is there."""


class KeptAnswers(Protocol):
    """What processes of earlier runs have answered."""

    def answer(self, found: Found) -> bytes | None:
        """The answer about this very file; None where there is none."""

    def keep_answer(self, found: Found, answer: Answer, content: bytes) -> None:
        """Takes an answer for the next run."""


def read_all(
    setting: Setting,
    bound: tuple[BoundConstraint, ...],
    files: Sequence[Found],
    jobs: int | None,
    kept: KeptAnswers | None = None,
) -> Iterator[Answer]:
    """Every file in the order given, whatever the number of processes; None takes one per processor. Of those with an
    answer that is `kept` none is read.

    A file on which a process dies, hangs, floods the memory or answers nonsense is read once more without computing its
    formulas, which native code does; if that ends no better it is unreadable for that reason. The others go on.
    """
    answers = AnswerCodec(setting, bound)
    known = {found: answer for found in files if kept and (answer := _known(found, answers, kept))}
    unread = [found for found in files if found not in known]
    made = _read_in_processes(setting, bound, unread, jobs, answers, kept)
    yield from (known[found] if found in known else next(made) for found in files)


def _known(found: Found, answers: AnswerCodec, kept: KeptAnswers) -> Answer | None:
    content = kept.answer(found)
    if content is None:
        return None
    try:
        return answers.unpacked(content, found.shown)
    except Exception:  # noqa: BLE001 - whatever it is, the file says it itself
        return None


def _read_in_processes(
    setting: Setting,
    bound: tuple[BoundConstraint, ...],
    files: Sequence[Found],
    jobs: int | None,
    answers: AnswerCodec,
    kept: KeptAnswers | None,
) -> Iterator[Answer]:
    if not files:
        return
    size = max(1, min(jobs or processors(), -(-len(files) // FILES_PER_PROCESS)))
    jobs_of_files = [_job(f, answers, kept) for f in files]
    with WorkerPool[Answer](_COMMAND, pickle.dumps((setting, bound)), size) as pool:
        for found, answer in zip(files, pool.work(jobs_of_files), strict=True):
            yield _unread(found, _LOST[answer.loss]) if isinstance(answer, Lost) else answer


def processors() -> int:
    """How many this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _job(found: Found, answers: AnswerCodec, kept: KeptAnswers | None = None) -> Job[Answer]:
    try:
        megabytes = found.path.stat().st_size / 2**20
    except OSError:
        megabytes = 0.0
    seconds = DEADLINE + DEADLINE_PER_MEGABYTE * megabytes
    understood = partial(_understood, found, answers)
    first = partial(_understood, found, answers, kept=kept)
    return Job(_asked(found), seconds, first, _asked(found, recalculates=False), understood)


def _asked(found: Found, *, recalculates: bool = True) -> bytes:
    return pickle.dumps((str(found.path), found.shown, found.named, found.claimed, recalculates))


def _understood(found: Found, answers: AnswerCodec, content: bytes, kept: KeptAnswers | None = None) -> Answer:
    """An answer about the file as it lies there: what was read from another content is not taken for its figures.

    It is `kept` for the next run where it is the whole answer, not one without the formulas.
    """
    answer = answers.unpacked(content, found.shown)
    file = answer.outcome.file
    if (answer.submission is not None or file.sha256) and file.size <= LARGEST_FILE:
        try:
            same = digest_of(found.path, LARGEST_FILE) == file.sha256
        except OSError:
            same = False
        if not same:
            return _unopened(found, "tệp bị thay đổi trong lúc đọc")
    if kept is not None:
        kept.keep_answer(found, answer, content)
    return answer


def _unread(found: Found, problem: Problem) -> Answer:
    told = replace(problem, shown=scrubbed(found.path.name))
    return Answer(unreadable=Unreadable(SourceFile(scrubbed(found.shown)), told))


def _unopened(found: Found, reason: str) -> Answer:
    return _unread(found, Problem(ProblemKind.UNREADABLE, details={"reason": reason}))


# ------------------------------------------------------------------------------------------------- the process
def _prepare(briefing: bytes) -> Callable[[bytes], bytes]:
    """What one process answers with, once the parent has told it edition, period, register and rules."""
    setting, bound = pickle.loads(briefing)  # noqa: S301 - from our own parent
    reader = Reader(setting.edition, setting.period, setting.register, LiveRules(bound, lenient=True))
    careful = replace(reader, recalculates=False)
    # What was loaded stays: the collector need not look at it again for every file.
    gc.freeze()

    def answer(payload: bytes) -> bytes:
        path, shown, named, claimed, recalculates = pickle.loads(payload)  # noqa: S301 - from our own parent
        found = Found(Path(path), shown, named, claimed=claimed)
        return packed(_read(setting, bound, reader if recalculates else careful, found))

    return answer


def _read(setting: Setting, bound: tuple[BoundConstraint, ...], reader: Reader, found: Found) -> Answer:
    """One file, whatever it holds: a fault of the program on it is told of this file, and the next one is read."""
    try:
        outcome = reader.read(found.path, found.shown)
        if isinstance(outcome, Unreadable):
            return Answer(unreadable=outcome, own=_own(found, outcome.problem.kind))
        unit = setting.register.get(outcome.unit)
        assert unit is not None
        failed: list[RuleFailure] = []
        findings = judge(Scope(setting.edition, unit, setting.period, outcome), bound, failed)
        own = "own" if found.claimed and _as_marked(found.path) else ""
        return Answer(outcome, findings=findings, failed=tuple(dict.fromkeys(failed)), own=own)
    except MemoryError:
        raise
    except OSError as fault:
        return _unopened(found, _why(fault, found.path))
    except Exception as fault:  # noqa: BLE001 - whatever it is, it must not stop the other files
        return _unread(found, Problem(ProblemKind.PROGRAM_FAULT, details={"fault": type(fault).__name__}))
    except BaseException as fault:  # a panic of a native library is no Exception
        if isinstance(fault, KeyboardInterrupt | SystemExit):
            raise
        return _unread(found, _LOST[Loss.CRASH])


def _as_marked(path: Path) -> bool:
    from vstbcpn_cli.workbook.marking.annotator import is_as_marked  # what writes marks is not needed to read

    return is_as_marked(path)


def _own(found: Found, kind: ProblemKind) -> str:
    """The field of `PassedOver` for a file of the program itself, met in a folder; a form with answers is a return,
    whatever a record beside it says, unless it is a marked copy as it went out."""
    if found.named:
        return ""
    if messages()[kind].perhaps_own and bears_our_mark(found.path):
        return "own"
    if kind is ProblemKind.NOT_A_WORKBOOK and lies_with_templates(found.path):
        return "claimed"
    if found.claimed and kind is ProblemKind.BLANK_AS_ISSUED:
        return "own"
    # A form of another period or edition is not read to the end: nobody has saved it since it was written.
    return "claimed" if found.claimed and as_written(found.path) else ""


def _why(fault: OSError, path: Path) -> str:
    if reason_of(fault) == "too-long" or len(str(path.absolute())) > _LONGEST_PATH:
        return "đường dẫn quá dài"
    if reason_of(fault) == "many-open":
        return "máy đang mở quá nhiều tệp"
    if os.path.isdir(path):  # noqa: PTH112 - of a path in a closed folder the other one raises
        return "không có quyền mở thư mục này"
    if isinstance(fault, PermissionError):
        return "không có quyền đọc tệp"
    if fault.errno == errno.EINVAL:
        return "đây không phải là một tệp dữ liệu"
    return "tệp không còn ở đó" if isinstance(fault, FileNotFoundError) else "ổ đĩa hoặc đường truyền có lỗi"


if __name__ == "__main__":
    serve(_prepare)
