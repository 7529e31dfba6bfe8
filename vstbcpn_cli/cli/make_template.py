"""`vstbcpn make-template`: the blank workbooks of a period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import out, progress, say
from vstbcpn_cli.cli.options import EditionName, FirstPeriodName, Output, PreviousFile, Quiet, UnitsFile
from vstbcpn_cli.text.numbers import number

if TYPE_CHECKING:
    from vstbcpn_cli.edition.model import ReportingUnit
    from vstbcpn_cli.model.earlier_period import Previous
    from vstbcpn_cli.usecases.run_settings import Setting


def command(
    units: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ĐƠN VỊ]…",
            autocompletion=offered.units,
            help="Mã hoặc tên đơn vị (xem lệnh vstbcpn units); không ghi thì lập cho tất cả.",
        ),
    ] = None,
    edition: EditionName = None,
    period: FirstPeriodName = None,
    units_file: UnitsFile = None,
    previous: PreviousFile = None,
    output: Output = None,
    quiet: Quiet = False,
) -> int:
    """Ghi một tệp Excel trống và thư gửi kèm cho mỗi đơn vị báo cáo."""
    from vstbcpn_cli.model.earlier_period import load_earlier
    from vstbcpn_cli.report.dispatch_list import LIST
    from vstbcpn_cli.usecases.make_template import chosen_units, make_templates
    from vstbcpn_cli.usecases.run_settings import setting
    from vstbcpn_cli.usecases.season.season_folder import defaults

    here = defaults()
    output = output or here.outgoing
    previous = previous or here.previous
    chosen = setting(edition or here.edition, period or here.period, units_file)
    wanted = chosen_units(chosen, units or [])
    earlier = load_earlier(previous, chosen.edition, chosen.period, chosen.register) if previous else None
    for path in make_templates(chosen, wanted, output, earlier, progress("Đã lập biểu mẫu", quiet=quiet)):
        out(path.as_posix())
    if not quiet:
        if earlier is not None:
            _say_earlier(earlier, chosen, wanted)
        say(f"Đã ghi {number(len(wanted))} biểu mẫu ({chosen.period.name}) vào thư mục {output.as_posix()}.")
        say(f"Mỗi đơn vị một thư mục: biểu mẫu và thư gửi; danh sách: {(output / LIST).as_posix()}")
    return 0


def _say_earlier(earlier: Previous, chosen: Setting, wanted: Sequence[ReportingUnit]) -> None:
    """Whose figures stand in the column of the earlier period, and who is asked about lines of it."""
    from vstbcpn_cli.edition.applicability import Applicability
    from vstbcpn_cli.usecases.make_template import lines_of_last_period

    alike = earlier.edition == chosen.edition.edition or earlier.is_counterpart(chosen.edition, chosen.period)
    only = "" if alike else "; hai kỳ không cùng độ dài nên chỉ ghi số có đến cuối kỳ, không ghi số phát sinh"
    period = earlier.told(chosen.edition)
    say(f"Cột “Kỳ trước” ghi số liệu {period}{only}.")
    without = sum(not earlier.beside(u.code, chosen.edition, chosen.period) for u in wanted)
    if without:
        say(f"{number(without)} đơn vị không có số liệu {period} nên cột “Kỳ trước” để trống.")
    applies = (Applicability(chosen.edition, unit, chosen.period) for unit in wanted)
    asked = sum(bool(lines_of_last_period(earlier, each)) for each in applies)
    if asked:
        say(f"Biểu mẫu của {number(asked)} đơn vị có các dòng của kỳ trước để xác nhận “Còn” hoặc “Không còn”.")
