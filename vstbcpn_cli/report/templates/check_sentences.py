"""Sentence files of the office refused where they name what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.report.context.labels import FILE_NAME, Labels, load_labels
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER, layered_words, set_files
from vstbcpn_cli.report.templates.expressions import Expressions
from vstbcpn_cli.report.templates.half_tags import HALF_TAG
from vstbcpn_cli.report.templates.line_of import at_line
from vstbcpn_cli.report.templates.name_index import attributes
from vstbcpn_cli.report.templates.render_sections import SUFFIX, environment, syntax_fault, vocabulary
from vstbcpn_cli.runtime.resources import template_layers

if TYPE_CHECKING:
    from jinja2.nodes import Template

    from vstbcpn_cli.report.templates.sandbox import Sandbox

RESTORE = "Đề nghị chép lại tệp này từ bộ mẫu gốc; lệnh “vstbcpn init mau-goc” ghi bộ mẫu gốc ra thư mục mau-goc."
FREE = ("thay", "viet_du")
"""Tables of `nhan.toml` that hold what the office likes, not keys the program asks for."""


def check_sentences(report: Report) -> None:
    """Raises `ConfigurationError` for the first name, tag, key or file of the sentences that cannot be used.

    `report` is one of an empty season: names, codes and parts of figures are the same with and without returns.
    """
    if not (template_layers(report.templates)[-1] / FOLDER).is_dir():
        raise ConfigurationError(f"Không có thư mục mẫu câu “{FOLDER}” cạnh mẫu Word. Đề nghị chép lại từ mẫu gốc.")
    labels = load_labels(report.templates / FOLDER)
    origin = templates_of(report.consolidation.edition) / FOLDER
    _refuse_missing_keys(labels, origin)
    names = vocabulary(report, labels)
    made, parts = environment(report.templates / FOLDER), attributes(names) | _columns(report)
    trees = {p.name: _tree(made, p) for p in set_files(report.templates, f"*{SUFFIX}")}
    for name, tree in trees.items():
        place = partial(_place, report.templates / FOLDER, name)
        _refuse_missing_files(place, tree, trees)
        _refuse_half_tags(place, tree)
        Expressions(made, names, parts, place, trees).check(tree)


def _columns(report: Report) -> frozenset[str]:
    return frozenset(c.key for t in report.consolidation.edition.tables.values() for c in t.columns)


def _refuse_missing_keys(labels: Labels, origin: Path) -> None:
    """Every key of the file that comes with the edition, and whether it holds the same kind of thing; a word is missed
    only where it is printed, which is late."""
    shipped = Labels(layered_words(origin.parent, FILE_NAME))
    for path in _keys(shipped.raw):
        kind = next(k for k in _KINDS if isinstance(shipped.get(*path), k))
        own = labels.get(*path)
        if not isinstance(own, kind) or isinstance(own, bool) is not (kind is bool):
            raise ConfigurationError(
                f"{labels.source}: khóa “{'.'.join(path)}” không phải là {_KINDS[kind]}. Đề nghị sửa theo tệp gốc."
            )


_KINDS: Mapping[Any, str] = {
    bool: "true hoặc false",
    (int, float): "một con số",
    str: "chữ trong dấu ngoặc kép",
    list: "danh sách trong ngoặc vuông",
    Mapping: "nhóm khóa",
}
"""What a key of `nhan.toml` can hold; true and false are no numbers."""


def _keys(table: Mapping[str, Any], *above: str) -> Iterator[tuple[str, ...]]:
    for key, value in table.items():
        yield (*above, key)
        if isinstance(value, Mapping) and key not in FREE:
            yield from _keys(value, *above, key)


def _tree(made: Sandbox, path: Path) -> Template:
    """A sentence file as the template language understands it."""
    from jinja2 import TemplateSyntaxError

    try:
        made.get_template(path.name)
        return made.parse(made.loader.get_source(made, path.name)[0])  # type: ignore[union-attr]  # it has one
    except TemplateSyntaxError as fault:
        raise syntax_fault(fault, path.parent, path.name) from fault
    except RecursionError as fault:
        raise ConfigurationError(f"{FOLDER}/{path.name}: thẻ lồng nhau quá nhiều lớp. {RESTORE}") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationError(
            f"{FOLDER}/{path.name}: không đọc được tệp ở dạng UTF-8. Đề nghị lưu lại với mã hóa UTF-8."
        ) from fault


def _place(folder: Path, file: str, node: Any, name: str) -> str:
    return at_line(folder, file, node.lineno, name)


def _refuse_missing_files(place: Callable[[Any, str], str], tree: Template, trees: Mapping[str, Template]) -> None:
    """What one file takes from another must be there, under a name that is written down."""
    from jinja2 import nodes

    for node in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        wanted = getattr(node.template, "value", None)  # type: ignore[attr-defined]  # of all four kinds
        if not isinstance(wanted, str):
            raise ConfigurationError(
                f"{place(node, '')}: tên tệp không ghi rõ. Đề nghị ghi tên một tệp trong dấu ngoặc kép."
            )
        if wanted not in trees:
            raise ConfigurationError(
                f"{place(node, wanted)}: thiếu tệp “{FOLDER}/{wanted}” trong thư mục mẫu. {RESTORE}"
            )


def _refuse_half_tags(place: Callable[[Any, str], str], tree: Template) -> None:
    """Braces outside a tag, as `{ {` or a `}}` too much, would be printed."""
    from jinja2 import nodes

    for node in tree.find_all(nodes.TemplateData):
        found = HALF_TAG.search(node.data)
        if found is not None:
            node.lineno += node.data.count("\n", 0, found.start())
            raise ConfigurationError(
                f"{place(node, found[0])}: thừa hoặc thiếu nửa thẻ “{found[0]}”. Đề nghị viết liền cả cặp ngoặc."
            )
