"""Processes that hang, die, flood the memory or talk nonsense cost the job they had, and nothing else."""

from __future__ import annotations

import errno
import io
import os
import pickle
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.reader_processes import PREPARE, setting
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.repairs import Repairs
from vstbcpn_cli.model.submission import Submission, Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.runtime import process_limits, watchdog, worker_pool
from vstbcpn_cli.runtime.worker_pool import Job, Loss, Lost, WorkerPool
from vstbcpn_cli.usecases.intake import reader_process, reading_worker
from vstbcpn_cli.usecases.intake.reader_answer import AnswerCodec
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.sources import Found

pytestmark = pytest.mark.quick


def command(act: str = "pass") -> list[str]:
    return [sys.executable, "-c", PREPARE.format(act=act)]


def asked(
    script: Sequence[str], *payloads: bytes, seconds: float = 60, size: int = 1, briefing: bytes = b"<"
) -> list[bytes | Lost]:
    with WorkerPool[bytes](script, briefing, size) as pool:
        return list(pool.work([Job(p, seconds, bytes) for p in payloads]))


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
        ("if payload == b'bad': return bytes(2**25)", {Loss.MEMORY}),
        ("if payload == b'bad': os.closerange(0, 3); os.closerange(3, 20); time.sleep(9)", {Loss.CRASH}),
        ("if payload == b'bad': [os.write(n, b'Hello, officer') for n in range(3, 9)]", {Loss.GARBAGE, Loss.CRASH}),
    ],
)
def test_one_bad_job_is_lost_and_the_next_is_done(
    act: str, expected: set[Loss], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "PATIENCE", 2.0)
    act = act.replace("for n in range(3, 9)", "for n in range(3, 9) if os.path.exists(f'/proc/self/fd/{n}')")
    first, bad, after = asked(command(act), b"a", b"bad", b"b", seconds=1)
    assert (first, after) == (b"<a", b"<b")
    assert isinstance(bad, Lost)
    assert bad.loss in expected


def test_what_a_library_prints_does_not_come_between_the_answers() -> None:
    assert asked(command("print('stray'); os.write(1, b'stray')"), b"a", b"b") == [b"<a", b"<b"]


def test_a_program_that_never_is_ready_is_a_fault_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "START", 1.0)
    talking = "print('x' * 100, flush=True); input()"
    cut = "import sys; sys.stdout.buffer.write(b'\\9\\0\\0\\0?')"
    asleep = "import time; time.sleep(60)"
    for script in (["true"], *([sys.executable, "-c", text] for text in (talking, cut, asleep))):
        assert asked(script, b"a", b"b", size=2) == [Lost(Loss.START)] * 2


def test_a_machine_that_has_no_room_for_a_process() -> None:
    assert asked(["/no/such/program"], b"a", b"b", size=2) == [Lost(Loss.START)] * 2


READY = "import sys; out = sys.stdout.buffer; out.write(b'\\5\\0\\0\\0ready'); out.flush(); "


@pytest.mark.parametrize("frame", [b"\1\0\0\0?", b"\0\0\0\0", b"\2\0\0\0\1x", b"\xff\xff\xff\xff", b"\3\0\0\0\0no"])
def test_an_answer_that_is_none(frame: bytes) -> None:
    def understand(_: bytes) -> bytes:
        raise ValueError

    script = f"{READY} out.write({frame!r}); out.flush(); sys.stdin.buffer.read()"
    with WorkerPool[bytes]([sys.executable, "-c", script], b"", 1) as pool:
        assert list(pool.work([Job(b"a", 60, understand)])) == [Lost(Loss.GARBAGE)]


def test_a_crash_is_told() -> None:
    assert asked(command("os._exit(3)"), b"a") == [Lost(Loss.CRASH)]


# ------------------------------------------------------------------------------------------- what time is counted
def test_the_start_of_a_process_is_no_part_of_its_work() -> None:
    slow = ["import time; time.sleep(1.5)", "os.times()"]
    script = PREPARE.format(act="pass").replace("    def answer", f"    {slow[0]}\n    def answer")
    assert asked([sys.executable, "-c", script], b"a", seconds=0.2) == [b"<a"]


def test_waiting_for_the_machine_is_no_part_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that the machine does not let run uses none of its own time."""
    monkeypatch.setattr(worker_pool, "PATIENCE", 100.0)
    kept = "import signal, subprocess; subprocess.Popen(['sh', '-c', f'sleep 2; kill -CONT {os.getpid()}'])"
    assert asked(command(f"{kept}; os.kill(os.getpid(), signal.SIGSTOP)"), b"a", seconds=0.2) == [b"<a"]


def test_work_is_counted_in_the_time_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock on the wall alone would let it go on for a minute."""
    monkeypatch.setattr(worker_pool, "PATIENCE", 60.0)
    began = time.monotonic()
    assert asked(command("while True: pass"), b"a", seconds=0.5) == [Lost(Loss.TIMEOUT)]
    assert time.monotonic() - began < 50


def test_a_loss_is_believed_when_it_happens_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once may have been the load of the machine, or what an earlier job left behind in the process."""
    monkeypatch.setattr(worker_pool, "PATIENCE", 2.0)
    for n, act in enumerate(("os._exit(3)", "time.sleep(60)", "raise MemoryError", "payload = 1 / 0")):
        mark = tmp_path / str(n)
        once = f"first = not os.path.exists({str(mark)!r}); open({str(mark)!r}, 'w').close()"
        script = command(f"{once}\n        if payload == b'odd' and first: {act}")
        assert asked(script, b"odd", b"b", seconds=1) == [b"<ddo", b"<b"], act


def test_the_second_time_no_other_process_is_at_work(tmp_path: Path) -> None:
    """Each job says how many are running; the one that fails at first finds itself alone."""
    act = f"""here = {str(tmp_path)!r}
        mine = os.path.join(here, payload.decode() + str(os.getpid()))
        open(mine, 'w').close(); time.sleep(0.5)
        running = [n for n in os.listdir(here) if not n.startswith('done')]
        if payload == b'odd' and not os.path.exists(os.path.join(here, 'done')):
            os.rename(mine, os.path.join(here, 'done')); os._exit(3)
        os.remove(mine)
        payload = str(len(running)).encode()"""
    odd, *others = asked(command(act), b"odd", *[b"x"] * 9, size=3, briefing=b"")
    assert odd == b"1"
    assert set(others) - {b"1"}


def test_the_share_of_a_process_that_does_not_start_is_done_by_the_others(tmp_path: Path) -> None:
    first = f"import os; os.mkdir({str(tmp_path / 'first')!r})\n"
    script = [sys.executable, "-c", first + PREPARE.format(act="pass")]
    assert asked(script, *[b"a"] * 12, size=3) == [b"<a"] * 12


def test_answers_that_wait_for_an_earlier_one_are_few(tmp_path: Path) -> None:
    act = f"open(os.path.join({str(tmp_path)!r}, str(time.monotonic_ns())), 'w'); time.sleep(2 * (payload == b'slow'))"
    with WorkerPool[bytes](command(act), b"", 2) as pool:
        answers = pool.work([Job(p, 60, bytes) for p in (b"slow", *[b"x"] * 50)])
        assert next(answers) == b"wols"
        assert len(list(tmp_path.iterdir())) <= worker_pool.AHEAD * 2 + 4
        assert len(list(answers)) == 50


def test_a_process_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "JOBS_PER_PROCESS", 2)
    answers = asked(command("payload = str(os.getpid()).encode()"), *[b"x"] * 5)
    assert [answers.count(a) for a in dict.fromkeys(answers)] == [2, 2, 1]


def test_leaving_early_ends_every_process() -> None:
    with WorkerPool[bytes](command("time.sleep(60 if payload == b'slow' else 0)"), b"", 2) as pool:
        running = [w._process for w in pool._workers]
        answers = pool.work([Job(p, 60, bytes) for p in (b"a", b"slow", b"slow")])
        assert next(answers) == b"a"
        began = time.monotonic()
        answers.close()  # type: ignore[attr-defined]  # a generator
    assert time.monotonic() - began < 20
    assert all(p is not None and p.poll() is not None for p in running)


def test_an_ended_worker_starts_nothing_again() -> None:
    clock = watchdog.Watch()
    clock.begin()
    worker = worker_pool._Worker[bytes](command(), b"", clock)
    worker.end()
    assert worker.ask(Job(b"a", 5, bytes)) == Lost(Loss.START)
    clock.end()


# ------------------------------------------------------------------------------------------------- a machine without room
def no_thread_from(number: int, until: int, monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """From the n-th thread on the machine has no room for one, up to another; what was asked for."""
    usual = threading.Thread.start
    asked_for: list[threading.Thread] = []

    def start(self: threading.Thread) -> None:
        asked_for.append(self)
        if number <= len(asked_for) < until:
            message = "can't start new thread"
            raise RuntimeError(message)
        usual(self)

    monkeypatch.setattr(threading.Thread, "start", start)
    return asked_for


def test_a_thread_that_does_not_start_at_once_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    no_thread_from(1, 4, monkeypatch)
    assert asked(command(), b"a", b"b", size=2) == [b"<a", b"<b"]


@pytest.mark.parametrize("first", [2, 3])
def test_jobs_are_done_with_as_many_threads_as_there_are(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    no_thread_from(first, 10**6, monkeypatch)
    assert asked(command(), *[b"ab"] * 20, size=2) == [b"<ba"] * 20


def test_without_a_clock_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "THREAD_START", 0)
    no_thread_from(1, 10**6, monkeypatch)
    assert asked(command(), b"a", b"b", size=2) == [Lost(Loss.START)] * 2


def test_many_jobs_ask_for_few_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = no_thread_from(10**6, 10**6, monkeypatch)
    assert asked(command(), *[b"a"] * 60, size=2) == [b"<a"] * 60
    assert len(asked_for) == 3


def test_a_process_that_only_closes_its_pipe_is_ended() -> None:
    act = "os.closerange(1, 20); time.sleep(30)"
    began = time.monotonic()
    (lost,) = asked(command(act), b"a", seconds=60)
    assert lost == Lost(Loss.CRASH)
    assert time.monotonic() - began < 20


@pytest.fixture
def files(tmp_path: Path) -> list[Found]:
    for n, unit in enumerate(("so-y-te", "so-noi-vu", "hoi-lhpn")):
        (tmp_path / f"{n}.xlsx").write_bytes(at.filled(unit))
    (tmp_path / "3.xlsx").write_bytes(b"nothing")
    return [Found(p, p.name, named=False) for p in sorted(tmp_path.iterdir())]


def test_the_number_of_processes_changes_nothing(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "FILES_PER_PROCESS", 1)
    alone = list(read_all(setting(), at.bound(), files, 1))
    assert list(read_all(setting(), at.bound(), files, 4)) == alone
    assert list(read_all(setting(), at.bound(), files, None)) == alone
    assert [type(r.outcome) for r in alone] == [Submission, Submission, Submission, Unreadable]


def test_a_slow_first_start_is_counted_against_no_file(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner looks at every module the first time: here the start takes longer than a file may, by the processor's
    time and by the clock on the wall."""
    busy = "import time\nwhile time.process_time() < 6: pass\n"
    served = "from vstbcpn_cli.usecases.intake.reading_worker import prepare, serve\nserve(prepare)"
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", busy + served))
    monkeypatch.setattr(reader_process, "DEADLINE", 5.0)
    monkeypatch.setattr(worker_pool, "PATIENCE", 1.0)
    read = read_all(setting(), at.bound(), files, 1)
    assert [type(r.outcome) for r in read] == [Submission, Submission, Submission, Unreadable]


def test_what_is_read_apart_is_what_is_read_here(files: list[Found]) -> None:
    for found, read in zip(files, read_all(setting(), at.bound(), files, 1), strict=True):
        assert read.outcome == at.reader().read(found.path, found.shown)


@pytest.mark.parametrize(
    ("script", "kind", "fact"),
    [
        ("import os; os.abort()", "read-not-started", "đây không phải lỗi của đơn vị."),
        (PREPARE.format(act="time.sleep(60)"), "read-timeout", "đã đọc lại riêng tệp này một lần."),
        (PREPARE.format(act="os.abort()"), "read-crash", "phần mềm dừng đột ngột khi đọc."),
        (PREPARE.format(act="bytearray(2**33)"), "too-large", "nhiều bộ nhớ hơn mức dành cho một biểu mẫu."),
        (PREPARE.format(act="pass"), "read-crash", "kết quả đọc không dùng được."),
    ],
)
def test_a_process_that_fails_on_a_file_is_a_finding(
    script: str, kind: str, fact: str, files: list[Found], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_process, "DEADLINE", 1)
    monkeypatch.setattr(worker_pool, "PATIENCE", 1.0)
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", script))
    (read,) = read_all(setting(), at.bound(), files[:1], 1)
    assert isinstance(read.outcome, Unreadable)
    assert read.outcome.problem.kind == kind
    assert judge_problem(read.outcome.problem).fact.endswith(fact)


def test_a_module_beside_the_files_is_not_loaded(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = files[0].path.parent
    (folder / "decimal.py").write_text("raise SystemExit('loaded from the folder of the files')", encoding="utf-8")
    monkeypatch.chdir(folder)
    (read,) = read_all(setting(), at.bound(), files[:1], 1)
    assert isinstance(read.outcome, Submission)


def test_a_file_that_is_gone_when_it_is_read(tmp_path: Path) -> None:
    (read,) = read_all(setting(), at.bound(), [Found(tmp_path / "gone.xlsx", "gone.xlsx", named=True)], 1)
    assert isinstance(read.outcome, Unreadable)
    assert read.outcome.problem.details == {"reason": "tệp không còn ở đó"}


NOT_READ = f"{'tệp đang mở trong phần mềm khác, hoặc ' if os.name == 'nt' else ''}không có quyền đọc tệp"


def test_windows_does_not_tell_a_file_held_open_from_a_closed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    monkeypatch.setattr("vstbcpn_cli.usecases.intake.reading_worker.os.name", "nt")
    told = reading_worker._why(PermissionError(13, "Permission denied"), path)
    monkeypatch.undo()
    assert told == "tệp đang mở trong phần mềm khác, hoặc không có quyền đọc tệp"


@pytest.mark.parametrize(
    ("fault", "name", "words"),
    [
        (PermissionError(13, "closed"), "a.xlsx", NOT_READ),
        (PermissionError(13, "closed"), "", "không có quyền mở thư mục này"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "a.xlsx", "đường dẫn quá dài"),
        (FileNotFoundError(2, "what Windows says of it"), "a/" * 2100, "đường dẫn quá dài"),
        (OSError(5, "Input/output error"), "a.xlsx", "ổ đĩa hoặc đường truyền có lỗi"),
    ],
)
def test_why_the_machine_gives_no_file(fault: OSError, name: str, words: str, tmp_path: Path) -> None:
    assert reading_worker._why(fault, tmp_path / name) == words


# --------------------------------------------------------------------------- the process itself, without one
def answer(path: Path) -> Submission | Unreadable:
    handle = reading_worker.prepare(pickle.dumps((setting(), at.bound(), Repairs(), False)))
    content = handle(pickle.dumps((str(path), path.name, False, False, True)))
    return AnswerCodec(setting(), at.bound()).unpacked(content, path.name).outcome


def test_a_fault_of_the_program_is_told_of_the_file(files: list[Found], monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def raising(fault: BaseException) -> Callable[..., object]:
        def read(*_: object) -> object:
            raise fault

        return read

    for fault, kind, details in (
        (KeyError("x"), ProblemKind.PROGRAM_FAULT, {"fault": "KeyError"}),
        (PanicException(), ProblemKind.READ_CRASH, {"how": "crash"}),
        (PermissionError(), ProblemKind.UNREADABLE, {"reason": NOT_READ}),
    ):
        monkeypatch.setattr("vstbcpn_cli.workbook.reading.reader.Reader.read", raising(fault))
        outcome = answer(files[0].path)
        assert isinstance(outcome, Unreadable)
        assert (outcome.problem.kind, outcome.problem.details) == (kind, details)
    for stop in (MemoryError(), KeyboardInterrupt()):
        monkeypatch.setattr("vstbcpn_cli.workbook.reading.reader.Reader.read", raising(stop))
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
        monkeypatch.setattr(worker_pool, "cap_this_process", capped.append)
        monkeypatch.setattr(worker_pool, "cap_processor_time", capped.append)
        worker_pool.serve(lambda briefing: answer if briefing == b"briefing" else pytest.fail("another briefing"))
    assert (tmp_path / "out").read_bytes() == frame(worker_pool.READY) + frame(b"\0A") + frame(b"\1") + frame(b"\0B")
    assert capped == [worker_pool.MEMORY, 3.0, 4.0, 5.0]


def test_a_job_that_is_no_frame_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EOFError):
        worker_pool._required(io.BytesIO(struct.pack("<I", worker_pool.LONGEST_ANSWER + 1)))


def test_an_answer_that_breaks_off_ends_the_stream() -> None:
    with pytest.raises(EOFError):
        worker_pool._receive(io.BytesIO(struct.pack("<I", 10) + b"half of"))


@pytest.mark.skipif(sys.platform == "win32", reason="the job object bounds the process there")
def test_the_bounds_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, bounds: asked.append((kind, bounds)))
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (0, 100 if kind == resource.RLIMIT_AS else -1))
    process_limits.cap_this_process(2**30)
    process_limits.cap_processor_time(10.0)
    assert asked[:3] == [
        (resource.RLIMIT_DATA, (2**30, -1)),
        (resource.RLIMIT_AS, (100, 100)),
        (resource.RLIMIT_CORE, (0, -1)),
    ]
    kind, (soft, hard) = asked[3]
    assert (kind, hard) == (resource.RLIMIT_CPU, -1)
    assert soft >= 11


# ------------------------------------------------------------------------------------- the engine in the process
ENGINE = """
import os
from vstbcpn_cli.usecases.intake import reading_worker
from vstbcpn_cli.workbook.reading.formulas.engine import Engine
from vstbcpn_cli.runtime.worker_pool import serve
def computed(self, rows):
    {act}
Engine.computed = computed
serve(reading_worker.prepare)
"""


@pytest.mark.parametrize(
    "act", ["os.abort()", "os._exit(137)", "bytearray(2**33)", "while True: pass", "raise SystemExit"]
)
def test_a_file_on_which_the_calculating_engine_ends_the_process_is_read_without_it(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of its formulas are told, one by one, to be such as cannot be checked; nothing else is lost or said."""
    unit = "so-y-te"
    cells = {at.spot(unit, "T6.04"): at.Formula("1+3", "5"), at.spot(unit, "T7.09"): at.Formula("1+3", "4")}
    names = "a.xlsx", "so-noi-vu.xlsx"
    (tmp_path / names[0]).write_bytes(at.typed(at.filled(unit), cells))
    (tmp_path / names[1]).write_bytes(at.filled("so-noi-vu"))
    monkeypatch.setattr(reader_process, "DEADLINE", 3)
    monkeypatch.setattr(worker_pool, "PATIENCE", 3.0)
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", ENGINE.format(act=act)))
    read, other = read_all(setting(), at.bound(), [Found(tmp_path / n, n, named=True) for n in names], 1)
    assert isinstance(read.outcome, Submission)
    assert at.lines(read.findings) == [("VS355", "", str(at.ref(unit, code))) for code in ("T6.04", "T7.09")]
    assert (read.outcome.values["T6.04"].value, read.outcome.values["T7.09"].value) == (5, 4)
    assert isinstance(other.outcome, Submission)
    assert other.findings == ()
