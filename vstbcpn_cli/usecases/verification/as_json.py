"""A verification as the published JSON (docs/schemas/verify.schema.json)."""

from __future__ import annotations

from typing import Any

from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.usecases.verification.model import Difference, FileFault, Verification

VERSION = 1


def as_json(found: Verification) -> dict[str, Any]:
    """Version 1; what was not looked at is null."""
    return {
        "version": VERSION,
        "folder": found.folder.as_posix(),
        "agrees": found.agrees,
        "digest": digest_words(found.digest),
        "sha256": found.digest,
        "paper": found.marked,
        "final": found.final or None,
        "outputs": found.outputs,
        "inputs": found.inputs,
        "remade": found.remade,
        "unchecked": list(found.unchecked),
        "files": [_file(f) for f in found.files],
        "differences": [_difference(d) for d in found.differences],
        "unlike": [{"name": u.name, "then": u.then, "now": u.now, "counts": u.counts} for u in found.unlike],
    }


def _file(fault: FileFault) -> dict[str, str]:
    told = {"part": fault.part.value, "path": fault.name, "state": fault.state.value}
    return {**told, **({"now": fault.now} if fault.now else {})}


def _difference(one: Difference) -> dict[str, Any]:
    told = {"file": one.file, "place": one.place, "code": one.code, "cell": one.cell}
    return {**told, "made": one.made, "found": one.found, "counts": not one.told}
