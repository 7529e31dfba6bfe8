"""A season is read once: what was kept of an earlier run never changes what is said, and saves reading."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import Raw

from tests.support.forms import returned as at
from tests.support.forms.returned import spot, typed
from tests.support.programs import launching
from tests.support.programs.command_line import SPOILED, Program, receive
from tests.support.seasons.decided_repairs import decide
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.model.submission import Observation
from vstbcpn_cli.runtime.kept_results import SETTINGS, KeptResults
from vstbcpn_cli.usecases.intake import reader_process
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.season.season_names import REPAIRS

UNITS = ("so-y-te", "hoi-khuyen-hoc", "so-noi-vu")
SAME = "Không có gì thay đổi từ lần kiểm tra"
CODES = ("T6.05", "T6.B1", "so-y-te", "don-vi", "NV6!D12", "T1.06")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """The folder of a season with three returns; the program stands in it."""
    (tmp_path / SETTINGS).write_text('bo_bieu_mau = "2011"\nky = "6t"\n', encoding="utf-8")
    (tmp_path / "2-nhan-ve").mkdir()
    for unit in UNITS:
        receive(tmp_path / "2-nhan-ve", f"{unit}.xlsx", at.filled(unit))
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []
    asked = reader_process._asked

    def seen(found: Found, *, recalculates: bool = True) -> bytes:
        if recalculates:
            names.append(found.path.name)
        return asked(found, recalculates=recalculates)

    monkeypatch.setattr(reader_process, "_asked", seen)
    return names


def kept(season: Path) -> Path:
    folder = KeptResults(season).folder
    assert folder is not None
    return folder


def entries(season: Path, kind: str) -> list[Path]:
    return sorted(kept(season).glob(f"{kind}-*"))


def without(season: Path, said: Callable[[], object]) -> object:
    """What is said where nothing is kept of the same season."""
    aside = kept(season).with_suffix(".aside")
    kept(season).rename(aside)
    try:
        return said()
    finally:
        shutil.rmtree(kept(season), ignore_errors=True)
        aside.rename(kept(season))


# ------------------------------------------------------------------------------------------------------- what is read
def test_a_second_run_reads_nothing_and_says_so(vstbcpn: Program, season: Path, read: list[str]) -> None:
    first = vstbcpn("validate")
    assert sorted(read) == sorted(f"{u}.xlsx" for u in UNITS)
    assert SAME not in first[2]
    read.clear()
    second = vstbcpn("validate")
    assert read == []
    assert second[:2] == first[:2]
    assert SAME in second[2]
    assert SAME not in vstbcpn("validate", "--quiet")[2]
    for code in CODES:
        assert vstbcpn("trace", code)[0] == ExitCode.OK
    assert vstbcpn("consolidate", "-o", "3-ket-qua")[0] in (ExitCode.OK, ExitCode.WARNINGS)
    assert read == []


def test_a_second_run_understands_only_the_answers_it_tells_of(
    vstbcpn: Program, season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the one of which the office has to decide, and whom to ask of each unit; a form has hundreds."""
    from vstbcpn_cli.usecases.intake import kept_form

    doubtful = typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): "12 cán bộ"})
    receive(season / "2-nhan-ve", "so-y-te.xlsx", doubtful)
    first = vstbcpn("validate")
    understood: list[str] = []
    built = kept_form._built

    def seen(kind: type, raw: Raw) -> object:
        made = built(kind, raw)
        understood.append(str(made.key) if isinstance(made, Observation) else made.code)
        return made

    monkeypatch.setattr(kept_form, "_built", seen)
    assert vstbcpn("validate")[:2] == first[:2]
    assert Counter(understood) == {"T6.05": 1, **dict.fromkeys(load_edition("2011").contacts, len(UNITS))}


def test_a_changed_file_is_read_alone(vstbcpn: Program, season: Path, read: list[str]) -> None:
    vstbcpn("validate")
    read.clear()
    receive(season / "2-nhan-ve", "so-y-te.xlsx", typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): 6}))
    code, out, err = vstbcpn("validate")
    assert read == ["so-y-te.xlsx"]
    assert "Chỉ đọc 1 tệp mới hoặc đã thay đổi; 2 tệp còn lại vẫn như lần đọc trước." in err
    assert without(season, lambda: vstbcpn("validate")[:2]) == (code, out)
    assert len(entries(season, "tep")) == len(UNITS)  # the one of the old content has made room


def test_only_the_files_of_which_something_was_decided_are_read_again(
    vstbcpn: Program, season: Path, read: list[str]
) -> None:
    doubtful = typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): "12 cán bộ"})
    receive(season / "2-nhan-ve", "so-y-te.xlsx", doubtful)
    vstbcpn("validate")
    assert (season / REPAIRS).is_file()
    for decided, again in (({}, []), ({"nguoi_quyet_dinh": "Hoa"}, []), ({"chap_nhan": "Có"}, ["so-y-te.xlsx"])):
        decide(season / REPAIRS, "T6.05", **decided)
        read.clear()
        code, out, _ = vstbcpn("validate")
        assert read == again
        assert without(season, lambda: vstbcpn("validate")[:2]) == (code, out)
        read.clear()
        assert vstbcpn("validate")[:2] == (code, out)
        assert read == []


def test_the_lists_that_were_written_are_known_to_the_next_run(
    vstbcpn: Program, season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vstbcpn_cli.usecases import file_process

    doubtful = typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): "12 cán bộ"})
    receive(season / "2-nhan-ve", "so-y-te.xlsx", doubtful)
    first = vstbcpn("validate")
    monkeypatch.setattr(file_process, "lines_of", lambda path: pytest.fail(str(path)))
    assert vstbcpn("validate")[:2] == first[:2]


def test_what_was_read_of_a_file_that_is_gone_is_dropped(vstbcpn: Program, season: Path) -> None:
    vstbcpn("validate")
    assert len(entries(season, "tep")) == len(UNITS)
    (season / "2-nhan-ve" / "so-y-te.xlsx").unlink()
    vstbcpn("validate")
    assert len(entries(season, "tep")) == len(UNITS) - 1


def test_outside_a_season_nothing_is_kept(vstbcpn: Program, season: Path, read: list[str]) -> None:
    (season / SETTINGS).unlink()
    for _ in range(2):
        vstbcpn("validate")
    assert len(read) == 2 * len(UNITS)
    assert not kept(season).exists()


def test_lists_kept_in_excel_are_read_once(
    vstbcpn: Program, season: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    from openpyxl import Workbook

    from vstbcpn_cli.usecases import file_process

    book = Workbook()
    assert book.active is not None
    for row in (["tep", "ngay_nhan"], ["so-y-te.xlsx", "09/06/2011"]):
        book.active.append(row)
    book.save(season / "so-theo-doi.xlsx")
    vstbcpn("validate")  # which books two files in the log
    first = vstbcpn("validate")
    read.clear()
    monkeypatch.setattr(file_process, "lines_of", lambda path: pytest.fail(str(path)))
    assert vstbcpn("validate")[:2] == first[:2]
    assert read == []


def test_nothing_of_a_person_is_left_in_the_season(vstbcpn: Program, season: Path) -> None:
    """A season is copied, sent and filed: whom to ask stands in the returned files and nowhere else in it."""
    named = dict.fromkeys((spot("so-y-te", code) for code in load_edition("2011").contacts), "Hoàng Thị Vô Danh")
    asked = typed(at.filled("so-y-te"), {**named, spot("so-y-te", "T6.05"): "12 cán bộ"})
    receive(season / "2-nhan-ve", "so-y-te.xlsx", asked)
    former = season / ".vstbcpn"
    for stays in (True, False):  # what an earlier version had kept there, with and without something of the office
        former.mkdir(exist_ok=True)
        for name, content in (("CACHEDIR.TAG", b"Signature"), ("tep-1", b"vstbcpn kept 1\n"), ("dang-ghi-1", b"")):
            (former / name).write_bytes(content + "Hoàng Thị Vô Danh".encode())
        (former / "ghi-nho.txt").write_text("của Sở")
        if not stays:
            (former / "ghi-nho.txt").unlink()
        receive(season / "2-nhan-ve", f"{stays}.xlsx", at.filled("so-tu-phap"))
        assert "Hoàng Thị Vô Danh" in vstbcpn("status")[1]
        assert [p.name for p in former.glob("*")] == ["ghi-nho.txt"] * stays
    assert not former.exists()
    vstbcpn("validate")
    vstbcpn("consolidate", "-o", "3-ket-qua")
    own = [p for p in season.rglob("*") if p.is_file() and p.parent.name != "2-nhan-ve"]
    assert len(own) > 9
    for path in own:
        package = zipfile.ZipFile(path) if zipfile.is_zipfile(path) else None
        parts = [path.read_bytes()] if package is None else [package.read(name) for name in package.namelist()]
        assert not [path for part in parts if "Vô Danh".encode() in part], path


# -------------------------------------------------------------------------------------------------- nothing goes wrong
def damages(season: Path) -> Iterator[None]:
    """Each way in which what is kept may be spoiled, one after the other."""
    chance = random.Random(1)
    kinds = ("tep", "mua", "dau", "bieu")
    for kind in kinds:
        for path in entries(season, kind):
            whole = path.read_bytes()
            at_ = chance.randrange(len(whole))
            path.write_bytes(whole[:at_] + bytes([whole[at_] ^ 8]) + whole[at_ + 1 :])
        yield
    for kind in kinds:
        for path in entries(season, kind):
            path.write_bytes(path.read_bytes()[: chance.randrange(90)])
        yield
    one, other, *_ = entries(season, "tep")
    one.write_bytes(other.read_bytes())
    yield
    one.unlink()
    one.mkdir()
    yield
    shutil.rmtree(kept(season))
    kept(season).write_text("")
    yield
    kept(season).unlink()


def test_what_is_damaged_is_dropped_without_a_word(vstbcpn: Program, season: Path) -> None:
    first = vstbcpn("validate", "--format", "json")
    for _ in damages(season):
        assert vstbcpn("validate", "--format", "json")[:2] == first[:2]
        assert vstbcpn("trace", "T6.05")[0] == ExitCode.OK


def test_another_program_reads_all_anew(
    vstbcpn: Program, season: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vstbcpn("validate")
    read.clear()
    from vstbcpn_cli.usecases.intake import kept_season, kept_stamps
    from vstbcpn_cli.usecases.season import kept_values

    for module in (kept_season, kept_stamps, kept_values):
        monkeypatch.setattr(module, "program", lambda: "another")
    vstbcpn("validate")
    assert len(read) == len(UNITS)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_only_read_is_read(vstbcpn: Program, season: Path) -> None:
    season.chmod(0o500)
    try:
        assert vstbcpn("validate")[0] == ExitCode.OK
    finally:
        season.chmod(0o700)
    assert sorted(p.name for p in season.iterdir()) == ["2-nhan-ve", SETTINGS]


def test_a_fault_of_the_moment_is_not_kept(
    vstbcpn: Program, season: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    receive(season / "2-nhan-ve", "la.xlsx", at.filled("so-tu-phap"))
    with monkeypatch.context() as spoiled:
        script = SPOILED.format(fault="raise KeyError(path)")
        spoiled.setattr(reader_process, "_COMMAND", (sys.executable, "-c", script))
        assert vstbcpn("validate")[0] == ExitCode.INTERNAL
    read.clear()
    assert vstbcpn("validate")[0] == ExitCode.OK
    assert read == ["la.xlsx"]


def test_what_was_read_without_its_formulas_is_not_kept(
    vstbcpn: Program, season: Path, monkeypatch: pytest.MonkeyPatch, read: list[str]
) -> None:
    """The second try of a file on which a process has died: the next run tries all of it again."""
    receive(season / "2-nhan-ve", "la.xlsx", at.filled("so-tu-phap"))
    with monkeypatch.context() as spoiled:
        script = SPOILED.format(fault="import os; self.recalculates and os._exit(1)")
        spoiled.setattr(reader_process, "_COMMAND", (sys.executable, "-c", script))
        vstbcpn("validate")
    read.clear()
    vstbcpn("validate")
    assert read == ["la.xlsx"]


def test_a_file_that_changes_while_it_is_read_leaves_nothing_false(
    vstbcpn: Program, season: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = season / "2-nhan-ve"
    changed = typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): 6})
    asked = reader_process._asked

    def changing(found: Found, *, recalculates: bool = True) -> bytes:
        if found.path.name == "so-y-te.xlsx":
            receive(inbox, "so-y-te.xlsx", changed)  # after its digest was taken, before its process opens it
        return asked(found, recalculates=recalculates)

    with monkeypatch.context() as busy:
        busy.setattr(reader_process, "_asked", changing)
        vstbcpn("validate", "--format", "json")
    for content in (changed, at.filled("so-y-te")):
        receive(inbox, "so-y-te.xlsx", content)
        found = vstbcpn("validate", "--format", "json")[:2]
        assert found == without(season, lambda: vstbcpn("validate", "--format", "json")[:2])


# ------------------------------------------------------------------------------------------- the same, whatever changes
Change = Callable[[Path, random.Random], None]


def _any(season: Path, chance: random.Random) -> Path:
    return chance.choice(sorted((season / "2-nhan-ve").glob("*.xlsx")))


def added(season: Path, chance: random.Random) -> None:
    unit = chance.choice((*UNITS, "so-tu-phap"))
    receive(season / "2-nhan-ve", f"{unit} ({chance.randrange(9)}).xlsx", at.filled(unit), "2011-06-09")


def removed(season: Path, chance: random.Random) -> None:
    if len(list((season / "2-nhan-ve").glob("*.xlsx"))) > 2:
        _any(season, chance).unlink()


def edited(season: Path, chance: random.Random) -> None:
    value = chance.randrange(9)
    content = typed(at.filled("so-y-te"), {spot("so-y-te", "T6.05"): value, ("NV6", 900, 1): f"ghi chú {value}"})
    receive(season / "2-nhan-ve", "so-y-te.xlsx", content, f"2011-06-{chance.randrange(1, 20):02}")


def renamed(season: Path, chance: random.Random) -> None:
    path = _any(season, chance)
    path.rename(path.with_name(f"BC {chance.randrange(99)} {path.name[-20:]}"))


def touched(season: Path, chance: random.Random) -> None:
    moment = 1_307_500_000 + 86_400 * chance.randrange(20)
    os.utime(_any(season, chance), (moment, moment))


def damaged(season: Path, chance: random.Random) -> None:
    path = _any(season, chance)
    path.with_name("hong.xlsx").write_bytes(path.read_bytes()[: chance.randrange(5000)])


def log(season: Path, chance: random.Random) -> None:
    path = _any(season, chance)
    lines = [f"{path.name},{chance.randrange(1, 28):02}/06/2011,,,,", ",08/06/2011,so-noi-vu,không phát sinh,ông An,"]
    if chance.random() < 0.5:
        lines[0] = f"{path.name},,,loại trừ,,Gửi nhầm."
    kept_lines = chance.sample(lines, chance.randrange(3))
    text = "\n".join(("tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu", *kept_lines))
    (season / "so-theo-doi.csv").write_text(text + "\n", encoding="utf-8")


def register(season: Path, chance: random.Random) -> None:
    lines = register_path("2011").read_text(encoding="utf-8-sig").splitlines()
    gone = chance.randrange(1, len(lines))
    (season / "danh-sach.csv").write_text("\n".join(lines[:gone] + lines[gone + 1 :]), encoding="utf-8")


def form(season: Path, chance: random.Random) -> None:
    path = season / "bo" / "form.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"# {chance.random()}\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    told = next(line for line in text.splitlines() if line.startswith("title = "))
    path.write_text(text.replace(told, f'title = "Bộ {chance.randrange(9)}"', 1), encoding="utf-8")


CHANGES: tuple[Change, ...] = (added, removed, edited, renamed, touched, damaged, log, register, form)


@pytest.mark.parametrize("seed", range(int(os.environ.get("VSTBCPN_SEASONS", "100")) // 50))
def test_whatever_changes_the_same_is_said_as_without_it(vstbcpn: Program, season: Path, seed: int) -> None:
    chance = random.Random(seed)
    shutil.copytree(register_path("2011").parent, season / "bo")
    earlier = {"format": "vstbcpn-so-lieu", "version": 1, "edition": "2010", "period": "6t"}
    fields = {"T1.06": {"label": "T1.06", "type": "int", "measure": ""}}
    units = [{"code": "so-y-te", "values": [{"code": "T1.06", "status": "value", "value": 7000}]}]
    (season / "so-lieu_2010-6t.json").write_text(
        json.dumps({**earlier, "fields": fields, "units": units, "totals": {}})
    )
    register(season, chance)
    options = (
        ("--previous", "so-lieu_2010-6t.json"),
        ("--units", "danh-sach.csv"),
        ("--edition", "bo"),
        ("--as-of", "2011-06-10"),
        ("--period", "6t"),
    )
    for step in range(6):
        changes = chance.sample(CHANGES, 1 if step % 2 else 2)
        for change in changes:
            change(season, chance)
        chosen = [word for option in options if chance.random() < 0.4 for word in option]
        traced = [word for word in chosen if word not in ("--as-of", "2011-06-10")]

        def said(chosen: list[str] = chosen, traced: list[str] = traced, code: str = chance.choice(CODES)) -> object:
            return vstbcpn("validate", "--format", "json", *chosen)[:2], vstbcpn("trace", code, *traced)[:2]

        made = said()
        assert said() == made, changes
        assert vstbcpn("validate", *chosen)[1] == vstbcpn("validate", *chosen)[1]
        assert without(season, said) == made, changes


# --------------------------------------------------------------------------------------------------- killed, side by side
@pytest.mark.parametrize("step", [1, 2, 3, 5, 8])
def test_a_run_that_is_killed_leaves_nothing_false(vstbcpn: Program, season: Path, step: int) -> None:
    """On whichever of its steps on the disk; what it had kept by then is of use to the next one."""
    launching.finished(["validate", "--jobs", "1"], launching.DYING.format(step), cwd=season)
    made = vstbcpn("validate", "--format", "json")[:2]
    assert vstbcpn("validate", "--format", "json")[:2] == made
    assert without(season, lambda: vstbcpn("validate", "--format", "json")[:2]) == made
    assert not list(kept(season).glob("dang-ghi-*"))


def test_two_runs_at_once_say_the_same(vstbcpn: Program, season: Path) -> None:
    runs = [launching.started(["validate", "--format", "json"], cwd=season) for _ in range(2)]
    said = {run.communicate(timeout=600)[0].decode() for run in runs}
    assert len(said) == 1
    assert said == {vstbcpn("validate", "--format", "json")[1]}
