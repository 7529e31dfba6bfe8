"""What the keeping of files has found, said at the end of a command, also of a quiet one and of one that failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vstbcpn_cli.runtime.recovery_notices import Kept, Notice, Strange
from vstbcpn_cli.text.numbers import number

Shown = Callable[[Path], str]


def sentence(notice: Notice, shown: Shown) -> str:
    """`shown` gives a path as the officer writes it."""
    match notice:
        case Kept(path, beside, merged=True):
            return (
                f"Tệp “{shown(path)}” đã được sửa tay nên được giữ lại với tên “{beside.name}”; "
                f"“{path.name}” nay là bản đã ghép chỗ sửa tay với nội dung mới."
            )
        case Kept(path, beside, left=True):
            return (
                f"Tệp “{shown(path)}” không thuộc bộ kết quả vừa ghi, nhưng đã được sửa tay nên được giữ lại với tên "
                f"“{beside.name}”."
            )
        case Kept(path, beside):
            return (
                f"Tệp “{shown(path)}” không còn là nguyên bản phần mềm đã ghi nên được giữ lại với tên "
                f"“{beside.name}”; “{path.name}” nay là bản mới. "
                "Đề nghị chép sang bản mới những chỗ đã sửa còn cần dùng."
            )
        case Strange(folder, first, count):
            others = f" và {number(count - 1)} mục cùng kiểu tên" if count > 1 else ""
            return (
                f"Trong {_folder(folder, shown)} có “{first}”{others}, không phải do phần mềm ghi trên máy này cho "
                "người đang dùng, nên được để nguyên. Đề nghị xem bên trong, chép ra tệp còn cần rồi xóa."
            )
        case _:
            return (
                f"Lần ghi trước vào {_folder(notice.folder, shown)} bị ngắt giữa chừng, và các tệp ở đó đã thay đổi từ "
                f"lúc ấy nên được để nguyên; tệp của lần đó còn trong “{notice.name}”. "
                "Đề nghị xem bên trong, chép ra tệp còn cần rồi xóa."
            )


def _folder(folder: Path, shown: Shown) -> str:
    name = shown(folder)
    return name if name == "thư mục hiện tại" else f"thư mục “{name}”"
