"""A return that LibreOffice has saved, in its own format or an old one, says what it said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms import retyped_headings as headings
from tests.support.forms.changed_workbooks import good
from tests.support.programs import libreoffice
from vstbcpn_cli.model.submission import CellRef, Submission
from vstbcpn_cli.rules.engine import judge

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
FORMATS = {"xls": libreoffice.XLS, "ods": libreoffice.ODS, "xlsx": libreoffice.XLSX}


def resaved(content: bytes, suffix: str, folder: Path) -> Path:
    source = folder / "gui-ve.xlsx"
    source.write_bytes(content)
    return libreoffice.resave(source, folder / f"ra.{suffix}", FORMATS[suffix])


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_faultless_return_has_the_same_values_and_no_findings(suffix: str, tmp_path: Path) -> None:
    path = resaved(good(), suffix, tmp_path)
    read = at.reader().read(path, path.name)
    assert isinstance(read, Submission)
    found = judge(at.scope_of(read), at.bound())
    assert [f.code for f in found if f.code not in ("VS214", "VS112")] == []
    assert ("VS112" in {f.code for f in found}) == (suffix != "xlsx"), "only an old format is told"
    same = {c: o.value for c, o in read.values.items() if o.given}
    assert same == {c: o.value for c, o in at.accepted(good()).values.items() if o.given}


@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_retyped_headings_are_told_where_they_stand(suffix: str, tmp_path: Path) -> None:
    cells, name = headings.retyped("T5.B2"), f"ra.{suffix}"
    content = resaved(at.typed(at.filled(headings.UNIT), cells), suffix, tmp_path).read_bytes()
    found = headings.told(content, name)
    assert [t for t in found if t.startswith("VS226")] == [f"VS226 {CellRef(*place)}" for place in sorted(cells)]
    assert [t for t in found if t.startswith("VS3")] == []
    whole = headings.answers(at.accepted(at.filled(headings.UNIT)))
    assert headings.answers(at.accepted(content, name=name)) == whole
