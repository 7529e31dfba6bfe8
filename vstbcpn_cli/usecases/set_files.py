"""A written set found again: its data, what its manifest and its seal say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.earlier_period import FORMAT, MANIFEST, VERSION, is_data
from vstbcpn_cli.report.changes.data_set import DataSet
from vstbcpn_cli.runtime.atomic_outputs import unfinished
from vstbcpn_cli.runtime.input_files import LARGEST_RECORD, content_of, record_in, record_of
from vstbcpn_cli.runtime.missing_paths import not_found
from vstbcpn_cli.text.lists import listing

SEAL = "niem-phong.json"
"""Lies in a final set: the digest of every file of it, and of itself."""
SEAL_FORMAT = "vstbcpn-niem-phong"
_DATA = "so-lieu_*.json"
_WHICH = "Đề nghị chọn thư mục kết quả, tệp manifest.json hoặc tệp so-lieu_….json do lệnh consolidate ghi ra."


class SetFiles(msgspec.Struct, frozen=True):
    """One set: its data file, the digest of that, and its manifest ({} where the data lie alone).

    The digest is the mark of the set: the data file names every returned file with its own SHA-256, every answer and
    every total, so another input or figure gives another one; and it holds no words of the report, so the mark can be
    printed in the report itself.
    """

    path: Path
    data: DataSet
    digest: str
    manifest: Mapping[str, Any] = msgspec.field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.path.parent


def final_number(folder: Path) -> int:
    """The number of the final set that lies in a folder, 0 where none does."""
    try:
        record = record_of(folder / SEAL)
        return int(record["number"]) if record["format"] == SEAL_FORMAT else 0
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return 0


def load_set(path: Path) -> SetFiles:
    """The set in a folder, beside a manifest, or in a data file. Raises `ConfigurationError` with what to give."""
    data = _data_file(path)
    try:
        content = content_of(data, LARGEST_RECORD)
        raw = record_in(content, str)
    except OSError as fault:
        raise ConfigurationError(f"“{data}”: không đọc được tệp số liệu. {_WHICH}") from fault
    except (ValueError, RecursionError, ArithmeticError) as fault:
        raise ConfigurationError(f"“{data}”: nội dung không phải JSON. {_WHICH}") from fault
    digest = hashlib.sha256(content).hexdigest()
    manifest = _manifest(data, digest)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ConfigurationError(f"“{data}”: tệp không phải số liệu do phần mềm này ghi ra. {_WHICH}")
    if raw.get("version") != VERSION:
        raise ConfigurationError(
            f"“{data}”: tệp có cấu trúc phiên bản “{raw.get('version')}”, phần mềm này đọc phiên bản {VERSION}. "
            "Đề nghị tổng hợp lại bằng phần mềm này rồi so sánh."
        )
    with whole(data):
        found = DataSet(raw)
        assert found.figures
        return SetFiles(data, found, digest, manifest)


class whole:  # noqa: N801 - used as a word of the language, like `suppress`
    """Turns what is missing or of another kind in a data file, inside the block, into a sentence about the file."""

    def __init__(self, *paths: Path) -> None:
        self._paths = paths

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> None:
        if isinstance(fault, LookupError | TypeError | ValueError | ArithmeticError | AttributeError | AssertionError):
            named = listing(map(str, self._paths))
            raise ConfigurationError(
                f"{named}: cấu trúc tệp số liệu thiếu hoặc không đúng. Đề nghị dùng lại tệp gốc, chưa qua sửa tay."
            ) from fault


def _data_file(path: Path) -> Path:
    if path.is_dir():
        found = sorted(p for p in path.glob(_DATA) if p.is_file() and is_data(p))
        if len(found) == 1:
            return found[0]
        if not found:
            raise ConfigurationError(f"Thư mục “{path}” chưa có bộ số liệu (tệp so-lieu_….json). {_WHICH}")
        names = listing(p.name for p in found)
        raise ConfigurationError(f"Thư mục “{path}” có nhiều bộ số liệu: {names}. Đề nghị ghi rõ tên một tệp.")
    if not path.exists():
        raise ConfigurationError(f"{not_found(path, 'bộ số liệu')} Đề nghị kiểm tra lại đường dẫn.")
    if path.name == MANIFEST:
        with suppress(OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
            listed = [path.parent / str(o["path"]) for o in record_of(path)["outputs"]]
            return next(p for p in listed if p.match(_DATA) and p.parent == path.parent)
        raise ConfigurationError(f"“{path}” không nêu tệp số liệu nào. {_WHICH}")
    return path


def _manifest(data: Path, digest: str) -> Mapping[str, Any]:
    """The manifest of the set, which the data must agree with; {} where they lie alone."""
    if unfinished(data.parent):
        raise ConfigurationError(
            f"“{data.parent}”: lần ghi kết quả vào thư mục này bị ngắt giữa chừng. "
            "Đề nghị chạy lại lệnh consolidate của kỳ đó để phục hồi."
        )
    try:
        manifest = record_of(data.parent / MANIFEST)
        sealed = {o["path"]: o["sha256"] for o in manifest["outputs"]}
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return {}
    if data.name not in sealed:
        return {}
    if sealed[data.name] != digest:
        raise ConfigurationError(
            f"“{data}”: nội dung khác với {MANIFEST} cùng thư mục. Đề nghị dùng lại tệp gốc, chưa qua sửa tay."
        )
    return dict(manifest)
