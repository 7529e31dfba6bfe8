"""The form of the year changed by the office after it was sent: what comes back on the form as sent is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.editions.edition_workbooks import EditedWorkbook
from tests.support.forms import returned as at
from tests.support.programs.command_line import Program
from vstbcpn_cli.cli.exit_codes import ExitCode

UNIT, PERIOD = "so-y-te", ("--period", "6t")
RENAMED, DROPPED, ADDED, MOVED = "T5.04", "T7.08", "T5.60", ("T5.05", "T5.06")


def swap(book: EditedWorkbook, one: str, other: str) -> None:
    """Two questions in the order of the other."""
    page = book.book["ChiTieu"]
    first, second = (page[book.row("ChiTieu", code=code)] for code in (one, other))
    for a, b in zip(first, second, strict=True):
        a.value, b.value = b.value, a.value


@pytest.fixture
def changed(vstbcpn: Program, tmp_path: Path) -> Path:
    """A label corrected, a question dropped, one added, two in another order; the number of the issue one higher."""
    path = tmp_path / "bieu-mau.xlsx"
    assert vstbcpn("edition", "new", "2011", "--from", "2011", "-o", path)[0] == ExitCode.OK
    book = EditedWorkbook(path.read_bytes())
    book.type("ChiTieu", book.address("ChiTieu", "label", code=RENAMED), "Số tin, bài đã đăng")
    book.type("ChiTieu", book.address("ChiTieu", "_drop", code=DROPPED), "Bỏ")
    book.add(
        "ChiTieu",
        in_="T5",
        code=ADDED,
        label="Số buổi phát thanh",
        type="số nguyên",
        measure="buổi",
        required="không bắt buộc",
        nature="phát sinh trong kỳ",
        aggregate="cộng",
        basis="Công văn hướng dẫn, nhiệm vụ 5",
    )
    swap(book, *MOVED)
    issue = book.address("ThietLap", "_value", key_="issue")
    book.type("ThietLap", issue, book.book["ThietLap"][issue].value + 1)
    return book.save(path)


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A folder with one return on the form as the program has it."""
    folder = tmp_path / "nhan"
    folder.mkdir()
    (folder / f"{UNIT}.xlsx").write_bytes(at.filled(UNIT))
    return folder


def judged(vstbcpn: Program, folder: Path, edition: object) -> dict[str, Any]:
    """The account of the one file of a folder."""
    told = json.loads(vstbcpn("validate", folder, "--edition", edition, *PERIOD, "--format", "json")[1])
    (file,) = told["files"]
    return dict(file)


def test_what_comes_back_on_the_form_as_sent_is_accepted(vstbcpn: Program, changed: Path, returned: Path) -> None:
    file = judged(vstbcpn, returned, changed)
    assert {f["code"] for f in file["findings"]} == {"VS241", "VS243"}
    differs = next(f["message"] for f in file["findings"] if f["code"] == "VS241")
    assert "lần phát hành khác" in differs
    listed = next(f for f in file["findings"] if f["code"] == "VS243")
    value = at.accepted(at.filled(UNIT)).values[DROPPED].value
    assert f"(1 ô: “{value}”)" in listed["message"]
    for code in (RENAMED, *MOVED):
        args = ("trace", code, returned, "--edition", changed, *PERIOD, "--format", "json")
        traced = json.loads(vstbcpn(*args)[1])
        assert traced["value"] == at.accepted(at.filled(UNIT)).values[code].value


def test_it_is_put_on_the_form_in_use_and_what_is_asked_no_more_is_listed(
    vstbcpn: Program, changed: Path, returned: Path
) -> None:
    code, out, err = vstbcpn(
        "edition", "carry", returned / f"{UNIT}.xlsx", "--edition", changed, *PERIOD, "-o", "moi", "--quiet"
    )
    assert (code, len(out.splitlines())) == (ExitCode.WARNINGS, 1)
    assert "1 nội dung chưa chép được" in err
    folder = changed.parent / "lai"
    folder.mkdir()
    Path(changed.parent / out.strip()).rename(folder / "moi.xlsx")
    assert judged(vstbcpn, folder, changed)["findings"] == []


def test_a_return_on_the_changed_form_is_newer_than_the_form_of_the_program(
    vstbcpn: Program, changed: Path, tmp_path: Path
) -> None:
    """Somebody who lacks the workbook of the office is told so; the unit has nothing to do."""
    assert vstbcpn("make-template", UNIT, "--edition", changed, *PERIOD, "-o", "trong")[0] == ExitCode.OK
    folder = tmp_path / "lai"
    folder.mkdir()
    (blank,) = (tmp_path / "trong" / UNIT).glob("*.xlsx")
    blank.rename(folder / blank.name)
    file = judged(vstbcpn, folder, "2011")
    assert [f["code"] for f in file["findings"]] == ["VS141"]
    assert "Đơn vị không phải làm gì" in json.dumps(file, ensure_ascii=False)


def test_the_season_goes_on_with_the_sentences_it_was_begun_with(
    vstbcpn: Program, changed: Path, returned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy of the sentences still speaks of the question that is gone: the common ones stand in for that file."""
    assert vstbcpn("edition", "new", "2011", "--from", "2011", "-o", "goc.xlsx")[0] == ExitCode.OK
    assert vstbcpn("init", "ky", "--edition", "goc.xlsx", *PERIOD)[0] == ExitCode.OK
    changed.rename(tmp_path / "ky" / "goc.xlsx")
    (returned / f"{UNIT}.xlsx").rename(tmp_path / "ky" / "2-nhan-ve" / f"{UNIT}.xlsx")
    monkeypatch.chdir(tmp_path / "ky")
    code, out, err = vstbcpn("consolidate")
    assert (code, "bao-cao_2011-6t.docx" in out) == (ExitCode.WARNINGS, True), err
    own = tmp_path / "ky" / "mau-bao-cao" / "report" / "t7.j2"
    own.write_text(own.read_text(encoding="utf-8") + "{# của cơ quan #}\n", encoding="utf-8")
    code, _, err = vstbcpn("consolidate")
    assert (code, f"không có tên “{DROPPED}”" in err) == (ExitCode.USAGE, True)
