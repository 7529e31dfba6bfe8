"""Mutation testing: how many small changes of the rules and of `safety/` the quick tests notice.

`python tests/mutation.py` takes a random sample, prints what survives and writes the score into the reliability page;
`python tests/mutation.py 50` takes so many and writes nothing.

One process imports the program and runs the quick tests once, noting which test reaches which line. Then every mutant
lives in a fork of it: the code of the changed function is exchanged in place, the tests that reach the line run again,
those first that are named after the module, and a mutant is killed as soon as one of them fails.
"""

from __future__ import annotations

import ast
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
from pathlib import Path
from typing import Any

import coverage
import pytest
from _pytest.runner import runtestprotocol
from hypothesis import settings

SEED, SAMPLE = 2011, 400
SECONDS = 2.5
"""So long may the tests of one mutant take that are named after its module, and so long the others: by what they took
when all was well."""
ROOT = Path(__file__).parent.parent
MUTATED = ("rules", "safety")
ELSEWHERE = frozenset({"workers.py", "limits.py"})
"""They start and end processes of their own, which a fork of this one cannot judge."""
QUICK = (
    "rules rules_bounds rules_details registry live_rules cases safety_details guards text names staging old_encodings windows"
    " layout_corners"
)
_PAIRS = "Lt LtE, Gt GtE, Eq NotEq, Is IsNot, In NotIn, Add Sub, Mult FloorDiv, BitOr BitAnd, And Or, Continue Break"
_SWAPPED = {a: b for pair in _PAIRS.split(", ") for a, b in (pair.split(), pair.split()[::-1])}
_SWAPPED |= {"Div": "Mult", "Mod": "FloorDiv", "LShift": "RShift"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
Site = tuple[Function, int, str, Any]
"""The outermost function, the line, what is changed, and what changes it."""


# ----------------------------------------------------------------------------------------------------------- mutants
@dataclass(frozen=True)
class Mutant:
    """The change with this number in a file."""

    path: Path
    number: int
    line: int
    change: str

    def code(self) -> tuple[types.CodeType, types.CodeType]:
        """The changed module, and in it the changed function with its inner functions."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        function, _, _, apply = list(sites(tree))[self.number]
        apply()
        first = min(n.lineno for n in (function, *function.decorator_list))
        whole = compile(ast.fix_missing_locations(tree), str(self.path), "exec")
        return whole, next(c for c in _codes(whole) if (c.co_name, c.co_firstlineno) == (function.name, first))

    def __str__(self) -> str:
        text = self.path.read_text(encoding="utf-8").splitlines()[self.line - 1].strip()
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.change} | {text}"


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield inner
            yield from _codes(inner)


def mutants() -> list[Mutant]:
    files = [p for name in MUTATED for p in sorted((ROOT / "vstbcpn_cli" / name).glob("*.py"))]
    found = []
    for path in (p for p in files if p.name not in ELSEWHERE):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [Mutant(path, number, line, change) for number, (_, line, change, _) in enumerate(sites(tree))]
    return found


def sites(tree: ast.AST) -> Iterator[Site]:
    """Every place in the body of a function that can be changed."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            for statement in node.body:
                for inner in _parts(statement):
                    yield from ((node, inner.lineno, change, apply) for change, apply in _changes(inner))
        else:
            yield from sites(node)


def _parts(node: ast.AST) -> Iterator[Any]:
    """What is executed below a node: no docstrings, no types, no pieces of sentences with values in them."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or (name == "value" and _is_text(node)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
                yield from _parts(child)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: Any) -> Iterator[tuple[str, Any]]:
    """Each change as its name and a call that makes it in the tree. Of texts only marks are changed: the words of a
    sentence may well be others."""
    put = functools.partial(functools.partial, setattr, node)
    match node:
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                yield "compare", functools.partial(ops.__setitem__, place, _other(op)())
        case ast.BoolOp(op=op) | ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op).__name__ in _SWAPPED:
            yield "operator", put("op", _other(op)())
        case ast.UnaryOp(op=ast.Not()):
            yield "not", put("operand", _negated(node.operand))
        case ast.Constant(value=bool() as value):
            yield "truth", put("value", not value)
        case ast.Constant(value=int() as value):
            yield "number", put("value", value + 1)
        case ast.Constant(value=str() as value) if value and value.isascii() and " " not in value.strip():
            yield "mark", put("value", f"{value}XX")
        case ast.Return(value=ast.expr()) if not (isinstance(node.value, ast.Constant) and node.value.value is None):
            yield "return", put("value", ast.Constant(None))
        case ast.If() | ast.IfExp():
            yield "condition", put("test", _negated(node.test))
        case ast.Continue() | ast.Break():
            yield "loop", put("__class__", _other(node))
        case ast.Expr(value=ast.Call()):
            yield "call", put("value", ast.Constant(None))


def _other(op: ast.AST) -> Any:
    return getattr(ast, _SWAPPED[type(op).__name__])


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


# ------------------------------------------------------------------------------------------------------ the warm run
@dataclass
class Judged:
    """A pytest plugin: runs the tests once with their lines noted, then judges the mutants in forks."""

    chosen: Sequence[Mutant]
    results: dict[Mutant, str] = field(default_factory=dict)
    took: Counter[str] = field(default_factory=Counter)
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

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] += report.duration  # type: ignore[assignment]  # seconds, with parts

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
        for each in gc.get_objects():
            if isinstance(each, functools._lru_cache_wrapper) and each.__wrapped__.__code__.co_filename == str(
                mutant.path
            ):
                each.cache_clear()
        if not self.reach[str(mutant.path), mutant.line]:
            _made_anew(sys.modules[f"vstbcpn_cli.{mutant.path.parent.name}.{mutant.path.stem}"], whole)
        return bool(fitting)


def _made_anew(module: types.ModuleType, code: types.CodeType) -> None:
    """The tables that a module makes when it is imported; its classes and functions stay the ones that others know."""
    fresh = dict(vars(module))
    exec(code, fresh)
    vars(module).update({k: x for k, x in fresh.items() if not isinstance(x, type | types.FunctionType)})


# ------------------------------------------------------------------------------------------------------- the report
def _tell(line: str) -> None:
    """Past pytest, which keeps what is printed."""
    os.write(_OUT, f"{line}\n".encode())


_OUT = os.dup(1)


def main(count: int) -> int:
    every = mutants()
    chosen = random.Random(SEED).sample(every, min(count, len(every)))
    settings.register_profile("mutation", deadline=None, database=None, derandomize=True)
    settings.load_profile("mutation")
    judged = Judged(chosen)
    files = [str(ROOT / "tests" / f"test_{name}.py") for name in QUICK.split()]
    code = pytest.main(
        ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov", "-m", "not libreoffice", *files],
        plugins=[judged],
    )
    if code:
        return int(code)
    counts = Counter(judged.results.values())
    score = 100 * counts["killed"] / (counts["killed"] + counts["survived"])
    _tell(f"{len(every)} mutants, {len(chosen)} chosen with seed {SEED}: {dict(counts)}, score {score:.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE))
