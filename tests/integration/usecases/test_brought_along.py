"""What an archive unpacked into a season, or a record somebody made, can bring along: nothing lost, nothing hidden."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from tests.support.forms import returned as at
from tests.support.forms.giving_back import faulty, marked
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.edited_outputs import edited
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.runtime.input_files import LARGEST_RECORD, record_of
from vstbcpn_cli.runtime.sealed_records import is_sealed_page, record_text
from vstbcpn_cli.usecases.intake.generated_files import is_output, outputs_in
from vstbcpn_cli.workbook.marking.annotator import is_as_marked

TOLD = "không phải do phần mềm ghi trên máy này"
RECORDS = ("phan-hoi.json", "bieu-mau.json", "manifest.json")


def season(folder: Path) -> dict[str, bytes]:
    """A season as the mailed archive left it; what must still be there afterwards."""
    for name in ("3-ket-qua/bao-cao_2011-6t.docx", "1-gui-don-vi/a.xlsx", "so-theo-doi.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"tep,ngay_nhan\n")
    stage = folder / ".staging-a"
    (stage / "new").mkdir(parents=True)
    (stage / "new" / "a").write_text("x")
    (stage / "journal").write_text("a\n2-nhan-ve\n3-ket-qua\nso-theo-doi.csv\ntong-quan.html")
    return files_of(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        ("validate", "2-nhan-ve", "--report", "tong-quan.html"),
        ("validate", "2-nhan-ve", "--feedback", ".", "--quiet"),
        ("consolidate", "2-nhan-ve", "-o", "."),
        ("make-template", "so-y-te", "-o", "."),
    ],
    ids=["overview", "feedback", "report", "blanks"],
)
def test_a_mailed_archive_removes_nothing_of_the_season(
    command: tuple[str, ...], vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    before = season(tmp_path)
    code, _, err = vstbcpn(*command)
    assert code in (ExitCode.OK, ExitCode.WARNINGS)
    after = files_of(tmp_path)
    assert {n: after.get(n) for n in before} == before
    assert err.count(TOLD) == 1
    assert "Trong thư mục hiện tại có “.staging-a”, không phải" in err


# ------------------------------------------------------------------------------------------------- records of others
def plant(folder: Path, record: str, *names: str) -> None:
    """A record that says of files that they are the program's own, as good as a real one."""
    outputs = [{"path": n, "sha256": hashlib.sha256((folder / n).read_bytes()).hexdigest(), "unit": "x"} for n in names]
    (folder / record).write_text(record_text({"format": "vstbcpn-phan-hoi", "version": 1, "outputs": outputs}))


def read(vstbcpn: Program, *paths: object) -> tuple[list[str], str]:
    _, out, err = vstbcpn("validate", *paths, "--period", "6t", "--format", "json")
    return [f["path"] for f in json.loads(out)["files"]] if out else [], err


@pytest.mark.full
@pytest.mark.parametrize("record", RECORDS)
def test_a_record_hides_no_filled_form(record: str, vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "hoi-lhpn.xlsx", faulty())
    receive(inbox, "cu.xls", at.filled("hoi-lhpn")[:9000])
    names = ["cu.xls", "hoi-lhpn.xlsx", "so-y-te.xlsx"]
    plant(inbox, record, *names)
    found, err = read(vstbcpn, inbox)
    assert found == names
    assert "do phần mềm ghi ra" not in err
    assert vstbcpn("consolidate", inbox, "-o", "ra")[0] == ExitCode.WARNINGS


@pytest.mark.full
def test_a_marked_copy_that_a_unit_has_corrected_is_a_return_whatever_a_record_says(
    vstbcpn: Program, inbox: Path
) -> None:
    copy = marked(faulty())
    corrected = at.typed(copy, {at.spot("so-y-te", "T6.05"): 6})
    for name, content in {"nguyen.xlsx": copy, "luu-lai.xlsx": edited(copy), "da-sua.xlsx": corrected}.items():
        receive(inbox, name, content)
    names = sorted(p.name for p in inbox.iterdir())
    assert read(vstbcpn, inbox)[0] == names
    plant(inbox, "phan-hoi.json", *names)
    found, err = read(vstbcpn, inbox)
    # Packed anew by another packer it is part for part what went out, and holds nothing new.
    assert found == ["da-sua.xlsx", "so-y-te.xlsx"]
    assert "không phải tệp đơn vị gửi về: luu-lai.xlsx; nguyen.xlsx." in err


def test_a_copy_saved_by_an_office_program_is_not_as_it_was_marked(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    path.write_bytes(marked(faulty()))
    assert is_as_marked(path)
    load_workbook(path).save(path)
    assert not is_as_marked(path)
    for content in (at.filled("so-y-te"), b"", b"PK\x03\x04"):
        path.write_bytes(content)
        assert not is_as_marked(path)
    assert not is_as_marked(tmp_path / "khong-co.xlsx")


def test_a_blank_in_the_inbox_may_be_passed_over_and_a_text_is_named(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "trong.xlsx", at.blank("so-gddt"))
    receive(inbox, "bao-cao.txt", "Sở GDĐT: 14 nữ".encode())
    receive(inbox, "cong-van.docx", b"PK\x03\x04")
    plant(inbox, "bieu-mau.json", "trong.xlsx", "bao-cao.txt", "cong-van.docx")
    (inbox / "report").mkdir()
    (inbox / "report" / "nhan.toml").touch()
    found, err = read(vstbcpn, inbox)
    assert found == ["cong-van.docx", "so-y-te.xlsx"], "a damaged package, which nothing proves to be a template"
    assert "không phải tệp đơn vị gửi về: trong.xlsx." in err
    assert "biểu mẫu của kỳ khác): bao-cao.txt." in err


# -------------------------------------------------------------------------------------------------------- vast files
def vast(path: Path, size: int = 10 * 2**30) -> Path:
    with path.open("wb") as stream:
        stream.truncate(size)
    return path


@pytest.fixture
def digested(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of every file of which the parent made a digest."""
    sizes: list[int] = []
    real = hashlib.file_digest

    def counted(stream: object, name: str) -> object:
        sizes.append(os.fstat(stream.fileno()).st_size)  # type: ignore[attr-defined]  # a file
        assert sizes[-1] < 2**30, "nobody waits for that"
        return real(stream, name)  # type: ignore[arg-type]  # the same

    monkeypatch.setattr(hashlib, "file_digest", counted)
    return sizes


@pytest.mark.full
def test_a_file_of_ten_gigabytes_is_refused_before_anything_looks_into_it(
    vstbcpn: Program, inbox: Path, digested: list[int]
) -> None:
    vast(inbox / "to.xlsx")
    for record in RECORDS:
        outputs = [{"path": "to.xlsx", "sha256": "0" * 64, "unit": "x"}]
        (inbox / record).write_text(json.dumps({"outputs": outputs}))
    began = time.process_time()
    code, out, _ = vstbcpn("validate", inbox, "--feedback", "ra", "--format", "json")
    assert code == ExitCode.ERRORS
    (told,) = [f for f in json.loads(out)["files"] if f["path"] == "to.xlsx"]
    assert ([f["code"] for f in told["findings"]], told["sha256"]) == (["VS117"], "")
    assert vstbcpn("consolidate", inbox, "-o", "ket-qua")[0] == ExitCode.WARNINGS
    assert time.process_time() - began < 60, "a guard against a test that hangs, no measure of speed"


@pytest.mark.full
@pytest.mark.parametrize("name", ["bao-cao_2011-6t.docx", "manifest.json", "so-lieu_2011-6t.csv"])
def test_a_vast_file_in_the_place_of_an_output_is_kept(
    name: str, vstbcpn: Program, inbox: Path, tmp_path: Path, digested: list[int]
) -> None:
    (tmp_path / "3-ket-qua").mkdir()
    vast(tmp_path / "3-ket-qua" / name)
    assert vstbcpn("consolidate", inbox)[0] == ExitCode.WARNINGS
    kept = tmp_path / "3-ket-qua" / f"{Path(name).stem} (bản đã sửa){Path(name).suffix}"
    assert kept.stat().st_size == 10 * 2**30


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_that_is_vast_or_no_file_says_nothing(record: str, tmp_path: Path) -> None:
    vast(tmp_path / record, LARGEST_RECORD + 1)
    assert outputs_in(tmp_path) == {}
    with pytest.raises(OSError, match="too large"):
        record_of(tmp_path / record)
    (tmp_path / record).unlink()
    if os.name != "nt":
        os.mkfifo(tmp_path / record)
        assert outputs_in(tmp_path) == {}


@pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")
def test_a_pipe_in_the_place_of_the_record_of_feedback_is_told(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "ra").mkdir()
    os.mkfifo(tmp_path / "ra" / "phan-hoi.json")
    code, _, err = vstbcpn("validate", inbox, "--feedback", "ra")
    assert (code, "phan-hoi.json" in err) == (ExitCode.IO, True)


def test_vast_earlier_data_are_refused(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    vast(tmp_path / "so-lieu_2010-6t.json")
    code, _, err = vstbcpn("consolidate", inbox, "--previous", "so-lieu_2010-6t.json")
    assert (code, "không đọc được tệp số liệu kỳ trước" in err) == (ExitCode.USAGE, True)
    assert not is_sealed_page(vast(tmp_path / "tong-quan.html"))
    assert not is_output(tmp_path / "tong-quan.html", {"tong-quan.html": "0" * 64})
