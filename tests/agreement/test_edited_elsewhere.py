"""Reports that LibreOffice has saved: runs, styles, ids, charts and parts are its own, and the words are the officer's."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.judges.merged_words import faults, texts
from tests.support.programs import libreoffice
from tests.support.seasons import season
from tests.support.seasons.hand_edits import Officer
from vstbcpn_cli.report.hand_merge.merge import merge
from vstbcpn_cli.report.hand_merge.paper import paper
from vstbcpn_cli.report.word.renderer import render

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
ACTS = ("word", "sentence", "rewrite", "figure", "add", "delete", "move", "cell", "cell_figure", "delete_row", "add_row",
        "open_insertion", "picture", "bold")  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    folder = tmp_path_factory.mktemp("reports")
    for count in (3, 4):
        render(season.report_of(season.submissions()[:count]), folder / f"{count}.docx")
    return (folder / "3.docx").read_bytes(), (folder / "4.docx").read_bytes()


def resaved(content: bytes, folder: Path) -> bytes:
    (folder / "vao.docx").write_bytes(content)
    return libreoffice.resave_text(folder / "vao.docx", folder / "ra.docx").read_bytes()


def test_a_report_that_was_only_saved_is_no_edited_one(reports: tuple[bytes, bytes], tmp_path: Path) -> None:
    base, new = reports
    made = merge(base, resaved(base, tmp_path), new)
    assert texts(made.document) == texts(new)
    again = resaved(made.document, tmp_path)
    assert texts(again) == texts(new), "LibreOffice reads the merged report as it was meant"


@pytest.mark.parametrize("number", range(3))
def test_edits_in_a_file_that_it_has_saved(number: int, reports: tuple[bytes, bytes], tmp_path: Path) -> None:
    base, new = reports
    edited = Officer(base, random.Random(number)).edit(10, ACTS)
    made = merge(base, resaved(edited.content, tmp_path), new)
    found = faults(base, edited, new, made.document, paper({"x": made}))
    assert not found, f"{edited.done}\n" + "\n".join(found)
    reread = resaved(made.document, tmp_path)
    assert not [m for m in edited.marks if m not in "\n".join(texts(reread))]
