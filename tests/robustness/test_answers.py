"""A process that has read a hostile file may answer what it likes: what comes in is values of the file that was asked
for, or nothing. Each answer here is an honest one with one thing changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import pickle
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program
from tests.support.seasons import season
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.model.findings import Finding, Place
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import (
    CellCount,
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
    Unreadable,
)
from vstbcpn_cli.rules.base import Scope
from vstbcpn_cli.rules.engine import judge
from vstbcpn_cli.runtime.worker_pool import LONGEST_ANSWER
from vstbcpn_cli.usecases.intake import reader_process
from vstbcpn_cli.usecases.intake.plain_records import form_of
from vstbcpn_cli.usecases.intake.reader_answer import Answer, AnswerCodec, packed
from vstbcpn_cli.usecases.intake.reader_process import read_all
from vstbcpn_cli.usecases.intake.sources import Found
from vstbcpn_cli.usecases.run_settings import Setting
from vstbcpn_cli.workbook.form.sheet_plan import MAX_ROWS

pytestmark = pytest.mark.quick
NAME = "a.xlsx"
Plain = list[Any]


@cache
def setting() -> Setting:
    return Setting(season.edition(), season.edition().periods["6t"], at.register())


@cache
def held() -> AnswerCodec:
    return AnswerCodec(setting(), at.bound())


@cache
def honest() -> Answer:
    """A form with faults of many kinds in it, judged."""
    submission = at.read(at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "T6.06"): "nhiều"}), name=NAME)
    assert isinstance(submission, Submission)
    unit = setting().register.get("so-y-te")
    assert unit is not None
    findings = judge(Scope(setting().edition, unit, setting().period, submission), at.bound())
    assert findings
    return Answer(submission, findings=findings)


def unreadable(**changes: Any) -> Answer:
    file = SourceFile(NAME, "0" * 64, 5)
    return Answer(unreadable=replace(Unreadable(file, Problem(ProblemKind.NOT_OUR_FORM, shown=NAME)), **changes))


def misrecorded(**details: str) -> Problem:
    """A problem with other details than its kind has."""
    problem = Problem(ProblemKind.LIKE_ABOVE, details={"above": ""})
    object.__setattr__(problem, "details", details)
    return problem


def accepts(content: bytes) -> bool:
    try:
        held().unpacked(content, NAME)
    except Exception:  # noqa: BLE001 - as the pool takes it
        return False
    return True


def test_what_was_sent_is_what_comes_in() -> None:
    for sent in (honest(), unreadable(), Answer(unreadable=unreadable().unreadable, own="own")):
        assert held().unpacked(packed(sent), NAME) == sent


def test_equal_cells_and_keys_are_one_object() -> None:
    """A season of files holds the same cells again and again."""
    one, other = (held().unpacked(packed(honest()), NAME).submission for _ in range(2))
    assert one is not None
    assert other is not None
    code = next(code for code, o in one.values.items() if o.cell)
    assert one.values[code].cell is other.values[code].cell
    assert one.values[code].key is other.values[code].key


def test_every_field_of_every_record_travels() -> None:
    """A field added to a record is in the answer without a word in the module that sends it."""
    for kind in (Submission, Unreadable, Observation, TableRow, TableAnswer, Problem, Stamp, SourceFile, CellCount):
        shape = form_of(kind).plain
        assert list(shape.__struct_fields__) == list(get_type_hints(kind)), kind


# ----------------------------------------------------------------------------------------------- bytes of any kind
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xc0",
        b"\x80",
        b"\x90",
        b"\x92\x80\x90",  # ({}, ())
        b"\x94\xc0\xc0\x90\xc2",  # an answer about nothing
        b"\xdd\xff\xff\xff\xff",  # four milliards of members, none of which follow
        b"\xdb\xff\xff\xff\xff" + b"a",
        b"\x94\xdd\xff\xff\xff\xff",
        b"\x94\xdf\xff\xff\xff\xff",
        b"\x91" * 100_000,
        b"\xdd\x00\x00\x00\x01" * 100_000,
        pickle.dumps(honest),
        b"\x00" * 1000,
        b"\xc7\xff\x05" + b"x" * 255,
    ],
    ids=range(15),
)
def test_bytes_that_are_no_answer(content: bytes) -> None:
    tracemalloc.start()
    assert not accepts(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**22


class _Evil:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return subprocess.call, (["touch", "made-by-a-file"],)


def test_an_answer_cannot_make_the_program_do_anything() -> None:
    assert not accepts(pickle.dumps((_Evil(), ())))
    assert not Path("made-by-a-file").exists()


def test_an_honest_answer_that_is_cut_or_longer_is_none() -> None:
    whole = packed(honest())
    assert accepts(whole)
    assert not any(accepts(whole[:n]) for n in range(0, len(whole), 97))
    assert not accepts(whole + b"\x00")


# ----------------------------------------------------------------------------------- honest answers, one thing changed
def changed(change: Callable[[Plain], object], sent: Answer | None = None) -> bytes:
    """An answer of which the plain lists are changed as they travel."""
    plain = msgspec.msgpack.decode(packed(sent or honest()))
    change(plain)
    return msgspec.msgpack.encode(plain)


def names(kind: type) -> list[str]:
    return list(form_of(kind).plain.__struct_fields__)


def put(value: Any, *path: str | int, kind: type = Submission) -> Callable[[Plain], object]:
    """Sets a member by the names of the fields that lead to it."""
    kinds = {"file": SourceFile, "stamp": Stamp, "count": CellCount, "problem": Problem, "place": Place}

    def change(plain: Plain) -> None:
        at_, known = plain[0] if kind is Submission else plain[1], kind
        for step in path[:-1]:
            at_ = at_[names(known).index(step) if isinstance(step, str) else step]
            known = kinds.get(str(step), known)
        last = path[-1]
        at_[names(known).index(last) if isinstance(last, str) else last] = value

    return change


def observed(**changes: Any) -> Answer:
    """The honest answer with one value changed as a record, so that only its content is odd."""
    submission = honest().submission
    assert submission is not None
    seen = replace(submission.values["T6.05"], **changes)
    values = {**submission.values, seen.key.code: seen}
    if seen.key.code != "T6.05":
        del values["T6.05"]
    return replace(honest(), submission=replace(submission, values=values))


def submitted(**changes: Any) -> Answer:
    submission = honest().submission
    assert submission is not None
    return replace(honest(), submission=replace(submission, **changes))


def found(**changes: Any) -> Answer:
    return replace(honest(), findings=(replace(honest().findings[0], **changes),))


def table(change: Callable[[TableAnswer], TableAnswer]) -> Answer:
    submission = honest().submission
    assert submission is not None
    some = next(t for t in submission.tables.values() if t.rows)
    return submitted(tables={**submission.tables, some.code: change(some)})


def test_the_ways_of_changing_an_answer_change_nothing_else() -> None:
    for same in (observed(), submitted(), found(), table(lambda t: t)):
        assert accepts(packed(same))
    assert accepts(changed(lambda _: None))


@pytest.mark.parametrize(
    "change",
    [
        put(NAME + "x", "file", "path"),
        put("../" + NAME, "file", "path"),
        put(-1, "file", "size"),
        put(2**63, "file", "size"),
        put("khong-co", "unit"),
        put("so-noi-vu", "unit"),
        put("nam", "period"),
        put("2012", "stamp", "edition"),
        put("so-noi-vu", "stamp", "unit"),
        put(-1, "count", "typed"),
        put(1.5, "count", "typed"),
        put({}, "values"),
        put([["a"]], "values"),
        put(None, "values"),
        put([["khong.co", []]], "tables"),
        put([], "stamp"),
        lambda plain: plain.append(1),
        lambda plain: plain.pop(),
        lambda plain: plain.__setitem__(0, None),
        lambda plain: plain.__setitem__(1, msgspec.msgpack.decode(packed(unreadable()))[1]),
        lambda plain: plain.__setitem__(2, None),
        lambda plain: plain.__setitem__(3, 1),
        lambda plain: plain[0][4].append(plain[0][4][0]),  # the same code twice
        lambda plain: plain[0][4][0].__setitem__(0, "T9.99"),
        lambda plain: plain[0][4][0][1].__setitem__(8, [["T9.99", 0]]),  # made of what is not there
        lambda plain: plain[0][4][0][1].__setitem__(8, [plain[0][4][0][1][0]]),  # made of itself
        lambda plain: plain[0][4][0][1].__setitem__(1, "no-state"),
        lambda plain: plain[2][0].__setitem__(2, "worst"),
    ],
)
def test_a_shape_or_a_name_that_is_odd(change: Callable[[Plain], object]) -> None:
    assert not accepts(changed(change))


@pytest.mark.parametrize(
    ("digits", "taken"),
    [
        ("12.50", True),
        ("-0.25", True),
        ("1E+14", True),
        ("1e999999999", False),
        ("1E+999999999", False),
        ("NaN", False),
        ("sNaN", False),
        ("Infinity", False),
        ("9" * 5000, False),
        ("0." + "0" * 5000 + "1", False),
        ("", False),
        ("1_000", False),
        ("١٢", False),
        ("12\n", False),
    ],
)
def test_figures(digits: str, taken: bool) -> None:
    plain = msgspec.msgpack.decode(packed(honest()))
    money = next(pair for pair in plain[0][4] if isinstance(pair[1][2], list) and pair[1][2][0] == "n")
    money[1][2] = ["n", digits]
    assert accepts(msgspec.msgpack.encode(plain)) is taken


@pytest.mark.parametrize("kind", ["no-such-kind", "missing-value", "VS324", "", 5, None])
def test_a_kind_that_there_is_not(kind: Any) -> None:
    sent = submitted(problems=(Problem(ProblemKind.STRUCK_THROUGH),))
    assert accepts(packed(sent))
    plain = msgspec.msgpack.decode(packed(sent))
    (problem,) = plain[0][7]
    assert problem[0] == "struck-through"
    problem[0] = kind
    assert not accepts(msgspec.msgpack.encode(plain))


@pytest.mark.parametrize("odd", [2.5, float("nan"), ["d", "2011-13-01"], ["d", 5], ["x", "1"], ["n"], {}, b"x"])
def test_values_of_no_kind(odd: Any) -> None:
    assert not accepts(changed(lambda plain: plain[0][4][0][1].__setitem__(2, odd)))


@pytest.mark.parametrize(
    "answer",
    [
        observed(state=State.VALUE, value="mười"),
        observed(state=State.VALUE, value=True),
        observed(state=State.VALUE, value=None),
        observed(state=State.EMPTY, value=5),
        observed(key=Key("T6.05", 2)),
        observed(key=Key("T9.99")),
        observed(cell=CellRef("NV6", 0, 1)),
        observed(cell=CellRef("NV6", -5, 1)),
        observed(cell=CellRef("NV6", 1_048_577, 1)),
        observed(cell=CellRef("NV6", 1, 16_385)),
        observed(cell=CellRef("", 1, 1)),
        observed(problems=(Problem(ProblemKind.LIKE_ABOVE, key=Key("T9.99"), details={"above": ""}),)),
        observed(problems=(misrecorded(),)),
        observed(problems=(misrecorded(above="x", more="y"),)),
        observed(problems=(Problem(ProblemKind.NOT_OUR_FORM),)),  # one that gives no submission
        submitted(nil_tasks={"T6": Observation(Key("T6.khong_phat_sinh"), State.VALUE, "x")}),
        submitted(nil_tasks={"T9": Observation(Key("T9.khong_phat_sinh"), State.VALUE, True)}),
        submitted(problems=(Problem(ProblemKind.LIKE_ABOVE, key=Key("T9.99"), details={"above": ""}),)),
        submitted(problems=(misrecorded(),)),
        submitted(tables={"T9.B1": TableAnswer("T9.B1")}),
        submitted(tables={"T6.B1": TableAnswer("T6.B2")}),
        table(lambda t: replace(t, rows=(*t.rows, t.rows[-1]))),
        table(lambda t: replace(t, rows=(replace(t.rows[0], number=2),))),
        table(lambda t: replace(t, rows=(replace(t.rows[0], cells={"x": next(iter(t.rows[0].cells.values()))}),))),
        found(code="VS999"),
        found(rule="no-such-rule"),
        found(code="VS401", rule="like-above"),
        found(constraint="R999"),
        found(place=Place(CellRef("NV6", 10**9, 1))),
        found(place=Place(None, Key("T9.99"))),
        found(related=(Place(None, Key("T9.99")),)),
        unreadable(problem=misrecorded()),
        unreadable(problem=Problem(ProblemKind.STRUCK_THROUGH)),  # one that gives a submission
        unreadable(file=SourceFile("b.xlsx", "0" * 64)),
        replace(unreadable(), findings=honest().findings),
    ],
)
def test_a_content_that_no_file_of_this_form_can_have(answer: Answer) -> None:
    assert not accepts(packed(answer))


@pytest.mark.parametrize("odd", ["a\x00b", "a\x1bb", "a\u202eb", "a\x9fb"])
def test_characters_that_no_output_may_hold(odd: str) -> None:
    """An honest process never sends them: it scrubs what it sends."""
    sent = observed(raw=odd, cell=CellRef(odd, 1, 1))
    assert accepts(packed(sent))
    plain = msgspec.msgpack.decode(packed(sent))
    seen = next(pair[1] for pair in plain[0][4] if pair[0] == "T6.05")
    for place in (seen, seen[3]):
        before = place[4 if place is seen else 0]
        place[4 if place is seen else 0] = odd
        assert not accepts(msgspec.msgpack.encode(plain))
        place[4 if place is seen else 0] = before
    assert not accepts(packed(sent).replace(b"NV", b"\xed\xa0\x80"))


# -------------------------------------------------------------------------------------------- a whole run with it
FAKE = """
import sys
from vstbcpn_cli.runtime.worker_pool import serve
content = open({content!r}, "rb").read()
serve(lambda briefing: lambda payload: content)
"""


def faked(content: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process answers `content`, whatever it is asked."""
    (folder / "content").write_bytes(content)
    script = FAKE.format(content=str(folder / "content"))
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", script))


def test_an_answer_about_another_content_is_not_taken(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / NAME
    path.write_bytes(at.filled("so-noi-vu"))
    faked(packed(honest()), tmp_path_factory.mktemp("fake"), monkeypatch)
    (read,) = read_all(setting(), at.bound(), [Found(path, NAME, named=True)], 1)
    assert isinstance(read.outcome, Unreadable)
    assert read.outcome.problem.kind == "unreadable"
    assert read.outcome.problem.details == {"reason": "tệp bị thay đổi trong lúc đọc"}


def each(change: Callable[[Observation], Observation]) -> Answer:
    """Every observation of the honest answer changed."""
    submission = honest().submission
    assert submission is not None

    def row(one: TableRow) -> TableRow:
        return replace(one, cells={name: change(o) for name, o in one.cells.items()})

    tables = {
        code: replace(t, rows=tuple(map(row, t.rows)), nil=change(t.nil) if t.nil else None)
        for code, t in submission.tables.items()
    }
    return submitted(values={c: change(o) for c, o in submission.values.items()}, tables=tables)


def of_its_type(whole: int, figure: str, day: dt.date, text: str) -> Callable[[Observation], Observation]:
    def change(seen: Observation) -> Observation:
        value = seen.value
        if isinstance(value, bool) or value is None:
            return seen
        made = whole if isinstance(value, int) else Decimal(figure) if isinstance(value, Decimal) else day
        return replace(seen, value=text if isinstance(value, str) else made)

    return change


_FIRST, _LAST = dt.date(1, 1, 1), dt.date(9999, 12, 31)
ABSURD: dict[str, Callable[[], Answer]] = {
    "nothing at all": lambda: submitted(values={}, tables={}, problems=(), nil_tasks={}),
    "the largest": lambda: each(of_its_type(2**63 - 1, "9" * 40 + "E+50", _LAST, "=" * 40_000)),
    "below zero": lambda: each(of_its_type(-(2**63), "-" + "9" * 40 + "E-90", _FIRST, "")),
    "without cells": lambda: each(lambda o: replace(o, cell=None)),
    "unreadable": lambda: each(lambda o: replace(o, state=State.UNREADABLE, value=None)),
    "rows without cells": lambda: submitted(
        values={},
        tables={c: TableAnswer(c, (TableRow(1, CellRef("NV1", 1, 1), {}),)) for c in setting().edition.tables},
    ),
    "findings about anything": lambda: replace(
        honest(),
        findings=(
            replace(
                honest().findings[0],
                place=Place(CellRef("Không có", 5, 5), Key("T6")),
                related=(Place(None, Key("T6.B1")), Place(CellRef("x", 1, 1), Key("T6.05", 7))),
                fact="",
                advice="",
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", ABSURD)
def test_values_that_a_process_makes_up_break_nothing(
    name: str, vstbcpn: Program, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has the right shape is a return, however empty or absurd: every rule and every output lives with it."""
    Path("2-nhan-ve").mkdir()
    Path(f"2-nhan-ve/{NAME}").write_bytes(b"x")
    file = SourceFile(NAME, hashlib.sha256(b"x").hexdigest(), 1)
    made = ABSURD[name]()
    assert made.submission is not None
    sent = replace(made, submission=replace(made.submission, file=file))
    faked(packed(sent), tmp_path_factory.mktemp("fake"), monkeypatch)
    code, out, _ = vstbcpn("validate", "--format", "json")
    assert code != ExitCode.INTERNAL
    assert json.loads(out)["files"][0]["unit"]["code"] == "so-y-te"
    for arguments in (
        ("validate", "--feedback", "phan-hoi", "--report", "tong-quan.html"),
        ("consolidate", "-o", "3-ket-qua"),
        ("trace", "T6.05"),
        ("trace", "so-y-te"),
    ):
        code, _, err = vstbcpn(*arguments)
        assert code != ExitCode.INTERNAL, (arguments, err)


def test_the_longest_honest_answer_is_accepted() -> None:
    """Every table with the most rows that are read: no form that is accepted needs a longer answer."""
    submission = honest().submission
    assert submission is not None
    tables = {}
    for code, spec in setting().edition.tables.items():
        sheet = "NV6"
        rows = []
        for n in range(1, MAX_ROWS + 1):
            keys = {c.key: Key(spec.column_code(c), n) for c in spec.columns}
            answers = {
                name: Observation(key, State.UNAVAILABLE, None, CellRef(sheet, n, 5), "chưa có")
                for name, key in keys.items()
            }
            rows.append(TableRow(n, CellRef(sheet, n, 2), answers))
        tables[code] = TableAnswer(code, tuple(rows))
    cells = sum(len(r.cells) for t in tables.values() for r in t.rows)
    length = len(packed(submitted(tables=tables)))
    assert length * 250_000 // cells < LONGEST_ANSWER, (length, cells)


def test_a_finding_has_no_field_that_does_not_travel() -> None:
    assert names(Finding) == list(get_type_hints(Finding))
