"""What a template may print of the units' own words: joined, attributed, cleaned, and no more than a leader reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.fields import ReportPlace
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.merge_statements import Manner, Wording, joined
from vstbcpn_cli.report.context.text_safety import flat, own_words
from vstbcpn_cli.report.document.text import own_lines, tidied
from vstbcpn_cli.text.casing import in_sentence, upper_first
from vstbcpn_cli.text.lists import first_of
from vstbcpn_cli.text.numbers import counted
from vstbcpn_cli.text.sentences import CUT

_SENTENCE = re.compile(r"[.!?…;](?=\s)|\n")


class Statement(msgspec.Struct, frozen=True):
    """What one or more units say: `y.chu` in their words, in quotation marks where these are of several lines,
    `y.don_vi` their names, `y.so` how many, `y.rieng` of one unit alone, `y.rut_gon` where the annex has more of it."""

    chu: str
    don_vi: str
    so: int
    rut_gon: bool = False

    @property
    def rieng(self) -> bool:
        return self.so == 1


class QuestionAnswers(msgspec.Struct, frozen=True):
    """The answers to one question: `a.y` those printed in the body, the most shared first · `a.so` how many units
    answered, `a.don_vi` that printed · `a.con_lai` how many further texts stand only in the annex · `a.rut_gon` whether
    anything is shortened, so that the annex has more."""

    y: tuple[Statement, ...]
    so: int
    don_vi: str
    con_lai: str
    rut_gon: bool


class Addressee(msgspec.Struct, frozen=True):
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


_Told = tuple[str, tuple[str, ...]]
"""A text, and the units that say it."""


class Statements(msgspec.Struct, frozen=True, dict=True):
    """The words of one report, for templates."""

    _of: Context

    def y_kien(self, ma: str) -> QuestionAnswers:
        """The units' answers to a text field."""
        return self._answers(self._wordings(ma))

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
        return tuple(
            Addressee(name, self._answers(self._joined(said, wished=True))) for name, said in groups.items() if said
        )

    def _wordings(self, code: str) -> list[Wording]:
        said = [(t.don_vi, t.chu) for t in self._of.van_ban(code)]
        return self._joined(said, wished=self._of.edition.indicators[code].report is ReportPlace.PLANS)

    def _joined(self, said: Sequence[tuple[str, str]], *, wished: bool) -> list[Wording]:
        found = joined(said, self._manner, wished=wished)
        return [w for w in found if self._of.labels.says_something(w.text)]

    def _answers(self, found: Sequence[Wording]) -> QuestionAnswers:
        by_units: dict[tuple[str, ...], list[Wording]] = {}
        for wording in found:
            by_units.setdefault(wording.units, []).append(wording)
        # The most shared first; Python's sort keeps register order among equals.
        all_ = sorted(((_told(w), units) for units, w in by_units.items()), key=lambda one: -len(one[1]))
        shown = self._chosen(all_)
        limit = self._limit("moi_y_kien")
        told = tuple(
            Statement(_printed(_shortened(text, limit)), self._names(units), len(units), len(text) > limit)
            for text, units in shown
        )
        rest, padded = len(all_) - len(shown), self._of.labels.padded
        units = len({unit for wording in found for unit in wording.units})
        return QuestionAnswers(
            told,
            units,
            counted(units, padded=padded),
            counted(rest, padded=padded) if rest else "",
            bool(rest) or any(y.rut_gon for y in told),
        )

    def _chosen(self, found: Sequence[_Told]) -> Sequence[_Told]:
        """As many as a leader reads: a number of texts, and of characters; at least one. What one unit alone says gives
        way to what several say, unless there is room for all."""
        most, room, limit = (self._limit(k) for k in ("nhieu_nhat", "ky_tu", "moi_y_kien"))
        if len(found) > most:
            found = [one for one in found if len(one[1]) > 1] or found
        chosen: list[_Told] = []
        for text, units in found[:most]:
            room -= min(len(text), limit)
            if chosen and room < 0:
                break
            chosen.append((text, units))
        return chosen

    @cached_property
    def _manner(self) -> Manner:
        labels = self._of.labels
        names = [str(w) for w in labels.get("viet_du").values() if not str(w).islower()]
        return Manner(
            abbreviations=labels.get("y_kien", "viet_tat"),
            counted=labels.get("y_kien", "dem"),
            numbered=labels.get("y_kien", "khong_dem"),
            common=[*names, *labels.get("y_kien", "ten_chung")],
            one=labels.get("y_kien", "chi_co_mot"),
            padded=labels.padded,
        )

    def _limit(self, key: str) -> int:
        return int(self._of.labels.get("y_kien", key))

    def _names(self, units: Sequence[str]) -> str:
        return first_of([*map(in_sentence, units)], self._limit("ten_don_vi"), "đơn vị", between="; ")


def _told(found: Sequence[Wording]) -> str:
    """What the same units say, one thing after the other; a heading of theirs stands over all it is for."""
    text, head = "", ""
    for wording in found:
        said = wording.text
        if wording.head != head:
            said, head = (f"{wording.head}: {said}" if wording.head else said), wording.head
        between = "\n" if "\n" in said or "\n" in text else "; " if said[0].islower() else ". "
        text += (between if text else "") + said
    return text


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
    return own_lines(f"“{text}”") if "\n" in text else upper_first(tidied(text).rstrip(" ;,:"))
