"""The sentences of the report: one template per section, rendered to paragraphs, tables and charts."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import Task, TaskKind
from vstbcpn_cli.report.context.chart_data import Charts
from vstbcpn_cli.report.context.citations import Citations, load_citations
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.coverage_remarks import marked
from vstbcpn_cli.report.context.labels import Labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import Spelled, annexes, period_view, sections, units_view
from vstbcpn_cli.report.context.printable import (
    AnswerCount,
    Figure,
    MatrixRowView,
    Named,
    ShareFigure,
    UnitText,
    YesCount,
)
from vstbcpn_cli.report.context.summary_tables import ShortTables
from vstbcpn_cli.report.context.targets import Targets
from vstbcpn_cli.report.context.task_fields import TaskField, TaskFields
from vstbcpn_cli.report.context.unit_statements import QuestionAnswers, Statement, Statements
from vstbcpn_cli.report.document.placed_objects import Apart, Block, Look, Placeable
from vstbcpn_cli.report.document.text import (
    OBJECT,
    Text,
    TextRun,
    figure_of,
    joined,
    placed,
    replaced,
    runs_of,
    tidied,
)
from vstbcpn_cli.report.judgement.judgements import Judgements, names_given
from vstbcpn_cli.report.judgement.load import Known, load_judgements
from vstbcpn_cli.report.judgement.measures import Facts
from vstbcpn_cli.report.judgement.wording import Wording
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.template_set import FOLDER, SUFFIX, files_in
from vstbcpn_cli.report.templates.line_of import at_line
from vstbcpn_cli.report.templates.named_codes import named_codes
from vstbcpn_cli.report.unknown_names import (
    BoundlessTemplateError,
    EmptyValueError,
    EndlessTemplateError,
    UnknownNameError,
    nearest,
)
from vstbcpn_cli.text.casing import lower_first, upper_first
from vstbcpn_cli.text.numbers import counted, number
from vstbcpn_cli.text.sentences import ONE_LINE, PARAGRAPH, ended

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

_FINEST = 6
"""Decimals of the finest figure a unit can mean, a millionth of its measure."""

_UNDEFINED = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'")


def vocabulary(report: Report, labels: Labels) -> dict[str, Any]:
    """Every name a sentence may use."""
    context = Context(report, labels)
    made = report.consolidation
    grids, targets = Grids(context), Targets(made)
    office = report.office
    citations = load_citations(report.sentences, f"{office.legal_basis} {office.request}")
    charts, tables = Charts(context, grids), ShortTables(context)
    fields = _task_fields(context, report.sentences)
    speakers = (context, grids, charts, targets, Spelled(labels), Statements(context), tables, citations, fields)
    units, numbered = units_view(report, labels), annexes(report, labels)
    plain: dict[str, Any] = {
        "don_vi": units,
        "ky": period_view(report),
        "co_quan": {
            "thuong_truc": office.standing_office,
            "ban": office.committee,
            "can_cu": office.legal_basis,
            "yeu_cau": office.request,
            "ban_hanh": report.issued_by.name,
        },
        "phu_luc": numbered,
    }
    judged = _judgements(report, Facts(context, grids, targets, units, numbered), citations, plain)
    return {
        **dict(function for speaker in (*speakers, judged) for function in _functions(speaker)),
        "hoi_kien_nghi": made.edition.proposals is not None,
        "tieu_de": report.consolidation.edition.title,
        **plain,
        "muc": sections(report),
        "chu": made.edition.words,
        "so_chu": _printer(padded=labels.padded),
        **{mode: mode == made.edition.election_mode for mode in made.edition.modes},
    }


def _judgements(report: Report, facts: Facts, citations: Citations, plain: Mapping[str, Any]) -> Judgements:
    given = names_given(*plain.items())
    period = report.consolidation.coverage.period.code
    told = load_judgements(report.sentences, facts.of.edition, period, Known(given, citations.documents))
    return Judgements(facts, Wording(facts.of, citations, given), told, Statements(facts.of))


def _task_fields(context: Context, folders: Sequence[Path]) -> TaskFields:
    files = section_files(folders)
    written = frozenset(t.code for t in context.edition.tasks if section_of(t) in files)
    kept = frozenset(map(str, context.labels.get("kieu", "chi_in_o_phu_luc")))
    known = {*context.edition.indicators, *context.edition.matrices, *context.edition.tables}
    for code in sorted(kept - known):
        near = nearest(code, known)
        hint = f" Mã gần giống: “{near}”." if near else ""
        raise ConfigurationError(
            f"{context.labels.source}: khóa “kieu.chi_in_o_phu_luc” có mã “{code}” không có trong biểu mẫu.{hint} "
            "Đề nghị ghi mã theo tệp ten-trong-mau.md."
        )
    return TaskFields(context, named_codes(folders, context.labels), written, kept)


def section_of(task: Task) -> str:
    """The name of the sentence file of a task: “t6” of T6."""
    return task.code.lower().replace(".", "-")


def _printed_number(value: int | Decimal | Fraction | float, places: int | None = None, *, padded: bool = False) -> str:  # noqa: PYI041 - told apart
    """`number` of a figure, or of what a sentence has divided, which has more decimals than any figure."""
    if isinstance(value, AnswerCount):
        return figure_of(value.ma, counted(value, padded=padded))
    if isinstance(value, int):
        return counted(value, padded=padded)
    if isinstance(value, float) or (isinstance(value, Decimal) and value != round(value, _FINEST)):
        value = Fraction(value)
    return number(value, places)


def _printer(*, padded: bool) -> Callable[..., str]:
    """The function `so_chu` of one report."""

    def so_chu(value: int | Decimal | Fraction | float, places: int | None = None) -> str:  # noqa: PYI041 - told apart
        return _printed_number(value, places, padded=padded)

    return so_chu


def _functions(owner: object) -> list[tuple[str, Any]]:
    """The public methods of an object: what they are called in Python is what they are called in a template."""
    names = [n for n, v in vars(type(owner)).items() if callable(v) and not n.startswith("_")]
    return [(n, getattr(owner, n)) for n in names]


@dataclass(frozen=True, slots=True)
class Sections:
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
        doan=lambda text: tidied(text, PARAGRAPH),
        khoan=lambda text: Text(TextRun(str(tidied(text, PARAGRAPH)), Look.HEADING)),
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


def section_files(folders: Sequence[Path]) -> list[str]:
    """The names of the sections of the folders; a file starting with “_” is none."""
    return [p.stem for p in files_in(folders, f"*{SUFFIX}") if not p.name.startswith("_")]


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
    elif what is Look.HEADING:
        yield Apart(str(line), Look.HEADING)
    else:
        said, note = marked(line)
        yield said
        if note:
            yield Apart(note, Look.NOTE)


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
    lines = (tidied(text[line.start() : line.end()], ONE_LINE) for line in _LINE.finditer(text))
    return [line for line in lines if line]
