"""What the program would write into a new folder of a season, and the record of what it wrote there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import available_editions, newest_edition, workbook_of
from vstbcpn_cli.edition.season_settings import SETTINGS, read_settings, settings_text
from vstbcpn_cli.runtime.input_files import record_of
from vstbcpn_cli.runtime.missing_paths import nearest_hint
from vstbcpn_cli.runtime.sealed_records import digest_as_written, record_text
from vstbcpn_cli.text.normalise import without_marks
from vstbcpn_cli.usecases.init import FOLDER, write_templates
from vstbcpn_cli.usecases.office_templates import PRESETS
from vstbcpn_cli.usecases.run_settings import Setting, setting
from vstbcpn_cli.usecases.season.new_log import new_log
from vstbcpn_cli.usecases.season.new_register import new_register

RECORD = "ky-bao-cao.json"
LOG, REGISTER = "so-theo-doi.xlsx", "don-vi.xlsx"
_FORMAT, _VERSION = "vstbcpn-ky-bao-cao", 1


class Chosen(msgspec.Struct, frozen=True):
    """Of which edition and period a season is, as the edition has them; `guessed` says what nobody has
    named, in words."""

    edition: str
    setting: Setting
    guessed: tuple[str, ...] = ()


def chosen_season(folder: Path, edition: str | None, period: str | None, earlier: str = "") -> Chosen:
    """What the settings that are there say, else what was asked for, else what the name of the folder says, else the
    edition of the `earlier` season or the newest, and its first period.

    Raises `ConfigurationError` for what is unknown, or another season than the one that is there.
    """
    there = folder / SETTINGS
    if there.is_file():
        settings = read_settings(there)
        said, asked = (settings.edition, settings.period), (edition or settings.edition, period or settings.period)
        if (without_marks(asked[0]), without_marks(asked[1])) != (without_marks(said[0]), without_marks(said[1])):
            raise ConfigurationError(
                f"Thư mục này đã là của kỳ “{said[1]}”, bộ biểu mẫu “{said[0]}” (theo {SETTINGS}). "
                "Đề nghị chọn thư mục khác cho kỳ mới."
            )
        return Chosen(settings.edition, setting(settings.edition, settings.period, None))
    parts = without_marks(folder.absolute().name).replace("_", "-").split("-")
    named = edition or next((e for e in available_editions() if e in parts), None)
    named = named or earlier or newest_edition()
    guessed = [] if edition else [f"bộ biểu mẫu {named}"]
    periods = load_edition(named).periods
    code = period or next((p for p in periods if without_marks(p) in parts), None)
    made = setting(named, code, None)
    if not period:
        guessed.append(f"kỳ {made.period.code} ({made.period.name})")
    return Chosen(named, made, tuple(guessed))


def files_of(chosen: Chosen, folder: Path, preset: str) -> dict[str, bytes]:
    """Every file by its path in the folder. Raises `ConfigurationError` for an unknown preset."""
    if preset not in PRESETS:
        hint = nearest_hint(preset, PRESETS, "tên")
        raise ConfigurationError(f"Không có mẫu “{preset}”{hint}. Đề nghị chọn: {', '.join(PRESETS)}.")
    edition = chosen.setting.edition
    with tempfile.TemporaryDirectory() as stage:
        write_templates(Path(stage) / FOLDER, preset, edition, chosen.setting.register)
        made = {p.relative_to(stage).as_posix(): p.read_bytes() for p in sorted(Path(stage).rglob("*")) if p.is_file()}
    if (form := workbook_of(chosen.edition)) is not None:
        made[form.name] = form.read_bytes()
    made[SETTINGS] = settings_of(chosen, folder)
    made[REGISTER] = new_register(chosen.setting)
    made[LOG] = new_log()
    return made


def settings_of(chosen: Chosen, folder: Path, taken: Mapping[str, Any] = MappingProxyType({})) -> bytes:
    """The settings of a new season, with what is `taken` over from an earlier one. A form that is a workbook lies in
    the season itself, so that nothing is lacking where the folder is moved or kept."""
    own = workbook_of(chosen.edition)
    away = own.name if own is not None else seen_from(folder, Path(chosen.edition))
    named = chosen.edition if chosen.edition in available_editions() else away
    return settings_text(chosen.setting.edition, named, chosen.setting.period, taken).encode()


def seen_from(folder: Path, path: Path) -> str:
    """A path as the settings in `folder` write it."""
    try:
        seen = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        seen = str(path.absolute())
    return Path(seen).as_posix()


def written_before(folder: Path) -> Mapping[str, str]:
    """Each file that the program wrote there with its digest; nothing where the record was changed or is none."""
    path = folder / RECORD
    try:
        if not digest_as_written(path):
            return {}
        return {str(o["path"]): str(o["sha256"]) for o in record_of(path)["outputs"]}
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return {}


def record_of_written(digests: Mapping[str, str], preset: str) -> str:
    outputs = [{"path": name, "sha256": digest} for name, digest in sorted(digests.items())]
    return record_text({"format": _FORMAT, "version": _VERSION, "template": preset, "outputs": outputs})


def preset_before(folder: Path) -> str:
    """The preset that the templates there were made from, "" where nobody knows."""
    try:
        return str(record_of(folder / RECORD).get("template", ""))
    except (OSError, ValueError, RecursionError, AttributeError):
        return ""
