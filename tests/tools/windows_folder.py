"""Builds the portable folder for Windows: `python -m tests.tools.windows_folder EMBEDDED_PYTHON.zip [-o DIR]`.

Given is a zip with a Python for Windows: the embeddable package of python.org, or a folder with `Lib`. What comes out
is `vstbcpn-<version>-windows.zip` with its `.sha256`: this program, its libraries for Windows in the versions of
constraints.txt, that Python without what nothing here uses, and all licences. The same inputs give the same bytes.
With `--compiler PYTHON`, one of the same version, everything is compiled beforehand. What is published is built so:
with its `._pth` Python writes no compiled module, wherever it lies, and would compile all of them at every start.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from fnmatch import fnmatchcase
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tools.guide_pages import guide_pages
from vstbcpn_cli import __version__

ROOT = Path(__file__).parents[2]
CONSTRAINTS, PARTS = ROOT / "constraints.txt", Path(__file__).parent / "windows"
FOLDER = f"vstbcpn-{__version__}-windows"
PYTHON, LICENCES, GUIDES = "python", "giay-phep", "huong-dan"
LARGEST = 90 * 10**6
"""Bytes of the zip: what goes on a stick or through an office's mail gate in parts."""
LIBRARIES = "Lib/site-packages"
_MADE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 9
_DLL = re.compile(r"python3(\d\d)\.dll")
_UNUSED_PYTHON = (
    *("include/*", "libs/*", "tcl/*", "Scripts/*", "Doc/*", "Tools/*", "Lib/site-packages/*", "NEWS.txt", "*.pdb"),
    *(f"Lib/{name}/*" for name in ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "venv", "pydoc_data")),
    *("DLLs/_tkinter.pyd", "DLLs/tcl*.dll", "DLLs/tk*.dll", "DLLs/*.ico", "DLLs/_test*", "*/__pycache__/*"),
    *("*sqlite3.dll", "*_sqlite3.pyd", "Lib/sqlite3/*", "pythonw.exe"),
)
_UNUSED_LIBRARIES = (
    *("*/tests/*", "*/__pycache__/*", "*.pyi", "*.pxd", "*.pyx", "*.c", "*.h", "*.lib", "*.dist-info/RECORD"),
    *("bin/*", "numpy/f2py/*", "lxml/includes/*", "lxml/isoschematron/*", "lxml/objectify*", "lxml/html/*"),
    # What colours each language; that of Python stays, and its index, which loads the others only when they are asked for.
    "pygments/lexers/[!_p]*",
    # It names the version of the tool that packed the wheel, which is not pinned.
    "*.dist-info/WHEEL",
)
_LICENCE = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|authors|copyright)[^/]*$|\.dist-info/licenses/.+")
_WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"}
Files = dict[str, bytes]
"""Content by path, with “/”."""


class BuildError(Exception):
    """What is given is not what can be built from, as a sentence."""


@dataclass(frozen=True, slots=True)
class GivenPython:
    """A Python for Windows: its files, and the version as its names have it, “313”."""

    files: Files
    digits: str

    @property
    def version(self) -> str:
        return f"{self.digits[0]}.{self.digits[1:]}"

    @property
    def search_path(self) -> str:
        """What `python313._pth` says: with it nothing of the machine, its registry or its variables is looked at."""
        archive = f"python{self.digits}.zip"
        library = [archive, "."] if archive in self.files else ["Lib", "DLLs", "."]
        return "".join(f"{line}\r\n" for line in (*library, LIBRARIES.replace("/", "\\")))


def given_python(path: Path) -> GivenPython:
    """Raises `BuildError` where the zip holds no Python for Windows."""
    with zipfile.ZipFile(path) as opened:
        names = [n for n in opened.namelist() if not n.endswith("/")]
        program = min((n for n in names if n.rpartition("/")[2] == "python.exe"), key=len, default="")
        base = program.removesuffix("python.exe")
        files = {n.removeprefix(base): opened.read(n) for n in names if n.startswith(base)}
    found = next((m for name in sorted(files) if (m := _DLL.fullmatch(name))), None)
    if not program or found is None:
        raise BuildError(f"{path.name} holds no python.exe with its python3NN.dll.")
    return GivenPython(_without(files, _UNUSED_PYTHON), f"3{found[1]}")


def libraries(version: str, folder: Path) -> list[Path]:
    """The wheels of this program and of all it needs on Windows, in that version of Python."""
    own, there = folder / "own", folder / "wheels"
    _pip("wheel", "--no-deps", "--wheel-dir", own, ROOT)
    wanted: list[str] = [str(next(own.glob("*.whl")))]
    while wanted:
        platform = ("--platform", "win_amd64", "--python-version", version, "--implementation", "cp")
        _pip("download", "--dest", there, *platform, "--only-binary=:all:", "--constraint", CONSTRAINTS, *wanted)
        # What a library needs on Windows alone is not seen by an installer that runs elsewhere.
        wanted = sorted(_missing(there.glob("*.whl"), version))
    return sorted(there.glob("*.whl"))


def _missing(wheels: Iterable[Path], version: str) -> set[str]:
    found = {canonicalize_name(w.name.partition("-")[0]): w for w in wheels}
    needed = (Requirement(text) for wheel in found.values() for text in _metadata(wheel).get_all("Requires-Dist", []))
    there = {**_WINDOWS, "python_version": version, "python_full_version": f"{version}.0", "extra": ""}
    asked = (r for r in needed if r.marker is None or r.marker.evaluate(there))
    return {f"{r.name}{r.specifier}" for r in asked if canonicalize_name(r.name) not in found}


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as opened:
        name = next(n for n in opened.namelist() if n.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(opened.read(name).decode("utf-8"))


def unpacked(wheel: Path) -> Files:
    """What an installer would put into `site-packages`, without what only those who develop with it need."""
    files: Files = {}
    with zipfile.ZipFile(wheel) as opened:
        for name in (n for n in opened.namelist() if not n.endswith("/")):
            top, _, rest = name.partition("/")
            kind, _, inside = rest.partition("/")
            if not top.endswith(".data"):
                files[name] = opened.read(name)
            elif kind in ("purelib", "platlib"):
                files[inside] = opened.read(name)
    return _without(files, _UNUSED_LIBRARIES)


def licences(wheel: Path) -> Files:
    """The licences of a library by file name; of one whose wheel has none, the text that lies here under its name."""
    with zipfile.ZipFile(wheel) as opened:
        found = {n: opened.read(n) for n in opened.namelist() if _LICENCE.search(n) and not n.endswith(("/", ".py"))}
    kept = PARTS / "licences" / f"{canonicalize_name(wheel.name.partition('-')[0])}.txt"
    if not found and not kept.is_file():
        raise BuildError(f"{wheel.name} has no licence, nor is there {kept.name} for it.")
    return found or {f"/{kept.name}": kept.read_bytes()}


def _licence_folder(python: GivenPython, wheels: Sequence[Path]) -> Files:
    """A folder with all of them and a list; what lies deeper keeps the names of the folders it lay in."""
    files: Files = {"vstbcpn.txt": (ROOT / "LICENSE").read_bytes()}
    if "LICENSE.txt" in python.files:
        files["Python.txt"] = python.files["LICENSE.txt"]
    listed = [f"Python {python.version}: PSF-2.0"]
    for wheel in wheels:
        said = _metadata(wheel)
        licence = said["License-Expression"] or (said["License"] or "").strip().partition("\n")[0]
        listed.append(f"{said['Name']} {said['Version']}: {licence or 'xem tệp trong thư mục cùng tên'}")
        for name, content in licences(wheel).items():
            files[f"{said['Name']}/{name.partition('/')[2].removeprefix('licenses/').replace('/', '-')}"] = content
    files["DANH-SACH.txt"] = _windows_text(
        "Phần mềm và thư viện kèm theo, với giấy phép:\n\n" + "\n".join(listed) + "\n"
    )
    return {f"{LICENCES}/{name}": content for name, content in files.items()}


def compiled(files: Files, compiler: str, python: GivenPython) -> Files:
    """The compiled form of every module, never compared with its source: what lies in the folder is not edited."""
    with tempfile.TemporaryDirectory() as made:
        base = Path(made)
        for name, content in files.items():
            if name.endswith(".py"):
                target = base / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        _run(compiler, "-c", f"import sys; sys.exit('%d%d' % sys.version_info[:2] != '{python.digits}')")
        # Some files of libraries are no Python, on purpose: those are not compiled, and that is no failure.
        command = (compiler, "-S", "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash", "-s", made, made)
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False)
        return {p.relative_to(base).as_posix(): p.read_bytes() for p in base.rglob("*.pyc")}


def folder_files(python: GivenPython, wheels: Sequence[Path], compiler: str | None) -> Files:
    """Everything in the folder."""
    inside = {**python.files, f"python{python.digits}._pth": python.search_path.encode("ascii")}
    for wheel in wheels:
        inside |= {f"{LIBRARIES}/{name}": content for name, content in unpacked(wheel).items()}
    if compiler is not None:
        inside |= compiled(inside, compiler, python)
    told = (PARTS / "DOC-TRUOC.txt").read_text(encoding="utf-8").format(version=__version__, folder=FOLDER)
    return {
        **{f"{PYTHON}/{name}": content for name, content in inside.items()},
        **_licence_folder(python, wheels),
        **{f"{GUIDES}/{name}": content for name, content in guide_pages().items()},
        # Without a mark at its beginning: the command interpreter would take it for a part of the first line.
        "vstbcpn.cmd": (PARTS / "vstbcpn.cmd").read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-8"),
        "DOC-TRUOC.txt": _windows_text(told),
    }


def write_zip(files: Files, target: Path) -> None:
    """In the order of the names, every date the same; the sum of the bytes beside it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _MADE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            package.writestr(entry, files[name])
    content = target.read_bytes()
    if len(content) > LARGEST:
        raise BuildError(f"{target.name} has {len(content)} bytes, more than {LARGEST}.")
    digest = hashlib.sha256(content).hexdigest()
    target.with_name(f"{target.name}.sha256").write_text(f"{digest}  {target.name}\n", encoding="ascii", newline="\n")


def _without(files: Files, unused: Sequence[str]) -> Files:
    return {n: c for n, c in files.items() if not any(fnmatchcase(n, p) or fnmatchcase(f"/{n}", p) for p in unused)}


def _windows_text(text: str) -> bytes:
    """As the oldest Notepad shows it."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _pip(*arguments: object) -> None:
    _run(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{' '.join(command)}: {done.stderr.strip()[-2000:] or done.returncode}")


def main() -> None:
    asked = argparse.ArgumentParser(description="Builds the portable folder for Windows.")
    asked.add_argument("python", type=Path, help="a zip with a Python for Windows")
    asked.add_argument("-o", "--output", type=Path, default=Path(), help="where to write the zip")
    asked.add_argument("--compiler", help="a Python of that version, which compiles everything beforehand")
    given = asked.parse_args()
    try:
        python = given_python(given.python)
        given.output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            wheels = libraries(python.version, Path(folder))
            write_zip(folder_files(python, wheels, given.compiler), given.output / f"{FOLDER}.zip")
    except BuildError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
