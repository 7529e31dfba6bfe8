"""Headings and codes as they stand in a file: it is said where they differ from the form, or were found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from vstbcpn_cli.model.problems import ProblemKind, noticed
from vstbcpn_cli.model.submission import CellRef
from vstbcpn_cli.text.normalise import plain
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.workbook.form.form_text import FormTexts
from vstbcpn_cli.workbook.raw import CellKind
from vstbcpn_cli.workbook.reading.cell_ledger import Ledger
from vstbcpn_cli.workbook.reading.content.cell_text import shown
from vstbcpn_cli.workbook.reading.locate import SheetMap


def remark_on_repeats(maps: Sequence[SheetMap], ledger: Ledger) -> None:
    """Says once of each block that its keys stand there again, as copied with the headings for printing."""
    found: dict[str, list[CellRef]] = defaultdict(list)
    for sheet in maps:
        for block, heads in sheet.heads.items():
            found[block] += [sheet.ref(row, min(columns.values())) for row, columns in heads]
    for block, places in sorted(found.items()):
        again = [at for at in places[1:] if at not in ledger.faulted]  # a sheet that is there twice is said to be
        if again:
            ledger.record(noticed(ProblemKind.HEADING_REPEATED), again[0], shown=block)


_MOST_NAMED = 6


def remark_on_restored(sheet: SheetMap, texts: FormTexts, ledger: Ledger) -> None:
    """Records the codes and keys that were lost and found again by the words of the form, once for each kind."""
    codes = {p: text for p, text in sheet.restored.items() if text in texts.labels}
    keys = {p: text for p, text in sheet.restored.items() if text not in texts.labels}
    for kind, found in ((ProblemKind.CODES_RESTORED, codes), (ProblemKind.KEYS_RESTORED, keys)):
        if not found:
            continue
        typed = [p for p in found if p in sheet.sheet.cells and plain(sheet.sheet.cells[p].text) not in texts.heads]
        names = _few([_named(text, texts) for _, text in sorted(found.items())])
        over = [shown(sheet.sheet.cells[p]) for p in sorted(typed)]
        row, column = min(typed or found)
        at = sheet.ref(row, max(column, 1))
        instead = f" bằng {_few([f'“{text}”' for text in over])}" if over else ""
        told = {"names": names, "count": number(len(found)), "instead": instead}
        ledger.record(noticed(kind, **told), at, shown=over[0] if over else "")
        ledger.faulted.update(sheet.ref(*p) for p in typed)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")


def _named(mark: str, texts: FormTexts) -> str:
    block, _, key = mark.rpartition(".")
    return mark if mark in texts.labels else f"“{texts.headings[block][key]}”"


def remark_on_headings(sheet: SheetMap, texts: FormTexts, ledger: Ledger) -> None:
    """Records changed headings and columns in another order; a text issued with the form is none that was changed."""
    for block, heads in sheet.heads.items():
        printed = texts.headings.get(block, {})
        for key_row, columns in heads:
            row = sheet.heading_row(key_row)
            if texts.other is None:  # which may have had another order
                _moved(sheet, row, columns, printed, ledger)
                _erased(sheet, row, columns, printed, ledger)
            for key, column in sorted(columns.items(), key=lambda item: item[1]):
                cell = sheet.sheet.cells.get((row, column))
                if cell is None or cell.kind is not CellKind.TEXT or key not in printed or (row, column) in sheet.used:
                    continue  # a key or a code is no heading
                text, own = plain(cell.text), printed[key]
                foreign = (text not in texts.on_sheets or text in printed.values()) and not texts.unlisted
                if text and text != own and foreign:
                    at, typed = sheet.ref(row, column), shown(cell)
                    changed = noticed(ProblemKind.HEADING_CHANGED, printed=own, found=typed)
                    told = noticed(ProblemKind.NOT_PRINTED_NOW, printed=own) if texts.unsure else changed
                    ledger.fault(told, at, shown=typed)


def _erased(sheet: SheetMap, row: int, columns: Mapping[str, int], printed: Mapping[str, str], ledger: Ledger) -> None:
    """Headings of which nothing is left, where others of their row still stand."""
    texts = {key: plain(cell.text) for key, c in columns.items() if (cell := sheet.sheet.cells.get((row, c)))}
    if any(texts.get(key) == own for key, own in printed.items()):
        for key, own in printed.items():
            if key in columns and not texts.get(key):
                at = sheet.ref(row, columns[key])
                ledger.record(noticed(ProblemKind.HEADING_CHANGED, printed=own, found=""), at)


def _moved(sheet: SheetMap, row: int, columns: Mapping[str, int], printed: Mapping[str, str], ledger: Ledger) -> None:
    """Columns that stand in another order than on the form, told once at the first of them."""
    issued = [key for key in printed if key in columns]
    found = sorted(issued, key=lambda key: columns[key])
    moved = [key for key, before in zip(found, issued, strict=True) if key != before]
    if moved:
        names = " và ".join(f"“{printed[key]}”" for key in moved[:2]) + (" …" if len(moved) > 2 else "")
        at = sheet.ref(max(row, 1), columns[moved[0]])
        ledger.record(noticed(ProblemKind.COLUMNS_MOVED, columns=names), at, shown=printed[moved[0]])
