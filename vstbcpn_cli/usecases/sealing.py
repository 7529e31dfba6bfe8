"""What is kept of the sets of a period, under `luu/` of the folder of results: final ones for good, earlier ones for a
while.

A final set (`ban-chinh-thuc-1`) is a whole copy with a record of its own, the seal: the digest of every file and of
itself, and what was open when it was made. Nothing of this program ever writes there again. An earlier set (`lan-1`) is
what lay in the folder before figures changed; of these the last `MOST_EARLIER` stay, and older ones that somebody has
edited or put something beside.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.earlier_period import MANIFEST
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.runtime.atomic_outputs import same, sha256
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.sealed_records import digest_as_written, record_text
from vstbcpn_cli.usecases.changes import changes_of
from vstbcpn_cli.usecases.set_files import SEAL, SEAL_FORMAT, load_set

KEPT = Path("luu")
MOST_EARLIER = 10
_FINAL, _EARLIER = "ban-chinh-thuc", "lan"
_VERSION = 1
_READ_ONLY = 0o444


class FinalSet(msgspec.Struct, frozen=True):
    """A final set as it is found; `damaged` names the files that are no longer as the seal has them, and the seal
    itself where it was changed or is not there."""

    number: int
    folder: Path
    seal: Mapping[str, Any]
    damaged: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return str(self.seal.get("digest", ""))

    @property
    def outputs(self) -> dict[str, str]:
        """The files with their digests."""
        return _listed(self.seal)


class FinalStanding(msgspec.Struct, frozen=True):
    """The last final set beside the one that is being made: how many figures differ now, None where that cannot be
    told; `made` is True where it was made by this run, `again` where this run was asked for one that was there."""

    final: FinalSet
    changed: int | None
    made: bool = False
    again: bool = False


def last_final(results: Path) -> Path:
    """The folder of the last final set. Raises `ConfigurationError` where there is none, or it is not whole."""
    known = _numbered(results, _FINAL)
    if not known:
        raise ConfigurationError(
            f"Chưa có bản chính thức nào ở “{(results / KEPT).as_posix()}”. Đề nghị lập bản chính thức bằng lệnh "
            "consolidate --final, hoặc ghi rõ hai bộ số liệu cần so sánh."
        )
    final = _found(*known[-1])
    if final.damaged:
        raise ConfigurationError(damage_words(final))
    return final.folder


def damage_words(final: FinalSet) -> str:
    """That a final set is not as it was made."""
    names = ", ".join(final.damaged)
    return (
        f"Bản chính thức số {final.number} ({final.folder.as_posix()}) không còn nguyên như khi lập: {names}. "
        "Đề nghị lấy lại bản sao lưu của thư mục này; nếu không còn bản sao lưu thì lập bản chính thức mới bằng lệnh "
        "vstbcpn consolidate --final, thư mục này vẫn được giữ nguyên."
    )


class KeptSets:
    """What is kept beside the set that is being made, whose `data` file lies ready in its stage.

    It is laid into that stage too, as `files` to be written together with the set: a run that fails or is killed leaves
    neither a final set that was never the result, nor one that is half there.
    """

    def __init__(self, results: Path, data: Path) -> None:
        self._results, self._data = results, data
        self.digest = sha256(data)
        self.files: list[str] = []
        self._final: FinalSet | None = None

    def settle(
        self, outputs: Mapping[str, Path], manifest: Mapping[str, Any], unused: int, *, wanted: bool
    ) -> FinalStanding | None:
        """Writes the manifest, which tells of the last final set, and where that is `wanted` makes this one final.

        A final set that is the same already stays the last one.
        """
        last = self._standing()
        if wanted and (last is None or not _is_unchanged(last.final, outputs, manifest)):
            number = max((n for n, _ in _numbered(self._results, _FINAL)), default=0) + 1
            self._write(manifest, number, self.digest, 0)
            counts = {**manifest["counts"], "unused": unused}
            told = {key: manifest[key] for key in ("edition", "period", "as_of")}
            final = self._seal(number, [*outputs, MANIFEST], {**told, "digest": self.digest, "counts": counts})
            self._final = final
            return FinalStanding(final, 0, made=True)
        if last is None:
            self._write(manifest)
            return None
        self._final = last.final if wanted else None
        self._write(manifest, last.final.number, last.final.digest, last.changed)
        return replace(last, again=wanted)

    def _standing(self) -> FinalStanding | None:
        """The last final set and how many figures differ from it now."""
        known = _numbered(self._results, _FINAL)
        if not known:
            return None
        final = _found(*known[-1])
        if final.damaged:
            return FinalStanding(final, None)
        with suppress(ConfigurationError):  # of another version, or another period
            return FinalStanding(final, len(changes_of(load_set(final.folder), load_set(self._data)).figures))
        return FinalStanding(final, None)

    def _write(
        self, manifest: Mapping[str, Any], number: int = 0, digest: str = "", changed: int | None = None
    ) -> None:
        told = dict(manifest)
        if number:
            folder = _folder(Path(), _FINAL, number).as_posix()
            told["final"] = {"number": number, "folder": folder, "digest": digest, "changed_figures": changed}
        (self._data.parent / MANIFEST).write_text(record_text(told), encoding="utf-8", newline="\n")

    def _seal(self, number: int, names: list[str], told: Mapping[str, Any]) -> FinalSet:
        stage = self._data.parent
        listed = sorted(names)
        outputs = [{"path": n, "sha256": sha256(stage / n), "size": (stage / n).stat().st_size} for n in listed]
        record = {"format": SEAL_FORMAT, "version": _VERSION, "number": number, **told, "outputs": outputs}
        inner = self._laid(_FINAL, number, [*listed, SEAL])
        for name in listed:
            shutil.copyfile(stage / name, inner / name)
        (inner / SEAL).write_text(record_text(record), encoding="utf-8", newline="\n")
        return FinalSet(number, _folder(self._results, _FINAL, number), record)

    def _laid(self, kind: str, number: int, names: list[str]) -> Path:
        """The folder in the stage for a set to be kept, the last of whose files vouches for it."""
        folder = _folder(Path(), kind, number)
        self.files += ((folder / name).as_posix() for name in names)
        inner = self._data.parent / folder
        inner.mkdir(parents=True)
        return inner

    def keep_earlier(self) -> Path | None:
        """Copies the set that lies in the folder, as it was found, before one with other figures takes its place.

        None where nothing has to be kept: there is no set, its figures are the same, or it is kept already.
        """
        results = self._results
        outputs = _listed(_record(results / MANIFEST))
        if outputs.get(self._data.name) in (None, self.digest):
            return None
        names = [n for n in sorted(outputs) if (results / n).is_file()]
        kept = [folder for kind in (_FINAL, _EARLIER) for _, folder in _numbered(results, kind)[-1:]]
        if any(all(_alike(folder / n, results / n) for n in (*names, MANIFEST)) for folder in kept):
            return None
        number = max((n for n, _ in _numbered(results, _EARLIER)), default=0) + 1
        inner = self._laid(_EARLIER, number, [*names, MANIFEST])
        for name in (*names, MANIFEST):
            shutil.copy2(results / name, inner / name)
        return _folder(results, _EARLIER, number)

    def close(self) -> None:
        """Once the set is written: closes the final one that was wanted against a hand that opens it in Word and saves,
        and takes away the earlier sets that are too many, if nobody has been at them."""
        if self._final is not None:
            for name in (*self._final.outputs, SEAL):
                with suppress(OSError):
                    (self._final.folder / name).chmod(_READ_ONLY)
        for _, folder in _numbered(self._results, _EARLIER)[:-MOST_EARLIER]:
            with suppress(OSError):
                outputs = _listed(_record(folder / MANIFEST))
                whole = {p.name for p in folder.iterdir()} == {*outputs, MANIFEST}
                if whole and digest_as_written(folder / MANIFEST) and not not_as(folder, outputs):
                    shutil.rmtree(folder)


def _is_unchanged(final: FinalSet, outputs: Mapping[str, Path], manifest: Mapping[str, Any]) -> bool:
    """Whether a set that is being made is the final one already: the same files, made in the same way."""
    if final.damaged:
        return False
    known = {name: digest for name, digest in final.outputs.items() if name != MANIFEST}
    made = {name: sha256(path) for name, path in outputs.items()}
    return known == made and _bare(record_of(final.folder / MANIFEST)) == _bare(json.loads(record_text(manifest)))


# ------------------------------------------------------------------------------------------------------------- finding
def _folder(results: Path, kind: str, number: int) -> Path:
    return results / KEPT / f"{kind}-{number}"


def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(rf"{kind}-([1-9][0-9]{{0,5}})")


def _numbered(results: Path, kind: str) -> list[tuple[int, Path]]:
    pattern = _pattern(kind)
    try:
        found = [(int(m[1]), p) for p in (results / KEPT).iterdir() if (m := pattern.fullmatch(p.name)) and p.is_dir()]
    except OSError:
        return []
    return sorted(found)


def _found(number: int, folder: Path) -> FinalSet:
    record = _record(folder / SEAL)
    if record.get("format") != SEAL_FORMAT or not digest_as_written(folder / SEAL):
        return FinalSet(number, folder, record, (SEAL,))
    return FinalSet(number, folder, record, tuple(not_as(folder, _listed(record))))


def is_named_final(folder: Path) -> bool:
    """Whether a folder bears the name of a final set, so that it had a seal."""
    return _pattern(_FINAL).fullmatch(folder.resolve().name) is not None


def final_told_of(folder: Path, manifest: Mapping[str, Any], digest: str) -> int:
    """The number of the final set whose data these are by the manifest, where neither its seal lies here nor the set
    itself below; 0 for any other set. The folder of results has the same files, so a copy of it cannot be told from a
    final set that has lost name and seal."""
    told = manifest.get("final")
    number = told.get("number") if isinstance(told, Mapping) and told.get("digest") == digest != "" else 0
    if not isinstance(number, int) or (folder / SEAL).is_file() or _folder(folder, _FINAL, number).is_dir():
        return 0
    return number


def final_in(folder: Path) -> FinalSet | None:
    """The final set that lies in a folder, wherever that is now; None where it has no seal."""
    if not (folder / SEAL).is_file():
        return None
    number = _record(folder / SEAL).get("number")
    return _found(number if isinstance(number, int) else 0, folder)


def not_as(folder: Path, outputs: Mapping[str, str]) -> list[str]:
    """The names of those that are not there with this content."""
    return [name for name, digest in sorted(outputs.items()) if not _is(folder / name, digest)]


def _is(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and same(path, digest)
    except OSError:
        return False


def _alike(one: Path, other: Path) -> bool:
    try:
        return one.is_file() and same(one, sha256(other))
    except OSError:
        return False


def _record(path: Path) -> Mapping[str, Any]:
    try:
        found = record_of(path)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _listed(record: Mapping[str, Any]) -> dict[str, str]:
    with suppress(LookupError, TypeError):
        return {name: str(o["sha256"]) for o in record["outputs"] if _plain(name := str(o["path"]))}
    return {}


def _plain(name: str) -> bool:
    """A record that somebody has changed leads nowhere else."""
    return Path(name).name == name and name not in ("", ".", "..")


def _bare(manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in manifest.items() if key not in ("final", "seal")}
