"""`python -m tests.tools.guide_pages OUT`: writes the guides as pages of HTML into a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.tools.guide_pages import GuideError, guide_pages


def main() -> None:
    asked = argparse.ArgumentParser(description="Writes the guides as pages of HTML.")
    asked.add_argument("folder", type=Path, help="where to write them")
    given = asked.parse_args()
    try:
        for name, content in guide_pages().items():
            target = given.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except GuideError as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
