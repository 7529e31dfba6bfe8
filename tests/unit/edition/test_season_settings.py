"""The settings of a season: what an office may write into `vstbcpn.toml`, and how a wrong edit is answered."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from tests.support.editions.second_edition import FOLDER
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.loader import load_edition, load_periods
from vstbcpn_cli.edition.locations import form_path, register_path
from vstbcpn_cli.edition.model import Edition
from vstbcpn_cli.edition.season_settings import KEYS, SeasonSettings, read_settings, settings_text

FIRST = 'bo_bieu_mau = "2011"\nky = "6t"\n'


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "vstbcpn.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(tmp_path: Path, text: str | bytes) -> SeasonSettings:
    return read_settings(written(tmp_path, text))


def fault_of(tmp_path: Path, text: str | bytes) -> str:
    """What loading says, as every command does."""
    path = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as refused:
        load_edition(str(path))
    return str(refused.value)


# ------------------------------------------------------------------------------------------------------ what is said
def test_the_names_and_the_deadline_of_the_office_stand_over_the_edition(tmp_path: Path) -> None:
    text = FIRST + (
        'han_gui = "17/06/2011"\nke_ca_ngay_han = false\nhan_tra_loi = 2011-06-24\n'
        '[noi_nhan]\ndia_chi = "số 1 đường Hùng Vương"\nthu_dien_tu = "vstbpn@tinh.vn"\n'
        '[nguoi_ky]\nho_ten = "Nguyễn Thị Mẫu"\n'
    )
    text += '[so_lieu]\ngiay_phep = "CC-BY-4.0"\n'
    made = load_edition(str(written(tmp_path, text)))
    assert (made.office.licence, load_edition("2011").office.licence) == ("CC-BY-4.0", "")
    period, plain = made.periods["6t"], load_edition("2011")
    assert (period.due, period.due_inclusive) == (dt.date(2011, 6, 17), False)
    assert (made.office.address, made.office.email) == ("số 1 đường Hùng Vương", "vstbpn@tinh.vn")
    assert made.office.signer_name == "Nguyễn Thị Mẫu"
    assert made.periods["nam"] == plain.periods["nam"]
    assert made.fingerprint == plain.fingerprint
    assert load_periods(str(tmp_path / "vstbcpn.toml")) == made.periods
    assert form_path(str(tmp_path / "vstbcpn.toml")) == form_path("2011")
    assert read_settings(tmp_path / "vstbcpn.toml").reply_by == dt.date(2011, 6, 24)


def test_the_signature_is_that_of_the_issuer(tmp_path: Path) -> None:
    text = FIRST + '[nguoi_ky]\nho_ten = "Trần Văn Mẫu"\n[bao_cao]\nco_quan_ban_hanh = "so"\n'
    made, plain = load_edition(str(written(tmp_path, text))), load_edition("2011")
    assert made.office.issuers["so"].signer_name == "Trần Văn Mẫu"
    assert made.office.signer_name == plain.office.signer_name


def test_what_is_left_empty_is_as_the_edition_has_it(tmp_path: Path) -> None:
    empty = "".join(
        f"{'' if k.table else k.name + ' = ' + chr(34) * 2 + chr(10)}" for k in KEYS[2:] if k.kind is not bool
    )
    text = FIRST + empty + '[co_quan]\ntinh = ""\nkinh_gui = []\n[bao_cao]\nco_quan_ban_hanh = ""\nmau = ""\n'
    assert load_edition(str(written(tmp_path, text))) == load_edition("2011")
    assert read(tmp_path, text).issuer == "ban"


@pytest.mark.parametrize("edition", ["2011", str(FOLDER)])
def test_a_new_file_says_what_the_edition_says(edition: str, tmp_path: Path) -> None:
    plain = load_edition(edition)
    for period in plain.periods.values():
        text = settings_text(plain, edition, period, {})
        assert load_edition(str(written(tmp_path, text))) == plain
        assert read_settings(tmp_path / "vstbcpn.toml").period == period.code
        whole = _without_marks(text)
        assert load_edition(str(written(tmp_path, whole))).office == plain.office


def _without_marks(text: str) -> str:
    """Every line the office may take the # from, but for data and a template that are not there."""
    names = tuple(f"#{k.name} = " for k in KEYS if k.name not in ("ky_truoc", "mau", "co_quan_ban_hanh"))
    return "\n".join(line[1:] if line.startswith(names) else line for line in text.splitlines()) + "\n"


def test_a_path_is_seen_from_the_folder_of_the_season(tmp_path: Path) -> None:
    (tmp_path / "bieu").mkdir()
    text = 'bo_bieu_mau = "bieu"\nky = "q1"\nky_truoc = "../so-lieu.json"\n[bao_cao]\nmau = "tt01"\n'
    made = read(tmp_path, text)
    assert (made.edition, made.template) == (str(tmp_path / "bieu"), "tt01")
    assert made.previous == tmp_path / "../so-lieu.json"


def test_the_register_beside_it_counts(tmp_path: Path) -> None:
    path = str(written(tmp_path, FIRST))
    assert register_path(path) == register_path("2011")
    (tmp_path / "don-vi.csv").write_text("code,name,kind,group\n", encoding="utf-8")
    assert register_path(path) == tmp_path / "don-vi.csv"
    (tmp_path / "don-vi.xlsx").touch()
    assert register_path(path) == tmp_path / "don-vi.xlsx"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_ways_notepad_saves_it(form: str, newline: str, encoding: str, tmp_path: Path) -> None:
    text = unicodedata.normalize(form, FIRST + '[co_quan]\ndia_danh = "Đồng Đăng"\n')  # type: ignore[arg-type]
    path = written(tmp_path, text.replace("\n", newline).encode(encoding))
    assert load_edition(str(path)).office.place == "Đồng Đăng"


# ---------------------------------------------------------------------------------------------------- wrong edits
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIRST + 'han_gửi = "1/6/2011"\n', ("dòng 3", "sai cú pháp")),
        (FIRST + '"hạn_gui" = "1/6/2011"\n', ("dòng 3", "“hạn_gui”", "“han_gui”")),
        (FIRST + 'hangui = "1/6/2011"\n', ("dòng 3", "“hangui”", "“han_gui”")),
        (FIRST + 'dia_chi = "Lạng Sơn"\n', ("dòng 3", "“dia_chi”", "“noi_nhan.dia_chi”")),
        (FIRST + '[noi_nhan]\ndia_chỉ = "Lạng Sơn"\n', ("dòng 4", "sai cú pháp")),
        (FIRST + '[noi_nhan]\nemail = "a@b"\n', ("dòng 4", "“noi_nhan.email”")),
        (FIRST + '[noi_nhận]\ndia_chi = "Lạng Sơn"\n', ("dòng 3", "sai cú pháp")),
        (FIRST + '[noinhan]\ndia_chi = "Lạng Sơn"\n', ("dòng 3", "mục “noinhan”", "“noi_nhan”")),
        (FIRST + '[[noi_nhan]]\ndia_chi = "Lạng Sơn"\n', ("dòng 3", "“noi_nhan”")),
        ('bo_bieu_mau = 2011\nky = "6t"\n', ("dòng 1", "“bo_bieu_mau”", "dấu ngoặc kép")),
        (FIRST + "ke_ca_ngay_han = 1\n", ("dòng 3", "true hoặc false")),
        (FIRST + '[co_quan]\nkinh_gui = "UBND tỉnh"\n', ("dòng 4", "[ ]")),
        (FIRST + "[co_quan]\ntinh = [1]\n", ("dòng 4", "dấu ngoặc kép")),
        (FIRST + 'han_gui = "31/6/2011"\n', ("dòng 3", "“31/6/2011”")),
        (FIRST + "han_gui = 31/5/2011\n", ("dòng 3",)),
        (FIRST + "han_gui = 20110610\n", ("dòng 3", "ngày/tháng/năm")),
        (FIRST + "han_gui = 2011-06-10T08:00:00\n", ("dòng 3", "ngày/tháng/năm")),
        (FIRST + 'han_gui = "10/6/2021"\n', ("dòng 3", "10/6/2021")),
        (FIRST + 'han_gui = "10/6/2010"\n', ("dòng 3", "10/6/2010")),
        ('bo_bieu_mau = "2011"\nky = "6th"\n', ("dòng 2", "“6th”", "“6t”", "nam")),
        ('bo_bieu_mau = "2O11"\nky = "6t"\n', ("dòng 1", "“2O11”", "“2011”")),
        ('bo_bieu_mau = "../bieu-moi"\nky = "6t"\n', ("dòng 1", "bieu-moi")),
        (FIRST + '[bao_cao]\nco_quan_ban_hanh = "sở"\n', ("dòng 4", "“sở”", "“so”")),
        ('ky = "6t"\n', ("“bo_bieu_mau”",)),
        ('bo_bieu_mau = "2011"\nky = " "\n', ("“ky”",)),
        ("", ("“bo_bieu_mau”",)),
        ('bo_bieu_mau = "2011\nky = "6t"\n', ("dòng 1",)),
        (FIRST + FIRST, ("dòng 3", "đã ghi ở trên")),
        (FIRST + '[bao_cao]\nmau = "D:\\mau"\n', ("dòng 4", "\\\\")),
        (FIRST + '[so_lieu]\ngiay_phep = "dùng tự do"\n', ("dòng 4", "“so_lieu.giay_phep”", "CC-BY-4.0")),
    ],
)
def test_a_wrong_edit_is_answered_with_its_line(text: str, words: tuple[str, ...], tmp_path: Path) -> None:
    told = fault_of(tmp_path, text)
    assert told.startswith("vstbcpn.toml"), told
    assert "Đề nghị" in told
    assert all(word in told for word in words), told


def test_a_wrong_edit_is_found_whatever_its_letters_are_made_of(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", FIRST + '\n"hạn_gui" = "1/6/2011"\n').replace("\n", "\r\n")
    assert "dòng 4" in fault_of(tmp_path, text.encode("utf-8-sig"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "cp1258"])
def test_a_file_saved_in_another_encoding_is_told(encoding: str, tmp_path: Path) -> None:
    text = FIRST + '[co_quan]\ndia_danh = "Đồ"\n'
    told = fault_of(tmp_path, text.encode(encoding, "replace"))
    assert told.startswith("vstbcpn.toml")
    assert "UTF-8" in told


def test_the_edition_is_never_changed_by_the_office_of_one_season(tmp_path: Path) -> None:
    before: Edition = load_edition("2011")
    load_edition(str(written(tmp_path, FIRST + 'han_gui = "17/6/2011"\n[co_quan]\ndia_danh = "Hà Nội"\n')))
    assert load_edition("2011") == before
    assert before.office.place == "Lạng Sơn"
