"""What a form prints is kept of the edition alone and read back as it was; another edition or period has its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.programs.state_home import remember_in
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.usecases.intake.kept_form_texts import KeptFormTexts
from vstbcpn_cli.usecases.run_settings import Setting, setting
from vstbcpn_cli.workbook.reading.reader import Reader


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own folder, in which nothing is kept yet."""
    remember_in(tmp_path, monkeypatch)


def reader(chosen: Setting) -> Reader:
    return Reader(chosen.edition, chosen.period, chosen.register, at.live())


def kept(chosen: Setting) -> KeptFormTexts:
    found = KeptFormTexts.of(chosen)
    assert found is not None
    return found


def test_the_texts_of_every_kind_of_unit_are_read_back_as_they_were() -> None:
    chosen = setting("2011", "6t", None)
    kept(chosen).fill(chosen, reader(chosen))
    kinds = {(u.kind, u.lead_for): u for u in chosen.register.valid_on(chosen.period.until_date)}
    assert [kept(chosen).get(unit) for unit in kinds.values()] == [reader(chosen).printed(u) for u in kinds.values()]


def test_another_period_or_edition_has_none_of_them() -> None:
    chosen = setting("2011", "6t", None)
    kept(chosen).fill(chosen, reader(chosen))
    unit = chosen.register.units[0]
    assert kept(chosen).get(unit) is not None
    assert kept(setting("2011", "nam", None)).get(unit) is None
    changed = replace(chosen.edition, words={**chosen.edition.words, "page": "Trang khác"})
    assert kept(replace(chosen, edition=changed)).get(unit) is None


def test_a_reader_that_knows_the_texts_makes_none_and_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, path = setting("2011", "6t", None), tmp_path / "a.xlsx"
    path.write_bytes(at.filled("so-y-te"))
    usual = reader(chosen).read(path, path.name)
    kept(chosen).fill(chosen, reader(chosen))
    monkeypatch.setattr(Reader, "printed", lambda *_: pytest.fail("made again"))
    assert replace(reader(chosen), known=kept(chosen).get).read(path, path.name) == usual


def test_what_is_damaged_is_as_good_as_none() -> None:
    chosen = setting("2011", "6t", None)
    kept(chosen).fill(chosen, reader(chosen))
    folder = kept(chosen).results.folder
    assert folder is not None
    for path in folder.glob("chu-*"):
        path.write_bytes(path.read_bytes()[:-1])
    assert {kept(chosen).get(unit) for unit in chosen.register.units} == {None}
