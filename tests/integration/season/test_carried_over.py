"""`init --from`: what the office has decided in one period is not typed again for the next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.editions.second_edition import FOLDER
from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, it_is, receive
from tests.support.seasons import season
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.edition.season_settings import read_settings
from vstbcpn_cli.usecases.run_settings import register
from vstbcpn_cli.usecases.season.receipt_log import Log, read_log

OWN = "mau-bao-cao/report/t6.j2"


def decide(folder: Path, **keys: str) -> None:
    """Sets keys in the settings as an officer does: the # off, the value behind the sign."""
    path = folder / "vstbcpn.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    for key, value in keys.items():
        (at,) = [n for n, line in enumerate(lines) if line.lstrip("#").startswith(f"{key} = ")]
        lines[at] = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def earlier(tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A first half of a year with an own register, settings, a sentence, and a signed report."""
    assert vstbcpn("init", "2011-6t", "--template", "tt01", "--quiet")[0] == ExitCode.OK
    folder = tmp_path / "2011-6t"
    decide(folder, thu_dien_tu="vanthu@tinh.vn", ho_ten="Nguyễn Thị Lan", han_gui="08/06/2011", han_tra_loi="9/6/2011")
    book = load_workbook(folder / "don-vi.xlsx")
    page = book.worksheets[0]
    for line in range(page.max_row, 3, -1):
        if page.cell(line, 1).value != "so-y-te":
            page.delete_rows(line)
    book.worksheets[0]["E2"] = "van-thu@so.vn"
    book.save(folder / "don-vi.xlsx")
    (folder / OWN).write_text("Câu của cơ quan.\n", encoding="utf-8")
    (folder / "mau-bao-cao" / "ghi-chu.txt").write_text("Của cơ quan.\n", encoding="utf-8")
    receive(folder / "2-nhan-ve", "y-te.xlsx", at.filled("so-y-te"))
    monkeypatch.chdir(folder)
    assert vstbcpn("validate", "--quiet")[0] == ExitCode.OK
    assert vstbcpn("consolidate", "--final", "--quiet")[0] == ExitCode.WARNINGS
    monkeypatch.chdir(tmp_path)
    return folder


def test_what_was_decided_is_taken_over_and_what_belongs_to_the_period_is_not(
    earlier: Path, tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = vstbcpn("init", "2011-nam", "--from", "2011-6t")
    assert code == ExitCode.OK, err
    assert f"Lấy lại từ kỳ trước: mau-bao-cao/ghi-chu.txt, {OWN}, don-vi.xlsx, vstbcpn.toml." in err
    new = tmp_path / "2011-nam"
    settings = read_settings(new / "vstbcpn.toml")
    assert (settings.period, settings.reply_by) == ("nam", None)
    assert f"{settings.due:%d/%m/%Y}" == "10/12/2011"
    assert settings.office == {"email": "vanthu@tinh.vn", "signer_name": "Nguyễn Thị Lan"}
    signed = earlier / "3-ket-qua/luu/ban-chinh-thuc-1/so-lieu_2011-6t.json"
    assert settings.previous is not None
    assert settings.previous.resolve() == signed.resolve()
    assert (new / OWN).read_text(encoding="utf-8") == "Câu của cơ quan.\n"
    for name in ("don-vi.xlsx", "mau-bao-cao/ghi-chu.txt", "mau-bao-cao/bao-cao.docx"):
        assert (new / name).read_bytes() == (earlier / name).read_bytes()
    assert read_log(new / "so-theo-doi.xlsx") == Log() != read_log(earlier / "so-theo-doi.xlsx")
    monkeypatch.chdir(new)
    units = register(str(settings.path), None).units
    assert len(units) < 6
    code, _, err = vstbcpn("make-template", units[0].code)
    assert code == ExitCode.OK, err


def test_in_the_second_season_no_command_needs_to_be_told_of_the_first(
    earlier: Path, tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert earlier
    vstbcpn("init", "2011-nam", "--from", "2011-6t", "--quiet")
    monkeypatch.chdir(tmp_path / "2011-nam")
    it_is("2011-12-08")
    unit = register(str(Path("vstbcpn.toml").absolute()), None).units[0].code
    receive(Path("2-nhan-ve"), "nop.xlsx", at.filled(unit, "nam"), "2011-12-07")
    code, out, err = vstbcpn("validate")
    assert code in (ExitCode.OK, ExitCode.WARNINGS), err
    assert "không phải của cùng kỳ một năm trước đó" in err
    assert "--previous" not in out + err
    assert "nop.xlsx" in read_log(Path("so-theo-doi.xlsx")).days


def test_what_was_taken_over_counts_as_edited(earlier: Path, tmp_path: Path, vstbcpn: Program) -> None:
    assert earlier
    vstbcpn("init", "2011-nam", "--from", "2011-6t", "--quiet")
    new = tmp_path / "2011-nam"
    before = {p: p.read_bytes() for p in new.rglob("*") if p.is_file()}
    for options in ((), ("--refresh",), ("--from", "2011-6t")):
        code, out, _ = vstbcpn("init", "2011-nam", *options)
        assert (code, out) == (ExitCode.OK, "")
        assert {p: p.read_bytes() for p in new.rglob("*") if p.is_file()} == before, options
    assert "Giữ nguyên 3 tệp khác bản phần mềm ghi" in vstbcpn("init", "2011-nam")[2]


def test_what_is_edited_in_the_new_season_stays(earlier: Path, tmp_path: Path, vstbcpn: Program) -> None:
    assert earlier
    vstbcpn("init", "2011-nam", "--quiet")
    new = tmp_path / "2011-nam"
    (new / OWN).write_text("Câu mới.\n", encoding="utf-8")
    code, _, err = vstbcpn("init", "2011-nam", "--from", "2011-6t")
    assert code == ExitCode.OK
    assert (new / OWN).read_text(encoding="utf-8") == "Câu mới.\n"
    assert read_settings(new / "vstbcpn.toml").office["email"] == "vanthu@tinh.vn"
    assert "Lấy lại từ kỳ trước: mau-bao-cao/ghi-chu.txt, don-vi.xlsx, vstbcpn.toml." in err


def test_a_sentence_about_another_form_is_left_to_the_office(earlier: Path, tmp_path: Path, vstbcpn: Program) -> None:
    assert earlier
    code, _, err = vstbcpn("init", "quy", "--from", "2011-6t", "--edition", str(FOLDER))
    assert code == ExitCode.OK, err
    assert f"Chưa lấy lại vì bản gốc nay đã khác; đề nghị xem và sửa lại: {OWN}." in err
    settings = read_settings(tmp_path / "quy" / "vstbcpn.toml")
    assert Path(settings.edition).resolve() == FOLDER.resolve()
    assert not (tmp_path / "quy" / OWN).exists()


def test_without_a_word_about_it_the_edition_stays(tmp_path: Path, vstbcpn: Program) -> None:
    vstbcpn("init", "quy-2", "--edition", str(FOLDER), "--period", "q2", "--quiet")
    (tmp_path / "quy-2" / "don-vi.xlsx").rename(tmp_path / "don-vi.xlsx")
    (tmp_path / "quy-2" / "don-vi.csv").write_text("ma\n", encoding="utf-8")
    assert vstbcpn("init", "quy-4", "--from", "quy-2", "--period", "q4", "--quiet")[0] == ExitCode.OK
    settings = read_settings(tmp_path / "quy-4" / "vstbcpn.toml")
    assert Path(settings.edition).resolve() == FOLDER.resolve()
    assert (tmp_path / "quy-4" / "don-vi.csv").read_text(encoding="utf-8") == "ma\n"
    assert not (tmp_path / "quy-4" / "don-vi.xlsx").exists()


def test_what_is_no_season_is_answered_and_nothing_made(tmp_path: Path, vstbcpn: Program) -> None:
    (tmp_path / "khac").mkdir()
    for named in ("khac", "khong-co"):
        code, _, err = vstbcpn("init", "2011-nam", "--from", named)
        assert code == ExitCode.USAGE
        assert "không phải thư mục của một kỳ báo cáo" in err
        assert not (tmp_path / "2011-nam").exists()


def test_a_season_beside_is_offered(tmp_path: Path, vstbcpn: Program) -> None:
    assert "--from" not in vstbcpn("init", "2011-6t")[2]
    assert "--from 2011-6t" in vstbcpn("init", "2011-nam")[2]
    assert "--from" not in vstbcpn("init", "2011-nam")[2]


@pytest.mark.parametrize("period", ["q2", "q4"])
def test_a_form_without_targets_is_reported_with_the_sentences_it_was_given(
    period: str, tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    vstbcpn("init", "quy", "--edition", str(FOLDER), "--period", period, "--quiet")
    with season.using(str(FOLDER)):
        unit = season.register().units[1].code
        receive(tmp_path / "quy" / "2-nhan-ve", "a.xlsx", at.filled(unit, period), "2031-06-08")
    monkeypatch.chdir(tmp_path / "quy")
    code, out, err = vstbcpn("consolidate")
    assert code == ExitCode.WARNINGS, err
    assert f"_2031.CT-{period}.docx" in out


def test_a_register_the_other_edition_cannot_use_is_left_and_told(
    earlier: Path, tmp_path: Path, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form of 2026 knows no districts."""
    assert vstbcpn("init", "2011-nam", "--quiet")[0] == ExitCode.OK
    shipped = tmp_path / "2011-nam" / "don-vi.xlsx"
    (earlier / "don-vi.xlsx").write_bytes(shipped.read_bytes())
    code, _, err = vstbcpn("init", "2026-6t", "--from", "2011-6t")
    assert code == ExitCode.OK, err
    assert (
        "Chưa lấy lại danh sách đơn vị của kỳ trước vì không dùng được với bộ biểu mẫu 2026; lý do: don-vi.xlsx" in err
    )
    assert "don-vi.xlsx của kỳ mới là danh sách của bộ biểu mẫu này: đề nghị ghi lại người liên hệ" in err
    monkeypatch.chdir(tmp_path / "2026-6t")
    assert "sơ kết 6 tháng đầu năm 2026" in vstbcpn("status")[1]
