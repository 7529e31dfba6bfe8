"""Whether a form reports anything, however completely it is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vstbcpn_cli.edition.model import Edition, Withholding
from vstbcpn_cli.model.submission import Observation, State, TableAnswer
from vstbcpn_cli.text.normalise import clean, cut
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.text.state_words import says_nothing
from vstbcpn_cli.workbook.reading.figures_in_words import Told, told_by

_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Reported:
    """How the cells that a unit must answer are filled in: `answers` and what was meant as one, reasons beside empty
    cells, what was `typed` in the place of an answer, and nothing at all."""

    required: int
    answers: int
    attempts: int
    reasons: int
    typed: tuple[str, ...]
    empty: int

    @classmethod
    def of(cls, seen: Iterable[Observation], required: int) -> Reported:
        """A dash is read as zero beside other answers; a form that has nothing but dashes says nothing."""
        found = list(seen)
        real = [o for o in found if o.given and not (o.raw and says_nothing(o.raw))]
        dashes = [o for o in found if o.given and o not in real]
        attempts = [o for o in found if _attempted(o)]
        others = [o for o in found if not o.given and o not in attempts]
        typed = [o.raw for o in (*([] if real else dashes), *others) if o.raw.strip()]
        reasons = sum(not o.raw.strip() and bool(o.reason) for o in others)
        answers = len(real) + (len(dashes) if real else 0)
        rest = required - answers - len(attempts) - reasons - len(typed)
        return cls(required, answers, len(attempts), reasons, tuple(typed), rest)

    def nothing(self, limits: Withholding) -> bool:
        """Whether reasons and the like stand in more cells than may be, and answers in fewer than make a return."""
        filler, answered = self.reasons + len(self.typed), self.answers + self.attempts
        return filler * 100 > limits.told * self.required and answered * 100 < limits.usable * self.required

    @property
    def details(self) -> tuple[str, str, str]:
        """How many are answered, of how many, and what stands in the others."""
        said = []
        if self.reasons:
            said.append(f"{number(self.reasons)} ô chỉ có lý do để trống")
        if self.typed:
            (word, _), *more = Counter(cut(clean(t).strip(), _LONGEST) for t in self.typed).most_common(2)
            said.append(f"{number(len(self.typed))} ô ghi “{word}”{' và tương tự' if more else ''}")
        if self.attempts:
            said.append(f"{number(self.attempts)} ô ghi chưa đúng cách")
        if self.empty:
            said.append(f"{number(self.empty)} ô còn trống")
        return number(self.answers), number(self.required), ", ".join(said)


def says_something(edition: Edition, values: Mapping[str, Observation], tables: Mapping[str, TableAnswer]) -> bool:
    """Whether any answer stands outside the sheet that says whose form it is."""
    own = {t.code for t in edition.tasks if not t.numbered and not t.tables}
    answers = [o for code, o in values.items() if edition.task_of[code].code not in own]
    answers += [o for table in tables.values() for row in table.rows for o in row.cells.values()]
    return any(o.parts if o.given and not o.raw else _attempted(o) or _typed(o) for o in answers)


def _typed(seen: Observation) -> bool:
    return seen.given and not says_nothing(seen.raw)


def _attempted(seen: Observation) -> bool:
    """Whether something was meant that cannot be read: a figure in other words, an error of a formula."""
    unreadable = seen.state is State.UNREADABLE
    return unreadable and (seen.raw[:1] in ("#", "=") or told_by(seen.raw) is not Told.NOTHING)
