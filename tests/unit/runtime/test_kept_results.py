"""What runs keep for each other: found again only as it was put there, under the same key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.programs.links import needs_links
from tests.support.programs.state_home import remember_in
from vstbcpn_cli.runtime import kept_results
from vstbcpn_cli.runtime.kept_results import FORMER, SETTINGS, KeptResults, digest


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder."""
    home = tmp_path_factory.mktemp("home")
    remember_in(home, monkeypatch)
    return home


@pytest.fixture
def kept(tmp_path: Path) -> KeptResults:
    (tmp_path / SETTINGS).touch()
    return KeptResults(tmp_path)


def lies(kept: KeptResults) -> Path:
    assert kept.folder is not None
    return kept.folder


def entries(kept: KeptResults) -> list[Path]:
    return sorted(p for p in lies(kept).iterdir() if p.name not in ("CACHEDIR.TAG", "thu-muc"))


def test_a_result_is_found_under_its_key_alone(kept: KeptResults) -> None:
    kept.put("a", "key", b"content")
    assert KeptResults(kept.of).get("a", "key") == b"content"
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


def test_they_lie_with_the_user_and_not_in_the_season(kept: KeptResults, home: Path) -> None:
    kept.put("a", "key", b"content")
    assert [p.name for p in kept.of.iterdir()] == [SETTINGS]
    assert home in lies(kept).parents
    if os.name != "nt":
        assert lies(kept).stat().st_mode & 0o77 == 0


def test_one_season_has_nothing_of_another(kept: KeptResults, tmp_path: Path) -> None:
    kept.put("a", "key", b"content")
    other = tmp_path / "other"
    other.mkdir()
    assert KeptResults(other).get("a", "key") is None


@needs_links
def test_a_season_behind_a_link_has_its_own(kept: KeptResults, tmp_path: Path) -> None:
    kept.put("a", "key", b"content")
    (tmp_path / "link").symlink_to(tmp_path)
    assert KeptResults(tmp_path / "link").get("a", "key") == b"content"


def test_without_a_place_for_them_nothing_is_kept(kept: KeptResults, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_results, "state_folder", lambda _: None)
    kept.put("a", "key", b"content")
    kept.tidy()
    assert kept.get("a", "key") is None
    assert kept.age("a") is None
    assert [p.name for p in kept.of.iterdir()] == [SETTINGS]


def test_where_nothing_can_be_written_nothing_is_kept(kept: KeptResults) -> None:
    lies(kept).write_bytes(b"mine")
    kept.put("a", "key", b"content")
    kept.tidy()
    assert kept.get("a", "key") is None
    assert lies(kept).read_bytes() == b"mine"


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
        os.utime(lies(kept) / f"loose{n:02}", (n, n))
    (lies(kept) / "dang-ghi-0123").write_bytes(b"half")
    later = KeptResults(tmp_path)
    assert later.get("loose00", "key") == b"3"
    later.tidy()
    assert later.get("there", "key") == b"1"
    assert later.get("gone", "key") is None
    assert later.get("loose00", "key") == b"3"  # used by this run
    assert later.get("loose05", "key") is None
    assert later.get("loose06", "key") == b"3"
    assert later.get("loose29", "key") == b"3"
    assert not (lies(kept) / "dang-ghi-0123").exists()


def test_what_was_kept_of_a_season_that_is_gone_is_dropped(kept: KeptResults, tmp_path: Path, home: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / SETTINGS).touch()
    for season in (kept, KeptResults(old)):
        season.put("a", "key", b"1")
    (lies(kept).parent / "seal").write_bytes(b"of another version")
    kept.tidy()
    assert KeptResults(old).get("a", "key") == b"1"
    old.rename(tmp_path / "new")
    kept.tidy()
    assert not lies(KeptResults(old)).exists()
    assert KeptResults(tmp_path / "new").get("a", "key") is None
    assert kept.get("a", "key") == b"1"


@pytest.mark.parametrize("what", [pytest.param("link", marks=needs_links), "untold", "file"])
def test_what_is_not_its_own_stays_in_the_season(kept: KeptResults, tmp_path: Path, what: str) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a").write_bytes(b"vstbcpn kept 1\n")
    former = kept.of / FORMER
    if what == "link":
        (other / "CACHEDIR.TAG").touch()
        former.symlink_to(other)
    elif what == "untold":
        other.rename(former)
    else:
        former.touch()
    kept.put("a", "key", b"1")
    kept.tidy()
    assert former.exists()
    assert what == "file" or (former / "a").is_file()


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
