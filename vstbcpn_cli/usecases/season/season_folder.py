"""The folder of one reporting period: where its files lie, and what a command takes from it where no option says
otherwise (contract, section 7)."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from vstbcpn_cli.edition.locations import newest_edition
from vstbcpn_cli.edition.season_settings import SETTINGS, SeasonSettings, read_settings
from vstbcpn_cli.usecases.intake.sources import INBOX
from vstbcpn_cli.usecases.season.receipt_log import LOG_NAMES
from vstbcpn_cli.usecases.season.repair_list import REPAIRS

OUTGOING, RESULTS, FEEDBACK, TEMPLATES = "1-gui-don-vi", "3-ket-qua", "4-phan-hoi", "mau-bao-cao"


@dataclass(frozen=True, slots=True)
class SeasonFolder:
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
    """The season a command runs in: the nearest folder upwards, from `start` or where one stands, with settings.

    Raises `ConfigurationError` where they cannot be used.
    """
    here = Path.cwd() if start is None else start.absolute()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            root = Path(os.path.relpath(folder)) if start is None else folder
            return SeasonFolder(root, read_settings(folder / SETTINGS))
    return None


@dataclass(frozen=True, slots=True)
class Defaults:
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
    season: SeasonFolder | None = None


def defaults() -> Defaults:
    """Of the season one stands in. Raises `ConfigurationError` where its settings cannot be used."""
    season = found_season()
    if season is None:
        return Defaults(newest_edition(), paths=(INBOX if Path(INBOX).is_dir() else ".",))
    settings = season.settings
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
        season=season,
    )
