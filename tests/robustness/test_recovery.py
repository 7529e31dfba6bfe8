"""After a kill the program clears up what its own runs left, and touches nothing that was brought into a folder."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.programs.killed_runs import SET, contents, killed_after, lay
from vstbcpn_cli.runtime import recovery_notices
from vstbcpn_cli.runtime.atomic_outputs import prepare, scratch, staged, unfinished
from vstbcpn_cli.runtime.recovery_notices import Kept, Strange, Stuck

ROOT = Path(__file__).parents[2]
ENTRY = "abcdefgh"
"""A mark as the program makes them."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and kills as Unix has them")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own place, empty, with nothing to be told yet."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    recovery_notices.take()
    yield folder / "vstbcpn" / "runs"
    recovery_notices.take()


def everything(folder: Path) -> dict[str, str]:
    """All there is below a folder: links by where they lead, files by their content or, when large, their size."""

    def told(path: Path) -> str:
        if path.is_symlink():
            return f"-> {path.readlink()}"
        if not path.is_file():
            return "folder" if path.is_dir() else "other"
        size = path.stat().st_size
        return str(size) if size > 10**6 else path.read_bytes().decode("latin-1")

    return {p.relative_to(folder).as_posix(): told(p) for p in sorted(folder.rglob("*"))}


def season(folder: Path) -> Path:
    for name in ("2-nhan-ve/so-y-te.xlsx", "3-ket-qua/bao-cao.docx", "tong-quan.html"):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("của cơ quan", encoding="utf-8")
    return folder


# --------------------------------------------------------------------------------------- what an archive can bring
NAMES = [
    "2-nhan-ve\n3-ket-qua\na",
    "../ngoai.txt\na",
    "/etc/passwd\na",
    "con\nnul\na",
    "a\0b\na",
    ".\n..\n\na",
    "tong-quan.html\na",
    '[{"name": "tong-quan.html", "new": "", "old": "", "kept": ""}]',
]


@pytest.mark.parametrize("mark", ["a", ENTRY, "", "..", "lock"])
@pytest.mark.parametrize("journal", NAMES)
def test_a_journal_that_was_brought_along_moves_and_removes_nothing(mark: str, journal: str, tmp_path: Path) -> None:
    folder = season(tmp_path / "mua")
    (tmp_path / "ngoai.txt").write_text("ngoài", encoding="utf-8")
    stage = folder / f".staging-{mark}"
    for part in ("new", "old"):
        (stage / part).mkdir(parents=True)
        (stage / part / "a").write_text("x", encoding="utf-8")
    (stage / "new" / "tong-quan.html").write_text("lạ", encoding="utf-8")
    for name in ("journal", f"{ENTRY}.journal"):
        (stage / name).write_text(journal, encoding="utf-8")
    os.utime(stage, (time.time() - 10**6,) * 2)
    before = everything(tmp_path)
    assert not unfinished(folder)
    prepare(folder, ["tong-quan.html"])
    assert everything(tmp_path) == before
    assert recovery_notices.take() == (Strange(folder, f".staging-{mark}", 1),)
    with staged(folder, ["tong-quan.html"]) as new:
        (new / "tong-quan.html").write_text("mới", encoding="utf-8")
    assert everything(tmp_path) == {**before, "mua/tong-quan.html": "m\u00e1\u00bb\u009bi"}


def link(stage: Path) -> None:
    stage.symlink_to(stage.parent / "2-nhan-ve", target_is_directory=True)


def link_inside(stage: Path) -> None:
    stage.mkdir()
    (stage / "old").symlink_to(stage.parent / "2-nhan-ve", target_is_directory=True)
    (stage / "new").symlink_to(stage.parent / "3-ket-qua", target_is_directory=True)
    (stage / "journal").write_text("so-y-te.xlsx\nbao-cao.docx", encoding="utf-8")


def circle(stage: Path) -> None:
    stage.symlink_to(stage)


def pipe(stage: Path) -> None:
    stage.mkdir()
    os.mkfifo(stage / "journal")


def only_a_pipe(stage: Path) -> None:
    os.mkfifo(stage)


def sparse(stage: Path) -> None:
    stage.mkdir()
    with (stage / "journal").open("wb") as stream:
        stream.truncate(10 * 2**30)


def file(stage: Path) -> None:
    stage.write_text("của ai đó", encoding="utf-8")


@pytest.mark.parametrize("brought", [link, link_inside, circle, pipe, only_a_pipe, sparse, file])
@pytest.mark.parametrize("mark", ["a", ENTRY, "1234-a.xlsx"])
def test_what_bears_the_name_of_a_staging_folder_stays(
    mark: str, brought: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = season(tmp_path)
    brought(folder / f".staging-{mark}")
    os.utime(folder / f".staging-{mark}", (0, 0), follow_symlinks=False)
    before = everything(folder)
    prepare(folder, SET)
    lay(folder, "mới")
    assert everything(folder) == {**before, **dict.fromkeys(SET, "m\u00e1\u00bb\u009bi")}
    assert recovery_notices.take() == (Strange(folder, f".staging-{mark}", 1),)


def test_thousands_of_them_are_told_in_one_sentence(tmp_path: Path) -> None:
    for n in range(3000):
        (tmp_path / f".staging-{n:04}" / "old").mkdir(parents=True)
    prepare(tmp_path, SET)
    assert recovery_notices.take() == (Strange(tmp_path, ".staging-0000", 3000),)


def test_a_file_that_is_named_like_a_staging_folder_is_no_news(tmp_path: Path) -> None:
    (tmp_path / ".staging-lock").touch()
    prepare(tmp_path, SET)
    assert recovery_notices.take() == ()


def test_a_place_of_the_user_is_never_looked_for_where_he_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archive can bring a folder of that name along."""
    monkeypatch.chdir(season(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    brought = tmp_path / "state" / "vstbcpn" / "runs"
    brought.mkdir(parents=True)
    (brought / ENTRY).write_text(str(tmp_path), encoding="utf-8")
    (tmp_path / f".staging-{ENTRY}").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "nha"))
    prepare(tmp_path, SET)
    assert (tmp_path / f".staging-{ENTRY}").is_dir()


# ------------------------------------------------------------------------------------- what a killed run left there
def left(folder: Path) -> Path:
    (stage,) = folder.glob(".staging-*")
    return stage


def apart(folder: Path, monkeypatch: pytest.MonkeyPatch, moves: int = 4) -> Path:
    """A set taken apart in the middle of an exchange: nothing old in the folder, one file new."""
    lay(folder, "cũ")
    killed_after(moves, folder, monkeypatch)
    return left(folder)


def stuck(folder: Path, stage: Path, before: dict[str, str]) -> None:
    """Nothing was moved, it is told once as what it is and later as a thing of nobody's."""
    prepare(folder, SET)
    assert everything(folder) == before
    assert recovery_notices.take() == (Stuck(folder, stage.name),)
    prepare(folder, SET)
    assert recovery_notices.take() == (Strange(folder, stage.name, 1),)
    lay(folder, "sau")
    prepare(folder, SET)
    assert {n: v for n, v in everything(folder).items() if n.startswith(".")} == {
        n: v for n, v in before.items() if n.startswith(".")
    }


def test_a_staging_folder_that_was_changed_since_brings_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an archive of the whole season could bring it back, with a mark that is really ours."""
    stage = apart(tmp_path, monkeypatch)
    (stage / "old" / SET[0]).write_text("của kẻ khác", encoding="utf-8")
    stuck(tmp_path, stage, everything(tmp_path))


@pytest.mark.parametrize("part", ["new", "old"])
def test_nothing_is_brought_back_through_a_link(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ra"
    stage = apart(folder, monkeypatch)
    (stage / part).rename(tmp_path / part)
    (stage / part).symlink_to(tmp_path / part, target_is_directory=True)
    stuck(folder, stage, everything(folder))
    assert len(list((tmp_path / part).iterdir())) == {"new": 2, "old": 3}[part]


def test_a_staging_folder_that_became_a_link_is_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ra"
    stage = apart(folder, monkeypatch)
    stage.rename(tmp_path / "that")
    stage.symlink_to(tmp_path / "that", target_is_directory=True)
    before = everything(tmp_path)
    prepare(folder, SET)
    assert everything(tmp_path) == before
    assert recovery_notices.take() == (Strange(folder, stage.name, 1),)


def test_a_file_saved_there_since_is_not_moved_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Word had the old report open while the run was killed, and saved it again."""
    stage = apart(tmp_path, monkeypatch, moves=3)
    (tmp_path / SET[0]).write_text("sửa trong Word", encoding="utf-8")
    stuck(tmp_path, stage, everything(tmp_path))


def test_what_another_user_wrote_since_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two machines on one share: the second cannot prove what the first left, writes its own set, even the same."""
    stage = apart(tmp_path, monkeypatch)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("other")))
        before = everything(stage)
        lay(tmp_path, "mới")
        assert recovery_notices.take() == (Strange(tmp_path, stage.name, 1),)
        assert everything(stage) == before
    assert contents(tmp_path) == dict.fromkeys(SET, "mới")
    stuck(tmp_path, stage, everything(tmp_path))


def test_what_is_left_in_a_folder_where_nobody_writes_again_is_cleared_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """A run killed with copies of returns in its hands, and one in the middle of an exchange, which is not undone
    before somebody writes there."""
    code = f"""
import os, signal, sys
from pathlib import Path
from vstbcpn_cli.runtime.atomic_outputs import scratch
with scratch(Path({str(tmp_path / "mot")!r})) as aside:
    (aside / "lien-he.xlsx").write_text("09xxxxxxxx")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert left(tmp_path / "mot").is_dir()
    stage = apart(tmp_path / "hai", monkeypatch)
    prepare(tmp_path / "ba", SET)
    assert list((tmp_path / "mot").iterdir()) == []
    assert stage.is_dir()
    assert len(list(home.iterdir())) == 2
    prepare(tmp_path / "hai", SET)
    assert list(home.iterdir()) == []


def test_a_season_that_was_moved_is_mended_where_it_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apart(tmp_path / "2011-6t", monkeypatch)
    moved = (tmp_path / "2011-6t").rename(tmp_path / "2011 (6 thang)")
    assert unfinished(moved)
    lay(tmp_path / "khac", "khác")
    prepare(moved, SET)
    assert contents(moved) == dict.fromkeys(SET, "cũ")
    assert not list(moved.glob(".staging-*"))


@pytest.mark.parametrize("content", ["", "[{", "null", "5", '[{"name": 1}]', '["a"]'])
def test_a_journal_cut_off_by_a_loss_of_power(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Before the first move it has changed nothing; after it, it would not be cut off."""
    lay(tmp_path, "cũ")
    killed_after(0, tmp_path, monkeypatch)
    (journal,) = home.glob("*.journal")
    journal.write_text(content, encoding="utf-8")
    prepare(tmp_path, SET)
    assert everything(tmp_path) == dict.fromkeys(SET, "c\u00c5\u00a9")
    assert recovery_notices.take() == ()
    assert list(home.iterdir()) == []


def test_a_journal_that_is_spoilt_later_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    stage = apart(tmp_path, monkeypatch)
    (journal,) = home.glob("*.journal")
    journal.write_text("{", encoding="utf-8")
    stuck(tmp_path, stage, everything(tmp_path))


# ------------------------------------------------------------------------------------------ where nothing is remembered
@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file in the place of the folder: nothing can be made below it, also by who may write everywhere."""
    nowhere = tmp_path_factory.mktemp("nowhere") / "tep"
    nowhere.touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(nowhere))


def test_without_a_home_a_set_is_written_and_replaced(homeless: None, tmp_path: Path) -> None:
    lay(tmp_path, "cũ")
    lay(tmp_path, "mới")
    assert everything(tmp_path) == dict.fromkeys(SET, "m\u00e1\u00bb\u009bi")


def test_without_a_home_a_failure_is_undone_and_a_kill_loses_nothing(
    homeless: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = apart(tmp_path, monkeypatch)
    assert set(contents(stage / "old").values()) == {"cũ"}
    before = everything(tmp_path)
    prepare(tmp_path, SET)
    assert everything(tmp_path) == before
    assert recovery_notices.take() == (Strange(tmp_path, stage.name, 1),)


def test_the_place_of_the_user_is_closed_to_others(tmp_path: Path, home: Path) -> None:
    with staged(tmp_path, SET) as new:
        assert left(tmp_path).stat().st_mode & 0o77 == 0
        assert home.stat().st_mode & 0o77 == 0
        for name in SET:
            (new / name).touch()
    assert list(home.iterdir()) == []


# ----------------------------------------------------------------------------------------------- the living and the dead
def test_a_run_at_work_keeps_its_folder(tmp_path: Path) -> None:
    with scratch(tmp_path) as aside:
        (aside / "ban-sao.xlsx").write_text("liên hệ", encoding="utf-8")
        os.utime(aside, (0, 0))
        lay(tmp_path, "mới")
        assert (aside / "ban-sao.xlsx").exists()
    assert everything(tmp_path) == dict.fromkeys(SET, "m\u00e1\u00bb\u009bi")
    assert recovery_notices.take() == ()


def test_without_locks_a_run_counts_as_dead_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(37, "no locks")

    stage = apart(tmp_path, monkeypatch)
    monkeypatch.setattr("fcntl.flock", unsupported)
    prepare(tmp_path, SET)
    assert stage.is_dir()
    for remembered in home.iterdir():
        os.utime(remembered, (time.time() - 7200,) * 2)
    prepare(tmp_path, SET)
    assert contents(tmp_path) == dict.fromkeys(SET, "cũ")
    assert not stage.exists()


# --------------------------------------------------------------------------------------------------------- real kills
_LAYING = """
import sys
from pathlib import Path
from vstbcpn_cli.runtime.atomic_outputs import scratch, staged
folder, names = Path(sys.argv[1]), sys.argv[2:]
print("begun", flush=True)
for n in range(10**6):
    with scratch(folder) as aside:
        (aside / "lien-he.xlsx").write_text("09xxxxxxxx")
        with staged(folder, names, known=lambda f: {}) as stage:
            for name in names:
                (stage / name).write_text(str(n))
"""


def test_after_many_kills_nothing_is_left_behind(tmp_path: Path, home: Path) -> None:
    """Killed for good at any moment; the set is whole, what was there before is kept, nobody finds a hidden folder."""
    rng = random.Random(60)
    folder = tmp_path / "ra"
    for _ in range(25):
        process = subprocess.Popen(
            [sys.executable, "-c", _LAYING, str(folder), *SET],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        prepare(folder, SET)
        assert not list(folder.glob(".staging-*"))
        assert list(home.iterdir()) == []
        assert len({(folder / n).read_text() for n in SET if (folder / n).exists()}) <= 1
        assert len([n for n in SET if (folder / n).exists()]) in (0, len(SET))
    assert not [n for n in recovery_notices.take() if not isinstance(n, Kept)]
