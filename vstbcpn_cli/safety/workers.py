"""Work on a stranger's file in a process of its own, so that a hang, a crash or a flood of memory costs that file only.

The processes live as long as the run: starting one for each file would cost more than the work. Both sides speak in
frames of four bytes of length and a payload. The first frame is the briefing, then one frame per job, one per answer.
"""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Self

from vstbcpn_cli.safety.limits import Cage, cap_processor_time, cap_this_process

MEMORY = 3 * 2**29
"""1.5 GiB of address space per process; the largest innocent workbook needs a fifth of it."""
JOBS_PER_PROCESS = 200
"""A process is replaced after as many jobs, before what native code leaks becomes noticeable."""
LONGEST_ANSWER = 2**28
_LENGTH = struct.Struct("<I")
_ANSWERED, _NO_MEMORY = b"\0", b"\1"


class Loss(StrEnum):
    """What became of a job without an answer."""

    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    GARBAGE = "garbage"


@dataclass(frozen=True, slots=True)
class Lost:
    """A job without an answer; `detail` is the exit status of the process where it died."""

    loss: Loss
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A payload for the process, and the seconds it may take."""

    payload: bytes
    seconds: float


@dataclass
class Crew:
    """A few processes that run `command`; each is told `briefing` before its first job.

    Leaving the context ends every process, whatever it is doing.
    """

    command: Sequence[str]
    briefing: bytes
    size: int
    _workers: list[_Worker] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._workers = [_Worker(self.command, self.briefing) for _ in range(self.size)]
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end()

    def work(self, jobs: Sequence[Job]) -> Iterator[bytes | Lost]:
        """The answer to every job, in the order of the jobs whichever process was faster."""
        idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            idle.put(worker)

        def one(job: Job) -> bytes | Lost:
            worker = idle.get()
            try:
                return worker.ask(job)
            finally:
                idle.put(worker)

        pool = ThreadPoolExecutor(self.size)
        try:
            yield from pool.map(one, jobs)
        finally:
            self.__exit__(None, None, None)
            pool.shutdown(cancel_futures=True)


class _Worker:
    """One process at a time, replaced when it died, was killed or has done its share."""

    def __init__(self, command: Sequence[str], briefing: bytes) -> None:
        self._command = command
        self._briefing = briefing
        self._done = 0
        self._overdue = False
        self._ended = False
        self._process = self._started()

    def ask(self, job: Job) -> bytes | Lost:
        if self._process is None or self._done >= JOBS_PER_PROCESS:
            self._kill()
            self._process = self._started()
        process = self._process
        self._done += 1
        self._overdue = False
        clock = threading.Timer(job.seconds, self._expire, [process])
        clock.daemon = True
        clock.start()
        try:
            answer = self._exchanged(process, job)
        finally:
            clock.cancel()
        if isinstance(answer, Lost) or self._overdue:
            self._kill()
        return answer

    def end(self) -> None:
        """Stops the process for good; a job in it is lost."""
        self._ended = True
        self._kill()

    def _started(self) -> subprocess.Popen[bytes] | None:
        """A new process, which is briefed with its first job; None once the work is over."""
        self._done = 0
        if self._ended:
            return None
        debugging = None if os.environ.get("VSTBCPN_DEBUG") else subprocess.DEVNULL
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=debugging, env=_environment()
        )
        self._cage = Cage(process, MEMORY)
        self._briefed = False
        return process

    def _exchanged(self, process: subprocess.Popen[bytes] | None, job: Job) -> bytes | Lost:
        if process is None:
            return Lost(Loss.CRASH)
        try:
            if not self._briefed:
                _send(_stream(process.stdin), self._briefing)
                self._briefed = True
            _send(_stream(process.stdin), struct.pack("<d", job.seconds) + job.payload)
            answer = _receive(_stream(process.stdout))
        except (OSError, EOFError):
            return Lost(Loss.TIMEOUT) if self._overdue else Lost(Loss.CRASH, str(self._status(process)))
        if answer is None or answer[:1] not in (_ANSWERED, _NO_MEMORY):
            return Lost(Loss.GARBAGE)
        return Lost(Loss.MEMORY) if answer[:1] == _NO_MEMORY else answer[1:]

    def _expire(self, process: subprocess.Popen[bytes]) -> None:
        self._overdue = True
        process.kill()

    def _status(self, process: subprocess.Popen[bytes]) -> int:
        """How it died; one that only closed its pipe is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(1)
        process.kill()
        return process.wait()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    _stream(stream).close()


def serve(prepare: Callable[[bytes], Callable[[bytes], bytes]]) -> None:
    """The other side: answers jobs until the pipe is closed. `prepare` makes the answering function of the briefing.

    What libraries print goes to stderr and never between the answers.
    """
    cap_this_process(MEMORY)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        jobs = sys.stdin.buffer
        with contextlib.suppress(EOFError, BrokenPipeError):
            answer = prepare(_required(jobs))
            while True:
                job = _required(jobs)
                cap_processor_time(struct.unpack("<d", job[:8])[0])
                _send(answers, _answered(answer, job[8:]))


def _answered(answer: Callable[[bytes], bytes], payload: bytes) -> bytes:
    try:
        return _ANSWERED + answer(payload)
    except MemoryError:
        return _NO_MEMORY


def _send(stream: BinaryIO, payload: bytes) -> None:
    stream.write(_LENGTH.pack(len(payload)) + payload)
    stream.flush()


def _required(stream: BinaryIO) -> bytes:
    payload = _receive(stream)
    if payload is None:
        raise EOFError
    return payload


def _receive(stream: BinaryIO) -> bytes | None:
    """The next payload, None when its length is beyond belief. Raises EOFError where the stream ends."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST_ANSWER:
        return None
    payload = stream.read(length)
    if len(payload) < length:
        raise EOFError
    return payload


def _stream(stream: object) -> BinaryIO:
    return stream  # type: ignore[return-value]  # opened as pipes


def _environment() -> dict[str, str]:
    return {**os.environ, "RUST_BACKTRACE": "0", "PYTHONIOENCODING": "utf-8"}
