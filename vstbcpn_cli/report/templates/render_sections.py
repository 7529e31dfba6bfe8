"""The sentences of the report: one template per section, rendered to paragraphs, tables and charts."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Task, TaskKind
from vstbcpn_cli.report.context.coverage_remarks import marked
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.printable import (
    Figure,
    MatrixRowView,
    Named,
    ShareFigure,
    UnitText,
    YesCount,
)
from vstbcpn_cli.report.context.task_fields import TaskField
from vstbcpn_cli.report.context.unit_statements import QuestionAnswers, Statement
from vstbcpn_cli.report.document.placed_objects import Apart, Block, ParagraphLook, Placeable
from vstbcpn_cli.report.document.text import (
    OBJECT,
    Text,
    TextRun,
    joined,
    placed,
    replaced,
    runs_of,
    tidied,
)
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER, SUFFIX
from vstbcpn_cli.report.templates.line_of import at_line
from vstbcpn_cli.report.templates.vocabulary import section_files, section_of, vocabulary
from vstbcpn_cli.report.unknown_names import (
    BoundlessTemplateError,
    EmptyValueError,
    EndlessTemplateError,
    UnknownNameError,
    nearest,
)
from vstbcpn_cli.text.casing import lower_first, upper_first
from vstbcpn_cli.text.sentences import ended

if TYPE_CHECKING:
    from jinja2 import TemplateSyntaxError

    from vstbcpn_cli.report.templates.sandbox import Sandbox

COMMON_SENTENCES = "_chung.j2"
OTHER = "noi-dung-khac"
"""The section of what the general part asks besides, where no sentence names it."""
TASKS = "nhiem-vu"
"""Stands in `nhan.toml` for the sections of all tasks."""
_PRINTED = (QuestionAnswers, Figure, MatrixRowView, Named, Statement, ShareFigure, UnitText, YesCount)
_PARTS = {n for c in _PRINTED for n in dir(c) if n[0] != "_"}
"""What may stand behind the dot of a figure, for the nearest right name."""

_UNDEFINED = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


class Sections(msgspec.Struct, frozen=True):
    """What every section says, top to bottom, by the name of its file."""

    blocks: Mapping[str, list[Block]]

    @property
    def paragraphs(self) -> dict[str, list[str]]:
        """The words alone."""
        return {name: [b for b in found if isinstance(b, str)] for name, found in self.blocks.items()}

    @property
    def placed(self) -> tuple[Placeable, ...]:
        """The tables and charts alone, in the order in which sections are written."""
        return tuple(b for found in self.blocks.values() for b in found if not isinstance(b, str))


def environment(*folders: Path, markup: bool = False, steps: int = 0) -> Sandbox:
    """A sandbox without files but those of the folders, in which an unknown name is an error.

    What a template prints comes out as a `Text`, tables and charts in it as themselves. With `markup` everything
    printed is escaped for a page and nothing but characters.
    """
    from vstbcpn_cli.report.templates.sandbox import Folder, Sandbox

    def printed(value: object) -> object:
        return placed(value) if isinstance(value, Placeable) else value

    made = Sandbox(steps, printed, loader=Folder(*folders), autoescape=markup, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(
        doan=tidied,
        khoan=lambda text: Text(TextRun(str(tidied(text)), ParagraphLook.HEADING)),
        thuong=lower_first,
        hoa=upper_first,
        cham=ended,
    )
    if not markup:
        made.filters["join"] = _joined_by(made.filters["join"])
        made.filters["replace"] = _replaced_by
    return made


def _joined_by(plain: Callable[..., str]) -> Callable[..., str]:
    """The filter `join` of the language, which would make plain words of every part."""
    from jinja2 import pass_eval_context

    @pass_eval_context
    def by(context: Any, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
        parts = list(value)
        if attribute is None and any(isinstance(p, Text) for p in parts):
            return joined([p if isinstance(p, str) else str(p) for p in parts], d)
        return plain(context, parts, d, attribute)

    return by


def _replaced_by(s: Any, old: str, new: str, count: int | None = None) -> str:
    """The filter `replace` of the language, which would make plain words of a text with remarks."""
    if isinstance(s, Text) and count is None:
        return replaced(re.compile(re.escape(old)), new.replace("\\", r"\\"), s)
    return str(s).replace(str(old), str(new), -1 if count is None else count)


def render_sections(report: Report, labels: Labels, leave_out: Collection[str] = ()) -> Sections:
    """Every section of the set, and of every task: what its own file says, then in common sentences what none names.

    A file starting with “_” is no section, nor is one of `leave_out`. Raises `ConfigurationError` with file, line and
    the nearest right name when a template names what is not there.
    """
    from vstbcpn_cli.report.templates.sandbox import MOST_STEPS

    folders = report.sentences
    made = environment(*folders, steps=MOST_STEPS)
    names = vocabulary(report, labels)
    made.globals.update(names)
    files, fields = section_files(folders), _section_fields(report, names["cac_muc"])
    found: dict[str, list[Block]] = {}
    for name in _in_reading_order({*files, *fields} - {*leave_out}, labels, [section_of(t) for t in _tasks(report)]):
        own = rendered(made, folders, f"{name}{SUFFIX}", names) if name in files else ""
        told = _common_sentences(made, folders, names, fields.get(name, ()))
        found[name] = _blocks(f"{FOLDER}/{name}{SUFFIX}", joined([own, told], "\n"))
        if not found[name] and name not in files:
            found[name] = [labels.filled("trong_bai", "chi_o_phu_luc", phu_luc=names["phu_luc"]["so_lieu"])]
    return Sections(found)


def section_names(report: Report, labels: Labels) -> frozenset[str]:
    """The names of all sections that a report of this edition can have, with or without a file of their own."""
    return frozenset(
        {*section_files(report.sentences), *_section_fields(report, vocabulary(report, labels)["cac_muc"])}
    )


def _tasks(report: Report) -> list[Task]:
    return [t for t in report.consolidation.edition.tasks if t.numbered]


def _section_fields(report: Report, told: Callable[[str], Sequence[TaskField]]) -> Mapping[str, Sequence[TaskField]]:
    """By section what common sentences have to tell in it: every task has one, the general part if need be."""
    general = [x for t in report.consolidation.edition.tasks if t.kind is TaskKind.GENERAL for x in told(t.code)]
    found = {section_of(t): told(t.code) for t in _tasks(report)}
    return found | ({OTHER: general} if general else {})


def _common_sentences(
    made: Sandbox, folders: Sequence[Path], names: Mapping[str, Any], fields: Sequence[TaskField]
) -> str:
    if not fields:
        return ""

    def sentences() -> str:
        return made.get_template(COMMON_SENTENCES).module.cac_doan(fields)  # type: ignore[attr-defined, no-any-return]

    return _explaining(sentences, folders, COMMON_SENTENCES, names)


def _in_reading_order(names: Collection[str], labels: Labels, tasks: Sequence[str]) -> list[str]:
    """A document is cited in full where it is first read, so the sections are written in the order of the report."""
    listed = [str(n) for n in labels.get("kieu", "thu_tu")]
    order = [name for n in listed for name in (tasks if n == TASKS else [n])]
    return sorted(names, key=lambda n: (order.index(n) if n in order else len(order), n))


def _blocks(place: str, text: str) -> list[Block]:
    """The paragraphs of a section with the notes to them, its headings, and the tables and charts that stand on a line
    of their own.

    Among the words of a sentence they have no place to stand.
    """
    return [block for line in paragraphs(text) for block in _blocks_of(place, line)]


def _blocks_of(place: str, line: str) -> Iterator[Block]:
    runs = runs_of(line)
    what = runs[0].meaning
    if isinstance(what, Placeable) and len(runs) == 1:
        yield what
    elif OBJECT in line:
        words = " ".join(line.replace(OBJECT, " ").split())
        raise ConfigurationError(
            f"{place}, đoạn “{words}”: bảng, biểu đồ nằm giữa câu. Đề nghị để “{{{{ … }}}}” của bảng, biểu đồ trên "
            "một dòng riêng, ngoài thẻ “filter doan”."
        )
    elif what is ParagraphLook.HEADING:
        yield Apart(str(line), ParagraphLook.HEADING)
    else:
        said, note = marked(line)
        yield said
        if note:
            yield Apart(note, ParagraphLook.NOTE)


def rendered(made: Sandbox, folders: Sequence[Path], name: str, names: Mapping[str, Any]) -> str:
    """One template of the folders. Raises `ConfigurationError` with file, line and the nearest right name."""
    return _explaining(lambda: made.get_template(name).render(), folders, name, names)


def _explaining(sentences: Callable[[], str], folders: Sequence[Path], name: str, names: Mapping[str, Any]) -> str:
    from jinja2 import TemplateSyntaxError

    try:
        return sentences()
    except TemplateSyntaxError as fault:
        raise syntax_fault(fault, folders, name) from fault
    except ConfigurationError:
        raise
    except Exception as fault:  # whatever a sentence can do wrong is the template's fault, with its place
        raise ConfigurationError(explained(fault, _place(fault, folders, name), names)) from fault


def syntax_fault(fault: TemplateSyntaxError, folders: Sequence[Path], name: str) -> ConfigurationError:
    """A tag that cannot be read, with its file and line."""
    return ConfigurationError(
        f"{at_line(folders, fault.name or name, fault.lineno)}: sai cú pháp mẫu câu{why(fault)}. "
        "Đề nghị sửa dòng đó hoặc chép lại tệp gốc."
    )


_SYNTAX = (
    (re.compile(r"(?i)unexpected end of template|looking for"), "thẻ {% … %} chưa có thẻ đóng"),
    (re.compile(r"No filter named '(.*?)'"), "không có bộ lọc “{0}”"),
    (re.compile(r"No test named '(.*?)'"), "không có phép thử “{0}”"),
    (re.compile(r"unknown tag '(.*?)'"), "không có thẻ “{0}”"),
    (re.compile(r"expected token '.*?', got '(.*?)'"), "thừa hoặc đặt sai chỗ “{0}”"),
    (re.compile(r"unexpected '(.*?)'"), "thừa “{0}”"),
    (re.compile(r"unexpected char '(.*?)'"), "không dùng được ký tự “{0}”"),
    (re.compile(r"Missing end of (?:comment|raw)"), "ghi chú {# … #} chưa đóng"),
)
"""What the template language says of a fault; the rest of its words are for programmers."""


def why(fault: TemplateSyntaxError) -> str:
    """What a tag that cannot be read has too much or too little, in brackets; nothing where that cannot be told."""
    found = ((pattern.search(fault.message or ""), words) for pattern, words in _SYNTAX)
    return next((f" ({words.replace('{0}', hit[1] if hit.re.groups else '')})" for hit, words in found if hit), "")


def _place(fault: Exception, folders: Sequence[Path], name: str) -> str:
    """File and line of the innermost template the fault passed through."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if Path(f.filename).parent in folders]
    if not frames:
        return f"{folders[0].name}/{name}"
    return at_line(folders, Path(frames[-1].filename).name, frames[-1].lineno or 0)


_SIMPLER = "Đề nghị bỏ bớt vòng lặp hoặc phép tính ở dòng đó, hoặc chép lại tệp gốc."


def explained(fault: Exception, place: str, names: Mapping[str, Any]) -> str:
    """The fault of a template as a sentence of fact and one of advice."""
    from jinja2 import UndefinedError

    if isinstance(fault, UnknownNameError):
        hint = fault.hint
        return unknown(place, fault.name, hint)
    if isinstance(fault, UndefinedError):
        found = _UNDEFINED.search(str(fault))
        name = (found[1] or found[2]) if found else "…"
        return unknown(place, name, nearest(name, names if found and found[1] else _PARTS))
    if isinstance(fault, KeyError):
        return unknown(place, str(fault.args[0]), "")
    if isinstance(fault, EmptyValueError):
        return f"{place}: chỗ này không có gì để in. Đề nghị hỏi trước bằng “{{% if … %}}” hoặc in phần “.chu”."
    if isinstance(fault, EndlessTemplateError):
        return f"{place}: chỗ này lặp quá nhiều lần hoặc chạy quá lâu nên đã dừng. {_SIMPLER}"
    if isinstance(fault, (BoundlessTemplateError, MemoryError, RecursionError)):
        return f"{place}: chỗ này tạo ra chữ quá dài hoặc số quá lớn nên đã dừng. {_SIMPLER}"
    return f"{place}: không thực hiện được phép tính hoặc lời gọi ở đây. Đề nghị sửa dòng đó hoặc chép lại tệp gốc."


def unknown(place: str, name: str, hint: str) -> str:
    """A name that is not there, with the nearest one that is."""
    advice = f"Tên gần giống nhất: “{hint}”." if hint else "Đề nghị xem danh mục tên trong tệp ten-trong-mau.md."
    return f"{place}: không có tên “{name}”. {advice}"


_LINE = re.compile(r"[^\n]+")


def paragraphs(text: str) -> list[str]:
    """Every line that is not empty, tidied, those of a unit's own words too."""
    lines = (tidied(text[line.start() : line.end()]) for line in _LINE.finditer(text))
    return [line for line in lines if line]
