"""What the commands that book in the log of a season say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from vstbcpn_cli.cli.console import say
from vstbcpn_cli.cli.output.output_advice import OUTPUT_ADVICE
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.season.season_names import LOG_NAMES

if TYPE_CHECKING:
    from vstbcpn_cli.usecases.intake.intake import Intake
    from vstbcpn_cli.usecases.season.log_writing import WrittenLog
    from vstbcpn_cli.usecases.season.season_folder import SeasonFolder

By = Annotated[str, typer.Option("--by", metavar="NGƯỜI", help="Họ tên người ghi nhận.")]
Undo = Annotated[bool, typer.Option("--undo", help="Bỏ dòng đã ghi.")]
Day = Annotated[
    dt.datetime | None,
    typer.Option("--date", formats=["%d/%m/%Y", "%Y-%m-%d"], metavar="NGÀY", help="Ngày nhận, ngày ghi nhận."),
]


def this_season() -> SeasonFolder:
    """Raises `ConfigurationError` outside a season."""
    from vstbcpn_cli.usecases.season.season_folder import found_season

    season = found_season()
    if season is None:
        raise ConfigurationError(
            "Ở đây không phải thư mục của kỳ báo cáo (không có vstbcpn.toml). "
            "Đề nghị chuyển vào thư mục của kỳ báo cáo, hoặc tạo thư mục đó bằng lệnh: vstbcpn init THƯ-MỤC"
        )
    return season


def needed(**given: object) -> None:
    """Raises `ConfigurationError` for an option that has to be written and was not."""
    for option, value in given.items():
        if not value:
            raise ConfigurationError(f"Thiếu “--{option}”. Đề nghị ghi thêm --{option} rồi chạy lại.")


def book(season: SeasonFolder | None, intake: Intake, *, quiet: bool) -> None:
    """What came in is entered in the log of this season; where that cannot be done now the check itself has been."""
    if season is None:
        return
    from vstbcpn_cli.usecases.season.bookings import book_receipts

    say_booked(book_receipts(season, intake), season, quiet=quiet)


def say_booked(written: WrittenLog | None, season: SeasonFolder | None, *, quiet: bool) -> None:
    """What a run over the whole season has entered in the log; `written` is None where it enters nothing."""
    if written is None or season is None:
        return
    if written.fault is not None:
        advice = OUTPUT_ADVICE[written.fault.reason]
        say(f"Chưa ghi được vào sổ theo dõi “{written.fault.path.name}”; lần chạy sau sẽ ghi. {advice}")
    say_waiting(written)
    if written.booked and not quiet:
        say(f"Đã ghi {number(written.booked)} dòng ở sổ theo dõi {season.log.as_posix()}.")


def say_waiting(written: WrittenLog) -> None:
    """Said whatever else is not: what waits counts already, and the officer is to close his log."""
    if written.waits_for is None:
        return
    name = written.waits_for.name
    if name in LOG_NAMES:
        why, remedy = f"hoặc chỉ cho đọc ({name})", "nếu sổ không mở thì bỏ chế độ chỉ đọc của tệp"
    else:
        why, remedy = f"({name})", "nếu sổ không còn mở thì xóa tệp nêu trong ngoặc"
    say(
        f"Sổ theo dõi đang mở ở phần mềm khác {why} nên chưa ghi vào sổ; nội dung cần ghi giữ ở "
        "so-theo-doi.cho-ghi.json, đã được tính, và lần chạy vstbcpn validate hoặc consolidate sau sẽ ghi vào sổ. "
        f"Đề nghị đóng sổ; {remedy}."
    )
