"""Small forms built in memory, for one rule each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vstbcpn_cli.edition.loader import load_edition
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.edition.model import Constraint, Edition
from vstbcpn_cli.edition.unit_register import csv_lines, parse_register
from vstbcpn_cli.model.findings import Finding
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import (
    CarriedLine,
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
from vstbcpn_cli.rules.base import Scope, Season
from vstbcpn_cli.rules.engine import judge, judge_season
from vstbcpn_cli.rules.registry import BoundConstraint, bind, rules

EDITION = load_edition("2011")
REGISTER = parse_register(csv_lines(register_path("2011")), "2011.csv", EDITION.kind_of)
NIL = "Không có"
EMPTY, UNREADABLE, UNAVAILABLE = State.EMPTY, State.UNREADABLE, State.UNAVAILABLE
THREE, SCOPE = ("T1.04", "T1.06", "T5.04"), {"M.09": "Chỉ cơ quan"}


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
    carried: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What is said of each line of the last period that a table shows."""

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
        lines = tuple(CarriedLine(anchor, "dòng của kỳ trước", said) for said in self.carried.get(code, ()))
        made = tuple(self._row(code, n, row) for n, row in enumerate(rows, 1))
        return TableAnswer(code, made, None, anchor, carried=lines)

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
R08 = {"field": "T2.03", "when": {"field": "T2.01", "starts_with": "Đã kiện toàn trong năm 2011"}}
R08_BEFORE = {**R08, "when": {"field": "T2.01", "starts_with": "Đã kiện toàn trước năm 2011"}, "position": "before"}
R19 = {"table": "T6.B1", "start": "tu_ngay", "end": "den_ngay"}
R19_B1 = {"table": "T1.B1", "start": "ngay_ban_hanh", "exempt": {"nhom": ["KH năm", "KH 5 năm"]}}
R17 = {"matrix": "T4.M1", "part": "trung_cu_nu", "whole": "trung_cu_tong", "target": "chi_tieu_ty_le"}
R24 = {"columns": ["T6.15", "T6.B1.kinh_phi"], "limit": 5000, "dong": 100000}
R08_DEMAND = {"when": {"field": "T2.01", "starts_with": "Đã kiện toàn"}, "fields": ["T2.02", "T2.06"]}
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
            Form({"T1.06": 0, "T1.03": EMPTY, "M.01": EMPTY, "T5.01": EMPTY}, course()),
            Form({"T1.06": UNAVAILABLE, "T3.M1.CB01.nu": State.NOT_APPLICABLE}),
            Form({"T3.M1.CB06.nu": EMPTY, "T5.14b": EMPTY}),
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
        "unconfirmed-line",
        None,
        Form(tables={"T5.B2": []}, carried={"T5.B2": ["Còn"]}),
        ["T5.B2"],
        [Form(tables={"T5.B2": []})],
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
        Form(dict.fromkeys(THREE, UNAVAILABLE) | {"T7.08": State.NOT_APPLICABLE} | SCOPE),
        ["M.09"],
        [
            Form(dict.fromkeys(THREE, UNAVAILABLE) | SCOPE),
            Form(dict.fromkeys((*THREE, "T7.08"), EMPTY) | SCOPE),
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
        Form({"T5.14b": 3, "T6.15": UNREADABLE}),
        ["T5.14b", "T6.15"],
        [Form({"T5.14b": EMPTY, "T6.15": State.NOT_APPLICABLE}), Form({"T5.14b": 3, "T6.15": 5}, unit=HU)],
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
        Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.02": EMPTY, "T2.06": EMPTY}),
        ["T2.02", "T2.06"],
        [
            Form({"T2.01": "Chưa kiện toàn", "T2.02": EMPTY, "T2.06": EMPTY}),
            Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.02": "12/QĐ-SYT", "T2.06": UNAVAILABLE}),
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
        {"when": {"field": "T3.02", "starts_with": "Đã sơ kết"}, "fields": ["T3.04", "T3.03"]},
        Form({"T3.02": "Đã sơ kết bằng báo cáo", "T3.04": EMPTY, "T3.03": EMPTY}),
        ["T3.04"],
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
        {"field": "T6.16", "positive": "T6.05"},
        Form({"T6.16": True, "T6.05": 0}),
        ["T6.16"],
        [
            Form({"T6.16": True, "T6.05": 5}),
            Form({"T6.16": False, "T6.05": 0}),
            Form({"T6.16": False, "T6.05": 5}),
            Form({"T6.16": True, "T6.05": EMPTY}),
            Form({"T6.16": EMPTY, "T6.05": 0}),
        ],
    ),
    Case(
        "date-outside-window",
        R08,
        Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": day("2010-12-31")}),
        ["T2.03"],
        [
            Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": day("2011-01-01")}),
            Form({"T2.01": "Đã kiện toàn trước năm 2011, còn hiệu lực", "T2.03": day("2010-12-31")}),
            Form({"T2.01": "Đã kiện toàn trong năm 2011", "T2.03": day("2010-12-31"), "M.06": day("2010-12-01")}),
            Form(
                {
                    "T2.01": "Đã kiện toàn trong năm 2011",
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
        Form({"T2.01": "Đã kiện toàn trước năm 2011, còn hiệu lực", "T2.03": day("2011-01-01")}),
        ["T2.03"],
        [Form({"T2.01": "Đã kiện toàn trước năm 2011, còn hiệu lực", "T2.03": day("2010-12-31")})],
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
        "description-too-short",
        {"fields": ["T7.11"], "columns": ["T7.B1.ket_qua"], "words": 3},
        Form({"T7.11": "Không có"}, {"T7.B1": [{"ket_qua": "Tốt"}, {"ket_qua": "  Chưa\u00a0tốt \n"}]}),
        ["T7.11", "T7.B1.ket_qua[1]", "T7.B1.ket_qua[2]"],
        [
            Form({"T7.11": "Thiếu quy chế"}, {"T7.B1": [{"ket_qua": "Đã\ncó quy chế"}]}),
            Form({"T7.11": EMPTY}, {"T7.B1": [{"ket_qua": UNREADABLE}]}),
        ],
    ),
    Case(
        "description-too-short",
        {"fields": ["X.02", "X.03"], "words": 3, "nothing": "Không"},
        Form({"X.02": "Khó khăn", "X.03": "Không."}),
        ["X.02", "X.03"],
        [Form({"X.02": "không có", "X.03": "Không"})],
        "where there may be nothing to describe",
    ),
    Case(
        "verdict-only",
        {"columns": ["T7.B1.ket_qua"], "phrases": ["tốt", "các", "thực hiện", "không có vi phạm", "lý lịch"]},
        Form(tables={"T7.B1": [{"ket_qua": "Các xã thực hiện tốt"}, {"ket_qua": "KHÔNG CÓ VI PHẠM; thực hiện tốt."}]}),
        ["T7.B1.ket_qua[2]"],
        [
            Form(tables={"T7.B1": [{"ket_qua": "Không có kế hoạch"}, {"ket_qua": "Tốt 2"}, {"ket_qua": "…"}]}),
            Form(tables={"T7.B1": [{"ket_qua": EMPTY}, {"ket_qua": "Không có vi"}]}),
        ],
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
        Form(v(T7_08=0, T7_09=0, T7_10=0), unit=HU),
        ["T7.08"],
        [
            Form(v(T7_08=0, T7_09=1, T7_10=0), unit=HU),
            Form(v(T7_08=0, T7_09=0, T7_10=0), nil=["T7"], unit=HU),
            Form(v(T7_08=0, T7_09=EMPTY), unit=HU),
            Form(v(T7_08=0), unit=HU),
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


# ---------------------------------------------------------------------------------------------- between units
def season(*forms: Form, period: str = "6t", **more: Any) -> Season:
    return Season(EDITION, EDITION.periods[period], REGISTER, tuple(f.scope() for f in forms), **more)


def compared(name: str, params: Mapping[str, Any] | None, judged: Season) -> dict[str, list[str]]:
    by_path = judge_season(judged, declared(name, params) if params is not None else [])
    assert all(f.code == rules()[name].code for some in by_path.values() for f in some)
    return {path: places(some) for path, some in by_path.items() if some}
