"""The clock that ends what lasts too long, and threads where a machine may have no room for one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import NoReturn

import pytest

from vstbcpn_cli.runtime import watchdog
from vstbcpn_cli.runtime.watchdog import Watch, started_thread

PATIENCE = 10.0
"""Seconds after which a test gives up; nothing that goes right takes as long."""
SHORT, LONG = 0.02, 600.0


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch()
    made.begin()
    yield made
    made.end()


def test_what_lasts_longer_than_its_limit_is_ended_once(watch: Watch) -> None:
    ended, calls = threading.Event(), []

    def expire() -> None:
        calls.append(time.monotonic())
        ended.set()

    begun = time.monotonic()
    with watch.limit(SHORT, expire):
        assert ended.wait(PATIENCE)
        time.sleep(3 * SHORT)
    assert len(calls) == 1
    assert calls[0] - begun >= SHORT


def test_what_is_done_in_time_is_never_ended(watch: Watch) -> None:
    calls: list[str] = []
    with watch.limit(SHORT, lambda: calls.append("done in time")):
        pass
    with watch.limit(LONG, lambda: calls.append("far from its limit")):
        time.sleep(4 * SHORT)
    assert calls == []


def test_what_fails_is_not_ended_afterwards(watch: Watch) -> None:
    calls: list[str] = []
    with pytest.raises(ValueError, match="failed"), watch.limit(SHORT, lambda: calls.append("ended")):
        raise ValueError("failed")
    time.sleep(4 * SHORT)
    assert calls == []


def test_the_nearest_of_several_limits_comes_first(watch: Watch) -> None:
    ended = threading.Event()
    late: list[str] = []
    with watch.limit(LONG, lambda: late.append("late")), watch.limit(SHORT, ended.set):
        assert ended.wait(PATIENCE)
    assert late == []


def test_a_watch_runs_from_its_beginning_to_its_end() -> None:
    watch = Watch()
    assert watch.running is False
    watch.begin()
    assert watch.running is True
    before = threading.active_count()
    watch.end()
    assert threading.active_count() == before - 1


def test_a_watch_that_could_not_begin_can_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "started_thread", lambda *_: None)
    watch = Watch()
    watch.begin()
    assert watch.running is False
    watch.end()


# ------------------------------------------------------------------------------------------- no room for a thread
def test_a_thread_is_at_work_when_it_is_given() -> None:
    worked = threading.Event()
    thread = started_thread(worked.set, 0)
    assert thread is not None
    assert worked.wait(PATIENCE)
    assert thread.daemon


def test_a_machine_without_room_is_asked_again_until_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, asked = [100.0], []

    def full(_: threading.Thread) -> NoReturn:
        asked.append(clock[0])
        raise RuntimeError("can't start new thread")

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    monkeypatch.setattr(threading.Thread, "start", full)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", sleep)
    assert started_thread(lambda: None, 0.25) is None
    assert asked == pytest.approx([100.0, 100.1, 100.2, 100.3])


def test_a_thread_that_starts_at_the_second_try_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    start, tries = threading.Thread.start, []

    def once_full(thread: threading.Thread) -> None:
        tries.append(thread)
        if len(tries) == 1:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", once_full)
    worked = threading.Event()
    assert started_thread(worked.set, PATIENCE) is tries[-1]
    assert worked.wait(PATIENCE)
    assert len(tries) == 2
