"""What the declared rules look at: where one of these answers cannot be used, the silence of the rule says nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.model.submission import Key, Observation, Submission


class RuleInputs(msgspec.Struct, frozen=True):
    """One declared use of a rule. Answers are named by their codes, a column of a table or matrix by its whole code.

    `names` are all answers that it speaks of, `needs` those without which it finds nothing; `lines` is the table or
    matrix on whose lines it is judged one by one. `also` is looked at without being named, the whole of it each time.
    """

    code: str
    constraint: str
    names: frozenset[str]
    needs: frozenset[str]
    also: frozenset[str] = frozenset()
    lines: str = ""

    def speaks_of(self, codes: Collection[str], edition: Edition) -> bool:
        every = self.names | self.also | {self.lines}
        return all(not every.isdisjoint(names_of(code, edition)) for code in codes)

    def columns(self, code: str) -> frozenset[str]:
        """What has to be in order, wherever it stands, for a finding at this code: in the line itself nothing is."""
        within = f"{self.lines}." if self.lines and code.startswith(f"{self.lines}.") else ""
        return self.also | (frozenset(n for n in self.needs if not n.startswith(within)) if within else self.needs)


def names_of(code: str, edition: Edition) -> tuple[str, ...]:
    """A cell of a matrix is also named by its column."""
    if code not in edition.matrix_cells:
        return (code,)
    matrix, _, column = edition.matrix_cells[code]
    return code, f"{matrix.code}.{column.key}"


def usable(found: Observation | None, blocked: Collection[str], *, emptied: bool = False) -> bool:
    """Whether an answer is there, or may be `emptied`, and no error withholds it or a part it is computed from."""
    if found is None or not (found.given or emptied):
        return False
    return not any(str(o.key) in blocked for o in _with_parts(found))


class Sight(msgspec.Struct, frozen=True):
    """What can be looked at in a file: `blocked` are the keys that errors withhold, `newly` those of them that none
    withheld when the unit was told of the file before."""

    looks: Collection[RuleInputs]
    edition: Edition
    blocked: Collection[str]
    newly: Collection[str]

    def clear(
        self, uses: Collection[tuple[str, str]], codes: tuple[str, ...], submission: Submission, *, emptied: bool
    ) -> bool:
        """Whether these uses of a rule could look at all that a finding at the first code, beside the others, needs.

        `emptied` says that the unit may have been asked to take an answer out.
        """
        used = (look for look in self.looks if (look.code, look.constraint) in uses)
        return all(
            self._clear(look, codes[0], submission, emptied=emptied)
            for look in used
            if look.speaks_of(codes, self.edition)
        )

    def _clear(self, look: RuleInputs, code: str, submission: Submission, *, emptied: bool) -> bool:
        columns = look.columns(code)
        if any(not columns.isdisjoint(names_of(key.partition("[")[0], self.edition)) for key in self.newly):
            return False
        single = (submission.find(Key(name)) for name in columns - look.also - {code})
        return all(usable(found, self.blocked, emptied=emptied) for found in single if found is not None)


def _with_parts(found: Observation) -> Iterator[Observation]:
    yield found
    for part in found.parts:
        yield from _with_parts(part)
