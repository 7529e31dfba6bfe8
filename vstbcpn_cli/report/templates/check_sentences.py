"""Sentence files of the office refused where they name what is not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.error_messages import toml_file
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.locations import templates_of
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.report.context.labels import FILE_NAME, Labels, load_labels
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER, SUFFIX, files_in, words_in
from vstbcpn_cli.report.templates.expressions import Expressions
from vstbcpn_cli.report.templates.half_tags import HALF_TAG
from vstbcpn_cli.report.templates.line_of import at_line
from vstbcpn_cli.report.templates.name_index import attributes
from vstbcpn_cli.report.templates.render_sections import environment, syntax_fault
from vstbcpn_cli.report.templates.vocabulary import vocabulary
from vstbcpn_cli.report.unknown_names import nearest

if TYPE_CHECKING:
    from jinja2.nodes import Template

    from vstbcpn_cli.report.templates.sandbox import Sandbox

FREE = ("thay", "viet_du", "viet_tat", "nhom", "loai", "bang", "bieu_do", "danh_gia")
"""Tables of a list of words to which the office may add what it likes, beside the keys the program asks for."""


def check_sentences(report: Report) -> None:
    """Raises `ConfigurationError` for the first name, tag, key or file of the sentences that cannot be used.

    `report` is one of an empty season: names, codes and parts of figures are the same with and without returns.
    """
    folders = report.sentences
    refuse_wrong_keys(report, FILE_NAME)
    labels = load_labels(folders)
    names = vocabulary(report, labels)
    made, parts = environment(*folders), attributes(names) | _columns(report)
    restore = _restored_from(report.consolidation.edition)
    trees = {p.name: _tree(made, folders, p, restore) for p in files_in(folders, f"*{SUFFIX}")}
    for name, tree in trees.items():
        place = partial(_place, folders, name)
        _refuse_missing_files(place, tree, trees, restore)
        _refuse_half_tags(place, tree)
        Expressions(made, names, parts, place, trees).check(tree)


def _restored_from(edition: Edition) -> str:
    """Where the files of this edition are found again; a season begun without its name may be of another."""
    command = f"vstbcpn init mau-goc --edition {edition.folder or edition.edition}"
    return f"Đề nghị chép lại tệp này từ bộ mẫu gốc; lệnh “{command}” ghi bộ mẫu gốc ra mau-goc/mau-bao-cao."


def _columns(report: Report) -> frozenset[str]:
    return frozenset(c.key for t in report.consolidation.edition.tables.values() for c in t.columns)


def refuse_wrong_keys(report: Report, name: str) -> None:
    """A key of the office's list of words that the program does not ask for, or that holds another kind of thing: the
    one would change nothing, the other is found only where it is printed, which is late. What is not there is taken
    from the list of the program."""
    path = report.sentences[0] / name
    if not path.is_file():
        return
    source = f"{FOLDER}/{name}"
    shipped = words_in([layer / FOLDER for layer in templates_of(report.consolidation.edition)], name)
    for keys, own, known in _pairs(toml_file(path, source), shipped):
        if known is None:
            beside = Labels(shipped).get(*keys[:-1]) if len(keys) > 1 else shipped
            near = nearest(keys[-1], beside)
            hint = f" Khóa gần giống: “{near}”." if near else ""
            raise ConfigurationError(
                f"{source}: không có khóa “{'.'.join(keys)}”.{hint} Đề nghị sửa theo tệp gốc hoặc bỏ khóa này."
            )
        kind = next(k for k in _KINDS if isinstance(known, k))
        if not isinstance(own, kind) or isinstance(own, bool) is not (kind is bool):
            raise ConfigurationError(
                f"{source}: khóa “{'.'.join(keys)}” không phải là {_KINDS[kind]}. Đề nghị sửa theo tệp gốc."
            )


_KINDS: Mapping[Any, str] = {
    bool: "true hoặc false",
    (int, float): "một con số",
    str: "chữ trong dấu ngoặc kép",
    list: "danh sách trong ngoặc vuông",
    Mapping: "nhóm khóa",
}
"""What a key of `nhan.toml` can hold; true and false are no numbers."""


def _pairs(
    own: Mapping[str, Any], shipped: Mapping[str, Any], *above: str
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Each key of the office with what it holds there and in the list of the program, None where that has no such
    key; what the office has added where it may is passed over."""
    for key, value in own.items():
        keys, known = (*above, key), shipped.get(key)
        if known is None and (key in FREE or {*above[-1:]} & {*FREE} or keys in _OPTIONAL):
            continue
        yield keys, value, known
        if isinstance(value, Mapping) and isinstance(known, Mapping):
            yield from _pairs(value, known, *keys)


_OPTIONAL = (("phu_luc", "danh_muc", "bang"),)
"""Keys that the program uses where they are there, and that its own list need not have."""


def _tree(made: Sandbox, folders: Sequence[Path], path: Path, restore: str) -> Template:
    """A sentence file as the template language understands it."""
    from jinja2 import TemplateSyntaxError

    try:
        made.get_template(path.name)
        return made.parse(made.loader.get_source(made, path.name)[0])  # type: ignore[union-attr]  # it has one
    except TemplateSyntaxError as fault:
        raise syntax_fault(fault, folders, path.name) from fault
    except RecursionError as fault:
        raise ConfigurationError(f"{FOLDER}/{path.name}: thẻ lồng nhau quá nhiều lớp. {restore}") from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationError(
            f"{FOLDER}/{path.name}: không đọc được tệp ở dạng UTF-8. Đề nghị lưu lại với mã hóa UTF-8."
        ) from fault


def _place(folders: Sequence[Path], file: str, node: Any, name: str) -> str:
    return at_line(folders, file, node.lineno, name)


def _refuse_missing_files(
    place: Callable[[Any, str], str], tree: Template, trees: Mapping[str, Template], restore: str
) -> None:
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
                f"{place(node, wanted)}: thiếu tệp “{FOLDER}/{wanted}” trong thư mục mẫu. {restore}"
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
