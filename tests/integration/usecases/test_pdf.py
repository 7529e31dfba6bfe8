"""`consolidate --pdf`: the report as PDF, printed by the LibreOffice of the machine; where that fails nothing is
written."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path

import docx
import pytest

from tests.support.judges.word_form import WordForm
from tests.support.programs import libreoffice
from tests.support.programs.command_line import Program
from vstbcpn_cli.runtime import pdf_printing
from vstbcpn_cli.usecases import consolidate
from vstbcpn_cli.usecases.intake.generated_files import bears_our_mark

REPORT, PRINTED = "bao-cao_2011-6t.docx", "bao-cao_2011-6t.pdf"
MINE = "Lời của Văn phòng"
needs_office = pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing())


def bookmarks(path: Path) -> list[str]:
    """The titles of the outline of a PDF, in the order of the file; the first title is that of the document."""
    texts = re.findall(rb"/Title\s*<FEFF([0-9A-F]*)>\s*/Dest", path.read_bytes())
    return [bytes.fromhex(t.decode()).decode("utf-16-be") for t in texts]


def headings(path: Path) -> list[str]:
    """What the navigation pane of Word shows."""
    return [line.text for line in WordForm(path).lines if line.level is not None]


@pytest.mark.full
@pytest.mark.libreoffice
@needs_office
def test_the_report_is_printed_with_its_headings(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    results = tmp_path / "3-ket-qua"
    assert vstbcpn("consolidate", inbox, "--pdf", "--quiet")[0] == 10
    first = (results / PRINTED).read_bytes()
    assert [b.split() for b in bookmarks(results / PRINTED)] == [h.split() for h in headings(results / REPORT)]
    assert len(bookmarks(results / PRINTED)) > 15
    listed = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    assert PRINTED in [o["path"] for o in listed]
    assert bears_our_mark(results / PRINTED)

    vstbcpn("consolidate", inbox, "--pdf", "--quiet")
    assert (results / PRINTED).read_bytes() == first
    assert {p.name for p in results.glob("*.pdf")} == {PRINTED}

    document = docx.Document(str(results / REPORT))
    document.paragraphs[-1].insert_paragraph_before(MINE, style="VB Mục")
    document.save(str(results / REPORT))
    vstbcpn("consolidate", inbox, "--pdf", "--quiet")
    assert MINE in bookmarks(results / PRINTED)

    vstbcpn("consolidate", inbox, "--copy", "officer", "--pdf", "--quiet")
    assert {p.name for p in results.glob("*.pdf")} == {"bao-cao-can-bo_2011-6t.pdf"}
    vstbcpn("consolidate", inbox, "--quiet")
    assert not list(results.glob("*.pdf"))


def test_without_an_office_nothing_is_begun(
    vstbcpn: Program, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consolidate, "printer", lambda: "")
    code, out, err = vstbcpn("consolidate", inbox, "--pdf")
    assert (code, out) == (2, "")
    assert "LibreOffice" in err
    assert not (tmp_path / "3-ket-qua").exists()


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="the office is a script here")
@pytest.mark.parametrize("what", ["exit 1", "exit 0", "sleep 60 & echo $! > {pid}; wait"])
def test_an_office_that_fails_leaves_the_old_set_and_no_process(
    what: str, vstbcpn: Program, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vstbcpn("consolidate", inbox, "--quiet")
    before = {p.name: p.read_bytes() for p in (tmp_path / "3-ket-qua").iterdir() if p.is_file()}
    office, pid = tmp_path / "soffice", tmp_path / "pid"
    office.write_text(f"#!/bin/sh\n{what.format(pid=pid)}\n", encoding="utf-8")
    office.chmod(0o755)
    monkeypatch.setattr(pdf_printing, "printer", lambda: str(office))
    monkeypatch.setattr(consolidate, "printer", lambda: str(office))
    monkeypatch.setattr(pdf_printing, "SECONDS", 1.0)
    code, _, err = vstbcpn("consolidate", inbox, "--pdf", "--quiet")
    assert code == 2
    assert "PDF" in err
    assert {p.name: p.read_bytes() for p in (tmp_path / "3-ket-qua").iterdir() if p.is_file()} == before
    if pid.is_file():
        assert _gone(int(pid.read_text(encoding="utf-8")))


def _gone(process: int) -> bool:
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if _is_dead(process):
            return True
        time.sleep(0.1)
    os.kill(process, signal.SIGKILL)
    return False


def _is_dead(process: int) -> bool:
    """Ended, though nobody has asked for its status yet."""
    state = Path(f"/proc/{process}/stat")
    return state.is_file() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
