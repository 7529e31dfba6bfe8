"""Small changes of the program's own code, one for each place in the body of a function that can be changed."""

from __future__ import annotations

import ast
import functools
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MUTATED = ("rules", "runtime", "text")
ELSEWHERE = frozenset({"worker_pool.py", "process_limits.py"})
"""They start, bound and end processes, which no fork of the tests can judge."""
_PAIRS = "Lt LtE, Gt GtE, Eq NotEq, Is IsNot, In NotIn, Add Sub, Mult FloorDiv, BitOr BitAnd, And Or, Continue Break"
_SWAPPED = {a: b for pair in _PAIRS.split(", ") for a, b in (pair.split(), pair.split()[::-1])}
_SWAPPED |= {"Div": "Mult", "Mod": "FloorDiv", "LShift": "RShift"}
Function = ast.FunctionDef | ast.AsyncFunctionDef
Site = tuple[Function, int, str, Any]
"""The outermost function, the line, what is changed, and what changes it."""


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
    files = [p for name in MUTATED for p in sorted((ROOT / "vstbcpn_cli" / name).rglob("*.py"))]
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
