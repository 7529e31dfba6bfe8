"""The short words of the report that are not sentences: heads and titles of annexes, names of groups of units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.model import UnitKind
from vstbcpn_cli.report.context.text_safety import without_bullet
from vstbcpn_cli.report.template_set import words_in
from vstbcpn_cli.report.unknown_names import nearest

FILE_NAME = "nhan.toml"
_INSIDE = re.compile(r"\{\w*[.\[:!]")
"""Asks for a part or another form of what is filled in, as a program would: `{ds:>3000000000}` has no end."""


class Labels(msgspec.Struct, frozen=True, dict=True):
    """The content of `nhan.toml`; a key that is not there stops the report."""

    raw: Mapping[str, Any]
    source: str = FILE_NAME

    def get(self, *path: str) -> Any:
        """A word or list by its key path; raises `ConfigurationError` when it is missing."""
        here: Any = self.raw
        for n, step in enumerate(path):
            if not isinstance(here, Mapping) or step not in here:
                hint = nearest(step, here if isinstance(here, Mapping) else ())
                asked = f" Khóa gần giống: “{hint}”." if hint else ""
                raise ConfigurationError(
                    f"{self.source}: thiếu khóa “{'.'.join(path[: n + 1])}”.{asked} Đề nghị bổ sung theo tệp gốc."
                )
            here = here[step]
        return here

    def text(self, *path: str) -> str:
        return str(self.get(*path))

    def filled(self, *path: str, **values: object) -> str:
        """A text with its names in braces filled in; raises `ConfigurationError` with the names it may use."""
        text = self.text(*path)
        try:
            if _INSIDE.search(text):
                raise ValueError(text)  # noqa: TRY301 - the same fault as a name that is not there
            return text.format(**values)
        except (KeyError, IndexError, ValueError, AttributeError) as fault:
            known = ", ".join(f"{{{name}}}" for name in values)
            raise ConfigurationError(
                f"{self.source}: khóa “{'.'.join(path)}” có dấu ngoặc nhọn không dùng được. Đề nghị chỉ dùng {known}."
            ) from fault

    def in_full(self, text: str) -> str:
        """The name of a field, row or target with the abbreviations of the form written out."""
        words = self.get("viet_du")
        return self._abbreviation.sub(lambda found: str(words[found[0]]), text)

    @cached_property
    def _abbreviation(self) -> re.Pattern[str]:
        """The longest first: “Ban VSTBCPN” is more than “VSTBCPN”. In the number of a document (“664/LĐTBXH-BĐG”) they
        stay."""
        known = sorted(map(re.escape, self.get("viet_du")), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?<!\w-)(?<!\d/)(?:{'|'.join(known) or '(?!)'})(?!\w)")

    def group(self, kind: UnitKind) -> str:
        """A kind of unit in a sentence: as the edition calls it, unless the office has a name of its own for it."""
        return str(self.raw.get("nhom", {}).get(kind.code, kind.name))

    @cached_property
    def padded(self) -> bool:
        return bool(self.get("kieu", "so_khong_dung_truoc"))

    @cached_property
    def default_annex(self) -> str:
        return self.text("kieu", "phu_luc_danh_sach")

    @cached_property
    def nothing(self) -> frozenset[str]:
        """Answers that say only that there is nothing to say."""
        return frozenset(str(t).lower() for t in self.get("kieu", "khong_noi_dung"))

    def says_something(self, text: str) -> bool:
        """Whether an answer in words is more than “- Không có.”."""
        return without_bullet(text).strip(" .;").lower() not in ("", *self.nothing)


def load_labels(folders: Sequence[Path]) -> Labels:
    """`nhan.toml` of the folders with the sentences; raises `ConfigurationError` naming the file and line."""
    return Labels(words_in(folders, FILE_NAME), f"{folders[0].name}/{FILE_NAME}")
