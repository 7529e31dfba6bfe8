"""Does one job inside a running LibreOffice; run by the Python that has `uno`, the job as JSON in, the answer as JSON out.

A job gives the same when it is done a second time: it opens its source anew and overwrites its targets.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

_ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR
_PATIENCE = 60.0


def connect(pipe: str) -> Any:
    """The desktop of the LibreOffice that listens on `pipe`; waits until it has started."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    give_up = time.monotonic() + _PATIENCE
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:  # UNO raises its own NoConnectException until the office listens
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def _options(**options: Any) -> tuple[Any, ...]:
    made = []
    for name, value in options.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


@contextmanager
def _document(desktop: Any, path: str, *, hidden: bool = True, text: str = "") -> Iterator[Any]:
    """With `hidden=False` the document has a window, as an officer's has: frozen panes are kept by that alone. `text`
    are the choices of the dialogue that asks how to read a file of text, as LibreOffice writes them."""
    url = uno.systemPathToFileUrl(str(Path(path).resolve()))
    document = desktop.loadComponentFromURL(url, "_blank", 0, _options(Hidden=hidden, **_as_text(text)))
    if document is None:
        raise RuntimeError(f"LibreOffice does not open {Path(path).name}")
    try:
        yield document
    finally:
        document.close(True)


def _as_text(choices: str) -> dict[str, str]:
    return {"FilterName": "Text - txt - csv (StarCalc)", "FilterOptions": choices} if choices else {}


def _store(document: Any, target: str, filter_name: str) -> None:
    url = uno.systemPathToFileUrl(str(Path(target).resolve()))
    document.storeToURL(url, _options(FilterName=filter_name, Overwrite=True))


# ----------------------------------------------------------------------------------------------------- the steps
def _type(document: Any, sheet: str, row: int, column: int, kind: str, value: Any) -> None:
    """Puts a value into a cell as typing does; a locked cell of a protected sheet refuses, as it does on screen."""
    page = document.Sheets.getByName(sheet)
    cell = page.getCellByPosition(column - 1, row - 1)
    if page.isProtected() and cell.CellProtection.IsLocked:
        raise RuntimeError(f"{sheet}, row {row}, column {column}: the cell is locked")
    if kind == "text":
        cell.setString(value)
    elif kind == "formula":
        cell.setFormula(value)
    else:
        cell.setValue(float(value))


def _enter(document: Any, sheet: str, row: int, column: int, typed: str) -> None:
    """Types into a cell as a person does: the program makes of it what its regional settings say, and may refuse it."""
    controller = document.CurrentController
    controller.setActiveSheet(document.Sheets.getByName(sheet))
    controller.select(document.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1))
    context = uno.getComponentContext()
    helper = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    helper.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, _options(StringName=typed))


def _insert_row(document: Any, sheet: str, row: int) -> None:
    with _unprotected(document.Sheets.getByName(sheet)) as page:
        page.Rows.insertByIndex(row - 1, 1)


def _type_over(document: Any, sheet: str, row: int, column: int, kind: str, value: Any) -> None:
    with _unprotected(document.Sheets.getByName(sheet)):
        _type(document, sheet, row, column, kind, value)


@contextmanager
def _unprotected(page: Any) -> Iterator[Any]:
    """The sheet as an officer has it who lifts the protection, which has no password."""
    page.unprotect("")
    yield page
    page.protect("")


def _rename(document: Any, old: str, new: str) -> None:
    document.Sheets.getByName(old).Name = new


_STEPS: dict[str, Callable[..., None]] = {
    "type": _type,
    "type_over": _type_over,
    "enter": _enter,
    "insert_row": _insert_row,
    "rename": _rename,
}


# ------------------------------------------------------------------------------------------------------ the jobs
def edit(
    desktop: Any, source: str, target: str, filter_name: str, steps: list[list[Any]], *, as_typed: bool = False
) -> None:
    """Takes the steps and calculates everything once; `as_typed`: only what each step makes the office calculate."""
    with _document(desktop, source, hidden=False) as document:
        document.enableAutomaticCalculation(as_typed)
        for name, *rest in steps:
            _STEPS[name](document, *rest)
        if not as_typed:
            document.enableAutomaticCalculation(True)
            document.calculateAll()
        _store(document, target, filter_name)


def fill_many(desktop: Any, source: str, jobs: list[list[Any]], filter_name: str) -> None:
    """One blank filled again and again: each job is a target with its cells, and starts from the blank.

    `cells` are sheet → [row, column, value]; cells under each other are typed in one go, since every call to the office
    takes its time.
    """
    with _document(desktop, source) as document:
        pages = {name: document.Sheets.getByName(name) for name in document.Sheets.ElementNames}
        issued = {name: _contents(page) for name, page in pages.items()}
        for target, cells in jobs:
            document.enableAutomaticCalculation(False)  # once per filling is enough
            for name, typed in cells.items():
                for column, row, values in _runs(typed):
                    _range(pages[name], column, row, values).setDataArray(tuple((v,) for v in values))
            document.enableAutomaticCalculation(True)
            document.calculateAll()
            _store(document, target, filter_name)
            document.enableAutomaticCalculation(False)
            for name, typed in cells.items():
                for column, row, values in _runs(typed):
                    before = tuple((_at(issued[name], column, row + n),) for n in range(len(values)))
                    _range(pages[name], column, row, values).setFormulaArray(before)


def _runs(typed: list[list[Any]]) -> list[tuple[int, int, list[Any]]]:
    """Column, first row and values of cells that stand under each other."""
    runs: list[tuple[int, int, list[Any]]] = []
    for row, column, value in sorted(typed, key=lambda t: (t[1], t[0])):
        if runs and runs[-1][0] == column and runs[-1][1] + len(runs[-1][2]) == row:
            runs[-1][2].append(value)
        else:
            runs.append((column, row, [value]))
    return runs


def _range(page: Any, column: int, row: int, values: list[Any]) -> Any:
    return page.getCellRangeByPosition(column - 1, row - 1, column - 1, row + len(values) - 2)


def _contents(page: Any) -> Any:
    """What every cell holds, as it would be typed again."""
    cursor = page.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return page.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getFormulaArray()


def _at(contents: Any, column: int, row: int) -> str:
    inside = row <= len(contents) and column <= len(contents[0])
    found: str = contents[row - 1][column - 1] if inside else ""
    return found


def export(desktop: Any, source: str, target: str, filter_name: str, sheet: str) -> None:
    """Writes a document in another format; with `sheet` only that one is printed."""
    with _document(desktop, source) as document:
        for name in document.Sheets.ElementNames if sheet else ():
            if name != sheet:
                document.Sheets.getByName(name).setPrintAreas(())
                document.Sheets.getByName(name).IsVisible = False
        _store(document, target, filter_name)


def values(desktop: Any, source: str, text: str = "") -> dict[str, dict[str, Any]]:
    """Every cell that shows something after a full recalculation, error cells as the text they show; `text` is how a
    file of text is read."""
    found: dict[str, dict[str, Any]] = {}
    with _document(desktop, source, text=text) as document:
        document.calculateAll()
        for name in document.Sheets.ElementNames:
            found[name] = _values_of(document.Sheets.getByName(name))
    return found


def _values_of(page: Any) -> dict[str, Any]:
    cursor = page.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    area = page.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    found = {
        _address(column, row): value
        for row, line in enumerate(area.getDataArray())
        for column, value in enumerate(line)
        if value not in ("", None)
    }
    for part in area.queryFormulaCells(_ERRORS).Cells:
        where = part.CellAddress
        found[_address(where.Column, where.Row)] = part.String
    return found


def _address(column: int, row: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def opened(desktop: Any, sources: list[str]) -> dict[str, list[str]]:
    """The sheets of every document, each opened and closed again."""
    found = {}
    for source in sources:
        with _document(desktop, source) as document:
            found[source] = list(document.Sheets.ElementNames)
    return found


def marks(desktop: Any, source: str) -> dict[str, dict[str, Any]]:
    """Sheet → what lies on its cells: "notes" by address, "links" by address, "protected", "visible"."""
    found: dict[str, dict[str, Any]] = {}
    with _document(desktop, source) as document:
        for name in document.Sheets.ElementNames:
            page = document.Sheets.getByName(name)
            notes = {_address(n.Position.Column, n.Position.Row): n.String for n in page.Annotations}
            links = dict(_links_of(page)) if name == document.Sheets.ElementNames[0] else {}
            found[name] = {
                "notes": notes,
                "links": links,
                "protected": page.isProtected(),
                "visible": page.IsVisible,
            }
    return found


def _links_of(page: Any) -> Iterator[tuple[str, str]]:
    cursor = page.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    for row in range(end.EndRow + 1):
        for column in range(end.EndColumn + 1):
            for link in page.getCellByPosition(column, row).TextFields:
                yield _address(column, row), link.URL


def quit_office(desktop: Any) -> None:
    desktop.terminate()


_JOBS: dict[str, Callable[..., Any]] = {
    "edit": edit,
    "export": export,
    "fill_many": fill_many,
    "values": values,
    "opened": opened,
    "marks": marks,
    "quit": quit_office,
}


def main() -> None:
    request = json.load(sys.stdin)
    desktop = connect(request["pipe"])
    try:
        answer = {"result": _JOBS[request["job"]](desktop, **request["with"])}
    except Exception as fault:  # noqa: BLE001 - whatever happens inside the office goes back as a sentence
        desktop.getComponents()  # raises where the office has ended: then there is no answer
        answer = {"fault": f"{type(fault).__name__}: {fault}"}
    json.dump(answer, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # the bridge to the office may crash while the interpreter is taken down, with the answer given


if __name__ == "__main__":
    main()
