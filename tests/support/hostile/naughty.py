"""Texts that have broken programs before, in our own words: what a unit may type, paste or be tricked into sending."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LONG = 40_000
_SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u200b=",
    "\ufeff=",
    "\u00a0=",
    '"=',
    "'=",
)
_CALLS = (
    "1+1",
    "SUM(A1:A9)",
    "cmd|'/c calc'!A0",
    'HYPERLINK("http://vi.du.example","bấm")',
    "WEBSERVICE(A1)",
    'DDE("winword";"x")',
)
_LINKS = (
    "http://vi.du.example/a?b=c&d=<e>",
    "https://vi.du.example",
    "ftp://vi.du.example",
    "mailto:a@vi.du.example",
    "file:///C:/Windows/win.ini",
    "\\\\may-la\\chung\\tep.xlsx",
    "external:\\\\may-la\\chung\\tep.xlsx#A1",
    "internal:'NV1'!A1",
    "[tep-khac.xlsx]NV1!A1",
    "javascript:alert(1)",
)
_TAGS = (
    "{{ 7*7 }}",
    "{{co_quan}}",
    "{% for x in y %}",
    "{% raw %}",
    "{# ẩn #}",
    "{_{ 7*7 }_}",
    "{_% if x %_}",
    "{%p for x in y %}",
    "{{r co_quan }}",
    "{%tr if x %}",
    "{{ ''.__class__.__mro__ }}",
    "{=1+1}",
    "{unit_code}",
    "{0}",
    "%(ten)s %s %n",
    "${HOME} $(id) `id`",
    "}}",
    "{{",
    "#{7*7}",
    "<%= 7*7 %>",
)
_MARKUP = (
    "<b>đậm</b>",
    "</w:t></w:r></w:p><w:p><w:r><w:t>chèn",
    "<w:fldSimple w:instr='DATE'/>",
    '"><script>alert(1)</script>',
    "<!-- ghi chú",
    "<![CDATA[ x ]]>",
    "]]>",
    "<?xml version='1.0'?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    "&amp; &lt; &#0; &#x202e; &khong-co;",
    "A&B",
    "5 <6 và 7> 3",
    "</si><si><t>",
    "<f>1+1</f>",
    'TOC \\o "1-3"',
    'INCLUDETEXT "http://vi.du.example"',
    'DDEAUTO c:\\windows\\cmd.exe "/k calc"',
)
_ESCAPES = (
    "_x000D_",
    "_x0041_",
    "_x0000_",
    "_x202E_",
    "_x005F_x0041_",
    "_xD800_",
    "_xFFFE_",
    "\\u0041",
    "\\n",
    "%00",
    "_x",
)
_NUMBERS = (
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "0x1F",
    "٣٤",
    "１２",
    "½",
    "1.234",
    "1,5",
    "00",
    "-0",
    "12345678901234567890",
    "TRUE",
)
_WORDS = (
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "null",
    "None",
    "nan",
    "undefined",
    "CON",
    "NUL",
    "N/A",
    "Không có.",
    "…",
    "–",
    "'",
    '"',
    '""',
)
_SEPARATORS = (
    "a;=1+1",
    "a,b",
    'a,"b"',
    "a;b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "a\x0bb",
    "a\x0cb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\n=1+1",
)


def texts() -> list[str]:
    """Every text, each once, in an order that never changes."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    for sign in _SIGNS:
        yield from (sign + call for call in _CALLS)
    for group in (_LINKS, _TAGS, _MARKUP, _ESCAPES, _NUMBERS, _WORDS, _SEPARATORS):
        yield from group
    yield from (f"điều khiển {chr(n)} giữa" for n in (*range(32), *range(0x7F, 0xA0)))
    yield from (f"{chr(n)} đầu" for n in (0, 7, 9, 10, 13, 27))
    # Half of a pair: what a damaged file, a cut text or a file name under Linux brings along.
    yield from (f"nửa {chr(n)} cặp" for n in (0xD800, 0xDBFF, 0xDC00, 0xDCFF, 0xDFFF))
    yield from (
        f"không phải chữ {chr(n)}" for n in (0xFDD0, 0xFDD1, 0xFDD2, 0xFDD3, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF)
    )
    yield from (
        f"chiều viết {chr(n)}fdp.exe" for n in (0x200E, 0x200F, 0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2069)
    )
    yield from (f"không{chr(n)}rộng" for n in (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xA0, 0x3000, 0xE000))
    yield unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh Lạng Sơn, hướng dẫn")
    yield "Z" + "".join(chr(0x300 + n % 112) for n in range(300)) + "algo"
    yield from ("🇻🇳", "👩‍👩‍👧‍👦", "🌾" * 50, "𠀀𠀁 chữ Nôm 𪐀", "ﷺ", "ﬁ", "ẞ ß ı İ", "שלום مرحبا", "ก็็็็็็")
    yield from (
        "x" * LONG,
        "ữ" * LONG,
        "🌾" * LONG,
        "=" + "1+" * (LONG // 2) + "1",
        "<" * LONG,
        "{{" * (LONG // 2),
        "dài " * 8000,
    )
    yield from ("", " ", "\n", "\t\n ", "\u200b", "-", "+", "=", "@")
