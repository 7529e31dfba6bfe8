"""What compares units is told to the officer with their names; to no unit, and in no report, with that of another."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from tests.support.seasons.feedback_outputs import ROUND

UNITS = ("so-y-te", "so-noi-vu")
TOTALS = (187, 113, 11, 5, 23, 17, 13, 19, 7, 9, 8, 12, 2)
NV3 = {f"CB{n:02d}.{key}": total // part for n, total in enumerate(TOTALS, 1) for key, part in (("tong", 1), ("nu", 2))}
PAPER = {"loai": "Công văn", "so_ky_hieu": "15/LN-SYT-HPN", "ngay_ban_hanh": "14/03/2011", "nhom": "Khác"}
PAPER |= {"co_quan_ban_hanh": "Liên ngành", "trich_yeu": "Phối hợp khám sức khỏe"}


def returned(unit: str) -> bytes:
    cells: dict[at.Position, object] = {at.spot(unit, f"T3.M1.{code}"): n for code, n in NV3.items()}
    cells |= {at.spot(unit, f"T1.B1.{key}", number=1): value for key, value in PAPER.items()}
    return at.typed(at.filled(unit), cells)


def names() -> list[str]:
    found = (season.register().get(unit) for unit in UNITS)
    return [unit.name for unit in found if unit is not None]


NAMED = list(zip(names(), UNITS, strict=True))


def text_of(path: Path) -> str:
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as package:
            return " ".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
    return path.read_text("utf-8-sig")


def test_the_office_is_told_the_names_and_the_units_are_not(inbox: Path, vstbcpn: Program, tmp_path: Path) -> None:
    for unit in UNITS:
        receive(inbox, f"{unit}.xlsx", returned(unit))
    _, out, _ = vstbcpn("validate", str(inbox), "--period", "6t", "--format", "json")
    told = {f["path"]: {g["code"]: g["message"] for g in f["findings"]} for f in json.loads(out)["files"]}
    for unit, other in zip(UNITS, reversed(names()), strict=True):
        assert f"“{other}”" in told[f"{unit}.xlsx"]["VS506"]
        assert f"“{other}”" in told[f"{unit}.xlsx"]["VS501"]
    folder = tmp_path / "phan-hoi"
    vstbcpn("validate", str(inbox), "--period", "6t", "--feedback", str(folder), "--quiet")
    for unit, other in zip(UNITS, reversed(names()), strict=True):
        written = [*(folder / ROUND / unit).iterdir()]
        assert len(written) == 3
        texts = [text_of(p) for p in written]
        assert not any(other in text for text in texts)
        assert not any("VS506" in text for text in texts)
        assert any("cũng có trong báo cáo của 1 đơn vị khác" in text for text in texts)
    record = json.loads((folder / "phan-hoi.json").read_text("utf-8"))
    for one in record["units"]:
        said = json.dumps(one["files"], ensure_ascii=False)
        other = next(n for u, n in zip(UNITS, reversed(names()), strict=True) if u == one["unit"])
        assert "VS506" not in said
        assert other not in said


@pytest.mark.full
def test_the_report_that_is_passed_on_counts_the_others_and_names_none(
    inbox: Path, vstbcpn: Program, tmp_path: Path
) -> None:
    for unit in UNITS:
        receive(inbox, f"{unit}.xlsx", returned(unit))
    made = tmp_path / "ket-qua"
    vstbcpn("consolidate", str(inbox), "--period", "6t", "-o", str(made))
    points = [
        f["message"] + f["value"]
        for u in json.loads((made / "so-lieu_2011-6t.json").read_text("utf-8"))["units"]
        for f in u.get("findings", ())
        if f["code"] in ("VS501", "VS506")
    ]
    assert len(points) >= 4
    assert all("1 đơn vị khác" in point for point in points)
    book = load_workbook(made / "phu-luc_2011-6t.xlsx", read_only=True)
    listed = [" ".join(map(str, row)) for s in book for row in s.iter_rows(values_only=True) if "VS50" in str(row)]
    word = Document(str(made / "bao-cao-can-bo_2011-6t.docx"))
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    listed += [c for c in cells if "cũng có trong báo cáo" in c or "giống hệt báo cáo" in c]
    assert sum("1 đơn vị khác" in text for text in listed) >= 8
    assert not any(f"báo cáo của “{name}”" in text or f"{unit}:" in text for text in listed for name, unit in NAMED)


@pytest.mark.full
def test_the_manifest_says_that_a_comparison_rests_and_not_with_whom(
    inbox: Path, vstbcpn: Program, tmp_path: Path
) -> None:
    for unit in UNITS:
        receive(inbox, f"{unit}.xlsx", returned(unit))
    line = ",,so-y-te,bỏ qua cảnh báo,VS506,T3.M1.CB01.tong,so-noi-vu: 26/26,Lê Thị Hoa,Số liệu chung"
    (inbox / "so-theo-doi.csv").write_text(
        f"tep,ngay_nhan,don_vi,tinh_trang,quy_tac,o,gia_tri,nguoi_ghi,ghi_chu\n{line}\n", "utf-8"
    )
    made = tmp_path / "ket-qua"
    vstbcpn("consolidate", str(inbox), "--period", "6t", "-o", str(made))
    (rests,) = json.loads((made / "manifest.json").read_text("utf-8"))["set_aside"]
    assert (rests["rule"], rests["state"], rests["value"], rests["words"]) == ("VS506", "applied", "", "Số liệu chung")
