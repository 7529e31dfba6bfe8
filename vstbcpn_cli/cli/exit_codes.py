"""The exit codes the program promises (contract, section 2)."""

from __future__ import annotations

from enum import IntEnum

STOPPED = "Đã dừng theo yêu cầu; các tệp kết quả cũ còn nguyên."


class ExitCode(IntEnum):
    """What a finished command says to the shell; no crash of the interpreter imitates 10, 11 or 12."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    NO_SUBMISSION = 3
    IO = 4
    WARNINGS = 10
    ERRORS = 11
    MISMATCH = 12
