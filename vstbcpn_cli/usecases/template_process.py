"""Everything made with the office's own templates, in a process of its own.

`python -m vstbcpn_cli.usecases.template_process` is that process. A template is a small program. Whatever it asks
for, a loop without end or a text of three billion letters, costs that process only, and the officer is told which
template, and where it can be known which line.
"""

from __future__ import annotations

import _thread
import contextlib
import json
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.unknown_names import EndlessTemplateError
from vstbcpn_cli.runtime.worker_pool import Job, Loss, Lost, WorkerPool, serve

SECONDS = 20.0
SECONDS_PER_UNIT = 0.5
"""Processor time of one task; the report of a whole province with the templates of the program takes a tenth."""
_PATIENCE = 3
"""After so many times as much the process is ended from outside, where it no longer listens."""
_TICK = 0.1
_COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", __name__)


def check_bounded(report: Report) -> None:
    """`check_templates` of a report of an empty season."""
    _asked("check", report, {})


def write_bounded(report: Report, paths: Mapping[str, Path]) -> None:
    """Outputs of the report, by the name of their renderer.

    Raises `ConfigurationError` for a template, OSError for a path that cannot be written.
    """
    _asked("write", report, paths)


def _asked(task: str, report: Report, paths: Mapping[str, Path]) -> None:
    seconds = SECONDS + SECONDS_PER_UNIT * len(report.consolidation.entries)
    payload = pickle.dumps(
        (task, report, {name: str(p) for name, p in paths.items()}, seconds), pickle.HIGHEST_PROTOCOL
    )
    pool: WorkerPool[Any] = WorkerPool(_COMMAND, b"", 1)
    with pool:
        (told,) = pool.work([Job(payload, seconds * _PATIENCE, json.loads)])
    if isinstance(told, Lost) and told.loss is Loss.START:
        raise ConfigurationError(NOT_STARTED)
    if isinstance(told, Lost):
        raise ConfigurationError(_stopped(told.loss, report.word_template))
    match told:
        case {"refused": str(sentence)}:
            raise ConfigurationError(sentence)
        case {"number": int(number), "why": str(why), "path": str(path)}:
            raise OSError(number, why, path)
    if told != {}:
        raise RuntimeError(told)  # a fault of the program, with what it says of itself


NOT_STARTED = (
    "Máy chưa khởi động được phần lập báo cáo nên chưa ghi gì; đây không phải lỗi của mẫu. "
    "Đề nghị đóng bớt chương trình khác rồi chạy lại."
)
_WHY = {Loss.TIMEOUT: "cần quá nhiều thời gian", Loss.MEMORY: "cần quá nhiều bộ nhớ"}


def _stopped(loss: Loss, template: Path) -> str:
    """Where nothing is known but that the process is gone, no line can be named."""
    return (
        f"Việc lập báo cáo theo mẫu “{template.name}” và các mẫu câu kèm theo {_WHY.get(loss, 'bị ngắt giữa chừng')} "
        "nên đã dừng, chưa ghi gì. Đề nghị bỏ những chỗ mới thêm vào mẫu, nhất là vòng lặp và phép tính, hoặc dùng mẫu "
        "gốc."
    )


# ------------------------------------------------------------------------------------------------- the process
def _prepare(_briefing: bytes) -> Callable[[bytes], bytes]:
    def answer(payload: bytes) -> bytes:
        task, report, paths, seconds = pickle.loads(payload)  # noqa: S301 - from our own parent
        return json.dumps(_outcome(task, report, {name: Path(p) for name, p in paths.items()}, seconds)).encode()

    return answer


def _outcome(task: str, report: Report, paths: Mapping[str, Path], seconds: float) -> dict[str, Any]:
    """What the parent has to know; an empty answer when all went well."""
    try:
        with _limited(seconds):
            _done(task, report, paths)
    except ConfigurationError as fault:
        return {"refused": str(fault)}
    except EndlessTemplateError:
        return {"refused": _stopped(Loss.TIMEOUT, report.word_template)}
    except (MemoryError, RecursionError):
        return {"refused": _stopped(Loss.MEMORY, report.word_template)}
    except OSError as fault:
        return {"number": fault.errno or 0, "why": str(fault.strerror), "path": str(fault.filename or "")}
    except Exception as fault:  # noqa: BLE001 - a fault of the program, told by the parent
        return {"fault": f"{type(fault).__name__}: {fault}"}
    return {}


def _done(task: str, report: Report, paths: Mapping[str, Path]) -> None:
    if task == "check":
        from vstbcpn_cli.report.context.province_figures import load_given
        from vstbcpn_cli.report.word.check_templates import check_templates

        check_templates(report)
        # The parent reads this list after us: what it cannot bear ends here.
        load_given(report.sentences, report.consolidation.edition, report.stem)
        return
    from vstbcpn_cli.report.registry import renderers

    for writer in renderers():
        if writer.name in paths:
            writer.render(report, paths[writer.name])


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raises `EndlessTemplateError` in the midst of what takes longer, so that its line is known."""
    over, began = threading.Event(), time.process_time()

    def stop(_number: int, _frame: object) -> None:
        if not over.is_set():
            raise EndlessTemplateError

    def watch() -> None:
        while not over.wait(_TICK):
            if time.process_time() - began > seconds:
                _thread.interrupt_main()
                return

    signal.signal(signal.SIGINT, stop)
    with contextlib.suppress(RuntimeError):  # no room for a thread: then the process is ended from outside
        threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()


if __name__ == "__main__":
    serve(_prepare)
