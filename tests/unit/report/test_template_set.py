"""Lists of words of two folders written out as one: it says what the two say together, each comment at its place."""

from __future__ import annotations

from itertools import dropwhile, pairwise
from pathlib import Path

import pytest

from tests.support.seasons.season import COMMON, FOLDERS
from vstbcpn_cli.edition.errors import ConfigurationError
from vstbcpn_cli.report.template_set import FOLDER, words_in, write_whole_set

NAME = "nhan.toml"
SHIPPED = [folder / FOLDER for folder in (FOLDERS / "2011", COMMON)]


def _written(place: Path, below: str, above: str) -> tuple[list[Path], Path]:
    """The folders, what counts first in front, and the one made of them."""
    folders = [place / "nam", place / "chung"]
    for folder, text in zip(folders, (above, below), strict=True):
        folder.mkdir()
        (folder / NAME).write_bytes(text.encode())
    write_whole_set(folders, place / "mau")
    return folders, place / "mau"


@pytest.mark.parametrize(
    ("below", "above", "whole"),
    [
        ('[a]\nx = """\n[b]\nk = 1\n"""\ny = 2\n[b]\nk = 1\n', "[b]\nk = 2\n", '[a]\nx = """\n[b]\nk = 1\n"""\ny = 2\n[b]\nk = 2\n'),
        ('[a]\nx = """\ny = 5\n"""\ny = 2\n', "[a]\ny = 3\n", '[a]\nx = """\ny = 5\n"""\ny = 3\n'),
        ("[a]\nx = 1\ny = 2\n", "[a]\nx = '''\n[a]\n# y\ny = 7\n'''\n", "[a]\nx = '''\n[a]\n# y\ny = 7\n'''\ny = 2\n"),
        ("[a]\nh = [\n[1],\n# k = 1\n[2],\n]\nx = 1\n", "[a]\nh = [\n[3],\n]\n", "[a]\nh = [\n[3],\n]\nx = 1\n"),
        ("# y\ny = 2\n\n[t]\na = 1\n", "y = 3\nz = 4\n", "# y\ny = 3\nz = 4\n\n[t]\na = 1\n"),
        ("[t]\na = 1\n", "# z\nz = 4\n", "# z\nz = 4\n[t]\na = 1\n"),
        ('[bang.T1]\nx = 1\n[ bang . "a]b" ]\n', '[bang."T1"]\ny = 2\n', '[bang."T1"]\nx = 1\ny = 2\n[ bang . "a]b" ]\n'),
        ("[a]\nx = 1\n\"a=b\" = 2\n'q' = 3\n", '[a]\n"x" = 4\n"a=b" = 5\n"q" = 6\n', '[a]\n"x" = 4\n"a=b" = 5\n"q" = 6\n'),
        ("[a]\n  x = 1\n  [a.b]\n  y = 2\n", "[a.b]\ny = 3\n", "[a]\n  x = 1\n  [a.b]\n  y = 3\n"),
        ('[a]\n"na\u0306m" = 1\n', '[a]\n"n\u0103m" = 2\n', '[a]\n"n\u0103m" = 2\n'),
        ("[[a]]\nx = 1\n[a.s]\nk = 1\n[[a]]\nx = 2\n[b]\nk = 1\n", "[[a]]\nx = 7\n", "[[a]]\nx = 7\n[b]\nk = 1\n"),
        ("[b]\nk = 1\n", "[[a]]\nx = 1\n[a.s]\nk = 1\n[[a]]\nx = 2\n", "[b]\nk = 1\n[[a]]\nx = 1\n[a.s]\nk = 1\n[[a]]\nx = 2\n"),
        ("[a]", "[a]\nq = 1", "[a]\nq = 1\n"),
        ("# h\r\n[a]\r\nx = 1\r\n", "[a]\r\nx = 2\r\n", "# h\n[a]\nx = 2\n"),
        ("[a]\nx = 1\n# y\ny = 2\n", "[a]\nx = 3\n", "[a]\nx = 3\n# y\ny = 2\n"),
        ("[a]\n# chung\nx = 1\n", "[a]\n# năm\nx = 2\n", "[a]\n# năm\nx = 2\n"),
        ("# Tệp chung.\n\n[a]\nx = 1\n# hết\n", "# Tệp của năm.\n\n[b]\nx = 1\n", "# Tệp chung.\n\n[a]\nx = 1\n\n[b]\nx = 1\n# hết\n"),
        ("# Tệp chung.\n", "# Tệp của năm.\n\n[b]\nx = 1\n", "# Tệp chung.\n\n[b]\nx = 1\n"),
    ],
)  # fmt: skip
def test_two_lists_are_put_together(tmp_path: Path, below: str, above: str, whole: str) -> None:
    folders, made = _written(tmp_path, below, above)
    assert (made / NAME).read_bytes().decode() == whole
    assert words_in([made], NAME) == words_in(folders, NAME)


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("[t]\ncot = {a = 1, b = 2}\n", "[t]\ncot = {b = 3}\n"),
        ("[t]\ncot = {a = 1, b = 2}\n", "[t.cot]\nb = 3\n"),
        ("[t.cot]\na = 1\nb = 2\n", "[t]\ncot.b = 3\n"),
        ("a.b = 1\na.c = 2\n", "a.b = 3\n"),
        ("[t.a]\nx = 1\n", "[t]\na = 7\n"),
        ("[a]\nx = 1\n", "[[a]]\nx = 7\n"),
    ],
)
def test_a_table_written_in_two_ways_is_left_to_the_layers(tmp_path: Path, below: str, above: str) -> None:
    folders, made = _written(tmp_path, below, above)
    assert (made / NAME).read_text(encoding="utf-8") == above
    assert words_in([made, *folders], NAME) == words_in(folders, NAME)


def test_a_broken_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"nam/{NAME}, dòng 2"):
        _written(tmp_path, "[a]\n", "[a]\nx = \n")


@pytest.mark.parametrize("name", ["nhan.toml", "phu-luc.toml", "van-ban.toml"])
def test_comments_of_the_shipped_lists_stand_over_what_they_are_about(tmp_path: Path, name: str) -> None:
    """But for the comment on the whole file of the year, which is not on the one made of both."""
    write_whole_set(SHIPPED, tmp_path / "mau")
    above, below, whole = (
        [line.partition(" = ")[0] for line in (folder / name).read_text(encoding="utf-8").splitlines() if line]
        for folder in (*SHIPPED, tmp_path / "mau")
    )
    follows = dict(pairwise(whole))
    for lines in (below, dropwhile(lambda line: line.startswith("#"), above)):
        commented = {comment: line for comment, line in pairwise(lines) if comment.startswith("#")}
        assert commented.items() <= follows.items()
