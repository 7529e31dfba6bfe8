"""One truth for each figure: what is printed anywhere is what its trace says, and that is the sum of the cells it
names.

Seasons of returned workbooks are drawn at random (true_seasons.py); their totals are worked out a second time from
the workbooks alone (returned_cells.py), and every number of the Word report is accounted for (truth_document.py).
Quick here; `python -m tests.tools.truth --seasons 40` draws more.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx.table import Table
from openpyxl import load_workbook

from tests.support.judges.recorded_figures import NUMBER, Print, recorded
from tests.support.judges.returned_cells import Book, Spot, added_codes
from tests.support.judges.truth_document import Report
from tests.support.judges.truth_words import TOKEN, figures_of, percent, plain, printed, share, tokens, vn
from tests.support.judges.truth_words import share as share_of
from tests.support.judges.word_text import controls_of, plain_document
from tests.support.programs import libreoffice
from tests.support.seasons.report_cases import TEMPLATES
from tests.support.seasons.true_seasons import Drawn, drawn
from vstbcpn_cli.cli.output.trace import figure_lines
from vstbcpn_cli.report.registry import renderers
from vstbcpn_cli.usecases.tracing.model import Counted, Method, Traced, TraceStanding
from vstbcpn_cli.usecases.tracing.query import Answer, answer_to
from vstbcpn_cli.usecases.validate import as_json

SEASONS, FIRST = int(os.environ.get("VSTBCPN_TRUTHS", "2")), int(os.environ.get("VSTBCPN_TRUTHS_FIRST", "0"))


@pytest.fixture(scope="module", params=range(FIRST, FIRST + SEASONS))
def of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return drawn(request.param, tmp_path_factory.mktemp("mua") / "nhan")


@pytest.fixture(scope="module")
def traces(of: Drawn) -> dict[str, Traced]:
    """Every figure of the form as `trace` answers it."""
    made = of.report.consolidation
    edition = made.edition
    codes = [*edition.indicators, *edition.matrix_cells, *edition.tables, *edition.table_columns]
    found = {code: answer_to(made, code, of.earlier) for code in codes}
    return {code: told for code, told in found.items() if isinstance(told, Traced)}


@pytest.fixture(scope="module")
def books(of: Drawn) -> dict[str, Book]:
    """The workbooks that count, with the cells that `validate` calls wrong; under --strict those of such a file all."""
    told = {f["path"]: f["findings"] for f in as_json(of.intake)["files"]}
    return {unit: Book(path, _wrong(told[path.name]), strict=of.report.strict) for unit, path in of.files.items()}


def _wrong(findings: list[dict[str, Any]]) -> set[Spot]:
    found: set[Spot] = set()
    for finding in (f for f in findings if f["severity"] == "error"):
        if finding["cell"]:
            found.add((finding["sheet"], finding["cell"]))
        found |= {(sheet, address) for sheet, _, address in (r.partition("!") for r in finding["related"]) if address}
    return found


# ------------------------------------------------------------------------------------------ traces against the workbooks
def test_every_trace_is_what_the_workbooks_add_up_to(
    of: Drawn, traces: Mapping[str, Traced], books: Mapping[str, Book]
) -> None:
    wrong, edition_tables = [], of.report.consolidation.edition.tables
    for code in added_codes():
        told = traces[code]
        gives = {unit: book.gives(code) for unit, book in books.items()}
        given = {unit: g.value for unit, g in gives.items() if g.value is not None}
        total = sum(given.values(), Decimal(0)) if given or told.of(TraceStanding.NIL) else None
        value = told.added if told.source else told.value
        if code.split(".")[1] == "M2":  # of levels, which are never added together
            value = sum((Decimal(str(v)) for _, v in told.kinds), Decimal(0)) if told.kinds else None
        held = {unit for unit, g in gives.items() if g.withheld}
        if of.report.strict and code in edition_tables:  # the rows of a unit that is left out whole are shown
            held -= _units(told, TraceStanding.SHOWN)
        shown = {line.unit.code for s in (TraceStanding.COUNTED, TraceStanding.SHOWN) for line in told.of(s)}
        if (value, _units(told, TraceStanding.WITHHELD)) != (total, held) or not given.keys() <= shown:
            differ = _units(told, TraceStanding.WITHHELD) ^ held
            wrong.append((code, value, total, "withheld", differ, "not told", given.keys() - shown))
    assert wrong == [], "\n".join(map(str, (of.name, *wrong)))


def _units(told: Traced, standing: TraceStanding) -> set[str]:
    return {line.unit.code for line in told.of(standing)}


def test_every_line_of_a_trace_is_the_sum_of_the_cells_it_names(
    of: Drawn, traces: Mapping[str, Traced], books: Mapping[str, Book]
) -> None:
    """And the lines make up the figure, for every kind of unit too."""
    checked = 0
    for code, told in traces.items():
        if told.method not in (Method.SUM, Method.SUM_OF_ROWS) or told.value is None:
            continue
        lines = told.of(TraceStanding.COUNTED)
        made_up = sum((Decimal(str(line.value or 0)) for line in lines), Decimal(0))
        assert made_up == (told.added if told.source else told.value), (of.name, code)
        for kind, value in told.kinds if not told.source else ():
            assert sum(Decimal(str(line.value or 0)) for line in lines if line.unit.kind == kind) == value, (code, kind)
        for line in lines:
            files = {s.file for s in line.sources}
            assert files <= {of.files[line.unit.code].name}, (of.name, code, files)
            numbers = [books[line.unit.code].number((s.sheet, s.cell)) for s in line.sources]
            found = [n for n in numbers if n is not None]
            if found and told.where.keys() <= {*told.where} and not told.inputs[1:]:
                checked += 1
                assert sum(found, Decimal(0)) == Decimal(str(line.value)), (of.name, code, line)
    assert checked > 200 or of.report.strict


# --------------------------------------------------------------------------------------------- what is printed, and where
@pytest.fixture(scope="module")
def written(of: Drawn, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every output of the season, by the name of its renderer."""
    folder = tmp_path_factory.mktemp("ra")
    paths = {r.name: folder / r.file_name.format(stem=of.report.stem) for r in renderers()}
    for renderer in renderers():
        renderer.render(of.report, paths[renderer.name])
    return paths


def test_annex_ii_prints_what_the_traces_say(
    of: Drawn, traces: Mapping[str, Traced], written: Mapping[str, Path]
) -> None:
    edition, coverage = of.report.consolidation.edition, of.report.consolidation.coverage
    kinds = [k for k in ("SN", "DT", "HU", "XA") if coverage.of_kind(k)]
    tables = [t for t in plain_document(written["officer"]).tables if t.rows[0].cells[0].text.startswith("Mã")]
    table = next(t for t in tables if len(t.columns) == len(kinds) + 6)
    checked = set()
    for cells in ([c.text for c in row.cells] for row in table.rows[1:]):
        code = cells[0]
        if code not in traces:
            continue
        told = traces[code]
        levels = code in edition.matrix_cells and edition.matrix_cells[code][0].levels
        assert cells[3 : 3 + len(kinds)] == [printed(told, k) for k in kinds], (of.name, code)
        if not levels:
            assert cells[3 + len(kinds)] == printed(told), (of.name, code)
            share = told.share
            ratio = cells[4 + len(kinds)].partition(" ")[0]
            told_share = f"{share_of(share.part, share.whole):.2f}%".replace(".", ",") if share and share.whole else ""
            assert ratio == told_share, (of.name, code)
        lacking = {
            line.unit.code
            for s in (TraceStanding.WITHHELD, TraceStanding.NO_DATA, TraceStanding.MISSING, TraceStanding.EXCLUDED)
            for line in told.of(s)
        }
        assert cells[5 + len(kinds)] == ("" if told.source else vn(len(lacking))), (of.name, code)
        checked.add(code)
    assert len(checked) > 60 or of.report.strict


def test_the_data_say_what_the_traces_say(of: Drawn, traces: Mapping[str, Traced], written: Mapping[str, Path]) -> None:
    totals = json.loads(written["json"].read_text(encoding="utf-8"))["totals"]
    for code, total in totals.items():
        told = traces[code]
        if told.method in (Method.SUM, Method.LEAD, Method.COUNT_YES, Method.COUNT_BY_ANSWER, Method.LEVELS):
            value = None if told.value is None else str(told.value)
            assert (None if total["value"] is None else str(total["value"])) == value, (of.name, code)
            assert set(total["parts"]) == _units(told, TraceStanding.COUNTED), (of.name, code)
            assert {w["unit"] for w in total["withheld"]} == _units(told, TraceStanding.WITHHELD), (of.name, code)
    with written["csv"].open(encoding="utf-8-sig", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["status"] == "value"]
    for code, told in traces.items():
        if told.method is Method.SUM and told.value is not None and not told.of(TraceStanding.SHOWN):
            own = [Decimal(r["value"]) for r in rows if r["indicator"] == code and r["row"] == "0"]
            assert sum(own, Decimal(0)) == (told.added if told.source else told.value), (of.name, code)


def test_the_excel_annex_holds_what_the_traces_say(
    of: Drawn, traces: Mapping[str, Traced], written: Mapping[str, Path]
) -> None:
    book = load_workbook(written["annex"], data_only=True)
    kinds = of.report.consolidation.coverage.kinds
    seen = set()
    for row in book["Tổng hợp"].iter_rows(min_row=4, values_only=True):
        code = str(row[1])
        if code in traces and not str(row[2]).startswith("– ") and isinstance(row[4 + len(kinds)], int | float):
            told = traces[code]
            if told.method is Method.COUNT_BY_ANSWER:
                continue
            assert Decimal(repr(row[4 + len(kinds)])) == told.value, (of.name, code)
            by_kind = dict(told.kinds)
            for n, kind in enumerate(kinds, 4):
                assert (row[n] if isinstance(row[n], int | float) else None) == _plain(by_kind.get(kind)), (code, kind)
            seen.add(code)
    assert len(seen) > 50 or of.report.strict
    for code, table in of.report.consolidation.edition.tables.items():
        sheet = book[code]
        foot = [c.value for c in sheet[sheet.max_row]]
        if foot[2] != "Cộng các dòng được tính":
            continue
        assert foot[4 + len(table.columns)] == traces[code].value, (of.name, code)
        yes = [
            r
            for r in sheet.iter_rows(min_row=5, max_row=sheet.max_row - 1, values_only=True)
            if r[4 + len(table.columns)] == "Có"
        ]
        for n, column in enumerate(table.columns, 4):
            if column.type.value in ("int", "money"):
                told = traces[f"{code}.{column.key}"]
                assert foot[n] == _plain(told.value), (of.name, told.code)
                # The formula adds what stands as a number in the rows that count: so it comes to the same when recalculated.
                live = sum((Decimal(repr(r[n])) for r in yes if isinstance(r[n], int | float)), Decimal(0))
                assert live == (told.value or 0), (of.name, told.code)


def _plain(value: Any) -> Any:
    return None if value is None else float(value) if isinstance(value, Decimal) else value


def test_charts_show_what_the_traces_say(of: Drawn, traces: Mapping[str, Traced], written: Mapping[str, Path]) -> None:
    """Money by source, women by post, activities by unit, units by group: every bar from the trace of its figure."""
    names = tomllib.loads((TEMPLATES / "report" / "nhan.toml").read_text(encoding="utf-8"))["bieu_do"]
    for series in _charts(written["docx"]):
        titles = {name for name, _, _ in series}
        for name, categories, values in series:
            bars = dict(zip(categories, values, strict=True))
            if name in ("Dự toán", "Thực hiện"):
                told = traces["T6.B2.du_toan" if name == "Dự toán" else "T6.B2.thuc_hien"]
                assert sum(v for v in bars.values() if v is not None) == (told.value or 0), (of.name, name)
                assert sorted(v for v in bars.values() if v) == sorted(
                    v for v in told.by.get("T6.B2.nguon", {}).values() if v
                )
            elif name == names["can_bo"]["nu"]:
                rows = {label: code for code, label in names["can_bo"]["hang"]}
                for label, value in bars.items():
                    told_share = traces[f"T3.M1.{rows[label]}.nu"].share
                    assert told_share is not None
                    assert f"{vn(value)}%" == percent(told_share.part, told_share.whole), (of.name, label)
            elif name == names["tuyen_truyen"]["so"]:
                assert sum(v or 0 for v in bars.values()) == traces["T5.01"].value, of.name
            elif name == names["tinh_hinh"]["dung_han"] and names["tinh_hinh"]["chua_gui"] in titles:
                told = answer_to(of.report.consolidation, "don-vi")  # type: ignore[assignment]
                late = sum(v or 0 for n, _, some in series if n == names["tinh_hinh"]["cham"] for v in some)
                assert sum(v or 0 for v in bars.values()) + late == told.value, of.name


def _charts(path: Path) -> Iterator[list[tuple[str, list[str], list[Decimal | None]]]]:
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    with zipfile.ZipFile(path) as package:
        for part in (n for n in package.namelist() if n.startswith("word/charts/")):
            series = []
            for ser in ET.fromstring(package.read(part)).iter(f"{c}ser"):
                name = "".join(v.text or "" for v in ser.find(f"{c}tx").iter(f"{c}v"))  # type: ignore[union-attr]
                cat = ser.find(f"{c}cat")
                val = ser.find(f"{c}val")
                assert cat is not None
                assert val is not None
                texts = {int(p.get("idx", "0")): p.findtext(f"{c}v", "") for p in cat.iter(f"{c}pt")}
                figures = {int(p.get("idx", "0")): Decimal(p.findtext(f"{c}v", "0")) for p in val.iter(f"{c}pt")}
                series.append((name, [texts[n] for n in sorted(texts)], [figures.get(n) for n in sorted(texts)]))
            yield series


def test_the_screen_prints_what_the_trace_holds(of: Drawn, traces: Mapping[str, Traced]) -> None:
    for told in traces.values():
        if told.method in (Method.SUM, Method.SUM_OF_ROWS, Method.ROWS) and told.value is not None:
            assert f"Toàn tỉnh: {vn(told.value)}" in "\n".join(figure_lines(told)), (of.name, told.code)


@pytest.fixture(scope="module")
def paper(of: Drawn, traces: Mapping[str, Traced], written: Mapping[str, Path]) -> Report:
    return Report(of, written["officer"], written["words"], traces)


# ------------------------------------------------------------------------------------------------------- the sentences
@pytest.fixture(scope="module")
def said(of: Drawn) -> tuple[dict[str, list[str]], list[Print]]:
    return recorded(of.report)


def test_what_a_sentence_prints_is_what_the_trace_says(
    of: Drawn, traces: Mapping[str, Traced], said: tuple[dict[str, list[str]], list[Print]]
) -> None:
    """Each figure recorded while the sentences were made, against the trace of its code."""
    made, checked = of.report.consolidation, 0
    for one in said[1]:
        how, *codes = one.asked
        where = (of.name, one)
        if how in (
            "so",
            "dem_dong",
            "dem_bang",
            "tong_theo",
            "dem",
            "dem_phat_sinh",
            "ty_le",
            "dem_tra_loi",
        ) and one.text not in (
            "…",
            "",
        ):
            told = traces[codes[0]]
            kind = codes[-1] if codes[-1] in ("SN", "DT", "HU", "XA") else ""
            asked = [c for c in codes if c and c != kind]
            lines = [x for x in told.of(TraceStanding.COUNTED) if kind in ("", x.unit.kind)]
            match how, one.what:
                case (("so" | "dem_dong"), "chu"):
                    counted = told.value if not kind else dict(told.kinds)[kind]
                    assert plain(one.text) == vn(counted), where
                case "dem", ("so" | "tong" | "khong"):
                    yes = sum(x.value is True for x in lines)
                    counts = {"so": yes, "tong": len(lines), "khong": len(lines) - yes}
                    assert plain(one.text) == vn(counts[one.what]), where
                case "dem_phat_sinh", ("so" | "tong" | "khong"):
                    answers = [*(x.value for x in lines), *(0 for _ in told.of(TraceStanding.NIL))]
                    some = sum(bool(v) for v in answers)
                    counts = {"so": some, "tong": len(answers), "khong": len(answers) - some}
                    assert plain(one.text) == vn(counts[one.what]), where
                case "ty_le", ("chu" | "tu" | "mau" | "co_so"):
                    whole = asked[1] if len(asked) > 1 else made.whole_of(asked[0])
                    found = answer_to(made, f"{asked[0]}/{whole}")
                    assert isinstance(found, Traced)
                    share = dict(found.kind_shares)[kind] if kind else found.share
                    assert share is not None, where
                    texts = {"chu": percent(share.part, share.whole), "tu": vn(share.part), "mau": vn(share.whole)}
                    base = {texts["tu"], texts["mau"], vn(len(share.units))}
                    assert plain(one.text) == texts.get(one.what) or {*map(plain, NUMBER.findall(one.text))} <= base, (
                        where
                    )
                case "dem_bang", "chu":
                    assert plain(one.text) in {vn(v) for v in told.by[f"{asked[0]}.{asked[1]}"].values()}, where
                case "tong_theo", "chu":
                    told = traces[f"{asked[0]}.{asked[1]}"]
                    assert plain(one.text) in {vn(v) for v in told.by[f"{asked[0]}.{asked[2]}"].values()}, where
                case "dem_tra_loi", _:
                    assert plain(one.text) == vn(sum(x.value in asked[1:] for x in lines)), where
                case _:
                    continue
            checked += 1
    assert checked > 50 or of.report.strict, of.name


def test_no_sentence_prints_a_number_that_no_record_knows(
    of: Drawn, said: tuple[dict[str, list[str]], list[Print]], paper: Report
) -> None:
    folder = TEMPLATES / "report"
    shared = "".join((folder / n).read_text(encoding="utf-8") for n in ("_cau.j2", "van-ban.toml", "danh-gia.toml"))
    shared += "".join(tomllib.loads((folder / "nhan.toml").read_text(encoding="utf-8"))["thay"].values())
    coverage = answer_to(of.report.consolidation, "don-vi")
    assert isinstance(coverage, Traced)
    units = {vn(v) for v in (coverage.value, len(coverage.lines), *dict(coverage.kinds).values())}
    units |= {vn(sum(x.unit.kind == k for x in coverage.lines)) for k in ("SN", "DT", "HU", "XA")}
    units |= {vn(len(coverage.of(s))) for s in (TraceStanding.MISSING, TraceStanding.NIL, TraceStanding.EXCLUDED)}
    units |= paper.counts_of_units() | paper.counts_of_annexes() | paper.days
    targets = str([t.code for c in of.report.consolidation.edition.catalogues for t in c.targets])
    units |= {*NUMBER.findall(targets)}
    unknown = []
    for section, lines in said[0].items():
        own = f"{shared}{(folder / f'{section}.j2').read_text(encoding='utf-8')}"
        known = {*units, *NUMBER.findall(own), *NUMBER.findall(str(of.report.consolidation.edition.office))}
        known |= {n for p in said[1] if p.section == section for n in NUMBER.findall(p.text)}
        known |= {plain(n) for n in known}
        known |= {str(of.report.consolidation.edition.year + n) for n in (-1, 0, 1)} | {"6", "12", "30", "31", "01"}
        for line in (x for x in lines if not paper.speaker(x) and not x.endswith(":")):
            numbers = NUMBER.findall(paper.without_words(line))
            unknown += [(section, n, line) for n in numbers if n not in known and plain(n) not in known]
    assert unknown == [], "\n".join(map(str, (of.name, *unknown)))


# ------------------------------------------------------------------------------------------------------ the two copies
def test_every_marked_figure_is_one_of_its_trace(
    traces: Mapping[str, Traced], said: tuple[dict[str, list[str]], list[Print]], paper: Report
) -> None:
    """What `trace` answers for the tag of a content control holds the number inside it."""
    told: dict[str, set[str]] = {}
    for one in said[1]:
        for code in one.asked[1:]:
            told.setdefault(code, set()).update(tokens(one.text))
    controls = controls_of(paper.path)
    counted = {c: answer_to(paper.of.report.consolidation, c, paper.of.earlier) for c, _, _ in controls if "-" in c}
    known = {c: figures_of(traces[c]) | told.get(c, set()) for c, _, _ in controls if c in traces}
    known |= {c: _counts(found) for c, found in counted.items()}
    assert [c for c in controls if tokens(c[2]) - known[c[0]]] == [], paper.of.name
    assert len(controls) > 500 or paper.of.report.strict


def _counts(found: Answer) -> set[str]:
    """The numbers that a count may be printed with, also with a nought before it."""
    assert isinstance(found, Traced | Counted)
    share = found.share if isinstance(found, Traced) else None
    numbers = [*(() if share is None else (share.part, share.whole)), found.value, *dict(found.kinds).values()]
    percents = {percent(share.part, share.whole)} if share else set()
    return tokens(*map(vn, numbers), *percents, *(f"{n:02d}" for n in numbers if isinstance(n, int)))


def test_what_goes_up_prints_the_figures_of_the_officers_copy(of: Drawn, written: Mapping[str, Path]) -> None:
    """Number by number, in the order of reading; only what the officer alone needs is left out."""
    signed, mine = (list(_numbers(written[name])) for name in ("docx", "officer"))
    assert signed == mine, of.name
    assert sum(map(len, signed)) > 1000


def _numbers(path: Path) -> Iterator[list[str]]:
    """Those of every paragraph and row, without codes, the note of a draft, counts of faults and open points."""
    for block in plain_document(path).iter_inner_content():
        if isinstance(block, Table):
            rows = [[c.text for c in row.cells] for row in block.rows]
            kept = [n for n, head in enumerate(rows[0]) if head not in ("Mã số", "Số lỗi")]
            yield from (TOKEN.findall(_CODE.sub("", " ".join(row[n] for n in kept))) for row in rows)
        elif "CẦN XÁC MINH" in block.text:
            return
        elif numbers := TOKEN.findall(_CODE.sub("", "" if block.text.startswith("Bản ") else block.text)):
            yield numbers


_CODE = re.compile(r"\b(?:[TX]\d*\.[\w./]*\w|CB\d+\.)")


# ---------------------------------------------------------------------------------------------- the paper as a whole
PLACES = ("short_tables", "staff", "lists", "charts", "notes", "quoted")


@pytest.mark.parametrize("place", PLACES)
def test_every_number_of_the_paper_is_accounted_for(paper: Report, place: str) -> None:
    before = paper.checked
    wrong = list(getattr(paper, place)())
    assert wrong == [], "\n".join(map(str, wrong))
    assert paper.checked > before or paper.of.report.strict


def test_what_is_said_of_the_year_before_is_what_both_traces_say(
    of: Drawn, said: tuple[dict[str, list[str]], list[Print]]
) -> None:
    """How much more or less, of which units, added up again from what each of them gave both times."""
    compared = 0
    for one in said[1]:
        if one.asked[0] not in ("so_sanh", "cung_ky") or not one.text:
            continue
        codes = [c for c in one.asked[1:] if c]
        told = of.asked("/".join(codes))
        assert told.earlier is not None, one
        where = (of.name, one, told.earlier)
        if one.asked[0] == "cung_ky":
            before = Decimal(str(told.earlier.value))
            assert one.text in (vn(before), f"{before:.2f}%".replace(".", ",")), where
        else:
            said_, _, note = one.text.partition("so sánh trên ")
            numbers, scope = _change(told, len(codes) == 2)
            assert [plain(n) for n in TOKEN.findall(said_)] == [*numbers, "2010"], where
            # Of which units is said where they are not all that sent both times.
            assert [plain(n) for n in TOKEN.findall(note)] in ([], scope), where
        compared += 1
    assert compared > 5 or of.report.previous is None or of.report.strict, of.name


def _change(told: Traced, shares: bool) -> tuple[list[str], list[str]]:
    """The numbers of “tăng 12 lớp (tăng 20%) so với cùng kỳ”, and of how many units, made of the lines alone."""
    assert told.earlier is not None
    assert told.earlier.change is not None
    lines, given, among = told.of(TraceStanding.COUNTED), told.earlier.given, told.earlier.change.among
    if among:
        both = {x.unit.code for x in lines if x.value is not None} & given.keys()
        assert set(among) <= both, (told.code, among, both)
        lines = tuple(x for x in lines if x.unit.code in among)
        given = {unit: values for unit, values in given.items() if unit in among}
    now = [
        sum((Decimal(str(v)) for v in some if v is not None), Decimal(0))
        for some in zip(*((x.value, x.whole) for x in lines), strict=True)
    ]
    before = [sum((Decimal(str(v)) for v in some), Decimal(0)) for some in zip(*given.values(), strict=True)]
    scope = [vn(len(among))] if among else []
    if shares:
        points = abs(share(now[0], now[1]) - share(before[0], before[1]))
        return [vn(points)] if points else [], scope
    more = abs(now[0] - before[0])
    part = [vn(share(more, before[0]))] if before[0] >= 10 and more else []
    return [*([vn(more)] if more else []), *part], scope


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_the_excel_annex_is_the_same_when_it_is_computed_again(written: Mapping[str, Path], tmp_path: Path) -> None:
    bare = tmp_path / "phu-luc.xlsx"
    with zipfile.ZipFile(written["annex"]) as package, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as stripped:
        for name in package.namelist():
            # Without a stored result the program has to compute the formula itself.
            stripped.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", package.read(name)))
    again = libreoffice.resave(bare, tmp_path / "tinh-lai.xlsx")
    stored, made = load_workbook(written["annex"], data_only=True), load_workbook(again, data_only=True)
    formulas = [
        (sheet.title, c.coordinate)
        for sheet in load_workbook(written["annex"]).worksheets
        for row in sheet.iter_rows()
        for c in row
        if c.data_type == "f"
    ]
    differ = [
        (sheet, cell, stored[sheet][cell].value, made[sheet][cell].value)
        for sheet, cell in formulas
        if made[sheet][cell].value != pytest.approx(stored[sheet][cell].value)
    ]
    assert differ == []
    assert len(formulas) > 400
