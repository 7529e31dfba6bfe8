"""The folder of one reporting period: where its files lie, and what a command takes from it where no option says
otherwise (contract, section 7)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import default_edition
from vstbcpn_cli.edition.season_settings import SETTINGS, SeasonSettings, read_settings
from vstbcpn_cli.runtime.atomic_outputs import mend, mend_below
from vstbcpn_cli.runtime.missing_paths import nearest, not_found
from vstbcpn_cli.usecases.season.season_names import (
    FEEDBACK,
    INBOX,
    LOG_NAMES,
    OUTGOING,
    REMINDERS,
    REPAIRS,
    RESULTS,
    TEMPLATES,
)


class SeasonFolder(msgspec.Struct, frozen=True):
    """A folder with a `vstbcpn.toml`; `root` is written as seen from where the command runs."""

    root: Path
    settings: SeasonSettings

    @property
    def inbox(self) -> Path:
        return self.root / INBOX

    @property
    def outgoing(self) -> Path:
        return self.root / OUTGOING

    @property
    def results(self) -> Path:
        return self.root / RESULTS

    @property
    def feedback(self) -> Path:
        return self.root / FEEDBACK

    @property
    def templates(self) -> Path:
        return self.root / TEMPLATES

    @property
    def log(self) -> Path:
        """The log that is there, else where it is begun."""
        return next((p for name in LOG_NAMES if (p := self.root / name).is_file()), self.root / "so-theo-doi.xlsx")

    @property
    def repairs(self) -> Path:
        """The list of repairs, there or not."""
        return self.root / REPAIRS


def found_season(start: Path | None = None) -> SeasonFolder | None:
    """The season a command runs in: the nearest folder upwards, from `start` or where one stands, with settings. What
    a killed run has left taken apart there is put together first: a log that is on its way would be begun anew.

    Raises `ConfigurationError` where the settings cannot be used, `OutputError` where the folder cannot be mended.
    """
    here = Path.cwd() if start is None else start.absolute()
    for folder in (here, *here.parents):
        mend(folder)  # the settings themselves may be on their way
        if os.path.isfile(folder / SETTINGS):  # noqa: PTH113 - of a closed folder Path.is_file raises
            mend_below(folder)
            root = Path(os.path.relpath(folder)) if start is None else folder
            return SeasonFolder(root, read_settings(folder / SETTINGS))
    return None


class Defaults(msgspec.Struct, frozen=True):
    """What a command works with where no option says otherwise; outside a season what the program has always used."""

    edition: str
    period: str | None = None
    previous: Path | None = None
    template: Path | None = None
    issuer: str = "ban"
    reply_by: dt.date | None = None
    paths: tuple[str, ...] = (".",)
    outgoing: Path = Path(OUTGOING)
    results: Path = Path(RESULTS)
    feedback: Path = Path(FEEDBACK)
    season: SeasonFolder | None = None

    @property
    def reminders(self) -> Path:
        return self.feedback / REMINDERS

    def takes_all(self, paths: Iterable[str]) -> bool:
        """Whether a run over these paths looks at everything that has come in for the season."""
        if self.season is None:
            return False
        inbox = Path(os.path.realpath(self.season.inbox))
        return any(inbox.is_relative_to(os.path.realpath(path)) for path in paths)

    def booked_by(self, paths: Iterable[str], *, as_ever: bool) -> SeasonFolder | None:
        """The season in whose log a run over these paths enters what has come in, None where it enters nothing.

        Another edition, an earlier day (not `as_ever`) or a part of the files would say otherwise what became of one.
        """
        return self.season if as_ever and self.takes_all(paths) else None


def defaults() -> Defaults:
    """Of the season one stands in. Raises `ConfigurationError` where its settings cannot be used."""
    season = found_season()
    if season is None:
        return Defaults(default_edition(), paths=(INBOX if Path(INBOX).is_dir() else ".",))
    settings = season.settings
    _check_paths(settings)
    if settings.register is None:
        _check_lost(season.root)
    own = season.templates if season.templates.is_dir() else None
    return Defaults(
        edition=str(settings.path),
        period=settings.period,
        previous=settings.previous,
        template=Path(settings.template) if settings.template else own,
        issuer=settings.issuer,
        reply_by=settings.reply_by,
        paths=(season.inbox.as_posix(),),
        outgoing=season.outgoing,
        results=season.results,
        feedback=season.feedback,
        season=season,
    )


def _check_lost(folder: Path) -> None:
    """Raises `ConfigurationError` where the register of the season is gone: that of the edition has other units."""
    from vstbcpn_cli.usecases.season.season_files import REGISTER, written_before  # only here: it makes forms and words

    if REGISTER in written_before(folder):
        raise ConfigurationError(
            f"Không còn danh sách đơn vị ({REGISTER}) trong thư mục của kỳ. Đề nghị lấy lại từ bản sao lưu; nếu không "
            "còn thì chạy “vstbcpn init .” ở thư mục của kỳ để ghi lại danh sách của bộ biểu mẫu, rồi sửa lại."
        )


def _check_paths(settings: SeasonSettings) -> None:
    """Raises `ConfigurationError` with the line where data or a template of these settings is not there."""
    if settings.previous is not None and not settings.previous.is_file():
        told = f"{not_found(settings.previous, 'tệp số liệu')} Đề nghị sửa đường dẫn này, hoặc đặt dấu # ở đầu dòng."
        raise settings.fault("ky_truoc", told)
    if settings.template and not Path(settings.template).exists():
        from vstbcpn_cli.usecases.office_templates import PRESETS  # only here: it loads what makes reports

        if settings.template not in PRESETS:
            near = nearest(Path(settings.template).name, PRESETS)
            hint = f"Tên gần nhất của mẫu kèm theo là “{near}”. " if near else ""
            told = (
                f"{not_found(settings.template, 'mẫu báo cáo')} {hint}Đề nghị ghi {', '.join(PRESETS)} hoặc đường dẫn."
            )
            raise settings.fault("bao_cao.mau", told)
