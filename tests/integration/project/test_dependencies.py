"""What is imported is declared, and a library that is absent stops nothing that does not need it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from vstbcpn_cli.runtime import identity
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files

ROOT = Path(__file__).parents[3]


def _plain(name: str) -> str:
    """Names of packages are compared as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {_plain(re.split(r"[<>=!~\[; ]", line)[0]) for line in project["dependencies"]}


def _imported(source: str) -> Iterator[str]:
    """The top-level module of every import, wherever in the code it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_imported_library_is_declared() -> None:
    sources = (p.read_text(encoding="utf-8") for p in (ROOT / "vstbcpn_cli").rglob("*.py"))
    modules = {m for text in sources for m in _imported(text)} - {*sys.stdlib_module_names, "vstbcpn_cli"}
    providers = metadata.packages_distributions()
    lacking = {m for m in modules if not {_plain(d) for d in providers.get(m, [m])} & _declared()}
    assert modules >= {"typer", "lxml"}
    assert lacking == set()


def test_the_lowest_version_of_typer_has_what_is_imported_of_it() -> None:
    """0.27.0 and 0.27.1 have no `typer.exceptions`: every command ended in ModuleNotFoundError."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    low = re.search(r'"typer>=([\d.]+)', project)
    assert low is not None
    assert tuple(map(int, low[1].split("."))) >= (0, 27, 2)


def test_every_imported_library_is_in_the_manifest() -> None:
    """Found by what the packages themselves say they need: no list is kept by hand."""
    sources = (p.read_text(encoding="utf-8") for p in (ROOT / "vstbcpn_cli").rglob("*.py"))
    modules = {m for text in sources for m in _imported(text)} - {*sys.stdlib_module_names, "vstbcpn_cli"}
    providers = metadata.packages_distributions()
    told = identity.libraries()
    assert {m for m in modules if not {_plain(d) for d in providers[m]} & told.keys()} == set()
    assert all(metadata.version(name) == found for name, found in told.items())


def test_the_manifest_leaves_out_a_library_that_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "pandas":
            raise metadata.PackageNotFoundError(name)
        return metadata.version(name)

    monkeypatch.setattr(identity, "version", version)
    (tmp_path / "so-y-te.xlsx").write_bytes(at.filled("so-y-te"))
    consolidate_files(Choices((str(tmp_path),), tmp_path / "3-ket-qua", "2011", "6t"), lambda *_: None)
    program = (tmp_path / "3-ket-qua" / "manifest.json").read_text(encoding="utf-8")
    assert '"pandas"' not in program
    assert '"jinja2"' in program
