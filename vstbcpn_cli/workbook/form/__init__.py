"""The plan of a form, which the reader subtracts, and the writer that draws it as a blank."""
