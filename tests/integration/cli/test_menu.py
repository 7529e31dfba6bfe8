"""The menu of the portable folder: what is offered, what is run where, and that it ends however it is left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from vstbcpn_cli.cli.menu.menu import STEPS, Menu
from vstbcpn_cli.cli.menu.places import GUIDE, PROGRAM_FOLDER, SeasonSearch, places, was_dropped
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.season_settings import SETTINGS

SAMPLES = Path(__file__).parents[3] / "sample_submissions"
Ran = list[tuple[list[str], Path]]


def season(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / SETTINGS).touch()
    return folder


def played(where: SeasonSearch, answers: Sequence[str], code: int = 0, *, makes: bool = False) -> tuple[Ran, str, int]:
    """What a menu runs and says when these answers are given; `makes` lets `init` make its folder."""
    ran: Ran = []
    said: list[str] = []
    left = iter(answers)

    def read(text: str) -> str:
        said.append(text)
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    def run(words: Sequence[str], folder: Path) -> int:
        ran.append(([*words], folder))
        if makes and words[0] == "init":
            season(folder / words[1])
        return code

    ended = Menu(where, read, said.append, run).run()
    return ran, "\n".join(said), ended


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the program, in one with diacritics, where a double click starts it."""
    folder = tmp_path / "Báo cáo của tỉnh" / "vstbcpn"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv(PROGRAM_FOLDER, f"{folder}{os.sep}")
    return folder


def test_every_step_is_run_in_the_season_and_waits_before_the_next(program: Path) -> None:
    there = season(program.parent / "2026-6t")
    answers = ["1"]
    for number, step in enumerate(STEPS, 1):
        answers += [str(number), *(["T1.06"] if step.asks else []), *([""] if step.tells else []), ""]
    ran, said, _ = played(places([]), [*answers, "0"])
    assert ran == [([*s.command, *(["T1.06"] if s.asks else [])], there) for s in STEPS]
    assert said.count("Bấm Enter để tiếp tục.") == len(STEPS)


FINAL = next(str(number) for number, step in enumerate(STEPS, 1) if "--final" in step.command)


def test_a_final_set_is_made_only_by_who_was_told_what_it_is(program: Path) -> None:
    there = season(program.parent / "2026-6t")
    ran, said, _ = played(places([]), ["1", FINAL, "0", FINAL, "", "", "0"])
    assert ran == [(["consolidate", "--final"], there)]
    told = said.index("không bao giờ bị ghi đè")
    assert told < said.index("ghi 0 rồi bấm Enter để quay lại") < said.index("vstbcpn consolidate --final")


def test_a_final_set_is_not_made_where_the_window_is_closed(program: Path) -> None:
    season(program.parent / "2026-6t")
    assert played(places([]), ["1", FINAL])[0] == []


@pytest.fixture
def guide(program: Path) -> Path:
    """The first page of the guides beside the program."""
    page = program / GUIDE
    page.parent.mkdir()
    page.touch()
    return page


def shown_number(said: str, label: str) -> str:
    return next(line.split(".")[0].strip() for line in said.splitlines() if line.endswith(f". {label}"))


def test_the_guide_is_offered_only_where_it_lies_with_the_program(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "hướng dẫn" not in played(places([]), ["0"])[1]
    page = program / GUIDE
    page.parent.mkdir()
    page.touch()
    assert "Mở hướng dẫn" in played(places([]), ["0"])[1]
    monkeypatch.delenv(PROGRAM_FOLDER)
    assert "hướng dẫn" not in played(places([]), ["0"])[1]


@pytest.mark.parametrize("inside", [False, True], ids=["no-season-yet", "in-a-season"])
def test_the_guide_is_opened_by_what_windows_opens_pages_with(
    inside: bool, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if inside:
        monkeypatch.chdir(season(guide.parents[2] / "2026-6t"))
    opened: list[Path] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    number = shown_number(played(places([]), ["0"])[1], "Mở hướng dẫn")
    ran, said, code = played(places([]), [number, "0"])
    assert opened == [guide]
    assert (ran, code) == ([], 0)
    assert f"Nếu chưa thấy, đề nghị mở tệp này bằng trình duyệt: {guide}" in said
    assert f"từ 0 đến {number} " in said


@pytest.mark.parametrize("windows", [False, True])
def test_a_guide_that_nothing_opens_is_named(windows: bool, guide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_page: Path) -> None:
        raise OSError(1155, "No application is associated")

    if windows:
        monkeypatch.setattr(os, "startfile", refused, raising=False)
    else:
        monkeypatch.delattr(os, "startfile", raising=False)
    number = shown_number(played(places([]), ["0"])[1], "Mở hướng dẫn")
    _, said, _ = played(places([]), [number, "0"])
    assert f"Đề nghị mở tệp này bằng trình duyệt: {guide}" in said
    assert "Đang mở" not in said


@pytest.mark.parametrize("inside", [".", "vstbcpn/python"])
def test_the_season_that_the_program_lies_in_is_opened(
    inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = season(tmp_path / "2026-nam")
    (there / inside).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(there / inside)
    monkeypatch.setenv(PROGRAM_FOLDER, str(there / inside))
    ran, _, _ = played(places([]), ["3", "", "0"])
    assert ran == [(["status"], there)]


def test_a_season_where_it_was_started_comes_before_those_beside_the_program(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    season(program.parent / "2026-6t")
    there = season(tmp_path / "D" / "2011-6t")
    monkeypatch.chdir(there)
    assert places([]).season() == there


def test_a_new_season_is_made_beside_the_program_and_worked_in(program: Path) -> None:
    newest = available_editions()[-1]
    code = next(iter(load_edition(newest).periods))
    ran, _, _ = played(places([]), ["1", "", "", "1", ""], makes=True)
    made = f"{newest}-{code}"
    assert ran == [(["init", made], program.parent), (["make-template"], program.parent / made)]


@pytest.mark.parametrize("quoted", [False, True])
def test_the_folder_of_an_earlier_season_is_taken_over_from(quoted: bool, program: Path, tmp_path: Path) -> None:
    """Windows puts a path with blanks that is dropped onto the window into quotation marks."""
    last = season(tmp_path / "Ổ mạng" / "kỳ trước")
    dropped = f'"{last}"' if quoted else str(last)
    ran, said, _ = played(places([]), ["1", dropped, "", "0"], makes=True)
    assert ran == [(["init", "2026-6t", "--from", str(last)], program.parent)]
    assert f'--from "{last}"' in said


def test_an_earlier_season_beside_the_new_one_is_named_and_its_name_is_enough(program: Path) -> None:
    season(program.parent / "2011-nam")
    ran, said, _ = played(places([]), ["2", "2011-nam", "", "0"], makes=True)
    assert ran == [(["init", "2026-6t", "--from", "2011-nam"], program.parent)]
    assert "ghi tên là đủ: 2011-nam" in said


def test_what_is_no_earlier_season_is_asked_for_again(program: Path) -> None:
    ran, said, _ = played(places([]), ["1", "khong-co", "", "", "0"], makes=True)
    assert ran == [(["init", "2026-6t"], program.parent)]
    assert "Không thấy thư mục của kỳ báo cáo nào ở “khong-co”" in said


def test_a_window_that_is_closed_at_the_question_makes_no_season(program: Path) -> None:
    assert played(places([]), ["1"], makes=True)[0] == []


def test_a_season_that_could_not_be_made_is_offered_again(program: Path) -> None:
    ran, said, code = played(places([]), ["1", "", "", "0"], code=4)
    assert [words[0] for words, _ in ran] == ["init"]
    assert "chưa làm xong" in said
    assert code == 4


def test_seasons_beside_the_program_are_offered_the_latest_first(program: Path) -> None:
    for name in ("2011-6t", "2026-6t"):
        season(program.parent / name)
    _, said, _ = played(places([]), ["0"])
    assert said.index("2026-6t") < said.index("2011-6t")
    assert said.count("Mở kỳ báo cáo") == 2
    assert "ở thư mục 2026-nam" in said
    assert said.count("2026-6t") == 1


def test_a_season_that_is_dropped_is_checked_then_worked_in(tmp_path: Path) -> None:
    there = season(tmp_path / "kỳ 6 tháng")
    ran, _, code = played(places([str(there)]), ["", "6", "", "0"], code=11)
    assert ran == [(["validate"], there), (["consolidate"], there)]
    assert code == 11


def test_what_is_dropped_from_inside_a_season_is_checked_alone(tmp_path: Path) -> None:
    there = season(tmp_path / "2026-6t")
    returned = there / "2-nhan-ve" / "Sở Y tế.xlsx"
    returned.parent.mkdir()
    returned.touch()
    ran, _, _ = played(places([str(returned)]), ["", "0"])
    assert ran == [(["validate", str(returned)], there)]


def test_a_folder_of_workbooks_outside_any_season_is_checked(tmp_path: Path) -> None:
    (tmp_path / "Sở Y tế.XLSX").touch()
    ran, said, _ = played(places([str(tmp_path)]), ["", "0"])
    assert ran == [(["validate", str(tmp_path)], tmp_path)]
    assert "Bắt đầu kỳ mới" in said


def test_an_empty_folder_is_offered_a_season_of_its_own(tmp_path: Path) -> None:
    ran, _, _ = played(places([str(tmp_path)]), ["2", "", ""], makes=True)
    assert [(words[0], folder) for words, folder in ran] == [("init", tmp_path)]


@pytest.mark.parametrize("answer", ["", "99", "-1", "một", "²"])
def test_another_answer_is_asked_again(answer: str, program: Path) -> None:
    season(program / "2026-6t")
    ran, _, _ = played(places([]), ["1", answer, "3", "", "0"])
    assert [words for words, _ in ran] == [["status"]]


def test_without_a_code_nothing_is_traced(program: Path) -> None:
    season(program / "2026-6t")
    number = next(str(n) for n, step in enumerate(STEPS, 1) if step.asks)
    ran, _, _ = played(places([]), ["1", number, "", "0"])
    assert ran == []


@pytest.mark.parametrize(
    ("arguments", "dropped"),
    [([], False), (["validate"], False), (["--version"], False), (["."], False), (["validate", "/khong/co"], False)],
)
def test_a_command_line_is_nothing_that_was_dropped(arguments: list[str], dropped: bool) -> None:
    assert was_dropped(arguments) is dropped


def test_paths_that_are_there_were_dropped(tmp_path: Path) -> None:
    assert was_dropped([str(tmp_path), str(tmp_path)])
    assert not was_dropped(["validate", str(tmp_path)])


def test_what_was_dropped_and_is_not_there_is_told_and_the_window_stays(program: Path) -> None:
    """Of a folder “A&B” the command interpreter of Windows hands over “A”."""
    season(program.parent / "2026-6t")
    cut = program.parent / "A"
    assert was_dropped([str(cut)])
    ran, said, _ = played(places([str(cut)]), ["1", "3", "", "0"])
    assert f"Không tìm thấy “{cut}”" in said
    assert [words for words, _ in ran] == [["status"]]


def test_of_what_was_dropped_the_rest_is_checked(tmp_path: Path) -> None:
    (there := tmp_path / "Sở Y tế.xlsx").touch()
    ran, said, _ = played(places([str(there), str(tmp_path / "A")]), ["", "0"])
    assert ran == [(["validate", str(there)], tmp_path)]
    assert said.count("Không tìm thấy") == 1


def started(*arguments: object, typed: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "vstbcpn_cli.cli.menu", *map(str, arguments)]
    return subprocess.run(command, input=typed, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


def test_a_command_line_is_run_as_ever() -> None:
    assert started("validat").returncode == 2
    assert started("--version").stdout.startswith("vstbcpn ")


def test_a_folder_of_returns_is_checked_in_a_process_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "Các tệp nhận về"
    folder.mkdir()
    for name in ("H. Cao Lộc 6T.xlsx", "Bieu so lieu So GDDT.xlsx"):
        shutil.copy(SAMPLES / name, folder)
    done = started(folder, typed="\n0\n", cwd=tmp_path)
    assert done.returncode == 11
    assert "VS401" in done.stdout
    assert done.stdout.index("vstbcpn validate") < done.stdout.index("VS401") < done.stdout.index("Bấm Enter")
    assert done.stderr.count("Traceback") == 0
