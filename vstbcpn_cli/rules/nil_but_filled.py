"""VS423: a task declared “Không phát sinh trong kỳ” holds a figure or a table row all the same."""

from __future__ import annotations

from collections.abc import Iterator

from vstbcpn_cli.rules.base import Fault, FormRule, Scope
from vstbcpn_cli.schema.model import Severity
from vstbcpn_cli.submission import Observation


def check(scope: Scope) -> Iterator[Fault]:
    for code, declared in scope.submission.nil_tasks.items():
        filled: dict[str, Observation] = {}
        for entry in scope.entries_of[code]:
            found = entry.observation
            if entry.typed and (found.key.row or (found.number or 0) > 0):
                # one cell stands for its whole table row
                filled.setdefault(f"{entry.block}/{found.key.row}" if found.key.row else found.key.code, found)
        if filled:
            yield Fault(
                declared,
                f"Nhiệm vụ đã chọn “Không phát sinh trong kỳ” nhưng có {len(filled)} ô hoặc dòng đã điền.",
                "Đề nghị bỏ lựa chọn “Không phát sinh trong kỳ”, hoặc xóa nội dung đã điền.",
                tuple(filled.values()),
            )


RULE = FormRule(
    code="VS423",
    name="nil-but-filled",
    severity=Severity.WARNING,
    title="Đã chọn không phát sinh nhưng có số liệu",
    why="Nhiệm vụ không phát sinh thì các ô số được hiểu là 0, trái với nội dung đã điền.",
    example="Trang tính “NV6” chọn “Không phát sinh trong kỳ” nhưng bảng lớp tập huấn có hai dòng.",
    fix="Bỏ lựa chọn này nếu có hoạt động, hoặc xóa nội dung đã điền.",
    check=check,
)
