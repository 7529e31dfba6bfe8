"""The portable folder for Windows, built from a small stand-in for Python and one library."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from tests.tools import windows_folder as folder

_DIGITS = "%d%d" % sys.version_info[:2]  # noqa: UP031 - as the tool names it
_PYTHON = {
    "python.exe": "MZ",
    f"python{_DIGITS}.dll": "MZ",
    "LICENSE.txt": "PSF",
    "Lib/os.py": "NAMES = {'a', 'b', 'c'}\n",
    **dict.fromkeys(("tcl/tk8.6/tk.tcl", "include/Python.h", "Lib/test/x.py", "Lib/ensurepip/pip.whl"), "x"),
}
_LIBRARY = {
    "kho/__init__.py": "def words(x=frozenset({'mot', 'hai', 'ba'})):\n    return x\n",
    "kho/tests/test_it.py": "x = 1\n",
    "kho/typed.pyi": "x: int\n",
    "kho-1.0.dist-info/METADATA": "Metadata-Version: 2.4\nName: kho\nVersion: 1.0\nLicense-Expression: MIT\n\n",
    "kho-1.0.dist-info/licenses/LICENSE": "MIT",
    "kho-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: one of many\n",
    "kho-1.0.dist-info/RECORD": "",
    "kho-1.0.data/scripts/kho": "#!python\n",
}


def _zip(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def python(tmp_path: Path) -> folder.GivenPython:
    path = tmp_path / "python.zip"
    path.write_bytes(_zip({f"cp/{name}": text for name, text in _PYTHON.items()}))
    return folder.given_python(path)


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "kho-1.0-py3-none-any.whl"
    path.write_bytes(_zip(_LIBRARY))
    return path


def test_it_has_the_same_bytes_wherever_and_by_whomever_it_is_built(
    python: folder.GivenPython, wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for number, mask in enumerate((0o022, 0o077)):
        place = tmp_path / f"noi {number}"
        place.mkdir()
        monkeypatch.chdir(place)
        monkeypatch.setattr("tempfile.tempdir", str(place))
        monkeypatch.setenv("PYTHONHASHSEED", str(number))
        before = os.umask(mask)
        try:
            folder.write_zip(folder.folder_files(python, [wheel], sys.executable), target := place / "ra.zip")
        finally:
            os.umask(before)
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        assert target.with_name("ra.zip.sha256").read_text("ascii") == f"{digest}  ra.zip\n"
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_it_has_all_that_runs_all_licences_and_nothing_else(python: folder.GivenPython, wheel: Path) -> None:
    files = folder.folder_files(python, [wheel], None)
    inside = {n.removeprefix("python/") for n in files if n.startswith("python/")}
    library = {f"Lib/site-packages/{n}" for n in ("kho/__init__.py", "kho-1.0.dist-info/METADATA")}
    program = {"python.exe", f"python{_DIGITS}.dll", f"python{_DIGITS}._pth", "LICENSE.txt", "Lib/os.py"}
    assert inside == program | library | {"Lib/site-packages/kho-1.0.dist-info/licenses/LICENSE"}
    assert files["giay-phep/kho/LICENSE"] == b"MIT"
    assert files["giay-phep/Python.txt"] == b"PSF"
    assert {n for n in files if "/" not in n} == {"vstbcpn.cmd", "DOC-TRUOC.txt"}


def test_a_library_without_a_licence_is_refused(python: folder.GivenPython, tmp_path: Path) -> None:
    path = tmp_path / "kho-1.0-py3-none-any.whl"
    path.write_bytes(_zip({n: t for n, t in _LIBRARY.items() if "LICENSE" not in n}))
    with pytest.raises(folder.BuildError, match="no licence"):
        folder.folder_files(python, [path], None)


def test_a_zip_without_a_python_is_refused(wheel: Path) -> None:
    with pytest.raises(folder.BuildError, match=r"holds no python\.exe"):
        folder.given_python(wheel)


def test_the_starter_is_read_right_by_every_command_interpreter() -> None:
    text = (folder.PARTS / "vstbcpn.cmd").read_text("utf-8")
    run = text.partition(":absent")[0]
    assert run.isascii(), "before the code page is set only ASCII means the same everywhere"
    assert "%*" in run
    assert "exit /b %VSTBCPN_EXIT%" in run
