"""The returned workbook with its findings marked, everything else untouched.

Nothing is loaded and saved: the parts that hold a marked cell, its note, its style and the list of sheets are patched,
all others are copied. Marks of an earlier time are taken out first, so that marking twice is marking once.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.feedback import CellNote, Markings
from vstbcpn_cli.model.findings import SEVERITIES
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE, ZIP
from vstbcpn_cli.workbook.mark_record import MARK, RECORD_SHEET, Cover, Record, read_record, written
from vstbcpn_cli.workbook.marking.book_patch import OWN_SHEETS, BookPatch
from vstbcpn_cli.workbook.marking.feedback_sheet import feedback_sheet, listed, record_sheet, storable
from vstbcpn_cli.workbook.marking.fills import NOTHING, StylesPatch
from vstbcpn_cli.workbook.marking.note_parts import put_notes, take_notes
from vstbcpn_cli.workbook.marking.package_patch import CannotMarkError, Parts
from vstbcpn_cli.workbook.marking.sheet_patch import SheetPatch

__all__ = ["CannotMarkError", "annotate", "can_be_marked", "has_macros", "is_as_marked"]
_OWN_SHEETS = OWN_SHEETS.partition("{")[0].casefold()
_OPEN_DOCUMENT = b"opendocument.spreadsheet"


def annotate(content: bytes, made: Markings) -> bytes:
    """The package with the marks; the same content and marks give the same bytes.

    Raises `CannotMarkError` for a package that readers accept and this one does not understand.
    """
    try:
        return _Annotator(content).marked(made)
    except CannotMarkError:
        raise
    except Exception as fault:  # no list of what a strange package makes the libraries raise is whole
        raise CannotMarkError(type(fault).__name__) from fault


def is_as_marked(path: Path) -> bool:
    """Whether a workbook is a marked copy in which no part has changed since it was written: it holds nothing new."""
    try:
        package = GuardedZip.open(content_of(path, LARGEST_FILE))
        sums = package.checksums()
        ours = [name for name in sums if name.startswith(_OWN_SHEETS)]
        return any(package.read(n).endswith(_seal({k: v for k, v in sums.items() if k != n})) for n in ours)
    except (OSError, RefusedError):
        return False


def _seal(checksums: Mapping[str, int]) -> bytes:
    """What stands at the end of the record, where no program keeps it: a digest of all other parts."""
    listed = "".join(f"{name}:{checksums[name]}\n" for name in sorted(checksums))
    return f"<!-- {MARK} {hashlib.sha256(listed.encode()).hexdigest()} -->".encode()


def can_be_marked(content: bytes) -> bool:
    """Whether a workbook is of the one format that is patched."""
    return content.startswith(ZIP) and _OPEN_DOCUMENT not in content[:200]


def has_macros(content: bytes) -> bool:
    """Whether a package must have the ending of workbooks with macros: Excel opens it under no other."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return b"macroEnabled" in package.read("[Content_Types].xml")


class _Annotator:
    def __init__(self, content: bytes) -> None:
        self._parts = Parts(content)
        self._book = BookPatch(self._parts)
        styles = self._parts.linked(self._book.part, "styles")
        if styles is None:
            raise CannotMarkError("no styles")
        self._styles_part = styles
        self._styles = StylesPatch(self._parts.tree(styles))
        self._sheets: dict[str, SheetPatch] = {}
        self._covers: dict[str, dict[str, Cover]] = {}
        self._notes: list[str] = []

    def marked(self, made: Markings) -> bytes:
        self._take_out()
        for sheet, notes in _by_sheet(made.notes).items():
            if self._book.holds_cells(sheet):
                self._mark(sheet, notes, made.author)
        self._put_list(made)
        self._parts.save(self._styles_part)
        return self._parts.finished(self._book.part_of(self._book.names()[-1]), _seal)

    # ----------------------------------------------------------------------------------------------- marks put in
    def _mark(self, name: str, notes: Sequence[CellNote], author: str) -> None:
        sheet = self._sheet(name)
        texts: dict[tuple[int, int], list[str]] = {}
        worst: dict[tuple[int, int], Severity] = {}
        for note in notes:
            at = sheet.shown_at(note.cell.row, note.cell.column)
            moved = at != (note.cell.row, note.cell.column)
            texts.setdefault(at, []).append(f"{note.cell.address}: {note.text}" if moved else note.text)
            worst[at] = min(worst.get(at, note.severity), note.severity, key=SEVERITIES.index)
        for at, severity in worst.items():
            before = sheet.style(*at)
            self._covers.setdefault(name, {})[CellRef(name, *at).address] = self._styles.cover(before)
            sheet.set_style(*at, self._styles.coloured(before, severity))
        joined = {at: storable(f"{author}:\n" + "\n\n".join(said)) for at, said in texts.items()}
        self._notes += put_notes(self._parts, sheet, joined, author)

    def _put_list(self, made: Markings) -> None:
        record = written(Record(listed(made), tuple(self._notes), self._covers))
        space, visible = self._book.space, self._book.visible()
        self._book.add_last(RECORD_SHEET, record_sheet(record, space))
        self._book.add_first(made.sheet, lambda: feedback_sheet(made, self._styles, space, record[0], visible))
        self._book.repeat_rows(0, len(made.lines) + 2)

    # ---------------------------------------------------------------------------------------------- marks taken out
    def _take_out(self) -> None:
        if not self._parts.mention(MARK):
            return
        records = {name: found for name in self._book.names() if (found := self._record_on(name)) is not None}
        marks = {mark for mark, _ in records.values()}
        for name in self._book.names():
            if name in records or (marks and self._carries(name, marks)):
                self._book.remove(name)
        for _, record in records.values():
            self._uncover(record)
            for name in self._book.names() if record.notes else ():
                if self._book.holds_cells(name):
                    take_notes(self._parts, self._sheet(name), record.notes)

    def _uncover(self, record: Record) -> None:
        """Gives marked cells their look back; one that has moved takes the look most cells of its sheet had."""
        ours = self._styles.marked()
        for name in self._book.names() if ours else ():
            if not self._book.holds_cells(name):
                continue
            covers = record.covers.get(name, {})
            usual = Counter(covers.values()).most_common(1)
            sheet = self._sheet(name)
            for row, column in list(sheet.styled(ours)):
                fallback = usual[0][0] if usual else NOTHING
                cover = covers.get(CellRef(name, row, column).address, fallback)
                sheet.set_style(row, column, self._styles.restored(sheet.style(row, column), cover))

    def _record_on(self, name: str) -> tuple[str, Record] | None:
        texts = self._book.first_column(name, MARK)
        return read_record(texts) if texts else None

    def _carries(self, name: str, marks: set[str]) -> bool:
        return any(mark in self._book.texts(name) for mark in marks)

    def _sheet(self, name: str) -> SheetPatch:
        if name not in self._sheets:
            self._sheets[name] = SheetPatch(self._parts, self._book.part_of(name))
        return self._sheets[name]


def _by_sheet(notes: Sequence[CellNote]) -> dict[str, list[CellNote]]:
    found: dict[str, list[CellNote]] = {}
    for note in notes:
        found.setdefault(note.cell.sheet, []).append(note)
    return found
