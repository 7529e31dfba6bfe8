"""Rules that a fault of the program has stopped, said once on stderr: the rest of the work is done and written."""

from __future__ import annotations

from collections.abc import Iterable

from vstbcpn_cli.cli.console import fail
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.ledger_entry import LedgerEntry

_MOST_NAMES = 3


def say_not_run(ledger: Iterable[LedgerEntry]) -> bool:
    """Says once of each such rule on which files it could not be run; whether there was any."""
    stopped: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for entry in ledger:
        for fault, files in entry.failed.items():
            stopped.setdefault((entry.code, fault, files), []).append(entry.rule)
    for (_, fault, files), named in stopped.items():
        where = first_of(files, _MOST_NAMES, "tệp", between="; ")
        fail(
            f"Quy tắc {rule_names(named)} chưa kiểm tra xong {number(len(files))} tệp vì phần mềm gặp lỗi ({fault}): "
            f"{where}. Điểm mà quy tắc này có thể nêu chưa được biết. "
            "Đề nghị gửi dòng này cho người phụ trách phần mềm."
        )
    return bool(stopped)


def rule_names(rules: Iterable[str]) -> str:
    """“VS401 (R01, R04), VS505”: each rule once, with the uses of it that the edition declares."""
    uses: dict[str, list[str]] = {}
    for rule in sorted(rules):
        code, _, use = rule.partition(" ")
        uses.setdefault(code, []).append(use)
    return ", ".join(f"{c} {u[0]}".rstrip() if len(u) == 1 else f"{c} ({', '.join(u)})" for c, u in uses.items())
