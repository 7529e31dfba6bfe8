"""The Tab key in PowerShell, bash and zsh: the script a shell needs, shown or put into the file that it reads first."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import msgspec
import typer

from vstbcpn_cli.cli.console import fail, out, say
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.runtime.input_files import content_of

_BEGIN, _END = "# >>> vstbcpn >>>", "# <<< vstbcpn <<<"
_ONE_LINE = "1000"
_LARGEST = 2**22
"""Bytes of a file that a shell reads at its start."""
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""How Windows may have written a profile, by its first bytes."""
# What the shells read is ASCII, so that it means the same in whatever encoding the rest of the file is.
_BASH = """\
_vstbcpn_completion() {
    local IFS=$'\\n'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
                   _VSTBCPN_COMPLETE=complete_bash "$1" 2>/dev/null ) )
    return 0
}
complete -o default -F _vstbcpn_completion vstbcpn"""
_ZSH = """\
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_vstbcpn_completion() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _VSTBCPN_COMPLETE=complete_zsh vstbcpn 2>/dev/null)
}
compdef _vstbcpn_completion vstbcpn"""
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName vstbcpn -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $Env:_VSTBCPN_COMPLETE = "complete_powershell"
        $Env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
        $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
        vstbcpn 2>$null | ForEach-Object {
            $value, $help = $_ -split ":::", 2
            if (-not "$help".Trim()) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        $Env:_VSTBCPN_COMPLETE = $null
        $Env:_TYPER_COMPLETE_ARGS = $null
        $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $null
    }
}"""


class Shell(msgspec.Struct, frozen=True):
    """A shell that can complete: its script and what makes an officer see the effect."""

    script: str
    after: str = "Đề nghị mở cửa sổ lệnh mới để dùng phím Tab."


_WINDOWS = Shell(
    _POWERSHELL,
    "Đề nghị mở cửa sổ PowerShell mới để dùng phím Tab. Nếu PowerShell báo không được chạy tập lệnh, đề nghị chạy một "
    "lần: Set-ExecutionPolicy -Scope CurrentUser RemoteSigned",
)
SHELLS = {"powershell": _WINDOWS, "pwsh": _WINDOWS, "bash": Shell(_BASH), "zsh": Shell(_ZSH)}


def answer_shell(app: typer.Typer) -> None:
    """Prints what can be typed next to the shell that asks for it; nothing where the line makes no sense."""
    from typer._completion_classes import completion_init

    completion_init()
    os.environ["COLUMNS"] = _ONE_LINE  # a meaning that wraps would be a value of its own
    with suppress(Exception, SystemExit):
        app([], prog_name="vstbcpn", standalone_mode=False)


def show(wanted: bool) -> None:
    """Prints the script for the shell that the program was started from."""
    if wanted:
        out(SHELLS[_shell_here()].script)
        raise typer.Exit


def install(wanted: bool) -> None:
    """Puts the script into the file that this shell reads at its start, in the place of an earlier one."""
    if not wanted:
        return
    name = _shell_here()
    path = _startup_file(name)
    if path is None:
        fail("Chưa biết PowerShell đọc tệp cấu hình nào. Đề nghị chép đoạn do vstbcpn --show-completion in ra vào đó.")
        raise typer.Exit(ExitCode.IO)
    put_into(path, SHELLS[name].script)
    out(path.as_posix())
    say(f"Đã cài gợi ý khi gõ lệnh. {SHELLS[name].after}")
    raise typer.Exit


def put_into(path: Path, script: str) -> None:
    """Everything else in the file stays byte for byte; an earlier script makes room for this one. Raises OSError."""
    real = Path(os.path.realpath(path))
    before = content_of(real, _LARGEST) if real.is_file() else b""
    encoding = _UTF16.get(before[:2], "ascii")
    begin, end = (mark.encode(encoding) for mark in (_BEGIN, _END))
    block = f"{_BEGIN}\n{script}\n{_END}".encode(encoding)
    start, stop = before.find(begin), before.find(end)
    line = "\n".encode(encoding)
    if 0 <= start < stop:
        made = before[:start] + block + before[stop + len(end) :]
    else:
        made = before + (line if before and not before.endswith(line) else b"") + block + line
    real.parent.mkdir(parents=True, exist_ok=True)
    waiting = real.with_name(f"{real.name}.vstbcpn")
    try:
        waiting.write_bytes(made)
        if real.exists():
            waiting.chmod(real.stat().st_mode)
        waiting.replace(real)
    finally:
        waiting.unlink(missing_ok=True)


def _shell_here() -> str:
    """The shell in whose window the program was started; leaves with what to do where it cannot complete."""
    import shellingham

    try:
        name = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        name = ""
    if name not in SHELLS:
        what = f"Cửa sổ lệnh “{name}” không có gợi ý khi gõ lệnh." if name else "Chưa nhận ra loại cửa sổ lệnh."
        fail(f"{what} Đề nghị chạy lại lệnh này trong PowerShell, bash hoặc zsh.")
        raise typer.Exit(ExitCode.USAGE)
    return name


def _startup_file(shell: str) -> Path | None:
    if shell == "bash":
        return Path.home() / ".bashrc"
    if shell == "zsh":
        return Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    asked = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE"
    try:
        told = subprocess.run([shell, "-NoProfile", "-Command", asked], capture_output=True, check=True).stdout  # noqa: S603 - the shell of the user
    except (OSError, subprocess.CalledProcessError):
        return None
    path = told.decode("utf-8", errors="replace").strip().lstrip("\ufeff")
    return Path(path) if path else None
