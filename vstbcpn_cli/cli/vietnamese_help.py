"""What the command-line library itself would say, in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import typer
import typer.core
import typer.main
from typer.exceptions import TyperException

_COMMANDS = (
    *("init", "make-template", "receive", "validate", "status", "remind", "exclude", "nil", "consolidate", "diff"),
    *("verify", "trace", "rule", "units", "edition"),
)
"""In the order of the help; each is the module of its name, or the package where it has commands of its own."""
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
        plain = (p.strip("{}") for p in pieces)  # the library puts what is required into braces, which nobody types
        formatter.write_usage(ctx.command_path, " ".join(plain), prefix="Cách dùng: ")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the library's command
        if option is not None:
            option.help = "Hiện hướng dẫn này rồi thoát."
        return option


_OPEN = "--feedback"
"""An option that may stand without its value: then the folder of the season is meant."""


class Command(_Vietnamese, typer.core.TyperCommand):
    """A command whose help is Vietnamese throughout."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        at = args.index(_OPEN) + 1 if _OPEN in args else 0
        if at and any(_OPEN in p.opts for p in self.params) and (at == len(args) or args[at].startswith("-")):
            from vstbcpn_cli.usecases.season.season_folder import defaults

            args = [*args[:at], defaults().feedback.as_posix(), *args[at:]]
        return super().parse_args(ctx, args)


class VietnameseGroup(_Vietnamese, typer.core.TyperGroup):
    """A group of commands whose help is Vietnamese throughout; of them only the one that is asked for is loaded."""

    names: tuple[str, ...] = _COMMANDS
    package = __package__

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - of the library
        return list(self.names)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - of the library
        """What each command says of itself first, whole; to make all commands of it would take longer than the rest."""
        with formatter.section(_HEADINGS["Commands"]):
            docs = ((name, str(self._module(name).command.__doc__)) for name in self.names)
            formatter.write_dl([(name, doc.partition("\n\n")[0]) for name, doc in docs])

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - of the library
        if cmd_name not in self.names:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _made(cmd_name, self._module(cmd_name))
        return self.commands[cmd_name]

    def _module(self, command: str) -> Any:
        return import_module(f"{self.package}.{command.replace('-', '_')}")


_HELP = {"help_option_names": ["-h", "--help"]}


def _made(name: str, module: Any) -> Any:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    if not hasattr(module, "COMMANDS"):
        alone.command(name, cls=Command, options_metavar="[TÙY CHỌN]")(module.command)
        return typer.main.get_command(alone)
    group = type(name, (VietnameseGroup,), {"names": module.COMMANDS, "package": module.__name__})
    alone.callback(
        cls=group,
        no_args_is_help=True,
        options_metavar="[TÙY CHỌN]",
        subcommand_metavar="LỆNH [THAM SỐ]…",
        context_settings=_HELP,
    )(module.command)
    return typer.main.get_group(alone)


def usage_sentence(fault: TyperException) -> str:
    """What is wrong with a command line, and what to write instead or where its help is."""
    context = getattr(fault, "ctx", None)
    help_line = f"Đề nghị xem cách dùng bằng lệnh: {context.command_path if context else 'vstbcpn'} --help"
    option = getattr(fault, "option_name", "")
    match type(fault).__name__:
        case "NoSuchOption":
            options = [o for p in getattr(getattr(context, "command", None), "params", ()) for o in p.opts]
            return f"Không có tùy chọn “{option}”. {_near(option, options)}{help_line}"
        case "MissingParameter":
            parameter = getattr(fault, "param", None)
            return f"Thiếu “{parameter.human_readable_name if parameter else ''}”. {help_line}"
        case "BadParameter" | "BadArgumentUsage":
            return f"{_not_a_value(fault)} {_wanted(fault) or help_line}"
        case "BadOptionUsage" if "requires" in fault.message:
            return f"Tùy chọn “{option}” chưa có giá trị. Đề nghị ghi giá trị ngay sau tùy chọn, cách một dấu cách."
        case "BadOptionUsage":
            return f"Tùy chọn “{option}” không đi kèm giá trị. Đề nghị chỉ ghi tên tùy chọn."
        case "UsageError" if "No such command" in fault.message:
            asked = _told(_LITERAL.findall(fault.message)[0])
            return f"Không có lệnh “{asked}”. {_near(asked, _names(context))}{help_line}"
        case "UsageError" if extra := _EXTRA.search(fault.message):
            return (
                f"Lệnh không dùng đến “{extra[1]}”. Đề nghị bỏ phần này; nếu là đường dẫn có dấu cách, đặt trong “…”."
            )
        case _:
            return f"Lệnh không đúng. {help_line}"


def _names(context: Any) -> tuple[str, ...]:
    return getattr(getattr(context, "command", None), "names", _COMMANDS)


def _near(name: str, known: Iterable[str]) -> str:
    from vstbcpn_cli.runtime.missing_paths import nearest

    near = nearest(name, [k for k in known if k.startswith("-") == name.startswith("-")])
    return f"Tên gần nhất là “{near}”. " if near else ""


_EXTRA = re.compile(r"unexpected extra argument\S* \((.*)\)")
_LITERAL = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_VALUE = re.compile(rf"(?:Value for|Path|File)? ?{_LITERAL.pattern}(?: is| does|:)|(\S+) is not in")
"""The library tells the value only inside its sentence, as Python writes it."""


def _not_a_value(fault: TyperException) -> str:
    parameter = getattr(fault, "param", None)
    name = parameter.opts[-1] if parameter is not None and parameter.opts else ""
    value = f" “{_value(fault)}”" if _value(fault) else ""
    return f"Giá trị{value}" + (f" của “{name}”" if name.startswith("-") else "") + " không dùng được."


def _value(fault: TyperException) -> str:
    found = _VALUE.match(fault.message)
    if found is None:
        return ""
    return _told(found[1]) if found[1] else found[2]


def _told(literal: str) -> str:
    """What was typed: a path of Windows has its backslashes once, and a name may hold a quotation mark."""
    from ast import literal_eval

    return str(literal_eval(literal))


def _wanted(fault: TyperException) -> str:
    """What the type of the option accepts; "" where the library does not tell."""
    kind = getattr(getattr(fault, "param", None), "type", None)
    if getattr(kind, "formats", None):
        return "Đề nghị ghi một ngày có thật, dạng 31/5/2011 hoặc 2011-05-31."
    if getattr(kind, "choices", None):
        choices = [str(getattr(c, "value", c)) for c in kind.choices]  # type: ignore[union-attr]  # of the library
        return f"{_near(_value(fault), choices)}Đề nghị chọn: {', '.join(choices)}."
    least = getattr(kind, "min", None)
    return f"Đề nghị ghi một số nguyên từ {least} trở lên." if least is not None else ""
