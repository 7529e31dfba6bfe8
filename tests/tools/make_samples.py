"""Writes sample_submissions/: invented returns of 2011-6t, some faulty on purpose, with their log and their README.

Run `python -m tests.tools.make_samples` after the form has changed. Files made with openpyxl come out byte for byte the
same; those saved by LibreOffice differ in bytes each time and are only made again when missing or with --libreoffice.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.support.forms.filling import Entry, entries
from tests.support.forms.plausible import plausible
from tests.support.forms.returned import applies_to, spot
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.runtime.deterministic_zip import repack
from vstbcpn_cli.usecases.make_template import chosen_units, make_templates
from vstbcpn_cli.usecases.run_settings import setting
from vstbcpn_cli.workbook.form.sheet_plan import Role

FOLDER = Path(__file__).parents[2] / "sample_submissions"
EXCEL, LIBREOFFICE, AS_ISSUED, FOREIGN = "openpyxl", "LibreOffice", "openpyxl, not filled", "openpyxl, own form"
EMPTY = None
"""What a cleared cell is typed with."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in one entry cell instead of the plausible answer; `number` is the row of a table."""

    code: str
    value: Any
    role: Role = Role.VALUE
    number: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """One returned file: whose it is, when it came, how it was made, and what is wrong with it."""

    file: str
    unit: str
    received: dt.date
    purpose: str
    note: str = ""
    made: str = EXCEL
    period: str = "6t"
    changes: tuple[Typed, ...] = ()
    steps: tuple[libreoffice.Step, ...] = ()
    filter_name: str = libreoffice.XLSX


def _june(day: int) -> dt.date:
    return dt.date(2011, 6, day)


_WHY = "Đồng chí nữ Phó Chủ tịch UBND huyện nghỉ hưu từ ngày 01/5/2011, đang làm quy trình bổ sung."

SAMPLES: tuple[Sample, ...] = (
    Sample("2011-6T_so-ldtbxh.xlsx", "so-ldtbxh", _june(7), "Complete; lead of five targets.", made=LIBREOFFICE),
    Sample("BC 6T - Sở Nội vụ (chính thức).xlsx", "so-noi-vu", _june(8), "Complete; lead of T4 and three targets."),
    Sample("so y te bao cao 6 thang.xlsx", "so-y-te", _june(8), "Complete; lead of four targets.", made=LIBREOFFICE),
    Sample(
        "Bieu so lieu So GDDT.xlsx",
        "so-gddt",
        _june(9),
        "Numbers as text with and without a word, “-” for zero, more women than people, a free-text choice.",
        changes=(
            Typed("T1.06", "-"),
            Typed("T3.02", "Đang triển khai"),
            Typed("T3.M1.CB01.tong", "1.035"),
            Typed("T3.M1.CB02.nu", 524),
            Typed("T6.05", "6 người"),
            Typed("T6.B2.du_toan", "1.234", number=1),
        ),
    ),
    Sample("Ban Tổ chức TU - BC 6 tháng 2011.xlsx", "ban-to-chuc-tinh-uy", _june(6), "Complete; a Party body."),
    Sample(
        "BC VSTBPN 6 thang 2011 Cong an tinh.xlsx",
        "cong-an-tinh",
        _june(13),
        "Complete, received four days late.",
        note="Nhận qua bưu điện kèm đĩa, sau hạn.",
    ),
    Sample(
        "so TTTT bc 6 thang dau nam.ods",
        "so-tttt",
        _june(9),
        "Complete, saved as OpenDocument.",
        made=LIBREOFFICE,
        filter_name=libreoffice.ODS,
    ),
    Sample("UBMTTQ tỉnh_báo cáo 6 tháng.xlsx", "ubmttq-tinh", _june(8), "Complete; a mass organisation."),
    Sample("Hội LHPN - 6T2011 - bản cuối.xlsx", "hoi-lhpn", _june(9), "Complete; lead of T5.14.", made=LIBREOFFICE),
    Sample(
        "TinhDoan_6T_2011.xlsx",
        "tinh-doan",
        _june(9),
        "Required cells left empty, a table without rows and without “Không có”, a decision dated after 30/6.",
        changes=(
            Typed("T7.01", EMPTY),
            Typed("T2.03", dt.date(2011, 7, 5)),
            Typed("T3.M1.CB05.tong", EMPTY),
            Typed("T6.B1.ten_lop", EMPTY, number=1),
            Typed("X.01", EMPTY),
        ),
    ),
    Sample("Hội Chữ thập đỏ.xlsx", "hoi-chu-thap-do", _june(3), "Complete; an association."),
    Sample(
        "2011-6T_hoi-khuyen-hoc.xlsx",
        "hoi-khuyen-hoc",
        _june(9),
        "The blank as issued, nothing typed.",
        note="Tệp trống, đã điện thoại đề nghị gửi lại.",
        made=AS_ISSUED,
    ),
    Sample("TP Lạng Sơn - biểu 6T.xlsx", "tp-lang-son", _june(8), "Complete; the city.", made=LIBREOFFICE),
    Sample("H. Cao Lộc 6T.xlsx", "huyen-cao-loc", _june(9), "Complete; a district."),
    Sample(
        "Huyện Bắc Sơn (đã sửa).xlsx",
        "huyen-bac-son",
        _june(9),
        "Complete; a warning (no woman among the leaders) with a “Giải trình” that explains it.",
        changes=(
            Typed("T3.06", _WHY, Role.EXPLANATION),
            Typed("T3.M1.CB04.nu", 0),
        ),
    ),
    Sample(
        "bieu mau 2011 huyen Chi Lang.xlsx",
        "huyen-chi-lang",
        _june(9),
        "A sheet renamed, a row with an own total inserted, a computed share typed over.",
        made=LIBREOFFICE,
        steps=(
            ("type_over", *spot("huyen-chi-lang", "T3.M1.CB01.ty_le"), "number", "53"),
            ("insert_row", "NV5", spot("huyen-chi-lang", "T5.B1.noi_dung", number=5)[1]),
            *libreoffice.typing(
                (
                    ("NV5", spot("huyen-chi-lang", "T5.B1.noi_dung", number=5)[1], 2, "Cộng"),
                    ("NV5", spot("huyen-chi-lang", "T5.B1.so_cuoc", number=5)[1], 7, 14),
                ),
                "type_over",
            ),
            ("rename", "NV3", "NV3 (sửa)"),
        ),
    ),
    Sample(
        "BC 6T - Huyện Lộc Bình.xlsx",
        "huyen-loc-binh",
        _june(6),
        "First return: more women elected than deputies, a figure missing.",
        note="Đề nghị sửa NV4, bổ sung NV6; huyện gửi lại ngày 09/6.",
        changes=(
            Typed("T4.M1.HH.trung_cu_nu", 43),
            Typed("T6.05", EMPTY),
        ),
    ),
    Sample(
        "BC 6T - Huyện Lộc Bình (chính thức) (2).xlsx",
        "huyen-loc-binh",
        _june(9),
        "Second return, corrected: it counts and supersedes the first.",
        note="Bản thay thế bản ngày 06/6.",
        made=LIBREOFFICE,
    ),
    Sample(
        "Văn Quan - báo cáo năm.xlsx",
        "huyen-van-quan",
        _june(9),
        "Filled in the form of the wrong period (whole year).",
        period="nam",
    ),
    Sample(
        "Thong ke CBCC nu 2010 (Sở Tư pháp).xlsx",
        "",
        _june(7),
        "A workbook of the office's own making, not the form.",
        note="Biểu tự lập của Sở Tư pháp.",
        made=FOREIGN,
    ),
)


# --------------------------------------------------------------------------------------------------- what is typed
def typed(sample: Sample) -> list[Entry]:
    """Everything typed into a blank for a sample: the plausible answers with its changes."""
    applies = applies_to(sample.unit, sample.period)
    answers = plausible(applies.edition, applies.unit, applies.period)
    cells = {(s, row, column): value for s, row, column, value in entries(applies, answers)}
    for change in sample.changes:
        cells[spot(sample.unit, change.code, change.role, number=change.number, period=sample.period)] = change.value
    return [(*place, value) for place, value in cells.items() if value is not EMPTY]


def _with_openpyxl(sample: Sample, issued: Path, target: Path) -> None:
    book = load_workbook(issued)
    for sheet, row, column, value in typed(sample):
        book[sheet].cell(row, column).value = value
    book.save(target)
    repack(target)


def _with_libreoffice(sample: Sample, issued: Path, target: Path) -> None:
    steps = [*libreoffice.typing(typed(sample)), *sample.steps]
    libreoffice.edit(issued, target, steps, sample.filter_name)


def _own_form(target: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "CBCC nu"
    sheet.append(["SỞ TƯ PHÁP TỈNH LẠNG SƠN"])
    sheet.append(["Thống kê cán bộ, công chức nữ năm 2010"])
    sheet.append(["STT", "Phòng, đơn vị", "Tổng số", "Nữ", "Nữ đảng viên"])
    for number, (name, whole, women, members) in enumerate(
        (("Văn phòng", 9, 5, 3), ("Thanh tra", 4, 1, 1), ("Phòng Hành chính tư pháp", 5, 3, 2)), 1
    ):
        sheet.append([number, name, whole, women, members])
    book.save(target)
    repack(target)


def make(sample: Sample, target: Path) -> None:
    """Writes the file of one sample, from the blank that `make-template` gives its unit."""
    if sample.made == FOREIGN:
        _own_form(target)
        return
    with tempfile.TemporaryDirectory() as folder:
        chosen = setting(season.edition().edition, sample.period, None)
        (issued,) = make_templates(chosen, chosen_units(chosen, [sample.unit]), Path(folder))
        if sample.made == LIBREOFFICE:
            _with_libreoffice(sample, issued, target)
        elif sample.made == EXCEL:
            _with_openpyxl(sample, issued, target)
        else:
            shutil.copyfile(issued, target)


# ------------------------------------------------------------------------------------------------ what lies beside
def log_text(samples: Iterable[Sample] = SAMPLES) -> str:
    """so-theo-doi.csv: when each file was received, so that nothing depends on the dates of the files themselves."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(("tep", "ngay_nhan", "ghi_chu"))
    writer.writerows((s.file, f"{s.received:%d/%m/%Y}", s.note) for s in sorted(samples, key=lambda s: s.received))
    return target.getvalue()


_INTRODUCTION = """# Sample submissions

Workbooks as offices might have returned them for the first six months of 2011 (`2011-6t`). All figures, names and
documents are invented. `so-theo-doi.csv` is the officer's log with the day each file was received; the last day on
time is 9 June 2011.

`2026-6t` is the folder of another season, with a dozen returns of 2026: a run over this folder leaves it out, and one
inside it needs no options.

Everything here is written by `python -m tests.tools.make_samples` (see there); `tests/agreement/test_samples.py` knows what
`vstbcpn validate sample_submissions` must say about each file.

| File | Unit | Received | Made by | Purpose and faults |
|---|---|---|---|---|
"""


def readme_text(samples: Iterable[Sample] = SAMPLES) -> str:
    return _INTRODUCTION + "".join(
        f"| {s.file} | {s.unit or '–'} | {s.received.isoformat()} | {s.made} | {s.purpose} |\n" for s in samples
    )


def make_all(samples: Iterable[Sample], folder: Path, description: str | None) -> None:
    """Writes the files of these samples, those saved by LibreOffice where they are missing or asked for."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--libreoffice", action="store_true", help="also make the files saved by LibreOffice again")
    again = options.parse_args().libreoffice
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        target = folder / sample.file
        if again or sample.made != LIBREOFFICE or not target.exists():
            make(sample, target)


def main() -> None:
    make_all(SAMPLES, FOLDER, __doc__)
    (FOLDER / "so-theo-doi.csv").write_text(log_text(), encoding="utf-8")
    (FOLDER / "README.md").write_text(readme_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
