"""A menu of the steps of a season, each the command that an officer would type in its folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vstbcpn_cli import __version__
from vstbcpn_cli.cli.console import argument
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.menu.places import SeasonSearch, guide, has_workbooks, season_at, show_page
from vstbcpn_cli.edition.loader import load_periods
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.usecases.season.season_names import FEEDBACK, INBOX, OUTGOING, RESULTS

_CHECK = ("validate",)
_GUIDE = "Mở hướng dẫn"
_NOT_DONE = frozenset({ExitCode.INTERNAL, ExitCode.USAGE, ExitCode.NO_SUBMISSION, ExitCode.IO})


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of the menu: what it is called and the command behind it; the answer to `asks` ends the command. What
    cannot be undone `tells` what it does, and waits for the officer to agree."""

    label: str
    command: tuple[str, ...]
    asks: str = ""
    tells: str = ""


STEPS = (
    MenuLine(f"Lập biểu mẫu để gửi các đơn vị ({OUTGOING})", ("make-template",)),
    MenuLine(f"Kiểm tra các tệp đã nhận ({INBOX})", _CHECK),
    MenuLine("Xem tình hình gửi báo cáo", ("status",)),
    MenuLine(f"Lập phản hồi gửi từng đơn vị ({FEEDBACK})", (*_CHECK, "--feedback", FEEDBACK)),
    MenuLine("Lập công văn, thư đôn đốc các đơn vị chưa gửi", ("remind",)),
    MenuLine(f"Lập báo cáo tổng hợp ({RESULTS})", ("consolidate",)),
    MenuLine(
        "Lập bản chính thức khi trình ký",
        ("consolidate", "--final"),
        tells=(
            "Phần mềm tổng hợp lại các tệp đã nhận, rồi giữ nguyên cả bộ kết quả (kể cả lời đã sửa trong Word)\n"
            f"làm bản chính thức ở {RESULTS}/luu. Bản này không bao giờ bị ghi đè; sau đó số liệu có thay đổi thì\n"
            "lập thêm bản mới, có số tiếp theo."
        ),
    ),
    MenuLine("Truy nguồn một số liệu", ("trace",), "Đề nghị ghi mã số của số liệu hoặc tên đơn vị"),
    MenuLine("Kiểm chứng bộ kết quả đã lập", ("verify",)),
)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - before a command says anything


def run_apart(words: Sequence[str], folder: Path) -> int:
    """The exit code of a command in a process of its own, as when it is typed in this folder: what the officer changes
    between two steps is read anew, and Ctrl+C stops the command and not the menu."""
    process = subprocess.Popen([sys.executable, "-Xutf8", "-P", "-m", "vstbcpn_cli", *words], cwd=folder)  # noqa: S603 - our own program, no shell
    while True:
        with suppress(KeyboardInterrupt):
            return process.wait()


@dataclass
class Menu:
    """What is said and asked, line by line; where nothing more can be read the menu ends, as “0” ends it."""

    places: SeasonSearch
    read: Callable[[str], str] = input
    say: Callable[[str], None] = _say
    run_command: Callable[[Sequence[str], Path], int] = run_apart
    show_page: Callable[[Path], bool] = show_page
    code: int = ExitCode.OK
    """How the last command ended."""

    def run(self) -> int:
        """The exit code of the last command."""
        self.say(f"vstbcpn {__version__}: tổng hợp báo cáo công tác vì sự tiến bộ của phụ nữ.")
        self.say("Phần mềm chỉ đọc, không sửa các tệp đơn vị gửi về.")
        for path in self.places.missing:
            self.say(f"\nKhông tìm thấy “{path}”. Nếu tên có dấu &, % hoặc ^ thì đề nghị đổi tên rồi kéo thả lại.")
        if self.places.dropped:
            self._check_dropped()
        if season := self._season():
            self._work_in(season)
        return self.code

    def _check_dropped(self) -> None:
        """What was dropped is checked first: a season as a whole, else these files and folders."""
        dropped, folder = self.places.dropped, self.places.looked[0]
        season = season_at(folder)
        if season is not None and dropped[0] in (season, *season.parents):
            self._do(_CHECK, season)
        elif season is not None or dropped[0].is_file() or has_workbooks(folder):
            self._do((*_CHECK, *map(str, dropped)), season or folder)

    def _season(self) -> Path | None:
        """The season to work in: where one stands, one that is chosen, a new one; None where the menu is left."""
        while (season := self.places.season()) is None:
            there, new = self.places.seasons(), self._not_yet_there()
            if not there:
                self.say(f"\nChưa có thư mục của kỳ báo cáo nào ở {self.places.home}.")
                self.say("Nếu đã có ở nơi khác, đề nghị đóng cửa sổ này rồi kéo thư mục đó thả vào tệp vstbcpn.cmd.")
            self.say("")
            chosen = self._choice(
                [
                    *(f"Mở kỳ báo cáo ở thư mục {season.name}" for season in there),
                    *(f"Bắt đầu kỳ mới: {name}, ở thư mục {folder}" for folder, name in new),
                ]
            )
            if chosen is None:
                return None
            if chosen < len(there):
                return there[chosen]
            made = self.places.home / new[chosen - len(there)][0]
            earlier = self._earlier(there)
            if earlier is None:
                return None
            self._do(("init", made.name, *earlier), self.places.home)
            if season_at(made) == made:
                return made
        return season

    def _earlier(self, there: Sequence[Path]) -> tuple[str, ...] | None:
        """What tells `init` the season to take over from, if there is one; None where the menu is left."""
        self.say("\nTừ thư mục của kỳ trước có thể lấy lại danh sách đơn vị, thiết lập, mẫu và câu chữ đã sửa.")
        self.say("Đề nghị kéo thư mục đó thả vào cửa sổ này, hoặc ghi đường dẫn; không có kỳ trước thì để trống.")
        if there:
            self.say(f"Thư mục ở ngay đây thì ghi tên là đủ: {', '.join(season.name for season in there)}.")
        while asked := self._asked("Thư mục của kỳ trước (hoặc để trống) rồi bấm Enter: "):
            named = asked.strip("\"' ")  # a path with blanks is dropped in quotation marks
            folders = (self.places.home, *self.places.looked)
            if found := next((s for folder in folders if (s := season_at(folder / named)) is not None), None):
                return "--from", found.name if found.parent == self.places.home else str(found)
            self.say(f"Không thấy thư mục của kỳ báo cáo nào ở “{named}”.")
        return None if asked is None else ()

    def _not_yet_there(self) -> list[tuple[str, str]]:
        """The periods of the program by the folder `init` takes them from, with their names, the latest year first."""
        return [
            (folder, period.name)
            for edition in reversed(available_editions())
            for code, period in load_periods(edition).items()
            if season_at(made := self.places.home / (folder := f"{edition}-{code}")) != made
        ]

    def _work_in(self, season: Path) -> None:
        while True:
            self.say(f"\nKỳ báo cáo ở {season}")
            chosen = self._choice([step.label for step in STEPS])
            if chosen is None:
                return
            if (command := self._command(STEPS[chosen])) is not None:
                self._do(command, season)

    def _command(self, step: MenuLine) -> tuple[str, ...] | None:
        """The command of a step with what had to be asked; None where it is not to be run."""
        if step.tells:
            self.say(f"\n{step.tells}")
            return step.command if self._asked("Bấm Enter để lập; ghi 0 rồi bấm Enter để quay lại: ") == "" else None
        if not step.asks:
            return step.command
        asked = self._asked(f"{step.asks} rồi bấm Enter: ")
        return (*step.command, asked) if asked else None

    def _do(self, words: Sequence[str], folder: Path) -> None:
        """A command with its line, as it would be typed; what it says stays in sight until it has been read."""
        self.say(f"\nvstbcpn {' '.join(map(argument, words))}")
        self.code = self.run_command(words, folder)
        if self.code in _NOT_DONE:
            self.say("\nViệc này chưa làm xong; đề nghị xem lời báo ở trên.")
        self._asked("\nBấm Enter để tiếp tục. ")

    def _choice(self, labels: Sequence[str]) -> int | None:
        """The position of what is chosen by its number; None for 0 and where nothing more can be read. Where there is
        a guide it can be opened, and what is to be done is asked again."""
        page = guide()
        shown = [*labels, _GUIDE] if page else labels
        for number, label in enumerate(shown, 1):
            self.say(f"  {number}. {label}")
        self.say("  0. Thoát")
        while (asked := self._asked(f"Đề nghị ghi một số từ 0 đến {len(shown)} rồi bấm Enter: ")) is not None:
            number = int(asked) if asked.isdecimal() else -1
            if page and number == len(shown):
                self._show(page)
            elif 0 <= number <= len(labels):
                return number - 1 if number else None
        return None

    def _show(self, page: Path) -> None:
        """Names the page in any case: nobody tells whether the browser really comes up."""
        if self.show_page(page):
            self.say(f"Đang mở hướng dẫn. Nếu chưa thấy, đề nghị mở tệp này bằng trình duyệt: {page}")
        else:
            self.say(f"Đề nghị mở tệp này bằng trình duyệt: {page}")

    def _asked(self, text: str) -> str | None:
        """What is answered; None where nothing more can be read."""
        try:
            return self.read(text).strip()
        except (EOFError, KeyboardInterrupt):
            return None
