"""A season in one folder: no path and no option, from wherever in it a command runs; what the office sets is printed."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive, wrong
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.season_settings import SETTINGS
from vstbcpn_cli.usecases.season.season_folder import found_season

FIRST = 'bo_bieu_mau = "2011"\nky = "6t"\n'
SET = FIRST + (
    'han_gui = "17/06/2011"\n'
    '[noi_nhan]\ndia_chi = "số 1 đường Thử Nghiệm"\nthu_dien_tu = "nhan@tinh.vn"\n'
    '[co_quan]\nthuong_truc = "Sở Thử nghiệm"\nban = "Ban Thử nghiệm tỉnh Lạng Sơn"\n'
    '[nguoi_ky]\nho_ten = "Trần Thị Ký"\n'
)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A season with one faultless and one faulty return on forms that were issued before anything was set."""
    (tmp_path / SETTINGS).write_text(FIRST, encoding="utf-8")
    folder = tmp_path / "2-nhan-ve"
    folder.mkdir()
    receive(folder, "y-te.xlsx", at.filled("so-y-te"))
    receive(folder, "hoi.xlsx", at.filled("hoi-khuyen-hoc"), "2011-06-14")
    return tmp_path


def texts_of(path: Path) -> str:
    """Everything a Word file or a workbook prints."""
    if path.suffix == ".docx":
        return "\n".join(t.text or "" for t in docx.Document(str(path)).element.body.iter() if t.tag.endswith("}t"))
    book = load_workbook(path, read_only=True)
    return "\n".join(str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v)


@pytest.mark.parametrize("place", [".", "2-nhan-ve", "3-ket-qua/cu"])
def test_no_command_needs_a_path_or_an_option(
    place: str, season: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (season / place).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(season / place)
    assert vstbcpn("make-template", "so-y-te")[0] == ExitCode.OK
    assert (season / "1-gui-don-vi" / "so-y-te" / "2011-6T_so-y-te.xlsx").is_file()
    code, out, _ = vstbcpn("validate", "--format", "json")
    assert code == ExitCode.OK
    assert [f["path"] for f in json.loads(out)["files"]] == ["hoi.xlsx", "y-te.xlsx"]
    assert vstbcpn("consolidate", "--copy", "signing")[0] == ExitCode.WARNINGS
    assert (season / "3-ket-qua" / "bao-cao_2011-6t.docx").is_file()
    assert vstbcpn("trace", "don-vi")[0] == ExitCode.OK
    assert "6 tháng" in vstbcpn("units")[2]
    assert not (season / place / "3-ket-qua").exists() or place == "."


def test_what_comes_next_needs_no_path_or_option_either(season: Path, vstbcpn: Program) -> None:
    _, out, err = vstbcpn("validate")
    assert ": vstbcpn remind\n" in out
    assert "vstbcpn consolidate (nội dung" in out
    assert "ghi đường dẫn ở ky_truoc trong vstbcpn.toml" in err
    assert "--previous" not in out + err


def test_an_option_is_stronger_than_the_season(season: Path, vstbcpn: Program) -> None:
    assert "năm 2011" in vstbcpn("units", "--period", "nam")[2]
    assert vstbcpn("make-template", "so-y-te", "-o", "noi-khac")[0] == ExitCode.OK
    assert (season / "noi-khac" / "so-y-te" / "2011-6T_so-y-te.xlsx").is_file()
    assert not (season / "1-gui-don-vi").exists()


def test_outside_a_season_nothing_has_changed(tmp_path: Path, inbox: Path, vstbcpn: Program) -> None:
    assert found_season(tmp_path) is None
    assert vstbcpn("validate")[0] == ExitCode.OK
    assert sorted(p.name for p in tmp_path.iterdir()) == [inbox.name]


def test_the_nearest_season_counts(season: Path) -> None:
    inner = season / "nam"
    inner.mkdir()
    (inner / SETTINGS).write_text('bo_bieu_mau = "2011"\nky = "nam"\n', encoding="utf-8")
    found = found_season(inner)
    assert found is not None
    assert (found.root, found.settings.period) == (inner, "nam")


def test_what_is_set_is_printed_and_no_form_issued_before_is_blamed(season: Path, vstbcpn: Program) -> None:
    receive(season / "2-nhan-ve", "y-te.xlsx", wrong())
    before = json.loads(vstbcpn("validate", "--format", "json")[1])
    (season / SETTINGS).write_text(SET, encoding="utf-8")
    after = json.loads(vstbcpn("validate", "--format", "json", "--feedback", "4-phan-hoi")[1])
    assert after["files"] == before["files"]

    assert vstbcpn("make-template", "so-y-te")[0] == ExitCode.OK
    blank = texts_of(season / "1-gui-don-vi" / "so-y-te" / "2011-6T_so-y-te.xlsx")
    for words in ("17/6/2011", "số 1 đường Thử Nghiệm", "nhan@tinh.vn", "Sở Thử nghiệm"):
        assert words in blank, words
    slip = texts_of(season / "4-phan-hoi" / "dot-1" / "so-y-te" / "2011-6t_so-y-te_phieu-phan-hoi.docx")
    assert "17/6/2011" in slip
    assert "SỞ THỬ NGHIỆM" in slip.upper()
    assert vstbcpn("consolidate", "--copy", "signing")[0] == ExitCode.WARNINGS
    report = texts_of(season / "3-ket-qua" / "bao-cao_2011-6t.docx")
    assert "Trần Thị Ký" in report
    assert "BAN THỬ NGHIỆM" in report.upper()


def test_a_return_in_time_by_the_deadline_of_the_office_is_not_late(season: Path, vstbcpn: Program) -> None:
    def late() -> int:
        assert vstbcpn("consolidate", "--quiet")[0] == ExitCode.WARNINGS
        counted = json.loads((season / "3-ket-qua" / "manifest.json").read_text(encoding="utf-8"))["counts"]
        return int(counted["late"])

    assert late() == 1
    (season / SETTINGS).write_text(SET, encoding="utf-8")
    assert late() == 0


def test_a_form_issued_with_the_names_of_the_office_is_read_without_a_finding(season: Path, vstbcpn: Program) -> None:
    """The other way round: what was set when the form went out is set no more."""
    (season / SETTINGS).write_text(SET, encoding="utf-8")
    assert vstbcpn("make-template", "so-y-te")[0] == ExitCode.OK
    blank = (season / "1-gui-don-vi" / "so-y-te" / "2011-6T_so-y-te.xlsx").read_bytes()
    receive(season / "2-nhan-ve", "y-te.xlsx", blank)
    before = json.loads(vstbcpn("validate", "--format", "json")[1])
    (season / SETTINGS).write_text(FIRST, encoding="utf-8")
    after = json.loads(vstbcpn("validate", "--format", "json")[1])
    own = [[f for f in said["files"] if f["path"] == "y-te.xlsx"] for said in (before, after)]
    assert own[0] == own[1]


@pytest.mark.parametrize("command", ["validate", "consolidate", "units", "make-template", "trace"])
def test_every_command_answers_wrong_settings_with_the_line(command: str, season: Path, vstbcpn: Program) -> None:
    (season / SETTINGS).write_text(FIRST + 'hangui = "1/6/2011"\n', encoding="utf-8")
    code, out, err = vstbcpn(*([command] if command != "trace" else ["trace", "T6.08"]))
    assert (code, out) == (ExitCode.USAGE, "")
    assert "vstbcpn.toml, dòng 3" in err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('ky_truoc = "so-lieu.json"\n', ("dòng 3", "so-lieu.json")),
        ('[bao_cao]\nmau = "nd-30"\n', ("dòng 4", "“nd30”")),
        ('[bao_cao]\nmau = "mau-khac/"\n', ("dòng 4", "mau-khac")),
    ],
)
def test_what_the_settings_name_must_be_there(
    line: str, words: tuple[str, ...], season: Path, vstbcpn: Program
) -> None:
    (season / SETTINGS).write_text(FIRST + line, encoding="utf-8")
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.USAGE
    assert all(word in err for word in words), err
