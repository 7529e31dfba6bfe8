"""What a report is made of, as values: text with its remarks, tables, charts; no output format shapes them."""
