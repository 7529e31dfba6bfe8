"""Every rule against small forms built in memory: one that breaks it and one that does not, by code and cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.model import Constraint, Edition, Severity
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register, shipped_register
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.submission import (
    CellRef,
    Key,
    Observation,
    Problem,
    SourceFile,
    Stamp,
    State,
    Submission,
    TableAnswer,
    TableRow,
)
from vstbcpn_cli.rules.base import ComparisonRule, ProblemRule, Scope, Season
from vstbcpn_cli.rules.engine import blocked_by, in_reading_order, judge, judge_problem, judge_season
from vstbcpn_cli.rules.registry import BoundConstraint, bind, rules
from vstbcpn_cli.rules.wording import listing, number

EDITION = load_edition("2011")
REGISTER = parse_register(csv_lines(shipped_register("2011")), "2011.csv")
NIL = "Không có"
EMPTY, UNREADABLE, UNAVAILABLE = State.EMPTY, State.UNREADABLE, State.UNAVAILABLE
FIVE, SCOPE = ("T1.03", "T1.04", "T1.05", "T5.04", "T5.10"), {"M.09": "Chỉ cơ quan"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass(frozen=True)
class Form:
    """What a unit answered: `values` and table rows map codes to a value or a bare state; all else is not in the file.

    `explained` maps a code, or a table with its row (“T6.B1[1]”), to the words under “Giải trình”.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Any] = field(default_factory=dict)
    unit: str = "so-y-te"
    period: str = "6t"
    nil: Sequence[str] = ()
    explained: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    beside: Mapping[str, Problem] = field(default_factory=dict)
    """Problems recorded with an answer, by its key."""

    def scope(self, edition: Edition = EDITION) -> Scope:
        unit = REGISTER.get(self.unit)
        assert unit is not None
        return Scope(edition, unit, edition.periods[self.period], self.submission())

    def submission(self) -> Submission:
        return Submission(
            SourceFile(f"{self.unit}.xlsx"),
            Stamp(),
            self.unit,
            self.period,
            {code: self._answer(Key(code), value) for code, value in self.values.items()},
            {code: self._table(code, rows) for code, rows in self.tables.items()},
            {code: Observation(Key(code), State.VALUE, "x", cell_of(Key(code)), "x") for code in self.nil},
            self.problems,
        )

    def _answer(self, key: Key, value: Any) -> Observation:
        problems = (self.beside[str(key)],) if str(key) in self.beside else ()
        explanation = self.explained.get(str(key), "")
        if isinstance(value, State):
            return Observation(key, value, None, cell_of(key), "", "", explanation, problems)
        return Observation(key, State.VALUE, value, cell_of(key), str(value), "", explanation, problems)

    def _table(self, code: str, rows: Any) -> TableAnswer:
        anchor = cell_of(Key(code))
        if rows == NIL:
            return TableAnswer(code, (), Observation(Key(code), State.VALUE, NIL, anchor, NIL), anchor)
        return TableAnswer(code, tuple(self._row(code, n, row) for n, row in enumerate(rows, 1)), None, anchor)

    def _row(self, code: str, n: int, row: Mapping[str, Any]) -> TableRow:
        cells = {c: self._answer(Key(f"{code}.{c}", n), value) for c, value in row.items()}
        return TableRow(n, cell_of(Key(code, n)), cells, self.explained.get(f"{code}[{n}]", ""))


def cell_of(key: Key) -> CellRef:
    """A cell of its own for every key: the order of the form counts the rows."""
    task = EDITION.task_of[key.code]
    codes = [c for c in EDITION.task_of if EDITION.task_of[c] is task]
    return CellRef(task.sheet, codes.index(key.code) + 1, key.row + 4)


def declared(name: str, params: Mapping[str, Any], edition: Edition = EDITION, **common: Any) -> list[BoundConstraint]:
    """One constraint, bound as if the edition had declared only this one."""
    constraint = Constraint("R99", name, dict(params), "tasks.T1.constraints.1.R99", **common)
    task = replace(edition.tasks[0], constraints=(constraint,))
    others = tuple(replace(t, constraints=()) for t in edition.tasks[1:])
    return list(bind(replace(edition, tasks=(task, *others))))


def found(form: Form, name: str, params: Mapping[str, Any] | None = None, **common: Any) -> list[Finding]:
    """The findings of one rule in one form."""
    bound = [] if params is None else declared(name, params, **common)
    return [f for f in judge(form.scope(), bound) if f.rule == name]


def places(findings: Sequence[Finding]) -> list[str]:
    for f in findings:
        if f.place.key is not None:
            assert f.place.cell == cell_of(f.place.key), "the cell travels with the key"
    return [str(f.place.key) for f in findings]


@dataclass(frozen=True)
class Case:
    """`breaks` must be found at exactly the keys `at`, nothing of the rule in any form of `passes`."""

    rule: str
    params: Mapping[str, Any] | None
    breaks: Form
    at: Sequence[str]
    passes: Sequence[Form]
    note: str = ""


def v(**codes: Any) -> dict[str, Any]:
    """Codes as names: `T1_03=4` stands for {"T1.03": 4}."""
    return {code.replace("_", "."): value for code, value in codes.items()}


DOCUMENT = {
    "loai": "Kế hoạch",
    "so_ky_hieu": "38/KH-SYT",
    "ngay_ban_hanh": day("2011-03-05"),
    "co_quan_ban_hanh": "Sở Y tế",
    "trich_yeu": "Kế hoạch năm 2011",
    "nhom": "KH năm",
}
COURSE = {
    "ten_lop": "Lồng ghép giới",
    "noi_dung": "Lồng ghép giới",
    "doi_tuong": "Thành viên Ban",
    "cap": "tỉnh",
    "vai_tro": "Chủ trì",
    "tu_ngay": day("2011-04-01"),
    "den_ngay": day("2011-04-02"),
    "so_hoc_vien": 40,
    "so_nu": 20,
}
TARGET = {"ma_chi_tieu": "CL2011-4.1", "don_vi_tinh": "%", "danh_gia": "Đạt", "thuc_hien": 100}
R06 = {
    "when": {"field": "T1.01", "equals": ["Có"]},
    "table": "T1.B1",
    "row": {"nhom": ["KH năm"]},
    "year_column": "ngay_ban_hanh",
}
R32 = {"when": {"field": "T1.01", "equals": ["Có"]}, "table": "T1.B1"}
R08 = {"field": "T2.03", "when": {"field": "T2.01", "starts_with": "Đã kiện toàn trong kỳ"}}
R08_BEFORE = {**R08, "when": {"field": "T2.01", "starts_with": "Đã kiện toàn trước kỳ"}, "position": "before"}
R19 = {"table": "T6.B1", "start": "tu_ngay", "end": "den_ngay"}
R19_B1 = {"table": "T1.B1", "start": "ngay_ban_hanh", "exempt": {"nhom": ["KH năm", "KH 5 năm"]}}
R17 = {"matrix": "T4.M1", "part": "trung_cu_nu", "whole": "trung_cu_tong", "target": "chi_tieu_ty_le"}
R24 = {"columns": ["T6.15", "T6.B1.kinh_phi"], "limit": 5000, "dong": 100000}
R08_DEMAND = {"when": {"field": "T2.01", "starts_with": "Đã kiện toàn"}, "fields": ["T2.02", "T2.06"]}
R05 = {"part": "T5.11", "whole": "T5.10", "explained_is_warning": True}
R23 = {"sum_of": {"column": "T6.B1.kinh_phi", "where": {"vai_tro": ["Chủ trì"]}}, "whole": "T6.14"}
R30_TARGET = {
    "table": "T1.B2",
    "fields": ["thuc_hien"],
    "unless": {"field": "danh_gia", "equals": ["Chưa có số liệu"]},
}
SHORT = {"T4.M1.HH.chi_tieu_ty_le": 30, "T4.M1.HH.trung_cu_tong": 40, "T4.M1.HH.trung_cu_nu": 10}
ENOUGH = {**SHORT, "T4.M1.HH.trung_cu_nu": 12}
HU = "huyen-trang-dinh"


def course(**changed: Any) -> dict[str, Any]:
    return {"T6.B1": [{**COURSE, **changed}]}


def document(**changed: Any) -> dict[str, Any]:
    return {"T1.B1": [{**DOCUMENT, **changed}]}


CASES = [
    # ---- one cell
    Case(
        "missing-value",
        None,
        Form({"T1.06": EMPTY, "T3.M1.CB01.nu": EMPTY}, course(so_nu=EMPTY)),
        ["T1.06", "T3.M1.CB01.nu", "T6.B1.so_nu[1]"],
        [
            Form({"T1.06": 0, "T1.07": EMPTY, "M.01": EMPTY, "T5.01": EMPTY}, course()),
            Form({"T1.06": UNAVAILABLE, "T3.M1.CB01.nu": State.NOT_APPLICABLE}),
            Form({"T3.M1.CB06.nu": EMPTY, "T2.14": EMPTY}),
        ],
    ),
    Case(
        "missing-value",
        None,
        Form({}, {"T7.B1": [{"hinh_thuc": EMPTY, "vai_tro": EMPTY}]}),
        ["T7.B1.hinh_thuc[1]"],
        [Form({}, {"T7.B1": [{"vai_tro": EMPTY}], "T3.B1": [{"nhom": EMPTY}]})],
        "a column with a default or a fixed value",
    ),
    Case(
        "unanswered-table",
        None,
        Form(tables={"T1.B1": []}),
        ["T1.B1"],
        [
            Form(tables={"T1.B1": NIL}),
            Form(tables=document()),
            Form(tables={"X.B1": []}),
            Form(tables={"T1.B1": []}, nil=["T1"]),
            Form(tables={}),
        ],
    ),
    Case(
        "many-withheld",
        None,
        Form(dict.fromkeys(FIVE, UNAVAILABLE) | dict.fromkeys(("T7.08", "T7.09"), State.NOT_APPLICABLE) | SCOPE),
        ["M.09"],
        [
            Form(dict.fromkeys(FIVE, UNAVAILABLE) | SCOPE),
            Form(dict.fromkeys((*FIVE, "T7.08", "T7.09"), EMPTY) | SCOPE),
        ],
    ),
    Case(
        "all-tasks-nil",
        None,
        Form(SCOPE, nil=[f"T{n}" for n in range(1, 8)]),
        ["M.09"],
        [Form(nil=[f"T{n}" for n in range(1, 7)])],
    ),
    Case(
        "closed-cell-filled",
        None,
        Form({"T2.14": 3, "T6.15": UNREADABLE}),
        ["T2.14", "T6.15"],
        [Form({"T2.14": EMPTY, "T6.15": State.NOT_APPLICABLE}), Form({"T2.14": 3, "T6.15": 5}, unit=HU)],
    ),
    Case(
        "wrong-reporter",
        None,
        Form({"T4.M1.HT.trung_cu_nu": 5, "T4.M1.QH.ung_cu_tong": 9}, unit=HU),
        ["T4.M1.QH.ung_cu_tong", "T4.M1.HT.trung_cu_nu"],
        [
            Form({"T4.M1.HH.trung_cu_nu": 5}, unit=HU),
            Form({"T4.M1.HT.trung_cu_nu": 5}, unit="so-noi-vu"),
            Form({"T4.M1.HT.trung_cu_nu": EMPTY}, unit=HU),
        ],
    ),
    Case(
        "not-the-lead",
        None,
        Form({"T4.08": "Miễn nhiệm 1"}, {"T1.B2": [TARGET]}, unit="vp-ubnd"),
        ["T1.B2.ma_chi_tieu[1]", "T4.08"],
        [Form({"T4.08": "Miễn nhiệm 1"}, unit="so-noi-vu"), Form(tables={"T1.B2": [TARGET]})],
    ),
    Case(
        "not-the-lead",
        None,
        Form(tables={"T1.B2": [TARGET, {**TARGET, "ma_chi_tieu": "CL2011-1.2"}]}),
        ["T1.B2.ma_chi_tieu[2]"],
        [Form(tables={"T1.B2": [{**TARGET, "ma_chi_tieu": "CL2011-1.2"}]}, unit="so-noi-vu")],
        "a target that another unit follows",
    ),
    Case(
        "lead-left-empty",
        None,
        Form({"T4.M1.HT.trung_cu_nu": EMPTY, "T4.M1.HT.ung_cu_nu": EMPTY, "T4.08": EMPTY}, unit="so-noi-vu"),
        ["T4.08", "T4.M1.HT.ung_cu_nu"],
        [
            Form({"T4.M1.HT.trung_cu_nu": 5, "T4.08": UNAVAILABLE}, unit="so-noi-vu"),
            Form({"T4.08": EMPTY}, unit="vp-ubnd"),
            Form(tables={"T1.B2": []}),
        ],
    ),
    Case(
        "lead-left-empty",
        None,
        Form(tables={"T1.B2": []}, period="nam"),
        ["T1.B2"],
        [Form(tables={"T1.B2": NIL}, period="nam"), Form(tables={"T1.B2": []}, unit=HU, period="nam")],
    ),
    Case("lead-left-empty", None, Form(tables={"T1.B2": [TARGET]}, period="nam"), ["T1.B2"], [], "targets left out"),
    # ---- within the form
    Case(
        "part-exceeds-whole",
        {"part": "T2.07", "whole": "T2.06"},
        Form(v(T2_06=7, T2_07=9)),
        ["T2.07"],
        [Form(v(T2_06=7, T2_07=7)), Form(v(T2_07=9)), Form(v(T2_06=EMPTY, T2_07=9)), Form(v(T2_06=7, T2_07=EMPTY))],
    ),
    Case(
        "part-exceeds-whole",
        {"matrix": "T3.M1", "part": "nu", "whole": "tong", "rows": ["CB01", "CB02"]},
        Form({"T3.M1.CB01.tong": 5, "T3.M1.CB01.nu": 9, "T3.M1.CB03.tong": 1, "T3.M1.CB03.nu": 2}),
        ["T3.M1.CB01.nu"],
        [Form({"T3.M1.CB01.tong": 9, "T3.M1.CB01.nu": 5, "T3.M1.CB02.tong": 1, "T3.M1.CB02.nu": 1})],
        "rows of a matrix",
    ),
    Case(
        "part-exceeds-whole",
        {"table": "T6.B1", "part": "so_nu", "whole": "so_hoc_vien"},
        Form(tables={"T6.B1": [COURSE, {**COURSE, "so_nu": 45}]}),
        ["T6.B1.so_nu[2]"],
        [Form(tables=course()), Form(tables=course(so_nu=UNREADABLE))],
        "rows of a table",
    ),
    Case(
        "part-exceeds-whole",
        {"parts": ["T3.M1.CB12.tong", "T3.M1.CB13.tong"], "whole": "T3.M1.CB01.tong"},
        Form({"T3.M1.CB12.tong": 6, "T3.M1.CB13.tong": 5, "T3.M1.CB01.tong": 10}),
        ["T3.M1.CB12.tong"],
        [Form({"T3.M1.CB12.tong": 5, "T3.M1.CB13.tong": 5, "T3.M1.CB01.tong": 10})],
        "several parts",
    ),
    Case(
        "part-exceeds-whole",
        R23,
        Form({"T6.14": Decimal(10)}, course(kinh_phi=Decimal("10.5"))),
        ["T6.B1.kinh_phi[1]"],
        [
            Form({"T6.14": Decimal(10)}, course(kinh_phi=Decimal(10))),
            Form({"T6.14": Decimal(10)}, course(kinh_phi=Decimal(99), vai_tro="Phối hợp")),
        ],
        "the sum of a column",
    ),
    Case(
        "part-without-whole",
        {"part": "T6.11", "whole": "T6.10"},
        Form(v(T6_10=EMPTY, T6_11=9)),
        ["T6.10"],
        [Form(v(T6_10=9, T6_11=9)), Form(v(T6_10=EMPTY, T6_11=EMPTY)), Form(v(T6_11=9))],
    ),
    Case(
        "parts-differ-from-whole",
        {"parts": ["T6.06", "T6.07"], "whole": "T6.05"},
        Form(v(T6_05=8, T6_06=3, T6_07=4)),
        ["T6.05"],
        [Form(v(T6_05=7, T6_06=3, T6_07=4)), Form(v(T6_05=8, T6_06=3)), Form(v(T6_05=8, T6_06=3, T6_07=EMPTY))],
    ),
    Case(
        "missing-when-required",
        R08_DEMAND,
        Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.02": EMPTY, "T2.06": EMPTY}),
        ["T2.02", "T2.06"],
        [
            Form({"T2.01": "Chưa kiện toàn", "T2.02": EMPTY, "T2.06": EMPTY}),
            Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.02": "12/QĐ-SYT", "T2.06": UNAVAILABLE}),
            Form({"T2.01": EMPTY, "T2.02": EMPTY}),
        ],
    ),
    Case(
        "missing-when-required",
        R30_TARGET,
        Form(tables={"T1.B2": [{**TARGET, "thuc_hien": EMPTY}]}),
        ["T1.B2.thuc_hien[1]"],
        [
            Form(tables={"T1.B2": [{**TARGET, "thuc_hien": EMPTY, "danh_gia": "Chưa có số liệu"}]}),
            Form(tables={"T1.B2": [{**TARGET, "thuc_hien": EMPTY, "danh_gia": EMPTY}]}),
        ],
        "unless, per row",
    ),
    Case(
        "missing-when-required",
        {"when_rows": "T7.B1", "fields": ["T7.11"]},
        Form({"T7.11": EMPTY}, {"T7.B1": [{"hinh_thuc": "Kiểm tra"}]}),
        ["T7.11"],
        [Form({"T7.11": EMPTY}, {"T7.B1": NIL})],
        "when a table has rows",
    ),
    Case(
        "missing-when-required",
        {"when": {"field": "T3.02", "starts_with": "Đã sơ kết"}, "fields": ["T3.03", "T2.09"]},
        Form({"T3.02": "Đã sơ kết bằng báo cáo", "T3.03": EMPTY, "T2.09": EMPTY}),
        ["T3.03"],
        [],
        "a field marked K is not demanded",
    ),
    Case(
        "filled-without-cause",
        {"when": {"field": "T5.13a", "equals": ["Đã tổ chức"]}, "fields": ["T5.13b"]},
        Form({"T5.13a": "Chưa", "T5.13b": day("2011-05-01")}, unit=HU),
        ["T5.13b"],
        [
            Form({"T5.13a": "Đã tổ chức", "T5.13b": day("2011-05-01")}, unit=HU),
            Form({"T5.13a": "Chưa", "T5.13b": EMPTY}, unit=HU),
            Form({"T5.13a": EMPTY, "T5.13b": day("2011-05-01")}, unit=HU),
        ],
    ),
    Case(
        "missing-row",
        R06,
        Form({"T1.01": True}, document(nhom="Khác")),
        ["T1.B1"],
        [
            Form({"T1.01": True}, document()),
            Form({"T1.01": False}, document(nhom="Khác")),
            Form({"T1.01": True}, {"T1.B1": []}),
            Form({"T1.01": True}, {"T1.B1": NIL}),
            Form({"T1.01": True}, document(nhom=UNREADABLE)),
        ],
    ),
    Case(
        "missing-row",
        R06,
        Form({"T1.01": True}, document(ngay_ban_hanh=day("2009-03-05"))),
        ["T1.B1"],
        [Form({"T1.01": True}, document(ngay_ban_hanh=day("2010-12-30")))],
        "the year of the plan",
    ),
    Case(
        "missing-row",
        R32,
        Form({"T1.01": True}, {"T1.B1": NIL}),
        ["T1.B1"],
        [Form({"T1.01": True}, document(nhom="Khác")), Form({"T1.01": True}, {"T1.B1": []})],
        "any row",
    ),
    Case(
        "yes-without-figure",
        {"field": "T3.06", "positive": "T3.M1.CB04.nu"},
        Form({"T3.06": True, "T3.M1.CB04.nu": 0}),
        ["T3.06"],
        [
            Form({"T3.06": True, "T3.M1.CB04.nu": 1}),
            Form({"T3.06": False, "T3.M1.CB04.nu": 0}),
            Form({"T3.06": True, "T3.M1.CB04.nu": EMPTY}),
            Form({"T3.06": EMPTY, "T3.M1.CB04.nu": 1}),
        ],
    ),
    Case(
        "yes-without-figure",
        {"field": "T6.12", "positive": "T6.B2.du_toan"},
        Form({"T6.12": False}, {"T6.B2": [{"du_toan": Decimal(0)}, {"du_toan": Decimal(5)}]}),
        ["T6.12"],
        [
            Form({"T6.12": True}, {"T6.B2": [{"du_toan": Decimal(0)}, {"du_toan": Decimal(5)}]}),
            Form({"T6.12": True}, {"T6.B2": NIL}),
            Form({"T6.12": True}, {"T6.B2": [{"du_toan": UNREADABLE}]}),
        ],
        "a column of a table",
    ),
    Case(
        "date-outside-window",
        R08,
        Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.03": day("2010-12-31")}),
        ["T2.03"],
        [
            Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.03": day("2011-01-01")}),
            Form({"T2.01": "Đã kiện toàn trước kỳ, còn hiệu lực", "T2.03": day("2010-12-31")}),
            Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.03": day("2010-12-31"), "M.06": day("2010-12-01")}),
            Form(
                {
                    "T2.01": "Đã kiện toàn trong kỳ",
                    "T2.03": day("2012-12-31"),
                    "M.06": day("2011-12-01"),
                    "M.07": day("2011-01-01"),
                }
            ),
        ],
    ),
    Case(
        "date-outside-window",
        R08_BEFORE,
        Form({"T2.01": "Đã kiện toàn trước kỳ, còn hiệu lực", "T2.03": day("2011-01-01")}),
        ["T2.03"],
        [Form({"T2.01": "Đã kiện toàn trước kỳ, còn hiệu lực", "T2.03": day("2010-12-31")})],
        "before",
    ),
    Case(
        "date-outside-window",
        R19,
        Form(
            tables={
                "T6.B1": [
                    {**COURSE, "tu_ngay": day("2011-07-15"), "den_ngay": EMPTY},
                    {**COURSE, "tu_ngay": day("2011-05-30"), "den_ngay": day("2011-06-02")},
                    {**COURSE, "tu_ngay": day("2010-12-30"), "den_ngay": day("2011-01-03")},
                ]
            }
        ),
        ["T6.B1.tu_ngay[1]", "T6.B1.tu_ngay[3]", "T6.B1.den_ngay[2]"],
        [Form(tables=course()), Form(tables=course(tu_ngay=day("2010-12-30"), den_ngay=UNREADABLE))],
        "rows",
    ),
    Case(
        "date-outside-window",
        R19_B1,
        Form(tables=document(nhom="Khác", ngay_ban_hanh=day("2010-03-05"))),
        ["T1.B1.ngay_ban_hanh[1]"],
        [
            Form(tables=document(ngay_ban_hanh=day("2010-03-05"))),
            Form(tables=document(ngay_ban_hanh=day("2010-03-05"), nhom=EMPTY)),
        ],
        "rows that are exempt",
    ),
    Case(
        "dates-out-of-order",
        {"fields": ["M.06", "M.07", "M.12"]},
        Form({"M.06": day("2011-01-01"), "M.07": EMPTY, "M.12": day("2010-06-08")}),
        ["M.12"],
        [Form({"M.06": day("2011-01-01"), "M.07": day("2011-05-31"), "M.12": day("2011-05-31")})],
    ),
    Case(
        "dates-out-of-order",
        R19,
        Form(tables=course(den_ngay=day("2011-03-31"))),
        ["T6.B1.den_ngay[1]"],
        [Form(tables=course()), Form(tables=course(den_ngay=EMPTY))],
        "rows",
    ),
    Case(
        "date-after-limit",
        {"field": "T2.03", "limit": day("2011-06-30"), "note": "kiện toàn sau hạn Quý II"},
        Form({"T2.03": day("2011-07-15")}),
        ["T2.03"],
        [Form({"T2.03": day("2011-06-30")}), Form({"T2.03": EMPTY})],
    ),
    Case(
        "date-after-limit",
        {"table": "T5.B2", "column": "ngay_thanh_lap", "limit_field": "M.07"},
        Form({"M.07": day("2011-05-31")}, {"T5.B2": [{"ten": "CLB", "ngay_thanh_lap": day("2011-06-01")}]}),
        ["T5.B2.ngay_thanh_lap[1]"],
        [Form({"M.07": EMPTY}, {"T5.B2": [{"ten": "CLB", "ngay_thanh_lap": day("2011-06-01")}]})],
        "another field as the limit",
    ),
    Case(
        "share-without-leader",
        {"part": "T3.M1.CB01.nu", "whole": "T3.M1.CB01.tong", "threshold": 30, "field": "T3.06"},
        Form({"T3.M1.CB01.nu": 3, "T3.M1.CB01.tong": 10, "T3.06": False}),
        ["T3.06"],
        [
            Form({"T3.M1.CB01.nu": 29, "T3.M1.CB01.tong": 100, "T3.06": False}),
            Form({"T3.M1.CB01.nu": 3, "T3.M1.CB01.tong": 10, "T3.06": True}),
            Form({"T3.M1.CB01.nu": 0, "T3.M1.CB01.tong": 0, "T3.06": False}),
        ],
    ),
    Case(
        "share-below",
        {"matrix": "T4.M1", "part": "ung_cu_nu", "whole": "ung_cu_tong", "threshold": 35},
        Form({"T4.M1.HH.ung_cu_nu": 34, "T4.M1.HH.ung_cu_tong": 100}, unit=HU),
        ["T4.M1.HH.ung_cu_nu"],
        [Form({"T4.M1.HH.ung_cu_nu": 35, "T4.M1.HH.ung_cu_tong": 100}, unit=HU)],
    ),
    Case(
        "short-of-target-without-reason",
        {**R17, "reasons": ["T4.05", "T4.08"]},
        Form({**SHORT, "T4.05": EMPTY, "T4.08": "Không có"}, unit=HU),
        ["T4.05"],
        [
            Form({**ENOUGH, "T4.05": EMPTY}, unit=HU),
            Form({**SHORT, "T4.05": "Ít nữ ứng cử"}, unit=HU),
            Form({**SHORT, "T4.M1.HH.chi_tieu_ty_le": EMPTY, "T4.05": EMPTY}, unit=HU),
        ],
    ),
    Case(
        "short-of-target-without-reason",
        {**R17, "reasons": ["T4.05", "T4.08"]},
        Form({k.replace("HH", "HT"): x for k, x in SHORT.items()} | {"T4.08": EMPTY}, unit="so-noi-vu"),
        ["T4.08"],
        [],
        "the lead unit, whose T4.05 is closed",
    ),
    Case(
        "probable-unit-slip",
        R24,
        Form({"T6.15": Decimal(5001)}, course(kinh_phi=Decimal(250_000_000)), unit=HU),
        ["T6.15", "T6.B1.kinh_phi[1]"],
        [Form({"T6.15": Decimal(5000)}, course(kinh_phi=Decimal(25)), unit=HU)],
    ),
    Case(
        "average-too-high",
        {"table": "T5.B1", "total": "luot_nguoi", "count": "so_cuoc", "limit": 2000},
        Form(tables={"T5.B1": [{"so_cuoc": 3, "luot_nguoi": 6001}]}),
        ["T5.B1.luot_nguoi[1]"],
        [
            Form(tables={"T5.B1": [{"so_cuoc": 3, "luot_nguoi": 6000}]}),
            Form(tables={"T5.B1": [{"so_cuoc": EMPTY, "luot_nguoi": 6001}]}),
        ],
    ),
    Case(
        "duplicate-row",
        {"table": "T1.B1"},
        Form(tables={"T1.B1": [DOCUMENT, {**DOCUMENT, "so_ky_hieu": "38/KH–syt "}]}),
        ["T1.B1.so_ky_hieu[2]"],
        [
            Form(tables={"T1.B1": [DOCUMENT, {**DOCUMENT, "ngay_ban_hanh": day("2011-03-06")}]}),
            Form(tables={"T1.B1": [{**DOCUMENT, "so_ky_hieu": EMPTY}] * 2}),
        ],
    ),
    Case(
        "number-without-date",
        {"number": "T2.02", "date": "T2.03"},
        Form({"T2.02": "12/QĐ-SYT", "T2.03": EMPTY}),
        ["T2.03"],
        [Form({"T2.02": "12/QĐ-SYT", "T2.03": day("2011-02-01")}), Form({"T2.02": EMPTY, "T2.03": EMPTY})],
    ),
    Case(
        "number-without-date",
        {"table": "T5.B3", "number": "so_ky_hieu", "date": "ngay"},
        Form(
            tables={"T5.B3": [{"so_ky_hieu": EMPTY, "ngay": EMPTY}, {"so_ky_hieu": EMPTY, "ngay": day("2011-02-01")}]}
        ),
        ["T5.B3.so_ky_hieu[2]"],
        [Form(tables={"T5.B3": [{"so_ky_hieu": EMPTY, "ngay": EMPTY}]})],
        "rows",
    ),
    Case(
        "number-without-date",
        {"number": "M.11", "date": "M.12", "date_alone": True},
        Form({"M.11": "45/BC-SYT", "M.12": UNAVAILABLE}),
        ["M.12"],
        [Form({"M.11": EMPTY, "M.12": day("2011-06-08")})],
        "the date may stand alone",
    ),
    Case(
        "document-number-pattern",
        {"fields": ["M.11"], "columns": ["T1.B1.so_ky_hieu"]},
        Form({"M.11": "/QĐ-UBND"}, document(so_ky_hieu="350/")),
        ["M.11", "T1.B1.so_ky_hieu[1]"],
        [Form({"M.11": "Số: 45 / BC – SYT"}, document(so_ky_hieu=EMPTY))],
    ),
    Case(
        "choice-not-for-kind",
        {"field": "M.09", "value": "Toàn địa bàn", "allowed_kinds": ["HU", "XA"]},
        Form({"M.09": "Toàn địa bàn"}),
        ["M.09"],
        [Form({"M.09": "Toàn địa bàn"}, unit=HU), Form({"M.09": "Chỉ cơ quan"}), Form({"M.09": EMPTY})],
    ),
    Case(
        "all-zero-task",
        {"task": "T7"},
        Form(v(T7_08=0, T7_09=0, T7_10=0)),
        ["T7.08"],
        [
            Form(v(T7_08=0, T7_09=1, T7_10=0)),
            Form(v(T7_08=0, T7_09=0, T7_10=0), nil=["T7"]),
            Form(v(T7_08=0, T7_09=EMPTY)),
            Form(v(T7_08=0)),
        ],
    ),
    Case(
        "fewer-than-quarterly",
        {"field": "T5.04", "per_quarter": 4},
        Form(v(T5_04=3)),
        ["T5.04"],
        [Form(v(T5_04=4)), Form({"T5.04": 3, "M.06": day("2011-01-02")}), Form(v(T5_04=EMPTY))],
    ),
    Case(
        "window-differs",
        {"start": "M.06", "end": "M.07"},
        Form({"M.06": EDITION.periods["6t"].from_date, "M.07": day("2011-06-15")}),
        ["M.07"],
        [Form({"M.06": EDITION.periods["6t"].from_date, "M.07": EDITION.periods["6t"].until_date}), Form()],
    ),
    Case(
        "nil-but-filled",
        None,
        Form({"T6.05": 3, "T6.06": 0}, course(), nil=["T6"]),
        ["T6"],
        [Form({"T6.05": 0}, {"T6.B1": NIL}, nil=["T6"]), Form({"T6.05": 3}, course())],
    ),
    Case(
        "same-in-two-tables",
        None,
        Form({}, {"T5.B2": [{"ten": "Nói chuyện về giới"}], "T6.B1": [{"ten_lop": "Nói  chuyện về Giới"}]}),
        ["T6.B1.ten_lop[1]"],
        [
            Form({}, {"T5.B2": [{"ten": "Nói chuyện về giới"}], "T6.B1": [{"ten_lop": "Lớp bồi dưỡng"}]}),
            Form({}, {"T5.B2": [{"ten": "Hội thảo"}], "T6.B1": [{"ten_lop": "Hội thảo"}]}),
            Form({}, {"T6.B1": [{"ten_lop": "Nói chuyện về giới"}, {"ten_lop": "Nói chuyện về giới"}]}),
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.rule} {c.note}".strip())
def test_case(case: Case) -> None:
    code = rules()[case.rule].code
    findings = found(case.breaks, case.rule, case.params)
    assert places(findings) == list(case.at)
    assert {f.code for f in findings} == {code}
    for form in case.passes:
        assert places(found(form, case.rule, case.params)) == [], form


def test_every_rule_has_a_case() -> None:
    season = {"duplicate-between-units", "flow-decreased", "stock-jumped", "lead-differs-from-sum", "identical-blocks"}
    season |= {"unlike-peers", "unlike-before"}
    season |= {r.name for r in rules().values() if isinstance(r, ComparisonRule)}
    tried = {c.rule for c in CASES if c.at} & {c.rule for c in CASES if c.passes}
    assert tried | season == {r.name for r in rules().values() if not isinstance(r, ProblemRule)}


PROBLEMS = [r for r in rules().values() if isinstance(r, ProblemRule)]


@pytest.mark.parametrize("rule", PROBLEMS, ids=lambda r: r.name)
def test_a_recorded_problem_is_worded_at_its_cell(rule: ProblemRule) -> None:
    cell = CellRef("NV6", 12, 4)
    problem = Problem(rule.name, cell, Key("T6.05"), "khoảng {50}", ("một", "hai"))
    with_problem = judge(Form({"T6.05": 5}, problems=(problem,)).scope(), [])
    assert [(f.code, f.place) for f in with_problem] == [(rule.code, Place(cell, Key("T6.05")))]
    assert judge(Form({"T6.05": 5}).scope(), []) == ()
    finding = with_problem[0]
    assert finding.severity is rule.severity
    assert finding.value == "khoảng {50}"
    for details in ((), ("",), ("một",), ("một", "hai"), ("một", "hai", "ba", "bốn")):
        sentence = judge_problem(replace(problem, details=details)).fact
        assert sentence.endswith(".")
        assert "{0}" not in sentence


# ---------------------------------------------------------------------------------------------- between units
def season(*forms: Form, period: str = "6t", **more: Any) -> Season:
    return Season(EDITION, EDITION.periods[period], REGISTER, tuple(f.scope() for f in forms), **more)


def compared(name: str, params: Mapping[str, Any] | None, judged: Season) -> dict[str, list[str]]:
    by_path = judge_season(judged, declared(name, params) if params is not None else [])
    assert all(f.code == rules()[name].code for some in by_path.values() for f in some)
    return {path: places(some) for path, some in by_path.items() if some}


SHARED = {"table": "T6.B1", "columns": ["ten_lop", "tu_ngay"], "where": {"vai_tro": ["Chủ trì"]}}


def test_duplicate_between_units() -> None:
    ours, theirs = Form(tables=course()), Form(tables=course(ten_lop="LỒNG GHÉP giới"), unit=HU)
    found_at = compared("duplicate-between-units", SHARED, season(ours, theirs))
    assert found_at == {"so-y-te.xlsx": ["T6.B1.ten_lop[1]"], f"{HU}.xlsx": ["T6.B1.ten_lop[1]"]}
    for other in (course(vai_tro="Phối hợp"), course(tu_ngay=EMPTY), course(ten_lop="Lớp khác")):
        assert compared("duplicate-between-units", SHARED, season(ours, Form(tables=other, unit=HU))) == {}
    assert compared("duplicate-between-units", SHARED, season(Form(tables={"T6.B1": [COURSE, COURSE]}))) == {}


def test_flow_decreased() -> None:
    previous = {"so-y-te": {"T5.04": Decimal(340), "T6.05": Decimal(99)}}
    now = Form(v(T5_04=310, T6_05=3), period="nam")
    more: dict[str, Any] = {"previous": previous, "previous_period": "2011-6t"}
    assert compared("flow-decreased", {}, season(now, period="nam", **more)) == {"so-y-te.xlsx": ["T5.04"]}
    same = replace(now, values=v(T5_04=340))
    assert compared("flow-decreased", {}, season(same, period="nam", **more)) == {}
    assert compared("flow-decreased", {}, season(now, period="6t", **more)) == {}
    assert compared("flow-decreased", {}, season(now, period="nam", **{**more, "previous_period": "2010-nam"})) == {}


def test_stock_jumped() -> None:
    previous = {"so-y-te": {"T6.05": Decimal(100), "T3.M1.CB01.nu": Decimal(0), "T5.04": Decimal(1)}}
    values = {"T6.05": 131, "T3.M1.CB01.nu": 50, "T5.04": 900}
    more: dict[str, Any] = {"previous": previous, "previous_period": "2010-nam"}
    assert compared("stock-jumped", {"percent": 30}, season(Form(values), **more)) == {"so-y-te.xlsx": ["T6.05"]}
    assert compared("stock-jumped", {"percent": 30}, season(Form({**values, "T6.05": 130}), **more)) == {}
    assert compared("stock-jumped", {"percent": 30}, season(Form({**values, "T6.05": 70}), **more)) == {}
    assert compared("stock-jumped", {"percent": 30}, season(Form(values))) == {}


def test_same_as_previous() -> None:
    figures = {"T1.03": 4, "T1.04": 2, "T1.06": 1, "T1.07": 3}
    previous = {"so-y-te": {code: Decimal(n) for code, n in figures.items()}}
    same = {"so-y-te.xlsx": ["T1.03"]}
    assert compared("same-as-previous", None, season(Form(figures), previous=previous)) == same
    assert compared("same-as-previous", None, season(Form({**figures, "T1.06": 2}), previous=previous)) == {}
    assert compared("same-as-previous", None, season(Form({**figures, "T1.06": 0}), previous=previous)) == {}
    assert compared("same-as-previous", None, season(Form(figures))) == {}


COPIES = {"once_in": 50}


def test_identical_blocks() -> None:
    figures = {"T1.03": 14, "T1.04": 2, "T1.06": 1, "T1.07": 3, "T1.09": 27, "T1.10": 9}
    others = [u.code for u in REGISTER.units if u.kind == "HU"][:5]
    both = season(Form(figures), Form(figures, unit=others[0]))
    assert compared("identical-blocks", COPIES, both) == {"so-y-te.xlsx": ["T1.03"], f"{others[0]}.xlsx": ["T1.03"]}
    near = season(Form({**figures, "T1.10": 31, "T1.12": 17}), Form({**figures, "T1.10": 32, "T1.12": 17}, unit=HU))
    assert set(compared("identical-blocks", COPIES, near)) == {"so-y-te.xlsx", f"{HU}.xlsx"}
    other = {"T1.03": 15, "T1.04": 3, "T1.06": 2, "T1.07": 4, "T1.09": 27, "T1.10": 9}
    assert compared("identical-blocks", COPIES, season(Form(figures), Form(other, unit=HU))) == {}
    alike = dict.fromkeys(figures, 1)
    assert compared("identical-blocks", COPIES, season(Form(alike), Form(alike, unit=HU))) == {}
    bound = declared("identical-blocks", COPIES)
    many = judge_season(season(Form(figures), *(Form(figures, unit=u) for u in others)), bound)
    assert all("và 2 đơn vị khác" in many[f"{unit}.xlsx"][0].fact for unit in ("so-y-te", *others))


PEERS = {
    "size": "T3.M1.CB01.tong",
    "beside": "T3.M1.CB01.nu",
    "least": 8,
    "times": 6.5,
    "spread": 0.3,
    "alone": 10,
    "alone_times": 3,
}


def test_unlike_peers() -> None:
    units = [u.code for u in REGISTER.units if u.kind == "SN" and u.code != "so-y-te"][:8]
    others = [Form({"T5.04": n, "T3.M1.CB01.tong": 40 + n}, unit=u) for n, u in enumerate(units, 4)]
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 90000}), *others)) == {"so-y-te.xlsx": ["T5.04"]}
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 30}), *others)) == {}
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 0}), *others)) == {}
    staff = Form({"T3.M1.CB01.tong": 90000})
    assert compared("unlike-peers", PEERS, season(staff, *others)) == {"so-y-te.xlsx": ["T3.M1.CB01.tong"]}
    few = {**PEERS, "times": 100}
    assert compared("unlike-peers", few, season(Form({"T5.04": 500}), *others)) == {"so-y-te.xlsx": ["T5.04"]}
    assert compared("unlike-peers", few, season(Form({"T5.04": 110}), *others)) == {}
    assert compared("unlike-peers", PEERS, season(Form({"T5.04": 90000}), *others[:6])) == {}


def test_unlike_before() -> None:
    params = {"times": 4.5, "spread": 0.5}
    previous = {"so-y-te": {"T5.04": Decimal(340), "T6.05": Decimal(4)}}
    more: dict[str, Any] = {"previous": previous, "previous_period": "2010-6t"}
    told = {"so-y-te.xlsx": ["T5.04"]}
    assert compared("unlike-before", params, season(Form({"T5.04": 3400, "T6.05": 400}), **more)) == told
    assert compared("unlike-before", params, season(Form({"T5.04": 20}), **more)) == told
    assert compared("unlike-before", params, season(Form({"T5.04": 1000}), **more)) == {}
    assert compared("unlike-before", params, season(Form({"T5.04": 0}), **more)) == {}
    assert compared("unlike-before", params, season(Form({"T5.04": 3400}))) == {}


def test_lead_differs_from_sum() -> None:
    params = {"fields": ["T5.14a"], "sum_kinds": ["HU"]}
    leads = [u for u in REGISTER.units if u.leads("T5.14a")]
    districts = [u.code for u in REGISTER.valid_on(EDITION.periods["6t"].until_date) if u.kind == "HU"]
    lead = Form(v(T5_14a=len(districts) * 2), unit=leads[0].code)
    each = [Form(v(T5_14a=2), unit=code) for code in districts]
    assert compared("lead-differs-from-sum", params, season(lead, *each)) == {}
    assert compared("lead-differs-from-sum", params, season(lead, *each[1:])) == {}, "one district is missing"
    lower = replace(lead, values=v(T5_14a=1))
    assert compared("lead-differs-from-sum", params, season(lower, each[0])) == {f"{lead.unit}.xlsx": ["T5.14a"]}
    higher = replace(lead, values=v(T5_14a=999))
    assert compared("lead-differs-from-sum", params, season(higher, *each)) == {f"{lead.unit}.xlsx": ["T5.14a"]}


# ------------------------------------------------------------------------------------------------- the engine
WARNS = {"part": "T2.07", "whole": "T2.06"}
MORE_WOMEN = v(T2_06=7, T2_07=9)


def test_severity_is_the_rules_then_the_constraints_then_the_faults() -> None:
    assert found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS)[0].severity is Severity.ERROR
    warned = found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, severity=Severity.WARNING)[0]
    assert (warned.severity, warned.constraint) == (Severity.WARNING, "R99")
    early = course(tu_ngay=day("2010-12-30"), den_ngay=day("2011-01-03"))
    assert found(Form(tables=early), "date-outside-window", R19)[0].severity is Severity.WARNING


def test_a_constraint_on_trial_is_a_notice_that_says_so() -> None:
    notice = found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, trial=True)[0]
    assert notice.severity is Severity.NOTICE
    assert notice.fact.endswith(" (quy tắc thử nghiệm).")
    assert notice.trial
    assert not found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS)[0].trial


def test_a_rule_without_a_declaration_is_tried_by_its_code() -> None:
    closed = Form(v(T2_14=3))
    assert [(f.code, f.severity, f.trial) for f in judge(closed.scope(), [])] == [("VS309", Severity.ERROR, False)]
    scope = replace(closed.scope(), edition=replace(EDITION, trial=("VS309",)))
    (tried,) = judge(scope, bind(scope.edition)[:0])
    assert (tried.code, tried.severity, tried.trial) == ("VS309", Severity.NOTICE, True)
    assert tried.fact.endswith(" (quy tắc thử nghiệm).")


@pytest.mark.parametrize("code", ["VS304", "VS999", "vs309", "closed-cell-filled"])
def test_what_the_reader_could_not_understand_cannot_be_tried(code: str) -> None:
    with pytest.raises(ConfigurationError, match=f"khóa “trial” không đúng. “{code}”"):
        bind(replace(EDITION, trial=(code,)))


def test_a_constraint_is_judged_for_its_kinds_from_its_year() -> None:
    assert found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, kinds=("HU",)) == []
    assert found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS, from_year=2016) == []


@pytest.mark.parametrize(
    ("form", "params"),
    [
        (Form(MORE_WOMEN, explained={"T2.07": "Có một người kiêm nhiệm"}), WARNS),
        (
            Form({"T3.M1.CB01.tong": 5, "T3.M1.CB01.nu": 9}, explained={"T3.M1.CB01.tong": "Có một người kiêm nhiệm"}),
            {"matrix": "T3.M1", "part": "nu", "whole": "tong"},
        ),
        (
            Form(tables=course(so_nu=45), explained={"T6.B1[1]": "Có một người kiêm nhiệm"}),
            {"table": "T6.B1", "part": "so_nu", "whole": "so_hoc_vien"},
        ),
    ],
    ids=["indicator", "matrix row", "table row"],
)
def test_an_explained_warning_becomes_a_notice_that_quotes(form: Form, params: Mapping[str, Any]) -> None:
    notice = found(form, "part-exceeds-whole", params, severity=Severity.WARNING)[0]
    assert notice.severity is Severity.NOTICE
    assert notice.fact.endswith(" Đơn vị giải trình: “Có một người kiêm nhiệm”.")
    assert notice.explanation == "Có một người kiêm nhiệm"
    assert found(form, "part-exceeds-whole", params)[0].severity is Severity.ERROR, "an error stays an error"


def test_an_explanation_the_rule_asks_for_makes_an_error_a_warning() -> None:
    bare, told = Form(v(T5_10=3, T5_11=4)), Form(v(T5_10=3, T5_11=4), explained={"T5.11": "Kỳ trước chuyển sang"})
    assert found(bare, "part-exceeds-whole", R05)[0].severity is Severity.ERROR
    warned = found(told, "part-exceeds-whole", R05)[0]
    assert warned.severity is Severity.WARNING
    assert "“Kỳ trước chuyển sang”" in warned.fact


def test_a_later_layer_never_repeats_an_earlier_fault() -> None:
    problem = Problem("not-one-number", shown="khoảng 9")
    bad = Form(v(T2_06=7, T2_07=9), beside={"T2.07": problem})
    assert [f.code for f in judge(bad.scope(), declared("part-exceeds-whole", WARNS))] == ["VS304"]
    noticed = Form(v(T2_06=7, T2_07=9), beside={"T2.07": Problem("read-with-care", shown="9", details=("9",))})
    codes = [f.code for f in judge(noticed.scope(), declared("part-exceeds-whole", WARNS))]
    assert codes == ["VS314", "VS401"], "a notice blocks nothing"


def test_a_closed_cell_beats_what_is_typed_in_it() -> None:
    bad = Form({"T2.14": UNREADABLE}, beside={"T2.14": Problem("not-one-number", shown="khoảng 9")})
    assert [(f.code, f.place.cell) for f in judge(bad.scope(), [])] == [("VS309", cell_of(Key("T2.14")))]
    beside = Form({"T2.14": UNREADABLE}, problems=(Problem("not-one-number", key=Key("T2.14")),))
    assert [f.code for f in judge(beside.scope(), [])] == ["VS309"]


def test_a_closed_table_is_one_finding_that_touches_all_it_holds() -> None:
    closed = Form(tables={"T1.B2": [TARGET, TARGET]}, unit="vp-ubnd")
    (finding,) = judge(closed.scope(), [])
    assert (finding.code, str(finding.place.key)) == ("VS311", "T1.B2.ma_chi_tieu[1]")
    assert len(finding.keys) == 2 * len(TARGET)


def test_a_blank_that_is_demanded_beats_other_faults_of_its_cell() -> None:
    form = Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.02": "12/QĐ-SYT", "T2.03": EMPTY})
    demand = {"when": {"field": "T2.01", "starts_with": "Đã kiện toàn"}, "fields": ["T2.03"]}
    bound = [
        *declared("number-without-date", {"number": "T2.02", "date": "T2.03"}),
        *declared("missing-when-required", demand),
    ]
    assert [f.code for f in judge(form.scope(), bound)] == ["VS404"]


def test_a_computed_value_with_a_faulted_part_is_not_judged() -> None:
    scope = Form(tables=course(kinh_phi=Decimal(99))).scope()
    part = Observation(Key("T6.B2.thuc_hien", 1), State.VALUE, Decimal(1))
    total = Observation(Key("T6.14"), State.VALUE, Decimal(1), parts=(part,))
    scope = replace(scope, submission=replace(scope.submission, values={"T6.14": total}))
    bound = declared("part-exceeds-whole", R23)
    assert [f.code for f in judge(scope, bound)] == ["VS401"]
    assert judge(replace(scope, blocked=frozenset({part.key})), bound) == ()


def test_errors_of_one_code_at_one_place_are_one() -> None:
    both = [
        *declared("part-exceeds-whole", WARNS),
        *declared("part-exceeds-whole", {"part": "T2.07", "whole": "T1.03"}),
    ]
    (finding,) = judge(Form(v(T2_06=7, T2_07=9, T1_03=8)).scope(), both)
    assert "là 7." in finding.fact
    assert "là 8." in finding.fact
    assert [str(p.key) for p in finding.related] == ["T2.06", "T1.03"]
    assert blocked_by([finding]) == {Key("T2.07"), Key("T2.06"), Key("T1.03")}


def test_findings_stand_in_reading_order() -> None:
    def at(code: str, place: Place) -> Finding:
        return Finding(code, "", Severity.ERROR, "", "", place)

    file = at("VS113", Place())
    header = at("VS301", Place(CellRef("TT", 9, 4), Key("M.06")))
    renamed = at("VS301", Place(CellRef("A (sửa)", 9, 4), Key("T2.01")))
    low, high = (at("VS401", Place(CellRef("NV6", row, 4), Key("T6.05"))) for row in (9, 10))
    foreign = at("VS207", Place(CellRef("Ghi chú", 1, 1)))
    ordered = (file, header, renamed, low, high, foreign)
    assert in_reading_order(EDITION, reversed(ordered)) == ordered


def test_the_finding_quotes_what_was_typed() -> None:
    (finding,) = found(Form(MORE_WOMEN), "part-exceeds-whole", WARNS)
    assert finding.value == "9"
    assert finding.fact == "“trong đó nữ” là 9, lớn hơn “Tổng số thành viên Ban” là 7."
    assert finding.advice == "Đề nghị kiểm tra lại hai ô."


def test_numbers_and_lists_are_worded_the_vietnamese_way() -> None:
    assert [number(n) for n in (1234, Decimal("1234.500"), Decimal("0.25"), 0)] == ["1.234", "1.234,5", "0,25", "0"]
    assert listing(["a", "b", "c"]) == "“a”, “b” và “c”"


GOOD = "350/CV-BVSTBCPN 12/UBQG-VP 664/LĐTBXH-BĐG 57/NQ-CP 2351/QĐ-TTg 01/2011/TT-BNV 739/BNV-CTTN&BĐG 38/KH-UBND"
GOOD += " 635/VP-KGVX 1672/NQ-UBTVQH15 97/2025/QH15 12a/BC-SNV 11-NQ/TW 24-CTr/TU 24-CTr/TƯ"


@pytest.mark.parametrize("text", [*GOOD.split(), "Số: 38/KH–UBND", "38 / KH-UBND"])
def test_document_numbers_that_must_match(text: str) -> None:
    assert found(Form({"M.11": text}), "document-number-pattern", {"fields": ["M.11"]}) == []


@pytest.mark.parametrize(
    "text", ["/QĐ-UBND", "…/QĐ-UBND", "350", "350/", "abc", "10/6/2011", "12/KH-UBND ngày 5/3/2011"]
)
def test_document_numbers_that_must_not_match(text: str) -> None:
    assert places(found(Form({"M.11": text}), "document-number-pattern", {"fields": ["M.11"]})) == ["M.11"]


def test_the_edition_judges_an_empty_scope_without_findings() -> None:
    assert judge(Form().scope(), bind(EDITION)) == ()


def test_a_table_closed_in_this_edition_is_one_finding_at_its_first_row() -> None:
    between = replace(EDITION, election_mode="giua_nhiem_ky")
    scope = Form(tables={"T4.B1": [DOCUMENT, DOCUMENT]}, unit=HU).scope(between)
    (finding,) = judge(scope, [])
    assert (finding.code, str(finding.place.key)) == ("VS309", "T4.B1.loai[1]")
    assert len(finding.keys) == 2 * len(DOCUMENT)


def test_the_zeros_of_a_task_declared_nil_are_typed_by_nobody() -> None:
    scope = Form({"T2.14": 0, "T2.12": 0}, nil=["T2"]).scope()
    values = {code: replace(o, raw="") for code, o in scope.submission.values.items()}
    assert judge(replace(scope, submission=replace(scope.submission, values=values)), []) == ()


def test_problems_of_cells_that_the_file_lacks_are_said_too() -> None:
    problem = Problem("missing-row-of-form", details=("Số cuộc họp", "row", "zero"))
    scope = Form({"T1.06": EMPTY}, beside={"T1.06": problem}).scope()
    lacking = {code: replace(o, cell=None) for code, o in scope.submission.values.items()}
    findings = judge(replace(scope, submission=replace(scope.submission, values=lacking)), [])
    assert [(f.code, f.place) for f in findings] == [("VS202", Place(None, Key("T1.06")))]


def test_a_season_judges_only_what_compares_units() -> None:
    by_path = judge_season(season(Form(MORE_WOMEN)), declared("part-exceeds-whole", WARNS))
    assert by_path == {"so-y-te.xlsx": ()}


def test_a_comparison_is_made_for_the_kinds_it_is_declared_for() -> None:
    earlier: dict[str, Any] = {"previous": {"so-y-te": {"T6.05": Decimal(100)}}, "previous_period": "2010-nam"}
    bound = declared("stock-jumped", {"percent": 30}, kinds=("HU",))
    assert judge_season(season(Form({"T6.05": 900}), **earlier), bound) == {"so-y-te.xlsx": ()}


def test_a_nil_task_does_not_speak_of_other_tasks() -> None:
    assert found(Form({"T5.04": 3}, nil=["T6"]), "nil-but-filled") == []


def test_a_lead_that_names_all_its_targets_left_nothing_empty() -> None:
    unit = REGISTER.get("so-y-te")
    assert unit is not None
    codes = [item.removeprefix("T1.B2.") for item in unit.lead_for if item.startswith("T1.B2.")]
    rows = [{**TARGET, "ma_chi_tieu": code} for code in codes]
    assert found(Form(tables={"T1.B2": rows}, period="nam"), "lead-left-empty") == []


def test_a_decision_without_a_date_lies_in_no_window() -> None:
    assert found(Form({"T2.01": "Đã kiện toàn trong kỳ", "T2.03": UNAVAILABLE}), "date-outside-window", R08) == []


def test_the_place_of_what_the_file_lacks_has_no_cell() -> None:
    scope = Form(v(T1_06=1)).scope()
    assert scope.place("T1.06") == Place(cell_of(Key("T1.06")), Key("T1.06"))
    assert scope.place("T1.B1") == Place(None, Key("T1.B1"))
