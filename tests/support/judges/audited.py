"""Word and Excel files judged by a validator that is not ours (openxml-audit)."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator

FALSE_ALARMS = {
    "Excel_InlineStrCells": "a warning that Excel will store such texts elsewhere; XlsxWriter writes them so when it "
    "keeps little in memory, and Excel opens them",
}
"""By the validator's id, with the reason; tests/agreement/test_openxml_audit.py proves each."""
OF_OTHERS = {
    "openpyxl": "Unexpected element",
    "LibreOffice": "A required relationship type 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    "theme' is missing.",
}
"""What the validator says of any file these programs have saved; a return is handed back as its unit's program wrote
it. tests/agreement/test_openxml_audit.py proves each."""


def faults(path: Path) -> set[tuple[str, str]]:
    """Part and fault, warnings too."""
    judged = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=0).validate(path)
    return {(e.part_uri, e.description) for e in judged.errors if e.id not in FALSE_ALARMS}
