"""Rows of the scorecard on what is laid into the program's hands beside returns: templates of an office, folders."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from tests.support.hostile.hostile_templates import given, templates
from tests.support.judges.measured import Figure, Size
from tests.support.programs import launching
from tests.tools.scorecard import row
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.runtime import recovery_notices
from vstbcpn_cli.runtime.atomic_outputs import prepare, staged

_LIGHT = (
    "the inside of Python",
    "a field DDEAUTO",
    "a document with macros",
    "entities of entities",
    "half an archive",
)


@row(
    24,
    "templates of an office that act, loop, flood or are none: deaths; not refused with their file; outputs",
    "0; 0; 0",
)
def hostile_templates(size: Size) -> Figure:
    inbox = launching.inbox(size.folder / "nhan", ["so-y-te"])
    died, silent, written = [], [], []
    chosen = [t for t in templates() if size.full or t.name in _LIGHT]
    for n, template in enumerate(chosen):
        own, out = size.folder / f"mau-{n}", size.folder / f"ra-{n}"
        given(own, template)
        code, _, err = launching.finished(["consolidate", inbox, "-o", out, "--template", own])
        if code not in {int(c) for c in ExitCode} or "Traceback" in err:
            died.append(template.name)
        elif code != 2 or template.said not in err:
            silent.append(template.name)
        if out.exists() and any(out.iterdir()):
            written.append(template.name)
    wrong = [*died, *silent, *written]
    return Figure(
        f"{len(died)}; {len(silent)}; {len(written)}", len(chosen), not wrong, "; ".join(dict.fromkeys(wrong))
    )


_SET = ("a.docx", "b.xlsx", "c.json")


@row(28, "journals and staging folders that an archive brought: files of the office moved, changed or removed", "0")
def brought_journals(size: Size) -> Figure:
    rng, harmed, times = size.random(), 0, size.pick(20, 2_000)
    for n in range(times):
        folder = size.folder / str(n)
        for name in ("2-nhan-ve/so-y-te.xlsx", "3-ket-qua/bao-cao.docx", "a.docx", "tong-quan.html"):
            (folder / name).parent.mkdir(exist_ok=True, parents=True)
            (folder / name).write_text("của cơ quan", encoding="utf-8")
        _bring(folder, rng)
        before = _everything(folder)
        prepare(folder, _SET)
        harmed += _everything(folder) != before
        with staged(folder, _SET) as new:
            for name in _SET:
                (new / name).write_text("mới", encoding="utf-8")
        after = _everything(folder)
        harmed += {k: v for k, v in after.items() if k not in _SET} != {
            k: v for k, v in before.items() if k not in _SET
        }
        recovery_notices.take()
    return Figure(str(harmed), times, not harmed, "")


def _bring(folder: Path, rng: random.Random) -> None:
    """A folder as a killed run leaves one, made up: any mark, any journal, links to what is there."""
    marks = ("a", "abcdefgh", "lock", "..", "1234-a", "ABCDEFGH", "abcdefgh.old")
    stage = folder / f".staging-{rng.choice(marks)}"
    stage.mkdir()
    for part in rng.sample(("new", "old", "kept", "2-nhan-ve"), 2):
        if rng.random() < 0.2:
            (stage / part).symlink_to(folder / "2-nhan-ve", target_is_directory=True)
            continue
        (stage / part).mkdir()
        for name in rng.sample((*_SET, "tong-quan.html", "so-y-te.xlsx"), 2):
            (stage / part / name).write_text("lạ", encoding="utf-8")
    names = ("tong-quan.html", "2-nhan-ve", "3-ket-qua/bao-cao.docx", "../0", "/etc/passwd", *_SET)
    lines = [f"{rng.choice(('', 'new ', 'old '))}{name}" for name in rng.sample(names, 3)]
    journal = "\n".join(lines) if rng.random() < 0.6 else str([{"name": n, "old": "", "new": ""} for n in names])
    for name in ("journal", "abcdefgh.journal", "journal.json"):
        (stage / name).write_text(journal, encoding="utf-8")
    if rng.random() < 0.5:
        os.utime(stage, (time.time() - rng.randint(0, 10**7),) * 2)


def _everything(folder: Path) -> dict[str, str]:
    found = sorted(p for p in folder.rglob("*") if p.is_file() or p.is_symlink())
    return {
        p.relative_to(folder).as_posix(): f"-> {p.readlink()}" if p.is_symlink() else p.read_text(encoding="utf-8")
        for p in found
    }
