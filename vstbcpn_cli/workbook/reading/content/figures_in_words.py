"""Words beside an empty cell: whether they give a figure, may give one, or say why there is none.

Numbers spelt out are counted as if they were written in digits. A number in a sentence is a figure unless its
neighbours say that it is something else: a date or a period, the number of a paper, a place in an order, or how many
have not reported yet. What is left is the figure itself where the sentence holds nothing else; beside other words
somebody has to say what it is.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import Enum
from functools import cache

from vstbcpn_cli.text.normalise import fold
from vstbcpn_cli.text.number_words import NUMERALS, number_in_words
from vstbcpn_cli.workbook.reading.content.numbers import possible_numbers


class FigureMention(Enum):
    """What words beside an empty cell say of its answer."""

    NOTHING = "nothing"
    PERHAPS = "perhaps"
    FIGURE = "figure"


def _any(words: str) -> str:
    """One of these words, as they are compared; “_” stands for a space inside one."""
    return "(?:" + "|".join(sorted((fold(w.replace("_", " ")) for w in words.split()), key=len, reverse=True)) + ")"


_PENDING = re.compile(
    r"\b"
    + _any("chưa không đang sẽ chờ đợi thiếu chậm mất hỏng muộn vướng cần phải do vì bởi nên dự_kiến ko hoãn lùi")
    + r"\b"
)
"""Words of somebody who says why there is no answer."""
_REASON = re.compile(
    r"\b"
    + _any(
        "theo xem như tại mới thuộc ngoài nhầm trùng bỏ lỗi gửi đã_báo_cáo đã_nêu giao nộp sau nghỉ vào_quý "
        "vào_cuối n/a kad"
    )
    + r"\b"
)
"""The same, where nobody asks for a number."""
_BODY = _any(
    "xã phường thị_trấn đơn_vị phòng huyện thành_phố tỉnh cơ_sở trường chi_bộ chi_hội thôn bản khối_phố ban ngành "
    "cơ_quan tổ đội công_đoàn nơi địa_phương địa_bàn hội trạm trung_tâm doanh_nghiệp chi_cục"
)
_NUMBER = r"\d[\d.,]*(?: \d{3})*"
_PAPER = _any(
    "công_văn văn_bản_số nghị_định quyết_định kế_hoạch_số thông_tư chỉ_thị nghị_quyết báo_cáo_số thông_báo "
    "hướng_dẫn luật cv nđ qđ kh tt ct nq bc tb hd tờ_trình"
)
_PLACE = _any(
    "ngày tháng quý năm kỳ lần_thứ thứ khóa khoá đợt điều khoản mục điểm phụ_lục mẫu biểu bảng cột dòng ô trang "
    "kế_hoạch chương_trình đề_án dự_án giai_đoạn nhiệm_kỳ lúc giờ trước sau đến hết khối nhà điện_thoại đt sđt "
    "tiêu_chí chỉ_tiêu cấp loại hạng chương"
)
_LONGER = _any("tháng quý ngày tuần năm giờ hôm")
EVENTS = "cuộc, lượt, lớp, tin, bài, vụ, buổi, hội nghị, câu lạc bộ, mô hình, văn bản"
"""What the forms count, but for persons."""
_EVENTS = EVENTS.replace(", ", ",").replace(" ", "_").replace(",", " ")
_COUNTED = _any(f"{_EVENTS} người đồng_chí hội_viên trường_hợp")


def _other(whole: str = "", counted: str = "") -> re.Pattern[str]:
    """Numbers that are something else; not after `whole` and before `counted`."""
    return re.compile(
        rf"\b{_PAPER}(?: {fold('số')})?:? ?\d[\w./\-–]*"  # papers
        r"|\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b(?!,)|\b\d{1,2}/\d{4}\b"  # dates
        rf"|\b[^\W\d_]+\.?\d+[\w.]*|\b\d+/[\w\-–]*[^\W\d_][\w./\-–]*"  # codes and numbers of papers
        rf"|{whole}\b{_PLACE}:? ?(?:{fold('số')} )?\d[\d./\-–]*{counted}"
        rf"(?: ?(?:[-–,]|{fold('và')}|{fold('đến')}) ?\d[\d./]*{counted})*"
        rf"|{whole}\b{_BODY} \d+\b"  # after its noun a number is a name: “phòng 3”
        rf"|\b\d+(?: ?[-–] ?\d+)? ?{_LONGER}\b"  # how long, until when
        r"|\b(?:19[4-9]\d|20\d\d)\b(?:(?: ?[-–] ?)(?:19|20)\d\d\b)?"  # years
        rf"|\b(?:{_any('tính cộng đếm kê báo nhắc')}|{_any('mỗi một hằng hàng')} {_LONGER})"
        rf" \d+ {fold('lần')}\b"  # how often
    )


_OTHER = _other()
_OTHER_IN_A_REPORT = _other(rf"(?<!\b{fold('cả')} )(?<!\b{fold('toàn')} )", rf"(?![\d./\-–])(?! {_COUNTED}\b)")
"""Where nothing says that there is no answer, “cả năm 14”, “trong quý 14 cuộc” may give one."""
_STATE = _any("chưa không còn chậm đang mới")
_BUT = _any("nhưng mà song")
_NO_SUBJECT = _any(f"nhưng mà song do vì bởi nên vẫn hiện cũng đã thì tuy {_EVENTS}")


@cache
def _of_others(*names: str) -> re.Pattern[str]:
    """How many others have not done something yet; what is counted itself, by these `names`, is not one of them."""
    mine = "|".join([_NO_SUBJECT, *map(re.escape, names)])
    subject = rf"(?!(?:{_STATE}|{mine})\b)[^\W\d_]+ (?:(?!{_BUT}\b)[^\W\d_]+ )?(?={_STATE}\b)"
    return re.compile(rf"(?:{fold('cả')} )?{_NUMBER}(?:/{_NUMBER})?%? (?:(?!{_any(_EVENTS)}\b){_BODY}\b|{subject})")


_OF_SOME = re.compile(rf"\b{_any('của từ ở tại cho')} {_NUMBER} [^\W\d_]+")
_NAMES_OF_PERSONS = tuple(map(fold, ("đồng chí", "cán bộ", "công chức", "viên chức", "người")))
_PERSONS = re.compile(rf"{_NUMBER} (?:{'|'.join(_NAMES_OF_PERSONS)})\b")
"""Where other things are counted, persons in a reason are those who are away, or whose work it is."""
_SAYS = "có được là đã tổng tổng_số tổng_cộng cộng số số_lượng số_liệu kết_quả đạt thực_hiện cụ_thể hiện hiện_có chỉ"
_BEGINS = _any(
    f"{_SAYS} khoảng gần trên hơn dưới tầm ước ước_tính chừng trong_kỳ kỳ_này chưa_có_số_liệu không_áp_dụng gồm "
    "tương_đương"
)
_CORRECTS = "đúng chính_xác thực_tế đính_chính sửa sửa_lại thành phải lẽ_ra xin"
_ONLY = re.compile(
    rf"(?:{_BEGINS}\b[\s:,.–\-]*|[(\[><≈~:=\s])*"
    rf"({_NUMBER}(?:\s?[/–-]\s?{_NUMBER})?)\s?%?((?:\s[^\W\d_]+,?){{0,3}})[\s.;)\]]*\Z"
)
_NUMERAL = f"(?:{'|'.join(NUMERALS)})"
_SPELT = re.compile(
    rf"\b{_NUMERAL}(?: {_NUMERAL})+\b"
    rf"|\b(?!{fold('không')}\b){_NUMERAL}\b(?= (?:{_COUNTED}|{fold('lần')})\b(?!(?: \w+)? {fold('nào')}\b))"
)
_BEGIN = re.compile(rf"(?:{_BEGINS}\b[\s:,.–\-]*|[(\[:=\s])*")
_BEGIN_EXACTLY = re.compile(rf"(?:{_any(f'{_SAYS} {_CORRECTS}')}\b[\s:,.–\-]*|[(\[:=\s])*")
_IN_PLACE_OF_ANOTHER = re.compile(rf".*\b{_any('mà_là đúng_là đúng_phải_là sửa_thành sửa_lại_là sửa_lại_thành')} ")
"""“không phải 4 mà là 14”: what comes last is the figure."""
_NO_QUANTITY = re.compile(r"(?:19[4-9]\d|20\d\d)|\d{9,}")
"""A year, a telephone: where nothing else is said, nobody knows that it is a figure."""


def told_by(text: str, measure: str = "") -> FigureMention:
    """What a text says of a figure that is asked in this measure."""
    words = _in_digits(" ".join(fold(unicodedata.normalize("NFKC", text)).split()))
    pending = _PENDING.search(_without(words, "chưa có số liệu", "không áp dụng"))
    if not pending and _ONLY.match(words):
        return FigureMention.FIGURE
    sure = _OTHER.sub(" ", words)
    rest = sure if pending else _OTHER_IN_A_REPORT.sub(" ", words)
    if _PENDING.search(rest):
        persons = fold("người") in _names(measure)
        mine = *_names(measure), *(_NAMES_OF_PERSONS if persons else ())
        rest = _OF_SOME.sub(" ", _of_others(*mine).sub(" ", rest))
        rest = rest if persons else _PERSONS.sub(" ", rest)
    if not re.search(r"\d", rest):
        return FigureMention.NOTHING
    measured = any(re.search(rf"\d (?:{re.escape(m)})\b", sure) for m in _names(measure))
    return FigureMention.FIGURE if measured and not pending else FigureMention.PERHAPS


def figures_stated(text: str, measure: str = "") -> frozenset[Decimal]:
    """The figure that words state outright and in this measure, in every way it can be read; none where they say
    anything else, as “29 xã” and “khoảng 50” do beside a number of meetings."""
    words = " ".join(fold(text).split())
    rest = _IN_PLACE_OF_ANOTHER.sub("", words)
    begun = _BEGIN_EXACTLY.match(rest)
    assert begun is not None, "it matches nothing too"
    rest = rest[begun.end() :]
    if begun[0].endswith(("(", "[")):
        rest = rest.rstrip(" ).;]")
    bare = rest == words
    rest = rest.rstrip(" .;")
    return frozenset() if bare and _NO_QUANTITY.fullmatch(rest) else possible_numbers(rest, measure)


def gives_a_reason(text: str) -> bool:
    """Whether words beside a cell for words say why it is empty: at their beginning, before what follows from it."""
    begun = re.split(r"[,;.:]", fold(text), maxsplit=1)[0]
    return bool(_PENDING.search(begun) or _REASON.search(begun)) or not any(map(str.isalnum, begun))


def _without(words: str, *phrases: str) -> str:
    for phrase in phrases:
        words = words.replace(fold(phrase), " ")
    return words


def _names(measure: str) -> list[str]:
    """“tin, bài” as it may follow a number: tin, bài, tin bài."""
    whole = fold(measure)
    parts = [p.strip() for p in whole.split(",") if p.strip()]
    return [*parts, " ".join(parts)] if whole else []


def _in_digits(words: str) -> str:
    """The words with every number that is spelt out in digits; a single word is one only alone and before what it
    counts, as “năm” is a year too and “một số” counts nothing."""
    begun = _BEGIN.match(words)
    assert begun is not None, "it matches nothing too"
    alone = number_in_words(words[begun.end() :].strip(" ().;"))
    return _SPELT.sub(_digits, words) if alone is None else f"{begun[0]}{alone}"


def _digits(match: re.Match[str]) -> str:
    number = number_in_words(match[0])
    return match[0] if number is None else str(number)
