"""Numbers that tell of one person: of an identity card, or a telephone."""

from __future__ import annotations

import re
from itertools import pairwise

_GROUP = re.compile(r"\d+")
_FEWEST = 9
MASK = "(đã ẩn)"
_RUN = re.compile(r"\(?\+?\d(?:[\d .\-–()\u00a0]*\d)?")
"""Groups of digits with what may stand between the groups of one number."""
_BETWEEN = re.compile(r"[ .\-–\u00a0]|\)[ .\-\u00a0]?|[ .]?\(|[. ]?[-–.][ \u00a0]")
_GOES_ON = re.compile(r"\.?\d|,(?!0\d{9})\d")
_DECIMAL = re.compile(r"(?<!\d{9})\d,\Z|\d\.\Z")
"""What stands before the rest of a number with a decimal mark, not before the second of two numbers."""
_ABROAD = re.compile(r"(?:00)?84")
_COUNTRY = re.compile(r"84(?:-|\d*\Z)")
"""The code of the country without its sign: before a hyphen, or with all digits in one."""
_MONEY = re.compile(r"\s?(?:đồng|đ\b|vnđ|vnd|triệu|tỷ|tỉ)", re.IGNORECASE)
_CARD = re.compile(
    r"(\b(?:cmnd|cmtnd|cmt|cccd|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư))(?: số)?[ :.(\u00a0]{1,3})"
    rf"\d{{3}}([ .]?)\d{{3}}\2\d{{3}}(?:\2\d{{3}})?(?!\d|[.,]\d|{_MONEY.pattern})",
    re.IGNORECASE,
)
"""Nine digits, and twelve however they are grouped, are the number of a card where they are said to be one."""
_TELEPHONE = re.compile(
    r"0[2-9]\d{8}"  # mobile telephones, and the towns of 2011: 025 and seven digits, 04 and eight
    r"|02\d{9}"  # towns since 2017: 0205 and seven digits, 024 and eight
    r"|0(?:12\d|16[2-9]|18[6-8]|199)\d{7}"  # mobile telephones until 2018
    r"|0(?:32|35|50|51|65|71|78)[01]\d{7}"  # towns until 2017 whose code has three digits after the zero
)
_CITIZEN = re.compile(r"0\d{11}|0\d\d(?: \d{3}){3}|0\d\d(?:\.\d{3}){3}|0\d{3}(?: \d{4}){2}")
"""The number of a citizen's card."""
_DATE = re.compile(r"\d{1,2}[.\- ]\d{1,2}[.\- ](?:19|20)\d\d(?!\d)")
_LISTED = re.compile(rf"{_DATE.pattern}|0[26]\D+\d\d\D|0\d[.\-](?:19|20)\d\d ?[-–] ?(?:\d{{1,2}}[.\-])?(?:19|20)\d\d\Z")
"""A date with more behind it, a list of small numbers, or months from and until, however like a telephone number all
their digits are."""
_MOST_GROUPS = 7
_LEAST_AT_THE_END = 2
_GROUPS_OF_A_DATE = 3


def without_personal(text: str) -> str:
    """The text with each such number hidden; any other text as it is.

    Telephone numbers are those of the numbering plans of 2011 and of today, however their digits are grouped. A sum of
    money begins with no zero, and a number of a document has fewer digits.
    """
    if sum(map(len, _GROUP.findall(text))) < _FEWEST:
        return text
    return _RUN.sub(_hidden, _CARD.sub(rf"\1{MASK}", text))


def _hidden(run: re.Match[str]) -> str:
    """One run of digits with the numbers of persons in it hidden; more than one may stand there."""
    groups = [m.span() for m in _GROUP.finditer(run.string, *run.span())]
    kept, at, first = [], run.start(), 0
    glued = _DECIMAL.search(run.string, max(run.start() - 12, 0), run.start()) is not None
    while first < len(groups):
        start = groups[first][0]
        begins = not glued and run.string[start] in "08"  # 0…, 84…
        ends = range(min(len(groups), first + _MOST_GROUPS), first, -1) if begins else ()
        last = next((n for n in ends if _personal(run.string, groups[first:n])), 0)
        if last:
            end = groups[last - 1][1]
            start -= start > at and run.string[start - 1] == "+"
            start -= start > at and run.string[start - 1] == "(" and ")" in run.string[start:end]
            kept += [run.string[at:start], MASK]
            at = end
        dated = not last and _DATE.match(run.string, groups[first][0]) is not None
        first = last or first + (_GROUPS_OF_A_DATE if dated else 1)
        if first < len(groups):
            glued = not last and run.string[groups[first - 1][1] : groups[first][0]] == "."
    return "".join([*kept, run.string[at : run.end()]])


def _personal(text: str, groups: list[tuple[int, int]]) -> bool:
    """Whether some groups of digits in a row are one such number."""
    (start, _), (last, end) = groups[0], groups[-1]
    gaps = [text[one[1] : other[0]] for one, other in pairwise(groups)]
    if _GOES_ON.match(text, end) or (gaps and end - last < _LEAST_AT_THE_END):
        return False
    if not all(_BETWEEN.fullmatch(gap) for gap in gaps):
        return False
    written = text[start:end]
    digits = "".join(_GROUP.findall(written))
    before = text[max(start - 1, 0) : start]
    bracketed = before == "(" and ")" in written
    country = before == "+" or bracketed or digits.startswith("00") or _COUNTRY.match(written)
    if country and (prefix := _ABROAD.match(digits)):
        national = "0" + digits[prefix.end() :].removeprefix("0")
        return bool(_TELEPHONE.fullmatch(national)) and not _MONEY.match(text, end)
    return bool(_CITIZEN.fullmatch(written) or (_TELEPHONE.fullmatch(digits) and not _LISTED.match(written)))
