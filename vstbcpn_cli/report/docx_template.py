"""The office's Word template filled in, refused with its name and paragraph where it names what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.report import vietnamese
from vstbcpn_cli.report.base import Report
from vstbcpn_cli.report.docx_annexes import ATTACHED, CAPTION, NUMBER, TITLE
from vstbcpn_cli.report.docx_pieces import HEADING
from vstbcpn_cli.report.docx_tables import CELL_STYLE
from vstbcpn_cli.report.frame import annexes, period_view, sections
from vstbcpn_cli.report.labels import Labels
from vstbcpn_cli.report.names import nearest
from vstbcpn_cli.report.printed import flat, masked, unmasked
from vstbcpn_cli.report.sentences import explained, refuse_nothing
from vstbcpn_cli.schema.faults import ConfigurationError

if TYPE_CHECKING:
    from docx.document import Document
    from docxtpl import DocxTemplate

DRAFT = "du-thao"
TAGS = ("{{", "}}", "{%", "%}", "{#")
STYLES = (NUMBER, TITLE, ATTACHED, CAPTION, HEADING, CELL_STYLE)


def template_words(report: Report, labels: Labels, sentences: Mapping[str, list[str]]) -> dict[str, Any]:
    """Every name the Word template may use; section names are those of the sentence files with “_” for “-”."""
    edition = report.consolidation.edition
    office = edition.office
    issuer = report.issued_by
    parts = {name.replace("-", "_"): lines for name, lines in sentences.items()}
    return {
        **parts,
        "phan": parts,
        "du_thao": " ".join(sentences.get(DRAFT, [])),
        "cap_tren": office.parent,
        "co_quan": issuer.head.split("\n"),
        "ky_hieu": issuer.symbol,
        "dia_danh": office.place,
        "ngay_bao_cao": vietnamese.open_date(report.report_date, edition.year),
        "tieu_de": edition.title,
        "ky": period_view(report),
        "kinh_gui": [f"- {r}{_end(n, office.recipients)}" for n, r in enumerate(office.recipients)],
        "noi_nhan": [f"- {c}{_end(n, office.copies)}" for n, c in enumerate(office.copies)],
        "chuc_vu": issuer.signer_title.split("\n"),
        "chuc_vu_khac": issuer.signer_capacity.split("\n") if issuer.signer_capacity else [],
        "muc": sections(report),
        "phu_luc": annexes(report, labels),
    }


def _end(position: int, all_: tuple[str, ...]) -> str:
    return "." if position == len(all_) - 1 else ";"


def filled(template: Path, words: Mapping[str, Any]) -> Document:
    """The template with its names filled in. What units wrote goes in with its braces exchanged and comes out whole."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    made = _opened(template)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=refuse_nothing)
    unknown = sorted(_names(made, template, environment) - set(words))
    if unknown:
        hint = nearest(unknown[0], words)
        advice = f"Tên gần giống nhất: “{hint}”." if hint else "Đề nghị xem danh mục tên trong tệp huong-dan.md."
        raise ConfigurationError(f"{template.name}{_near(made, unknown[0])}: không có tên “{unknown[0]}”. {advice}")
    try:
        made.render(_masked(words), environment, autoescape=True)
    except Exception as fault:  # whatever a template can do wrong is the template's fault
        raise ConfigurationError(explained(fault, template.name, words)) from fault
    document: Document = made.docx
    _refuse_unusable(document, template)
    _unmask(document)
    _keep_introductions(document)
    return document


def _refuse_unusable(document: Document, template: Path) -> None:
    """Tags that were not recognised, and styles the annexes need, are the office's to mend."""
    leftover = next((t for p in _texts(document) for t in TAGS if t in p), None)
    if leftover:
        raise ConfigurationError(f"{template.name}: còn sót “{leftover}” chưa điền. Đề nghị viết liền cả cặp ngoặc.")
    known = {style.name for style in document.styles}
    lacking = next((name for name in STYLES if name not in known), None)
    if lacking:
        raise ConfigurationError(f"{template.name}: thiếu kiểu chữ “{lacking}”. Đề nghị chép kiểu này từ mẫu gốc.")


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


def _keep_introductions(document: Document) -> None:
    """A line that ends with a colon never stands at the foot of a page, away from what it introduces."""
    for paragraph in document.paragraphs:
        if paragraph.text.endswith(":"):
            paragraph.paragraph_format.keep_with_next = True


def _unmask(document: Document) -> None:
    from docx.oxml.ns import qn

    for root in _roots(document):
        for node in root.iter(qn("w:t")):
            node.text = unmasked(node.text or "")
