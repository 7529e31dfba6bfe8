"""What a new season takes over from an earlier one, so that nothing that the office has decided is typed twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.office import COMMITTEE
from vstbcpn_cli.edition.season_settings import SETTINGS, SeasonSettings, read_settings
from vstbcpn_cli.runtime.atomic_outputs import mend_below
from vstbcpn_cli.runtime.file_print import print_of
from vstbcpn_cli.usecases.run_settings import register
from vstbcpn_cli.usecases.sealing import last_final
from vstbcpn_cli.usecases.season.season_files import REGISTER, seen_from, written_before
from vstbcpn_cli.usecases.season.season_folder import SeasonFolder
from vstbcpn_cli.usecases.season.season_names import TEMPLATES
from vstbcpn_cli.usecases.set_files import load_set


class CarriedOver(msgspec.Struct, frozen=True):
    """The `files` of the new season as they stand in the earlier one, by their path; its `settings` by what they fill
    (see `settings_text`), `previous` among them where it has data; `left` are files edited there which the program
    begins from another text now: they are not taken, and somebody has to look at them. `register_fault` is why the
    register is not taken: the edition of the new season cannot be used with it."""

    files: Mapping[str, bytes]
    settings: Mapping[str, Any]
    left: tuple[str, ...]
    register_fault: str = ""


def earlier_season(folder: Path) -> SeasonFolder:
    """The season in this folder. Raises `ConfigurationError` where there is none, or its settings cannot be read,
    `OutputError` where a killed run has left it so that it cannot be mended."""
    mend_below(folder)
    if not (folder / SETTINGS).is_file():
        raise ConfigurationError(
            f"“{folder}” không phải thư mục của một kỳ báo cáo (không có {SETTINGS}). "
            "Đề nghị ghi thư mục của kỳ trước sau --from."
        )
    return SeasonFolder(folder, read_settings(folder / SETTINGS))


def neighbours(folder: Path) -> tuple[str, ...]:
    """The names of other seasons beside this one."""
    here = folder.absolute()
    return tuple(sorted(p.parent.name for p in here.parent.glob(f"*/{SETTINGS}") if p.parent != here))


def carried_over(season: SeasonFolder, folder: Path, wanted: Mapping[str, bytes], edition: str) -> CarriedOver:
    """The register, the settings and the edited templates of an earlier season for the one in `folder`, of this
    edition, whose files the program would write as `wanted`. What belongs to one period alone (its code, its dates) is
    not taken.

    Raises `OSError`.
    """
    earlier, left = season.root, []
    files: dict[str, bytes] = {}
    written = written_before(earlier)
    for path in sorted((earlier / TEMPLATES).rglob("*")):
        name = path.relative_to(earlier).as_posix()
        if not path.is_file() or path.name.startswith("~$") or written.get(name) == print_of(path):
            continue
        began = hashlib.sha256(wanted[name]).hexdigest() if name in wanted else None
        if began == written.get(name):  # of a file of the office's own both are None
            files[name] = path.read_bytes()
        else:
            left.append(name)
    own = season.settings.register
    fault = "" if own is None or season.settings.edition == edition else _register_fault(edition, own)
    if own is not None and not fault:
        files[REGISTER if own.suffix == ".xlsx" else own.name] = own.read_bytes()
    return CarriedOver(files, _settings(season, folder), tuple(left), fault)


def _register_fault(edition: str, path: Path) -> str:
    """Why the edition cannot be used with this register; "" where it can."""
    try:
        register(edition, path)
    except ConfigurationError as fault:
        return str(fault)
    return ""


def _settings(season: SeasonFolder, folder: Path) -> Mapping[str, Any]:
    settings = season.settings
    taken: dict[str, Any] = dict(settings.office)
    if settings.due_inclusive is not None:
        taken["due_inclusive"] = settings.due_inclusive
    if settings.window:
        taken["window"] = settings.window
    if settings.issuer != COMMITTEE:
        taken["issuer"] = settings.issuer
    if settings.template:
        taken["template"] = _template(settings, folder)
    data = _data(season.results)
    if data is not None:
        taken["previous"] = seen_from(folder, data)
    return taken


def _template(settings: SeasonSettings, folder: Path) -> str:
    path = Path(settings.template)
    if not path.exists():
        return settings.template  # the name of a preset
    home = settings.path.parent / TEMPLATES
    return path.relative_to(home.parent).as_posix() if path.is_relative_to(home) else seen_from(folder, path)


def _data(results: Path) -> Path | None:
    """The figures that were signed, else those of the last run."""
    for place in (last_final, lambda there: there):
        try:
            return load_set(place(results)).path
        except ConfigurationError:
            continue
    return None
