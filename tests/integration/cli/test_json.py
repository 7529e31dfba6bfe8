"""`validate --format json` against its published schema: every sample, every naughty name.

The files of the catalogue are held against it where they are judged (test_catalogue.py).
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.hostile import naughty
from tests.support.judges.published import SCHEMA, VALIDATOR, faults
from tests.support.programs.command_line import Program, it_is, receive, wrong

ROOT = Path(__file__).parents[3]
Said = dict[str, Any]


def checked(said: tuple[int, str, str]) -> Said:
    """The document, which must be valid, the only thing on stdout, and in agreement with itself."""
    told: Said = json.loads(said[1])
    assert faults(told) == []
    assert said[1] == json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    findings = [f for file in told["files"] for f in file["findings"]]
    counts = {s: sum(f["severity"] == s for f in findings) for s in ("error", "warning", "notice")}
    summary = {"files": len(told["files"]), "errors": counts["error"], "warnings": counts["warning"]}
    assert told["summary"] == {**summary, "notices": counts["notice"]}
    for file in told["files"]:
        cells = file["cells"]
        assert cells["typed"] == cells["in_data"] + cells["in_findings"] + cells["ignored"], file["path"]
    return told


def test_the_schema_is_one() -> None:
    VALIDATOR.check_schema(SCHEMA)


def test_every_sample(vstbcpn: Program) -> None:
    it_is("2011-06-30")
    told = checked(vstbcpn("validate", ROOT / "sample_submissions", "--format", "json"))
    assert len(told["files"]) == 20
    assert {f["status"] for f in told["files"]} > {"accepted", "partial", "foreign"}


def test_names_and_words_that_have_broken_programs(vstbcpn: Program, inbox: Path) -> None:
    texts = [t for t in naughty.texts() if len(t) < 3000]
    cells: dict[at.Position, Any] = {("NV6", 900 + n, 1): t for n, t in enumerate(filter(_storable, texts))}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), cells))
    laid = 0
    for number, text in enumerate(texts):
        name = f"{number} {text}".replace("/", "").replace("\0", "").encode("utf-8", "surrogatepass")[:200] + b".xlsx"
        (inbox / os.fsdecode(name)).write_bytes(b"PK")
        laid += 1
    told = checked(vstbcpn("validate", inbox, "--format", "json", "--jobs", 2))
    assert laid > 250
    assert len({f["path"] for f in told["files"]}) == laid + 1
    assert sum(f["code"] == "VS206" for file in told["files"] for f in file["findings"]) > 150


def _storable(text: str) -> bool:
    """What XML can hold; the rest a workbook cannot either."""
    return bool(text.strip()) and all(
        c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" for c in text
    )


def test_remarks_stay_off_stdout(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "~$so-y-te.xlsx", b"x")
    said = vstbcpn("validate", inbox, "--format", "json", "--report", "a.html")
    assert checked(said)["skipped"] == ["~$so-y-te.xlsx"]
    written, by_file, passed_over, not_compared = said[2].splitlines()
    assert by_file.startswith("Ngày nhận của 1 đơn vị lấy theo ngày của tệp.")
    assert (written, passed_over) == ("Đã ghi bản tổng quan: a.html", "Bỏ qua tệp tạm của Excel: ~$so-y-te.xlsx")
    assert not_compared.startswith("Chưa so sánh với kỳ trước")


Change = Callable[[Said], object]
WRONG: dict[str, Change] = {
    "another version": lambda d: d.update(version=2),
    "an unknown key": lambda d: d.update(them=1),
    "an unknown key of a finding": lambda d: d["files"][0]["findings"][0].update(them=1),
    "a key left out": lambda d: d["files"][0].pop("received"),
    "an unknown status": lambda d: d["files"][0].update(status="ok"),
    "an unknown severity": lambda d: d["files"][0]["findings"][0].update(severity="fatal"),
    "a code of no layer": lambda d: d["files"][0]["findings"][0].update(code="VS601"),
    "a cell that is none": lambda d: d["files"][0]["findings"][0].update(cell="12D"),
    "row nought": lambda d: d["files"][0]["findings"][0].update(cell="D0"),
    "a number for a text": lambda d: d["files"][0]["findings"][0].update(value=7),
    "a count below nought": lambda d: d["summary"].update(errors=-1),
    "a date the wrong way round": lambda d: d["files"][0].update(received="08/06/2011"),
    "a day that is none": lambda d: d["files"][0].update(received="2011-06-31"),
    "half a digest": lambda d: d["files"][0].update(sha256="abc"),
    "an error on trial": lambda d: d["files"][0]["findings"][0].update(trial=True),
    "an explained error": lambda d: d["files"][0]["findings"][0].update(explanation="Đã kiểm tra"),
    "refused without a reason": lambda d: d["files"][0].update(status="unreadable", findings=[]),
}


@pytest.fixture
def document(vstbcpn: Program, inbox: Path) -> Said:
    receive(inbox, "so-y-te.xlsx", wrong())
    return checked(vstbcpn("validate", inbox, "--format", "json"))


def test_the_schema_refuses_a_wrong_document(document: Said) -> None:
    for what, change in WRONG.items():
        other = copy.deepcopy(document)
        change(other)
        assert faults(other), what


def test_the_example_of_the_page_is_a_document() -> None:
    text = (ROOT / "docs" / "validate-json.md").read_text("utf-8")
    shown = json.loads(text.split("```json\n")[1].split("```")[0].replace('"…"', f'"{"0" * 64}"'))
    assert faults(shown) == []
