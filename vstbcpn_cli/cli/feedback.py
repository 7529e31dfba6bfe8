"""`vstbcpn validate --feedback`: writes what goes back to the units and says on stderr what was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from vstbcpn_cli.cli.console import progress, say
from vstbcpn_cli.cli.output.edited_documents import say_merged
from vstbcpn_cli.runtime.atomic_outputs import prepare
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.feedback import WrittenFeedback, write_feedback
from vstbcpn_cli.usecases.feedback_history import RECORD
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.season.reply_date import passed, proposed


def test_folder(folder: Path) -> None:
    """Finds out before the long work whether the folder can be written into. Raises `OutputError`."""
    prepare(folder, [RECORD])


def give_back(
    intake: Intake,
    folder: Path,
    inputs: Iterable[Path | None],
    wished: dt.date | None = None,
    *,
    quiet: bool,
    fresh: bool = False,
) -> None:
    """`inputs` are the files of the run that options name, `wished` the day for replies of the season's settings."""
    named = [p for p in inputs if p is not None]
    given = write_feedback(intake, folder, named, progress("Đã lập phản hồi", quiet=quiet), fresh=fresh)
    say_merged(given.edited, quiet=quiet)
    if quiet:
        return
    if not given.files:
        say(f"Không có phản hồi mới kể từ đợt {given.round}, nên không ghi gì. Muốn ghi lại đợt đó: thêm --fresh.")
        return
    if given.listed is None:
        say("Chưa có phản hồi nào để gửi đơn vị.")
    else:
        _say_round(intake, folder, given, given.listed, wished)
    for name in given.for_the_office:
        say(f"Chưa lập phản hồi cho {name}: nội dung phát hiện chỉ dành cho cơ quan thường trực.")


def _say_round(intake: Intake, folder: Path, given: WrittenFeedback, listed: Path, wished: dt.date | None) -> None:
    say(f"Đã ghi {number(len(given.files))} tệp vào {folder.as_posix()}.")
    say(f"Đợt phản hồi thứ {given.round}, mỗi đơn vị một thư mục; danh sách: {listed.as_posix()}")
    if wished is not None and wished < intake.reply_day and intake.reply_by is None:
        say(passed(wished))
    if intake.reply:
        say(f"Phản hồi đề nghị đơn vị gửi lại {intake.reply}.")
    else:
        day = f"{proposed(intake.reply_day):%d/%m/%Y}"
        say(f"Hạn gửi báo cáo đã qua nên phản hồi không ghi ngày gửi lại. Nếu cần ghi một ngày: thêm --reply-by {day}.")
    if given.not_begun:
        say(
            f"Máy chưa khởi động được phần đánh dấu nên {number(len(given.not_begun))} tệp chưa có bản đánh dấu: "
            f"{', '.join(given.not_begun)}. Đề nghị đóng bớt chương trình khác rồi chạy lại."
        )
