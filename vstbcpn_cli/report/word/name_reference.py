"""The list of all names a template may use, written for the office from the code and from `ten-goi.toml`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vstbcpn_cli.edition.basis import basis_of
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.report.context.labels import Labels, load_labels
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER, SUFFIX, words_in
from vstbcpn_cli.report.templates.name_index import members, views
from vstbcpn_cli.report.templates.vocabulary import section_files, vocabulary
from vstbcpn_cli.report.word.styles import STYLES
from vstbcpn_cli.report.word.template_words import template_words
from vstbcpn_cli.text.lists import series

FILE_NAME = "ten-trong-mau.md"
WORDS = "ten-goi.toml"


def name_reference(report: Report) -> str:
    """The whole list in Markdown, for the edition of the report. Raises `ConfigurationError` for a name that
    `ten-goi.toml` does not explain."""
    words = words_in([t / FOLDER for t in templates_of(report.consolidation.edition)], WORDS)
    told = Labels(words, f"{FOLDER}/{WORDS}")
    names = vocabulary(report, load_labels(report.sentences))
    parts = [
        "# Tên dùng trong mẫu báo cáo",
        "Bảng này do phần mềm lập. Cách sửa mẫu câu và mẫu Word: xem `huong-dan.md`.",
        *_functions(names, told, [*report.consolidation.edition.kind_of]),
        *_objects(names, told),
        *_behind_the_dot(names, told),
        *_word_names(report, told),
        *_codes(report.consolidation.edition),
    ]
    return "\n\n".join(parts) + "\n"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _functions(names: Mapping[str, Any], told: Labels, kinds: Sequence[str]) -> Iterator[str]:
    yield "## Gọi số liệu"
    yield f"Phần trong ngoặc vuông có thể bỏ. `loai` là {series(kinds, 'hoặc')}."
    rows = [(f"`{n}({_signature(f)})`", told.text("ham", n)) for n, f in names.items() if callable(f)]
    yield _table(("Cách gọi", "Cho"), rows)
    yield "## Bộ lọc"
    yield _table(("Tên", "Việc làm"), [(f"`{name}`", text) for name, text in told.get("loc").items()])


def _signature(function: Any) -> str:
    """`ma, [loai]`: what may be left out stands in brackets."""
    shown = []
    for one in inspect.signature(function).parameters.values():
        if one.kind is one.VAR_POSITIONAL:
            shown.append(f"{one.name}, …")
        elif one.kind is not one.KEYWORD_ONLY:
            shown.append(one.name if one.default is one.empty else f"[{one.name}]")
    return ", ".join(shown)


def _objects(names: Mapping[str, Any], told: Labels) -> Iterator[str]:
    yield "## Tên có sẵn"
    rows = []
    for name, value in names.items():
        if not callable(value):
            few = isinstance(value, Mapping) and len(value) < 20
            keys = ", ".join(f"`.{key}`" for key in value) if few else ""
            rows.append((f"`{name}`", told.text("ten", name), keys))
    yield _table(("Tên", "Cho", "Sau dấu chấm"), rows)


def _behind_the_dot(names: Mapping[str, Any], told: Labels) -> Iterator[str]:
    yield "## Phần sau dấu chấm"
    for view in views(names):
        yield f"### {told.text('loai', view.__name__)}"
        rows = [(f"`.{name}`", _explained(told, view.__name__, name)) for name in members(view)]
        yield _table(("Tên", "Cho"), rows)


def _explained(told: Labels, view: str, name: str) -> str:
    own = told.get("sau_dau_cham").get(f"{view}.{name}")
    return str(own) if own else told.text("sau_dau_cham", name)


def _word_names(report: Report, told: Labels) -> Iterator[str]:
    sections = section_files(report.sentences)
    words = template_words(report, load_labels(report.sentences), {name: [] for name in sections})
    own = {name.replace("-", "_") for name in sections} - {"du_thao"}
    yield "## Tên trong mẫu Word"
    yield _table(("Tên", "Cho"), [(f"`{n}`", told.text("mau_word", n)) for n in words if n not in own])
    yield "Mỗi tệp mẫu câu là một mục, in bằng ba đoạn: `{%p for d in t6 %}`, `{{ d }}`, `{%p endfor %}`."
    rows = [(f"`{name.replace('-', '_')}`", f"`{FOLDER}/{name}{SUFFIX}`") for name in sections]
    yield _table(("Mục", "Tệp"), rows)
    yield "Các kiểu chữ phải có trong mẫu Word: " + ", ".join(f"“{style}”" for style in STYLES) + "."


def _codes(edition: Edition) -> Iterator[str]:
    yield f"## Mã số của bộ biểu mẫu {edition.edition}"
    for task in edition.tasks:
        yield f"### {task.code}. {task.title}"
        if task.basis:
            yield f"Căn cứ: {task.basis}."
        if task.indicators:
            fields = [(f"`{i.code}`", i.label, i.measure, i.basis) for i in task.indicators]
            yield _table(("Mã", "Nội dung", "Đơn vị tính", "Căn cứ"), fields)
        for matrix in task.matrices:
            yield f"Ma trận `{matrix.code}`: {matrix.label}. Mã của ô: `{matrix.code}.<dòng>.<cột>`."
            rows = [(f"`{r.code}`", r.label, "dòng", basis_of(matrix, r)) for r in matrix.rows]
            rows += [(f"`{c.key}`", c.label, "cột", "") for c in matrix.columns]
            yield _table(("Mã", "Nội dung", "", "Căn cứ"), rows)
        for table in task.tables:
            yield f"Bảng `{table.code}`: {table.label}. Căn cứ: {table.basis}."
            yield _table(("Cột", "Nội dung"), [(f"`{c.key}`", c.label) for c in table.columns])
