"""Formulas that read what is typed into a cell of text: numbers and dates as offices in Vietnam write them.

Entry cells hold text, so that no regional setting of a computer turns “8/6/2011” into August or “1.200” into 1,2. What
was pasted as a number or a date stays one. Each formula gives a number, or "" where nothing of the kind is meant; what
it takes, `workbook.reading.content` takes for the same. They compute with digits alone, for a text with a comma or a
point means another number in every language of a spreadsheet.
"""

from __future__ import annotations

from vstbcpn_cli.edition.model import FieldType
from vstbcpn_cli.model.self_check import Terms, date


def value_of(kind: FieldType, cell: str, least: int = 0, years: tuple[int, int] | None = None) -> str:
    """The number or date in a cell, as an expression; of each cell of a range where the formula is one of arrays.

    A count or a sum from `least` on and a date within `years`: anything else means nothing, so that whoever looks at
    many of them need not ask again. A share may be any number.
    """
    typed = f"TRIM({cell})"
    match kind:
        case FieldType.INT:
            kept, read = f"({cell}>={least})*(INT({cell})={cell})", _whole(typed, least)
        case FieldType.DATE:
            (first, last), read = years or (1900, 9998), _day(typed, years)
            kept = f"({cell}>={date(first, 1, 1)})*({cell}<{date(last + 1, 1, 1)})" if years else ""
        case FieldType.MONEY:
            kept, read = f"{cell}>={least}", _decimal(typed)
        case _:
            kept, read = "", _decimal(typed)
    stored = f'IF({kept},{cell},"")' if kept else cell
    return f'IF(ISNUMBER({cell}),{stored},IFERROR({read},""))'


def is_typed(kind: FieldType) -> bool:
    """Whether cells of a type hold text in which a number or a date is read."""
    return kind.numeric or kind is FieldType.DATE


def figure_terms(kind: FieldType, cell: str) -> Terms:
    """The type and range that the reader asks of a number or a date, over what its cell means."""
    asked = (f"({cell}=0)+({cell}>=1)*({cell}<=100)>0",) if kind is FieldType.PCT else ()
    return f"ISNUMBER({cell})", *asked


def _whole(text: str, least: int) -> str:
    """“1200”, “1.200”, “05”."""
    digits = f'SUBSTITUTE({text},".","")'
    grouped = _grouped(text, f"LEN({text})+1", f"LEN({text})-LEN({digits})", f"LEN({digits})")
    enough = f"*(--{digits}>={least})" if least else ""
    return f'IF({_only_digits(digits)}*(({text}={digits})+{grouped}>0){enough},--{digits},"")'


def _decimal(text: str) -> str:
    """“12,5”, “12.5”, “1.470,7”, “1.234.567”; “1.234” and “1,234” may mean either: no number, nor is “0.123,4”."""
    digits = f'SUBSTITUTE(SUBSTITUTE({text},".",""),",","")'
    signs, ending = f"LEN({text})-LEN({digits})", f"LEFT(RIGHT({text},4))"
    comma = f'FIND(",",{text}&",")'
    behind = f"LEN(MID({text},{comma}+1,99))"
    decimals = f'({behind}+({signs}=1)*LEN(MID({text},FIND(".",{text}&".")+1,99)))'
    either = f'({signs}=1)*ISNUMBER(FIND({ending},".,"))*(LEN({text})<8)*(LEFT({text})<>"0")'
    grouped = _grouped(text, comma, f"{signs}-({comma}<=LEN({text}))", f"LEN({digits})-{behind}")
    framed = f'(--("1"&LEFT({text})&RIGHT({text}))>99)'
    sure = f"{_only_digits(digits)}*{framed}*({either}=0)*(({signs}<2)+{grouped}>0)"
    return f'IF({sure},{digits}/10^{decimals},"")'


def _grouped(text: str, end: str, points: str, digits: str) -> str:
    """Whether all `points` stand before each three of the digits, counted from the `end` of the whole number.

    Of up to nine digits. Constants of arrays would say it shorter, but LibreOffice moves the addresses of a shared
    formula that has some once for each of its cells when a row is inserted; and over a range they would be a second
    dimension.
    """
    thousands, millions = (f'(MID(REPT(" ",{n})&{text},{end},1)=".")' for n in (4, 8))
    places = f"{thousands}*(({digits}<7)+{millions}>0)"
    return f'({digits}<10)*({points}=INT(({digits}-1)/3))*{places}*(LEFT({text})<>"0")'


def _day(text: str, years: tuple[int, int] | None) -> str:
    """“8/6/2011”, “08-06-11”: day, month, year."""
    spread = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"-","/"),".","/"),"/",REPT(" ",9))'
    day, month, year = (f"TRIM({part})" for part in (f"LEFT({spread},9)", f"MID({spread},10,9)", f"RIGHT({spread},9)"))
    whole = f"{year}+2000*(LEN({year})=2)"
    date, twice = f"DATE({whole},{month},{day})", f"(LEN({spread})-LEN({text})=16)"
    asked = f"*(ABS({whole}-{sum(years) / 2:g})<={(years[1] - years[0]) / 2:g})" if years else ""
    return f'IF({twice}*(ABS({month}-6.5)<6)*(DAY({date})=--{day}){asked},{date},"")'


def _only_digits(text: str) -> str:
    """True for up to 14 digits; an error for what is no number at all. A comma leaves a part of a number, or none."""
    return f'(INT(--("1"&{text}))&""="1"&{text})'
