"""`init`: the whole folder of a season, completed by every further run, and never anything edited written over."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.editions.second_edition import FOLDER
from tests.support.forms import returned as at
from tests.support.programs import libreoffice
from tests.support.programs.command_line import Program, receive
from vstbcpn_cli.cli.console import argument
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.season_settings import read_settings
from vstbcpn_cli.usecases.run_settings import register
from vstbcpn_cli.usecases.season.receipt_log import Log, read_log
from vstbcpn_cli.usecases.season.run_journal import NAME as JOURNAL
from vstbcpn_cli.usecases.season.season_files import RECORD, record_of_written, written_before

PARTS = {
    *("1-gui-don-vi", "2-nhan-ve", "3-ket-qua", "4-phan-hoi", "mau-bao-cao"),
    *("don-vi.xlsx", "so-theo-doi.xlsx", "vstbcpn.toml", "ky-bao-cao.json"),
}


def content(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What every file is, but for the journal, in which each run has a line."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != JOURNAL)
    return {p.relative_to(folder).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


# ----------------------------------------------------------------------------------------------------------- made once
@pytest.mark.parametrize(
    ("name", "options", "period"),
    [
        ("2011-nam", (), "nam"),
        ("Ky 6T 2011", (), "6t"),
        ("bao-cao", (), "6t"),
        ("bao-cao-6t", ("--period", "nam"), "nam"),
        ("quy", ("--edition", str(FOLDER), "--period", "q2"), "q2"),
    ],
)
def test_the_folder_is_made_whole(
    name: str, options: tuple[str, ...], period: str, tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = vstbcpn("init", name, *options)
    assert code == ExitCode.OK, err
    assert {p.name for p in (tmp_path / name).iterdir()} == PARTS
    settings = read_settings(tmp_path / name / "vstbcpn.toml")
    assert settings.period == period
    assert ("Đã chọn" in err) == ("--period" not in options or "--edition" not in options)
    made = out.splitlines()
    assert f"{name}/vstbcpn.toml" in made
    assert len(made) == 4  # the templates are one line
    assert re.search(rf"^{re.escape(name)}/mau-bao-cao \(\d+ tệp\)$", made[0])
    assert f"cd {argument(name)}" in err.splitlines()
    monkeypatch.chdir(tmp_path / name)
    own = register(str(settings.path), None)
    assert own.units == register(settings.edition, None).units
    assert own.source == "don-vi.xlsx"
    assert read_log(Path("so-theo-doi.xlsx")) == Log()
    assert vstbcpn("make-template", own.units[0].code, "--quiet")[0] == ExitCode.OK
    assert vstbcpn("validate")[0] == ExitCode.NO_SUBMISSION


def test_a_further_run_touches_nothing_and_adds_what_is_missing(tmp_path: Path, vstbcpn: Program) -> None:
    folder = tmp_path / "2011-6t"
    vstbcpn("init", folder)
    before = content(folder)
    code, out, err = vstbcpn("init", folder)
    assert (code, out) == (ExitCode.OK, "")
    assert "không có tệp nào phải ghi thêm" in err
    assert content(folder) == before
    (folder / "don-vi.xlsx").unlink()
    (folder / "mau-bao-cao" / "report" / "t6.j2").unlink()
    (folder / "2-nhan-ve").rmdir()
    assert vstbcpn("init", folder, "--quiet")[0] == ExitCode.OK
    after = content(folder)
    assert {n: c for n, (c, _) in after.items()} == {n: c for n, (c, _) in before.items()}
    assert {n for n in after if after[n] != before[n]} == {"don-vi.xlsx", "mau-bao-cao/report/t6.j2"}
    assert (folder / "2-nhan-ve").is_dir()


def test_two_folders_of_one_season_are_the_same(tmp_path: Path, vstbcpn: Program) -> None:
    for name in ("a/2011-6t", "b/2011-6t"):
        vstbcpn("init", name)
    made = [{n: c for n, (c, _) in content(tmp_path / x / "2011-6t").items()} for x in ("a", "b")]
    assert made[0] == made[1]


@pytest.mark.parametrize("options", [("--period", "nam"), ("--edition", str(FOLDER))])
def test_another_season_is_not_put_over_one(options: tuple[str, ...], tmp_path: Path, vstbcpn: Program) -> None:
    vstbcpn("init", "2011-6t")
    before = content(tmp_path)
    code, _, err = vstbcpn("init", "2011-6t", *options)
    assert code == ExitCode.USAGE
    assert "đã là của kỳ “6t”" in err
    assert content(tmp_path) == before


# ------------------------------------------------------------------------------------------------------------- refresh
def test_what_is_edited_is_shown_and_kept_and_the_rest_renewed(tmp_path: Path, vstbcpn: Program) -> None:
    folder = tmp_path / "2011-6t"
    vstbcpn("init", folder)
    settings = folder / "vstbcpn.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('han_gui = "10/', 'han_gui = "12/'), encoding="utf-8"
    )
    edited, old = folder / "mau-bao-cao/report/t6.j2", folder / "mau-bao-cao/report/t1.j2"
    new = old.read_bytes()
    edited.write_text("Câu của cơ quan.\n", encoding="utf-8")
    # An earlier version of the program had written another text there, which nobody has edited.
    old.write_text("Câu cũ của phần mềm.\n", encoding="utf-8")
    digests = {
        **written_before(folder),
        "mau-bao-cao/report/t1.j2": hashlib.sha256(old.read_bytes()).hexdigest(),
        "mau-bao-cao/report/t6.j2": "0" * 64,
    }
    (folder / RECORD).write_text(record_of_written(digests, "nd30"), encoding="utf-8", newline="\n")
    before = content(folder)
    err = vstbcpn("init", folder)[2]
    assert "1 tệp chưa ai sửa có bản mới" in err
    assert content(folder) == before
    code, out, err = vstbcpn("init", folder, "--refresh")
    assert code == ExitCode.OK
    assert out.split() == [(folder / "mau-bao-cao/report/t1.j2").as_posix()]
    assert old.read_bytes() == new
    assert edited.read_text(encoding="utf-8") == "Câu của cơ quan.\n"
    assert (folder / "ban-moi/mau-bao-cao/report/t6.j2").is_file()
    assert '- han_gui = "12/06/2011"' in err
    assert '+ han_gui = "10/06/2011"' in err
    assert "dòng" in err
    assert "- Câu của cơ quan." in err
    assert "- Câu cũ của phần mềm." in err
    assert 'han_gui = "12/' in settings.read_text(encoding="utf-8")


def test_the_log_and_the_register_are_the_office_s_own(
    tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    vstbcpn("init", "2011-6t")
    folder = tmp_path / "2011-6t"
    receive(folder / "2-nhan-ve", "y-te.xlsx", at.filled("so-y-te"))
    monkeypatch.chdir(folder)
    assert vstbcpn("validate")[0] == ExitCode.OK
    book = load_workbook("don-vi.xlsx")
    book.worksheets[0]["E2"] = "vanthu@tinh.vn"
    book.save("don-vi.xlsx")
    before = content(folder)
    err = vstbcpn("init", ".", "--refresh")[2]
    assert "don-vi.xlsx: khác bản phần mềm ghi, giữ nguyên" in err
    assert content(folder) == before
    assert register(str(folder / "vstbcpn.toml"), None).units[0].email == "vanthu@tinh.vn"


# ------------------------------------------------------------------------------------------------------- the register
def test_a_lost_register_is_told_and_not_taken_for_that_of_the_form(
    tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    vstbcpn("init", "2011-6t", "--quiet")
    monkeypatch.chdir(tmp_path / "2011-6t")
    Path("don-vi.xlsx").rename(tmp_path / "cat.xlsx")
    for command in ("units", "status", "remind", "make-template", "validate"):
        code, out, err = vstbcpn(command)
        assert (code, out) == (ExitCode.USAGE, ""), command
        assert "Không còn danh sách đơn vị (don-vi.xlsx)" in err
    assert vstbcpn("init", ".", "--quiet")[0] == ExitCode.OK
    assert vstbcpn("units")[0] == ExitCode.OK
    code, _, err = vstbcpn("units", "--output", "don-vi.xlsx")
    assert (code, "Đã có tệp này nên không ghi đè." in err) == (ExitCode.IO, True)


@pytest.mark.parametrize("edition", ["2011", str(FOLDER)])
@pytest.mark.parametrize("saved", ["as written", "libreoffice"])
def test_a_register_is_read_back_as_it_was(edition: str, saved: str, tmp_path: Path, vstbcpn: Program) -> None:
    assert vstbcpn("units", "--edition", edition, "--output", "don-vi.xlsx")[0] == ExitCode.OK
    path = tmp_path / "don-vi.xlsx"
    if saved == "libreoffice":
        if libreoffice.missing():
            pytest.skip(libreoffice.missing())
        path = libreoffice.resave(path, tmp_path / "luu.xlsx")
    assert register(edition, path).units == register(edition, None).units
    assert vstbcpn("units", "--edition", edition, "--output", "don-vi.xlsx")[0] == ExitCode.IO


@pytest.mark.parametrize(
    ("cell", "value", "words"),
    [
        ("C3", "sở ban", ("dòng 3", "“Loại đơn vị”", "“sở ban”")),
        ("E4", "vanthu", ("dòng 4", "“Thư điện tử”", "“vanthu”")),
        ("J5", "31/2/2011", ("dòng 5", "“Từ ngày”", "31/2/2011")),
        ("N5", "đầu", ("dòng 5", "Thứ tự")),
        ("A6", None, ("dòng 6", "Mã đơn vị")),
        ("B1", "Tên", ("dòng 1", "“Tên đơn vị”")),
    ],
)
def test_a_mistake_is_answered_with_line_and_column(
    cell: str, value: str | None, words: tuple[str, ...], tmp_path: Path, vstbcpn: Program
) -> None:
    vstbcpn("units", "--output", "don-vi.xlsx")
    book = load_workbook("don-vi.xlsx")
    book.worksheets[0][cell] = value
    book.save("don-vi.xlsx")
    with pytest.raises(ConfigurationError) as refused:
        register("2011", tmp_path / "don-vi.xlsx")
    assert all(word in str(refused.value) for word in ("don-vi.xlsx", *words)), refused.value


def test_how_a_unit_is_reached_leaves_the_office_in_no_output(
    tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    vstbcpn("init", "2011-6t", "--quiet")
    folder = tmp_path / "2011-6t"
    monkeypatch.chdir(folder)
    book = load_workbook("don-vi.xlsx")
    for row in range(2, book.worksheets[0].max_row + 1):
        for column, text in (("E", "RIENG@tinh.vn"), ("F", "RIENG1"), ("G", "RIENG2"), ("H", "RIENG3")):
            book.worksheets[0][f"{column}{row}"] = text
    book.save("don-vi.xlsx")
    receive(folder / "2-nhan-ve", "y-te.xlsx", at.filled("so-y-te"))
    said = "".join(map(str, vstbcpn("validate", "--format", "json", "--feedback", "4-phan-hoi")))
    said += "".join(map(str, vstbcpn("units", "--format", "json")))
    assert vstbcpn("consolidate")[0] == ExitCode.WARNINGS
    written = [p for d in ("3-ket-qua", "4-phan-hoi") for p in (folder / d).rglob("*") if p.is_file()]
    assert len(written) > 6
    # The index of a round and the overview are for the officer, who writes to the units by them.
    for path in (p for p in written if p.name != "danh-sach.xlsx"):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                said += "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
        else:
            said += path.read_text(encoding="utf-8", errors="replace")
    assert "RIENG" not in said
