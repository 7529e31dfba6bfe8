"""One figure back to the cells it was made of, or one cell, or one unit's file, on to the figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import ascii_lowercase

from vstbcpn_cli.edition.errors import ConfigurationError, NoSubmissionError
from vstbcpn_cli.edition.model import Aggregate, Edition, ReportingUnit, Target
from vstbcpn_cli.model.consolidation import Consolidation, consolidate
from vstbcpn_cli.model.coverage import Coverage
from vstbcpn_cli.model.earlier_period import Previous, is_data, load_earlier
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.report.context.count_names import COUNTS, COVERAGE
from vstbcpn_cli.report.context.province_figures import FILE_NAME as GIVEN
from vstbcpn_cli.report.template_set import found_in
from vstbcpn_cli.report.unknown_names import nearest as closest
from vstbcpn_cli.runtime import work_steps
from vstbcpn_cli.runtime.file_print import sha256
from vstbcpn_cli.runtime.missing_paths import nearest, nearest_hint
from vstbcpn_cli.text.normalise import scrubbed
from vstbcpn_cli.text.numbers import number
from vstbcpn_cli.usecases.intake.generated_files import is_output, outputs_in
from vstbcpn_cli.usecases.intake.intake import Progress, setting_for, take_in
from vstbcpn_cli.usecases.intake.sources import Sources, gather
from vstbcpn_cli.usecases.intake.unit_from_file_name import nearest_unit, several, units_meant
from vstbcpn_cli.usecases.office_templates import chosen_templates, given_in
from vstbcpn_cli.usecases.tracing.counts import count_meant, counted
from vstbcpn_cli.usecases.tracing.earlier_figure import EarlierData, beside_earlier
from vstbcpn_cli.usecases.tracing.from_cell import traced_cell, traced_coverage, traced_unit
from vstbcpn_cli.usecases.tracing.from_rows import ambiguous, traced_rows, traced_target
from vstbcpn_cli.usecases.tracing.from_targets import counted_targets, target_counts, verdicts_meant
from vstbcpn_cli.usecases.tracing.from_totals import traced_share, traced_total
from vstbcpn_cli.usecases.tracing.model import Counted, Method, NamedFile, Traced, TracedCells, UsedFile
from vstbcpn_cli.usecases.tracing.sensible_shares import SensibleShares

Answer = Traced | TracedCells | Counted
_ADDRESS = re.compile(r"[\s!.:,]*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*")


def trace(
    code: str,
    paths: list[str],
    edition: str,
    period: str | None,
    units: Path | None,
    progress: Progress,
    *,
    jobs: int | None = None,
    template: Path | None = None,
    previous: Path | None = None,
    log: Path | None = None,
    as_of: dt.date | None = None,
    strict: bool = False,
) -> Answer:
    """`template`, `previous`, `as_of` and `strict` are those of the report: the first may give figures of the province,
    with those of the second it compares, and the others say what does not count.

    Raises `NoSubmissionError`, also where no file can be used, and `ConfigurationError` for a code that names nothing.
    """
    sources = gather(paths, log).until(as_of)
    chosen = setting_for(edition, period, units, sources.files, sources.contents)
    _refuse_unknown(chosen.edition, chosen.register.valid_on(chosen.period.until_date), code)
    templates = chosen_templates(template, chosen.edition)
    own = given_in(templates, chosen)
    figures = load_earlier(previous, chosen.edition, chosen.period, chosen.register) if previous else None
    intake = take_in(chosen, sources, figures, progress, jobs=jobs)
    if not intake.coverage.sent and not intake.coverage.nil:
        _refuse_nothing_to_trace(sources, code)
    work_steps.at(work_steps.Step.TRACE)
    earlier = EarlierData(figures, previous.name) if figures and previous else None
    found = answer_to(consolidate(intake.coverage, strict=strict, given=own), code, earlier)
    lists = [*((p, "log") for p in sources.logs), *((one.path, "repairs") for one in intake.lists)]
    figured = [found, *found.figures] if isinstance(found, Traced) else []
    compared = any(f.earlier for f in figured) or isinstance(found, Counted)
    before = [(previous, "previous")] if previous and compared else []
    given = [(found_in(templates.sentences, GIVEN), "words")] if any(f.source for f in figured) else []
    used = (*lists, *before, *given)
    return replace(found, settings=tuple(UsedFile(scrubbed(p.name), role, sha256(p)) for p, role in used))


def _refuse_nothing_to_trace(sources: Sources, code: str) -> None:
    """No file that was given has a cell to lead back to; who has sent something can be told all the same, unless no
    file is a return. Raises `NoSubmissionError`."""
    own = [f.shown for f in sources.files if is_output(f.path, outputs_in(f.path.parent)) or is_data(f.path)]
    if len(own) == len(sources.files):
        raise NoSubmissionError(
            f"“{own[0]}” là kết quả do phần mềm ghi ra; lệnh trace đọc lại từng ô trong các tệp đơn vị gửi về. "
            "Đề nghị ghi thư mục hoặc tệp đơn vị gửi về, ví dụ 2-nhan-ve."
        )
    if code.strip().casefold() != COVERAGE and not count_meant(code):
        raise NoSubmissionError(
            f"Không có tệp nào dùng được trong {number(len(sources.files))} tệp đã đọc nên chưa truy nguồn được. "
            "Đề nghị xem từng lỗi bằng lệnh vstbcpn validate."
        )


def answer_to(made: Consolidation, asked: str, earlier: EarlierData | None = None) -> Answer:
    """The figure, cell or file a question names; see docs/so-lieu.md for what may be asked."""
    coverage = made.coverage
    told = _answer_to(made, asked, earlier.figures if earlier else None)
    found = replace(told, not_run=coverage.not_run, by_file=coverage.by_file, files=tuple(_named(coverage, told)))
    return beside_earlier(made, found, earlier) if earlier and isinstance(found, Traced) else found


def _named(coverage: Coverage, found: Answer) -> Iterator[NamedFile]:
    """The returned files an answer names, in the order of the register, those of no unit last."""
    wanted = {source.file for source in found.sources}
    placed = (j for u in coverage.units for j in (u.counted, *u.others) if j is not None)
    for judged in (*placed, *coverage.unplaced):
        file = judged.outcome.file
        if file.path in wanted:
            yield NamedFile(file.path, file.sha256, judged.receipt.day, judged.receipt.from_log)


def _answer_to(made: Consolidation, asked: str, earlier: Previous | None) -> Answer:
    edition = made.edition
    if place := _cell(edition, asked):
        traced = traced_cell(made, place)
        _refuse_other_sheet(edition, place, traced)
        return traced
    if (verdicts := verdicts_meant(edition, asked)) is not None:
        return counted_targets(made, verdicts)
    if count := _count(edition, asked):
        return counted(made, count, earlier)
    part, _, whole = asked.partition("/")
    if whole:
        return _share(made, *_share_codes(edition, part, whole))
    name, _, answer = asked.partition(":")
    units = {u.unit.code: u.unit for u in made.coverage.units}
    code = _known(edition, tuple(units.values()), name)
    if code == COVERAGE:
        return traced_coverage(made, made.coverage.period.name)
    if code in units:
        return traced_unit(made, units[code])
    if code in edition.indicators or code in edition.matrix_cells:
        return traced_total(made, code, _answer(edition, code, answer))
    if code in edition.tables or code in edition.table_columns:
        return traced_rows(made, code, _answer(edition, code, answer))
    return _target(made, code) or _group(made, code)


def _refuse_other_sheet(edition: Edition, place: str, traced: TracedCells) -> None:
    """A unit may have sheets of its own; where none has this one, it is mistyped. Raises `ConfigurationError`."""
    sheet, sheets = place.rpartition("!")[0].strip("'"), [t.sheet for t in edition.tasks]
    near = "" if traced.cells or sheet.casefold() in map(str.casefold, sheets) else nearest(sheet, sheets)
    if near:
        raise ConfigurationError(
            f"Không có tệp dùng được nào ghi gì ở trang tính “{sheet}”; tên gần nhất trong biểu mẫu là “{near}”. "
            "Đề nghị kiểm tra lại tên trang tính."
        )


def _target(made: Consolidation, code: str) -> Traced | None:
    for catalogue in made.edition.catalogues:
        for target in catalogue.targets:
            if code == f"{catalogue.code}-{target.code}":
                return traced_target(made, catalogue, target)
    return None


def _group(made: Consolidation, code: str) -> Traced:
    """A matrix, one of its rows, or a catalogue: each of its figures without the units."""
    edition = made.edition
    members = [c for c in edition.matrix_cells if c.startswith(f"{code}.")]
    label = edition.matrices[code].label if code in edition.matrices else ""
    if members and not label:
        label = edition.matrix_cells[members[0]][1].label
    figures = [traced_total(made, c) for c in members if edition.matrix_cells[c][2].calc is None]
    for catalogue in edition.catalogues:
        parts = [t for t in catalogue.targets if code in (catalogue.code, f"{catalogue.code}-{_printed(t)}")]
        if parts:
            label = catalogue.title
            figures = [traced_target(made, catalogue, t) for t in parts]
    return Traced(code, label, Method.GROUP, figures=tuple(figures))


def _printed(target: Target) -> str:
    """The number a target is printed with; its two measures have a letter each that only the form shows."""
    return target.code.rstrip(ascii_lowercase)


def _cell(edition: Edition, asked: str) -> str:
    """“NV6 D17”, “NV6D17” and “NV6!D17” as the last of them; "" for what is no cell."""
    if "!" in asked:
        return asked
    sheets = (t.sheet for t in edition.tasks if asked.casefold().startswith(t.sheet.casefold()))
    for sheet in sheets:
        found = _ADDRESS.fullmatch(asked[len(sheet) :])
        if found:
            return f"{sheet}!{found[1]}{found[2]}"
    return ""


def _refuse_unknown(edition: Edition, units: Sequence[ReportingUnit], asked: str) -> None:
    """Says at once, before any file is read, that a code names nothing."""
    if _cell(edition, asked):
        return
    if verdicts_meant(edition, asked) is not None or _count(edition, asked):
        return
    part, _, whole = asked.partition("/")
    if whole:
        _share_codes(edition, part, whole)
        return
    name, _, answer = asked.partition(":")
    _answer(edition, _known(edition, units, name), answer)


def names(edition: Edition, units: set[str]) -> list[str]:
    """Everything that may be asked, in the order of the form."""
    rows = [f"{m.code}.{r.code}" for m in edition.matrices.values() for r in m.rows]
    targets = [f"{c.code}-{n}" for c in edition.catalogues for t in c.targets for n in (t.code, _printed(t))]
    blocks = [*edition.matrices, *rows, *(c.code for c in edition.catalogues)]
    figures = [*edition.indicators, *edition.matrix_cells, *edition.tables, *edition.table_columns]
    return [*figures, *blocks, *dict.fromkeys(targets), COVERAGE, *COUNTS, *target_counts(edition), *sorted(units)]


def _known(edition: Edition, units: Sequence[ReportingUnit], name: str) -> str:
    """The name as the edition writes it; a target also by its bare number, a unit as officers name it.

    Raises `ConfigurationError` with the nearest one.
    """
    known = {n.casefold(): n for n in names(edition, {u.code for u in units})}
    asked = name.strip().casefold()
    code = known.get(asked) or _bare_target(edition, asked)
    if code is not None:
        return code
    from vstbcpn_cli.usecases.explain import rule_meant  # with all rules: only for what is no code

    meant = units_meant(name, units, edition)
    if len(meant) > 1:
        raise ConfigurationError(several(name, meant))
    if not meant and (rule := rule_meant(edition, name)):
        raise ConfigurationError(
            f"“{rule}” là mã quy tắc kiểm tra, không phải mã số liệu. "
            f"Đề nghị xem quy tắc bằng lệnh: vstbcpn rule {rule}"
        )
    near = None if meant or closest(asked, known, 0.8) else nearest_unit(name, units)
    return meant[0].code if meant else _unknown(edition, name, known, f"“{near.code}” ({near.name})" if near else "")


def _bare_target(edition: Edition, number: str) -> str | None:
    """The target, or the number of its two measures, that is asked for without its catalogue. Raises
    `ConfigurationError` where several catalogues have it."""
    numbers = ((c.code, n) for c in edition.catalogues for t in c.targets for n in (t.code, _printed(t)))
    meant = list(dict.fromkeys(f"{code}-{n}" for code, n in numbers if n.casefold() == number))
    if len(meant) > 1:
        raise ConfigurationError(
            f"“{number}” là số của chỉ tiêu ở nhiều danh mục. Đề nghị ghi cả mã danh mục: "
            f"{', '.join(f'“{one}”' for one in meant)}."
        )
    return meant[0] if meant else None


def _count(edition: Edition, asked: str) -> str:
    """The name of the count that is asked for; "" where a code of the form, or nothing, is meant."""
    return "" if "/" in asked else count_meant(asked, {COVERAGE, *edition.task_of})


def _share_codes(edition: Edition, part: str, whole: str) -> tuple[str, str]:
    """Two codes that have a share. Raises `ConfigurationError` with the reason why they have none."""
    codes = _figure_code(edition, part), _figure_code(edition, whole)
    if said := SensibleShares(edition).why_not(*codes):
        raise ConfigurationError(said)
    return codes


def _share(made: Consolidation, part: str, whole: str) -> Traced:
    """Raises `ConfigurationError` where these figures show that the one is no part of the other."""
    traced = traced_share(made, part, whole)
    said = SensibleShares(made.edition).why_larger(part, whole, traced.share)
    outside = {unit.code for code in (part, whole) for unit in made.total(code).not_applicable}
    if not traced.share and outside >= {u.unit.code for u in made.coverage.units}:
        said = f"Không có đơn vị nào phải báo cáo cả “{part}” và “{whole}”. Đề nghị tra riêng từng mã."
    if said:
        raise ConfigurationError(said)
    return traced


def _figure_code(edition: Edition, name: str) -> str:
    """A field, a cell of a matrix, a table or a column of one, as the edition writes it."""
    figures = (*edition.indicators, *edition.matrix_cells, *edition.tables, *edition.table_columns)
    known, asked = {c.casefold(): c for c in figures}, name.strip().casefold()
    others = {n.casefold(): n for n in names(edition, set())}
    if asked not in known and asked in others:
        raise ConfigurationError(
            f"Mã “{others[asked]}” không phải một số liệu của biểu mẫu nên không có tỷ lệ với số khác. "
            "Đề nghị dùng mã chỉ tiêu, ô của bảng ma trận, bảng hoặc cột số của bảng."
        )
    return known.get(asked) or _unknown(edition, name, known)


def _answer(edition: Edition, code: str, answer: str) -> str:
    """The answer as the list of the form writes it."""
    if not answer:
        return ""
    choices: list[str] = []
    if code in edition.indicators:
        spec = edition.indicators[code]
        choices = ["Có", "Không"] if spec.aggregate is Aggregate.COUNT_YES else [*edition.choices(spec)]
    elif code in edition.tables or code in edition.table_columns:
        table = edition.tables[code] if code in edition.tables else edition.table_columns[code][0]
        choices = [v for c in table.columns for v in edition.choices(c)]
    known = {c.casefold(): c for c in choices}
    if found := known.get(answer.strip().casefold()):
        _refuse_ambiguous(edition, code, found)
        return found
    listed = "; ".join(f"“{c}”" for c in dict.fromkeys(choices)) or "không có"
    hint = nearest_hint(answer, choices, "câu")
    raise ConfigurationError(
        f"Mã “{code}” không có câu trả lời “{answer}”{hint}. Đề nghị dùng đúng một câu trả lời của mã này: {listed}."
    )


def _refuse_ambiguous(edition: Edition, code: str, answer: str) -> None:
    """An answer of two columns of a table is asked with its column. Raises `ConfigurationError`."""
    rows = code in edition.tables or code in edition.table_columns
    if columns := ambiguous(edition, code, answer) if rows else ():
        asked = " hoặc ".join(f"“{column}:{answer}”" for column in columns)
        divided = "" if code in edition.tables else f"; số của từng câu trả lời xem ở câu trả lời của “{code}”"
        raise ConfigurationError(
            f"Câu trả lời “{answer}” có ở {len(columns)} cột của bảng. Đề nghị ghi: {asked}{divided}."
        )


def _unknown(edition: Edition, name: str, known: dict[str, str], near: str = "") -> str:
    close = closest(name.strip().casefold(), known, 0.5)
    near = near or (f"“{known[close]}”" if close else "")
    sheet = next(t.sheet for t in edition.tasks if t.numbered)
    advice = (
        f"Đề nghị dùng mã gần nhất là {near}."
        if near
        else "Đề nghị xem mã chỉ tiêu ở phụ lục của báo cáo, mã đơn vị bằng lệnh “vstbcpn units”; "
        f"ô ghi như {sheet}!D17."
    )
    raise ConfigurationError(f"Không có mã “{name}” trong bộ biểu mẫu {edition.edition}. {advice}")
