"""Who has sent, on time or late, with which file; the deadline read as the letter words it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.seasons import season
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.coverage import (
    Coverage,
    Judged,
    Receipt,
    Recorded,
    Records,
    Tally,
    Timeliness,
    UnitStanding,
    cover,
)
from vstbcpn_cli.model.findings import Finding, Place, Status
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Problem, SourceFile, Stamp, Submission, Unreadable

PERIOD = season.edition().periods["6t"]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2011-{text}")


def sent(unit: str, received: str = "06-01", status: Status = Status.ACCEPTED, path: str = "") -> Judged:
    found = next(s for s in season.submissions() if s.unit == unit)
    file = SourceFile(path or f"{unit}.xlsx")
    return Judged(replace(found, file=file), (), status, Receipt(day(received), from_log=True))


def broken(path: str) -> Judged:
    unreadable = Unreadable(SourceFile(path), Problem(ProblemKind.DAMAGED_FILE))
    return Judged(unreadable, (), Status.UNREADABLE, Receipt(day("06-01"), from_log=False))


def covered(*judged: Judged, inclusive: bool = False) -> Coverage:
    return cover(season.edition(), replace(PERIOD, due_inclusive=inclusive), season.register(), judged)


@pytest.mark.parametrize(
    ("received", "inclusive", "late"),
    [
        ("06-09", False, 0),
        ("06-10", False, 1),
        ("06-13", False, 4),
        ("06-10", True, 0),
        ("06-11", True, 1),
        ("01-01", False, 0),
    ],
)
def test_before_the_10th_of_june(received: str, inclusive: bool, late: int) -> None:
    unit = next(u for u in covered(sent("so-y-te", received), inclusive=inclusive).units if u.sent)
    assert unit.days_late == late
    assert unit.timeliness is (Timeliness.LATE if late else Timeliness.ON_TIME)


def test_the_due_day_of_the_edition() -> None:
    assert (PERIOD.due, PERIOD.due_inclusive) == (day("06-10"), False)


def test_every_unit_of_the_register_is_there_in_its_order() -> None:
    made = covered(sent("so-y-te"), sent("huyen-loc-binh", "06-12"), sent("hoi-lhpn"))
    assert [u.unit.order for u in made.units] == sorted(u.unit.order for u in made.units)
    assert [u.unit.code for u in made.sent] == ["so-y-te", "hoi-lhpn", "huyen-loc-binh"]
    assert [u.unit.code for u in made.late] == ["huyen-loc-binh"]
    assert len(made.missing) == 67
    assert {u.timeliness for u in made.missing} == {Timeliness.MISSING}
    assert not made.complete
    assert [u.unit.code for u in made.of_kind("HU") if u.sent] == ["huyen-loc-binh"]


def test_a_season_with_everyone_is_complete() -> None:
    assert covered(*(sent(s.unit) for s in season.submissions())).complete


def test_a_later_correction_does_not_make_a_unit_late() -> None:
    first = sent("so-y-te", "06-08", Status.SUPERSEDED, "ban 1.xlsx")
    second = sent("so-y-te", "06-20", path="ban 2.xlsx")
    for judged in ((first, second), (second, first)):
        unit = next(u for u in covered(*judged).units if u.sent)
        assert unit.counted is second
        assert unit.others == (first,)
        assert (unit.timeliness, unit.days_late) == (Timeliness.ON_TIME, 0)


def test_a_unit_whose_files_are_all_superseded_counts_as_missing() -> None:
    old = sent("so-y-te", status=Status.SUPERSEDED)
    unit = next(u for u in covered(old).units if u.unit.code == "so-y-te")
    assert (unit.counted, unit.others, unit.timeliness) == (None, (old,), Timeliness.MISSING)


def test_files_that_belong_to_nobody_are_kept_apart() -> None:
    stranger = replace(sent("so-y-te"), outcome=replace(submission(sent("so-y-te")), unit="so-la"))
    made = covered(broken("hong.xlsx"), stranger)
    assert made.unplaced == (broken("hong.xlsx"), stranger)
    assert made.sent == ()


def submission(judged: Judged) -> Submission:
    assert judged.submission is not None
    return judged.submission


def test_what_a_judged_file_says_of_itself() -> None:
    assert broken("a.xlsx").submission is None
    finding = Finding("VS401", "part-exceeds-whole", Severity.ERROR, "", "", Place())
    two = replace(sent("so-y-te"), findings=(finding, finding, replace(finding, severity=Severity.NOTICE)))
    assert two.counts == {Severity.ERROR: 2, Severity.NOTICE: 1}


def test_what_is_left_to_do_about_each_unit() -> None:
    stamp = Stamp("2011", "", "so-y-te", "nam", "1", "stamp")
    returned = replace(
        broken("c.xlsx"),
        outcome=Unreadable(
            SourceFile("c.xlsx"), Problem(ProblemKind.OTHER_PERIOD, details={"theirs": "a", "ours": "b"}), stamp
        ),
    )
    coverage = covered(
        sent("so-noi-vu", "06-12", Status.PARTIAL),
        sent("so-tu-phap", status=Status.WITH_WARNINGS),
        returned,
        broken("hong.xlsx"),
    )
    stands = {u.unit.code: coverage.standing(u) for u in coverage.units}
    assert stands["so-noi-vu"] is UnitStanding.TO_CORRECT
    assert stands["so-tu-phap"] is UnitStanding.ACCEPTED
    assert stands["so-y-te"] is UnitStanding.UNUSABLE
    assert stands["so-xay-dung"] is UnitStanding.MISSING
    assert [coverage.unusable(u) for u in coverage.units if u.unit.code == "so-y-te"] == [(returned,)]
    everyone = coverage.tally()
    assert everyone == Tally(units=70, accepted=1, to_correct=1, unusable=1, missing=67, on_time=1, late=1)
    groups = [coverage.tally(kind) for kind in coverage.kinds]
    assert sum(g.units for g in groups) == everyone.units
    assert sum(g.missing for g in groups) == everyone.missing
    assert everyone.sent == 2


def test_what_the_log_says_of_units_without_a_file_that_counts() -> None:
    said = Recorded("", "ông Hoàng Văn An", day("06-08"))
    reason = Recorded("đang sáp nhập")
    out = replace(sent("so-y-te", status=Status.EXCLUDED), excluded=reason)
    records = Records(nil={"so-tu-phap": said, "so-noi-vu": said}, excluded={"so-khcn": reason})
    made = cover(season.edition(), PERIOD, season.register(), (out, sent("so-noi-vu")), records)
    assert [u.unit.code for u in made.sent] == ["so-noi-vu"], "a file that counts goes before the log"
    assert [(u.unit.code, u.recorded) for u in made.nil] == [("so-tu-phap", said)]
    assert [(u.unit.code, u.recorded) for u in made.excluded] == [("so-khcn", reason), ("so-y-te", reason)]
    everyone = made.tally()
    assert (everyone.sent, everyone.nil, everyone.excluded, everyone.missing) == (1, 1, 2, 66)
    assert not made.complete


def test_a_file_left_out_does_not_decide_who_was_late() -> None:
    early = replace(sent("so-y-te", "06-01", Status.EXCLUDED, "cu.xlsx"), excluded=Recorded("bản nháp"))
    unit = next(u for u in covered(early, sent("so-y-te", "06-13")).units if u.sent)
    assert (unit.days_late, unit.others, unit.excluded_files) == (4, (early,), (early,))


@pytest.mark.parametrize(
    ("seen", "inclusive", "left"), [("06-01", False, 8), ("06-09", False, 0), ("06-10", False, -1), ("06-10", True, 0)]
)
def test_days_left_until_the_last_day_on_time(seen: str, inclusive: bool, left: int) -> None:
    assert replace(PERIOD, due_inclusive=inclusive).days_left(day(seen)) == left


def test_of_a_replaced_file_only_its_replacement_is_current() -> None:
    def found(rule: str) -> Finding:
        return Finding("VS111", rule, Severity.WARNING, "a", "b", Place())

    one = replace(sent("so-y-te"), findings=(found("superseded"), found("part-exceeds-whole")))
    assert len(one.current) == 2
    assert [f.rule for f in replace(one, status=Status.SUPERSEDED).current] == ["superseded"]
