"""`vstbcpn validate --feedback`: writes what goes back to the units and says on stderr what was written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vstbcpn_cli.cli.console import progress, say
from vstbcpn_cli.cli.output.edited_documents import say_merged
from vstbcpn_cli.runtime.atomic_outputs import prepare
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.feedback import write_feedback
from vstbcpn_cli.usecases.feedback_history import RECORD
from vstbcpn_cli.usecases.intake.intake import Intake


def test_folder(folder: Path) -> None:
    """Finds out before the long work whether the folder can be written into. Raises `OutputError`."""
    prepare(folder, [RECORD])


def give_back(intake: Intake, folder: Path, inputs: Iterable[Path | None], *, quiet: bool, fresh: bool = False) -> None:
    """`inputs` are the files of the run that options name."""
    named = [p for p in inputs if p is not None]
    given = write_feedback(intake, folder, named, progress("Đã lập phản hồi", quiet=quiet), fresh=fresh)
    say_merged(given.edited, quiet=quiet)
    if quiet:
        return
    say(f"Đã ghi {number(len(given.files))} tệp phản hồi vào {folder.as_posix()}.")
    if intake.reply:
        hint = "" if intake.as_of or intake.reply_by else " Nếu hôm nay đã quá ngày đó, đề nghị thêm --reply-by."
        say(f"Phản hồi đề nghị đơn vị gửi lại {intake.reply}.{hint}")
    else:
        say("Hạn gửi báo cáo đã qua nên phản hồi không ghi ngày gửi lại. Đề nghị thêm --reply-by nếu cần ghi một ngày.")
    if given.not_begun:
        say(
            f"Máy chưa khởi động được phần đánh dấu nên {number(len(given.not_begun))} tệp chưa có bản đánh dấu: "
            f"{', '.join(given.not_begun)}. Đề nghị đóng bớt chương trình khác rồi chạy lại."
        )
    for name in given.for_the_office:
        say(f"Chưa lập phản hồi cho {name}: nội dung phát hiện chỉ dành cho cơ quan thường trực.")
