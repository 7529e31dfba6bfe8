"""Who signed, who filled in and how to reach them: only in what goes back to the unit and on the officer's page."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import returned as at
from test_cli import Program, receive, vstbcpn

__all__ = ["vstbcpn"]
OURS = ("da-danh-dau.xlsx", "phieu-phan-hoi.docx", "tong-quan.html")
"""The marked copy and the slip of the unit itself, and the officer's page."""
ASKED = ("so-y-te", "so-noi-vu", "so-xay-dung", "M.13", "M.14", "M.15", "TT!D21", "TT!D22", "TT!D23")
WRITTEN: dict[str, tuple[str, dict[str, object]]] = {
    "a1.xlsx": ("so-y-te", {"M.13": "Zqa Một", "M.14": "Zqb", "M.15": "0912 001"}),
    "a2.xlsx": ("so-y-te", {"M.13": "Zqc\u200b", "M.14": " Zqd", "M.15": "0912 002 #REF!"}),
    "b.xlsx": ("so-noi-vu", {"M.13": "Zqe\u00a0", "M.14": "Zqf", "M.15": 912345678.5}),
    "d.xlsx": ("so-xay-dung", {"M.13": "Zqg", "M.14": "NguyÔn Zqh V¨n", "M.15": "Zqi", "M.12": "31/02/2011"}),
}
"""Invisible characters, an old font, a number for a telephone, a second file: what calls for a finding on the cell."""
TRACES = ("Zq", "0912 00", "912345678")


def text_of(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b" ".join(package.read(name) for name in package.namelist())
    return content.decode("utf-8", "replace")


def test_a_contact_stands_only_in_what_goes_back_and_on_the_page(vstbcpn: Program, tmp_path: Path) -> None:
    inbox = tmp_path / "2-nhan-ve"
    inbox.mkdir()
    for day, (name, (unit, cells)) in enumerate(WRITTEN.items(), 5):
        typed = {at.spot(unit, code): value for code, value in cells.items()}
        receive(inbox, name, at.typed(at.filled(unit), typed), f"2011-06-0{day}")
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
