"""An edition that an office keeps as an Excel workbook: what it says, and where."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.edition_faults import EditionFault
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.places import CellPlace, KeyNames, Places


class EditionWorkbook(msgspec.Struct):
    """The edition as its TOML would say it, the lines of its register, its faults and its places.

    `remarks` say of sheets and columns that nothing is read from them, or that they are not there.
    """

    raw: dict[str, Any] = msgspec.field(default_factory=dict)
    units: list[tuple[int, list[str]]] = msgspec.field(default_factory=list)
    faults: list[EditionFault] = msgspec.field(default_factory=list)
    remarks: list[str] = msgspec.field(default_factory=list)
    places: Places = msgspec.field(default_factory=Places)


def read_workbook(path: Path) -> EditionWorkbook:
    """Raises `ConfigurationError` for a file that is no workbook; what is wrong inside one is in its `faults`.

    Only the room of workbooks, which stands above this one, can read one: it is asked when there is one to read.
    """
    found: EditionWorkbook = importlib.import_module("vstbcpn_cli.workbook.edition_sheets.read").read_edition(path)
    return found


def place_of(edition: Edition, path: str) -> CellPlace | None:
    """The cell behind a key path, None where the edition is no workbook."""
    return read_workbook(edition.workbook).places.of_name(path) if edition.workbook else None


def names_of(edition: Edition) -> KeyNames:
    """How sentences call the keys of an edition where it is edited."""
    return read_workbook(edition.workbook).places if edition.workbook else KeyNames()


def fault_of(edition: Edition, path: str, sentence: str) -> EditionFault:
    """A fault found later, by rules or sentences, with its cell where the edition is a workbook."""
    return EditionFault(place_of(edition, path), path, sentence)
