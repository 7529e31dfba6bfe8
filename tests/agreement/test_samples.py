"""The sample submissions get exactly the findings they were made for, and LibreOffice gives back what was typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms.filling import Entry, entries
from tests.support.forms.plausible import plausible, submission_of
from tests.support.forms.returned import COMMUNE, accepted, applies_to, blank, filled, findings, lines, read
from tests.support.programs import libreoffice
from tests.support.seasons import season
from tests.tools import make_samples_2026 as season_2026
from tests.tools.make_samples import EXCEL, FOLDER, LIBREOFFICE, SAMPLES, Sample, log_text, make, readme_text
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import Judged
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.submission import CellRef, State, Submission, Unreadable
from vstbcpn_cli.usecases.intake.intake import Intake
from vstbcpn_cli.usecases.season.receipt_log import read_log
from vstbcpn_cli.usecases.validate import validate

needs_libreoffice = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "present")
EVERY = "VSTBCPN_EVERY" in os.environ
KINDS = ("so-y-te", "hoi-lhpn", "tp-lang-son", COMMUNE.code)
"""A unit of every kind: SN, DT, HU, XA."""

EXPECTED: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "Bieu so lieu So GDDT.xlsx": (
        "partial",
        {
            ("VS316", "NV1!D15"),
            ("VS306", "NV3!D11"),
            ("VS401", "NV3!D26"),
            ("VS315", "NV6!D14"),
            ("VS303", "NV6!D60"),
        },
    ),
    "TinhDoan_6T_2011.xlsx": (
        "partial",
        {
            ("VS408", "NV2!D12"),
            ("VS402", "NV3!C29"),
            ("VS302", "NV6!B33"),
            ("VS301", "NV7!D10"),
            ("VS301", "DG!D9"),
        },
    ),
    "2011-6T_hoi-khuyen-hoc.xlsx": ("returned", {("VS109", "")}),
    "BC VSTBPN 6 thang 2011 Cong an tinh.xlsx": ("accepted", {("VS128", "")}),
    "so TTTT bc 6 thang dau nam.ods": ("accepted_with_warnings", {("VS112", "")}),
    "Huyện Bắc Sơn (đã sửa).xlsx": ("accepted", {("VS411", "NV3!D15")}),
    "bieu mau 2011 huyen Chi Lang.xlsx": (
        "accepted_with_warnings",
        {("VS208", "NV3 (sửa)!A1"), ("VS313", "NV3 (sửa)!E25"), ("VS211", "NV5!B37")},
    ),
    "BC 6T - Huyện Lộc Bình.xlsx": ("superseded", {("VS111", ""), ("VS401", "NV4!G25"), ("VS301", "NV6!D14")}),
    "Văn Quan - báo cáo năm.xlsx": ("returned", {("VS106", "")}),
    "Thong ke CBCC nu 2010 (Sở Tư pháp).xlsx": ("foreign", {("VS104", ""), ("VS132", "")}),
}
"""Status, and code and cell of every finding, of each file that has any; all others are accepted without a word."""


@cache
def intake() -> Intake:
    return validate([str(FOLDER)], "2011", None, None, None, lambda *_: None)


@cache
def judged() -> dict[str, Judged]:
    assert intake().setting.period.code == "6t"
    return {j.outcome.file.path: j for j in intake().judged}


def cell_of(finding: Finding) -> str:
    return str(finding.place.cell or "")


# ------------------------------------------------------------------------------------------------------ the folder
def test_every_kind_of_unit_has_returned_something() -> None:
    units = [season.register().get(s.unit) for s in SAMPLES if s.unit]
    assert len(SAMPLES) >= 16
    groups = {u.group for u in units if u}
    assert groups >= {"so-nganh", "dang", "nganh-doc", "doan-the", "hoi", "huyen"}
    leads = {u.code for u in units if u and u.lead_for}
    assert leads >= {"so-noi-vu", "so-y-te", "so-ldtbxh", "hoi-lhpn"}
    assert sum(1 for s in SAMPLES if s.made == LIBREOFFICE) >= 5
    assert sum(1 for s in SAMPLES if s.changes or s.steps) >= 4


def test_the_folder_holds_the_samples_its_log_and_its_readme() -> None:
    assert {unicodedata.normalize("NFC", p.name) for p in FOLDER.iterdir()} == {
        *(s.file for s in SAMPLES),
        "so-theo-doi.csv",
        "README.md",
        season_2026.FOLDER.name,
    }
    assert (FOLDER / "so-theo-doi.csv").read_text("utf-8") == log_text()
    assert (FOLDER / "README.md").read_text("utf-8") == readme_text()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.file)
def test_names_are_composed_and_usable_on_windows(sample: Sample) -> None:
    assert unicodedata.is_normalized("NFC", sample.file)
    assert not set(sample.file) & set('<>:"/\\|?*')
    assert sample.file == sample.file.strip(" .")


def test_every_received_date_comes_from_the_log() -> None:
    log = read_log(FOLDER / "so-theo-doi.csv").days
    assert log == {s.file.casefold(): s.received for s in SAMPLES}
    assert all(j.receipt.from_log for j in judged().values())


def test_making_the_samples_again_gives_the_same_bytes(tmp_path: Path) -> None:
    for sample in (s for s in SAMPLES if s.made != LIBREOFFICE):
        make(sample, tmp_path / sample.file)
        same = (tmp_path / sample.file).read_bytes() == (FOLDER / sample.file).read_bytes()
        assert same, f"{sample.file} is not what tests/tools/make_samples.py makes: run it again"


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.made == LIBREOFFICE], ids=lambda s: s.file)
def test_files_saved_by_libreoffice_were_made_from_the_form_of_today(sample: Sample) -> None:
    # Their bytes differ each time; with an older form: python -m tests.tools.make_samples --libreoffice
    assert judged()[sample.file].outcome.stamp.fingerprint == season.edition().fingerprint


# ------------------------------------------------------------------------------------------------- what is found
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.file)
def test_each_file_has_its_status_and_findings_and_no_other(sample: Sample) -> None:
    found = judged()[sample.file]
    status, expected = EXPECTED.get(sample.file, ("accepted", set()))
    assert {(f.code, cell_of(f)) for f in found.findings} == expected
    assert len(found.findings) == len(expected)
    assert found.status == status
    if sample.file not in EXPECTED:
        assert not any(f.severity is Severity.ERROR for f in found.findings)


def test_an_explained_warning_is_a_notice_that_quotes_the_explanation() -> None:
    (found,) = judged()["Huyện Bắc Sơn (đã sửa).xlsx"].findings
    assert found.severity is Severity.NOTICE
    assert "nghỉ hưu từ ngày 01/5/2011" in found.fact


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.made in (EXCEL, LIBREOFFICE)], ids=lambda s: s.file)
def test_every_typed_cell_is_accounted_for(sample: Sample) -> None:
    submission = judged()[sample.file].submission
    if submission is not None:
        count = submission.count
        assert count.typed == count.in_data + count.in_findings + count.ignored


def test_the_later_file_of_a_unit_counts() -> None:
    (one,) = [u for u in intake().coverage.units if u.unit.code == "huyen-loc-binh"]
    assert one.counted
    assert one.counted.outcome.file.path == "BC 6T - Huyện Lộc Bình (chính thức) (2).xlsx"
    assert [j.outcome.file.path for j in one.others] == ["BC 6T - Huyện Lộc Bình.xlsx"]


def test_one_unit_is_late_by_the_log() -> None:
    assert [(u.unit.code, u.days_late) for u in intake().coverage.late] == [("cong-an-tinh", 4)]


def test_the_command_line_says_errors_and_prints_valid_json() -> None:
    code = "from vstbcpn_cli.cli.main import run; run()"
    command = [sys.executable, "-c", code, "validate", str(FOLDER), "--format", "json", "--quiet"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 11
    document = json.loads(done.stdout)
    assert {f["path"]: f["status"] for f in document["files"]} == {
        s.file: EXPECTED.get(s.file, ("accepted", set()))[0] for s in SAMPLES
    }
    assert document["summary"]["files"] == len(SAMPLES)


# ---------------------------------------------------------------------------------------------- through LibreOffice
def understood(submission: Submission) -> dict[str, Any]:
    """What was understood, by key, wherever it stands."""
    found: dict[str, Any] = {c: (o.state, _plain(o.value)) for c, o in submission.values.items()}
    for code, answer in submission.tables.items():
        found[code] = (len(answer.rows), answer.nil is not None)
        for row in answer.rows:
            found.update({f"{code}[{row.number}].{k}": (o.state, _plain(o.value)) for k, o in row.cells.items()})
    return found


def _plain(value: Any) -> Any:
    return Decimal(value).normalize() if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def typed_into(unit: str) -> list[Entry]:
    applies = applies_to(unit)
    return list(entries(applies, plausible(applies.edition, applies.unit, applies.period)))


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("unit", KINDS)
def test_a_blank_filled_and_saved_by_libreoffice_reads_back_value_for_value(unit: str, tmp_path: Path) -> None:
    issued, target = tmp_path / "phat-hanh.xlsx", tmp_path / "gui-ve.xlsx"
    issued.write_bytes(blank(unit))
    libreoffice.fill(issued, target, typed_into(unit))
    submission = accepted(target.read_bytes())
    assert submission.file.saved_by.startswith("LibreOffice")
    assert lines(findings(target.read_bytes())) == []
    _assert_typed_values_stand(submission, typed_into(unit))
    applies = applies_to(unit)
    meant = submission_of(applies.edition, applies.unit, applies.period, plausible(*_arguments(unit)))
    got = understood(submission)
    given = {k: v for k, v in understood(meant).items() if v[0] is State.VALUE}
    assert {k: got.get(k) for k in given} == given


def _arguments(unit: str) -> Any:
    applies = applies_to(unit)
    return applies.edition, applies.unit, applies.period


def _assert_typed_values_stand(submission: Submission, typed: list[Entry]) -> None:
    """Every cell that was typed is an answer, a reason or an explanation of the submission, and nothing else is."""
    places = {o.cell for o in submission.observations() if o.raw}
    remarks = {o.reason for o in submission.observations()} | {o.explanation for o in submission.observations()}
    lost = [(s, r, c, v) for s, r, c, v in typed if CellRef(s, r, c) not in places and v not in remarks]
    assert lost == []


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("unit", KINDS)
def test_the_self_check_agrees_after_libreoffice_has_recalculated(unit: str, tmp_path: Path) -> None:
    words = season.edition().words
    empty, full = tmp_path / "phat-hanh.xlsx", tmp_path / "gui-ve.xlsx"
    empty.write_bytes(blank(unit))
    full.write_bytes(filled(unit))
    check = words["sheet.check"]
    assert libreoffice.recalculated_values(full)[check]["B2"] == words["check.ready"]
    assert libreoffice.recalculated_values(empty)[check]["B2"] == _cached_verdict(empty)


def _cached_verdict(path: Path) -> str:
    """What the blank says before any program has recalculated it: Protected View and phones show this."""
    from openpyxl import load_workbook

    return str(load_workbook(path, data_only=True)[season.edition().words["sheet.check"]]["B2"].value)


@pytest.mark.libreoffice
@needs_libreoffice
@pytest.mark.parametrize("filter_name", [libreoffice.XLSX, libreoffice.XLS, libreoffice.ODS])
def test_saving_a_good_return_in_libreoffice_changes_no_value(filter_name: str, tmp_path: Path) -> None:
    endings = {libreoffice.XLSX: "xlsx", libreoffice.XLS: "xls", libreoffice.ODS: "ods"}
    source, target = tmp_path / "goc.xlsx", tmp_path / f"luu-lai.{endings[filter_name]}"
    source.write_bytes(filled("tp-lang-son"))
    libreoffice.resave(source, target, filter_name)
    again = accepted(target.read_bytes(), name=target.name)
    assert understood(again) == understood(accepted(source.read_bytes()))
    allowed = set() if filter_name == libreoffice.XLSX else {"VS112"}
    assert {f.code for f in findings(target.read_bytes(), name=target.name)} == allowed


@pytest.mark.libreoffice
@needs_libreoffice
def test_a_locked_cell_refuses_what_is_typed(tmp_path: Path) -> None:
    issued = tmp_path / "phat-hanh.xlsx"
    issued.write_bytes(blank("so-y-te"))
    with pytest.raises(libreoffice.LibreOfficeError, match="locked"):
        libreoffice.fill(issued, tmp_path / "gui-ve.xlsx", [("NV1", 1, 1, "Sở khác")])


@pytest.mark.libreoffice
@needs_libreoffice
def test_libreoffice_opens_the_blank_of_every_unit_of_the_register(tmp_path: Path) -> None:
    """Every one with VSTBCPN_EVERY set; else the first of each kind of unit and every tenth."""
    code = "from vstbcpn_cli.cli.main import run; run()"
    command = [sys.executable, "-c", code, "make-template", "--period", "6t", "-o", str(tmp_path), "--quiet"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    files = sorted(tmp_path.glob("*/*.xlsx"))
    units = season.register().valid_on(season.edition().periods["6t"].until_date)
    assert {p.name for p in files} == {f"2011-6T_{u.code}.xlsx" for u in units}
    assert len(files) == 70
    words = season.edition().words
    sheets = [words["sheet.guide"], *(t.sheet for t in season.edition().tasks)]
    sheets += [words["sheet.check"], words["sheet.meta"]]
    first_of_kind = {u.kind: f"2011-6T_{u.code}.xlsx" for u in reversed(units)}
    chosen = [p for n, p in enumerate(files) if EVERY or n % 10 == 0 or p.name in first_of_kind.values()]
    assert libreoffice.opened(chosen) == {str(p): sheets for p in chosen}
    for path in chosen:
        found = read(path.read_bytes())
        assert isinstance(found, Unreadable)
        assert found.problem.kind == "blank-as-issued"
