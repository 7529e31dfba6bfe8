"""Every file has the same bytes on every system: what would write the line ends of the system is found in the source."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from vstbcpn_cli.runtime import quick_sheet

ROOT = Path(__file__).parents[3]
_WRITES = frozenset("wax+")
_XLSXWRITER = Path(xlsxwriter.__file__).parent


def _texts_written(source: str) -> Iterator[ast.Call]:
    """The calls that write text to a file: `write_text`, `open` in such a mode, a wrapper around bytes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("write_text", "TextIOWrapper") or (name in ("open", "fdopen") and _mode(node)):
                yield node


def _mode(call: ast.Call) -> bool:
    """Whether a file is opened to write text."""
    said = [*call.args, *(k.value for k in call.keywords if k.arg == "mode")]
    modes = [str(a.value) for a in said if isinstance(a, ast.Constant) and str(a.value).strip("rwxabt+") == ""]
    return any(_WRITES & set(m) and "b" not in m for m in modes if m)


def _system_ends(source: str) -> list[int]:
    """The lines whose calls leave the line ends to the system; what goes nowhere has none."""
    return [
        call.lineno
        for call in _texts_written(source)
        if not any(k.arg == "newline" for k in call.keywords) and "devnull" not in ast.unparse(call)
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("p.write_text('x', encoding='utf-8')", True),
        ("p.write_text('x', 'utf-8', newline='\\n')", False),
        ("p.open('w', encoding='utf-8')", True),
        ("open(p, mode='a')", True),
        ("open(p, 'xb')", False),
        ("p.open('rb+')", False),
        ("p.open(encoding='utf-8')", False),
        ("io.TextIOWrapper(out, encoding='utf-8')", True),
        ("Path(os.devnull).open('w')", False),
    ],
)
def test_such_a_call_is_recognised(source: str, found: bool) -> None:
    assert bool(_system_ends(source)) is found


def test_no_text_is_written_with_the_line_ends_of_the_system() -> None:
    found = {
        p.relative_to(ROOT).as_posix(): _system_ends(p.read_text("utf-8")) for p in ROOT.glob("vstbcpn_cli/**/*.py")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_library_that_writes_workbooks_leaves_none_to_it_either() -> None:
    for path in _XLSXWRITER.glob("*.py"):
        if _system_ends(path.read_text("utf-8")):
            module = importlib.import_module(f"xlsxwriter.{path.stem}")
            assert vars(module).get("open") is quick_sheet.open_for_any_system, path.name
