"""The sentences of an earlier edition that the edition of an office goes on with, as far as they still fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions
from vstbcpn_cli.edition.model import Edition, Matrix, Table
from vstbcpn_cli.report.template_set import FOLDER, SentenceFolders
from vstbcpn_cli.runtime.resources import templates_folder


def sentence_folders(edition: Edition, layers: Iterable[Path]) -> SentenceFolders:
    """The folders with sentences in these layers of templates; what names something the edition no longer asks is left
    to the common sentences. The editions of the program are proven by its tests and looked at no more: what the nearest
    of them did without is of no harm.
    """
    folders = tuple(layer / FOLDER for layer in layers)
    behind = [name for name in edition.lineage if name in available_editions()]
    if edition.folder is None or not behind:
        return SentenceFolders(folders)
    gone = _names_of(behind[0]) - {*_names(edition)}
    inherited = frozenset(templates_folder(name) / FOLDER for name in behind)
    return SentenceFolders(folders, gone, inherited)


@cache
def _names_of(edition: str) -> frozenset[str]:
    return frozenset(_names(load_edition(edition)))


def _names(edition: Edition) -> Iterator[str]:
    """Everything a sentence may name: codes, keys of rows and columns, answers."""
    yield from edition.task_of
    yield from edition.modes
    yield from edition.office.issuers
    blocks: tuple[Matrix | Table, ...] = (*edition.matrices.values(), *edition.tables.values())
    for block in blocks:
        yield from (column.key for column in block.columns)
        yield from (choice for column in block.columns for choice in edition.choices(column))
    for matrix in edition.matrices.values():
        yield from (name for row in matrix.rows for name in (row.code, f"{matrix.code}.{row.code}"))
    yield from (choice for indicator in edition.indicators.values() for choice in edition.choices(indicator))
