"""What a terminal shows while the program works: at what it is, how much is left, and nothing of it afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import receive
from tests.support.programs.launching import ROOT
from vstbcpn_cli.cli.progress import WORDS, line_of, time_left
from vstbcpn_cli.runtime.work_steps import Step

ON_UNIX = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is a thing of Unix")
SLOW = """
import time
from vstbcpn_cli.usecases import make_template
draw = make_template.draw
def slow(*given):
    time.sleep({pause})
    return draw(*given)
make_template.draw = slow
from vstbcpn_cli.cli.main import run; run()
"""


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (0, 70, 9.0, ""),
        (1, 70, 1.0, ""),
        (70, 70, 9.0, ""),
        (10, 70, 10.0, "còn khoảng 1 phút"),
        (60, 70, 12.0, "còn khoảng 2 giây"),
        (35, 70, 33.0, "còn khoảng 35 giây"),
        (1, 70, 10.0, "còn khoảng 12 phút"),
        (1, 70, 100.0, "còn khoảng 1 giờ 55 phút"),
    ],
)
def test_what_is_left_is_told_at_the_pace_of_what_is_done(done: int, total: int, seconds: float, said: str) -> None:
    assert time_left(done, total, seconds) == said


def test_a_step_that_cannot_be_counted_tells_how_long_it_has_been_at_work() -> None:
    assert line_of("Đang in báo cáo ra PDF", 0, 0, 7.9) == "Đang in báo cáo ra PDF… 7 giây"
    assert line_of("Đã đọc", 30, 60, 10) == "Đã đọc: 30/60, còn khoảng 10 giây"


def test_every_step_has_its_words() -> None:
    assert set(WORDS) == set(Step)


def on_terminal(folder: Path, code: str, *arguments: str, columns: int = 80) -> tuple[str, float]:
    """What is written to a terminal that has stderr only, and the longest silence in seconds."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", "PYTHONPATH": str(ROOT)}
    pieces, last, longest = [], time.monotonic(), 0.0
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, stderr=theirs, env=environment, cwd=folder
    ):
        os.close(theirs)
        while piece := _read(ours):
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
            pieces.append(piece)
    os.close(ours)
    return b"".join(pieces).decode(), longest


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # Linux tells the end of a terminal so
        return b""


def left_on(shown: str) -> list[str]:
    """The lines of a terminal after everything was written over."""
    lines = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        kept = ""
        for piece in line.split("\r"):
            kept = piece + kept[len(piece) :]
        lines.append(re.sub(r"\x1b\[\d+m", "", kept).rstrip())
    return [line for line in lines if line]


@ON_UNIX
def test_long_work_is_never_silent_and_leaves_no_trace(tmp_path: Path) -> None:
    """One blank takes three seconds here, in which nothing can be counted."""
    shown, _ = on_terminal(tmp_path, SLOW.format(pause=3), "make-template", "so-y-te", "huyen-cao-loc", "-o", "gui")
    drawn = re.findall(r"\r([^\r\n]+)", shown)
    assert len(drawn) >= 6, "one every half second"
    assert any(d.startswith("Đã lập biểu mẫu: 1/2, còn khoảng") for d in drawn)
    told, where = left_on(shown)
    assert told.startswith("Đã ghi 2 biểu mẫu")
    assert where.endswith("danh sách: gui/danh-sach.xlsx")


@ON_UNIX
def test_a_narrow_terminal_gets_one_line(tmp_path: Path) -> None:
    shown, _ = on_terminal(tmp_path, SLOW.format(pause=3), "make-template", "so-y-te", "-o", "gui", columns=15)
    drawn = [d for d in re.findall(r"\r([^\r\n]+)", shown) if "…" in d]
    assert {len(d.rstrip()) for d in drawn} == {14}
    assert [line.partition(":")[0] for line in left_on(shown)] == [
        "Đã ghi 1 biểu mẫu (sơ kết 6 tháng đầu năm 2011) vào thư mục gui.",
        "Mỗi đơn vị một thư mục",
    ]


@ON_UNIX
def test_quiet_and_quick_work_show_nothing(tmp_path: Path) -> None:
    assert on_terminal(tmp_path, SLOW.format(pause=3), "make-template", "so-y-te", "-o", "gui", "--quiet")[0] == ""
    patient = "from vstbcpn_cli.cli import progress; progress.FIRST = 600\n" + SLOW.format(pause=3)
    shown = on_terminal(tmp_path, patient, "make-template", "so-y-te", "-o", "khac")[0]
    assert shown.startswith("Đã ghi 1 biểu mẫu")


def test_no_terminal_no_line(tmp_path: Path) -> None:
    from tests.support.programs.launching import finished

    prelude = SLOW.format(pause=2).rsplit("\n", 2)[0]
    code, out, err = finished(["make-template", "so-y-te", "-o", "gui"], prelude, cwd=tmp_path)
    assert (code, len(out.splitlines())) == (0, 1)
    assert "\r" not in err.replace(os.linesep, "\n")


@ON_UNIX
def test_reading_tells_its_files_and_its_steps(inbox: Path) -> None:
    from tests.support.forms import returned as at

    for unit in ("so-noi-vu", "so-tu-phap"):
        receive(inbox, f"{unit}.xlsx", at.filled(unit))
    told = (
        "from vstbcpn_cli.cli import progress; progress.FIRST = progress.EVERY = 0\n"
        "from vstbcpn_cli.cli.main import run; run()"
    )
    shown, _ = on_terminal(inbox.parent, told, "consolidate", "--pdf" if _printer() else "--strict", "-o", "ra")
    for words in ("Đã đọc: 0/3", "Đã đọc: 3/3", WORDS[Step.COMPARE], WORDS[Step.ADD_UP], f"{WORDS[Step.RENDER]}: 1/"):
        assert words in shown
    assert (WORDS[Step.PRINT] in shown) == _printer()
    assert "Đã tổng hợp 3/70 đơn vị." in left_on(shown)


def _printer() -> bool:
    from vstbcpn_cli.runtime.pdf_printing import printer

    return bool(printer())


READ_SLOWLY = """
import time
from vstbcpn_cli.usecases.intake import judging
read_all = judging.read_all
def slow(*given):
    for answer in read_all(*given):
        yield answer
        time.sleep(1.5)
judging.read_all = slow
from vstbcpn_cli.cli.main import run; run()
"""


@ON_UNIX
def test_what_a_file_must_mend_is_told_while_others_are_read(tmp_path: Path) -> None:
    receive(tmp_path, "a.xlsx", at.typed(at.filled("so-y-te", "6t"), {at.spot("so-y-te", "T1.06"): "mười lăm ca"}))
    receive(tmp_path, "b.xlsx", at.filled("hoi-lhpn", "6t"))
    asked = ("validate", str(tmp_path), "--period", "6t")
    shown, _ = on_terminal(tmp_path, READ_SLOWLY, *asked, columns=300)
    first = next(line for line in left_on(shown) if "a.xlsx" in line)
    assert re.match(r"Sở Y tế · a\.xlsx: 1 lỗi; LỖI VS\d+ \[NV1 \w+ · T1\.06\] .*mười", first)
    assert shown.index("a.xlsx") < shown.rindex("Đã đọc: ")
    assert "b.xlsx" not in shown
    assert "a.xlsx" not in on_terminal(tmp_path, READ_SLOWLY, *asked, "--quiet")[0]
    assert all(len(line) < 80 for line in left_on(on_terminal(tmp_path, READ_SLOWLY, *asked)[0]) if "a.xlsx" in line)
