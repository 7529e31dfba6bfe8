"""Warnings the office lets rest: a line of the log with the value it has seen, told everywhere, dropped when that
changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.judges.published import faults
from tests.support.programs.command_line import Program, receive
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Status
from vstbcpn_cli.usecases.intake.intake import Intake, setting_for, take_in
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.usecases.season.receipt_log import read_log
from vstbcpn_cli.usecases.season.set_aside_warnings import READY_HEADS, Effect

DOCS = Path(__file__).parents[3] / "docs"
UNIT, NAME = "so-tu-phap", "so-tu-phap.xlsx"
HEAD = "tep,ngay_nhan,don_vi,tinh_trang,quy_tac,o,gia_tri,nguoi_ghi,ghi_chu"
REASON, BY = "Sở gửi công văn giải thích ngày 10/6", "Lý Thị Hoa"
OFFICERS = {"T6.05": 90, "T6.06": 0, "T6.07": 90}
"""More gender officers than the staff set below: one warning (VS401 R39)."""


def returned(officers: int = 90) -> bytes:
    figures = {"T3.M1.CB01.tong": 84, "T3.M1.CB01.nu": 60, "T6.05": officers, "T6.06": 0, "T6.07": officers}
    return at.typed(at.filled(UNIT), {at.spot(UNIT, code): n for code, n in figures.items()})


def line(**changes: str) -> str:
    cells = {"don_vi": UNIT, "tinh_trang": "bỏ qua cảnh báo", "quy_tac": "VS401", "o": "T6.05", "gia_tri": "90"}
    cells |= {"nguoi_ghi": BY, "ghi_chu": REASON, **changes}
    return ",".join(f'"{cells.get(c, "")}"' for c in HEAD.split(","))


def log(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "so-theo-doi.csv"
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return path


def taken(folder: Path) -> Intake:
    sources = gather([str(folder)])
    return take_in(setting_for("2011", "6t", None, sources.files), sources, None, lambda *_: None, jobs=1)


def warning(intake: Intake) -> Finding:
    (found,) = (f for j in intake.judged for f in j.findings if f.constraint == "R39" and str(f.place.key) == "T6.05")
    return found


@pytest.mark.parametrize("place", ["T6.05", "t6.05", "{cell}", "{sheet} {address}"])
@pytest.mark.parametrize("rule", ["VS401", "vs401 R39"])
def test_a_warning_rests_as_a_notice_that_says_who_and_why(tmp_path: Path, place: str, rule: str) -> None:
    (tmp_path / NAME).write_bytes(returned())
    cell = at.ref(UNIT, "T6.05")
    where = place.format(cell=cell, sheet=cell.sheet, address=cell.address)
    log(tmp_path, line(o=where, quy_tac=rule))
    intake = taken(tmp_path)
    found = warning(intake)
    assert found.severity is Severity.NOTICE
    assert found.fact.endswith(f"Cơ quan thường trực bỏ qua cảnh báo này: “{REASON}” ({BY}).")
    assert intake.judged[0].status is Status.ACCEPTED
    assert [a.outcome for a in intake.aside] == [Effect.APPLIED]


def test_without_a_line_it_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(returned())
    intake = taken(tmp_path)
    assert warning(intake).severity is Severity.WARNING
    assert intake.judged[0].status is Status.WITH_WARNINGS


@pytest.mark.parametrize(
    ("changes", "officers", "outcome", "told"),
    [
        ({}, 95, Effect.CHANGED, "giá trị tại T6.05 nay là “95”, khác “90” đã ghi"),
        ({"gia_tri": ""}, 90, Effect.NO_VALUE, "Đề nghị ghi “90” ở cột gia_tri"),
        ({}, 7, Effect.GONE, "không còn cảnh báo VS401 tại T6.05"),
        ({"o": "T6.07"}, 90, Effect.GONE, "không còn cảnh báo VS401 tại T6.07"),
        ({"quy_tac": "VS401 R14"}, 90, Effect.GONE, "không còn cảnh báo VS401 R14"),
        ({"don_vi": "so-y-te"}, 90, Effect.NOT_SENT, ""),
    ],
)
def test_a_line_that_does_not_fit_leaves_the_warning_and_is_told(
    tmp_path: Path, changes: dict[str, str], officers: int, outcome: Effect, told: str
) -> None:
    (tmp_path / NAME).write_bytes(returned(officers))
    log(tmp_path, line(**changes))
    intake = taken(tmp_path)
    (aside,) = intake.aside
    assert aside.outcome is outcome
    assert told in aside.told()
    assert bool(told) is bool(aside.told())
    if officers > 84:
        assert warning(intake).severity is Severity.WARNING


def test_an_error_cannot_rest(tmp_path: Path) -> None:
    cells = {at.spot(UNIT, "T2.06"): 5, at.spot(UNIT, "T2.07"): 9}
    (tmp_path / NAME).write_bytes(at.typed(at.filled(UNIT), cells))
    log(tmp_path, line(quy_tac="VS401 R01", o="T2.07", gia_tri="9"))
    intake = taken(tmp_path)
    (aside,) = intake.aside
    assert aside.outcome is Effect.ERROR
    assert "là lỗi nên không bỏ qua được" in aside.told()
    assert any(f.severity is Severity.ERROR for f in intake.judged[0].findings)


def test_the_same_line_twice_is_as_good_as_once(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(returned())
    log(tmp_path, line(), line(gia_tri="90.0"))
    assert [a.outcome for a in taken(tmp_path).aside] == [Effect.APPLIED, Effect.APPLIED]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ghi_chu": ""}, "dòng 2: dòng “bỏ qua cảnh báo” chưa ghi lý do. Đề nghị điền cột “Ghi chú”."),
        ({"nguoi_ghi": ""}, "chưa ghi người ghi. Đề nghị điền cột “Người ghi”."),
        ({"don_vi": ""}, "chưa ghi đơn vị. Đề nghị điền cột “Đơn vị”."),
        ({"quy_tac": ""}, "chưa ghi mã cảnh báo. Đề nghị điền cột “Quy tắc”."),
        ({"quy_tac": "VS999"}, "không có quy tắc “VS999”"),
        ({"tep": NAME}, "ghi đơn vị, không ghi tên tệp"),
        ({"tinh_trang": "bỏ qua"}, "tình trạng “bỏ qua” không đúng"),
    ],
)
def test_a_line_that_lacks_something_is_refused_with_its_number(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_log(log(tmp_path, line(**changes)))
    assert str(refused.value).startswith("so-theo-doi.csv, dòng 2: ")
    assert said in str(refused.value)


def test_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(returned())
    log(tmp_path, line(don_vi="so-nao-do"))
    with pytest.raises(ConfigurationError, match="dòng 2: Không có đơn vị “so-nao-do” trong danh sách"):
        taken(tmp_path)


def test_every_command_lets_it_rest_and_says_so(inbox: Path, vstbcpn: Program, tmp_path: Path) -> None:
    receive(inbox, NAME, returned())
    given = ("validate", str(inbox), "--period", "6t")
    code, out, _ = vstbcpn(*given)
    assert code == ExitCode.WARNINGS
    log(inbox, line())
    code, out, _ = vstbcpn(*given)
    assert code == ExitCode.OK
    assert REASON in out
    document = json.loads(vstbcpn(*given, "--format", "json")[1])
    assert faults(document) == []
    said = {"by": BY, "date": None, "words": REASON}
    (found,) = (f for f in document["files"][0]["findings"] if f["constraint"] == "R39" and f["indicator"] == "T6.05")
    assert (found["severity"], found["set_aside"]) == ("notice", said)
    assert [(a["state"], a["unit"], a["rule"], a["at"], a["value"]) for a in document["set_aside"]] == [
        ("applied", UNIT, "VS401", "T6.05", "90")
    ]
    vstbcpn("consolidate", str(inbox), "-o", str(tmp_path / "ra"), "--period", "6t")
    manifest = json.loads((tmp_path / "ra" / "manifest.json").read_text("utf-8"))
    assert [(a["state"], a["words"]) for a in manifest["set_aside"]] == [("applied", REASON)]
    schema = json.loads((DOCS / "schemas" / "manifest.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(manifest)) == []
    vstbcpn(*given, "--feedback", str(tmp_path / "phan-hoi"))
    assert not list((tmp_path / "phan-hoi").rglob("*da-danh-dau*"))
    assert REASON not in (tmp_path / "phan-hoi" / "phan-hoi.json").read_text("utf-8")


def test_what_no_longer_fits_is_told_on_the_side(inbox: Path, vstbcpn: Program) -> None:
    receive(inbox, NAME, returned(95))
    log(inbox, line())
    code, _, err = vstbcpn("validate", str(inbox), "--period", "6t")
    assert code == ExitCode.WARNINGS
    assert "so-theo-doi.csv, dòng 2: giá trị tại T6.05 nay là “95”" in err


@pytest.mark.full
def test_the_overview_has_the_line_ready(inbox: Path, vstbcpn: Program, tmp_path: Path) -> None:
    """The officer copies it and adds who and why; the next run lets the warning rest."""
    receive(inbox, NAME, returned())
    target = tmp_path / "tong-quan.xlsx"
    vstbcpn("validate", str(inbox), "--period", "6t", "--report", str(target))
    _, _, heads, *lines = load_workbook(target)["Bỏ qua cảnh báo"].iter_rows(values_only=True)
    assert heads == READY_HEADS
    (ready,) = (dict(zip(heads, cells, strict=True)) for cells in lines if cells[5] == "T6.05")
    ready |= {"nguoi_ghi": BY, "ghi_chu": REASON}
    log(inbox, ",".join(f'"{ready[c] or ""}"' for c in HEAD.split(",")))
    assert vstbcpn("validate", str(inbox), "--period", "6t")[0] == ExitCode.OK


@pytest.mark.full
def test_a_warning_that_rests_is_not_called_mended(inbox: Path, vstbcpn: Program, tmp_path: Path) -> None:
    receive(inbox, NAME, returned(), "2011-06-05")
    given = ("validate", str(inbox), "--period", "6t", "--feedback", str(tmp_path / "phan-hoi"))
    vstbcpn(*given)
    later = at.typed(returned(), {at.spot(UNIT, "T1.06"): 3})
    receive(inbox, "so-tu-phap sua.xlsx", later, "2011-06-07")
    log(inbox, line())
    vstbcpn(*given)
    (path,) = (tmp_path / "phan-hoi").glob(f"dot-1/{UNIT}/*_{UNIT}_tin-nhan.txt")
    assert "đã sửa" not in path.read_text("utf-8-sig").lower()
