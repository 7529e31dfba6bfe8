"""The files the program wrote itself: they may lie among the returned ones and are none of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from vstbcpn_cli.excel.identity import LARGEST_FILE
from vstbcpn_cli.safety.inputs import content_of
from vstbcpn_cli.safety.staging import sha256, write_file
from vstbcpn_cli.safety.zipguard import GuardedZip

ISSUED = "bieu-mau.json"
"""Lies with the blanks as they were issued; the same file sent back by a unit lies elsewhere and is a return."""
_RECORDS = (ISSUED, "phan-hoi.json", "manifest.json")
"""Each lists under `outputs` what was written beside it, with its SHA-256."""
_FORMAT, _VERSION = "vstbcpn-bieu-mau", 1
_PAGE, _KEYWORD = b'<meta name="generator" content="vstbcpn">', b"<cp:keywords>vstbcpn-"
_HEAD = 4096
_TEMPLATE_WORDS = "report/nhan.toml"
"""Beside the Word template that the office edits."""


def outputs_in(folder: Path) -> Mapping[str, str]:
    """Name and digest of the files that the records in a folder say were written there."""
    found: dict[str, str] = {}
    for path in (folder / name for name in _RECORDS):
        try:
            listed = json.loads(path.read_text(encoding="utf-8-sig"))["outputs"] if path.is_file() else ()
            found |= {str(o["path"]): str(o["sha256"]) for o in listed}
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            continue
    return found


def is_output(path: Path, known: Mapping[str, str]) -> bool:
    """Whether a file is as it was written; a form that a unit has filled in or corrected since is a return."""
    try:
        return path.name in known and known[path.name] == sha256(path)
    except OSError:
        return False


def bears_our_mark(path: Path) -> bool:
    """Whether a file that is no returned form was made here, also when it was moved or edited since: a report, an
    annex, an overview, a slip, or the template of the report."""
    try:
        content = content_of(path, LARGEST_FILE)
        if _PAGE in content[:_HEAD]:
            return True
        if path.suffix.lower() == ".docx" and (path.parent / _TEMPLATE_WORDS).is_file():
            return True
        return _KEYWORD in next(GuardedZip.open(content).pieces("docProps/core.xml"), b"")[:_HEAD]
    except Exception:  # noqa: BLE001 - whatever else it is, it was not written here
        return False


def record_issued(folder: Path, written: Iterable[Path]) -> None:
    """Adds blanks to the record of their folder; those issued before stay in it. Raises `OutputError`."""
    named = {**outputs_in(folder), **{p.name: sha256(p) for p in written}}
    outputs = [{"path": name, "sha256": digest} for name, digest in sorted(named.items())]
    document = {"format": _FORMAT, "version": _VERSION, "outputs": outputs}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    write_file(folder / ISSUED, f"{text}\n".encode())
