"""Rows of the scorecard on what is written: whole sets, the same bytes, every text, nothing that acts."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.support.forms.name_vectors import VECTORS, valid_on_windows
from tests.support.hostile.faults import faulty_runs
from tests.support.hostile.naughty_reports import Rendered, rendered
from tests.support.judges.measured import Figure, Size
from tests.support.judges.submitted_texts import searched
from tests.support.programs import launching
from tests.tools.scorecard import row
from vstbcpn_cli.runtime.atomic_outputs import prepare, unfinished
from vstbcpn_cli.runtime.file_names import folded, safe_name, safe_names
from vstbcpn_cli.usecases.edited_documents import ORIGINALS

_DAYS = ("09/06/2011", "10/06/2011")
"""Two sets that differ are two printed dates of the same report."""


class _Season:
    """An inbox, an output folder with an old set in it, and the digests of both sets the runs can leave there."""

    def __init__(self, folder: Path, count: int) -> None:
        self.inbox = launching.inbox(folder / "2-nhan-ve", launching.units(count))
        self.inputs = launching.digests(self.inbox)
        self.output = folder / "3-ket-qua"
        self.took = 0.0
        self.sets: list[dict[str, str]] = []
        for day in _DAYS:
            began = time.monotonic()
            code, _, err = launching.finished(self.command(day))
            assert code == 10, err
            self.took = time.monotonic() - began
            self.sets.append(launching.digests(self.output))
        self.next = 0

    def command(self, day: str) -> list[object]:
        return ["consolidate", self.inbox, "-o", self.output, "--report-date", day, "--jobs", 1]

    def next_command(self) -> list[object]:
        """A run that would replace the set that lies there."""
        return self.command(_DAYS[self.next])


def _the_set(found: dict[str, str]) -> dict[str, str]:
    """Without the originals, which are laid by before the set and count by their digests."""
    return {name: digest for name, digest in found.items() if not name.startswith(f"{ORIGINALS.as_posix()}/")}


@row(8, "kill at random moments of consolidate: half-written output / changed input / mixed generations", "0 / 0 / 0")
def killed(size: Size) -> Figure:
    """A third of the kills fall anywhere in the run, the others while the set is being exchanged: by the clock, and
    before a call to the system drawn by lot."""
    subject, rng, times = _Season(size.folder, 2), size.random(), size.pick(3, 200)
    torn = changed = mixed = interrupted = 0
    for n in range(times):
        last_step = launching.DYING.format(rng.randint(13, 60)) if n % 3 == 2 else ""
        process = launching.started(subject.next_command(), last_step)
        if n % 3 == 0:
            time.sleep(rng.uniform(0, subject.took * 1.1))
        elif n % 3 == 1:
            while not unfinished(subject.output) and process.poll() is None:
                pass
            time.sleep(rng.uniform(0, 0.003))
        else:
            process.wait(timeout=60)
        process.kill()
        process.communicate()
        found = launching.digests(subject.output)
        torn += any(v not in (s.get(k.removesuffix(".tmp")) for s in subject.sets) for k, v in found.items())
        found = _the_set(found)
        changed += launching.digests(subject.inbox) != subject.inputs
        interrupted += unfinished(subject.output)
        sets = [*map(_the_set, subject.sets)]
        whole = found in sets and launching.sealed(subject.output)
        parts_of_one = any(found.items() <= s.items() for s in sets) and "manifest.json" not in found
        mixed += not (whole or (parts_of_one and unfinished(subject.output)))
        prepare(subject.output, launching.NAMES)
        now = _the_set(launching.digests(subject.output))
        mixed += now not in sets
        subject.next = 1 - sets.index(now) if now in sets else subject.next
    note = f"{interrupted} kills fell between the first and the last move; the next run put the old set back."
    return Figure(f"{torn} / {changed} / {mixed}", times, torn + changed + mixed == 0, note)


_LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))
"""


@row(9, "disk full at many sizes: old outputs intact, documented exit code", "100 %")
def full_disk(size: Size) -> Figure:
    subject = _Season(size.folder, 2)
    largest = max(p.stat().st_size for p in subject.output.iterdir())
    times, good, refused = size.pick(2, 20), 0, 0
    for n in range(times):
        limit = int(largest * 1.05 * (n / (times - 1)) ** 3)
        code, _, err = launching.finished(subject.next_command(), _LIMITED.format(limit))
        found = launching.digests(subject.output)
        left = [p for p in subject.output.iterdir() if p.name.startswith(".")]
        if code == 4:
            refused += 1
            good += found == subject.sets[1 - subject.next] and "đầy" in err and "Traceback" not in err and not left
        elif code == 10:
            good += found == subject.sets[subject.next] and not left
            subject.next = 1 - subject.next
    return Figure(f"{100 * good // times} %", times, good == times, f"{refused} of them ended with code 4.")


@row(10, "OSError at the n-th open, write, fsync, move or removal: broken outputs", "0")
def failing_calls(size: Size) -> Figure:
    return faulty_runs(size)


_OTHER_WORLD = """
import datetime, time
import pandas  # compiled against the true class: it crashes where it meets the other one first
_shift = {0}
_time, _local, _gm = time.time, time.localtime, time.gmtime
time.time = lambda: _time() + _shift
time.localtime = lambda s=None: _local(time.time() if s is None else s)
time.gmtime = lambda s=None: _gm(time.time() if s is None else s)
class _Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls): return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
    @classmethod
    def today(cls): return cls.now()
datetime.datetime = _Moved
"""
_WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "77", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    {"PYTHONHASHSEED": "4242", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "POSIX", "PYTHONUTF8": "1"},
)


@row(11, "runs in another folder, order, hash seed, clock, time zone, locale, number of processes", "byte-identical")
def repeated(size: Size) -> Figure:
    rng, units = size.random(), launching.units(size.pick(3, 16))
    seen = set()
    worlds = _WORLDS[: size.pick(2, 3)]
    for n, world in enumerate(worlds):
        rng.shuffle(units)
        base = size.folder / "/".join("sâu hơn" for _ in range(n)) / f"thế giới {n}"
        code_folder = base / "khac"
        inbox = launching.inbox(base / "2-nhan-ve", units)
        code_folder.mkdir()
        # Worker processes are started anew, so the clock is moved where every interpreter begins.
        (code_folder / "sitecustomize.py").write_text(_OTHER_WORLD.format(n * 86_400 * 1_000), encoding="utf-8")
        env = {**world, "PYTHONPATH": f"{code_folder}:{launching.ROOT}"}
        arguments = ["consolidate", inbox, "-o", base / "ra", "--jobs", n + 1, "--report-date", "09/06/2011"]
        code, _, err = launching.finished(arguments, env=env, cwd=base)
        assert code == 10, err
        seen.add(tuple(sorted(launching.digests(base / "ra").items())))
        shutil.rmtree(base / "2-nhan-ve")
    met = len(seen) == 1
    return Figure("byte-identical" if met else f"{len(seen)} different sets", len(worlds), met)


@row(14, "submitted texts found again in docx, xlsx, csv, json read back", "100 %")
def texts_found(size: Size) -> Figure:
    found, wanted, lost = searched(size)
    share = 100 * found / wanted
    shown = "100 %" if found == wanted else f"{share:.3f} %"
    note = "A text counts once for every output it belongs to; see tests/support/judges/submitted_texts.py."
    return Figure(shown, wanted, found == wanted, note if not lost else f"lost: {lost[:3]}")


@row(15, "naughty texts in every text field × every output: exceptions / texts changed", "0 / 0")
def naughty_texts(size: Size) -> Figure:
    found: Rendered = rendered(size.full)
    return Figure(f"{found.exceptions} / {found.changed}", found.cases, not found.exceptions + found.changed, found.why)


@row(16, "formulas, fields, links and tags in outputs that come from text", "0")
def acting_texts(size: Size) -> Figure:
    found: Rendered = rendered(size.full)
    return Figure(str(found.active), found.scanned, not found.active, found.which)


@row(17, "file-name vectors valid on Windows, without collisions", "60/60")
def names(size: Size) -> Figure:
    made = [safe_name(code, title, ".xlsx") for code, title in VECTORS]
    good = sum(map(valid_on_windows, made))
    together = safe_names(dict(VECTORS), ".xlsx")
    alone = len({folded(n) for n in together.values()}) == len(VECTORS) and all(
        map(valid_on_windows, together.values())
    )
    return Figure(f"{good}/{len(made)}", len(made), good == len(made) == 60 and alone, "" if alone else "collisions")
