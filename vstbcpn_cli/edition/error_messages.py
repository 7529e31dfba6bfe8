"""What a library finds wrong with a file the office edits, in words for the one who edits it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.edition.places import KeyNames

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_TOML = (
    ("Expected '='", "sau tên khóa chưa có dấu ="),
    ("Invalid value", "giá trị chưa đặt trong dấu ngoặc kép thẳng"),
    ("Illegal character", "có ký tự không dùng được, hoặc chưa có dấu ngoặc kép đóng"),
    ("Unterminated string", "chưa có dấu ngoặc kép đóng"),
    ("Unclosed array", "danh sách chưa có dấu ] đóng"),
    ("Expected ']", "tên mục chưa có dấu ] đóng"),
    ("Cannot overwrite", "khóa này đã ghi ở trên"),
    ("Cannot declare", "mục này đã ghi ở trên"),
    ("Expected newline", "sau giá trị còn chữ thừa"),
    ("Invalid statement", 'dòng không phải dạng: khóa = "giá trị"'),
    ("Unescaped", "dấu \\ trong ngoặc kép phải viết \\\\, hoặc viết / thay cho nó"),
    ("backslash", "dấu \\ trong ngoặc kép phải viết \\\\"),
)
_LARGEST, _MOST_PARTS = 2**20, 1_000
"""Bytes of a file and dots in one line of it; those of the program have a hundredth."""
_TYPES = {
    "missing": "khóa này còn thiếu",
    "unexpected_keyword_argument": "không có khóa này",
    "string_type": "giá trị phải là chữ trong dấu ngoặc kép",
    "int_type": "giá trị phải là số nguyên",
    "int_parsing": "giá trị phải là số nguyên",
    "int_from_float": "giá trị phải là số nguyên",
    "bool_type": "giá trị phải là true hoặc false",
    "bool_parsing": "giá trị phải là true hoặc false",
    "tuple_type": "giá trị phải là một danh sách trong dấu [ ]",
    "list_type": "giá trị phải là một danh sách trong dấu [ ]",
    "dict_type": "giá trị phải là một mục con",
    "mapping_type": "giá trị phải là một mục con",
    "dataclass_type": "giá trị phải là một mục con",
    "decimal_type": "giá trị phải là một con số",
    "decimal_parsing": "giá trị phải là một con số",
    "date_type": "giá trị phải là một ngày, dạng {day}",
    "date_parsing": "giá trị phải là một ngày, dạng {day}",
    "date_from_datetime_parsing": "giá trị phải là một ngày, dạng {day}",
}


def toml_file(path: Path, name: str) -> Mapping[str, Any]:
    """The content of a TOML file, a leading byte-order mark of Notepad tolerated, its letters composed; `name`
    is how messages call it.

    Raises `ConfigurationError` with the line.
    """
    try:
        _refuse_endless(path, name)
        return tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig")))
    except OSError as fault:
        raise ConfigurationError(f"Không đọc được tệp {name}. Đề nghị chép lại tệp gốc.") from fault
    except RecursionError as fault:
        raise ConfigurationError(f"{name}: ngoặc lồng nhau quá nhiều lớp. Đề nghị chép lại tệp gốc.") from fault
    except UnicodeDecodeError as fault:
        raise ConfigurationError(f"{name}: tệp không ở dạng UTF-8. Đề nghị lưu lại với mã hóa UTF-8.") from fault
    except tomllib.TOMLDecodeError as fault:
        found = _PLACE.search(str(fault))
        place = f"dòng {found[1]}, ký tự thứ {found[2]}" if found else "cuối tệp"
        why = next((f" ({words})" for mark, words in _TOML if mark in str(fault)), "")
        raise ConfigurationError(f"{name}, {place}: sai cú pháp TOML{why}. Đề nghị sửa chỗ đó.") from fault


def _refuse_endless(path: Path, name: str) -> None:
    """The parser needs time that grows with the square of the parts of one key, `a.b.c`."""
    large = path.stat().st_size > _LARGEST
    if large or any(line.count(b".") > _MOST_PARTS for line in path.read_bytes().splitlines()):
        raise ConfigurationError(f"{name}: tệp quá dài hoặc có dòng quá dài. Đề nghị chép lại tệp gốc.")


def value_fault(error: Mapping[str, Any], names: KeyNames) -> str:
    """What is wrong with a value that has another type than it should, for one who edits what is called so."""
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
    if expected:
        return f"giá trị phải là một trong: {expected}"
    return _TYPES.get(str(error["type"]), "giá trị không thuộc loại cần ghi ở đây").format(day=names.day)
