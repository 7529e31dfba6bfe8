"""What a template may print of the units' own words: joined, attributed, cleaned, and no more than a leader reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.merge_statements import Wording, joined
from vstbcpn_cli.report.context.text_safety import flat, own_words, without_bullet
from vstbcpn_cli.report.document.text import own_lines
from vstbcpn_cli.text.casing import in_sentence, upper_first
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.text.sentences import CUT

_SENTENCE = re.compile(r"[.!?…;](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer of one or more units: `y.chu` their words, in quotation marks where they are of several lines,
    `y.don_vi` their names, `y.so` how many, `y.rieng` of one unit alone, `y.rut_gon` where the annex has more of it."""

    chu: str
    don_vi: str
    so: int
    rut_gon: bool = False

    @property
    def rieng(self) -> bool:
        return self.so == 1


@dataclass(frozen=True, slots=True)
class QuestionAnswers:
    """The answers to one question: `a.y` those printed in the body, the most shared first · `a.don_vi` how many units
    answered · `a.con_lai` how many further texts stand only in the annex · `a.rut_gon` whether anything is shortened,
    so that the annex has more."""

    y: tuple[Statement, ...]
    don_vi: str
    con_lai: str
    rut_gon: bool


@dataclass(frozen=True, slots=True)
class Addressee:
    """What is asked of one addressee: `n.ten`, and `n.y`, `n.con_lai` … as of other answers."""

    ten: str
    answers: QuestionAnswers

    @property
    def y(self) -> tuple[Statement, ...]:
        return self.answers.y

    @property
    def con_lai(self) -> str:
        return self.answers.con_lai

    @property
    def rut_gon(self) -> bool:
        return self.answers.rut_gon


@dataclass(frozen=True, slots=True)
class Statements:
    """The words of one report, for templates."""

    _of: Context

    def y_kien(self, ma: str) -> QuestionAnswers:
        """The units' answers to a text field."""
        return self._answers((t.don_vi, t.chu) for t in self._of.van_ban(ma))

    def kien_nghi(self) -> tuple[Addressee, ...]:
        """What units propose, by addressee in the order of the form's list."""
        at, edition = self._of.edition.proposals, self._of.edition
        if at is None:
            return ()
        addressees = edition.choices(edition.tables[at.table].column(at.addressee))
        groups: dict[str, list[tuple[str, str]]] = {v: [] for v in addressees}
        for found in self._of.made.counted_rows(at.table):
            words, addressee = own_words(found.text(at.text)), found.text(at.addressee)
            if self._of.labels.says_something(words) and addressee in groups:
                groups[addressee].append((flat(found.unit.name), words))
        return tuple(Addressee(name, self._answers(said)) for name, said in groups.items() if said)

    def _answers(self, said: Iterable[tuple[str, str]]) -> QuestionAnswers:
        pairs = [(unit, without_bullet(text)) for unit, text in said]
        all_ = joined(pairs, self._of.labels.get("y_kien", "viet_tat"))
        # The most shared first; Python's sort keeps register order among equals.
        shown = self._chosen(sorted(all_, key=lambda w: -len(w.units)))
        limit = self._limit("moi_y_kien")
        told = tuple(
            Statement(_printed(_shortened(w.text, limit)), self._names(w), len(w.units), len(w.text) > limit)
            for w in shown
        )
        rest = len(all_) - len(shown)
        return QuestionAnswers(
            told,
            number(len({unit for unit, _ in pairs})),
            number(rest) if rest else "",
            bool(rest) or any(y.rut_gon for y in told),
        )

    def _chosen(self, found: list[Wording]) -> list[Wording]:
        """As many as a leader reads: a number of texts, and of characters; at least one."""
        most, room, limit = (self._limit(k) for k in ("nhieu_nhat", "ky_tu", "moi_y_kien"))
        chosen: list[Wording] = []
        # One text beyond the number is printed rather than spoken of.
        for wording in found[: most + (len(found) == most + 1)]:
            room -= min(len(wording.text), limit)
            if chosen and room < 0:
                break
            chosen.append(wording)
        return chosen

    def _limit(self, key: str) -> int:
        return int(self._of.labels.get("y_kien", key))

    def _names(self, wording: Wording) -> str:
        return first_of([*map(in_sentence, wording.units)], self._limit("ten_don_vi"), "đơn vị", between="; ")


def _shortened(text: str, limit: int) -> str:
    """A long text up to the end of a sentence, or of a word where there is none."""
    if len(text) <= limit:
        return text
    ends = [m.start() + 1 for m in _SENTENCE.finditer(text, limit // 2, limit)]
    head = text[: ends[-1]] if ends else text[:limit].rpartition(" ")[0] or text[:limit]
    return f"{head.rstrip()} {CUT}"


def _printed(text: str) -> str:
    """One line with a capital and without the stray mark at its end; several as they were written, and marked as a
    quotation, so that none of them is taken for the report's own."""
    return own_lines(f"“{text}”") if "\n" in text else upper_first(text.rstrip(" ;,:"))
