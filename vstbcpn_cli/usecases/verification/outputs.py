"""The files of a set beside those it comes to when it is made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.model.earlier_period import MANIFEST, is_data
from vstbcpn_cli.runtime.file_print import sha256
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.usecases.verification.model import Difference
from vstbcpn_cli.usecases.verification.values import book_values, json_values, table_values, word_values

_RECORDED = ("as_of", "counts", "rules")
"""What the manifest says of the set that is no name or place of a file."""
_OF_INPUTS = ("sha256", "status", "unit", "received")
_OFFICERS = "bao-cao-can-bo_*.docx"
_ALONE = (".pdf",)
"""What is printed from another file of the set, and compared with nothing but its digest."""
_NOTHING = "(không có)"


def differences_of(folder: Path, made: Path, manifest: Mapping[str, Any], *, same: bool) -> Iterator[Difference]:
    """With `same` the same program on the same machine has made the set again: then what is no value has to be the
    same, too."""
    again = record_of(made / MANIFEST)
    yield from _of_manifest(manifest, again)
    listed = {o["path"]: o for o in manifest["outputs"]}
    written = {o["path"]: o["sha256"] for o in again["outputs"]}
    codes = _Codes(made)
    for name, digest in written.items():
        found = folder / name
        if name not in listed:
            yield Difference(MANIFEST, f"outputs / {name}", "có", _NOTHING, told=not same)
        if not found.is_file():
            continue  # named as missing, or never a part of the set
        own = "original" in listed.get(name, {})
        if own and listed[name]["original"] != digest and same:
            told = str(listed[name]["original"])
            yield Difference(name, "bản phần mềm lập khi chưa ghép", digest[:12], told[:12])
        if sha256(found) != digest:
            yield from _of_file(made / name, found, codes, own=own, same=same)


def _of_manifest(manifest: Mapping[str, Any], again: Mapping[str, Any]) -> Iterator[Difference]:
    now, then = ({k: m.get(k) for k in _RECORDED} for m in (again, manifest))
    yield from json_values.between(now, then, MANIFEST)
    for part in ("inputs", "later"):
        files = ({f["path"]: {k: f.get(k) for k in _OF_INPUTS} for f in m.get(part, ())} for m in (again, manifest))
        here, there = ({part: f} for f in files)
        yield from json_values.between(here, there, MANIFEST)


def _of_file(made: Path, found: Path, codes: _Codes, *, own: bool, same: bool) -> Iterator[Difference]:
    compared: Callable[[], Iterator[Difference]]
    match found.suffix.lower():
        case ".json":
            compared = lambda: json_values.differences(made, found)  # noqa: E731
        case ".csv":
            compared = lambda: table_values.differences(made, found)  # noqa: E731
        case ".xlsx":
            compared = lambda: book_values.differences(made, found, codes.known)  # noqa: E731
        case ".docx":
            compared = lambda: word_values.differences(made, found, codes.printed, own=own)  # noqa: E731
        case ending if ending in _ALONE:
            return
        case _:
            compared = lambda: table_values.lines(made, found)  # noqa: E731
    try:
        values = list(compared())
    except (OSError, ValueError, RecursionError):
        values = [Difference(found.name, "cả tệp", "đọc được", "không đọc được")]
    yield from values
    if not values and same and not own:
        yield Difference(found.name, "phần không phải số liệu (định dạng, thuộc tính)", "như phần mềm ghi", "khác")


class _Codes:
    """What figures are called: in the data by their code, in the report by the words round them."""

    def __init__(self, made: Path) -> None:
        self._made = made
        self._known: frozenset[str] | None = None
        self._printed: word_values.Codes | None = None

    @property
    def known(self) -> frozenset[str]:
        if self._known is None:
            data = next((p for p in self._made.glob("*.json") if is_data(p)), None)
            record = record_of(data) if data is not None else {}
            self._known = frozenset((*record.get("fields", ()), *record.get("totals", ()), *record.get("tables", ())))
        return self._known

    @property
    def printed(self) -> word_values.Codes:
        if self._printed is None:
            copy = next(self._made.glob(_OFFICERS), None)
            self._printed = word_values.codes_in(copy) if copy is not None else {}
        return self._printed
