"""The names, codes and parts of figures in a template, looked up without rendering it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.templates.render_sections import unknown
from vstbcpn_cli.report.unknown_names import UnknownNameError, nearest

_NOTHING = object()
"""What an expression gives when that depends on the returns."""


class Expressions:
    """Goes through the syntax tree of a template: `names` are what it may use, `parts` what may stand behind a dot of
    something it has named itself, `place(node, name)` says where a fault is, `files` the trees it may import."""

    def __init__(
        self,
        environment: Any,
        names: Mapping[str, Any],
        parts: frozenset[str],
        place: Callable[[Any, str], str],
        files: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self.environment, self.names, self.parts, self.place, self.files = environment, names, parts, place, files
        self.known: set[str] = set()
        self.taken_in: dict[str, set[str]] = {}

    def check(self, tree: Any) -> set[str]:
        """The names it uses. Raises `ConfigurationError` with the nearest right one for the first that is not there."""
        from jinja2 import meta, nodes

        # A name set in one branch of an `if` counts as given: whether that branch was taken is not known here.
        own = {n.name for n in tree.find_all(nodes.Name) if n.ctx != "load"}
        self.known = meta.find_undeclared_variables(tree) - own
        self.taken_in = {n.target: self._macros(n.template.value) for n in tree.find_all(nodes.Import)}
        for node in tree.find_all(nodes.Name):
            if node.name in self.known and node.name not in self.names:
                raise self._unknown(node, node.name, nearest(node.name, self.names))
        for node in tree.find_all((nodes.Call, nodes.Getattr)):
            self._value(node)
        return self.known

    def _macros(self, name: str) -> set[str]:
        """What another file offers to the one that imports it."""
        from jinja2 import nodes

        return {m.name for m in self.files[name].find_all(nodes.Macro)}

    def _value(self, node: Any) -> Any:
        """What an expression gives without any return."""
        from jinja2 import nodes

        match node:
            case nodes.Const():
                return node.value
            case nodes.Name():
                return self.names[node.name] if node.name in self.known else _NOTHING
            case nodes.Getattr(node=nodes.Name(name=name)) if name in self.taken_in:
                if node.attr not in self.taken_in[name]:
                    raise self._unknown(node, node.attr, nearest(node.attr, self.taken_in[name]))
                return _NOTHING
            case nodes.Getattr():
                return self._part(node, self._value(node.node))
            case nodes.Call(node=nodes.Name(), kwargs=[], dyn_args=None, dyn_kwargs=None):
                return self._given(node, self._value(node.node), [self._value(a) for a in node.args])
        return _NOTHING

    def _part(self, node: Any, whole: Any) -> Any:
        from jinja2 import Undefined

        if whole is _NOTHING:
            if node.attr not in self.parts:
                raise self._unknown(node, node.attr, nearest(node.attr, self.parts))
            return _NOTHING
        found = self.environment.getattr(whole, node.attr)
        if isinstance(found, Undefined):
            offered = whole if isinstance(whole, Mapping) else [n for n in dir(whole) if n[0] != "_"]
            raise self._unknown(node, node.attr, nearest(node.attr, offered))
        return found

    def _given(self, node: Any, function: Any, arguments: list[Any]) -> Any:
        """What a function of the vocabulary gives for the codes a sentence asks it for."""
        if not callable(function) or any(a is _NOTHING for a in arguments):
            return _NOTHING
        try:
            return function(*arguments)
        except UnknownNameError as fault:
            raise self._unknown(node, fault.name, fault.hint) from fault
        except ConfigurationError:
            raise
        except TypeError as fault:
            name = node.node.name
            raise ConfigurationError(
                f"{self.place(node, name)}: “{name}” được gọi không đúng cách. "
                "Đề nghị xem cách gọi trong tệp ten-trong-mau.md."
            ) from fault
        except Exception as fault:  # whatever else it cannot do with what it was given
            name = node.node.name
            raise ConfigurationError(
                f"{self.place(node, name)}: không thực hiện được “{name}”. "
                "Đề nghị xem cách gọi trong tệp ten-trong-mau.md và mục tương ứng trong tệp nhan.toml."
            ) from fault

    def _unknown(self, node: Any, name: str, hint: str) -> ConfigurationError:
        return ConfigurationError(unknown(self.place(node, name), name, hint))
