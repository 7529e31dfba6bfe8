"""docs/architecture.md is true of the tree: what it names exists, what exists it names, and no folder is too wide."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGE, TESTS = ROOT / "vstbcpn_cli", ROOT / "tests"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
YEAR = "2011"
WIDEST = 25
"""Python files in one folder: more, and nobody knows it by heart."""
_PATH = re.compile(r"`([\w.<>-]+/(?:[\w.<>-]+/)*[\w.-]*)`")
_NAMED = re.compile(r"`([\w./<>-]+\.py)`(?: \(| \| )((?:`[\w.]+`(?:, (?:or )?)?)+)")
_DOTTED = re.compile(r"python -m ([\w.]+)")


def _there(path: str) -> Path | None:
    """A path of the page, seen from the package first."""
    path = path.replace("<year>", YEAR)
    return next((base / path for base in (PACKAGE, ROOT) if (base / path).exists()), None)


def _named() -> Iterator[tuple[str, str]]:
    """Every file of the page with a name that stands beside it."""
    for match in _NAMED.finditer(PAGE):
        yield from ((match[1], name) for name in re.findall(r"`([\w.]+)`", match[2]))


def _declared(body: list[ast.stmt], before: str = "") -> Iterator[str]:
    """The functions, classes, methods and constants of a module."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name):
                yield before + name
            case ast.ClassDef(name=name):
                yield name
                yield from _declared(node.body, f"{name}.")
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield before + name


def _python_folders(base: Path) -> Counter[str]:
    """Every folder below with the number of Python files in it."""
    return Counter(p.parent.relative_to(ROOT).as_posix() for p in base.rglob("*.py"))


def test_every_path_of_the_map_exists() -> None:
    paths = _PATH.findall(PAGE)
    assert len(paths) > 80
    assert [p for p in paths if _there(p) is None] == []


@pytest.mark.parametrize(("path", "name"), list(_named()))
def test_every_name_beside_a_file_is_declared_in_it(path: str, name: str) -> None:
    found = _there(path)
    assert found is not None
    assert name in set(_declared(ast.parse(found.read_text(encoding="utf-8")).body))


def test_the_life_of_a_cell_is_read_with_its_functions() -> None:
    life = PAGE.partition("## The life of one cell")[2].partition("\n## ")[0]
    steps = [line for line in life.splitlines() if line.startswith("|") and ".py`" in line]
    assert len(steps) > 20
    assert [s for s in steps if not _NAMED.search(s)] == []


def test_every_module_that_is_run_exists() -> None:
    modules = _DOTTED.findall(PAGE)
    assert modules
    places = {m: ROOT / m.replace(".", "/") for m in modules}
    found = {m for m, p in places.items() if p.with_suffix(".py").is_file() or (p / "__main__.py").is_file()}
    assert set(modules) - found == set()


def test_every_folder_of_the_package_stands_in_the_map() -> None:
    folders = {p.parent.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*") if p.suffix in (".py", ".toml")}
    rooms = {re.sub(r"^editions/\d{4}$", "editions/<year>", f) for f in folders - {"."}}
    told = {line.removeprefix("| `").partition("/`")[0] for line in PAGE.splitlines() if line.startswith("| `")}
    assert "workbook/reading" in rooms
    # Installed, the templates lie in the package.
    assert {r for r in rooms if not r.startswith("templates")} - told == set(), "a row under “The picture”"


def test_no_folder_is_too_wide() -> None:
    counted = _python_folders(PACKAGE) + _python_folders(TESTS)
    assert {folder: files for folder, files in counted.items() if files > WIDEST} == {}


def _modules(path: Path) -> Iterator[str]:
    """Everything a test imports that could be a module of its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{name.name}" for name in node.names)


def test_no_test_imports_a_test() -> None:
    """What two tests share lies in tests/support."""
    tests = {p.stem for p in TESTS.rglob("test_*.py")} | {"conftest"}
    assert {"test_map", "test_reader"} <= tests
    found = {p.name: m for p in TESTS.rglob("*.py") for m in _modules(p) if tests & set(m.split("."))}
    assert found == {}
