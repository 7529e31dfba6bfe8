"""Every name the Word template of the report may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.period_and_units import annexes, period_view, sections
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.report.templates.vocabulary import section_files, section_of
from vstbcpn_cli.report.word_template.check import near
from vstbcpn_cli.text.dates import open_date

NAME = "(Họ và tên)"
"""Keeps the place of a name that is not known yet."""
DRAFT, PLANS, PROPOSALS = "du-thao", "v-phuong-huong", "vi-kien-nghi"


def template_words(report: Report, labels: Labels, sections_: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Every name the Word template may use; section names are those of the sentence files with “_” for “-”."""
    edition = report.consolidation.edition
    office = report.office
    issuer = report.issued_by
    parts = {name.replace("-", "_"): lines for name, lines in sections_.items()}
    draft = sections_.get(DRAFT, ())
    tasks = [(labels.in_full(t.heading or t.title), section_of(t)) for t in edition.tasks if t.numbered]
    judged = [(str(title), name) for name, title in labels.get("danh_gia").items() if sections_.get(name)]
    filled = {"danh_gia": judged, "phuong_huong": sections_.get(PLANS), "kien_nghi": sections_.get(PROPOSALS)}
    empty = {name for name, found in filled.items() if not found}
    return {
        **parts,
        "phan": parts,
        "nhiem_vu": _headed(tasks, sections_),
        "danh_gia": _headed(judged, sections_),
        "du_thao": draft[0] if len(draft) == 1 else " ".join(draft),
        "cap_tren": office.parent,
        "co_quan": issuer.head.split("\n"),
        "ky_hieu": issuer.symbol,
        "dia_danh": office.place,
        "ngay_bao_cao": open_date(report.report_date, edition.year),
        "tieu_de": edition.title,
        "ky": period_view(report),
        "kinh_gui": [f"- {r}{_end(n, office.recipients)}" for n, r in enumerate(office.recipients)],
        "noi_nhan": [f"- {c}{_end(n, issuer.copies)}" for n, c in enumerate(issuer.copies)],
        "chuc_vu": issuer.signer_title.split("\n"),
        "chuc_vu_khac": issuer.signer_capacity.split("\n") if issuer.signer_capacity else [],
        "nguoi_ky": issuer.signer_name or NAME,
        "muc": sections(report, empty),
        "phu_luc": annexes(report, labels),
    }


def left_out(report: Report, labels: Labels, lines: Sequence[str]) -> frozenset[str]:
    """Sections that the office has taken out of its folder and out of its Word template, whose paragraphs are `lines`:
    those of the program do not come back in. What a task asks is in every report."""
    own = section_files(() if report.templates is None else (report.templates / FOLDER,))
    if not own:
        return frozenset()
    tasks = {section_of(t) for t in report.consolidation.edition.tasks}
    headed = {*labels.get("danh_gia")} if near(lines, "danh_gia") else set()
    gone = {*section_files(report.sentences)} - {*own} - tasks - headed
    return frozenset(n for n in gone if not near(lines, n.replace("-", "_")) and not near(lines, "phan"))


def _headed(named: Sequence[tuple[str, str]], sections_: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Sections under numbered headings: `n.so`, `n.ten`, `n.doan` the paragraphs, `n.muc` the name of the section."""
    return [
        {"so": str(n), "ten": title, "doan": list(sections_.get(name, ())), "muc": name.replace("-", "_")}
        for n, (title, name) in enumerate(named, 1)
    ]


def _end(position: int, all_: tuple[str, ...]) -> str:
    return "." if position == len(all_) - 1 else ";"
