"""Other work on files from outside than reading returns, in processes like theirs: lists kept in Excel to their lines,
returned workbooks to marked copies. `python -m vstbcpn_cli.usecases.file_process` is one of the processes."""

from __future__ import annotations

import hashlib
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.feedback import Markings
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.input_files import content_of, opened
from vstbcpn_cli.runtime.worker_pool import Job, Loss, Lost, WorkerPool, serve
from vstbcpn_cli.workbook.formats.file_bounds import LARGEST_FILE
from vstbcpn_cli.workbook.lists.list_cell import ListCell

SECONDS = 60.0
_COMMAND: tuple[str, ...] = (sys.executable, "-P", "-m", __name__)
_LINES, _MARKS, _PATCH = b"lines", b"marks", b"patch"
Lines = list[tuple[int, list[str]]]


class Copied(StrEnum):
    """What became of a copy: made (of a workbook with macros), of a format that cannot be marked, not possible, or not
    begun, because the machine has started no process for it."""

    MADE = "made"
    WITH_MACROS = "macros"
    FORMAT = "format"
    IMPOSSIBLE = "impossible"
    NOT_BEGUN = "not-begun"


class ToMark(msgspec.Struct, frozen=True):
    """A returned file as it was judged (by its digest), what is to be put into it, and where the copy is to lie."""

    path: Path
    sha256: str
    marks: Markings
    target: Path


class ToPatch(msgspec.Struct, frozen=True):
    """A list of the office as it was read (by its digest), the cells to be put into it, and where that is to lie."""

    path: Path
    sha256: str
    cells: tuple[ListCell, ...]
    target: Path


def lines_of(path: Path) -> Lines:
    """The rows of the first sheet of a list kept in Excel with their physical numbers. Raises `ConfigurationError`."""
    job = Job(pickle.dumps(str(path)), SECONDS, msgspec.msgpack.Decoder(Lines | None).decode)
    with WorkerPool[Lines | None](_COMMAND, _LINES, 1) as pool:
        (found,) = pool.work([job])
    if isinstance(found, Lost) and found.loss is Loss.START:
        raise ConfigurationError(
            f"{path.name}: máy chưa khởi động được phần đọc tệp; đây không phải lỗi của tệp. "
            "Đề nghị đóng bớt chương trình khác rồi chạy lại."
        )
    if found is None or isinstance(found, Lost):
        raise ConfigurationError(
            f"{path.name}: không đọc được tệp Excel này. Đề nghị mở bằng Excel, lưu lại dạng .xlsx rồi chạy lại."
        )
    return found


def marked(files: Sequence[ToMark], processes: int) -> Iterator[Copied]:
    """Puts the marks into copies of the files; what became of each, in their order."""
    jobs = [Job(pickle.dumps(f), SECONDS, partial(_copied, f.target)) for f in files]
    with WorkerPool[Copied](_COMMAND, _MARKS, max(1, min(processes, len(files)))) as pool:
        work_steps.at(work_steps.Step.MARK, 0, len(jobs))
        for n, copied in enumerate(pool.work(jobs), 1):
            work_steps.at(work_steps.Step.MARK, n, len(jobs))
            yield _lost(copied) if isinstance(copied, Lost) else copied


def patched_list(patch: ToPatch) -> Copied:
    """Puts the cells into a copy of the list; says what became of it."""
    job = Job(pickle.dumps(patch), SECONDS, partial(_copied, patch.target))
    with WorkerPool[Copied](_COMMAND, _PATCH, 1) as pool:
        (copied,) = pool.work([job])
    return _lost(copied) if isinstance(copied, Lost) else copied


def _lost(lost: Lost) -> Copied:
    return Copied.NOT_BEGUN if lost.loss is Loss.START else Copied.IMPOSSIBLE


def _copied(target: Path, content: bytes) -> Copied:
    """What the process says has become of the copy. Raises OSError where it says that one lies there and none does."""
    copied = msgspec.msgpack.decode(content, type=Copied)
    if copied in (Copied.MADE, Copied.WITH_MACROS):
        opened(target).close()
    return copied


# ------------------------------------------------------------------------------------------------- the process
def _prepare(briefing: bytes) -> Callable[[bytes], bytes]:
    works: dict[bytes, Callable[[bytes], object]] = {_LINES: _read_lines, _MARKS: _mark, _PATCH: _patch}
    work = works[briefing]
    return lambda payload: msgspec.msgpack.encode(work(payload))


def _read_lines(payload: bytes) -> Lines | None:
    from vstbcpn_cli.workbook.formats.table_file import xlsx_lines

    try:
        return list(xlsx_lines(Path(pickle.loads(payload))))  # noqa: S301 - from our own parent
    except ConfigurationError:
        return None


def _mark(payload: bytes) -> Copied:
    from vstbcpn_cli.workbook.marking.annotator import CannotMarkError, annotate, can_be_marked, has_macros

    asked: ToMark = pickle.loads(payload)  # noqa: S301 - from our own parent
    try:
        content = content_of(asked.path, LARGEST_FILE)
    except OSError:
        return Copied.IMPOSSIBLE  # it is gone since it was judged
    if hashlib.sha256(content).hexdigest() != asked.sha256:
        return Copied.IMPOSSIBLE  # it was changed while it was being judged
    if not can_be_marked(content):
        return Copied.FORMAT
    try:
        made = annotate(content, asked.marks)
    except CannotMarkError:
        return Copied.IMPOSSIBLE
    asked.target.write_bytes(made)
    return Copied.WITH_MACROS if has_macros(made) else Copied.MADE


def _patch(payload: bytes) -> Copied:
    from vstbcpn_cli.workbook.lists.list_patch import with_cells
    from vstbcpn_cli.workbook.marking.package_patch import CannotMarkError

    asked: ToPatch = pickle.loads(payload)  # noqa: S301 - from our own parent
    try:
        content = content_of(asked.path, LARGEST_FILE)
        if hashlib.sha256(content).hexdigest() != asked.sha256:
            return Copied.IMPOSSIBLE  # it was changed since it was read
        asked.target.write_bytes(with_cells(content, asked.cells))
    except (OSError, CannotMarkError):
        return Copied.IMPOSSIBLE
    return Copied.MADE


if __name__ == "__main__":
    serve(_prepare)
