"""Words that stand for an answer, for none, or for that of the row above, as offices write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vstbcpn_cli.text.normalise import fold, without_marks


def _also_bare(words: Iterable[str]) -> frozenset[str]:
    """Words as they are compared, and as they are typed without marks: in these cells they have no second meaning."""
    folded = frozenset(map(fold, words))
    return folded.union(map(without_marks, folded))


YES = _also_bare(["có", "đã", "đã có", "có rồi", "rồi", "x", "✓", "ü", "√", "v", "1", "đúng", "yes", "true", "✔", "☑"])
NO = _also_bare(["không", "ko", "k", "chưa", "chưa có", "chưa thực hiện", "0", "no", "sai", "false", "không có"])
ZERO = _also_bare(["không", "không có", "không phát sinh", "-", "--", "---", "/", "ko", "k có", "ko có"])
UNAVAILABLE = _also_bare(
    [
        "chưa có số liệu",
        "không có số liệu",
        "chưa tổng hợp",
        "chưa có",
        "đang cập nhật",
        "đang tổng hợp",
        "n/a",
        "na",
        "n.a",
        "#n/a",
        "?",
        "chưa thống kê",
    ]
)
DOTS = re.compile(r"[.…]*…[.…]*|\.{2,}")
NOT_APPLICABLE = _also_bare(["không thuộc", "không áp dụng", "kad", "không thuộc diện"])
KEPT, GONE = "Còn", "Không còn"
"""What a unit says of a line of the last period that its form shows again."""
CONFIRM_HEAD = "Kỳ này còn không?"
"""Over the column in which it says so. No words of the edition: the form compares the answers with its own, and older
editions have none."""
NIL_WORDS = frozenset(
    [
        "không có",
        "không",
        "không phát sinh",
        "ko",
        "0",
        "không phát sinh trong kỳ",
        "trong kỳ không phát sinh",
        "chưa phát sinh",
        "khong co",
        "khong",
        "khong phat sinh",
        "khong phat sinh trong ky",
    ]
)
"""As the form's own formulas compare them."""
_NIL = frozenset(map(fold, NIL_WORDS))


def says_nil(text: str) -> bool:
    """Whether a text says that there is nothing to report."""
    return fold(text) in _NIL


_TIME = (
    f"(?:{'|'.join(map(fold, ('trong kỳ', 'kỳ này', 'trong kỳ này', 'trong kỳ báo cáo', 'trong quý', 'trong năm')))})"
)
_HAPPENS = "|".join(map(fold, ("phát sinh", "tổ chức", "diễn ra", "xảy ra", "thực hiện", "triển khai")))
_NONE_HAPPENED = re.compile(
    rf"(?:{_TIME},? )?(?:(?:không|ko|k)(?: có)? (?:{_HAPPENS})"
    r"|(?:không|ko|k)(?: có)?(?: (?!số liệu|thông tin)\w+){0,3} nào"
    rf"|chưa(?: có)? phát sinh|kps)(?: gì)?(?: {_TIME})?"
)


def says_none_happened(text: str) -> bool:
    """Whether words say that what is counted did not happen: the figure is 0, where it counts what happens."""
    return says_nil(text) or _NONE_HAPPENED.fullmatch(fold(text).strip(" .;!")) is not None


_LATER = re.compile(
    "(?:{0})(?: (?:{0}))?(?: (?:{1}))?(?: (?:{2}))?".format(
        "|".join(map(fold, ("sẽ", "xin", "đang", "chưa", "chờ", "đợi"))),
        "|".join(map(fold, ("báo cáo", "bổ sung", "cập nhật", "gửi", "nộp", "tổng hợp", "thống kê", "rà soát", "có"))),
        "|".join(map(fold, ("sau", "thêm", "tiếp", "số liệu", "nội dung", "số liệu sau", "kết quả"))),
    )
)


def says_nothing(text: str) -> bool:
    """Whether a text only holds the place of an answer: bare marks, “chưa có”, “sẽ báo cáo sau”."""
    word = fold(text).strip(" .…,;:")
    marks = not any(map(str.isalnum, text))
    return marks or word in UNAVAILABLE or word in NOT_APPLICABLE or _LATER.fullmatch(word) is not None


LIKE_ABOVE = frozenset(["như trên", "nt", "-nt-", "nhu tren", '"', "″", "”", "n.t"])
ELSEWHERE = re.compile(
    r"như (kì|năm|quý|tháng|lần|báo cáo)( báo cáo)? trước\Z"
    r"|(như|theo|xem|có|đã có|đã nêu)( trong| tại| ở)? (báo cáo|bc|công văn|văn bản|phụ lục|tệp|file)"
    r"( (số|kèm theo|gửi kèm|đính kèm|riêng|trên|trước)( [\w/.-]+){0,4})?\Z"
)
"""Words that send the reader to another paper instead of saying it."""
