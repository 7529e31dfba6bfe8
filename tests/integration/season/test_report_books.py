"""The report holds the log as it is from then on: consolidate enters what has come in before it writes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.season_settings import SETTINGS
from vstbcpn_cli.usecases.season.log_lines import PENDING

LOG = "so-theo-doi.xlsx"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    (tmp_path / SETTINGS).write_text('bo_bieu_mau = "2011"\nky = "6t"\n', encoding="utf-8")
    receive(tmp_path / "2-nhan-ve", "y-te.xlsx", at.filled("so-y-te"))
    return tmp_path


def entered(season: Path) -> list[Any]:
    """The files that have a line in the log."""
    rows = load_workbook(season / LOG).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [row[1] for row in rows if row[1]]


def results(season: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (season / "3-ket-qua").iterdir() if p.is_file()}


def test_consolidate_books_before_it_writes_and_a_second_run_is_the_same(season: Path, vstbcpn: Program) -> None:
    code, _, err = vstbcpn("consolidate", "--copy", "signing")
    assert code == ExitCode.WARNINGS
    assert "Đã ghi 1 dòng ở sổ theo dõi so-theo-doi.xlsx" in err
    assert entered(season) == ["y-te.xlsx"]
    first, booked = results(season), (season / LOG).read_bytes()
    logs = [s for s in json.loads(first["manifest.json"])["settings"] if s["role"] == "log"]
    assert logs == [{"path": LOG, "role": "log", "sha256": hashlib.sha256(booked).hexdigest()}]
    assert vstbcpn("consolidate", "--copy", "signing")[0] == ExitCode.WARNINGS
    assert results(season) == first
    assert (season / LOG).read_bytes() == booked
    assert "Đã ghi" not in vstbcpn("validate")[2]
    assert (season / LOG).read_bytes() == booked


def test_consolidate_lets_bookings_wait_and_says_so(season: Path, vstbcpn: Program) -> None:
    vstbcpn("init", ".", "--edition", "2011", "--period", "6t")
    before = (season / LOG).read_bytes()
    (season / f"~${LOG}").touch()
    for _ in range(2):
        code, _, err = vstbcpn("consolidate", "--copy", "signing")
        assert code == ExitCode.WARNINGS
        assert f"~${LOG}" in err
        assert (season / LOG).read_bytes() == before
        held = json.loads(results(season)["manifest.json"])["settings"]
        assert [s["path"] for s in held if s["role"] == "log"] == [LOG, PENDING]
    (season / f"~${LOG}").unlink()
    vstbcpn("consolidate", "--copy", "signing")
    assert not (season / PENDING).exists()
    assert entered(season) == ["y-te.xlsx"]


@pytest.mark.parametrize("options", [("--as-of", "30/6/2011"), ("2-nhan-ve/y-te.xlsx",)])
def test_a_report_of_a_part_books_nothing(options: tuple[str, ...], season: Path, vstbcpn: Program) -> None:
    assert vstbcpn("consolidate", "--copy", "signing", *options)[0] == ExitCode.WARNINGS
    assert not (season / LOG).exists()
