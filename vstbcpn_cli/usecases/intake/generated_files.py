"""The files the program wrote itself: they may lie among the returned ones and are none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from vstbcpn_cli.runtime.deterministic_zip import as_written
from vstbcpn_cli.runtime.file_print import same, sha256
from vstbcpn_cli.runtime.input_files import content_of, record_of
from vstbcpn_cli.runtime.output_error import OutputError
from vstbcpn_cli.runtime.sealed_records import digest_as_written, record_text
from vstbcpn_cli.runtime.zip_guard import GuardedZip
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE

ISSUED = "bieu-mau.json"
"""Lies with the blanks as they were issued; the same file sent back by a unit lies elsewhere and is a return."""
_RECORDS = (ISSUED, "phan-hoi.json", "manifest.json")
"""Each lists under `outputs` what was written beside it, with its SHA-256."""
_FORMAT, _VERSION = "vstbcpn-bieu-mau", 1
_PAGE, _KEYWORD = b'<meta name="generator" content="vstbcpn">', b"<cp:keywords>vstbcpn-"
_OF_A_PDF = b"/Keywords<FEFF" + "vstbcpn-".encode("utf-16-be").hex().upper().encode()
_HEAD = 4096
_WORKBOOKS = (".xlsx", ".xlsm")
_TEMPLATE_WORDS = "report/nhan.toml"
"""Beside the Word template that the office edits."""


def outputs_in(folder: Path) -> Mapping[str, str]:
    """Name and digest of the files that the records in a folder say were written there, and of the records themselves
    where nobody has touched them."""
    found: dict[str, str] = {}
    for path in (folder / name for name in _RECORDS):
        listed = _listed(path)
        found |= listed
        if listed and (digest := digest_as_written(path)):
            found[path.name] = digest
    return found


def originals_in(folder: Path) -> Mapping[str, str]:
    """For each file that the records list, the digest of what the program itself wrote last: another one than that of
    the file where it was merged with what somebody had edited."""
    found: dict[str, str] = {}
    for path in (folder / name for name in _RECORDS):
        try:
            found |= {str(o["path"]): str(o.get("original") or o["sha256"]) for o in record_of(path)["outputs"]}
        except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
            continue
    return found


def refuse_returns(folder: Path, names: Iterable[str]) -> None:
    """A workbook that was never written there may be what a unit has sent back; the log knows it by its name, so it is
    not even kept under another. Raises `OutputError`."""
    known = outputs_in(folder)
    for path in (folder / name for name in names if name.endswith(_WORKBOOKS)):
        if path.is_file() and path.name not in known and not as_written(path):
            raise OutputError(path, "foreign")


def blanks_in(folder: Path) -> Mapping[str, str]:
    """What the records say, and the blanks without one that nobody has saved since."""
    found = {p.name: sha256(p) for p in folder.glob("*.xlsx") if p.is_file() and as_written(p)}
    return {**found, **outputs_in(folder)}


def _listed(record: Path) -> dict[str, str]:
    try:
        return {str(o["path"]): str(o["sha256"]) for o in record_of(record)["outputs"]}
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return {}


def is_output(path: Path, known: Mapping[str, str]) -> bool:
    """Whether a record says of a file as it is that it was written here; only its content can prove that."""
    try:
        return path.name in known and same(path, known[path.name])
    except OSError:
        return False


def bears_our_mark(path: Path) -> bool:
    """Whether a file that is no returned form was made here, also when it was moved or edited since: a report, an
    annex, an overview, a slip."""
    try:
        content = content_of(path, LARGEST_FILE)
        if _PAGE in content[:_HEAD] or (content.startswith(b"%PDF") and _OF_A_PDF in content):
            return True
        return _KEYWORD in next(GuardedZip.open(content).pieces("docProps/core.xml"), b"")[:_HEAD]
    except Exception:  # noqa: BLE001 - whatever else it is, it was not written here
        return False


def lies_with_templates(path: Path) -> bool:
    """Whether a Word file lies where the office edits the template of the report; its content cannot prove it."""
    return path.suffix.lower() == ".docx" and (path.parent / _TEMPLATE_WORDS).is_file()


def record_issued(folder: Path, stage: Path, names: Iterable[str]) -> None:
    """The record of the blanks of a folder with those that are being written; those issued before stay in it."""
    named = {**_listed(folder / ISSUED), **{name: sha256(stage / name) for name in names}}
    outputs = [{"path": name, "sha256": digest} for name, digest in sorted(named.items())]
    text = record_text({"format": _FORMAT, "version": _VERSION, "outputs": outputs})
    (stage / ISSUED).write_text(text, encoding="utf-8", newline="\n")
