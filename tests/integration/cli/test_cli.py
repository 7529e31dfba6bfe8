"""The commands as an officer runs them: exit codes, what goes to which stream, and no traceback whatever happens."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.catalogue.catalogue_files import two_units
from tests.support.forms import returned as at
from tests.support.forms.returned import spot, typed
from tests.support.judges import schemas
from tests.support.programs.command_line import SPOILED, Program, it_is, receive, warned, wrong
from vstbcpn_cli import __version__
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.cli.main import run
from vstbcpn_cli.edition.model import Severity
from vstbcpn_cli.model.findings import Finding, Place, grouped
from vstbcpn_cli.model.submission import CellRef, Key
from vstbcpn_cli.report.registry import renderers
from vstbcpn_cli.runtime.atomic_outputs import OutputError
from vstbcpn_cli.usecases.edited_documents import ORIGINALS
from vstbcpn_cli.usecases.intake import reader_process

COMMANDS = (
    *("init", "make-template", "receive", "validate", "status", "remind", "exclude", "nil", "consolidate", "diff"),
    *("trace", "rule", "units"),
)


# ------------------------------------------------------------------------------------------------------------- help
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_vietnamese(name: str, vstbcpn: Program) -> None:
    code, out, err = vstbcpn(name, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Cách dùng: vstbcpn {name} ")
    assert "Hiện hướng dẫn này rồi thoát." in out
    assert not {"Usage", "Options", "Show this message", "default:", "required"} & set(out.replace("[", " ").split())


def test_the_help_of_verify_names_its_exit_code_and_the_list_of_commands_does_not(vstbcpn: Program) -> None:
    assert f"Mã thoát {ExitCode.MISMATCH:d}" in vstbcpn("verify", "--help")[1]
    assert "Mã thoát" not in vstbcpn("--help")[1]


def test_without_a_command_the_help_is_shown(vstbcpn: Program) -> None:
    code, out, _ = vstbcpn()
    assert code == 0
    assert all(name in out for name in COMMANDS)


def test_the_version(vstbcpn: Program) -> None:
    assert vstbcpn("--version") == (0, f"vstbcpn {__version__}\n", "")


def test_the_program_runs_by_itself(tmp_path: Path) -> None:
    code = "import sys; from vstbcpn_cli.cli.main import run; run(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, "rule", "VS999"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ},
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert "“VS999”" in done.stderr.decode("utf-8")


def test_the_help_waits_for_nothing_that_keeps_files(tmp_path: Path) -> None:
    code = (
        "import sys; from vstbcpn_cli.cli.main import run\n"
        "try: run(['--help'])\n"
        "except SystemExit: print([m for m in ('msgspec', 'pydantic') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path)
    assert done.stderr.decode().strip() == "[]"


# ------------------------------------------------------------------------------------------------------ wrong usage
@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["chay"], "“chay”"),
        (["validate", "--mau"], "“--mau”"),
        (["validate", "--format", "xml"], "--format"),
        (["trace"], "MÃ"),
        (["units", "thừa"], "thừa"),
        (["rule", "VS999"], "“VS999”"),
        (["rule"], "vstbcpn rule --all"),
        (["units", "--period", "quy"], "“quy”"),
        (["units", "--edition", "1999"], "“1999”"),
        (["units", "--units", "khong-co.csv"], "khong-co.csv"),
        (["make-template", "so-la-lung"], "“so-la-lung”"),
        (["make-template", "--period", "quy"], "“quy”"),
        (["consolidate", "--as-of", "hôm nay"], "--as-of"),
    ],
)
def test_wrong_usage_is_two_and_says_what(arguments: list[str], word: str, vstbcpn: Program) -> None:
    code, out, err = vstbcpn(*arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert word in err
    assert len(err.splitlines()) == 1


def test_a_faulty_register_is_told_with_its_line(vstbcpn: Program, tmp_path: Path) -> None:
    (tmp_path / "don-vi.csv").write_text("code,name,kind,group\na,A,SN,x\nb,B,??,x\n", encoding="utf-8")
    code, _, err = vstbcpn("units", "--units", "don-vi.csv")
    assert code == ExitCode.USAGE
    assert "don-vi.csv, dòng 3" in err


def test_previous_data_that_is_none(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "truoc.json").write_text("{}", encoding="utf-8")
    for command in ("validate", "consolidate"):
        code, out, err = vstbcpn(command, inbox, "--previous", "truoc.json")
        assert (code, out) == (ExitCode.USAGE, "")
        assert "truoc.json" in err


# --------------------------------------------------------------------------------------------------- units and rules
def test_units(vstbcpn: Program) -> None:
    code, out, err = vstbcpn("units")
    assert code == 0
    assert len(out.splitlines()) == 70
    assert "đầu mối: T5.14a" in next(line for line in out.splitlines() if line.startswith("hoi-lhpn "))
    assert "70 đơn vị" in err


@pytest.mark.parametrize(
    ("code", "found"), [("VS401", "VS401"), ("vs401", "VS401"), ("R17", "VS413"), ("R18", "VS310")]
)
def test_a_rule_explained(code: str, found: str, vstbcpn: Program) -> None:
    left, out, err = vstbcpn("rule", code)
    assert (left, err) == (0, "")
    assert f"\n{found} · " in f"\n{out}"
    assert all(word in out for word in ("Vì sao", "Ví dụ", "Cách sửa"))


def test_all_rules(vstbcpn: Program) -> None:
    code, out, _ = vstbcpn("rule", "--all")
    assert code == 0
    listed = [line.split()[0] for line in out.splitlines()]
    assert listed == sorted(set(listed))
    assert len(listed) > 80


# ---------------------------------------------------------------------------------------------------- make-template
def test_the_blank_of_one_unit(vstbcpn: Program, tmp_path: Path) -> None:
    code, out, err = vstbcpn("make-template", "so-y-te", "--period", "NAM", "-o", "gui di")
    assert (code, out) == (0, "gui di/so-y-te/2011-NAM_so-y-te.xlsx\n")
    assert "1 biểu mẫu" in err
    assert (tmp_path / "gui di" / "so-y-te" / "2011-NAM_so-y-te.xlsx").read_bytes() == at.blank("so-y-te", "nam")


def test_without_a_name_every_unit_of_the_register_gets_its_blank(vstbcpn: Program, tmp_path: Path) -> None:
    lines = ["code,name,kind,group,valid_until", "so-a,Sở A,SN,x,", "so-b,Sở B,SN,x,", "so-cu,Sở Cũ,SN,x,2010-12-31"]
    (tmp_path / "don-vi.csv").write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = vstbcpn("make-template", "--units", "don-vi.csv", "-o", "ra")
    assert (code, out.splitlines()) == (0, ["ra/so-a/2011-6T_so-a.xlsx", "ra/so-b/2011-6T_so-b.xlsx"])
    (tmp_path / "2-nhan-ve").mkdir()
    for blank in (tmp_path / "ra").glob("*/*.xlsx"):
        blank.rename(tmp_path / "2-nhan-ve" / blank.name)
    told = json.loads(vstbcpn("validate", "2-nhan-ve", "--units", "don-vi.csv", "--format", "json")[1])
    assert [(f["unit"]["code"], f["findings"][0]["code"]) for f in told["files"]] == [
        ("so-a", "VS109"),
        ("so-b", "VS109"),
    ]


def test_a_blank_made_again_is_the_same_and_quiet_says_nothing(vstbcpn: Program, tmp_path: Path) -> None:
    vstbcpn("make-template", "so-y-te")
    first = (tmp_path / "1-gui-don-vi" / "so-y-te" / "2011-6T_so-y-te.xlsx").read_bytes()
    code, _, err = vstbcpn("make-template", "so-y-te", "--quiet")
    assert (code, err) == (0, "")
    assert (tmp_path / "1-gui-don-vi" / "so-y-te" / "2011-6T_so-y-te.xlsx").read_bytes() == first


def test_an_output_folder_that_is_a_file(vstbcpn: Program, tmp_path: Path) -> None:
    (tmp_path / "ra").write_text("x")
    code, out, err = vstbcpn("make-template", "so-y-te", "-o", "ra")
    assert (code, out) == (ExitCode.IO, "")
    assert "ra" in err


def test_a_feedback_folder_that_is_a_file_is_found_before_a_file_is_read(
    vstbcpn: Program, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ra").write_text("x")
    monkeypatch.setattr("vstbcpn_cli.usecases.validate.take_in", raising(AssertionError()))
    code, out, err = vstbcpn("validate", inbox, "--feedback", tmp_path / "ra")
    assert (code, out) == (ExitCode.IO, "")
    assert "cần một thư mục" in err


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("held", "đóng tệp"),
        ("denied", "quyền"),
        ("full", "đầy"),
        ("is-input", "không được ghi đè"),
        ("too-long", "quá dài"),
        ("busy", "lần chạy khác"),
        ("foreign", "chuyển tệp đó"),
        ("no-folder", "cần một thư mục"),
        ("no-file", "một thư mục cùng tên"),
        ("bad-link", "liên kết không dẫn tới đâu"),
        ("gone", "không còn ở đó"),
        ("many-open", "quá nhiều tệp"),
        ("disk", "Ổ đĩa hoặc đường mạng"),
    ],
)
def test_an_output_that_cannot_be_written(
    reason: str, word: str, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, names: Iterable[str]) -> None:
        raise OutputError(folder / next(iter(names)), reason)

    monkeypatch.setattr("vstbcpn_cli.usecases.make_template.prepare", refuse)
    code, _, err = vstbcpn("make-template", "so-y-te")
    assert code == ExitCode.IO
    assert "2011-6T_so-y-te.xlsx" in err
    assert word in err


# --------------------------------------------------------------------------------------------------------- validate
BY_FILE = "Ngày nhận của 1 đơn vị lấy theo ngày của tệp. Đề nghị ghi hoặc sửa ngày nhận ở sổ theo dõi nếu chưa đúng.\n"
NOT_COMPARED = "Chưa so sánh với kỳ trước vì chưa có số liệu kỳ trước. Đề nghị thêm --previous nếu cần so sánh.\n"
"""Said once where no earlier figures are given, never among the findings."""


def test_nothing_wrong_is_zero(vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn("validate", inbox)
    assert (code, err) == (0, BY_FILE + NOT_COMPARED)
    assert "Sở Y tế · so-y-te.xlsx" in out
    assert "1 tệp: 0 lỗi, 0 cảnh báo" in out
    assert "1/70 đơn vị" in out


@pytest.mark.parametrize(("content", "expected", "rule"), [(warned, 10, "VS206"), (wrong, 11, "VS401 R05 [NV6")])
def test_warnings_are_ten_and_errors_eleven(
    content: Callable[[], bytes], expected: int, rule: str, vstbcpn: Program, inbox: Path
) -> None:
    receive(inbox, "so-y-te.xlsx", content())
    code, out, _ = vstbcpn("validate", inbox)
    assert code == expected
    assert rule in out


def test_a_folder_without_returns_is_three(vstbcpn: Program, tmp_path: Path) -> None:
    (tmp_path / "ghi-chu.txt").write_text("x")
    (tmp_path / "~$a.xlsx").write_text("x")
    for command in (("validate",), ("consolidate",), ("trace", "T6.05")):
        code, out, err = vstbcpn(*command)
        assert (code, out) == (ExitCode.NO_SUBMISSION, "")
        assert err


def test_a_path_that_is_not_there_is_four(vstbcpn: Program) -> None:
    for command in (("validate", "khong-co.xlsx"), ("consolidate", "khong-co"), ("trace", "T6.05", "khong-co")):
        code, out, err = vstbcpn(*command)
        assert (code, out) == (ExitCode.IO, "")
        assert "“khong-co" in err


def test_bad_files_never_stop_the_others(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "a.pdf", b"%PDF-1.4")
    receive(inbox, "b-hong.xlsx", at.filled("hoi-lhpn")[:9000])
    receive(inbox, "c-rong.xlsx", b"")
    receive(inbox, "d-trong.xlsx", at.blank("hoi-lhpn"))
    receive(inbox, "e-nam.xlsx", at.filled("hoi-lhpn", "nam"))
    receive(inbox, "f-la.xlsx", at.packed({"[Content_Types].xml": b"<Types/>"}))
    Workbook().save(inbox / "g-tu-lam.xlsx")
    receive(inbox, "h-hai-don-vi.xlsx", two_units())
    receive(inbox, "~$so-y-te.xlsx", b"x")
    receive(inbox, "z-loc-binh.xlsx", at.filled("huyen-loc-binh"))
    code, out, err = vstbcpn("validate", inbox, "--format", "json", "--period", "6t")
    told = json.loads(out)
    assert code == ExitCode.ERRORS
    assert "~$so-y-te.xlsx" in err
    assert told["skipped"] == ["~$so-y-te.xlsx"]
    assert [(f["path"], f["status"], [x["code"] for x in f["findings"]]) for f in told["files"]] == [
        ("a.pdf", "unreadable", ["VS102"]),
        ("b-hong.xlsx", "unreadable", ["VS103"]),
        ("c-rong.xlsx", "unreadable", ["VS115"]),
        ("d-trong.xlsx", "returned", ["VS109"]),
        ("e-nam.xlsx", "returned", ["VS106"]),
        ("f-la.xlsx", "unreadable", ["VS102"]),
        ("g-tu-lam.xlsx", "foreign", ["VS104"]),
        ("h-hai-don-vi.xlsx", "returned", ["VS129"]),
        ("so-y-te.xlsx", "accepted", []),
        ("z-loc-binh.xlsx", "accepted", []),
    ]


def test_the_published_json(vstbcpn: Program, inbox: Path) -> None:
    content = wrong()
    receive(inbox, "so-y-te.xlsx", content)
    code, out, err = vstbcpn("validate", inbox, "--format", "json", "--quiet")
    assert (code, err) == (11, "")
    told = json.loads(out)
    file: dict[str, Any] = told["files"][0]
    assert (told["version"], told["edition"], told["period"]) == (1, "2011", "6t")
    assert told["summary"] == {"files": 1, "errors": 1, "warnings": 0, "notices": 0}
    assert file["unit"] == {"code": "so-y-te", "name": "Sở Y tế"}
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert (file["received"], file["received_from"], file["status"]) == ("2011-06-08", "file", "partial")
    cells = file["cells"]
    assert cells["typed"] == cells["in_data"] + cells["in_findings"] + cells["ignored"]
    finding = file["findings"][0]
    part, whole = at.ref("so-y-te", "T6.08"), at.ref("so-y-te", "T6.05")
    assert (finding["code"], finding["constraint"], finding["severity"]) == ("VS401", "R05", "error")
    assert (finding["sheet"], finding["cell"], finding["indicator"]) == (part.sheet, part.address, "T6.08")
    assert (finding["value"], finding["row"], finding["related"]) == ("7", 0, [str(whole)])
    assert finding["message"]
    assert finding["advice"].startswith("Đề nghị")


def test_a_finding_in_a_table_row_names_the_row_in_json(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", typed(at.filled("so-y-te"), {spot("so-y-te", "T6.B1.so_nu", number=1): 999}))
    finding = json.loads(vstbcpn("validate", inbox, "--format", "json")[1])["files"][0]["findings"][0]
    assert (finding["indicator"], finding["row"]) == ("T6.B1.so_nu", 1)


def test_of_two_files_of_one_unit_the_latest_counts(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "ban-cuoi.xlsx", at.filled("so-y-te"), "2011-06-09")
    receive(inbox, "so-y-te.xlsx", wrong(), "2011-06-07")
    files = json.loads(vstbcpn("validate", inbox, "--format", "json")[1])["files"]
    told = {f["path"]: (f["status"], f["findings"][0]["code"] if f["findings"] else "") for f in files}
    assert told == {"ban-cuoi.xlsx": ("accepted", ""), "so-y-te.xlsx": ("superseded", "VS111")}
    (inbox / "so-theo-doi.csv").write_text("tep,ngay_nhan\nso-y-te.xlsx,10/06/2011\n", encoding="utf-8")
    it_is("2011-06-10")
    files = json.loads(vstbcpn("validate", inbox, "--format", "json")[1])["files"]
    assert {f["path"]: f["status"] for f in files} == {"ban-cuoi.xlsx": "superseded", "so-y-te.xlsx": "partial"}
    assert [f["received_from"] for f in files] == ["file", "log"]


def test_what_two_units_both_claim_is_told_to_both(vstbcpn: Program, inbox: Path) -> None:
    row = {"loai": "Công văn", "so_ky_hieu": "15/LN-SYT-HPN", "ngay_ban_hanh": dt.date(2011, 3, 14), "nhom": "Khác"}
    row |= {"co_quan_ban_hanh": "Sở Y tế", "trich_yeu": "Phối hợp khám sức khỏe"}
    for unit in ("so-y-te", "hoi-lhpn"):
        cells: dict[at.Position, Any] = {spot(unit, f"T1.B1.{k}", number=19): v for k, v in row.items()}
        receive(inbox, f"{unit}.xlsx", typed(at.filled(unit), cells))
    code, out, _ = vstbcpn("validate", inbox, "--format", "json")
    told = json.loads(out)["files"]
    assert code == ExitCode.WARNINGS
    assert [[(f["code"], f["constraint"]) for f in file["findings"]] for file in told] == [
        [("VS228", ""), ("VS501", "R25")]
    ] * 2
    assert [file["status"] for file in told] == ["accepted_with_warnings"] * 2


def test_a_lock_file_that_is_named_is_an_error(vstbcpn: Program, tmp_path: Path) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    code, out, _ = vstbcpn("validate", "~$a.xlsx")
    assert code == ExitCode.ERRORS
    assert "VS110" in out


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        ("raise PermissionError(13, 'Permission denied')", "VS116", "không có quyền đọc tệp"),
        ("raise ZeroDivisionError", "VS120", "ZeroDivisionError"),
        ("import os; os.abort()", "VS124", "phần mềm dừng đột ngột khi đọc"),
        ("bytearray(2**34)", "VS117", "nhiều bộ nhớ hơn mức dành cho một biểu mẫu"),
    ],
)
def test_a_file_on_which_reading_fails_does_not_stop_the_others(
    fault: str, code: str, said: str, vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(inbox, "la.xlsx", at.filled("hoi-lhpn", "6t"))
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", SPOILED.format(fault=fault)))
    exit_code, out, err = vstbcpn("validate", inbox, "--format", "json")
    told = {f["path"]: f for f in json.loads(out)["files"]}
    assert exit_code == {"VS116": ExitCode.IO, "VS120": ExitCode.INTERNAL}.get(code, ExitCode.ERRORS)
    assert [f["code"] for f in told["la.xlsx"]["findings"]] == [code]
    assert said in told["la.xlsx"]["findings"][0]["message"]
    assert told["so-y-te.xlsx"]["status"] == "accepted"
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("raise SystemExit", "VS139", "đây không phải lỗi của đơn vị"),
        (
            SPOILED.replace("serve(reading_worker.prepare)", "serve(lambda _: lambda _: b'')"),
            "VS124",
            "không dùng được",
        ),
    ],
)
def test_a_fault_of_the_program_is_told_after_the_work_is_written(
    script: str, code: str, said: str, vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No unit is told to mend what the machine or the program has failed at."""
    monkeypatch.setattr(reader_process, "_COMMAND", (sys.executable, "-c", script.format(fault="pass")))
    exit_code, out, err = vstbcpn("validate", inbox, "--feedback", "phan-hoi", "--report", "tong-quan.html")
    assert (exit_code, "Traceback" in err) == (ExitCode.INTERNAL, False)
    assert code in out
    assert said in out
    assert "Báo người phụ trách phần mềm về 1 tệp mà phần mềm chưa đọc được." in out
    assert "gửi lại" not in out
    assert Path("tong-quan.html").is_file()
    assert [p.name for p in Path("phan-hoi").iterdir() if not p.name.startswith(".")] == ["phan-hoi.json"]
    assert "Chưa có phản hồi nào để gửi đơn vị." in err
    assert "Đợt phản hồi" not in err
    assert vstbcpn("consolidate", inbox, "-o", "ra")[0] == ExitCode.INTERNAL


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--jobs", "0"), "Giá trị “0” của “--jobs” không dùng được. Đề nghị ghi một số nguyên từ 1 trở lên."),
        (
            ("--jobs", r"E:\a'b"),
            r"Giá trị “E:\a'b” của “--jobs” không dùng được. Đề nghị ghi một số nguyên từ 1 trở lên.",
        ),
        (("--jobs", "nhiều"), "Giá trị “nhiều” của “--jobs” không dùng được. Đề nghị ghi một số nguyên từ 1 trở lên."),
        (("--format", "xml"), "Giá trị “xml” của “--format” không dùng được. Đề nghị chọn: text, json."),
        (("--as-of", "hômqua"), "Giá trị “hômqua” của “--as-of” không dùng được. Đề nghị ghi một ngày có thật, dạng "),
        (("--as-of", "31/02/2011"), "Giá trị “31/02/2011” của “--as-of” không dùng được."),
        (("--jobs",), "Tùy chọn “--jobs” chưa có giá trị."),
        (("--quiet=1",), "Tùy chọn “--quiet” không đi kèm giá trị."),
        (("--qiet",), "Không có tùy chọn “--qiet”. Tên gần nhất là “--quiet”."),
    ],
)
def test_a_wrong_option_is_told_in_vietnamese_with_what_to_write(
    arguments: tuple[str, ...], said: str, vstbcpn: Program
) -> None:
    code, out, err = vstbcpn("validate", *arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert err.startswith(said)


def test_a_word_too_many(vstbcpn: Program) -> None:
    code, _, err = vstbcpn("rule", "VS401", "VS402")
    assert code == ExitCode.USAGE
    assert err.startswith("Lệnh không dùng đến “VS402”. Đề nghị bỏ phần này")


def test_a_path_is_told_as_it_was_typed(vstbcpn: Program, inbox: Path) -> None:
    (inbox.parent / "tep").write_bytes(b"")
    code, _, err = vstbcpn("validate", "2-nhan-ve", "--report", "tep/x.html")
    assert code == ExitCode.IO
    assert err.startswith("Không ghi được “tep”.")


def test_the_period_is_that_of_most_files(vstbcpn: Program, inbox: Path) -> None:
    for unit in ("hoi-lhpn", "huyen-loc-binh"):
        receive(inbox, f"{unit}.xlsx", at.filled(unit, "nam"), "2011-12-05")
    told = json.loads(vstbcpn("validate", inbox, "--format", "json")[1])
    assert told["period"] == "nam"
    assert {f["path"]: f["status"] for f in told["files"]}["so-y-te.xlsx"] == "returned"


def test_quiet_says_nothing_beside_the_result(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "~$a.xlsx", b"x")
    assert vstbcpn("validate", inbox, "--quiet")[2] == ""
    assert "~$a.xlsx" in vstbcpn("validate", inbox)[2]


# ------------------------------------------------------------------------------------------------- the last guards
def raising(fault: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise fault

    return fail


def test_a_fault_of_the_program_is_one_and_never_a_traceback(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vstbcpn_cli.usecases.validate.take_in", raising(RuntimeError("bí mật")))
    code, out, err = vstbcpn("validate", inbox)
    assert (code, out) == (ExitCode.INTERNAL, "")
    assert "RuntimeError, test_cli.py:" in err
    assert "bí mật" not in err
    assert "không phải lỗi của tệp báo cáo" in err


def test_a_programmer_may_ask_for_the_traceback(vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.usecases.validate.take_in", raising(RuntimeError("bí mật")))
    monkeypatch.setenv("VSTBCPN_DEBUG", "1")
    with pytest.raises(RuntimeError, match="bí mật"):
        run(["validate", str(inbox)])


@pytest.mark.parametrize(
    ("fault", "expected", "word"),
    [
        (KeyboardInterrupt(), ExitCode.INTERNAL, "Đã dừng"),
        (EOFError(), ExitCode.INTERNAL, "Đã dừng"),
        (OSError(5, "Input/output error", "a.xlsx"), ExitCode.IO, "“a.xlsx”"),
        (PermissionError(13, "Permission denied", "b.xlsx"), ExitCode.IO, "“b.xlsx”"),
        (OSError(5, "Input/output error"), ExitCode.IO, "Không đọc được một tệp cần dùng. Ổ đĩa"),
        (OSError(28, "No space left"), ExitCode.IO, "Không ghi được kết quả. Ổ đĩa đã đầy"),
        (OSError(24, "Too many open files", "c.xlsx"), ExitCode.IO, "“c.xlsx”. Máy đang mở quá nhiều tệp"),
        (OSError(36, "File name too long", "d.xlsx"), ExitCode.IO, "“d.xlsx”. Đường dẫn quá dài"),
        (IsADirectoryError(21, "Is a directory", "e"), ExitCode.IO, "“e”. Đây là thư mục"),
        (NotADirectoryError(20, "Not a directory", "f/g"), ExitCode.IO, "“f/g”. Một phần của đường dẫn là tệp"),
        (RecursionError(), ExitCode.INTERNAL, "RecursionError"),
        (MemoryError(), ExitCode.INTERNAL, "MemoryError"),
    ],
)
def test_whatever_breaks_ends_in_a_sentence(
    fault: BaseException, expected: int, word: str, vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vstbcpn_cli.usecases.validate.take_in", raising(fault))
    code, out, err = vstbcpn("validate", inbox)
    assert (code, out) == (expected, "")
    assert word in err


def test_stopping_outside_a_command_is_told_too(vstbcpn: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vstbcpn_cli.cli.main.app", raising(KeyboardInterrupt()))
    code, out, err = vstbcpn("units")
    assert (code, out) == (ExitCode.INTERNAL, "")
    assert "Đã dừng" in err


def ended(context: BaseException | None) -> SystemExit:
    """As a library ends the program while it deals with another fault."""
    made = SystemExit(1)
    made.__context__ = context
    return made


@pytest.mark.parametrize(
    ("context", "expected", "told"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ExitCode.OK, ""),
        (OSError(errno.EINVAL, "Invalid argument"), ExitCode.OK, ""),  # as Windows says it
        (OSError(errno.ENOSPC, "No space left"), ExitCode.INTERNAL, "(SystemExit, "),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.xlsx"), ExitCode.INTERNAL, "(SystemExit, "),
        (ValueError("x"), ExitCode.INTERNAL, "(SystemExit, "),
        (None, ExitCode.INTERNAL, "(SystemExit, "),
    ],
)
def test_only_what_nobody_reads_to_its_end_ends_well(
    context: BaseException | None, expected: int, told: str, vstbcpn: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def app(*_: object, **__: object) -> None:
        raise ended(context)

    monkeypatch.setattr("vstbcpn_cli.cli.main.app", app)
    monkeypatch.setattr("vstbcpn_cli.cli.main.deaf", lambda stream: None)  # the stream is the test's own
    code, out, err = vstbcpn("units")
    assert (code, out) == (expected, "")
    assert told in err
    assert bool(err) == bool(told)


def test_the_same_fault_over_many_cells_is_one_line() -> None:
    def found(row: int, sheet: str = "NV6", fact: str = "Ô còn trống.") -> Finding:
        place = Place(CellRef(sheet, row, 4), Key(f"T6.{row:02d}"))
        return Finding("VS301", "missing-value", Severity.ERROR, fact, "Đề nghị ghi.", place)

    groups = grouped([found(1), found(2), found(3, "NV7"), found(4, fact="Khác."), found(5)])
    assert [len(g.findings) for g in groups] == [3, 1, 1]


# --------------------------------------------------------------------------------------------- trace and consolidate
def test_a_figure_back_to_its_cells(vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn("trace", "t6.05", inbox)
    value = at.accepted(at.filled("so-y-te")).values["T6.05"].value
    assert (code, err) == (0, BY_FILE)
    assert out.startswith("T6.05 · ")
    assert f"Toàn tỉnh: {value} người" in out
    assert f"so-y-te.xlsx · {at.ref('so-y-te', 'T6.05')} = “{value}”" in out
    assert "Chưa có báo cáo dùng được (69 đơn vị):" in out


def test_a_figure_of_a_report_with_less_than_all_is_asked_with_its_options(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    spots = {at.spot("so-gddt", code): value for code, value in {"T2.06": 5, "T2.07": 9}.items()}
    receive(inbox, "gd.xlsx", at.typed(at.filled("so-gddt"), spots), "2011-06-09")
    receive(inbox, "lhpn.xlsx", at.filled("hoi-lhpn"), "2011-06-10")
    values = set()
    for options in ((), ("--as-of", "9/6/2011"), ("--as-of", "9/6/2011", "--strict")):
        vstbcpn("consolidate", inbox, "-o", "ra", *options)
        printed = json.loads(Path("ra/so-lieu_2011-6t.json").read_text(encoding="utf-8"))["totals"]["T6.05"]["value"]
        answer = json.loads(vstbcpn("trace", "T6.05", inbox, *options, "--format", "json")[1])
        assert answer["value"] == printed
        values.add(printed)
    assert len(values) == 3


def test_the_data_of_another_province_are_refused(vstbcpn: Program, inbox: Path) -> None:
    vstbcpn("consolidate", inbox, "-o", "ra")
    data = json.loads(Path("ra/so-lieu_2011-6t.json").read_text(encoding="utf-8"))
    other = {**data, "edition": "2010", "province": "cao-bang", "province_name": "Cao Bằng"}
    Path("so-lieu_2010-6t.json").write_text(json.dumps(other), encoding="utf-8")
    for command in (("validate", inbox), ("consolidate", inbox, "-o", "ra2"), ("trace", "T6.05", inbox)):
        code, _, err = vstbcpn(*command, "--previous", "so-lieu_2010-6t.json")
        assert code == 2
        assert "tệp là số liệu của Cao Bằng, không phải của" in err
        assert "Đề nghị chọn tệp" in err


def test_the_figure_of_the_year_before_and_the_change(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    vstbcpn("consolidate", inbox, "-o", tmp_path / "ra")
    data = json.loads((tmp_path / "ra/so-lieu_2011-6t.json").read_text(encoding="utf-8"))
    earlier = tmp_path / "so-lieu_2010-6t.json"
    earlier.write_text(json.dumps({**data, "edition": "2010"}), encoding="utf-8")
    code, out, _ = vstbcpn("trace", "T6.05", inbox, "--previous", earlier)
    assert code == 0
    value = data["totals"]["T6.05"]["value"]
    assert "Cùng kỳ (2010-6t, tệp so-lieu_2010-6t.json): không in số chung vì thiếu 69 đơn vị" in out
    assert f"So sánh: {value} người so với {value} người; không đổi so với cùng kỳ (so sánh trên 1 đơn vị" in out
    assert f"1. Sở Y tế: {value}; cùng kỳ {value}\n" in out
    assert vstbcpn("trace", "T6.05", inbox, "--previous", tmp_path / "khong-co.json")[0] == ExitCode.USAGE
    earlier.write_text(json.dumps({**data, "edition": "2010", "period": "nam"}), encoding="utf-8")
    _, _, err = vstbcpn("consolidate", inbox, "-o", tmp_path / "ra", "--previous", earlier)
    assert "không phải của cùng kỳ một năm trước đó nên báo cáo không so sánh" in err


def test_a_computed_figure_back_to_the_cells_it_was_made_of(vstbcpn: Program, inbox: Path) -> None:
    code, out, _ = vstbcpn("trace", "T6.02", inbox)
    cell = at.ref("so-y-te", "T6.B1.so_hoc_vien", number=1)
    assert code == 0
    assert f"so-y-te.xlsx · {cell} = “" in out


def test_a_share_and_what_is_withheld_are_told(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    receive(
        inbox,
        "hoi-lhpn.xlsx",
        typed(
            at.filled("hoi-lhpn"),
            {
                spot("hoi-lhpn", "T6.05"): 9,
                spot("hoi-lhpn", "T6.06"): 0,
                spot("hoi-lhpn", "T6.07"): 9,
                spot("hoi-lhpn", "T6.08"): 4,
                spot("hoi-lhpn", "T6.09"): 1,
            },
        ),
    )
    code, out, _ = vstbcpn("trace", "T6.08", inbox)
    assert code == 0
    assert "Tỷ lệ: 4/9" in out
    withheld = out[out.index("Chưa tính vì còn lỗi hoặc chưa có tổng số (1 đơn vị):") :]
    assert "1. Sở Y tế\n" in withheld
    assert f"so-y-te.xlsx · {at.ref('so-y-te', 'T6.08')} = “7”" in withheld
    assert "VS401: " in withheld


def test_a_figure_nobody_gave(vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn("trace", "T6.15", inbox)
    assert code == 0
    assert "T6.15 · " in out
    assert err


def test_a_figure_that_does_not_exist_with_the_nearest(vstbcpn: Program, inbox: Path) -> None:
    code, out, err = vstbcpn("trace", "T6.5", inbox)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "“T6.5”" in err


def test_nothing_usable_is_eleven_and_writes_nothing(vstbcpn: Program, tmp_path: Path) -> None:
    receive(tmp_path, "a.pdf", b"%PDF-1.4")
    code, out, _ = vstbcpn("consolidate", tmp_path, "-o", tmp_path / "ra")
    assert (code, out) == (ExitCode.ERRORS, "")
    assert not (tmp_path / "ra").exists()


def test_a_word_template_that_is_not_there(vstbcpn: Program, inbox: Path) -> None:
    code, _, err = vstbcpn("consolidate", inbox, "--template", "khong-co.docx")
    assert code == ExitCode.USAGE
    assert "khong-co.docx" in err


@pytest.mark.full
def test_a_partial_report_is_ten_and_old_outputs_stay_when_it_cannot_be_written(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    output = tmp_path / "3-ket-qua"
    code, out, _ = vstbcpn("consolidate", inbox, "-o", output)
    assert code == ExitCode.WARNINGS
    names = sorted(p.name for p in output.iterdir() if p.is_file())
    assert "manifest.json" in names
    originals = {p.name for p in (output / ORIGINALS).iterdir()}
    assert originals == {n for n in names if n.endswith(".docx")}, "to merge what somebody edits with the next set"
    assert [Path(line).name for line in sorted(out.splitlines())] == names
    manifest = json.loads((output / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["counts"]["sent"], manifest["counts"]["missing"]) == (1, 69)
    old = {n: c for n, c in digests(output).items() if n != "manifest.json"}
    (output / "manifest.json").unlink()
    (output / "manifest.json").mkdir()
    code, out, err = vstbcpn("consolidate", inbox, "-o", output)
    assert (code, out) == (ExitCode.IO, "")
    assert "manifest.json" in err
    assert digests(output) == old
    assert list(output.glob(".staging-*")) == []


@pytest.mark.full
def test_values_withheld_are_told_and_quiet_tells_nothing(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    code, _, err = vstbcpn("consolidate", inbox, "-o", "ra")
    assert code == ExitCode.WARNINGS
    assert "1/70" in err
    assert "\n5 " in err
    code, out, err = vstbcpn("consolidate", inbox, "-o", "ra", "--quiet")
    assert (code, err) == (ExitCode.WARNINGS, "")
    assert out


@pytest.mark.full
def test_a_report_dated_before_the_last_return_came_is_remarked_on(vstbcpn: Program, inbox: Path) -> None:
    noon = dt.datetime(2011, 6, 9, 12, tzinfo=dt.UTC).timestamp()
    for path in inbox.iterdir():
        os.utime(path, (noon, noon))
    it_is("2011-06-09")
    told = "Ngày ghi trên báo cáo (08/6/2011) sớm hơn ngày nhận báo cáo nêu ở câu mở đầu (09/6/2011)."
    for day, remarked in (("08/06/2011", True), ("09/06/2011", False)):
        code, _, err = vstbcpn("consolidate", inbox, "-o", "ra", "--report-date", day)
        assert (code, told in err) == (ExitCode.WARNINGS, remarked)


def test_as_of_an_earlier_day_a_later_file_has_not_come_yet(vstbcpn: Program, inbox: Path) -> None:
    assert vstbcpn("consolidate", inbox, "--as-of", "07/06/2011")[0] == ExitCode.NO_SUBMISSION


# ----------------------------------------------------------------------------------------------- nothing is overwritten
def digests(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_blanks_never_replace_what_a_unit_sent_back(vstbcpn: Program, inbox: Path) -> None:
    (inbox / "so-y-te").mkdir()
    receive(inbox / "so-y-te", "2011-6T_so-y-te.xlsx", at.filled("so-y-te"))
    before = digests(inbox)
    code, out, err = vstbcpn("make-template", "so-noi-vu", "so-y-te", "-o", inbox)
    assert (code, out) == (ExitCode.IO, "")
    assert "2011-6T_so-y-te.xlsx" in err
    assert "có thể là tệp đơn vị gửi về" in err
    assert digests(inbox) == before


def test_a_code_of_the_register_cannot_leave_the_folder(vstbcpn: Program, tmp_path: Path) -> None:
    lines = ["code,name,kind,group", "../../x,Sở A,SN,x", "CON,Sở B,SN,x", "so-a,Sở C,SN,x", "SO-A,Sở D,SN,x"]
    (tmp_path / "don-vi.csv").write_text("\n".join(lines), encoding="utf-8")
    code, out, _ = vstbcpn("make-template", "--units", "don-vi.csv", "-o", "ra")
    assert code == 0
    names = [Path(line).name for line in out.splitlines()]
    assert names[:2] == ["2011-6T_..-..-x.xlsx", "2011-6T_CON.xlsx"]
    assert len({n.casefold() for n in names}) == 4
    assert sorted(p.name for p in (tmp_path / "ra").glob("*/*.xlsx")) == sorted(names)
    assert {p.parent for p in tmp_path.rglob("2011-6T_*")} == {p.parent for p in (tmp_path / "ra").glob("*/*.xlsx")}


@pytest.mark.full
def test_results_beside_the_returned_files(vstbcpn: Program, inbox: Path) -> None:
    before = digests(inbox)
    code, out, _ = vstbcpn("consolidate", inbox, "-o", inbox)
    assert code == ExitCode.WARNINGS
    assert len(out.splitlines()) == len(renderers()) + 1
    assert {n: c for n, c in digests(inbox).items() if n in before} == before
    read = json.loads(vstbcpn("validate", inbox, "--format", "json")[1])
    assert {Path(f["path"]).name for f in read["files"]} == before.keys(), "nor are originals laid by returns"


def test_a_returned_file_with_the_name_of_a_result_is_not_overwritten(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "phu-luc_2011-6t.xlsx", at.filled("so-noi-vu"))
    before = digests(inbox)
    code, out, err = vstbcpn("consolidate", inbox, "-o", inbox)
    assert (code, out) == (ExitCode.IO, "")
    assert "phu-luc_2011-6t.xlsx" in err
    assert digests(inbox) == before


@pytest.mark.full
def test_strict_leaves_nothing_of_a_season_with_errors_alone(vstbcpn: Program, inbox: Path) -> None:
    receive(inbox, "so-y-te.xlsx", wrong())
    assert vstbcpn("consolidate", inbox, "-o", "mot-phan")[0] == ExitCode.WARNINGS
    assert vstbcpn("consolidate", inbox, "-o", "khong", "--strict")[0] == ExitCode.ERRORS
    assert not Path("khong").exists()


@pytest.mark.full
@pytest.mark.parametrize("option", ["--previous", "--template", "--units"])
def test_what_an_option_names_is_an_input_too(option: str, vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    assert vstbcpn("consolidate", inbox, "-o", "ra")[0] == ExitCode.WARNINGS
    file = {
        "--previous": "so-lieu_2011-6t.json",
        "--template": "bao-cao_2011-6t.docx",
        "--units": "so-lieu_2011-6t.csv",
    }
    if option == "--units":
        lines = "code,name,kind,group\nso-y-te,Sở Y tế,SN,x\n"
        (tmp_path / "ra" / file[option]).write_text(lines, encoding="utf-8")
    before = digests(tmp_path / "ra")
    code, _, err = vstbcpn("consolidate", inbox, "-o", "ra", option, tmp_path / "ra" / file[option])
    assert code == ExitCode.IO
    assert file[option] in err
    assert digests(tmp_path / "ra") == before


@pytest.mark.full
def test_the_results_of_an_earlier_run_are_no_returns(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    for _ in range(2):
        code, _, err = vstbcpn("consolidate", tmp_path, "-o", tmp_path / "3-ket-qua")
        assert (code, "1/70" in err) == (ExitCode.WARNINGS, True)
    manifest = json.loads((tmp_path / "3-ket-qua" / "manifest.json").read_text(encoding="utf-8"))
    assert [i["path"] for i in manifest["inputs"]] == ["2-nhan-ve/so-y-te.xlsx"]


def test_targets_are_tested_before_the_files_are_read(
    vstbcpn: Program, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ra" / "manifest.json").mkdir(parents=True)
    monkeypatch.setattr("vstbcpn_cli.usecases.consolidate.take_in", raising(AssertionError("too late")))
    code, _, err = vstbcpn("consolidate", inbox, "-o", "ra")
    assert code == ExitCode.IO
    assert "manifest.json" in err


@pytest.mark.full
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are no text")
def test_file_names_that_are_no_text(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    for name in ("a\udcff.xlsx", "a\x01.xlsx", "a\x02.xlsx", "a\nb.xlsx"):
        receive(inbox, name, b"x")
    code, _, err = vstbcpn("consolidate", inbox, "-o", "ra", "--template", "\udcff")
    assert code == ExitCode.USAGE
    code, _, err = vstbcpn("consolidate", inbox, "-o", "ra")
    assert code == ExitCode.WARNINGS, err
    manifest = json.loads((tmp_path / "ra" / "manifest.json").read_text(encoding="utf-8"))
    assert len({i["path"] for i in manifest["inputs"]}) == 5
    assert all(i["path"].isprintable() for i in manifest["inputs"])


def test_a_full_disk_is_told_in_words(vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = OSError(28, "No space left on device")
    monkeypatch.setattr("vstbcpn_cli.usecases.validate.take_in", raising(fault))
    code, _, err = vstbcpn("validate", inbox)
    assert code == ExitCode.IO
    assert "Ổ đĩa đã đầy. Đề nghị giải phóng" in err


def test_the_units_are_listed_for_other_programs(vstbcpn: Program) -> None:
    code, out, err = vstbcpn("units", "--format", "json")
    listed = json.loads(out)
    assert (code, schemas.faults("units", listed)) == (0, [])
    assert (len(listed), {"code", "lead_for"} <= set(listed[0])) == (70, True)
    assert [u["code"] for u in listed if "T5.14a" in u["lead_for"]] == ["hoi-lhpn"]
    assert "70 đơn vị" in err
