"""Which form each file says it is, before it is read; kept by the content of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from vstbcpn_cli.model.submission import Stamp
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.kept_results import KeptResults, program
from vstbcpn_cli.usecases.intake.sources import Contents, Found
from vstbcpn_cli.workbook.form.stamp_token import stamp_in
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE

Stamped = tuple[str, str]
"""Edition and period; two empty words of a file without a stamp."""
_SLOT = "dau"


def stamped(stamp: Stamp | None) -> Stamped:
    """What is asked of a stamp."""
    return (stamp.edition, stamp.period) if stamp is not None else ("", "")


class KeptStamps(msgspec.Struct, frozen=True, dict=True):
    """The stamps of an earlier run for the files of this one."""

    results: KeptResults
    contents: Contents

    def of(self, files: Sequence[Found]) -> list[Stamped]:
        """In the order of the files."""
        kept = self._kept()
        known: dict[str, Stamped] = {}
        stamps: list[Stamped] = []
        for found in files:
            digest = self.contents.of(found)
            if digest not in kept:
                digest, stamp = _looked_at(found)
            else:
                stamp = kept[digest]
            if digest:
                known[digest] = stamp
            stamps.append(stamp)
        if known != kept:
            self.results.put(_SLOT, program(), msgspec.msgpack.encode(known))
        return stamps

    def _kept(self) -> dict[str, Stamped]:
        try:
            return msgspec.msgpack.decode(self.results.get(_SLOT, program()) or b"\x80", type=dict[str, Stamped])
        except msgspec.MsgspecError:
            return {}


def _looked_at(found: Found) -> tuple[str, Stamped]:
    """The digest of what was looked at, which may be another by now, and the stamp in it."""
    try:
        content = content_of(found.path, LARGEST_FILE)
    except OSError:
        return "", stamped(None)
    return hashlib.sha256(content).hexdigest(), stamped(stamp_in(content))
