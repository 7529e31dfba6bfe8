"""What tells one state of an edition from every other, down to a rule on trial or a word of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.edition.locations import form_path, register_beside, templates_of
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.runtime.identity import digest_of_files, files_below


def edition_digest(name: str, edition: Edition) -> str:
    """One SHA-256 of all files of an edition, loaded by this `name`: form, register, sentences and templates, with
    those that no year changes. The fingerprint, by comparison, leaves out what was not asked of the units."""
    return digest_of_files(_files(name, edition))


def _files(name: str, edition: Edition) -> Iterator[tuple[str, Path]]:
    yield "form.toml", form_path(name)
    register = register_beside(name)
    if register.is_file():
        yield register.name, register
    for rank, folder in enumerate(templates_of(edition)):
        yield from ((f"templates/{rank}/{p.relative_to(folder).as_posix()}", p) for p in files_below(folder))
