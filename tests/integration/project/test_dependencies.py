"""What is imported is declared, and a library that is absent stops nothing that does not need it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs import launching
from tests.support.programs.command_line import receive
from vstbcpn_cli.cli.exit_codes import ExitCode
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


def test_the_licence_of_every_library_is_named() -> None:
    told = (ROOT / "docs" / "libraries.md").read_text(encoding="utf-8").partition("## Licences")[2]
    rows = [line.strip("| ").split(" | ") for line in told.splitlines() if line.startswith("|")][2:]
    named = {_plain(name): licence for names, licence in rows for name in names.split(", ")}
    assert named.keys() == _declared()
    for name, licence in named.items():
        own = metadata.metadata(name)
        told = " ".join(
            x for field in ("License-Expression", "License", "Classifier") for x in own.get_all(field) or ()
        )
        assert re.search({"PSF": "PSF|Python Software"}.get(licence[:3], re.escape(licence[:3])), told), name


def test_the_types_of_the_package_are_its_promise() -> None:
    assert (ROOT / "vstbcpn_cli" / "py.typed").is_file()


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


ABSENT = """
import os, sys

class _Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in os.environ["ABSENT"].split():
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, _Absent())
"""
READS = {"typer", "shellingham", "platformdirs", "msgspec", "openpyxl", "defusedxml", "pydantic", "ironcalc"}
"""What reading returned workbooks takes, and an Excel list of the office."""
NEEDED = {
    "rule VS401": {"typer", "shellingham", "platformdirs", "msgspec"},
    "units": {"typer", "shellingham", "platformdirs", "msgspec", "openpyxl", "defusedxml"},
    "status": READS,
    "trace T6.05": READS,
    "validate": {*READS, "filelock", "lxml"},  # it writes the log
    "diff 3-ket-qua 3-ket-qua": READS,
    "make-template so-y-te -o ra": {*READS, "filelock", "xlsxwriter"},
}


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a season with one return and a set."""
    folder = tmp_path_factory.mktemp("mua") / "6t"
    assert launching.finished(["init", folder, "--edition", "2011", "--period", "6t"])[0] == 0
    receive(folder / "2-nhan-ve", "so-y-te.xlsx", at.filled("so-y-te"))
    assert launching.finished(["consolidate"], cwd=folder)[0] == ExitCode.WARNINGS
    return folder


@pytest.mark.parametrize("command", NEEDED)
def test_a_command_runs_without_the_libraries_it_does_not_need(command: str, season: Path, tmp_path: Path) -> None:
    """Nor do the processes it starts: no module of the others can be found in any of them."""
    sources = (p.read_text(encoding="utf-8") for p in (ROOT / "vstbcpn_cli").rglob("*.py"))
    modules = {m for text in sources for m in _imported(text)} - {*sys.stdlib_module_names, "vstbcpn_cli"}
    unneeded = modules - NEEDED[command]
    assert unneeded >= {"pandas", "docxtpl", "jinja2", "xlrd", "msoffcrypto"}
    (tmp_path / "sitecustomize.py").write_text(ABSENT, encoding="utf-8")
    shutil.copytree(season, tmp_path / "6t")
    absent = {"ABSENT": " ".join(unneeded), "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    code, out, _ = launching.finished(command.split(), env=absent, cwd=tmp_path / "6t")
    assert (code, out) == launching.finished(command.split(), cwd=tmp_path / "6t")[:2]
    assert code in (ExitCode.OK, ExitCode.WARNINGS)
