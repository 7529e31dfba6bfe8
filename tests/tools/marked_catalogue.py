"""Every line of the catalogue marked and judged again: `python -m tests.tools.marked_catalogue` takes some minutes."""

from __future__ import annotations

from tests.support.catalogue.outcomes import LINES
from tests.support.judges.marked import difference

if __name__ == "__main__":
    found = list(filter(None, map(difference, LINES)))
    print(*found, f"{len(LINES)} lines, {len(found)} different", sep="\n")
    raise SystemExit(bool(found))
