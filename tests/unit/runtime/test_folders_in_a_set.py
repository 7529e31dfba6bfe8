"""A set whose files lie in folders of their own: whole or not at all, edited ones kept beside, no empty folder left."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from vstbcpn_cli.runtime import atomic_outputs, file_replacement
from vstbcpn_cli.runtime.atomic_outputs import OutputError, sha256, staged

FIRST = ("dot-1/a/phieu.docx", "dot-1/b/phieu.docx", "so.json")


def written(
    folder: Path, names: tuple[str, ...], text: str, known: Mapping[str, str] | None = None, gone: tuple[str, ...] = ()
) -> None:
    with staged(folder, names, known=lambda _: known or {}, gone=gone) as stage:
        for name in names:
            (stage / name).write_text(f"{text} {name}", encoding="utf-8")


def held(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


def folders(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_dir()}


def test_the_folders_come_with_the_set(tmp_path: Path) -> None:
    written(tmp_path / "ra", FIRST, "1")
    assert set(held(tmp_path / "ra")) == set(FIRST)
    assert folders(tmp_path / "ra") == {"dot-1", "dot-1/a", "dot-1/b"}


def test_an_edited_file_is_kept_in_its_own_folder(tmp_path: Path) -> None:
    written(tmp_path, FIRST, "1")
    known = {name: sha256(tmp_path / name) for name in FIRST}
    (tmp_path / FIRST[0]).write_text("của tôi", encoding="utf-8")
    written(tmp_path, FIRST, "2", known)
    made = held(tmp_path)
    assert made["dot-1/a/phieu (bản đã sửa).docx"] == "của tôi"
    assert {n: made[n] for n in FIRST} == {n: f"2 {n}" for n in FIRST}
    assert len(made) == 4


def test_a_folder_that_the_set_has_left_is_gone(tmp_path: Path) -> None:
    written(tmp_path, FIRST, "1")
    known = {name: sha256(tmp_path / name) for name in FIRST}
    written(tmp_path, (FIRST[1], FIRST[2]), "2", known, gone=(FIRST[0],))
    assert folders(tmp_path) == {"dot-1", "dot-1/b"}


@pytest.mark.parametrize("failing", range(6))
def test_a_move_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, FIRST, "1")
    known = {name: sha256(tmp_path / name) for name in FIRST}
    before, places = held(tmp_path), folders(tmp_path)
    moves, move = iter(range(100)), file_replacement.move

    def once_broken(source: Path, target: Path) -> None:
        if next(moves) == failing:
            raise PermissionError(13, "denied", str(target))
        move(source, target)

    monkeypatch.setattr(atomic_outputs, "move", once_broken)
    with pytest.raises(OutputError):
        written(tmp_path, ("dot-2/c/phieu.docx", *FIRST), "2", known)
    assert held(tmp_path) == before
    assert folders(tmp_path) == places
