"""Returned files read and judged in processes of their own, which are those of `reading_worker`."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import NONE, Repairs
from vstbcpn_cli.model.submission import Problem, SourceFile, Unreadable
from vstbcpn_cli.rules.registry import BoundConstraint
from vstbcpn_cli.runtime.input_files import digest_of
from vstbcpn_cli.runtime.worker_pool import Job, Loss, Lost, WorkerPool
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.usecases.intake.reader_answer import Answer, AnswerCodec
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE

DEADLINE = 30.0
DEADLINE_PER_MEGABYTE = 1.0
FILES_PER_PROCESS = 6
"""For fewer files a further process costs more to start than it saves."""
MANY = 30
"""Files of which most kinds of units have sent one."""
_COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", f"{__package__}.reading_worker")
"""Without -P Python would look for modules in the folder of the returned files first."""
LOST = {
    Loss.START: Problem(ProblemKind.READ_NOT_STARTED),
    Loss.TIMEOUT: Problem(ProblemKind.READ_TIMEOUT),
    Loss.MEMORY: Problem(ProblemKind.TOO_LARGE, details={"case": "", "reason": Loss.MEMORY.value}),
    Loss.CRASH: Problem(ProblemKind.READ_CRASH, details={"how": Loss.CRASH.value}),
    Loss.GARBAGE: Problem(ProblemKind.READ_CRASH, details={"how": Loss.GARBAGE.value}),
}


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
    repairs: Repairs = NONE,
) -> Iterator[Answer]:
    """Every file in the order given, whatever the number of processes; None takes one per processor. Of those with an
    answer that is `kept` none is read.

    A file on which a process dies, hangs, floods the memory or answers nonsense is read once more without computing its
    formulas, which native code does; if that ends no better it is unreadable for that reason. The others go on.
    `repairs` are what the office has decided on; an answer depends on those of its unit.
    """
    answers = AnswerCodec(setting, bound)
    known = {found: answer for found in files if kept and (answer := _known(found, answers, kept))}
    unread = [found for found in files if found not in known]
    made = _read_in_processes(setting, bound, unread, jobs, answers, kept, repairs)
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
    repairs: Repairs,
) -> Iterator[Answer]:
    if not files:
        return
    size = max(1, min(jobs or processors(), -(-len(files) // FILES_PER_PROCESS)))
    jobs_of_files = [_job(f, answers, kept) for f in files]
    briefing = pickle.dumps((setting, bound, repairs, len(files) >= MANY))
    with WorkerPool[Answer](_COMMAND, briefing, size) as pool:
        for found, answer in zip(files, pool.work(jobs_of_files), strict=True):
            yield unread(found, LOST[answer.loss]) if isinstance(answer, Lost) else answer


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
            return unopened(found, "tệp bị thay đổi trong lúc đọc")
    if kept is not None:
        kept.keep_answer(found, answer, content)
    return answer


def unread(found: Found, problem: Problem) -> Answer:
    told = replace(problem, shown=scrubbed(found.path.name))
    return Answer(unreadable=Unreadable(SourceFile(scrubbed(found.shown)), told))


def unopened(found: Found, reason: str) -> Answer:
    return unread(found, Problem(ProblemKind.UNREADABLE, details={"reason": reason}))
