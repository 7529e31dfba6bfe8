"""Whether a form reports anything, however completely it is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from vstbcpn_cli.edition.model import Edition, Withholding
from vstbcpn_cli.model.submission import Observation, State, TableAnswer
from vstbcpn_cli.text.normalise import clean, cut
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.text.state_words import says_nothing
from vstbcpn_cli.workbook.reading.content.figures_in_words import FigureMention, told_by

_LONGEST = 30


class Reported(msgspec.Struct, frozen=True):
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

    def details(self, beside: Sequence[str] = ()) -> dict[str, str]:
        """How many are answered, of how many, and what stands in the others and `beside` them."""
        said = []
        if self.reasons:
            said.append(f"{number(self.reasons)} ô chỉ có lý do để trống")
        if self.typed:
            said.append(_counted(self.typed))
        if self.attempts:
            said.append(f"{number(self.attempts)} ô ghi chưa đúng cách")
        if self.empty:
            said.append(f"{number(self.empty)} ô còn trống")
        if beside:
            said.append(f"ngoài ra {_counted(beside)}")
        answered, required = number(self.answers), number(self.required)
        return {"answered": answered, "required": required, "instead": ", ".join(said)}


def _counted(texts: Sequence[str]) -> str:
    """How many cells there are, and what most of them say."""
    (word, _), *more = Counter(cut(clean(t).strip(), _LONGEST) for t in texts).most_common(2)
    return f"{number(len(texts))} ô ghi “{word}”{' và tương tự' if more else ''}"


def gives_a_figure(edition: Edition, values: Mapping[str, Observation], tables: Mapping[str, TableAnswer]) -> bool:
    """Whether a figure, or a row of a table, stands outside the sheet that says whose form it is. Words alone and
    “có”, “không” say nothing that could be added up."""
    figures = [o for o in _outside_the_header(edition, values) if _is_figure(o)]
    rows = [o for table in tables.values() for row in table.rows for o in row.cells.values()]
    return bool(figures) or any(_computed(o) or _attempted(o) or _typed(o) for o in rows)


def other_words(edition: Edition, values: Mapping[str, Observation], required: Container[str]) -> list[str]:
    """What stands outside the header in the cells that may stay empty, and under “Giải trình” everywhere."""
    seen = list(_outside_the_header(edition, values))
    typed = [o.raw for o in seen if o.key.code not in required]
    return [t for t in (*typed, *(o.explanation for o in seen)) if t.strip()]


def _outside_the_header(edition: Edition, values: Mapping[str, Observation]) -> Iterator[Observation]:
    return (o for code, o in values.items() if edition.task_of[code] is not edition.header)


def _is_figure(seen: Observation) -> bool:
    counted = seen.number is not None and (seen.number != 0 or any(map(str.isdigit, seen.raw)))
    return counted or _computed(seen) or _attempted(seen)


def _computed(seen: Observation) -> bool:
    return bool(seen.given and not seen.raw and seen.parts)


def _typed(seen: Observation) -> bool:
    return seen.given and not says_nothing(seen.raw)


def _attempted(seen: Observation) -> bool:
    """Whether something was meant that cannot be read: a figure in other words, an error of a formula."""
    unreadable = seen.state is State.UNREADABLE
    return unreadable and (seen.raw[:1] in ("#", "=") or told_by(seen.raw) is not FigureMention.NOTHING)
