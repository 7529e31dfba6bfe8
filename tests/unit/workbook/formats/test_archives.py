"""A workbook in an archive, and in archives inside one another: opened within the bounds of one."""

from __future__ import annotations

import zipfile
from pathlib import Path
from time import process_time

import pytest

from tests.support.forms import returned as at
from tests.support.hostile.archives import archive
from vstbcpn_cli.model.submission import Unreadable
from vstbcpn_cli.rules.engine import judge_problem
from vstbcpn_cli.runtime import zip_guard
from vstbcpn_cli.workbook.formats.detect import open_book
from vstbcpn_cli.workbook.raw import UnreadableBookError

UNIT = "so-y-te"


def form() -> bytes:
    return at.filled(UNIT)


def nested(content: bytes, *names: str) -> bytes:
    """A file in archives of these names but the last, which is its own, from the outside in."""
    for name in reversed(names):
        content = archive((name, content), method=zipfile.ZIP_STORED)
    return content


def notes(content: bytes) -> list[tuple[str, tuple[str, ...]]]:
    found = at.accepted(content, name="gửi.zip")
    return [(p.kind, tuple(p.details.values())) for p in found.problems if p.kind.startswith("packed")]


def told(content: bytes) -> str:
    found = at.read(content, name="gửi.zip")
    assert isinstance(found, Unreadable)
    finding = judge_problem(found.problem)
    return f"{finding.code} {finding.fact} {finding.advice}"


@pytest.mark.parametrize(
    ("names", "told_as"),
    [
        (("bc.xlsx",), "bc.xlsx"),
        (("trong.zip", "bc.xlsx"), "trong.zip/bc.xlsx"),
        (("Thư/a.ZIP", "b.zip", "BC Sở.xlsx"), "a.ZIP/b.zip/BC Sở.xlsx"),
        (("a.dat", "báo cáo"), "a.dat/báo cáo"),
    ],
)
def test_the_only_workbook_is_read_and_told_with_the_archives_it_lay_in(names: tuple[str, ...], told_as: str) -> None:
    assert notes(nested(form(), *names)) == [("packed-file", (told_as,))]


def test_a_name_without_end_or_over_two_lines_is_told_on_one_and_cut() -> None:
    (shown,) = notes(nested(form(), "a" * 5000 + ".zip", "hai\ndòng.xlsx"))[0][1]
    assert shown.startswith("aaa")
    assert shown.endswith("/hai dòng.xlsx")
    assert len(shown) < 400
    assert "cắt bớt" in shown


def test_the_figures_are_those_of_the_file_itself() -> None:
    assert at.accepted(nested(form(), "a.zip", "bc.xlsx")).values == at.accepted(form()).values


def test_an_archive_deeper_than_three_is_not_opened() -> None:
    assert "VS102" in told(nested(form(), "b.zip", "c.zip", "d.zip", "bc.xlsx"))
    assert "giải nén" in told(nested(form(), "b.zip", "c.zip", "d.zip", "bc.xlsx"))


def test_what_lies_beside_is_named_with_its_archive() -> None:
    inner = archive(("bc.xlsx", form()), ("ký.jpg", b"\xff\xd8"))
    outer = archive(("thư.txt", b"x"), ("a.zip", inner), ("b.rar", b"Rar!"))
    assert notes(outer)[1:] == [("packed-others", ("3", "“thư.txt”; “a.zip/ký.jpg”; “b.rar”"))]


def test_archives_beside_a_workbook_stay_closed() -> None:
    outer = archive(("bc.xlsx", form()), ("a.zip", nested(form(), "cũ.xlsx")))
    assert notes(outer) == [("packed-file", ("bc.xlsx",)), ("packed-others", ("1", "“a.zip”"))]


def test_several_workbooks_in_the_whole_nest_are_none() -> None:
    outer = archive(("a.zip", nested(form(), "bc.xlsx")), ("b.zip", nested(form(), "c.zip", "bc.xlsx")))
    assert at.refused(outer) == ("several-in-archive", ("2",))


def locked(content: bytes) -> bytes:
    """The same archive with its parts marked as encrypted."""
    made = bytearray(content)
    made[6] |= 1
    made[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


CLOSED = {
    "locked": (locked(nested(b"x", "a.xlsx")), "VS101 Tệp nén đang có mật khẩu"),
    "cut off": (nested(b"x" * 99, "a.xlsx")[:-40], "VS103"),
    "packed strangely": (archive(("a.xlsx", b"x" * 99), method=zipfile.ZIP_LZMA), "VS118 Tệp nén không được mở"),
}


@pytest.mark.parametrize("kind", CLOSED)
def test_an_archive_inside_that_cannot_be_opened_is_told_like_one_outside(kind: str) -> None:
    content, words = CLOSED[kind]
    assert told(content).startswith(words)
    if kind != "cut off":  # what lists nothing cannot be told from any other file
        assert told(archive(("a.zip", content))).startswith(words)


@pytest.mark.parametrize("kind", CLOSED)
def test_beside_one_with_the_workbook_it_is_named_as_not_read(kind: str) -> None:
    outer = archive(("khác.zip", CLOSED[kind][0]), ("bc.zip", nested(form(), "bc.xlsx")))
    assert notes(outer) == [("packed-file", ("bc.zip/bc.xlsx",)), ("packed-others", ("1", "“khác.zip”"))]


def upwards() -> bytes:
    return archive(("xx/yy/a.xlsx", b"x")).replace(b"xx/yy/a.xlsx", b"../../a.xlsx")


def twice() -> bytes:
    return archive(("a.xlsx", b"x"), ("A.xlsx", b"x"))


@pytest.mark.parametrize("content", [upwards(), twice()])
def test_a_dangerous_archive_inside_closes_all(content: bytes) -> None:
    assert told(content).startswith("VS118 Tệp nén không được mở vì có")
    outer = archive(("a.zip", content), ("bc.zip", nested(form(), "bc.xlsx")))
    assert told(outer) == told(content)
    assert "giải nén rồi gửi thẳng tệp Excel" in told(outer)


def bomb(parts: int, copies: int) -> bytes:
    """Layers of which each alone keeps the bounds of a part and of an archive."""
    head = b"PK\x03\x04"
    flat = archive(*((f"{n}.bin", head + bytes(2**20 - len(head))) for n in range(parts)))
    return archive(*((f"{n}.zip", archive((f"{n}.zip", flat))) for n in range(copies)))


@pytest.mark.parametrize(("parts", "copies"), [(200, 1), (8, 40), (1, 300)])
def test_a_bomb_in_several_layers_is_refused(parts: int, copies: int) -> None:
    content = bomb(parts, copies)
    assert len(content) < 2**20
    began = process_time()
    assert told(content).startswith("VS117 Tệp nén không được mở vì nội dung nén dày bất thường")
    assert process_time() - began < 5


def test_the_parts_of_a_whole_nest_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MAX_ENTRIES", 60)
    many = [(f"{n}.zip", archive(*((f"{m}.txt", b"x") for m in range(20)))) for n in range(3)]
    with pytest.raises(UnreadableBookError) as caught:
        open_book(Path("a.zip"), archive(*many))
    assert caught.value.details == {"case": "archive", "reason": "too-many-parts"}


def test_an_archive_that_holds_itself_comes_to_an_end() -> None:
    holds = archive(("r.zip", b"PK\x03\x04"))
    for _ in range(20):
        holds = archive(("r.zip", holds))
    assert told(holds).startswith("VS102")
