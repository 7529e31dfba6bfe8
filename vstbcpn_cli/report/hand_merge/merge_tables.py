"""Tables of three documents merged row by row and cell by cell, in the edited one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vstbcpn_cli.report.hand_merge import remarks
from vstbcpn_cli.report.hand_merge.alignment import Likened, aligned, likeness, moved
from vstbcpn_cli.report.hand_merge.blocks import WordBlock, WordCell, WordRow
from vstbcpn_cli.report.hand_merge.figure_controls import renew
from vstbcpn_cli.report.hand_merge.outcome import What
from vstbcpn_cli.report.hand_merge.session import Session, with_charts
from vstbcpn_cli.report.hand_merge.visible_text import W, masked, numbers

_ALIKE = 0.8
_SHOWN = 3
"""Cells of a row by which it is told."""


class TableMerge:
    """`inner` merges what is inside a cell."""

    def __init__(self, session: Session, inner: Callable[..., Any]) -> None:
        self._session, self._inner = session, inner
        self._cells = 0
        self._near: Any = None

    def merge(self, base: WordBlock, edited: WordBlock, new: WordBlock) -> None:
        if base.text == new.text:
            if edited.text != base.text:
                self._note_edits(base, edited)
            return
        if _columns(base) != _columns(new):
            self._other_columns(base, edited, new)
            return
        self._rows(base, edited, new)
        if self._cells:
            self._session.note(What.CELLS, edited.element, _told(edited.rows[0]), self._cells)

    # ------------------------------------------------------------------------------------------------- another table
    def _other_columns(self, base: WordBlock, edited: WordBlock, new: WordBlock) -> None:
        session = self._session
        if base.text == edited.text and not session.comments.by_others(edited.element):
            session.comments.clear_all(edited.element)
            made = session.transplant.block(new)
            edited.element.addnext(made)
            edited.element.getparent().remove(edited.element)
            session.note(What.REPLACED, made, _told(new.rows[0]))
            return
        lines = "\n".join(" | ".join(" ".join(c.text.split()) for c in row.cells) for row in new.rows)
        for row in new.rows:
            for cell in row.cells:
                session.tell(cell.text)
        if edited.text != new.text:
            session.remark(What.CONFLICT, next(edited.element.iter(f"{W}p")), remarks.conflict(lines), lines)

    # ---------------------------------------------------------------------------------------------------------- rows
    def _rows(self, base: WordBlock, edited: WordBlock, new: WordBlock) -> None:
        session = self._session
        old, mine, now = base.rows, edited.rows, new.rows
        texts = [list(map(_text, rows)) for rows in (old, mine, now)]
        near = aligned(texts[0], texts[1], by_place=False)
        far = moved(texts[0], texts[1], near)
        of_edited, of_new = dict([*near, *far]), dict(aligned(texts[0], texts[2], by_place=False))
        for i in [i for i, j in of_edited.items() if old[i].text != mine[j].text and i in of_new]:
            if not _is_same(texts[0][i], texts[2][of_new[i]]):
                del of_new[i]
        touched = [i for i, j in of_edited.items() if old[i].text != mine[j].text and i not in of_new]
        of_new |= {i: k for i, k in moved(texts[0], texts[2], sorted(of_new.items())) if i in touched}
        if len(of_new) < len(now) or len(of_edited) < len(old):
            session.transplant.learn_rows([(old[i], mine[j]) for i, j in of_edited.items()])
        origin = {k: i for i, k in of_new.items()}
        anchor: Any = None
        added = 0
        for k, row in enumerate(now):
            i = origin.get(k, -1)
            if i in of_edited:
                self._row(old[i], mine[of_edited[i]], row)
                anchor = mine[of_edited[i]].element if i not in {n for n, _ in far} else anchor
            elif i < 0 or _figures(old[i]) != _figures(row):
                made = session.transplant.row(row)
                _place(made, anchor, mine, edited.element)
                anchor = made
                added += i < 0
                if i >= 0:
                    session.remark(What.BACK, next(made.iter(f"{W}p")), remarks.back())
            else:
                self._tell(row)
                session.note(What.DELETED_ROW, edited.element, _told(row))
        if added:
            session.note(What.ROWS, edited.element, _told(now[0]), added)
        self._drop_rows(edited, old, mine, of_edited, of_new)
        known = set(of_edited.values())
        for row in (r for n, r in enumerate(mine) if n not in known and r.text.strip()):
            session.note(What.OWN_ROW, row.element, _told(row))

    def _drop_rows(
        self,
        edited: WordBlock,
        old: Sequence[WordRow],
        mine: Sequence[WordRow],
        of_edited: dict[int, int],
        of_new: dict[int, int],
    ) -> None:
        session, gone = self._session, 0
        for i, j in of_edited.items():
            if i in of_new:
                continue
            if old[i].text == mine[j].text and not session.comments.by_others(mine[j].element):
                session.comments.clear_all(mine[j].element)
                mine[j].element.getparent().remove(mine[j].element)
                gone += 1
            else:
                session.remark(What.DROPPED, next(mine[j].element.iter(f"{W}p")), remarks.dropped())
        if gone:
            session.note(What.GONE_ROWS, edited.element, _told(mine[0]), gone)

    def _row(self, base: WordRow, edited: WordRow, new: WordRow) -> None:
        if base.text == new.text and base.text == edited.text:
            return
        if not len(base.cells) == len(edited.cells) == len(new.cells):
            self._other_cells(base, edited, new)
            return
        for old, mine, now in zip(base.cells, edited.cells, new.cells, strict=True):
            self._cell(old, mine, now)

    def _other_cells(self, base: WordRow, edited: WordRow, new: WordRow) -> None:
        """The officer has taken out columns or put some in: the cells that say the same are renewed, by their order."""
        session = self._session
        cells = [[Likened(c.text) for c in row.cells] for row in (base, edited, new)]
        pairs = dict(aligned(cells[0], cells[1]))
        if len(base.cells) != len(new.cells):
            pairs = {}
        for i, j in pairs.items():
            if base.cells[i].text == edited.cells[j].text:
                self._cell(base.cells[i], edited.cells[j], new.cells[i])
        lost = [
            n for n, c in enumerate(new.cells) if n not in pairs or base.cells[n].text != edited.cells[pairs[n]].text
        ]
        if any(len(base.cells) != len(new.cells) or base.cells[n].text != new.cells[n].text for n in lost):
            self._tell(new)
            told = " | ".join(" ".join(c.text.split()) for c in new.cells)
            session.remark(What.CONFLICT, next(edited.element.iter(f"{W}p")), remarks.conflict(told), told)

    # --------------------------------------------------------------------------------------------------------- cells
    def _cell(self, base: WordCell, edited: WordCell, new: WordCell) -> None:
        if edited.text == new.text:
            return
        if edited.text != base.text:
            self._edited_cell(base, edited, new)
        elif len(edited.blocks) == len(new.blocks) == 1 and not edited.blocks[0].is_table:
            renew(edited.blocks[0].element, new.blocks[0].element)
            self._cells += 1
        else:
            packages = self._session.packages
            blocks = [with_charts(p, c.blocks) for p, c in zip(packages, (base, edited, new), strict=True)]
            self._inner(self._session, quiet=True).merge(*blocks, within=edited.element)
            self._cells += 1

    def _edited_cell(self, base: WordCell, edited: WordCell, new: WordCell) -> None:
        session = self._session
        place = next(edited.element.iter(f"{W}p"))
        if base.text == new.text:
            session.note(What.EDITED_CELL, place, edited.text or base.text)
            return
        blocks = [base.blocks, edited.blocks, new.blocks]
        if any(b.is_table for some in blocks for b in some):
            session.tell(new.text)
            session.remark(What.CONFLICT, place, remarks.conflict(new.text), new.text)
            return
        from vstbcpn_cli.report.hand_merge.merge_blocks import three_way

        three_way(session, *blocks)

    # ------------------------------------------------------------------------------------------------------- telling
    def _tell(self, row: WordRow) -> None:
        for cell in row.cells:
            self._session.tell(cell.text)

    def _note_edits(self, base: WordBlock, edited: WordBlock) -> None:
        known = {row.text for row in base.rows}
        for row in (r for r in edited.rows if r.text not in known):
            self._session.note(What.EDITED_CELL, row.element, _told(row))
        gone = {row.text for row in edited.rows}
        for row in (r for r in base.rows if r.text not in gone and len(edited.rows) < len(base.rows)):
            self._session.note(What.DELETED_ROW, edited.element, _told(row))


def _columns(table: WordBlock) -> tuple[Any, ...]:
    """The heads of a table without their figures, and how many columns there are below."""
    rows = table.rows
    heads = [r for r in rows if r.element.find(f"{W}trPr/{W}tblHeader") is not None] or rows[:1]
    return tuple((r.shape, Likened(r.text).masked) for r in heads), max(
        (sum(s for s, _ in r.shape) for r in rows), default=0
    )


def _is_same(base: Likened, new: Likened) -> bool:
    """Whether two rows tell of one thing: a row that the officer has edited is never filled with another one's."""
    return masked(base.label) == masked(new.label) or likeness(base, new) >= _ALIKE


def _text(row: WordRow) -> Likened:
    return Likened(row.text, label=row.label)


def _figures(row: WordRow) -> list[str]:
    return sorted(numbers(row.text))


def _place(made: Any, anchor: Any, rows: Sequence[WordRow], table: Any) -> None:
    if anchor is not None:
        anchor.addnext(made)
    elif rows:
        rows[0].element.addprevious(made)
    else:
        table.append(made)


def _told(row: WordRow) -> str:
    return " | ".join([" ".join(c.text.split()) for c in row.cells if c.text.strip()][:_SHOWN])
