"""The office's Word template opened, and refused with the paragraph of the first thing that cannot be used."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.context.text_safety import flat
from vstbcpn_cli.report.template_set import FOLDER
from vstbcpn_cli.report.templates.expressions import Expressions
from vstbcpn_cli.report.templates.half_tags import HALF_TAG
from vstbcpn_cli.report.templates.name_index import attributes
from vstbcpn_cli.report.templates.render_sections import why
from vstbcpn_cli.runtime.input_files import content_of
from vstbcpn_cli.runtime.zip_guard import GuardedZip, RefusedError

if TYPE_CHECKING:
    from docx.document import Document
    from docxtpl import DocxTemplate

    from vstbcpn_cli.report.templates.sandbox import Sandbox

HEADED = ("nhiem_vu", "danh_gia")
"""Lists of sections under their headings: a template that prints one prints them all."""

_LARGEST = 64 * 2**20
"""Bytes of a Word template; those of the program have fifty thousand."""
_OLE = b"\xd0\xcf\x11\xe0"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})
"""Text for the XML of a document has its braces too: the library takes some of them, `{_{`, for its own."""
_BLOCK = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(end)?(for|if)\b")
_BETWEEN = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(?:else|elif)\b")
_ROW_MARK = re.compile(r"\{%-?t[rc]\b")
_FILES = re.compile(r"\{%-?(?:p|tr|tc|r)?\s*(import|from|include|extends|raw)\b")
"""Tags that take from another file, or print braces as they are."""
_WORD_MARK = re.compile(r"^(\{\{|\{%)(?:p|tr|tc|r) ")
"""`{%p … %}`: the tag takes its whole paragraph (row, cell, run) with it."""


def word_environment() -> Sandbox:
    """A sandbox in which an unknown name is an error and every text is only text."""
    from vstbcpn_cli.report.templates.sandbox import MOST_STEPS, Sandbox

    return Sandbox(MOST_STEPS, _escaped, autoescape=True)


def _escaped(value: object) -> object:
    """Text for the XML of a document."""
    from markupsafe import escape

    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return escape(value).translate(BRACES)


def checked(template: Path, words: Mapping[str, Any], styles: Sequence[str]) -> DocxTemplate:
    """The template, opened. `words` are the names it may use, `words["phan"]` the sections it has to print, `styles`
    those that what is added to it needs."""
    made = opened(template)
    assert made.docx is not None
    lines = list(texts(made.docx))
    _refuse_open_changes(template, made.docx)
    _refuse_broken_tags(template, lines)
    environment = word_environment()

    def place(_node: Any, name: str) -> str:
        return f"{template.name}{near(lines, name)}"

    used: set[str] = set()
    for tree in _trees(made, environment, template, lines):
        used |= Expressions(environment, words, attributes(words), place).check(tree)
    used |= {one["muc"] for key in used & {*HEADED} for one in words.get(key, ())}
    _refuse_unprinted(template, sorted(name for name, lines in words.get("phan", {}).items() if lines), used)
    _refuse_lacking_styles(template, made.docx, styles)
    return made


def opened(template: Path) -> DocxTemplate:
    """Raises `ConfigurationError` that says what the file is, where that can be told."""
    from docxtpl import DocxTemplate

    made = DocxTemplate(str(template))
    try:
        content = content_of(template, _LARGEST)
        old = content.startswith(_OLE)
        if not old:
            GuardedZip.open(content).check_rest()
            made.init_docx()
    except Exception as fault:  # a damaged package fails in as many ways as there are parts
        if _too_large(fault):
            raise ConfigurationError(
                f"{template.name}: mẫu Word quá lớn khi mở ra. "
                "Đề nghị bỏ bớt hình và nội dung không dùng, hoặc dùng mẫu gốc."
            ) from fault
        if "macroEnabled" in str(fault):
            raise ConfigurationError(
                f"{template.name}: mẫu Word có macro. Đề nghị mở bằng Word và lưu lại ở dạng .docx."
            ) from fault
        raise ConfigurationError(
            f"{template.name}: không mở được mẫu Word. Đề nghị chép lại tệp gốc hoặc lưu lại ở dạng .docx."
        ) from fault
    if old:
        raise ConfigurationError(
            f"{template.name}: tệp ở dạng Word cũ (.doc) hoặc có mật khẩu. "
            "Đề nghị mở bằng Word, bỏ mật khẩu và lưu lại ở dạng .docx."
        )
    return made


def _too_large(fault: Exception) -> bool:
    packed = isinstance(fault, RefusedError) and fault.reason in ("too-large", "packed-too-densely", "too-many-parts")
    return packed or (isinstance(fault, OSError) and fault.errno == errno.EFBIG)


def texts(document: Document) -> Iterator[str]:
    """The text of every paragraph, in tables and headers too."""
    from docx.oxml.ns import qn

    for root in roots(document):
        for paragraph in root.iter(qn("w:p")):
            yield "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def roots(document: Document) -> Iterator[Any]:
    """The body, then each header and footer of its own."""
    yield document.element
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield part._element  # noqa: SLF001 - the library offers no iterator over all text


def _refuse_open_changes(template: Path, document: Document) -> None:
    """What is crossed out or put in for approval would stand so in the report, and may cut a tag in two."""
    from docx.oxml.ns import qn

    for root in roots(document):
        for change in root.iter(*map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo"))):
            paragraph = next(change.iterancestors(qn("w:p")), None)
            if paragraph is not None:
                line = "".join(t.text or "" for t in paragraph.iter(qn("w:t"), qn("w:delText")))
                raise _broken(
                    template, line, "còn thay đổi chưa được chấp nhận", "chấp nhận hoặc bỏ mọi thay đổi rồi lưu lại"
                )


def _refuse_broken_tags(template: Path, lines: list[str]) -> None:
    from jinja2 import TemplateSyntaxError

    environment = word_environment()
    open_: list[tuple[str, str]] = []
    for line in lines:
        rest = _TAG.sub("", line)
        if half := HALF_TAG.search(rest):
            raise _broken(template, line, f"thừa hoặc thiếu nửa thẻ “{half[0]}”", "viết liền cả cặp ngoặc")
        for tag in _TAG.findall(line):
            if found := _BLOCK.match(tag):
                ends, kind = found[1], found[2]
                if ends and (not open_ or open_[-1][0] != kind):
                    raise _broken(template, line, f"thẻ “{tag}” không có thẻ mở tương ứng", "sửa hoặc bỏ thẻ")
                open_ = open_[:-1] if ends else [*open_, (kind, line)]
            elif _BETWEEN.match(tag) and not open_:
                raise _broken(template, line, f"thẻ “{tag}” không có thẻ mở tương ứng", "sửa hoặc bỏ thẻ")
            if tag.startswith("{{") and _WORD_MARK.match(tag):
                raise _broken(
                    template, line, f"thẻ “{tag}” không in được chữ", "viết “{{ … }}”, không có chữ sau ngoặc"
                )
            if taken := _FILES.match(tag):
                raise _broken(template, line, f"thẻ “{taken[1]}” không dùng trong mẫu Word", "bỏ thẻ")
            try:
                environment.compile(_whole(_WORD_MARK.sub(r"\1 ", tag)))
            except TemplateSyntaxError as fault:
                raise _broken(
                    template, line, f"sai cú pháp thẻ “{tag}”{why(fault)}", "sửa thẻ hoặc chép lại tệp gốc"
                ) from fault
    if open_:
        raise _broken(template, open_[-1][1], "thẻ chưa có thẻ đóng", f"thêm đoạn “{{%p end{open_[-1][0]} %}}”")


def _whole(tag: str) -> str:
    """A tag made a template of its own, so that it can be read alone."""
    word = tag[2:].lstrip("-+ ").split(" ", 1)[0] if tag.startswith("{%") else ""
    if word.startswith("end") or word in ("else", "elif"):
        start = {"endfor": "{% for x in y %}", "else": "{% if x %}", "elif": "{% if x %}"}.get(word, "{% if x %}")
        return start + tag + ("" if word.startswith("end") else "{% endif %}")
    return tag + {"for": "{% endfor %}", "if": "{% endif %}"}.get(word, "")


def _broken(template: Path, line: str, fact: str, advice: str) -> ConfigurationError:
    return ConfigurationError(f"{template.name}, đoạn “{flat(line)}”: {fact}. Đề nghị {advice}.")


def _trees(made: DocxTemplate, environment: Sandbox, template: Path, lines: list[str]) -> Iterator[Any]:
    """The syntax trees of the body and of each header and footer."""
    from jinja2 import TemplateSyntaxError

    sources = [made.get_xml()]
    for uri in (made.HEADER_URI, made.FOOTER_URI):
        sources += [made.get_part_xml(part) for _, part in made.get_headers_footers(uri)]
    try:
        yield from [environment.parse(made.patch_xml(source)) for source in sources]
    except TemplateSyntaxError as fault:  # each tag can be read, so one that takes a row or a cell stands in none
        line = next(filter(_ROW_MARK.search, lines), "")
        raise _broken(
            template, line, f"thẻ nằm ngoài bảng{why(fault)}", "đưa thẻ vào bảng, hoặc viết “{%p … %}”"
        ) from fault


def near(lines: Sequence[str], name: str) -> str:
    """The paragraph of the template a wrong name stands in, so that it can be found in Word."""
    found = next((t for t in lines if re.search(rf"\{{[{{%][^}}]*\b{re.escape(name)}\b", t)), "")
    return f", đoạn “{flat(found)}”" if found else ""


def _refuse_unprinted(template: Path, sections: list[str], used: set[str]) -> None:
    """A section that the template forgets would lose what the units wrote."""
    lost = next((name for name in sections if name not in used), None)
    if lost is not None and "phan" not in used:
        raise ConfigurationError(
            f"{template.name}: không in mục “{lost}”. Đề nghị thêm vào mẫu Word ba đoạn “{{%p for d in {lost} %}}”, "
            f"“{{{{ d }}}}”, “{{%p endfor %}}”; cách bỏ một mục ghi ở tệp {FOLDER}/huong-dan.md."
        )


def _refuse_lacking_styles(template: Path, document: Document, styles: Sequence[str]) -> None:
    known = {style.name for style in document.styles}
    lacking = next((name for name in styles if name not in known), None)
    if lacking:
        raise ConfigurationError(f"{template.name}: thiếu kiểu chữ “{lacking}”. Đề nghị chép kiểu này từ mẫu gốc.")
