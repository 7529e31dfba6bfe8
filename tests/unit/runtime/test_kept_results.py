"""What runs keep for each other: found again only as it was put there, by whom, under the same key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vstbcpn_cli.runtime import kept_results
from vstbcpn_cli.runtime.kept_results import FOLDER, KeptResults, digest


@pytest.fixture
def kept(tmp_path: Path) -> KeptResults:
    return KeptResults(tmp_path)


def entries(kept: KeptResults) -> list[Path]:
    return sorted(p for p in kept.folder.iterdir() if p.name != "CACHEDIR.TAG")


def test_a_result_is_found_under_its_key_alone(kept: KeptResults) -> None:
    kept.put("a", "key", b"content")
    assert KeptResults(kept.season).get("a", "key") == b"content"
    assert kept.get("a", "other") is None
    assert kept.get("b", "key") is None
    kept.put("a", "other", b"later")
    assert (kept.get("a", "key"), kept.get("a", "other")) == (None, b"later")
    assert len(entries(kept)) == 1


def test_every_damaged_byte_is_noticed(kept: KeptResults) -> None:
    kept.put("a", "key", b"content", of="a.xlsx")
    (path,) = entries(kept)
    whole = path.read_bytes()
    for n in range(len(whole)):
        path.write_bytes(whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :])
        assert kept.get("a", "key") is None
        path.write_bytes(whole[:n])
        assert kept.get("a", "key") is None
    path.write_bytes(whole + b"0")
    assert kept.get("a", "key") is None
    path.write_bytes(whole)
    assert kept.get("a", "key") == b"content"


def test_one_result_does_not_stand_for_another(kept: KeptResults) -> None:
    kept.put("a", "key", b"content")
    kept.put("b", "key", b"other")
    one, other = entries(kept)
    one.write_bytes(other.read_bytes())
    assert kept.get("a", "key") is None


def test_what_somebody_else_has_sealed_is_none(kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("a", "key", b"content")
    mine = entries(kept)[0].read_bytes()
    monkeypatch.setattr(kept_results, "_secret", lambda: b"x" * 32)
    stranger = KeptResults(kept.season)
    assert stranger.get("a", "key") is None
    stranger.put("a", "key", b"theirs")
    assert len(entries(kept)) == 2  # neither takes the place of the other
    (theirs,) = (p for p in entries(kept) if p.read_bytes() != mine)
    theirs.write_bytes(mine)
    assert stranger.get("a", "key") is None


def test_without_a_place_for_the_seal_nothing_is_kept(kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_results, "_secret", lambda: b"")
    kept.put("a", "key", b"content")
    assert not kept.folder.exists()
    assert kept.get("a", "key") is None


@pytest.mark.parametrize("taken", ["file", "link"])
def test_where_nothing_can_be_written_nothing_is_kept(kept: KeptResults, tmp_path: Path, taken: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if taken == "file":
        kept.folder.write_bytes(b"mine")
    else:
        kept.folder.symlink_to(elsewhere)
    kept.put("a", "key", b"content")
    kept.tidy()
    assert kept.get("a", "key") is None
    assert list(elsewhere.iterdir()) == []


def test_a_full_disk_costs_only_the_result(kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.put("a", "key", b"content")

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(Path, "replace", full)
    kept.put("a", "other", b"later")
    assert kept.get("a", "key") == b"content"
    assert len(entries(kept)) == 1


def test_what_is_of_no_use_any_more_is_dropped(kept: KeptResults, tmp_path: Path) -> None:
    there, gone = tmp_path / "there.xlsx", tmp_path / "gone.xlsx"
    there.touch()
    kept.put("there", "key", b"1", kept.placed(there))
    kept.put("gone", "key", b"2", kept.placed(gone))
    for n in range(30):
        kept.put(f"loose{n:02}", "key", b"3")
        (path,) = kept.folder.glob(f"loose{n:02}-*")
        os.utime(path, (n, n))
    (kept.folder / "dang-ghi-0123").write_bytes(b"half")
    later = KeptResults(tmp_path)
    assert later.get("loose00", "key") == b"3"
    later.tidy()
    assert later.get("there", "key") == b"1"
    assert later.get("gone", "key") is None
    assert later.get("loose00", "key") == b"3"  # used by this run
    assert later.get("loose05", "key") is None
    assert later.get("loose06", "key") == b"3"
    assert later.get("loose29", "key") == b"3"
    assert not (kept.folder / "dang-ghi-0123").exists()


def test_a_season_that_is_moved_keeps_its_results(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    one = KeptResults(tmp_path / "old")
    slot = one.placed(tmp_path / "old" / "2-nhan-ve" / "a.xlsx")
    one.put(digest(slot), "key", b"1", slot)
    (tmp_path / "old").rename(tmp_path / "new")
    other = KeptResults(tmp_path / "new")
    assert other.get(digest(other.placed(tmp_path / "new" / "2-nhan-ve" / "a.xlsx")), "key") == b"1"


def test_names_are_of_all_parts_and_their_bounds() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("ab", "c", ""), digest()}) == 5
    assert digest("ă") == digest("ă".encode())


def test_another_program_is_one_with_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package" / "runtime"
    package.mkdir(parents=True)
    module = package / "kept_results.py"
    module.write_text("1")
    monkeypatch.setattr(kept_results, "__file__", str(module))
    found = {kept_results.program.__wrapped__()}
    (package.parent / "__pycache__").mkdir()
    (package.parent / "__pycache__" / "a.pyc").write_text("1")
    assert kept_results.program.__wrapped__() in found
    module.write_text("22")
    found.add(kept_results.program.__wrapped__())
    (package.parent / "form.toml").write_text("")
    found.add(kept_results.program.__wrapped__())
    library = tmp_path / "site"
    (library / "msgspec-9.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(library))
    found.add(kept_results.program.__wrapped__())
    assert len(found) == 4
    assert FOLDER.startswith(".")
