"""What a shell is offered when somebody presses Tab, and how it is told to ask."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.programs.command_line import Program
from tests.support.programs.launching import ROOT
from vstbcpn_cli.cli import completion
from vstbcpn_cli.cli.completion import SHELLS, put_into

Ask = Callable[[str], dict[str, str]]


@pytest.fixture
def offered(vstbcpn: Program, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """What PowerShell gets for a line whose last word is being typed: the values with their meaning."""

    def ask(line: str) -> dict[str, str]:
        monkeypatch.setenv("_VSTBCPN_COMPLETE", "complete_powershell")
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", f"vstbcpn {line}")
        monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", line.rpartition(" ")[2])
        code, out, err = vstbcpn()
        assert (code, err) == (0, "")
        return dict(said.split(":::") for said in out.split("\n") if said)

    return ask


def test_commands_options_and_their_values_are_offered(offered: Ask) -> None:
    assert offered("va") == {"validate": "Kiểm tra các tệp đơn vị gửi về, chỉ rõ..."}
    assert [*offered("validate --fe")] == ["--feedback"]
    assert [*offered("validate --format ")] == ["text", "json"]
    assert offered("units --period ") == {"6t": "sơ kết 6 tháng đầu năm 2011", "nam": "tổng kết năm 2011"}
    assert "2011" in offered("trace --edition ")
    assert [*offered("consolidate --issuer ")] == ["ban", "so"]
    assert [*offered("init x --template ")] == ["nd30", "tt01"]
    assert offered("validate 2-nhan") == {}, "the shell itself offers files"


def test_units_codes_and_rules_are_offered(offered: Ask) -> None:
    assert offered("make-template huyen-c") == {
        "huyen-cao-loc": "Huyện Cao Lộc",
        "huyen-chi-lang": "Huyện Chi Lăng",
    }
    assert [*offered("make-template so-y-te so-noi")] == ["so-noi-vu"], "also after one that is there"
    assert offered("trace T6.08") == {"T6.08": "Số cán bộ làm công tác BĐG, VSTBCPN: nữ"}
    assert [*offered("trace so-y")] == ["so-y-te"]
    assert {"VS401", "VS402"} <= offered("rule VS40").keys()
    assert "R05" in offered("rule R0")


@pytest.mark.parametrize(
    "line", ["", "nonsense ", "trace T6.08 --edition khong-co ", "units --period x --edition khong-co --period "]
)
def test_a_line_without_sense_is_met_with_silence(line: str, offered: Ask) -> None:
    offered(line)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    program = tmp_path / "vstbcpn"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vstbcpn_cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    asked = (
        f"{SHELLS['bash'].script}\n"
        "COMP_WORDS=(vstbcpn make-template huyen-c); COMP_CWORD=2; _vstbcpn_completion vstbcpn\n"
        'printf "%s\\n" "${COMPREPLY[@]}"; complete -p vstbcpn'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "--norc", "-c", asked], env=environment, capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == [
        *("huyen-cao-loc", "huyen-chi-lang"),
        "complete -o default -F _vstbcpn_completion vstbcpn",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_file_of_a_shell_keeps_everything_else(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "profile.ps1"
    path.write_text("# của tôi\nSet-Alias ll ls", encoding=encoding)
    put_into(path, "first")
    put_into(path, "second")
    text = path.read_text(encoding=encoding)
    assert text == "# của tôi\nSet-Alias ll ls\n# >>> vstbcpn >>>\nsecond\n# <<< vstbcpn <<<\n"
    assert [p.name for p in tmp_path.iterdir()] == ["profile.ps1"]


def test_it_is_installed_where_the_shell_looks_and_told(
    vstbcpn: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    monkeypatch.setattr(completion, "_shell_here", lambda: "bash")
    code, out, err = vstbcpn("--install-completion")
    assert (code, out) == (0, f"{tmp_path.as_posix()}/.bashrc\n")
    assert "Đã cài gợi ý khi gõ lệnh. Đề nghị mở cửa sổ lệnh mới" in err
    assert SHELLS["bash"].script in (tmp_path / ".bashrc").read_text(encoding="utf-8")
    assert vstbcpn("--show-completion") == (0, f"{SHELLS['bash'].script}\n", "")


def test_a_window_that_cannot_complete_is_answered(vstbcpn: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("cmd", "cmd.exe"))
    code, out, err = vstbcpn("--install-completion")
    assert (code, out) == (2, "")
    assert (
        err
        == "Cửa sổ lệnh “cmd” không có gợi ý khi gõ lệnh. Đề nghị chạy lại lệnh này trong PowerShell, bash hoặc zsh.\n"
    )


def test_the_scripts_mean_the_same_in_every_encoding() -> None:
    for shell in SHELLS.values():
        assert shell.script.isascii()
