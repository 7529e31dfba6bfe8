"""Every sheet of one department's, one mass organisation's and one district's blank as pictures, to be looked at.

`python tests/render_blanks.py FOLDER` writes a PDF and one picture per page for each of them, `--filled` the same of
forms with plausible answers.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import libreoffice
import returned as at

UNITS = ("so-y-te", "hoi-lhpn", "huyen-loc-binh")


def main(folder: Path, *, filled: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for unit in UNITS:
        name = f"{unit}-{'filled' if filled else 'blank'}"
        book = folder / f"{name}.xlsx"
        book.write_bytes(at.filled(unit) if filled else at.blank(unit))
        pdf = libreoffice.convert_to_pdf(book, folder / f"{name}.pdf")
        subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(folder / name)], check=True)
    libreoffice.office().stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), filled="--filled" in sys.argv)
