"""Documents named in the report: in full where first read, short from then on (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.template_set import words_in
from vstbcpn_cli.report.unknown_names import UnknownNameError
from vstbcpn_cli.text.dates import long_date

FILE_NAME = "van-ban.toml"
REQUIRED, OPTIONAL = ("loai", "so", "co_quan", "trich_yeu"), "ngay"


class Citations(msgspec.Struct, frozen=True):
    """The documents of `van-ban.toml`, and which of them one report has named so far, in reading order."""

    documents: Mapping[str, Mapping[str, Any]]
    named: set[str] = msgspec.field(default_factory=set)

    def dan(self, ma: str) -> str:
        """“Nghị quyết số 11-NQ/TW ngày 27 tháng 4 năm 2007 của Bộ Chính trị về …”, then “Nghị quyết số 11-NQ/TW”."""
        if ma not in self.documents:
            raise UnknownNameError(ma, self.documents)
        found = self.documents[ma]
        short = f"{found['loai']} số {found['so']}"
        if ma in self.named:
            return short
        self.named.add(ma)
        day = [long_date(found[OPTIONAL])] if OPTIONAL in found else []
        return " ".join([short, *day, f"của {found['co_quan']}", found["trich_yeu"]])


def load_citations(folders: Sequence[Path], opening: str, letter: str = "", earlier: Collection[str] = ()) -> Citations:
    """The documents; one whose number stands in `opening`, the first words of the report, has been named in full.

    Sentences that go on from an `earlier` year speak of its letter of instruction: it is that of this year, `letter`,
    whose day and subject nobody has written here, so that it is named by its number alone.

    Raises `ConfigurationError` naming the file and the key.
    """
    name = f"{folders[0].name}/{FILE_NAME}"
    found = words_in(folders, FILE_NAME, whole=True)
    for key, document in found.items():
        wrong = _wrong(document)
        if wrong:
            raise ConfigurationError(f"{name}: mục “{key}” thiếu hoặc sai khóa “{wrong}”. Đề nghị ghi theo tệp gốc.")
    renewed = {key for key, document in found.items() if document["so"] in earlier}
    found = {k: {**document, "so": letter} if k in renewed else document for k, document in found.items()}
    return Citations(found, renewed | {key for key, document in found.items() if document["so"] in opening})


def _wrong(document: Any) -> str:
    """The first key of a document that is not as it should be; empty when all are."""
    if not isinstance(document, Mapping):
        return REQUIRED[0]
    if not isinstance(document.get(OPTIONAL, dt.date.min), dt.date):
        return OPTIONAL
    return next((k for k in REQUIRED if not isinstance(document.get(k), str)), "")
