"""Outputs appear as a whole or not at all, and every refusal says why."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.programs.killed_runs import SET, contents, killed_after, lay
from tests.support.programs.links import needs_links
from vstbcpn_cli.runtime import (
    atomic_outputs,
    deterministic_zip,
    file_print,
    file_replacement,
    folder_lock,
    recovery_notices,
)
from vstbcpn_cli.runtime import run_registry as runs
from vstbcpn_cli.runtime.atomic_outputs import (
    OutputError,
    making,
    mend,
    mend_below,
    prepare,
    same,
    scratch,
    sha256,
    staged,
    unfinished,
)
from vstbcpn_cli.runtime.deterministic_zip import as_written, package_bytes, repack
from vstbcpn_cli.runtime.folder_lock import exclusive
from vstbcpn_cli.runtime.recovery_notices import Kept
from vstbcpn_cli.runtime.resources import templates_folder

NAMES = ("bao-cao.docx", "manifest.json")


def write(stage: Path, text: str = "mới") -> None:
    for name in NAMES:
        (stage / name).write_text(text, encoding="utf-8")


def write_file(path: Path, content: bytes) -> None:
    """A set of one."""
    with staged(path.parent, [path.name]) as stage:
        (stage / path.name).write_bytes(content)


def fault(number: int, windows: int | None = None) -> OSError:
    made = OSError(number, os.strerror(number))
    if windows is not None:
        made.winerror = windows  # type: ignore[attr-defined]  # only Windows has it
    return made


def test_a_set_is_published_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "ket-qua" / "sau"
    with staged(folder, NAMES) as stage:
        write(stage)
        assert contents(folder) == {}, "nothing is seen before the end"
    assert contents(folder) == dict.fromkeys(NAMES, "mới")
    assert [p.name for p in folder.iterdir() if p.is_dir()] == []


@pytest.mark.parametrize("failure", [ValueError("a renderer failed"), fault(errno.ENOSPC), KeyboardInterrupt()])
def test_folders_made_for_a_set_that_fails_are_gone_again(tmp_path: Path, failure: BaseException) -> None:
    (tmp_path / "2011-6t").mkdir()

    def broken() -> None:
        with staged(tmp_path / "2011-6t" / "3-ket-qua" / "sau", NAMES):
            raise failure

    with pytest.raises((OutputError, type(failure))):
        broken()
    assert [p.name for p in tmp_path.rglob("*")] == ["2011-6t"]


def test_a_folder_that_somebody_has_used_since_stays(tmp_path: Path) -> None:
    def broken() -> None:
        with making(tmp_path / "ket-qua" / "sau"):
            (tmp_path / "ket-qua" / "cua-toi.txt").touch()
            raise ValueError("it failed")

    with pytest.raises(ValueError, match="failed"):
        broken()
    assert [p.name for p in (tmp_path / "ket-qua").iterdir()] == ["cua-toi.txt"]


def test_a_fault_in_the_middle_leaves_the_old_set(tmp_path: Path) -> None:
    write(tmp_path, "cũ")

    def broken() -> None:
        with staged(tmp_path, NAMES) as stage:
            (stage / NAMES[0]).write_text("mới", encoding="utf-8")
            raise ValueError("a renderer failed")

    with pytest.raises(ValueError, match="renderer"):
        broken()
    assert contents(tmp_path) == dict.fromkeys(NAMES, "cũ")
    assert list(tmp_path.glob(".staging-*")) == []


def test_a_file_that_was_not_written_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    write(tmp_path, "cũ")

    def incomplete() -> None:
        with staged(tmp_path, NAMES) as stage:
            (stage / NAMES[0]).write_text("mới", encoding="utf-8")

    with pytest.raises(OutputError):
        incomplete()
    assert contents(tmp_path) == dict.fromkeys(NAMES, "cũ")


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path, "của đơn vị")
    with pytest.raises(OutputError) as refused, staged(tmp_path, NAMES, [tmp_path / NAMES[0]]):
        pytest.fail("the long work must not begin")
    assert (refused.value.reason, refused.value.path) == ("is-input", tmp_path / NAMES[0])
    assert contents(tmp_path)[NAMES[0]] == "của đơn vị"


def test_an_input_elsewhere_does_not_hinder(tmp_path: Path) -> None:
    other = tmp_path / "nhan-ve.xlsx"
    other.write_text("x")
    write(tmp_path, "cũ")
    with staged(tmp_path, NAMES, [other, tmp_path / "da-xoa.xlsx"]) as stage:
        write(stage)
    assert contents(tmp_path)[NAMES[1]] == "mới"


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).mkdir()
    with pytest.raises(OutputError) as refused, staged(tmp_path, NAMES):
        pytest.fail("the long work must not begin")
    assert refused.value.reason == "no-file"


@needs_links
@pytest.mark.parametrize("target", ["mat", "ra"], ids=["broken", "circular"])
def test_a_link_that_leads_nowhere_is_found_before_the_long_work(target: str, tmp_path: Path) -> None:
    (tmp_path / "ra").symlink_to(tmp_path / target)
    with pytest.raises(OutputError) as refused:
        prepare(tmp_path / "ra" / "bao-cao", NAMES)
    assert (refused.value.path, refused.value.reason) == (tmp_path / "ra", "bad-link")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "ra").write_text("x")
    with pytest.raises(OutputError) as refused, staged(tmp_path / "ra", NAMES):
        pytest.fail("there is no folder to write into")
    assert (refused.value.path, refused.value.reason) == (tmp_path / "ra", "no-folder")


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (fault(errno.ENOSPC), "full"),
        (fault(errno.EDQUOT), "full"),
        (fault(errno.EFBIG), "full"),
        (fault(errno.EACCES), "denied"),
        (fault(errno.EACCES, windows=32), "held"),
        (fault(errno.EACCES, windows=5), "held"),
        (fault(errno.EACCES, windows=33), "held"),
        (fault(errno.EACCES, windows=2), "denied"),
        (fault(errno.EROFS), "denied"),
        (fault(errno.ENOTDIR), "no-folder"),
        (fault(errno.EISDIR), "no-file"),
        (fault(errno.EMFILE), "many-open"),
        (fault(errno.ELOOP), "bad-link"),
        (fault(errno.ENAMETOOLONG), "too-long"),
        (fault(errno.ENOENT, windows=206), "too-long"),
        (fault(errno.EIO), "disk"),
    ],
)
def test_why_a_target_cannot_be_written(
    raised: OSError, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, target: Path) -> None:
        raised.filename = str(target)
        raise raised

    monkeypatch.setattr("vstbcpn_cli.runtime.atomic_outputs.move", refuse)
    with pytest.raises(OutputError) as refused:
        write_file(tmp_path / "a.xlsx", b"x")
    assert (refused.value.reason, refused.value.path) == (reason, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_word_holds_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if len(pauses) < 3:
            refused = PermissionError(13, "held")
            refused.winerror = 32  # type: ignore[attr-defined]  # only Windows has it
            raise refused
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    write_file(tmp_path / "a.xlsx", b"x")
    assert (tmp_path / "a.xlsx").read_bytes() == b"x"
    assert pauses == [0.05, 0.1, 0.2]


@pytest.mark.parametrize(("windows", "tries"), [(32, 7), (None, 1)])
def test_a_target_that_stays_held_is_given_up(
    windows: int | None, tries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Path] = []
    monkeypatch.setattr("time.sleep", lambda _: None)

    def held(self: Path, target: Path) -> Path:
        calls.append(target)
        refused = PermissionError(13, "held", str(target))
        if windows is not None:
            refused.winerror = windows  # type: ignore[attr-defined]  # only Windows has it
        raise refused

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError) as refused:
        write_file(tmp_path / "a.xlsx", b"x")
    assert refused.value.reason == ("held" if windows else "denied")
    assert len(calls) == tries


def test_write_file_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"cu")
    write_file(target, b"moi")
    assert target.read_bytes() == b"moi"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert sha256(target) == hashlib.sha256(b"moi").hexdigest()


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("moves", range(6))
def test_after_a_kill_the_old_set_comes_back(
    moves: int, old: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if old:
        lay(tmp_path, "cũ")
    elif moves > 2:
        return
    killed_after(moves, tmp_path, monkeypatch)
    found = contents(tmp_path)
    assert unfinished(tmp_path)
    assert len(set(found.values())) <= 1, "never files of two runs side by side"
    assert SET[-1] not in found or found == dict.fromkeys(SET, "cũ")
    prepare(tmp_path, SET)
    assert contents(tmp_path) == (dict.fromkeys(SET, "cũ") if old else {})
    assert not unfinished(tmp_path)
    assert list(tmp_path.glob(".staging-*")) == []


@pytest.mark.parametrize("mended", [mend, lambda place: mend_below(place.parent.parent)])
def test_who_only_reads_finds_the_old_set_too(
    mended: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "mau-bao-cao" / "report"
    place.mkdir(parents=True)
    lay(place, "cũ")
    killed_after(4, place, monkeypatch)
    mended(place)
    assert contents(place) == dict.fromkeys(SET, "cũ")
    assert not unfinished(place)
    assert len(list(place.iterdir())) == len(SET)


def test_where_nothing_was_killed_who_reads_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    monkeypatch.setattr(os, "walk", pytest.fail)
    mend_below(tmp_path)
    mend_below(tmp_path / "khong-co")


def test_a_kill_after_the_last_move_leaves_the_new_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    unlink = Path.unlink

    def stopped(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".journal":
            raise SystemExit
        unlink(self, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", stopped)
        with pytest.raises(SystemExit):
            lay(tmp_path, "mới")
    assert unfinished(tmp_path)
    prepare(tmp_path, SET)
    assert contents(tmp_path) == dict.fromkeys(SET, "mới")
    assert len(list(tmp_path.iterdir())) == len(SET)


def test_word_takes_hold_in_the_middle_and_the_old_set_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    replace, tries = Path.replace, []
    monkeypatch.setattr("time.sleep", lambda _: None)

    def held(self: Path, target: Path) -> Path:
        if self.name == SET[0] and self.parent == tmp_path and self != target:
            tries.append(self)
            raise held_open(self)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError) as refused:
        lay(tmp_path, "mới")
    assert (refused.value.reason, refused.value.path) == ("held", tmp_path / SET[0])
    assert len(tries) == 7
    assert contents(tmp_path) == dict.fromkeys(SET, "cũ")
    assert list(tmp_path.glob(".staging-*")) == []


def held_open(path: Path) -> PermissionError:
    made = PermissionError(13, "held", str(path))
    made.winerror = 32  # type: ignore[attr-defined]  # only Windows has it
    return made


def test_a_target_word_holds_is_found_before_the_long_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    monkeypatch.setattr("time.sleep", lambda _: None)

    def held(self: Path, _: Path) -> Path:
        raise held_open(self)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError) as refused:
        prepare(tmp_path, SET)
    assert refused.value.reason == "held"


def test_a_folder_that_may_not_be_made_is_held_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows gives the same number where a right is missing and where a program holds a file."""

    def refused_by_windows(self: Path, *_: object, **__: object) -> None:
        fault = PermissionError(13, "denied", str(self))
        fault.winerror = 5  # type: ignore[attr-defined]  # only Windows has it
        raise fault

    monkeypatch.setattr(Path, "mkdir", refused_by_windows)
    with pytest.raises(OutputError) as refused, making(tmp_path / "2026-6t"):
        pass
    assert (refused.value.reason, refused.value.path) == ("denied", tmp_path / "2026-6t")


def test_a_folder_that_goes_away_keeps_its_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    move, moved = file_replacement.move, []

    def lost(source: Path, target: Path) -> None:
        if source != target:
            moved.append(source)
        if len(moved) > 4:
            raise fault(errno.EIO)
        move(source, target)

    with monkeypatch.context() as patched:
        patched.setattr("vstbcpn_cli.runtime.atomic_outputs.move", lost)
        with pytest.raises(OutputError):
            lay(tmp_path, "mới")
    assert unfinished(tmp_path)
    prepare(tmp_path, SET)
    assert contents(tmp_path) == dict.fromkeys(SET, "cũ")


def test_a_journal_that_cannot_be_kept_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    sync = runs.sync

    def full(path: Path) -> None:
        if path.suffix == ".journal":
            raise fault(errno.ENOSPC)
        sync(path)

    monkeypatch.setattr(runs, "sync", full)
    with pytest.raises(OutputError) as refused:
        lay(tmp_path, "mới")
    assert (refused.value.reason, refused.value.path.suffix) == ("full", ".journal")
    assert not unfinished(tmp_path)
    assert contents(tmp_path) == dict.fromkeys(SET, "cũ")
    assert list(tmp_path.glob(".staging-*")) == []


# --------------------------------------------------------------------------------------------------- targets and runs
@pytest.mark.parametrize("link", [pytest.param(os.symlink, marks=needs_links), os.link], ids=["symbolic", "hard"])
def test_an_input_behind_a_link_is_never_overwritten(link: Callable[[Path, Path], None], tmp_path: Path) -> None:
    source = tmp_path / "nhan-ve.xlsx"
    source.write_text("của đơn vị", encoding="utf-8")
    (tmp_path / "ra").mkdir()
    link(source, tmp_path / "ra" / "a.xlsx")
    with pytest.raises(OutputError) as refused:
        prepare(tmp_path / "ra", ["a.xlsx"], [source])
    assert refused.value.reason == "is-input"
    assert source.read_text(encoding="utf-8") == "của đơn vị"


def test_a_path_too_long_for_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic_outputs, "_LONGEST_PATH", 20)
    with pytest.raises(OutputError) as refused:
        prepare(tmp_path, ["a.xlsx"])
    assert refused.value.reason == "too-long"


def test_a_drive_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only Windows has paths of which not even the root is there."""
    monkeypatch.setattr("vstbcpn_cli.runtime.output_folder.os.path.lexists", lambda _: False)
    with pytest.raises(OutputError) as refused:
        prepare(tmp_path / "ra", ["a.xlsx"])
    assert (refused.value.path, refused.value.reason) == (tmp_path / "ra", "gone")


def test_a_folder_that_is_closed_to_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "closed")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(OutputError) as refused:
        prepare(tmp_path / "ra" / "sau", ["a.xlsx"])
    assert (refused.value.reason, refused.value.path) == ("denied", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_test_of_a_folder_leaves_nothing_in_it(tmp_path: Path) -> None:
    prepare(tmp_path / "ra", ["a.xlsx"])
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_a_file_elsewhere_is_not_one_of_writing_here(tmp_path: Path) -> None:
    def reading() -> None:
        with staged(tmp_path / "ra", NAMES):
            (tmp_path / "khong-co.j2").read_text(encoding="utf-8")

    with pytest.raises(FileNotFoundError, match="khong-co"):
        reading()
    assert not (tmp_path / "ra").exists()


def test_a_file_of_the_set_is_told_by_its_own_name(tmp_path: Path) -> None:
    def writing() -> None:
        with staged(tmp_path, NAMES) as stage:
            raise OSError(errno.ENOSPC, "No space left on device", str(stage / NAMES[0]))

    with pytest.raises(OutputError) as refused:
        writing()
    assert (refused.value.reason, refused.value.path) == ("full", tmp_path / NAMES[0])


def test_two_runs_never_exchange_a_set_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "cũ")
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0.1)
    with exclusive(tmp_path), pytest.raises(OutputError) as refused:
        lay(tmp_path, "mới")
    assert (refused.value.reason, refused.value.path) == ("busy", tmp_path)
    assert contents(tmp_path) == dict.fromkeys(SET, "cũ")
    lay(tmp_path, "mới")
    assert contents(tmp_path) == dict.fromkeys(SET, "mới")


def test_two_runs_that_write_at_once_leave_the_set_of_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as runs:
        for n in range(5):
            list(runs.map(lambda text: lay(tmp_path, text), [f"{n}-{k}" for k in range(8)]))
            assert len(set(contents(tmp_path).values())) == 1
    assert not unfinished(tmp_path)


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_: object) -> None:
        raise fault(errno.ENOLCK)

    monkeypatch.setattr("filelock.FileLock._acquire", unsupported)
    lay(tmp_path, "mới")
    assert contents(tmp_path) == dict.fromkeys(SET, "mới")


def test_windows_has_no_call_for_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr("os.name", "nt")
    monkeypatch.setattr("os.open", lambda *a: calls.append(a))
    runs.sync_folder(tmp_path)
    assert calls == []


# ---------------------------------------------------------------------------------------- the order on the disk
_OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is put on the disk and what is moved where, in order; names are those of files and of their folders."""
    if os.name == "nt" or not _OPEN_FILES.exists():
        pytest.skip("no list of open files on this system, as Windows has none: which file is synced cannot be told")
    order: list[str] = []
    sync, move = os.fsync, os.replace

    def synced(handle: int) -> None:
        name = (_OPEN_FILES / str(handle)).readlink().name
        order.append(f"sync {'journal' if name.endswith('.journal') else name}")
        sync(handle)

    def moved(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        if source != target:  # a file moved onto itself only shows whether another program holds it
            order.append(f"{Path(target).name} → {Path(target).parent.name}")
        move(source, target)

    monkeypatch.setattr("os.fsync", synced)
    monkeypatch.setattr("os.replace", moved)
    return order


def test_every_step_is_on_the_disk_before_the_next_one_begins(tmp_path: Path, steps: list[str]) -> None:
    """Whenever the power fails: the files are whole before one moves, the seal leaves first and comes last."""
    lay(tmp_path, "cũ")
    steps.clear()
    lay(tmp_path, "mới")
    folder, prepared = tmp_path.name, [*(f"sync {name}" for name in SET), "sync journal", "sync runs"]
    out, inside = [f"{name} → old" for name in reversed(SET)], [f"{name} → {folder}" for name in SET]
    assert steps == [*prepared, *out, f"sync {folder}", *inside, f"sync {folder}"]


def test_an_exchange_that_fails_is_undone_and_on_the_disk(
    tmp_path: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, "cũ")
    steps.clear()
    move, folder = os.replace, tmp_path.name

    def held(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        if Path(source).parent.name == "new" and Path(target).name == SET[-1]:
            raise OSError(errno.EIO, "lost")
        move(source, target)

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(OutputError):
        lay(tmp_path, "mới")
    back = [*(f"{name} → new" for name in reversed(SET[:-1])), *(f"{name} → {folder}" for name in SET)]
    assert steps[-len(back) - 1 :] == [*back, f"sync {folder}"]
    assert {p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"cũ"}


def test_a_single_file_is_on_the_disk_before_it_takes_the_old_ones_place(tmp_path: Path, steps: list[str]) -> None:
    write_file(tmp_path / "a.xlsx", b"x")
    folder = tmp_path.name
    assert steps == [
        *("sync a.xlsx", "sync journal", "sync runs"),
        f"sync {folder}",
        f"a.xlsx → {folder}",
        f"sync {folder}",
    ]


# ------------------------------------------------------------------------------------------------ archives
@pytest.mark.parametrize(
    ("content", "ours"),
    [
        (package_bytes({"[Content_Types].xml": b"0", "a.xml": b"1"}), True),
        (package_bytes({"a.xml": b"1"}) + b"x", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_a_package_nobody_has_saved_since(content: bytes, ours: bool, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert as_written(tmp_path / "a.xlsx") is ours


def test_a_package_saved_by_another_program_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("a.xml", b"1")
    assert not as_written(path)
    path.write_bytes(package_bytes({"a.xml": b"1"}))
    monkeypatch.setattr(deterministic_zip, "_LARGEST", 0)
    assert not as_written(path)


# ---------------------------------------------------------------------------------------------------- zip packages
def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    one = {"b.xml": b"2", "[Content_Types].xml": b"0", "a.xml": b"1"}
    other = dict(reversed(one.items()))
    assert package_bytes(one) == package_bytes(other)
    path = tmp_path / "a.docx"
    path.write_bytes(package_bytes(one))
    repack(path)
    assert path.read_bytes() == package_bytes(one)
    assert path.read_bytes().index(b"[Content_Types].xml") < path.read_bytes().index(b"a.xml")


def test_the_clock_leaves_no_trace() -> None:
    core = b'<x><dcterms:created xsi:type="a">%s</dcterms:created><dcterms:modified>%s</dcterms:modified></x>'
    one = package_bytes({"docProps/core.xml": core % (b"2011-06-10T08:00:00Z", b"2011-06-11T08:00:00Z")})
    other = package_bytes({"docProps/core.xml": core % (b"2026-01-01T00:00:00Z", b"2026-01-02T00:00:00Z")})
    assert one == other


def test_templates_lie_in_the_package_or_beside_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (templates_folder("2011") / "report").is_dir()
    package = tmp_path / "vstbcpn_cli"
    (package / "runtime").mkdir(parents=True)
    monkeypatch.setattr("vstbcpn_cli.runtime.resources.__file__", str(package / "runtime" / "resources.py"))
    assert templates_folder("2011") == tmp_path / "templates" / "2011"
    (package / "templates").mkdir()
    assert templates_folder("2011") == package / "templates" / "2011"


# ------------------------------------------------------------------------------------- what somebody else has edited
@pytest.fixture
def notices() -> Iterator[Callable[[], tuple[object, ...]]]:
    recovery_notices.take()
    yield recovery_notices.take
    recovery_notices.take()


def publish(folder: Path, text: str, known: dict[str, str] | None = None) -> None:
    with staged(folder, NAMES, known=None if known is None else lambda _: known) as stage:
        write(stage, text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_is_as_the_program_wrote_it_is_replaced(tmp_path: Path, notices: Callable[[], tuple[object, ...]]) -> None:
    publish(tmp_path, "cũ")
    publish(tmp_path, "mới", dict.fromkeys(NAMES, digest("cũ")))
    assert contents(tmp_path) == dict.fromkeys(NAMES, "mới")
    assert notices() == ()


def test_what_somebody_has_edited_is_kept_beside_and_told(
    tmp_path: Path, notices: Callable[[], tuple[object, ...]]
) -> None:
    edited, seal = NAMES
    kept = [f"bao-cao (bản đã sửa{n}).docx" for n in ("", " 2", " 3")]
    for n, name in enumerate(kept):
        publish(tmp_path, "mới", {} if n == 0 else None)
        (tmp_path / edited).write_text(f"sửa {n}", encoding="utf-8")
        publish(tmp_path, "sau", {edited: digest("mới"), seal: digest("mới")})
        assert notices() == (Kept(tmp_path / edited, tmp_path / name),)
    expected = {name: f"sửa {n}" for n, name in enumerate(kept)}
    assert contents(tmp_path) == {**dict.fromkeys(NAMES, "sau"), **expected}


def test_without_a_word_of_what_is_known_everything_is_replaced(
    tmp_path: Path, notices: Callable[[], tuple[object, ...]]
) -> None:
    publish(tmp_path, "mới", {})
    (tmp_path / NAMES[0]).write_text("sửa", encoding="utf-8")
    publish(tmp_path, "sau")
    assert contents(tmp_path) == dict.fromkeys(NAMES, "sau")
    assert notices() == ()


def test_what_was_edited_is_put_back_when_the_exchange_fails(
    tmp_path: Path, notices: Callable[[], tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, "cũ")
    move, moves = file_replacement.move, []

    def full(source: Path, target: Path) -> None:
        if source != target:
            moves.append(target)
            if len(moves) == 4:
                raise fault(errno.ENOSPC)
        move(source, target)

    monkeypatch.setattr(atomic_outputs, "move", full)
    with pytest.raises(OutputError) as told:
        publish(tmp_path, "mới", {})
    assert told.value.reason == "full"
    assert contents(tmp_path) == dict.fromkeys(NAMES, "cũ")
    assert notices() == ()
    assert not unfinished(tmp_path)


def test_a_kill_behind_the_last_move_still_tells_what_was_kept(
    tmp_path: Path, notices: Callable[[], tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, "cũ")
    with monkeypatch.context() as patched:
        patched.setattr(runs.WriterRun, "drop_journal", lambda _: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            publish(tmp_path, "mới", {NAMES[1]: digest("cũ")})
    assert notices() == ()
    prepare(tmp_path, NAMES)
    kept = "bao-cao (bản đã sửa).docx"
    assert notices() == (Kept(tmp_path / NAMES[0], tmp_path / kept),)
    assert contents(tmp_path) == {**dict.fromkeys(NAMES, "mới"), kept: "cũ"}


def test_a_content_is_known_by_its_digest_a_larger_one_by_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    assert same(path, "") is False
    path.write_bytes(b"12345")
    assert same(path, sha256(path)) is True
    assert same(path, digest("other")) is False
    assert same(path, "") is False
    monkeypatch.setattr(file_print, "LARGEST", 5)
    assert same(path, sha256(path)) is True
    monkeypatch.setattr(file_print, "LARGEST", 4)
    assert same(path, sha256(path)) is False
    assert same(path, "size:5") is True
    assert same(tmp_path, digest("")) is False


def test_a_path_as_long_as_allowed_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = len(str(tmp_path / NAMES[1]))
    monkeypatch.setattr(atomic_outputs, "_LONGEST_PATH", longest)
    prepare(tmp_path, NAMES)
    monkeypatch.setattr(atomic_outputs, "_LONGEST_PATH", longest - 1)
    with pytest.raises(OutputError) as told:
        prepare(tmp_path, NAMES)
    assert (told.value.path, told.value.reason) == (tmp_path / NAMES[1], "too-long")


def test_preparing_makes_no_folder(tmp_path: Path) -> None:
    prepare(tmp_path / "ket-qua" / "sau", NAMES)
    assert list(tmp_path.iterdir()) == []


def test_what_is_needed_until_a_set_is_written_is_gone_with_it(tmp_path: Path) -> None:
    with scratch(tmp_path / "ket-qua") as aside:
        (aside / "ban-sao.xlsx").write_text("liên hệ", encoding="utf-8")
        assert aside.parent == tmp_path / "ket-qua"
        assert not unfinished(tmp_path / "ket-qua")
    assert list((tmp_path / "ket-qua").iterdir()) == []
