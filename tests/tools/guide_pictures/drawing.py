"""The pictures of the officer's guide, written into docs/huong-dan/hinh.

The season of the guide is played (`tests.tools.guide_season`); what a command leaves behind is printed by LibreOffice,
opened in Chromium or, for what stands on the screen, set like a window of the shell. Needs both, poppler and ImageMagick.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.support.forms import returned as at
from tests.support.programs import browser, libreoffice
from tests.tools import guide_season
from tests.tools.guide_season import Typed

PICTURES = guide_season.GUIDE / "hinh"
LARGEST = 600_000
"""Bytes of all of them."""
_UNIT = "so-gddt"
_COLOURS = {"forms": 32, "screen": 16}
_DPI = 80
_WINDOW = (1020, 40)
"""Width of a window of the shell, and the height that is not text."""
_LINE = 19
_WINDOW_OF_SHELL = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #0c0c0c; color: #f2f2f2; font: 15px/{line}px "DejaVu Sans Mono", monospace }}
header {{ background: #2b2b2b; padding: 3px 12px; font-family: "DejaVu Sans", sans-serif }}
pre {{ margin: 6px 12px; font: inherit }}
i {{ display: inline-block; width: 1ch; text-align: center; font: normal 14px "DejaVu Sans", sans-serif }}
</style><header>{title}</header><pre>{text}</pre>"""


_NOT_MONOSPACED = re.compile(r"[^\x00-\x7f]")
"""Letters that a monospaced font without Vietnamese would put together of two, beside each other."""


class Pictures:
    """What is made of the season as far as it has been played, by the command that was typed last."""

    def __init__(self, page: browser.Page, work: Path) -> None:
        self._page, self._work = page, work

    def after(self, typed: Typed) -> None:
        made: dict[tuple[str, str], Callable[[Typed], None]] = {
            ("02-lap-thu-muc.md", "menu 1 0"): self._menu,
            ("05-kiem-tra.md", "validate"): self._check,
            ("05-kiem-tra.md", "validate --feedback"): self._feedback,
            ("06-theo-doi.md", "status --report tong-quan.html"): self._overview,
            ("09-ban-chinh-thuc.md", "consolidate --final"): self._report,
        }
        if picture := made.get((typed.page.name, typed.command)):
            picture(typed)

    def _menu(self, typed: Typed) -> None:
        self._screen("danh-sach-viec", "vstbcpn.cmd", typed.screen)

    def _check(self, typed: Typed) -> None:
        prompt = f"PS D:\\BaoCao\\{typed.folder.name}> vstbcpn {typed.command}\n"
        self._screen("kiem-tra-man-hinh", "Windows PowerShell", prompt + typed.screen)
        self._form(typed.folder / "2-nhan-ve" / "bao cao gd.xlsx")

    def _form(self, source: Path) -> None:
        """The unit's own workbook with a cell left empty, as its own program calculates it."""
        book = self._work / "bieu-mau.xlsx"
        libreoffice.fill(source, book, [(*at.spot(_UNIT, "M.12"), None), (*at.spot(_UNIT, "T6.08"), 7)])
        pages = self._printed(book)
        self._cut("bieu-mau", pages, 1, (16, 16, 632, 816))
        self._cut("bieu-mau-tt", self._printed(book, "TT"), 1, (8, 16, 910, 382))
        self._cut("kiem-tra", pages, self._last(pages), (16, 16, 632, 142))

    def _feedback(self, typed: Typed) -> None:
        sent = typed.folder / "4-phan-hoi" / "dot-1" / _UNIT
        marked = self._work / "da-danh-dau.xlsx"
        libreoffice.fill(next(sent.glob("*_da-danh-dau.xlsx")), marked, [(*at.spot(_UNIT, "T6.08"), 7)])
        self._cut("phan-hoi", self._printed(marked, "PhanHoi"), 1, (0, 40, 940, 210))
        self._cut("danh-dau", self._printed(marked, "NV6"), 1, (16, 16, 660, 324))
        self._cut("phieu-phan-hoi", self._printed(next(sent.glob("*_phieu-phan-hoi.docx"))), 1, (40, 30, 600, 560))

    def _overview(self, typed: Typed) -> None:
        self._page.size(1100, 700)
        self._page.open(typed.folder / "tong-quan.html", idle=True)
        self._few(self._page.picture(self._work / "tong-quan.png"), _COLOURS["screen"])

    def _report(self, typed: Typed) -> None:
        pages = self._printed(typed.folder / "3-ket-qua" / f"bao-cao_{typed.folder.name}.docx")
        for number in (1, 3):
            self._cut(f"bao-cao-{number}", pages, number, (40, 20, 600, 880))

    def _screen(self, name: str, title: str, text: str) -> None:
        page = self._work / f"{name}.html"
        shown = _NOT_MONOSPACED.sub(r"<i>\g<0></i>", html.escape(text))
        page.write_text(_WINDOW_OF_SHELL.format(line=_LINE, title=html.escape(title), text=shown), encoding="utf-8")
        width, rest = _WINDOW
        self._page.size(width, rest + _LINE * len(text.splitlines()))
        self._page.open(page)
        self._few(self._page.picture(self._work / f"{name}.png"), _COLOURS["screen"])

    def _printed(self, source: Path, sheet: str = "") -> Path:
        return libreoffice.convert_to_pdf(source, self._work / f"{source.stem}{sheet}.pdf", sheet)

    def _last(self, pages: Path) -> int:
        told = subprocess.run(["pdfinfo", str(pages)], capture_output=True, check=True, text=True).stdout
        return int(next(line for line in told.splitlines() if line.startswith("Pages:")).split()[1])

    def _cut(self, name: str, pages: Path, number: int, cut: tuple[int, int, int, int]) -> None:
        """A part of a printed page: left, top, width, height."""
        area = [
            text for option, size in zip(("-x", "-y", "-W", "-H"), cut, strict=True) for text in (option, str(size))
        ]
        page = ["-r", str(_DPI), "-f", str(number), "-l", str(number), "-singlefile", "-png"]
        subprocess.run(["pdftoppm", *page, *area, str(pages), str(self._work / name)], check=True)
        self._few(self._work / f"{name}.png", _COLOURS["forms"])

    def _few(self, picture: Path, colours: int) -> None:
        """The picture in few colours, which is a third of its bytes, without the time at which it was made."""
        few = ["+dither", "-colors", str(colours), "-strip", "-define", "png:exclude-chunks=date,time"]
        subprocess.run(["convert", str(picture), *few, f"PNG8:{PICTURES / picture.name}"], check=True)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    libreoffice.office().locale = "vi-VN"  # the comma of the offices' machines
    with tempfile.TemporaryDirectory() as folder, browser.page() as page:
        (work := Path(folder) / "hinh").mkdir()
        (played := Path(folder) / "BaoCao").mkdir()
        pictures = Pictures(page, work)
        for typed in guide_season.played(played):
            pictures.after(typed)
    libreoffice.office().stop()
