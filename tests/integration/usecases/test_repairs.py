"""What the office decides of a doubtful cell: proposed by validate, applied where accepted and unchanged, told
everywhere."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.seasons.decided_repairs import decide
from vstbcpn_cli.cli.exit_codes import ExitCode
from vstbcpn_cli.model.problems import ProblemKind
from vstbcpn_cli.model.records import replace
from vstbcpn_cli.model.repairs import NONE, Repair, Repairs
from vstbcpn_cli.model.submission import Key, State, Submission
from vstbcpn_cli.usecases.season.repair_list import read_repairs
from vstbcpn_cli.usecases.season.repair_proposals import update_repairs
from vstbcpn_cli.usecases.season.season_folder import defaults
from vstbcpn_cli.usecases.season.season_names import REPAIRS
from vstbcpn_cli.usecases.validate import validate

DOCS = Path(__file__).parents[3] / "docs"
UNIT, NAME, BY = "so-tu-phap", "so-tu-phap.xlsx", "Lý Thị Hoa"
CODE, WORDS = "T6.05", "12 cán bộ"
DOUBTFUL = {CODE: WORDS, "T6.07": 1.234}


@pytest.fixture
def season(tmp_path: Path) -> Path:
    (tmp_path / "2-nhan-ve").mkdir()
    (tmp_path / "vstbcpn.toml").write_text('bo_bieu_mau = "2011"\nky = "6t"\n', encoding="utf-8")
    return tmp_path


def sent(season: Path, cells: Mapping[str, object] = DOUBTFUL, name: str = NAME, day: str = "2011-06-08") -> Path:
    return receive(season / "2-nhan-ve", name, form(cells), day)


def form(cells: Mapping[str, object]) -> bytes:
    return at.typed(at.filled(UNIT), {at.spot(UNIT, code): value for code, value in cells.items()})


def published(made: Any, schema: str) -> None:
    Draft202012Validator(json.loads((DOCS / schema).read_text(encoding="utf-8"))).validate(made)


def rows(path: Path) -> dict[str, Mapping[str, str]]:
    return {f"{r['ma']} {r['da_ghi']}": r.cells for r in read_repairs(path).rows}


def test_a_doubt_is_proposed_decided_applied_and_told(vstbcpn: Program, season: Path) -> None:
    sent(season)
    code, out, err = vstbcpn("validate")
    assert code == ExitCode.ERRORS and "đề xuất vào sua-so-lieu.xlsx; có 2 dòng chờ quyết định" in err
    path = season / REPAIRS
    row = rows(path)[f"{CODE} {WORDS}"]
    assert (row["de_xuat_1"], row["de_xuat_2"], row["tinh_trang"]) == ("12", "", "Chờ quyết định")
    before = path.read_bytes()
    _, again, err = vstbcpn("validate")
    assert (again, path.read_bytes()) == (out, before) and "đề xuất" not in err  # nothing new, nothing written

    decide(path, CODE, chap_nhan="Có", nguoi_quyet_dinh=BY, ly_do="hỏi qua điện thoại")
    decide(path, "T6.07", chap_nhan="Không")
    _, out, _ = vstbcpn("validate", "--feedback", "4-phan-hoi")
    assert f"Ô ghi “{WORDS}”; cơ quan thường trực ghi nhận là “12” (người quyết định: {BY}; lý do: hỏi qua" in out
    assert "VS340" not in out and "VS308" in out
    assert {k: r["tinh_trang"] for k, r in rows(path).items()} == {
        f"{CODE} {WORDS}": "Đã áp dụng",
        "T6.07 1,234": "Không chấp nhận",
    }
    assert rows(path)[f"{CODE} {WORDS}"]["nguoi_quyet_dinh"] == BY
    cell = at.ref(UNIT, CODE)
    told = f"{cell.sheet} {cell.address} ghi “{WORDS}”, ghi nhận là “12”"
    given = season / "4-phan-hoi" / "dot-1" / UNIT
    (slip,), (text,) = given.glob("*phieu*.docx"), given.glob("*tin-nhan*.txt")
    on_paper = "\n".join(p.text for p in Document(str(slip)).paragraphs)
    assert told in on_paper and BY in on_paper
    assert told in text.read_text(encoding="utf-8-sig")

    _, out, _ = vstbcpn("validate", "--format", "json")
    answer = json.loads(out)
    published(answer, "validate.schema.json")
    assert [(r["state"], r["value"], r["found"]) for r in answer["repairs"]] == [("applied", 12, WORDS)]
    (file,) = answer["files"]
    assert file["cells"]["typed"] == sum(file["cells"][k] for k in ("in_data", "in_findings", "ignored"))

    _, out, _ = vstbcpn("trace", CODE)
    assert f"{cell} = “{WORDS}”, cơ quan thường trực ghi nhận là 12 ({BY}; lý do: hỏi qua điện thoại)" in out
    _, out, _ = vstbcpn("trace", CODE, "--format", "json")
    trace = json.loads(out)
    published(trace, "schemas/trace.schema.json")
    (source,) = (s for line in trace["lines"] for s in line["sources"])
    assert trace["value"] == 12 and source["repaired"] == {"by": BY, "why": "hỏi qua điện thoại"}


def test_a_repair_is_in_the_data_and_the_proof_of_a_report(vstbcpn: Program, season: Path) -> None:
    sent(season)
    vstbcpn("validate", "--quiet")
    decide(season / REPAIRS, CODE, chap_nhan="có", nguoi_quyet_dinh=BY, gia_tri_dung=15, ly_do="công văn số 5")
    vstbcpn("consolidate")
    results = season / "3-ket-qua"
    manifest = json.loads((results / "manifest.json").read_text("utf-8"))
    published(manifest, "schemas/manifest.schema.json")
    assert [s["path"] for s in manifest["settings"] if s["role"] == "repairs"] == [REPAIRS]
    assert [(r["value"], r["state"]) for r in manifest["repairs"]] == [(15, "applied")]
    data = json.loads(next(results.glob("so-lieu_*.json")).read_text("utf-8"))
    published(data, "schemas/so-lieu.schema.json")
    (value,) = (v for u in data["units"] if u["code"] == UNIT for v in u["values"] if v["code"] == CODE)
    assert value["value"] == 15
    assert value["repaired"] == {"typed": WORDS, "by": BY, "why": "công văn số 5"}
    with next(results.glob("so-lieu_*.csv")).open(encoding="utf-8-sig", newline="") as lines:
        flags = {r["indicator"]: r["repaired"] for r in csv.DictReader(lines) if r["repaired"]}
    assert flags == {CODE: BY}
    first = {p.name: p.read_bytes() for p in results.iterdir() if p.is_file()}
    vstbcpn("consolidate")
    assert {p.name: p.read_bytes() for p in results.iterdir() if p.is_file()} == first
    _, out, _ = vstbcpn("validate")
    assert f"cơ quan thường trực thay bằng giá trị “15” (người quyết định: {BY}; lý do: công văn số 5)" in out


def test_a_decision_holds_for_the_content_and_not_for_the_file(vstbcpn: Program, season: Path) -> None:
    first = sent(season, {CODE: WORDS})
    vstbcpn("validate", "--quiet")
    path = season / REPAIRS
    decide(path, CODE, chap_nhan="Có", nguoi_quyet_dinh=BY)
    first.rename(first.with_name("bao cao cuoi.xlsx"))
    sent(season, {CODE: WORDS}, "gui lai.xlsx", "2011-06-09")
    _, out, _ = vstbcpn("validate")
    assert "ghi nhận là “12”" in out and rows(path)[f"{CODE} {WORDS}"]["tep"] == "gui lai.xlsx"

    sent(season, {CODE: "13 cán bộ"}, "sua.xlsx", "2011-06-10")
    _, out, err = vstbcpn("validate")
    assert "VS340" in out and "nay ghi “13 cán bộ”, khác “12 cán bộ” đã quyết định" in err
    found = rows(path)
    assert found[f"{CODE} {WORDS}"]["tinh_trang"] == "Không áp dụng: ô nay ghi “13 cán bộ”"
    assert found[f"{CODE} {WORDS}"]["chap_nhan"] == "Có"  # what the office wrote stays
    assert found[f"{CODE} 13 cán bộ"]["tinh_trang"] == "Chờ quyết định"


def test_what_the_officer_adds_to_the_list_stays(vstbcpn: Program, season: Path) -> None:
    sent(season, {CODE: WORDS})
    vstbcpn("validate", "--quiet")
    path = season / REPAIRS
    book = load_workbook(path)
    sheet, known = book.worksheets[0], read_repairs(path)
    last = sheet.max_column + 1
    head = known.rows[0].number - 1
    sheet.cell(head, last, "Việc cần làm")
    sheet.cell(head + 1, last, "gọi chị Mai")
    sheet.cell(head + 2, 2, "ghi chú riêng của cán bộ")
    book.create_sheet("Nháp")["A1"] = "số điện thoại"
    book.save(path)
    sent(season, {CODE: WORDS, "T6.07": 1.234})
    _, _, err = vstbcpn("validate")
    kept = read_repairs(path)
    assert "Việc cần làm" in kept.heads.values() and len(kept.rows) == 3
    assert "gọi chị Mai" in kept.rows[0].cells.values() and kept.rows[1]["ten_don_vi"] == "ghi chú riêng của cán bộ"
    beside = [p for p in season.glob("sua-so-lieu*.xlsx") if p != path]
    assert len(beside) == 1 and load_workbook(beside[0])["Nháp"]["A1"].value == "số điện thoại"
    assert beside[0].name in err

    (season / f"~${REPAIRS}").write_bytes(b"")
    sent(season, {CODE: "14 cán bộ"})
    open_ = path.read_bytes()
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.ERRORS and "đang mở nên chưa ghi được" in err and path.read_bytes() == open_


@pytest.mark.parametrize(
    ("office", "said"),
    [
        ({"chap_nhan": "đồng ý"}, "cột L (Chấp nhận): “đồng ý” không đúng"),
        ({"chap_nhan": "Có"}, "cột N (Người quyết định): dòng đã chấp nhận nhưng cột này còn trống"),
        ({"chap_nhan": "Có", "nguoi_quyet_dinh": BY, "gia_tri_dung": 15}, "cột O (Lý do): giá trị “15” không phải"),
        (
            {"chap_nhan": "Có", "nguoi_quyet_dinh": BY, "gia_tri_dung": "1.500", "ly_do": "x"},
            "cột M (Giá trị dùng): giá trị “1.500” không dùng được",
        ),
        ({"chap_nhan": "Có", "nguoi_quyet_dinh": BY, "ma": "T9.99"}, "cột F (Mã): không có mã “T9.99”"),
        ({"chap_nhan": "Có", "nguoi_quyet_dinh": BY, "don_vi": "so-y-tee"}, "cột A (Đơn vị): "),
    ],
)
def test_a_wrong_edit_is_answered_with_its_cell(
    vstbcpn: Program, listed: Path, office: Mapping[str, Any], said: str
) -> None:
    decide(listed, CODE, **office)
    code, _, err = vstbcpn("validate")
    assert code == ExitCode.USAGE and f"{REPAIRS}, dòng 4, {said}" in err


_LISTED: list[bytes] = []


@pytest.fixture
def listed(vstbcpn: Program, season: Path) -> Path:
    sent(season, {CODE: WORDS})
    if not _LISTED:
        vstbcpn("validate", "--quiet")
        _LISTED.append((season / REPAIRS).read_bytes())
    (season / REPAIRS).write_bytes(_LISTED[0])
    return season / REPAIRS


def test_what_was_decided_last_time_is_offered(listed: Path, season: Path) -> None:
    decide(listed, CODE, chap_nhan="Có", nguoi_quyet_dinh=BY, ly_do="như kỳ trước")
    then = season.parent / f"{season.name}-truoc"
    then.mkdir()
    listed.rename(then / REPAIRS)
    sent(season, {CODE: "9 cán bộ"})
    here = defaults()
    intake = validate(list(here.paths), here.edition, here.period, None, None, lambda *_: None, jobs=1)
    made = update_repairs(intake, here.season, then / "3-ket-qua" / "so-lieu_2010-nam.json")
    assert made is not None and (made.added, made.waiting, made.unwritten) == (1, 1, None)
    row = rows(listed)[f"{CODE} 9 cán bộ"]
    assert row["ky_truoc"] == f"“{WORDS}” được dùng là 12 ({BY}; như kỳ trước)"
    assert row.get("chap_nhan", "") == ""  # offered, not decided


# ------------------------------------------------------------------------------------- forms and decisions at random
CELLS = ("T6.05", "T6.06", "T6.07", "T1.03", "T1.04", "T1.05", "T1.06")
FAULTS = ("12 cán bộ", "1.035", "6 người", 1.234, "14 (mười lăm)", "15%", "5 lớp", "khoảng 10", 17)


def read_with(path: Path, repairs: Repairs) -> Submission:
    found = replace(at.reader(), repairs=repairs).read(path, path.name)
    assert isinstance(found, Submission)
    return found


@pytest.mark.parametrize("number", range(8))
def test_random_decisions_are_applied_where_accepted_and_nowhere_else(tmp_path: Path, number: int) -> None:
    rng = random.Random(f"repairs {number}")
    path = tmp_path / NAME
    known = [c for c in CELLS if _has(c)]
    path.write_bytes(form({c: rng.choice(FAULTS) for c in known if rng.random() < 0.8}))
    before = read_with(path, NONE)
    made, elsewhere = [], []
    for seen in before.observations():
        meant = next((p.meanings for p in seen.problems if p.meanings), ())
        if meant and rng.random() < 0.6:
            made.append(Repair(UNIT, seen.key, seen.raw, rng.choice(meant), BY))
        elif rng.random() < 0.3:  # another content, another unit, or nothing to decide
            raw, unit = rng.choice([("khác", UNIT), (seen.raw, "so-y-te")])
            elsewhere.append(Repair(unit, seen.key, raw, 1, BY))
            if seen.given and not meant:
                elsewhere.append(Repair(UNIT, seen.key, seen.raw, 1, BY))
    after = read_with(path, Repairs.of([*made, *elsewhere]))
    wanted: dict[Key, Repair] = {r.key: r for r in made}
    for old, new in zip(before.observations(), after.observations(), strict=True):
        if (repair := wanted.get(old.key)) is None:
            assert new == old
            continue
        assert (new.state, new.value, new.raw, new.cell) == (State.VALUE, repair.value, old.raw, old.cell)
        assert [p.kind for p in new.problems if p.meanings] == [ProblemKind.REPAIRED]
    assert after.count.typed == before.count.typed
    assert after.count.typed == after.count.in_data + after.count.in_findings + after.count.ignored
    freed = sum(before.find(r.key).state is State.UNREADABLE for r in made)  # type: ignore[union-attr]  # it was seen
    assert after.count.in_data == before.count.in_data + freed


def _has(code: str) -> bool:
    try:
        at.spot(UNIT, code)
    except KeyError:
        return False
    return True
