"""Rules that a fault of the program has stopped, said once on stderr: the rest of the work is done and written."""

from __future__ import annotations

from collections.abc import Iterable

from vstbcpn_cli.cli.console import fail
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.rule_ledger import Entry

_MOST_NAMES = 3


def say_not_run(ledger: Iterable[Entry]) -> bool:
    """Says of each such rule on which files it could not be run; whether there was any."""
    failed = [(e, fault, files) for e in ledger for fault, files in e.failed.items()]
    for entry, fault, files in failed:
        named = first_of(files, _MOST_NAMES, "tệp", between="; ")
        fail(
            f"Quy tắc {entry.rule} chưa kiểm tra xong {number(len(files))} tệp vì phần mềm gặp lỗi ({fault}): {named}. "
            "Điểm mà quy tắc này có thể nêu chưa được biết. Đề nghị gửi dòng này cho người phụ trách phần mềm."
        )
    return bool(failed)
