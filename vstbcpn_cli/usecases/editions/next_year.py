"""The edition of another year: what every text says of the year moved on, and every such place named for a look."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from vstbcpn_cli.edition.basis import LETTER
from vstbcpn_cli.edition.locations import available_editions

_DOCUMENT = r"(?:Công văn|Quyết định|Nghị quyết|Thông tư|Nghị định|Chỉ thị|Luật|Chương trình|Kế hoạch|Hướng dẫn)"
_KEPT = re.compile(
    r"\d+/(?:19|20)\d\d/\w+"  # the number of a decree
    r"|(?<!\w)(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d"  # a term, a strategy
    rf"|{_DOCUMENT}\s+(?:liên tịch\s+)?số\b[^.;:()]*"  # the name of a document, up to the end of its clause
)
"""What names something that stays what it was, whatever year comes."""
_DAY = re.compile(r"(?<![\w/])\d{1,2}(?:/\d{1,2}/|\s+tháng\s+\d{1,2}\s+năm\s+)(?:19|20)\d\d(?!\w)")
"""In what is to be confirmed a day is one of a document or an event, not of an example."""
_YEAR = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\w)")
_NAMES = frozenset({"code", "key", "id", "rule", "role", "kind", "type", "codes", "based_on", "at"})
"""Keys whose values are names, not words."""
_BEFORE = "continues"
"""Names a code of the edition before the one that is now the one before."""
_BASIS = "basis"
_PARTS = ("office", "periods", "windows", "guide", "words", "code_lists", "tasks", "title")
"""Of the edition; targets of a strategy stand as their decision has them."""
_MOVED = "Đã chuyển từ năm trước: {said}. Đề nghị xem lại."
_LEFT = "Còn nêu năm {years} như bộ biểu mẫu trước. Đề nghị xem lại, sửa nếu cần."
_OWN = tuple(words.partition("{")[0] for words in (_MOVED, _LEFT))
"""How what was said of an earlier move begins; of the move that is made now it is said anew."""
_OF_BEFORE = "{why} (Lời nhắc của bộ biểu mẫu {edition}; đề nghị xem lại cho năm {year}.)"
_STANDING = {
    "letter": "Số, ký hiệu lấy theo năm trước. Đề nghị ghi công văn hướng dẫn của năm nay.",
    "election_mode": "Phần bầu cử lấy theo năm trước. Đề nghị xem năm nay có bầu cử hay không.",
    "units": "Danh sách đơn vị lấy theo năm trước. Đề nghị rà soát đơn vị mới, đổi tên, sáp nhập.",
}
_SAME_YEAR = {"issue": "Bộ biểu mẫu của cùng một năm. Đề nghị tăng thêm 1 nếu sửa biểu mẫu đã gửi cho đơn vị."}


class _Mover(msgspec.Struct):
    year: int
    by: int
    letter: str
    renamed: bool
    looks: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def _years(self) -> tuple[int, int]:
        """The year of the edition before and the one that its plans were for."""
        return self.year, self.year + 1

    def value(self, at: str, value: Any) -> Any:
        if isinstance(value, dict):
            said = {k: v for k, v in value.items() if k != _BEFORE or not self.renamed}
            return {k: v if k in _NAMES else self.value(f"{at}.{k}", v) for k, v in said.items()}
        if isinstance(value, list):
            steps = [f"{at}.{_step(n, one)}" if isinstance(one, dict) else at for n, one in enumerate(value, 1)]
            return [self.value(step, one) for step, one in zip(steps, value, strict=True)]
        if isinstance(value, dt.date):
            self.looks.setdefault(at.rpartition(".")[0], _MOVED.format(said="các ngày của kỳ"))
            return _later(value, self.by)
        return self.text(at, value) if isinstance(value, str) else value

    def text(self, at: str, text: str) -> str:
        """The years that are not part of a name; what was moved and what was left is to be looked at."""
        if at.endswith(f".{_BASIS}"):
            return text.replace(f"{self.letter}, ", f"{LETTER}, ")
        years, moved = self._years, self._later(text, _KEPT)
        left = sorted({y for y in _YEAR.findall(moved) if int(y) in years and y in text and moved == text})
        if moved != text:
            found = sorted({f"{y} thành {int(y) + self.by}" for y in _YEAR.findall(text) if int(y) in years})
            self.looks.setdefault(at, _MOVED.format(said=", ".join(found)))
        elif left:
            self.looks.setdefault(at, _LEFT.format(years=", ".join(left)))
        return moved

    def note(self, why: str, edition: str) -> str:
        """Why something was to be confirmed in the `edition` before, said of the year that comes; where it speaks of a
        day of then, whose note it is. "" for what this program said of an earlier move."""
        if why.startswith(_OWN):
            return ""
        said = self._later(why, _KEPT, _DAY)
        then = {int(year) for day in _DAY.finditer(said) for year in _YEAR.findall(day[0])}
        if then.isdisjoint(self._years):
            return said
        return _OF_BEFORE.format(why=said, edition=edition, year=self.year + self.by)

    def _later(self, text: str, *names: re.Pattern[str]) -> str:
        """With the years moved on that are not inside what bears a name."""
        kept = [m.span() for name in names for m in name.finditer(text)]

        def later(match: re.Match[str]) -> str:
            inside = any(a <= match.start() < b for a, b in kept)
            return match[0] if inside or int(match[0]) not in self._years else str(int(match[0]) + self.by)

        return _YEAR.sub(later, text)


def _step(position: int, one: Mapping[str, Any]) -> str:
    """How faults call a record of a list."""
    name = one.get("code") or one.get("key") or one.get("name")
    return str(name) if name else f"{position}.{one.get('id')}"


def _later(day: dt.date, years: int) -> dt.date:
    """The same day of another year; of the 29th of February the day before where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_edition(raw: Mapping[str, Any], name: str, year: int, letter: str) -> dict[str, Any]:
    """The TOML of an edition for another year, `raw` being that of the one it goes on from, whose questions call its
    letter `letter`: those of another year are asked by the letter that comes.

    It goes on from an edition of the program: `raw` itself, or the one that `raw` goes on from, whose codes the fields
    then still name. For the same year nothing is moved, and the number of the issue stays: a lower one would call the
    forms already sent newer than the program.
    """
    shipped = str(raw["edition"]) in available_editions() and raw.get("based_on") != raw["edition"]
    mover = _Mover(int(raw["year"]), year - int(raw["year"]), letter, shipped)
    moved = {key: mover.value(key, value) if key in _PARTS else value for key, value in raw.items()}
    moved |= {
        "edition": name,
        "year": year,
        "based_on": str(raw["edition"]) if shipped else str(raw.get("based_on", "")),
    }
    if mover.by:
        moved.pop("issue", None)
        looks = {**{k: v for k, v in _STANDING.items() if k in moved or k == "units"}, **mover.looks}
    else:
        looks = dict(_SAME_YEAR)
    before = [one for one in raw.get("to_confirm", ()) if one["at"] not in looks]
    if mover.by:
        noted = ((one["at"], mover.note(str(one["why"]), str(raw["edition"]))) for one in before)
        before = [{"at": at, "why": why} for at, why in noted if why]
    return {**moved, "to_confirm": [{"at": at, "why": why} for at, why in looks.items()] + before}


def empty_edition(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What every form has, of a whole edition: office, calendar, kinds, words and the sheet that says who reports."""
    header = [task for task in raw["tasks"] if task.get("kind") == "header"]
    gone = {str(t["sheet"]) for t in raw["tasks"] if t not in header}
    kept = {k: v for k, v in raw.items() if k not in ("catalogues", "targets", "proposals", "retired", "based_on")}
    lists = {i.get("codes") for t in header for i in t.get("indicators", ())}
    kept["tasks"] = [
        {**task, "constraints": list(_judging(task, _codes(raw["tasks"]) - _codes(header)))} for task in header
    ]
    kept["guide"] = [line for line in raw["guide"] if not gone & {*re.findall(r"\w+", line)}]
    kept["code_lists"] = [one for one in raw.get("code_lists", ()) if one["name"] in lists]
    kept["to_confirm"] = [
        one for one in raw.get("to_confirm", ()) if not one["at"].startswith(("tasks.", "catalogues."))
    ]
    return kept


def _codes(tasks: Iterable[Mapping[str, Any]]) -> set[str]:
    """Of everything that is asked in these tasks, and of the tasks themselves."""
    parts = [one for t in tasks for key in ("indicators", "matrices", "tables") for one in (t, *t.get(key, ()))]
    return {str(one["code"]) for one in parts}


def _judging(task: Mapping[str, Any], gone: Collection[str]) -> Iterator[Mapping[str, Any]]:
    """The constraints of a task that name nothing of what is gone, nor a part of it."""
    for constraint in task.get("constraints", ()):
        named = {w for v in constraint.values() for w in (v if isinstance(v, list) else [v]) if isinstance(w, str)}
        if not any(word == code or word.startswith(f"{code}.") for word in named for code in gone):
            yield constraint
