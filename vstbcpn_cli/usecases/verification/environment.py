"""What a set was made with, beside what is at hand now."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from vstbcpn_cli import __version__
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.runtime.identity import libraries, program_digest, system
from vstbcpn_cli.usecases.edition_digest import edition_digest
from vstbcpn_cli.usecases.verification.archive import Archive
from vstbcpn_cli.usecases.verification.model import Unlike

_SHORT = 12
_NOTHING = "không có"


def unlike(manifest: Mapping[str, Any], archive: Archive) -> Iterator[Unlike]:
    """Program, edition, libraries and machine that are not those of the manifest."""
    then = manifest.get("program", {})
    now = {"vstbcpn": __version__, "python": platform.python_version(), **libraries()}
    made_by = manifest.get("made_by", {})
    yield from _one("Phiên bản phần mềm", then.get("vstbcpn"), now["vstbcpn"])
    other = list(_one("Tệp của phần mềm", made_by.get("program"), program_digest()))
    yield from other
    with suppress(ConfigurationError):
        edition = load_edition(archive.edition)
        found = edition_digest(archive.edition, edition)
        # The edition of another program may be another one; of the same program, somebody has changed it.
        yield from _one("Tệp của bộ biểu mẫu", made_by.get("edition"), found, counts=not other)
        yield from _one("Dấu của biểu mẫu", manifest.get("fingerprint"), edition.fingerprint, counts=not other)
    yield from _one("Python", then.get("python"), now["python"])
    for name in sorted((then.keys() | now.keys()) - {"vstbcpn", "python"}):
        if name in then or made_by:  # the first manifests named but some of the libraries
            yield from _one(f"Thư viện {name}", then.get(name, _NOTHING), now.get(name, _NOTHING))
    yield from _one("Loại máy", made_by.get("system"), system())


def is_same(manifest: Mapping[str, Any], found: Iterable[Unlike]) -> bool:
    """Whether the same program on the same machine has to write the same bytes."""
    return "made_by" in manifest and not list(found)


def _one(name: str, then: object, now: str, *, counts: bool = False) -> Iterator[Unlike]:
    if then is not None and then != now:
        most = _SHORT if name.startswith("Tệp") else None
        yield Unlike(name, str(then)[:most], now[:most], counts)
