"""Who signed, who filled in and how to reach them: only in what goes back to the unit and on the officer's page."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.forms import returned as at
from tests.support.programs.command_line import Program, receive
from tests.support.seasons import season
from vstbcpn_cli.model.coverage import Judged, Receipt, without_private
from vstbcpn_cli.model.findings import Status
from vstbcpn_cli.usecases.intake.intake import Intake, take_in
from vstbcpn_cli.usecases.tracing import query

OURS = ("da-danh-dau.xlsx", "phieu-phan-hoi.docx", "tong-quan.html")
"""The marked copy and the slip of the unit itself, and the officer's page."""
ASKED = ("so-y-te", "so-noi-vu", "so-xay-dung", "M.13", "M.14", "M.15", "TT!D21", "TT!D22", "TT!D23")
WRITTEN: dict[str, tuple[str, dict[str, object]]] = {
    "a1.xlsx": ("so-y-te", {"M.13": "Zqa Một", "M.14": "Zqb", "M.15": "0912 001"}),
    "a2.xlsx": ("so-y-te", {"M.13": "Zqc\u200b", "M.14": " Zqd", "M.15": "0912 002 #REF!"}),
    "b.xlsx": ("so-noi-vu", {"M.13": "Zqe\u00a0", "M.14": "Zqf", "M.15": 912345678.5}),
    "c.xlsx": ("so-tu-phap", {"M.13": "Zqj”, “Zqk", "M.14": "chưa có", "M.15": "0912 003, Zql"}),
    "d.xlsx": ("so-xay-dung", {"M.13": "Zqg", "M.14": "NguyÔn Zqh V¨n", "M.15": "Zqi", "M.12": "31/02/2011"}),
}
"""Invisible characters, an old font, a number for a telephone, a second file: what calls for a finding on the cell."""
BESIDE: dict[str, dict[at.Position, object]] = {
    "c.xlsx": {
        ("TT", 22, 3): "Zqm 0912 004",
        ("TT", 23, 8): "Zqn 0912 005",
        ("TT", 40, 1): "M.13",
        ("TT", 40, 4): "Zqo” Zqp",
    },
}
"""Over the measure, to the right of the form, and in a second line with the same code."""
TRACES = ("Zq", "0912 00", "912345678")


def text_of(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b" ".join(package.read(name) for name in package.namelist())
    return content.decode("utf-8", "replace")


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is traced in one test lies in the same files: they are read for the first question alone."""
    taken: list[Intake] = []

    def once(*given: Any, **named: Any) -> Intake:
        taken[:] = taken or [take_in(*given, **named)]
        return taken[0]

    monkeypatch.setattr(query, "take_in", once)


@pytest.mark.usefixtures("read_once")
def test_a_contact_stands_only_in_what_goes_back_and_on_the_page(vstbcpn: Program, tmp_path: Path) -> None:
    inbox = tmp_path / "2-nhan-ve"
    inbox.mkdir()
    for day, (name, (unit, cells)) in enumerate(WRITTEN.items(), 5):
        typed = {at.spot(unit, code): value for code, value in cells.items()}
        receive(inbox, name, at.typed(at.filled(unit), typed | BESIDE.get(name, {})), f"2011-06-0{day}")
    said = {
        "screen": "".join(vstbcpn("validate", inbox, "--feedback", "ra", "--report", "tong-quan.html")[1:]),
        "json": "".join(vstbcpn("validate", inbox, "--report", "tong-quan.xlsx", "--format", "json")[1:]),
        "consolidate": "".join(vstbcpn("consolidate", inbox, "-o", "kq")[1:]),
    }
    for code in ASKED:
        for how in ("text", "json"):
            exit_code, out, err = vstbcpn("trace", code, inbox, "--format", how)
            assert exit_code == 0
            said[f"trace {code} {how}"] = out + err
            assert "Chưa có số liệu của đơn vị nào" not in err, code
    assert "Nội dung ô liên hệ không nêu ở đây." in said["screen"], "there is something to say of such a cell"
    for path in (p for p in tmp_path.rglob("*") if p.is_file() and inbox not in p.parents):
        said[path.name] = text_of(path.read_bytes())
    assert len(said) > 25
    assert [name for name, text in said.items() if any(t in text for t in TRACES) and not name.endswith(OURS)] == []
    assert all(t in said["tong-quan.html"] for t in TRACES)


def test_only_the_words_themselves_are_hidden() -> None:
    """What is wrong and what to do stands there as for any other cell."""
    told: dict[str, tuple[str, str]] = {}
    for name, (unit, cells) in WRITTEN.items():
        typed = {at.spot(unit, code): value for code, value in cells.items()}
        content = at.typed(at.filled(unit), typed | BESIDE.get(name, {}))
        judged = Judged(at.accepted(content), at.findings(content), Status.ACCEPTED, Receipt(dt.date(2011, 6, 8), True))
        told |= {
            f"{f.code} {f.place.cell}": (f.fact, f.advice)
            for f in without_private(judged, season.edition().private).findings
        }
        assert [f.advice for f in without_private(judged, season.edition().private).findings] == [
            f.advice for f in judged.findings
        ]
    assert told["VS331 TT!D22"][0] == (
        "Ô lưu “…”, gõ bằng bảng mã TCVN3, được chuyển sang Unicode là “…”. Nội dung ô liên hệ không nêu ở đây."
    )
    assert told["VS206 TT!H23"][0].startswith("Nội dung “…” nằm ngoài các ô của biểu mẫu")
    assert told["VS224 TT!D21"][0].endswith("vị trí: TT!D21.")
    assert told["VS305 TT!D20"][0].startswith("Ô ghi “31/02/2011”"), "the day of the report is no contact"


def test_an_empty_cell_is_named() -> None:
    content = at.typed(at.filled("so-y-te"), {at.spot("so-y-te", "M.14"): None})
    judged = Judged(at.accepted(content), at.findings(content), Status.PARTIAL, Receipt(dt.date(2011, 6, 8), True))
    assert without_private(judged, season.edition().private).findings == judged.findings
    assert "còn trống" in judged.findings[0].fact
