"""How fast the program is and how much it needs, each work beside another in one run; never a test, since machines are
shared.

`python -m tests.tools.benchmark` measures every row and writes `docs/performance.md` (about ten minutes);
`python -m tests.tools.benchmark --quick` prints rows of fewer files and writes nothing. Seconds are those of the
processor, of all processes of a command. What is compared runs in turns, A and B and A again, so that a machine that
slows down slows both; a ratio is the median of those of the turns.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from tests.tools.benchmark import inputs
from tests.tools.benchmark.measures import Command, cpu_of, first_finding, in_turns, peak_of, spread
from vstbcpn_cli.runtime import clock

_PAGE = Path(__file__).parents[3] / "docs" / "performance.md"
_ABOUT = """What each work costs, measured by `python -m tests.tools.benchmark`, which writes this page. Seconds are processor
time of all processes of a command; ratios are medians of turns in one run, in brackets the lowest and the highest.
Every bound on what a file may hold is in force in all of it. The reference is one parse by expat, without handlers, of
2.3 MB of sheet XML (3,399 rows of 16 cells)."""
_TURNS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A work, what was measured of it, what it must reach, and whether it does; None where nothing is promised."""

    work: str
    measured: str
    must: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        return f"| {self.work} | {self.measured} | {self.must} | {_MET[self.met]} |"


_MET: Mapping[bool | None, str] = {True: "yes", False: "**no**", None: ""}


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured; the large season has `many` files, and `few` is what it is held against."""

    folder: Path
    turns: int
    few: int
    many: int
    forms: int


def rows(size: Size) -> Iterator[Row]:
    yield from _reading(size)
    yield from _commands(size)
    yield from _starts(size)
    yield from _blanks(size)
    yield from _scale(size)


def _ratio(work: str, turns: Sequence[tuple[float, ...]], most: float, places: int = 2) -> Row:
    """Of two works measured in turns, the first over the second."""
    ratios = [one / other for one, other, *_ in turns]
    return Row(work, f"{spread(ratios, places)} ×", f"≤ {most:g} ×", statistics.median(ratios) <= most)


# ------------------------------------------------------------------------------------------------------------- one form
def _reading(size: Size) -> Iterator[Row]:
    answer, reference = inputs.reader(), inputs.reference_parse()
    for writer, files in inputs.forms_of_writers(size.folder, size.forms).items():
        for file in files:  # the form's own texts of each kind of unit are made once in a process
            answer(file)
        works = (answer, reference, inputs.openpyxl_cells, inputs.calamine_cells, inputs.frictionless_check)
        for work in works:
            work(files[0])  # what a library loads at its first use is no cost of a file
        turns = [turn for file in files for turn in in_turns([partial(work, file) for work in works], 2)]
        yield _ratio(f"read and judge a form saved by {writer}, against the reference", turns, 3)
        against = [(t[0], t[2]) for t in turns]
        yield _ratio(f"the same, against openpyxl reading every cell ({writer})", against, 0.3)
        for name, place in (("pandas with calamine", 3), ("frictionless, every sheet", 4)):
            told = spread([t[0] / t[place] for t in turns])
            yield Row(f"the same, against {name} ({writer})", f"{told} ×")


# ------------------------------------------------------------------------------------------------------- whole commands
def _commands(size: Size) -> Iterator[Row]:
    one = inputs.inbox(size.folder / "one", 1)
    yield _seconds("one file, whole command", Command("validate", one, "--quiet", "--period", "6t"), size, 0.5)
    some = inputs.inbox(size.folder / "some", size.few)
    validate = Command("validate", some, "--quiet", "--period", "6t")
    yield _seconds(f"{size.few} files, whole command", validate, size, 4.5 * size.few / 70)
    again = inputs.season(size.folder / "season", size.few)
    kept = Command("validate", "--quiet", cwd=again)
    cpu_of(kept)
    yield _seconds(f"an unchanged season of {size.few} files read again", kept, size, 0.6)
    consolidate = Command("consolidate", some, "-o", size.folder / "out", "--quiet", "--period", "6t")
    turns = in_turns([partial(cpu_of, consolidate), partial(cpu_of, validate)], 3, given=True)
    yield _ratio("`consolidate`, against `validate` of the same", turns, 1.3)


def _seconds(work: str, command: Command, size: Size, most: float) -> Row:
    command.run()
    found = [cpu_of(command) for _ in range(size.turns)]
    return Row(work, f"{spread(found)} s", f"≤ {most:g} s", statistics.median(found) <= most)


def _starts(size: Size) -> Iterator[Row]:
    bare = Command(program=(sys.executable, "-c", "import typer"))
    season = size.folder / "season"
    for words in (("--help",), ("units",), ("rule", "VS401"), ("status",)):
        command = Command(*words, cwd=season if words == ("status",) else size.folder)
        cpu_of(command)
        turns = in_turns([partial(cpu_of, command), partial(cpu_of, bare)], 2 * size.turns, given=True)
        yield _ratio(f"`{' '.join(words)}`, against `import typer`", turns, 1.5)


def _blanks(size: Size) -> Iterator[Row]:
    alike, target = inputs.units_alike(), size.folder / "blanks"
    first = Command("make-template", alike[0], "-o", target, "--quiet", "--period", "6t", cwd=size.folder)
    yield _seconds("the first blank of a kind, whole command", first, size, 0.5)
    more = Command("make-template", *alike, "-o", target, "--quiet", "--period", "6t", cwd=size.folder)
    further = [(cpu_of(more) - cpu_of(first)) / (len(alike) - 1) * 1000 for _ in range(size.turns)]
    yield Row("a further one", f"{spread(further, 1)} ms", "≤ 10 ms", statistics.median(further) <= 10)
    packed, xml = inputs.weight_of_filled()
    weight = f"{packed / 1000:.0f} KB, {xml / 1e6:.2f} MB of XML"
    yield Row("a filled form", weight, "≤ 90 KB, ≤ 0.8 MB", packed <= 90_000 and xml <= 800_000)


# ------------------------------------------------------------------------------------------------------- many of them
def _scale(size: Size) -> Iterator[Row]:
    found = {}
    for count in (size.few, size.many):
        large = inputs.large(size.folder / f"large-{count}", count)
        command = Command("validate", large.inbox, "--units", large.units, "--period", "6t")
        found[count] = peak_of(command), len(command.output()) / count
    (least, before), (most, after) = found.values()
    each = (most - least) / (size.many - size.few)
    yield Row(f"peak memory a file, {size.few} to {size.many} files", f"{each:.3f} MB", "≤ 0.15 MB", each <= 0.15)
    told = f"{before:,.0f} and {after:,.0f}"
    steady = after <= before * 1.05
    yield Row(f"bytes printed a unit, {size.few} and {size.many} units", told, "constant", steady)
    seen = [first_finding(Command("validate", inputs.faulty_inbox(size.folder / "seen"), "--period", "6t"))]
    yield Row(
        "first finding on the screen, of 200 files", f"{spread(seen)} s of the clock", "≤ 1.5 s", max(seen) <= 1.5
    )


def page(found: list[Row]) -> str:
    """The page in `docs/`."""
    machine = f"{platform.system()}, {inputs.processors()} processors, Python {platform.python_version()}"
    libraries = ", ".join(f"{n} {version(n)}" for n in ("openpyxl", "pandas", "python-calamine", "frictionless"))
    head = f"# Performance\n\n{_ABOUT}\n\nMeasured on {clock.today():%Y-%m-%d}: {machine}; {libraries}.\n"
    lines = ["| work | measured | must reach | met |", "|---|---|---|---|", *map(str, found)]
    return "\n".join([head, *lines, ""])


def main(quick: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        size = Size(Path(folder), *((2, 14, 42, 3) if quick else (_TURNS, 70, 1200, 15)))
        found = []
        for row in rows(size):
            print(row, flush=True)
            found.append(row)
        if not quick:
            _PAGE.write_text(page(found), "utf-8")


if __name__ == "__main__":
    main("--quick" in sys.argv[1:])
