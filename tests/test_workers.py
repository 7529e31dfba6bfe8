"""Processes that hang, die, flood the memory or talk nonsense cost the job they had, and nothing else."""

from __future__ import annotations

import io
import pickle
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import returned as at
import season

from vstbcpn_cli.commands import reading
from vstbcpn_cli.commands.reading import read_all
from vstbcpn_cli.commands.setting import Setting
from vstbcpn_cli.commands.sources import Found
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.safety import limits, workers
from vstbcpn_cli.safety.workers import Crew, Job, Loss, Lost
from vstbcpn_cli.submission import Submission, Unreadable

PREPARE = """
import os, sys, time
from vstbcpn_cli.safety.workers import serve
def prepare(briefing):
    def answer(payload):
        {act}
        return briefing + payload[::-1]
    return answer
serve(prepare)
"""


def command(act: str = "pass") -> list[str]:
    return [sys.executable, "-c", PREPARE.format(act=act)]


def asked(
    script: Sequence[str], *payloads: bytes, seconds: float = 60, size: int = 1, briefing: bytes = b"<"
) -> list[bytes | Lost]:
    with Crew(script, briefing, size) as crew:
        return list(crew.work([Job(p, seconds) for p in payloads]))


def test_answers_come_in_the_order_of_the_jobs() -> None:
    payloads = [bytes([n]) * n for n in range(1, 30)]
    slow_at_times = "time.sleep(0.05 if len(payload) % 3 == 0 else 0)"
    for size in (1, 3):
        assert asked(command(slow_at_times), *payloads, size=size) == [b"<" + p for p in payloads]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("if payload == b'bad': time.sleep(60)", {Loss.TIMEOUT}),
        ("while payload == b'bad': pass", {Loss.TIMEOUT}),
        ("if payload == b'bad': os.abort()", {Loss.CRASH}),
        ("if payload == b'bad': os._exit(3)", {Loss.CRASH}),
        ("if payload == b'bad': raise ValueError", {Loss.CRASH}),
        ("if payload == b'bad': bytearray(2**33)", {Loss.MEMORY}),
        ("if payload == b'bad': os.closerange(0, 3); os.closerange(3, 20); time.sleep(9)", {Loss.CRASH}),
        ("if payload == b'bad': [os.write(n, b'Hello, officer') for n in range(3, 9)]", {Loss.GARBAGE, Loss.CRASH}),
    ],
)
def test_one_bad_job_is_lost_and_the_next_is_done(act: str, expected: set[Loss]) -> None:
    act = act.replace("for n in range(3, 9)", "for n in range(3, 9) if os.path.exists(f'/proc/self/fd/{n}')")
    first, bad, after = asked(command(act), b"a", b"bad", b"b", seconds=3)
    assert (first, after) == (b"<a", b"<b")
    assert isinstance(bad, Lost)
    assert bad.loss in expected


def test_what_a_library_prints_does_not_come_between_the_answers() -> None:
    assert asked(command("print('stray'); os.write(1, b'stray')"), b"a", b"b") == [b"<a", b"<b"]


def test_a_program_that_is_no_process_of_ours() -> None:
    silent = asked(["true"], b"a", b"b")
    assert {x.loss for x in silent if isinstance(x, Lost)} == {Loss.CRASH}
    talking = asked([sys.executable, "-c", "print('x' * 100, flush=True); input()"], b"a", seconds=5)
    assert talking == [Lost(Loss.GARBAGE)]
    odd_mark = "import sys; sys.stdout.buffer.write(b'\\1\\0\\0\\0?'); sys.stdout.flush(); sys.stdin.buffer.read()"
    assert asked([sys.executable, "-c", odd_mark], b"a", seconds=5) == [Lost(Loss.GARBAGE)]
    cut = "import sys; sys.stdout.buffer.write(b'\\9\\0\\0\\0?')"
    assert asked([sys.executable, "-c", cut], b"a", seconds=5) == [Lost(Loss.CRASH, "0")]


def test_the_status_of_a_crash_is_told() -> None:
    assert asked(command("os._exit(3)"), b"a") == [Lost(Loss.CRASH, "3")]


def test_a_process_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "JOBS_PER_PROCESS", 2)
    answers = asked(command("payload = str(os.getpid()).encode()"), *[b"x"] * 5)
    assert [answers.count(a) for a in dict.fromkeys(answers)] == [2, 2, 1]


def test_leaving_early_ends_every_process() -> None:
    with Crew(command("time.sleep(60 if payload == b'slow' else 0)"), b"", 2) as crew:
        running = [w._process for w in crew._workers]
        answers = crew.work([Job(b"a", 60), Job(b"slow", 60), Job(b"slow", 60)])
        assert next(answers) == b"a"
        began = time.monotonic()
        answers.close()  # type: ignore[attr-defined]  # a generator
    assert time.monotonic() - began < 20
    assert all(p is not None and p.poll() is not None for p in running)


def test_an_ended_worker_starts_nothing_again() -> None:
    worker = workers._Worker(command(), b"")
    worker.end()
    assert worker.ask(Job(b"a", 5)) == Lost(Loss.CRASH)


def test_a_process_that_only_closes_its_pipe_is_ended() -> None:
    act = "os.closerange(1, 20); time.sleep(30)"
    began = time.monotonic()
    (lost,) = asked(command(act), b"a", seconds=60)
    assert lost == Lost(Loss.CRASH, "-9")
    assert time.monotonic() - began < 20


# ------------------------------------------------------------------------------------------- reading with them
def setting() -> Setting:
    return Setting(season.edition(), season.edition().periods["6t"], at.register())


@pytest.fixture
def files(tmp_path: Path) -> list[Found]:
    for n, unit in enumerate(("so-y-te", "so-noi-vu", "hoi-lhpn")):
        (tmp_path / f"{n}.xlsx").write_bytes(at.filled(unit))
    (tmp_path / "3.xlsx").write_bytes(b"nothing")
    return [Found(p, p.name, named=False) for p in sorted(tmp_path.iterdir())]


def test_the_number_of_processes_changes_nothing(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILES_PER_PROCESS", 1)
    alone = list(read_all(setting(), at.bound(), files, 1))
    assert list(read_all(setting(), at.bound(), files, 4)) == alone
    assert list(read_all(setting(), at.bound(), files, None)) == alone
    assert [type(r.outcome) for r in alone] == [Submission, Submission, Submission, Unreadable]


def test_what_is_read_apart_is_what_is_read_here(files: list[Found]) -> None:
    for found, read in zip(files, read_all(setting(), at.bound(), files, 1), strict=True):
        assert read.outcome == at.reader().read(found.path, found.shown)


@pytest.mark.parametrize(
    ("script", "kind", "fact"),
    [
        ("import time; time.sleep(60)", "read-timeout", "Tệp đọc quá lâu nên phải dừng."),
        ("import os; os.abort()", "read-crash", "vì tệp có nội dung bất thường."),
        (PREPARE.format(act="bytearray(2**33)"), "read-crash", "vì tệp cần quá nhiều bộ nhớ."),
        (PREPARE.format(act="pass"), "read-crash", "vì kết quả đọc không dùng được."),
    ],
)
def test_a_process_that_fails_on_a_file_is_a_finding(
    script: str, kind: str, fact: str, files: list[Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "DEADLINE", 2)
    monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", script))
    (read,) = read_all(setting(), at.bound(), files[:1], 1)
    assert isinstance(read.outcome, Unreadable)
    assert read.outcome.problem.kind == kind
    assert judge_problem(read.outcome.problem).fact.endswith(fact)


class _Evil:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return subprocess.call, (["touch", "made-by-a-file"],)


def test_an_answer_cannot_make_the_program_do_anything(files: list[Found], tmp_path: Path) -> None:
    read = reading._understood(files[0], pickle.dumps((_Evil(), ())))
    assert isinstance(read.outcome, Unreadable)
    assert read.outcome.problem.details == ("garbage",)
    assert not Path("made-by-a-file").exists()


def test_a_module_beside_the_files_is_not_loaded(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = files[0].path.parent
    (folder / "decimal.py").write_text("raise SystemExit('loaded from the folder of the files')", encoding="utf-8")
    monkeypatch.chdir(folder)
    (read,) = read_all(setting(), at.bound(), files[:1], 1)
    assert isinstance(read.outcome, Submission)


def test_a_file_that_is_gone_when_it_is_read(tmp_path: Path) -> None:
    (read,) = read_all(setting(), at.bound(), [Found(tmp_path / "gone.xlsx", "gone.xlsx", named=True)], 1)
    assert isinstance(read.outcome, Unreadable)
    assert read.outcome.problem.details == ("tệp không còn ở đó",)


@pytest.mark.parametrize(
    ("fault", "name", "words"),
    [
        (PermissionError(13, "closed"), "a.xlsx", "không có quyền đọc tệp"),
        (PermissionError(13, "closed"), "", "không có quyền mở thư mục này"),
        (OSError(36, "File name too long"), "a.xlsx", "đường dẫn quá dài"),
        (FileNotFoundError(2, "what Windows says of it"), "a/" * 2100, "đường dẫn quá dài"),
        (OSError(5, "Input/output error"), "a.xlsx", "ổ đĩa hoặc đường truyền có lỗi"),
    ],
)
def test_why_the_machine_gives_no_file(fault: OSError, name: str, words: str, tmp_path: Path) -> None:
    assert reading._why(fault, tmp_path / name) == words


# --------------------------------------------------------------------------- the process itself, without one
def answer(path: Path) -> tuple[Submission | Unreadable, tuple[object, ...]]:
    handle = reading._prepare(pickle.dumps((setting(), at.bound())))
    outcome, findings, _ = pickle.loads(handle(pickle.dumps((str(path), path.name))))
    return outcome, findings


def test_a_fault_of_the_program_is_told_of_the_file(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def raising(fault: BaseException) -> Callable[..., object]:
        def read(*_: object) -> object:
            raise fault

        return read

    for fault, kind, details in (
        (KeyError("x"), "program-fault", ("KeyError",)),
        (PanicException(), "read-crash", ("crash",)),
        (PermissionError(), "unreadable", ("không có quyền đọc tệp",)),
    ):
        monkeypatch.setattr("vstbcpn_cli.excel.reader.Reader.read", raising(fault))
        outcome, _ = answer(files[0].path)
        assert isinstance(outcome, Unreadable)
        assert (outcome.problem.kind, outcome.problem.details) == (kind, details)
    for stop in (MemoryError(), KeyboardInterrupt()):
        monkeypatch.setattr("vstbcpn_cli.excel.reader.Reader.read", raising(stop))
        with pytest.raises(type(stop)):
            answer(files[0].path)


class _Standard:
    """A standard stream of the process: bytes to read, or the descriptor of a file to write."""

    def __init__(self, content: bytes = b"", descriptor: int = -1) -> None:
        self.buffer = io.BytesIO(content)
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor


def test_the_other_side_answers_until_the_pipe_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def frame(payload: bytes) -> bytes:
        return struct.pack("<I", len(payload)) + payload

    def answer(payload: bytes) -> bytes:
        if payload == b"flood":
            raise MemoryError
        return payload.upper()

    capped: list[float] = []
    jobs = [frame(struct.pack("<d", n) + p) for n, p in ((3.0, b"a"), (4.0, b"flood"), (5.0, b"b"))]
    out, err = ((tmp_path / n).open("wb") for n in ("out", "err"))
    with out, err:
        monkeypatch.setattr(sys, "stdin", _Standard(frame(b"briefing") + b"".join(jobs)))
        monkeypatch.setattr(sys, "stdout", _Standard(descriptor=out.fileno()))
        monkeypatch.setattr(sys, "stderr", _Standard(descriptor=err.fileno()))
        monkeypatch.setattr(workers, "cap_this_process", capped.append)
        monkeypatch.setattr(workers, "cap_processor_time", capped.append)
        workers.serve(lambda briefing: answer if briefing == b"briefing" else pytest.fail("another briefing"))
    assert (tmp_path / "out").read_bytes() == frame(b"\0A") + frame(b"\1") + frame(b"\0B")
    assert capped == [workers.MEMORY, 3.0, 4.0, 5.0]


def test_a_job_that_is_no_frame_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EOFError):
        workers._required(io.BytesIO(struct.pack("<I", workers.LONGEST_ANSWER + 1)))


def test_an_answer_that_breaks_off_ends_the_stream() -> None:
    with pytest.raises(EOFError):
        workers._receive(io.BytesIO(struct.pack("<I", 10) + b"half of"))


@pytest.mark.skipif(sys.platform == "win32", reason="the job object bounds the process there")
def test_the_bounds_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, bounds: asked.append((kind, bounds)))
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (0, 100 if kind == resource.RLIMIT_AS else -1))
    limits.cap_this_process(2**30)
    limits.cap_processor_time(10.0)
    assert asked[:2] == [(resource.RLIMIT_AS, (100, 100)), (resource.RLIMIT_CORE, (0, -1))]
    kind, (soft, hard) = asked[2]
    assert (kind, hard) == (resource.RLIMIT_CPU, -1)
    assert soft >= 12
