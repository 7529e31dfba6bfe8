"""An edition as an Excel workbook that an office edits: `layout.toml` says how, both ways give the same edition."""
