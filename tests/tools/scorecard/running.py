"""Rows of the scorecard on whole runs of the program: how they end, and what one bad file does to the others."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from tests.support.forms import returned as at
from tests.support.forms.returned import spot, typed
from tests.support.judges.measured import Figure, Size
from tests.support.programs import launching
from tests.support.seasons.large_season import Damage, large_season
from tests.tools.scorecard import row
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.main import run


@row(18, "documented exit codes produced by the real commands", "all")
def exit_codes(size: Size) -> Figure:
    """The program's own entry point, in this process; a complete season needs every unit of its register."""
    wanted, wrong, codes = 0, [], set()
    for name, expected, arguments, spoil in _endings(size):
        with contextlib.chdir(size.folder), spoil():
            found = _left_with(arguments)
        wanted += 1
        codes.add(int(expected))
        wrong += [f"{name}: {found}"] if found != expected else []
    every = codes == {int(c) for c in ExitCode}
    good = wanted - len(wrong)
    return Figure(f"{good}/{wanted}", wanted, every and not wrong, "; ".join(wrong) or f"codes {sorted(codes)}")


def _left_with(arguments: list[object]) -> int:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            run([str(a) for a in arguments])
        except SystemExit as left:
            assert "Traceback" not in said.getvalue()
            return int(left.code or 0)
    raise AssertionError("the program did not end")


_Ending = tuple[str, ExitCode, list[object], Callable[[], contextlib.AbstractContextManager[Any]]]


def _endings(size: Size) -> Iterator[_Ending]:
    folder = size.folder
    register = _register(folder / "don-vi.csv", size.pick(3, 70))
    complete = launching.inbox(folder / "du", launching.units(size.pick(3, 70)))
    part = launching.inbox(folder / "thieu", ["so-y-te"])
    warned, wrong, useless = (
        _single(folder / n, c) for n, c in (("canh-bao", _warned()), ("loi", _wrong()), ("hong", b"x"))
    )
    (folder / "rong").mkdir()
    (folder / "chan").write_text("x")
    (folder / "truoc.json").write_text("{}")
    (folder / "sai.csv").write_text("code,name,kind,group\na,A,??,x\n")
    simple: tuple[tuple[str, ExitCode, list[object]], ...] = (
        ("units", ExitCode.OK, ["units"]),
        ("rule", ExitCode.OK, ["rule", "VS401"]),
        ("make-template", ExitCode.OK, ["make-template", "so-y-te", "-o", "trong"]),
        ("validate, clean", ExitCode.OK, ["validate", part]),
        ("trace", ExitCode.OK, ["trace", "T6.05", part]),
        ("consolidate, complete", ExitCode.OK, ["consolidate", complete, "-o", "ra", "--units", register]),
        ("no such command", ExitCode.USAGE, ["chay"]),
        ("no such rule", ExitCode.USAGE, ["rule", "VS999"]),
        ("no such unit", ExitCode.USAGE, ["make-template", "so-la-lung"]),
        ("register with a fault", ExitCode.USAGE, ["validate", part, "--units", "sai.csv"]),
        ("earlier data that are none", ExitCode.USAGE, ["consolidate", part, "-o", "ra1", "--previous", "truoc.json"]),
        ("no such figure", ExitCode.USAGE, ["trace", "T9.99", part]),
        ("validate, nothing there", ExitCode.NO_SUBMISSION, ["validate", "rong"]),
        ("consolidate, nothing there", ExitCode.NO_SUBMISSION, ["consolidate", "rong", "-o", "ra2"]),
        ("trace, nothing there", ExitCode.NO_SUBMISSION, ["trace", "T6.05", "rong"]),
        ("no such folder", ExitCode.IO, ["validate", "khong-co"]),
        ("a file where the folder should be", ExitCode.IO, ["consolidate", part, "-o", "chan"]),
        ("blanks over returned files", ExitCode.IO, ["make-template", "so-y-te", "-o", _returned(folder / "ve")]),
        ("validate, warnings", ExitCode.WARNINGS, ["validate", warned]),
        ("consolidate, units missing", ExitCode.WARNINGS, ["consolidate", part, "-o", "ra3"]),
        ("validate, errors", ExitCode.ERRORS, ["validate", wrong]),
        ("consolidate, nothing usable", ExitCode.ERRORS, ["consolidate", useless, "-o", "ra4"]),
    )
    yield from ((*one, contextlib.nullcontext) for one in simple)
    (folder / "ra3" / "datapackage.json").write_text("{}", encoding="utf-8")
    yield "verify, a changed file", ExitCode.MISMATCH, ["verify", "ra3", part], contextlib.nullcontext
    arguments: list[object] = ["consolidate", part, "-o", "ra5"]
    yield "a fault of the program", ExitCode.INTERNAL, arguments, _broken("consolidate.consolidate", RuntimeError("x"))
    yield "stopped by hand", ExitCode.INTERNAL, arguments, _broken("consolidate.consolidate", KeyboardInterrupt())
    yield (
        "disk full",
        ExitCode.IO,
        arguments,
        _broken("edited_documents.staged", OSError(28, "No space left on device")),
    )


def _broken(name: str, fault: BaseException) -> Callable[[], contextlib.AbstractContextManager[Any]]:
    return lambda: mock.patch(f"vstbcpn_cli.usecases.{name}", side_effect=fault)


def _register(path: Path, count: int) -> Path:
    units = [u for u in at.register().units if u.code in launching.units(count)]
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(("code", "name", "kind", "group", "lead_for"))
        lines.writerows((u.code, u.name, u.kind, u.group, ";".join(u.lead_for)) for u in units)
    return path


def _single(folder: Path, content: bytes) -> Path:
    folder.mkdir()
    return launching.receive(folder, "so-y-te.xlsx", content)


def _returned(folder: Path) -> Path:
    """Where the blank of a unit would be written lies what the unit has sent back."""
    (folder / "so-y-te").mkdir(parents=True)
    launching.receive(folder / "so-y-te", "2011-6T_so-y-te.xlsx", at.filled("so-y-te"))
    return folder


def _warned() -> bytes:
    return typed(at.filled("so-y-te"), {("NV6", 900, 1): "ghi chú lạc"})


def _wrong() -> bytes:
    return typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): 6, spot("so-y-te", "T6.08"): 7})


@row(19, "1,000 units, 5 % damaged: the others identical to a run without the damaged", "identical")
def damaged_neighbours(size: Size) -> Figure:
    rng, count = size.random(), size.pick(20, 1000)
    season = large_season(size.folder, count)
    damaged = rng.sample(season.codes, max(count // 20, 2))
    without = _told(size.folder, "khong", season.lay("sach", dict.fromkeys(damaged, Damage.ABSENT)))
    with_them = _told(size.folder, "co", season.lay("hong", {c: rng.choice(list(Damage)[1:]) for c in damaged}))
    others = [c for c in season.codes if c not in damaged]
    differing = [c for c in others if without["units"][c] != with_them["units"][c]]
    totals = [c for c, t in without["totals"].items() if t != with_them["totals"][c]]
    sent = sum(1 for c in others if with_them["units"][c]["status"] != "missing")
    met = not differing and not totals and sent == len(others)
    shown = "identical" if met else f"{len(differing)} units, {len(totals)} totals differ, {sent} sent"
    return Figure(shown, count, met, f"{len(damaged)} damaged in {len(Damage) - 1} ways")


def _told(folder: Path, name: str, inbox: Path) -> dict[str, Any]:
    """The data of a consolidation, its units by code."""
    arguments = ["consolidate", inbox, "-o", folder / name, "--units", folder / "don-vi.csv", "--quiet"]
    code = _left_with(arguments)
    assert code == ExitCode.WARNINGS, code
    whole: dict[str, Any] = json.loads((folder / name / "so-lieu_2011-6t.json").read_text(encoding="utf-8"))
    return {**whole, "units": {u["code"]: u for u in whole["units"]}}
