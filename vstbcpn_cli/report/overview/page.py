"""The overview as one page for a browser: nothing outside it is asked for, nothing a unit wrote can act in it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.overview.model import View
from vstbcpn_cli.report.renderer import Overview, Renderer, spelled
from vstbcpn_cli.report.sheet_labels import load_words
from vstbcpn_cli.report.templates.render_sections import environment, rendered
from vstbcpn_cli.runtime.sealed_records import sealed_page
from vstbcpn_cli.text.dates import short_date, until
from vstbcpn_cli.text.numbers import number

FOLDER = "overview"
PAGE, STYLE, SCRIPT = "tong-quan.html.j2", "tong-quan.css", "tong-quan.js"


def render(overview: Overview, path: Path) -> None:
    """Writes the page to `path`; its sentences, look and filter are those of `templates/common/overview`.

    Raises `ConfigurationError` with file and line when they cannot be used.
    """
    folder = overview.common / FOLDER
    made = environment(folder, markup=True)
    names = _names(overview, _part(folder, STYLE), _part(folder, SCRIPT))
    made.globals.update(names)
    path.write_text(sealed_page(rendered(made, (folder,), PAGE, names) + "\n"), encoding="utf-8", newline="\n")


def _names(overview: Overview, style: str, script: str) -> dict[str, Any]:
    """Every name the page may use; what comes from outside is text, only style and script are marked as safe."""
    from markupsafe import Markup

    coverage = overview.coverage
    words = load_words(overview.sentences, overview.coverage.edition.kinds)
    office, period, view = spelled(coverage.edition.office), coverage.period, View(overview, words.recorded)
    return {
        "csp": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        "kieu": Markup(style),  # noqa: S704 - the office's own file
        "lenh": Markup(script),  # noqa: S704 - the office's own file
        "chu": words,
        "co_quan": {"thuong_truc": flat(office.standing_office), "ban": flat(office.committee), "cap": office.level},
        "ky": {
            "ten": period.name,
            "tieu_de": period.title,
            "han": until(period.due, inclusive=period.due_inclusive),
            "gui_lai": overview.reply,
        },
        "ngay": short_date(overview.as_of),
        "so_chu": number,
        "con_lai": period.days_left(overview.as_of),
        "nhom": view.groups,
        "don_vi": view.units,
        "tep_khac": view.strays,
        "quy_tac": view.rules,
        "chua_chay": "; ".join(f"{rule} ({number(n)} tệp)" for rule, n in coverage.not_run.items()),
    }


def _part(folder: Path, name: str) -> str:
    """A file that is printed into the page as it is; it must not end the element it stands in."""
    try:
        text = (folder / name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{FOLDER}/{name}: không đọc được tệp. Đề nghị chép lại tệp gốc.") from fault
    if "</" in text:
        raise ConfigurationError(f"{FOLDER}/{name}: tệp có dấu “</” không dùng được. Đề nghị chép lại tệp gốc.")
    return text


def _hash(text: str) -> str:
    """How the policy of the page knows its own style and script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


RENDERER = Renderer("overview-page", "tong-quan_{stem}.html", render)
