"""Word documents that somebody has edited since they were written: merged with what is written now.

Beside a set lies what the program itself wrote last, in `luu/nguyen-ban/`; which of them belongs to the set its record
says. Without it an edited document is kept beside the new one, as every other file is.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from vstbcpn_cli.report.hand_merge.merge import merge
from vstbcpn_cli.report.hand_merge.outcome import Merged
from vstbcpn_cli.report.hand_merge.paper import paper
from vstbcpn_cli.runtime.atomic_outputs import LARGEST, same
from vstbcpn_cli.runtime.file_replacement import move
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.usecases.intake.generated_files import originals_in, outputs_in

ORIGINALS = Path("luu") / "nguyen-ban"
PAPER = "noi-dung-ghep"
_DOCUMENT = ".docx"


@dataclass(slots=True)
class EditedDocuments:
    """What became of the edited documents of one set; made before the set is written, asked while and after.

    `merged` are the merged ones by name, `found` the digests of what was merged, `apart` those that could not be merged
    and only lie beside, `paper` is the name of the list of what was done, "" without one, which is one `more` file of
    the set. `fresh` is the officer's wish to have everything written anew.
    """

    folder: Path
    fresh: bool = False
    merged: dict[str, Merged] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)
    paper: str = ""
    more: list[str] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    _originals: dict[str, bytes] = field(default_factory=dict)
    _papers: dict[str, str] = field(default_factory=dict)
    _same: set[str] = field(default_factory=set)

    def merge(self, stage: Path, names: Iterable[str], title: str) -> None:
        """Puts the hand of whoever edited the documents of the folder into those of the stage, and the list of what
        was done beside them. `title` ends the name of the list."""
        written = originals_in(self.folder)
        self._papers = {n: d for n, d in outputs_in(self.folder).items() if is_paper(n)}
        for name in (n for n in names if n.endswith(_DOCUMENT)):
            new = (stage / name).read_bytes()
            self._originals[name] = new
            found = None if self.fresh else _content(self.folder / name)
            if found is None or _digest(found) == written.get(name, ""):
                continue
            base = self._base(name, written.get(name, ""))
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

    def known(self, folder: Path) -> Mapping[str, str]:
        """What is replaced without being kept: what the program wrote, but nothing that somebody edited."""
        documents = {n: d for n, d in originals_in(folder).items() if n.endswith(_DOCUMENT)}
        return {**outputs_in(folder), **documents, **{name: self.found[name] for name in self._same}}

    def original(self, name: str) -> str:
        """The digest of what the program would have written, where another file was written instead; else ""."""
        return _digest(self._originals[name]) if name in self.merged else ""

    def settle(self) -> None:
        """After the set is written: what the program itself would have written is laid aside for the next time.

        Where that fails the next time finds none, and keeps what was edited beside the new document.
        """
        for name, content in self._originals.items():
            target = self.folder / ORIGINALS / name
            with suppress(OSError):
                if _content(target) == content:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                aside = target.with_name(f"{name}.tmp")
                aside.write_bytes(content)
                move(aside, target)
        for name in self._papers.keys() - {self.paper}:  # it says nothing of what was written anew
            with suppress(OSError):
                if same(self.folder / name, self._papers[name]):
                    (self.folder / name).unlink()

    def _base(self, name: str, digest: str) -> bytes | None:
        found = _content(self.folder / ORIGINALS / name)
        return found if found is not None and _digest(found) == digest else None

    def _write_paper(self, stage: Path, title: str) -> None:
        done = {name: made for name, made in self.merged.items() if made.lines}
        name = f"{PAPER}_{title}.txt"
        if done:
            (stage / name).write_text(paper(done), encoding="utf-8-sig", newline="\r\n")
        elif self.merged and self._papers.get(name) == _digest(_content(self.folder / name) or b""):
            shutil.copyfile(self.folder / name, stage / name)
        else:
            return
        self.paper = name
        self.more.append(name)


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
