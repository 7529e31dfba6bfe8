"""Paragraphs, tables and charts of three documents merged in the edited one, in its own order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from vstbcpn_cli.report.hand_merge import remarks
from vstbcpn_cli.report.hand_merge.alignment import Likened, aligned, moved
from vstbcpn_cli.report.hand_merge.blocks import SECTION, WordBlock
from vstbcpn_cli.report.hand_merge.charts import chart_in
from vstbcpn_cli.report.hand_merge.figure_controls import release_empty, renew
from vstbcpn_cli.report.hand_merge.figures import renewal
from vstbcpn_cli.report.hand_merge.merge_tables import TableMerge
from vstbcpn_cli.report.hand_merge.outcome import What
from vstbcpn_cli.report.hand_merge.session import Session
from vstbcpn_cli.report.hand_merge.visible_text import OBJECT, Edit, W, change, numbers, raw_text, retell

_LARGE, _TABLES = 12, 2
"""So many paragraphs, or tables, that were deleted in one piece are a part of the report, which stays deleted."""
_FEWEST = 15
"""Letters of a piece of a paragraph by which it is known to be one."""


class _Mates(msgspec.Struct, dict=True):
    """Which blocks are one: base to edited, base to new; `far` are those the officer has moved, `pieces` what he made
    of one paragraph beside its first, `within` a paragraph that he joined to another. `carried` are those that the new
    document has elsewhere, new to base."""

    edited: dict[int, int] = msgspec.field(default_factory=dict)
    new: dict[int, int] = msgspec.field(default_factory=dict)
    far: set[int] = msgspec.field(default_factory=set)
    pieces: dict[int, list[int]] = msgspec.field(default_factory=dict)
    within: dict[int, int] = msgspec.field(default_factory=dict)
    carried: dict[int, int] = msgspec.field(default_factory=dict)


class BlockMerge:
    """The blocks of a body or of a cell. `quiet` leaves the record to whoever merges what is around."""

    def __init__(self, session: Session, *, quiet: bool = False) -> None:
        self._session, self._quiet = session, quiet
        self._base: Sequence[WordBlock] = ()
        self._edited: Sequence[WordBlock] = ()
        self._new: Sequence[WordBlock] = ()
        self._carried: dict[int, Any] = {}
        self._anchor: Any = None
        self._within: Any = None

    def merge(
        self, base: Sequence[WordBlock], edited: Sequence[WordBlock], new: Sequence[WordBlock], within: Any
    ) -> None:
        """Changes the blocks of `edited`, which stand in the element `within`."""
        self._base, self._edited, self._new, self._within = base, edited, new, within
        mates = self._mates()
        for i, j in mates.edited.items():
            self._learn(base[i], edited[j])
        origin = {k: i for i, k in mates.new.items()}
        self._carried = {k: edited[mates.edited[i]].element for k, i in mates.carried.items()}
        missing: list[int] = []
        for k in range(len(new)):
            i = origin.get(k, -1)
            if i not in mates.edited and i not in mates.within:
                missing.append(k)
                continue
            self._bring(missing, origin)
            missing = []
            if i in mates.edited:
                self._pair(i, k, mates)
        self._bring(missing, origin)
        self._drop(mates)
        self._own(mates)

    # ------------------------------------------------------------------------------------------------------ who is who
    def _mates(self) -> _Mates:
        base, edited, new = (list(map(_text, blocks)) for blocks in (self._base, self._edited, self._new))
        near = aligned(base, edited)
        far = moved(base, edited, near)
        mates = _Mates(dict([*near, *far]), dict(aligned(base, new)), {i for i, _ in far})
        if not self._quiet:
            self._split_and_joined(mates)
        # What the officer has touched is sought further: his words must not be taken for words of something else.
        touched = [i for i, j in mates.edited.items() if i in mates.far or self._base[i].key != self._edited[j].key]
        lost = {i for i in touched if i not in mates.new}
        again = moved(base, new, sorted(mates.new.items()))
        mates.new |= {i: k for i, k in again if i in lost}
        mates.carried = {k: i for i, k in again if i in mates.edited and i not in lost and _is_plain(self._base[i])}
        for at, whole in mates.within.items():
            # Of two that he joined only the second is told anew: that is what his paragraph is held against.
            if whole not in mates.new and at in mates.new:
                mates.new[whole] = mates.new.pop(at)
        return mates

    def _split_and_joined(self, mates: _Mates) -> None:
        taken = set(mates.edited.values())
        for i, j in sorted(mates.edited.items()):
            whole = self._base[i]
            if whole.is_table or whole.text == self._edited[j].text:
                continue
            for at in (j + 1, j - 1):
                if 0 <= at < len(self._edited) and at not in taken and _holds(whole, self._edited[at]):
                    mates.pieces.setdefault(i, []).append(at)
                    taken.add(at)
            for at in (i + 1, i - 1):
                if 0 <= at < len(self._base) and at not in mates.edited and _holds(self._edited[j], self._base[at]):
                    mates.within.setdefault(at, i)

    def _learn(self, base: WordBlock, edited: WordBlock) -> None:
        if not base.is_table and base.text == edited.text:
            self._session.transplant.learn(base.element, edited.element)

    # -------------------------------------------------------------------------------------------------------- in pairs
    def _pair(self, i: int, k: int, mates: _Mates) -> None:
        j = mates.edited[i]
        base, edited, new = self._base[i], self._edited[j], self._new[k]
        if i in mates.far:
            self._note(What.MOVED, edited.element, edited.text)
        else:
            self._anchor = edited.element
        if base.is_table:
            TableMerge(self._session, BlockMerge).merge(base, edited, new)
            return
        joined = sorted({i, *(at for at, whole in mates.within.items() if whole == i)})
        apart = sorted({j, *mates.pieces.get(i, ())})
        self._anchor = self._anchor if i in mates.far else self._edited[apart[-1]].element
        old = [self._base[n] for n in joined]
        now = [self._new[mates.new[n]] for n in joined if n in mates.new]
        if base.chart and new.chart:
            self._chart(base, edited, new)
            if base.text == edited.text == new.text:
                return
        three_way(self._session, old, [self._edited[n] for n in apart], now, quiet=self._quiet)

    def _chart(self, base: WordBlock, edited: WordBlock, new: WordBlock) -> None:
        session = self._session
        old, mine, now = (chart_in(p, b) for p, b in zip(session.packages, (base, edited, new), strict=True))
        if old is None or now is None or not (old.part and now.part) or old.series == now.series:
            return
        if mine is not None and mine.part and mine.series == old.series and mine.look == old.look:
            mine.draw(now)
            self._note(What.CHART, edited.element, now.told)
        elif mine is None or mine.series != now.series:
            session.remark(What.CHART_KEPT, edited.element, remarks.chart_kept(now.told), now.told)
        else:
            session.comments.clear(edited.element, remarks.NEW)

    # ------------------------------------------------------------------------------- what the edited one does not have
    def _bring(self, missing: Sequence[int], origin: dict[int, int]) -> None:
        """What stands between two known blocks of the new document: what is new comes in, what the officer has deleted
        does where its figures are others now. A part that he deleted as a whole stays deleted, and is named."""
        deleted = [k for k in missing if k in origin]
        if self._is_part(deleted):
            self._leave_out(missing, origin)
            return
        wanted = [k for k in missing if k not in origin or self._differs(origin[k], k)]
        # A table comes back with the line above that says what it is.
        wanted += [k for k in deleted if k + 1 in wanted and _is_figure(self._new[k + 1]) and k not in wanted]
        for k in missing:
            block = self._new[k]
            if k not in wanted:
                self._session.tell(block.text) if not block.is_table else self._tell_table(block)
                self._note(What.DELETED, self._anchor, block.text)
                continue
            made = self._put(block, self._carried.pop(k, None))
            if k not in origin:
                self._note(What.TABLE if block.is_table else What.ADDED, made, block.text)
            elif block.text:
                told = next(made.iter(f"{W}p")) if block.is_table else made
                self._session.remark(What.BACK, told, remarks.back())

    def _is_part(self, deleted: Sequence[int]) -> bool:
        blocks = [self._new[k] for k in deleted]
        tables = sum(b.is_table for b in blocks)
        ends = any(b.key.endswith(SECTION) for b in blocks)
        return ends or tables >= _TABLES or sum(bool(b.text) for b in blocks) > _LARGE

    def _leave_out(self, missing: Sequence[int], origin: dict[int, int]) -> None:
        blocks = [self._new[k] for k in missing]
        for block in blocks:
            self._session.tell(block.text) if not block.is_table else self._tell_table(block)
        named = [b.text for b in blocks if b.text and not b.is_table][:3]
        if not any(k not in origin or self._differs(origin[k], k) for k in missing):
            self._note(What.DELETED, self._anchor, " / ".join(named), len(blocks))
            return
        near = self._anchor if self._anchor is not None else self._edited[0].element if self._edited else None
        told = next(near.iter(f"{W}p"), None) if near is not None else None
        if told is not None:
            self._session.remark(What.PART_DELETED, told, remarks.part_deleted("; ".join(named)), "; ".join(named))

    def _tell_table(self, table: WordBlock) -> None:
        for row in table.rows:
            for cell in row.cells:
                self._session.tell(cell.text)

    def _differs(self, i: int, k: int) -> bool:
        base, new = self._base[i], self._new[k]
        if new.chart:
            old, now = chart_in(self._session.base, base), chart_in(self._session.new, new)
            return old is None or now is None or old.series != now.series
        return sorted(numbers(base.text)) != sorted(numbers(new.text))

    def _put(self, block: WordBlock, carried: Any = None) -> Any:
        """`carried` is the paragraph that says the same elsewhere: it comes as it is formatted."""
        made = self._session.transplant.block(block) if carried is None else carried
        if carried is not None:
            renew(made, block.element)
        if self._anchor is not None:
            self._anchor.addnext(made)
        elif self._edited and self._edited[0].element is not made:
            self._edited[0].element.addprevious(made)
        elif carried is None:
            self._within.append(made)
        self._anchor = made
        return made

    # ----------------------------------------------------------------------------------- what the new one does not have
    def _drop(self, mates: _Mates) -> None:
        carried = {i for k, i in mates.carried.items() if k not in self._carried}
        for i, j in sorted(mates.edited.items()):
            if i in mates.new or i in carried:
                continue
            base, edited = self._base[i], self._edited[j]
            if base.key == edited.key and i not in mates.far and not self._session.comments.by_others(edited.element):
                near = edited.element.getprevious()
                self._session.comments.clear_all(edited.element)
                self._remove(edited.element)
                self._note(What.GONE, near, base.text)
            elif edited.text:
                told = next(edited.element.iter(f"{W}p"))
                self._session.remark(What.DROPPED, told, remarks.dropped())

    def _remove(self, element: Any) -> None:
        above = element.getparent()
        if above.tag == f"{W}tc" and sum(e.tag == f"{W}p" for e in above) == 1 and element.tag == f"{W}p":
            retell(element, "")
        else:
            above.remove(element)

    def _own(self, mates: _Mates) -> None:
        known = {*mates.edited.values(), *(j for some in mates.pieces.values() for j in some)}
        for j in (n for n in range(len(self._edited)) if n not in known):
            block = self._edited[j]
            self._note(What.OWN_TABLE if block.is_table else What.OWN, block.element, block.text)
            old = [] if block.is_table else self._session.old_figures_in(block.text)
            if old:
                told = remarks.old_figure(", ".join(old))
                self._session.remark(What.OLD_FIGURE, block.element, told)

    def _note(self, what: What, near: Any, words: str, count: int = 1) -> None:
        if not self._quiet:
            self._session.note(what, near, words, count)


def three_way(
    session: Session,
    base: Sequence[WordBlock],
    edited: Sequence[WordBlock],
    new: Sequence[WordBlock],
    *,
    quiet: bool = False,
) -> What | None:
    """The words of one paragraph, or of the paragraphs of a cell that somebody has edited; what was done."""
    before, mine, now = ("\n".join(b.text for b in blocks) for blocks in (base, edited, new))
    place = edited[-1].element
    done: What | None = None
    if mine == now:
        for block in edited:
            session.comments.clear(block.element, remarks.NEW)
    elif before == mine and len(edited) == len(new) == 1:
        renew(edited[0].element, new[0].element)
        done = What.TEXT
    elif before == now:
        done = What.EDITED
    else:
        done = _figures(session, base, edited, new)
    if done is not None and done is not What.CONFLICT and not quiet:
        session.note(done, place, raw_text(place))
    return done


def _figures(
    session: Session, base: Sequence[WordBlock], edited: Sequence[WordBlock], new: Sequence[WordBlock]
) -> What:
    """Both have changed the words; what can be recognised of the new figures is renewed in his."""
    texts = ["\n".join(raw_text(b.element) for b in blocks) for blocks in (base, edited, new)]
    found = renewal(*texts)
    start = 0
    for block in edited:
        length = len(raw_text(block.element))
        own = [Edit(e.start - start, e.end - start, e.text) for e in found.edits if start <= e.start < start + length]
        change(block.element, own)
        release_empty(block.element)
        start += length + 1
    for block in edited:
        session.comments.clear(block.element)
    told = texts[2].replace(OBJECT, "").strip()
    for block in new:
        session.tell(block.text)
    if found.whole:
        return What.FIGURES
    session.remark(What.CONFLICT, edited[0].element, remarks.conflict(told), told)
    return What.CONFLICT


def _text(block: WordBlock) -> Likened:
    if not block.is_table:
        return Likened(block.key, kind="p" if block.text.strip(OBJECT) else "-")
    rows = block.rows
    return Likened(block.text, kind="t", label=rows[0].text if rows else "")


def _holds(whole: WordBlock, piece: WordBlock) -> bool:
    text = piece.text.strip()
    return not whole.is_table and not piece.is_table and len(text) >= _FEWEST and text in whole.text


def _is_plain(block: WordBlock) -> bool:
    return not (block.is_table or block.chart or block.key.endswith(SECTION))


def _is_figure(block: WordBlock) -> bool:
    return block.is_table or bool(block.chart)
