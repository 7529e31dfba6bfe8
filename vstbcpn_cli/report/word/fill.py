"""The office's Word template filled in."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.period_and_units import annexes, period_view, sections
from vstbcpn_cli.report.context.text_safety import flat, masked, unmasked
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates.check_word import STYLES, checked, roots, word_environment
from vstbcpn_cli.report.templates.render_sections import explained, section_of
from vstbcpn_cli.report.word.restore_structure import make_whole
from vstbcpn_cli.text.dates import open_date

if TYPE_CHECKING:
    from docx.document import Document

DRAFT = "du-thao"
_MARKUP = re.compile(r"<[^>]*>")


def template_words(report: Report, labels: Labels, sentences: Mapping[str, list[str]]) -> dict[str, Any]:
    """Every name the Word template may use; section names are those of the sentence files with “_” for “-”."""
    edition = report.consolidation.edition
    office = report.office
    issuer = report.issued_by
    parts = {name.replace("-", "_"): lines for name, lines in sentences.items()}
    tasks = [(labels.in_full(t.heading or t.title), section_of(t)) for t in edition.tasks if t.numbered]
    judged = [(str(title), name) for name, title in labels.get("danh_gia").items() if sentences.get(name)]
    return {
        **parts,
        "phan": parts,
        "nhiem_vu": _headed(tasks, sentences),
        "danh_gia": _headed(judged, sentences),
        "du_thao": " ".join(sentences.get(DRAFT, [])),
        "cap_tren": office.parent,
        "co_quan": issuer.head.split("\n"),
        "ky_hieu": issuer.symbol,
        "dia_danh": office.place,
        "ngay_bao_cao": open_date(report.report_date, edition.year),
        "tieu_de": edition.title,
        "ky": period_view(report),
        "kinh_gui": [f"- {r}{_end(n, office.recipients)}" for n, r in enumerate(office.recipients)],
        "noi_nhan": [f"- {c}{_end(n, office.copies)}" for n, c in enumerate(office.copies)],
        "chuc_vu": issuer.signer_title.split("\n"),
        "chuc_vu_khac": issuer.signer_capacity.split("\n") if issuer.signer_capacity else [],
        "muc": sections(report),
        "phu_luc": annexes(report, labels),
    }


def _headed(named: Sequence[tuple[str, str]], sentences: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """Sections under numbered headings: `n.so`, `n.ten`, `n.doan` the paragraphs, `n.muc` the name of the section."""
    return [
        {"so": str(n), "ten": title, "doan": list(sentences.get(name, ())), "muc": name.replace("-", "_")}
        for n, (title, name) in enumerate(named, 1)
    ]


def _end(position: int, all_: tuple[str, ...]) -> str:
    return "." if position == len(all_) - 1 else ";"


def filled(template: Path, words: Mapping[str, Any], styles: Sequence[str] = STYLES) -> Document:
    """The template with its names filled in. What units wrote goes in with its braces exchanged and comes out whole.

    `styles` are those that what is added behind it needs.
    """
    made = checked(template, words, styles)
    environment = word_environment()
    try:
        made.render(_masked(words), environment, autoescape=True)
    except Exception as fault:  # whatever a template can do wrong is the template's fault
        raise ConfigurationError(explained(fault, _place(template, environment.line_of(fault)), words)) from fault
    document: Document = made.docx
    make_whole(document, template.name)
    _unmask(document)
    _keep_introductions(document)
    return document


def _place(template: Path, line: str) -> str:
    """The paragraph a fault stands in; a tag that takes its paragraph with it stands in the line of the one before."""
    told = (flat(html.unescape(_MARKUP.sub("", part))) for part in line.split("</w:p>"))
    found = " hoặc ".join(f"“{text}”" for text in told if "{" in text)
    return f"{template.name}, đoạn {found}" if found else template.name


def _masked(value: Any) -> Any:
    """Every text of the context made harmless for the template language."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {k: _masked(v) for k, v in value.items()}
    return [_masked(v) for v in value] if isinstance(value, list | tuple) else value


def _keep_introductions(document: Document) -> None:
    """A line that ends with a colon never stands at the foot of a page, away from what it introduces."""
    for paragraph in document.paragraphs:
        if paragraph.text.endswith(":"):
            paragraph.paragraph_format.keep_with_next = True


def _unmask(document: Document) -> None:
    from docx.oxml.ns import qn

    for root in roots(document):
        for node in root.iter(qn("w:t")):
            node.text = unicodedata.normalize("NFC", unmasked(node.text or ""))
