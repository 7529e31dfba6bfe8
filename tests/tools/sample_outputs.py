"""Whole commands over the samples, as exit codes and digests of the files they write: the same on every system.

`python -m tests.tools.sample_outputs FOUND.json` runs the program beside it and writes what came of it;
`--as OTHER.json` holds that against another machine's and ends with 1 where they differ; `--program X` runs the command
X (that of the portable folder) in place of this Python. The manifest and the journal name machine and libraries, so of
them only the names are compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from vstbcpn_cli.cli.exit_codes import ExitCode

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_submissions"
NOON = dt.datetime(2011, 6, 9, 5, tzinfo=dt.UTC).timestamp()
"""What every copied sample bears as its day, wherever it was unpacked."""
COMMANDS = (
    ("make-template", "so-y-te", "huyen-cao-loc", "--period", "6t", "-o", "1 gửi đơn vị"),
    ("validate", "2-nhan-ve", "--report", "tổng quan.html", "--feedback", "phản hồi"),
    ("consolidate", "2-nhan-ve", "-o", "3 kết quả"),
    ("trace", "T3.M1.CB02.nu", "2-nhan-ve"),
    ("status", "2-nhan-ve", "--report", "tổng quan.xlsx"),
    ("verify", "3 kết quả", "2-nhan-ve"),
)
"""Played one after the other in one folder."""
OF_THE_MACHINE = ("manifest.json", "nhat-ky.csv")
Found = dict[str, dict[str, object]]


def played(folder: Path, program: Sequence[str]) -> Found:
    """What each command ended with, and by name the digest of each file that is new or other after it."""
    inbox = folder / "2-nhan-ve"
    inbox.mkdir(parents=True)
    for sample in sorted(p for p in SAMPLES.iterdir() if p.is_file() and p.suffix != ".md"):
        shutil.copyfile(sample, inbox / sample.name)
        os.utime(inbox / sample.name, (NOON, NOON))
    found: Found = {}
    before = dict(_digests(folder))
    for command in COMMANDS:
        done = subprocess.run(
            [*program, *command], cwd=folder, env=_environment(folder), capture_output=True, check=False
        )
        said = done.stdout + done.stderr
        if b"Traceback" in said or done.returncode not in set(ExitCode):
            sys.exit(f"{' '.join(command)}: {done.returncode}\n{said.decode(errors='replace')}")
        after = dict(_digests(folder))
        written = {name: digest for name, digest in after.items() if before.get(name) != digest}
        found[" ".join(command)] = {"exit code": done.returncode, **written}
        before = after
    return found


def differences(found: Found, other: Found) -> list[str]:
    """The places where two machines differ, as sentences."""
    return [
        f"{command}: {what}: {here.get(what, 'nothing')} here, {there.get(what, 'nothing')} there"
        for command in {**other, **found}
        for here, there in [(found.get(command, {}), other.get(command, {}))]
        for what in sorted({*here, *there})
        if here.get(what) != there.get(what)
    ]


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        ours = path.name not in OF_THE_MACHINE
        yield name, hashlib.sha256(path.read_bytes()).hexdigest() if ours else "as the machine has it"


def _environment(folder: Path) -> dict[str, str]:
    """Without what earlier runs remember, and as a window that shows Vietnamese."""
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in ("VSTBCPN_DEBUG", "PYTHONDONTWRITEBYTECODE")
        },
        **dict.fromkeys(("XDG_STATE_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"), str(folder.parent / "state")),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("target", type=Path, help="where to write what was found")
    asked.add_argument("--as", dest="other", type=Path, help="what another machine has found")
    asked.add_argument("--program", help="the command to run in place of this Python's")
    given = asked.parse_args()
    program = [given.program] if given.program else [sys.executable, "-P", "-m", "vstbcpn_cli"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = played(Path(folder) / "Kỳ 6 tháng", program)
    given.target.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    files = sum(len(one) - 1 for one in found.values())
    other = json.loads(given.other.read_text(encoding="utf-8")) if given.other else found
    differing = differences(found, other)
    print(*differing, f"{len(found)} commands over the samples, {files} files, {len(differing)} differences", sep="\n")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
