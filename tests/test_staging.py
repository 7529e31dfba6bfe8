"""Outputs appear as a whole or not at all, and every refusal says why."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from pathlib import Path

import pytest

from vstbcpn_cli.safety import staging
from vstbcpn_cli.safety.archives import package_bytes, repack
from vstbcpn_cli.safety.resources import templates_folder
from vstbcpn_cli.safety.staging import OutputError, sha256, staged, write_file

NAMES = ("bao-cao.docx", "manifest.json")


def write(stage: Path, text: str = "mới") -> None:
    for name in NAMES:
        (stage / name).write_text(text, encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.iterdir()) if p.is_file()}


def fault(number: int, windows: int | None = None) -> OSError:
    made = OSError(number, os.strerror(number))
    if windows is not None:
        made.winerror = windows  # type: ignore[attr-defined]  # only Windows has it
    return made


def test_a_set_is_published_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "ket-qua" / "sau"
    with staged(folder, NAMES) as stage:
        write(stage)
        assert contents(folder) == {}, "nothing is seen before the end"
    assert contents(folder) == dict.fromkeys(NAMES, "mới")
    assert [p.name for p in folder.iterdir() if p.is_dir()] == []


def test_a_fault_in_the_middle_leaves_the_old_set(tmp_path: Path) -> None:
    write(tmp_path, "cũ")

    def broken() -> None:
        with staged(tmp_path, NAMES) as stage:
            (stage / NAMES[0]).write_text("mới", encoding="utf-8")
            raise ValueError("a renderer failed")

    with pytest.raises(ValueError, match="renderer"):
        broken()
    assert contents(tmp_path) == dict.fromkeys(NAMES, "cũ")
    assert list(tmp_path.glob(".staging-*")) == []


def test_a_file_that_was_not_written_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    write(tmp_path, "cũ")

    def incomplete() -> None:
        with staged(tmp_path, NAMES) as stage:
            (stage / NAMES[0]).write_text("mới", encoding="utf-8")

    with pytest.raises(OutputError):
        incomplete()
    assert contents(tmp_path) == dict.fromkeys(NAMES, "cũ")


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    write(tmp_path, "của đơn vị")
    with pytest.raises(OutputError) as refused, staged(tmp_path, NAMES, [tmp_path / NAMES[0]]):
        pytest.fail("the long work must not begin")
    assert (refused.value.reason, refused.value.path) == ("is-input", tmp_path / NAMES[0])
    assert contents(tmp_path)[NAMES[0]] == "của đơn vị"


def test_an_input_elsewhere_does_not_hinder(tmp_path: Path) -> None:
    other = tmp_path / "nhan-ve.xlsx"
    other.write_text("x")
    write(tmp_path, "cũ")
    with staged(tmp_path, NAMES, [other, tmp_path / "da-xoa.xlsx"]) as stage:
        write(stage)
    assert contents(tmp_path)[NAMES[1]] == "mới"


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).mkdir()
    with pytest.raises(OutputError) as refused, staged(tmp_path, NAMES):
        pytest.fail("the long work must not begin")
    assert refused.value.reason == "denied"


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "ra").write_text("x")
    with pytest.raises(OutputError) as refused, staged(tmp_path / "ra", NAMES):
        pytest.fail("there is no folder to write into")
    assert refused.value.path == tmp_path / "ra"


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (fault(errno.ENOSPC), "full"),
        (fault(errno.EDQUOT), "full"),
        (fault(errno.EFBIG), "full"),
        (fault(errno.EACCES), "denied"),
        (fault(errno.EACCES, windows=32), "held"),
        (fault(errno.EACCES, windows=5), "held"),
        (fault(errno.EACCES, windows=33), "held"),
        (fault(errno.EACCES, windows=2), "denied"),
    ],
)
def test_why_a_target_cannot_be_written(
    raised: OSError, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise raised

    monkeypatch.setattr(staging, "_replace", refuse)
    with pytest.raises(OutputError) as refused:
        write_file(tmp_path / "a.xlsx", b"x")
    assert (refused.value.reason, refused.value.path) == (reason, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_word_holds_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if len(pauses) < 3:
            refused = PermissionError(13, "held")
            refused.winerror = 32  # type: ignore[attr-defined]  # only Windows has it
            raise refused
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    write_file(tmp_path / "a.xlsx", b"x")
    assert (tmp_path / "a.xlsx").read_bytes() == b"x"
    assert pauses == [0.05, 0.1, 0.2]


@pytest.mark.parametrize(("windows", "tries"), [(32, 7), (None, 1)])
def test_a_target_that_stays_held_is_given_up(
    windows: int | None, tries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Path] = []
    monkeypatch.setattr("time.sleep", lambda _: None)

    def held(self: Path, target: Path) -> Path:
        calls.append(target)
        refused = PermissionError(13, "held")
        if windows is not None:
            refused.winerror = windows  # type: ignore[attr-defined]  # only Windows has it
        raise refused

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError) as refused:
        write_file(tmp_path / "a.xlsx", b"x")
    assert refused.value.reason == ("held" if windows else "denied")
    assert len(calls) == tries


def test_what_an_interrupted_run_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    old_folder, old_file, young = (tmp_path / f".staging-{n}" for n in ("1", "2-a.xlsx", "3"))
    old_folder.mkdir()
    (old_folder / "x").write_text("x")
    old_file.write_text("x")
    young.mkdir()
    for left in (old_folder, old_file):
        os.utime(left, (time.time() - 7200,) * 2)
    with staged(tmp_path, NAMES) as stage:
        write(stage)
    assert sorted(p.name for p in tmp_path.glob(".staging-*")) == [".staging-3"]


def test_write_file_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"cu")
    write_file(target, b"moi")
    assert target.read_bytes() == b"moi"
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert sha256(target) == hashlib.sha256(b"moi").hexdigest()


def test_write_file_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as refused:
        write_file(tmp_path / "khong-co" / "a.xlsx", b"x")
    assert refused.value.reason == "denied"


# ---------------------------------------------------------------------------------------------------- zip packages
def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    one = {"b.xml": b"2", "[Content_Types].xml": b"0", "a.xml": b"1"}
    other = dict(reversed(one.items()))
    assert package_bytes(one) == package_bytes(other)
    path = tmp_path / "a.docx"
    path.write_bytes(package_bytes(one))
    repack(path)
    assert path.read_bytes() == package_bytes(one)
    assert path.read_bytes().index(b"[Content_Types].xml") < path.read_bytes().index(b"a.xml")


def test_the_clock_leaves_no_trace() -> None:
    core = b'<x><dcterms:created xsi:type="a">%s</dcterms:created><dcterms:modified>%s</dcterms:modified></x>'
    one = package_bytes({"docProps/core.xml": core % (b"2011-06-10T08:00:00Z", b"2011-06-11T08:00:00Z")})
    other = package_bytes({"docProps/core.xml": core % (b"2026-01-01T00:00:00Z", b"2026-01-02T00:00:00Z")})
    assert one == other


def test_templates_lie_in_the_package_or_beside_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (templates_folder() / "report").is_dir()
    package = tmp_path / "vstbcpn_cli"
    (package / "safety").mkdir(parents=True)
    monkeypatch.setattr("vstbcpn_cli.safety.resources.__file__", str(package / "safety" / "resources.py"))
    assert templates_folder() == tmp_path / "templates"
    (package / "templates").mkdir()
    assert templates_folder() == package / "templates"
