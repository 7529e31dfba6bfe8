"""The workflow of a release names only what there is, and fetches nothing but the Python of its makers."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
WORKFLOW = ROOT / ".github" / "workflows" / "release.yml"
LIST = ROOT / "tests" / "tools" / "windows-tests.txt"

yaml = pytest.importorskip("yaml")


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    return found


def commands(jobs: dict[str, Any]) -> Iterator[str]:
    for job in jobs.values():
        yield from (step["run"] for step in job["steps"] if "run" in step)


def test_every_job_waits_for_one_that_there_is(jobs: dict[str, Any]) -> None:
    assert {job["needs"] for job in jobs.values() if "needs" in job} <= jobs.keys()
    assert all("runs-on" in job and job["steps"] for job in jobs.values())


def test_every_module_and_file_of_a_command_is_there(jobs: dict[str, Any]) -> None:
    text = "\n".join(commands(jobs))
    modules = re.findall(r"python -m ([\w.]+)", text)
    assert {"pytest", "tests.tools.windows_folder", "tests.tools.sample_outputs"} <= set(modules)
    assert [m for m in modules if m != "build" and importlib.util.find_spec(m) is None] == []
    files = re.findall(r"@?\b((?:tests/|constraints)[\w./-]+)", text)
    assert [f for f in files if not (ROOT / f).exists()] == []


def test_the_oldest_python_is_the_oldest_allowed(jobs: dict[str, Any]) -> None:
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    matrix = jobs["test"]["strategy"]["matrix"]
    assert f">={matrix['python'][0]}" == oldest
    assert {s.partition("-")[0] for s in matrix["system"]} == {"ubuntu", "windows"}


def test_nothing_but_python_is_fetched_from_an_address() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in (WORKFLOW, LIST.with_name("windows.sh")))
    assert set(re.findall(r"https?://[^/\s]+", text)) == {"https://www.python.org"}
    assert "index-url" not in text


def test_what_is_run_on_windows_is_there() -> None:
    named = LIST.read_text(encoding="utf-8").split()
    assert [name for name in named if not (ROOT / name).exists()] == []
