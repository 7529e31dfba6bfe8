"""An archived set with its returned files, and what somebody may do to it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.support.forms import returned as at
from tests.support.programs.command_line import receive
from vstbcpn_cli.edition.locations import register_path
from vstbcpn_cli.runtime.sealed_records import record_text
from vstbcpn_cli.usecases.consolidate import Choices, consolidate_files

FIGURE, VALUE = "T5.04", 34
"""A number that is summed and that no other answer must agree with; what one unit answers."""
REPORT, OFFICERS = "bao-cao_2011-6t.docx", "bao-cao-can-bo_2011-6t.docx"
DATA, TABLE, ANNEX = "so-lieu_2011-6t.json", "so-lieu_2011-6t.csv", "phu-luc_2011-6t.xlsx"
LOG, REGISTER = "so-theo-doi.csv", "don-vi.csv"
_LINES = """\
tep,ngay_nhan,don_vi,tinh_trang,nguoi_ghi,ghi_chu
so-y-te.xlsx,2011-06-08,,,,
so-gddt.xlsx,2011-06-09,,,,
,2011-06-07,huyen-cao-loc,không phát sinh,Lan,
"""


@dataclass(frozen=True)
class Archived:
    """The folder of the set, and beside it that of the returned files with the log; the register lies above both."""

    root: Path

    @property
    def set(self) -> Path:
        return self.root / "bo"

    @property
    def inbox(self) -> Path:
        return self.root / "tep"

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.set / "manifest.json").read_text("utf-8"))
        return found

    def moved(self, root: Path) -> Archived:
        """A copy elsewhere, the days of the files those of the copying."""
        shutil.copytree(self.root, root, copy_function=shutil.copyfile)
        return Archived(root)

    # ----------------------------------------------------------------------------------------------- what can be done
    def edit(self, name: str, change: Callable[[bytes], bytes]) -> None:
        path = self.set / name
        path.chmod(0o644)
        before = path.read_bytes()
        after = change(before)
        assert after != before, name
        path.write_bytes(after)

    def record(self, change: Callable[[dict[str, Any]], object]) -> None:
        """The manifest says otherwise, and its own seal is right."""
        told = self.manifest
        change(told)
        told.pop("seal")
        (self.set / "manifest.json").chmod(0o644)
        (self.set / "manifest.json").write_text(record_text(told), "utf-8", newline="\n")

    def cover_up(self, name: str) -> None:
        """The manifest has the digest of the file as it is now."""

        def told(manifest: dict[str, Any]) -> None:
            content = (self.set / name).read_bytes()
            listed = next(o for o in manifest["outputs"] if o["path"] == name)
            listed |= {"sha256": sha256(content).hexdigest(), "size": len(content)}

        self.record(told)


def archive(root: Path) -> Archived:
    """Two returns with a log and a register of the office, made into a final set that is all that is kept."""
    made = Archived(root)
    for unit, day in (("so-y-te", "2011-06-08"), ("so-gddt", "2011-06-09")):
        receive(made.inbox, f"{unit}.xlsx", at.typed(at.filled(unit), {at.spot(unit, FIGURE): VALUE}), day)
    (made.inbox / LOG).write_text(_LINES, "utf-8")
    shutil.copyfile(register_path("2011"), root / REGISTER)
    results = root / "ket-qua"
    choices = Choices((str(made.inbox),), results, "2011", "6t", units=root / REGISTER, final=True)
    consolidate_files(choices, lambda *_: None)
    shutil.copytree(results / "luu" / "ban-chinh-thuc-1", made.set, copy_function=shutil.copyfile)
    shutil.rmtree(results)
    return made


# ------------------------------------------------------------------------------------------------------ in the files
def part(name: str, pattern: str, text: str) -> Callable[[bytes], bytes]:
    """In a package the first place that the pattern finds in a part, whose first group says otherwise."""

    def change(content: bytes) -> bytes:
        parts = at.unpacked(content)
        told = parts[name].decode()
        found = re.search(pattern, told, re.DOTALL)
        assert found is not None, pattern
        parts[name] = (told[: found.start(1)] + text + told[found.end(1) :]).encode()
        return at.packed(parts)

    return change


def without_paragraph(words: str) -> Callable[[bytes], bytes]:
    return part("word/document.xml", rf"(<w:p\b(?:(?!</w:p>).)*{words}.*?</w:p>)", "")


def row_of(unit: str, code: str, change: Callable[[list[str]], list[list[str]]]) -> Callable[[bytes], bytes]:
    """The line of a unit and a code in the table of the data."""

    def changed(content: bytes) -> bytes:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        at_code = lines[0].index("indicator")
        made = [new for line in lines for new in (change(line) if _is(line, unit, code, at_code) else [line])]
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(made)
        return b"\xef\xbb\xbf" + text.getvalue().encode()

    return changed


def _is(line: list[str], unit: str, code: str, at_code: int) -> bool:
    return unit in line and line[at_code] == code


def in_data(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    """The data with another value, written as the program writes them."""

    def changed(content: bytes) -> bytes:
        told = json.loads(content)
        change(told)
        return json.dumps(told, ensure_ascii=False).encode()

    return changed


def behind_chart(value: int) -> Callable[[bytes], bytes]:
    """The workbook behind the first chart of a document has another first figure; what the chart draws stays."""
    name = "word/embeddings/bieu-do1.xlsx"

    def change(content: bytes) -> bytes:
        parts = at.unpacked(content)
        parts[name] = part("xl/worksheets/sheet1.xml", r'r="B2"[^>]*><v>(\d+)</v>', str(value))(parts[name])
        return at.packed(parts)

    return change


def in_annex(old: int, new: int) -> Callable[[bytes], bytes]:
    """The first cell of the annex that stores a number stores another one."""

    def change(content: bytes) -> bytes:
        parts = at.unpacked(content)
        held = f"<v>{old}</v>".encode()
        name = next(n for n in sorted(parts) if n.startswith("xl/worksheets/") and held in parts[n])
        return part(name, rf"<v>({old})</v>", str(new))(content)

    return change
