"""A reminding letter as a Word document, read back before it counts, and the short text for Zalo or mail."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.templates.render_sections import environment, rendered
from vstbcpn_cli.report.word_template.fill import filled
from vstbcpn_cli.report.word_template.properties import describe
from vstbcpn_cli.report.word_template.read_back import DamagedReportError, paragraphs_of
from vstbcpn_cli.runtime.deterministic_zip import repack

TEMPLATE = "cong-van-don-doc.docx"
TEXT = "tin-don-doc.j2"
MARK = "vstbcpn-cong-van-don-doc"
"""Among the keywords of a letter, so that it is known as no return."""


def render_letter(names: Mapping[str, Any], template: Path, path: Path, title: str, author: str) -> None:
    """Raises `ConfigurationError` for a template that cannot be used."""
    document = filled(template, names, ())
    describe(document, flat(title), author, MARK)
    document.save(str(path))
    repack(path)
    found = "\n".join(paragraphs_of(path))
    lost = next((t for t in (*names["doan"], names["kinh_gui"]) if t not in found), None)
    if lost is not None:
        raise DamagedReportError(lost)


def short_text(names: Mapping[str, Any], folder: Path) -> str:
    """Raises `ConfigurationError` for a template with a fault."""
    if not (folder / TEXT).is_file():
        raise ConfigurationError(f"Không đọc được tệp {folder.name}/{TEXT}. Đề nghị chép lại tệp gốc.")
    made = environment(folder)
    made.globals.update(names)
    lines = (" ".join(line.split()) for line in rendered(made, (folder,), TEXT, names).split("\n"))
    return "\n".join(filter(None, lines))
