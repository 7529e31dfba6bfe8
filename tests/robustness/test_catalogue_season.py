"""Habits that show only between files, units and periods (N14, N21, N23, D19, K): real folders, judged as a season."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.catalogue.catalogue import UNIT, changed, good
from tests.support.forms import returned as at
from tests.support.forms.changed_workbooks import restamped
from tests.support.seasons import season
from vstbcpn_cli.edition.model import Register
from vstbcpn_cli.model.earlier_period import Previous
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.usecases.intake.intake import Intake, setting_for, take_in
from vstbcpn_cli.usecases.intake.sources import gather
from vstbcpn_cli.workbook.reading.reader import Reader

ANOTHER = "so-noi-vu"
NV1 = {"T1.03": 11, "T1.04": 7, "T1.05": 3, "T1.06": 4, "T1.09": 15, "T1.10": 13, "T1.11": 1, "T1.12": 1}


def judged(
    folder: Path, files: Mapping[str, tuple[str, bytes]], earlier: Previous | None = None, period: str = "6t"
) -> Intake:
    """Name → day of receipt and content, laid into a folder and taken in as one season."""
    lines = ["tep,ngay_nhan"]
    for name, (day, content) in files.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (0, dt.datetime(2011, 6, 1, tzinfo=dt.UTC).timestamp()))
        lines.append(f"{name},{day}")
    (folder / "so-theo-doi.csv").write_text("\n".join(lines), encoding="utf-8")
    sources = gather([str(folder)])
    return take_in(setting_for("2011", period, None, sources.files), sources, earlier, lambda *_: None, jobs=1)


def told(intake: Intake) -> dict[str, list[str]]:
    return {
        Path(j.outcome.file.path).name: [f"{f.code} {f.severity.value} {f.place.key or 'tệp'}" for f in j.findings]
        for j in intake.judged
    }


def facts(intake: Intake) -> str:
    return " ".join(f.fact for j in intake.judged for f in j.findings)


def earlier(figures: Mapping[str, int], period: str = "6t") -> Previous:
    return Previous("2011", period, {UNIT: {c: Decimal(n) for c, n in figures.items()}}, {}, {})


def test_n14_nothing_but_zeros(tmp_path: Path) -> None:
    zeros = changed({"T1.03": 0, "T1.04": 0, "T1.05": 0, "T1.06": 0})()
    assert told(judged(tmp_path, {"a.xlsx": ("08/06/2011", zeros)})) == {"a.xlsx": ["VS420 warning T1.04"]}


def test_n21_less_than_in_the_first_half(tmp_path: Path) -> None:
    content = at.typed(at.filled(UNIT, "nam"), {at.spot(UNIT, "T1.06", period="nam"): 3})
    found = judged(tmp_path, {"a.xlsx": ("08/12/2011", content)}, earlier({"T1.06": 5}), "nam")
    assert told(found) == {"a.xlsx": ["VS502 warning T1.06"]}


def test_n23_the_figures_of_the_last_period(tmp_path: Path) -> None:
    same = changed(dict(NV1))()
    found = judged(tmp_path, {"a.xlsx": ("08/06/2011", same)}, earlier(NV1))
    assert told(found) == {"a.xlsx": ["VS505 warning T1.03"]}
    assert "NV1" in facts(found)


def test_n23_the_figures_of_a_neighbour(tmp_path: Path) -> None:
    theirs = at.typed(at.filled(ANOTHER), {at.spot(ANOTHER, code): n for code, n in NV1.items()})
    found = judged(tmp_path, {"a.xlsx": ("08/06/2011", changed(dict(NV1))()), "b.xlsx": ("08/06/2011", theirs)})
    assert told(found) == {"a.xlsx": ["VS506 warning T1.03"], "b.xlsx": ["VS506 warning T1.03"]}
    assert "Sở Nội vụ" in facts(found)


def test_d19_one_activity_in_two_tables(tmp_path: Path) -> None:
    club = {"ten": "Nói chuyện lồng ghép giới", "loai": "CLB", "vai_tro": "Chủ trì", "dia_ban": "Thành phố Lạng Sơn"}
    cells = {
        f"T5.B2.{key}[1]": value for key, value in {**club, "tinh_trang": "Đang hoạt động", "chien_luoc": "Có"}.items()
    }
    content = changed({**cells, "T6.B1.ten_lop[1]": "Nói chuyện  lồng ghép giới"})()
    found = judged(tmp_path, {"a.xlsx": ("08/06/2011", content)})
    assert told(found) == {"a.xlsx": ["VS424 warning T6.B1.ten_lop[1]"]}


def test_k01_two_files_of_one_unit(tmp_path: Path) -> None:
    later = changed({"T1.06": 2, "M.14": "Nguyễn Thị Hoa"})()
    found = judged(tmp_path, {"cu.xlsx": ("07/06/2011", good()), "moi.xlsx": ("09/06/2011", later)})
    assert told(found) == {"cu.xlsx": ["VS111 warning tệp"], "moi.xlsx": []}
    second = "“Số cuộc họp, làm việc liên ngành về BĐG–VSTBCPN do đơn vị chủ trì” (NV1 D15) từ"
    assert f"“moi.xlsx”, hai tệp khác nhau ở 2 ô: “Người lập biểu” (TT D22); {second}" in facts(found)
    counted = {u.unit.code: u.counted for u in found.coverage.units if u.counted is not None}
    submission = counted[UNIT].submission
    assert submission is not None
    assert submission.values["T1.06"].value == 2


def test_k01_the_same_file_twice(tmp_path: Path) -> None:
    found = judged(tmp_path, {"cu.xlsx": ("07/06/2011", good()), "moi.xlsx": ("09/06/2011", good())})
    assert told(found) == {"cu.xlsx": ["VS111 notice tệp"], "moi.xlsx": []}
    assert "nội dung hai tệp như nhau" in facts(found)


def test_k02_and_k03_late_and_missing(tmp_path: Path) -> None:
    found = judged(tmp_path, {"a.xlsx": ("13/06/2011", good())})
    assert [(u.unit.code, u.days_late) for u in found.coverage.late] == [(UNIT, 4)], (
        "before 10/6 means 9/6 at the latest"
    )
    assert told(found) == {"a.xlsx": ["VS128 notice tệp"]}
    assert "Nhận ngày 13/6/2011, sau hạn (trước ngày 10/6/2011)" in facts(found)
    assert len(found.coverage.missing) == len(found.coverage.units) - 1
    assert all(u.counted is None for u in found.coverage.missing)


def test_k02_a_correction_after_the_due_date_is_not_late(tmp_path: Path) -> None:
    later = changed({"T1.06": 2})()
    found = judged(tmp_path, {"cu.xlsx": ("07/06/2011", good()), "moi.xlsx": ("13/06/2011", later)})
    assert told(found) == {"cu.xlsx": ["VS111 warning tệp"], "moi.xlsx": []}


def test_f07_an_empty_file_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    found = judged(tmp_path, {"a.xlsx": ("08/06/2011", good()), "b.xlsx": ("08/06/2011", b"")})
    assert told(found) == {"a.xlsx": [], "b.xlsx": ["VS115 notice tệp"]}
    (tmp_path / "so-theo-doi.csv").unlink()
    sources = gather([str(tmp_path / "b.xlsx")])
    named = take_in(setting_for("2011", "6t", None, sources.files), sources, None, lambda *_: None, jobs=1)
    assert told(named) == {"b.xlsx": ["VS115 error tệp"]}


def test_k05_a_unit_that_has_ended_names_its_heir(tmp_path: Path) -> None:
    ended = replace(
        at.COMMUNE, code="xa-cu", name="Xã Cũ", valid_until=dt.date(2011, 1, 1), successors=("xa-tuong-tuong",)
    )
    reader = Reader(
        season.edition(), season.edition().periods["6t"], Register((*at.register().units, ended), "x"), at.live()
    )
    (tmp_path / "a.xlsx").write_bytes(restamped("/so-y-te/", "/xa-cu/"))
    found = reader.read(tmp_path / "a.xlsx", "a.xlsx")
    assert isinstance(found, Unreadable)
    told = judge_problem(found.problem)
    assert (told.code, told.severity.value) == ("VS108", "error")
    assert "kế thừa là “" in told.fact
    assert "Xã Cũ" in told.fact and "Xã Tưởng Tượng" in told.advice


def test_texts_in_a_folder_are_passed_over_with_a_word(tmp_path: Path) -> None:
    for name in ("bao cao.csv", "thu.TXT", "so-theo-doi.csv", "so-lieu_2011-6t.csv", "doc.md"):
        (tmp_path / name).write_text("tep,ngay_nhan\n", encoding="utf-8")
    assert gather([str(tmp_path)]).passed.texts == ("bao cao.csv", "thu.TXT")


def test_k06_a_unit_of_no_register(tmp_path: Path) -> None:
    found = judged(tmp_path, {"a.xlsx": ("08/06/2011", restamped("/so-y-te/", "/xa-99/"))})
    assert told(found) == {"a.xlsx": ["VS107 error tệp"]}
    assert "xa-99" in facts(found)


@pytest.mark.parametrize("unit", [UNIT, ANOTHER])
def test_good_forms_side_by_side_give_nothing(unit: str, tmp_path: Path) -> None:
    found = judged(tmp_path, {"a.xlsx": ("08/06/2011", good()), "b.xlsx": ("08/06/2011", at.filled("so-tu-phap"))})
    assert told(found) == {"a.xlsx": [], "b.xlsx": []}
    assert season.register().get(unit) is not None
