"""The workbook: writing blanks, reading returned files back.

Concepts: `form/layout.py` places every code of an edition on a sheet when a blank is written; `reading/locate.py`
finds the codes again wherever they stand in a returned file. A `Slot` is one entry cell of a blank, a `RawCell` one
cell of a file.

Flow out: edition → layout → writer (one master per unit kind) → stamp (one file per unit).

Flow back: formats (cells as stored) → locate (codes) → values (one cell to a value or its problem) → unclaimed_cells
(what no code claims) → workbook_remarks (what lies beside, beneath and around the answers) → Submission.

Back to the unit: annotator (book, sheets, notes and fills patched in the package) → a marked copy with a record of
its marks, which strip_marks takes out again when the copy is read.

Intention: nothing is read by coordinate; every typed cell ends in the data or in a problem that a rule words.
"""
