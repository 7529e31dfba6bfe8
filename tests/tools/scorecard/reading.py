"""Rows of the scorecard on what is read: nothing crashes, nothing is lost in silence, nothing hostile does harm."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.hostile.hostile import UNIT, Hostile, good, hostile
from tests.support.hostile.mutants import Mutant, mutants
from tests.support.hostile.planted import CONTACT, planted
from tests.support.judges.accounted import Good, Outcome, losses
from tests.support.judges.measured import SEED, Figure, Size
from tests.support.judges.stored_content import stored
from tests.support.programs import launching
from tests.support.programs.measured import DOCUMENTED, Run, validated
from tests.tools.scorecard import row

_FAULTS = frozenset({"VS120", "VS123", "VS124"})
"""The program failed on a file, a process hung, a process died."""
_OF_SEVERAL = frozenset({"VS111"})
"""Many files of one unit in a folder: all but one are superseded, which says nothing about their content."""
_BATCH = 150
_PUBLIC = "VSTBCPN_PUBLIC_WORKBOOKS"
_SAMPLES = launching.ROOT / "sample_submissions"
_MOST_MEMORY, _LONGEST = 400, 10.0


def _codes(file: Mapping[str, Any]) -> set[str]:
    return {f["code"] for f in file["findings"]} - _OF_SEVERAL


def _batches(folder: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[Run, list[Path]]]:
    """Files in folders of a bounded number, one run for each, with the files in it."""
    waiting: list[Path] = []
    number = 0
    for name, content in files:
        batch = folder / f"{number:03d}"
        batch.mkdir(exist_ok=True)
        waiting.append(launching.receive(batch, name, content))
        if len(waiting) == _BATCH:
            yield validated(batch), waiting
            waiting, number = [], number + 1
    if waiting:
        yield validated(folder / f"{number:03d}"), waiting


# ---------------------------------------------------------------------------------------------------- mutants
def _mutants(size: Size, quick: int, full: int) -> Iterator[Mutant]:
    return mutants(good(), size.pick(quick, full), size.random())


@row(1, "tracebacks, faults of the program and files not answered over mutants of a good form", "0")
def tracebacks(size: Size) -> Figure:
    count = failures = 0
    kinds: Counter[str] = Counter()
    files = ((f"{m.name.replace(' ', '_')}.xlsx", m.content) for m in _mutants(size, 50, 3_000))
    for run, batch in _batches(size.folder, files):
        count += len(batch)
        found = [run.files.get(p.name) for p in batch]
        failures += not run.sound
        failures += sum(f is None or bool(_codes(f) & _FAULTS) for f in found)
        kinds.update(_kind(f) for f in found if f is not None)
    told = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    return Figure(str(failures), count, failures == 0, f"{told}; seed {SEED}.")


def _kind(file: Mapping[str, Any]) -> str:
    if file["status"] in ("unreadable", "foreign", "returned"):
        return "refused"
    return "read with findings" if _codes(file) else "read without findings"


@row(2, "silent loss: stored content that is neither print of the form nor data nor told of", "0")
def silent_loss(size: Size) -> Figure:
    """What a loss is stands in tests/support/judges/accounted.py; the stored content is counted by
    tests/support/judges/stored_content.py."""
    form = Good(good())
    lost: list[str] = []
    count = read = 0
    for mutant in _mutants(size, 50, 3_000):
        count += 1
        outcome = Outcome.of(mutant.content)
        read += outcome.submission is not None
        if found := losses(mutant.content, form, outcome):
            lost.append(f"{mutant.name}: {found[0]}")
    note = f"{read} of them are read, the others refused with a reason." if not lost else "; ".join(lost[:5])
    return Figure(str(len(lost)), count, not lost, note)


# --------------------------------------------------------------------------------------------------- hostile
@dataclass(frozen=True)
class _Met:
    """What became of one hostile file and of the good file beside it."""

    file: Hostile
    died: bool
    named: bool
    neighbour: bool
    seconds: float
    peak: float


_QUICK = (
    *("ratio above 200 in a sheet", "corner cells", "attribute of 16 MB", "Excel 97, corner cells"),
    *("hidden columns 5,000 times over", "OpenDocument, corner cells", f"depth 200,000 in {'xl/workbook.xml'}"),
)
"""The worst of the light ones, each run alone at the quick size."""


@cache
def _neighbour() -> tuple[str, bytes]:
    """A good form of another unit."""
    other = next(u for u in launching.units(5) if u != UNIT)
    return f"{other}.xlsx", at.filled(other)


def _right(file: Hostile, found: Mapping[str, Any]) -> bool:
    """One of the findings the file deserves, and no fault; an innocent one has none at all."""
    codes = _codes(found)
    return not codes & (_FAULTS - set(file.codes)) and (bool(codes & set(file.codes)) if file.codes else not codes)


def _alone(file: Hostile, folder: Path) -> _Met:
    folder.mkdir(parents=True)
    name, content = _neighbour()
    launching.receive(folder, name, content)
    hostile_name = f"{UNIT}{file.suffix}"
    launching.receive(folder, hostile_name, file.make())
    run = validated(folder)
    (folder / hostile_name).unlink()
    named = hostile_name in run.files and _right(file, run.files[hostile_name])
    accepted = name in run.files and run.files[name]["status"] == "accepted"
    return _Met(file, not run.sound, named, accepted, run.seconds, run.peak)


_FOUND: dict[bool, list[_Met]] = {}


def _each_alone(size: Size) -> list[_Met]:
    """Every file by itself at full size, the worst ones at the quick size; run once for all rows."""
    if size.full not in _FOUND:
        chosen = [f for f in hostile() if size.full or f.name in _QUICK]
        _FOUND[size.full] = [_alone(f, size.folder / f"{n:03d}") for n, f in enumerate(chosen)]
    return _FOUND[size.full]


@row(3, "hostile files: deaths of the program; files with the finding that names the harm", "0; 100 %")
def hostile_files(size: Size) -> Figure:
    if size.full:
        met = _each_alone(size)
        deaths, wrong, cases = sum(m.died for m in met), [m.file.name for m in met if not m.named], len(met)
    else:
        deaths, wrong, cases = _all_together(size)
    share = 100 * (cases - len(wrong)) / cases
    shown = "100 %" if not wrong else f"{share:.1f} %"
    note = (
        f"not named: {'; '.join(wrong[:12])}" if wrong else "Innocent files among them must be read without a finding."
    )
    return Figure(f"{deaths}; {shown}", cases, not deaths and not wrong, note)


def _all_together(size: Size) -> tuple[int, list[str], int]:
    """The light ones in one folder, so that one program reads them all one after the other."""
    light = [f for f in hostile() if not f.heavy]
    names = {f"{n:03d}{f.suffix}": f for n, f in enumerate(light)}
    deaths, wrong = 0, []
    for run, batch in _batches(size.folder, ((n, f.make()) for n, f in names.items())):
        deaths += not run.sound
        found = {p.name: run.files.get(p.name, {"findings": []}) for p in batch}
        wrong += [names[n].name for n, f in found.items() if n not in run.files or not _right(names[n], f)]
    return deaths, wrong, len(light)


@row(4, "peak memory of the whole program on one hostile file, all its processes together", "< 400 MiB")
def memory(size: Size) -> Figure:
    met = _each_alone(size)
    worst = sorted(met, key=lambda m: -m.peak)[:4]
    note = "Highest marks of all processes added up: " + "; ".join(f"{m.file.name} {m.peak:.0f}" for m in worst)
    return Figure(f"{worst[0].peak:.0f} MiB", len(met), worst[0].peak < _MOST_MEMORY, note)


@row(5, "longest time on one hostile file; next unit still processed", "< 10 s; yes")
def longest(size: Size) -> Figure:
    met = _each_alone(size)
    worst = sorted(met, key=lambda m: -m.seconds)[:4]
    unread = [m.file.name for m in met if not m.neighbour]
    note = "Two files, two processes: " + "; ".join(f"{m.file.name} {m.seconds:.1f}" for m in worst)
    figure = f"{worst[0].seconds:.1f} s; {'yes' if not unread else 'not beside ' + unread[0]}"
    return Figure(figure, len(met), worst[0].seconds < _LONGEST and not unread, note)


# ---------------------------------------------------------------------------------------------------- public
def _public() -> tuple[list[Path], str]:
    """The test workbooks of other projects where they are on this machine, else the project's own samples."""
    folder = os.environ.get(_PUBLIC)
    if folder:
        kinds = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".xlsb", ".xltm", ".fods", ".ots")
        return sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in kinds and p.is_file()), ""
    found = sorted(p for p in _SAMPLES.iterdir() if p.suffix in (".xlsx", ".ods"))
    return found, f"The project's own samples: {_PUBLIC} names no folder of public workbooks on this machine."


_Public = tuple[Path, Mapping[str, Any] | None, bool]
_SAID: list[_Public] = []


def _read_public(size: Size) -> list[_Public]:
    """Each file with what was said of it, None when nothing was, and whether its run ended soundly; read once."""
    if not _SAID:
        _SAID.extend(_each_public(size))
    return _SAID


def _each_public(size: Size) -> Iterator[_Public]:
    files, _ = _public()
    named = {f"{n:05d}{p.suffix.lower()}": p for n, p in enumerate(files)}
    for run, batch in _batches(size.folder, ((n, p.read_bytes()) for n, p in named.items())):
        for path in batch:
            yield named[path.name], run.files.get(path.name), run.sound


@row(6, "public test workbooks of reader libraries: read without a crash", "100 %")
def public_crashes(size: Size) -> Figure:
    files = _read_public(size)
    crashed = [p.name for p, found, sound in files if not sound or found is None or _codes(found) & {"VS120", "VS124"}]
    shown = "100 %" if not crashed else f"{100 * (1 - len(crashed) / len(files)):.1f} %"
    note = _public()[1] or f"by ending: {_endings(p for p, *_ in files)}. {'; '.join(crashed[:8])}"
    return Figure(shown, len(files), not crashed, note)


@row(7, "public test workbooks: read, or refused for a reason that is true of them", "≥ 99.5 %")
def public_refusals(size: Size) -> Figure:
    files = _read_public(size)
    wrong = [p.name for p, found, _ in files if found is None or _codes(found) & _FAULTS or _called_damaged(p, found)]
    share = 100 * (1 - len(wrong) / len(files))
    kinds = Counter(code for _, found, _ in files if found for code in sorted(_codes(found))[:1])
    note = _public()[1] or ", ".join(f"{c} {n}" for c, n in kinds.most_common(8)) + f". {'; '.join(wrong[:12])}"
    return Figure(f"{share:.1f} %", len(files), share >= 99.5, note)


def _endings(paths: Iterable[Path]) -> str:
    return ", ".join(f"{n} {e}" for e, n in sorted(Counter(p.suffix.lower() for p in paths).items()))


def _called_damaged(path: Path, found: Mapping[str, Any]) -> bool:
    """Said to be damaged, though a common reader opens it and finds cells."""
    if "VS103" not in _codes(found):
        return False
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        return any(cell.value is not None for sheet in book.worksheets for line in sheet.iter_rows() for cell in line)
    except Exception:  # noqa: BLE001 - whatever it is, the file is no plain workbook for that reader either
        return False


# ----------------------------------------------------------------------------------------------- conservation
def _openable(size: Size) -> Iterator[tuple[str, bytes]]:
    """Samples, hostile files that are read, mutants with a sound archive."""
    for path in sorted(_SAMPLES.iterdir()):
        if path.suffix in (".xlsx", ".ods"):
            yield f"s_{path.name}", path.read_bytes()
    cheap = [f for f in hostile() if not f.heavy and (not f.codes or f.codes[0] > "VS2")]
    for number, file in enumerate(cheap if size.full else cheap[::4]):
        yield f"h_{number:03d}{file.suffix}", file.make()
    for mutant in _mutants(size, 30, 1_500):
        if mutant.whole:
            yield f"m_{mutant.name.replace(' ', '_')}.xlsx", mutant.content


@row(12, "typed cells = in data + in findings + the form's own, against an independent count: cells missing", "0")
def conservation(size: Size) -> Figure:
    missing = cells = cases = 0
    wrong: list[str] = []
    for run, batch in _batches(size.folder, _openable(size)):
        for path in batch:
            file = run.files[path.name]
            count = file["cells"]
            if not count["typed"]:
                continue  # refused: the finding speaks of the whole file
            cases += 1
            typed = stored(path.read_bytes()).typed
            cells += typed
            gap = abs(typed - count["typed"]) + abs(
                count["typed"] - count["in_data"] - count["in_findings"] - count["ignored"]
            )
            if gap and "VS215" not in _codes(file):
                missing += gap
                wrong.append(f"{path.name} {gap}")
    note = f"{cells:,} stored cells counted twice." if not wrong else "; ".join(wrong[:8])
    return Figure(str(missing), cases, not missing, note.replace(",", " ") if not wrong else note)


@row(13, "unique tokens planted anywhere in a workbook, each found in the data or in a finding", "all")
def tokens(size: Size) -> Figure:
    """Entry cells, labels, codes, headings, beneath merges, hidden lines and sheets, beside the form, notes, boxes."""
    units = launching.units(size.pick(2, 70))
    inbox, out = size.folder / "in", size.folder / "out"
    inbox.mkdir()
    plants = {}
    for number, unit in enumerate(units):
        content, plants[unit] = planted(unit, number)
        launching.receive(inbox, f"{unit}.xlsx", content)
    run = validated(inbox)
    code, _, err = launching.finished(
        ["consolidate", inbox, "-o", out, "--period", "6t", "--report-date", "09/06/2011"]
    )
    assert code in DOCUMENTED, err
    data = "".join(p.read_text(encoding="utf-8") for p in out.glob("so-lieu_*.json"))
    quoted = by_sheet = count = 0
    lost: Counter[str] = Counter()
    for unit, plant in plants.items():
        file = run.files[f"{unit}.xlsx"]
        told = json.dumps(file["findings"], ensure_ascii=False) + data
        sheets = {f["sheet"]: f for f in file["findings"] if f["code"] == "VS207"}
        read = Outcome.of((inbox / f"{unit}.xlsx").read_bytes())
        contacts = read.words | {str(seen.value) for seen in read.quoted.values()}
        for token, (place, sheet, on_sheet) in plant.items():
            count += 1
            if token in (contacts if place == CONTACT else told):
                quoted += 1
            elif sheet in sheets and f"có {on_sheet} ô" in sheets[sheet]["message"]:
                by_sheet += 1
            else:
                lost[place] += 1
    note = f"{by_sheet} of them stand on sheets of the unit's own, for which one finding gives the number of cells."
    if lost:
        note += " Lost: " + ", ".join(f"{n} {place}" for place, n in sorted(lost.items()))
    return Figure(f"{quoted + by_sheet} of {count}", count, not lost, note)
