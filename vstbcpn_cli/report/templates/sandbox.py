"""The template language as templates may use it: with nothing but what they are given, and never without end."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined, Undefined, nodes, pass_context
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from vstbcpn_cli.report.context.text_safety import typed
from vstbcpn_cli.report.document.text import Text, joined
from vstbcpn_cli.report.unknown_names import BoundlessTemplateError, EmptyValueError, EndlessTemplateError

PRINTABLE = (str, int, Decimal)
MOST_STEPS = 50_000
"""Turns of loops and calls in one template; the report of a whole province takes some hundred."""
LONGEST = 1_000_000
"""Letters that one place of a template may print; the longest answer of a unit has some thousand."""
LARGEST = 10**30
"""No number of a report is larger, and a product of two such takes no time."""
_MOST_PLACES = 30
_LEFT_OUT = ("random", "center", "format")
"""Filters that print something else in every run, or a text of any length."""
_FILLER = "lipsum"
_STEPS = "buoc"
_NAMELESS = "<template>"
"""What the language calls a template that comes from no file."""


class Folder(FileSystemLoader):
    """The sentence files as they are meant: without the mark Notepad begins a file with, in composed letters, and
    without the characters the report marks tables and braces with."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(folders, encoding="utf-8-sig")

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        return typed(source), path, fresh


class _Compiled(BytecodeCache):
    """Sentence files as this process has compiled them: each copy of a report is written from the same ones.

    `kind` tells apart what the language makes different code of.
    """

    _code: ClassVar[dict[tuple[str, str, str], Any]] = {}

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((self._kind, bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[self._kind, bucket.key, bucket.checksum] = bucket.code


class _ValueKeeping(CodeGenerator):
    """Code that hands on what is printed as it is, where the language would make every value a plain string."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.as_text({finalize.src or ''}")

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:  # noqa: N802 - the name of the language
        if frame.eval_ctx.volatile or frame.eval_ctx.autoescape:
            super().visit_Concat(node, frame)
            return
        self.write("concat(map(environment.as_text, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write(")))")


class Sandbox(SandboxedEnvironment):
    """Unknown names are errors, what cannot be printed is refused, loops and calls are counted.

    What is printed and put together keeps its meaning (`Text`), unless it is escaped for a page.

    `steps` limits them for templates that belong to the office; `printed` may exchange a value before it is printed.
    """

    intercepted_binops = frozenset({"*", "**", "%"})
    code_generator_class = _ValueKeeping
    concat = staticmethod(joined)

    @staticmethod
    def as_text(value: object) -> str:
        """A value as it is printed."""
        return value if isinstance(value, Text) else str(value)

    def __init__(self, steps: int = 0, printed: Callable[[object], object] | None = None, **settings: Any) -> None:
        @pass_context  # or constants would be printed before they are looked at
        def finalize(_context: Any, value: object) -> object:
            return refuse_nothing(printed(value) if printed else value)

        compiled = _Compiled(str((steps > 0, {k: v for k, v in settings.items() if k != "loader"})))
        # Not optimized: what is written out is reckoned when it is printed, where a fault has its line.
        super().__init__(
            undefined=StrictUndefined, finalize=finalize, optimized=False, bytecode_cache=compiled, **settings
        )
        self.steps = self.left = steps
        self.source = ""
        own = {_STEPS: self._counted, "round": _rounded(self.filters["round"])}
        self.filters = {k: v for k, v in self.filters.items() if k not in _LEFT_OUT} | own
        del self.globals[_FILLER]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        self.source = source
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For) if self.steps else ():
            loop.iter = nodes.Filter(loop.iter, _STEPS, [], [], None, None, lineno=loop.lineno)
        return tree

    def line_of(self, fault: Exception) -> str:
        """The line of the template read last in which it failed; empty where that cannot be told."""
        stack = traceback.extract_tb(fault.__traceback__)
        number = next((f.lineno for f in reversed(stack) if f.filename == _NAMELESS), None)
        return self.source.split("\n")[number - 1] if number else ""

    def _counted(self, turns: Iterable[Any]) -> Iterator[Any]:
        for turn in turns:
            self._step()
            yield turn

    def call(self, *given: Any, **named: Any) -> Any:
        """Functions and macros, which could call themselves without end."""
        self._step()
        return super().call(*given, **named)

    def _step(self) -> None:
        self.left -= 1
        if self.steps and self.left < 0:
            raise EndlessTemplateError

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers are reckoned with; a text or list is not multiplied, which could fill the memory."""
        if operator == "**" or not all(isinstance(side, int | float | Decimal) for side in (left, right)):
            raise SecurityError(operator)
        if operator == "*" and max(abs(left), abs(right)) > LARGEST:
            raise BoundlessTemplateError
        return super().call_binop(context, operator, left, right)


def _rounded(plain: Callable[..., Any]) -> Callable[..., Any]:
    """`round` with no more places than a number of a report has: of `5|round(-999999999)` all would be reckoned."""

    def rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
        if abs(precision) > _MOST_PLACES:
            raise BoundlessTemplateError
        return plain(value, precision, method)

    return rounded


def refuse_nothing(value: object) -> object:
    """What `{{ … }}` prints must have a printed form: never None, True, not-a-number, or an object.

    An undefined name is left to its own type: a strict one raises with its name, that of an `if` without `else` is
    empty.
    """
    if isinstance(value, Undefined):
        return value
    if value is None or isinstance(value, bool) or (isinstance(value, Decimal) and not value.is_finite()):
        raise EmptyValueError(str(value))
    if isinstance(value, float) and not math.isfinite(value):
        raise EmptyValueError(str(value))
    if isinstance(value, str) and len(value) > LONGEST:
        raise BoundlessTemplateError
    if not isinstance(value, PRINTABLE) and not hasattr(value, "__html__"):
        raise EmptyValueError(type(value).__name__)
    return value
