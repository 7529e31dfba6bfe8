"""A process that reads files keeps nothing of them, though the collector does not run while it reads."""

from __future__ import annotations

import gc
import pickle
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from vstbcpn_cli.model.repairs import NONE
from vstbcpn_cli.usecases.intake import reading_worker
from vstbcpn_cli.usecases.intake.reader_answer import Answer
from vstbcpn_cli.usecases.run_settings import setting


class Circle:
    def __init__(self) -> None:
        self.own = self


@pytest.fixture
def collector() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


def test_what_a_file_leaves_behind_is_collected_after_it(collector: None, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[Circle]] = []

    def read(*_: Any) -> Answer:
        left.append(weakref.ref(Circle()))
        assert left[-1]() is not None
        return Answer(own="own")

    monkeypatch.setattr(reading_worker, "_read", read)
    answer = reading_worker.prepare(pickle.dumps((setting("2011", "6t", None), (), NONE, False)))
    assert not gc.isenabled()
    answer(pickle.dumps(("a.xlsx", "a.xlsx", False, False, True)))
    assert left[0]() is None
