"""The ways to count the days of a period among which an office chooses by one line of its settings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.editions.second_edition import FOLDER
from vstbcpn_cli.edition.consistency import inconsistencies
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition, load_periods
from vstbcpn_cli.edition.model import Edition, ReportingWindow
from vstbcpn_cli.edition.parsing import fingerprint, raw_edition
from vstbcpn_cli.edition.season_settings import read_settings, settings_text
from vstbcpn_cli.model.records import replace

NAME = "2026"
FIRST = f'bo_bieu_mau = "{NAME}"\nky = "6t"\n'


def season(folder: Path, text: str) -> str:
    path = folder / "vstbcpn.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_one_line_of_the_settings_takes_another_window_with_its_deadline(tmp_path: Path) -> None:
    plain = load_edition(NAME)
    text = settings_text(plain, NAME, plain.periods["6t"], {})
    assert text.count('\nky_so_lieu = "thu_350"\n') == 1
    path = season(tmp_path, text)
    assert load_periods(path) == load_edition(path).periods == plain.periods
    path = season(tmp_path, text.replace('ky_so_lieu = "thu_350"', 'ky_so_lieu = "nd_09"'))
    half, year = load_periods(path).values()
    assert (half.from_date, half.until_date) == (dt.date(2025, 12, 15), dt.date(2026, 6, 14))
    assert (year.from_date, year.until_date) == (dt.date(2025, 12, 15), dt.date(2026, 12, 14))
    assert [half.days_late(dt.date(2026, 6, day)) for day in (16, 17)] == [0, 1]
    assert load_edition(path).fingerprint == plain.fingerprint, "a form that is out stays the same form"


def test_a_deadline_of_the_office_stands_over_that_of_the_window(tmp_path: Path) -> None:
    path = season(tmp_path, FIRST + 'ky_so_lieu = "nd_09"\nhan_gui = "20/6/2026"\nke_ca_ngay_han = false\n')
    period = load_periods(path)["6t"]
    assert (period.until_date, period.due, period.due_inclusive) == (dt.date(2026, 6, 14), dt.date(2026, 6, 20), False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIRST + 'ky_so_lieu = "nd_9"\n', ("dòng 3", "“nd_9”", "“nd_09”", "thu_350, nd_09")),
        (FIRST + 'ky_so_lieu = "nd_09"\nhan_gui = "10/6/2026"\n', ("dòng 4", "14/6/2026", "chậm nhất ngày 16/6/2026")),
        ('bo_bieu_mau = "2011"\nky = "6t"\nky_so_lieu = "nd_09"\n', ("dòng 3", "“nd_09”", "xóa dòng này")),
    ],
)
def test_a_wrong_choice_is_answered_with_its_line(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    path = season(tmp_path, text)
    for load in (load_edition, load_periods):
        with pytest.raises(ConfigurationError) as refused:
            load(path)
        told = str(refused.value)
        assert told.startswith("vstbcpn.toml")
        assert all(word in told for word in ("Đề nghị", *words)), told


@pytest.mark.parametrize("name", ["2011", str(FOLDER)])
def test_an_edition_without_a_choice_offers_none(name: str, tmp_path: Path) -> None:
    edition = load_edition(name)
    period = next(iter(edition.periods.values()))
    text = settings_text(edition, name, period, {"window": "nd_09"})
    assert "ky_so_lieu" not in text
    assert read_settings(Path(season(tmp_path, text))).due == period.due


def test_windows_change_nothing_that_was_asked() -> None:
    raw = raw_edition(NAME)
    assert fingerprint({**raw, "windows": []}) == fingerprint(raw)


def _with(**of_the_first: object) -> Edition:
    edition = load_edition(NAME)
    first, *others = edition.windows
    return replace(edition, windows=(replace(first, **of_the_first), *others))


def _wrong() -> list[tuple[str, Edition]]:
    edition = load_edition(NAME)
    first = edition.windows[0]
    days = (dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 10))
    other = [ReportingWindow("quy_2", code, *days) for code in edition.periods]
    return [
        ("windows.thu_350.period", _with(period="q1")),
        ("windows.thu_350.until_date", _with(until_date=dt.date(2025, 5, 31))),
        ("windows.thu_350.until_date", _with(due=dt.date(2026, 5, 30))),
        ("windows.thu_350", replace(edition, windows=(*edition.windows, first))),
        ("windows.thu_350", replace(edition, windows=edition.windows[1:])),
        ("periods.6t.until_date", replace(edition, windows=tuple(other))),
    ]


@pytest.mark.parametrize(("path", "edition"), _wrong())
def test_windows_that_do_not_fit_are_told(path: str, edition: Edition) -> None:
    assert path in [at for at, _ in inconsistencies(edition)]


def test_the_windows_shipped_fit() -> None:
    assert list(inconsistencies(load_edition(NAME))) == []
