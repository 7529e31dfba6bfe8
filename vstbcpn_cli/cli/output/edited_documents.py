"""What became of documents that somebody had edited, in a few lines; the rest stands in the paper beside them."""

from __future__ import annotations

from vstbcpn_cli.cli.console import say
from vstbcpn_cli.report.hand_merge.outcome import Fate
from vstbcpn_cli.report.hand_merge.paper import told
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.edited_documents import EditedDocuments

_SHOWN = 5
"""Places named on the screen."""


def say_merged(edited: EditedDocuments, *, quiet: bool) -> None:
    """What asks for the officer is said in any case."""
    for name, made in edited.merged.items():
        left = made.of(Fate.LEFT)
        if made.lines and not quiet:
            counts = {fate: number(made.count(fate)) for fate in Fate}
            say(
                f"{name}: đã ghép chỗ sửa tay với nội dung mới; {counts[Fate.RENEWED]} chỗ được thay, "
                f"{counts[Fate.KEPT]} chỗ giữ như đã sửa, {counts[Fate.LEFT]} chỗ đề nghị xem lại."
            )
        for line in left[:_SHOWN]:
            say(f"  Đề nghị xem lại: {told(line)}.")
        if len(left) > _SHOWN:
            say(f"  và {number(len(left) - _SHOWN)} chỗ khác.")
    if edited.paper and not quiet:
        say(f"Danh sách đầy đủ: {edited.paper}.")
    for name in edited.apart:
        say(
            f"{name}: chưa ghép được chỗ sửa tay vì không có nguyên bản phần mềm đã ghi, hoặc tệp đã sửa không đọc "
            "được; bản đã sửa được giữ bên cạnh bản mới."
        )
