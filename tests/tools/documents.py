"""The samples of output in the documents, each marked with the command that prints it; run as a script it renews them.

`<!-- output of: vstbcpn rule VS401 (exit code 0) -->` before a block of code means: the block is what this command
prints, run in the folder of the project. `<!-- part of: … -->` means: a part of the JSON it prints, where “…” stands
for any text. In the officer's guide the commands are those of a season that is played page by page
(`tests.tools.guide_season`), and of a part a line “…” stands for any lines.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tools import guide_season
from tests.tools.guide_season import Typed

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
    return [sample for page in PAGES for sample in _samples_of(page)]


def _samples_of(page: Path) -> list[Sample]:
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Sample(page, m["kind"], m["command"], int(m["code"]), m["text"]) for m in found]


def printed(command: str) -> tuple[int, str]:
    """What the program prints on stdout, and its exit code."""
    wide = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "vstbcpn_cli", *shlex.split(command)]
    done = subprocess.run(call, cwd=ROOT, env=wide, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8").replace("\r\n", "\n")


def guide_samples() -> list[Sample]:
    """The samples of the guide in the order in which their commands are typed."""
    return [s for page in guide_season.pages() for s in _samples_of(page)]


def found_typed(guide: Iterable[Sample], typed: Iterable[Typed]) -> list[tuple[Sample, Typed | None]]:
    """Each sample with the command of its page that it is the output of, None where the page does not type it."""
    left = iter(list(typed))
    pairs = []
    for sample in guide:
        later = list(left)
        place = next(
            (n for n, one in enumerate(later) if (one.page, one.command) == (sample.page, sample.command)), None
        )
        pairs.append((sample, None if place is None else later[place]))
        left = iter(later if place is None else later[place + 1 :])
    return pairs


def is_text_part(part: str, whole: str) -> bool:
    """Whether a screen shows these lines, where a line “…” stands for any lines."""
    pattern = "".join("(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in part.splitlines(keepends=True))
    return re.fullmatch(pattern, whole) is not None


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


def renew_guide() -> None:
    """The same for the guide, of which the whole season is played."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = found_typed(guide_samples(), guide_season.played(Path(folder)))
    for page in guide_season.pages():
        screens = iter([typed for sample, typed in pairs if sample.page == page])

        def fresh(match: re.Match[str], screens: Iterator[Typed | None] = screens) -> str:
            typed = next(screens)
            if typed is None:
                print(f"{page.name}: “{match['command']}” is not typed")  # noqa: B023 - called before the next page
                return match[0]
            whole = match["kind"] == "output"
            if not whole and not is_text_part(match["text"], typed.screen):
                print(f"{page.name}: the part of “{typed.command}” is no longer true:\n{typed.screen}")  # noqa: B023
            head = f"<!-- {match['kind']} of: vstbcpn {typed.command} (exit code {typed.code}) -->"
            return f"{head}\n```{match['language']}\n{typed.screen if whole else match['text']}```"

        text = page.read_text(encoding="utf-8")
        page.write_text(_BLOCK.sub(fresh, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    renew_guide()
    for one in PAGES:
        renew(one)
    for sample in samples():
        if sample.kind == "part" and not is_part(json.loads(sample.text), json.loads(printed(sample.command)[1])):
            print(f"{sample.page.name}: the part of “{sample.command}” is no longer true")
