"""The self-check of a form and `validate` say the same about the same file.

Blanks are filled at random (tests/support/forms/random_fillings.py), typed, recalculated and saved by LibreOffice;
then every line of the self-check as it is stored in the saved file is compared with what the program finds in that
file (tests/support/judges/agreement.py).

What agreement means:

1. A line of a rule or constraint (“VS401 R01”) counts as a fault when it says “Chưa đạt”, or “Chưa nhập” where an
answer is needed. It must be one exactly when `validate` has an error or warning of that rule and constraint at the
line's code; in a table at any row of that column, or of the table where no line names the finding's column. 2. A
line about the content of one cell (VS301 outside tables, and lines of type alone): “Chưa nhập” and needed exactly
when VS301 is found there; “Chưa đạt” whenever an error or warning about content (the reader's VS3xx) is found there,
and only if at least a notice about it is. 3. An error or warning of a constraint that has lines on the form must
stand where a line is. 4. The verdict counts exactly the lines that are faults; “ĐÃ ĐỦ ĐIỀU KIỆN GỬI” means that
`validate` has no error and no unexplained warning of anything the form expresses.

Three differences lie in the nature of the two and are allowed, and counted:

- STRICTER: the cell holds something that a formula cannot read and the program can (“x” for “Có”, “12” as a text, a
  figure with its explanation); the form says “Chưa đạt”, the program a notice. Never the other way round.
- NOT_READY: a constraint over such a cell; the form waits (or judges only the other rows), the program judges. Allowed
  only where a cell of the finding, or one the line's formula reads (the end of the window), has a line of its own that
  says “Chưa đạt”, so that the form is not ready either. A reason that no cell of a matrix row needs is such a
  constraint: it is one when all cells are known to be answered.
- WITHHELD: the program says nothing twice: a cell with an error is not judged by later layers. The form, which has no
  layers, may show both faults. Allowed only where another error stands in a cell that the line's formula reads, in a
  column that it marks, or in a cell that a computed one of them is made of.

Rules without a line on the form are left out of the comparison; `Compared.unexpressed` counts what they found.

`VSTBCPN_FILLINGS=200 python -m pytest tests/agreement/test_agreement.py -s` runs 200 fillings for every kind of unit
and prints the figures; `VSTBCPN_SEED` gives other fillings. On its own the test takes two for each kind, one a period. Each of
them is calculated in this process too (tests/support/judges/calculated.py) and must come to the same lines.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.forms import returned as at
from tests.support.forms.filling import entries
from tests.support.forms.plausible import plausible
from tests.support.forms.random_fillings import COUNT, PERIODS, QUICK, SEED, UNITS, Filling, fillings, form_of
from tests.support.judges.agreement import FAILED, PASSED, READY, Compared, Comparison, Disagreement, worst
from tests.support.judges.calculated import Calculated
from tests.support.programs import libreoffice
from tests.support.seasons import season
from vstbcpn_cli.workbook.form.check_lines import FIRST_LINE, STATE_COLUMN, UNIT
from vstbcpn_cli.workbook.form.form_plan import plan_form
from vstbcpn_cli.workbook.form.sheet_plan import Role
from vstbcpn_cli.workbook.ooxml.package import read_package

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(libreoffice.missing()), reason=libreoffice.missing() or "LibreOffice is there"),
]
AT_ONCE = 25


def compared(unit: str, folder: Path) -> Compared:
    """Fillings of a unit, half of them for each period, saved by LibreOffice and compared."""
    made = Compared()
    for period in PERIODS:
        blank = folder / f"{unit}-{period}.xlsx"
        blank.write_bytes(at.blank(unit, period))
        wanted = list(fillings(unit, period, COUNT // len(PERIODS), seed=SEED))
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            saved = libreoffice.fill_many(blank, [(folder / f"{f.name}.xlsx", f.entries()) for f in some])
            for filling, path in zip(some, saved, strict=True):
                made.add(filling.name, path.read_bytes(), period)
                own = Calculated(path.read_bytes(), period)
                assert own.lines == Comparison(path.read_bytes(), period).lines, f"{filling.name} calculated here"
                path.unlink()
    return made


@pytest.mark.parametrize("kind", UNITS)
def test_every_line_agrees_with_validate(kind: str, tmp_path: Path) -> None:
    made = compared(UNITS[kind], tmp_path)
    print(f"\n{kind}: {made}")
    assert made.files == COUNT // len(PERIODS) * len(PERIODS)
    if made.disagreements:
        smallest = "\n".join(reduced(made, tmp_path))
        pytest.fail(f"{dict(made.by_rule())}\n{worst(made.disagreements)}\n{smallest}", pytrace=False)


def reduced(made: Compared, folder: Path) -> Iterator[str]:
    """For the first disagreement of each rule the fewest of its changes that still cause it, three rules at most."""
    first = {d.about: (name, d) for name, d in reversed(made.disagreements)}
    for name, one in list(first.values())[:3]:
        unit, period, number = name.rsplit("-", 2)
        [filling] = fillings(unit, period, 1, seed=SEED, first=int(number))
        changes = list(filling.changes)
        fewer = [[], *([c] for c in changes)]
        fewer += [changes[:n] + changes[n + 1 :] for n in range(len(changes))]
        causing = (some for some in fewer if _still(filling.with_only(some), one, folder))
        found = next(causing, changes)
        told = [f"{c.name}: " + ", ".join(f"{p[0]}!R{p[1]}C{p[2]}={v!r}" for p, v in c.cells.items()) for c in found]
        yield f"smallest of {name} for {one.about}: {'; '.join(told)[:2000] or 'the base alone'}"


def _still(filling: Filling, one: Disagreement, folder: Path) -> bool:
    blank = folder / f"{filling.unit}-{filling.period}.xlsx"
    [saved] = libreoffice.fill_many(blank, [(folder / "it-hon.xlsx", filling.entries())])
    found = Comparison(saved.read_bytes(), filling.period).disagreements()
    return any((d.about, d.kind, d.line) == (one.about, one.kind, one.line) for d in found)


@pytest.mark.parametrize("kind", UNITS)
def test_a_faultless_form_is_ready_to_be_sent(kind: str, tmp_path: Path) -> None:
    applies = at.applies_to(UNITS[kind])
    blank = tmp_path / "trong.xlsx"
    blank.write_bytes(at.blank(UNITS[kind]))
    faultless = entries(applies, plausible(applies.edition, applies.unit, applies.period))
    [saved] = libreoffice.fill_many(blank, [(tmp_path / "gui-ve.xlsx", faultless)])
    found = Comparison(saved.read_bytes(), "6t")
    assert (found.found, found.verdict) == ((), READY), [str(x) for x in found.lines if x.fault]


@pytest.mark.parametrize("place", ["middle", "closing"])
def test_rows_inserted_into_a_table_belong_to_it(place: str, tmp_path: Path) -> None:
    unit, table = UNITS["SN"], "T6.B1"
    columns = season.edition().tables[table].columns
    sheet, first, _ = at.spot(unit, f"{table}.{columns[0].key}", number=1)
    row = {"middle": first + 1, "closing": first + season.edition().tables[table].rows}[place]
    blank, half, whole = (tmp_path / f"{name}.xlsx" for name in ("dien", "do-dang", "du"))
    blank.write_bytes(at.filled(unit))
    answers = {"noi_dung": "Lồng ghép giới", "vai_tro": "Chủ trì", "so_hoc_vien": 40, "so_nu": 20, "kinh_phi": 5}
    answers |= {"doi_tuong": "Cán bộ BĐG", "cap": "tỉnh", "dia_diem": "Hội trường", "ten_lop": "Lớp bổ sung"}
    dates = {key: dt.date(2011, 4, 12) for key in ("tu_ngay", "den_ngay")}
    typed = [(sheet, row, 2 + n, {**answers, **dates}[c.key]) for n, c in enumerate(columns)]
    inserted: list[libreoffice.Step] = [("insert_row", sheet, row)]
    libreoffice.edit(blank, half, [*inserted, *libreoffice.typing(typed[:1])])
    libreoffice.edit(blank, whole, [*inserted, *libreoffice.typing(typed)])
    found = Comparison(half.read_bytes(), "6t")
    assert found.verdict != READY
    assert not list(found.disagreements())
    full = Comparison(whole.read_bytes(), "6t")
    assert {f.code for f in full.found} <= {"VS228"}  # the empty rows in between
    assert full.verdict == READY, [str(x) for x in full.lines if x.fault]
    assert _way(whole, f"{table}.{columns[0].key}") == _way(blank, f"{table}.{columns[0].key}")
    _, later, _ = at.spot(unit, "T6.B2.du_toan", number=1)
    assert (_way(blank, "T6.B2.du_toan"), _way(whole, "T6.B2.du_toan")) == (later, later + 1)
    _, total, column = at.spot(unit, "T6.02")
    before, after = (libreoffice.recalculated_values(p)[sheet][f"D{total}"] for p in (blank, whole))
    assert (column, after - before) == (4, 40)


def _way(path: Path, code: str) -> int:
    """The row that the self-check's first line with this code leads to."""
    check = next(s for s in read_package(path.read_bytes()).sheets if s.name == "KiemTra")
    row = next(
        row for (row, _), c in sorted(check.cells.items()) if row >= FIRST_LINE and c.text.startswith(f"{code}: ")
    )
    return int(float(check.cells[row, STATE_COLUMN].text)) % UNIT


@pytest.mark.parametrize("kind", UNITS)
def test_a_second_engine_gives_the_same_states(kind: str, tmp_path: Path) -> None:
    """IronCalc keeps to Excel where LibreOffice is lenient (truth values beside numbers).

    It calculates no array formulas, so that lines over the rows of a table and the verdict are left out.
    """
    engine = pytest.importorskip("ironcalc")
    unit, period = UNITS[kind], "6t"
    blank = tmp_path / "trong.xlsx"
    blank.write_bytes(at.blank(unit, period))
    count = max(COUNT // 10, 1)
    wanted = [(tmp_path / f"{f.name}.xlsx", f.entries()) for f in fillings(unit, period, count, seed=SEED, first=1)]
    compared = 0
    for path in libreoffice.fill_many(blank, wanted):
        lines = Comparison(path.read_bytes(), period).lines
        model = engine.load_from_xlsx(str(path), "en", "UTC", "en")
        model.evaluate()
        names = [sheet["name"] for sheet in model.get_worksheets_properties()]
        check = names.index(season.edition().words["sheet.check"])
        arrays = {
            row for row, x in enumerate(plan_form(at.applies_to(unit), at.live()).checks.lines, FIRST_LINE) if x.array
        }
        for row, line in enumerate(lines, FIRST_LINE):
            if row not in arrays:
                compared += 1
                assert model.get_cell_value(check, row, 3) == line.state, f"{path.name}: {line}"
    assert compared > 150 * count


@pytest.mark.full
def test_what_random_fillings_hit_seldom_agrees(tmp_path: Path) -> None:
    """One case of each fault that long runs have found, with the line that must say so."""
    unit, made = UNITS["HU"], []
    blank = tmp_path / "trong.xlsx"
    blank.write_bytes(at.blank(unit))
    one = at.applies_to(unit)
    base = {(s, r, c): v for s, r, c, v in entries(one, plausible(one.edition, one.unit, one.period))}
    decided, day = at.spot(unit, "T2.02"), at.spot(unit, "T2.03")
    staff, masters, doctors = (at.spot(unit, f"T3.M1.CB{n}.tong") for n in ("01", "12", "13"))
    beside = {n: at.spot(unit, f"T3.M1.CB{n}.tong", Role.EXPLANATION) for n in ("12", "13")}
    women, reason = at.spot(unit, "T3.M1.CB13.nu"), at.spot(unit, "T3.M1.CB13.tong", Role.REASON)
    paid, planned = (at.spot(unit, f"T6.B2.{key}", number=1) for key in ("cap_thuc_chi", "du_toan"))
    budget: dict[at.Position, object] = {w: None for row in form_of(unit, "6t").tables["T6.B2"] for w, _ in row}
    cases: list[tuple[str, str, dict[at.Position, object]]] = [
        ("T2.02", "", {decided: "nt"}),  # “như trên” is an answer that has to be written out
        ("T2.03", "VS417 R28", {decided: "nt", day: None}),
        ("T2.02", "", {decided: "á" * 256}),
        ("T6.khong_phat_sinh", "", {at.spot(unit, "T6.khong_phat_sinh", Role.NIL): "không rõ"}),
        ("T3.M1.CB13.tong", "VS401 R37", {masters: None, doctors: 9_999, beside["12"]: "Đã đối chiếu"}),
        ("T6.B2.cap_thuc_chi", "", {paid: " Đơn vị này "}),  # SUMIFS leaves the row out
        ("T6.B2.cap_thuc_chi", "", {paid: "Đơn vị  này"}),
        # The row may be one of those that T6.15 is held against (R47), which has to wait for it.
        ("T6.B2.cap_thuc_chi", "", {paid: "Đơn vị này ", planned: 9_999, at.spot(unit, "T6.15"): 9_000}),
        # “Không có” in another than the first column is 0 as well.
        ("T6.15", "VS401 R47", budget | {planned: "Không có", at.spot(unit, "T6.15"): 9_000}),
        ("T3.M1.CB13.tong", "", {doctors: 1, women: 1, reason: "Không áp dụng"}),
        ("T3.M1.CB12.tong", "VS401 R37", {masters: 9_999, doctors: None, beside["13"]: "Đã đối chiếu", staff: 100}),
    ]
    # The reason is that of the empty one of two answers.
    right: list[tuple[str, str, dict[at.Position, object]]] = [
        ("T3.M1.CB13.tong", "", {doctors: 1, women: None, reason: "Không áp dụng"})
    ]
    wanted = [(tmp_path / f"{n}.xlsx", _typed(base | cells)) for n, (*_, cells) in enumerate([*cases, *right])]
    for (code, rule, _), path in zip([*cases, *right], libreoffice.fill_many(blank, wanted), strict=True):
        found = Comparison(path.read_bytes(), "6t")
        assert [str(d) for d in found.disagreements()] == []
        said = [x.state for x in found.lines if (x.code, f"{x.rule} {x.constraint}".strip()) == (code, rule)]
        made.append((code, said))
    assert made == [(code, [FAILED]) for code, *_ in cases] + [(code, [PASSED]) for code, *_ in right]


def _typed(cells: Mapping[at.Position, object]) -> list[libreoffice.Entry]:
    return [(sheet, row, column, value) for (sheet, row, column), value in cells.items()]


@pytest.mark.parametrize("kind", UNITS if COUNT > QUICK else ["SN", "HU"])
def test_jumps_against_the_earlier_figures_agree(kind: str, tmp_path: Path) -> None:
    """R27 on forms that carry earlier figures: random ones, some at the very bound, some 0, some not there."""
    unit, period = UNITS[kind], "6t"
    made = Compared()
    for filling in fillings(unit, period, max(COUNT // 20, 2), seed=SEED):
        earlier = _earlier(filling)
        blank = tmp_path / f"{filling.name}-trong.xlsx"
        blank.write_bytes(at.blank_with(earlier, unit, period))
        [saved] = libreoffice.fill_many(blank, [(tmp_path / f"{filling.name}.xlsx", filling.entries())])
        made.add(filling.name, saved.read_bytes(), period, earlier)
    print(f"\n{kind} with earlier figures: {made}")
    assert made.lines["VS503 R27"] > 0
    assert made.unexpressed["VS206"] == 0, "an earlier figure is no answer"
    assert [str(d) for _, d in made.disagreements] == []


def _earlier(filling: Filling) -> dict[str, Decimal]:
    rng = random.Random(filling.name)
    cells = filling.cells()
    found = {}
    for where, slot in form_of(filling.unit, filling.period).fields:
        now, share = cells.get(where), rng.choice(("0", "0.5", "0.7", "0.75", "1", "1.25", "1.3", "1.5", ""))
        if isinstance(now, int) and share:
            found[slot.code] = (now * Decimal(share)).quantize(Decimal(1))
    return found


def test_a_form_that_was_not_recalculated_disagrees() -> None:
    """The comparison itself: the states of the blank as issued beside answers typed later, two of them at odds."""
    unit = UNITS["HU"]
    wrong = at.typed(at.filled(unit), {at.spot(unit, "T3.M1.CB01.nu"): 10_000, at.spot(unit, "T3.M1.CB03.tong"): "abc"})
    found = Comparison(wrong, "6t").disagreements()
    kinds = {(d.kind, d.about, d.line.code if d.line else "") for d in found}
    assert ("blank: form only", "VS301", "T3.M1.CB03.nu") in kinds
    assert ("program only", "VS401 R01", "T3.M1.CB01.nu") in kinds
    assert ("type: program only", "VS301", "T3.M1.CB03.tong") in kinds


# ----------------------------------------------------------------------------------- results stored in the blank
CASES = [(kind, period) for kind in UNITS for period in PERIODS]
"""Every kind and period in the long run; two of them otherwise."""


@pytest.mark.parametrize(("kind", "period"), CASES if COUNT > QUICK else [("SN", "6t"), ("HU", "nam")])
def test_every_formula_of_a_blank_carries_the_result_it_has(kind: str, period: str, tmp_path: Path) -> None:
    content = at.blank(UNITS[kind], period)
    path = tmp_path / "trong.xlsx"
    path.write_bytes(content)
    calculated = libreoffice.recalculated_values(path)
    stored = formula_results(content)
    assert len(stored) > 100
    assert {where for where, result in stored.items() if result is None} == set(), "formulas without a stored result"
    different = {
        f"{sheet}!{address}": (result, calculated[sheet].get(address, ""))
        for (sheet, address), result in stored.items()
        if not _same(result or "", calculated[sheet].get(address, ""))
    }
    assert different == {}


def formula_results(content: bytes) -> dict[tuple[str, str], str | None]:
    """Sheet and address of every formula cell with what is stored as its result, None where nothing is.

    An empty result stands there as an empty value, which is how the writer's library says it.
    """
    parts = at.unpacked(content)
    found = {}
    for name, part in at.sheet_parts(parts).items():
        for cell in ET.fromstring(parts[part]).iter(f"{{{at.MAIN}}}c"):
            if cell.find(f"{{{at.MAIN}}}f") is not None:
                value = cell.find(f"{{{at.MAIN}}}v")
                found[name, cell.get("r", "")] = None if value is None else value.text or ""
    return found


def _same(stored: str, calculated: object) -> bool:
    if isinstance(calculated, float):
        return stored != "" and float(stored) == calculated
    return stored == calculated
