"""The sheet of who has sent what, which annex and overview share."""

from __future__ import annotations

from collections.abc import Sequence

from vstbcpn_cli.edition.model import FieldRole, Severity
from vstbcpn_cli.model.coverage import (
    Coverage,
    Judged,
    LaterFile,
    Receipt,
    Timeliness,
    UnitCoverage,
    marked_unit,
)
from vstbcpn_cli.report.office_records import recorded_notes
from vstbcpn_cli.report.rows import by_name, file_name
from vstbcpn_cli.report.safe_workbook import Book, Cell
from vstbcpn_cli.report.sheet_labels import UNIT_CODE, AnnexWords, printed_day


def write_coverage(
    book: Book, coverage: Coverage, words: AnnexWords, note: str, later: Sequence[LaterFile] = ()
) -> None:
    """Who has sent what and when; files of no unit stand below, and those that came `later` than counts."""
    sheet = book.sheet(words("trang", "gui"))
    heads = words.heads("stt", "ma_don_vi", "don_vi", "loai", "tinh_trang", "ngay_cham", "ngay_nhan", "nhan_theo")
    heads += words.heads("ket_qua", "so_bao_cao", "ngay_bao_cao", "so_loi", "so_canh_bao", "so_luu_y", "tep")
    heads += words.heads("tep_khac", "ghi_chu", "ma_kiem")
    widths = [5, UNIT_CODE, 32, 6, 10, 8, 11, 17, 20, 20, 11, 7, 9, 7, 32, 30, 44, 68]
    sheet.head(words("tieu_de", "gui"), note, [heads], widths, frozen=3)
    roles = (FieldRole.DOCUMENT_NUMBER, FieldRole.DOCUMENT_DATE)
    papers = tuple(map(coverage.edition.code_of, roles))
    came_later = {f.unit for f in later}
    for number, one in enumerate(coverage.units, 1):
        line = _coverage_line(number, one, papers, coverage.unusable(one), words)
        if one.timeliness is Timeliness.MISSING and one.unit.code in came_later:
            line[4] = words("thoi_han", "later")
        sheet.line(line, "" if one.sent else "muted")
    for judged in by_name(coverage.unplaced):
        name = named(judged, coverage)
        line = ["", "", name, "", "", "", judged.receipt.day, _receipt(judged.receipt, words)]
        line += [_result(judged, words), "", "", *_counts(judged), file_name(judged.outcome.file.path), ""]
        left_out = f"{words.recorded('excluded', ly_do=judged.excluded.words)}." if judged.excluded else _reason(judged)
        sheet.line([*line, left_out, judged.outcome.file.sha256])
    for file in later:
        unit = coverage.register.get(file.unit)
        line = ["", file.unit, unit.name if unit else "", "", words("thoi_han", "later"), ""]
        line += [file.receipt.day, _receipt(file.receipt, words), *[""] * 6, file_name(file.path), "", "", file.sha256]
        sheet.line(line, "muted")
    sheet.filtered()


def _reason(judged: Judged) -> str:
    """Why a file does not count, in the words of its first finding."""
    return next((f"{f.fact} {f.advice}" for f in judged.findings), "")


def _coverage_line(
    number: int, one: UnitCoverage, papers: tuple[str, ...], unusable: tuple[Judged, ...], words: AnnexWords
) -> list[Cell]:
    """`papers` are the fields with number and day of the signed report."""
    others = words.several([file_name(o.outcome.file.path) for o in by_name(one.others)])
    left = words.several([file_name(j.outcome.file.path) for j in by_name(unusable)])
    notes = [f"{n}." for n in recorded_notes(one, words.recorded)]
    not_run = one.counted.not_run if one.counted else ()
    notes += [words("chua_kiem_tra", ds="; ".join(not_run))] if not_run else []
    remark = " ".join([*notes, *([words("co_tep_khac", ds=left)] if left else [])])
    only_unusable = words("viec", "unusable") if left and one.timeliness is Timeliness.MISSING else ""
    line: list[Cell] = [number, one.unit.code, one.unit.name, one.unit.kind]
    line += [only_unusable or words("thoi_han", one.timeliness.value)]
    judged = one.counted
    if judged is None:
        last = max(unusable, key=lambda j: j.receipt.day, default=None)
        came: list[Cell] = [last.receipt.day, _receipt(last.receipt, words)] if last else ["", ""]
        return [*line, "", *came, only_unusable, *[""] * 6, others, remark, ""]
    values = judged.submission.values if judged.submission else {}
    paper, day = (values.get(code) for code in papers)
    line += [one.days_late, judged.receipt.day, _receipt(judged.receipt, words), _result(judged, words)]
    line += [paper.text if paper else "", printed_day(day.date if day else None)]
    source = judged.outcome.file
    return [*line, *_counts(judged), file_name(source.path), others, remark, source.sha256]


def _receipt(receipt: Receipt, words: AnnexWords) -> str:
    return words("nhan_theo", "so_theo_doi" if receipt.from_log else "tep")


def _result(judged: Judged, words: AnnexWords) -> str:
    return words("ket_qua", judged.status.value)


def _counts(judged: Judged) -> list[Cell]:
    return [judged.counts[s] for s in (Severity.ERROR, Severity.WARNING, Severity.NOTICE)]


def named(judged: Judged, coverage: Coverage) -> str:
    """The name behind the code a file says it has."""
    code = marked_unit(judged)
    unit = coverage.register.get(code)
    return unit.name if unit else code
