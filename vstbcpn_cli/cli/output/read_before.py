"""What a run did not have to read again, in one sentence."""

from __future__ import annotations

from vstbcpn_cli.cli.console import say
from vstbcpn_cli.text.dates import short_date
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.kept_season import Again


def say_read_before(again: Again | None) -> None:
    """Nothing is said where every file was read."""
    if again is None:
        return
    if again.since is not None:
        at = f"{again.since:%H:%M} ngày {short_date(again.since.date())}"
        say(f"Không có gì thay đổi từ lần kiểm tra lúc {at}, nên không phải đọc lại tệp nào.")
    elif again.kept == again.files:
        say("Các tệp không thay đổi nên không phải đọc lại; đã đối chiếu lại theo sổ theo dõi và số liệu hiện nay.")
    else:
        say(
            f"Chỉ đọc {number(again.files - again.kept)} tệp mới hoặc đã thay đổi; "
            f"{number(again.kept)} tệp còn lại vẫn như lần đọc trước."
        )
