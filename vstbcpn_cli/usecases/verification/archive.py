"""What belongs to a set, found again wherever it lies now: known by its content, else by its name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions, templates_of
from vstbcpn_cli.edition.season_settings import SETTINGS, read_settings
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.runtime.file_print import sha256
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark
from vstbcpn_cli.usecases.intake.sources import files_at, would_be_read
from vstbcpn_cli.usecases.season.season_names import INBOX, TEMPLATES
from vstbcpn_cli.usecases.verification.model import FileFault, FileState, SetPart

_ABOVE = 4
"""How many folders above a set may be that of its season: `3-ket-qua/luu/ban-chinh-thuc-1`."""


class Given(msgspec.Struct, frozen=True):
    """Where the officer says that something lies which is not where it was."""

    edition: str | None = None
    units: Path | None = None
    previous: Path | None = None
    template: Path | None = None
    log: Path | None = None


class Archive(msgspec.Struct, frozen=True, dict=True):
    """The set in `folder` with its `manifest`, the returned files in `inbox`, and what else is needed of it."""

    folder: Path
    manifest: Mapping[str, Any]
    inbox: Path | None
    given: Given
    found: dict[str, Path] = msgspec.field(default_factory=dict)
    """The returned files by the name they had when the set was made."""

    # ------------------------------------------------------------------------------------------------- returned files
    def inputs(self) -> Iterator[FileFault]:
        """Finds the returned files; tells of each that is not as the manifest has it. What is there besides is told
        once the program knows whether it is a return."""
        there = self.there
        by_content: dict[str, list[str]] = {}
        for name, path in there.items():
            by_content.setdefault(_content(path), []).append(name)
        for listed in (*self.manifest["inputs"], *self.manifest.get("later", ())):
            name, digest = str(listed["path"]), str(listed["sha256"])
            same = by_content.get(digest, ()) if digest else ()
            if name in there:
                self.found[name] = there[name]
                if name not in same and digest:
                    yield FileFault(SetPart.INPUT, name, FileState.CHANGED)
            elif same:
                self.found[name] = there[same[0]]
                yield FileFault(SetPart.INPUT, name, FileState.RENAMED, same[0])
            else:
                yield FileFault(SetPart.INPUT, name, FileState.MISSING)

    @cached_property
    def there(self) -> Mapping[str, Path]:
        """Every file of the inbox by its name from there."""
        return {} if self.inbox is None else {shown: path for path, shown in files_at(self.inbox, self._base)}

    @property
    def _base(self) -> Path:
        assert self.inbox is not None
        return self.inbox if self.inbox.is_dir() else self.inbox.parent

    def extra(self) -> Iterator[FileFault]:
        """Returned files that the set does not know; what a run over the inbox passes over is none."""
        taken = set(self.found.values())
        for name, path in self.there.items():
            if path not in taken and would_be_read(path, self._base) and not bears_our_mark(path):
                yield FileFault(SetPart.INPUT, name, FileState.EXTRA)

    # ----------------------------------------------------------------------------------------------- everything else
    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """Where the office's own files may lie: with the returned files or the set, or in a folder above them."""
        start = [self.folder, *([self.inbox] if self.inbox is not None else [])]
        real = [Path(os.path.realpath(p if p.is_dir() else p.parent)) for p in start]
        above = [p for one in real for p in (one, *list(one.parents)[:_ABOVE])]
        return tuple(dict.fromkeys(above))

    @cached_property
    def season(self) -> Path | None:
        """The settings of the season the set was made in."""
        if Path(str(self.option("edition"))).name != SETTINGS:
            return None
        if self.given.edition is not None:
            return Path(self.given.edition)
        return next((p for root in self.roots if (p := root / SETTINGS).is_file()), None)

    def option(self, name: str) -> Any:
        return self.manifest.get("options", {}).get(name)

    def settings(self) -> Iterator[tuple[str, FileFault]]:
        """Tells, with its role, of every other file that the set depends on and that is not as the manifest has it."""
        for listed in self.manifest["settings"]:
            name, role, digest = (str(listed[k]) for k in ("path", "role", "sha256"))
            near = [p for p in self._places(role, name) if p.is_file()]
            if any(_content(p) == digest for p in near):
                continue
            yield role, FileFault(SetPart.SETTING, name, FileState.CHANGED if near else FileState.MISSING)

    def setting(self, role: str) -> Path | None:
        """The file of a role: as it was, else the one that has its name now; None for none or several."""
        listed = [s for s in self.manifest["settings"] if s["role"] == role]
        if len(listed) != 1:
            return None
        near = [p for p in self._places(role, str(listed[0]["path"])) if p.is_file()]
        return next((p for p in near if _content(p) == listed[0]["sha256"]), near[0] if near else None)

    def _places(self, role: str, name: str) -> Iterator[Path]:
        given = {"units": self.given.units, "previous": self.given.previous, "log": self.given.log}.get(role)
        if given is not None:
            yield given
            return
        if role == "season":
            yield from filter(None, [self.season])
        elif role in ("template", "words"):
            for folder in self._template_folders():
                yield folder / name
                yield folder / FOLDER / name
        else:
            if role == "previous" and self.season is not None:
                with suppress(ConfigurationError):
                    yield from filter(None, [read_settings(self.season).previous])
            yield from (root / name for root in self.roots)

    @cached_property
    def template(self) -> Path | None:
        """The template of the office, or the name of one of the program; None where the set was made without."""
        named = self.option("template")
        if self.given.template is not None or named is None:
            return self.given.template
        there = (p for root in self.roots for p in (root / str(named), root / TEMPLATES / str(named)) if p.exists())
        return next(there, None)

    def _template_folders(self) -> Iterator[Path]:
        if self.template is not None:
            yield self.template if self.template.is_dir() else self.template.parent
        with suppress(ConfigurationError):
            yield from templates_of(load_edition(self.edition))

    @cached_property
    def edition(self) -> str:
        """The edition as it is loaded here. Raises `ConfigurationError` where it is not there."""
        if self.given.edition is not None:
            return self.given.edition
        if self.season is not None:
            return str(self.season)
        named = str(self.manifest["edition"])
        asked = str(self.option("edition") or named)
        if asked in available_editions():
            return asked
        own = next((p for root in self.roots if (p := root / asked).exists()), None)
        return str(own) if own is not None else named


def near_inbox(folder: Path) -> Path | None:
    """The returned files of a set that lies in the folder of its season."""
    real = Path(os.path.realpath(folder))
    seasons = (p for p in (real, *list(real.parents)[:_ABOVE]) if (p / SETTINGS).is_file())
    return next((p / INBOX for p in seasons if (p / INBOX).is_dir()), None)


def _content(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return ""
