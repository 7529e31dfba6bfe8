"""“Con số này ở đâu ra”: every figure the report prints is asked for, and the answer is the printed figure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import table_typed
from tests.support.forms.plausible import everyone
from tests.support.judges import schemas
from tests.support.seasons import season
from tests.support.seasons.random_seasons import previous_of
from vstbcpn_cli.cli.output.counted import counted_lines
from vstbcpn_cli.cli.output.trace import cell_lines, figure_lines, place
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.model.calculation import percent
from vstbcpn_cli.model.consolidation import Consolidation
from vstbcpn_cli.model.records import field_names, replace
from vstbcpn_cli.model.submission import State, Value
from vstbcpn_cli.model.totals import GivenTotal
from vstbcpn_cli.report.context.chart_data import Charts
from vstbcpn_cli.report.context.context import Context
from vstbcpn_cli.report.context.coverage_remarks import marked
from vstbcpn_cli.report.context.labels import load_labels
from vstbcpn_cli.report.context.matrices import Grids
from vstbcpn_cli.report.context.period_and_units import compared_with
from vstbcpn_cli.report.context.text_safety import printed
from vstbcpn_cli.report.context.unit_statements import QuestionAnswers
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.document.placed_objects import Chart, ShortTable
from vstbcpn_cli.report.document.text import Text, figures_in
from vstbcpn_cli.report.renderer import Report
from vstbcpn_cli.report.templates import render_sections, vocabulary
from vstbcpn_cli.report.word import annex_figures
from vstbcpn_cli.report.word.annex_lists import list_grids, targets_grid
from vstbcpn_cli.text.casing import in_sentence
from vstbcpn_cli.text.numbers import number, share_of
from vstbcpn_cli.text.numbers import share as percentage
from vstbcpn_cli.usecases.tracing.as_json import as_json
from vstbcpn_cli.usecases.tracing.earlier_figure import EarlierData
from vstbcpn_cli.usecases.tracing.model import Counted, Method, Source, Traced, TracedCells, TraceStanding
from vstbcpn_cli.usecases.tracing.query import Answer, answer_to, names


@cache
def report(period: str) -> Report:
    """All units but the last; one figure of one unit withheld, another not available to its unit."""
    sent = list(season.submissions(period)[:-1])
    first = sent[0]
    none = replace(first.values["T6.09"], state=State.UNAVAILABLE, value=None, raw="", reason="Chưa có số liệu")
    sent[0] = replace(first, values={**first.values, "T6.09": none})
    return season.report_of(tuple(sent), {sent[3].unit: (season.error_at(sent[3], "T6.08"),)}, period)


def made(period: str = "6t") -> Consolidation:
    return report(period).consolidation


def figure(code: str, period: str = "6t") -> Traced:
    found = answer_to(made(period), code)
    assert isinstance(found, Traced)
    return found


# ------------------------------------------------------------------------------------- the sentences of the report
Call = tuple[str, tuple[Any, ...], Any]


@cache
def calls(period: str) -> tuple[Call, ...]:
    """Everything the sentences of the report ask for while they are written, with what they are told."""
    told: list[Call] = []
    plain = vocabulary._functions

    def listening(owner: object) -> list[tuple[str, Any]]:
        return [(name, _noted(name, function, told)) for name, function in plain(owner)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "_functions", listening)
        render_sections.render_sections(report(period), load_labels([season.TEMPLATES / "report"]))
    return tuple({repr(c[:2]): c for c in told}.values())


def _noted(name: str, function: Callable[..., Any], told: list[Call]) -> Callable[..., Any]:
    def asked(*arguments: Any) -> Any:
        result = function(*arguments)
        told.append((name, arguments, result))
        return result

    return asked


def _so(told: Any, code: str) -> bool:
    return bool(figure(code).value == told.gia_tri)


def _ty_le(told: Any, part: str, whole: str = "") -> bool:
    traced = figure(f"{part}/{whole}") if whole else figure(part)
    share = traced.share
    return (share.part, share.whole) == (told.part, told.whole) if share else not told.co


def _dem(told: Any, code: str) -> bool:
    share = figure(code).share
    return (share.part, share.whole) == (told.n, told.N) if share else told.N == 0


def _dem_phat_sinh(told: Any, code: str) -> bool:
    given = [line.value for line in figure(code).of(TraceStanding.COUNTED)]
    return (sum(bool(value) for value in given), len(given)) == (told.n, told.N)


def _dem_tra_loi(told: int, code: str, *answers: str) -> bool:
    return sum(len(figure(f"{code}:{a}").of(TraceStanding.COUNTED)) for a in answers) == told


def _theo_gia_tri(told: Any, code: str) -> bool:
    return dict(figure(code).by.get(code, {})) == {n.ten: n.so for n in told}


def _dem_dong(told: Any, table: str) -> bool:
    return told.gia_tri is None or figure(table).value == told.gia_tri


def _dem_bang(told: Any, table: str, column: str) -> bool:
    return dict(figure(table).by.get(f"{table}.{column}", {})) == {n.ten: n.so for n in told}


def _tong_theo(told: Any, table: str, column: str, by: str) -> bool:
    found = figure(f"{table}.{column}").by.get(f"{table}.{by}", {})
    return {a: v for a, v in found.items() if v} == {n.ten: n.so for n in told}


def _hang(told: Any, matrix: str) -> bool:
    return all(_so(so, f"{matrix}.{row.ma}.{key}") for row in told for key, so in row.so.items())


def _cap(told: Any, matrix: str) -> bool:
    """Each level has the figures of one kind of unit, under the names of the unit's own level."""
    kinds = {
        repr((f.code.split(".")[2], v))
        for f in figure(matrix).figures
        for _, v in f.kinds
    }  # fmt: skip
    return all(repr((r.ma, so.gia_tri)) in kinds for c in told for r in c.hang for so in r.so.values() if so.co)


def _dong(told: Any, table: str) -> bool:
    counted = [line for line in figure(table).of(TraceStanding.COUNTED) if line.value != 0]
    return [in_sentence(line.unit.name) for line in counted] == [r.don_vi_gui for r in told]


def _van_ban(told: Any, code: str) -> bool:
    named = {line.unit.name for line in figure(code).of(TraceStanding.COUNTED)}
    return {t.don_vi for t in told} <= named


def _theo_ngay(told: Any, code: str, first: str = "", last: str = "") -> bool:
    """Each unit that is counted shows a day between the two."""
    bounds = [dt.datetime.strptime(d, "%d/%m/%Y").date() if d else None for d in (first, last)]  # noqa: DTZ007
    shown = {line.unit.name: line.value for line in figure(code).of(TraceStanding.SHOWN)}
    days = {name: day for name, day in shown.items() if isinstance(day, dt.date)}
    within = [n for n, d in days.items() if d >= (bounds[0] or d) and d <= (bounds[1] or d)]
    return [*told] == within


def _chi_tieu(told: Any, *_: str) -> bool:
    return all(printed(figure(view.ma).value) == view.thuc_hien for view in told)


def _kien_nghi(told: Any) -> bool:
    """Proposals are words: every one of them has a row of the table behind it."""
    return bool(told) and len(
        figure("X.B1").of(TraceStanding.SHOWN) or figure("X.B1").of(TraceStanding.COUNTED)
    ) >= len(told)


def _cac_muc(told: Any, *_: str) -> bool:
    """What is left to common sentences: of the shipped edition nothing."""
    return len(told) == 0


def _judged(told: Any, *_: Any) -> bool:
    """Sentences made of figures: each that bears a code can be asked for."""
    asked = [answer_to(made(), code) for words in _words(told) for code in figures_in(words)]
    return all(isinstance(answer, Traced | Counted) for answer in asked)


def _words(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, tuple):
        for part in told:
            yield from _words(part)
    else:
        for name in field_names(type(told)):
            yield from _words(getattr(told, name))


def _unquestioned(told: Any, *_: Any) -> bool:
    """Words, tables and charts made of figures that were asked for; the year before is asked for below."""
    return isinstance(told, str | int | ShortTable | Chart | QuestionAnswers)


JUDGED = ("uu_diem", "han_che", "nguyen_nhan", "phuong_huong", "kien_nghi_voi_minh", "cac_kien_nghi", "chua_danh_gia")
CHECKS: dict[str, Callable[..., bool]] = {
    "so": _so,
    "ty_le": _ty_le,
    "dem": _dem,
    "dem_phat_sinh": _dem_phat_sinh,
    "dem_tra_loi": _dem_tra_loi,
    "theo_gia_tri": _theo_gia_tri,
    "dem_dong": _dem_dong,
    "dem_bang": _dem_bang,
    "tong_theo": _tong_theo,
    "hang": _hang,
    "cap": _cap,
    "dong": _dong,
    "van_ban": _van_ban,
    "theo_ngay": _theo_ngay,
    "chi_tieu": _chi_tieu,
    "kien_nghi": _kien_nghi,
    "cac_muc": _cac_muc,
    **dict.fromkeys(JUDGED, _judged),
}


def _same(name: str, told: Any, given: tuple[Any, ...]) -> bool:
    check: Callable[..., bool] = CHECKS.get(name, _unquestioned)
    return check(told, *given)


LETTER = (
    ("T1.B1.theo_664:Có", 20),
    ("T3.11:Không", 3),
    ("T5.15", 10),
    ("T5.B1.so_cuoc:Đại hội Phụ nữ tỉnh lần thứ 14", 5),
    ("T5.B3", 10),
    ("T5.B4", 10),
    ("T5.16", 10),
    ("T6.B1:huyện", 3),
    ("T6.15", 5),
    ("T6.16:Không", 5),
)
"""What letter 350 asks besides, with the least number of cells that stand behind it in this season."""


@pytest.mark.parametrize(("asked", "least"), LETTER)
def test_what_the_letter_asks_leads_back_to_its_cells(asked: str, least: int) -> None:
    cells = [s for line in figure(asked).of(TraceStanding.COUNTED) for s in line.sources if s.cell]
    assert len(cells) >= least


def test_every_figure_of_a_sentence_is_what_trace_answers() -> None:
    asked = calls("6t")
    wrong = [(name, given) for name, given, told in asked if not _same(name, told, given)]
    assert wrong == []
    assert len(asked) > 100
    assert {"so", "ty_le", "dem", "dem_bang", "tong_theo", "hang", "cap", "dem_dong"} <= {c[0] for c in asked}
    coded = {name: sum(len(figures_in(w)) for w in _words(told)) for name, _, told in asked if name in JUDGED}
    assert min(coded[name] for name in ("uu_diem", "han_che", "phuong_huong")) > 2


# ---------------------------------------------------------- the tables of the body, and the year before in both
ASKED = ("so", "ty_le", "so_sanh", "cung_ky")
"""What every table, chart and sentence of the body asks for where it prints a total, a share or a comparison."""


@cache
def compared(*, complete: bool) -> Report:
    """The report of the first half with the data of a year before, either complete in both years or in neither."""
    before = everyone(season.edition(), season.register(), season.edition().periods["6t"], "2010")
    earlier = season.report_of(tuple(before[0 if complete else 3 :])).consolidation
    now = season.report_of(season.submissions()) if complete else report("6t")
    return replace(now, previous=previous_of(earlier, "6t"))


def body(of: Report) -> list[Call]:
    """Every total, share and comparison printed in the body."""
    told: list[Call] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ASKED:
            patch.setattr(Context, name, _heard(name, getattr(Context, name), told))
        render_sections.render_sections(of, load_labels([season.TEMPLATES / "report"]))
    return told


def _heard(name: str, function: Callable[..., Any], told: list[Call]) -> Callable[..., Any]:
    def asked(self: Context, *arguments: Any) -> Any:
        result = function(self, *arguments)
        told.append((name, arguments, result))
        return result

    return asked


def _printed(asked: Callable[[str], Traced], name: str, told: Any, given: tuple[str, ...]) -> bool:
    code, whole, kind = (*given, "", "", "")[:3] if name != "so" else (given[0], "", (*given, "")[1])
    found = asked(f"{code}/{whole}" if whole else code)
    earlier = found.earlier
    assert earlier is not None
    match name:
        case "so":
            return bool(told.gia_tri == (dict(found.kinds).get(kind) if kind else found.value)) or found.by != {}
        case "ty_le":
            share = dict(found.kind_shares).get(kind) if kind else found.share
            return (share.part, share.whole) == (told.part, told.whole) if share else not told.co
        case "so_sanh":
            beside = compared_with(compared(complete=True))
            change = earlier.change
            said = change.words("" if whole else found.measure, beside, padded=True) if change else Text()
            (ours, note), (theirs, noted) = marked(said), marked(told)
            return ours.rstrip("*") == theirs.rstrip("*") and noted in ("", note)  # said once where it is of all
        case _:
            assert earlier.value is None or isinstance(earlier.value, int | Decimal)
            if earlier.value is None:
                return bool(told == "")
            of = f"/{number(earlier.answered)}" if earlier.answered else ""
            return bool(told == (percentage if whole else number)(Decimal(earlier.value)) + of)


@pytest.mark.parametrize("complete", [True, False])
def test_every_figure_of_the_body_and_of_the_year_before_is_what_trace_answers(*, complete: bool) -> None:
    of = compared(complete=complete)
    assert of.previous is not None
    data = EarlierData(of.previous, "so-lieu_2010-6t.json")

    @cache
    def asked(code: str) -> Traced:
        found = answer_to(of.consolidation, code, data)
        assert isinstance(found, Traced)
        return found

    told = body(of)
    assert [(n, given, t) for n, given, t in told if not _printed(asked, n, t, given)] == []
    said = {(n, given) for n, given, t in told if t}
    assert {n for n, _ in said} == set(ASKED)
    assert len(said) > 150
    if complete:
        labels = load_labels([season.TEMPLATES / "report"])
        context = Context(of, labels)
        bars = Charts(context, Grids(context)).bieu_do("so_sanh")  # an office may place it
        names = dict(labels.get("bieu_do", "so_sanh", "chi_tieu"))
        figures = [asked(code) for code, label in names.items() if label in bars.categories]
        assert [f.earlier.value for f in figures if f.earlier] == list(bars.series[0].values)
        assert [f.value for f in figures] == list(bars.series[1].values)


def test_the_units_of_a_comparison_give_its_two_figures() -> None:
    """Of a total that lacks units only those are compared that gave it both times: theirs add up."""
    of = compared(complete=False)
    assert of.previous is not None
    found = answer_to(of.consolidation, "T6.08/T6.05", EarlierData(of.previous, "so-lieu_2010-6t.json"))
    assert isinstance(found, Traced)
    assert found.earlier is not None
    change = found.earlier.change
    assert change is not None
    assert change.among
    lines = [line for line in found.of(TraceStanding.COUNTED) if line.unit.code in change.among]
    assert len(lines) == len(change.among)
    now = [sum(Decimal(str(v)) for v in values) for values in zip(*((x.value, x.whole) for x in lines), strict=True)]
    then = [
        sum(Decimal(str(v)) for v in pair) for pair in zip(*(found.earlier.given[c] for c in change.among), strict=True)
    ]
    assert [share_of(*now), share_of(*then)] == [percentage(Decimal(change.now)), percentage(Decimal(change.before))]
    text = "\n".join(figure_lines(found))
    assert f"So sánh: {share_of(*now)} so với {share_of(*then)}; " in text
    assert f"(so sánh trên {len(lines)} đơn vị có số liệu của cả hai kỳ)" in text
    assert f"; cùng kỳ {found.earlier.given[lines[0].unit.code][0]}/" in text
    assert schemas.faults("trace", json.loads(json.dumps(as_json(found)))) == []


def test_data_of_another_period_are_no_comparison() -> None:
    earlier = replace(compared(complete=False).previous or pytest.fail(), period="nam")
    found = answer_to(made(), "T6.05", EarlierData(earlier, "so-lieu_2010-nam.json"))
    assert isinstance(found, Traced)
    said = "Không so sánh: tệp so-lieu_2010-nam.json là số liệu 2010-nam, không phải của cùng kỳ một năm trước đó."
    assert said in list(figure_lines(found))
    assert not [line for line in figure_lines(found) if "cùng kỳ 1" in line or "So sánh:" in line]


# --------------------------------------------------------------------------------------------- the annex tables
def test_every_line_of_annex_two_is_what_trace_answers() -> None:
    labels, compared, code = load_labels([season.TEMPLATES / "report"]), 0, ""
    kinds = [k for k in ("SN", "DT", "HU") if made().coverage.of_kind(k)]
    for row in annex_figures.figures_grid(replace(report("6t"), copy=Copy.OFFICER), labels).body:
        texts = [c.text for c in row]
        if len(texts) < 4:
            continue
        code = texts[0] or code
        asked = figure(code if texts[0] else f"{code}:{texts[1].removeprefix('– ')}")
        shown = [_shown(asked, kind) for kind in (*kinds, "")]
        if texts[0] and asked.method is Method.COUNT_BY_ANSWER:
            continue
        if asked.method is Method.LEVELS:
            shown[-1] = texts[6]
        if not texts[0]:  # where nobody has answered, or nobody is asked, none has given this answer either
            shown = [t if t in ("…", "–") and s == "0" else s for t, s in zip(texts[3:7], shown, strict=True)]
        assert texts[3:7] == shown, texts
        if texts[0]:
            lacking = (TraceStanding.NO_DATA, TraceStanding.WITHHELD, TraceStanding.MISSING)
            assert texts[8] == number(sum(len(asked.of(s)) for s in lacking)), texts
        if texts[7]:
            assert asked.share is not None
            share = share_of(asked.share.part, asked.share.whole, even=True)
            assert texts[7] in (share, f"{share} ({number(asked.share.part)}/{number(asked.share.whole)})"), texts
        compared += 1
    assert compared > 100


def test_a_share_of_answers_says_that_some_units_are_not_concerned() -> None:
    told = "\n".join(figure_lines(figure("T2.01:Chưa kiện toàn")))
    share = figure("T2.01:Chưa kiện toàn").share
    assert share is not None
    outside = figure("T2.01:Không thuộc diện thành lập")
    assert (outside.share, outside.value) == (None, len(made().total("T2.01").parts) - share.whole)
    assert f"/{share.whole} = " in told
    assert "(so với số đơn vị đã trả lời, không kể đơn vị không thuộc diện)" in told
    assert "không kể" not in "\n".join(figure_lines(figure("T3.02:Chưa sơ kết")))


def _number(value: Value) -> str:
    assert isinstance(value, int | Decimal)
    return number(value)


def _shown(traced: Traced, kind: str) -> str:
    value = dict(traced.kinds).get(kind) if kind else traced.value
    if traced.method is Method.COUNT_YES and value is not None:
        counted = [line for line in traced.of(TraceStanding.COUNTED) if not kind or line.unit.kind == kind]
        return f"{_number(value)}/{len(counted)}" if counted else "–"
    if value is not None:
        return _number(value)
    asked = [line for line in traced.lines if not kind or line.unit.kind == kind]
    return "…" if any(line.standing is not TraceStanding.NOT_APPLICABLE for line in asked) else "–"


def test_every_number_of_annex_three_is_what_trace_answers() -> None:
    labels, compared = load_labels([season.TEMPLATES / "report"]), 0
    sent = len(report("6t").consolidation.coverage.sent)
    for grid in annex_figures.matrix_grids(replace(report("6t"), copy=Copy.OFFICER), labels):
        names_of_rows = [c.text.partition(".")[0] for c in grid.head[0] if c.text.startswith("CB")]
        for position, row in enumerate(names_of_rows):
            for offset, key in enumerate(("tong", "nu")):
                values = {line.unit.name: line.value for line in figure(f"T3.M1.{row}.{key}").lines}
                for texts in ([c.text for c in b] for b in grid.body if b[0].text):
                    value, text = values[texts[1].rstrip("*")], texts[2 + 3 * position + offset]
                    assert text in ((number(value),) if isinstance(value, int) else ("…", "–")), (row, texts[1])
                    compared += 1
    assert compared == sent * 13 * 2 == 69 * 13 * 2


def test_every_row_of_the_lists_is_traced_to_its_cells() -> None:
    labels = load_labels([season.TEMPLATES / "report"])
    lists = {str(s["tieu_de"]): str(s["ma"]) for s in labels.get("phu_luc", "danh_muc", "bang")}
    for title, grid in list_grids(report("6t"), labels):
        asked = figure(lists[title])
        rows = [
            line
            for line in asked.lines
            if line.standing in (TraceStanding.COUNTED, TraceStanding.SHOWN) and line.value != 0
        ]
        units = {line.unit.name for line in rows}
        assert {b[1].text for b in grid.body} <= units
        assert len(grid.body) <= len(rows)
        assert all(line.sources for line in rows)


def test_every_target_is_traced_to_its_lead() -> None:
    labels = load_labels([season.TEMPLATES / "report"])
    grid = targets_grid(report("nam"), labels)
    texts = [[c.text for c in row] for row in grid.body]
    for code, name, *_, done, _, lead in texts:
        group = figure(code, "nam")
        (asked,) = [f for f in group.figures if labels.in_full(f.label) == name] if group.figures else [group]
        assert printed(asked.value) == done
        assert [line.unit.name for line in asked.lines if line.unit.name in lead]
    assert len([t for t in texts if t[6]]) > 10


# -------------------------------------------------------------------------------------------------- sums and parts
def summed() -> Iterator[Traced]:
    for code in made().codes():
        asked = figure(code)
        if asked.method in (Method.SUM, Method.LEAD) and asked.value is not None:
            yield asked


def test_the_units_add_up_to_the_figure_and_the_cells_to_the_units() -> None:
    seen = 0
    for asked in summed():
        counted = asked.of(TraceStanding.COUNTED)
        numbers = [line.value for line in counted if isinstance(line.value, int | Decimal)]
        assert sum(numbers) == asked.value, asked.code
        assert sum(v for _, v in asked.kinds if isinstance(v, int | Decimal)) == asked.value, asked.code
        for line in counted if not asked.inputs else ():
            assert [s.understood for s in line.sources] == [line.value], (asked.code, line.unit.code)
        seen += 1
    assert seen > 80


def test_every_unit_has_exactly_one_standing() -> None:
    everybody = [u.unit.code for u in made().coverage.units]
    for code in made().codes():
        assert [line.unit.code for line in figure(code).lines] == everybody, code


def test_a_withheld_figure_says_where_it_stands_and_why() -> None:
    (line,) = figure("T6.08").of(TraceStanding.WITHHELD)
    unit = season.submissions()[3]
    cell = unit.values["T6.08"].cell
    assert cell is not None
    assert (line.unit.code, line.value, line.sources[0].cell) == (unit.unit, None, cell.address)
    assert line.remark.startswith("VS401: ")
    assert line.sources[0].typed == str(unit.values["T6.08"].value)


def test_the_reason_for_an_empty_answer_is_told() -> None:
    (line,) = figure("T6.09").of(TraceStanding.NO_DATA)
    assert (line.remark, line.sources[0].sheet) == ("Chưa có số liệu", "NV6")


def test_a_share_names_both_cells_and_leaves_out_a_unit_with_one() -> None:
    asked = figure("T6.09/T6.05")
    assert asked.share is not None
    line = asked.of(TraceStanding.COUNTED)[0]
    assert [s.code for s in line.sources] == ["T6.09", "T6.05"]
    assert [line.unit.code for line in asked.of(TraceStanding.NO_DATA)] == [season.submissions()[0].unit]


def test_a_percentage_of_the_form_is_answered_with_the_share_of_its_two_sums() -> None:
    computed = [c for c in made().codes() if made().ratio_of(c)]
    for code in computed:
        asked, pair = figure(code), made().ratio_of(code)
        assert pair is not None
        share = made().share(*pair)
        assert asked.share == share, code
        assert asked.value == (share and percent(share.part, share.whole)), code
        assert not asked.of(TraceStanding.COUNTED), code
    assert len(computed) > 10
    assert "/" in list(figure_lines(figure("T3.M1.CB01.ty_le")))[1]


def test_an_answer_of_a_table_is_that_of_one_column_with_its_share_of_rows() -> None:
    for column, answer in (("T6.B1.noi_dung", "Khác"), ("T5.B2.tinh_trang", "Đang hoạt động"), ("T5.B2.loai", "CLB")):
        table, _, key = column.rpartition(".")
        rows = [r.text(key) for r in made().counted_rows(table)]
        asked = figure(f"{column}:{answer}")
        assert asked.value == rows.count(answer), column
        assert asked.share is not None
        assert (asked.share.part, asked.share.whole) == (rows.count(answer), len([r for r in rows if r])), column
    for code in ("T6.B1", "T6.B1.so_hoc_vien"):
        with pytest.raises(ConfigurationError, match=r"“T6\.B1\.noi_dung:Khác” hoặc “T6\.B1\.doi_tuong:Khác”"):
            answer_to(made(), f"{code}:Khác")


def test_figures_that_each_row_measures_in_its_own_way_are_not_added_up() -> None:
    asked = figure("T1.B2.thuc_hien", "nam")
    assert (asked.method, asked.measure) == (Method.ROWS, "dòng")
    assert asked.value == len(made("nam").counted_rows("T1.B2"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("T6.10/T6.05", "“T6.10” lớn hơn “T6.05” ở các đơn vị có cả hai số"),
        ("T4.M1.QH.ung_cu_nu/T4.M1.HX.ung_cu_nu", "Không có đơn vị nào phải báo cáo cả"),
        ("T6.05/T6.08", "Đề nghị ghi: T6.08/T6.05."),
    ],
)
def test_a_share_that_these_figures_do_not_have_is_refused(asked: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        answer_to(made(), asked)
    assert said in str(refused.value)


def test_contact_persons_are_not_told() -> None:
    for code in ("M.13", "M.14", "M.15"):
        assert {(line.value, s.typed) for line in figure(code).lines for s in line.sources} == {(None, "")}


# ------------------------------------------------------------------------------------------------------ the way back
def cells(code: str) -> TracedCells:
    found = answer_to(made(), code)
    assert isinstance(found, TracedCells)
    return found


def test_every_cell_of_a_unit_is_accounted_for() -> None:
    for one in season.submissions()[1:4]:
        found = cells(one.unit)
        assert len(found.cells) == one.count.typed
        assert len({(c.source.sheet, c.source.cell) for c in found.cells}) == len(found.cells)
        told = {c.source.code: c for c in found.cells}
        assert told["T6.05"].used_in == ("T6.05",)
        assert told["T6.04"].standing is TraceStanding.SHOWN
    withheld = [c for c in cells(season.submissions()[3].unit).cells if c.standing is TraceStanding.WITHHELD]
    assert [(c.source.code, c.used_in) for c in withheld] == [("T6.08", ())]


def test_the_way_back_is_the_way_there() -> None:
    """A cell is part of a figure exactly when the figure names the cell."""
    unit = season.submissions()[1].unit
    there: dict[str, set[str]] = {}
    for code in made().codes():
        asked = figure(code)
        for line in asked.of(TraceStanding.COUNTED):
            for source in line.sources if line.unit.code == unit else ():
                there.setdefault(f"{source.sheet}!{source.cell}", set()).add(code)
    back = {f"{c.source.sheet}!{c.source.cell}": {u for u in c.used_in if ".B" not in u} for c in cells(unit).cells}
    assert {k: v for k, v in back.items() if v} == {k: v for k, v in there.items() if k in back}
    assert len(there) > 60


def test_one_cell_is_found_in_every_file() -> None:
    place_ = season.submissions()[1].values["T1.06"].cell
    assert place_ is not None
    found = cells(str(place_).casefold())
    assert {c.source.code for c in found.cells if c.unit.kind == "SN"} == {"T1.06"}
    assert len(found.cells) > 60
    assert cells("NV1!ZZ99").cells == ()


# ------------------------------------------------------------------------------------------------- words and JSON
def test_every_answer_is_published_as_its_schema_says_and_can_be_printed() -> None:
    everything = names(made().edition, {u.unit.code for u in made().coverage.units})
    assert len(everything) > 400
    for name in (
        *everything[::16],
        "T3.M1",
        "T3.M1.CB04",
        "CL2011",
        "don-vi",
        "T6.08/T6.05",
        "T2.01:Chưa kiện toàn",
        "NV1!D6",
    ):
        answer = answer_to(made(), name)
        assert schemas.faults("trace", json.loads(json.dumps(as_json(answer)))) == [], name
        lines = list(_lines(answer))
        assert lines[0].startswith(answer.code)
        assert not [line for line in lines if "None" in line or "\n" in line]


def _lines(answer: Answer) -> Iterator[str]:
    if isinstance(answer, Counted):
        return counted_lines(answer)
    return cell_lines(answer) if isinstance(answer, TracedCells) else figure_lines(answer)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (Source("a.xlsx", "NV6", "D7", "T6.08", "1.200 người", 1200), "NV6!D7 = “1.200 người”, hiểu là 1.200"),
        (Source("a.xlsx", "NV6", "D7", "T6.08", "1200", 1200), "NV6!D7 = “1200”"),
        (Source("a.xlsx", "NV6", "D7", "T6.15", "12.5", Decimal("12.5")), "NV6!D7 = “12.5”"),
        (Source("a.xlsx", "NV6", "D7", "T6.12", "x", True), "NV6!D7 = “x”, hiểu là Có"),
        (Source("a.xlsx", "NV6", "D7", "T6.15", "", None), "NV6!D7"),
        (Source("a.xlsx", "NV1", "D7", "T1.14", "một\nhai " + "x" * 90, None), "NV1!D7 = “một hai " + "x" * 71 + "…”"),
    ],
)
def test_what_was_understood_is_told_only_where_it_differs(source: Source, shown: str) -> None:
    assert place(source) == shown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("T6.5", "Không có mã “T6.5” trong bộ biểu mẫu 2011. Đề nghị dùng mã gần nhất là “T6.05”."),
        ("so-y-tee", "“so-y-te”"),
        ("sở giáo dục", "Đề nghị dùng mã gần nhất là “so-gddt” (Sở Giáo dục và Đào tạo)."),
        ("zzzz", "mã đơn vị bằng lệnh “vstbcpn units”; ô ghi như NV1!D17."),
        ("T6.08/T6.99", "“T6.99”"),
        ("T2.01:Chưa", "“Chưa kiện toàn”; “Chưa thành lập”"),
        ("T6.05:Có", "không có câu trả lời “Có”"),
    ],
)
def test_what_names_nothing_is_answered_with_the_nearest(asked: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        answer_to(made(), asked)
    assert said in str(refused.value)


@pytest.mark.parametrize("asked", ["Sở Y tế", "so y te", "SO-Y-TE", "sở y tế "])
def test_a_unit_is_known_by_its_name(asked: str) -> None:
    assert cells(asked).code == "so-y-te"


@pytest.mark.parametrize("asked", ["NV6 D17", "nv6d17", "NV6.$D$17", "NV6: D17"])
def test_a_cell_is_known_however_it_is_written(asked: str) -> None:
    assert [c.source for c in cells(asked).cells] == [c.source for c in cells("NV6!D17").cells]


def test_a_share_tells_apart_why_units_are_not_in_it() -> None:
    asked = figure("T6.08/T6.05")
    assert [line.unit.code for line in asked.of(TraceStanding.WITHHELD)] == [season.submissions()[3].unit]
    assert asked.of(TraceStanding.WITHHELD)[0].remark.startswith("VS401: ")
    assert asked.of(TraceStanding.NO_DATA) == ()
    assert [line.unit.code for line in asked.of(TraceStanding.MISSING)] == [season.submissions()[-1].unit]


def test_a_real_file_is_traced_with_its_typed_content(tmp_path: Path) -> None:
    from vstbcpn_cli.usecases.tracing.query import trace

    (tmp_path / "y te.xlsx").write_bytes(at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T6.10"): " 1.200 người"}))
    found = trace("T6.10", [str(tmp_path)], "2011", "6t", None, lambda *_: None)
    assert isinstance(found, Traced)
    (line,) = found.of(TraceStanding.COUNTED)
    spot = at.ref("so-y-te", "T6.10")
    assert (line.value, line.sources[0].typed.strip()) == (1200, "1.200 người")
    assert (line.sources[0].file, line.sources[0].sheet, line.sources[0].cell) == ("y te.xlsx", "NV6", spot.address)


@pytest.mark.parametrize("column", "BD")
def test_every_cell_of_a_total_of_the_units_own_is_said_to_count_nowhere(tmp_path: Path, column: str) -> None:
    from vstbcpn_cli.usecases.tracing.query import trace

    rows: list[dict[str, object]] = [{"nguon": "Tổng kinh phí", "du_toan": 35}]
    (tmp_path / "y te.xlsx").write_bytes(table_typed(at.filled("so-y-te"), "T6.B2", rows))
    row = at.spot("so-y-te", "T6.B2.nguon", number=1)[1]
    found = trace(f"NV6!{column}{row}", [str(tmp_path)], "2011", "6t", None, lambda *_: None)
    assert isinstance(found, TracedCells)
    (use,) = found.cells
    assert (use.source.cell, use.used_in) == (f"B{row}", ())
    assert use.remark.startswith("VS211: Bảng “Kinh phí theo nguồn")
    assert "35" in use.remark


def test_a_figure_of_the_province_is_told_with_its_source_and_the_sum() -> None:
    code, women = "T3.M1.CB01.tong", "T3.M1.CB01.nu"
    given = {c: GivenTotal(n, "Sở Nội vụ") for c, n in ((code, 25_000), (women, 11_000))}
    told = answer_to(replace(made(), given=given), code)
    assert isinstance(told, Traced)
    assert (told.value, told.source, told.added) == (25_000, "Sở Nội vụ", made().total(code).value)
    said = list(figure_lines(told))
    assert said[1:3] == [
        "Toàn tỉnh: 25.000 người",
        f"Nguồn: Sở Nội vụ; in thay cho số cộng từ các đơn vị là {number(made().total(code).value or 0)}.",
    ]
    share = answer_to(replace(made(), given=given), f"{women}/{code}")
    assert isinstance(share, Traced)
    assert (share.value, share.source) == (Decimal(44), "Sở Nội vụ")
