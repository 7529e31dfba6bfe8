"""The Excel annex: every total live, every figure with the cell it came from."""
