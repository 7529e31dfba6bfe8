"""Mutation testing: how many small changes of `rules/`, `runtime/` and `text/` the quick tests notice.

`python -m tests.tools.mutation` takes a random sample, prints what survives and writes the score into the
reliability page; `python -m tests.tools.mutation 50` takes so many and writes nothing.

One process imports the program and runs the quick tests once, noting which test reaches which line. Then every
mutant lives in a fork of it: the code of the changed function is exchanged in place, and the tests that reach the
line run again, the quickest of them first and then those named after the module, until one of them fails.
"""

from __future__ import annotations

import functools
import gc
import os
import random
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

from tests.tools.code_mutants import ELSEWHERE, MUTATED, ROOT, Mutant, mutants

SEED, SAMPLE = 2026, 400
SECONDS = 2.5
"""So long may the tests of one mutant take that are named after its module, and so long the others: by what they took
when all was well."""
QUICK = (
    *("unit/rules", "unit/runtime", "unit/text"),
    *("unit/workbook/form/test_layout_corners.py", "agreement/test_live_rules.py", "robustness/test_recovery.py"),
)
"""The tests that judge, as folders and files of `tests/`."""
ROW = 23
"""Of the reliability page, where it is the last one."""
_OUT = os.dup(1)
"""The output past pytest, which keeps what is printed."""


@dataclass(eq=False)
class Judged:
    """A pytest plugin: runs the tests once with their lines noted, then judges the mutants in forks."""

    chosen: Sequence[Mutant]
    results: dict[Mutant, str] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    reach: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    caches: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    functions: dict[tuple[str, str, int], list[types.FunctionType]] = field(default_factory=lambda: defaultdict(list))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """From here on nothing counts that only happens when modules are imported."""
        package = ROOT / "vstbcpn_cli"
        self._lines = coverage.Coverage(data_file=None, config_file=False, source=[str(package / n) for n in MUTATED])
        self._lines.start()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if not self.reach:
            self._lines.switch_context(item.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """In seconds of the processor: what else the machine does must not change which tests judge."""
        begun = sum(os.times()[:4])
        done = yield
        self.took[item.nodeid] = sum(os.times()[:4]) - begun
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Iterator[None]:
        done = yield
        self._lines.stop()
        if session.testsfailed:
            return done
        data = self._lines.get_data()
        for path in data.measured_files():
            for line, tests in data.contexts_by_lineno(path).items():
                self.reach[path, line] |= {t for t in tests if t}
        self._index()
        _tell(f"{len(session.items)} tests once, {sum(self.took.values()):.0f} s")
        if self._forked(None, session.items) != "survived":
            raise AssertionError("the tests fail when they run a second time: no mutant could be judged")
        for number, mutant in enumerate(self.chosen, 1):
            found = self.results[mutant] = self._judged(mutant, session.items)
            if found != "killed":
                _tell(f"{number} {found}: {mutant}")
        return done

    def _index(self) -> None:
        for each in gc.get_objects():
            if isinstance(each, types.FunctionType):
                code = each.__code__
                self.functions[code.co_filename, code.co_name, code.co_firstlineno].append(each)
            elif isinstance(each, functools._lru_cache_wrapper) and hasattr(each.__wrapped__, "__code__"):
                self.caches[each.__wrapped__.__code__.co_filename].append(each)
        gc.freeze()
        gc.disable()

    def _judged(self, mutant: Mutant, items: Sequence[pytest.Item]) -> str:
        path, name = str(mutant.path), mutant.path.stem.replace("_", "-")
        reached = self.reach[path, mutant.line]
        if not reached:  # made when the module was imported: any test of the module may notice
            reached = {test for (file, _), tests in self.reach.items() if file == path for test in tests}
        near = sorted((i for i in items if i.nodeid in reached), key=lambda i: self.took[i.nodeid])
        named = [i for i in near if name in i.nodeid.replace("_", "-")]
        chosen = [*self._few(i for i in near if i not in named), *self._few(named)]
        return self._forked(mutant, chosen) if chosen else "survived"

    def _few(self, items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
        """The first of them, at least one, for as many seconds as there are."""
        seconds = 0.0
        for item in items:
            if seconds and seconds + self.took[item.nodeid] > SECONDS:
                return
            seconds += self.took[item.nodeid]
            yield item

    def _forked(self, mutant: Mutant | None, items: Sequence[pytest.Item]) -> str:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os._exit(self._run(mutant, items))
        limit = time.monotonic() + 15 + 10 * sum(self.took[i.nodeid] for i in items)
        while time.monotonic() < limit:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return {0: "survived", 99: "not applied"}.get(os.waitstatus_to_exitcode(status), "killed")
            time.sleep(0.01)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "killed"

    def _run(self, mutant: Mutant | None, items: Sequence[pytest.Item]) -> int:
        """In the fork: 0 when every test passes, 1 when one fails, 99 when the change cannot be put in place."""
        try:
            if mutant and not self._exchange(mutant):
                return 99
            reports = (report for item in items for report in runtestprotocol(item, nextitem=None, log=False))
            return int(any(report.failed for report in reports))
        except BaseException:  # noqa: BLE001 - whatever ends a test kills the mutant
            return 1

    def _exchange(self, mutant: Mutant) -> bool:
        whole, code = mutant.code()
        found = self.functions[code.co_filename, code.co_name, code.co_firstlineno]
        fitting = [f for f in found if len(f.__code__.co_freevars) == len(code.co_freevars)]
        for function in fitting:
            function.__code__ = code
        for kept in self.caches[code.co_filename]:
            kept.cache_clear()
        if not self.reach[str(mutant.path), mutant.line]:
            _made_anew(sys.modules[".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)], whole)
        return bool(fitting)


def _made_anew(module: types.ModuleType, code: types.CodeType) -> None:
    """The tables that a module makes when it is imported; its classes and functions stay the ones that others know."""
    fresh = dict(vars(module))
    exec(code, fresh)
    vars(module).update({k: x for k, x in fresh.items() if not isinstance(x, type | types.FunctionType)})


def _tell(line: str) -> None:
    os.write(_OUT, f"{line}\n".encode())


def main(count: int, *, write: bool) -> int:
    every = mutants()
    judged = Judged(random.Random(SEED).sample(every, min(count, len(every))))
    settings.register_profile("mutation", deadline=None, database=None, derandomize=True)
    settings.load_profile("mutation")
    files = [str(ROOT / "tests" / name) for name in QUICK]
    alone = [word for plugin in ("cacheprovider", "xdist", "cov") for word in ("-p", f"no:{plugin}")]
    code = pytest.main(["-q", *alone, "-m", "not libreoffice", *files], plugins=[judged])
    if not code:
        line = _row(judged.results, len(every))
        _tell(line)
        if write:
            _publish(line)
    return int(code)


def _row(results: dict[Mutant, str], every: int) -> str:
    """As a row of the page."""
    counts = Counter(results.values())
    survived = [m for m, result in results.items() if result == "survived"]
    score = 100 * counts["killed"] / (counts["killed"] + counts["survived"])
    places = Counter(m.path.name for m in survived).most_common(6)
    note = (
        f"a random sample (seed {SEED}) of {every:,} mutants of the syntax trees of `rules/`, `runtime/` and `text/` (without "
        f"{' and '.join(f'`{n}`' for n in sorted(ELSEWHERE))}), words of sentences left out, each against some seconds of "
        f"the quick tests that reach it: {counts['killed']} killed, {counts['survived']} survived, "
        f"{counts['not applied']} could not be put in place. Most survivors: "
        + ", ".join(f"`{name}` {n}" for name, n in places)
    )
    title = "small changes of `rules/`, `runtime/` and `text/` that the quick tests notice (mutation score)"
    cells = (
        str(ROW),
        title,
        "≥ 80 %",
        f"{score:.0f} %",
        str(len(results)),
        "met" if score >= 80 else "**missed**",
        note,
    )
    return f"| {' | '.join(cells)} |"


def _publish(line: str) -> None:
    page = ROOT / "docs" / "reliability.md"
    lines = page.read_text(encoding="utf-8").rstrip("\n").split("\n")
    kept = [x for x in lines if not x.startswith(f"| {ROW} |")]
    page.write_text("\n".join([*kept, line, ""]), encoding="utf-8")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    sys.exit(main(int(wanted[0]) if wanted else SAMPLE, write=not wanted))
