"""What a longer answer says one thing after the other: the parts that stay true when each is told by itself.

Where that is not certain the parts stay together: what stands behind a colon, what refers back, what shares the “chưa”
or the “đề nghị” of the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from vstbcpn_cli.text.normalise import fold


class Clause(msgspec.Struct, frozen=True):
    """One thing said, as it was written; `head` is the heading over it, “Khó khăn”, without which it says less."""

    text: str
    head: str = ""


class _Part(msgspec.Struct, frozen=True):
    """From where to where in the answer; a `tied` one belongs to the part before it."""

    start: int
    end: int
    head: str = ""
    tied: bool = False


class _Line(msgspec.Struct, frozen=True):
    """A line with its bullet: `mark` tells kinds of bullets apart, nothing where there is none."""

    start: int
    end: int
    mark: str
    text: str

    @property
    def open(self) -> bool:
        """Whether its sentence may go on in the next line."""
        return not _ENDS.search(self.text)


_BULLET = re.compile(
    r"(?P<sign>[-–—+•*·▪●○✓])(?:\s+|(?=[^\W\d]))|\(?(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]\s+(?!\d)"
    r"|(?P<roman>[IVX]{1,4})[.)]\s+|\(?(?P<letter>[a-zđ])[.)]\s+"
)
_CUT = re.compile(r"[.!?…]+(?=\s+(?P<next>\S))|;(?=\s)")
_STOP = re.compile(r"[.!?…]\s*$")
_ENDS = re.compile(r"[.;!?…:]\s*$")
_COLON = re.compile(r":(?=\s|$)")
_SHORT_FORMS = frozenset(("tp", "tx", "tt", "ts", "ths", "gs", "pgs", "bs", "cn", "ks", "đ/c", "v.v", "st", "tr"))
"""What a dot may stand behind without ending the sentence; so may it behind a single letter."""
_OPENING, _CLOSING = "([“", ")]”"

_WORD = re.compile(r"[^\W\d_]+|\d[\d.,/-]*")


def _phrases(text: str) -> re.Pattern[str]:
    """Finds any of the phrases, as whole words, in a folded text."""
    known = sorted((fold(p.strip()) for p in text.split("|")), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")


_TIED = _phrases(
    "trong đó|tuy nhiên|tuy vậy|song|nhưng|do đó|do vậy|vì vậy|vì thế|bởi vậy|nên|cho nên|nhờ đó|nhờ vậy|qua đó|từ đó"
    "|theo đó|trên cơ sở đó|cụ thể|riêng|trừ|ngoại trừ|ngoài|còn lại|số còn lại|phần còn lại|sau đó|trước đó|tiếp đó|để"
    "|nhằm|mà|và|hoặc|hay|như|ví dụ|chẳng hạn|gồm|bao gồm|trong số|đây|điều|họ|nó|đạt|chiếm|bằng|so với|tương đương"
    "|kể cả|thậm chí|đặc biệt|nhất là|chủ yếu|đa số|ngược lại|trái lại|thực tế|kết quả|số này|tất cả đều|nếu|trường hợp"
    "|đơn vị nào|tức là|nghĩa là|lần lượt|tương ứng|lại|rồi|thì"
)
"""What begins so leans on what was said before."""
_REASON = _phrases("do|bởi|vì|nguyên nhân|lý do")
"""Several reasons one after the other each stand for themselves."""
_CHANGE = re.compile(r"(?:tăng|giảm)(?= (?:\d|so |thêm|từ|lên|xuống))")
_BACK = re.compile(
    "".join(rf"(?<!\b{fold(w)} )" for w in ("kỳ", "đợt", "năm", "quý", "tháng", "trong", "qua", "từ"))
    + r"\b(?:này|đó|nói trên|nêu trên|kể trên|trên đây|ấy)\b"
)
"""“Các đơn vị này”; not “trong kỳ này”, nor what is said of in the same breath: “…, trong đó”."""
_MORE = _phrases("ngoài ra|bên cạnh đó|đồng thời|mặt khác|cùng với đó|hơn nữa|thêm vào đó|tiếp theo|cuối cùng")
_COUNTED_OFF = re.compile(r"(?:(?:một|hai|ba|bốn|năm|sáu) là|thứ (?:nhất|hai|ba|tư|năm))(?!\w)")
"""Says only that there is more, or which one it is."""
_OF_THE_COMMITTEE = fold("vì sự")

_DENIES = _phrases("chưa|không|chẳng|thiếu|hết|ngừng|dừng|bỏ|hoãn|tránh|trừ|khó|khỏi")
_ASKS = _phrases(
    "đề nghị|kiến nghị|đề xuất|mong|cần|phải|nên|yêu cầu|xin|sẽ|dự kiến|phấn đấu|tiếp tục|định|chuẩn bị"
    "|tăng cường|đẩy mạnh"
)
_DIFFICULTY = fold("khó khăn")
_ASSERTS = frozenset(("đã", "đang", "còn", "vẫn", "chưa", "không", "chẳng", "sẽ", "bị"))
"""What a part must have of its own before it stands without the denial or the wish of the words before it."""

_LABEL = re.compile(
    r"(?:(?:ưu điểm|thuận lợi|kết quả|đạt được|nổi bật|chủ yếu|tồn tại|hạn chế|khó khăn|vướng mắc|nguyên nhân"
    r"|khách quan|chủ quan|phương hướng|nhiệm vụ|đánh giá|chung|về|những|một số|các|và|mặt)(?!\w)[\s,/&-]*)+"
)
"""Of such words a heading is made that stands over each thing below it."""
_FEWEST_WORDS = 3
_BEGINNING = 40
"""Characters that hold the first words."""


def clauses(text: str, *, wished: bool = False) -> tuple[Clause, ...]:
    """The things an answer says, in its order. `wished` of a question whose every answer is a plan or a request."""
    text = _unwrapped(text)
    found: list[_Part] = []
    for part in _parts(text, wished):
        if found and (part.tied or _leans(text, found[-1], part)):
            found[-1] = msgspec.structs.replace(found[-1], end=part.end)
        else:
            found.append(part)
    clean = (Clause(_without_opening(text[p.start : p.end]), p.head) for p in found)
    return tuple(c for c in clean if _WORD.search(c.text))


def _parts(text: str, wished: bool) -> Iterator[_Part]:
    over: _Line | None = None
    below, head = "", ""
    lines = _lines(text)
    for n, line in enumerate(lines):
        after = lines[n + 1].mark if n + 1 < len(lines) else ""
        if over is not None and line.mark == over.mark != below:
            over, head = None, ""
        announces = line.text.endswith(":") or (line.open and after not in ("", line.mark))
        label = _label(line.text.rstrip(" :")) if announces else ""
        if over is not None and not head:
            yield _Part(line.start, line.end, tied=True)
        elif announces and n + 1 < len(lines) and label:
            over, below, head = line, after, label
        else:
            yield from _inside(line, head, wished)
            if announces:
                over, below = line, after


def _unwrapped(text: str) -> str:
    """With a space for a line end in the middle of a sentence."""
    first, *others = text.split("\n")
    found = [first]
    for line in others:
        body, before = line.strip(), found[-1].strip()
        goes_on = body and before and not _BULLET.match(body) and body[0].islower() and not _ENDS.search(before)
        found += [" ", line] if goes_on else ["\n", line]
    return "".join(found)


def _lines(text: str) -> list[_Line]:
    """The lines that have words."""
    found: list[_Line] = []
    at = 0
    for written in text.split("\n"):
        start, end = at + len(written) - len(written.lstrip()), at + len(written)
        at = end + 1
        if mark := _BULLET.match(text, start, end):
            start = mark.end()
        kind = next((k if k != "sign" else v for k, v in mark.groupdict().items() if v), "") if mark else ""
        if text[start:end].strip():
            found.append(_Line(start, end, kind, text[start:end].rstrip()))
    return found


def _inside(line: _Line, head: str, wished: bool) -> Iterator[_Part]:
    """The parts of one line. Behind a colon they stay together, unless it is a mere heading that stands before it."""
    at, reaching, begun = 0, False, True
    for cut in [*_cuts(line.text), len(line.text)]:
        colon = _colon(line.text, at, cut)
        if colon >= 0 and (label := _label(line.text[at:colon])):
            head, at = label, colon + 1
            reaching, begun = False, True
        elif colon >= 0:
            yield _Part(line.start + at, line.end, head)
            return
        part = line.text[at:cut]
        if part.strip(" .;"):
            start = at + len(part) - len(part.lstrip())
            yield _Part(line.start + start, line.start + cut, head, not begun and reaching and not _asserts(part))
            reaching, begun = reaching or _reaches(part, wished), False
        if _STOP.search(part):
            reaching, begun = False, True
        at = cut


def _cuts(text: str) -> Iterator[int]:
    """Where a sentence or a part of it ends, outside brackets and quotation marks."""
    depth = at = 0
    for found in _CUT.finditer(text):
        between = text[at : found.start()]
        depth = max(0, depth + sum(between.count(c) for c in _OPENING) - sum(between.count(c) for c in _CLOSING))
        at = found.start()
        before = text[text.rfind(" ", 0, at) + 1 : at].lstrip("(“").lower()
        short = found[0] == "." and (before in _SHORT_FORMS or (len(before) == 1 and before.isalpha()))
        if not depth and not short and (found[0] == ";" or not found["next"].islower()):
            yield found.end()


def _colon(text: str, start: int, end: int) -> int:
    found = _COLON.search(text, start, end)
    return found.start() if found else -1


def _label(text: str) -> str:
    """The heading, where it is nothing but one: “- Khó khăn, vướng mắc”."""
    return text.strip(" -–+•*") if _LABEL.fullmatch(fold(text).strip(" -+•*")) else ""


def reaches_over(said: str, part: str, *, wished: bool = False) -> bool:
    """Whether a denial or a wish in what is said before a comma or semicolon may be meant for the part behind it."""
    return _reaches(said, wished) and not _asserts(part)


def _reaches(said: str, wished: bool) -> bool:
    folded = fold(said).replace(_DIFFICULTY, "")
    return bool(_DENIES.search(folded) or (not wished and _ASKS.search(folded)))


def _asserts(part: str) -> bool:
    return not _ASSERTS.isdisjoint(_WORD.findall(fold(part)))


def _leans(text: str, before: _Part, part: _Part) -> bool:
    """Whether a part says less, or another thing, without the one before it."""
    if part.head != before.head:
        return False
    begun = fold(_without_opening(text[part.start : part.end]))
    if (reason := _REASON.match(begun)) and not begun.startswith(_OF_THE_COMMITTEE):
        return not fold(text[before.start : before.start + _BEGINNING]).startswith(reason[0] + " ")
    short = len(_WORD.findall(begun)) < _FEWEST_WORDS
    return short or any(map(bool, (_TIED.match(begun), _CHANGE.match(begun), _BACK.search(begun.partition(",")[0]))))


def _without_opening(text: str) -> str:
    """Without “Ngoài ra,” and the mark at the end."""
    text = text.strip()
    folded = fold(text)
    if len(folded) == len(text) and (found := _MORE.match(folded) or _COUNTED_OFF.match(folded)):
        text = text[found.end() :].lstrip(" ,:")
    return text.rstrip(" ;,:.") if not text.rstrip().endswith(("...", "..")) else text
