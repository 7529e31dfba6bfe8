"""The checks that read the source instead of running it: style, types, layers."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
_OF_A_FOLDER = frozenset({"Params"})
"""The parameters of a rule: each file of a rule with parameters has its own under this name, as the registry asks."""


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_ruff_finds_nothing() -> None:
    done = _run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout


def test_ruff_would_format_nothing() -> None:
    done = _run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", ".")
    assert done.returncode == 0, done.stdout


def test_mypy_strict_finds_nothing() -> None:
    done = _run(sys.executable, "-m", "mypy")
    assert done.returncode == 0, done.stdout


def test_imports_point_down() -> None:
    tool = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    if tool is None:
        pytest.fail("import-linter is not installed: pip install -e '.[dev]'")
    done = _run(tool, "--no-cache")
    assert done.returncode == 0, done.stdout


def test_no_module_outgrows_its_sentence() -> None:
    long = {p.name: n for p in ROOT.glob("vstbcpn_cli/**/*.py") if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long, f"over 400 lines, a noun is missing: {long}"


def test_a_class_name_means_one_thing() -> None:
    where: dict[str, list[str]] = {}
    for path in sorted(ROOT.glob("vstbcpn_cli/**/*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in _OF_A_FOLDER:
                where.setdefault(node.name, []).append(path.name)
    assert {name: files for name, files in where.items() if len(files) > 1} == {}
