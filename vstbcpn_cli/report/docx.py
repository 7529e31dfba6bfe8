"""The Word report: sentences into the office's template, annexes behind it, everything read back before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.report import vietnamese
from vstbcpn_cli.report.base import Renderer, Report
from vstbcpn_cli.report.docx_annexes import Annex, add_annexes
from vstbcpn_cli.report.docx_tables import Grid
from vstbcpn_cli.report.frame import annexes, period_view, sections
from vstbcpn_cli.report.labels import load_labels
from vstbcpn_cli.report.names import nearest
from vstbcpn_cli.report.printed import flat, masked, unmasked
from vstbcpn_cli.report.sentences import FOLDER, explained, refuse_nothing, render_sections
from vstbcpn_cli.safety.archives import repack
from vstbcpn_cli.schema.faults import ConfigurationError

if TYPE_CHECKING:
    from docx.document import Document
    from docxtpl import DocxTemplate

TEMPLATE = "bao-cao.docx"
DRAFT = "du-thao"
TAGS = ("{{", "}}", "{%", "%}", "{#")


class DamagedReportError(Exception):
    """The written report does not say what was put into it: a fault of the program, never of a submission."""


def render(report: Report, path: Path) -> None:
    """Writes the Word report; raises `ConfigurationError` for a template or sentence that cannot be used."""
    labels = load_labels(report.templates / FOLDER)
    sentences = render_sections(report, labels)
    words = template_words(report, sentences)
    document = _filled(report.template or report.templates / TEMPLATE, words)
    written = add_annexes(document, report, labels)
    _properties(document, report)
    document.save(str(path))
    repack(path)
    _read_back(path, sentences, written)


def template_words(report: Report, sentences: Mapping[str, list[str]]) -> dict[str, Any]:
    """Every name the Word template may use; section names are those of the sentence files with “_” for “-”."""
    edition = report.consolidation.edition
    office = edition.office
    committee = office.committee.removesuffix(office.province).strip()
    labels = load_labels(report.templates / FOLDER)
    parts = {name.replace("-", "_"): lines for name, lines in sentences.items()}
    return {
        **parts,
        "phan": parts,
        "du_thao": " ".join(sentences.get(DRAFT, [])),
        "cap_tren": office.parent,
        "co_quan": committee.upper(),
        "ky_hieu": office.symbol,
        "dia_danh": office.place,
        "ngay_bao_cao": vietnamese.open_date(report.report_date, edition.year),
        "tieu_de": edition.title,
        "ky": period_view(report),
        "kinh_gui": [f"- {r}{_end(n, office.recipients)}" for n, r in enumerate(office.recipients)],
        "noi_nhan": [f"- {c}{_end(n, office.copies)}" for n, c in enumerate(office.copies)],
        "chuc_vu": office.signer_title.split("\n"),
        "chuc_vu_khac": office.signer_capacity.split("\n"),
        "muc": sections(report),
        "phu_luc": annexes(report, labels),
    }


def _end(position: int, all_: tuple[str, ...]) -> str:
    return "." if position == len(all_) - 1 else ";"


def _filled(template: Path, words: Mapping[str, Any]) -> Document:
    """The template with its names filled in. What units wrote goes in with its braces exchanged and comes out whole."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    made = _opened(template)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=refuse_nothing)
    unknown = sorted(_names(made, template, environment) - set(words))
    if unknown:
        hint = nearest(unknown[0], words)
        advice = f"Tên gần giống nhất: “{hint}”." if hint else "Đề nghị xem danh mục tên trong hướng dẫn mẫu báo cáo."
        raise ConfigurationError(f"{template.name}{_near(made, unknown[0])}: không có tên “{unknown[0]}”. {advice}")
    try:
        made.render(_masked(words), environment, autoescape=True)
    except Exception as fault:  # whatever a template can do wrong is the template's fault
        raise ConfigurationError(explained(fault, template.name, words)) from fault
    assert isinstance(made, DocxTemplate)
    document: Document = made.docx
    leftover = next((t for p in _texts(document) for t in TAGS if t in p), None)
    if leftover:
        raise ConfigurationError(f"{template.name}: còn sót “{leftover}” chưa điền. Đề nghị viết liền cả cặp ngoặc.")
    _unmask(document)
    return document


def _opened(template: Path) -> DocxTemplate:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate

    made = DocxTemplate(str(template))
    try:
        made.init_docx()
    except (PackageNotFoundError, KeyError, ValueError, OSError) as fault:
        raise ConfigurationError(
            f"{template.name}: không mở được mẫu báo cáo Word. Đề nghị chép lại tệp gốc hoặc lưu lại ở dạng .docx."
        ) from fault
    return made


def _names(made: DocxTemplate, template: Path, environment: Any) -> set[str]:
    from jinja2 import TemplateSyntaxError

    try:
        return set(made.get_undeclared_template_variables(environment))
    except TemplateSyntaxError as fault:
        raise ConfigurationError(
            f"{template.name}: sai cú pháp thẻ trong mẫu Word ({fault.message}). Đề nghị sửa thẻ hoặc chép lại tệp gốc."
        ) from fault


def _near(made: DocxTemplate, name: str) -> str:
    """The paragraph of the template a wrong name stands in, so that it can be found in Word."""
    assert made.docx is not None
    found = next((t for t in _texts(made.docx) if name in t), "")
    return f", đoạn “{flat(found)}”" if found else ""


def _masked(value: Any) -> Any:
    """Every text of the context made harmless for the template language."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {k: _masked(v) for k, v in value.items()}
    return [_masked(v) for v in value] if isinstance(value, list | tuple) else value


def _roots(document: Document) -> Iterator[Any]:
    yield document.element
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield part._element  # noqa: SLF001 - the library offers no iterator over all text


def _texts(document: Document) -> Iterator[str]:
    """The text of every paragraph, in tables and headers too."""
    from docx.oxml.ns import qn

    for root in _roots(document):
        for paragraph in root.iter(qn("w:p")):
            yield "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def _unmask(document: Document) -> None:
    from docx.oxml.ns import qn

    for root in _roots(document):
        for node in root.iter(qn("w:t")):
            node.text = unmasked(node.text or "")


def _properties(document: Document, report: Report) -> None:
    edition = report.consolidation.edition
    properties = document.core_properties
    properties.title = f"{edition.title} {report.consolidation.coverage.period.title}"
    properties.author = edition.office.committee
    properties.last_modified_by = ""
    properties.comments = ""
    properties.keywords = report.stem
    properties.revision = 1
    properties.language = "vi-VN"


def _read_back(path: Path, sentences: Mapping[str, list[str]], written: list[Annex]) -> None:
    """Opens the written file and makes sure that every sentence and every table cell is in it, unchanged.

    A name without a value cannot print “None” or “nan”: `refuse_nothing` stops it where it stands.
    """
    import docx

    found = set(_texts(docx.Document(str(path))))
    cells = (c.text for a in written for p in a.pieces if isinstance(p, Grid) for r in p.body for c in r)
    texts = (p for a in written for p in a.pieces if isinstance(p, str))
    lost = next((t for t in (*cells, *texts) if t not in found), None)
    printed = "\n".join(found)
    lost = lost or next((s for n, lines in sentences.items() if n != DRAFT for s in lines if s not in printed), None)
    if lost:
        raise DamagedReportError(lost)


RENDERER = Renderer("docx", "bao-cao_{stem}.docx", render)
