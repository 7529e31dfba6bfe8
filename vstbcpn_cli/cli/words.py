"""What the command-line library itself would say, in Vietnamese."""

from __future__ import annotations

from typing import Any

import typer.core
from typer.exceptions import TyperException

_HEADINGS = {
    "Options": "Tùy chọn",
    "Commands": "Các lệnh",
    "Arguments": "Tham số",
    "default: {default}": "mặc định: {default}",
    "required": "bắt buộc",
    "(dynamic)": "(tùy lúc)",
}
# The library asks `gettext` for its headings and ships no Vietnamese catalogue, so it is given one here.
vars(typer.core)["_"] = lambda text: _HEADINGS.get(text, text)


class _Vietnamese:
    """The usage line and the help option of a command."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]  # of the library's command
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Cách dùng: ")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the library's command
        if option is not None:
            option.help = "Hiện hướng dẫn này rồi thoát."
        return option


class Command(_Vietnamese, typer.core.TyperCommand):
    """A command whose help is Vietnamese throughout."""


class Group(_Vietnamese, typer.core.TyperGroup):
    """The program whose help is Vietnamese throughout."""


def usage_sentence(fault: TyperException) -> str:
    """What is wrong with a command line, and where its help is."""
    context = getattr(fault, "ctx", None)
    help_line = f"Đề nghị xem cách dùng bằng lệnh: {context.command_path if context else 'vstbcpn'} --help"
    match type(fault).__name__:
        case "NoSuchOption":
            return f"Không có tùy chọn “{getattr(fault, 'option_name', '')}”. {help_line}"
        case "MissingParameter":
            parameter = getattr(fault, "param", None)
            return f"Thiếu “{parameter.human_readable_name if parameter else ''}”. {help_line}"
        case "BadParameter":
            parameter = getattr(fault, "param", None)
            name = parameter.opts[-1] if parameter is not None and parameter.opts else "tham số"
            return f"Giá trị của “{name}” không dùng được ({fault.message.rstrip('.')}). {help_line}"
        case "UsageError" if "No such command" in fault.message:
            return f"Không có lệnh “{fault.message.split(chr(39))[1]}”. {help_line}"
        case _:
            return f"Lệnh không đúng ({fault.format_message().rstrip('.')}). {help_line}"
