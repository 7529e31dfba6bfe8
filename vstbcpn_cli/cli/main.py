"""The program `vstbcpn`: commands put together, every failure turned into a sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from vstbcpn_cli import __version__
from vstbcpn_cli.cli.console import deaf, fail, say, unread, use_utf8, working
from vstbcpn_cli.cli.exit_codes import STOPPED, ExitCode
from vstbcpn_cli.cli.output.output_advice import OUTPUT_ADVICE
from vstbcpn_cli.cli.vietnamese_help import VietnameseGroup, usage_sentence
from vstbcpn_cli.edition.errors import ConfigurationError, NoSubmissionError
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.output_error import OutputError, reason_of

_INPUT_ADVICE = {
    **{reason: OUTPUT_ADVICE[reason] for reason in ("held", "too-long", "gone", "many-open", "no-kind", "disk")},
    "denied": "Chưa có quyền đọc. Đề nghị mở quyền đọc hoặc chọn nơi khác.",
    "no-folder": "Một phần của đường dẫn là tệp, không phải thư mục. Đề nghị kiểm tra lại đường dẫn.",
    "no-file": "Đây là thư mục, trong khi cần một tệp. Đề nghị kiểm tra lại đường dẫn.",
    "bad-link": "Đây là liên kết không dẫn tới đâu. Đề nghị kiểm tra lại đường dẫn.",
}
_NOTICES = "vstbcpn_cli.runtime.recovery_notices"
"""Loaded by whatever keeps files; what only explains something does not wait for it."""
_MOST_NAMED = 5
"""Files that are named where a run is stopped."""
_COMPLETING = "_VSTBCPN_COMPLETE"
"""In the environment: a shell asks what can be typed next."""
_JOURNALED = frozenset(
    (
        *("init", "make-template", "receive", "validate", "status", "remind", "exclude", "nil", "consolidate"),
        *("diff", "trace", "verify"),
    )
)
"""Commands that write something or tell somebody a figure."""
_INTERRUPTED = 130
"""What the library makes of Ctrl+C inside a command; the program's own codes end at 12."""

app = typer.Typer(
    name="vstbcpn",
    help="Tổng hợp báo cáo công tác vì sự tiến bộ của phụ nữ: phát biểu mẫu, kiểm tra, lập báo cáo tổng hợp.",
    cls=VietnameseGroup,
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH [THAM SỐ]…",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vstbcpn {__version__}")
        raise typer.Exit


def _install_completion(wanted: bool) -> None:
    if wanted:
        from vstbcpn_cli.cli.completion import install

        install(wanted)


def _show_completion(wanted: bool) -> None:
    if wanted:
        from vstbcpn_cli.cli.completion import show

        show(wanted)


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Hiện phiên bản rồi thoát.")
    ] = False,
    install_completion: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            callback=_install_completion,
            is_eager=True,
            help="Cài gợi ý khi bấm phím Tab cho cửa sổ lệnh đang dùng (PowerShell, bash, zsh) rồi thoát.",
        ),
    ] = False,
    show_completion: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            callback=_show_completion,
            is_eager=True,
            help="In đoạn lệnh tạo gợi ý đó để tự cài rồi thoát.",
        ),
    ] = False,
) -> None:
    """Không làm gì thêm; các lệnh con làm việc."""


def run(arguments: list[str] | None = None) -> None:
    """The entry point: never a traceback, always a documented exit code."""
    use_utf8()
    _stop_as_asked()
    if not os.environ.get("VSTBCPN_DEBUG"):
        # A library that could not close its file on a full disk says so once more when the file is collected.
        sys.unraisablehook = lambda _: None
    given = sys.argv[1:] if arguments is None else arguments
    if os.environ.get(_COMPLETING):
        from vstbcpn_cli.cli.completion import answer_shell

        answer_shell(app)
        sys.exit(ExitCode.OK)
    with working(quiet="--quiet" in given):
        code = _run(given)
    _say_noticed()
    _enter(given, code)
    sys.exit(code)


def _say_noticed() -> None:
    if _NOTICES not in sys.modules:  # nothing was kept, so that nothing was found
        return
    from vstbcpn_cli.cli.output.recovery_notices import sentence
    from vstbcpn_cli.runtime import recovery_notices

    for notice in recovery_notices.take():
        say(sentence(notice, _shown))


def _enter(arguments: list[str], code: int) -> None:
    """In the journal of the season one stands in; what only explains something is no run."""
    if arguments and arguments[0] in _JOURNALED and not {"--help", "-h"}.intersection(arguments):
        from vstbcpn_cli.usecases.season import run_journal

        run_journal.enter(arguments, code, __version__)


def _stop_as_asked() -> None:
    """Whoever ends the program or closes its window stops it as Ctrl+C does: processes ended, old files in place."""
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _run(arguments: list[str]) -> int:
    try:
        result = app(arguments, prog_name="vstbcpn", standalone_mode=False)
        return _stopped() if result == _INTERRUPTED else int(result or ExitCode.OK)
    except TyperException as fault:
        if type(fault).__name__ != "NoArgsIsHelpError":
            fail(usage_sentence(fault))
            return ExitCode.USAGE
        typer.echo(fault.format_message())
        return ExitCode.OK
    except ConfigurationError as fault:
        fail(str(fault))
        return ExitCode.USAGE
    except NoSubmissionError as fault:
        fail(str(fault))
        return ExitCode.NO_SUBMISSION
    except FileNotFoundError as fault:
        if reason_of(fault) == "too-long":
            fail(_io_sentence(fault))
            return ExitCode.IO
        from vstbcpn_cli.runtime.missing_paths import not_found

        gone = fault.filename or (str(fault) if fault.errno is None else "")
        told = not_found(os.fsdecode(gone)) if gone else "Không tìm thấy “thư mục hiện tại”."
        fail(f"{told} Đề nghị kiểm tra lại đường dẫn.")
        return ExitCode.IO
    except OutputError as fault:
        fail(f"Không ghi được “{_shown(fault.path)}”. {OUTPUT_ADVICE[fault.reason]}")
        return ExitCode.IO
    except OSError as fault:
        fail(_io_sentence(fault))
        return ExitCode.IO
    except (KeyboardInterrupt, typer.Abort):
        return _stopped()
    except BaseException as fault:  # noqa: BLE001 - the last guard: a user never sees a traceback
        if isinstance(fault, SystemExit) and unread(fault.__context__):
            # The library ends so when nobody reads its help to the end.
            deaf(sys.stdout)
            return ExitCode.OK
        return _internal(fault)


def _io_sentence(fault: OSError) -> str:
    name, reason = _shown(fault.filename) if fault.filename else "", reason_of(fault)
    if reason == "full":
        return f"Không ghi được {f'“{name}”' if name else 'kết quả'}. {OUTPUT_ADVICE['full']}"
    return f"Không đọc được {f'“{name}”' if name else 'một tệp cần dùng'}. {_INPUT_ADVICE[reason]}"


def _shown(path: object) -> str:
    """A path as an officer writes it: from the folder he stands in, where it lies inside it."""
    text = os.fsdecode(path) if isinstance(path, bytes | os.PathLike) else str(path)
    try:
        inside = Path(text).absolute().relative_to(Path.cwd()).as_posix()
    except (OSError, ValueError):
        return text
    return "thư mục hiện tại" if inside == "." else inside


def _stopped() -> int:
    """What was written before is named: of a set that was being written there is nothing."""
    if done := work_steps.written():
        from vstbcpn_cli.text.lists import first_of

        names = first_of([f"“{_shown(p)}”" for p in done], _MOST_NAMED, "tệp")
        fail(f"Đã dừng theo yêu cầu. Đã ghi xong, dùng được: {names}. Các tệp khác còn nguyên như trước.")
    else:
        fail(STOPPED)
    return ExitCode.INTERNAL


def _internal(fault: BaseException) -> int:
    if os.environ.get("VSTBCPN_DEBUG"):
        raise fault
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
    fail(
        f"Phần mềm gặp lỗi ngoài dự kiến ({type(fault).__name__}, {where}); không phải lỗi của tệp báo cáo. "
        "Đề nghị gửi dòng này cho người phụ trách phần mềm."
    )
    return ExitCode.INTERNAL
