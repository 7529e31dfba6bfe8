"""Rows of the scorecard on figures: what is planted is told, what is honest is left alone, and who is to blame."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.forms.returned import Formula, Position
from tests.support.judges.audited import faults
from tests.support.judges.measured import Figure, Size
from tests.support.programs import libreoffice
from tests.support.programs import other_programs as programs
from tests.support.seasons import season as shipped
from tests.support.seasons.random_seasons import seasons
from tests.support.seasons.report_cases import all_forms, made_of, report_of
from tests.tools import unlikely_figures as unlikely
from tests.tools.scorecard import row
from vstbcpn_cli.edition.applicability import withholdable
from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.findings import RuleFailure
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Key, Submission, Unreadable
from vstbcpn_cli.report.annex_workbook.renderer import RENDERER as ANNEX
from vstbcpn_cli.report.copies import Copy
from vstbcpn_cli.report.word.renderer import COPIES
from vstbcpn_cli.rules.base import Season
from vstbcpn_cli.rules.engine import judge, judge_season
from vstbcpn_cli.rules.registry import rules
from vstbcpn_cli.usecases.intake.reader_answer import Answer, AnswerCodec, packed
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.sheet_plan import Role

KINDS = {"SN": "so-y-te", "DT": "hoi-lhpn", "HU": "huyen-loc-binh", "XA": "xa-tuong-tuong"}


# --------------------------------------------------------------------------------------------- nothing in silence
_STALE = (
    *("{v}+1", "{v}*2", "SUM({v},1)", "IF(1>0,{v}+1,0)", "sum({v},3)", "ROUND({v}/3,0)+{v}", "MOD({v},1)+{v}+2"),
    *(
        "COUNTA(A1:A4)+{v}*9+1",
        "SUMIF(Z1:Z3,0)+{v}+5",
        "PRODUCT({v},3)+1",
        "IFERROR(1/0,{v}+4)",
        "{v}^2+2",
        "MAX({v},0)+1",
    ),
    *("SUMPRODUCT(Z1:Z2,Z1:Z2)+{v}+1", "SUBTOTAL(9,Z1:Z2)+{v}+6", 'VALUE("{v}")+1', "ABS(-{v})+1", "_xlfn.FOO({v})"),
)
"""Formulas none of which gives the figure that is stored for it."""
_BESIDE = (
    *("{v}", "có {v} lượt", "Tổng {v}", "({v})", "Chưa có số liệu: {v}", "khoảng {v}", "{v} người", "cả năm {v} cuộc"),
    *("là {v}", "{v}.", "= {v}", "khoảng {v} lượt người"),
)
"""What people write beside the cell that a figure belongs in."""


def _counted(unit: str) -> list[str]:
    """Whole numbers that the unit gives, other than 0 and 1, each with a line of its own."""
    read = at.accepted(at.filled(unit))
    scope = at.scope_of(read)
    seen = [e.observation for e in scope.entries if e.spec.type is FieldType.INT and not e.observation.key.row]
    own = [o.key.code for o in seen if not o.key.code.startswith("M.") and (o.number or 0) > 1]
    return [code for code in own if code.count(".") == 1]


@row(25, "planted: old results of formulas, figures beside their cell; told at the cell and not added up", "all")
def planted_figures(size: Size) -> Figure:
    rng, silent, cases = size.random(), Counter[str](), 0
    for unit in list(KINDS.values())[: size.pick(1, 4)]:
        codes = _counted(unit)
        usual = at.accepted(at.filled(unit))
        for text, beside in (*((t, False) for t in _STALE), *((t, True) for t in _BESIDE)):
            for code in rng.sample(codes, min(len(codes), size.pick(1, 12))):
                cases += 1
                figure = str(usual.values[code].value)
                cells: dict[Position, Any] = {at.spot(unit, code): None if beside else _old(text, figure)}
                if beside:
                    cells[at.spot(unit, code, Role.REASON)] = text.format(v=figure)
                if not _told(at.typed(at.filled(unit), cells), code):
                    silent[text] += 1
    named = "; ".join(f"“{t}” {n}" for t, n in silent.most_common(6))
    return Figure(f"{cases - silent.total()} of {cases}", cases, not silent, f"silent: {named}" if silent else "")


def _old(text: str, figure: str) -> Formula:
    return Formula(text.format(v=figure), figure)


def _told(content: bytes, code: str) -> bool:
    """Something is said of the answer or of its cell, and where that is an error nothing of it is used."""
    read = at.accepted(content)
    seen = read.values[code]
    about = [f for f in judge(at.scope_of(read), at.bound()) if _speaks_of(f, seen.key) or f.place.cell == seen.cell]
    return any(f.code not in ("VS142", "VS301") for f in about)


def _speaks_of(finding: Any, key: Key) -> bool:
    return key in finding.keys or finding.place.key == key


_EMPTY_WORDS = (
    *(
        "Chưa có số liệu",
        "Không áp dụng",
        "Đang tổng hợp",
        "…",
        "...",
        "-",
        "sẽ báo cáo sau",
        "?",
        "chưa có",
        "x",
        "N/A",
    ),
    *("Chưa tổng hợp được", "báo cáo sau", "đang cập nhật", "số liệu chưa có", "////", "không rõ", "tbc"),
)


@row(26, "returns of nothing refused; returns that report something accepted", "all; all")
def returns_of_nothing(size: Size) -> Figure:
    """In the cells, in the reasons, in both, in nothing but the header; then with half of the answers given."""
    wrong: list[str] = []
    cases = 0
    for unit in list(KINDS.values())[: size.pick(1, 4)]:
        codes = list(withholdable(at.applies_to(unit)))
        full = at.accepted(at.filled(unit))
        for word in _EMPTY_WORDS[: size.pick(6, len(_EMPTY_WORDS))]:
            for role in (Role.VALUE, Role.REASON):
                cases += 1
                if not isinstance(at.read(_without(unit, codes, word, role)), Unreadable):
                    wrong.append(f"{unit} {role.name} “{word}” accepted")
        cases += 2
        if not isinstance(at.read(_header_alone(unit)), Unreadable):
            wrong.append(f"{unit} header alone accepted")
        half = [c for c in codes if full.values[c].number is not None][::2]
        if isinstance(at.read(_without(unit, half, "Chưa có số liệu", Role.REASON)), Unreadable):
            wrong.append(f"{unit} half refused")
    return Figure(f"{cases - len(wrong)} of {cases}", cases, not wrong, "; ".join(wrong[:8]))


def _header_alone(unit: str) -> bytes:
    """A form in which only the sheet that says whose it is has been filled in."""
    applies = at.applies_to(unit)
    answers = plausible(shipped.edition(), applies.unit, applies.period)
    sheet = at.spot(unit, "M.01")[0]
    return at.typed(at.blank(unit), {(s, r, c): v for s, r, c, v in entries(applies, answers) if s == sheet})


def _without(unit: str, codes: list[str], word: str, role: Role) -> bytes:
    """A form that says the same in the place of each of these answers."""
    cells: dict[Position, Any] = {at.spot(unit, code): None for code in codes}
    if word:
        cells |= {at.spot(unit, code, role): word for code in codes}
    return at.typed(at.filled(unit), cells)


# -------------------------------------------------------------------------------------------------- other programs
@row(
    27,
    "forms saved again by other programs, one and two after each other: errors and warnings the office did not make",
    "0",
)
def saved_again(size: Size) -> Figure:
    blamed: Counter[str] = Counter()
    cases = 0
    missing: list[str] = []
    for unit in list(KINDS.values())[: size.pick(1, 4)]:
        source = size.folder / f"{unit}.xlsx"
        source.write_bytes(at.filled(unit))
        usual = _blame(source)
        for chain in _chains(size, missing):
            cases += 1
            last = source
            for step, (name, ending, save) in enumerate(chain):
                target = size.folder / f"{unit}-{step}.{ending}"
                last = save(last, target)
                assert last.exists(), name
            brought = _blame(last) - usual
            for code in brought:
                blamed[f"{' → '.join(f'{n} .{e}' for n, e, _ in chain)}: {code}"] += 1
    note = f"not here: {', '.join(sorted(set(missing)))}. " if missing else ""
    return Figure(
        str(blamed.total()), cases, not blamed, note + "; ".join(f"{k} {n}" for k, n in blamed.most_common(6))
    )


def _chains(size: Size, missing: list[str]) -> Iterator[tuple[Any, ...]]:
    each: list[Any] = []
    if reason := programs.missing_gnumeric():
        missing.append(reason)
    else:
        each += [("Gnumeric", ending, programs.by_gnumeric) for ending in programs.GNUMERIC]
    if reason := libreoffice.missing():
        missing.append(reason)
    else:
        formats = {"xlsx": libreoffice.XLSX, "xls": libreoffice.XLS, "ods": libreoffice.ODS}
        each += [("LibreOffice", e, lambda a, b, f=f: libreoffice.resave(a, b, f)) for e, f in formats.items()]
    for library in programs.LIBRARIES:
        if reason := programs.missing(library):
            missing.append(reason)
        else:
            kind = "xlsx" if library == "xlsx" else ""
            each.append((library, "xlsx", lambda a, b, n=library, k=kind: programs.by_library(n, a, b, k)))
    yield from ((one,) for one in (each if size.full else each[:1]))
    if size.full:
        office = [one for one in each if one[0] in ("Gnumeric", "LibreOffice")]
        yield from ((one, other) for one in office for other in office if one[0] != other[0])


def _blame(path: Path) -> set[str]:
    """What is not a mere notice, but for the remark on an old format and on lists a program does not keep."""
    found = at.reader().read(path, path.name)
    assert isinstance(found, Submission), found
    told = judge(at.scope_of(found), at.bound())
    return {f"{f.code} {f.place.cell}" for f in told if f.severity.value != "notice"} - {"VS112 None", "VS232 None"}


# -------------------------------------------------------------------------------------------- answers of a process
@row(29, "answers of a reading process with one to three things changed: accepted though they say what cannot be", "0")
def odd_answers(size: Size) -> Figure:
    """What is accepted must be whole: it can be judged, counted and sent again as it came."""
    rng, times = size.random(), size.pick(150, 20_000)
    taker = AnswerCodec(Setting(shipped.edition(), shipped.edition().periods["6t"], at.register()), at.bound())
    read = at.accepted(at.filled("so-y-te"), name="a.xlsx")
    findings = judge(at.scope_of(read), at.bound())
    honest = packed(Answer(read, findings=findings))
    broken: list[str] = []
    taken = 0
    for n in range(times):
        content = _odd(honest, rng)
        try:
            answer = taker.unpacked(content, "a.xlsx")
        except Exception:  # noqa: BLE001 - whatever it is, nothing came in
            continue
        taken += 1
        try:
            assert answer.outcome.file.path == "a.xlsx"
            assert packed(answer)
            if isinstance(answer.outcome, Submission):
                judge(at.scope_of(answer.outcome), at.bound())
        except Exception as fault:  # noqa: BLE001 - this is what is counted
            broken.append(f"{n}: {type(fault).__name__}")
    return Figure(str(len(broken)), times, not broken, "; ".join(broken[:5]) or f"{taken} taken, each of them whole")


def _odd(honest: bytes, rng: random.Random) -> bytes:
    plain = msgspec.msgpack.decode(honest)
    for _ in range(rng.randint(1, 3)):
        at_, parent, last = plain, None, 0
        while isinstance(at_, list) and at_ and rng.random() < 0.9:
            parent, last = at_, rng.randrange(len(at_))
            at_ = at_[last]
        if parent is None:
            continue
        odd: tuple[Any, ...] = (
            None,
            -1,
            2**70,
            1.5,
            "",
            "x" * 9,
            [],
            {},
            b"x",
            True,
            "T6.05",
            "../a",
            ["n", "9"],
            ["d", "2011-06-01"],
        )
        change = rng.randrange(4)
        if change == 0:
            parent[last] = rng.choice(odd)
        elif change == 1:
            del parent[last]
        elif change == 2:
            parent.append(parent[last])
        else:
            other = rng.randrange(len(parent))
            parent[last], parent[other] = parent[other], parent[last]
    try:
        return msgspec.msgpack.encode(plain)
    except (OverflowError, TypeError):
        return b""


# ---------------------------------------------------------------------------------------------- figures that cannot be
@row(
    31,
    "planted wrong figures found × 1000, × 100; copied sheets found; false alarms in an honest season",
    "≥ 95 %, ≥ 60 %; ≥ 90 %; ≤ 1",
)
def unlikely_rates(size: Size) -> Figure:
    count = size.pick(2, 16)
    thousand, hundred = (unlikely.mistyped_found(count, kind) for kind in ("× 1000", "× 100"))
    copies = [unlikely.copies_found(count, task, 1, "HU") for task in ("T3", "T4", "T6")]
    copied = unlikely.Rate(sum(r.found for r in copies), sum(r.of for r in copies))
    false = unlikely.alarms(count, (*unlikely.OUTLIERS, *unlikely.COPIES)) / count
    met = thousand.found >= 0.95 * thousand.of and copied.found >= 0.9 * copied.of and false <= 1
    met = met and (hundred.found >= 0.6 * hundred.of or not size.full)
    note = "One count of one office mistyped; one sheet of a district taken over but for one figure; tests/tools/unlikely_figures.py."
    return Figure(f"{thousand}, {hundred}; {copied}; {false:.2f}", count, met, note)


# -------------------------------------------------------------------------------------------------- written packages
@row(32, "Word and Excel files of seasons drawn by lot: faults found by openxml-audit", "0")
def audited(size: Size) -> Figure:
    found: Counter[str] = Counter()
    count = size.pick(1, 12)
    reports = [drawn.report for drawn in seasons(count)]
    if size.full:
        reports += [report_of(made_of(all_forms(period), period)) for period in ("6t", "nam")]
    for number, report in enumerate(reports):
        for renderer, ending in ((COPIES[Copy.OFFICER], "docx"), (ANNEX, "xlsx")):
            path = size.folder / f"{number}.{ending}"
            renderer.render(report, path)
            found.update(f"{ending}: {said}" for _, said in faults(path))
    return Figure(
        str(found.total()), 2 * len(reports), not found, "; ".join(f"{k} {n}" for k, n in found.most_common(3))
    )


# ------------------------------------------------------------------------------------------------ rules that fail
@row(33, "each rule in turn raises: findings of the others lost; failures not named", "0; 0")
def failing_rules(size: Size) -> Figure:
    made = _faulty()
    usual = _judged(made, [])
    names = [n for n, r in rules().items() if hasattr(r, "check")]
    lost = unnamed = cases = 0
    kinds: tuple[BaseException, ...] = (ValueError("x"), RecursionError(), MemoryError(), SystemExit(0))
    for n, name in enumerate(names if size.full else names[::12]):
        for fault in kinds if size.full else kinds[n % 4 : n % 4 + 1]:
            cases += 1
            failed: list[RuleFailure] = []
            with _raising(name, fault):
                now = _judged(made, failed)
            lost += len((usual - now).keys() - {k for k in usual if k[1] == name})
            ran = any(k[1] == name for k in usual)
            unnamed += ran and rules()[name].code not in {f.code for f in failed}
    return Figure(f"{lost}; {unnamed}", cases, not lost + unnamed, "")


def _faulty() -> Season:
    """Offices with faults of several kinds, and figures of last year."""
    made = unlikely.honest("7", previous=True)
    some = replace(made, scopes=made.scopes[:12])
    return unlikely.changed(some, 3, {"T5.04": Decimal(90_000)})


def _judged(made: Season, failed: list[RuleFailure]) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for scope in made.scopes:
        found.update((scope.unit.code, f.rule, str(f.place.key)) for f in judge(scope, at.bound(), failed))
    for path, some in judge_season(made, at.bound(), failed).items():
        found.update((path, f.rule, str(f.place.key)) for f in some)
    return found


@contextmanager
def _raising(name: str, fault: BaseException) -> Iterator[None]:
    def check(*_: object) -> Iterator[Any]:
        raise fault
        yield

    rule: Any = rules()[name]
    usual = rule.check
    msgspec.structs.force_setattr(rule, "check", check)
    try:
        yield
    finally:
        msgspec.structs.force_setattr(rule, "check", usual)
