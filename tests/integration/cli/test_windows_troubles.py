"""What an office's Windows does to a season: files held open, names it keeps for itself, drives and shares, a console
that is closed. The calls are those of Windows: `bash tests/tools/windows.sh` runs them, elsewhere they are skipped."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.programs.held_files import held
from tests.support.programs.launching import DYING, digests, finished, sealed
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.runtime import atomic_outputs, file_replacement

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="calls of Windows, which tests/tools/windows.sh has")
REPORT = "bao-cao_2011-6t.docx"


@pytest.fixture(scope="module")
def first_results() -> dict[str, bytes]:
    """The files of the set that the first test makes which needs it."""
    return {}


@pytest.fixture
def results(inbox: Path, vstbcpn: Program, first_results: dict[str, bytes]) -> Path:
    """A set of results of the inbox, to which another return has come since."""
    folder = inbox.parent / "3-ket-qua"
    if not first_results:
        assert vstbcpn("consolidate", inbox, "-o", folder)[0] == ExitCode.WARNINGS
        first_results.update(
            (p.relative_to(folder).as_posix(), p.read_bytes()) for p in folder.rglob("*") if p.is_file()
        )
    for name, content in first_results.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    receive(inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu"))
    return folder


def consolidated(vstbcpn: Program, inbox: Path, *options: object) -> tuple[int, str]:
    code, _, err = vstbcpn("consolidate", inbox, *(options or ("-o", "3-ket-qua")))
    return code, err


# ------------------------------------------------------------------------------------------------ held by another program
def test_a_report_open_in_word_is_told_before_the_long_work(inbox: Path, results: Path, vstbcpn: Program) -> None:
    before = digests(results)
    with held(results / REPORT):
        code, err = consolidated(vstbcpn, inbox)
    assert code == ExitCode.IO
    assert f"“3-ket-qua/{REPORT}”. Tệp đang mở trong phần mềm khác. Đề nghị đóng tệp trong Word hoặc Excel" in err
    assert digests(results) == before
    assert consolidated(vstbcpn, inbox)[0] == ExitCode.WARNINGS
    assert digests(results) != before
    assert sealed(results)


def test_a_report_opened_while_the_set_is_exchanged(
    inbox: Path, results: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digests(results)
    move = file_replacement.move
    holds: list[AbstractContextManager[None]] = []

    def opened_meanwhile(source: Path, target: Path) -> None:
        """Word opens the report when the first file has gone aside."""
        if not holds and source.name == REPORT and target.parent.name == "old":
            holds.append(held(source))
            holds[0].__enter__()
        move(source, target)

    monkeypatch.setattr(atomic_outputs, "move", opened_meanwhile)
    monkeypatch.setattr(file_replacement, "_RETRIES", (0.01, 0.01))
    code, err = consolidated(vstbcpn, inbox)
    holds[0].__exit__(None, None, None)
    assert code == ExitCode.IO
    assert "Tệp đang mở trong phần mềm khác" in err
    assert digests(results) == before
    assert sealed(results)


@pytest.mark.full
def test_a_scanner_that_holds_a_file_for_a_moment_hinders_nothing(
    inbox: Path, results: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = held(results / REPORT)
    looking.__enter__()
    pauses: list[float] = []

    def paused(seconds: float) -> None:
        if not pauses:
            looking.__exit__(None, None, None)
        pauses.append(seconds)

    monkeypatch.setattr(file_replacement, "time", SimpleNamespace(sleep=paused))
    assert consolidated(vstbcpn, inbox)[0] == ExitCode.WARNINGS
    assert pauses == [0.05]


def test_a_log_open_in_excel_is_written_when_it_is_closed(tmp_path: Path, vstbcpn: Program) -> None:
    assert vstbcpn("init", ".", "--edition", "2011", "--period", "6t")[0] == ExitCode.OK
    arrived = receive(tmp_path, "tai-ve.xlsx", at.filled("so-y-te"))
    code, _, err = vstbcpn("receive", arrived, "--date", "7/6/2011")
    assert code == ExitCode.OK, err
    (tmp_path / "2-nhan-ve" / "tai-ve.xlsx").unlink()
    log = tmp_path / "so-theo-doi.xlsx"
    before = log.read_bytes()
    other = receive(tmp_path, "khac.xlsx", at.filled("so-noi-vu"))
    with held(log):
        code, _, err = vstbcpn("receive", other, "--date", "7/6/2011")
    assert code == ExitCode.OK
    assert "Sổ theo dõi đang mở ở phần mềm khác hoặc chỉ cho đọc (so-theo-doi.xlsx) nên chưa ghi vào sổ" in err
    assert log.read_bytes() == before
    assert (tmp_path / "so-theo-doi.cho-ghi.json").is_file()
    assert vstbcpn("validate", "2-nhan-ve")[0] == ExitCode.OK
    assert log.read_bytes() != before
    assert not (tmp_path / "so-theo-doi.cho-ghi.json").exists()


def test_a_return_that_nobody_else_may_read_is_told(inbox: Path, vstbcpn: Program) -> None:
    other = receive(inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu"))
    with held(other, share=0):
        code, out, _ = vstbcpn("validate", inbox)
    assert code == ExitCode.IO
    assert "LỖI VS116 Không mở được tệp trên máy đang dùng: tệp đang mở trong phần mềm khác" in out
    assert vstbcpn("validate", inbox)[0] == ExitCode.OK


def test_a_return_open_in_excel_is_read(inbox: Path, vstbcpn: Program) -> None:
    with held(inbox / "so-y-te.xlsx"):
        assert vstbcpn("validate", inbox)[0] in (ExitCode.OK, ExitCode.ERRORS)


# ------------------------------------------------------------------------------------------------------------ closed to us
def opens_for_writing(path: Path) -> bool:
    try:
        with path.open("rb+"):
            return True
    except PermissionError:
        return False


def test_a_file_marked_read_only_is_not_replaced(inbox: Path, results: Path, vstbcpn: Program) -> None:
    before = digests(results)
    (results / REPORT).chmod(stat.S_IREAD)
    if opens_for_writing(results / REPORT):
        pytest.skip("to root Wine opens a file that is marked read-only; Windows does to nobody")
    code, err = consolidated(vstbcpn, inbox)
    assert code == ExitCode.IO
    assert f"“3-ket-qua/{REPORT}”. Chưa có quyền ghi vào đây. Đề nghị chọn thư mục khác hoặc bỏ chế độ chỉ đọc." in err
    assert digests(results) == before
    (results / REPORT).chmod(stat.S_IREAD | stat.S_IWRITE)
    assert consolidated(vstbcpn, inbox)[0] == ExitCode.WARNINGS


def test_a_folder_marked_read_only_takes_files_as_windows_lets_it(inbox: Path, results: Path, vstbcpn: Program) -> None:
    """There the mark is only one of the Explorer's."""
    results.chmod(stat.S_IREAD)
    try:
        assert consolidated(vstbcpn, inbox)[0] == ExitCode.WARNINGS
    finally:
        results.chmod(stat.S_IREAD | stat.S_IWRITE)


# ------------------------------------------------------------------------------------------------------ names and long paths
@pytest.mark.parametrize("name", ["CON", "aux", r"kỳ\NUL", "ra.", "ra ", "ra:b"])
def test_a_folder_with_a_name_that_windows_keeps(name: str, inbox: Path, vstbcpn: Program) -> None:
    before = digests(inbox.parent)
    code, err = consolidated(vstbcpn, inbox, "-o", name)
    assert code == ExitCode.IO
    assert "Windows không dùng được tên này. Đề nghị đặt tên khác" in err
    assert digests(inbox.parent) == before


@pytest.mark.parametrize("name", ["NUL.xlsx", "CON.html", "tong:quan.html"])
def test_a_page_with_a_name_that_windows_keeps(name: str, inbox: Path, vstbcpn: Program) -> None:
    before = digests(inbox.parent)
    code, _, err = vstbcpn("status", inbox, "--report", name)
    assert code == ExitCode.IO
    assert "Windows không dùng được tên này." in err
    assert digests(inbox.parent) == before


@pytest.mark.parametrize("name", ["CON", "NUL", "aux.xlsx"])
def test_a_device_is_no_return(name: str, inbox: Path, vstbcpn: Program) -> None:
    code, out, err = vstbcpn("validate", name)
    assert code in (ExitCode.NO_SUBMISSION, ExitCode.IO, ExitCode.ERRORS)
    assert out + err


def test_a_unit_called_as_a_device_has_a_file(inbox: Path, vstbcpn: Program) -> None:
    units = inbox.parent / "don-vi.csv"
    units.write_text("code,name,kind,group\ncon,Ban CON,SN,so-nganh\nnul,Ban NUL. ,SN,so-nganh\n", encoding="utf-8")
    code, out, err = vstbcpn("make-template", "--units", units, "-o", "1-gui-don-vi")
    assert code == ExitCode.OK, out + err
    made = sorted(p.name for p in (inbox.parent / "1-gui-don-vi").rglob("*_*.xlsx"))
    assert len(made) == 2, made


def deep(folder: Path, length: int) -> Path:
    """A path of so many characters below a folder."""
    while len(str(folder)) + 51 < length:
        folder /= "thư mục có tên dài của một kỳ báo cáo nào đó"
    return folder / ("d" * (length - len(str(folder)) - 1))


def test_a_target_too_deep_for_word_is_told_before_the_long_work(inbox: Path, vstbcpn: Program) -> None:
    before = digests(inbox.parent)
    code, err = consolidated(vstbcpn, inbox, "-o", deep(inbox.parent, 250))
    assert code == ExitCode.IO
    assert "Đường dẫn quá dài. Đề nghị chọn thư mục có đường dẫn ngắn hơn" in err
    assert digests(inbox.parent) == before


@pytest.fixture
def far_down(inbox: Path) -> Iterator[Path]:
    """A folder in the inbox whose path is longer than most programs open; only this prefix reaches it."""
    folder = Path(f"\\\\?\\{deep(inbox, 280)}")
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(f"\\\\?\\{inbox}")


def test_a_return_too_deep_for_windows_is_read_or_told(far_down: Path, inbox: Path, vstbcpn: Program) -> None:
    """Which of the two depends on a setting of the machine; it is never passed over in silence."""
    (far_down / "so-noi-vu.xlsx").write_bytes(at.filled("so-noi-vu"))
    _, out, err = vstbcpn("validate", inbox)
    assert "Sở Nội vụ" in out or "quá dài" in out + err, err


def test_a_drive_that_is_not_there(inbox: Path, vstbcpn: Program) -> None:
    code, err = consolidated(vstbcpn, inbox, "-o", "b:\\ra")
    assert code == ExitCode.IO
    assert "Thư mục không còn ở đó. Đề nghị kiểm tra ổ đĩa" in err
    for path in ("b:\\", "b:\\2-nhan-ve", "b:"):
        code, _, err = vstbcpn("validate", path)
        assert code == ExitCode.IO
        assert "Không tìm thấy “" in err


# ---------------------------------------------------------------------------------------------------------- drives and shares
@pytest.mark.full
def test_a_path_from_where_one_stands_on_the_drive(inbox: Path, vstbcpn: Program) -> None:
    drive = inbox.drive
    assert len(drive) == 2
    assert consolidated(vstbcpn, Path(f"{drive}{inbox.name}"), "-o", f"{drive}ra")[0] == ExitCode.WARNINGS
    assert sealed(inbox.parent / "ra")


def test_a_path_from_the_root_of_the_drive(inbox: Path, vstbcpn: Program) -> None:
    rooted = str(inbox.parent / "ra").removeprefix(inbox.drive)
    assert rooted.startswith("\\")
    assert consolidated(vstbcpn, inbox, "-o", rooted)[0] == ExitCode.WARNINGS
    assert sealed(inbox.parent / "ra")


@pytest.fixture
def other_drive(tmp_path: Path) -> Iterator[Path]:
    """A folder of another drive than that of the temporary folder: where the tests lie, or any that can be written."""
    roots = [Path(Path(__file__).anchor), *(Path(f"{letter}:\\") for letter in "DEFGZ")]
    for base in (base for root in roots for base in (root / "tmp", root)):
        if base.drive.upper() != tmp_path.drive.upper() and base.is_dir():
            with tempfile.TemporaryDirectory(dir=base, ignore_cleanup_errors=True) as made:
                yield Path(made)
            return
    pytest.skip("this machine has one drive only")


@pytest.mark.full
def test_results_on_another_drive(inbox: Path, vstbcpn: Program, other_drive: Path) -> None:
    assert consolidated(vstbcpn, inbox, "-o", other_drive / "ra")[0] == ExitCode.WARNINGS
    assert sealed(other_drive / "ra")
    assert vstbcpn("verify", other_drive / "ra", inbox)[0] == ExitCode.OK


@pytest.mark.full
def test_a_season_on_another_drive(inbox: Path, vstbcpn: Program, other_drive: Path) -> None:
    assert vstbcpn("init", other_drive / "2011-6t", "--period", "6t")[0] == ExitCode.OK
    os.chdir(other_drive / "2011-6t")
    assert vstbcpn("receive", inbox / "so-y-te.xlsx", "--date", "7/6/2011")[0] == ExitCode.OK
    assert vstbcpn("consolidate")[0] == ExitCode.WARNINGS
    assert sealed(other_drive / "2011-6t" / "3-ket-qua")
    os.chdir(inbox.parent)


@pytest.mark.parametrize(
    "way",
    [
        pytest.param("\\\\localhost\\{letter}$\\{rest}", id="share"),
        pytest.param("\\\\?\\{letter}:\\{rest}", id="device", marks=pytest.mark.full),
    ],
)
def test_a_season_on_a_share(way: str, inbox: Path, vstbcpn: Program) -> None:
    letter, rest = inbox.drive[0].lower(), str(inbox.parent)[3:]
    there = Path(way.format(letter=letter, rest=rest))
    if not there.is_dir():
        pytest.skip("the drive is not shared, as administrators and tests/tools/windows.sh have it")
    assert consolidated(vstbcpn, there / inbox.name, "-o", there / "ra")[0] == ExitCode.WARNINGS
    assert sealed(inbox.parent / "ra")
    os.chdir(there)
    assert vstbcpn("validate", inbox.name)[0] == ExitCode.OK
    os.chdir(inbox.parent)


# -------------------------------------------------------------------------------------------------------- a closed console
@pytest.mark.parametrize("step", [9, *(pytest.param(n, marks=pytest.mark.full) for n in (1, 4, 14, 19, 24))])
def test_a_run_whose_console_is_closed_leaves_a_whole_set(step: int, inbox: Path, results: Path) -> None:
    """Ended at once, as the task manager and a logoff end it; the next run makes what this one would have made."""
    again = ["consolidate", inbox, "-o", results]
    code, out, err = finished(again, DYING.format(step), cwd=inbox.parent)
    assert code not in (0, 1), out + err
    assert sealed(results) or not (results / "manifest.json").exists()
    assert finished(again, cwd=inbox.parent)[0] == ExitCode.WARNINGS
    assert sealed(results)
    assert not [p.name for p in results.iterdir() if p.name.startswith(".staging-")]
