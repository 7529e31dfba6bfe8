"""The clock on the wall of other processes, and threads on a machine that may have no room for one."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

THREAD_START = 20.0
"""Seconds in which a thread must start: a machine that runs many programs may have no room for one at this moment."""


def started_thread(target: Callable[[], None], patience: float) -> threading.Thread | None:
    """A thread at work, None where the machine has no room for one in so many seconds."""
    until = time.monotonic() + patience
    while True:
        thread = threading.Thread(target=target, daemon=True)
        try:
            thread.start()
        except RuntimeError:
            if time.monotonic() >= until:
                return None
            time.sleep(0.1)
        else:
            return thread


class Watch:
    """The clock on the wall of all processes of a pool: one thread, which ends what is not done in time."""

    def __init__(self) -> None:
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._over = False

    @property
    def running(self) -> bool:
        return self._thread is not None

    def begin(self) -> None:
        self._thread = started_thread(self._run, THREAD_START)

    def end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    @contextlib.contextmanager
    def limit(self, seconds: float, expire: Callable[[], None]) -> Iterator[None]:
        """Calls `expire` when the block lasts longer, and never after it."""
        one = object()
        with self._changed:
            self._due[one] = (time.monotonic() + seconds, expire)
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._due.pop(one, None)

    def _run(self) -> None:
        with self._changed:
            while not self._over:
                now = time.monotonic()
                for one in [o for o, (due, _) in self._due.items() if due <= now]:
                    self._due.pop(one)[1]()
                nearest = min((due for due, _ in self._due.values()), default=None)
                self._changed.wait(None if nearest is None else nearest - now)
