"""Word documents that somebody has edited since they were written: merged with what is written now.

Beside a set lies what the program itself wrote last, in `luu/nguyen-ban/`; which of them belongs to the set its record
says. It is there before the set is, under a name for the time being, so that a run killed at any moment leaves the set
with the originals it was made with. Without them an edited document is kept beside the new one, as every other file is.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

import msgspec

from vstbcpn_cli.report.hand_merge.merge import merge
from vstbcpn_cli.report.hand_merge.outcome import Merged
from vstbcpn_cli.report.hand_merge.paper import paper
from vstbcpn_cli.runtime.atomic_outputs import LARGEST, making, staged
from vstbcpn_cli.runtime.file_replacement import move
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.output_folder import remove_emptied
from vstbcpn_cli.runtime.run_registry import sync
from vstbcpn_cli.usecases.intake.generated_files import originals_in, outputs_in

ORIGINALS = Path("luu") / "nguyen-ban"
PAPER = "noi-dung-ghep"
_DOCUMENT = ".docx"
_WAITING = ".tmp"
"""Ends the name of an original until its set is written."""


class EditedDocuments(msgspec.Struct):
    """What became of the edited documents of one set; asked while it is written and after.

    `merged` are the merged ones by name, `found` the digests of what was merged, `apart` those that could not be merged
    and only lie beside, `paper` is the name of the list of what was done, "" without one, which is one `more` file of
    the set. `fresh` is the officer's wish to have everything written anew.
    """

    folder: Path
    fresh: bool = False
    merged: dict[str, Merged] = msgspec.field(default_factory=dict)
    apart: list[str] = msgspec.field(default_factory=list)
    paper: str = ""
    more: list[str] = msgspec.field(default_factory=list)
    found: dict[str, str] = msgspec.field(default_factory=dict)
    _originals: dict[str, bytes] = msgspec.field(default_factory=dict)
    _gone: list[str] = msgspec.field(default_factory=list)
    _same: set[str] = msgspec.field(default_factory=set)

    @contextmanager
    def staged(
        self, names: Iterable[str], inputs: Iterable[Path], gone: Iterable[str] = (), more: Iterable[str] = ()
    ) -> Iterator[Path]:
        """The set of the folder as `atomic_outputs.staged` has it, whose block calls `merge` at its end."""
        left, found = chain(gone, self._gone), chain(more, self.more)
        with (
            making(self.folder),
            self._laid_by(),
            staged(self.folder, names, inputs, self._known, found, self.found, left) as stage,
        ):
            yield stage

    def merge(self, stage: Path, names: Iterable[str], title: str) -> None:
        """Puts the hand of whoever edited the documents of the folder into those of the stage, and the list of what
        was done beside them. `title` ends the name of the list."""
        written = originals_in(self.folder)
        for name in (n for n in names if n.endswith(_DOCUMENT)):
            new = (stage / name).read_bytes()
            self._originals[name] = new
            base = self._base(name, written.get(name, ""))
            found = None if self.fresh else _content(self.folder / name)
            if found is None or _digest(found) == written.get(name, ""):
                continue
            made = _merged(base, found, new) if base is not None else None
            if made is None:
                self.apart.append(name)
                continue
            (stage / name).write_bytes(made.document)
            self.merged[name] = made
            self.found[name] = _digest(found)
            if made.document == found:
                self._same.add(name)
        self._write_paper(stage, title)
        self._lay_by()

    def original(self, name: str) -> str:
        """The digest of what the program would have written, where another file was written instead; else ""."""
        return _digest(self._originals[name]) if name in self.merged else ""

    def _known(self, folder: Path) -> Mapping[str, str]:
        """What is replaced without being kept: what the program wrote, but nothing that somebody edited."""
        documents = {n: d for n, d in originals_in(folder).items() if n.endswith(_DOCUMENT)}
        return {**outputs_in(folder), **documents, **{name: self.found[name] for name in self._same}}

    # ------------------------------------------------------------------------------------------------ the originals
    def _original(self, name: str) -> Path:
        return self.folder / ORIGINALS / name

    def _waiting(self, name: str) -> Path:
        return self._original(f"{name}{_WAITING}")

    def _base(self, name: str, digest: str) -> bytes | None:
        """What the program wrote last. Where it still waits its run was killed after the set was written."""
        waiting = _content(self._waiting(name))
        if waiting is not None and _digest(waiting) == digest:
            with suppress(OSError):
                move(self._waiting(name), self._original(name))
            return waiting
        found = _content(self._original(name))
        return found if found is not None and _digest(found) == digest else None

    def _lay_by(self) -> None:
        """What the program itself would have written, for the next time. Where that fails the next time finds none, and
        keeps what was edited beside the new document."""
        for name, content in self._originals.items():
            with suppress(OSError):
                if _content(self._original(name)) != content:
                    waiting = self._waiting(name)
                    waiting.parent.mkdir(parents=True, exist_ok=True)
                    waiting.write_bytes(content)
                    sync(waiting)

    @contextmanager
    def _laid_by(self) -> Iterator[None]:
        """Around the writing of the set: the originals that wait for it take their place with it, or go."""
        try:
            yield
        except BaseException:
            for name in self._originals:
                with suppress(OSError):
                    self._waiting(name).unlink(missing_ok=True)
            remove_emptied(self.folder, [(ORIGINALS / name).as_posix() for name in (*self._originals, "x")])
            raise
        for name, content in self._originals.items():
            with suppress(OSError):
                if _content(self._waiting(name)) == content:
                    move(self._waiting(name), self._original(name))
                self._waiting(name).unlink(missing_ok=True)

    # ---------------------------------------------------------------------------------------------------- the list
    def _write_paper(self, stage: Path, title: str) -> None:
        done = {name: made for name, made in self.merged.items() if made.lines}
        papers = {n: d for n, d in outputs_in(self.folder).items() if is_paper(n)}
        name = f"{PAPER}_{title}.txt"
        if done:
            (stage / name).write_text(paper(done), encoding="utf-8-sig", newline="\r\n")
        elif self.merged and papers.get(name) == _digest(_content(self.folder / name) or b""):
            shutil.copyfile(self.folder / name, stage / name)
        else:
            name = ""
        self.paper = name
        self.more += [name] if name else []
        self._gone += papers.keys() - {name}  # they say nothing of what is written anew


def is_paper(name: str) -> bool:
    """Whether a file is the list of what was merged, by its name."""
    return name.startswith(f"{PAPER}_")


def _merged(base: bytes, edited: bytes, new: bytes) -> Merged | None:
    """None where that is impossible: the edited document lies beside then, whole."""
    try:
        return merge(base, edited, new)
    except Exception:  # noqa: BLE001 - whatever an edited document is made of, it stops nothing
        return None


def _content(path: Path) -> bytes | None:
    """None for what is not there, no file, or larger than a document is."""
    try:
        return content_of(path, LARGEST) if path.is_file() else None
    except OSError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
