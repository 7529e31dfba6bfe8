"""A set made again from its inputs, in a folder of its own, as its manifest says that it was made."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from vstbcpn_cli.edition.errors import ConfigurationError, NoSubmissionError
from vstbcpn_cli.edition.season_settings import SETTINGS
from vstbcpn_cli.model.earlier_period import MANIFEST
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files
from vstbcpn_cli.usecases.init import write_templates
from vstbcpn_cli.usecases.intake.intake import Progress
from vstbcpn_cli.usecases.intake.sources import VIETNAM
from vstbcpn_cli.usecases.office_templates import PRESETS
from vstbcpn_cli.usecases.run_settings import setting
from vstbcpn_cli.usecases.season.season_names import INBOX, LOG_NAMES, REPAIRS, TEMPLATES
from vstbcpn_cli.usecases.season.season_record import write_register, write_season
from vstbcpn_cli.usecases.verification.archive import Archive

_MADE, _SEASON = "ket-qua", "thiet-lap"
_NOON = dt.time(12)
WORDS = ("template", "words")
"""The roles of what an office may have edited in its templates."""


class CannotRemakeError(Exception):
    """Why a set cannot be made again, in a sentence."""


def remake(archive: Archive, work: Path, progress: Progress, jobs: int | None) -> tuple[Path, tuple[str, ...]]:
    """The folder with the set made again below `work`, and the roles of files that are gone and in whose place the
    manifest itself stood.

    Raises `CannotRemakeError`.
    """
    instead: list[str] = []
    try:
        inbox = _returns(archive, work / INBOX)
        choices = replace(_choices(archive, inbox, work, instead), jobs=jobs)
        done = consolidate_files(choices, progress)
    except (LookupError, TypeError, ValueError) as fault:
        raise CannotRemakeError(_UNTOLD) from fault
    except (ConfigurationError, NoSubmissionError, OSError) as fault:
        raise CannotRemakeError(str(fault)) from fault
    if not done.files:
        raise CannotRemakeError("Từ các tệp đầu vào không đơn vị nào có số liệu được tính.")
    return work / _MADE, tuple(instead)


_UNTOLD = (
    f"{MANIFEST} không ghi đủ cách lập bộ kết quả (bộ do phiên bản cũ lập, hoặc tệp đã bị sửa) nên không lập lại được."
)


def _returns(archive: Archive, folder: Path) -> Path:
    """The returned files under the names they had, and of the day they had where no log says another."""
    for listed in (*archive.manifest["inputs"], *archive.manifest.get("later", ())):
        name = Path(str(listed["path"]))
        source = archive.found.get(str(listed["path"]))
        if source is None or name.is_absolute() or ".." in name.parts:
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        if listed["received_from"] == "file":
            day = dt.date.fromisoformat(listed["received"])
            moment = dt.datetime.combine(day, _NOON, VIETNAM).timestamp()
            os.utime(target, (moment, moment))
        else:
            shutil.copystat(source, target)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _choices(archive: Archive, inbox: Path, work: Path, instead: list[str]) -> Choices:
    manifest = archive.manifest
    edition, units = _edition(archive, work, instead)
    return Choices(
        paths=(str(inbox),),
        output=work / _MADE,
        edition=edition,
        period=str(manifest["period"]),
        units=units,
        previous=_previous(archive),
        template=_template(archive, edition, units, work, instead),
        issuer=str(archive.option("issuer")),
        strict=bool(archive.option("strict")),
        as_of=_day(archive.option("as_of")),
        report_date=_day(archive.option("report_date")),
        trust_template=bool(archive.option("trust_template")),
        copy=Copy(archive.option("copy")) if archive.option("copy") else None,
        fresh=True,
        log=_log(archive, inbox, instead),
    )


def _edition(archive: Archive, work: Path, instead: list[str]) -> tuple[str, Path | None]:
    """The edition and the register of the office, where it has one; from the manifest where they are gone."""
    manifest = archive.manifest
    units = archive.setting("units")
    asked = archive.option("units")
    folder = work / _SEASON
    folder.mkdir()
    if Path(str(archive.option("edition"))).name == SETTINGS and archive.season is None:
        path = write_season(manifest, folder)
        instead.append("season")
        if units is None:
            instead.append("units")
        return str(path), units
    if units is None and manifest.get("register"):
        instead.append("units")
        return archive.edition, write_register(manifest, folder)
    return archive.edition, units if asked or archive.season is None else _beside(archive.season, units)


def _beside(settings: Path, units: Path | None) -> Path | None:
    """A register that the settings find by themselves needs no naming."""
    return None if units is None or units.parent == settings.parent else units


def _previous(archive: Archive) -> Path | None:
    if archive.option("previous") is None:
        return None
    found = archive.setting("previous")
    if found is None:
        raise CannotRemakeError(
            f"Không thấy số liệu kỳ trước “{archive.option('previous')}” đã dùng khi lập. Đề nghị ghi nơi để tệp ở "
            "--previous."
        )
    return found


def _template(archive: Archive, edition: str, units: Path | None, work: Path, instead: list[str]) -> Path | None:
    """That of the office; where it is gone and every word of it was one of the program's, the program has it."""
    named = archive.option("template")
    if archive.template is not None or named is None:
        return archive.template
    if str(named) in PRESETS:
        return Path(str(named))
    if not any(role in WORDS for role, _ in archive.settings()):
        return None
    shipped = _as_begun(archive, edition, units, work)
    if shipped is not None:
        instead += WORDS
        return shipped
    raise CannotRemakeError(f"Không thấy mẫu báo cáo “{named}” đã dùng khi lập. Đề nghị ghi nơi để mẫu ở --template.")


def _as_begun(archive: Archive, edition: str, units: Path | None, work: Path) -> Path | None:
    """The folder of templates that a season begins with, where it is what the office still had."""
    begun = setting(edition, str(archive.manifest["period"]), units)
    for preset in PRESETS:
        folder = work / preset / TEMPLATES
        write_templates(folder, preset, begun.edition, begun.register)
        there = replace(archive, given=replace(archive.given, template=folder), found={})
        if not any(role in WORDS for role, _ in there.settings()):
            return folder
    return None


def _log(archive: Archive, inbox: Path, instead: list[str]) -> Path:
    """The log of then; where there was none, or it is gone, what the manifest has of it."""
    names = [str(s["path"]) for s in archive.manifest["settings"] if s["role"] == "log"]
    repairs = [str(s["path"]) for s in archive.manifest["settings"] if s["role"] == "repairs"]
    if REPAIRS in repairs:
        found = next((p for root in archive.roots if (p := root / REPAIRS).is_file()), None)
        if found is None:  # its decisions stand in the manifest, with what the log said
            instead += ["repairs", *(["log"] if names else [])]
            return archive.folder / MANIFEST
        shutil.copyfile(found, inbox.parent / REPAIRS)
    logs = list(_logs(archive, names))
    if len(logs) == 1:
        return logs[0]
    instead += ["log"] if names else []
    return archive.folder / MANIFEST


def _logs(archive: Archive, names: list[str]) -> Iterator[Path]:
    for name in names:
        if name in LOG_NAMES and names.count(name) == 1:
            places = (archive.given.log,) if archive.given.log is not None else (r / name for r in archive.roots)
            yield from [p for p in places if p.is_file()][:1]


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None
