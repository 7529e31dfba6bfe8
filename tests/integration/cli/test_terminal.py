"""What `validate` prints for people: said once, in reading order, wrapped between words, with what to do next."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive, wrong
from tests.support.programs.launching import started
from vstbcpn_cli.cli import console
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place, alike, grouped
from vstbcpn_cli.model.submission import CellRef, Key
from vstbcpn_cli.workbook.form.sheet_plan import Role

SLOPPY = ("T3.M1.CB01.tong", "T3.M1.CB02.tong", "T3.M1.CB02.nu", "T3.M1.CB03.tong", "T3.M1.CB03.nu")
_COMMAND = (sys.executable, "-c", "from vstbcpn_cli.cli.main import run; run()", "validate", "so-y-te.xlsx")
ON_UNIX = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is a thing of Unix")


def finding(row: int, typed: str, advice: str = "Đề nghị ghi số.") -> Finding:
    place = Place(CellRef("NV6", row, 4), Key(f"T6.{row:02d}"))
    return Finding("VS328", "thousands", Severity.WARNING, f"Ô ghi “{typed}”.", advice, place, value=typed)


def test_findings_that_differ_only_in_what_was_typed_share_a_line() -> None:
    few = grouped([finding(1, "1.100"), finding(2, "1.200"), finding(3, "1.300")])
    assert [len(line) for line in alike(few, 3)] == [1, 1, 1], "a few are said one by one"
    other = finding(9, "x", advice="Đề nghị xóa.")
    many = grouped([*(finding(n, f"1.{n}00") for n in range(1, 4)), other, finding(4, "1.400"), finding(5, "1.100")])
    assert [[g.first.place.cell.row for g in line if g.first.place.cell] for line in alike(many, 3)] == [
        [1, 2, 3, 4],
        [9],
    ]
    assert sum(len(g.findings) for line in alike(many, 3) for g in line) == 6, "none is lost"


def test_many_figures_typed_the_same_way_are_one_line(vstbcpn: Program, inbox: Path) -> None:
    cells = {at.spot("so-y-te", code): f"1,{n}00" for n, code in enumerate(SLOPPY, 1)}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), cells))
    out = vstbcpn("validate", inbox)[1]
    lines = [line for line in out.splitlines() if "VS328" in line]
    assert len(lines) == 1
    assert lines[0].endswith("Tương tự ở 4 ô khác.")
    for code in SLOPPY:
        assert at.ref("so-y-te", code).address in lines[0]


def test_the_advice_stands_once_below_what_asks_for_the_same(vstbcpn: Program, inbox: Path) -> None:
    emptied = at.typed(at.filled("so-y-te"), {at.spot("so-y-te", c): None for c in ("T6.05", "T6.09", "T7.08")})
    receive(inbox, "so-y-te.xlsx", emptied)
    out = vstbcpn("validate", inbox)[1]
    assert out.count("LỖI VS301") >= 2
    assert out.count("Đề nghị nhập số; không phát sinh thì ghi 0") == 1


def test_errors_come_first_and_each_severity_in_the_order_of_the_form(vstbcpn: Program, inbox: Path) -> None:
    cells: dict[at.Position, object] = {at.spot("so-y-te", c): "-" for c in ("T6.01", "T1.06", "T1.04")}
    cells |= {at.spot("so-y-te", "T7.08"): "vài", at.spot("so-y-te", "T1.11"): "vài", ("NV1", 900, 1): "lạc"}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), cells))
    out = vstbcpn("validate", inbox)[1]
    found = re.findall(r"^  (LỖI|CẢNH BÁO) VS\d+(?: R\d+)? \[(NV\d) [A-Z]+(\d+)", out, re.MULTILINE)
    assert len(found) >= 5
    assert found == sorted(found, key=lambda f: (f[0] != "LỖI", f[1], int(f[2])))


def test_quiet_shows_only_what_calls_for_work(vstbcpn: Program, inbox: Path) -> None:
    explained = {at.spot("so-y-te", "T1.06"): "-", at.spot("so-y-te", "T1.06", Role.EXPLANATION): "Đúng"}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), explained))
    receive(inbox, "so-tu-phap.xlsx", at.typed(at.filled("so-tu-phap"), {at.spot("so-tu-phap", "T1.06"): "-"}))
    loud, quiet = vstbcpn("validate", inbox)[1], vstbcpn("validate", inbox, "--quiet")[1]
    assert "LƯU Ý" in loud
    assert "Việc tiếp theo" in loud
    assert "LƯU Ý" not in quiet
    assert "Sở Y tế" not in quiet
    assert "Việc tiếp theo" not in quiet
    assert "CẢNH BÁO VS316" in quiet
    assert "1 cảnh báo, 1 lưu ý" in quiet, "the counts stay whole"


def test_the_summary_counts_units_by_group_and_says_what_next(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "hong.xlsx", at.filled("so-tu-phap")[:9000])
    receive(inbox, "trong.xlsx", at.blank("so-noi-vu"))
    receive(inbox, "sai.xlsx", wrong(), "2011-06-07")
    receive(inbox, "loc-binh.xlsx", at.filled("huyen-loc-binh"), "2011-06-12")
    _, out, _ = vstbcpn("validate", inbox)
    rows = {m[1].strip(): m[2].split() for m in re.finditer(r"^  ([^\d\n]+?)((?: +\d+){6})$", out, re.MULTILINE)}
    assert rows == {
        "Sở, ban, ngành": ["47", "1", "0", "1", "45", "0"],
        "Đoàn thể": ["12", "0", "0", "0", "12", "0"],
        "Huyện, thành phố": ["11", "1", "0", "0", "10", "1"],
        "Cộng": ["70", "2", "0", "1", "67", "1"],
    }
    assert "2 tệp chưa dùng được" in out
    assert "Đôn đốc 67 đơn vị chưa gửi: Văn phòng Đoàn đại biểu" in out
    assert "; và 47 đơn vị khác." in out
    assert f"vstbcpn consolidate {inbox} -o 3-ket-qua" in out
    assert "Lập báo cáo" not in vstbcpn("validate", inbox / "hong.xlsx")[1], "nothing to make a report of"


def test_units_to_correct_are_answered_by_a_command_until_they_are(vstbcpn: Program, inbox: Path) -> None:
    step = f"vstbcpn validate {inbox} --feedback"
    assert step not in vstbcpn("validate", inbox)[1], "nobody has anything to correct"
    receive(inbox, "so-y-te.xlsx", wrong())
    assert step in vstbcpn("validate", inbox)[1]
    assert "--feedback" not in vstbcpn("validate", inbox, "--feedback", "phan-hoi")[1]


@pytest.mark.full
@pytest.mark.parametrize("command", ["validate", "consolidate"])
def test_what_is_not_compared_is_said_once(command: str, vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    assert vstbcpn("consolidate", inbox, "-o", "ra")[0] == 10
    for name in ("so-noi-vu", "so-tu-phap"):
        receive(inbox, f"{name}.xlsx", at.filled(name))
    said = "Chưa so sánh với kỳ trước"
    _, out, err = vstbcpn(command, inbox)
    assert (out.count(said), err.count(said)) == (0, 1)
    assert said not in vstbcpn(command, inbox, "--quiet")[2]
    collected = tmp_path / "ra" / "so-lieu_2011-6t.json"
    code, _, err = vstbcpn(command, inbox, "--previous", collected)
    assert (code, "chính kỳ này" in err) == (2, True), "figures of this very period are no earlier ones"
    earlier = tmp_path / "so-lieu_2010-6t.json"
    told = json.loads(collected.read_text(encoding="utf-8")) | {"edition": "2010"}
    earlier.write_text(json.dumps(told), encoding="utf-8")
    assert said not in vstbcpn(command, inbox, "--previous", earlier)[2]


def test_the_next_steps_keep_the_options_of_this_one(vstbcpn: Program, inbox: Path) -> None:
    out = vstbcpn("validate", inbox, "--period", "6t")[1]
    assert f"vstbcpn consolidate {inbox} --period 6t -o 3-ket-qua" in " ".join(out.split())


def test_what_was_wrong_in_a_replaced_file_calls_for_no_work(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "cu.xlsx", wrong(), "2011-06-07")
    code, out, _ = vstbcpn("validate", inbox)
    assert code == 10, "the office confirms which file is right"
    assert "VS111" in out
    assert "VS401" not in out


@ON_UNIX
@pytest.mark.parametrize("columns", [80, 100])
def test_a_terminal_gets_whole_words_and_colour(columns: int, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    shown = on_terminal(inbox, columns)
    assert "\x1b[31m  LỖI VS401\x1b[0m R05" in shown
    plain = re.sub(r"\x1b\[\d+m", "", shown)
    assert max(map(len, plain.splitlines())) < columns
    piped = piped_out(inbox)
    assert plain.split() == piped.split(), "the same words, none broken"
    assert "\x1b" not in piped


@ON_UNIX
def test_json_on_a_terminal_is_json(inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    assert json.loads(on_terminal(inbox, 80, "--format", "json"))["summary"]["errors"] == 1


@ON_UNIX
def test_a_terminal_without_colour(inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        assert "\x1b" not in on_terminal(inbox, 80, **{name: value})


def on_terminal(folder: Path, columns: int, *more: str, **variables: str) -> str:
    """What a terminal of so many columns receives."""
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **variables}
    environment = {k: v for k, v in environment.items() if k != "NO_COLOR" or k in variables}
    with subprocess.Popen([*_COMMAND, *more], stdout=theirs, stderr=subprocess.DEVNULL, env=environment, cwd=folder):
        os.close(theirs)
        pieces = []
        while piece := _read(ours):
            pieces.append(piece)
    os.close(ours)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux tells the end of a terminal so
        return b""


def piped_out(folder: Path) -> str:
    return subprocess.run(_COMMAND, capture_output=True, check=False, cwd=folder).stdout.decode()


def test_a_console_that_knows_no_vietnamese_gets_question_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """`use_utf8` asks for UTF-8; where even that fails letters are replaced and nothing ends."""
    import io

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", errors="strict"))
    console.use_utf8()
    console.out("Đã nhận \udc80", bold=True)
    sys.stdout.flush()
    assert raw.getvalue().decode("utf-8").strip().startswith("Đã nhận ?")


def test_a_place_without_a_cell_is_no_brackets(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", b"")
    assert "LỖI VS115 Tệp" in vstbcpn("validate", inbox / "so-y-te.xlsx")[1]


@pytest.mark.parametrize(
    "arguments", [("rule", "--all"), ("trace", "so-y-te", "2-nhan-ve", "--quiet"), ("--help",), ("validate", "--help")]
)
def test_whoever_stops_reading_ends_nothing_loudly(arguments: tuple[str, ...], inbox: Path) -> None:
    process = started(arguments, prelude="import time; time.sleep(0.3)", cwd=inbox.parent)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    assert (process.wait(timeout=60), told) == (0, b"")


def test_days_and_counts_are_grouped_by_thousands(vstbcpn: Program, inbox: Path) -> None:
    _, out, _ = vstbcpn("validate", inbox, "--as-of", "25/11/2026", "--report", "tq.html")
    assert "đã quá hạn 5.648 ngày" in out
    assert "đã quá hạn <b>5.648 ngày</b>" in (inbox.parent / "tq.html").read_text("utf-8")


_LIST = 'from vstbcpn_cli.cli.main import run; run(["units"])'


@pytest.mark.skipif(os.name == "nt", reason="the shell of POSIX closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_hinders_nothing(closed: str) -> None:
    command = f"{shlex.quote(sys.executable)} -c {shlex.quote(_LIST)} {closed}"
    assert subprocess.run(command, shell=True, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_conversation_that_cannot_be_written_hinders_nothing(inbox: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(_COMMAND, cwd=inbox, stdout=subprocess.PIPE, stderr=full, check=False)
    assert (done.returncode, bool(done.stdout)) == (0, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without asking")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_whoever_ends_the_program_stops_it_as_ctrl_c_does(number: str) -> None:
    code = (
        "import os, signal; from vstbcpn_cli.cli import main; "
        f"main.app = lambda *_, **__: os.kill(os.getpid(), signal.{number}); main.run([])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 1
    assert "Đã dừng theo yêu cầu" in done.stderr.decode()


def test_stopping_while_the_modules_are_loaded_is_told_too() -> None:
    code = (
        "import sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "from vstbcpn_cli.__main__ import start; start()"
    )
    done = subprocess.run([sys.executable, "-c", code, "units"], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "Đã dừng theo yêu cầu; các tệp kết quả cũ còn nguyên." + os.linesep


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder somebody stands in")
def test_the_folder_somebody_stands_in_is_gone(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    code, _, err = vstbcpn("consolidate", inbox, "-o", "x")
    assert code == 4
    assert "“thư mục hiện tại”" in err
