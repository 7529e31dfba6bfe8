"""Work on a stranger's file in a process of its own, so that a hang, a crash or a flood of memory costs that file only.

The processes live as long as the run: starting one for each file would cost more than the work. Both sides speak in
frames of four bytes of length and a payload. The first frame is the briefing, which the process answers with `READY`;
then one frame per job, one per answer. What comes back is bytes and nothing else: the job says how they are understood.
"""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field, replace
from enum import StrEnum
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Generic, Self, TypeVar

import msgspec

from vstbcpn_cli.runtime.process_limits import OUT_OF_TIME, Cage, cap_processor_time, cap_this_process
from vstbcpn_cli.runtime.watchdog import Watch, started_thread

MEMORY = 224 * 2**20
"""Bytes that a process may write to; the largest innocent workbook needs two thirds of it. With the parent and a second
process beside it a run stays below 400 MiB."""
JOBS_PER_PROCESS = 200
"""A process is replaced after as many jobs, before what native code leaks becomes noticeable."""
START = 180.0
"""Seconds in which a process must be ready: a scanner looks at every module it loads, on a machine that is busy."""
PATIENCE = 5.0
"""How many times its processor time a job may last by the clock on the wall, while other programs want the machine."""
LONGEST_ANSWER = 2**25
"""Bytes: 250,000 answers with their cells take half of it."""
AHEAD = 4
"""Jobs for each process that may be done before the answer to an earlier one is taken: what waits needs memory."""
READY = b"ready"
_LENGTH = struct.Struct("<I")
_ANSWERED, _NO_MEMORY = b"\0", b"\1"
T = TypeVar("T")


class Loss(StrEnum):
    """What became of a job without an answer."""

    START = "start"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASH = "crash"
    GARBAGE = "garbage"


class Lost(msgspec.Struct, frozen=True):
    """A job without an answer."""

    loss: Loss


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """A payload for the process, the seconds of processor time it may take, and what makes something of the answer.

    Whatever exception `understand` raises, the answer was none. After a loss the process is given `once_more`: where
    the whole of the work may kill it, the part that can be done without; `understand_again` is for the answer to that.
    """

    payload: bytes
    seconds: float
    understand: Callable[[bytes], T]
    once_more: bytes | None = None
    understand_again: Callable[[bytes], T] | None = None

    def repeated(self) -> Job[T]:
        """What is asked after a loss."""
        if self.once_more is None:
            return self
        return replace(self, payload=self.once_more, understand=self.understand_again or self.understand)


@dataclass
class WorkerPool(Generic[T]):
    """A few processes that run `command`; each is told `briefing` before its first job.

    Threads wait for them, one for each and one with the clock, whatever the number of jobs: on a busy machine every
    thread is one that may not start. Leaving the context ends every process, whatever it is doing.
    """

    command: Sequence[str]
    briefing: bytes
    size: int
    _workers: list[_Worker[T]] = field(default_factory=list)
    _idle: SimpleQueue[_Worker[T]] = field(default_factory=SimpleQueue)
    _watch: Watch = field(default_factory=Watch)

    def __enter__(self) -> Self:
        self._watch.begin()
        self._workers = [_Worker(self.command, self.briefing, self._watch) for _ in range(self.size)]
        for worker in self._workers:
            self._idle.put(worker)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end()
        self._watch.end()

    def work(self, jobs: Sequence[Job[T]]) -> Iterator[T | Lost]:
        """The answer to every job, in the order of the jobs whichever process was faster.

        A loss is believed when it happens twice: the job is done once more by a new process while no other is at work,
        for it may have been the load of the machine, or what an earlier job left behind.
        """
        waiting: SimpleQueue[_Begun[T] | None] = SimpleQueue()
        threads = self._threads(waiting)
        begun: deque[_Begun[T]] = deque()
        try:
            for job in jobs:
                begun.append((job, Future()))
                if threads:
                    waiting.put(begun[-1])
                else:
                    self._settle(*begun[-1])
                if len(begun) > AHEAD * self.size:
                    yield self._next(begun)
            while begun:
                yield self._next(begun)
        finally:
            for _, future in begun:
                future.cancel()
            self.__exit__(None, None, None)
            for _ in threads:
                waiting.put(None)
            for thread in threads:
                thread.join()

    def _threads(self, waiting: SimpleQueue[_Begun[T] | None]) -> list[threading.Thread]:
        """As many as there are processes, or as start; without any the jobs are done one after the other."""

        def serve_all() -> None:
            while (one := waiting.get()) is not None:
                self._settle(*one)

        threads = (started_thread(serve_all, 0) for _ in range(self.size))
        return [thread for thread in threads if thread is not None]

    def _settle(self, job: Job[T], future: Future[T | Lost]) -> None:
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(self._done(job))
            except BaseException as fault:  # noqa: BLE001 - whoever takes the answer meets it
                future.set_exception(fault)

    def _next(self, begun: deque[_Begun[T]]) -> T | Lost:
        job, future = begun.popleft()
        answer = future.result()
        if isinstance(answer, Lost) and answer.loss is not Loss.START:
            wait([other for _, other in begun])
            answer = self._done(job.repeated(), again=True)
        return answer

    def _done(self, job: Job[T], *, again: bool = False) -> T | Lost:
        """The answer of the next process that is free; one that cannot be started leaves its share to the others."""
        while True:
            worker = self._idle.get()
            answer = worker.ask(job, again=again)
            if not worker.broken or all(w.broken for w in self._workers):
                self._idle.put(worker)
                return answer


_Begun = tuple[Job[T], "Future[T | Lost]"]


class _Worker(Generic[T]):
    """One process at a time, replaced when it died, was killed or has done its share."""

    def __init__(self, command: Sequence[str], briefing: bytes, watch: Watch) -> None:
        self.broken = not watch.running
        """Whether no process could be made ready: what nothing watches over is not begun."""
        self._watch = watch
        self._command = command
        self._briefing = briefing
        self._done = 0
        self._overdue = False
        self._ended = False
        self._process = self._started()

    def ask(self, job: Job[T], *, again: bool = False) -> T | Lost:
        """The answer of this process, `again` of a new one."""
        if again or self._process is None or self._done >= JOBS_PER_PROCESS:
            self._kill()
            self._process = self._started()
        process = self._ready()
        if process is None:
            return Lost(Loss.START)
        self._done += 1
        with self._clock(process, job.seconds * PATIENCE):
            answer = self._exchanged(process, job)
        if isinstance(answer, Lost) or self._overdue:
            self._kill()
        return answer

    def end(self) -> None:
        """Stops the process for good; a job in it is lost."""
        self._ended = True
        self._kill()

    def _started(self) -> subprocess.Popen[bytes] | None:
        """A new process, which is told everything with its first job; None once the work is over, or where the machine
        has no room for one."""
        self._done = 0
        self._briefed = False
        if self._ended or self.broken:
            return None
        debugging = None if os.environ.get("VSTBCPN_DEBUG") else subprocess.DEVNULL
        try:
            process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=debugging, env=_environment()
            )
        except OSError:
            return None
        self._cage = Cage(process, MEMORY)
        return process

    def _ready(self) -> subprocess.Popen[bytes] | None:
        """The process once it has said that it is ready; None where a second one does not say so either."""
        for _ in range(2):
            process = self._process = self._process or self._started()
            if process is not None and not self._briefed:
                with self._clock(process, START), contextlib.suppress(OSError, EOFError):
                    _send(_stream(process.stdin), self._briefing)
                    self._briefed = _receive(_stream(process.stdout)) == READY
            if process is not None and self._briefed:
                return process
            self._kill()
        self.broken = not self._ended
        return None

    @contextlib.contextmanager
    def _clock(self, process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
        """Ends the process when it is not done in time by the clock on the wall."""

        def expire() -> None:
            self._overdue = True
            process.kill()

        self._overdue = False
        with self._watch.limit(seconds, expire):
            yield

    def _exchanged(self, process: subprocess.Popen[bytes], job: Job[T]) -> T | Lost:
        try:
            self._cage.allow(job.seconds)
            _send(_stream(process.stdin), struct.pack("<d", job.seconds) + job.payload)
            answer = _receive(_stream(process.stdout))
        except (OSError, EOFError):
            late = self._status(process) in OUT_OF_TIME or self._overdue
            return Lost(Loss.TIMEOUT if late else Loss.CRASH)
        if answer is not None and answer == _NO_MEMORY:
            return Lost(Loss.MEMORY)
        if answer is None or answer[:1] != _ANSWERED:
            return Lost(Loss.GARBAGE)
        try:
            return job.understand(answer[1:])
        except Exception:  # noqa: BLE001 - whatever the process sent, it is no answer
            return Lost(Loss.GARBAGE)

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
            _send(answers, READY)
            while True:
                job = _required(jobs)
                cap_processor_time(struct.unpack("<d", job[:8])[0])
                _send(answers, _answered(answer, job[8:]))


def _answered(answer: Callable[[bytes], bytes], payload: bytes) -> bytes:
    try:
        content = answer(payload)
    except MemoryError:
        return _NO_MEMORY
    return _ANSWERED + content if len(content) < LONGEST_ANSWER else _NO_MEMORY


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
