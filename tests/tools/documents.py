"""The samples of output in the documents, each marked with the command that prints it; run as a script it renews them.

`<!-- output of: vstbcpn rule VS401 (exit code 0) -->` before a block of code means: the block is what this command
prints, run in the folder of the project. `<!-- part of: … -->` means: a part of the JSON it prints, where “…” stands
for any text.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "templates").rglob("huong-dan.md")])
_BLOCK = re.compile(
    r"<!-- (?P<kind>output|part) of: vstbcpn (?P<command>.+?) \(exit code (?P<code>\d+)\) -->\n"
    r"```(?P<language>\w*)\n(?P<text>.*?)```",
    re.DOTALL,
)
UNMARKED = re.compile(r"(?<!-->)\n```(?:json)?\n(.*?)\n```", re.DOTALL)
"""A block of code that no command is named for: it may show what to type, and nothing the program prints."""


@dataclass(frozen=True)
class Sample:
    """A block of a document: its page, the command behind it, the exit code it is said to end with, its text."""

    page: Path
    kind: str
    command: str
    code: int
    text: str


def samples() -> list[Sample]:
    found = ((page, match) for page in PAGES for match in _BLOCK.finditer(page.read_text(encoding="utf-8")))
    return [Sample(p, m["kind"], m["command"], int(m["code"]), m["text"]) for p, m in found]


def printed(command: str) -> tuple[int, str]:
    """What the program prints on stdout, and its exit code."""
    wide = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "vstbcpn_cli", *shlex.split(command)]
    done = subprocess.run(call, cwd=ROOT, env=wide, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8").replace("\r\n", "\n")


def is_part(part: Any, whole: Any) -> bool:
    """Whether every value of a part is in the whole; of a list every member is part of one of the whole's."""
    match part, whole:
        case dict(), dict():
            return all(k in whole and is_part(v, whole[k]) for k, v in part.items())
        case list(), list():
            return all(any(is_part(one, other) for other in whole) for one in part)
    return bool(part in ("…", whole))


def renew(page: Path) -> None:
    """Writes what the commands print now into a page; parts are left to their writer."""

    def fresh(match: re.Match[str]) -> str:
        code, out = printed(match["command"])
        if match["kind"] == "part":
            return match[0]
        head = f"<!-- output of: vstbcpn {match['command']} (exit code {code}) -->"
        return f"{head}\n```{match['language']}\n{out}```"

    text = page.read_text(encoding="utf-8")
    page.write_text(_BLOCK.sub(fresh, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for one in PAGES:
        renew(one)
    for sample in samples():
        if sample.kind == "part" and not is_part(json.loads(sample.text), json.loads(printed(sample.command)[1])):
            print(f"{sample.page.name}: the part of “{sample.command}” is no longer true")
