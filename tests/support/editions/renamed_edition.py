"""The shipped edition under other names: the same form, whose every code, sheet, kind and period is called otherwise.

What is made of it must be the same figures: whatever differs was known to Python by its name.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from vstbcpn_cli.edition.locations import form_path, register_path
from vstbcpn_cli.runtime.resources import templates_folder

NAME = "khac"
KINDS = {"SN": "CQ", "DT": "HOI", "HU": "Q", "XA": "P"}
PERIODS = {"6t": "ky-1", "nam": "ky-2"}
SHEETS = {"TT": "Chung", "DG": "Ket", **{f"NV{n}": f"Viec {n}" for n in range(1, 8)}}
_TASKS = {"M": "DAU", "X": "CUOI", **{f"T{n}": f"CV{n}" for n in range(1, 8)}}
_CODE = re.compile(r"(?<![\w.])(M|X|T[1-7])\.(?:(\d\d)(?=[a-z]?\b)|(?=[BM]\d)|(?=so_lieu|ly_do|giai_trinh|khong_))")


def renamed(text: str) -> str:
    """A text with the codes of the shipped edition as this one calls them: T6.05 is CV6.55."""
    text = re.sub(r"^(M|X|T[1-7])(?=\. )", lambda m: _TASKS[m[1]], text)  # of a heading: “T1. Kế hoạch”
    text = re.sub(r"\b(TT|DG|NV[1-7])(?=!)", lambda m: SHEETS[m[1]], text)
    return _CODE.sub(lambda m: f"{_TASKS[m[1]]}.{int(m[2]) + 50 if m[2] else ''}", text)


def _everything(text: str) -> str:
    """As `renamed`, with the names that stand alone in quotation marks or as a key."""
    text = re.sub(
        r'^((?:code|task) = )"(M|X|T[1-7])"', lambda m: f'{m[1]}"{_TASKS[m[2]]}"', renamed(text), flags=re.MULTILINE
    )
    text = re.sub(r'^sheet = "(\w+)"', lambda m: f'sheet = "{SHEETS[m[1]]}"', text, flags=re.MULTILINE)
    text = re.sub(r"""(?<=["'.\s{])(SN|DT|HU|XA)(?=["'\s])""", lambda m: KINDS[m[1]], text)
    text = re.sub(r"(?<=periods\.)(6t|nam)(?=\])|(?<=[.{ ])(6t|nam)(?= = )", lambda m: PERIODS[m[0]], text)
    return text.replace('"6t"', '"ky-1"').replace('"nam"', '"ky-2"').replace('"6T"', '"K1"').replace('"NAM"', '"K2"')


def write_renamed(folder: Path) -> Path:
    """Writes form, register and templates, as an office brings an edition of its own, and gives the folder."""
    folder.mkdir()
    form = _everything(form_path("2011").read_text(encoding="utf-8"))
    (folder / "form.toml").write_text(form.replace('edition = "2011"', f'edition = "{NAME}"', 1), encoding="utf-8")
    units = re.sub(r",(SN|DT|HU|XA),", lambda m: f",{KINDS[m[1]]},", register_path("2011").read_text(encoding="utf-8"))
    (folder / "units.csv").write_text(renamed(units), encoding="utf-8")
    shutil.copytree(templates_folder("2011"), folder / "templates")
    for task, name in _TASKS.items():  # the sentences of a task are in a file of its name
        path = folder / "templates" / "report" / f"{task.lower()}.j2"
        if path.exists():
            path.rename(path.with_stem(name.lower()))
    for path in (folder / "templates" / "report").iterdir():
        if path.suffix in (".j2", ".toml"):
            path.write_text(_everything(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
