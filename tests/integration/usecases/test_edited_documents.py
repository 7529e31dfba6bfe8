"""A report and a slip that somebody has edited are merged with what comes later, and nothing is lost in silence."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph

from tests.support.forms import returned as at
from tests.support.forms.giving_back import answered, faulty
from tests.support.judges.schemas import faults
from tests.support.programs.command_line import Program, receive
from vstbcpn_cli.usecases.edited_documents import ORIGINALS

REPORT, PAPER = "bao-cao_2011-6t.docx", "noi-dung-ghep_2011-6t.txt"
OURS = "vstbcpn"
MINE = "Theo Văn phòng, kết quả này cần được nhân rộng."
KEPT = "bao-cao_2011-6t (bản đã sửa).docx"


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
    """To the first paragraph that tells a figure of the season."""
    told(document, "đã gửi báo cáo dùng được").add_run(f" {MINE}")


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
    assert "của 3 đơn vị đã gửi báo cáo dùng được" in line
    fresh = texts(results / ORIGINALS / REPORT)
    assert [t for t in found if MINE not in t] == [t for t in fresh if "của 3 đơn vị đã gửi báo cáo" not in t]
    assert fresh != old
    assert (results / KEPT).read_bytes() == mine
    assert "đã ghép chỗ sửa tay với nội dung mới" in err
    assert f"được giữ lại với tên “{KEPT}”; “{REPORT}” nay là bản đã ghép" in err
    assert PAPER in out
    paper = (results / PAPER).read_text("utf-8-sig")
    assert "thay số liệu mới; đề nghị đọc lại câu" in paper


def test_the_record_proves_what_was_merged(vstbcpn: Program, inbox: Path, results: Path) -> None:
    edit(results / REPORT, add_words)
    late(inbox)
    vstbcpn("consolidate", inbox)
    record = json.loads((results / "manifest.json").read_text("utf-8"))
    assert not faults("manifest", record)
    outputs = {o["path"]: o for o in record["outputs"]}
    from hashlib import sha256

    assert outputs[REPORT]["sha256"] == sha256((results / REPORT).read_bytes()).hexdigest()
    assert outputs[REPORT]["original"] == sha256((results / ORIGINALS / REPORT).read_bytes()).hexdigest()
    assert [n for n, o in outputs.items() if "original" in o] == [REPORT]
    assert PAPER in outputs


def test_an_edited_report_without_news_is_not_touched(vstbcpn: Program, inbox: Path, results: Path) -> None:
    mine = edit(results / REPORT, add_words)
    _, _, err = vstbcpn("consolidate", inbox)
    assert (results / REPORT).read_bytes() == mine
    assert "được giữ lại" not in err
    assert not (results / KEPT).exists()
    before = everything(results)
    vstbcpn("consolidate", inbox)
    assert everything(results) == before


def test_the_hand_outlives_every_further_return(vstbcpn: Program, inbox: Path, results: Path) -> None:
    """Nobody edits between the runs; the second merge starts from what the program itself would have written."""
    edit(results / REPORT, add_words)
    for number, unit in enumerate(("so-noi-vu", "so-tu-phap"), 3):
        late(inbox, unit)
        vstbcpn("consolidate", inbox)
        (line,) = [t for t in texts(results / REPORT) if MINE in t]
        assert f"của {number} đơn vị đã gửi báo cáo dùng được" in line
    before = everything(results)
    vstbcpn("consolidate", inbox)
    assert everything(results) == before
    (inbox / "so-tu-phap.xlsx").unlink()
    vstbcpn("consolidate", inbox)
    assert any(f"của {number - 1} đơn vị đã gửi" in t and MINE in t for t in texts(results / REPORT))


def test_the_same_inputs_and_the_same_hand_give_the_same_bytes(
    vstbcpn: Program, inbox: Path, results: Path, tmp_path: Path
) -> None:
    import shutil

    edit(results / REPORT, add_words)
    shutil.copytree(results, tmp_path / "khac")
    late(inbox)
    vstbcpn("consolidate", inbox)
    vstbcpn("consolidate", inbox, "-o", tmp_path / "khac")
    assert everything(results) == everything(tmp_path / "khac")


def test_without_an_edit_nothing_differs_from_a_new_folder(
    vstbcpn: Program, inbox: Path, results: Path, tmp_path: Path
) -> None:
    late(inbox)
    vstbcpn("consolidate", inbox)
    vstbcpn("consolidate", inbox, "-o", tmp_path / "khac")
    assert everything(results) == everything(tmp_path / "khac")


def test_what_both_changed_is_told_beside_and_only_once(vstbcpn: Program, inbox: Path, results: Path) -> None:
    def rewrite(document: Document) -> None:
        told(document, "đã gửi báo cáo dùng được").text = "Đến nay mới có một đơn vị gửi báo cáo."

    edit(results / REPORT, rewrite)
    late(inbox)
    _, _, err = vstbcpn("consolidate", inbox, "--quiet")
    assert "Đề nghị xem lại: " in err
    (first,) = [c for c in comments(results / REPORT) if "Số liệu mới" in c]
    assert "của 3 đơn vị đã gửi báo cáo dùng được" in first
    late(inbox, "so-tu-phap")
    vstbcpn("consolidate", inbox)
    (second,) = [c for c in comments(results / REPORT) if "đã gửi báo cáo dùng được" in c]
    assert "của 4 đơn vị đã gửi báo cáo dùng được" in second
    assert "Đến nay mới có một đơn vị gửi báo cáo." in texts(results / REPORT)


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


def test_a_file_that_is_no_document_lies_beside(vstbcpn: Program, inbox: Path, results: Path) -> None:
    (results / REPORT).write_bytes(b"\xd0\xcf\x11\xe0 closed with a password")
    late(inbox)
    _, _, err = vstbcpn("consolidate", inbox)
    assert (results / KEPT).read_bytes().startswith(b"\xd0\xcf")
    assert "chưa ghép được chỗ sửa tay" in err


def test_kept_and_laid_aside_files_are_no_returns(vstbcpn: Program, inbox: Path, results: Path) -> None:
    edit(results / REPORT, add_words)
    late(inbox)
    vstbcpn("consolidate", inbox)
    read = json.loads(vstbcpn("validate", ".", "--format", "json")[1])
    assert sorted(Path(f["path"]).name for f in read["files"]) == ["so-gddt.xlsx", "so-noi-vu.xlsx", "so-y-te.xlsx"]


# ------------------------------------------------------------------------------------------------------------ the slips
def test_a_slip_keeps_what_was_written_into_it(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "so-y-te.xlsx", faulty())
    output = tmp_path / "4-phan-hoi"
    vstbcpn("validate", inbox, "--feedback", output)
    (path,) = output.glob("*phieu-phan-hoi*.docx")

    def write(document: Document) -> None:
        document.paragraphs[-1].insert_paragraph_before(MINE)

    mine = edit(path, write)
    receive(inbox, "so-y-te.xlsx", answered({"T6.04": "khoảng 50"}))
    _, _, err = vstbcpn("validate", inbox, "--feedback", output)
    found = texts(path)
    assert MINE in found
    assert [t for t in found if t != MINE] == texts(output / ORIGINALS / path.name)
    assert (output / f"{path.stem} (bản đã sửa).docx").read_bytes() == mine
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
    (path,) = output.glob("*phieu-phan-hoi*.docx")
    edit(path, lambda d: d.paragraphs[-1].insert_paragraph_before(MINE))
    vstbcpn("validate", inbox, "--feedback", output)
    assert MINE in texts(path)
    document = docx.Document(io.BytesIO(path.read_bytes()))
    assert document.paragraphs
