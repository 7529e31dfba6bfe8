"""What is asked, of whom and for when.

Concepts: an `Edition` is one reporting year (letter 350/CV-BVSTBCPN for 2011). It has tasks; a task has indicators
(one value each), matrices (fixed rows and columns) and tables (rows that repeat), and declares its constraints.
A `ReportingUnit` stands in a `Register` with its lifetime; a `ReportingPeriod` has its window and its due date.

Flow: `loader.py` reads the TOML of an edition and the CSV or XLSX of a register into the frozen types of `model.py`
and refuses what does not fit with the file and the key path or cell.

Intention: a new year is one new folder in `editions/` with a form and a register; no Python knows an indicator by name,
it asks for what a part is for (`roles.py`).
"""
