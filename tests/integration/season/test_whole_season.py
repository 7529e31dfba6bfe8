"""The installed command from the blanks to the report, as an office uses it: run on every Python the project is for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vstbcpn_cli.cli.exit_codes import ExitCode

pytestmark = pytest.mark.quick
_SAMPLES = Path(__file__).parents[3] / "sample_submissions"


def command(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """The command of the interpreter that runs the tests, in a folder where no source lies."""
    installed = Path(sys.executable).with_name("vstbcpn")
    # A portable Python for Windows has no starters of commands.
    program = [sys.executable, "-m", "vstbcpn_cli"] if os.name == "nt" else [str(installed)]
    done = subprocess.run(
        [*program, *arguments], cwd=folder, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_season_from_the_blanks_to_the_report(tmp_path: Path) -> None:
    def ran(*arguments: str) -> tuple[int, str]:
        code, out, err = command(tmp_path, *arguments)
        assert "Traceback" not in err, err
        return code, out

    samples = str(_SAMPLES)
    assert ran("make-template", "so-y-te", "huyen-loc-binh")[0] == ExitCode.OK
    assert len(list(tmp_path.rglob("2011-6T_*.xlsx"))) == 2

    code, out = ran("validate", samples, "--format", "json")
    files = json.loads(out)["files"]
    assert code == ExitCode.ERRORS
    assert {"accepted", "partial", "returned", "superseded"} <= {f["status"] for f in files}
    assert not {f["code"] for file in files for f in file["findings"]} & {"VS120", "VS123", "VS124", "VS139"}

    assert ran("validate", samples, "--feedback", "phan-hoi", "--report", "tong-quan.html")[0] == ExitCode.ERRORS
    assert list((tmp_path / "phan-hoi").glob("dot-1/*/*_da-danh-dau.xlsx"))
    assert ran("consolidate", samples, "-o", "ra")[0] == ExitCode.WARNINGS
    assert {"bao-cao_2011-6t.docx", "phu-luc_2011-6t.xlsx", "manifest.json"} <= {p.name for p in tmp_path.glob("ra/*")}

    code, out = ran("trace", "T6.05", samples)
    assert code in (ExitCode.OK, ExitCode.WARNINGS)
    assert "NV6!" in out
    assert ran("trace", "T6.05", "ra/so-lieu_2011-6t.json")[0] == ExitCode.NO_SUBMISSION
