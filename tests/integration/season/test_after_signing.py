"""After a report is signed: the set is kept for good, and what changed since is told figure by figure and cell by
cell."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.support.forms import returned as at
from tests.support.judges.schemas import faults
from tests.support.judges.word_text import nameless_tables
from tests.support.programs.command_line import Program, it_is, receive
from vstbcpn_cli.usecases import sealing

FIRST = Path("luu") / "ban-chinh-thuc-1"
FIGURE = "T5.04"
"""A number that is summed and that no other answer must agree with."""

WHOLE = "T6.05"


def results_of(inbox: Path) -> Path:
    return inbox.parent / "3-ket-qua"


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert not faults("manifest", found)
    return found


def late(inbox: Path, unit: str = "so-gddt") -> None:
    receive(inbox, f"{unit}.xlsx", at.filled(unit))


def corrected(inbox: Path, value: int, day: str = "2011-06-09") -> None:
    cells = {at.spot("so-y-te", FIGURE): value}
    receive(inbox, "so-y-te (sua).xlsx", at.typed(at.filled("so-y-te"), cells), day)


def differences(vstbcpn: Program, *arguments: object) -> dict[str, Any]:
    code, out, _ = vstbcpn("diff", *arguments, "--format", "json")
    found: dict[str, Any] = json.loads(out)
    assert not faults("diff", found)
    assert code == (10 if found["differ"] else 0)
    return found


def consolidated(vstbcpn: Program, *arguments: object) -> str:
    """What a run says that has written its set."""
    code, _, told = vstbcpn("consolidate", *arguments)
    assert code == 10, told
    return told


# ------------------------------------------------------------------------------------------------------ the final set
def test_a_final_set_is_kept_whole_and_told(vstbcpn: Program, inbox: Path) -> None:
    code, _, told = vstbcpn("consolidate", inbox, "--final")
    results = results_of(inbox)
    assert code == 10
    assert "Đã lập bản chính thức số 1 (“3-ket-qua/luu/ban-chinh-thuc-1”)" in told
    assert "Bản chính thức này chưa đầy đủ: còn 69 đơn vị chưa có báo cáo dùng được" in told
    written = {n: c for n, c in everything(results).items() if not n.startswith("luu/")}
    kept = everything(results / FIRST)
    seal = json.loads(kept.pop("niem-phong.json"))
    assert kept == written
    assert not faults("final", seal)
    assert {o["path"]: o["sha256"] for o in seal["outputs"]} == {n: sha256(c).hexdigest() for n, c in kept.items()}
    digest = sha256(kept["so-lieu_2011-6t.json"]).hexdigest()
    assert manifest(results)["final"] == {
        "number": 1,
        "folder": FIRST.as_posix(),
        "digest": digest,
        "changed_figures": 0,
    }
    mark = "-".join(digest[n : n + 4].upper() for n in range(0, 16, 4))
    assert f"Mã kiểm của bộ số liệu: {mark}." in told


def test_asking_twice_changes_nothing(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    before = everything(results_of(inbox))
    told = consolidated(vstbcpn, inbox, "--final")
    assert everything(results_of(inbox)) == before
    assert "đã đúng là bộ kết quả này nên không lập bản mới" in told


def test_the_same_set_has_the_same_seal(vstbcpn: Program, inbox: Path, tmp_path: Path) -> None:
    for folder in ("mot", "hai"):
        consolidated(vstbcpn, inbox, "-o", tmp_path / folder, "--final")
    assert everything(tmp_path / "mot") == everything(tmp_path / "hai")


def test_no_later_run_writes_into_it(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    kept = everything(results_of(inbox) / FIRST)
    late(inbox)
    told = consolidated(vstbcpn, inbox)
    final = manifest(results_of(inbox))["final"]
    assert everything(results_of(inbox) / FIRST) == kept
    assert final["changed_figures"] == len(differences(vstbcpn)["figures"]) > 100
    assert f"nay {final['changed_figures']} số liệu, số đếm khác bản đó" in told.replace(".", "")
    consolidated(vstbcpn, inbox, "--final", "--strict")
    assert everything(results_of(inbox) / FIRST) == kept
    assert manifest(results_of(inbox) / "luu" / "ban-chinh-thuc-2")["final"]["number"] == 2


def test_words_edited_in_word_are_part_of_the_final_set(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox)
    report = results_of(inbox) / "bao-cao_2011-6t.docx"
    document = docx.Document(str(report))
    document.add_paragraph("Lời của lãnh đạo.")
    document.save(str(report))
    signed = report.read_bytes()
    consolidated(vstbcpn, inbox, "--final")
    assert (results_of(inbox) / FIRST / report.name).read_bytes() == signed == report.read_bytes()


def test_a_final_set_that_was_touched_is_told_and_left(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    victim = results_of(inbox) / FIRST / "so-lieu_2011-6t.csv"
    victim.chmod(0o644)
    victim.write_bytes(b"khac")
    told = consolidated(vstbcpn, inbox)
    assert "không còn nguyên như khi lập: so-lieu_2011-6t.csv" in told
    assert manifest(results_of(inbox))["final"]["changed_figures"] is None
    code, _, told = vstbcpn("diff")
    assert code == 2
    assert "không còn nguyên như khi lập: so-lieu_2011-6t.csv" in told
    consolidated(vstbcpn, inbox, "--final")
    assert victim.read_bytes() == b"khac"
    assert (results_of(inbox) / "luu" / "ban-chinh-thuc-2" / "niem-phong.json").is_file()


def test_a_forged_seal_is_none(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    path = results_of(inbox) / FIRST / "niem-phong.json"
    path.chmod(0o644)
    path.write_text(path.read_text("utf-8").replace('"number": 1', '"number": 3'), "utf-8")
    assert "niem-phong.json" in vstbcpn("consolidate", inbox)[2]


def test_final_sets_among_the_returns_are_no_returns(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "-o", inbox / "ra", "--final")
    _, out, _ = vstbcpn("validate", inbox, "--format", "json")
    assert [Path(f["path"]).name for f in json.loads(out)["files"]] == ["so-y-te.xlsx"]


# ------------------------------------------------------------------------------------------------------- earlier sets
def test_the_set_before_is_kept_where_figures_change(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox)
    before = everything(results_of(inbox))
    consolidated(vstbcpn, inbox)
    assert everything(results_of(inbox)) == before
    late(inbox)
    told = consolidated(vstbcpn, inbox)
    assert "Bộ kết quả trước được giữ ở “3-ket-qua/luu/lan-1”" in told
    kept = everything(results_of(inbox) / "luu" / "lan-1")
    assert kept == {n: c for n, c in before.items() if not n.startswith("luu/")}
    assert differences(vstbcpn, "3-ket-qua/luu/lan-1")["units"][0]["event"] == "came"


def test_a_final_set_is_not_kept_once_more(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    late(inbox)
    consolidated(vstbcpn, inbox)
    assert not (results_of(inbox) / "luu" / "lan-1").exists()


def test_only_some_earlier_sets_stay_and_all_that_were_edited(
    vstbcpn: Program, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_EARLIER", 2)
    kept = results_of(inbox) / "luu"
    for number, value in enumerate((3, 4, 5, 6, 7)):
        corrected(inbox, value)
        consolidated(vstbcpn, inbox)
        if number == 1:
            (kept / "lan-1" / "bao-cao_2011-6t.docx").write_bytes(b"ghi chu cua toi")
    assert sorted(p.name for p in kept.glob("lan-*")) == ["lan-1", "lan-3", "lan-4"]
    assert (kept / "lan-1" / "bao-cao_2011-6t.docx").read_bytes() == b"ghi chu cua toi"


# ----------------------------------------------------------------------------------------------------------- the diff
def test_a_corrected_cell_is_the_cause_of_every_figure_it_changes(vstbcpn: Program, inbox: Path) -> None:
    corrected(inbox, 4)
    consolidated(vstbcpn, inbox, "--final")
    os.utime(inbox / "so-y-te (sua).xlsx", (0, 0))
    corrected(inbox, 9)
    consolidated(vstbcpn, inbox)
    found = differences(vstbcpn)
    (unit,) = found["units"]
    (cell,) = unit["cells"]
    assert (unit["code"], unit["event"], cell["event"]) == ("so-y-te", "replaced", "changed")
    assert (cell["code"], cell["old"]["value"], cell["new"]["value"]) == (FIGURE, 4, 9)
    totals = {f["code"]: (f["old"], f["new"]) for f in found["figures"] if f["kind"] == "total"}
    assert totals == {FIGURE: (4, 9)}
    for figure in found["figures"]:
        (cause,) = figure["causes"]
        assert cause["unit"] == "so-y-te"
        assert {(c["sheet"], c["cell"]) for c in cause["cells"]} == {(cell["sheet"], cell["cell"])}
    code, out, _ = vstbcpn("diff")
    assert code == 10
    assert "Đơn vị gửi tệp khác thay tệp trước:" in out
    assert f"{cell['sheet']}!{cell['cell']}: 4 → 9" in out


def test_units_are_told_by_what_became_of_them(vstbcpn: Program, inbox: Path) -> None:
    late(inbox, "hoi-lhpn")
    late(inbox, "so-noi-vu")
    consolidated(vstbcpn, inbox, "--final")
    late(inbox)
    (inbox / "so-noi-vu.xlsx").unlink()
    it_is("2011-06-10")
    (inbox / "so-theo-doi.csv").write_text(
        "tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu\n"
        "hoi-lhpn.xlsx,,,loại trừ,Chị Hoa,Số liệu của năm trước\n"
        ",10/06/2011,so-tu-phap,không phát sinh,Chị Hoa,Đã gọi điện\n",
        encoding="utf-8",
    )
    consolidated(vstbcpn, inbox)
    found = differences(vstbcpn)
    events = {u["code"]: u["event"] for u in found["units"]}
    assert events == {"so-gddt": "came", "so-noi-vu": "gone", "hoi-lhpn": "excluded", "so-tu-phap": "nil"}
    counts = {f["of"]: (f["old"], f["new"]) for f in found["figures"] if f["kind"] == "count" and not f["code"]}
    assert (counts["nil"], counts["excluded"], counts["missing"]) == ((0, 1), (0, 1), (67, 66))
    _, out, _ = vstbcpn("diff")
    for words in ("Đơn vị có báo cáo sau:", "không còn tệp được tính:", "được loại trừ:", "xác nhận không phát sinh:"):
        assert words in out
    assert "Số liệu của năm trước" in out


def test_what_was_withheld_and_counts_now_is_told_with_its_rule(vstbcpn: Program, inbox: Path) -> None:
    cells = {at.spot("so-y-te", WHOLE): 6, at.spot("so-y-te", "T6.08"): 7}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), cells))
    consolidated(vstbcpn, inbox, "--final")
    whole = {at.spot("so-y-te", WHOLE): 8, at.spot("so-y-te", "T6.07"): 6}
    receive(inbox, "so-y-te.xlsx", at.typed(at.filled("so-y-te"), {**cells, **whole}))
    consolidated(vstbcpn, inbox)
    found = differences(vstbcpn)
    (unit,) = found["units"]
    events = {c["code"]: (c["event"], c["old"].get("finding")) for c in unit["cells"]}
    assert events["T6.08"] == ("released", "VS401")
    (part,) = [f for f in found["figures"] if (f["code"], f["kind"]) == ("T6.08", "total")]
    assert {c["code"] for c in part["causes"][0]["cells"]} >= {"T6.08"}


def test_the_same_set_differs_in_nothing(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    code, out, _ = vstbcpn("diff")
    assert code == 0
    assert "Hai bộ số liệu không khác nhau." in out
    data = "3-ket-qua/so-lieu_2011-6t.json"
    assert differences(vstbcpn, data, "3-ket-qua/manifest.json")["figures"] == []


@pytest.mark.parametrize("name", ["thay-doi.docx", "thay-doi.xlsx"])
def test_the_paper_holds_every_figure(vstbcpn: Program, inbox: Path, name: str) -> None:
    consolidated(vstbcpn, inbox, "--final")
    late(inbox)
    consolidated(vstbcpn, inbox)
    figures = differences(vstbcpn)["figures"]
    code, out, _ = vstbcpn("diff", "--output", name)
    assert (code, out) == (10, f"{name}\n")
    path = inbox.parent / name
    if name.endswith("docx"):
        assert not nameless_tables(path)
        rows = [[c.text for c in r.cells] for r in docx.Document(str(path)).tables[1].rows]
    else:
        rows = [
            [str(v or "") for v in r] for r in openpyxl.load_workbook(path)["Số liệu"].iter_rows(3, values_only=True)
        ]
    assert [r[1] for r in rows[1:]] == ["" if f["kind"] == "count" else f["code"] for f in figures]
    before = path.read_bytes()
    vstbcpn("diff", "--output", name)
    assert path.read_bytes() == before
    assert "Bộ trước: bản chính thức số 1" in str(everything_said(path))


def everything_said(path: Path) -> list[str]:
    if path.suffix == ".docx":
        return [p.text for p in docx.Document(str(path)).paragraphs]
    return [str(v) for r in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True) for v in r if v]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Chưa có bản chính thức nào ở “3-ket-qua/luu”"),
        (("khong-co",), "Không tìm thấy bộ số liệu “khong-co”"),
        (("2-nhan-ve",), "chưa có bộ số liệu"),
        (("2-nhan-ve/so-y-te.xlsx",), "nội dung không phải JSON"),
        (("khac.json",), "tệp không phải số liệu do phần mềm này ghi ra"),
        (("hong.json",), "cấu trúc tệp số liệu thiếu hoặc không đúng"),
        (("3-ket-qua", "3-ket-qua", "-o", "a.pdf"), "chỉ ghi được thành tệp .docx hoặc .xlsx"),
        (("3-ket-qua", "nam"), "Hai bộ số liệu không cùng kỳ"),
    ],
)
def test_wrong_arguments_get_a_sentence(vstbcpn: Program, inbox: Path, arguments: tuple[str, ...], said: str) -> None:
    consolidated(vstbcpn, inbox)
    here = inbox.parent
    data = json.loads((here / "3-ket-qua" / "so-lieu_2011-6t.json").read_text("utf-8"))
    (here / "khac.json").write_text('{"a": 1}', "utf-8")
    (here / "hong.json").write_text(json.dumps({**data, "units": [{"ma": 1}]}), "utf-8")
    (here / "nam").mkdir()
    (here / "nam" / "so-lieu_2011-nam.json").write_text(json.dumps({**data, "period": "nam"}), "utf-8")
    code, out, err = vstbcpn("diff", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_data_that_their_manifest_does_not_know_are_refused(vstbcpn: Program, inbox: Path) -> None:
    consolidated(vstbcpn, inbox, "--final")
    path = results_of(inbox) / "so-lieu_2011-6t.json"
    path.write_text(path.read_text("utf-8").replace('"value":', '"value": '), "utf-8")
    code, _, told = vstbcpn("diff")
    assert code == 2
    assert "nội dung khác với manifest.json cùng thư mục" in told
