"""Values that are odd as they are stored, taken through a whole run: long texts, the noise of binary numbers."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.support.forms import returned as at
from tests.support.forms.returned import Stored
from vstbcpn_cli.cli.main import app

UNIT = "so-y-te"
NUMBER = re.compile(r"<v>([^<]+)</v>|,([0-9.E-]+),")
NOISE = re.compile(r"-?\d+\.\d*0|-?\d+\.\d{7,}|-?\d[\d.]*E-?\d+")


def parts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """The sheets and charts of every written package, also of those inside others, and the list of figures."""
    waiting = [(p.name, p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()]
    while waiting:
        name, content = waiting.pop()
        if name.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                waiting += [(n, package.read(n)) for n in package.namelist()]
        elif "sheet" in name or "chart" in name or name.endswith(".csv"):
            yield name, content.decode()


def test_no_output_holds_the_noise_of_binary_numbers(tmp_path: Path) -> None:
    """A money figure of each kind of noise, through the whole of consolidate: every number of every file is plain."""
    cells = {at.spot(UNIT, "T6.B2.du_toan", number=1): Stored("n", "74.900000000000006")}
    cells |= {at.spot(UNIT, "T6.B2.thuc_hien", number=1): Stored("n", "-5.6843418860808015E-14")}
    (tmp_path / "gui-ve.xlsx").write_bytes(at.typed(at.filled(UNIT), cells))
    outcome = CliRunner().invoke(app, ["consolidate", str(tmp_path), "--period", "6t", "-o", str(tmp_path / "ra")])
    assert outcome.exit_code in (0, 10), outcome.output
    figures = [n for _, part in parts_of(tmp_path / "ra") for pair in NUMBER.findall(part) for n in pair]
    stored = [n for n in figures if NOISE.fullmatch(n)]
    assert stored == []
    assert "74.9" in (tmp_path / "ra" / "so-lieu_2011-6t.csv").read_text(encoding="utf-8-sig")


@pytest.mark.full
def test_a_long_text_goes_through_the_whole_program(tmp_path: Path) -> None:
    content = at.typed(at.filled(UNIT), {("NV6", 900, 1): "=b" * 20_000, at.spot(UNIT, "X.04"): "c" * 40_000})
    (tmp_path / "a.xlsx").write_bytes(content)
    shown = CliRunner().invoke(app, ["validate", str(tmp_path), "--format", "json"])
    found = json.loads(shown.stdout)["files"][0]["findings"]
    assert sorted(len(f["value"]) for f in found)[-2:] == [32_767, 32_767]
    assert all("nguyên văn dài 40.000 ký tự" in f["value"] for f in found if len(f["value"]) > 9_999)
    made = CliRunner().invoke(app, ["consolidate", str(tmp_path), "-o", str(tmp_path / "ra")])
    assert made.exception is None, made.output
    assert (tmp_path / "ra" / "manifest.json").is_file()
