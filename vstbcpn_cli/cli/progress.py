"""One line on the terminal that says what is being done and what is left of it, as long as the work lasts."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from threading import Event, RLock

from vstbcpn_cli.runtime.work_steps import Step

FIRST, EVERY = 0.7, 0.5
"""Seconds before anything is shown (shorter work needs no line) and between two looks at the clock."""
_LEAST_SEEN = 2.0
"""Seconds of a step from which on its end can be told beforehand."""
_PREPARING = "Đang chuẩn bị"
WORDS = {
    Step.COMPARE: "Đang so sánh giữa các đơn vị và với kỳ trước",
    Step.ADD_UP: "Đang cộng số liệu",
    Step.CHECK_TEMPLATES: "Đang kiểm tra mẫu của cơ quan",
    Step.OVERVIEW: "Đang lập bản tổng quan",
    Step.MARK: "Đã đánh dấu tệp",
    Step.RENDER: "Đã lập tệp kết quả",
    Step.RENDER_OWN: "Đang lập báo cáo theo mẫu của cơ quan",
    Step.MERGE: "Đang ghép phần đã sửa tay trong Word",
    Step.PRINT: "Đang in báo cáo ra PDF",
    Step.TRACE: "Đang truy nguồn",
    Step.EXPLAIN: "Đang tìm trong biểu mẫu",
}


def time_left(done: int, total: int, seconds: float) -> str:
    """“còn khoảng 12 giây”, at the pace of what is done; "" where that cannot be told yet."""
    if not done or done >= total or seconds < _LEAST_SEEN:
        return ""
    left = seconds / done * (total - done)
    if left < 60:
        step = 5 if left > 10 else 1
        return f"còn khoảng {max(1, -int(-left // step)) * step} giây"
    minutes = -int(-left // 60)
    return f"còn khoảng {minutes} phút" if minutes < 60 else f"còn khoảng {minutes // 60} giờ {minutes % 60} phút"


def line_of(words: str, done: int, total: int, seconds: float) -> str:
    """What is shown of a step that has been at work for so many seconds."""
    if not total:
        return f"{words}… {int(seconds)} giây"
    left = time_left(done, total, seconds)
    return f"{words}: {done}/{total}{', ' if left else ''}{left}"


class ProgressLine:
    """The line of one run. It is wiped before anything else is printed, and comes back with the next step.

    A thread of its own draws it, so that it goes on where the work cannot tell how far it is; without room for one the
    steps draw it themselves.
    """

    def __init__(self) -> None:
        self._lock, self._over = RLock(), Event()
        self._words, self._done, self._total = _PREPARING, 0, 0
        self._since = self._begun = time.monotonic()
        self._drawn, self._at, self._hidden = 0, 0.0, False
        self._remarks: list[str] = []

    def begin(self) -> None:
        from vstbcpn_cli.runtime.watchdog import started_thread

        started_thread(self._tick, 0)

    def tell(self, words: str, done: int = 0, total: int = 0) -> None:
        with self._lock:
            now = time.monotonic()
            if words != self._words or done < self._done:
                self._since = now
            self._words, self._done, self._total, self._hidden = words, done, total, False
            if now - self._at >= EVERY:
                self._draw(now)

    def step(self, step: Step, done: int, total: int) -> None:
        self.tell(WORDS[step], done, total)

    def remark(self, text: str) -> None:
        """A line that stays above: what work that lasts has found so far."""
        with self._lock:
            self._remarks.append(text)

    def hide(self) -> None:
        """Room for what is printed now."""
        with self._lock:
            self._hidden = True
            self._wipe()

    def end(self) -> None:
        self._over.set()
        self.hide()

    def _tick(self) -> None:
        while not self._over.wait(EVERY):
            with self._lock:
                self._draw(time.monotonic())

    def _draw(self, now: float) -> None:
        if self._hidden or self._over.is_set() or now - self._begun < FIRST:
            return
        room = _columns() - 1
        if self._remarks:
            self._wipe()
            self._write("".join(f"{_cut(remark, room)}\n" for remark in self._remarks))
            self._remarks.clear()
        text = _cut(line_of(self._words, self._done, self._total, now - self._since), room)
        self._write(f"\r{text}{' ' * min(room - len(text), max(0, self._drawn - len(text)))}")
        self._drawn, self._at = len(text), now

    def _wipe(self) -> None:
        if self._drawn:
            self._write(f"\r{' ' * min(self._drawn, _columns() - 1)}\r")
            self._drawn = 0

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # whoever reads it may be gone
            sys.stderr.write(text)
            sys.stderr.flush()


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
