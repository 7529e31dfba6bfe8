"""A written set proven: against its manifest, against its inputs, and against the mark that stands on paper."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.earlier_period import MANIFEST
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.runtime.input_files import LARGEST_RECORD, content_of, record_of
from vstbcpn_cli.runtime.missing_paths import not_found
from vstbcpn_cli.runtime.sealed_records import digest_as_written
from vstbcpn_cli.text.digests import LETTERS, WHOLE, may_be_mark, same_mark
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark
from vstbcpn_cli.usecases.intake.intake import Progress
from vstbcpn_cli.usecases.sealing import final_in, final_told_of, is_named_final, not_as
from vstbcpn_cli.usecases.set_files import SEAL
from vstbcpn_cli.usecases.verification.archive import Archive, Given
from vstbcpn_cli.usecases.verification.environment import is_same, unlike
from vstbcpn_cli.usecases.verification.model import (
    FileFault,
    FileState,
    SetPart,
    Verification,
)
from vstbcpn_cli.usecases.verification.outputs import differences_of
from vstbcpn_cli.usecases.verification.remake import WORDS, CannotRemakeError, remake

_DATA = "so-lieu_*.json"
_INSTEAD = {
    "log": "sổ theo dõi (đã dùng ngày nhận và các mục ghi trong manifest.json)",
    "repairs": "danh sách sửa số liệu (đã dùng các quyết định ghi trong manifest.json)",
    "season": "thiết lập của kỳ (đã dùng các giá trị ghi trong manifest.json)",
    "units": "danh sách đơn vị (đã dùng danh sách ghi trong manifest.json)",
    "words": "thư mục mẫu báo cáo (mọi mẫu và câu chữ đã dùng đúng như mẫu kèm theo phần mềm)",
}
_NO_INBOX = (
    "Chưa đối chiếu với tệp các đơn vị gửi: không biết tệp nhận về để ở đâu, nên chỉ so các tệp kết quả với "
    "manifest.json. Đề nghị ghi thư mục nhận về sau tên bộ kết quả để lập lại và so từng số liệu."
)
_UNSEALED = (
    "Số liệu của bộ này là của bản chính thức số {number} nhưng ở đây không có niem-phong.json nên chưa kiểm được niêm "
    "phong: bản sao của thư mục kết quả thì không có tệp này, bản chính thức thì phải có. Nếu đây là bản chính thức đã "
    "đổi tên thư mục, đề nghị lấy lại bản sao lưu."
)


def verify(
    place: Path, inbox: Path | None, given: Given, mark: str, progress: Progress, *, jobs: int | None = None
) -> Verification:
    """The set in a folder or beside a manifest or data file, with the returned files in `inbox`; `mark` is what stands
    on paper, "" where nobody has looked.

    Raises `ConfigurationError` where there is no set and for what cannot be a mark, FileNotFoundError and OSError for
    the inbox.
    """
    if mark and not may_be_mark(mark):
        raise ConfigurationError(
            f"Mã kiểm “{mark}” phải có từ {LETTERS} đến {WHOLE} ký tự, gồm các chữ số 0–9 và chữ cái A–F, như "
            "3F2A-91BC-07DE-55A1. Đề nghị xem lại mã ghi trên giấy."
        )
    folder, manifest = _set_at(place)
    archive = Archive(folder, manifest, inbox, given)
    digest = _digest(folder, manifest)
    outputs = _listed(manifest)
    faults = [*_records(folder), *_outputs(folder, outputs)]
    seal = final_in(folder)
    unsealed = 0 if is_named_final(folder) else final_told_of(folder, manifest, digest)
    untold = (_UNSEALED.format(number=unsealed),) if unsealed else ()
    checked = Verification(
        folder,
        digest,
        unlike=tuple(unlike(manifest, archive)),
        outputs=len(outputs),
        marked=same_mark(mark, digest) if mark else None,
        final=seal.number if seal is not None else 0,
    )
    if inbox is None:
        return replace(checked, files=tuple(faults), unchecked=(*untold, _NO_INBOX))
    inputs, settings = list(archive.inputs()), list(archive.settings())
    with tempfile.TemporaryDirectory(prefix="vstbcpn-doi-chieu-") as work:
        try:
            made, instead = remake(archive, Path(work), progress, jobs)
        except CannotRemakeError as fault:
            told = f"Chưa lập lại được bộ kết quả để so từng số liệu. {fault}"
            files = (*faults, *inputs, *(f for _, f in settings), *archive.extra())
            return replace(checked, files=files, unchecked=(*untold, told), inputs=len(archive.there))
        same = is_same(manifest, checked.unlike)
        found = tuple(differences_of(folder, made, manifest, same=same))
    gone = {role for role, f in settings if role in instead and (role in WORDS or f.state is FileState.MISSING)}
    left = [f for role, f in settings if role not in gone]
    return replace(
        checked,
        files=(*faults, *inputs, *left, *archive.extra()),
        differences=found,
        unchecked=(*untold, *(f"Không thấy {told}." for role, told in _INSTEAD.items() if role in gone)),
        inputs=len(archive.found),
        remade=True,
    )


# ------------------------------------------------------------------------------------------------------------- the set
def _set_at(place: Path) -> tuple[Path, Mapping[str, Any]]:
    if not place.exists():
        raise ConfigurationError(f"{not_found(place, 'bộ kết quả')} Đề nghị kiểm tra lại đường dẫn.")
    folder = place if place.is_dir() else place.parent
    path = place if place.name.endswith(".json") and place.name.startswith(Path(MANIFEST).stem) else folder / MANIFEST
    try:
        manifest = record_of(path)
        assert all(isinstance(o["path"], str) and isinstance(o["sha256"], str) for o in manifest["outputs"])
        assert all(isinstance(manifest[key], list) for key in ("inputs", "settings"))
    except FileNotFoundError as fault:
        raise ConfigurationError(
            f"Thư mục “{folder}” không có {MANIFEST} nên không biết bộ kết quả gồm những gì. Đề nghị chọn thư mục kết "
            "quả do lệnh consolidate ghi ra."
        ) from fault
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AssertionError) as fault:
        raise ConfigurationError(
            f"“{path}”: không đọc được tệp này như {MANIFEST} do phần mềm ghi ra. Đề nghị lấy lại bản sao lưu."
        ) from fault
    return folder, manifest


def _listed(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {o["path"]: o["sha256"] for o in manifest["outputs"] if Path(o["path"]).name == o["path"]}


def _digest(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Of the data as they lie there, whatever the manifest says of them."""
    named = (folder / name for name in _listed(manifest) if Path(name).match(_DATA))
    data = next((p for p in named if p.is_file()), None)
    return hashlib.sha256(content_of(data, LARGEST_RECORD)).hexdigest() if data is not None else ""


def _records(folder: Path) -> Iterator[FileFault]:
    """The manifest and the seal are records that tell whether somebody has changed them."""
    if not digest_as_written(folder / MANIFEST):
        yield FileFault(SetPart.MANIFEST, MANIFEST, FileState.CHANGED)
    final = final_in(folder)
    if final is not None:
        for name in final.damaged:
            state = FileState.CHANGED if (folder / name).is_file() else FileState.MISSING
            yield FileFault(SetPart.SEAL, name, state)
    elif is_named_final(folder):
        yield FileFault(SetPart.SEAL, SEAL, FileState.MISSING)


def _outputs(folder: Path, listed: Mapping[str, str]) -> Iterator[FileFault]:
    gone = not_as(folder, listed)
    for name in gone:
        yield FileFault(SetPart.OUTPUT, name, FileState.CHANGED if (folder / name).is_file() else FileState.MISSING)
    sealed = (folder / SEAL).is_file()
    for path in sorted(folder.iterdir()):
        if path.is_dir() or path.name in (*listed, MANIFEST, SEAL) or path.name.startswith("~$"):
            continue
        # Other papers of the program may lie with a set that is worked on; in a final one nothing has been added.
        if sealed or not bears_our_mark(path):
            yield FileFault(SetPart.OUTPUT, path.name, FileState.EXTRA)
