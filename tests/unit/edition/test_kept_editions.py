"""An edition that was read once is kept, and read again where anything it was made of has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.editions import edition_workbooks
from vstbcpn_cli.edition import loader, parsing
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import form_path
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.runtime.kept_results import KeptResults


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form of the office in TOML."""
    return Path(shutil.copy(form_path("2011"), tmp_path / "2011.toml"))


def read(form: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Edition, int]:
    """What a process that has read nothing yet makes of a form, and how often it parses one for it."""
    parses: list[str] = []
    parsed = parsing.parsed
    loader._kept.cache_clear()
    for remembered in (parsing.raw_edition, parsing.examined):
        remembered.cache_clear()

    def watched(name: str) -> Edition:
        parses.append(name)
        return parsed(name)

    with monkeypatch.context() as patched:
        patched.setattr(parsing, "parsed", watched)
        return load_edition(str(form)), len(parses)


def test_a_second_process_parses_nothing(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, parses = read(form, monkeypatch)
    again, none = read(form, monkeypatch)
    assert (parses, none) == (1, 0)
    assert again == first
    assert {c.path: c.params for c in again.constraints()} == {c.path: c.params for c in first.constraints()}


def test_nor_does_it_of_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = tmp_path / "f.xlsx"
    form.write_bytes(edition_workbooks.workbook("2011"))
    first, parses = read(form, monkeypatch)
    assert (parses, read(form, monkeypatch)) == (1, (first, 0))


def test_a_form_that_says_something_else_is_read(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read(form, monkeypatch)
    told = form.read_text("utf-8")
    form.write_text(told.replace(f'title = "{first.title}"', 'title = "Kết quả khác"', 1), "utf-8")
    changed, parses = read(form, monkeypatch)
    assert (changed.title, parses) == ("Kết quả khác", 1)


def test_a_form_with_a_fault_is_refused_every_time(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form.write_text("[periods.6t]\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ConfigurationError):
            read(form, monkeypatch)


def test_what_was_kept_and_is_damaged_is_made_anew(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read(form, monkeypatch)
    folder = KeptResults(form).folder
    assert folder is not None
    (kept,) = (p for p in folder.iterdir() if p.name not in ("CACHEDIR.TAG", "thu-muc"))
    kept.write_bytes(kept.read_bytes()[:-1])
    assert read(form, monkeypatch) == (first, 1)


def test_where_nothing_can_be_kept_it_is_read(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.runtime.kept_results.state_folder", lambda _: None)
    first, _ = read(form, monkeypatch)
    assert read(form, monkeypatch) == (first, 1)
