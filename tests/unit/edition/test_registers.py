"""Registers of reporting units as offices keep them, and the faults told with file and line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Register, ReportingUnit
from vstbcpn_cli.usecases.run_settings import chosen_period, register, setting

HEAD = "code,name,kind,group,admin_code,valid_from,valid_until,successor,lead_for,order"
ROWS = [
    "so-y-te,Sở Y tế,SN,so-nganh,,,,,T4.M2;T4.08,2",
    '"huyen-a","Huyện A, tỉnh B",HU,huyen,0177,2000-01-01,30/06/2025,xa-a;xa-b,,1',
]


def loaded(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "don-vi.csv") -> Register:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return register("2011", path)


def fault_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        loaded(tmp_path, text)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_ways_a_csv_is_saved(encoding: str, newline: str, delimiter: str, tmp_path: Path) -> None:
    quoted = ROWS if delimiter == "," else [semicolons(r) for r in ROWS]
    text = newline.join([HEAD.replace(",", delimiter), *quoted, ""])
    units = loaded(tmp_path, text, encoding).units
    assert units == (
        ReportingUnit(
            code="huyen-a",
            name="Huyện A, tỉnh B",
            kind="HU",
            group="huyen",
            order=1,
            admin_code="0177",
            valid_from=dt.date(2000, 1, 1),
            valid_until=dt.date(2025, 6, 30),
            successors=("xa-a", "xa-b"),
        ),
        ReportingUnit("so-y-te", "Sở Y tế", "SN", "so-nganh", 2, lead_for=("T4.M2", "T4.08")),
    )


def semicolons(row: str) -> str:
    """The same line from a Vietnamese Excel, which quotes what holds a semicolon."""
    cells = [c.strip('"') for c in row.replace("Huyện A, tỉnh B", "Huyện A@ tỉnh B").split(",")]
    return ";".join(f'"{c}"' if ";" in c else c for c in cells).replace("@", ",")


def test_without_an_order_the_lines_keep_theirs(tmp_path: Path) -> None:
    units = loaded(tmp_path, "code,name,kind,group\nb,B,SN,x\n\na,A,SN,x\n").units
    assert [(u.code, u.order) for u in units] == [("b", 1), ("a", 2)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["name,kind,group", "A,SN,x"], ("dòng 1", "“code”")),
        (["code,name,kind", "a,A,SN"], ("dòng 1", "“group”")),
        ([], ("dòng 1", "“code”")),
        (["code,name,kind,group", "a,A,SN,x", "b,B,XX,x"], ("dòng 3", "“XX”", "SN")),
        (["code,name,kind,group", "a,A,,x"], ("dòng 2", "“”")),
        (["code,name,kind,group", ",A,SN,x"], ("dòng 2", "code")),
        (["code,name,kind,group", "a,,SN,x"], ("dòng 2", "name")),
        (["code,name,kind,group,order", "a,A,SN,x,đầu"], ("dòng 2", "“đầu”")),
        (["code,name,kind,group,valid_until", "a,A,SN,x,hôm qua"], ("dòng 2", "“hôm qua”")),
        (["code,name,kind,group,valid_from", "", "", "a,A,SN,x,31/02/2011"], ("dòng 4", "“31/02/2011”")),
        (["code,name,kind,group", "a,A,SN,x", "b,B,SN,x", "a,C,SN,x"], ("dòng 4", "“a”", "dòng 2")),
    ],
)
def test_a_fault_is_told_with_its_line(lines: list[str], words: tuple[str, ...], tmp_path: Path) -> None:
    told = fault_of(tmp_path, "\n".join(lines))
    assert "don-vi.csv" in told
    assert [w for w in words if w not in told] == []


def test_a_register_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"khong-co\.csv"):
        register("2011", tmp_path / "khong-co.csv")
    (tmp_path / "cu.csv").write_bytes("Sở".encode("utf-16"))
    with pytest.raises(ConfigurationError, match=r"cu\.csv"):
        register("2011", tmp_path / "cu.csv")


def test_lifetimes() -> None:
    unit = ReportingUnit("a", "A", "HU", "x", 1, valid_from=dt.date(2011, 1, 1), valid_until=dt.date(2025, 6, 30))
    days = [dt.date(2010, 12, 31), dt.date(2011, 1, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1)]
    assert [unit.valid_on(d) for d in days] == [False, True, True, False]
    always = ReportingUnit("b", "B", "SN", "x", 2)
    assert all(always.valid_on(d) for d in days)
    both = Register((unit, always), "thử")
    assert [u.code for u in both.valid_on(days[3])] == ["b"]
    assert both.get("a") is unit
    assert both.get("c") is None


def test_what_a_unit_leads() -> None:
    unit = ReportingUnit("a", "A", "SN", "x", 1, lead_for=("T4.M2", "T4.M1.QH", "T1.B2.CL2011-1.2"))
    assert all(unit.leads(c) for c in ("T4.M2", "T4.M2.CD01", "T4.M2.CD01.nu", "T4.M1.QH", "T1.B2", "T4.M1"))
    assert not any(unit.leads(c) for c in ("T4.M22", "T4.M1.HT", "T4.08", "T1.B2.CL2011-1.3"))


def test_the_shipped_register_and_the_periods() -> None:
    chosen = setting("2011", "6T", None)
    assert (chosen.period.code, len(chosen.register.valid_on(chosen.period.until_date))) == ("6t", 70)
    with pytest.raises(ConfigurationError, match="“quy”"):
        chosen_period("2011", "quy")
    with pytest.raises(ConfigurationError, match="“1999”"):
        setting("1999", "6t", None)
