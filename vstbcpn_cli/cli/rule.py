"""`vstbcpn rule`: one rule explained, or all of them listed."""

from __future__ import annotations

from typing import Annotated

import typer

from vstbcpn_cli.cli import offered
from vstbcpn_cli.cli.console import fail, out
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.options import EditionName

_SEVERITY = {"error": "lỗi", "warning": "cảnh báo", "notice": "lưu ý"}


def command(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[MÃ]",
            autocompletion=offered.rules,
            help="Mã quy tắc, ví dụ VS401, hoặc mã ràng buộc của biểu mẫu, ví dụ R05.",
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Liệt kê mọi quy tắc.")] = False,
    edition: EditionName = None,
) -> int:
    """Giải thích một quy tắc kiểm tra."""
    from vstbcpn_cli.edition.locations import called
    from vstbcpn_cli.usecases.explain import declared, explained, figure_meant, listed, nearest_rules, stated
    from vstbcpn_cli.usecases.season.season_folder import defaults

    if all_:
        for rule in listed():
            out(f"{rule.code}  {_SEVERITY[rule.severity]:<8}  {rule.title}")
        return ExitCode.OK
    if not code:
        fail("Chưa ghi mã quy tắc. Đề nghị ghi mã, ví dụ vstbcpn rule VS401, hoặc xem danh sách: vstbcpn rule --all")
        return ExitCode.USAGE
    edition = edition or defaults().edition
    rules = explained(edition, code)
    if not rules:
        if figure := figure_meant(edition, code):
            advice = f"Đề nghị tra số liệu bằng lệnh: vstbcpn trace {figure}"
            fail(f"“{figure}” là mã số liệu, không phải mã quy tắc. {advice}")
            return ExitCode.USAGE
        near = ", ".join(f"“{n}”" for n in nearest_rules(edition, code))
        hint = f"; mã gần nhất là {near}" if near else ""
        fail(f"Không có quy tắc “{code}”{hint}. Đề nghị xem danh sách bằng lệnh: vstbcpn rule --all")
        return ExitCode.USAGE
    name, constraints = stated(edition, code)
    if constraints:
        out(f"{name} · ràng buộc của bộ biểu mẫu {called(edition)}:")
    for one in constraints:
        tried = ", thử nghiệm" if one.trial else ""
        out(f"  {one.task} · {one.rule.code} ({_SEVERITY[one.severity]}{tried})")
        for line in one.asks:
            out(f"    {line}", indent=6)
    if constraints:
        out()
    for rule in rules:
        out(f"{rule.code} · {rule.title} ({_SEVERITY[rule.severity]})")
        out(f"  Vì sao:   {rule.why}")
        out(f"  Ví dụ:    {rule.example}")
        out(f"  Cách sửa: {rule.fix}")
        if rule.for_the_office:
            out("  Báo cho:  chỉ cơ quan thường trực, không ghi vào phản hồi gửi đơn vị.")
        uses = declared(edition, rule)
        if uses:
            out(f"  Áp dụng:  {', '.join(uses)}")
    return ExitCode.OK
