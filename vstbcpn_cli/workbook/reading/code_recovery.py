"""Codes and keys that were pasted over or cut away, found again by the form's own words beside and above them.

A code is put back where the label of its line stands, a key under its heading, and only where there is one reading.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from vstbcpn_cli.edition.model import Edition

Texts = Mapping[tuple[int, int], str]
"""The texts of one sheet by row and column."""
_NEAR = 4
"""Rows between the title of a block, or its first line, and its headings."""


class FormWords(msgspec.Struct, frozen=True, dict=True):
    """What the form of a unit prints: the labels of lines by code and the headings by block and key, in their order.

    `lines` gives the block of every code.
    """

    edition: Edition
    labels: Mapping[str, str]
    headings: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, str]

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, str]]:
        """Every key as it stands under its heading, with its block and its name there."""
        return {f"{block}.{key}": (block, key) for block, names in self.headings.items() for key in names}

    @cached_property
    def _tasks(self) -> Mapping[str, str]:
        inside = {m.code: t.code for t in self.edition.tasks for m in t.matrices}
        return inside | {table.code: t.code for t in self.edition.tasks for table in t.tables}

    def task_of(self, block: str) -> str:
        return self._tasks.get(block, block)


def restored(sheets: Sequence[tuple[str, Texts]], words: FormWords) -> tuple[Texts, ...]:
    """For each sheet (its name, its texts) the codes and keys that belong there and stand on no sheet."""
    present = frozenset().union(*(texts.values() for _, texts in sheets))
    codes = [code for code in words.labels if code not in present]
    lost: dict[str, list[str]] = {}
    for block, key in (place for mark, place in words.keys.items() if mark not in present):
        lost.setdefault(block, []).append(key)
    if not (codes or lost):
        return tuple({} for _ in sheets)
    return _only_once([dict(_on_sheet(name, texts, codes, lost, words)) for name, texts in sheets])


def _on_sheet(
    name: str, texts: Texts, codes: Sequence[str], keys: Mapping[str, Sequence[str]], words: FormWords
) -> Iterator[tuple[tuple[int, int], str]]:
    blocks = {words.lines[text] for text in texts.values() if text in words.lines}
    blocks |= {words.keys[text][0] for text in texts.values() if text in words.keys}
    tasks = {words.task_of(block) for block in blocks}
    tasks |= {task.code for task in words.edition.tasks if task.sheet.casefold() == name.casefold()}
    found = _codes(texts, [c for c in codes if words.task_of(words.lines[c]) in tasks], words)
    yield from found.items()
    whole = {**texts, **found}
    for block, lost in keys.items():
        if words.task_of(block) in tasks:
            yield from _keys(whole, block, lost, words)


def _codes(texts: Texts, lost: Sequence[str], words: FormWords) -> dict[tuple[int, int], str]:
    """Codes by the labels of their lines; a label of several lines counts where all that are lost stand in order."""
    column = _code_column(texts, words)
    if column is None or not lost:
        return {}
    wanted = Counter(words.labels[code] for code in lost)
    rows = [
        (row, text)
        for (row, c), text in sorted(texts.items())
        if c == column + 1 and text in wanted and texts.get((row, column)) not in words.lines
    ]
    if [text for _, text in rows] == [words.labels[code] for code in lost]:
        return {(row, column): code for (row, _), code in zip(rows, lost, strict=True)}
    seen = Counter(text for _, text in rows)
    single = {words.labels[code]: code for code in lost}
    return {(row, column): single[text] for row, text in rows if wanted[text] == seen[text] == 1}


def _code_column(texts: Texts, words: FormWords) -> int | None:
    """Where the codes of lines stand, or would stand: left of the labels; 0 where their column was cut out."""
    columns = Counter(c for (_, c), text in texts.items() if text in words.lines)
    if not columns:
        labels = frozenset(words.labels.values())
        columns = Counter(c - 1 for (_, c), text in texts.items() if text in labels)
    return columns.most_common(1)[0][0] if columns else None


def _keys(texts: Texts, block: str, lost: Sequence[str], words: FormWords) -> Iterator[tuple[tuple[int, int], str]]:
    """Keys by the headings above them: in the row of the other keys of the block, else under its headings."""
    headings = words.headings[block]
    others = {f"{block}.{key}" for key in headings}
    rows = {row for (row, _), text in texts.items() if text in others}
    head = (min(rows) - 1) if rows else _heading_row(texts, block, words)
    if head is None:
        return
    columns = defaultdict(list)
    for (row, column), text in texts.items():
        if row == head:
            columns[text].append(column)
    at = [columns[headings[key]][0] for key in lost if len(columns[headings[key]]) == 1]
    # Where the row of keys was cut out, answers follow the headings at once: the headings themselves stand for it.
    cut_out = not rows and (_is_line(texts, head + 1, words) or any((head + 1, c) in texts for c in at))
    row = head if cut_out else head + 1
    alike = Counter(headings.values())
    for key in lost:
        if len(columns[headings[key]]) == 1 == alike[headings[key]]:
            yield (row, columns[headings[key]][0]), f"{block}.{key}"


def _is_line(texts: Texts, row: int, words: FormWords) -> bool:
    return any(r == row and text in words.lines for (r, _), text in texts.items())


def _heading_row(texts: Texts, block: str, words: FormWords) -> int | None:
    """The headings of a block that has lost all its keys: under its title, or above its first line."""
    headings = frozenset(words.headings[block].values())
    full = Counter(row for (row, _), text in texts.items() if text in headings)
    titles = [row for (row, _), text in texts.items() if text.startswith(f"{block}. ")]
    lines = [row for (row, _), text in texts.items() if words.lines.get(text) == block]
    if titles:
        near = range(titles[0] + 1, titles[0] + 1 + _NEAR)
    else:
        near = range(min(lines) - _NEAR, min(lines)) if lines else range(0)
    found = [row for row in near if full[row] * 2 > len(headings)]
    return found[0] if len(found) == 1 else None


def _only_once(found: Sequence[Texts]) -> tuple[Texts, ...]:
    """What was found on two sheets is found on none."""
    times = Counter(text for texts in found for text in texts.values())
    return tuple({p: text for p, text in texts.items() if times[text] == 1} for texts in found)
