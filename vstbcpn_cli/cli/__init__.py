"""The command line: one Typer command per file, findings as lines, exit codes; no rule and no figure is made here."""
