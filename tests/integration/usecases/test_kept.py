"""What somebody changed in the outputs is kept beside the new ones and told; a stopped run leaves nothing half done.

Word documents are merged (test_edited_documents.py)."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.support.forms.giving_back import faulty
from tests.support.programs import launching
from tests.support.programs.command_line import Program, receive
from tests.support.programs.links import needs_links
from tests.support.seasons.edited_outputs import edited
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.runtime import recovery_notices
from vstbcpn_cli.runtime.atomic_outputs import OutputError, prepare, staged
from vstbcpn_cli.runtime.sealed_records import digest_as_written, is_sealed_page, record_text

SET = ("bao-cao.docx", "phu-luc.xlsx", "manifest.json")


def contents(folder: Path) -> dict[str, bytes]:
    """Everything but the originals that are laid by, by its name from this folder on."""
    found = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("luu/")}


def edit_all(folder: Path, names: set[str]) -> dict[str, bytes]:
    """Every named file edited; what was made of each."""
    made = {name: edited((folder / name).read_bytes()) for name in names}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return made


def beside(name: str, number: int = 1) -> str:
    path = Path(name)
    return path.with_name(f"{path.stem} (bản đã sửa{f' {number}' if number > 1 else ''}){path.suffix}").as_posix()


def check_kept(folder: Path, made: dict[str, bytes], before: dict[str, bytes], err: str, number: int = 1) -> None:
    found = contents(folder)
    for name, content in made.items():
        assert found[beside(name, number)] == content, name
        kept = Path(beside(name, number)).name
        assert f"được giữ lại với tên “{kept}”; “{Path(name).name}” nay là bản mới" in err
        assert found[name] == before[name], name
    assert err.count("được giữ lại") == len(made)


# ------------------------------------------------------------------------------------------------------ every output
def test_every_file_of_a_report_that_was_edited_is_kept(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    output = tmp_path / "3-ket-qua"
    assert vstbcpn("consolidate", inbox)[0] == ExitCode.WARNINGS
    before = contents(output)
    code, _, err = vstbcpn("consolidate", inbox)
    assert (code, contents(output), "được giữ lại" in err) == (ExitCode.WARNINGS, before, False)
    others = {name for name in before if not name.endswith(".docx")}  # those are merged
    for number in (1, 2):
        made = edit_all(output, others)
        code, _, err = vstbcpn("consolidate", inbox, "--quiet")
        assert code == ExitCode.WARNINGS
        check_kept(output, made, before, err, number)
    assert len(contents(output)) == len(before) + 2 * len(others)
    told = json.loads(vstbcpn("validate", ".", "--format", "json")[1])
    assert [f["path"] for f in told["files"]] == ["2-nhan-ve/so-y-te.xlsx"], "what is kept is no return"


@pytest.mark.full
def test_every_file_of_the_feedback_that_was_edited_is_kept(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so-y-te.xlsx", faulty())
    output, page = tmp_path / "4-phan-hoi", tmp_path / "tong-quan.html"
    command = ("validate", inbox, "--feedback", output, "--report", page, "--format", "json")
    vstbcpn(*command)
    before, overview = contents(output), page.read_bytes()
    assert json.loads(vstbcpn(*command)[1])["kept"] == []
    assert (contents(output), page.read_bytes()) == (before, overview)
    made = edit_all(output, {name for name in before if not name.endswith(".docx")})
    page.write_bytes(edited(overview))
    _, out, err = vstbcpn(*command)
    check_kept(
        output, made, before, err.replace("tong-quan (bản đã sửa).html", "").replace("được giữ lại với tên “”", "")
    )
    assert (tmp_path / beside(page.name)).read_bytes() == edited(overview)
    assert page.read_bytes() == overview
    kept = json.loads(out)["kept"]
    assert {Path(k["path"]).name: k["kept_as"] for k in kept} == {
        Path(n).name: Path(beside(n)).name for n in [*made, page.name]
    }


def test_an_overview_in_excel_that_was_edited_is_kept(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    page = tmp_path / "tong-quan.xlsx"
    vstbcpn("validate", inbox, "--report", page)
    before = page.read_bytes()
    assert "được giữ lại" not in vstbcpn("validate", inbox, "--report", page)[2]
    page.write_bytes(edited(before))
    assert f"“{beside(page.name)}”" in vstbcpn("validate", inbox, "--report", page)[2]
    assert (tmp_path / beside(page.name)).read_bytes() == edited(before)


@pytest.mark.full
def test_every_blank_that_was_edited_is_kept(vstbcpn: Program, tmp_path: Path) -> None:
    output = tmp_path / "1-gui-don-vi"
    vstbcpn("make-template", "so-y-te", "so-gddt")
    before = contents(output)
    assert "được giữ lại" not in vstbcpn("make-template", "so-y-te", "so-gddt")[2]
    made = edit_all(output, set(before))
    code, _, err = vstbcpn("make-template", "so-y-te", "so-gddt")
    assert code == 0
    check_kept(output, made, before, err)


@pytest.mark.full
def test_a_file_that_no_set_knows_is_kept_too(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    output = tmp_path / "3-ket-qua"
    output.mkdir()
    strangers = {"bao-cao_2011-6t.docx": b"x", "manifest.json": b'{"name": "app"}', "so-lieu_2011-6t.csv": b""}
    for name, content in strangers.items():
        (output / name).write_bytes(content)
    code, _, err = vstbcpn("consolidate", inbox)
    assert code == ExitCode.WARNINGS
    check_kept(output, strangers, contents(output), err)


@pytest.mark.full
def test_what_an_earlier_version_wrote_is_no_edited_file(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    """Its records had no seal."""
    vstbcpn("consolidate", inbox)
    record = tmp_path / "3-ket-qua" / "manifest.json"
    document = json.loads(record.read_text(encoding="utf-8"))
    del document["seal"]
    record.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert "được giữ lại" not in vstbcpn("consolidate", inbox)[2]


@pytest.mark.parametrize("old", ['"a": 1', '"seal": "', "{"])
def test_a_record_of_which_one_letter_changed(old: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(record_text({"a": 1, "b": "ấ"}), encoding="utf-8")
    assert digest_as_written(path)
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            old, old.replace("1", "2").replace('"seal": "', '"seal": "0').replace("{", "{ ")
        ),
        encoding="utf-8",
    )
    assert digest_as_written(path) == ""


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"5", b"[" * 100_000, b"{}"])
def test_a_record_that_is_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(content)
    assert digest_as_written(path) == ""
    assert not is_sealed_page(path)


# ------------------------------------------------------------------------------------------------ kept in the exchange
def lay(folder: Path, text: str, known: dict[str, str]) -> None:
    with staged(folder, SET, known=lambda _: known) as stage:
        for name in SET:
            (stage / name).write_text(text, encoding="utf-8")


@needs_links
def test_a_link_is_kept_as_a_link(tmp_path: Path) -> None:
    (tmp_path / "that.docx").write_text("của cơ quan", encoding="utf-8")
    (tmp_path / SET[0]).symlink_to("that.docx")
    lay(tmp_path, "mới", {})
    assert (tmp_path / beside(SET[0])).readlink() == Path("that.docx")
    assert (tmp_path / SET[0]).read_text(encoding="utf-8") == "mới"


def test_a_name_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    for name in (SET[0], beside(SET[0]), beside(SET[0], 2)):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / beside(SET[1])).mkdir()
    (tmp_path / SET[1]).write_text("x", encoding="utf-8")
    recovery_notices.take()
    lay(tmp_path, "mới", {})
    assert [n.beside.name for n in recovery_notices.take() if isinstance(n, recovery_notices.Kept)] == [
        beside(SET[0], 3),
        beside(SET[1], 2),
    ]
    assert (tmp_path / beside(SET[0], 3)).read_text(encoding="utf-8") == SET[0]


def test_a_failure_puts_an_edited_file_back_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SET:
        (tmp_path / name).write_text("sửa", encoding="utf-8")
    before = contents(tmp_path)
    replace = os.replace

    def full(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        if Path(target).name == SET[-1] and Path(source).parent.name == "new":
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    recovery_notices.take()
    with monkeypatch.context() as patched:
        patched.setattr("os.replace", full)
        with pytest.raises(OutputError):
            lay(tmp_path, "mới", {})
    assert contents(tmp_path) == before
    assert recovery_notices.take() == ()
    lay(tmp_path, "mới", {})
    assert {n: v.decode() for n, v in contents(tmp_path).items()} == {
        **dict.fromkeys(SET, "mới"),
        **{beside(n): "sửa" for n in SET},
    }


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix has them")
def test_an_edited_file_outlives_a_kill_at_every_step(tmp_path: Path) -> None:
    """After each call to the system that matters the process is dead for good; the edit is always there, once."""
    folder = tmp_path / "ra"
    code = (
        "import sys\nfrom pathlib import Path\nfrom vstbcpn_cli.runtime.atomic_outputs import staged\n"
        f"with staged(Path({str(folder)!r}), {SET!r}, known=lambda f: {{}}) as stage:\n"
        f"    for name in {SET!r}: (stage / name).write_text('moi')\n"
    )
    finished = False
    step = 0
    while not finished:
        step += 1
        for path in folder.iterdir() if folder.is_dir() else ():
            path.unlink()
        folder.mkdir(exist_ok=True)
        (folder / SET[0]).write_text("sua")
        process = launching.started([], f"{launching.DYING.format(step)}\n{code}\nraise SystemExit(0)")
        process.communicate()
        finished = process.returncode == 0
        prepare(folder, SET)
        found = {n: v.decode() for n, v in contents(folder).items()}
        old, new = {SET[0]: "sua"}, {**dict.fromkeys(SET, "moi"), beside(SET[0]): "sua"}
        assert found == new or (not finished and found == old), (step, found)
        assert not list(folder.glob(".staging-*"))
    assert step > 15


# --------------------------------------------------------------------------------------------------- stopped midway
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def kill(arguments: list[object], seconds: float, cwd: Path, how: int = KILL) -> str:
    process = launching.started(arguments, cwd=cwd)
    time.sleep(seconds)
    process.send_signal(how)
    return process.communicate()[1].decode()


def took(arguments: list[object], cwd: Path) -> float:
    began = time.monotonic()
    launching.finished(arguments, cwd=cwd)
    return time.monotonic() - began


@pytest.mark.skipif(os.name == "nt", reason="kills as Unix has them")
def test_killed_feedback_leaves_no_copy_of_a_return_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary, season = tmp_path / "tam", tmp_path / "mua"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    (season / "2-nhan-ve").mkdir(parents=True)
    receive(season / "2-nhan-ve", "so-y-te.xlsx", faulty())
    command: list[object] = ["validate", "2-nhan-ve", "--feedback", "4-phan-hoi"]
    seconds = took(command, season)
    rng = random.Random(10)
    for _ in range(4):
        kill(command, seconds * rng.uniform(0.6, 1.0), season)
        assert list(temporary.iterdir()) == []
    hidden = [p for p in (season / "4-phan-hoi").glob(".staging-*") if p.stat().st_mode & 0o77]
    assert hidden == [], "closed to others"
    launching.finished(command, cwd=season)
    assert not list((season / "4-phan-hoi").glob(".staging-*"))


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="signals as Unix has them")
@pytest.mark.parametrize("how", [signal.SIGINT, KILL])
def test_blanks_are_all_there_or_none_and_the_record_is_true(how: int, tmp_path: Path) -> None:
    folder = tmp_path / "1-gui-don-vi"
    command: list[object] = ["make-template"]
    seconds = took(["make-template", "so-y-te"], tmp_path)
    old = contents(folder)
    mine = {"so-y-te/2011-6T_so-y-te.xlsx", "so-y-te/2011-6t_so-y-te_thu-gui.txt", "danh-sach.xlsx"}
    assert set(old) == {*mine, "bieu-mau.json"}
    for part in (0.5, 0.9, 1.2):
        err = kill(command, seconds * part, tmp_path, how)
        prepare(folder, ["bieu-mau.json"])
        found = contents(folder)
        assert len(found) in (4, 142)
        listed = {o["path"] for o in json.loads(found["bieu-mau.json"])["outputs"]}
        assert listed == {n for n in found if n != "bieu-mau.json"}
        assert not list(folder.glob(".staging-*"))
        if how == signal.SIGINT and len(found) == 4 and err:
            assert err == "Đã dừng theo yêu cầu; các tệp kết quả cũ còn nguyên.\n"
