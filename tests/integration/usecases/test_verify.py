"""`vstbcpn verify`: what was changed of an archived set is named, and what was not is not."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.judges.schemas import faults
from tests.support.programs.command_line import Program, it_is, receive
from tests.support.seasons import archived_set as archived
from tests.support.seasons.archived_set import (
    ANNEX,
    DATA,
    FIGURE,
    LOG,
    OFFICERS,
    REGISTER,
    REPORT,
    TABLE,
    VALUE,
    Archived,
    archive,
    part,
    row_of,
)
from vstbcpn_cli.runtime.sealed_records import record_text
from vstbcpn_cli.text.digests import digest_words
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files
from vstbcpn_cli.usecases.intake.intake import Progress
from vstbcpn_cli.usecases.verification import remake as remake_module
from vstbcpn_cli.usecases.verification import verify as verification
from vstbcpn_cli.usecases.verification.archive import Archive

BODY, CHART = "word/document.xml", "word/charts/bieu-do1.xml"
SUM = 2 * VALUE


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    return archive(tmp_path_factory.mktemp("luu-tru") / "ky")


@pytest.fixture(autouse=True)
def a_month_later() -> None:
    it_is("2011-07-08")


@pytest.fixture
def moved(kept: Archived, tmp_path: Path) -> Archived:
    return kept.moved(tmp_path / "noi-khac")


@pytest.fixture(scope="session")
def made_before() -> dict[str, tuple[Path, tuple[str, ...]]]:
    return {}


@pytest.fixture
def made_once(
    made_before: dict[str, tuple[Path, tuple[str, ...]]],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a set comes to is worked out once for all changes that leave alone what it is made of."""
    make = remake_module.remake

    def remake(archive: Archive, work: Path, progress: Progress, jobs: int | None) -> tuple[Path, tuple[str, ...]]:
        told = [archive.manifest[key] for key in ("options", "inputs", "settings", "log", "register")]
        files = sorted(p for p in archive.folder.parent.rglob("*") if p.is_file() and p.parent != archive.folder)
        key = sha256(b"".join([json.dumps(told).encode(), *(p.read_bytes() for p in files)])).hexdigest()
        if key not in made_before:
            made, instead = make(archive, work, progress, jobs)
            kept = tmp_path_factory.mktemp("lap-lai") / "bo"
            made_before[key] = (shutil.copytree(made, kept), instead)
        return made_before[key]

    monkeypatch.setattr(verification, "remake", remake)


def verified(vstbcpn: Program, of: Archived, *more: object) -> dict[str, Any]:
    code, out, _ = vstbcpn("verify", of.set, of.inbox, "--format", "json", *more)
    found: dict[str, Any] = json.loads(out)
    assert not faults("verify", found)
    assert code == (0 if found["agrees"] else 12)
    return found


def mark(of: Archived) -> str:
    return digest_words(sha256((of.set / DATA).read_bytes()).hexdigest())


# ------------------------------------------------------------------------------------------------------------ as it was
def test_an_archive_verifies_elsewhere_without_its_season(vstbcpn: Program, moved: Archived) -> None:
    found = verified(vstbcpn, moved, "--digest", mark(moved).lower())
    assert found["agrees"]
    assert found["remade"]
    assert found["paper"] is True
    assert found["final"] == 1
    assert (found["files"], found["differences"], found["unlike"], found["unchecked"]) == ([], [], [], [])
    assert (found["outputs"], found["inputs"]) == (11, 2)


def test_the_manifest_stands_in_for_log_and_register(vstbcpn: Program, moved: Archived) -> None:
    """The days of the copied files are those of the copying, and say nothing."""
    (moved.inbox / LOG).unlink()
    (moved.root / REGISTER).unlink()
    found = verified(vstbcpn, moved)
    assert found["agrees"]
    assert found["remade"]
    assert [line.split(" (")[0] for line in found["unchecked"]] == [
        "Không thấy sổ theo dõi",
        "Không thấy danh sách đơn vị",
    ]


def test_the_manifest_stands_in_for_log_and_repairs_that_are_both_gone(vstbcpn: Program, moved: Archived) -> None:
    (moved.inbox / LOG).unlink()
    repairs = {"path": "sua-so-lieu.xlsx", "role": "repairs", "sha256": "0" * 64}
    moved.record(lambda manifest: manifest["settings"].append(repairs))
    found = verified(vstbcpn, moved)
    assert [f for f in found["files"] if f["part"] == "setting"] == []
    told = " ".join(found["unchecked"])
    assert "sổ theo dõi" in told
    assert "danh sách sửa số liệu" in told


def test_without_returned_files_it_says_what_was_not_looked_at(vstbcpn: Program, moved: Archived) -> None:
    code, out, _ = vstbcpn("verify", moved.set)
    assert code == 0
    assert "Chưa đối chiếu với tệp các đơn vị gửi" in out
    assert mark(moved) in out


def test_the_manifest_as_log_gives_the_same_set(vstbcpn: Program, moved: Archived, tmp_path: Path) -> None:
    (moved.inbox / LOG).unlink()
    manifest = moved.set / "manifest.json"
    again = tmp_path / "lai"
    vstbcpn("consolidate", moved.inbox, "-o", again, "--units", moved.root / REGISTER, "--log", manifest)
    for name in (DATA, TABLE, ANNEX, REPORT, OFFICERS):
        assert (again / name).read_bytes() == (moved.set / name).read_bytes(), name


def test_the_mark_stands_at_the_end_of_the_officers_copy_alone(kept: Archived) -> None:
    texts = [at.unpacked((kept.set / name).read_bytes())[BODY].decode() for name in (OFFICERS, REPORT)]
    assert texts[0].rindex(mark(kept)) > texts[0].rindex("</w:tbl>")
    assert mark(kept) not in texts[1]


def test_words_the_officer_has_edited_are_told_and_their_figures_not_unseen(
    vstbcpn: Program, inbox: Path, tmp_path: Path
) -> None:
    results = tmp_path / "3-ket-qua"
    vstbcpn("consolidate", inbox, "--copy", "signing")
    report = results / REPORT
    report.write_bytes(
        part(BODY, r"(Ban Vì sự tiến bộ của phụ nữ tỉnh Lạng Sơn tổng hợp)", "Ban tổng hợp")(report.read_bytes())
    )
    vstbcpn("consolidate", inbox, "--copy", "signing")
    report.write_bytes(part(BODY, r">Số:(\s+)/BC", " 125")(report.read_bytes()))
    vstbcpn("consolidate", inbox, "--copy", "signing")
    code, out, _ = vstbcpn("verify", results, inbox, "--format", "json")
    found = json.loads(out)
    assert code == 0, out
    assert [d["counts"] for d in found["differences"]] == [False, False]
    assert "125" in [d["found"] for d in found["differences"]]
    record = results / "manifest.json"
    whole = record.read_bytes()
    told = json.loads(whole)
    next(o for o in told["outputs"] if o["path"] == REPORT)["original"] = "0" * 64
    told.pop("seal")
    record.write_text(record_text(told), "utf-8", newline="\n")
    code, out, _ = vstbcpn("verify", results, inbox, "--format", "json")
    assert code == 12
    assert "bản phần mềm lập khi chưa ghép" in [d["place"] for d in json.loads(out)["differences"] if d["counts"]]
    record.write_bytes(whole)
    report.write_bytes(part(BODY, r"đã ban hành (\d+) kế hoạch", "99")(report.read_bytes()))
    vstbcpn("consolidate", inbox, "--copy", "signing")
    code, out, _ = vstbcpn("verify", results, inbox, "--format", "json")
    assert code == 12
    assert [d["found"] for d in json.loads(out)["differences"] if d["counts"]] == ["99"]


def test_what_lies_there_and_is_no_part_of_it_is_not_named(vstbcpn: Program, moved: Archived) -> None:
    """Papers of the program among the returned files, those of another season below them or of a program that keeps
    former versions, and what Word lays beside a document that is open."""
    shutil.copyfile(moved.set / ANNEX, moved.inbox / "phu-luc gui kem.xlsx")
    for folder in ("2026-6t/2-nhan-ve", ".stversions"):
        (moved.inbox / folder).mkdir(parents=True)
        receive(moved.inbox / folder, "so-noi-vu.xlsx", at.filled("so-noi-vu"))
    (moved.inbox / "2026-6t/vstbcpn.toml").write_text("", "utf-8")
    (moved.set / f"~${REPORT}").write_bytes(b"Lan")
    assert verified(vstbcpn, moved)["files"] == []


# ------------------------------------------------------------------------------------------------------- what was done
@dataclass(frozen=True)
class Change:
    """What somebody does, and by what `verify` names it: a file with its state, a difference by some of its members,
    something the set was made with. `fails` is False for what alone is no wrong set."""

    done: Callable[[Archived], object]
    file: tuple[str, str, str] | None = None
    difference: dict[str, str] | None = None
    unlike: str = ""
    paper: bool | None = None
    fails: bool = True


def _data(change: Callable[[dict[str, Any]], object], *, covered: bool) -> Callable[[Archived], None]:
    def done(of: Archived) -> None:
        of.edit(DATA, archived.in_data(change))
        if covered:
            of.cover_up(DATA)

    return done


def _edited(name: str, change: Callable[[bytes], bytes], *, covered: bool = False) -> Callable[[Archived], None]:
    def done(of: Archived) -> None:
        of.edit(name, change)
        if covered:
            of.cover_up(name)

    return done


def _value(data: dict[str, Any]) -> None:
    unit = next(u for u in data["units"] if u["code"] == "so-y-te")
    next(v for v in unit["values"] if v["code"] == FIGURE)["value"] = 77


def _total(data: dict[str, Any]) -> None:
    data["totals"][FIGURE]["value"] = 111


def _told(keys: tuple[str, ...], value: object) -> Callable[[Archived], None]:
    def change(manifest: dict[str, Any]) -> None:
        here = manifest
        for key in keys[:-1]:
            here = here[key]
        assert here[keys[-1]] != value
        here[keys[-1]] = value

    return lambda of: of.record(change)


def _made_with(keys: tuple[str, ...], value: object) -> Callable[[Archived], None]:
    """As if something else had made the set; a final set has it under its seal as well."""

    def done(of: Archived) -> None:
        (of.set / "niem-phong.json").unlink()
        _told(keys, value)(of)

    return done


def _output_hash(manifest: dict[str, Any]) -> None:
    next(o for o in manifest["outputs"] if o["path"] == TABLE)["sha256"] = "0" * 64


def _input_status(manifest: dict[str, Any]) -> None:
    manifest["inputs"][0]["status"] = "excluded"


def _unsealed(of: Archived) -> None:
    of.edit("manifest.json", lambda c: c.replace(b'"late": 0', b'"late": 1'))


def _forged(of: Archived) -> None:
    path = of.set / "niem-phong.json"
    path.write_bytes(path.read_bytes().replace(b'"number": 1', b'"number": 3'))


def _all_rewritten(of: Archived) -> None:
    """Data, manifest and seal: nothing but the inputs and the paper says otherwise."""
    of.edit(DATA, archived.in_data(_total))
    of.cover_up(DATA)
    _sealed_again(of)


def _sealed_again(of: Archived) -> None:
    """The seal has the digests of the files as they are now."""
    seal = json.loads((of.set / "niem-phong.json").read_bytes())
    seal.pop("seal")
    for listed in seal["outputs"]:
        content = (of.set / listed["path"]).read_bytes()
        listed |= {"sha256": sha256(content).hexdigest(), "size": len(content)}
    (of.set / "niem-phong.json").write_text(record_text(seal), "utf-8", newline="\n")


def _figure_in_input(of: Archived) -> None:
    path = of.inbox / "so-y-te.xlsx"
    path.write_bytes(at.typed(path.read_bytes(), {at.spot("so-y-te", FIGURE): 35}))


def _byte_of_input(of: Archived) -> None:
    path = of.inbox / "so-y-te.xlsx"
    path.write_bytes(path.read_bytes() + b"\0")


def _log(old: str, new: str) -> Callable[[Archived], object]:
    def done(of: Archived) -> None:
        path = of.inbox / LOG
        told = path.read_text("utf-8")
        assert old in told
        path.write_text(told.replace(old, new), "utf-8")

    return done


def _other_register(of: Archived) -> None:
    path = of.root / REGISTER
    told = path.read_text("utf-8-sig")
    assert "Sở Y tế" in told
    path.write_text(told.replace("Sở Y tế", "Sở Y Tế", 1), "utf-8")


IN_BODY, IN_TABLE = rf"đăng, phát ({SUM}) tin", rf"<w:tc>(?:(?!</w:tc>).)*?>({SUM})</w:t>"
IN_CONTROL = rf'w:val="{FIGURE}"/>(?:(?!</w:sdt>).)*>({SUM})</w:t>'
CHANGES = {
    "a byte of an input": Change(_byte_of_input, ("input", "so-y-te.xlsx", "changed")),
    "a figure of an input": Change(
        _figure_in_input,
        ("input", "so-y-te.xlsx", "changed"),
        {"file": DATA, "code": FIGURE, "made": "35", "found": "34"},
    ),
    "an input removed": Change(lambda of: (of.inbox / "so-gddt.xlsx").unlink(), ("input", "so-gddt.xlsx", "missing")),
    "an input renamed": Change(
        lambda of: (of.inbox / "so-gddt.xlsx").rename(of.inbox / "khac.xlsx"), ("input", "so-gddt.xlsx", "renamed")
    ),
    "an input added": Change(
        lambda of: receive(of.inbox, "so-noi-vu.xlsx", at.filled("so-noi-vu")), ("input", "so-noi-vu.xlsx", "extra")
    ),
    "a figure in a sentence": Change(
        _edited(REPORT, part(BODY, IN_BODY, "86")),
        ("output", REPORT, "changed"),
        {"file": REPORT, "code": FIGURE, "made": "68", "found": "86"},
    ),
    "a figure in a sentence and the manifest": Change(
        _edited(REPORT, part(BODY, IN_BODY, "86"), covered=True), None, {"file": REPORT, "code": FIGURE, "found": "86"}
    ),
    "a figure in a table and the manifest": Change(
        _edited(REPORT, part(BODY, IN_TABLE, "86"), covered=True), None, {"file": REPORT, "made": "68", "found": "86"}
    ),
    "a figure of the officer's copy and the manifest": Change(
        _edited(OFFICERS, part(BODY, IN_CONTROL, "86"), covered=True),
        None,
        {"file": OFFICERS, "code": FIGURE, "found": "86"},
    ),
    "a number in words": Change(
        _edited(REPORT, part(BODY, r"Số liệu tổng hợp (bảy) nhiệm vụ", "tám"), covered=True),
        None,
        {"file": REPORT, "made": "bảy", "found": "tám"},
    ),
    "a word of the report": Change(
        _edited(REPORT, part(BODY, r"còn (hạn hẹp)", "dồi dào"), covered=True), None, {"file": REPORT}
    ),
    "a paragraph taken out": Change(
        _edited(REPORT, archived.without_paragraph("đăng, phát"), covered=True),
        None,
        {"file": REPORT, "found": "(không có)"},
    ),
    "the look of the report": Change(
        _edited(REPORT, part("word/styles.xml", r'w:ascii="([^"]+)"', "Arial"), covered=True),
        None,
        {"file": REPORT, "found": "khác"},
    ),
    "a value of a chart": Change(
        _edited(REPORT, part(CHART, r"<c:val>.*?<c:v>(\d+)</c:v>", "9"), covered=True),
        None,
        {"file": REPORT, "found": "9"},
    ),
    "a value of the table behind a chart": Change(
        _edited(REPORT, archived.behind_chart(9), covered=True),
        None,
        {"file": REPORT, "place": "bảng số của biểu đồ 1, SoLieu!B2", "found": "9"},
    ),
    "a row of the table": Change(
        _edited(TABLE, row_of("so-y-te", FIGURE, lambda r: [["35" if c == "34" else c for c in r]]), covered=True),
        None,
        {"file": TABLE, "code": FIGURE, "made": "34", "found": "35"},
    ),
    "a row of the table taken out": Change(
        _edited(TABLE, row_of("so-y-te", FIGURE, lambda _: []), covered=True),
        None,
        {"file": TABLE, "code": FIGURE, "found": "(không có)"},
    ),
    "a row of the table doubled": Change(
        _edited(TABLE, row_of("so-y-te", FIGURE, lambda r: [r, r]), covered=True),
        None,
        {"file": TABLE, "code": FIGURE, "made": "(không có)"},
    ),
    "a value of the data": Change(
        _data(_value, covered=False), ("output", DATA, "changed"), {"file": DATA, "code": FIGURE, "found": "77"}
    ),
    "a value of the data and the manifest": Change(
        _data(_value, covered=True), None, {"file": DATA, "code": FIGURE, "found": "77"}, paper=False
    ),
    "a total of the data and the manifest": Change(
        _data(_total, covered=True), None, {"file": DATA, "code": FIGURE, "made": "68", "found": "111"}, paper=False
    ),
    "data, manifest and seal": Change(
        _all_rewritten, None, {"file": DATA, "code": FIGURE, "made": "68", "found": "111"}, paper=False
    ),
    "a cell of the annex": Change(
        _edited(ANNEX, archived.in_annex(VALUE, 35), covered=True), None, {"file": ANNEX, "made": "34", "found": "35"}
    ),
    "the description of the data": Change(
        _edited("datapackage.json", lambda c: c.replace(b"2011", b"2012", 1), covered=True),
        None,
        {"file": "datapackage.json"},
    ),
    "a digest in the manifest": Change(lambda of: of.record(_output_hash), ("output", TABLE, "changed")),
    "the manifest without its seal": Change(_unsealed, ("manifest", "manifest.json", "changed")),
    "the state of an input in the manifest": Change(
        lambda of: of.record(_input_status), None, {"file": "manifest.json", "found": "excluded"}
    ),
    "a count of the manifest": Change(
        _told(("counts", "missing"), 0), None, {"file": "manifest.json", "place": "counts / missing"}
    ),
    "a file removed": Change(lambda of: (of.set / ANNEX).unlink(), ("output", ANNEX, "missing")),
    "a file added": Change(lambda of: (of.set / "them.txt").write_text("x"), ("output", "them.txt", "extra")),
    "a copy of a file added": Change(
        lambda of: shutil.copyfile(of.set / REPORT, of.set / "ban-khac.docx"), ("output", "ban-khac.docx", "extra")
    ),
    "the seal": Change(_forged, ("seal", "niem-phong.json", "changed")),
    "a day in the log": Change(
        _log("2011-06-08", "2011-06-28"), ("setting", LOG, "changed"), {"file": DATA, "found": "2011-06-08"}
    ),
    "a nil return in the log": Change(
        _log("huyen-cao-loc", "huyen-loc-binh"), ("setting", LOG, "changed"), {"file": DATA, "found": "nil"}
    ),
    "another register": Change(_other_register, ("setting", REGISTER, "changed"), {"file": DATA, "found": "Sở Y tế"}),
    "the option --strict": Change(_told(("options", "strict"), True), None, {"file": DATA, "place": "strict"}),
    "the option --issuer": Change(_told(("options", "issuer"), "so"), None, {"file": REPORT}),
    "the option --as-of": Change(
        _told(("options", "as_of"), "2011-06-08"), None, {"file": "manifest.json", "place": "as_of"}
    ),
    "the option --report-date": Change(_told(("options", "report_date"), "2011-06-10"), None, {"file": REPORT}),
    "another version of the program": Change(
        _made_with(("program", "vstbcpn"), "0.0.9"), unlike="Phiên bản phần mềm", fails=False
    ),
    "other files of the program": Change(
        _made_with(("made_by", "program"), "0" * 64), unlike="Tệp của phần mềm", fails=False
    ),
    "another edition": Change(_made_with(("made_by", "edition"), "0" * 64), unlike="Tệp của bộ biểu mẫu"),
    "another form": Change(_made_with(("fingerprint",), "0" * 12), unlike="Dấu của biểu mẫu"),
    "another library": Change(_made_with(("program", "lxml"), "4.9"), unlike="Thư viện lxml", fails=False),
    "another machine": Change(_made_with(("made_by", "system"), "Windows"), unlike="Loại máy", fails=False),
}


@pytest.mark.usefixtures("made_once")
@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_named(vstbcpn: Program, kept: Archived, moved: Archived, name: str) -> None:
    change = CHANGES[name]
    change.done(moved)
    found = verified(vstbcpn, moved, "--digest", mark(kept))
    assert found["agrees"] is not change.fails
    if change.file is not None:
        assert change.file in [(f["part"], f["path"], f["state"]) for f in found["files"]]
    if change.difference is not None:
        known = change.difference.items()
        assert any(known <= d.items() and d["counts"] for d in found["differences"]), found["differences"][:20]
    assert not change.unlike or change.unlike in [u["name"] for u in found["unlike"]]
    assert found["paper"] is (change.paper is not False and not _touched_data(change, found))


def _touched_data(change: Change, found: dict[str, Any]) -> bool:
    return change.file == ("output", DATA, "changed") and found["paper"] is False


# ---------------------------------------------------------------------------------------------------- seal and the paper
def _cut_off(of: Archived) -> None:
    """Makes the set again as of a day after which one of the files came."""
    made = of.root / "gia"
    day = dt.date(2011, 6, 8)
    choices = Choices((str(of.inbox),), made, "2011", "6t", units=of.root / REGISTER, as_of=day, final=True)
    consolidate_files(choices, lambda *_: None)
    shutil.rmtree(of.set)
    shutil.copytree(made / "luu" / "ban-chinh-thuc-1", of.set, copy_function=shutil.copyfile)
    shutil.rmtree(made)


def test_a_file_that_came_after_the_cut_off_is_held_against_the_manifest_too(vstbcpn: Program, moved: Archived) -> None:
    _cut_off(moved)
    (later,) = moved.manifest["later"]
    assert later["path"] == "so-gddt.xlsx"
    path = moved.inbox / "so-gddt.xlsx"
    kept = path.read_bytes()
    path.write_bytes(kept + b"0")
    changed = {"part": "input", "path": "so-gddt.xlsx", "state": "changed"}
    assert changed in verified(vstbcpn, moved)["files"]
    path.write_bytes(kept)
    for key, value in (("unit", "so-y-te"), ("received", "2011-06-10")):
        _told(("later",), [{**moved.manifest["later"][0], key: value}])(moved)
        found = verified(vstbcpn, moved)["differences"]
        assert [(d["file"], d["found"]) for d in found if d["place"].endswith(key)] == [("manifest.json", value)]


def test_a_set_made_again_to_look_older_differs_from_the_paper(
    vstbcpn: Program, kept: Archived, moved: Archived
) -> None:
    """The cut-off, an input and the digests of inputs, outputs, manifest and seal all rewritten, so that the set agrees
    with itself and with what it comes to: nothing but the mark on paper can tell."""
    _figure_in_input(moved)
    _cut_off(moved)
    assert verified(vstbcpn, moved)["agrees"]
    code, out, _ = vstbcpn("verify", moved.set, moved.inbox, "--digest", mark(kept))
    assert code == 12
    assert "Mã kiểm trên giấy KHÁC với mã tính từ tệp." in out


def test_a_manifest_that_tells_of_another_cut_off_and_input_is_named(
    vstbcpn: Program, kept: Archived, moved: Archived
) -> None:
    """Manifest, data and seal have the digest of another input and another cut-off, all as if it had been so."""
    content = (moved.inbox / "so-y-te.xlsx").read_bytes()
    true, false = sha256(content).hexdigest(), sha256(content + b"0").hexdigest()
    for name in (DATA, TABLE, "don-vi_2011-6t.csv", "manifest.json"):
        path = moved.set / name
        path.write_bytes(path.read_bytes().replace(true.encode(), false.encode()))
    _told(("options", "as_of"), "2011-06-08")(moved)
    _told(("as_of",), "2011-06-08")(moved)
    for listed in moved.manifest["outputs"]:
        moved.cover_up(listed["path"])
    _sealed_again(moved)
    found = verified(vstbcpn, moved, "--digest", mark(kept))
    assert found["paper"] is False
    assert {"part": "input", "path": "so-y-te.xlsx", "state": "changed"} in found["files"]
    assert [f["part"] for f in found["files"]] == ["input"]
    assert any(d["file"] == DATA and d["made"] == true and d["found"] == false for d in found["differences"])
    total = {"file": DATA, "code": FIGURE, "made": str(VALUE), "found": str(SUM)}  # without what came after that day
    assert any(total.items() <= d.items() for d in found["differences"])


def test_a_final_set_without_its_seal_is_named(vstbcpn: Program, moved: Archived) -> None:
    (moved.set / "niem-phong.json").unlink()
    shutil.move(moved.set, moved.root / "ban-chinh-thuc-1")
    code, out, _ = vstbcpn("verify", moved.root / "ban-chinh-thuc-1", moved.inbox)
    assert code == 12
    assert "Niêm phong của bản chính thức:\n  niem-phong.json: không còn" in out


def test_a_final_set_without_name_and_seal_is_told(vstbcpn: Program, moved: Archived) -> None:
    """It cannot be told from a copy of the folder of results, so that alone is no fault."""
    (moved.set / "niem-phong.json").unlink()
    for more in ((), (moved.inbox,)):
        code, out, _ = vstbcpn("verify", moved.set, *more)
        assert code == 0
        assert "Số liệu của bộ này là của bản chính thức số 1 nhưng ở đây không có niem-phong.json" in out
    (moved.set / "luu" / "ban-chinh-thuc-1").mkdir(parents=True)  # the folder of results itself
    assert "niem-phong" not in vstbcpn("verify", moved.set)[1]
    shutil.rmtree(moved.set / "luu")
    digest = moved.manifest["final"]["digest"]
    others: tuple[object, ...] = (None, [], {"number": 1, "digest": "0" * 64}, {"digest": digest})
    for told in others:
        _told(("final",), told)(moved)
        assert "niem-phong" not in vstbcpn("verify", moved.set)[1]


def test_what_cannot_be_a_mark_is_asked_for_again(vstbcpn: Program, kept: Archived) -> None:
    right = mark(kept)
    for typed in ("abc", right[:-1], right.replace(right[0], "O", 1), right + "-XYZ1", "0" * 65):
        code, _, said = vstbcpn("verify", kept.set, kept.inbox, "--digest", typed)
        assert code == 2, typed
        assert f"Mã kiểm “{typed}” phải có từ 16 đến 64 ký tự, gồm các chữ số 0–9 và chữ cái A–F" in said
