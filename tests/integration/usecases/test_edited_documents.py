"""A report and a slip that somebody has edited are merged with what comes later, and nothing is lost in silence."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph

from tests.support.forms import returned as at
from tests.support.forms.giving_back import answered, faulty
from tests.support.judges.schemas import faults
from tests.support.programs import launching
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.small_documents import document
from vstbcpn_cli.runtime.sealed_records import record_text
from vstbcpn_cli.usecases.edited_documents import ORIGINALS, EditedDocuments

REPORT, PAPER = "bao-cao_2011-6t.docx", "noi-dung-ghep_2011-6t.txt"
OURS = "vstbcpn"
MINE = "Theo Văn phòng, kết quả này cần được nhân rộng."
KEPT = "bao-cao_2011-6t (bản đã sửa).docx"
COUNTED = "Số liệu nêu trong báo cáo là số liệu của"
"""Begins the first sentence of the report that tells a figure of the season."""


def counted(units: int) -> str:
    return f"{COUNTED} {units:02} đơn vị"


def edit(path: Path, change: Callable[[Document], object]) -> bytes:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))
    return path.read_bytes()


def texts(path: Path) -> list[str]:
    document = docx.Document(str(path))
    cells = [c for t in document.tables for r in t.rows for c in r.cells]
    return [p.text for p in (*document.paragraphs, *(p for c in cells for p in c.paragraphs))]


def comments(path: Path) -> list[str]:
    return [c.text for c in docx.Document(str(path)).comments if c.author == OURS]


def add_words(document: Document) -> None:
    told(document, COUNTED).add_run(f" {MINE}")


def told(document: Document, words: str) -> Paragraph:
    return next(p for p in document.paragraphs if words in p.text)


def late(inbox: Path, unit: str = "so-noi-vu") -> None:
    receive(inbox, f"{unit}.xlsx", at.filled(unit))


@pytest.fixture
def results(vstbcpn: Program, inbox: Path, tmp_path: Path) -> Path:
    """Of two units; the third one comes late."""
    receive(inbox, "so-gddt.xlsx", at.filled("so-gddt"))
    vstbcpn("consolidate", inbox)
    return tmp_path / "3-ket-qua"


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ---------------------------------------------------------------------------------------------------------- the report
def test_words_stay_and_figures_are_renewed(vstbcpn: Program, inbox: Path, results: Path) -> None:
    old = texts(results / REPORT)
    mine = edit(results / REPORT, add_words)
    late(inbox)
    _, out, err = vstbcpn("consolidate", inbox)
    found = texts(results / REPORT)
    (line,) = [t for t in found if MINE in t]
    assert counted(3) in line
    fresh = texts(results / ORIGINALS / REPORT)
    assert [t for t in found if MINE not in t] == [t for t in fresh if counted(3) not in t]
    assert fresh != old
    assert (results / KEPT).read_bytes() == mine
    assert "đã ghép chỗ sửa tay với nội dung mới" in err
    assert f"được giữ lại với tên “{KEPT}”; “{REPORT}” nay là bản đã ghép" in err
    assert PAPER in out
    paper = (results / PAPER).read_text("utf-8-sig")
    assert "thay số liệu mới; đề nghị đọc lại câu" in paper


@pytest.mark.full
def test_the_record_proves_what_was_merged(vstbcpn: Program, inbox: Path, results: Path) -> None:
    edit(results / REPORT, add_words)
    late(inbox)
    vstbcpn("consolidate", inbox)
    record = json.loads((results / "manifest.json").read_text("utf-8"))
    assert not faults("manifest", record)
    outputs = {o["path"]: o for o in record["outputs"]}
    assert outputs[REPORT]["sha256"] == sha256((results / REPORT).read_bytes()).hexdigest()
    assert outputs[REPORT]["original"] == sha256((results / ORIGINALS / REPORT).read_bytes()).hexdigest()
    assert [n for n, o in outputs.items() if "original" in o] == [REPORT]
    assert PAPER in outputs


@pytest.mark.full
def test_an_edited_report_without_news_is_not_touched(vstbcpn: Program, inbox: Path, results: Path) -> None:
    mine = edit(results / REPORT, add_words)
    _, _, err = vstbcpn("consolidate", inbox)
    assert (results / REPORT).read_bytes() == mine
    assert "được giữ lại" not in err
    assert not (results / KEPT).exists()
    before = everything(results)
    vstbcpn("consolidate", inbox)
    assert everything(results) == before


@pytest.mark.full
def test_the_hand_outlives_every_further_return(vstbcpn: Program, inbox: Path, results: Path) -> None:
    """Nobody edits between the runs; the second merge starts from what the program itself would have written."""
    edit(results / REPORT, add_words)
    for number, unit in enumerate(("so-noi-vu", "so-tu-phap"), 3):
        late(inbox, unit)
        vstbcpn("consolidate", inbox)
        (line,) = [t for t in texts(results / REPORT) if MINE in t]
        assert counted(number) in line
    before = everything(results)
    vstbcpn("consolidate", inbox)
    assert everything(results) == before
    (inbox / "so-tu-phap.xlsx").unlink()
    vstbcpn("consolidate", inbox)
    assert any(counted(number - 1) in t and MINE in t for t in texts(results / REPORT))


@pytest.mark.full
def test_the_same_inputs_and_the_same_hand_give_the_same_bytes(
    vstbcpn: Program, inbox: Path, results: Path, tmp_path: Path
) -> None:
    edit(results / REPORT, add_words)
    shutil.copytree(results, tmp_path / "khac")
    late(inbox)
    vstbcpn("consolidate", inbox)
    vstbcpn("consolidate", inbox, "-o", tmp_path / "khac")
    assert everything(results) == everything(tmp_path / "khac")


@pytest.mark.full
def test_without_an_edit_nothing_differs_from_a_new_folder(
    vstbcpn: Program, inbox: Path, results: Path, tmp_path: Path
) -> None:
    late(inbox)
    vstbcpn("consolidate", inbox)
    vstbcpn("consolidate", inbox, "-o", tmp_path / "khac")
    now = {name: content for name, content in everything(results).items() if not name.startswith("luu/lan-")}
    assert now == everything(tmp_path / "khac")


@pytest.mark.full
def test_what_both_changed_is_told_beside_and_only_once(vstbcpn: Program, inbox: Path, results: Path) -> None:
    def rewrite(document: Document) -> None:
        told(document, COUNTED).text = "Đến nay mới có một đơn vị gửi báo cáo."

    edit(results / REPORT, rewrite)
    late(inbox)
    _, _, err = vstbcpn("consolidate", inbox, "--quiet")
    assert "Đề nghị xem lại: " in err
    (first,) = [c for c in comments(results / REPORT) if "Số liệu mới" in c]
    assert counted(3) in first
    late(inbox, "so-tu-phap")
    vstbcpn("consolidate", inbox)
    (second,) = [c for c in comments(results / REPORT) if COUNTED in c]
    assert counted(4) in second
    assert "Đến nay mới có một đơn vị gửi báo cáo." in texts(results / REPORT)


@pytest.mark.full
def test_fresh_writes_anew_and_keeps_the_old(vstbcpn: Program, inbox: Path, results: Path, tmp_path: Path) -> None:
    edit(results / REPORT, add_words)
    late(inbox)
    vstbcpn("consolidate", inbox)
    merged = (results / REPORT).read_bytes()
    _, _, err = vstbcpn("consolidate", inbox, "--fresh")
    assert (results / REPORT).read_bytes() == (results / ORIGINALS / REPORT).read_bytes()
    assert (results / "bao-cao_2011-6t (bản đã sửa 2).docx").read_bytes() == merged
    assert "Đề nghị chép sang bản mới những chỗ đã sửa còn cần dùng" in err
    assert not (results / PAPER).exists(), "it speaks of a document that is gone"


@pytest.mark.full
@pytest.mark.parametrize("lacking", ["gone", "damaged", "record"])
def test_without_what_was_written_last_nothing_is_merged_and_nothing_lost(
    vstbcpn: Program, inbox: Path, results: Path, lacking: str
) -> None:
    mine = edit(results / REPORT, add_words)
    match lacking:
        case "gone":
            (results / ORIGINALS / REPORT).unlink()
        case "damaged":
            (results / ORIGINALS / REPORT).write_bytes(b"PK")
        case _:
            (results / "manifest.json").write_text("{}", "utf-8")
    late(inbox)
    _, _, err = vstbcpn("consolidate", inbox)
    assert (results / KEPT).read_bytes() == mine
    assert "chưa ghép được chỗ sửa tay" in err
    assert (results / REPORT).read_bytes() == (results / ORIGINALS / REPORT).read_bytes()


@pytest.mark.full
def test_a_file_that_is_no_document_lies_beside(vstbcpn: Program, inbox: Path, results: Path) -> None:
    (results / REPORT).write_bytes(b"\xd0\xcf\x11\xe0 closed with a password")
    late(inbox)
    _, _, err = vstbcpn("consolidate", inbox)
    assert (results / KEPT).read_bytes().startswith(b"\xd0\xcf")
    assert "chưa ghép được chỗ sửa tay" in err


@pytest.mark.full
def test_kept_and_laid_aside_files_are_no_returns(vstbcpn: Program, inbox: Path, results: Path) -> None:
    edit(results / REPORT, add_words)
    late(inbox)
    vstbcpn("consolidate", inbox)
    read = json.loads(vstbcpn("validate", ".", "--format", "json")[1])
    assert sorted(Path(f["path"]).name for f in read["files"]) == ["so-gddt.xlsx", "so-noi-vu.xlsx", "so-y-te.xlsx"]


# ------------------------------------------------------------------------------------------------------------ the slips
@pytest.mark.full
def test_a_slip_keeps_what_was_written_into_it(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so-y-te.xlsx", faulty())
    output = tmp_path / "4-phan-hoi"
    vstbcpn("validate", inbox, "--feedback", output)
    (path,) = output.glob("dot-1/*/*phieu-phan-hoi*.docx")

    def write(document: Document) -> None:
        document.paragraphs[-1].insert_paragraph_before(MINE)

    mine = edit(path, write)
    receive(inbox, "so-y-te.xlsx", answered({"T6.04": "khoảng 50"}))
    _, _, err = vstbcpn("validate", inbox, "--feedback", output)
    found = texts(path)
    assert MINE in found
    assert [t for t in found if t != MINE] == texts(output / ORIGINALS / path.relative_to(output))
    assert path.with_name(f"{path.stem} (bản đã sửa).docx").read_bytes() == mine
    assert "đã ghép chỗ sửa tay" in err
    assert (output / PAPER).exists()
    merged = everything(output)
    vstbcpn("validate", inbox, "--feedback", output)
    assert everything(output) == merged
    vstbcpn("validate", inbox, "--feedback", output, "--fresh")
    assert MINE not in texts(path)


def test_a_slip_with_a_hand_in_it_is_never_taken_away(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    """The unit is called otherwise now; its old slip is none of this run's, and yet somebody's."""
    receive(inbox, "so-y-te.xlsx", faulty())
    output = tmp_path / "4-phan-hoi"
    vstbcpn("validate", inbox, "--feedback", output)
    (path,) = output.glob("dot-1/*/*phieu-phan-hoi*.docx")
    edit(path, lambda d: d.paragraphs[-1].insert_paragraph_before(MINE))
    vstbcpn("validate", inbox, "--feedback", output)
    assert MINE in texts(path)
    document = docx.Document(io.BytesIO(path.read_bytes()))
    assert document.paragraphs


# ------------------------------------------------------------------------------------------------- killed on the way
def write(folder: Path, new: Path) -> list[str]:
    """One set of a single document; what of it could not be merged."""
    names = [REPORT, "manifest.json"]
    made = EditedDocuments(folder)
    with made.staged(names, ()) as stage:
        shutil.copyfile(new, stage / REPORT)
        made.merge(stage, names, "2011-6t")
        outputs = [
            {"path": n, "sha256": sha256((stage / n).read_bytes()).hexdigest(), "original": made.original(n)}
            for n in (REPORT, *made.more)
        ]
        (stage / "manifest.json").write_text(record_text({"outputs": outputs}), encoding="utf-8")
    return made.apart


def write_dying(folder: Path, new: Path, step: int) -> bool:
    """The same in a process that dies before its n-th step on the disk; whether it came to its end."""
    child = os.fork()
    if not child:
        exec(launching.DYING.format(step), {})
        with suppress(BaseException):
            write(folder, new)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="kills as Unix has them")
@pytest.mark.parametrize(("by_hand", "again"), [(True, True), (True, False), (False, False)])
def test_a_kill_at_any_step_loses_no_hand_and_invents_none(by_hand: bool, again: bool, tmp_path: Path) -> None:
    """Whatever a kill leaves: the next run finds the hand and the originals of the set it has left."""
    words = ("Có {} đơn vị đã gửi báo cáo.", "Kinh phí thực hiện trong kỳ là {} triệu đồng.")
    sets = []
    for n in (3, 5, 7):
        sets.append(tmp_path / f"{n}.docx")
        sets[-1].write_bytes(document(*(w.format(n) for w in words)))
    begun, step, finished = tmp_path / "dau", 0, False
    write(begun, sets[0])
    if by_hand:
        edit(begun / REPORT, lambda d: told(d, "Kinh phí").add_run(f" {MINE}"))
    while not finished:
        step += 1
        folder = tmp_path / "ra" / str(step)
        shutil.copytree(begun, folder)
        finished = write_dying(folder, sets[1], step)
        mine = [p for p in folder.rglob("*.docx") if MINE in "".join(texts(p))]
        assert bool(mine) == by_hand, step
        second = again and (folder / REPORT).is_file() and (folder / "manifest.json").is_file()
        if second:
            edit(folder / REPORT, lambda d: told(d, "đã gửi").add_run(" Lần hai."))
        assert write(folder, sets[2]) == [], f"{step}: not merged"
        assert texts(folder / REPORT) == [
            words[0].format(7) + " Lần hai." * second,
            words[1].format(7) + f" {MINE}" * by_hand,
        ], step
        kept = [p for p in folder.iterdir() if "(bản đã sửa" in p.name]
        assert len({p.read_bytes() for p in kept}) == len(kept), step
        assert all(MINE in "".join(texts(p)) or "Lần hai." in "".join(texts(p)) for p in kept), step
        assert not list(folder.rglob("*.tmp"))
    assert step > 12
