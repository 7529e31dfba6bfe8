"""What became of an edited document, for the officer who edited it."""

from __future__ import annotations

from enum import Enum

import msgspec

from vstbcpn_cli.report.hand_merge.visible_text import OBJECT

_WORDS = 90
"""Letters of a paragraph by which it is found again."""


class Fate(Enum):
    RENEWED = "renewed"
    KEPT = "kept"
    LEFT = "left"


class What(Enum):
    """What was done, or is left to do, in the words of the paper; the mark of each stands first."""

    TEXT = (Fate.RENEWED, "đoạn để nguyên, đã thay bằng nội dung mới")
    CELLS = (Fate.RENEWED, "ô bảng để nguyên, đã thay bằng nội dung mới")
    ROWS = (Fate.RENEWED, "dòng bảng mới, đã thêm vào")
    GONE_ROWS = (Fate.RENEWED, "dòng bảng để nguyên, đã bỏ vì bản mới không còn")
    ADDED = (Fate.RENEWED, "đoạn mới, đã thêm vào")
    TABLE = (Fate.RENEWED, "bảng mới, đã thêm vào")
    REPLACED = (Fate.RENEWED, "bảng để nguyên, đã thay cả bảng vì số cột thay đổi")
    GONE = (Fate.RENEWED, "đoạn để nguyên, đã bỏ vì bản mới không còn")
    CHART = (Fate.RENEWED, "biểu đồ để nguyên, đã vẽ lại theo số liệu mới")
    FIGURES = (Fate.RENEWED, "đoạn đã sửa tay: giữ lời đã sửa, thay số liệu mới; đề nghị đọc lại câu")
    EDITED = (Fate.KEPT, "đoạn đã sửa tay, giữ nguyên")
    EDITED_CELL = (Fate.KEPT, "ô bảng đã sửa tay, giữ nguyên")
    OWN = (Fate.KEPT, "đoạn tự thêm, giữ nguyên")
    OWN_ROW = (Fate.KEPT, "dòng bảng tự thêm, giữ nguyên")
    OWN_TABLE = (Fate.KEPT, "bảng tự thêm, giữ nguyên")
    MOVED = (Fate.KEPT, "đoạn đã chuyển chỗ, giữ ở chỗ mới")
    DELETED = (Fate.KEPT, "đoạn đã xóa, không đưa lại")
    DELETED_ROW = (Fate.KEPT, "dòng bảng đã xóa, không đưa lại")
    CONFLICT = (Fate.LEFT, "đã sửa tay và nội dung mới cũng thay đổi: giữ lời đã sửa, nội dung mới ở ghi chú bên lề")
    DROPPED = (Fate.LEFT, "đã sửa tay nhưng bản mới không còn: giữ lời đã sửa, đề nghị xem còn cần không")
    BACK = (Fate.LEFT, "đã xóa nhưng số liệu nay thay đổi: đưa lại để xem xét")
    PART_DELETED = (Fate.LEFT, "phần đã xóa, không đưa lại; số liệu của phần này nay đã thay đổi")
    CHART_KEPT = (Fate.LEFT, "biểu đồ đã sửa tay, giữ nguyên; số liệu mới ở ghi chú bên lề")
    OLD_FIGURE = (Fate.LEFT, "đoạn tự thêm có số của lần lập trước, bản mới không còn số này: đề nghị xem lại")
    HEADER = (Fate.LEFT, "đầu trang, chân trang của bản mới có chữ khác, chưa đưa vào")

    @property
    def fate(self) -> Fate:
        return self.value[0]

    @property
    def told(self) -> str:
        return self.value[1]


class Line(msgspec.Struct, frozen=True):
    """One thing that was done: in which part of the document, the first words of the place, how many of them, and what
    the new document says there, where that is left to the officer."""

    what: What
    place: str
    words: str
    count: int = 1
    new: str = ""


class Merged(msgspec.Struct, frozen=True):
    """The merged document and everything that happened, in the order of the document."""

    document: bytes
    lines: tuple[Line, ...]

    def of(self, fate: Fate) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.what.fate is fate)

    def count(self, fate: Fate) -> int:
        return sum(line.count for line in self.of(fate))


def first_words(text: str, most: int = _WORDS) -> str:
    flat = " ".join(text.replace(OBJECT, "").split())
    return flat if len(flat) <= most else f"{flat[:most].rsplit(' ', 1)[0]} …"
