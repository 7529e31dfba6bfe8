"""Archives built by hand."""

from __future__ import annotations

import io
import zipfile


def archive(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()
