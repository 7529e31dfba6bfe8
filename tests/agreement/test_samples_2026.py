"""The sample season of 2026 gets exactly the findings it was made for, and stays out of a run over the samples of 2011."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.seasons import season
from tests.tools import make_samples
from tests.tools.make_samples import EXCEL, Sample, log_text, make
from tests.tools.make_samples_2026 import EDITION, FOLDER, SAMPLES, settings
from vstbcpn_cli.edition.season_settings import SETTINGS
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.usecases.season.season_names import INBOX
from vstbcpn_cli.usecases.validate import validate

EXPECTED: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "Bieu so lieu So GDDT.xlsx": ("partial", {("VS316", "NV1!D15"), ("VS401", "NV3!D27"), ("VS315", "NV6!D14")}),
    "Cong an tinh 6T 2026.xlsx": ("accepted", {("VS128", "")}),
    "P. Lương Văn Tri.ods": ("accepted_with_warnings", {("VS112", "")}),
    "Xã Bắc Sơn (đã sửa).xlsx": ("accepted", {("VS411", "NV3!D15")}),
    "xa Chi Lang bc.xlsx": ("superseded", {("VS111", ""), ("VS401", "NV4!G25"), ("VS301", "NV6!D14")}),
    "Lộc Bình.xlsx": ("partial", {("VS301", "NV7!D10"), ("VS301", "DG!D9"), ("VS421", "NV5!D13")}),
    "2026-6T_xa-huu-lung.xlsx": ("returned", {("VS109", "")}),
}
"""Status, and code and cell of every finding, of each file that has any; all others are accepted without a word."""


@pytest.fixture(autouse=True)
def of_2026() -> Iterator[None]:
    with season.using(EDITION):
        yield


def test_every_file_has_the_findings_it_was_made_for() -> None:
    found = validate([str(FOLDER / INBOX)], str(FOLDER / SETTINGS), None, None, None, lambda *_: None)
    assert found.setting.edition.edition == EDITION
    told = {
        unicodedata.normalize("NFC", j.outcome.file.path): (
            j.status.value,
            {(f.code, str(f.place.cell or "")) for f in j.findings},
        )
        for j in found.judged
    }
    assert told == {s.file: EXPECTED.get(s.file, ("accepted", set())) for s in SAMPLES}


def test_communes_offices_and_organisations_have_returned_something() -> None:
    units = [season.register().get(s.unit) for s in SAMPLES]
    assert {u.kind for u in units if u} == {*season.edition().kind_of}
    assert len({s.unit for s in SAMPLES}) == 12
    assert {"so-noi-vu", "hoi-lhpn"} <= {u.code for u in units if u and u.lead_for}


def test_the_folder_is_a_season_with_its_log() -> None:
    assert {p.name for p in FOLDER.iterdir()} == {INBOX, SETTINGS, "so-theo-doi.csv"}
    assert (FOLDER / SETTINGS).read_text("utf-8") == settings()
    assert (FOLDER / "so-theo-doi.csv").read_text("utf-8") == log_text(SAMPLES)
    names = {unicodedata.normalize("NFC", p.name) for p in (FOLDER / INBOX).iterdir()}
    assert names == {s.file for s in SAMPLES}


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.made == EXCEL][::4], ids=lambda s: s.file)
def test_the_file_is_what_its_tool_makes(sample: Sample, tmp_path: Path) -> None:
    target = tmp_path / sample.file
    make(sample, target)
    assert target.read_bytes() == (FOLDER / INBOX / sample.file).read_bytes()


def test_a_run_over_the_samples_of_2011_leaves_them_out_and_says_so() -> None:
    found = gather([str(make_samples.FOLDER)])
    assert len(found.files) == len(make_samples.SAMPLES)
    assert len(found.passed.seasons) == len(SAMPLES)
    assert all(name.startswith(f"{FOLDER.name}/{INBOX}/") for name in found.passed.seasons)
